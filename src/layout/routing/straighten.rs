//! Takes small steps out of lines: a stretch, or the end of a line on the side of its box, moves a little where that makes
//! the line straight and brings it no closer to anything.

use super::candidate::{TIGHT, simplify};
use super::obstacles::Obstacles;
use super::side::{coordinate_on_axis, nearly_equal, point_on_axes};
use super::tracks::{Track, tracks_of};
use crate::model::{Point, Rect};

/// A step up to this high is taken out (world units): it looks like a mistake.
const KINK: f64 = 24.0;
/// How far from the corners of its box a line still ends (world units).
const CORNER: f64 = 8.0;
/// So many stretches of other lines are compared at most.
const STEPS: usize = 2_000_000;

/// Straightens all lines but the fixed ones; `ends` are the numbers of the boxes of each line.
pub(super) fn straighten_lines(
    obstacles: &Obstacles,
    ends: &[[usize; 2]],
    fixed: &[bool],
    lines: &mut [Vec<Point>],
) {
    let mut steps = STEPS;
    let count: usize = lines.iter().map(Vec::len).sum();
    for line in 0..lines.len() {
        if fixed[line] {
            continue;
        }
        let mut index = 1;
        while index + 2 < lines[line].len() {
            if !is_kink(&lines[line], index) {
                index += 1;
                continue;
            }
            let Some(left) = steps.checked_sub(4 * count) else {
                return;
            };
            steps = left;
            match straightened(obstacles, ends[line], lines, (line, index)) {
                Some(points) => {
                    lines[line] = points;
                    index = 1;
                }
                None => index += 1,
            }
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
    lines: &[Vec<Point>],
    (line, index): (usize, usize),
) -> Option<Vec<Point>> {
    let points = &lines[line];
    let level = nearly_equal(points[index - 1].y, points[index].y);
    let at = |n: usize| coordinate_on_axis(!level, points[n]);
    let (own, other) = (at(index), at(index + 1));
    let others: Vec<Track> = (lines.iter().enumerate())
        .filter(|(number, _)| *number != line)
        .flat_map(|(number, points)| tracks_of(number, points))
        .collect();
    let crossings = |points: &[Point]| {
        let own: Vec<Track> = tracks_of(line, points).collect();
        let crossed = |track: &Track| {
            own.iter()
                .filter(|own| track.is_crossed_by(own.level, own.at, own.span))
                .count()
        };
        others.iter().map(crossed).sum::<usize>()
    };
    let before = crossings(points);
    [other, own, f64::midpoint(own, other)]
        .into_iter()
        .map(|to| {
            let mut moved = points.clone();
            for point in &mut moved[index - 1..=index + 2] {
                *point = point_on_axes(level, coordinate_on_axis(level, *point), to);
            }
            moved
        })
        .find(|moved| {
            let last = moved.len() - 1;
            let on_side = |number: usize, end: Point| {
                let (low, high) = edge_span(obstacles.rect(number), level);
                let at = coordinate_on_axis(!level, end);
                low + CORNER <= at && at <= high - CORNER
            };
            let ends_stay = (index > 1 || on_side(boxes[0], moved[0]))
                && (index + 2 < last || on_side(boxes[1], moved[last]));
            let enters_own = boxes.iter().any(|&number| {
                let inside = obstacles.rect(number).expanded(-0.5);
                let mut stretches = moved.windows(2);
                stretches.any(|p| Rect::from_corners(p[0], p[1]).intersects(inside))
            });
            let shares = tracks_of(line, moved).any(|own| {
                let mut others = others.iter();
                others.any(|track| track.is_shared_with(own.level, own.at, own.span))
            });
            ends_stay
                && !enters_own
                && !shares
                && keeps_ways(points, moved)
                && obstacles.is_free(moved, TIGHT, &boxes)
                && crossings(moved) <= before
        })
        .map(|mut moved| {
            simplify(&mut moved);
            moved
        })
}

/// From where to where a box reaches across a level (or else upright) line.
fn edge_span(rect: Rect, level: bool) -> (f64, f64) {
    if level {
        (rect.min.y, rect.max.y)
    } else {
        (rect.min.x, rect.max.x)
    }
}

/// Whether no stretch was turned round or lost, but for the step itself.
fn keeps_ways(before: &[Point], after: &[Point]) -> bool {
    before.windows(2).zip(after.windows(2)).all(|(a, b)| {
        let (was, is) = (a[1] - a[0], b[1] - b[0]);
        let forward = was.x * is.x + was.y * is.y;
        forward > 0.0 || a[0].distance(a[1]) <= KINK
    })
}
