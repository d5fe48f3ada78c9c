//! The four sides of a box, which are also the four directions of a line.

use serde::{Deserialize, Serialize};

use super::geometry::{Point, Rect, pt};

/// A side of a box, or the direction out of it. The order is the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In the reading direction.
    Right,
    /// Against it.
    Left,
    /// Downwards.
    Bottom,
    /// Upwards.
    Top,
}

impl Side {
    /// All sides, in order of preference.
    pub const ALL: [Self; 4] = [Self::Right, Self::Left, Self::Bottom, Self::Top];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Right => "Right",
            Self::Left => "Left",
            Self::Bottom => "Bottom",
            Self::Top => "Top",
        }
    }

    /// Whether a line in this direction is level.
    #[must_use]
    pub fn is_level(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    /// 1 where coordinates grow in this direction, or else -1.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::Right | Self::Bottom => 1.0,
            Self::Left | Self::Top => -1.0,
        }
    }

    /// The side across.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Left => Self::Right,
            Self::Bottom => Self::Top,
            Self::Top => Self::Bottom,
        }
    }

    /// The direction along the level (or else upright) axis with this sign.
    #[must_use]
    pub fn on_axis(level: bool, forwards: bool) -> Self {
        match (level, forwards) {
            (true, true) => Self::Right,
            (true, false) => Self::Left,
            (false, true) => Self::Bottom,
            (false, false) => Self::Top,
        }
    }

    /// The two directions to which a line in this direction can turn.
    #[must_use]
    pub fn turn_sides(self) -> [Self; 2] {
        [
            Self::on_axis(!self.is_level(), true),
            Self::on_axis(!self.is_level(), false),
        ]
    }

    /// The coordinate of this side of `rect` on the axis it faces (world units).
    #[must_use]
    pub fn edge(self, rect: Rect) -> f64 {
        match self {
            Self::Right => rect.max.x,
            Self::Left => rect.min.x,
            Self::Bottom => rect.max.y,
            Self::Top => rect.min.y,
        }
    }

    /// From where to where this side of `rect` reaches, on the other axis (world units).
    #[must_use]
    pub fn edge_span(self, rect: Rect) -> (f64, f64) {
        if self.is_level() {
            (rect.min.y, rect.max.y)
        } else {
            (rect.min.x, rect.max.x)
        }
    }

    /// The point on this side of `rect` at the coordinate `at` of the other axis.
    #[must_use]
    pub fn point_on_edge(self, rect: Rect, at: f64) -> Point {
        if self.is_level() {
            pt(self.edge(rect), at)
        } else {
            pt(at, self.edge(rect))
        }
    }

    /// The middle of this side of `rect`.
    #[must_use]
    pub fn edge_middle(self, rect: Rect) -> Point {
        let (low, high) = self.edge_span(rect);
        self.point_on_edge(rect, f64::midpoint(low, high))
    }

    /// The point `by` further in this direction.
    #[must_use]
    pub fn move_outward(self, from: Point, by: f64) -> Point {
        let by = by * self.sign();
        if self.is_level() {
            pt(from.x + by, from.y)
        } else {
            pt(from.x, from.y + by)
        }
    }

    /// The side of `rect` that a place is meant to name: the one that it lies beyond, or within `reach` of; none in the
    /// middle of the box.
    #[must_use]
    pub fn named_by(rect: Rect, at: Point, reach: f64) -> Option<Self> {
        let inside = |side: Self| {
            let own = if side.is_level() { at.x } else { at.y };
            (side.edge(rect) - own) * side.sign()
        };
        let nearest = Self::ALL
            .into_iter()
            .min_by(|a, b| inside(*a).total_cmp(&inside(*b)));
        nearest.filter(|&side| inside(side) <= reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_the_side_it_is_at() {
        let rect = Rect::from_center(pt(0.0, 0.0), 160.0, 64.0);
        let named = |x, y| Side::named_by(rect, pt(x, y), 12.0);
        assert_eq!(named(0.0, 42.0), Some(Side::Bottom));
        assert_eq!(named(-70.0, 3.0), Some(Side::Left));
        assert_eq!(named(95.0, 34.0), Some(Side::Right));
        assert_eq!(named(10.0, -22.0), Some(Side::Top));
        assert_eq!(named(0.0, 0.0), None);
    }
}
