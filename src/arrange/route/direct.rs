//! The lines a hand would try first: straight, or with one step aside, between sides that face each other.

use super::search::{Way, bounds};
use super::side::{Side, coordinate, point};
use crate::model::{Point, Rect};

/// Boxes whose centres differ by no more than this can be joined by a straight level (or upright) line.
const STRAIGHT: (f64, f64) = (20.0, 32.0);
/// The least gap between boxes in which a line can step aside (world units).
const STEP_ROOM: f64 = 40.0;
/// How far from a box a line steps aside if it cannot do so half-way (world units).
const STEP: f64 = 32.0;

/// Straight and stepped lines between boxes that face each other, best first.
pub(super) fn direct(a: Rect, b: Rect) -> Vec<Way> {
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
    let mut ways = Vec::new();
    for &(out, _) in &facing {
        let level = out.is_level();
        let offset = coordinate(!level, a.center()) - coordinate(!level, b.center());
        let most = if level { STRAIGHT.0 } else { STRAIGHT.1 };
        if offset.abs() <= most {
            let middle = out.middle(a);
            let end = out.opposite().port(b, coordinate(!level, middle));
            ways.push(way(vec![middle, end], [out, out.opposite()]));
        }
    }
    for &(out, gap) in facing.iter().filter(|(_, gap)| *gap >= STEP_ROOM) {
        ways.push(stepped(a, b, out, 0.5));
        if gap > 3.0 * STEP {
            ways.push(stepped(a, b, out, 1.0 - STEP / gap));
            ways.push(stepped(a, b, out, STEP / gap));
        }
    }
    ways
}

/// Three stretches without regard to other boxes.
pub(super) fn plain(a: Rect, b: Rect) -> Way {
    let by = b.center() - a.center();
    let level = by.x.abs() >= by.y.abs();
    let forwards = if level { by.x >= 0.0 } else { by.y >= 0.0 };
    let out = Side::along(level, forwards);
    stepped(a, b, out, 0.5)
}

/// A line that leaves `a` at the side `out`, steps aside at `part` of the gap and enters `b` at the opposite side.
fn stepped(a: Rect, b: Rect, out: Side, part: f64) -> Way {
    let level = out.is_level();
    let (start, end) = (out.middle(a), out.opposite().middle(b));
    let turn = coordinate(level, start.lerp(end, part));
    let points = vec![
        start,
        point(level, turn, coordinate(!level, start)),
        point(level, turn, coordinate(!level, end)),
        end,
    ];
    way(points, [out, out.opposite()])
}

fn way(points: Vec<Point>, sides: [Side; 2]) -> Way {
    let seen = bounds(&points);
    Way {
        points,
        sides,
        seen,
    }
}
