//! `orphan`: components without any connection.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Node;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::model::text_match::mentions;
use crate::model::{Group, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "orphan",
    title: "Not connected",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "A component without connections is not part of any request. Either a connection is missing, or the component is not needed",
    for_stakeholders: "The drawing contains components without a clear purpose",
    fix: "Connect the component, or delete it",
    exempt: "Monitoring, configuration, build and release tools, and custom boxes, which are often drawn next to the rest",
    references: &[publications::C4_MODEL.supports(
        "Every element of a drawing has a purpose, and lines show how elements interact",
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
+ words: search_index x2
",
    check,
    apply_fix: Some(apply_fix),
};

/// What builds, tests and releases the rest, and takes part in no request.
const BESIDE: &[&str] = &[
    "build",
    "ci ",
    "cicd ",
    "ci cd",
    "jenkins",
    "github actions",
    "gitlab",
    "argo cd",
    "argocd",
    "terraform",
    "pipeline",
    "legend",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let alone = |&node: &NodeIndex| {
        let this = &analysis[node];
        let beside = this.kind.group == Group::Operations
            || matches!(
                this.role(),
                Role::Other | Role::Supplier | Role::Power | Role::Factory | Role::Scheduler
            )
            || mentions(this.name(), BESIDE)
            || mentions(&this.component.technology, BESIDE);
        this.out.is_empty() && this.into.is_empty() && !beside
    };
    let orphans: Vec<NodeIndex> = analysis.node_indices().filter(alone).collect();
    if orphans.is_empty() {
        return;
    }
    let names = format::join_names(orphans.iter().map(|&node| analysis.name(node)));
    let (is, it) = if orphans.len() == 1 {
        ("is", "it")
    } else {
        ("are", "each of them")
    };
    let why = format!("{names} {is} not connected to anything");
    let advice =
        format!("Connect {it} to a component that uses it, or delete what you do not need");
    let items = orphans.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(Severity::Medium, items, why, advice));
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let orphans = finding.items.iter().filter_map(|&id| analysis.find(id));
    let mut connected = Vec::new();
    for orphan in orphans {
        if connect(analysis, orphan, draft) {
            connected.push(orphan.name());
        }
    }
    if connected.is_empty() {
        return None;
    }
    Some(format!("Connect {}", format::join_names(connected)))
}

/// Connects a component like the accepted design, or else with the only one of those that its kind goes with.
fn connect(analysis: &Analysis, orphan: &Node, draft: &mut PatchBuilder) -> bool {
    if let Some(mapping) = ReferenceMapping::new(analysis)
        && let Some(part) = mapping.part_of(orphan.id)
    {
        return mapping.draw_connections_of(part, draft);
    }
    let caller = match orphan.role() {
        Role::Store | Role::Cache | Role::Search | Role::Objects => analysis.only_service(),
        Role::Replica | Role::Backup => {
            let stores: Vec<NodeIndex> = analysis.with_role(&[Role::Store]).collect();
            match stores[..] {
                [only] => Some(analysis.id(only)),
                _ => None,
            }
        }
        _ => None,
    };
    caller.is_some_and(|caller| draft.connect(caller, orphan.id).is_some())
}
