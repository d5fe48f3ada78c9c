//! `hot`: little room left at the peak hour.

use crate::analysis::performance::cost::PLANNED;
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
    id: "hot",
    title: "Close to its capacity limit",
    severity: Severity::Medium,
    category: Category::Load,
    why: "Above about 70% of capacity, latency grows faster than the load, and there is no headroom for a busy day or the loss of an instance",
    for_stakeholders: "This component is nearly at capacity, so an unusually busy day slows it down",
    fix: "Add an instance, or send fewer requests to this component",
    exempt: "Components that the provider scales, clients, external systems, queue consumers, and drawings without load. If no capacity is set, the check only asks a question",
    references: &[
        publications::QUEUEING.supports("Waiting time grows with 1 / (1 - utilization)"),
        RuleReference::own_judgment("Plan for 70% of capacity; utilization above 80% is serious"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" capacity=1650
"#,
    check,
    apply_fix: Some(capacity::run_needed_instances),
};

/// Utilization from which the finding is high.
const SERIOUS_UTILIZATION: f64 = 0.8;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let Some(capacity) = analysis.capacity_that_counts(node) else {
            continue;
        };
        let (used, name) = (
            analysis.loads[node] / capacity.max(f64::MIN_POSITIVE),
            analysis.name(node),
        );
        if !(PLANNED..1.0).contains(&used) {
            continue;
        }
        let severity = match capacity::is_capacity_stated(analysis, node) {
            false => Severity::Info,
            true if used < SERIOUS_UTILIZATION => Severity::Medium,
            true => Severity::High,
        };
        let (percent, takes) = (
            format::percent_of_time(used),
            format::requests_a_second(capacity),
        );
        let asks = capacity::ask_for_capacity(analysis, node);
        let why = format!("{name} uses {percent} of its capacity of {takes} at peak{asks}");
        let advice = capacity::advise_capacity(analysis, node);
        findings.push(RULE.finding(severity, vec![analysis.id(node)], why, advice));
    }
}
