//! Other granularity, once each part has its own box: several boxes that share a part, and one box that plays several.

use std::collections::BTreeSet;

use crate::analysis::reference::cost::KindFit;
use crate::analysis::reference::task::{MatchProblem, units};

/// So many boxes may share a part.
const PLAYERS: usize = 3;
/// A connection of this weight has to be drawn before a box takes its part over: that of a recommended part.
const WEIGHTY: i64 = 500;

/// Who plays which part: for each part its players by canonical number, the first to have got it first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assignment {
    pub(crate) players: Vec<Vec<usize>>,
    /// The parts that a box plays beside its own.
    pub(crate) merged: BTreeSet<usize>,
    /// Those among them for which nothing speaks but a box that may hold anything: "Redis".
    pub(crate) guessed: BTreeSet<usize>,
}

/// Lets boxes share parts, and play several, where the reading gives each box one part at most.
pub(crate) fn assign_shared(task: MatchProblem, players: &[Option<usize>]) -> Assignment {
    let mut sharing = Sharing {
        task,
        players: players
            .iter()
            .map(|p| p.iter().copied().collect())
            .collect(),
    };
    sharing.share_parts();
    let merged = sharing.merge_parts();
    Assignment {
        players: sharing.players,
        merged,
        guessed: BTreeSet::new(),
    }
}

struct Sharing<'a> {
    task: MatchProblem<'a>,
    players: Vec<Vec<usize>>,
}

