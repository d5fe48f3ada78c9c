//! Coordinates by axis, so that what holds for level lines need not be written again for upright ones.

use crate::model::{Point, pt};

pub(super) use crate::model::Side;

/// Whether two coordinates are the same but for rounding.
pub(super) fn nearly_equal(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// The coordinate of a point on the level (or else upright) axis.
pub(super) fn coordinate_on_axis(level: bool, point: Point) -> f64 {
    if level { point.x } else { point.y }
}

/// The point with these coordinates on the level (or else upright) axis and on the other one.
pub(super) fn point_on_axes(level: bool, along: f64, across: f64) -> Point {
    if level {
        pt(along, across)
    } else {
        pt(across, along)
    }
}

/// Whether a line may use a side, given the one that the user has chosen, if any.
pub(super) fn allows(wanted: Option<Side>, side: Side) -> bool {
    wanted.is_none_or(|wanted| wanted == side)
}
