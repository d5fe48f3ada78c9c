//! `ack-before-durable`: the sender is told that all is well while the data lies in memory.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says};
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{failure_words, state_words};
use crate::model::{Access, Flag, Group, Id, Role, text_match};

/// How a promise of the prompt speaks of what was confirmed.
const PROMISED: &[&str] = &[
    "confirm",
    "accepted",
    "answered",
    "acknowledg",
    "synced",
    "handed out",
    "published",
    "paid",
    "uploaded",
    "saved",
];

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "ack-before-durable",
    title: "Acknowledged before it is durable",
    severity: Severity::High,
    category: Category::Reliability,
    why: "After an acknowledgment, the sender deletes its own copy. If the data is then only in memory, on one disk, or in a channel without storage, one failed machine loses it for good",
    for_stakeholders: "Users may lose data that we told them was saved",
    fix: "Acknowledge only after the data is in a store or a log that survives the loss of a machine",
    exempt: "Acknowledgments that wait for the write, memory that is replicated or written to disk immediately, and arrows that do not mention an acknowledgment",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION.supports(
            "Data that is acknowledged before it is replicated is lost if its machine fails",
        ),
        publications::SRE_DATA_INTEGRITY.supports("Users rely on every acknowledgment"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> inbox
inbox: service x2 "Message service"
inbox -> db: write "then confirm to the sender"
db: sql x2 "Messages"
inbox -> recent: write
recent: cache x2 "Recent messages"
"#,
    ),
    bad: r#"
- inbox -> db: write "then confirm to the sender"
+ inbox -> db: async write "every 5 s"
- inbox -> recent: write
+ inbox -> recent: write "then confirm to the sender"
"#,
    check,
    apply_fix: None,
};

/// How drawings say that a program keeps what it is sent on its own machine.
const ON_OWN_DISK: &[&str] = &[
    "own nvme",
    "own disk",
    "own ssd",
    "its nvme",
    "its disk",
    "its ssd",
    "local disk",
    "local ssd",
    "local nvme",
    "local volume",
    "on disk",
    "on nvme",
    "on ssd",
    "instance store",
    "ephemeral",
    "tmp ",
    "scratch",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_steps(analysis, findings);
    if !findings.is_empty() {
        return;
    }
    for link in analysis.links() {
        let says = |words: &[&str]| connection_says(link.connection, words);
        // A question is looked up and keeps nothing.
        let asks = link.connection.label.contains('?') || link.access == Some(Access::Read);
        if asks || says(failure_words::ACKNOWLEDGED_LATER) {
            continue;
        }
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let confirmed = says(failure_words::ACKNOWLEDGES);
        let place = if confirmed {
            memory_behind(analysis, link).or_else(|| own_disk(analysis, link.from))
        } else {
            None
        };
        let why = if let Some(memory) = place {
            let memory = analysis.name(memory);
            format!(
                "{from} → {to} is acknowledged while the data is only in {memory}. If that machine fails, the data is lost, and the sender has no copy"
            )
        } else if says_answer_comes_first(link) {
            format!(
                "{from} → {to} responds before it writes. If the write then fails, the caller already has a success response"
            )
        } else {
            continue;
        };
        let advice = format!(
            "Have {from} acknowledge only after the data is in a store or a log that survives the loss of a machine"
        );
        let mut items: Vec<Id> = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
        items.extend(place.map(|memory| analysis.id(memory)));
        items.extend(unwritten_store(analysis, link));
        findings.push(RULE.finding(severity(analysis), items, why, advice));
        return;
    }
}

/// Steps that people number, where the sender is told before anything is written to where it is safe.
fn check_steps(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let keeps = |link: &&Link| is_durable(analysis, link.to) && link.access != Some(Access::Read);
    let step = |link: &Link| analysis.step_of(link);
    let first_kept = analysis.links().filter(keeps).filter_map(step).min();
    for node in analysis.with_role(&[Role::Compute, Role::Realtime]) {
        let tells = |link: &&Link| {
            let says = |words: &[&str]| connection_says(link.connection, words);
            let is_asked = link.connection.label.contains('?') || keeps(link);
            !is_asked
                && says(failure_words::ACKNOWLEDGES)
                && !says(failure_words::ACKNOWLEDGED_LATER)
        };
        let beside = analysis.outgoing(node).chain(analysis.incoming(node));
        let told = beside
            .filter(tells)
            .filter_map(|link| Some((step(link)?, link)));
        let Some((first, told)) = told.min_by_key(|(step, _)| *step) else {
            continue;
        };
        let written: Vec<&Link> = analysis.outgoing(node).filter(keeps).collect();
        let is_later = |link: &&Link| step(link).is_some_and(|step| step > first);
        let Some(&safe) = written.first() else {
            continue;
        };
        let is_safe_before = first_kept.is_some_and(|step| step < first);
        if is_safe_before || !written.iter().all(is_later) {
            continue;
        }
        let (name, store) = (analysis.name(node), analysis.name(safe.to));
        let why = format!(
            "{name} confirms in step {first} and writes to {store} only later. If it fails in between, the data is lost, and the sender has no copy"
        );
        let advice = format!("Have {name} confirm only after the write to {store}");
        let items = [told.id, safe.id, analysis.id(node), analysis.id(safe.to)];
        findings.push(RULE.finding(severity(analysis), items.to_vec(), why, advice));
        return;
    }
}

/// Full weight where the prompt promises that nothing confirmed is lost.
fn severity(analysis: &Analysis) -> Severity {
    let promised = analysis
        .scenario
        .is_some_and(|prompt| text_match::mentions(&prompt.targets.durability, PROMISED));
    if promised {
        Severity::Critical
    } else {
        Severity::High
    }
}

