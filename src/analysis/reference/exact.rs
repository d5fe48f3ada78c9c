//! Makes certain that each part has the right box, where few boxes are ambiguous: branch and bound over the parts that
//! they fit, with the assignment problem as the bound.

use crate::analysis::reference::table::CostTable;
use crate::analysis::reference::task::MatchProblem;

/// So many ambiguous boxes are read exactly.
const AMBIGUOUS: usize = 12;
/// The search gives up after this many steps and keeps the best it has.
const STEPS: usize = 5_000;

/// Replaces the players by those of the cheapest reading, unless too many boxes are ambiguous.
///
/// A box is ambiguous when it fits several parts, or when another box fits its part too. All others play what they fit:
/// nobody in their place would cost more, whatever the others play.
pub(crate) fn refine(task: MatchProblem, players: &mut [Option<usize>]) {
    let candidates = &task.fits.candidates;
    let mut parts_of = vec![0; task.boxes()];
    for &node in candidates.iter().flatten() {
        parts_of[node] += 1;
    }
    let is_open = |part: &usize| match candidates[*part].as_slice() {
        [] => false,
        [only] => parts_of[*only] > 1,
        _ => true,
    };
    let (open, fixed): (Vec<usize>, Vec<usize>) = (0..task.parts()).partition(is_open);
    let mut boxes: Vec<usize> = open
        .iter()
        .flat_map(|&part| candidates[part].clone())
        .collect();
    boxes.sort_unstable();
    boxes.dedup();
    if boxes.len() > AMBIGUOUS {
        return;
    }
    for part in fixed {
        players[part] = candidates[part].first().copied();
    }
    let mut tree = BranchAndBound {
        table: CostTable::new(task, players, &open, &boxes),
        least: task.total(players),
        found: None,
        steps: 0,
    };
    tree.descend();
    for (&part, place) in open.iter().zip(tree.found.into_iter().flatten()) {
        players[part] = boxes.get(place).copied();
    }
}

struct BranchAndBound {
    table: CostTable,
    /// What the cheapest reading known costs, and its players if it was found here.
    least: i64,
    found: Option<Vec<usize>>,
    steps: usize,
}

impl BranchAndBound {
    /// Looks at all readings that agree with what is decided, as far as they can be cheaper than the best one known.
    fn descend(&mut self) {
        self.steps += 1;
        if self.steps > STEPS || self.table.quick_bound() >= self.least {
            return;
        }
        let (bound, chosen) = self.table.cheapest();
        if bound >= self.least {
            return;
        }
        let conflicts = self.table.conflicts(&chosen);
        // Each conflict counts at both of its ends.
        let cost = bound + conflicts.iter().sum::<i64>() / 2;
        if cost < self.least {
            self.least = cost;
            self.found = Some(chosen);
        }
        let Some(row) = (0..conflicts.len()).rev().max_by_key(|&row| conflicts[row]) else {
            return;
        };
        if conflicts[row] == 0 {
            return;
        }
        for option in self.table.options(row) {
            self.table.decide(row, option);
            self.descend();
            self.table.take_back(row, option);
        }
    }
}
