//! A candidate for the route of a connection, and the geometry that searches of it share.

use super::side::{Side, nearly_equal};
use crate::model::{Point, Rect, pt};

/// What a bend costs, in world units of length.
pub(super) const BEND: f64 = 64.0;
/// The clearance direct lines keep from other boxes, and all lines where boxes are close to each other (world units).
pub(super) const TIGHT: f64 = 6.0;

/// A possible route between two boxes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RouteCandidate {
    pub(super) points: Vec<Point>,
    pub(super) sides: [Side; 2],
    /// Everything looked at to find it: as long as no box changes in there, the candidate stays valid.
    pub(super) seen: Rect,
}

/// Where a line may end: a side of a box and a point on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RoutePort {
    pub(super) side: Side,
    pub(super) at: Point,
}

/// The smallest rectangle around all points.
pub(super) fn bounds_of_points(points: &[Point]) -> Rect {
    points
        .iter()
        .map(|&p| Rect { min: p, max: p })
        .reduce(Rect::union)
        .unwrap_or(Rect::from_min(pt(0.0, 0.0), 0.0, 0.0))
}

/// Drops points that repeat or lie on a line between their neighbors.
pub(super) fn simplify(points: &mut Vec<Point>) {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for &next in points.iter() {
        while let [.., before, last] = kept[..] {
            let on_the_way = (nearly_equal(before.x, last.x) && nearly_equal(last.x, next.x))
                || (nearly_equal(before.y, last.y) && nearly_equal(last.y, next.y));
            if !on_the_way {
                break;
            }
            kept.pop();
        }
        if kept.last() != Some(&next) {
            kept.push(next);
        }
    }
    if let (1, Some(&only)) = (kept.len(), kept.first()) {
        kept.push(only);
    }
    *points = kept;
}
