//! A plain layout for drawings so large that nobody sees more of them than where things roughly are: in time that grows with
//! what is drawn, where the careful one grows with its square.
//!
//! What lies in one zone, or in none, stands in columns by the longest way of calls to it. A column that is too high goes on
//! beside itself, and columns beyond the width of a page go on below.

use std::collections::BTreeMap;

use super::layout_tree::Direction;
use crate::layout::GRID;
use crate::model::{Design, Id, Rect, pt, vector};

/// Drawings with more components, zones and connections than this are laid out plainly.
const CAREFUL: usize = 1_200;
/// What every box takes (world units).
const BOX: (f64, f64) = (224.0, 64.0);
/// Between columns, with room for lines and labels, and between what stands in one (world units).
const GAPS: (f64, f64) = (64.0, 64.0);
/// Inside a zone: below its title, and on the other sides (world units).
const ZONE_TOP: f64 = 32.0;
const ZONE_SIDE: f64 = 32.0;
/// A zone without contents (world units).
const EMPTY_ZONE: (f64, f64) = (224.0, 128.0);
/// The shape to come near to, as length along the calls to length across them.
const PAGE: f64 = 1.6;

/// Whether a drawing is too large for the careful layout.
pub(super) fn is_too_large(design: &Design) -> bool {
    design.components().len() + design.zones().len() + design.connections().len() > CAREFUL
}

/// Where everything but notes outside of zones lies.
pub(super) fn coarse_rects(design: &Design, direction: Direction) -> BTreeMap<Id, Rect> {
    let mut layout = CoarseLayout::new(design, direction);
    layout.arrange(None);
    layout.rects()
}

/// A length along the calls and one across them (world units).
type Extent = (f64, f64);

struct CoarseLayout<'a> {
    design: &'a Design,
    direction: Direction,
    /// What lies in each zone, and in none.
    contents: BTreeMap<Option<Id>, Vec<Id>>,
    /// The calls between what lies in each zone, and in none.
    calls: BTreeMap<Option<Id>, Vec<(Id, Id)>>,
    sizes: BTreeMap<Id, Extent>,
    /// Where each item begins, seen from where the zone around it begins.
    begins: BTreeMap<Id, Extent>,
}

impl<'a> CoarseLayout<'a> {
    fn new(design: &'a Design, direction: Direction) -> Self {
        let mut layout = Self {
            design,
            direction,
            contents: BTreeMap::new(),
            calls: BTreeMap::new(),
            sizes: BTreeMap::new(),
            begins: BTreeMap::new(),
        };
        for (id, item) in design.components() {
            layout.put(id, item.parent, BOX);
        }
        for (id, item) in design.notes() {
            if item.parent.is_some() {
                let size = (item.rect.width(), item.rect.height());
                layout.put(id, item.parent, size);
            }
        }
        for (id, item) in design.zones() {
            layout.put(id, item.parent, EMPTY_ZONE);
        }
        for (_, call) in design.connections() {
            let around = |id: Id| {
                let mut all: Vec<Id> = design.ancestors(id).map(|(zone, _)| zone).collect();
                all.reverse();
                all.push(id);
                all
            };
            let (from, to) = (around(call.from), around(call.to));
            let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            if let (Some(&from_part), Some(&to_part)) = (from.get(shared), to.get(shared)) {
                let zone = shared.checked_sub(1).map(|outer| from[outer]);
                let calls = layout.calls.entry(zone).or_default();
                calls.push((from_part, to_part));
            }
        }
        layout
    }

    fn put(&mut self, id: Id, parent: Option<Id>, size: (f64, f64)) {
        let to_grid = |length: f64| (length / GRID).ceil() * GRID;
        let (wide, high) = (to_grid(size.0), to_grid(size.1));
        self.sizes.insert(id, self.turned((wide, high)));
        self.contents.entry(parent).or_default().push(id);
    }

