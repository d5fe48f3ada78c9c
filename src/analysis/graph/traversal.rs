//! Depth-first searches over any view of a graph.

use petgraph::graph::NodeIndex;
use petgraph::visit::{Dfs, IntoNeighbors, NodeCount, Visitable};

use crate::analysis::graph::index_map::NodeMap;

/// Everything that can be reached from `starts`, the starts included.
pub(super) fn visited_from<G>(
    graph: G,
    starts: impl IntoIterator<Item = NodeIndex>,
) -> NodeMap<bool>
where
    G: IntoNeighbors<NodeId = NodeIndex> + Visitable + NodeCount,
{
    let mut visited: NodeMap<bool> = vec![false; graph.node_count()].into();
    let mut search = Dfs::empty(graph);
    for start in starts {
        search.move_to(start);
        while let Some(node) = search.next(graph) {
            visited[node] = true;
        }
    }
    visited
}
