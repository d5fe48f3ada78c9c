//! Snapping while moving: to the edges and middles of neighbors, else to the grid.

use crate::model::{Point, Rect, Vector, pt, vector};

/// The grid, in world units.
pub(super) const GRID: f64 = 16.0;
/// Neighbors closer than this many screen points attract.
pub(super) const REACH: f64 = 8.0;

/// A line that shows what the moved item is aligned with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SnapGuide {
    /// One end.
    pub from: Point,
    /// The other.
    pub to: Point,
}

/// Where something lies along one axis: its low edge, its middle, its high edge.
#[derive(Clone, Copy)]
struct AlignedSpan {
    low: f64,
    high: f64,
}

impl AlignedSpan {
    fn marks(self) -> [f64; 3] {
        [self.low, f64::midpoint(self.low, self.high), self.high]
    }
}

/// How far to move `moving` on top of where it is so that it lies well, and the guides that say why.
///
/// Each axis is decided alone: the nearest alignment with a neighbor within `reach` world units, else the grid.
pub(super) fn snap(moving: Rect, neighbors: &[Rect], reach: f64) -> (Vector, Vec<SnapGuide>) {
    let across = |rect: Rect| AlignedSpan {
        low: rect.min.x,
        high: rect.max.x,
    };
    let down = |rect: Rect| AlignedSpan {
        low: rect.min.y,
        high: rect.max.y,
    };
    let x = align_spans(
        across(moving),
        neighbors.iter().map(|&rect| across(rect)),
        reach,
    );
    let y = align_spans(
        down(moving),
        neighbors.iter().map(|&rect| down(rect)),
        reach,
    );
    let x = x.or_else(|| {
        let beside = neighbors
            .iter()
            .filter(|rect| spans_overlap(down(**rect), down(moving)));
        even_gap(across(moving), beside.map(|&rect| across(rect)), reach)
    });
    let y = y.or_else(|| {
        let beside = neighbors
            .iter()
            .filter(|rect| spans_overlap(across(**rect), across(moving)));
        even_gap(down(moving), beside.map(|&rect| down(rect)), reach)
    });
    let to_grid = |middle: f64| (middle / GRID).round() * GRID - middle;
    let center = moving.center();
    let by = vector(
        x.map_or_else(|| to_grid(center.x), |(shift, _)| shift),
        y.map_or_else(|| to_grid(center.y), |(shift, _)| shift),
    );
    let moved = moving.translated(by);
    let mut guides = Vec::new();
    if let Some((_, at)) = x {
        let reached = reach_of(neighbors, moved, |rect| is_aligned(across(rect), at));
        guides.push(SnapGuide {
            from: pt(at, reached.min.y),
            to: pt(at, reached.max.y),
        });
    }
    if let Some((_, at)) = y {
        let reached = reach_of(neighbors, moved, |rect| is_aligned(down(rect), at));
        guides.push(SnapGuide {
            from: pt(reached.min.x, at),
            to: pt(reached.max.x, at),
        });
    }
    (by, guides)
}

/// The smallest shift that aligns like with like (low with low, middle with middle, high with high), and where.
fn align_spans(
    moving: AlignedSpan,
    neighbors: impl Iterator<Item = AlignedSpan>,
    reach: f64,
) -> Option<(f64, f64)> {
    neighbors
        .flat_map(|span| span.marks().into_iter().zip(moving.marks()))
        .map(|(mark, own)| (mark - own, mark))
        .filter(|(shift, _)| shift.abs() <= reach)
        .min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()).then(a.1.total_cmp(&b.1)))
}

fn spans_overlap(a: AlignedSpan, b: AlignedSpan) -> bool {
    a.low < b.high && b.low < a.high
}

/// The smallest shift that makes a gap as wide as another one in the row: between two neighbors, or beyond two of them as
/// far as they are apart; and the edge where that gap begins.
fn even_gap(
    moving: AlignedSpan,
    row: impl Iterator<Item = AlignedSpan>,
    reach: f64,
) -> Option<(f64, f64)> {
    let mut row: Vec<AlignedSpan> = row.collect();
    row.sort_by(|a, b| a.low.total_cmp(&b.low));
    let size = moving.high - moving.low;
    let mut wanted = Vec::new();
    for pair in row.windows(2) {
        let (first, second) = (pair[0], pair[1]);
        let gap = second.low - first.high;
        if gap > 0.0 {
            wanted.push((second.high + gap, second.high));
            wanted.push((first.low - gap - size, first.low));
            let between = first.high + (gap - size) / 2.0;
            wanted.extend((gap > size).then_some((between, first.high)));
        }
    }
    wanted
        .into_iter()
        .map(|(low, edge)| (low - moving.low, edge))
        .filter(|(shift, _)| shift.abs() <= reach)
        .min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()).then(a.1.total_cmp(&b.1)))
}

fn is_aligned(span: AlignedSpan, at: f64) -> bool {
    span.marks().iter().any(|mark| (mark - at).abs() < 0.5)
}

fn reach_of(neighbors: &[Rect], moved: Rect, takes_part: impl Fn(Rect) -> bool) -> Rect {
    neighbors
        .iter()
        .copied()
        .filter(|&rect| takes_part(rect))
        .fold(moved, Rect::union)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_box_snaps_to_the_grid() {
        let (by, guides) = snap(Rect::from_center(pt(21.0, -5.0), 160.0, 64.0), &[], 8.0);
        assert_eq!((by, guides.len()), (vector(-5.0, 5.0), 0));
    }

    #[test]
    fn a_neighbor_wins_over_the_grid_and_shows_a_guide() {
        let neighbor = Rect::from_center(pt(100.0, 3.0), 160.0, 64.0);
        let (by, guides) = snap(
            Rect::from_center(pt(400.0, 8.0), 160.0, 64.0),
            &[neighbor],
            8.0,
        );
        assert_eq!(by, vector(0.0, -5.0));
        assert_eq!(guides.len(), 1);
        assert!(guides[0].from.x <= 20.0 && guides[0].to.x >= 480.0);
    }

    #[test]
    fn gaps_in_a_row_become_the_same() {
        // Two boxes 80 apart; the third comes to lie 80 behind the second, in the middle of a wide gap, or in front.
        let boxes =
            |apart: f64| [0.0, 160.0 + apart].map(|x| Rect::from_center(pt(x, 0.0), 160.0, 64.0));
        let moved = |at: f64, apart: f64| {
            let (by, guides) = snap(
                Rect::from_center(pt(at, 20.0), 160.0, 64.0),
                &boxes(apart),
                8.0,
            );
            assert!(!guides.is_empty());
            at + by.x
        };
        assert!((moved(485.0, 80.0) - 480.0).abs() < 1e-9);
        assert!((moved(-236.0, 80.0) + 240.0).abs() < 1e-9);
        assert!((moved(253.0, 340.0) - 250.0).abs() < 1e-9);
    }
}
