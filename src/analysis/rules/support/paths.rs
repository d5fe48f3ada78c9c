//! The heaviest path of calls: what rules about long chains and about repeated calls share.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::analysis::context::{Context, Link};
use crate::analysis::flow::FlowTrace;

/// The flows that differ in the links they may use: without a prompt one stands for all.
pub(crate) fn distinct_flows<'c, 'a>(context: &'c Context<'a>) -> &'c [FlowTrace<'a>] {
    match context.scenario {
        Some(_) => &context.flows,
        None => &context.flows[..context.flows.len().min(1)],
    }
}

/// A path of calls, first to last.
#[derive(Debug)]
pub(crate) struct CallPath {
    /// Its links.
    pub(crate) links: Vec<usize>,
    /// What it weighs.
    pub(crate) weight: u64,
}

/// The heaviest path from one of `starts` over links that pass the test, and of equals the first. A path of no links
/// weighs `end`, and `extend` says what a link and the path after it weigh together. Calls within a cycle count for
/// nothing: `synchronous-cycle` reports them.
pub(crate) fn heaviest_path(
    context: &Context,
    starts: &[usize],
    pass: impl Fn(usize) -> bool,
    end: u64,
    extend: impl Fn(&Link, u64) -> u64,
) -> CallPath {
    let links: Vec<usize> = (0..context.links.len())
        .filter(|&link| pass(link))
        .collect();
    let rings = call_cycles(context, &links);
    let mut ring_of = vec![0; context.nodes.len()];
    for (index, ring) in rings.iter().enumerate() {
        for &node in ring {
            ring_of[node] = index;
        }
    }
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); rings.len()];
    for &link in &links {
        leaving[ring_of[context.links[link].from]].push(link);
    }
    // A cycle comes after all that it calls.
    let mut best: Vec<(u64, Option<usize>)> = vec![(end, None); rings.len()];
    for ring in 0..rings.len() {
        for &index in &leaving[ring] {
            let link = &context.links[index];
            let next = ring_of[link.to];
            let weight = extend(link, best[next].0);
            if next != ring && weight > best[ring].0 {
                best[ring] = (weight, Some(index));
            }
        }
    }
    let heaviest = |a: usize, b: usize| if best[b].0 > best[a].0 { b } else { a };
    let start = starts.iter().map(|&node| ring_of[node]).reduce(heaviest);
    let mut path = CallPath {
        links: Vec::new(),
        weight: start.map_or(end, |ring| best[ring].0),
    };
    let mut next = start.and_then(|ring| best[ring].1);
    while let Some(link) = next {
        path.links.push(link);
        next = best[ring_of[context.links[link].to]].1;
    }
    path
}

/// The components in groups of those that call each other in a circle, callees first; most groups have one member.
fn call_cycles(context: &Context, links: &[usize]) -> Vec<Vec<usize>> {
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<_> = context.nodes.iter().map(|_| graph.add_node(())).collect();
    for &link in links {
        let link = &context.links[link];
        graph.add_edge(nodes[link.from], nodes[link.to], ());
    }
    // Kosaraju's algorithm keeps its own stack, so that no drawing is too deep for it.
    let rings = kosaraju_scc(&graph).into_iter();
    rings
        .map(|ring| ring.into_iter().map(NodeIndex::index).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn circles_are_passed_and_not_walked() {
        let text = "
client -> api1 -> api2 -> api3 -> api2
api3 -> api4 -> db
client -> db
";
        let design = parse_notation(text).unwrap().design;
        let context = Context::new(&design, None);
        let path = heaviest_path(&context, &context.entries, |_| true, 0, |_, rest| rest + 1);
        let names: Vec<&str> = path
            .links
            .iter()
            .map(|&link| context.name(context.links[link].to))
            .collect();
        assert_eq!(names, ["Api1", "Api2", "Api4", "SQL database"]);
        assert_eq!(path.weight, 4);
    }
}
