//! `over-provisioned`: instances with hardly any load.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::{Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "over-provisioned",
    title: "More instances than needed",
    severity: Severity::Info,
    category: Category::Load,
    why: "The second instance is for failover. Every instance beyond two should be justified by load; otherwise it costs money every month, and it looks as if you did not do the math",
    for_stakeholders: "We pay for machines that are almost idle",
    fix: "Remove some instances, or say why you keep them",
    exempt: "Up to two instances of anything, servers that hold open connections, components that store data or vote, instances spread over zones, and drawings without load",
    references: &[
        publications::AWS_COST.supports("Size resources by measured or expected load"),
        RuleReference::own_judgment(
            "Flagged at 3 or more instances, if fewer would still be less than 15% utilized",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" capacity=20000
"#,
    check,
    apply_fix: None,
};

/// Utilization of the others, with one instance fewer, below which it is too many.
const IDLE_UTILIZATION: f64 = 0.15;

/// Two instances are there so that one may fail; only more than that can be too many.
const MIN_INSTANCES: u32 = 3;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let roles = [Role::Compute, Role::Worker, Role::Gateway];
    for node in analysis.with_role(&roles) {
        let this = &analysis[node];
        let (count, load) = (this.component.replicas.count(), analysis.loads[node]);
        let Some(one) = this.capacity_of_one() else {
            continue;
        };
        if count < MIN_INSTANCES || load <= 0.0 {
            continue;
        }
        let used = load / (one * f64::from(count - 1));
        if used >= IDLE_UTILIZATION || analysis.design.ancestors(this.id).next().is_some() {
            continue;
        }
        let name = analysis.name(node);
        let used = format::percent_of_time(load / (one * f64::from(count)));
        let why = format!("{name} peaks at {used} of its capacity with {count} instances");
        let advice = format!("Run 2 instances of {name}, or say what the other instances are for");
        findings.push(RULE.finding(Severity::Info, vec![this.id], why, advice));
    }
}
