//! The four sides of a box, which are also the four directions of a line.

use crate::model::{Point, Rect, pt};

/// A side of a box, or the direction out of it. The order is the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Right,
    Left,
    Bottom,
    Top,
}

impl Side {
    pub(super) const ALL: [Self; 4] = [Self::Right, Self::Left, Self::Bottom, Self::Top];

    /// Whether a line in this direction is level.
    pub(super) fn is_level(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    /// 1 where coordinates grow in this direction, or else -1.
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Right | Self::Bottom => 1.0,
            Self::Left | Self::Top => -1.0,
        }
    }

    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Left => Self::Right,
            Self::Bottom => Self::Top,
            Self::Top => Self::Bottom,
        }
    }

    /// The direction along the level (or else upright) axis with this sign.
    pub(super) fn on_axis(level: bool, forwards: bool) -> Self {
        match (level, forwards) {
            (true, true) => Self::Right,
            (true, false) => Self::Left,
            (false, true) => Self::Bottom,
            (false, false) => Self::Top,
        }
    }

    /// The two directions to which a line in this direction can turn.
    pub(super) fn turn_sides(self) -> [Self; 2] {
        [
            Self::on_axis(!self.is_level(), true),
            Self::on_axis(!self.is_level(), false),
        ]
    }

    /// The coordinate of this side of `rect` on the axis it faces.
    pub(super) fn edge(self, rect: Rect) -> f64 {
        match self {
            Self::Right => rect.max.x,
            Self::Left => rect.min.x,
            Self::Bottom => rect.max.y,
            Self::Top => rect.min.y,
        }
    }

    /// From where to where this side of `rect` reaches, on the other axis.
    pub(super) fn edge_span(self, rect: Rect) -> (f64, f64) {
        if self.is_level() {
            (rect.min.y, rect.max.y)
        } else {
            (rect.min.x, rect.max.x)
        }
    }

    /// The point on this side of `rect` at the coordinate `at` of the other axis.
    pub(super) fn point_on_edge(self, rect: Rect, at: f64) -> Point {
        point_on_axes(self.is_level(), self.edge(rect), at)
    }

    /// The middle of this side of `rect`.
    pub(super) fn edge_middle(self, rect: Rect) -> Point {
        let (low, high) = self.edge_span(rect);
        self.point_on_edge(rect, f64::midpoint(low, high))
    }

    /// The point `by` further in this direction.
    pub(super) fn move_outward(self, from: Point, by: f64) -> Point {
        let by = by * self.sign();
        if self.is_level() {
            pt(from.x + by, from.y)
        } else {
            pt(from.x, from.y + by)
        }
    }
}

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
