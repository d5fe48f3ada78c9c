//! Leads a line anew that shares a track with one before it, or that ends where its head cannot be seen: around the boxes
//! and beside the other lines, which stay where they are.

use super::obstacles::Obstacles;
use super::tracks::{Track, tracks_of};
use crate::model::{Point, Rect};

/// A last stretch shorter than this hides the head of its line (world units).
const HEAD_ROOM: f64 = 14.0;

/// Whether a line has to be led anew: it shares a track, or its head cannot be seen.
pub(super) fn must_be_detached(
    obstacles: &Obstacles,
    ends: [usize; 2],
    points: &[Point],
    others: &[Track],
) -> bool {
    shares_track(points, others) || hides_head(obstacles, ends, points)
}

/// Whether a line shares a stretch with another one.
pub(super) fn shares_track(points: &[Point], others: &[Track]) -> bool {
    tracks_of(points).any(|own| {
        others
            .iter()
            .any(|other| other.is_shared_with(own.level, own.at, own.span))
    })
}

/// Whether a line ends under its own box or too short before it for its head.
fn hides_head(obstacles: &Obstacles, ends: [usize; 2], points: &[Point]) -> bool {
    if points.len() < 3 {
        return false;
    }
    let last = points.len() - 1;
    let head = points[last].distance(points[last - 1]);
    enters_own(obstacles, ends, points) || head < HEAD_ROOM - 1e-6
}

/// Whether a line runs under one of its own boxes.
pub(super) fn enters_own(obstacles: &Obstacles, ends: [usize; 2], points: &[Point]) -> bool {
    ends.iter().any(|&number| {
        let inside = obstacles.rect(number).expanded(-0.5);
        let mut stretches = points.windows(2);
        stretches.any(|p| Rect::from_corners(p[0], p[1]).intersects(inside))
    })
}
