//! Holds the drawing against the accepted designs: who plays which part, and how the parts are connected.
//!
//! The reading that changes the fewest things is searched for without regard to how much each part matters, so that no
//! box is taken away from a part that it plays well to fill another that it has nothing to do with. How much parts matter
//! then decides what the differences cost. Who plays a part follows from evidence together: kinds first, then the words of
//! the drawing, then the wiring; how near the drawing comes follows from kinds and wiring alone.

mod ability;
mod assign;
mod cost;
mod evidence;
mod exact;
#[cfg(test)]
mod job_tests;
pub(crate) mod mistakes;
#[cfg(test)]
mod oracle;
pub(crate) mod responsibilities;
mod search;
mod share;
mod table;
mod take_over;
mod task;
mod weights;
mod wiring;
mod written_evidence;

use std::collections::BTreeSet;

use crate::analysis::graph::Graph;
use crate::analysis::report::{
    Comparison, ConnectionMatch, ConnectionMatchKind, PartMatch, PartMatchKind,
};
use crate::model::Id;
use crate::scenario::{AcceptedDesign, Responsibility, Scenario};
use cost::{KindFit, KindFits, ReferenceDesign, SPEAKING};
pub(crate) use evidence::HOLDS_JOBS;
use petgraph::graph::NodeIndex;
use share::Assignment;
use task::MatchProblem;
use weights::{EXTRA, EXTRA_AT_MOST, MERGED, UNPLAYED};
use wiring::{DrawnPaths, ReferenceLink};

/// The drawing held against every accepted design of its prompt, nearest first.
pub(crate) fn compare_all(graph: &Graph, scenario: Option<&Scenario>) -> Vec<Comparison> {
    let Some(scenario) = scenario else {
        return Vec::new();
    };
    let mut all: Vec<Comparison> = scenario
        .designs
        .iter()
        .map(|accepted| compare(graph, accepted, &scenario.responsibilities))
        .collect();
    all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    all
}

/// The drawing held against one accepted design of a prompt with these jobs.
pub(crate) fn compare(
    graph: &Graph,
    accepted: &AcceptedDesign,
    jobs: &[Responsibility],
) -> Comparison {
    let reference = ReferenceDesign::new(accepted, jobs);
    let drawn = cost::canonical_order(graph);
    let fits = cost::fits(graph, &drawn, &reference);
    let wires = DrawnPaths::new(graph, &drawn, |node| !fits.plays_nothing(node));
    let reading = solve(MatchProblem {
        reference: &reference,
        fits: &fits,
        wires: &wires,
    });
    MatchResult::new(graph, &reference, &drawn, &fits, &reading).comparison(accepted)
}

/// The reading that changes the least.
fn solve(task: MatchProblem) -> Assignment {
    let mut players = search::search(task);
    exact::refine(task, &mut players);
    let mut reading = share::assign_shared(task, &players);
    take_over::take_over(task, &mut reading);
    reading
}

/// The final reading, with paths through all boxes that turned out to play no part.
struct MatchResult<'a> {
    reference: &'a ReferenceDesign<'a>,
    fits: &'a KindFits,
    reading: &'a Assignment,
    ids: Vec<Id>,
    extra: Vec<usize>,
    wires: DrawnPaths,
}

impl<'a> MatchResult<'a> {
    fn new(
        graph: &Graph,
        reference: &'a ReferenceDesign,
        drawn: &[NodeIndex],
        fits: &'a KindFits,
        reading: &'a Assignment,
    ) -> Self {
        let playing: BTreeSet<usize> = reading.players.iter().flatten().copied().collect();
        Self {
            reference,
            fits,
            reading,
            ids: drawn.iter().map(|&node| graph.id(node)).collect(),
            extra: (0..drawn.len()).filter(|n| !playing.contains(n)).collect(),
            wires: DrawnPaths::new(graph, drawn, |node| playing.contains(&node)),
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

    fn ends(&self, link: &ReferenceLink) -> (&[usize], &[usize]) {
        let players = &self.reading.players;
        (&players[link.from], &players[link.to])
    }

    fn part(&self, part: usize) -> PartMatch {
        let players = &self.reading.players[part];
        let played = match players.iter().map(|&node| self.fits.fit(part, node)).min() {
            None => PartMatchKind::Missing,
            Some(_) if self.reading.guessed.contains(&part) => PartMatchKind::Substituted,
            Some(_) if self.reading.merged.contains(&part) => PartMatchKind::Merged,
            Some(KindFit::Substitute) => PartMatchKind::Substituted,
            Some(_) => PartMatchKind::Matched,
        };
        let reference = &self.reference.parts[part];
        PartMatch {
            part: reference.key.to_owned(),
            reference: reference.id,
            name: reference.name.to_owned(),
            played,
            reason: self.reason(part, played),
            is_named: self.is_named(part),
            by: players.iter().map(|&node| self.ids[node]).collect(),
        }
    }

    /// Whether the first of its players says by its name that it is this part.
    fn is_named(&self, part: usize) -> bool {
        let mut players = self.reading.players[part].iter();
        let words = players.next().map(|&node| self.fits.words(part, node));
        words.is_some_and(|words| words.by_name >= SPEAKING)
    }

    /// Why the first of its players is taken for it.
    fn reason(&self, part: usize, played: PartMatchKind) -> String {
        let Some(&node) = self.reading.players[part].first() else {
            return String::new();
        };
        let words = self.fits.words(part, node);
        let said = self.reference.vocabulary.matched_text(words);
        match (played, said) {
            (_, Some(said)) if words.by_name >= SPEAKING => format!("its name says “{said}”"),
            (PartMatchKind::Merged, _) => "it does this in addition to its own role".to_owned(),
            (PartMatchKind::Substituted, _) => "by its connections".to_owned(),
            _ => match self.fits.fit(part, node) {
                KindFit::Accepted => "accepted as a substitute".to_owned(),
                _ => "same kind".to_owned(),
            },
        }
    }

    fn connection(&self, link: usize) -> ConnectionMatch {
        let link = &self.reference.links[link];
        let (from, to) = self.ends(link);
        let (wired, by) = if from.is_empty() || to.is_empty() {
            (ConnectionMatchKind::EndMissing, Vec::new())
        } else {
            link.best_match(&self.wires, from, to)
        };
        // Who is asked and who asks may change with the kind: a topic tells what a table is asked for.
        let is_kind = |part: usize| {
            let players = &self.reading.players[part];
            players
                .iter()
                .all(|&node| self.fits.fit(part, node) == KindFit::Same)
        };
        let is_reversed = wired == ConnectionMatchKind::Reversed;
        let wired = if is_reversed && !(is_kind(link.from) && is_kind(link.to)) {
            ConnectionMatchKind::Matched
        } else {
            wired
        };
        ConnectionMatch {
            reference: link.id,
            wired,
            by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::testing::accepted;
    use crate::model::parse_notation;
    use crate::scenario::Need;

    #[test]
    fn a_box_of_the_users_own_is_what_its_name_speaks_of_at_a_small_price() {
        let accepted = accepted("client -> api -> cache", &[Need::Required]);
        let similarity = |kind: &str, name: &str| {
            let text = format!("client -> api -> mine\nmine: {kind} \"{name}\"");
            let design = parse_notation(&text).unwrap().design;
            compare(&Graph::new(&design), &accepted, &[]).similarity
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
