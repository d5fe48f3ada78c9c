//! Chooses among the candidates of each connection, so that few lines cross.
//!
//! Lines choose in the order in which they came into the drawing, each beside those before it. So a new line changes the
//! choice of no other one, except of those that it would cross and that can do without.

use super::candidate::{BEND, RouteCandidate, bounds_of_points};
use super::obstacles::Obstacles;
use super::routed_connection::RoutedConnection;
use super::side::{coordinate_on_axis, nearly_equal};
use crate::layout::Direction;
use crate::model::{Point, Rect};

/// What crossing another line costs, in world units of length.
const CROSSING: f64 = 240.0;
/// What leaving or entering a box across the flow costs here: more than a bend.
const ACROSS: f64 = 72.0;
/// How much better a line must get to choose again because a later one crosses it, in world units of length.
const WORTHWHILE: f64 = 120.0;

/// So many pairs of a candidate and another line are compared. In a drawing with more of them each line has its first few
/// candidates only, those that are best for it alone.
const COMPARED: usize = 2_000_000;
/// So many candidates a line has in any case.
const FEWEST: usize = 2;

/// Gives each line the best of its candidates.
pub(super) fn choose_candidates(
    obstacles: &Obstacles,
    lines: &mut [RoutedConnection],
    direction: Direction,
) {
    let reach: Vec<Rect> = lines
        .iter()
        .map(|line| possible_area(obstacles, line))
        .collect();
    let most = candidates_each(lines, &reach);
    let mut bounds: Vec<Rect> = Vec::with_capacity(lines.len());
    for number in 0..lines.len() {
        let (choice, _) = best_candidate(lines, &bounds, number, reach[number], direction, most);
        lines[number].choice = choice;
        bounds.push(bounds_of_points(&lines[number].candidate().points));
        let crossed: Vec<usize> = (0..number)
            .filter(|&other| {
                let own = lines[number].boxes;
                let shares_box = lines[other].boxes.iter().any(|end| own.contains(end));
                shares_box && bounds[other].intersects(bounds[number])
            })
            .filter(|&other| {
                let [own, other] = [number, other].map(|line| &lines[line].candidate().points);
                count_crossings(own, other) > 0
            })
            .collect();
        for other in crossed {
            let (choice, gain) =
                best_candidate(lines, &bounds, other, reach[other], direction, most);
            if gain >= WORTHWHILE {
                lines[other].choice = choice;
                bounds[other] = bounds_of_points(&lines[other].candidate().points);
            }
        }
    }
}

/// The best candidate of a line beside those that have chosen, and how much better it is than the one it has.
fn best_candidate(
    lines: &[RoutedConnection],
    bounds: &[Rect],
    number: usize,
    reach: Rect,
    direction: Direction,
    most: usize,
) -> (usize, f64) {
    let line = &lines[number];
    let others: Vec<(&[Point], Rect)> = bounds
        .iter()
        .enumerate()
        .filter(|&(other, bounds)| other != number && bounds.intersects(reach))
        .map(|(other, &bounds)| (lines[other].candidate().points.as_slice(), bounds))
        .collect();
    let cost = |candidate: &RouteCandidate| line_cost(&candidate.points, &others, direction);
    let now = cost(line.candidate());
    let mut best = (line.choice, now);
    for (choice, candidate) in line.candidates.iter().enumerate().take(most) {
        if choice != line.choice {
            let cost = cost(candidate);
            if cost < best.1 {
                best = (choice, cost);
            }
        }
    }
    (best.0, now - best.1)
}

/// How many candidates of each line are looked at.
fn candidates_each(lines: &[RoutedConnection], reach: &[Rect]) -> usize {
    let all: usize = lines.iter().map(|line| line.candidates.len()).sum();
    if all * lines.len() <= COMPARED {
        return usize::MAX;
    }
    let near = |area: &Rect| reach.iter().filter(|other| other.intersects(*area)).count();
    let pairs: usize = reach.iter().map(near).sum();
    (COMPARED / pairs.max(1)).max(FEWEST)
}

