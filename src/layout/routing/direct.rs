//! The lines a hand would try first: straight, or with one step aside, between sides that face each other.

use super::candidate::{RouteCandidate, bounds_of_points};
use super::obstacles::{CLEARANCE, Obstacles};
use super::side::{Side, coordinate_on_axis, point_on_axes};
use crate::model::{Point, Rect};

/// Boxes whose centers differ by no more than this can be joined by a straight level (or upright) line.
const STRAIGHT: (f64, f64) = (20.0, 32.0);
/// The least gap between boxes in which a line can step aside (world units).
const STEP_ROOM: f64 = 40.0;
/// How far from a box a line steps aside if it cannot do so half-way (world units).
const STEP: f64 = 32.0;

/// How many lanes between boxes are tried.
const LANES: usize = 8;
/// How far beyond both boxes lanes are looked for (world units).
const LANES_BEYOND: f64 = 160.0;

/// Straight and stepped lines between boxes that face each other, best first.
pub(super) fn direct_candidates(a: Rect, b: Rect) -> Vec<RouteCandidate> {
    let mut facing: Vec<(Side, f64)> = Side::ALL
        .into_iter()
        .map(|out| {
            let gap = (out.opposite().edge(b) - out.edge(a)) * out.sign();
            (out, gap)
        })
        .filter(|&(_, gap)| gap > 0.0)
        .collect();
    // A short gap is crossed only where there is no longer one.
    facing.sort_by_key(|&(out, gap)| (gap < STEP_ROOM, out));
    let mut candidates = Vec::new();
    for &(out, _) in &facing {
        let level = out.is_level();
        let offset =
            coordinate_on_axis(!level, a.center()) - coordinate_on_axis(!level, b.center());
        let most = if level { STRAIGHT.0 } else { STRAIGHT.1 };
        if offset.abs() <= most {
            let middle = out.edge_middle(a);
            let end = out
                .opposite()
                .point_on_edge(b, coordinate_on_axis(!level, middle));
            candidates.push(new_candidate(vec![middle, end], [out, out.opposite()]));
        }
    }
    for &(out, gap) in facing.iter().filter(|(_, gap)| *gap >= STEP_ROOM) {
        candidates.push(stepped_candidate(a, b, out, 0.5));
        if gap > 3.0 * STEP {
            candidates.push(stepped_candidate(a, b, out, 1.0 - STEP / gap));
            candidates.push(stepped_candidate(a, b, out, STEP / gap));
        }
    }
    candidates.extend(bent_candidates(a, b));
    candidates
}

/// Lines with one bend, from the side of one box to the top or bottom of the other, or the reverse.
fn bent_candidates(a: Rect, b: Rect) -> Vec<RouteCandidate> {
    let mut candidates = Vec::new();
    for level in [true, false] {
        let forwards =
            coordinate_on_axis(level, b.center()) > coordinate_on_axis(level, a.center());
        let out = Side::on_axis(level, forwards);
        let down = coordinate_on_axis(!level, b.center()) > coordinate_on_axis(!level, a.center());
        let enter = Side::on_axis(!level, !down);
        let (start, end) = (out.edge_middle(a), enter.edge_middle(b));
        let corner = point_on_axes(
            level,
            coordinate_on_axis(level, end),
            coordinate_on_axis(!level, start),
        );
        let clear = |from, to, side: Side| {
            (coordinate_on_axis(side.is_level(), to) - coordinate_on_axis(side.is_level(), from))
                * side.sign()
                >= STEP / 2.0
        };
        if clear(start, corner, out) && clear(end, corner, enter) {
            candidates.push(new_candidate(vec![start, corner, end], [out, enter]));
        }
    }
    candidates
}

/// Three stretches without regard to other boxes.
pub(super) fn fallback_candidate(a: Rect, b: Rect) -> RouteCandidate {
    let by = b.center() - a.center();
    let level = by.x.abs() >= by.y.abs();
    let forwards = if level { by.x >= 0.0 } else { by.y >= 0.0 };
    let out = Side::on_axis(level, forwards);
    stepped_candidate(a, b, out, 0.5)
}

/// A line that leaves `a` at the side `out`, steps aside at `part` of the gap and enters `b` at the opposite side.
fn stepped_candidate(a: Rect, b: Rect, out: Side, part: f64) -> RouteCandidate {
    let level = out.is_level();
    let (start, end) = (out.edge_middle(a), out.opposite().edge_middle(b));
    let turn = coordinate_on_axis(level, start.lerp(end, part));
    let points = vec![
        start,
        point_on_axes(level, turn, coordinate_on_axis(!level, start)),
        point_on_axes(level, turn, coordinate_on_axis(!level, end)),
        end,
    ];
    new_candidate(points, [out, out.opposite()])
}

/// Lines that run beside the boxes between two that face each other: out, aside to a lane, along it, aside again, in.
/// The lanes nearest to the straight line come first. Also says where boxes were looked for.
pub(super) fn lane_candidates(
    obstacles: &Obstacles,
    a: Rect,
    b: Rect,
) -> (Vec<RouteCandidate>, Rect) {
    let mut candidates = Vec::new();
    let mut seen = a.union(b);
    for out in Side::ALL {
        let level = out.is_level();
        let gap = (out.opposite().edge(b) - out.edge(a)) * out.sign();
        if gap < 4.0 * STEP {
            continue;
        }
        let (start, end) = (out.edge_middle(a), out.opposite().edge_middle(b));
        let first = coordinate_on_axis(level, out.move_outward(start, STEP));
        let last = coordinate_on_axis(level, out.move_outward(end, -STEP));
        let (from, to) = (
            coordinate_on_axis(!level, start),
            coordinate_on_axis(!level, end),
        );
        let hull = Rect::from_corners(
            point_on_axes(level, first, from.min(to) - LANES_BEYOND),
            point_on_axes(level, last, from.max(to) + LANES_BEYOND),
        );
        seen = seen.union(hull);
        let mut lanes: Vec<f64> = obstacles
            .boxes_touching(hull)
            .flat_map(|number| {
                let (low, high) = out.edge_span(obstacles.rect(number));
                [low - CLEARANCE, high + CLEARANCE]
            })
            .collect();
        let aside = |lane: f64| (lane - from).abs() + (lane - to).abs();
        lanes.sort_by(|x, y| aside(*x).total_cmp(&aside(*y)).then(x.total_cmp(y)));
        lanes.dedup();
        candidates.extend(lanes.into_iter().take(LANES).map(|lane| {
            let points = vec![
                start,
                point_on_axes(level, first, from),
                point_on_axes(level, first, lane),
                point_on_axes(level, last, lane),
                point_on_axes(level, last, to),
                end,
            ];
            new_candidate(points, [out, out.opposite()])
        }));
    }
    (candidates, seen)
}

fn new_candidate(points: Vec<Point>, sides: [Side; 2]) -> RouteCandidate {
    let seen = bounds_of_points(&points);
    RouteCandidate {
        points,
        sides,
        seen,
    }
}
