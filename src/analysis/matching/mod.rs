//! Holds the drawing against the accepted designs: who plays which part, and how the parts are connected.
//!
//! The reading that changes the fewest things is searched for without regard to how much each part matters, so that no
//! box is taken away from a part that it plays well to fill another that it has nothing to do with. How much parts matter
//! then decides what the differences cost. Names never decide; they only break ties.

mod assign;
mod cost;
mod exact;
#[cfg(test)]
mod oracle;
mod search;
mod share;
mod table;
mod task;
mod wiring;

use std::collections::BTreeSet;

use super::context::Context;
use super::report::{Comparison, FlowMatch, PartMatch, Played, Wired};
use crate::model::Id;
use crate::scenario::AcceptedDesign;
use cost::{Fit, Fits, Reference};
use share::Reading;
use task::Task;
use wiring::{RefLink, Wires};

/// What a part costs that nobody plays: the unit of all costs.
const UNPLAYED: i64 = 1_000;
/// What a box that plays no part costs.
const EXTRA: i64 = 50;
/// Extra boxes never cost more than one part in so many of the whole design.
const EXTRA_AT_MOST: i64 = 5;
/// What it costs that a box plays a part beside its own: less than another kind, for the work is done.
const MERGED: i64 = 150;

/// The drawing held against every accepted design of its prompt, nearest first.
pub(crate) fn compare_all(context: &Context) -> Vec<Comparison> {
    let Some(scenario) = context.scenario else {
        return Vec::new();
    };
    let mut all: Vec<Comparison> = scenario
        .designs
        .iter()
        .map(|accepted| compare(context, accepted))
        .collect();
    all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    all
}

/// The drawing held against one accepted design.
pub(crate) fn compare(context: &Context, accepted: &AcceptedDesign) -> Comparison {
    let reference = Reference::new(accepted);
    let drawn = cost::canonical_order(context);
    let fits = cost::fits(context, &drawn, &reference);
    let wires = Wires::new(context, &drawn, |node| !fits.plays_nothing(node));
    let reading = best(Task {
        reference: &reference,
        fits: &fits,
        wires: &wires,
    });
    Outcome::new(context, &reference, &drawn, &fits, &reading).comparison(accepted)
}

/// The reading that changes the least.
fn best(task: Task) -> Reading {
    let mut players = search::search(task);
    exact::refine(task, &mut players);
    share::share(task, &players)
}

/// The final reading, with paths through all boxes that turned out to play no part.
struct Outcome<'a> {
    reference: &'a Reference<'a>,
    fits: &'a Fits,
    reading: &'a Reading,
    ids: Vec<Id>,
    extra: Vec<usize>,
    wires: Wires,
}

impl<'a> Outcome<'a> {
    fn new(
        context: &Context,
        reference: &'a Reference,
        drawn: &[usize],
        fits: &'a Fits,
        reading: &'a Reading,
    ) -> Self {
        let playing: BTreeSet<usize> = reading.players.iter().flatten().copied().collect();
        Self {
            reference,
            fits,
            reading,
            ids: drawn.iter().map(|&node| context.id(node)).collect(),
            extra: (0..drawn.len()).filter(|n| !playing.contains(n)).collect(),
            wires: Wires::new(context, drawn, |node| playing.contains(&node)),
        }
    }

    fn comparison(&self, accepted: &AcceptedDesign) -> Comparison {
        let mut extra: Vec<Id> = self.extra.iter().map(|&node| self.ids[node]).collect();
        extra.sort_unstable();
        Comparison {
            design: accepted.id.clone(),
            title: accepted.title.clone(),
            similarity: self.similarity(),
            parts: (0..self.reference.parts.len())
                .map(|part| self.part(part))
                .collect(),
            connections: (0..self.reference.links.len())
                .map(|link| self.connection(link))
                .collect(),
            extra,
        }
    }

    fn similarity(&self) -> f64 {
        let (mut whole, mut cost) = (0, 0);
        for (part, players) in self.reading.players.iter().enumerate() {
            let weight = self.reference.parts[part].weight;
            let costs = players.iter().map(|&node| self.fits.cost(part, node));
            whole += weight * UNPLAYED;
            let beside = if self.reading.merged.contains(&part) {
                MERGED
            } else {
                0
            };
            cost += weight * (costs.min().unwrap_or(UNPLAYED) + beside);
        }
        for link in &self.reference.links {
            let weight = self.reference.weight_of(link);
            let (from, to) = self.ends(link);
            whole += weight * wiring::MISSING;
            cost += weight * link.least_cost(&self.wires, from, to);
        }
        let extra = EXTRA * 1_000 * self.extra.len() as i64;
        cost += extra.min(whole / EXTRA_AT_MOST);
        if whole > 0 {
            (1.0 - cost as f64 / whole as f64).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    fn ends(&self, link: &RefLink) -> (&[usize], &[usize]) {
        let players = &self.reading.players;
        (&players[link.from], &players[link.to])
    }

    fn part(&self, part: usize) -> PartMatch {
        let players = &self.reading.players[part];
        let played = match players.iter().map(|&node| self.fits.fit(part, node)).min() {
            None => Played::Missing,
            Some(_) if self.reading.merged.contains(&part) => Played::Merged,
            Some(Fit::Substitute) => Played::Substituted,
            Some(_) => Played::Matched,
        };
        let reference = &self.reference.parts[part];
        PartMatch {
            part: reference.key.to_owned(),
            reference: reference.id,
            name: reference.name.to_owned(),
            played,
            by: players.iter().map(|&node| self.ids[node]).collect(),
        }
    }

    fn connection(&self, link: usize) -> FlowMatch {
        let link = &self.reference.links[link];
        let (from, to) = self.ends(link);
        let (wired, by) = if from.is_empty() || to.is_empty() {
            (Wired::EndMissing, Vec::new())
        } else {
            link.drawn(&self.wires, from, to)
        };
        FlowMatch {
            reference: link.id,
            wired,
            by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::accepted;
    use super::*;
    use crate::model::parse_notation;
    use crate::scenario::Need;

    #[test]
    fn a_box_of_the_users_own_is_what_its_name_speaks_of_at_a_small_price() {
        let accepted = accepted("client -> api -> cache", &[Need::Required]);
        let similarity = |kind: &str, name: &str| {
            let text = format!("client -> api -> mine\nmine: {kind} \"{name}\"");
            let design = parse_notation(&text).unwrap().design;
            compare(&Context::bare(&design), &accepted).similarity
        };
        // Three parts and two connections.
        let whole = 3.0 * 1_000.0 + 2.0 * 600.0;
        let lost = |kind, name| (1.0 - similarity(kind, name)) * whole;
        assert!(lost("cache", "Redis cluster").abs() < 1e-6);
        assert!((lost("custom", "Redis cluster") - 100.0).abs() < 1e-6);
        // The part, the connection to it, and an extra box.
        assert!((lost("custom", "Credis") - 1_650.0).abs() < 1e-6);
    }
}
