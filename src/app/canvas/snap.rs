//! Snapping while moving: to the edges and middles of neighbours, else to the grid.

use crate::model::{Point, Rect, Vector, pt, vector};

/// The grid, in world units.
pub(super) const GRID: f64 = 16.0;
/// Neighbours closer than this many screen points attract.
pub(super) const REACH: f64 = 8.0;

/// A line that shows what the moved item is aligned with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guide {
    /// One end.
    pub from: Point,
    /// The other.
    pub to: Point,
}

/// Where something lies along one axis: its low edge, its middle, its high edge.
#[derive(Clone, Copy)]
struct Span {
    low: f64,
    high: f64,
}

impl Span {
    fn marks(self) -> [f64; 3] {
        [self.low, f64::midpoint(self.low, self.high), self.high]
    }
}

/// How far to move `moving` on top of where it is so that it lies well, and the guides that say why.
///
/// Each axis is decided alone: the nearest alignment with a neighbour within `reach` world units, else the grid.
pub(super) fn snap(moving: Rect, neighbours: &[Rect], reach: f64) -> (Vector, Vec<Guide>) {
    let across = |rect: Rect| Span {
        low: rect.min.x,
        high: rect.max.x,
    };
    let down = |rect: Rect| Span {
        low: rect.min.y,
        high: rect.max.y,
    };
    let x = align(
        across(moving),
        neighbours.iter().map(|&rect| across(rect)),
        reach,
    );
    let y = align(
        down(moving),
        neighbours.iter().map(|&rect| down(rect)),
        reach,
    );
    let to_grid = |middle: f64| (middle / GRID).round() * GRID - middle;
    let center = moving.center();
    let by = vector(
        x.map_or_else(|| to_grid(center.x), |(shift, _)| shift),
        y.map_or_else(|| to_grid(center.y), |(shift, _)| shift),
    );
    let moved = moving.translated(by);
    let mut guides = Vec::new();
    if let Some((_, at)) = x {
        let reached = reach_of(neighbours, moved, |rect| aligned(across(rect), at));
        guides.push(Guide {
            from: pt(at, reached.min.y),
            to: pt(at, reached.max.y),
        });
    }
    if let Some((_, at)) = y {
        let reached = reach_of(neighbours, moved, |rect| aligned(down(rect), at));
        guides.push(Guide {
            from: pt(reached.min.x, at),
            to: pt(reached.max.x, at),
        });
    }
    (by, guides)
}

/// The smallest shift that aligns like with like (low with low, middle with middle, high with high), and where.
fn align(moving: Span, neighbours: impl Iterator<Item = Span>, reach: f64) -> Option<(f64, f64)> {
    neighbours
        .flat_map(|span| span.marks().into_iter().zip(moving.marks()))
        .map(|(mark, own)| (mark - own, mark))
        .filter(|(shift, _)| shift.abs() <= reach)
        .min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()).then(a.1.total_cmp(&b.1)))
}

fn aligned(span: Span, at: f64) -> bool {
    span.marks().iter().any(|mark| (mark - at).abs() < 0.5)
}

fn reach_of(neighbours: &[Rect], moved: Rect, takes_part: impl Fn(Rect) -> bool) -> Rect {
    neighbours
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
    fn a_neighbour_wins_over_the_grid_and_shows_a_guide() {
        let neighbour = Rect::from_center(pt(100.0, 3.0), 160.0, 64.0);
        let (by, guides) = snap(
            Rect::from_center(pt(400.0, 8.0), 160.0, 64.0),
            &[neighbour],
            8.0,
        );
        assert_eq!(by, vector(0.0, -5.0));
        assert_eq!(guides.len(), 1);
        assert!(guides[0].from.x <= 20.0 && guides[0].to.x >= 480.0);
    }
}