    /// A width and a height as lengths along and across, or back.
    fn turned(&self, (first, second): Extent) -> Extent {
        match self.direction {
            Direction::Right => (first, second),
            Direction::Down => (second, first),
        }
    }

    /// Arranges what lies in a zone, the innermost zones first, and makes the zone as large. Zones lie no deeper in each other
    /// than a design allows.
    fn arrange(&mut self, zone: Option<Id>) {
        let items = self.contents.get(&zone).cloned().unwrap_or_default();
        for &id in &items {
            if self.design.zone(id).is_some() {
                self.arrange(Some(id));
            }
        }
        let calls = self.calls.remove(&zone).unwrap_or_default();
        let end = self.arrange_columns(columns_of(&items, &calls));
        if let Some(zone) = zone.filter(|_| !items.is_empty()) {
            let before = self.turned((ZONE_SIDE, ZONE_TOP));
            for id in items {
                if let Some(begin) = self.begins.get_mut(&id) {
                    *begin = (begin.0 + before.0, begin.1 + before.1);
                }
            }
            let least = self.turned(EMPTY_ZONE);
            let size = (
                (before.0 + end.0 + ZONE_SIDE).max(least.0),
                (before.1 + end.1 + ZONE_SIDE).max(least.1),
            );
            self.sizes.insert(zone, size);
        }
    }

    /// Puts columns beside each other and below, and answers how far they reach.
    fn arrange_columns(&mut self, columns: Vec<Vec<Id>>) -> Extent {
        let gaps = self.turned((GAPS.0, GAPS.1));
        let area: f64 = (columns.iter().flatten())
            .map(|id| (self.sizes[id].0 + gaps.0) * (self.sizes[id].1 + gaps.1))
            .sum();
        let page = self.turned((PAGE, 1.0));
        let longest = (area * page.0 / page.1).sqrt();
        let highest = (area * page.1 / page.0).sqrt();
        let (mut end, mut at, mut below): (Extent, Extent, f64) = ((0.0, 0.0), (0.0, 0.0), 0.0);
        for column in columns {
            let mut begin = 0;
            while begin < column.len() {
                let (mut wide, mut high, mut count) = (0.0_f64, 0.0, 0);
                for id in &column[begin..] {
                    let size = self.sizes[id];
                    if count > 0 && high + size.1 > highest {
                        break;
                    }
                    wide = wide.max(size.0);
                    high += size.1 + gaps.1;
                    count += 1;
                }
                if at.0 > 0.0 && at.0 + wide > longest {
                    at = (0.0, below);
                }
                let mut across = at.1;
                for &id in &column[begin..begin + count] {
                    self.begins.insert(id, (at.0, across));
                    across += self.sizes[&id].1 + gaps.1;
                }
                end = (end.0.max(at.0 + wide), end.1.max(across - gaps.1));
                below = below.max(across);
                at.0 += wide + gaps.0;
                begin += count;
            }
        }
        end
    }

    /// The rectangles as they lie in the drawing.
    fn rects(&self) -> BTreeMap<Id, Rect> {
        let mut rects = BTreeMap::new();
        let mut open = vec![(None, pt(0.0, 0.0))];
        while let Some((zone, origin)) = open.pop() {
            for &id in self.contents.get(&zone).map_or(&[][..], Vec::as_slice) {
                let (x, y) = self.turned(self.begins[&id]);
                let note = self.design.note(id).map(|note| note.rect);
                let (wide, high) = match note {
                    Some(own) => (own.width(), own.height()),
                    None => self.turned(self.sizes[&id]),
                };
                let min = origin + vector(x, y);
                rects.insert(id, Rect::from_min(min, wide, high));
                open.push((Some(id), min));
            }
        }
        rects
    }
}

