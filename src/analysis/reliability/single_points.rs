//! What a flow cannot do without: the components whose failure alone stops it.
//!
//! For single failures the fault tree needs no trial and error. The set of components that stop *v* is *v* itself, the sets
//! of all it always needs, and the intersection of the sets of its alternatives; on the way from the users, the
//! intersection over all paths that lead to *v*. Where there are only alternatives these are the dominators.

use fixedbitset::FixedBitSet;
use petgraph::graph::NodeIndex;

use crate::analysis::flow::{ResolvedEndpoint, ResolvedFlow};
use crate::analysis::graph::{Graph, NodeMap};
use crate::analysis::reliability::fault_tree::DependencyGraph;

/// The most components a flow may have to be looked at: the sets take memory with the square of that, and no drawing that
/// people read comes near.
pub(crate) const MOST: usize = 5_000;

/// What keeps each component of a part of the drawing from working for the users.
pub(crate) struct SinglePoints {
    nodes: Vec<NodeIndex>,
    /// For each component of the drawing its number among `nodes`.
    numbers: NodeMap<usize>,
    /// For each place where a request can start, and each of `nodes`, those that it cannot be reached or cannot work without.
    required_by: Vec<Vec<FixedBitSet>>,
}

impl SinglePoints {
    /// Looks at all paths of a flow: those over the components of `on_path`, from where it starts.
    pub(crate) fn new(graph: &Graph, flow: &ResolvedFlow, on_path: &NodeMap<bool>) -> Self {
        let (dependencies, numbers) =
            DependencyGraph::new(graph, &flow.entries, on_path, &flow.allowed_links);
        let stopped_by = close_over_dependencies(&dependencies);
        let starts = flow.starts(graph).into_iter();
        let required_by = starts.map(|start| {
            let entries: Vec<usize> = start.iter().map(|&n| numbers[n]).collect();
            close_over_paths(&dependencies, &stopped_by, &entries)
        });
        Self {
            required_by: required_by.collect(),
            nodes: dependencies.nodes,
            numbers,
        }
    }

    /// The components whose failure alone keeps the users from one of these end points, wherever they start, in order.
    pub(crate) fn shared_by(&self, ends: &[ResolvedEndpoint]) -> Vec<NodeIndex> {
        let mut always = everything(self.nodes.len());
        for required_by in &self.required_by {
            let mut all = FixedBitSet::with_capacity(self.nodes.len());
            let required_by = |node: NodeIndex| &required_by[self.numbers[node]];
            for end in ends {
                let Some((&first, others)) = end.candidates.split_first() else {
                    continue;
                };
                let mut shared = required_by(first).clone();
                for &other in others {
                    shared.intersect_with(required_by(other));
                }
                all.union_with(&shared);
            }
            always.intersect_with(&all);
        }
        let mut found: Vec<NodeIndex> = always.ones().map(|number| self.nodes[number]).collect();
        found.sort_unstable();
        found
    }
}

fn everything(count: usize) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(count);
    set.insert_range(..);
    set
}

/// For each component the components that stop it.
fn close_over_dependencies(dependencies: &DependencyGraph) -> Vec<FixedBitSet> {
    let count = dependencies.nodes.len();
    let nothing = FixedBitSet::with_capacity(count);
    let everything = everything(count);
    let mut sets = vec![nothing.clone(); count];
    let mut common = everything.clone();
    let needs = |node: usize| dependencies.needs.get(node);
    let inputs = |node: usize| needs(node).iter().map(|need| need.node);
    settle(&mut sets, &(0..count).rev(), inputs, |sets, node, set| {
        set.clone_from(&nothing);
        set.insert(node);
        for need in needs(node) {
            common.intersect_with(&sets[need.node]);
            if need.last {
                set.union_with(&common);
                common.clone_from(&everything);
            }
        }
    });
    sets
}

/// For each component the components that stop it or keep the users from it.
fn close_over_paths(
    dependencies: &DependencyGraph,
    stopped_by: &[FixedBitSet],
    entries: &[usize],
) -> Vec<FixedBitSet> {
    let count = dependencies.nodes.len();
    let everything = everything(count);
    let mut sets = vec![everything.clone(); count];
    let inputs = |node: usize| dependencies.from.get(node).iter().copied();
    settle(&mut sets, &(0..count), inputs, |sets, node, set| {
        set.clone_from(&everything);
        if entries.contains(&node) {
            set.clear();
        }
        for &from in dependencies.from.get(node) {
            set.intersect_with(&sets[from]);
        }
        set.union_with(&stopped_by[node]);
    });
    sets
}

/// Works sets out in the given order, and again where something they depend on has changed, until nothing does.
fn settle<I: Iterator<Item = usize>>(
    sets: &mut [FixedBitSet],
    order: &(impl Iterator<Item = usize> + Clone),
    inputs: impl Fn(usize) -> I,
    mut work_out: impl FnMut(&[FixedBitSet], usize, &mut FixedBitSet),
) {
    let count = sets.len();
    let (mut worked_out, mut changed) = (vec![0_usize; count], vec![1_usize; count]);
    let mut set = FixedBitSet::with_capacity(count);
    let mut now = 1;
    loop {
        let before = now;
        for node in order.clone() {
            let first_time = worked_out[node] == 0;
            if first_time || inputs(node).any(|input| changed[input] > worked_out[node]) {
                work_out(sets, node, &mut set);
                now += 1;
                worked_out[node] = now;
                if sets[node] != set {
                    changed[node] = now;
                    sets[node].clone_from(&set);
                }
            }
        }
        if now == before {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::flow::traced::TracedFlows;
    use crate::analysis::reliability::brute_force::works_without;
    use crate::analysis::testing::sketches;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_taking_each_component_away(sketch in sketches(12)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, None);
            for flow in &traced.flows {
                let stops = |&node: &NodeIndex| !works_without(&traced, flow, &[node]);
                let tried: Vec<NodeIndex> = traced.node_indices().filter(stops).collect();
                prop_assert_eq!(&flow.single_points, &tried, "{}", flow.name);
            }
        }
    }
}