fn says_answer_comes_first(link: &Link) -> bool {
    /// How labels say that a caller gets its answer.
    const ANSWERS: &[&str] = &[
        "ack", "confirm", "answer", "respon", "repl", "ok ", "200 ", "201 ", "202 ", "204 ",
        "success", "tell",
    ];
    let label = &link.connection.label;
    let has_it_later = text_match::mentions(label, &["before"])
        && text_match::mentions(label, &["has it", "is stored", "is saved", "is written"]);
    // "Confirmed before we answer" is the right order.
    let lower = label.to_lowercase();
    let is_answer = |part: &str| text_match::mentions(part, ANSWERS);
    let is_in_order = (lower.split_once("before "))
        .is_some_and(|(first, then)| !is_answer(first) || is_answer(then));
    has_it_later || (!is_in_order && text_match::mentions(label, failure_words::ANSWERED_FIRST))
}

/// Where the data lies when the link is confirmed, if only in memory: in what is called, or behind it.
fn memory_behind(analysis: &Analysis, link: &Link) -> Option<NodeIndex> {
    if is_memory(analysis, link.to) {
        return Some(link.to);
    }
    if is_durable(analysis, link.to) || analysis.role(link.to) == Role::External {
        return None;
    }
    let next: Vec<&Link> = analysis
        .outgoing(link.to)
        .filter(|next| next.access != Some(Access::Read))
        .collect();
    if next.iter().any(|next| is_durable(analysis, next.to)) {
        return None;
    }
    let mut next = next.iter().map(|next| next.to);
    next.find(|&node| is_memory(analysis, node))
}

/// A program that keeps what it is sent on a disk of its own machine, and leaves it to others to bring it where it is safe.
fn own_disk(analysis: &Analysis, node: NodeIndex) -> Option<NodeIndex> {
    let this = analysis[node].component;
    let keeps_itself = analysis[node].kind.group == Group::Compute
        && component_says(this, ON_OWN_DISK)
        && !component_says(this, failure_words::OUTLIVES_MACHINE);
    let mut sends = analysis.outgoing(node);
    let copied_at_once = sends.any(|link| {
        analysis.role(link.to) == Role::Objects
            && link.access != Some(Access::Read)
            && link.is_sync()
    });
    (keeps_itself && !copied_at_once).then_some(node)
}

/// Whether what is kept here goes with one machine, by its kind or by what is written on it.
fn is_memory(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let role = this.effective_kind.role;
    let keeps_nothing = role == Role::Topic && component_says(this.component, &["redis"]);
    let in_memory = (role == Role::Cache
        && !component_says(this.component, state_words::WHO_IS_WHERE))
        || component_says(this.component, failure_words::KEPT_IN_MEMORY);
    (in_memory || keeps_nothing) && !component_says(this.component, failure_words::OUTLIVES_MACHINE)
}

fn is_durable(analysis: &Analysis, node: NodeIndex) -> bool {
    let kind = analysis[node].effective_kind;
    let keeps = kind.has(Flag::Writable)
        || matches!(kind.role, Role::Queue | Role::Topic | Role::Analytics);
    keeps && !is_memory(analysis, node)
}

/// The store that gets the data later: the work that is lost is on the way to it.
fn unwritten_store(analysis: &Analysis, link: &Link) -> Vec<Id> {
    let starts = [link.from, link.to];
    let next = starts.iter().flat_map(|&node| analysis.callees(node));
    let handed_on = next.filter(|&&node| {
        analysis[node].role() == Role::Queue || analysis[node].role() == Role::Worker
    });
    handed_on.map(|&node| analysis.id(node)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn a_confirmation_needs_something_that_outlives_the_machine() {
        let text = |lines: &str| {
            format!("users: client\napi: service x2\ndb: sql x2\nusers -> api\n{lines}")
        };
        let check = |lines: &str, expected: &[Severity]| check_rule(&RULE, &text(lines), expected);
        check(
            "api -> buffer: write \"ack at once\"\nbuffer: cache x2\nbuffer -> db",
            &[Severity::High],
        );
        check(
            "api -> users: \"1 confirmed\"\napi -> db: write \"2 saved\"",
            &[Severity::High],
        );
        check(
            "api -> users: \"2 confirmed\"\napi -> db: write \"1 saved\"",
            &[],
        );
        check(
            "hub: worker x2\nusers -> hub: \"PUBACK\"\nhub -> buffer: async\nbuffer: cache x2 \"Inbox in memory\"",
            &[Severity::High],
        );
        check(
            "api -> disk: write \"then answer: stored\"\ndisk: disk x4 \"Local SSD\"",
            &[Severity::High],
        );
        check(
            "store: object_storage\nkeep: service x4 \"Upload boxes, films on own disks\"\nusers -> keep -> jobs: \"201 when all is there\"\njobs: queue\njobs -> mover -> store\nmover: worker x2",
            &[Severity::High],
        );
        check(
            "store: object_storage\nkeep: service x4 \"Upload boxes, own disk as buffer\"\nusers -> keep -> store: write\nkeep -> db: \"201\"",
            &[],
        );
        check(
            "api -> mail: async \"confirmed before it is saved\"\nmail: notification_sender",
            &[Severity::High],
        );
        check(
            "api -> buffer: write \"ack at once\"\nbuffer: cache x2 \"Redis with AOF, fsync always\"",
            &[],
        );
        check(
            "api -> db: write \"then ack\"\napi -> seen: write\nseen: cache x2",
            &[],
        );
        check(
            "api -> buffer: write \"ack after the write\"\nbuffer: cache x2\napi -> db",
            &[],
        );
    }
}
