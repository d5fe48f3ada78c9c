//! The drawing with its flows traced: what loads, latencies, failures and costs are worked out from.

use std::borrow::Cow;
use std::ops::Deref;

use crate::analysis::flow::{self, FlowTrace};
use crate::analysis::graph::{Graph, LinkMap};
use crate::analysis::reference;
use crate::analysis::report::Comparison;
use crate::model::Design;
use crate::scenario::Scenario;

/// A drawing and its flows. Whoever asks about the drawing itself asks the graph, as which it can be read.
#[derive(Debug)]
pub struct TracedFlows<'a> {
    graph: Graph<'a>,
    /// The prompt, if there is one.
    pub(crate) scenario: Option<&'a Scenario>,
    /// The flows, in the prompt's order.
    pub(crate) flows: Vec<FlowTrace<'a>>,
    /// For each link whether some flow gets to its end point over it.
    pub(crate) on_some_path: LinkMap<bool>,
}

impl<'a> TracedFlows<'a> {
    /// The flows of a drawing, for whoever needs nothing else. The drawing is compared with the accepted designs only where
    /// a flow could be meant in several ways.
    pub(crate) fn new(design: &'a Design, scenario: Option<&'a Scenario>) -> Self {
        let nearest = |graph: &Graph| reference::compare_all(graph, scenario).into_iter().next();
        Self::trace(Graph::new(design), scenario, |graph| {
            nearest(graph).map(Cow::Owned)
        })
    }

    /// The flows of a graph, which the comparisons with the accepted designs disambiguate, nearest first.
    pub(crate) fn compared(
        graph: Graph<'a>,
        scenario: Option<&'a Scenario>,
        comparisons: &[Comparison],
    ) -> Self {
        Self::trace(graph, scenario, |_| comparisons.first().map(Cow::Borrowed))
    }

    fn trace<'c>(
        graph: Graph<'a>,
        scenario: Option<&'a Scenario>,
        nearest: impl FnOnce(&Graph) -> Option<Cow<'c, Comparison>>,
    ) -> Self {
        let mut endpoints = flow::resolve_endpoints(&graph, scenario);
        if let Some(scenario) = scenario
            && let Some(nearest) = nearest(&graph)
        {
            endpoints = flow::disambiguate(endpoints, &graph, scenario, &nearest);
        }
        let flows = flow::trace_all(&graph, endpoints);
        let mut on_some_path = graph.link_map(false);
        for &link in flows.iter().flat_map(|flow| &flow.links) {
            on_some_path[link] = true;
        }
        Self {
            graph,
            scenario,
            flows,
            on_some_path,
        }
    }
}

impl<'a> Deref for TracedFlows<'a> {
    type Target = Graph<'a>;

    fn deref(&self) -> &Graph<'a> {
        &self.graph
    }
}
