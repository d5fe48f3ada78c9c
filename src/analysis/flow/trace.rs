//! What lies on the paths of each flow, what it needs, and under which failures it still arrives.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::allowed_links::AllowedLinks;
use crate::analysis::flow::endpoints::ResolvedFlow;
use crate::analysis::graph::{Graph, NodeMap};
use crate::analysis::reliability::fault_tree::FaultTree;
use crate::analysis::reliability::single_points::{self, SinglePoints};
use crate::analysis::report::FlowReport;
use crate::model::Id;

/// One flow in the drawing, traced. What is known of its ends is read as that of the [`ResolvedFlow`] that it is.
#[derive(Debug)]
pub(crate) struct FlowTrace<'a> {
    resolved: ResolvedFlow<'a>,
    /// The components on some path from a start to an end, in order.
    pub(crate) components: Vec<NodeIndex>,
    /// The links on those paths, in order.
    pub(crate) links: Vec<EdgeIndex>,
    /// The components whose failure alone stops it, in order; empty where it does not work anyway.
    pub(crate) single_points: Vec<NodeIndex>,
    /// Under which failures it arrives; none where it does not arrive or is too large.
    pub(crate) success: Option<FaultTree>,
    /// For each end point which components lead to it, where that was asked.
    leads_to_ends: OnceCell<Vec<NodeMap<bool>>>,
}

impl FlowTrace<'_> {
    /// Whether a component is on some path from a start to an end.
    pub(crate) fn passes(&self, node: NodeIndex) -> bool {
        self.components.binary_search(&node).is_ok()
    }

    /// For each end point which components lead to it.
    pub(crate) fn leads_to_ends(&self, graph: &Graph) -> &[NodeMap<bool>] {
        self.leads_to_ends.get_or_init(|| {
            let open = &self.allowed_links.open;
            let ends = self.ends.iter();
            ends.map(|end| graph.reaching(&end.candidates, |link| open[link.index]))
                .collect()
        })
    }

    /// Whether the failure of a component alone stops it.
    pub(crate) fn needs(&self, node: NodeIndex) -> bool {
        self.single_points.binary_search(&node).is_ok()
    }
}

impl<'a> Deref for FlowTrace<'a> {
    type Target = ResolvedFlow<'a>;

    fn deref(&self) -> &ResolvedFlow<'a> {
        &self.resolved
    }
}

/// What lies between where a flow starts and where it ends; flows with the same starts, ends and links share it.
struct FlowPaths {
    components: Vec<NodeIndex>,
    links: Vec<EdgeIndex>,
    /// None where the flow does not arrive or is too large.
    single_points: Option<SinglePoints>,
}

impl FlowPaths {
    fn new(graph: &Graph, flow: &ResolvedFlow) -> Self {
        let on_path = flow.on_path(graph);
        let components = on_path.nodes_where(|&is_on_path| is_on_path);
        let open = &flow.allowed_links.open;
        let links = graph.links().map(|link| link.index);
        let looked_at = flow.works() && components.len() <= single_points::MOST;
        Self {
            links: links
                .filter(|&link| open[link] && on_path[graph[link].to])
                .collect(),
            single_points: looked_at.then(|| SinglePoints::new(graph, flow, &on_path)),
            components,
        }
    }
}

impl<'a> FlowTrace<'a> {
    /// Traces a flow over its paths. `choices` are the components that it chooses among where those are more than the ones
    /// on its paths.
    fn new(
        graph: &Graph<'a>,
        resolved: ResolvedFlow<'a>,
        choices: Option<&[NodeIndex]>,
        paths: &FlowPaths,
    ) -> Self {
        let components = paths.components.clone();
        let single_points = paths.single_points.as_ref();
        let single_points = single_points.map_or(Vec::new(), |all| all.shared_by(&resolved.ends));
        let success = FaultTree::new(graph, &resolved, choices.unwrap_or(&components));
        Self {
            resolved,
            components,
            links: paths.links.clone(),
            single_points,
            success,
            leads_to_ends: OnceCell::new(),
        }
    }

    /// The same flow where nothing gets over some links.
    pub(crate) fn without(&self, graph: &Graph<'a>, links: &BTreeSet<EdgeIndex>) -> Self {
        let mut left = self.resolved.restrict(graph, links);
        // What two users could still do half each, nobody does.
        if self.starts_at_one(graph) && !left.starts_at_one(graph) {
            left = left.starting_at(graph, Vec::new(), links);
        }
        // What chose among several ways has still to be able to go each of them: a way that leads nowhere any more makes
        // nothing surer.
        let choices = Some(self.components.as_slice());
        let paths = FlowPaths::new(graph, &left);
        Self::new(graph, left, choices, &paths)
    }

    /// What became of it, given which of its components are overloaded: how much comes is not known here.
    pub(crate) fn report(&self, graph: &Graph, overloaded: Vec<Id>) -> FlowReport {
        FlowReport {
            id: self.id.clone(),
            name: self.name.clone(),
            critical: self.critical(),
            rps: self.rps,
            unreached: self.unreached(),
            components: self.components.iter().map(|&n| graph.id(n)).collect(),
            connections: self.links.iter().map(|&l| graph[l].id).collect(),
            overloaded,
        }
    }
}

/// So many paths are kept for flows that end in the same rings: in a large drawing, each takes megabytes.
const MOST_KEPT_PATHS: usize = 4;

/// All flows, each with what lies on its paths and what it needs.
pub(crate) fn trace_all<'a>(graph: &Graph<'a>, flows: Vec<ResolvedFlow<'a>>) -> Vec<FlowTrace<'a>> {
    let any_request = flows.iter().find(|flow| flow.spec.is_none());
    let rings = any_request.map(|flow| number_rings(graph, &flow.allowed_links));
    let mut known: BTreeMap<BTreeSet<usize>, FlowPaths> = BTreeMap::new();
    let mut traces = Vec::with_capacity(flows.len());
    for flow in flows {
        // Without a prompt all flows start at the same places and may use the same links, so that those that end in the
        // same rings have the same paths.
        let trace = match &rings {
            Some(rings) if flow.spec.is_none() => {
                let ends = flow.ends.iter().flat_map(|end| &end.candidates);
                let ends = ends.map(|&end| rings[end]).collect();
                if known.len() == MOST_KEPT_PATHS && !known.contains_key(&ends) {
                    known.clear();
                }
                let paths = known.entry(ends);
                let paths = paths.or_insert_with(|| FlowPaths::new(graph, &flow));
                FlowTrace::new(graph, flow, None, paths)
            }
            _ => {
                let paths = FlowPaths::new(graph, &flow);
                FlowTrace::new(graph, flow, None, &paths)
            }
        };
        traces.push(trace);
    }
    traces
}

/// For each component the number of the ring it is in: all that lead to each other over the links of a flow.
fn number_rings(graph: &Graph, allowed_links: &AllowedLinks) -> NodeMap<usize> {
    let mut numbers = graph.node_map(0);
    let rings = graph.strong_components(|link| allowed_links.open[link.index]);
    for (number, ring) in rings.iter().enumerate() {
        for &node in ring {
            numbers[node] = number;
        }
    }
    numbers
}