impl Sharing<'_> {
    /// Lets boxes without a part join a part that another box of their role plays.
    fn share_parts(&mut self) {
        let playing: BTreeSet<usize> = self.players.iter().flatten().copied().collect();
        let free = (0..self.task.boxes()).filter(|node| !playing.contains(node));
        for node in free.filter(|&node| !self.task.fits.plays_nothing(node)) {
            let mut best: Option<(i64, usize)> = None;
            for part in 0..self.players.len() {
                if !self.may_join(part, node) {
                    continue;
                }
                let before = self.links_cost(part);
                self.players[part].push(node);
                let gap = i64::from(self.task.fits.name_gap(part, node));
                let words = units(self.task.fits.evidence(part, node), 0);
                let gain = before - self.links_cost(part) + words - gap;
                self.players[part].pop();
                if best.is_none_or(|(known, _)| gain > known) {
                    best = Some((gain, part));
                }
            }
            if let Some((_, part)) = best {
                self.players[part].push(node);
            }
        }
    }

    fn may_join(&self, part: usize, node: usize) -> bool {
        let (players, fits) = (&self.players[part], self.task.fits);
        (1..PLAYERS).contains(&players.len())
            && fits.can_play(part, node)
            && fits.fit(part, node) != KindFit::Substitute
            && fits.fit(part, node) <= fits.fit(part, players[0])
    }

    /// What the connections of this part cost now.
    fn links_cost(&self, part: usize) -> i64 {
        let reference = self.task.reference;
        let cost = |&link: &usize| {
            let link = &reference.links[link];
            let (from, to) = (&self.players[link.from], &self.players[link.to]);
            let least = link.least_cost(self.task.wires, from, to);
            units(least, reference.weight_of(link))
        };
        reference.links_of[part].iter().map(cost).sum()
    }

    /// Lets boxes take over parts that nobody plays, or only something similar, where they do the work of these too.
    fn merge_parts(&mut self) -> BTreeSet<usize> {
        let mut merged = BTreeSet::new();
        // A part taken over is the end of connections of others, so go round until nothing changes.
        while let Some((part, node)) = self.next_to_merge(&merged) {
            self.players[part] = vec![node];
            merged.insert(part);
        }
        merged
    }

    fn next_to_merge(&self, merged: &BTreeSet<usize>) -> Option<(usize, usize)> {
        let fits = self.task.fits;
        let mut parts = (0..self.players.len()).filter(|part| !merged.contains(part));
        parts.find_map(|part| {
            let mut players = self.players[part].iter();
            if players.any(|&node| fits.fit(part, node) != KindFit::Substitute) {
                return None;
            }
            let candidates = fits.candidates[part].iter().copied();
            let doing = candidates.filter(|&node| self.does_the_work(part, node));
            let node =
                doing.min_by_key(|&node| (fits.cost(part, node), fits.name_gap(part, node)))?;
            Some((part, node))
        })
    }

    /// Whether a box that plays other parts does the work of this one too: all that matters and is drawn is connected to
    /// it, and at least one connection is there for this part alone.
    fn does_the_work(&self, part: usize, node: usize) -> bool {
        let fits = self.task.fits;
        let own: Vec<usize> = (0..self.players.len())
            .filter(|&own| self.players[own].contains(&node))
            .collect();
        let same = |part: usize| fits.fit(part, node) == KindFit::Same;
        if own.is_empty() || !same(part) || !own.iter().all(|&own| same(own)) {
            return false;
        }
        let reference = self.task.reference;
        let weighty = WEIGHTY.min(reference.parts[part].weight);
        let links = &reference.links_of[part];
        let complete = links.iter().all(|&link| {
            let other = reference.links[link].other_end(part);
            reference.weight_of(&reference.links[link]) < weighty
                || self.players[other].contains(&node)
                // Nobody could have drawn it: that other part is named as missing, or is inside the box as well.
                || self.players[other].is_empty()
                || self.drawn_ends(link, part, node).next().is_some()
        });
        complete
            && links.iter().any(|&link| {
                let mut ends = self.drawn_ends(link, part, node);
                ends.any(|end| !own.iter().any(|&own| self.explains(own, link, part, end)))
            })
    }

    /// The boxes to which, or from which, this connection is drawn if this box plays this part.
    fn drawn_ends(&self, link: usize, part: usize, node: usize) -> impl Iterator<Item = usize> {
        let link = &self.task.reference.links[link];
        let others = self.players[link.other_end(part)].iter().copied();
        others.filter(move |&other| {
            let (from, to) = if link.from == part {
                (node, other)
            } else {
                (other, node)
            };
            link.is_drawn(self.task.wires, from, to)
        })
    }

    /// Whether a box needs a connection with this end for its own part already.
    fn explains(&self, own: usize, link: usize, part: usize, end: usize) -> bool {
        let reference = self.task.reference;
        let link = &reference.links[link];
        let mut mine = reference.links_of[own]
            .iter()
            .map(|&mine| &reference.links[mine]);
        mine.any(|mine| {
            (mine.from == own) == (link.from == part)
                && self.players[mine.other_end(own)].contains(&end)
                && !mine.does_the_opposite(link)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::graph::Graph;
    use crate::analysis::reference::compare;
    use crate::analysis::report::{Comparison, ConnectionMatchKind, PartMatchKind};
    use crate::analysis::testing::accepted;
    use crate::model::parse_notation;
    use crate::scenario::Need;

    /// Uploads are registered, pages are read and counted.
    const TWO_SERVICES: &str = r#"
client -> gateway
gateway: api_gateway
gateway -> uploads: write
gateway -> pages: read
uploads: service "Upload service"
pages: service "Page service"
uploads -> films: write
pages -> films: read
films: sql
pages -> cache: read
uploads -> originals
originals: object_storage
"#;

    fn compared(reference: &str, drawn: &str) -> Comparison {
        let design = parse_notation(drawn).unwrap().design;
        compare(
            &Graph::new(&design),
            &accepted(reference, &[Need::Required]),
            &[],
        )
    }

    fn played(comparison: &Comparison, part: &str) -> PartMatchKind {
        let mut parts = comparison.parts.iter();
        parts.find(|known| known.part == part).unwrap().played
    }

    #[test]
    fn one_service_does_the_work_of_two() {
        let comparison = compared(
            TWO_SERVICES,
            "client -> lb -> site -> films\nsite -> cache\nsite -> originals\n\
             lb: api_gateway\nsite: service\nfilms: sql\noriginals: object_storage",
        );
        let parts = ["uploads", "pages"].map(|part| played(&comparison, part));
        assert!(parts.contains(&PartMatchKind::Matched) && parts.contains(&PartMatchKind::Merged));
        let merged = comparison
            .parts
            .iter()
            .find(|part| part.played == PartMatchKind::Merged)
            .unwrap();
        assert_eq!(comparison.also_played(merged).count(), 1);
        assert!(
            comparison
                .connections
                .iter()
                .all(|link| link.wired == ConnectionMatchKind::Matched)
        );
        assert!((0.95..1.0).contains(&comparison.similarity));
    }

    #[test]
    fn another_missing_part_is_not_held_against_the_box() {
        let comparison = compared(
            TWO_SERVICES,
            "client -> lb -> site -> films\nsite -> cache\n\
             lb: api_gateway\nsite: service\nfilms: sql",
        );
        let parts = ["uploads", "pages"].map(|part| played(&comparison, part));
        assert!(parts.contains(&PartMatchKind::Merged));
        assert_eq!(played(&comparison, "originals"), PartMatchKind::Missing);
    }

    #[test]
    fn who_only_reads_does_not_write_too() {
        let comparison = compared(
            TWO_SERVICES,
            "client -> lb -> pages: read\npages -> films: read\npages -> cache\n\
             client -> originals\nlb: api_gateway\npages: service\nfilms: sql\noriginals: object_storage",
        );
        assert_eq!(played(&comparison, "uploads"), PartMatchKind::Missing);
    }

    #[test]
    fn a_part_like_another_is_missing_where_nothing_shows_it() {
        let reference = "a -> b -> s\na -> c -> s\nb -> e\na: api_gateway\nb: service\nc: service\ns: sql\ne: cache";
        let drawn = "a -> b -> s\nb -> e\na: api_gateway\nb: service\ns: sql\ne: cache";
        let comparison = compared(reference, drawn);
        assert_eq!(played(&comparison, "c"), PartMatchKind::Missing);
    }

    #[test]
    fn one_database_for_two() {
        let reference = "web -> users\nworker -> films\nweb -> queue -> worker\nusers: sql\nfilms: key_value_store";
        let drawn = "web -> db\nworker -> db\nweb -> queue -> worker\ndb: sql";
        let comparison = compared(reference, drawn);
        assert_eq!(played(&comparison, "users"), PartMatchKind::Matched);
        assert_eq!(played(&comparison, "films"), PartMatchKind::Merged);
        assert_eq!(
            played(
                &compared(reference, "web -> db\nweb -> queue -> worker\ndb: sql"),
                "films"
            ),
            PartMatchKind::Missing
        );
    }

    #[test]
    fn what_lies_inside_a_monolith_counts_as_connected() {
        let reference = r#"
client -> orders -> payments -> ledger -> books
payments -> bank
orders -> shelf
orders: service "Orders"
payments: service "Payments"
ledger: service "Ledger"
books: sql
shelf: cache
bank: third_party_api
"#;
        let drawn = "client -> shop\nshop -> books\nshop -> shelf\nshop -> bank\n\
                     shop: service\nbooks: sql\nshelf: cache\nbank: third_party_api";
        let comparison = compared(reference, drawn);
        let merged = ["orders", "payments", "ledger"].map(|part| played(&comparison, part));
        assert_eq!(
            merged
                .iter()
                .filter(|played| **played == PartMatchKind::Merged)
                .count(),
            2
        );
        assert!(
            comparison
                .connections
                .iter()
                .all(|link| link.wired == ConnectionMatchKind::Matched)
        );
    }

    #[test]
    fn whoever_only_stands_in_makes_way() {
        let drawn = "client -> lb -> site -> films\nsite -> cache\nsite -> originals\nhelper -> films\n\
             lb: api_gateway\nsite: service\nfilms: sql\noriginals: object_storage\nhelper: worker";
        let comparison = compared(TWO_SERVICES, drawn);
        assert!(
            comparison
                .parts
                .iter()
                .all(|part| part.played != PartMatchKind::Substituted)
        );
        assert_eq!(comparison.extra.len(), 1);
    }
}
