//! The parts that are open, and what is certain about their cost: the lower bound of the exact search.
//!
//! What a connection costs depends on two boxes. As much of it as one end alone makes certain is moved to that end, so
//! that the cheapest assignment of boxes to parts is never too dear. Deciding who plays a part moves the rest of its
//! connections to their other ends. What a whole reading costs stays the same.

use crate::analysis::reference::assign::assign;
use crate::analysis::reference::task::MatchProblem;

/// More than any reading costs, and little enough to be added up.
const NEVER: i64 = i64::MAX / 1_000;

/// A part that several boxes may play, or whose box may play another.
struct CostRow {
    /// Who may play it: places among the ambiguous boxes, and last the place after all of them for nobody.
    options: Vec<usize>,
    /// By place: what that costs for certain.
    costs: Vec<i64>,
    /// Who plays it, once that is decided.
    decided: Option<usize>,
}

/// The connections between two open parts.
struct Bond {
    ends: [usize; 2],
    /// By place at the first end and at the second: what is not certain by one end alone.
    rest: Vec<Vec<i64>>,
}

pub(crate) struct CostTable {
    rows: Vec<CostRow>,
    bonds: Vec<Bond>,
    /// By place; nobody is always free.
    free: Vec<bool>,
    nobody: usize,
    /// What is decided and what was never open.
    sum: i64,
}

impl CostTable {
    /// `open` are the parts to be decided, `boxes` all that may play one of them, in order; `players` says who plays the
    /// others.
    pub(crate) fn new(
        task: MatchProblem,
        players: &[Option<usize>],
        open: &[usize],
        boxes: &[usize],
    ) -> Self {
        let nobody = boxes.len();
        let row = |part: &usize| {
            let candidates = task.fits.candidates[*part].iter();
            let places = candidates.filter_map(|node| boxes.binary_search(node).ok());
            let options: Vec<usize> = places.chain([nobody]).collect();
            let mut costs = vec![NEVER; nobody + 1];
            for &option in &options {
                costs[option] = task.part_cost(*part, boxes.get(option).copied());
            }
            CostRow {
                options,
                costs,
                decided: None,
            }
        };
        let mut table = Self {
            rows: open.iter().map(row).collect(),
            bonds: Vec::new(),
            free: vec![true; nobody + 1],
            nobody,
            sum: 0,
        };
        let row_of: Vec<Option<usize>> = (0..task.parts())
            .map(|part| open.binary_search(&part).ok())
            .collect();
        for part in (0..task.parts()).filter(|&part| row_of[part].is_none()) {
            table.sum += task.part_cost(part, players[part]);
        }
        for (index, link) in task.reference.links.iter().enumerate() {
            let (from, to) = (row_of[link.from], row_of[link.to]);
            let fixed = (players[link.from], players[link.to]);
            table.count_link(from, to, |a, b| {
                let from = a.map_or(fixed.0, |place| boxes.get(place).copied());
                let to = b.map_or(fixed.1, |place| boxes.get(place).copied());
                task.link_cost(index, from, to)
            });
        }
        for bond in &mut table.bonds {
            bond.settle(&mut table.rows);
        }
        table
    }

    /// Adds a connection where it belongs; `cost` takes the places of those of its ends that are open.
    fn count_link(
        &mut self,
        from: Option<usize>,
        to: Option<usize>,
        cost: impl Fn(Option<usize>, Option<usize>) -> i64,
    ) {
        match (from, to) {
            (None, None) => self.sum += cost(None, None),
            (Some(from), None) => self.rows[from].add(|place| cost(Some(place), None)),
            (None, Some(to)) => self.rows[to].add(|place| cost(None, Some(place))),
            (Some(from), Some(to)) if from < to => {
                self.bond([from, to], |a, b| cost(Some(a), Some(b)));
            }
            (Some(from), Some(to)) => self.bond([to, from], |b, a| cost(Some(a), Some(b))),
        }
    }

    fn bond(&mut self, ends: [usize; 2], cost: impl Fn(usize, usize) -> i64) {
        let known = self.bonds.iter().position(|bond| bond.ends == ends);
        let index = known.unwrap_or(self.bonds.len());
        if known.is_none() {
            let rest = vec![vec![0; self.free.len()]; self.free.len()];
            self.bonds.push(Bond { ends, rest });
        }
        let [first, second] = ends.map(|end| &self.rows[end].options);
        for &a in first {
            for &b in second {
                let same_box = a == b && a != self.nobody;
                self.bonds[index].rest[a][b] += if same_box { NEVER } else { cost(a, b) };
            }
        }
    }

    /// Who may still play this part, the cheapest first.
    pub(crate) fn options(&self, row: usize) -> Vec<usize> {
        let row = &self.rows[row];
        let mut options: Vec<usize> = row.open_options(&self.free).collect();
        options.sort_by_key(|&option| row.costs[option]);
        options
    }

