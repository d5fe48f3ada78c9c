//! What lies on the paths of each flow, what it needs, and under which failures it still arrives.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::endpoints::ResolvedFlow;
use crate::analysis::graph::Graph;
use crate::analysis::reliability::fault_tree::FaultTree;
use crate::analysis::reliability::single_points::{self, SinglePoints};
use crate::analysis::report::FlowReport;

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
}

impl<'a> Deref for FlowTrace<'a> {
    type Target = ResolvedFlow<'a>;

    fn deref(&self) -> &ResolvedFlow<'a> {
        &self.resolved
    }
}

/// What is known about the flows that use the same components.
type SinglePointsCache = BTreeMap<Vec<bool>, SinglePoints>;

impl<'a> FlowTrace<'a> {
    /// Traces a flow. `choices` are the components that it chooses among where those are more than the ones on its paths.
    fn new(
        graph: &Graph<'a>,
        resolved: ResolvedFlow<'a>,
        choices: Option<&[NodeIndex]>,
        known: &mut SinglePointsCache,
    ) -> Self {
        let allowed_links = Rc::clone(&resolved.allowed_links);
        let on_path = resolved.on_path(graph);
        let components = on_path.nodes_where(|&is_on_path| is_on_path);
        let links = graph
            .links()
            .map(|link| link.index)
            .filter(|&link| allowed_links.open[link] && on_path[graph[link].to]);
        let links = links.collect();
        let mut single_points = Vec::new();
        if resolved.works() && components.len() <= single_points::MOST {
            let key: Vec<bool> = on_path.values().copied().collect();
            let found = known.entry(key).or_insert_with(|| {
                SinglePoints::new(graph, &resolved.entries, &on_path, &allowed_links)
            });
            single_points = found.shared_by(&resolved.ends);
        }
        let success = FaultTree::new(graph, &resolved, choices.unwrap_or(&components));
        Self {
            resolved,
            components,
            links,
            single_points,
            success,
        }
    }

    /// The same flow where nothing gets over some links.
    pub(crate) fn without(&self, graph: &Graph<'a>, links: &BTreeSet<EdgeIndex>) -> Self {
        let left = self.resolved.restrict(graph, links);
        // What chose among several ways has still to be able to go each of them: a way that leads nowhere any more makes
        // nothing surer.
        let choices = Some(self.components.as_slice());
        Self::new(graph, left, choices, &mut SinglePointsCache::new())
    }

    pub(crate) fn report(&self, graph: &Graph) -> FlowReport {
        FlowReport {
            id: self.id.clone(),
            name: self.name.clone(),
            critical: self.critical(),
            rps: self.rps,
            unreached: self.unreached(),
            components: self.components.iter().map(|&n| graph.id(n)).collect(),
            connections: self.links.iter().map(|&l| graph[l].id).collect(),
        }
    }
}

/// All flows, each with what lies on its paths and what it needs.
pub(crate) fn trace_all<'a>(graph: &Graph<'a>, flows: Vec<ResolvedFlow<'a>>) -> Vec<FlowTrace<'a>> {
    let mut known = SinglePointsCache::new();
    let mut traces = Vec::with_capacity(flows.len());
    for flow in flows {
        // Without a prompt all flows may use the same links, so that what is known about one part of the drawing serves all.
        if flow.spec.is_some() {
            known.clear();
        }
        traces.push(FlowTrace::new(graph, flow, None, &mut known));
    }
    traces
}
