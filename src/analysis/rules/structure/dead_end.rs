//! `dead-end`: a service that is called and calls nothing.

use petgraph::graph::NodeIndex;

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "dead-end",
    title: "Dead end",
    severity: Severity::Info,
    category: Category::Structure,
    why: "A service that neither reads nor stores data is unusual. Often the drawing leaves out its database or the next service",
    for_stakeholders: "One component receives work, and the drawing does not show what happens to it",
    fix: "Connect the service to what it reads or writes, or leave it as it is if it only computes",
    exempt: "Components where a flow is meant to end, and everything that is not a service",
    references: &[RuleReference::own_judgment(
        "A service that neither reads nor stores data is unusual enough to ask about",
    )],
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
+ api -> prices: sync
+ prices: microservice x2
",
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let is_end = |node: NodeIndex| {
        let mut ends = analysis.flows.iter().flat_map(|flow| &flow.ends);
        ends.any(|end| end.candidates.contains(&node))
    };
    for node in analysis.with_role(&[Role::Compute, Role::Worker, Role::Processor]) {
        if analysis.reached[node] && analysis[node].out.is_empty() && !is_end(node) {
            let name = analysis.name(node);
            let why = format!("Other components call {name}, but it calls nothing");
            let advice = format!("Show what {name} reads or stores, if it does");
            findings.push(RULE.finding(Severity::Info, vec![analysis.id(node)], why, advice));
        }
    }
}
