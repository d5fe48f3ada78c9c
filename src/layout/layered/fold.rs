//! Folds a long drawing: what lies beyond a cut goes below what lies before it, as a line of text goes on in the next one.

use std::collections::BTreeMap;

use super::layout_tree::Direction;
use crate::layout::GRID;
use crate::model::{Design, Id, Point, Rect, Vector, pt, vector};

/// The shape to come near to, as width to height: that of a page or a screen.
pub(super) const PAGE: f64 = 1.6;
/// A drawing up to this many times as long as it is high (measured against the page) is left as it is, and so is one up to
/// this length (world units): it fits on a screen at reading size.
const LONG: f64 = 1.5;
const SCREEN: f64 = 1_500.0;
/// Into so many rows a drawing is folded at most.
const MOST: usize = 5;
/// Between rows, and what is added for each line that leads from one to the next (world units).
const ROW_GAP: f64 = 64.0;
const LINE_ROOM: f64 = 12.0;

/// How far a drawing is from the shape of a page: 0 where it has that shape, the same for twice as wide and twice as high.
pub(super) fn distance_from_page(layout: &BTreeMap<Id, Rect>) -> f64 {
    let bounds = layout.values().copied().reduce(Rect::union);
    bounds.map_or(0.0, |all| {
        let aspect = all.width().max(1.0) / all.height().max(1.0);
        (aspect / PAGE).ln().abs()
    })
}

/// The drawing folded into two rows, three, and so on, as far as zones stay whole and no zone covers a stranger.
pub(super) fn folded_layouts(
    design: &Design,
    direction: Direction,
    layout: &BTreeMap<Id, Rect>,
) -> Vec<BTreeMap<Id, Rect>> {
    let Some(all) = layout.values().copied().reduce(Rect::union) else {
        return Vec::new();
    };
    let (long, high) = along_and_across(direction, all);
    let page = match direction {
        Direction::Right => PAGE,
        Direction::Down => 1.0 / PAGE,
    };
    if long <= SCREEN || long / high.max(1.0) <= LONG * page {
        return Vec::new();
    }
    let folding = Folding {
        design,
        direction,
        layout,
    };
    let cuts = folding.possible_cuts();
    (2..=MOST)
        .filter_map(|rows| {
            let chosen = choose_cuts(&cuts, folding.span(all), rows)?;
            folding.fold_at(&chosen)
        })
        .collect()
}

fn along_and_across(direction: Direction, rect: Rect) -> (f64, f64) {
    match direction {
        Direction::Right => (rect.width(), rect.height()),
        Direction::Down => (rect.height(), rect.width()),
    }
}

/// The cuts nearest to equal parts; none where there are not enough.
fn choose_cuts(cuts: &[f64], (from, to): (f64, f64), rows: usize) -> Option<Vec<f64>> {
    let mut chosen: Vec<f64> = Vec::new();
    for row in 1..rows {
        let wanted = from + (to - from) * row as f64 / rows as f64;
        let free = cuts.iter().filter(|cut| chosen.last().is_none_or(|last| *cut > last));
        let nearest = free.min_by(|a, b| (**a - wanted).abs().total_cmp(&(**b - wanted).abs()))?;
        chosen.push(*nearest);
    }
    // A row much longer than the others would save nothing.
    let ends = std::iter::once(from).chain(chosen.iter().copied());
    let rows_end = chosen.iter().copied().chain([to]);
    let longest = ends.zip(rows_end).map(|(a, b)| b - a).fold(0.0, f64::max);
    (longest < 0.85 * (to - from)).then_some(chosen)
}

struct Folding<'a> {
    design: &'a Design,
    direction: Direction,
    layout: &'a BTreeMap<Id, Rect>,
}

