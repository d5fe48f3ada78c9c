//! The fewest machines between the users and an end point, in drawings too large for a decision diagram: the smallest cut
//! that takes whole components away (Menger; found by Dinic's algorithm).
//!
//! What components beside the path need is not looked at, so a smaller set may exist where such a component stops them.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef as _};

use crate::analysis::flow::{FlowTrace, ResolvedEndpoint};
use crate::analysis::graph::{Graph, Node};

/// More than any number of machines, and few enough to be added up.
const ENDLESS: u32 = 1 << 24;

/// How many machines have to fail so that a component does; none where no failure of ours stops it, or
/// nobody says how many there are.
pub(crate) fn instances_to_fail(node: &Node) -> Option<u32> {
    let ours = node.is_ours() && !node.is_redundant_by_kind();
    node.machines().filter(|_| ours).map(|count| count.max(1))
}

/// The smallest cut over all end points, with the number of machines in it; none where it cannot be cut by ours.
pub(crate) fn minimal_node_cut(graph: &Graph, flow: &FlowTrace) -> Option<(u32, Vec<NodeIndex>)> {
    let alone = flow
        .single_points
        .iter()
        .filter_map(|&node| Some((instances_to_fail(&graph[node])?, vec![node])))
        .min();
    // A cut of fewer than two machines would be a single one.
    if alone.as_ref().is_some_and(|(machines, _)| *machines <= 2) {
        return alone;
    }
    // Where no failure of ours stops any of them, there is nothing to cut.
    let mut components = flow.components.iter();
    if components.all(|&node| instances_to_fail(&graph[node]).is_none()) {
        return alone;
    }
    let cuts = flow
        .ends
        .iter()
        .filter_map(|end| cut_in_front_of(graph, flow, end));
    alone.into_iter().chain(cuts).min()
}

/// The smallest cut in front of one end point: every component is two nodes with an edge as wide as it has machines.
fn cut_in_front_of(
    graph: &Graph,
    flow: &FlowTrace,
    end: &ResolvedEndpoint,
) -> Option<(u32, Vec<NodeIndex>)> {
    let mut network: DiGraph<(), u32> = DiGraph::new();
    let (users, goal) = (network.add_node(()), network.add_node(()));
    let mut doors = graph.node_map(None);
    for &node in &flow.components {
        let (front, back) = (network.add_node(()), network.add_node(()));
        let width = instances_to_fail(&graph[node]).unwrap_or(ENDLESS);
        network.add_edge(front, back, width);
        doors[node] = Some((front, back));
    }
    for &link in &flow.links {
        let link = &graph[link];
        if let (Some((_, from)), Some((to, _))) = (doors[link.from], doors[link.to]) {
            network.add_edge(from, to, ENDLESS);
        }
    }
    for (front, _) in flow.entries.iter().filter_map(|&node| doors[node]) {
        network.add_edge(users, front, ENDLESS);
    }
    for (_, back) in end.candidates.iter().filter_map(|&node| doors[node]) {
        network.add_edge(back, goal, ENDLESS);
    }
    let (width, flows) = dinics(&network, users, goal);
    if width == 0 || width >= ENDLESS {
        return None;
    }
    let near = reachable_in_residual(&network, users, &flows);
    let cut = flow.components.iter().copied().filter(|&node| {
        doors[node].is_some_and(|(front, back)| near[front.index()] && !near[back.index()])
    });
    Some((width, cut.collect()))
}

/// What can still be reached from the users when the flow is at its most, forward where an edge has room left and backward
/// where it carries something.
fn reachable_in_residual(network: &DiGraph<(), u32>, users: NodeIndex, flows: &[u32]) -> Vec<bool> {
    let mut residual: DiGraph<(), ()> = DiGraph::with_capacity(network.node_count(), 0);
    for _ in network.node_indices() {
        residual.add_node(());
    }
    for edge in network.edge_references() {
        let carried = flows[edge.id().index()];
        if carried < *edge.weight() {
            residual.add_edge(edge.source(), edge.target(), ());
        }
        if carried > 0 {
            residual.add_edge(edge.target(), edge.source(), ());
        }
    }
    let mut near = vec![false; network.node_count()];
    let mut search = Dfs::new(&residual, users);
    while let Some(node) = search.next(&residual) {
        near[node.index()] = true;
    }
    near
}
