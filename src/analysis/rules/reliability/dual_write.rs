//! `dual-write`: one service that writes the same fact to two places, with nothing that keeps them in step.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{failure_words, kinds};
use crate::model::{Access, Connection, Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "dual-write",
    title: "Dual write",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "Two writes are not atomic. If the service crashes between them, one system has the change and the other does not. Nothing detects this, and a retry does not fix it",
    for_stakeholders: "Sooner or later, users see data that differs from what is stored, and no alert fires",
    fix: "Write to the database only, and have a change feed (CDC) or an outbox carry the change to the other system",
    exempt: "Caches, whose entries expire; files next to their metadata; consumers of a queue, a log, or a feed, which get a failed message again; and connections that do not say that they write. A queue or a log next to a database is flagged only if an arrow says that the message follows the write",
    references: &[
        publications::TRANSACTIONAL_OUTBOX
            .supports("Without an outbox, you cannot change a database and a broker in one step"),
        publications::DATA_INTENSIVE_STREAMS
            .supports("Two systems that a service writes to in sequence drift apart"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2 "Product service"
api -> db: write "save"
db: sql x2 "Product DB"
db -> changes
changes: cdc x2 "Change feed"
changes -> words: write
words: search_index x2 "Product search"
"#,
    ),
    bad: r#"
- db -> changes
- changes: cdc x2 "Change feed"
- changes -> words: write
+ api -> words: write "index"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_steps(analysis, findings);
    for node in analysis.with_role(&[Role::Compute, Role::Realtime, Role::Auth]) {
        if analysis
            .incoming(node)
            .any(|link| is_redelivered(analysis, link))
        {
            continue;
        }
        let Some(store) = writes_to(analysis, node, &[Role::Store]).next() else {
            continue;
        };
        for other in writes_to(analysis, node, &[Role::Search, Role::Analytics]) {
            if !is_fed_by_changes(analysis, node, store.to, other.to) {
                findings.push(finding_for(analysis, store, other));
            }
        }
    }
}

/// One service that does one thing in two places, in an order that its arrows tell: two databases, or a database and a message
/// about it.
fn check_steps(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if drawing_text::in_any_text(analysis.design, failure_words::KEPT_IN_STEP) {
        return;
    }
    for node in analysis.with_role(&[Role::Compute, Role::Realtime, Role::Auth, Role::Other]) {
        let writes = |link: &&Link| {
            let to = analysis.role(link.to);
            let keeps = to == Role::Store || analysis.carries_messages(link.to);
            keeps && says_write(analysis, link)
        };
        let all: Vec<&Link> = analysis.outgoing(node).filter(writes).collect();
        let Some(&first) = all
            .iter()
            .find(|link| analysis.role(link.to) == Role::Store)
        else {
            continue;
        };
        let second = all.iter().find(|link| {
            let numbered = analysis.step_of(first).zip(analysis.step_of(link));
            let is_later = numbered.is_some_and(|(first, second)| first < second)
                || text_match::mentions(
                    &link.connection.label,
                    &["then ", "afterward", "and then"],
                );
            link.to != first.to && is_later
        });
        let Some(&second) = second.filter(|second| !is_written_ahead(analysis, &all, second))
        else {
            continue;
        };
        let [service, store, other] = [node, first.to, second.to].map(|n| analysis.name(n));
        let why = format!(
            "{service} writes to {store} and then to {other}. If it crashes in between, the two differ permanently"
        );
        let advice = if analysis.carries_messages(second.to) {
            format!(
                "Write the message to {store} together with the change, and have an outbox deliver it to {other}"
            )
        } else {
            format!(
                "Put both writes into one transaction of {store}, or have a change feed (CDC) update {other}"
            )
        };
        let items = vec![
            second.id,
            analysis.id(first.to),
            analysis.id(second.to),
            analysis.id(node),
        ];
        // What is not rung about waits in the store all the same.
        let severity = if analysis.notify_only[second.to] {
            Severity::Medium
        } else {
            Severity::High
        };
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// Whether the drawing says that the work is written down before it is done, and nothing closes that record before the second
/// write: after "1. PENDING" and "3. PAID", nobody finishes "4. then the ledger lines".
fn is_written_ahead(analysis: &Analysis, writes: &[&Link], second: &Link) -> bool {
    let says =
        |link: &Link| text_match::mentions(&link.connection.label, failure_words::WRITTEN_AHEAD);
    let opened = writes.iter().filter(|link| says(link));
    let is_closed = opened.clone().any(|open| {
        writes.iter().any(|link| {
            let steps = [
                analysis.step_of(open),
                analysis.step_of(link),
                analysis.step_of(second),
            ];
            let in_turn = steps.is_sorted_by(|a, b| a.is_some() && a < b);
            link.to == open.to && link.to != second.to && !says(link) && in_turn
        })
    });
    !is_closed && drawing_text::in_any_text(analysis.design, failure_words::WRITTEN_AHEAD)
}

/// Whether an arrow says that something is written.
fn says_write(analysis: &Analysis, link: &Link) -> bool {
    let said = matches!(link.access, Some(Access::Write | Access::Both));
    let label = &link.connection.label;
    link.access != Some(Access::Read)
        && (said
            || analysis.carries_messages(link.to)
            || text_match::mentions(label, failure_words::RECORDS))
}

fn finding_for(analysis: &Analysis, store: &Link, other: &Link) -> Finding {
    let [service, first, second] = [store.from, store.to, other.to].map(|node| analysis.name(node));
    let why = format!(
        "{service} writes to {first} and then to {second}. If it crashes in between, the two differ permanently"
    );
    let advice = format!(
        "Have {service} write to {first} only, and have a change feed (CDC) update {second}"
    );
    let for_stakeholders = format!("{second} may differ from {first}, and no alert fires");
    let items = vec![
        other.id,
        analysis.id(store.to),
        analysis.id(other.to),
        analysis.id(store.from),
    ];
    Finding {
        for_stakeholders,
        ..RULE.finding(Severity::Medium, items, why, advice)
    }
}

/// The links over which a component is said to write, and to wait, to one of these roles.
fn writes_to<'c, 'a>(
    analysis: &'c Analysis<'a>,
    node: NodeIndex,
    roles: &'c [Role],
) -> impl Iterator<Item = &'c Link<'a>> {
    analysis.outgoing(node).filter(|link| {
        let writes = matches!(link.access, Some(Access::Write | Access::Both));
        writes && link.is_sync() && roles.contains(&analysis.role(link.to))
    })
}

/// Whether the message on this link is redelivered when it was not processed.
fn is_redelivered(analysis: &Analysis, link: &Link) -> bool {
    matches!(
        analysis.role(link.from),
        Role::Queue | Role::Log | Role::Topic | Role::Relay | Role::Scheduler
    )
}

/// Whether changes reach the other place by a second path: from the store, or through a queue or log.
fn is_fed_by_changes(
    analysis: &Analysis,
    service: NodeIndex,
    store: NodeIndex,
    other: NodeIndex,
) -> bool {
    let carries = |&node: &NodeIndex| {
        matches!(
            analysis.role(node),
            Role::Queue | Role::Log | Role::Topic | Role::Relay
        )
    };
    let mut starts: Vec<NodeIndex> = analysis.callees(store).to_vec();
    starts.extend(analysis.callees(service).iter().copied().filter(carries));
    // A path back to the service itself carries nothing new.
    analysis.reach(&starts, |link| link.from != service)[other]
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let &[write, store, other, _] = finding.items.as_slice() else {
        return None;
    };
    let by_feed = [Role::Search, Role::Analytics];
    if !by_feed.contains(&analysis.find(other)?.role()) {
        return None;
    }
    if analysis.design.connection(write)?.access == Some(Access::Both) {
        draft.rewire(write, |connection| connection.access = Some(Access::Read))?;
    } else {
        draft.remove(write)?;
    }
    let feed = draft.add(kinds::CHANGE_CAPTURE, store, PlacementSide::After)?;
    draft.at_least(feed, 2)?;
    draft.connect(store, feed)?;
    draft.put_connection(Connection {
        access: Some(Access::Write),
        ..Connection::new(feed, other)
    })?;
    let [store, other] = [analysis.find(store)?.name(), analysis.find(other)?.name()];
    Some(format!("Send changes from {store} to {other}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn what_is_delivered_again_or_fed_is_left_alone() {
        let plain = "
client -> load_balancer -> api
api -> db: write
api -> words: write
words: search_index
";
        check_rule(&RULE, plain, &[Severity::Medium]);
        let unsaid = plain.replace("db: write", "db");
        check_rule(&RULE, &unsaid, &[]);
        let worked_off = plain.replace(
            "load_balancer -> api",
            "front -> queue -> api\nfront: service",
        );
        check_rule(&RULE, &worked_off, &[]);
        let fed = format!("{plain}db -> cdc\ncdc -> words: write");
        check_rule(&RULE, &fed, &[]);
    }
    #[test]
    fn the_order_on_arrows_tells_two_writes_of_one_thing() {
        let text = |lines: &str| {
            format!(
                "client -> load_balancer -> api\napi: service x2\nbooks: sql x2\nstock: sql x2\njobs: rabbitmq x3\njobs -> hand\nhand: worker x2\n{lines}"
            )
        };
        let check = |lines: &str, expected: &[Severity]| check_rule(&RULE, &text(lines), expected);
        check(
            "api -> books: \"1. insert order\"\napi -> stock: \"2. update stock\"",
            &[Severity::High],
        );
        check(
            "api -> books: write \"save order\"\napi -> jobs: async \"then publish\"",
            &[Severity::High],
        );
        check(
            "api -> books: \"insert order\"\napi -> stock: \"update stock\"",
            &[],
        );
        check(
            "api -> books: write \"save order and outbox\"\napi -> jobs: async \"then publish\"",
            &[],
        );
    }
}
