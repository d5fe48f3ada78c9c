//! The drawing with its flows traced: what loads, latencies, failures and costs are worked out from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;

use crate::analysis::flow::call_size::call_sizes;
use crate::analysis::flow::{self, FlowTrace};
use crate::analysis::graph::{Graph, LinkMap, NodeMap};
use crate::analysis::reference;
use crate::analysis::report::Comparison;
use crate::model::{CallCondition, Design, Flag, Id, Role};
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
    /// For each link that says nothing about it and on which no flow of its own gets to its end, the share of its caller's
    /// calls that it takes in the nearest accepted design (0 to 1): few readings are alarms.
    pub(crate) assumed_share: LinkMap<Option<f64>>,
    /// By which each component is compared with others that do the same; none where its name says nothing of that.
    pub(crate) twin_marks: NodeMap<Option<TwinMark>>,
}

/// Two components that do the same, each for a share, have the same stem and different names; equal numbers stand for equal
/// words, which are long to compare.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TwinMark {
    /// The number of its kind and of its name without what tells twins apart.
    pub(crate) stem: usize,
    /// The number of the same with its whole name.
    pub(crate) name: usize,
}

impl<'a> TracedFlows<'a> {
    /// The flows of a drawing, for whoever needs nothing else. The drawing is compared with the accepted designs,
    /// the nearest of which says what a flow means that could be meant in several ways.
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
        mut graph: Graph<'a>,
        scenario: Option<&'a Scenario>,
        nearest: impl FnOnce(&Graph) -> Option<Cow<'c, Comparison>>,
    ) -> Self {
        let mut endpoints = flow::resolve_endpoints(&graph, scenario);
        let mut assumed_share = graph.link_map(None);
        if let Some(scenario) = scenario
            && let Some(nearest) = nearest(&graph)
        {
            endpoints = flow::disambiguate(endpoints, &graph, scenario, &nearest);
            assumed_share = assume_shares(&graph, scenario, &nearest);
        }
        let flows = flow::trace_all(&graph, endpoints);
        let mut on_some_path = graph.link_map(false);
        for flow in &flows {
            for &link in &flow.links {
                on_some_path[link] = true;
                // What a flow is for gets all of it, unless the drawing says otherwise. What another flow sets off comes as
                // often as that one, of which it may be a part.
                if flow.follows.is_none() {
                    assumed_share[link] = None;
                }
            }
        }
        for (node, size) in call_sizes(&graph, &flows) {
            graph.set_call_size(node, size);
        }
        Self {
            twin_marks: mark_twins(&graph),
            graph,
            scenario,
            flows,
            on_some_path,
            assumed_share,
        }
    }
}

fn mark_twins(graph: &Graph) -> NodeMap<Option<TwinMark>> {
    let (mut stems, mut names) = (BTreeMap::new(), BTreeMap::new());
    let marks = graph.nodes().map(|node| {
        let key = node.twin_key()?;
        let (next_stem, next_name) = (stems.len(), names.len());
        Some(TwinMark {
            stem: *stems.entry(key).or_insert(next_stem),
            name: *names.entry((key, node.name())).or_insert(next_name),
        })
    });
    marks.collect()
}

/// The shares that the nearest accepted design states for what its connections are drawn by. Shares of what chooses one of
/// several ways are left out: which flow goes where says that already.
fn assume_shares(graph: &Graph, scenario: &Scenario, nearest: &Comparison) -> LinkMap<Option<f64>> {
    let mut shares: LinkMap<Option<f64>> = graph.link_map(None);
    let Some(accepted) = nearest.accepted_in(scenario) else {
        return shares;
    };
    let mut stated: BTreeMap<Id, f64> = BTreeMap::new();
    for matched in &nearest.connections {
        let Some(theirs) = accepted.design.connection(matched.reference) else {
            continue;
        };
        let kind = accepted.design.kind_of(theirs.from);
        let chooses = kind.has(Flag::Chooser) || kind.has(Flag::PassThrough);
        let share = match theirs.when {
            Some(CallCondition::Fraction(share)) if !chooses && kind.role != Role::Client => share,
            _ => 1.0,
        };
        // What stands for several connections takes as much as the largest of them.
        if let Some(last) = matched.by.last() {
            let known = stated.entry(*last).or_insert(0.0);
            *known = known.max(share);
        }
    }
    for link in graph.links() {
        let says_nothing = link.connection.when.is_none() && !graph[link.from].chooses_one_target();
        let share = stated.get(&link.id).filter(|share| **share < 1.0);
        shares[link.index] = share.copied().filter(|_| says_nothing);
    }
    shares
}

impl<'a> Deref for TracedFlows<'a> {
    type Target = Graph<'a>;

    fn deref(&self) -> &Graph<'a> {
        &self.graph
    }
}
