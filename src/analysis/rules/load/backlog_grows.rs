//! `backlog-grows`: a queue that fills faster than it is emptied.

use crate::analysis::flow::FlowTrace;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::capacity;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "backlog-grows",
    title: "Backlog grows",
    severity: Severity::High,
    category: Category::Load,
    why: "A queue absorbs bursts only if its consumers are faster, on average, than its producers. Otherwise this morning's work finishes tomorrow, and eventually the queue fills up",
    for_stakeholders: "At peak, work arrives faster than we can process it, so users wait longer every hour",
    fix: "Add consumers, make each task smaller, or send less work to the queue",
    exempt: "Consumers that the provider scales automatically, and drawings without load. If no capacity is set, the finding is a question, rated medium at most",
    references: &[
        publications::QUEUEING
            .supports("A queue is stable only while work arrives more slowly than it is processed"),
        publications::AWS_BACKLOGS
            .supports("A backlog delays new work long after the peak that caused it"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- shrinker: transcoder x3 "Shrinker" capacity=30
+ shrinker: transcoder x3 "Shrinker" capacity=10
"#,
    check,
    apply_fix: Some(capacity::run_needed_instances),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let this = &analysis[node];
        let queue = analysis
            .incoming(node)
            .find(|link| analysis.carries_messages(link.from));
        let (Some(queue), Some(capacity)) = (queue, this.capacity()) else {
            continue;
        };
        let (load, name) = (analysis.loads[node], analysis.name(node));
        if load <= 0.0 || load < capacity {
            continue;
        }
        // Where users stop without the flow, its work is as urgent behind a queue as before it.
        let on_way = |flow: &&FlowTrace| flow.passes(node);
        let is_critical = analysis.flows.iter().filter(on_way).any(|f| f.critical());
        let certain = if is_critical {
            Severity::Critical
        } else {
            Severity::High
        };
        let severity = capacity::severity_of_overload(analysis, node, load, certain);
        let queue = analysis.name(queue.from);
        let (gets, takes) = (
            format::requests_a_second(load),
            format::requests_a_second(capacity),
        );
        let asks = capacity::ask_for_capacity(analysis, node);
        let why = format!(
            "At peak, {gets} arrive at {queue}, but {name} handles {takes}, so the backlog grows{asks}"
        );
        let advice = format!(
            "Run {} instances of {name}",
            capacity::instances_needed(analysis, node)
        );
        let for_stakeholders =
            format!("At peak, work for {name} arrives faster than it is processed");
        findings.push(Finding {
            for_stakeholders,
            ..RULE
                .finding(severity, vec![analysis.id(node)], why, advice)
                .of_missed_target()
        });
    }
}
