//! What has to be live before what: who is called before who calls, a queue before who fills it and who empties it.

use std::collections::BTreeSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::graph::{Link, NodeMap};
use crate::analysis::rollout::is_optional;
use crate::model::{Flag, Id, MAX_ROLLOUT_STAGE, Role};

/// That a component has to be live before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LiveBefore {
    /// Who needs.
    pub by: NodeIndex,
    /// Who is needed.
    pub needed: NodeIndex,
    /// The connection that says so.
    pub connection: Id,
}

/// The order in which everything could go live.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SuggestedOrder {
    /// The components of each stage; what a stage needs lies in it or in the stages before.
    pub stages: Vec<Vec<Id>>,
    /// Components that need each other in a circle: they go live together, or one call of the circle behind a flag.
    pub cycles: Vec<Vec<Id>>,
}

/// Who needs whom by a connection: consumers need the queue they read, and the queue needs none of them.
pub(super) fn ends(analysis: &Analysis, link: &Link) -> (NodeIndex, NodeIndex) {
    if analysis.carries_messages(link.from) {
        (link.to, link.from)
    } else {
        (link.from, link.to)
    }
}

/// Whether a connection sets an order: calls that are waited for, and messages by way of a queue. What speaks of a flag, a
/// fallback or a stub can be missing for a while.
fn orders(analysis: &Analysis, link: &Link) -> bool {
    let by_queue = [link.from, link.to]
        .into_iter()
        .any(|end| analysis.carries_messages(end));
    link.from != link.to && (link.is_sync() || by_queue) && !is_optional(link)
}

/// Whether a component is rolled out by us, as far as its kind says.
pub(super) fn is_rolled_out(analysis: &Analysis, node: NodeIndex) -> bool {
    !matches!(
        analysis.role(node),
        Role::Client | Role::External | Role::Device | Role::Supplier | Role::Power
    )
}

/// What has to be live before what, among the components that are `planned`. Boxes that only pass calls on and are not
/// planned are seen through, as the rule about the order does. The search is written by hand since it keeps, for each
/// component, the connection over which the one that waits reaches it.
pub(super) fn live_before(analysis: &Analysis, planned: &NodeMap<bool>) -> Vec<LiveBefore> {
    let mut direct: NodeMap<Vec<(NodeIndex, Id)>> = analysis.node_map(Vec::new());
    for link in analysis.links().filter(|link| orders(analysis, link)) {
        let (by, needed) = ends(analysis, link);
        direct[by].push((needed, link.id));
    }
    let mut all = Vec::new();
    for by in analysis.node_indices().filter(|&node| planned[node]) {
        let mut seen = BTreeSet::from([by]);
        let mut open: Vec<(NodeIndex, Id)> = direct[by].iter().rev().copied().collect();
        while let Some((needed, connection)) = open.pop() {
            if !seen.insert(needed) {
                continue;
            }
            if planned[needed] {
                all.push(LiveBefore {
                    by,
                    needed,
                    connection,
                });
            } else if analysis[needed].has(Flag::PassThrough) {
                open.extend(direct[needed].iter().map(|&(next, _)| (next, connection)));
            }
        }
    }
    all
}

/// Components in groups of those that need each other, what is needed first; most groups have one member.
pub(super) fn groups(analysis: &Analysis, needs: &[LiveBefore]) -> Vec<Vec<NodeIndex>> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in analysis.node_indices() {
        graph.add_node(());
    }
    for need in needs {
        graph.add_edge(need.by, need.needed, ());
    }
    let mut groups = kosaraju_scc(&graph);
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// The groups that need each other in a circle, by id.
pub(super) fn cycles(analysis: &Analysis, groups: &[Vec<NodeIndex>]) -> Vec<Vec<Id>> {
    let rings = groups.iter().filter(|group| group.len() > 1);
    let ids = |group: &Vec<NodeIndex>| group.iter().map(|&node| analysis.id(node)).collect();
    let mut rings: Vec<Vec<Id>> = rings.map(ids).collect();
    rings.sort_unstable();
    rings
}

/// The order in which everything that we roll out could go live: each as early as what it needs lets it.
pub(super) fn suggest(analysis: &Analysis) -> SuggestedOrder {
    let planned: NodeMap<bool> = analysis
        .node_indices()
        .map(|node| is_rolled_out(analysis, node))
        .collect();
    let needs = live_before(analysis, &planned);
    let groups = groups(analysis, &needs);
    let mut needed_by: NodeMap<Vec<NodeIndex>> = analysis.node_map(Vec::new());
    for need in &needs {
        needed_by[need.by].push(need.needed);
    }
    let mut level = analysis.node_map(0_u32);
    for group in &groups {
        let outside = group.iter().flat_map(|&node| &needed_by[node]);
        let below = outside.filter(|needed| !group.contains(needed));
        let below = below.map(|&needed| level[needed]).max().unwrap_or(0);
        for &node in group {
            level[node] = (below + 1).min(MAX_ROLLOUT_STAGE);
        }
    }
    let mut stages: Vec<Vec<Id>> = Vec::new();
    for node in analysis.node_indices().filter(|&node| planned[node]) {
        let place = level[node] as usize;
        if stages.len() < place {
            stages.resize(place, Vec::new());
        }
        stages[place - 1].push(analysis.id(node));
    }
    SuggestedOrder {
        stages,
        cycles: cycles(analysis, &groups),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::model::{Design, parse_notation};

    fn order(text: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let design = parse_notation(text).unwrap().design;
        let order = suggest(&Analysis::new(&design, None));
        let names = |groups: &Vec<Vec<Id>>| named(&design, groups);
        (names(&order.stages), names(&order.cycles))
    }

    fn named(design: &Design, groups: &[Vec<Id>]) -> Vec<Vec<String>> {
        let group = |ids: &Vec<Id>| {
            let mut names: Vec<String> = ids
                .iter()
                .map(|&id| design.name_of(id).to_owned())
                .collect();
            names.sort();
            names
        };
        groups.iter().map(group).collect()
    }

    #[test]
    fn what_is_called_comes_first_and_queues_before_both_their_ends() {
        let text = "client -> load_balancer -> api -> db\napi -> q -> w -> db\napi: service \"Api\"\ndb: sql \"Db\"\nq: queue \"Q\"\nw: worker \"W\"";
        let (stages, cycles) = order(text);
        assert_eq!(
            stages,
            [vec!["Db", "Q"], vec!["Api", "W"], vec!["Load balancer"]]
        );
        assert!(cycles.is_empty());
    }

    #[test]
    fn circles_go_live_together_and_are_said() {
        let text =
            "client -> a -> b -> a\nb -> c\na: service \"A\"\nb: service \"B\"\nc: sql \"C\"";
        let (stages, cycles) = order(text);
        assert_eq!(stages, [vec!["C"], vec!["A", "B"]]);
        assert_eq!(cycles, [vec!["A", "B"]]);
    }

    #[test]
    fn what_can_be_missing_for_a_while_sets_no_order() {
        let text = "client -> a -> b: \"behind a flag\"\na: service \"A\"\nb: service \"B\"";
        assert_eq!(order(text).0, [vec!["A", "B"]]);
    }
}
