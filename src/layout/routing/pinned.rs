//! Ways for lines of which the user has put stretches somewhere: those stay, and the rest leads there and on.

use std::sync::Arc;

use super::candidate::{BEND, RouteCandidate, TIGHT, bounds_of_points};
use super::direct::fallback_candidate;
use super::obstacles::{CLEARANCE, Obstacles};
use super::search::find_candidates;
use super::side::{Side, allows, coordinate_on_axis, nearly_equal, point_on_axes};
use crate::model::{Pin, Point, Rect};

/// Why the pinned stretches of a connection make no sense any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PinConflict {
    /// The line cannot get there without running through a box.
    Blocked,
    /// The line is more than three times as long as it would be without them.
    Detour,
}

/// How far a line leaves a box before it turns toward a pinned stretch (world units).
const STUB: f64 = 24.0;
/// A line longer than this many times the free one is a detour.
const DETOUR: f64 = 3.0;
/// The cost of running through a box: more than any detour.
const THROUGH: f64 = 1e6;

/// The route candidates of a line that may be pinned, the conflict of its pins, if any, and the steps it took to find them.
pub(super) fn pinned_candidates(
    obstacles: &Obstacles,
    boxes: [usize; 2],
    sides: [Option<Side>; 2],
    pins: &[Pin],
) -> (Arc<[RouteCandidate]>, Option<PinConflict>, usize) {
    let (free, steps) = find_candidates(obstacles, boxes, sides);
    if pins.is_empty() {
        return (free.into(), None, steps);
    }
    let mut seen = free[0].seen;
    let mut best: Option<(f64, RouteCandidate)> = None;
    for mut candidate in candidates_along_pins(obstacles, boxes, sides, pins) {
        seen = seen.union(candidate.seen.expanded(CLEARANCE));
        let cost = candidate_cost(obstacles, boxes, &candidate);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            candidate.seen = bounds_of_points(&candidate.points);
            best = Some((cost, candidate));
        }
    }
    let [a, b] = boxes.map(|number| obstacles.rect(number));
    let (cost, mut candidate) = best.unwrap_or_else(|| (0.0, fallback_candidate(a, b)));
    let pin_conflict = if cost >= THROUGH {
        Some(PinConflict::Blocked)
    } else {
        let detour = path_length(&candidate.points) > DETOUR * path_length(&free[0].points);
        detour.then_some(PinConflict::Detour)
    };
    candidate.seen = seen;
    ([candidate].into(), pin_conflict, steps)
}

fn path_length(points: &[Point]) -> f64 {
    points.windows(2).map(|p| p[0].distance(p[1])).sum()
}

fn candidate_cost(obstacles: &Obstacles, boxes: [usize; 2], candidate: &RouteCandidate) -> f64 {
    let enters_own = boxes.iter().any(|&number| {
        let rect = obstacles.rect(number).expanded(-0.5);
        let mut stretches = candidate.points.windows(2);
        stretches.any(|p| Rect::from_corners(p[0], p[1]).intersects(rect))
    });
    let blocked = enters_own || !obstacles.is_free(&candidate.points, TIGHT, &boxes);
    let bends = candidate.points.len().saturating_sub(2) as f64;
    path_length(&candidate.points) + BEND * bends + if blocked { THROUGH } else { 0.0 }
}

/// All candidates along the pins, for every pair of sides.
fn candidates_along_pins(
    obstacles: &Obstacles,
    boxes: [usize; 2],
    sides: [Option<Side>; 2],
    pins: &[Pin],
) -> Vec<RouteCandidate> {
    let [a, b] = boxes.map(|number| obstacles.rect(number));
    let (Some(&first), Some(&last)) = (pins.first(), pins.last()) else {
        return Vec::new();
    };
    let middle = corners_between_pins(a, b, pins);
    let leads = |rect: Rect, pin: Pin| Side::ALL.map(|side| lead_to_pin(rect, side, pin));
    let mut candidates = Vec::new();
    for (out, from) in Side::ALL.into_iter().zip(leads(a, first)) {
        for (enter, to) in Side::ALL.into_iter().zip(leads(b, last)) {
            let (Some(from), Some(to)) = (&from, &to) else {
                continue;
            };
            if !allows(sides[0], out) || !allows(sides[1], enter) {
                continue;
            }
            let back = to.iter().rev();
            let points: Vec<Point> = from.iter().chain(&middle).chain(back).copied().collect();
            let seen = bounds_of_points(&points);
            candidates.push(RouteCandidate {
                points,
                sides: [out, enter],
                seen,
            });
        }
    }
    candidates
}

/// From a side of a box to the line a pin lies on; none where that is behind the side.
fn lead_to_pin(rect: Rect, side: Side, pin: Pin) -> Option<Vec<Point>> {
    let start = side.edge_middle(rect);
    let level = matches!(pin, Pin::Horizontal(_));
    let along = side.is_level();
    if along == level {
        // It runs beside the stretch: out a little, then over to it.
        let out = side.move_outward(start, STUB);
        let over = point_on_axes(along, coordinate_on_axis(along, out), pin.at());
        return Some(vec![start, out, over]);
    }
    let ahead = (pin.at() - coordinate_on_axis(along, start)) * side.sign();
    let corner = point_on_axes(along, pin.at(), coordinate_on_axis(!along, start));
    (ahead >= STUB / 2.0).then(|| vec![start, corner])
}

/// The corners between the pins; between two that run alike the line crosses over half-way between the boxes.
fn corners_between_pins(a: Rect, b: Rect, pins: &[Pin]) -> Vec<Point> {
    let half_way = a.center().lerp(b.center(), 0.5);
    let mut corners = Vec::new();
    for pair in pins.windows(2) {
        match (pair[0], pair[1]) {
            (Pin::Horizontal(y), Pin::Vertical(x)) | (Pin::Vertical(x), Pin::Horizontal(y)) => {
                corners.push(crate::model::pt(x, y));
            }
            (one, other) => {
                let level = matches!(one, Pin::Horizontal(_));
                let over = coordinate_on_axis(level, half_way);
                corners.push(point_on_axes(level, over, one.at()));
                if !nearly_equal(one.at(), other.at()) {
                    corners.push(point_on_axes(level, over, other.at()));
                }
            }
        }
    }
    corners
}
