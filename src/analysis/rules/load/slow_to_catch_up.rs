//! `slow-to-catch-up`: a consumer that needs long to work off the backlog of a short outage.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "slow-to-catch-up",
    title: "Slow to drain a backlog",
    severity: Severity::Medium,
    category: Category::Load,
    why: "After an outage, consumers must process work faster than it arrives. With little spare capacity, a ten-minute outage causes hours of delay",
    for_stakeholders: "After a short outage, users wait for hours until everything is processed",
    fix: "Add consumers, so that they use at most 70% of their capacity at peak",
    exempt: "Consumers that the provider scales, and drawings without load. If no capacity is set, nothing is flagged",
    references: &[
        publications::AWS_BACKLOGS.supports("Spare capacity determines how long a backlog lasts"),
        RuleReference::own_judgment(
            "Consumers should catch up within 30 minutes after a 10-minute outage",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- shrinker: transcoder x3 "Shrinker" capacity=30
+ shrinker: transcoder x3 "Shrinker" capacity=19
"#,
    check,
    apply_fix: Some(capacity::run_needed_instances),
};

/// The outage that is assumed, and the longest time to work off its backlog (minutes); own judgment.
const OUTAGE_MINUTES: f64 = 10.0;
const MAX_CATCH_UP_MINUTES: f64 = 30.0;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let this = &analysis[node];
        let queue = analysis
            .incoming(node)
            .find(|link| analysis.carries_messages(link.from));
        let (Some(queue), Some(capacity)) = (queue, this.capacity()) else {
            continue;
        };
        let load = analysis.loads[node];
        let spare = capacity - load;
        if load <= 0.0 || spare <= 0.0 || load * OUTAGE_MINUTES / spare <= MAX_CATCH_UP_MINUTES {
            continue;
        }
        if !capacity::is_capacity_stated(analysis, node) {
            continue;
        }
        let name = analysis.name(node);
        let minutes = format::amount((load * OUTAGE_MINUTES / spare).round());
        let why = format!(
            "After a 10-minute outage, {name} needs {minutes} minutes to catch up with {}",
            analysis.name(queue.from)
        );
        let advice = format!(
            "Run {} instances of {name}",
            capacity::instances_needed(analysis, node)
        );
        findings.push(RULE.finding(Severity::Medium, vec![this.id], why, advice));
    }
}
