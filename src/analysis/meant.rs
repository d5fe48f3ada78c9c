//! Which of several possible ways and end points a flow means.
//!
//! An end point is named by its role, and a drawing may have several components of that role: positions go to the index of
//! places, not to the database of trips that stands behind the same gateway. Where the drawing has both connections as the
//! nearest accepted design has them, and that design uses only one of them for a flow, that one is meant. Where it says
//! nothing, all of them are.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::flow::{self, FlowTrace};
use super::report::Comparison;
use crate::model::Id;
use crate::scenario::Scenario;

/// Whether some end point can be played by several components.
pub(super) fn is_ambiguous(flows: &[FlowTrace]) -> bool {
    let mut ends = flows.iter().flat_map(|flow| &flow.ends);
    ends.any(|end| end.candidates.len() > 1)
}

/// Leaves the ways and end points that are meant, as far as the nearest accepted design says.
pub(super) fn disambiguate<'a>(
    context: &Context<'a>,
    scenario: &'a Scenario,
    flows: &mut [FlowTrace<'a>],
) {
    let Some(nearest) = context.comparisons.first() else {
        return;
    };
    let accepted = scenario.designs.iter().find(|d| d.id == nearest.design);
    let Some(accepted) = accepted else { return };
    let known = MatchedConnections::new(context, nearest);
    let theirs = Context::prepared(&accepted.design, Some(scenario));
    for (flow, reference) in flows.iter_mut().zip(flow::resolve_endpoints(&theirs)) {
        let links = |chosen: &dyn Fn(usize) -> bool| -> BTreeSet<Id> {
            let chosen = (0..theirs.links.len()).filter(|&link| chosen(link));
            chosen.map(|link| theirs.links[link].id).collect()
        };
        for (end, theirs_end) in flow.ends.iter_mut().zip(&reference.ends) {
            let meant = links(&|link| theirs_end.candidates.contains(&theirs.links[link].to));
            let arrives = |said: IntendedUse, node: usize| {
                let mut into = context.nodes[node].into.iter();
                into.any(|&link| known.intended_use(link, &meant) == Some(said))
            };
            if end
                .candidates
                .iter()
                .any(|&node| arrives(IntendedUse::Meant, node))
            {
                let stays = |&node: &usize| {
                    arrives(IntendedUse::Meant, node) || !arrives(IntendedUse::Other, node)
                };
                end.candidates.retain(stays);
            }
        }
        let on_path = reference.on_path(&theirs);
        let meant =
            links(&|link| reference.allowed_links.open[link] && on_path[theirs.links[link].to]);
        let cut = flow.restrict(context, &known.unintended_links(context, flow, &meant));
        // An unfinished drawing may have only the other way.
        if cut.works() {
            *flow = cut;
        }
    }
}

/// What the accepted design says of a connection for one flow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IntendedUse {
    Meant,
    Other,
}

/// For each link of the drawing the connections of the accepted design that it plays.
struct MatchedConnections(Vec<BTreeSet<Id>>);

impl MatchedConnections {
    fn new(context: &Context, nearest: &Comparison) -> Self {
        let mut plays = BTreeMap::<Id, BTreeSet<Id>>::new();
        for theirs in &nearest.connections {
            for &drawn in &theirs.by {
                plays.entry(drawn).or_default().insert(theirs.reference);
            }
        }
        let links = context.links.iter();
        Self(
            links
                .map(|link| plays.remove(&link.id).unwrap_or_default())
                .collect(),
        )
    }

    fn intended_use(&self, link: usize, meant: &BTreeSet<Id>) -> Option<IntendedUse> {
        let plays = &self.0[link];
        match plays.is_disjoint(meant) {
            _ if plays.is_empty() => None,
            true => Some(IntendedUse::Other),
            false => Some(IntendedUse::Meant),
        }
    }

    /// The links by which somebody who sends each request one way would send it another way than is meant.
    fn unintended_links(
        &self,
        context: &Context,
        flow: &FlowTrace,
        meant: &BTreeSet<Id>,
    ) -> BTreeSet<usize> {
        let on_path = flow.on_path(context);
        let mut other = BTreeSet::new();
        for node in context
            .nodes
            .iter()
            .filter(|node| node.chooses_one_target())
        {
            let leads =
                |&&link: &&usize| flow.allowed_links.open[link] && on_path[context.links[link].to];
            let ways = || node.out.iter().filter(leads);
            if ways().any(|&link| self.intended_use(link, meant) == Some(IntendedUse::Meant)) {
                other.extend(
                    ways().filter(|&&link| {
                        self.intended_use(link, meant) == Some(IntendedUse::Other)
                    }),
                );
            }
        }
        other
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
