//! `unreachable-part`: components that call others but that no request reaches.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::NodeMap;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::model::{Connection, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unreachable-part",
    title: "Never called",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "A service that no component calls does nothing for users, and neither does anything behind it",
    for_stakeholders: "We plan to build components that no user action ever uses",
    fix: "Connect the service to the component that should call it, or delete the service",
    exempt: "Jobs, schedulers, devices, and external services, which start work on their own, and components at the edge. A component that calls others may start work on its own, so the check only asks about it",
    references: &[RuleReference::own_judgment(
        "A service that no component calls does no work for users",
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
+ reports: service x2
+ reports -> words
+ words: search_index x2
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let starts: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| starts_by_itself(analysis, node))
        .collect();
    let mut reached = analysis.reach(&starts, |_| true);
    for node in analysis.node_indices() {
        let this = &analysis[node];
        if reached[node] || (this.into.is_empty() && this.out.is_empty()) {
            continue;
        }
        // Only the first components of an unreached part are reported, or one of a cycle; not what they call.
        let first = analysis.incoming(node).all(|link| link.from == node);
        let ring = !first && has_no_caller_outside(analysis, node, &reached);
        if first || ring {
            let island = analysis.reach(&[node], |link| !reached[link.to]);
            for node in analysis.node_indices() {
                reached[node] |= island[node];
            }
            let name = analysis.name(node);
            // What hands on into the rest may begin by itself: another team's caller, a sweeper, a nightly comparison.
            let joins = analysis
                .node_indices()
                .any(|other| island[other] && joins_the_rest(analysis, other, &island));
            let (severity, why) = if first && joins {
                let why = format!("Nothing calls {name}. Does it start work on its own?");
                (Severity::Info, why)
            } else {
                (Severity::Medium, format!("Nothing calls {name}"))
            };
            let advice = format!("Connect the component that should call {name}, or delete it");
            findings.push(RULE.finding(severity, vec![this.id], why, advice));
        }
    }
}

/// Whether a component calls something outside of these.
fn joins_the_rest(analysis: &Analysis, node: NodeIndex, island: &NodeMap<bool>) -> bool {
    let callees = analysis.callees(node);
    callees.iter().any(|&callee| !island[callee])
}

/// Whether no unreached component without callers leads to this one, so that it is in or behind a cycle.
fn has_no_caller_outside(analysis: &Analysis, node: NodeIndex, reached: &NodeMap<bool>) -> bool {
    let leads_here = analysis.reaching(&[node], |_| true);
    !analysis
        .node_indices()
        .any(|other| leads_here[other] && analysis[other].into.is_empty() && !reached[other])
}

/// Only code that serves requests waits to be called; everything else that stands first may have its own reason to start.
fn starts_by_itself(analysis: &Analysis, node: NodeIndex) -> bool {
    let serves = matches!(
        analysis.role(node),
        Role::Compute | Role::Realtime | Role::Auth | Role::Model | Role::Notifier
    );
    analysis.entries.contains(&node) || (analysis.stands_first(node) && !serves)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let part = finding.item()?;
    let known = ReferenceMapping::new(analysis).and_then(|mapping| mapping.proposed_caller(part));
    let (caller, model) = match known {
        Some(known) => known,
        None => (analysis.only_front()?, Connection::new(part, part)),
    };
    draft.connect_like(caller, part, &model);
    let (caller, part) = (analysis.find(caller)?.name(), analysis.find(part)?.name());
    Some(format!("Have {caller} call {part}"))
}
