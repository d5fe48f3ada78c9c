//! `instances-not-said`: a drawing that does not say how many of each part run.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Node;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::{Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "instances-not-said",
    title: "Instance counts not set",
    severity: Severity::Info,
    category: Category::Reliability,
    why: "A box shows what runs, but not how many instances run. The count decides whether one failure stops the system, and how much load it handles",
    for_stakeholders: "The drawing does not show whether one failure would stop the service",
    fix: "Write a count on each component that you run yourself, such as x2, or x? if it is undecided",
    exempt: "Components that a provider runs, clients, external systems, and event logs, which people usually draw as one box",
    references: &[
        publications::SRE_LARGE_SYSTEMS
            .supports("A design is complete when it says how many machines of each kind it needs"),
        RuleReference::own_judgment("2 instances of each component survive one failure"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> db
shop: service x2 "Shop"
db: sql x2 "Orders DB"
"#,
    ),
    bad: r#"
- shop: service x2 "Shop"
+ shop: service x? "Shop"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let on_flow = |node: &Node| {
        let critical = analysis.flows.iter().filter(|flow| flow.spec.is_some());
        let mut parts = critical.flat_map(|flow| &flow.components);
        parts.any(|&part| analysis.id(part) == node.id)
    };
    let open: Vec<&Node> = analysis
        .nodes()
        .filter(|node| match node.role() {
            // What watches is run by a provider as a rule; on the way of the requests themselves it is ours.
            Role::Observability => node.machines().is_none() && on_flow(node),
            // A box of one's own between others that are on the way.
            Role::Other => node.machines().is_none() && calls_and_is_called(node) && on_flow(node),
            _ => is_open(node),
        })
        .collect();
    if open.is_empty() {
        return;
    }
    let names = format::join_names(open.iter().map(|node| node.name()));
    let why = format!(
        "The drawing does not say how many instances of {names} run, so the check cannot judge failures and load"
    );
    let advice =
        "Write how many instances of each component you run: at least 2 wherever one failure must not stop a flow"
            .to_owned();
    let items = open.iter().map(|node| node.id).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

fn apply_fix(_: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    /// The fewest that go on when one fails.
    const FEWEST: u32 = 2;
    for &id in &finding.items {
        draft.at_least(id, FEWEST)?;
    }
    Some(match finding.items.len() {
        1 => "Set 2 instances".to_owned(),
        count => format!("Set 2 instances for each of the {count} components"),
    })
}

fn calls_and_is_called(node: &Node) -> bool {
    !node.into.is_empty() && !node.out.is_empty()
}

/// Whether it is a part of ours of which there may be one or many.
fn is_open(node: &Node) -> bool {
    node.is_ours()
        && node.machines().is_none()
        && !node.is_redundant_by_kind()
        && !matches!(node.role(), Role::Log | Role::Backup)
}
