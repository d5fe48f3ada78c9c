//! `not-idempotent`: a payment or a message that takes effect twice when it is repeated.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::payments::calls_payment;
use crate::analysis::rules::support::written_text::says_in_order;
use crate::analysis::rules::support::{keywords, state_words};
use crate::model::{Access, Flag, Group, Id, Role, Safeguard, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "not-idempotent",
    title: "Not safe to retry",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "Responses get lost, and then the caller retries. Without a key that identifies the retry, the same payment is made twice",
    for_stakeholders: "Customers can be charged twice for one order",
    fix: "Send an idempotency key with each request that changes data, store the key with the result, and return that result on a retry",
    exempt: "Flows that only read; drawings with an ID generator on the path, or that mention keys, retries, or exactly-once delivery. Without a prompt, only payments with retries are flagged. For queue consumers, the check only asks a question, and only where messages can be redelivered",
    references: &[
        publications::AWS_IDEMPOTENCY.supports("A key that the caller chooses makes a retry safe"),
        publications::RFC_HTTP
            .supports("A client must not automatically retry a request that is not idempotent"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> db
shop: service x2 "Shop"
db: sql x2
shop -> bank: sync retries=2 timeout backoff idempotent "charge the card"
bank: third_party_api "Bank"
"#,
    ),
    bad: r#"
- shop -> bank: sync retries=2 timeout backoff idempotent "charge the card"
+ shop -> bank: sync retries=2 timeout backoff "charge the card"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_new_keys(analysis, findings);
    check_payment_retries(analysis, findings);
    check_sums(analysis, findings);
    let mut mine = Vec::new();
    if findings.is_empty() {
        for flow in &analysis.flows {
            if flow.spec.is_some_and(|spec| spec.money) {
                check_payments(analysis, flow, &mut mine);
            }
        }
    }
    check_redelivered_messages(analysis, &mut mine);
    check_repeated_sends(analysis, &mut mine);
    if mine.is_empty() && findings.is_empty() {
        ask_about_clients(analysis, &mut mine);
    }
    let is_answered = || {
        analysis.links().any(is_idempotent)
            || drawing_text::in_any_text(analysis.design, keywords::IDEMPOTENT)
    };
    if !mine.is_empty() && !is_answered() {
        findings.append(&mut mine);
    }
}

fn is_idempotent(link: &Link) -> bool {
    if has_no_key(link) {
        return false;
    }
    let has_key = text_match::mentions(&link.connection.label, keywords::IDEMPOTENCY_KEY);
    let says = drawing_text::connection_says(link.connection, keywords::IDEMPOTENT);
    let safe = link.connection.safeguards.contains(&Safeguard::Idempotent);
    safe || ((has_key || says) && !has_new_key(link))
}

/// Whether the label says that no key goes along.
fn has_no_key(link: &Link) -> bool {
    says_in_order(&link.connection.label, state_words::NO_KEY, 1)
}

/// Whether a new key is made for each attempt.
fn has_new_key(link: &Link) -> bool {
    let label = &link.connection.label;
    drawing_text::connection_says(link.connection, state_words::NEW_KEY_EACH_TIME)
        || (says_in_order(label, state_words::ANOTHER_KEY, 2)
            && text_match::mentions(label, state_words::TRIES_AGAIN))
}

/// A key that is new for each attempt tells nobody that it is the same request.
fn check_new_keys(analysis: &Analysis, findings: &mut Vec<Finding>) {
    // What is written along a chain is said of whoever begins it: what passes requests on makes no keys.
    let makes = |link: &&Link| !analysis[link.from].has(Flag::PassThrough) && has_new_key(link);
    for link in analysis.links().filter(makes) {
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let why = format!(
            "{from} creates a new key for each attempt, so {to} treats a retry as a new request"
        );
        let advice = format!(
            "Create the key once per order, store it, and send it to {to} with every attempt"
        );
        let severity = if calls_payment(analysis, link) {
            Severity::Critical
        } else {
            Severity::High
        };
        let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// Messages that come again, as the drawing says, and are added to a number.
fn check_sums(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let in_notes = |words: &[&str]| drawing_text::in_notes(analysis.design, words);
    let says_so = |link: &Link| {
        analysis.carries_messages(link.from)
            && (drawing_text::connection_says(link.connection, state_words::COMES_AGAIN)
                || drawing_text::component_says(
                    analysis[link.from].component,
                    state_words::COMES_AGAIN,
                )
                || link.connection.retries.is_some_and(|times| times > 0))
    };
    for feed in analysis.links().filter(|link| says_so(link)) {
        let consumer = analysis[feed.to].component;
        let known = drawing_text::component_says(consumer, keywords::IDEMPOTENT)
            || is_idempotent(feed)
            || in_notes(keywords::IDEMPOTENT);
        let sum = analysis.outgoing(feed.to).find(|link| {
            drawing_text::connection_says(link.connection, state_words::ADDS_UP)
                && !is_idempotent(link)
        });
        if let (Some(sum), false) = (sum, known) {
            let (from, to) = (analysis.name(sum.from), analysis.name(sum.to));
            let why = format!(
                "Messages may be delivered more than once, and {from} adds each one to {to}, so a repeated message is counted twice"
            );
            let advice = format!(
                "Have {from} write the total of each time window under its key, or store the IDs of the messages it has counted"
            );
            let items = vec![sum.id, analysis.id(sum.from), analysis.id(sum.to)];
            findings.push(RULE.finding(Severity::High, items, why, advice));
        }
    }
}

/// Consumers of a queue that send something outside: a message that comes again is sent again.
fn check_repeated_sends(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let from_queue = |node: NodeIndex| {
        let mut feeds = analysis.incoming(node);
        feeds.any(|feed| analysis.role(feed.from) == Role::Queue)
    };
    let sends: Vec<&Link> = analysis
        .links()
        .filter(|link| {
            let outside = matches!(analysis.role(link.to), Role::External | Role::Notifier);
            outside && link.access != Some(Access::Read) && from_queue(link.from)
        })
        .collect();
    let Some(first) = sends.first() else {
        return;
    };
    let repeated = sends.iter().any(|link| {
        link.connection.retries.is_some_and(|times| times > 0) || calls_payment(analysis, link)
    });
    let mut senders: Vec<NodeIndex> = sends.iter().map(|link| link.from).collect();
    senders.dedup();
    let names = format::join_names(senders.iter().map(|&node| analysis.name(node)));
    let to = analysis.name(first.to);
    let (severity, why) = if repeated {
        let why = format!(
            "A queue may deliver a message again, and nothing in {names} records that it was already sent to {to}"
        );
        (Severity::Medium, why)
    } else {
        let why = format!(
            "A queue may deliver a message twice. What prevents {names} from sending it to {to} twice?"
        );
        (Severity::Info, why)
    };
    let advice = format!("Have {names} record what was sent, by message ID");
    let items = sends
        .iter()
        .map(|link| link.id)
        .chain(senders.iter().map(|&node| analysis.id(node)))
        .collect();
    findings.push(RULE.finding(severity, items, why, advice));
}

/// How drawings call what travels and loses its line.
const PHONES: &[&str] = &["phone", "mobile", "handset"];

/// Phones lose their line while an answer is under way, and send again what was stored already.
fn ask_about_clients(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let writes = analysis.flows.iter().find(|flow| {
        let asked = flow.spec.is_some_and(|spec| {
            spec.access != Access::Read && spec.critical && !spec.direct && spec.follows.is_none()
        });
        let from_phones = flow.entries.iter().any(|&entry| {
            let this = &analysis[entry];
            let called = [this.component.name.as_str(), this.kind.label.as_str()];
            this.role() == Role::Client
                && called.iter().any(|text| text_match::mentions(text, PHONES))
        });
        asked && from_phones && flow.works()
    });
    let Some(flow) = writes else { return };
    let service = flow.links.iter().map(|&link| &analysis[link]).find(|link| {
        analysis[link.from].kind.group == Group::Edge
            && analysis[link.to].kind.group == Group::Compute
    });
    let Some(link) = service else { return };
    let name = analysis.name(link.to);
    let why = format!(
        "“{}”: a caller that gets no response retries. How does {name} recognize the retry?",
        flow.name
    );
    let advice = format!(
        "Have the caller send a request ID, and have {name} return the first result on a retry"
    );
    let items = vec![link.id, analysis.id(link.to)];
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

/// A flow of the prompt that moves money: the request that starts it, and the calls to those who pay.
fn check_payments(analysis: &Analysis, flow: &FlowTrace, findings: &mut Vec<Finding>) {
    let on_flow = |node: NodeIndex| flow.passes(node);
    let numbered = analysis
        .with_role(&[Role::Identifier])
        .any(|node| on_flow(node) || analysis.incoming(node).any(|link| on_flow(link.from)));
    let only_reads = flow.spec.is_some_and(|spec| spec.access == Access::Read);
    if numbered || only_reads {
        return;
    }
    let is_open = |link: &Link| flow.allowed_links.open[link.index];
    let repeated: Vec<&Link> = analysis
        .links()
        .filter(|link| is_open(link) && link.access != Some(Access::Read))
        .filter(|link| {
            let edge = analysis[link.from].kind.group == Group::Edge;
            let service = analysis[link.to].kind.group == Group::Compute;
            let asks = edge && service && on_flow(link.to);
            on_flow(link.from) && (asks || calls_payment(analysis, link))
        })
        .collect();
    let Some(first) = repeated.first() else {
        return;
    };
    let (name, to) = (&flow.name, analysis.name(first.to));
    let why = format!("“{name}” moves money, but {to} cannot tell a retry from a new request");
    let advice = format!(
        "Send an idempotency key with each request to {to}, and return the first result on a retry"
    );
    let items = repeated.iter().map(|link| link.id).collect();
    findings.push(Finding {
        for_stakeholders: format!(
            "“{name}” can happen twice if a customer presses the button twice"
        ),
        ..RULE.finding(Severity::Medium, items, why, advice)
    });
}

fn check_payment_retries(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let set = link.connection.retries.unwrap_or_default();
        let is_said = has_no_key(link)
            && text_match::mentions(&link.connection.label, state_words::TRIES_AGAIN);
        let tries = if is_said { set.max(1) } else { set };
        let is_repeated = tries > 0 && calls_payment(analysis, link) && !has_new_key(link);
        let ends = [link.from, link.to].map(|node| analysis[node].component);
        let is_answered = is_idempotent(link)
            || (!is_said
                && ends
                    .iter()
                    .any(|end| drawing_text::component_says(end, keywords::IDEMPOTENT)))
            || (!is_said && drawing_text::in_notes(analysis.design, keywords::IDEMPOTENT));
        if !is_repeated || is_answered {
            continue;
        }
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let why = format!(
            "{from} retries {to}{}, but {to} cannot tell that it is the same payment",
            if is_said {
                String::new()
            } else {
                format!(" up to {tries} times")
            }
        );
        let advice = format!("Send {to} the same idempotency key with each attempt");
        let for_stakeholders = format!("One order can be paid twice if {to} responds late");
        findings.push(Finding {
            for_stakeholders,
            ..RULE.finding(
                Severity::Critical,
                vec![link.id, analysis.id(link.from), analysis.id(link.to)],
                why,
                advice,
            )
        });
    }
}

/// One question for all consumers that store what a queue or a log hands out.
fn check_redelivered_messages(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let hands_out = |node: NodeIndex| analysis.carries_messages(node);
    let consumers = analysis.links().filter(|link| hands_out(link.from));
    let stores = consumers.flat_map(|link| {
        analysis.outgoing(link.to).filter(|next| {
            matches!(analysis.role(next.to), Role::Store | Role::Analytics)
                && next.semantics.access != Access::Read
        })
    });
    let mut items: Vec<Id> = stores.map(|link| link.id).collect();
    items.sort_unstable();
    items.dedup();
    let writers: Vec<NodeIndex> = analysis
        .links()
        .filter(|link| items.binary_search(&link.id).is_ok())
        .map(|link| link.from)
        .filter(|&node| !analysis[node].has(Flag::Passive))
        .collect();
    if writers.is_empty() {
        return;
    }
    let names = format::join_names(writers.iter().map(|&node| analysis.name(node)));
    let why = format!(
        "A message may be delivered more than once. Does it matter if {names} stores the same message twice?"
    );
    let advice =
        "Store each message under its own ID, so that a duplicate changes nothing".to_owned();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let links: Vec<&Link> = analysis
        .links()
        .filter(|link| finding.items.contains(&link.id))
        .collect();
    for link in &links {
        draft.rewire(link.id, |connection| {
            connection.safeguards.insert(Safeguard::Idempotent);
        })?;
    }
    let first = links.first()?;
    let (from, to) = (analysis.name(first.from), analysis.name(first.to));
    Some(format!("Have {from} send {to} an idempotency key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::ALBUM;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    #[test]
    fn money_needs_a_key_on_the_way() {
        let album = ALBUM.text();
        check_answer(
            &RULE,
            &prompt_with_flows(|flow| flow.money = false),
            &album,
            &[],
        );
        let paid = prompt_with_flows(|flow| flow.money = flow.id == "edit");
        check_answer(&RULE, &paid, &album, &[Severity::Medium]);
        for line in [
            "note \"Requests are idempotent\"",
            "api -> ids\nids: id_generator x2",
            "api -> bank: \"pay, with the order's key\"\nbank: third_party_api",
        ] {
            check_answer(&RULE, &paid, &format!("{album}\n{line}"), &[]);
        }
    }

    #[test]
    fn consumers_are_asked_about_messages_that_come_again() {
        let text = |more: &str| {
            format!(
                "users: client\nusers -> api -> jobs -> worker -> db\njobs: queue\nworker: worker x2\ndb: sql x2\n{more}"
            )
        };
        let prompt = prompt_with_flows(|flow| flow.money = false);
        check_answer(&RULE, &prompt, &text("").replace("jobs -> ", ""), &[]);
        let again = text("worker -> failed\nfailed: dead_letter_queue");
        check_answer(&RULE, &prompt, &again, &[Severity::Info]);
        let safe = again.replace("worker -> failed", "worker -> failed: idempotent");
        check_answer(&RULE, &prompt, &safe, &[]);
    }
    #[test]
    fn new_keys_sums_and_repeated_charges_do_harm() {
        let check = |lines: &str, expected: &[Severity]| {
            let text = format!(
                "users: client\nusers -> api\napi: service x2\ndb: sql x2\napi -> db\n{lines}"
            );
            crate::analysis::rules::testing::check_rule(&RULE, &text, expected);
        };
        let bank = "bank: third_party_api \"Bank\"\napi -> bank: sync timeout backoff retries=3";
        check(&format!("{bank} \"charge\""), &[Severity::Critical]);
        check(
            &format!("{bank} \"charge, fresh key per attempt\""),
            &[Severity::Critical],
        );
        check(&format!("{bank} \"charge with the order's key\""), &[]);
        let said = "bank: third_party_api \"Bank\"\napi -> bank: sync timeout";
        for label in [
            "pay; if it times out, again under another reference",
            "transfer, retried twice without a key",
            "charge, 3 tries, no idempotency key",
            "charge, each attempt gets a fresh transaction id",
        ] {
            check(&format!("{said} \"{label}\""), &[Severity::Critical]);
        }
        check(
            &format!("{said} \"charge; on timeout again with the same key\""),
            &[],
        );
        check(&format!("{bank} idempotent \"charge\""), &[]);
        let log = "hits: kafka x3\napi -> hits\nhits -> sum: \"at least once\"\nsum: worker x2\nsum -> totals: ";
        let totals = "\ntotals: key_value_store";
        check(
            &format!("{log}\"increment by one\"{totals}"),
            &[Severity::High, Severity::Info],
        );
        check(
            &format!("{log}\"increment by one, dedup by event id\"{totals}"),
            &[],
        );
    }
}
