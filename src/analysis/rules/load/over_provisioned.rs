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
    title: "More machines than needed",
    severity: Severity::Info,
    category: Category::Load,
    why: "Two machines are there so that one may fail. Each one more should be there for load, and here there is next to none: it costs money every month and hides that nobody has reckoned",
    for_stakeholders: "We pay for machines that have next to nothing to do",
    fix: "Take some away, or say what they are kept for",
    exempt: "Up to two of anything, servers of open connections, which are sized by those, what keeps data or votes, what is spread over zones to survive one, and drawings without load",
    references: &[
        publications::AWS_COST
            .supports("Resources are sized by the load that is measured or expected"),
        RuleReference::own_judgment(
            "From 3 instances on, those whose going would leave less than 15 % used",
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
        let why = format!("{count} instances of {name} are used to {used} at the peak hour");
        let advice = format!("Run two of {name}, or say what the others are for");
        findings.push(RULE.finding(Severity::Info, vec![this.id], why, advice));
    }
}
