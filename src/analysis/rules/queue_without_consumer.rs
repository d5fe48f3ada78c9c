//! `queue-without-consumer`: a queue, log or topic that nothing reads.

use super::super::context::Context;
use super::super::report::{Category, Finding, Severity};
use super::Rule;
use crate::model::Role;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "queue-without-consumer",
    title: "Nobody takes from the queue",
    severity: Severity::High,
    category: Category::Structure,
    why: "What is put in is never done: the queue grows until it is full or the messages expire, and whoever sent them believes that all is well",
    for_stakeholders: "Work is accepted and then never done",
    fix: "Connect the workers that do the work",
    exempt: "Queues for messages that failed, which people read",
    answers_example_prompt: false,
    bad: "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
api -> jobs
jobs: queue
",
    good: "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    covers: &[],
    check,
    mend: None,
};

fn check(context: &Context, findings: &mut Vec<Finding>) {
    for node in context.with_role(&[Role::Queue, Role::Log, Role::Topic]) {
        let this = &context.nodes[node];
        if this.out.is_empty() && !this.into.is_empty() {
            let name = this.name();
            let why =
                format!("Nothing takes messages from {name}, so what is put in is never done");
            let advice = format!("Connect {name} to the workers that should do the work");
            findings.push(RULE.finding(Severity::High, vec![this.id], why, advice));
        }
    }
}
