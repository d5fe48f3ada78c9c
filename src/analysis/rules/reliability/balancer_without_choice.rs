//! `balancer-without-choice`: a balancer in front of a single machine.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::replicas;
use crate::analysis::rules::support::replicas::is_single_server;
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "balancer-without-choice",
    title: "Load balancer with a single target",
    severity: Severity::High,
    category: Category::Reliability,
    why: "A load balancer keeps a system running by skipping failed servers. With only one server behind it, it has nothing to choose from, and that server is still a single point of failure",
    for_stakeholders: "If the one machine behind this component fails, there is no second machine to take over",
    fix: "Run at least 2 instances behind the load balancer",
    exempt: "Services that the provider runs on many machines, and load balancers in front of other load balancers or gateways",
    references: &[publications::AWS_RELIABILITY
        .supports("A workload runs on several instances so that one can fail")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: r#"
- api: service x2
+ api: service "Link API"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for balancer in analysis.with_role(&[Role::Balancer]) {
        let targets = analysis.callees(balancer);
        if let [only] = targets[..]
            && is_single_server(analysis, only)
        {
            let (name, target) = (analysis.name(balancer), analysis.name(only));
            let why = format!(
                "{name} sends all traffic to {target}, which is one machine. If it fails, nothing responds"
            );
            let advice = format!("Run at least 2 instances of {target}");
            let items = vec![analysis.id(only), analysis.id(balancer)];
            findings.push(RULE.finding(Severity::High, items, why, advice));
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let server = finding.item()?;
    draft.at_least(server, 2)?;
    Some(replicas::advise_instances(2, analysis.find(server)?.name()))
}
