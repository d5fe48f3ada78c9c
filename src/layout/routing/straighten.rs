//! Takes small steps out of a line: a stretch, or the end of the line on the side of its box, moves a little where that
//! makes the line straight and brings it no closer to anything.

use super::candidate::{TIGHT, simplify};
use super::detach::{enters_own, shares_track};
use super::obstacles::Obstacles;
use super::side::{Side, coordinate_on_axis, nearly_equal, point_on_axes};
use super::tracks::{Track, count_crossings};
use crate::model::Point;

/// A step up to this high is taken out (world units): it looks like a mistake.
const KINK: f64 = 24.0;
/// How far from the corners of its box a line still ends (world units).
const CORNER: f64 = 8.0;

/// Straightens a line beside others; `ends` are the numbers of its boxes.
pub(super) fn straighten_line(
    obstacles: &Obstacles,
    ends: [usize; 2],
    points: &mut Vec<Point>,
    others: &[Track],
) {
    let mut index = 1;
    while index + 2 < points.len() {
        let straight = is_kink(points, index)
            .then(|| straightened(obstacles, ends, (points, index), others))
            .flatten();
        match straight {
            Some(straight) => {
                *points = straight;
                index = 1;
            }
            None => index += 1,
        }
    }
}

/// Whether the stretch after this point is a small step aside of a line that then goes on as before.
fn is_kink(points: &[Point], index: usize) -> bool {
    let [before, from, to, after] = [index - 1, index, index + 1, index + 2].map(|n| points[n]);
    let level = nearly_equal(before.y, from.y);
    if level != nearly_equal(to.y, after.y) || level == nearly_equal(from.y, to.y) {
        return false;
    }
    let along = |a, b| coordinate_on_axis(level, b) - coordinate_on_axis(level, a);
    from.distance(to) <= KINK && along(before, from) * along(to, after) > 0.0
}

/// The line without the step after this point, if it can do without.
fn straightened(
    obstacles: &Obstacles,
    boxes: [usize; 2],
    (points, index): (&[Point], usize),
    others: &[Track],
) -> Option<Vec<Point>> {
    let level = nearly_equal(points[index - 1].y, points[index].y);
    let at = |n: usize| coordinate_on_axis(!level, points[n]);
    let (own, other) = (at(index), at(index + 1));
    let before = count_crossings(points, others);
    [other, own, f64::midpoint(own, other)]
        .into_iter()
        .map(|to| {
            let mut moved = points.to_vec();
            for point in &mut moved[index - 1..=index + 2] {
                *point = point_on_axes(level, coordinate_on_axis(level, *point), to);
            }
            moved
        })
        .find(|moved| {
            let last = moved.len() - 1;
            let on_side = |number: usize, end: Point| {
                let (low, high) = Side::on_axis(level, true).edge_span(obstacles.rect(number));
                let at = coordinate_on_axis(!level, end);
                low + CORNER <= at && at <= high - CORNER
            };
            let ends_stay = (index > 1 || on_side(boxes[0], moved[0]))
                && (index + 2 < last || on_side(boxes[1], moved[last]));
            ends_stay
                && !enters_own(obstacles, boxes, moved)
                && !shares_track(moved, others)
                && keeps_ways(points, moved)
                && obstacles.is_free(moved, TIGHT, &boxes)
                && count_crossings(moved, others) <= before
        })
        .map(|mut moved| {
            simplify(&mut moved);
            moved
        })
}

/// Whether no stretch was turned round or lost, but for the step itself.
fn keeps_ways(before: &[Point], after: &[Point]) -> bool {
    before.windows(2).zip(after.windows(2)).all(|(a, b)| {
        let (was, is) = (a[1] - a[0], b[1] - b[0]);
        let forward = was.x * is.x + was.y * is.y;
        forward > 0.0 || a[0].distance(a[1]) <= KINK
    })
}
