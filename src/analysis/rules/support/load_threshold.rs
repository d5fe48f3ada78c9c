//! The load on some parts of a drawing, where it is tiny beside what one instance of the store behind them carries.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::performance::cost::PLANNED;
use crate::analysis::revision::Analysis;
use crate::model::{Role, format};
use crate::scenario::Scenario;

/// A load is tiny where it and its growth use less than this part of one instance of the store behind. Own judgment: even
/// ten times that, on top of the growth that the prompt names, leaves nine tenths of one instance idle.
const TINY_SHARE: f64 = 0.01;

/// The store behind some parts and the load on them.
pub(crate) struct TinyLoad<'a> {
    /// What the store is called.
    store: &'a str,
    /// What one instance of it carries (rps).
    one: f64,
    /// What all flows through the parts bring at the peak hour, with the growth of the prompt (rps).
    rps: f64,
    /// Who says so.
    by: &'static str,
}

impl<'a> TinyLoad<'a> {
    /// The load on these parts where it is tiny. Flows that come by are counted in full; parts that none comes by are taken
    /// to get all there is.
    pub(crate) fn measure(
        analysis: &'a Analysis,
        scenario: Option<&Scenario>,
        parts: &[NodeIndex],
    ) -> Option<Self> {
        let stated = analysis.design.traffic().unwrap_or_default();
        let growth = scenario.map_or(1.0, |scenario| scenario.targets.growth.max(1.0));
        let comes_by = |part: NodeIndex, flow: &FlowTrace| {
            let on_flow = |node: NodeIndex| flow.passes(node);
            on_flow(part) || analysis.incoming(part).any(|link| on_flow(link.from))
        };
        let through: Vec<&FlowTrace> = analysis
            .flows
            .iter()
            .filter(|flow| parts.iter().any(|&part| comes_by(part, flow)))
            .collect();
        let rps = if through.is_empty() {
            scenario.map_or(stated, Scenario::total_rps)
        } else {
            through.iter().map(|flow| flow.rps).sum()
        };
        let mut touched = analysis.node_map(through.is_empty());
        for &node in through.iter().flat_map(|flow| &flow.components) {
            touched[node] = true;
        }
        let one = |node: &NodeIndex| {
            let node = &analysis[*node];
            let of_kind = node
                .effective_kind
                .capacity
                .as_ref()
                .map(|figure| figure.value);
            node.component.overrides.capacity.or(of_kind)
        };
        let stores: Vec<NodeIndex> = analysis
            .with_role(&[Role::Store])
            .filter(|&node| touched[node])
            .collect();
        let smallest = stores
            .iter()
            .filter_map(|node| Some((one(node)?, *node)))
            .min_by(|a, b| a.0.total_cmp(&b.0))?;
        let load = Self {
            store: analysis.name(smallest.1),
            one: smallest.0,
            rps: rps * growth,
            by: match scenario {
                Some(_) => "the load of this prompt is",
                None => "the stated load is",
            },
        };
        let is_tiny = load.rps > 0.0 && load.rps < TINY_SHARE * load.one;
        if is_tiny { Some(load) } else { None }
    }

    /// "One instance of Orders DB handles about 10,000 requests a second, but the load of this prompt is only 30 a second, including growth".
    pub(crate) fn sentence(&self) -> String {
        let (store, rps, by) = (self.store, format::amount(self.rps), self.by);
        let one = format::requests_a_second(self.one);
        format!(
            "One instance of {store} handles about {one}, but {by} only {rps} a second, including growth"
        )
    }

    /// The load from which one instance is no longer enough (rps).
    pub(crate) fn rps_of_one_store(&self) -> f64 {
        self.one * PLANNED
    }
}
