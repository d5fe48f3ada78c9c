//! The success function of a flow: under which failures it still arrives, how likely it arrives, and what stops it most
//! cheaply.
//!
//! A component works while it is up and everything it always waits for works; of equals behind a balancer one is enough.
//! The flow works while one entry leads to each of its end points over components that work. [`DependencyGraph`] holds who needs whom;
//! [`FaultTree`] is the function as a decision diagram. Drawings too large for a diagram are left to
//! [`single_points`](crate::analysis::reliability::single_points) and [`min_cut`](crate::analysis::reliability::min_cut).

mod bdd;
mod dependencies;

use std::collections::BTreeSet;

pub(crate) use dependencies::{Dependency, DependencyGraph, alternatives};

use crate::analysis::flow::ResolvedFlow;
use crate::analysis::graph::Graph;
use crate::model::{Id, ZoneKind};
use bdd::{Bdd, BddRef};
use petgraph::graph::NodeIndex;

/// Flows of more components are not made into a diagram.
const MOST_COMPONENTS: usize = 64;
/// Nor those that wait for more, on their paths and beside them.
const MOST_NODES: usize = 4 * MOST_COMPONENTS;
/// Room for branches; drawings that people make need a few hundred.
const MOST_BRANCHES: usize = 20_000;

/// The success function of one flow over the components it depends on and the availability zones they stand in.
#[derive(Debug)]
pub(crate) struct FaultTree {
    diagrams: Bdd,
    function: BddRef,
    /// Components by variable.
    pub(crate) nodes: Vec<NodeIndex>,
    /// Availability zones by variable, after the components.
    zones: Vec<Id>,
}

impl FaultTree {
    /// The function of a flow that arrives; none where it has too many components.
    ///
    /// `components` are those on some path of the flow.
    pub(crate) fn new(
        graph: &Graph,
        flow: &ResolvedFlow,
        components: &[NodeIndex],
    ) -> Option<Self> {
        if !flow.works() || components.len() > MOST_COMPONENTS {
            return None;
        }
        let on_path = graph.marked(components);
        let (part, _) = DependencyGraph::new(graph, &flow.entries, &on_path, &flow.allowed_links);
        if part.nodes.len() > MOST_NODES {
            return None;
        }
        let zones = zones(graph, &part.nodes);
        let mut diagrams = Bdd::new(MOST_BRANCHES);
        let up: Vec<BddRef> = (0..part.nodes.len())
            .map(|node| up(graph, &mut diagrams, &part.nodes, &zones, node))
            .collect();
        let works = works(&mut diagrams, &part, &up);
        let mut function = BddRef::NEVER;
        for start in flow.starts(graph) {
            let entry: Vec<bool> = part.nodes.iter().map(|node| start.contains(node)).collect();
            let reached = reached(&mut diagrams, &part, &works, &entry);
            let mut all = BddRef::ALWAYS;
            for end in &flow.ends {
                let mut any = BddRef::NEVER;
                for player in &end.candidates {
                    if let Some(node) = part.nodes.iter().position(|node| node == player) {
                        any = diagrams.or(any, reached[node]);
                    }
                }
                all = diagrams.and(all, any);
            }
            function = diagrams.or(function, all);
        }
        (!diagrams.is_full()).then_some(Self {
            diagrams,
            function,
            nodes: part.nodes,
            zones,
        })
    }

    /// Whether the flow arrives while exactly these components are down.
    pub(crate) fn holds(&self, failed: &BTreeSet<NodeIndex>) -> bool {
        let is_down = |variable: usize| {
            let node = self.nodes.get(variable);
            node.is_some_and(|node| failed.contains(node))
        };
        self.diagrams.holds(self.function, is_down)
    }

    /// The components that stop the flow at the least price together, with that price; `None` is the price of those that
    /// do not fail.
    pub(crate) fn minimal_cut_set(
        &self,
        price: impl Fn(NodeIndex) -> Option<u32>,
    ) -> Option<(u32, Vec<NodeIndex>)> {
        let price = |variable: usize| price(*self.nodes.get(variable)?);
        let (sum, variables) = self.diagrams.minimal_cut_set(self.function, price)?;
        let mut set: Vec<NodeIndex> = variables.iter().map(|&v| self.nodes[v]).collect();
        set.sort_unstable();
        (!set.is_empty()).then_some((sum, set))
    }

    /// How likely the flow arrives, where each component and zone is up with its own chance.
    pub(crate) fn probability(
        &self,
        component: impl Fn(NodeIndex) -> f64,
        zone: impl Fn(Id) -> f64,
    ) -> f64 {
        let components = self.nodes.iter().map(|&node| component(node));
        let chance: Vec<f64> = components
            .chain(self.zones.iter().map(|&id| zone(id)))
            .collect();
        self.diagrams.probability(self.function, &chance)
    }
}

/// The availability zones that some of these components stand in.
fn zones(graph: &Graph, nodes: &[NodeIndex]) -> Vec<Id> {
    let all = nodes.iter().flat_map(|&node| zones_around(graph, node));
    let distinct: BTreeSet<Id> = all.collect();
    distinct.into_iter().collect()
}

fn zones_around(graph: &Graph, node: NodeIndex) -> impl Iterator<Item = Id> {
    let around = graph.design.ancestors(graph.id(node));
    let zones = around.filter(|(_, zone)| zone.kind == ZoneKind::AvailabilityZone);
    zones.map(|(id, _)| id)
}

/// A component is up while it and the zone around it are.
fn up(graph: &Graph, diagrams: &mut Bdd, nodes: &[NodeIndex], zones: &[Id], node: usize) -> BddRef {
    let mut up = diagrams.variable(node);
    for zone in zones_around(graph, nodes[node]) {
        if let Ok(index) = zones.binary_search(&zone) {
            let zone = diagrams.variable(nodes.len() + index);
            up = diagrams.and(up, zone);
        }
    }
    up
}

/// For each component when it works. In a ring all work as long as nothing stops one of them.
fn works(diagrams: &mut Bdd, part: &DependencyGraph, up: &[BddRef]) -> Vec<BddRef> {
    let mut works = up.to_vec();
    loop {
        let mut changed = false;
        for node in (0..up.len()).rev() {
            let mut all = up[node];
            let mut any = BddRef::NEVER;
            for need in part.needs.get(node) {
                any = diagrams.or(any, works[need.node]);
                if need.last {
                    all = diagrams.and(all, any);
                    any = BddRef::NEVER;
                }
            }
            changed |= works[node] != all;
            works[node] = all;
        }
        if !changed || diagrams.is_full() {
            return works;
        }
    }
}

/// For each component when users get to it over components that work.
fn reached(
    diagrams: &mut Bdd,
    part: &DependencyGraph,
    works: &[BddRef],
    entry: &[bool],
) -> Vec<BddRef> {
    let mut reached = vec![BddRef::NEVER; works.len()];
    loop {
        let mut changed = false;
        for node in 0..works.len() {
            let mut any = if entry[node] {
                BddRef::ALWAYS
            } else {
                BddRef::NEVER
            };
            for &from in part.from.get(node) {
                any = diagrams.or(any, reached[from]);
            }
            let now = diagrams.and(works[node], any);
            changed |= reached[node] != now;
            reached[node] = now;
        }
        if !changed || diagrams.is_full() {
            return reached;
        }
    }
}