/// The area that all candidates of a line cover.
fn possible_area(obstacles: &Obstacles, line: &RoutedConnection) -> Rect {
    let [a, b] = line.boxes.map(|number| obstacles.rect(number));
    line.candidates.iter().fold(a.union(b), |all, candidate| {
        all.union(bounds_of_points(&candidate.points))
    })
}

fn line_cost(own: &[Point], others: &[(&[Point], Rect)], direction: Direction) -> f64 {
    let bounds = bounds_of_points(own);
    let length: f64 = own.windows(2).map(|p| p[0].distance(p[1])).sum();
    let crossings: usize = others
        .iter()
        .filter(|(_, other)| other.intersects(bounds))
        .map(|(other, _)| count_crossings(own, other))
        .sum();
    let ends = [own.first_chunk::<2>(), own.last_chunk::<2>()];
    let across = ends
        .iter()
        .flatten()
        .filter(|[from, to]| match direction {
            Direction::Right => nearly_equal(from.x, to.x),
            Direction::Down => nearly_equal(from.y, to.y),
        })
        .count() as f64;
    length + ACROSS * across + BEND * (own.len() - 2) as f64 + CROSSING * crossings as f64
}

/// How often two lines of level and upright stretches cross. Where they lie on one another they will be moved apart, to
/// the side where they cross less.
fn count_crossings(a: &[Point], b: &[Point]) -> usize {
    let mut count = 0;
    for (i, one) in a.windows(2).enumerate() {
        for (j, other) in b.windows(2).enumerate() {
            count += usize::from(are_crossing(one, other));
            if i > 0 && j > 0 && i + 2 < a.len() && j + 2 < b.len() {
                count += count_overlap_crossings(&a[i - 1..i + 3], &b[j - 1..j + 3]);
            }
        }
    }
    count
}

/// How often two lines must cross around the stretches in their middle, if those lie on one another.
fn count_overlap_crossings(a: &[Point], b: &[Point]) -> usize {
    let level = nearly_equal(a[1].y, a[2].y);
    if level != nearly_equal(b[1].y, b[2].y)
        || !nearly_equal(
            coordinate_on_axis(!level, a[1]),
            coordinate_on_axis(!level, b[1]),
        )
    {
        return 0;
    }
    let at = coordinate_on_axis(!level, a[1]);
    // Where an end lies on its own axis, and to which side the line goes on there.
    let ends = |p: &[Point]| {
        [(p[1], p[0]), (p[2], p[3])].map(|(end, next)| {
            (
                coordinate_on_axis(level, end),
                coordinate_on_axis(!level, next) > at,
            )
        })
    };
    let (a, b) = (ends(a), ends(b));
    let span = |ends: [(f64, bool); 2]| (ends[0].0.min(ends[1].0), ends[0].0.max(ends[1].0));
    let count = |own: [(f64, bool); 2], other: [(f64, bool); 2], side: bool| {
        let (low, high) = span(other);
        own.into_iter()
            .filter(|&(end, toward)| toward == side && low < end && end < high)
            .count()
    };
    let first_before = count(a, b, true) + count(b, a, false);
    let first_after = count(a, b, false) + count(b, a, true);
    first_before.min(first_after)
}

fn are_crossing(a: &[Point], b: &[Point]) -> bool {
    let level = nearly_equal(a[0].y, a[1].y);
    if level == nearly_equal(b[0].y, b[1].y) {
        return false;
    }
    let between = |at: f64, from: f64, to: f64| from.min(to) < at && at < from.max(to);
    let (along, across) = (
        coordinate_on_axis(level, b[0]),
        coordinate_on_axis(!level, a[0]),
    );
    between(
        along,
        coordinate_on_axis(level, a[0]),
        coordinate_on_axis(level, a[1]),
    ) && between(
        across,
        coordinate_on_axis(!level, b[0]),
        coordinate_on_axis(!level, b[1]),
    )
}
