//! Which shapes lie at a point, found without looking at all of them.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Point, Rect};

/// The side of the smallest cells, in the file's units: about a box.
const SMALLEST_CELL: f64 = 128.0;
/// The level with a single cell, for what is larger than all cells before it.
const LAST_LEVEL: i32 = 24;

/// Rectangles by where they lie: each in cells as large as itself, so that it is in four of them at most.
pub(super) struct PlaneIndex {
    cells: HashMap<IndexCell, Vec<usize>>,
    levels: BTreeSet<i32>,
}

/// A level, and the column and the row in it.
type IndexCell = (i32, i64, i64);

impl PlaneIndex {
    /// An index of rectangles, each with the number by which it is found. Each cell has them in this order.
    pub(super) fn new(rects: impl Iterator<Item = (usize, Rect)>) -> Self {
        let mut index = Self {
            cells: HashMap::new(),
            levels: BTreeSet::new(),
        };
        for (number, rect) in rects {
            let side = rect.width().max(rect.height());
            let level = (0..LAST_LEVEL).find(|&level| cell_side(level) >= side);
            let level = level.unwrap_or(LAST_LEVEL);
            index.levels.insert(level);
            let (first, last) = (cell_at(level, rect.min), cell_at(level, rect.max));
            for column in first.1..=last.1 {
                for row in first.2..=last.2 {
                    let cell = index.cells.entry((level, column, row)).or_default();
                    cell.push(number);
                }
            }
        }
        index
    }

    /// The numbers of all rectangles around a point, and of some others near it.
    pub(super) fn at(&self, point: Point) -> impl Iterator<Item = usize> {
        self.cells_at(point).flatten().copied()
    }

    /// The same, cell by cell.
    pub(super) fn cells_at(&self, point: Point) -> impl Iterator<Item = &[usize]> {
        let cells = self.levels.iter();
        cells.filter_map(move |&level| Some(self.cells.get(&cell_at(level, point))?.as_slice()))
    }

    /// The numbers of all rectangles that touch another, and of some others near it; some of them more than once.
    pub(super) fn around(&self, rect: Rect) -> impl Iterator<Item = usize> {
        let levels = self.levels.iter();
        let cells = levels.flat_map(move |&level| self.cells_around(level, rect));
        cells.flatten().copied()
    }

    fn cells_around(&self, level: i32, rect: Rect) -> Vec<&[usize]> {
        let (first, last) = (cell_at(level, rect.min), cell_at(level, rect.max));
        let (columns, rows) = (first.1..=last.1, first.2..=last.2);
        let count = |from: i64, to: i64| to.saturating_sub(from).saturating_add(1);
        let cells = count(first.1, last.1).saturating_mul(count(first.2, last.2));
        // Of a rectangle over most of the plane the cells that there are are fewer.
        if usize::try_from(cells).is_ok_and(|cells| cells > self.cells.len()) {
            let there = self.cells.iter().filter(|((of, column, row), _)| {
                *of == level && columns.contains(column) && rows.contains(row)
            });
            return there.map(|(_, cell)| cell.as_slice()).collect();
        }
        let cells = columns.flat_map(|column| rows.clone().map(move |row| (level, column, row)));
        cells
            .filter_map(|cell| Some(self.cells.get(&cell)?.as_slice()))
            .collect()
    }
}

fn cell_side(level: i32) -> f64 {
    if level < LAST_LEVEL {
        SMALLEST_CELL * 2.0_f64.powi(level)
    } else {
        f64::INFINITY
    }
}

fn cell_at(level: i32, point: Point) -> IndexCell {
    let side = cell_side(level);
    let place = |value: f64| (value / side).floor() as i64;
    (level, place(point.x), place(point.y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pt;

    #[test]
    fn what_lies_at_a_point_is_found_among_few() {
        let mut rects: Vec<Rect> = (0..10_000)
            .map(|n| {
                Rect::from_min(
                    pt(f64::from(n % 100) * 200.0, f64::from(n / 100) * 100.0),
                    120.0,
                    60.0,
                )
            })
            .collect();
        rects.push(Rect::from_min(pt(-10.0, -10.0), 30_000.0, 12_000.0));
        rects.push(Rect::from_min(pt(-1e300, -1e300), 1e301, 1e301));
        let index = PlaneIndex::new(rects.iter().copied().enumerate());
        for point in [
            pt(5.0, 5.0),
            pt(130.0, 59.0),
            pt(19_900.0, 9_950.0),
            pt(-1e9, 3.0),
        ] {
            let found: BTreeSet<usize> = index.at(point).collect();
            assert!(found.len() < 30, "{point:?}: {}", found.len());
            let around = (0..rects.len()).filter(|&n| rects[n].contains(point));
            for number in around {
                assert!(found.contains(&number), "{point:?}: {number}");
            }
        }
        for (min, wide, high) in [
            (pt(-5.0, -5.0), 1.0, 1.0),
            (pt(130.0, 40.0), 500.0, 10.0),
            (pt(-1e9, 900.0), 1e12, 150.0),
        ] {
            let rect = Rect::from_min(min, wide, high);
            let found: BTreeSet<usize> = index.around(rect).collect();
            let touching: Vec<usize> = (0..rects.len())
                .filter(|&n| rects[n].intersects(rect))
                .collect();
            assert!(
                found.len() < touching.len() + 300,
                "{rect:?}: {}",
                found.len()
            );
            for number in touching {
                assert!(found.contains(&number), "{rect:?}: {number}");
            }
        }
    }
}
