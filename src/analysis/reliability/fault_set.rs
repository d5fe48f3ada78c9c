//! What is wrong with a drawing in a what-if: components and links that have failed or are slow, and caches that have lost
//! what they kept. The drawing itself stays as it is; whoever works numbers out asks here what holds.

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::{Graph, Node};
use crate::analysis::reliability::fault_tree::alternatives;
use crate::model::{Id, Role};

/// Times as long as usual that something slow takes: a disk that fails or a noisy neighbor; own judgment.
pub const SLOW_TIMES: f64 = 10.0;
/// What a round trip over a slow connection takes longer than usual (ms): one packet lost and sent again after the
/// shortest time-out of TCP in Linux, 200 ms.
pub const SLOW_CONNECTION_MS: f64 = 200.0;

/// What has failed, what is slow, and which caches are cold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FaultSet {
    /// Components that have failed, with all their instances.
    pub(crate) nodes: BTreeSet<NodeIndex>,
    /// Links that have failed: nothing gets over them.
    pub(crate) links: BTreeSet<EdgeIndex>,
    /// Components that take [`SLOW_TIMES`] as long.
    pub(crate) slow_nodes: BTreeSet<NodeIndex>,
    /// Links over which a round trip takes [`SLOW_CONNECTION_MS`] longer.
    pub(crate) slow_links: BTreeSet<EdgeIndex>,
    /// Caches that answer nothing.
    pub(crate) cold_caches: BTreeSet<NodeIndex>,
}

impl From<BTreeSet<NodeIndex>> for FaultSet {
    /// A failure of components alone.
    fn from(nodes: BTreeSet<NodeIndex>) -> Self {
        Self {
            nodes,
            ..Self::default()
        }
    }
}

impl<const N: usize> From<[NodeIndex; N]> for FaultSet {
    /// A failure of components alone.
    fn from(nodes: [NodeIndex; N]) -> Self {
        Self::from(BTreeSet::from(nodes))
    }
}

impl FaultSet {
    /// Nothing has failed.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// The faults of these items of the drawing: components, connections, and zones with all that stands in them.
    pub(crate) fn of_items(
        graph: &Graph,
        failed: &BTreeSet<Id>,
        slow: &BTreeSet<Id>,
        cold: &BTreeSet<Id>,
    ) -> Self {
        let nodes_in = |ids: &BTreeSet<Id>| -> BTreeSet<NodeIndex> {
            let nodes = graph.node_indices();
            nodes
                .filter(|&node| ids.contains(&graph.id(node)))
                .collect()
        };
        let links_in = |ids: &BTreeSet<Id>| -> BTreeSet<EdgeIndex> {
            let links = graph.links().filter(|link| ids.contains(&link.id));
            links.map(|link| link.index).collect()
        };
        // What happens to a place does not happen to the users that are drawn in it.
        let with_contents = |ids: &BTreeSet<Id>| -> BTreeSet<NodeIndex> {
            let mut nodes = nodes_in(&graph.design.with_contents(ids));
            nodes.retain(|&n| graph.role(n) != Role::Client || ids.contains(&graph.id(n)));
            nodes
        };
        Self {
            nodes: with_contents(failed),
            links: links_in(failed),
            slow_nodes: with_contents(slow),
            slow_links: links_in(slow),
            cold_caches: nodes_in(cold),
        }
    }

    /// Times as long as a component usually takes.
    pub(crate) fn latency_factor(&self, node: NodeIndex) -> f64 {
        if self.slow_nodes.contains(&node) {
            SLOW_TIMES
        } else {
            1.0
        }
    }

    /// What a round trip over a link takes longer than usual (ms).
    pub(crate) fn delay_ms(&self, link: EdgeIndex) -> f64 {
        if self.slow_links.contains(&link) {
            SLOW_CONNECTION_MS
        } else {
            0.0
        }
    }

    /// Calls a second that all instances of a component take together (rps): as many at once, each for longer.
    pub(crate) fn capacity(&self, index: NodeIndex, node: &Node) -> Option<f64> {
        Some(node.capacity()? / self.latency_factor(index))
    }

    /// The share of reads that a component answers itself, for caches and CDNs.
    pub(crate) fn hit_ratio(&self, index: NodeIndex, node: &Node) -> Option<f64> {
        let ratio = node.hit_ratio()?;
        Some(if self.cold_caches.contains(&index) {
            0.0
        } else {
            ratio
        })
    }

    /// With the components too that cannot answer this flow because a link they need has failed.
    pub(crate) fn with_callers(&self, graph: &Graph, flow: &FlowTrace) -> BTreeSet<NodeIndex> {
        let callers = self.links.iter().map(|&link| graph[link].from);
        let cut_off = callers.filter(|&caller| self.is_cut_off(graph, flow, caller));
        self.nodes.iter().copied().chain(cut_off).collect()
    }

    /// Whether a component has lost a link that it needs: any that it waits for or, where it chooses between equals, all
    /// of one sort.
    fn is_cut_off(&self, graph: &Graph, flow: &FlowTrace, caller: NodeIndex) -> bool {
        let this = &graph[caller];
        let target = |&link: &EdgeIndex| graph[link].to;
        let needed = this
            .out
            .iter()
            .filter(|&&link| flow.allowed_links.needed[link]);
        if !this.chooses_one_target() {
            return needed.copied().any(|link| self.links.contains(&link));
        }
        let on_path = |to: &NodeIndex| flow.passes(*to);
        let left: BTreeSet<NodeIndex> = needed
            .clone()
            .filter(|link| !self.links.contains(link))
            .map(target)
            .collect();
        let targets: Vec<NodeIndex> = needed.map(target).filter(on_path).collect();
        let sorts = alternatives(graph, caller, &targets);
        on_path(&caller)
            && sorts
                .iter()
                .any(|sort| left.is_disjoint(&sort.iter().copied().collect()))
    }
}