impl Folding<'_> {
    /// From where to where a rectangle reaches along the flow.
    fn span(&self, rect: Rect) -> (f64, f64) {
        match self.direction {
            Direction::Right => (rect.min.x, rect.max.x),
            Direction::Down => (rect.min.y, rect.max.y),
        }
    }

    fn is_zone(&self, id: Id) -> bool {
        self.design.zone(id).is_some()
    }

    /// Places along the flow where no box and no note lies, only zones may.
    fn possible_cuts(&self) -> Vec<f64> {
        let solid = self.layout.iter().filter(|(id, _)| !self.is_zone(**id));
        let mut spans: Vec<(f64, f64)> = solid.map(|(_, &rect)| self.span(rect)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut cuts = Vec::new();
        let mut end = f64::NEG_INFINITY;
        for (from, to) in spans {
            if from > end && end.is_finite() {
                cuts.push(f64::midpoint(end, from));
            }
            end = end.max(to);
        }
        cuts
    }

    /// The drawing with everything beyond each cut in a row of its own; none where a zone would cover what is not its own.
    fn fold_at(&self, cuts: &[f64]) -> Option<BTreeMap<Id, Rect>> {
        let row_of = |at: f64| cuts.iter().filter(|&&cut| cut <= at).count();
        let solid = || self.layout.iter().filter(|(id, _)| !self.is_zone(**id));
        let mut rows: Vec<Vec<Id>> = vec![Vec::new(); cuts.len() + 1];
        for (&id, &rect) in solid() {
            rows[row_of(self.span(rect).0)].push(id);
        }
        // Zones that a cut goes through hold more than one row; all others move with theirs.
        let is_cut = |rect: Rect| {
            let (from, to) = self.span(rect);
            cuts.iter().any(|&cut| from < cut && cut < to)
        };
        let whole_zones = self
            .layout
            .iter()
            .filter(|&(&id, &rect)| self.is_zone(id) && !is_cut(rect));
        for (&id, &rect) in whole_zones {
            rows[row_of(self.span(rect).0)].push(id);
        }
        let between: Vec<usize> = (0..cuts.len())
            .map(|row| self.lines_over(cuts[row]))
            .collect();
        let mut folded: BTreeMap<Id, Rect> = BTreeMap::new();
        let mut next = None;
        for (number, row) in rows.iter().enumerate() {
            let bounds = row.iter().map(|id| self.layout[id]).reduce(Rect::union)?;
            let by = match next {
                None => Vector::ZERO,
                Some(below) => self.shift_below(bounds, self.row_start(cuts, number), below),
            };
            for id in row {
                folded.insert(*id, self.layout[id].translated(by));
            }
            let end = across_end(self.direction, bounds.translated(by));
            let lines = between.get(number).copied().unwrap_or_default() as f64;
            let padding = 2.0 * self.cut_zones(cuts).len() as f64 * GRID;
            next = Some(end + ROW_GAP + padding + LINE_ROOM * lines);
        }
        self.close_cut_zones(cuts, &mut folded);
        self.is_sound(&folded).then_some(folded)
    }

    /// How many connections lead over a cut.
    fn lines_over(&self, cut: f64) -> usize {
        let side = |id: Id| self.layout.get(&id).map(|rect| self.span(*rect).0 < cut);
        let lines = self.design.connections();
        lines
            .filter(|(_, c)| matches!((side(c.from), side(c.to)), (Some(a), Some(b)) if a != b))
            .count()
    }

    fn cut_zones(&self, cuts: &[f64]) -> Vec<Id> {
        let cut = |rect: Rect| {
            let (from, to) = self.span(rect);
            cuts.iter().any(|&cut| from < cut && cut < to)
        };
        let zones = self.layout.iter().filter(|(id, _)| self.is_zone(**id));
        zones
            .filter(|(_, rect)| cut(**rect))
            .map(|(&id, _)| id)
            .collect()
    }

    /// What stands in a zone and is no zone that is cut.
    fn contents(&self, zone: Id, cut: &[Id]) -> impl Iterator<Item = Id> {
        let inside = move |id: &Id| self.design.ancestors(*id).any(|(outer, _)| outer == zone);
        let solid = self.layout.keys().copied();
        solid.filter(move |id| !cut.contains(id)).filter(inside)
    }

    /// Where a row begins: with the contents of the zones that it shares with the row before, or else at the left edge.
    fn row_start(&self, cuts: &[f64], row: usize) -> f64 {
        let cut = cuts[row - 1];
        let all = self.cut_zones(cuts);
        let start_of = |ids: &mut dyn Iterator<Item = Id>| {
            ids.map(|id| self.span(self.layout[&id]).0)
                .fold(f64::INFINITY, f64::min)
        };
        let through = all.iter().copied().filter(|zone| {
            let (from, to) = self.span(self.layout[zone]);
            from < cut && cut < to
        });
        let inner = through
            .map(|zone| start_of(&mut self.contents(zone, &all)))
            .fold(f64::NEG_INFINITY, f64::max);
        if inner.is_finite() {
            inner
        } else {
            start_of(&mut self.layout.keys().copied())
        }
    }

    /// How a row is moved to begin at `start` along the flow, and at `below` across it: by whole steps of the grid.
    fn shift_below(&self, bounds: Rect, start: f64, below: f64) -> Vector {
        let to_grid = |by: f64| (by / GRID).round() * GRID;
        match self.direction {
            Direction::Right => vector(
                to_grid(start - bounds.min.x),
                ((below - bounds.min.y) / GRID).ceil() * GRID,
            ),
            Direction::Down => vector(
                ((below - bounds.min.x) / GRID).ceil() * GRID,
                to_grid(start - bounds.min.y),
            ),
        }
    }

    /// Draws the zones that were cut around what they hold, with the distances that they had.
    fn close_cut_zones(&self, cuts: &[f64], folded: &mut BTreeMap<Id, Rect>) {
        let mut zones = self.cut_zones(cuts);
        // Inner ones first.
        zones.sort_by_key(|zone| std::cmp::Reverse(self.design.ancestors(*zone).count()));
        for &zone in &zones {
            let inside = |id: &Id| self.design.ancestors(*id).any(|(outer, _)| outer == zone);
            let union = |rects: &BTreeMap<Id, Rect>| {
                let own = rects.iter().filter(|(id, _)| inside(id));
                own.map(|(_, &rect)| rect).reduce(Rect::union)
            };
            let old = self.layout[&zone];
            if let (Some(was), Some(is)) = (union(self.layout), union(folded)) {
                let rect = Rect {
                    min: pt(
                        is.min.x - (was.min.x - old.min.x),
                        is.min.y - (was.min.y - old.min.y),
                    ),
                    max: pt(
                        is.max.x + (old.max.x - was.max.x),
                        is.max.y + (old.max.y - was.max.y),
                    ),
                };
                folded.insert(zone, rect);
            } else {
                folded.insert(zone, old);
            }
        }
    }

    /// Whether nothing overlaps and no zone covers what is not its own.
    fn is_sound(&self, folded: &BTreeMap<Id, Rect>) -> bool {
        let all: Vec<(Id, Rect)> = folded.iter().map(|(&id, &rect)| (id, rect)).collect();
        all.iter().enumerate().all(|(index, &(a, rect))| {
            all[index + 1..].iter().all(|&(b, other)| {
                let holds = |outer: Id, inner: Id| {
                    self.design.ancestors(inner).any(|(zone, _)| zone == outer)
                };
                !rect.expanded(GRID / 2.0).intersects(other) || holds(a, b) || holds(b, a)
            })
        })
    }
}

/// Where a rectangle ends across the flow.
fn across_end(direction: Direction, rect: Rect) -> f64 {
    let Point { x, y } = rect.max;
    match direction {
        Direction::Right => y,
        Direction::Down => x,
    }
}