/// Items by the longest way of calls to them, those that nothing calls or is called by last; within a column, each near those
/// that call it.
fn columns_of(items: &[Id], calls: &[(Id, Id)]) -> Vec<Vec<Id>> {
    let number: BTreeMap<Id, usize> = items.iter().enumerate().map(|(n, &id)| (id, n)).collect();
    let mut calls: Vec<(usize, usize)> = calls
        .iter()
        .filter_map(|(from, to)| Some((*number.get(from)?, *number.get(to)?)))
        .collect();
    calls.sort_unstable();
    calls.dedup();
    let mut called = vec![Vec::new(); items.len()];
    let mut callers = vec![Vec::new(); items.len()];
    for &(from, to) in &calls {
        called[from].push(to);
        callers[to].push(from);
    }
    let order = order_along_calls(&called, &callers);
    let mut place = vec![0; items.len()];
    for (index, &n) in order.iter().enumerate() {
        place[n] = index;
    }
    let mut ranks = vec![0; items.len()];
    for &n in &order {
        let before = callers[n]
            .iter()
            .filter(|&&caller| place[caller] < place[n]);
        ranks[n] = before.map(|&caller| ranks[caller] + 1).max().unwrap_or(0);
    }
    let last = ranks.iter().max().map_or(0, |rank| rank + 1);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
    for n in 0..items.len() {
        let is_alone = called[n].is_empty() && callers[n].is_empty();
        columns[if is_alone { last } else { ranks[n] }].push(n);
    }
    let mut rows = vec![0.0; items.len()];
    for column in &mut columns {
        let middle = |&n: &usize| {
            let before = callers[n]
                .iter()
                .filter(|&&caller| ranks[caller] < ranks[n]);
            let (sum, count) = before.fold((0.0, 0.0), |(sum, count), &caller| {
                (sum + rows[caller], count + 1.0)
            });
            if count > 0.0 { sum / count } else { 0.0 }
        };
        let mut placed: Vec<(f64, usize)> = column.iter().map(|n| (middle(n), *n)).collect();
        placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        *column = placed.into_iter().map(|(_, n)| n).collect();
        for (row, &n) in column.iter().enumerate() {
            rows[n] = row as f64;
        }
    }
    let named = |column: Vec<usize>| column.into_iter().map(|n| items[n]).collect();
    columns.into_iter().map(named).collect()
}

/// All numbers, callers before what they call where no circle stands against it: a search in depth, in the order in which it
/// leaves them, backwards. Written by hand: a topological order refuses circles, which drawings have.
fn order_along_calls(called: &[Vec<usize>], callers: &[Vec<usize>]) -> Vec<usize> {
    let mut is_met = vec![false; called.len()];
    let mut left = Vec::with_capacity(called.len());
    let (starts, others): (Vec<usize>, Vec<usize>) =
        (0..called.len()).partition(|&n| callers[n].is_empty());
    // The last to be begun comes first.
    for start in starts.into_iter().chain(others) {
        let mut open = vec![(start, 0)];
        if std::mem::replace(&mut is_met[start], true) {
            continue;
        }
        while let Some((n, next)) = open.last_mut() {
            match called[*n].get(*next) {
                Some(&other) => {
                    *next += 1;
                    if !std::mem::replace(&mut is_met[other], true) {
                        open.push((other, 0));
                    }
                }
                None => {
                    left.push(*n);
                    open.pop();
                }
            }
        }
    }
    left.reverse();
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_the_calls_and_circles_are_cut() {
        let ids: Vec<Id> = (1..=6).map(Id).collect();
        let calls = [(1, 2), (2, 3), (3, 2), (1, 3), (4, 3)].map(|(a, b)| (Id(a), Id(b)));
        let columns = columns_of(&ids, &calls);
        assert_eq!(
            columns,
            [
                vec![Id(1), Id(4)],
                vec![Id(2)],
                vec![Id(3)],
                vec![Id(5), Id(6)]
            ]
        );
        assert_eq!(columns_of(&[], &[]).concat(), []);
    }
}
