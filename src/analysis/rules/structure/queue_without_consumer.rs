//! `queue-without-consumer`: a queue, log or topic that nothing reads.

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::dead_letters::add_dead_letter_queue_if_asked;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::reference_mapping::{ReferenceMapping, plays_role};
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "queue-without-consumer",
    title: "Nobody takes from the queue",
    severity: Severity::High,
    category: Category::Structure,
    why: "What is put in is never done: the queue grows until it is full or the messages expire, and whoever sent them believes that all is well",
    for_stakeholders: "Work is accepted and then never done",
    fix: "Connect the workers that do the work",
    exempt: "Queues for messages that failed, which people read",
    references: &[publications::MESSAGE_CHANNEL
        .supports("One side writes to a channel, and another one reads from it")],
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
        if this.out.is_empty() && !this.into.is_empty() && !is_put_aside {
            let name = this.name();
            let why =
                format!("Nothing takes messages from {name}, so what is put in is never done");
            let advice = format!("Connect {name} to the workers that should do the work");
            findings.push(RULE.finding(Severity::High, vec![this.id], why, advice));
        }
    }
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
        return Some(format!("Let {} take from {name}", mapping.name(part)));
    }
    let worker = draft.add(kinds::WORKER, queue, PlacementSide::After)?;
    draft.at_least(worker, 2)?;
    draft.connect(queue, worker)?;
    add_dead_letter_queue_if_asked(analysis, worker, draft)?;
    Some(format!("Let a worker take from {name}"))
}
