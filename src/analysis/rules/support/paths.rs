//! The heaviest path of calls: what rules about long chains and about repeated calls share.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::{Graph, Link};
use crate::analysis::revision::Analysis;

/// The flows that differ in the links they may use: without a prompt one stands for all.
pub(crate) fn distinct_flows<'c, 'a>(analysis: &'c Analysis<'a>) -> &'c [FlowTrace<'a>] {
    match analysis.scenario {
        Some(_) => &analysis.flows,
        None => &analysis.flows[..analysis.flows.len().min(1)],
    }
}

/// A path of calls, first to last.
#[derive(Debug)]
pub(crate) struct CallPath {
    /// Its links.
    pub(crate) links: Vec<EdgeIndex>,
    /// What it weighs.
    pub(crate) weight: u64,
}

/// The heaviest path from one of `starts` over links that pass the test, and of equals the first. A path of no links
/// weighs `end`, and `extend` says what a link and the path after it weigh together. Calls in a circle count for nothing:
/// a rule of their own speaks about them.
pub(crate) fn heaviest_path(
    analysis: &Graph,
    starts: &[NodeIndex],
    passes: impl Fn(&Link) -> bool,
    end: u64,
    extend: impl Fn(&Link, u64) -> u64,
) -> CallPath {
    let rings = analysis.strong_components(|link| passes(link));
    let mut ring_of = analysis.node_map(0);
    for (index, ring) in rings.iter().enumerate() {
        for &node in ring {
            ring_of[node] = index;
        }
    }
    let mut leaving: Vec<Vec<&Link>> = vec![Vec::new(); rings.len()];
    for link in analysis.links().filter(|link| passes(link)) {
        leaving[ring_of[link.from]].push(link);
    }
    // Rings come after all that they call.
    let mut best: Vec<(u64, Option<EdgeIndex>)> = vec![(end, None); rings.len()];
    for ring in 0..rings.len() {
        for &link in &leaving[ring] {
            let next = ring_of[link.to];
            let weight = extend(link, best[next].0);
            if next != ring && weight > best[ring].0 {
                best[ring] = (weight, Some(link.index));
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
        next = best[ring_of[analysis[link].to]].1;
    }
    path
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
        let analysis = Analysis::new(&design, None);
        let path = heaviest_path(
            &analysis,
            &analysis.entries,
            |_| true,
            0,
            |_, rest| rest + 1,
        );
        let names: Vec<&str> = path
            .links
            .iter()
            .map(|&link| analysis.name(analysis[link].to))
            .collect();
        assert_eq!(names, ["Api1", "Api2", "Api4", "SQL database"]);
        assert_eq!(path.weight, 4);
    }
}
