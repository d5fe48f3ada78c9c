//! The fewest machines between the users and an end point, in drawings too large for a decision diagram: the smallest cut
//! that takes whole components away (Menger; found by Dinic's algorithm).
//!
//! What components beside the way need is not looked at, so a smaller set may exist where such a component stops them.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::context::Context;
use super::failure::instances_to_fail;
use super::flow::{FlowTrace, ResolvedEndpoint};

/// More than any number of machines, and few enough to be added up.
const ENDLESS: u32 = 1 << 24;

/// The smallest cut over all end points, with the number of machines in it; none where it cannot be cut by ours.
pub(super) fn minimal_node_cut(context: &Context, flow: &FlowTrace) -> Option<(u32, Vec<usize>)> {
    let alone = flow
        .single_points
        .iter()
        .filter_map(|&node| Some((instances_to_fail(&context.nodes[node])?, vec![node])))
        .min();
    // A cut of fewer than two machines would be a single one.
    if alone.as_ref().is_some_and(|(machines, _)| *machines <= 2) {
        return alone;
    }
    let cuts = flow
        .ends
        .iter()
        .filter_map(|end| cut_in_front_of(context, flow, end));
    alone.into_iter().chain(cuts).min()
}

/// The smallest cut in front of one end point: every component is two nodes with an edge as wide as it has machines.
fn cut_in_front_of(
    context: &Context,
    flow: &FlowTrace,
    end: &ResolvedEndpoint,
) -> Option<(u32, Vec<usize>)> {
    let mut graph: DiGraph<(), u32> = DiGraph::new();
    let (users, goal) = (graph.add_node(()), graph.add_node(()));
    let mut doors: Vec<Option<(NodeIndex, NodeIndex)>> = vec![None; context.nodes.len()];
    for &node in &flow.components {
        let door = (graph.add_node(()), graph.add_node(()));
        let width = instances_to_fail(&context.nodes[node]).unwrap_or(ENDLESS);
        graph.add_edge(door.0, door.1, width);
        doors[node] = Some(door);
    }
    for &link in &flow.links {
        let link = &context.links[link];
        if let (Some(from), Some(to)) = (doors[link.from], doors[link.to]) {
            graph.add_edge(from.1, to.0, ENDLESS);
        }
    }
    for door in flow.entries.iter().filter_map(|&node| doors[node]) {
        graph.add_edge(users, door.0, ENDLESS);
    }
    for door in end.candidates.iter().filter_map(|&node| doors[node]) {
        graph.add_edge(door.1, goal, ENDLESS);
    }
    let (width, flows) = dinics(&graph, users, goal);
    if width == 0 || width >= ENDLESS {
        return None;
    }
    let near = reachable(&graph, users, &flows);
    let cut = flow.components.iter().copied().filter(|&node| {
        doors[node].is_some_and(|(front, back)| near[front.index()] && !near[back.index()])
    });
    Some((width, cut.collect()))
}

/// What can still be reached from the users when the flow is at its most.
fn reachable(graph: &DiGraph<(), u32>, users: NodeIndex, flows: &[u32]) -> Vec<bool> {
    let mut near = vec![false; graph.node_count()];
    let mut stack = vec![users];
    while let Some(node) = stack.pop() {
        if std::mem::replace(&mut near[node.index()], true) {
            continue;
        }
        let ahead = graph.edges(node);
        let ahead = ahead.filter(|edge| flows[edge.id().index()] < *edge.weight());
        stack.extend(ahead.map(|edge| edge.target()));
        let back = graph.edges_directed(node, petgraph::Direction::Incoming);
        let back = back.filter(|edge| flows[edge.id().index()] > 0);
        stack.extend(back.map(|edge| edge.source()));
    }
    near
}
