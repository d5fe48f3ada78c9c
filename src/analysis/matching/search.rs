//! Finds who plays which part: an assignment by component and neighbourhood, mended by moves and swaps, exact where few
//! components are drawn, and at the end several players for one part.
//!
//! A reading is judged by one number: first what changes, then how much it matters,
//! last how little the names have in common.

use super::assign::assign;
use super::cost::{Fit, Fits, Reference};
use super::wiring::{MISSING, Wires};
use super::{EXTRA, UNPLAYED};

/// A thousandth of a missing part, so much that any difference in the drawing outweighs every difference in weight.
const CHANGE: i64 = 100_000;
/// The same for what it weighs, so much that any difference in weight outweighs every difference in names.
const WEIGHTED: i64 = 30_000;

/// Mending stops after this many rounds; each round makes the reading cheaper, so few are ever needed.
const ROUNDS: usize = 20;
/// So many boxes that fit some part are read exactly.
const EXACT_BOXES: usize = 8;
/// The exact search gives up after this many steps and keeps what it has.
const EXACT_STEPS: usize = 20_000;
/// So many components may share a part.
const PLAYERS: usize = 3;

/// Who plays which part: for each part its players by canonical number, the first to have got it first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) players: Vec<Vec<usize>>,
}

/// The reading of the drawing that changes the least.
pub(super) fn best(reference: &Reference, fits: &Fits, wires: &Wires) -> Reading {
    let mut search = one_to_one(reference, fits, wires);
    search.share_parts();
    Reading {
        players: search.players,
    }
}

fn one_to_one<'a>(reference: &'a Reference, fits: &'a Fits, wires: &'a Wires) -> Search<'a> {
    let count = wires.len();
    let mut search = Search {
        reference,
        fits,
        wires,
        players: vec![Vec::new(); reference.parts.len()],
        part_of: vec![None; count],
    };
    search.start();
    search.mend();
    let boxes: Vec<usize> = (0..count).filter(|&n| !fits.plays_nothing(n)).collect();
    if boxes.len() <= EXACT_BOXES {
        search.refine(&boxes);
    }
    search
}

struct Search<'a> {
    reference: &'a Reference<'a>,
    fits: &'a Fits,
    wires: &'a Wires,
    players: Vec<Vec<usize>>,
    part_of: Vec<Option<usize>>,
}

/// A cost in thousandths with its weighted share.
fn units(cost: i64, weight: i64) -> i64 {
    cost * CHANGE + cost * weight * WEIGHTED / 1_000_000
}

