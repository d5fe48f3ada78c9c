//! Moves the inner stretches of a line beside the lines before it, and into the middle of the gaps it runs through.
//!
//! Ends and what the user has put somewhere stay where they are. A stretch never leaves the gap between the boxes beside
//! it, so that nothing can run into a box here.

use super::obstacles::Obstacles;
use super::ports::LINE_GAP;
use super::side::{coordinate_on_axis, nearly_equal, point_on_axes};
use super::tracks::{TRACK, Track, count_crossings};
use crate::model::{Pin, Point};

/// The distance to boxes, where there is room (world units): an arrow head and a rounded corner.
const CLEAR: f64 = 16.0;
/// In a gap up to this wide a line runs in the middle (world units); in a wider one it stays where it is.
pub(super) const CHANNEL: f64 = 160.0;
/// Distances to other lines, and what is paid for them, in world units of length.
const GAPS: [(f64, f64); 3] = [(LINE_GAP, 0.0), (8.0, 16.0), (TRACK, 32.0)];
/// What crossing another line costs, in world units of length.
const CROSSING: f64 = 240.0;

/// An inner stretch that can be moved.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// The number of its first point.
    first: usize,
    level: bool,
    /// Where it should be, on the axis that it does not run along.
    wanted: f64,
    /// How far it can be moved.
    room: (f64, f64),
}

/// Moves the inner stretches of a line to where they are clear of the tracks of other lines and run on no border of a zone,
/// as far as there is room.
pub(super) fn nudge_line(
    obstacles: &Obstacles,
    points: &mut [Point],
    pins: &[Pin],
    (others, borders): (&[Track], &[Track]),
) {
    for level in [false, true, false, true] {
        for first in 1..points.len().saturating_sub(2) {
            if let Some(stretch) = movable_stretch(obstacles, points, (first, level), pins) {
                let at = best_place(points, &stretch, others, borders);
                move_stretch(points, &stretch, at);
            }
        }
    }
}

fn move_stretch(points: &mut [Point], stretch: &Stretch, at: f64) {
    for end in &mut points[stretch.first..=stretch.first + 1] {
        *end = point_on_axes(stretch.level, coordinate_on_axis(stretch.level, *end), at);
    }
}

/// The level (or else upright) stretch after a point, unless the user has put it there.
fn movable_stretch(
    obstacles: &Obstacles,
    points: &[Point],
    (first, level): (usize, bool),
    pins: &[Pin],
) -> Option<Stretch> {
    let (a, b) = (points[first], points[first + 1]);
    let at = coordinate_on_axis(!level, a);
    let pinned =
        |pin: &Pin| matches!(pin, Pin::Horizontal(_)) == level && nearly_equal(pin.at(), at);
    if a == b || !nearly_equal(at, coordinate_on_axis(!level, b)) || pins.iter().any(pinned) {
        return None;
    }
    let (from, to) = (coordinate_on_axis(level, a), coordinate_on_axis(level, b));
    let free = obstacles.free_range(level, at, (from.min(to), from.max(to)), CHANNEL);
    let mut room = (free.0 + CLEAR, free.1 - CLEAR);
    if room.0 > room.1 {
        let middle = f64::midpoint(free.0, free.1);
        room = (middle, middle);
    }
    let wanted = if free.1 - free.0 <= CHANNEL {
        f64::midpoint(room.0, room.1)
    } else {
        at
    };
    // Beyond its neighbors' far ends the line would turn back on itself.
    for neighbor in [first - 1, first + 2] {
        let far = coordinate_on_axis(!level, points[neighbor]);
        if far > at {
            room.1 = room.1.min(far);
        } else {
            room.0 = room.0.max(far);
        }
    }
    if room.0 > room.1 {
        room = (at, at);
    }
    Some(Stretch {
        first,
        level,
        wanted: wanted.clamp(room.0, room.1),
        room,
    })
}

/// Where a stretch is clear of all others, crosses few and is near to where it should be; that place itself where it is
/// clear of them nowhere.
fn best_place(points: &[Point], stretch: &Stretch, others: &[Track], borders: &[Track]) -> f64 {
    let ends = [points[stretch.first], points[stretch.first + 1]];
    let [from, to] = ends.map(|end| coordinate_on_axis(stretch.level, end));
    let span = (from.min(to), from.max(to));
    // On a border it could not be told from it; near one it can.
    let on_border = |border: &Track| border.is_shared_with(stretch.level, stretch.wanted, span);
    let borders = if borders.iter().any(on_border) {
        borders
    } else {
        &[]
    };
    let beside: Vec<f64> = others
        .iter()
        .chain(borders)
        .filter(|other| other.level == stretch.level)
        .filter(|other| other.span.0 < span.1 && span.0 < other.span.1)
        .map(|other| other.at)
        .collect();
    if beside.is_empty() {
        return stretch.wanted;
    }
    let mut best: Option<(f64, f64)> = None;
    for (gap, price) in GAPS {
        let places = beside.iter().flat_map(|at| [at - gap, at + gap]);
        for at in places.chain([stretch.wanted]) {
            let free = beside.iter().all(|other| (at - other).abs() > gap - 1e-6);
            if at < stretch.room.0 || at > stretch.room.1 || !free {
                continue;
            }
            let near = price + (at - stretch.wanted).abs();
            if best.is_some_and(|(least, _)| near >= least) {
                continue;
            }
            let mut moved = points.to_vec();
            move_stretch(&mut moved, stretch, at);
            let cost = near + CROSSING * count_crossings(&moved, others) as f64;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, at));
            }
        }
    }
    best.map_or(stretch.wanted, |(_, at)| at)
}
