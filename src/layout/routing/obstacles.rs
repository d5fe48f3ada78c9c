//! Finds the boxes that a line would hit: boxes indexed by the cells of a coarse grid.

use super::side::{Side, coordinate_on_axis, nearly_equal};
use crate::model::{Point, Rect, pt};

/// The widest clearance asked for around boxes (world units): half the least gap that two lines can pass through.
pub(super) const CLEARANCE: f64 = 16.0;
/// The side of a cell (world units), doubled for drawings that are sparse.
const CELL: f64 = 256.0;
/// Touching is not entering, also after rounding.
const TOUCH: f64 = 1e-6;

/// All boxes of a drawing.
#[derive(Debug)]
pub(super) struct Obstacles {
    rects: Vec<Rect>,
    origin: Point,
    cell: f64,
    columns: usize,
    rows: usize,
    /// Per cell, where its boxes start in `items`; one more at the end.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Obstacles {
    pub(super) fn new(rects: Vec<Rect>) -> Self {
        let bounds = rects.iter().copied().reduce(Rect::union);
        let bounds = bounds.map_or(Rect::from_min(pt(0.0, 0.0), 1.0, 1.0), |all| {
            all.expanded(CLEARANCE)
        });
        let most = 4 * rects.len() as u64 + 16;
        let mut cell = CELL;
        let cells = |length: f64, cell: f64| (length / cell).floor() as u64 + 1;
        while cells(bounds.width(), cell).saturating_mul(cells(bounds.height(), cell)) > most {
            cell *= 2.0;
        }
        let mut obstacles = Self {
            rects,
            origin: bounds.min,
            cell,
            columns: cells(bounds.width(), cell) as usize,
            rows: cells(bounds.height(), cell) as usize,
            starts: Vec::new(),
            items: Vec::new(),
        };
        obstacles.fill_cells();
        obstacles
    }

    fn fill_cells(&mut self) {
        let mut starts = vec![0_u32; self.columns * self.rows + 1];
        for rect in &self.rects {
            for cell in self.cells_under(rect.expanded(CLEARANCE)) {
                starts[cell + 1] += 1;
            }
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0_u32; starts.last().map_or(0, |&all| all as usize)];
        for (number, rect) in self.rects.iter().enumerate() {
            for cell in self.cells_under(rect.expanded(CLEARANCE)) {
                items[next[cell] as usize] = number as u32;
                next[cell] += 1;
            }
        }
        self.starts = starts;
        self.items = items;
    }

    pub(super) fn rect(&self, number: usize) -> Rect {
        self.rects[number]
    }

    fn column_of(&self, x: f64) -> usize {
        // Casts stop at 0.
        (((x - self.origin.x) / self.cell) as usize).min(self.columns - 1)
    }

    fn row_of(&self, y: f64) -> usize {
        (((y - self.origin.y) / self.cell) as usize).min(self.rows - 1)
    }

    fn cells_under(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let (left, right) = (self.column_of(rect.min.x), self.column_of(rect.max.x));
        let (top, bottom) = (self.row_of(rect.min.y), self.row_of(rect.max.y));
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    /// The boxes in a cell.
    fn boxes_in_cell(&self, cell: usize) -> impl Iterator<Item = usize> {
        let range = self.starts[cell] as usize..self.starts[cell + 1] as usize;
        self.items[range].iter().map(|&number| number as usize)
    }

    /// The boxes that share an area or an edge with a rectangle, by number.
    pub(super) fn boxes_touching(&self, rect: Rect) -> impl Iterator<Item = usize> {
        let cells = self.cells_under(rect);
        let found: std::collections::BTreeSet<usize> = cells
            .flat_map(|cell| self.boxes_in_cell(cell))
            .filter(|&number| self.rects[number].intersects(rect))
            .collect();
        found.into_iter()
    }

    /// How far a line can run before it comes closer to a box than `clearance`, and to which box; none if it gets as
    /// far as `reach`. Boxes in `skip` are not looked at.
    pub(super) fn first_hit(
        &self,
        from: Point,
        side: Side,
        reach: f64,
        clearance: f64,
        skip: &[usize],
    ) -> Option<(f64, usize)> {
        let level = side.is_level();
        let (start, across) = (
            coordinate_on_axis(level, from),
            coordinate_on_axis(!level, from),
        );
        let stretch = Rect::from_corners(from, side.move_outward(from, reach));
        let mut best: Option<(f64, usize)> = None;
        let mut look = |cell: usize| {
            for number in self.boxes_in_cell(cell) {
                let rect = self.rects[number].expanded(clearance);
                let (low, high) = side.edge_span(rect);
                let behind = (side.opposite().edge(rect) - start) * side.sign();
                let beyond = (side.edge(rect) - start) * side.sign();
                let in_the_way = across > low + TOUCH
                    && across < high - TOUCH
                    && beyond > TOUCH
                    && behind < reach - TOUCH;
                let distance = behind.max(0.0);
                if in_the_way
                    && !skip.contains(&number)
                    && best.is_none_or(|(old, other)| (distance, number) < (old, other))
                {
                    best = Some((distance, number));
                }
            }
            best.map(|(distance, _)| distance)
        };
        let (first, last) = if level {
            (self.column_of(stretch.min.x), self.column_of(stretch.max.x))
        } else {
            (self.row_of(stretch.min.y), self.row_of(stretch.max.y))
        };
        let lane = if level {
            self.row_of(across)
        } else {
            self.column_of(across)
        };
        let origin = coordinate_on_axis(level, self.origin);
        for step in 0..=last - first {
            let index = if side.sign() > 0.0 {
                first + step
            } else {
                last - step
            };
            let cell = if level {
                lane * self.columns + index
            } else {
                index * self.columns + lane
            };
            let distance = look(cell);
            let edge = if side.sign() > 0.0 { index + 1 } else { index };
            let covered = (origin + edge as f64 * self.cell - start) * side.sign();
            if distance.is_some_and(|distance| distance <= covered) {
                break;
            }
        }
        best
    }

    /// Whether the polyline keeps `clearance` from all boxes but those in `skip`.
    pub(super) fn is_free(&self, points: &[Point], clearance: f64, skip: &[usize]) -> bool {
        points.windows(2).all(|ends| {
            let level = nearly_equal(ends[0].y, ends[1].y);
            let (from, to) = (
                coordinate_on_axis(level, ends[0]),
                coordinate_on_axis(level, ends[1]),
            );
            let side = Side::on_axis(level, to >= from);
            self.first_hit(ends[0], side, (to - from).abs(), clearance, skip)
                .is_none()
        })
    }

    /// Between which boxes a level (or else upright) stretch can be moved sideways: the nearest edges on both sides of
    /// `at`, at most `reach` away. Boxes it runs through do not count.
    pub(super) fn free_range(
        &self,
        level: bool,
        at: f64,
        span: (f64, f64),
        reach: f64,
    ) -> (f64, f64) {
        let (mut low, mut high) = (at - reach, at + reach);
        let area = if level {
            Rect::from_corners(pt(span.0, low), pt(span.1, high))
        } else {
            Rect::from_corners(pt(low, span.0), pt(high, span.1))
        };
        for cell in self.cells_under(area) {
            for number in self.boxes_in_cell(cell) {
                let rect = self.rects[number];
                let (near, far) = Side::on_axis(level, true).edge_span(rect);
                let (from, to) = Side::on_axis(!level, true).edge_span(rect);
                if from < span.1 && to > span.0 {
                    if far <= at + TOUCH {
                        low = low.max(far);
                    } else if near >= at - TOUCH {
                        high = high.min(near);
                    }
                }
            }
        }
        (low, high)
    }
}
