//! `queue-without-producer`: a queue, log or topic that nothing writes to.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::model::{Connection, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "queue-without-producer",
    title: "Queue has no producer",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "The consumers of the queue wait for messages that never arrive. Usually an arrow from the service that should write is missing",
    for_stakeholders: "One component waits for work that never arrives",
    fix: "Connect the service that should send the messages",
    exempt: "Queues without any connections, which are reported as not connected",
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
+ jobs -> worker
+ worker: worker x2
+ jobs: queue
+ worker -> db
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.with_role(&[Role::Queue, Role::Log, Role::Topic]) {
        let this = &analysis[node];
        if this.into.is_empty() && !this.out.is_empty() {
            let name = this.name();
            let why = format!("Nothing writes to {name}, so its consumers have nothing to do");
            let advice = format!("Connect the component that should write to {name}");
            findings.push(RULE.finding(Severity::Medium, vec![this.id], why, advice));
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let queue = finding.item()?;
    let name = analysis.find(queue)?.name();
    let model = ReferenceMapping::new(analysis).and_then(|mapping| mapping.proposed_caller(queue));
    let (caller, model) = match model {
        Some(known) => known,
        None => (analysis.only_service()?, Connection::new(queue, queue)),
    };
    draft.connect_like(caller, queue, &model);
    Some(format!(
        "Have {} write to {name}",
        analysis.find(caller)?.name()
    ))
}
