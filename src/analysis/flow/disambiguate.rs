//! Which of several possible ways and end points a flow means.
//!
//! An end point is named by its role, and a drawing may have several components of that role: positions go to the index of
//! places, not to the database of trips that stands behind the same gateway. Where the drawing has both connections as the
//! nearest accepted design has them, and that design uses only one of them for a flow, that one is meant. Where it says
//! nothing, all of them are.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::endpoints::{ResolvedFlow, resolve_endpoints};
use crate::analysis::graph::{Graph, Link, LinkMap};
use crate::analysis::report::Comparison;
use crate::model::Id;
use crate::scenario::Scenario;

/// Whether some end point can be played by several components.
pub(crate) fn is_ambiguous(flows: &[ResolvedFlow]) -> bool {
    let mut ends = flows.iter().flat_map(|flow| &flow.ends);
    ends.any(|end| end.candidates.len() > 1)
}

/// The flows with the ways and end points that are meant, as far as the nearest accepted design says.
pub(crate) fn disambiguate<'a>(
    mut flows: Vec<ResolvedFlow<'a>>,
    graph: &Graph<'a>,
    scenario: &'a Scenario,
    nearest: &Comparison,
) -> Vec<ResolvedFlow<'a>> {
    let accepted = scenario.designs.iter().find(|d| d.id == nearest.design);
    let Some(accepted) = accepted else {
        return flows;
    };
    let matched = MatchedConnections::new(graph, nearest);
    let reference_graph = Graph::new(&accepted.design);
    let references = resolve_endpoints(&reference_graph, Some(scenario));
    for (flow, reference) in flows.iter_mut().zip(references) {
        let ids_of = |is_used: &dyn Fn(&Link) -> bool| -> BTreeSet<Id> {
            let used = reference_graph.links().filter(|link| is_used(link));
            used.map(|link| link.id).collect()
        };
        for (end, reference_end) in flow.ends.iter_mut().zip(&reference.ends) {
            let intended = ids_of(&|link| reference_end.candidates.contains(&link.to));
            let is_reached_by = |wanted: IntendedUse, node: NodeIndex| {
                let mut into = graph.incoming(node);
                into.any(|link| matched.intended_use(link.index, &intended) == Some(wanted))
            };
            let is_intended = |node: NodeIndex| is_reached_by(IntendedUse::ThisFlow, node);
            if end.candidates.iter().any(|&node| is_intended(node)) {
                end.candidates.retain(|&node| {
                    is_intended(node) || !is_reached_by(IntendedUse::OtherFlow, node)
                });
            }
        }
        let on_path = reference.on_path(&reference_graph);
        let intended = ids_of(&|link| reference.allowed_links.open[link.index] && on_path[link.to]);
        let narrowed = flow.restrict(graph, &matched.unintended_links(graph, flow, &intended));
        // An unfinished drawing may have only the other way.
        if narrowed.works() {
            *flow = narrowed;
        }
    }
    flows
}

/// What the accepted design uses a connection for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IntendedUse {
    ThisFlow,
    OtherFlow,
}

/// For each link of the drawing the connections of the accepted design that it plays.
struct MatchedConnections(LinkMap<BTreeSet<Id>>);

impl MatchedConnections {
    fn new(graph: &Graph, nearest: &Comparison) -> Self {
        let mut plays = BTreeMap::<Id, BTreeSet<Id>>::new();
        for theirs in &nearest.connections {
            for &drawn in &theirs.by {
                plays.entry(drawn).or_default().insert(theirs.reference);
            }
        }
        let links = graph.links();
        Self(
            links
                .map(|link| plays.remove(&link.id).unwrap_or_default())
                .collect(),
        )
    }

    /// What the accepted design uses a link for, which uses `intended` for the flow in question; none where the link plays
    /// none of its connections.
    fn intended_use(&self, link: EdgeIndex, intended: &BTreeSet<Id>) -> Option<IntendedUse> {
        let plays = &self.0[link];
        if plays.is_empty() {
            None
        } else if plays.is_disjoint(intended) {
            Some(IntendedUse::OtherFlow)
        } else {
            Some(IntendedUse::ThisFlow)
        }
    }

    /// The links by which somebody who sends each request one way would send it another way than is meant.
    fn unintended_links(
        &self,
        graph: &Graph,
        flow: &ResolvedFlow,
        intended: &BTreeSet<Id>,
    ) -> BTreeSet<EdgeIndex> {
        let on_path = flow.on_path(graph);
        let mut unintended = BTreeSet::new();
        for node in graph.nodes().filter(|node| node.chooses_one_target()) {
            let is_way =
                |link: &EdgeIndex| flow.allowed_links.open[*link] && on_path[graph[*link].to];
            let ways: Vec<EdgeIndex> = node.out.iter().copied().filter(is_way).collect();
            let with_use = |wanted: IntendedUse| {
                let ways = ways.iter().copied();
                ways.filter(move |&link| self.intended_use(link, intended) == Some(wanted))
            };
            if with_use(IntendedUse::ThisFlow).next().is_some() {
                unintended.extend(with_use(IntendedUse::OtherFlow));
            }
        }
        unintended
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{WhatIf, estimate};
    use crate::model::parse_notation;
    use crate::scenario::builtin;

    /// Calls a second at the peak hour of a component in a drawing for the prompt of rides.
    fn load(drawing: &str) -> impl Fn(&str) -> f64 + use<> {
        let parsed = parse_notation(drawing).unwrap();
        let prompt = builtin().iter().find(|p| p.id == "ride_hailing");
        let found = estimate(&parsed.design, prompt, &WhatIf::default());
        move |key| {
            let mut all = found.components.iter();
            all.find(|c| c.id == parsed.keys[key]).unwrap().rps
        }
    }

    const ORDINARY: &str = "
apps: mobile_client
gate: api_gateway
places: service x40 \"Location service\"
rides: service x6 \"Ride service\"
grid: redis x20
trips: sql x2
apps -> gate
gate -> places
gate -> rides
places -> grid
rides -> grid: read
rides -> trips
";

    #[test]
    fn positions_are_not_rides_although_one_gateway_leads_to_both() {
        let load = load(ORDINARY);
        assert!(load("places") > 300_000.0 && load("grid") > 300_000.0);
        assert!(load("rides") < 2_000.0 && load("trips") < 2_000.0);
    }

    #[test]
    fn the_only_way_is_the_way() {
        let unfinished = ORDINARY.replace("places -> grid\n", "");
        let load = load(&unfinished.replace("gate -> places\n", ""));
        assert!(load("rides") > 300_000.0);
    }

    #[test]
    fn twins_share_what_one_part_gets() {
        let twice = ORDINARY.replace(
            "rides -> trips",
            "rides -> trips\nmore: service x40\ngate -> more -> grid",
        );
        let load = load(&twice);
        assert!((load("more") - load("places")).abs() < 1e-6 * load("more"));
    }
}