impl Search<'_> {
    fn play(&mut self, part: usize, node: Option<usize>) {
        for player in std::mem::take(&mut self.players[part]) {
            self.part_of[player] = None;
        }
        if let Some(node) = node {
            self.players[part].push(node);
            self.part_of[node] = Some(part);
        }
    }

    /// What a part costs as it is played now; a player more saves an extra box.
    fn part_cost(&self, part: usize) -> i64 {
        let players = &self.players[part];
        let Some(&first) = players.first() else {
            return units(UNPLAYED, self.reference.parts[part].weight);
        };
        self.player_cost(part, first) - units(EXTRA, 0) * players.len() as i64
    }

    fn player_cost(&self, part: usize, node: usize) -> i64 {
        let weight = self.reference.parts[part].weight;
        units(self.fits.cost(part, node), weight) + i64::from(self.fits.name_gap(part, node))
    }

    fn link_cost(&self, link: usize) -> i64 {
        let link = &self.reference.links[link];
        let (from, to) = (&self.players[link.from], &self.players[link.to]);
        let cost = link.least_cost(self.wires, from, to);
        units(cost, self.reference.weight_of(link))
    }

    /// What these parts and all links at them cost now.
    fn cost_around(&self, parts: &[usize]) -> i64 {
        let mut sum = 0;
        for (index, &part) in parts.iter().enumerate() {
            sum += self.part_cost(part);
            for &link in &self.reference.links_of[part] {
                let ends = &self.reference.links[link];
                let counted = parts[..index]
                    .iter()
                    .any(|&p| p == ends.from || p == ends.to);
                if !counted {
                    sum += self.link_cost(link);
                }
            }
        }
        sum
    }

    /// The first reading: each part with the component that fits best, judged by itself and its neighbours.
    fn start(&mut self) {
        let (parts, count) = (self.players.len(), self.part_of.len());
        let neighbours = Neighbours::new(self.fits, self.wires, parts);
        let table: Vec<Vec<i64>> = (0..parts)
            .map(|part| {
                let weight = self.reference.parts[part].weight;
                let mut row = vec![i64::MAX / 4; count];
                for &node in &self.fits.candidates[part] {
                    let lost = neighbours.lost(self.reference, part, node);
                    row[node] = self.player_cost(part, node) + units(MISSING * lost / 2, weight)
                        - units(EXTRA, 0);
                }
                row
            })
            .collect();
        let nobody = |part: usize| {
            let links = self.reference.links_of[part].len() as i64;
            units(
                UNPLAYED + MISSING * links / 2,
                self.reference.parts[part].weight,
            )
        };
        let unplayed: Vec<i64> = (0..parts).map(nobody).collect();
        let found = assign(parts, count + parts, |part, column| {
            table[part].get(column).copied().unwrap_or(unplayed[part])
        });
        for (part, column) in found.into_iter().enumerate() {
            if column < count && self.fits.can_play(part, column) {
                self.play(part, Some(column));
            }
        }
    }

    /// Lets components change parts as long as that makes the reading cheaper.
    fn mend(&mut self) {
        for _ in 0..ROUNDS {
            let mut better = false;
            for part in 0..self.players.len() {
                better |= self.try_player(part, None);
                for index in 0..self.fits.candidates[part].len() {
                    better |= self.try_player(part, Some(self.fits.candidates[part][index]));
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Gives a part to a component, and the part that the component had to the former player where that is possible.
    fn try_player(&mut self, part: usize, node: Option<usize>) -> bool {
        let former = self.players[part].first().copied();
        if former == node {
            return false;
        }
        let other = node.and_then(|node| self.part_of[node]);
        let parts: &[usize] = match other {
            Some(other) => &[part, other],
            None => &[part],
        };
        let before = self.cost_around(parts);
        if let Some(other) = other {
            self.play(other, None);
        }
        self.play(part, node);
        if let Some(other) = other {
            let heir = former.filter(|&former| self.fits.can_play(other, former));
            self.play(other, heir);
        }
        let better = self.cost_around(parts) < before;
        if !better {
            if let Some(other) = other {
                self.play(other, None);
            }
            self.play(part, former);
            if let Some(other) = other {
                self.play(other, node);
            }
        }
        better
    }

    fn total(&self) -> i64 {
        let parts: i64 = (0..self.players.len())
            .map(|part| self.part_cost(part))
            .sum();
        let links: i64 = (0..self.reference.links.len())
            .map(|link| self.link_cost(link))
            .sum();
        parts + links
    }

    /// Looks for the very best reading, box by box, giving up branches that cannot beat the best one known.
    fn refine(&mut self, boxes: &[usize]) {
        let gains: Vec<i64> = boxes.iter().map(|&node| self.most_gained(node)).collect();
        // What all boxes from a position on can gain at most.
        let mut ahead = vec![0; boxes.len() + 1];
        for index in (0..boxes.len()).rev() {
            ahead[index] = ahead[index + 1] + gains[index];
        }
        let mut exact = Exact {
            best: (self.total(), self.players.clone()),
            steps: 0,
        };
        for part in 0..self.players.len() {
            self.play(part, None);
        }
        exact.descend(self, boxes, &ahead, 0);
        let (_, players) = exact.best;
        for (part, players) in players.into_iter().enumerate() {
            self.play(part, players.first().copied());
        }
    }

    fn most_gained(&self, node: usize) -> i64 {
        (0..self.players.len())
            .filter(|&part| self.fits.can_play(part, node))
            .map(|part| {
                let links = self.reference.links_of[part].len() as i64;
                // A weight is at most 1,000, so this is never too little.
                units(UNPLAYED + EXTRA + MISSING * links, 1_000)
                    - units(self.fits.cost(part, node), 0)
            })
            .max()
            .unwrap_or(0)
    }

    /// Lets components without a part join a part that one of their role plays.
    fn share_parts(&mut self) {
        let free: Vec<usize> = (0..self.part_of.len())
            .filter(|&node| self.part_of[node].is_none() && !self.fits.plays_nothing(node))
            .collect();
        for node in free {
            let mut best: Option<(i64, usize)> = None;
            for part in 0..self.players.len() {
                let shared = (1..PLAYERS).contains(&self.players[part].len());
                if !shared || !self.fits.can_play(part, node) || !self.same_fit(part, node) {
                    continue;
                }
                let before = self.cost_around(&[part]);
                self.players[part].push(node);
                let gain =
                    before - self.cost_around(&[part]) - i64::from(self.fits.name_gap(part, node));
                self.players[part].pop();
                if best.is_none_or(|(known, _)| gain > known) {
                    best = Some((gain, part));
                }
            }
            if let Some((_, part)) = best {
                self.players[part].push(node);
                self.part_of[node] = Some(part);
            }
        }
    }

    fn same_fit(&self, part: usize, node: usize) -> bool {
        let fit = self.fits.fit(part, node);
        fit != Fit::Substitute && fit == self.fits.fit(part, self.players[part][0])
    }
}

struct Exact {
    best: (i64, Vec<Vec<usize>>),
    steps: usize,
}

impl Exact {
    fn descend(&mut self, search: &mut Search, boxes: &[usize], ahead: &[i64], index: usize) {
        self.steps += 1;
        let now = search.total();
        if now < self.best.0 {
            self.best = (now, search.players.clone());
        }
        if self.steps > EXACT_STEPS || index == boxes.len() || now - ahead[index] >= self.best.0 {
            return;
        }
        let node = boxes[index];
        for part in 0..search.players.len() {
            if search.players[part].is_empty() && search.fits.can_play(part, node) {
                search.play(part, Some(node));
                self.descend(search, boxes, ahead, index + 1);
                search.play(part, None);
            }
        }
        self.descend(search, boxes, ahead, index + 1);
    }
}

/// For each component, which parts those that it leads to, and those that lead to it, could play.
struct Neighbours {
    after: Vec<Vec<bool>>,
    before: Vec<Vec<bool>>,
}

impl Neighbours {
    fn new(fits: &Fits, wires: &Wires, parts: usize) -> Self {
        let count = wires.len();
        let mut after = vec![vec![false; parts]; count];
        let mut before = vec![vec![false; parts]; count];
        for (from, after) in after.iter_mut().enumerate() {
            for to in wires.targets(from) {
                for part in 0..parts {
                    after[part] |= fits.can_play(part, to);
                    before[to][part] |= fits.can_play(part, from);
                }
            }
        }
        Self { after, before }
    }

    /// How many connections of the part cannot be there if this component plays it.
    fn lost(&self, reference: &Reference, part: usize, node: usize) -> i64 {
        let lost = reference.links_of[part].iter().filter(|&&link| {
            let link = &reference.links[link];
            if link.from == part {
                !self.after[node][link.to]
            } else {
                !self.before[node][link.from]
            }
        });
        lost.count() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::context::Context;
    use super::super::super::testing::sketches;
    use super::super::cost;
    use super::*;
    use proptest::prelude::*;

    /// The least cost of all readings that give each part at most one player.
    fn least_by_trying(search: &mut Search, part: usize) -> i64 {
        if part == search.players.len() {
            return search.total();
        }
        let mut least = least_by_trying(search, part + 1);
        for index in 0..search.fits.candidates[part].len() {
            let node = search.fits.candidates[part][index];
            if search.part_of[node].is_none() {
                search.play(part, Some(node));
                least = least.min(least_by_trying(search, part + 1));
                search.play(part, None);
            }
        }
        least
    }

    proptest! {
        #[test]
        fn small_drawings_are_read_exactly(drawn in sketches(6), accepted in sketches(5)) {
            let (design, accepted) = (drawn.design(), accepted.accepted());
            let context = Context::bare(&design);
            let reference = Reference::new(&accepted);
            let order = cost::canonical_order(&context);
            let fits = cost::fits(&context, &order, &reference);
            let wires = Wires::new(&context, &order, |node| !fits.plays_nothing(node));
            let mut search = one_to_one(&reference, &fits, &wires);
            let found = search.total();
            for part in 0..search.players.len() {
                search.play(part, None);
            }
            prop_assert_eq!(found, least_by_trying(&mut search, 0));
        }
    }
}
