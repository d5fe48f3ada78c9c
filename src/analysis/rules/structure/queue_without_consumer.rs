//! `queue-without-consumer`: a queue, log or topic that nothing reads.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::texts_of_component;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::dead_letters::add_dead_letter_queue_if_asked;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::reference_mapping::{ReferenceMapping, plays_role};
use crate::model::text_match::mentions;
use crate::model::{Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "queue-without-consumer",
    title: "Queue has no consumer",
    severity: Severity::High,
    category: Category::Structure,
    why: "Messages in the queue are never processed. The queue grows until it is full or the messages expire, and the producers do not notice",
    for_stakeholders: "The system accepts work and then never does it",
    fix: "Connect the workers that should process the messages",
    exempt: "Dead-letter queues, which engineers read; topics that deliver to phones and inboxes; and queues that a caller polls",
    references: &[publications::MESSAGE_CHANNEL
        .supports("One side writes to a channel, and the other side reads from it")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: "
+ api -> jobs
+ jobs: queue
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.with_role(&[Role::Queue, Role::Log, Role::Topic]) {
        let this = &analysis[node];
        let is_put_aside = plays_role(analysis, this.id, Role::DeadLetter);
        if this.out.is_empty()
            && !this.into.is_empty()
            && !is_put_aside
            && !is_read_otherwise(analysis, node)
        {
            let name = this.name();
            let why = format!("Nothing reads from {name}, so its messages are never processed");
            let advice = format!("Connect {name} to the workers that should do the work");
            findings.push(RULE.finding(Severity::High, vec![this.id], why, advice));
        }
    }
}

/// What people call a queue for messages that failed.
const PARKED: &[&str] = &[
    "dead",
    "dlq",
    "failed",
    "failures",
    "parked",
    "poison",
    "rejected",
    "unreadable",
    "set aside",
    "bad ",
    "retry later",
    "quarantine",
];
/// What people call a topic that hands messages to people by itself.
const DELIVERS: &[&str] = &[
    "push", "sms ", "texts", "e mail", "email", "mail ", "mails", "notif", "apns", "fcm ",
];
/// How an arrow says that it fetches.
const FETCHES: &[&str] = &[
    "poll", "pull", "consum", "take", "fetch", "subscri", "receive", "dequeue", "listen", "reads",
    "drain", "pick",
];

/// Whether somebody reads the queue although no arrow leaves it.
fn is_read_otherwise(analysis: &Analysis, queue: NodeIndex) -> bool {
    let texts = texts_of_component(analysis[queue].component);
    let says = |any_of| texts.iter().any(|text| mentions(text, any_of));
    let delivers = analysis.role(queue) == Role::Topic && says(DELIVERS);
    let callers: Vec<NodeIndex> = analysis.incoming(queue).map(|link| link.from).collect();
    // Of several callers one that nobody calls has come to fetch.
    let comes_to_fetch = |&caller: &NodeIndex| {
        callers.iter().any(|&other| other != caller)
            && analysis[caller].into.is_empty()
            && analysis[caller].kind.group == Group::Compute
    };
    let fetches = analysis
        .incoming(queue)
        .any(|link| mentions(&link.connection.label, FETCHES));
    says(PARKED) || delivers || fetches || callers.iter().any(comes_to_fetch)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    const CONSUMERS: [Role; 5] = [
        Role::Worker,
        Role::Processor,
        Role::Notifier,
        Role::Compute,
        Role::Relay,
    ];
    let queue = finding.item()?;
    let name = analysis.find(queue)?.name();
    if let Some(mut mapping) = ReferenceMapping::new(analysis)
        && let Some(part) = mapping.missing_callee(queue, &CONSUMERS)
    {
        let consumer = mapping.add_part(part, draft)?;
        add_dead_letter_queue_if_asked(analysis, consumer, draft)?;
        return Some(format!("Have {} read from {name}", mapping.name(part)));
    }
    let worker = draft.add(kinds::WORKER, queue, PlacementSide::After)?;
    draft.at_least(worker, 2)?;
    draft.connect(queue, worker)?;
    add_dead_letter_queue_if_asked(analysis, worker, draft)?;
    Some(format!("Have a worker read from {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    fn check_line(line: &str, expected: &[Severity]) {
        check_rule(&RULE, &format!("{}\n{line}", RULE.good_text()), expected);
    }

    #[test]
    fn a_queue_that_somebody_fetches_from_or_looks_into_is_read() {
        check_line("api -> jobs\njobs: queue \"Failed imports\"", &[]);
        check_line("api -> told\ntold: pub_sub \"Mobile push\"", &[]);
        check_line(
            "api -> jobs\njobs: queue\nmaker: service x2\nmaker -> jobs",
            &[],
        );
        check_line("api -> jobs\napi -> jobs: \"polls\"\njobs: queue", &[]);
    }

    #[test]
    fn one_that_is_only_filled_is_not() {
        check_line("api -> jobs\njobs: queue \"Imports\"", &[RULE.severity]);
        check_line(
            "api -> bus\nbus: pub_sub \"Order events\"",
            &[RULE.severity],
        );
    }
}
