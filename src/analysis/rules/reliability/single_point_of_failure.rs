//! `single-point-of-failure`: one machine that a flow cannot do without.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::outage_impact::impact_of;
use crate::analysis::rules::support::replicas;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "single-point-of-failure",
    title: "Single point of failure",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Machines fail and are restarted for updates. Where a flow needs one machine, each of these moments is an outage for all who use it",
    for_stakeholders: "If this one machine stops, users stop",
    fix: "Run at least two instances, in different zones, with something in front that chooses between them",
    exempt: "Services that the provider runs on several machines (CDN, DNS, managed balancers, queues and object storage), what lies outside the system, caches that a store stands behind, and work that nobody waits for. Databases have a rule of their own",
    references: &[
        publications::AWS_RELIABILITY
            .supports("A workload is spread over several instances so that one may fail"),
        publications::SRE_BEST_PRACTICES.supports(
            "Capacity has to last through a planned and an unplanned outage at once (N + 2)",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> login: sync
login: auth x2 "Sign-in"
api -> db
db: sql x2
"#,
    ),
    bad: r#"
- login: auth x2 "Sign-in"
+ login: auth "Sign-in"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        if !analysis[node].is_one_machine()
            || replicas::is_single_store(analysis, node)
            || replicas::is_only_choice_of_balancer(analysis, node)
        {
            continue;
        }
        if let Some((severity, impact)) = impact_of(analysis, node) {
            let name = analysis.name(node);
            let why = format!("{name} is one machine: if it stops, {impact}");
            let advice =
                format!("Run at least two of {name} and let a balancer choose between them");
            let for_stakeholders = format!("If {name} stops, {impact} until it is replaced");
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(severity, vec![analysis.id(node)], why, advice)
            });
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    replicas::run_several(analysis, finding.item()?, 2, draft)
}
