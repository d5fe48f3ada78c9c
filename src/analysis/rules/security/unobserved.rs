//! `unobserved`: a drawing of some size without monitoring.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unobserved",
    title: "No monitoring",
    severity: Severity::Info,
    category: Category::Security,
    why: "Without metrics, logs, and alerts, users are the first to notice an outage, and the team cannot tell what went wrong",
    for_stakeholders: "We learn about outages from our customers",
    fix: "Add monitoring, and say which three metrics show that the system works",
    exempt: "Drawings with fewer than five components, not counting clients and external services",
    references: &[
        publications::SRE_MONITORING
            .supports("Latency, traffic, errors, and saturation are monitored"),
        RuleReference::own_judgment(
            "Flagged in drawings with 5 or more components; a fix draws at most 4 arrows to monitoring",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> cache
cache: cache x2
api -> db -> read_replica
db: sql x2
api -> observability
",
    ),
    bad: "
- api -> observability
",
    check,
    apply_fix: Some(apply_fix),
};

/// Drawings with fewer components of our own than this are not asked.
const MIN_PARTS: usize = 5;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let watched = analysis.with_role(&[Role::Observability]).next().is_some();
    let ours: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| !matches!(analysis.role(node), Role::Client | Role::External))
        .collect();
    if watched || ours.len() < MIN_PARTS {
        return;
    }
    let why = format!("None of the {} components is monitored", ours.len());
    let advice = "Add metrics, logs, and alerts, and say what they would show you".to_owned();
    findings.push(RULE.finding(Severity::Info, Vec::new(), why, advice));
}

fn apply_fix(analysis: &Analysis, _: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    if let Some(mut mapping) = ReferenceMapping::new(analysis)
        && let Some(part) = mapping.first_missing(&[Role::Observability])
    {
        mapping.add_part(part, draft)?;
        return Some(format!("Add {}", mapping.name(part)));
    }
    let serves = |&node: &NodeIndex| analysis.reached[node];
    let services: Vec<NodeIndex> = analysis
        .with_role(&[Role::Compute, Role::Realtime, Role::Model])
        .filter(serves)
        .take(MAX_ARROWS)
        .collect();
    let lowest = analysis.node_indices().max_by(|&a, &b| {
        let y = |node: NodeIndex| analysis[node].component.at.y;
        y(a).total_cmp(&y(b))
    })?;
    let watch = draft.add(
        kinds::OBSERVABILITY,
        analysis.id(lowest),
        PlacementSide::Below,
    )?;
    for &service in &services {
        draft.connect(analysis.id(service), watch)?;
    }
    if services.is_empty() {
        return None;
    }
    Some("Add metrics, logs, and traces".to_owned())
}

/// A fix draws at most so many connections to monitoring.
const MAX_ARROWS: usize = 4;
