//! Where a flow starts, among the users and devices that could start it.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::STAFF;
use crate::analysis::flow::endpoints::ResolvedFlow;
use crate::analysis::flow::flow_words::{FlowWords, Speech};
use crate::analysis::graph::Graph;
use crate::model::text_match::mentions;

/// The entries from which all end points are reached and, among these, those that speak of the flow or at least of no other
/// alone: "Back office" is not where buyers come from. Where that leaves several, those are meant that lead to a box which
/// speaks of the flow, and those that start it in the nearest accepted design.
pub(super) fn own_entries(
    graph: &Graph,
    flow: &ResolvedFlow,
    (words, place): (&FlowWords, usize),
    intended: &[NodeIndex],
) -> Vec<NodeIndex> {
    if flow.entries.len() < 2 || !flow.works() {
        return flow.entries.clone();
    }
    let mut complete = flow.whole_entries(graph);
    if complete.is_empty() {
        complete.clone_from(&flow.entries);
    }
    let said = |node: NodeIndex| {
        let links = graph[node]
            .out
            .iter()
            .map(|&link| words.of_link(graph, link, place));
        let all: Vec<Speech> = links.chain([words.of_node(node, place)]).collect();
        if all.contains(&Speech::ThisFlow) {
            Speech::ThisFlow
        } else if all.contains(&Speech::OtherFlow) && !intended.contains(&node) {
            Speech::OtherFlow
        } else {
            Speech::Nothing
        }
    };
    let that = |wanted: Speech| -> Vec<NodeIndex> {
        complete
            .iter()
            .copied()
            .filter(|&node| said(node) == wanted)
            .collect()
    };
    // People who run the system start what is said of them.
    let is_user = |node: NodeIndex| !mentions(graph.name(node), STAFF);
    let unsaid = only_those_if_any(that(Speech::Nothing), is_user);
    let mut best = [that(Speech::ThisFlow), unsaid].into_iter();
    let best = best.find(|nodes| !nodes.is_empty()).unwrap_or(complete);
    let is_spoken_of = |node: NodeIndex| words.of_node(node, place) == Speech::ThisFlow;
    let leads_to_spoken = |entry: NodeIndex| {
        let reached = graph.reach(&[entry], |link| flow.allowed_links.open[link.index]);
        let mut all = graph.node_indices();
        all.any(|node| reached[node] && node != entry && is_spoken_of(node))
    };
    let best = only_those_if_any(best, leads_to_spoken);
    only_those_if_any(best, |entry| intended.contains(&entry))
}

/// Those for which a test holds, or all where it holds for none.
fn only_those_if_any(nodes: Vec<NodeIndex>, holds: impl Fn(NodeIndex) -> bool) -> Vec<NodeIndex> {
    let chosen: Vec<NodeIndex> = nodes.iter().copied().filter(|&node| holds(node)).collect();
    if chosen.is_empty() { nodes } else { chosen }
}
