//! Which stretches of lines run on one track: so close beside each other that nobody can tell them apart.

use super::side::{coordinate_on_axis, nearly_equal, point_on_axes};
use crate::model::{Point, Rect};

/// Lines beside each other are at least this far apart (world units): four times as far as they are wide.
pub(super) const TRACK: f64 = 6.0;
/// Stretches beside each other over less than this do not count (world units).
const TOUCH: f64 = 0.5;

/// A level or upright part of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Track {
    pub(super) level: bool,
    /// Where it lies on the axis across.
    pub(super) at: f64,
    /// From where to where it runs on its own axis.
    pub(super) span: (f64, f64),
}

impl Track {
    /// The stretch between two points; none where it is neither level nor upright, or has no length.
    pub(super) fn between(a: Point, b: Point) -> Option<Self> {
        if a == b {
            return None;
        }
        let level = nearly_equal(a.y, b.y);
        if !level && !nearly_equal(a.x, b.x) {
            return None;
        }
        let (from, to) = (coordinate_on_axis(level, a), coordinate_on_axis(level, b));
        Some(Self {
            level,
            at: coordinate_on_axis(!level, a),
            span: (from.min(to), from.max(to)),
        })
    }

    /// Where it lies.
    pub(super) fn bounds(&self) -> Rect {
        let end = |along: f64| point_on_axes(self.level, along, self.at);
        Rect::from_corners(end(self.span.0), end(self.span.1))
    }

    /// Whether this runs beside a track across `at` and along `span`, too close to tell them apart.
    pub(super) fn is_shared_with(&self, level: bool, at: f64, span: (f64, f64)) -> bool {
        self.level == level
            && (self.at - at).abs() < TRACK - 1e-6
            && self.span.1.min(span.1) - self.span.0.max(span.0) > TOUCH
    }

    /// Whether a track across `at` and along `span` crosses this one.
    pub(super) fn is_crossed_by(&self, level: bool, at: f64, span: (f64, f64)) -> bool {
        self.level != level
            && span.0 < self.at
            && self.at < span.1
            && self.span.0 < at
            && at < self.span.1
    }
}

/// All tracks of a line.
pub(super) fn tracks_of(points: &[Point]) -> impl Iterator<Item = Track> {
    points
        .windows(2)
        .filter_map(|ends| Track::between(ends[0], ends[1]))
}

/// How often a line crosses others.
pub(super) fn count_crossings(points: &[Point], others: &[Track]) -> usize {
    tracks_of(points)
        .map(|own| {
            others
                .iter()
                .filter(|other| other.is_crossed_by(own.level, own.at, own.span))
                .count()
        })
        .sum()
}
