//! Gives each part its own box: an assignment by component and neighborhood, mended by moves and swaps. Quick for any
//! drawing; [`crate::analysis::reference::exact`] then makes certain where few boxes are ambiguous.

use crate::analysis::reference::assign::assign;
use crate::analysis::reference::cost::{KindFits, ReferenceDesign};
use crate::analysis::reference::task::{MatchProblem, units};
use crate::analysis::reference::wiring::{DrawnPaths, MISSING};

/// Mending stops after this many rounds; each round makes the reading cheaper, so few are ever needed.
const ROUNDS: usize = 20;

/// For each part the box that plays it, in a reading that no move and no swap makes cheaper.
pub(crate) fn search(task: MatchProblem) -> Vec<Option<usize>> {
    let mut search = LocalSearch {
        task,
        player: vec![None; task.parts()],
        part_of: vec![None; task.boxes()],
    };
    search.start();
    search.improve();
    search.player
}

struct LocalSearch<'a> {
    task: MatchProblem<'a>,
    player: Vec<Option<usize>>,
    part_of: Vec<Option<usize>>,
}

impl LocalSearch<'_> {
    fn play(&mut self, part: usize, node: Option<usize>) {
        if let Some(former) = self.player[part] {
            self.part_of[former] = None;
        }
        self.player[part] = node;
        if let Some(node) = node {
            self.part_of[node] = Some(part);
        }
    }

    /// What these parts and all connections at them cost now.
    fn cost_around(&self, parts: &[usize]) -> i64 {
        let mut sum = 0;
        for (index, &part) in parts.iter().enumerate() {
            sum += self.task.part_cost(part, self.player[part]);
            for &link in &self.task.reference.links_of[part] {
                let ends = &self.task.reference.links[link];
                let counted = parts[..index]
                    .iter()
                    .any(|&p| p == ends.from || p == ends.to);
                if !counted {
                    let (from, to) = (self.player[ends.from], self.player[ends.to]);
                    sum += self.task.link_cost(link, from, to);
                }
            }
        }
        sum
    }

    /// The first reading: each part with the box that fits best, judged by itself and its neighbors.
    fn start(&mut self) {
        let (task, count) = (self.task, self.task.boxes());
        let (reference, fits) = (task.reference, task.fits);
        let neighbors = NeighborTable::new(fits, task.wires, task.parts());
        let table: Vec<Vec<i64>> = (0..task.parts())
            .map(|part| {
                let weight = reference.parts[part].weight;
                let mut row = vec![i64::MAX / 4; count];
                for &node in &fits.candidates[part] {
                    let lost = neighbors.lost(reference, part, node);
                    row[node] =
                        task.part_cost(part, Some(node)) + units(MISSING * lost / 2, weight);
                }
                row
            })
            .collect();
        let nobody = |part: usize| {
            let lost = reference.links_of[part].len() as i64;
            let weight = reference.parts[part].weight;
            task.part_cost(part, None) + units(MISSING * lost / 2, weight)
        };
        let unplayed: Vec<i64> = (0..task.parts()).map(nobody).collect();
        let found = assign(task.parts(), count + task.parts(), |part, column| {
            table[part].get(column).copied().unwrap_or(unplayed[part])
        });
        for (part, column) in found.into_iter().enumerate() {
            if column < count && fits.can_play(part, column) {
                self.play(part, Some(column));
            }
        }
    }

    /// Lets boxes change parts as long as that makes the reading cheaper.
    fn improve(&mut self) {
        let fits = self.task.fits;
        for _ in 0..ROUNDS {
            let mut better = false;
            for part in 0..self.player.len() {
                for &node in &fits.candidates[part] {
                    better |= self.try_player(part, node);
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Gives a part to a box, and the part that the box had to the former player where that is possible, if that is
    /// cheaper. A part is never cheaper with nobody.
    fn try_player(&mut self, part: usize, node: usize) -> bool {
        let former = self.player[part];
        if former == Some(node) {
            return false;
        }
        let other = self.part_of[node];
        let heir =
            other.and_then(|other| former.filter(|&former| self.task.fits.can_play(other, former)));
        let parts: &[usize] = match other {
            Some(other) => &[part, other],
            None => &[part],
        };
        let before = self.cost_around(parts);
        let without_links = self.task.part_cost(part, Some(node))
            + other.map_or(0, |other| self.task.part_cost(other, heir));
        if without_links >= before {
            return false;
        }
        self.swap(part, Some(node), other, heir);
        let better = self.cost_around(parts) < before;
        if !better {
            self.swap(part, former, other, Some(node));
        }
        better
    }

    fn swap(
        &mut self,
        part: usize,
        player: Option<usize>,
        other: Option<usize>,
        heir: Option<usize>,
    ) {
        if let Some(other) = other {
            self.play(other, None);
        }
        self.play(part, player);
        if let Some(other) = other {
            self.play(other, heir);
        }
    }
}

/// For each box, which parts those that it leads to, and those that lead to it, could play.
struct NeighborTable {
    after: Vec<Vec<bool>>,
    before: Vec<Vec<bool>>,
}

impl NeighborTable {
    fn new(fits: &KindFits, wires: &DrawnPaths, parts: usize) -> Self {
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

    /// How many connections of the part cannot be there if this box plays it.
    fn lost(&self, reference: &ReferenceDesign, part: usize, node: usize) -> i64 {
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