    pub(crate) fn decide(&mut self, row: usize, option: usize) {
        self.move_bonds(row, option, 1);
        self.rows[row].decided = Some(option);
        self.sum += self.rows[row].costs[option];
        self.free[option] = option == self.nobody;
    }

    /// Takes the latest decision back.
    pub(crate) fn take_back(&mut self, row: usize, option: usize) {
        self.free[option] = true;
        self.sum -= self.rows[row].costs[option];
        self.rows[row].decided = None;
        self.move_bonds(row, option, -1);
    }

    /// Moves the rest of the row's connections to those of their other ends that are open.
    fn move_bonds(&mut self, row: usize, option: usize, sign: i64) {
        for bond in &self.bonds {
            let Some(end) = bond.ends.iter().position(|&end| end == row) else {
                continue;
            };
            let other = &mut self.rows[bond.ends[1 - end]];
            if other.decided.is_none() {
                other.add(|place| sign * bond.rest(end, option, place));
            }
        }
    }

    /// What every reading costs at least, without regard to each box having only one part.
    pub(crate) fn quick_bound(&self) -> i64 {
        let rows = self.rows.iter().filter(|row| row.decided.is_none());
        let least = rows.filter_map(|row| row.open_options(&self.free).map(|o| row.costs[o]).min());
        self.sum + least.sum::<i64>()
    }

    /// What every reading costs at least, and by row who plays it then.
    pub(crate) fn cheapest(&self) -> (i64, Vec<usize>) {
        let nobody = self.nobody;
        let rows: Vec<usize> = (0..self.rows.len())
            .filter(|&row| self.rows[row].decided.is_none())
            .collect();
        let boxes: Vec<usize> = (0..nobody).filter(|&place| self.free[place]).collect();
        // What it changes that a box plays a part that would be left to nobody; the columns after the parts are for
        // boxes that play none.
        let change = |index: usize, column: usize| {
            rows.get(column).map_or(0, |&row| {
                self.rows[row].costs[boxes[index]] - self.rows[row].costs[nobody]
            })
        };
        let found = assign(boxes.len(), rows.len() + boxes.len(), change);
        let decided = self.rows.iter().map(|row| row.decided.unwrap_or(nobody));
        let mut chosen: Vec<usize> = decided.collect();
        let unplayed: i64 = rows.iter().map(|&row| self.rows[row].costs[nobody]).sum();
        let mut bound = self.sum + unplayed;
        for (index, column) in found.into_iter().enumerate() {
            bound += change(index, column);
            if let Some(&row) = rows.get(column) {
                chosen[row] = boxes[index];
            }
        }
        (bound, chosen)
    }

    /// By row, what this reading costs beyond the bound, at the connections to other open rows.
    pub(crate) fn conflicts(&self, chosen: &[usize]) -> Vec<i64> {
        let mut conflicts = vec![0; self.rows.len()];
        for bond in &self.bonds {
            if bond
                .ends
                .iter()
                .all(|&end| self.rows[end].decided.is_none())
            {
                let [first, second] = bond.ends;
                let rest = bond.rest[chosen[first]][chosen[second]];
                conflicts[first] += rest;
                conflicts[second] += rest;
            }
        }
        conflicts
    }
}

impl CostRow {
    fn add(&mut self, cost: impl Fn(usize) -> i64) {
        for &option in &self.options {
            self.costs[option] += cost(option);
        }
    }

    fn open_options(&self, free: &[bool]) -> impl Iterator<Item = usize> {
        let options = self.options.iter().copied();
        options.filter(|&option| free[option])
    }
}

impl Bond {
    /// The rest with one place at this end and the other at the other end.
    fn rest(&self, end: usize, here: usize, there: usize) -> i64 {
        let [first, second] = in_order(end, here, there);
        self.rest[first][second]
    }

    /// Moves to both ends what is certain by one of them alone: first half of it to the first, then all that is left.
    fn settle(&mut self, rows: &mut [CostRow]) {
        for (end, divisor) in [(0, 2), (1, 1), (0, 1)] {
            for index in 0..rows[self.ends[end]].options.len() {
                let here = rows[self.ends[end]].options[index];
                let others = &rows[self.ends[1 - end]].options;
                let least = others
                    .iter()
                    .map(|&there| self.rest(end, here, there))
                    .min();
                let moved = least.unwrap_or(0) / divisor;
                for &there in others {
                    let [first, second] = in_order(end, here, there);
                    self.rest[first][second] -= moved;
                }
                rows[self.ends[end]].costs[here] += moved;
            }
        }
    }
}

fn in_order(end: usize, here: usize, there: usize) -> [usize; 2] {
    if end == 0 {
        [here, there]
    } else {
        [there, here]
    }
}
