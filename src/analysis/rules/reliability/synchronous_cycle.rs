//! `synchronous-cycle`: services that wait for each other in a circle.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Access, Flag, Role, Timing, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "synchronous-cycle",
    title: "Services wait for each other",
    severity: Severity::High,
    category: Category::Reliability,
    why: "When one service in a circle is slow, all of them wait for it and for each other until every place is taken. They can only be deployed, tested and restarted together",
    for_stakeholders: "A slow moment in one part can freeze several others",
    fix: "Let one of the calls happen later through a queue, or move what both need into a service of its own",
    exempt: "Answers drawn as arrows, two-way links, replication, and loops that pass through a queue",
    references: &[
        publications::SRE_CASCADING
            .supports("Servers that call each other in a circle can block one another"),
        publications::BUILDING_MICROSERVICES
            .supports("Services in a circle cannot be changed or deployed alone"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
api -> orders -> stock -> prices
orders: microservice x2
stock: microservice x2
prices: microservice x2
",
    ),
    bad: "
- api -> orders -> stock -> prices
+ api -> orders -> stock -> prices -> orders
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let pairs: BTreeSet<(NodeIndex, NodeIndex)> =
        analysis.links().map(|l| (l.from, l.to)).collect();
    let mut cycles = analysis.strong_components(|link| {
        let both_ways = pairs.contains(&(link.to, link.from));
        let code = |node| waits_for_answers(analysis, node);
        link.is_sync() && !both_ways && code(link.from) && code(link.to)
    });
    cycles.retain(|cycle| cycle.len() > 1);
    for cycle in &mut cycles {
        cycle.sort_unstable();
    }
    cycles.sort_unstable();
    for cycle in cycles {
        let names = format::join_names(cycle.iter().map(|&node| analysis.name(node)));
        let why = format!("{names} wait for each other in a circle");
        let advice = "Let one of these calls happen later, through a queue".to_owned();
        let items = cycle.iter().map(|&node| analysis.id(node)).collect();
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
}

fn waits_for_answers(analysis: &Analysis, node: NodeIndex) -> bool {
    let node = &analysis[node];
    let apart = matches!(
        node.effective_kind.role,
        Role::Client | Role::Device | Role::External | Role::Observability
    );
    !apart && !node.effective_kind.has(Flag::Passive)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let ring: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| finding.items.contains(&analysis.id(node)))
        .collect();
    let is_entered = |node: NodeIndex| {
        let from_outside = |link: &Link| analysis.reached[link.from] && !ring.contains(&link.from);
        analysis.incoming(node).any(from_outside)
    };
    let heads: Vec<NodeIndex> = ring.iter().copied().filter(|&n| is_entered(n)).collect();
    let [head] = heads[..] else { return None };
    let closing: Vec<&Link> = analysis
        .incoming(head)
        .filter(|link| ring.contains(&link.from) && link.is_sync())
        .collect();
    let [last] = closing[..] else { return None };
    if last.access == Some(Access::Read) {
        return None;
    }
    draft.rewire(last.id, |drawn| drawn.timing = Some(Timing::Async))?;
    let (from, to) = (analysis.name(last.from), analysis.name(head));
    Some(format!("Let {from} not wait for {to}"))
}
