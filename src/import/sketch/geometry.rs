//! How large things are and how far apart.

use crate::model::{Point, Rect};

/// Its width times its height.
pub(super) fn area(rect: Rect) -> f64 {
    rect.width() * rect.height()
}

/// How far two rectangles are apart; 0 where they touch.
pub(super) fn gap(a: Rect, b: Rect) -> f64 {
    let x = (a.min.x - b.max.x).max(b.min.x - a.max.x).max(0.0);
    let y = (a.min.y - b.max.y).max(b.min.y - a.max.y).max(0.0);
    x.hypot(y)
}

/// How far a point is from a straight line between two others.
pub(super) fn distance_to_stretch(point: Point, a: Point, b: Point) -> f64 {
    let along = b - a;
    let length = along.length();
    if length <= f64::EPSILON {
        return point.distance(a);
    }
    let t = ((point.x - a.x) * along.x + (point.y - a.y) * along.y) / (length * length);
    point.distance(a.lerp(b, t.clamp(0.0, 1.0)))
}
