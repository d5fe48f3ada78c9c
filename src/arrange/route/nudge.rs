//! Moves the inner stretches of routes apart, so that no two lie on top of one another, and into the middle of the
//! gaps they run through.
//!
//! Ends stay where they are. A stretch never leaves the gap between the boxes beside it, so that nothing can run into a
//! box here.

use super::obstacles::Obstacles;
use super::ports::LINE_GAP;
use super::side::{coordinate, point};
use crate::arrange::spacing::Spacing;
use crate::model::Point;

/// The distance to boxes, where there is room (world units): an arrow head and a rounded corner.
const CLEAR: f64 = 16.0;
/// In a gap up to this wide a line runs in the middle (world units); in a wider one it stays where it is.
const CHANNEL: f64 = 160.0;
/// Stretches closer than this are looked at together (world units).
const NEAR: f64 = 2.0 * LINE_GAP;
/// Distances tried in turn, until all stretches in a gap have room (world units).
const GAPS: [f64; 4] = [LINE_GAP, 8.0, 5.0, 3.0];

/// One upright or level part of a route.
#[derive(Debug)]
struct Stretch {
    route: usize,
    /// The number of its first point.
    first: usize,
    /// Its coordinate on the axis it does not run along.
    at: f64,
    /// Where it lies on its own axis.
    span: (f64, f64),
    /// Which ends turn towards greater values of `at`: the one at the lower end of the span, and the other.
    turns: [bool; 2],
    /// How far it can be moved; none for the ends of a route.
    room: Option<(f64, f64)>,
}

/// Separates all routes.
pub(super) fn nudge(obstacles: &Obstacles, routes: &mut [Vec<Point>]) {
    for level in [false, true, false, true] {
        separate(obstacles, routes, level);
    }
}

fn separate(obstacles: &Obstacles, routes: &mut [Vec<Point>], level: bool) {
    let mut stretches = Vec::new();
    for (number, points) in routes.iter().enumerate() {
        for first in 0..points.len() - 1 {
            stretches.extend(stretch(obstacles, number, points, first, level));
        }
    }
    stretches.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.route.cmp(&b.route)));
    for cluster in clusters(&stretches) {
        for (index, at) in cluster.iter().zip(places(&stretches, &cluster)) {
            let stretch = &stretches[*index];
            if stretch.room.is_some() {
                for end in &mut routes[stretch.route][stretch.first..=stretch.first + 1] {
                    *end = point(level, coordinate(level, *end), at);
                }
            }
        }
    }
}

fn stretch(
    obstacles: &Obstacles,
    route: usize,
    points: &[Point],
    first: usize,
    level: bool,
) -> Option<Stretch> {
    let (a, b) = (points[first], points[first + 1]);
    let at = coordinate(!level, a);
    if at != coordinate(!level, b) || a == b {
        return None;
    }
    let (from, to) = (coordinate(level, a), coordinate(level, b));
    let is_end = first == 0 || first + 2 == points.len();
    let mut stretch = Stretch {
        route,
        first,
        at,
        span: (from.min(to), from.max(to)),
        turns: [false; 2],
        room: None,
    };
    if is_end {
        return Some(stretch);
    }
    let before = coordinate(!level, points[first - 1]);
    let after = coordinate(!level, points[first + 2]);
    let turns = [before > at, after > at];
    stretch.turns = if from <= to {
        turns
    } else {
        [turns[1], turns[0]]
    };
    let free = obstacles.room(level, at, stretch.span, CHANNEL);
    let mut room = (free.0 + CLEAR, free.1 - CLEAR);
    if room.0 > room.1 {
        let middle = f64::midpoint(free.0, free.1);
        room = (middle, middle);
    }
    if free.1 - free.0 <= CHANNEL {
        stretch.at = f64::midpoint(room.0, room.1);
    }
    // Beyond its neighbours' far ends the route would turn back on itself.
    for far in [before, after] {
        if far > at {
            room.1 = room.1.min(far);
        } else {
            room.0 = room.0.max(far);
        }
    }
    if room.0 > room.1 {
        room = (at, at);
    }
    stretch.at = stretch.at.clamp(room.0, room.1);
    stretch.room = Some(room);
    Some(stretch)
}

fn overlap(a: &Stretch, b: &Stretch) -> bool {
    a.span.0 < b.span.1 && b.span.0 < a.span.1
}

/// Stretches that have to do with each other, those that stand alone too if they can be moved.
fn clusters(stretches: &[Stretch]) -> Vec<Vec<usize>> {
    let mut cluster: Vec<usize> = (0..stretches.len()).collect();
    for (i, a) in stretches.iter().enumerate() {
        for (j, b) in stretches.iter().enumerate().skip(i + 1) {
            if b.at - a.at >= NEAR {
                break;
            }
            if overlap(a, b) && (a.room.is_some() || b.room.is_some()) {
                let (one, other) = (root(&mut cluster, i), root(&mut cluster, j));
                cluster[one.max(other)] = one.min(other);
            }
        }
    }
    let mut members = vec![Vec::new(); stretches.len()];
    for i in 0..stretches.len() {
        members[root(&mut cluster, i)].push(i);
    }
    members.retain(|members| members.iter().any(|&i| stretches[i].room.is_some()));
    members
}

fn root(parents: &mut [usize], mut n: usize) -> usize {
    while parents[n] != n {
        parents[n] = parents[parents[n]];
        n = parents[n];
    }
    n
}

/// New coordinates for a cluster's stretches.
fn places(stretches: &[Stretch], cluster: &[usize]) -> Vec<f64> {
    let members: Vec<&Stretch> = cluster.iter().map(|&i| &stretches[i]).collect();
    let wanted: Vec<f64> = members.iter().map(|stretch| stretch.at).collect();
    if members.len() == 1 {
        return wanted;
    }
    let pairs = pairs(&members);
    let bounds = |i: usize| members[i].room.unwrap_or((wanted[i], wanted[i]));
    let mut best = wanted.clone();
    for gap in GAPS {
        let gaps: Vec<_> = pairs.iter().map(|&(a, b)| (a, b, gap)).collect();
        let Some(spacing) = Spacing::new(members.len(), &gaps) else {
            break;
        };
        best.clone_from(&wanted);
        for _ in 0..6 {
            best = spacing.settled_within(&best, bounds);
        }
        let kept = |&(a, b): &(usize, usize)| best[b] - best[a] > 0.8 * gap;
        if pairs.iter().all(kept) {
            break;
        }
    }
    best
}

/// All pairs that overlap and must be kept apart, in the order in which they cross least.
fn pairs(members: &[&Stretch]) -> Vec<(usize, usize)> {
    let mut apart = Vec::new();
    let mut score = vec![0.0; members.len()];
    for (i, a) in members.iter().enumerate() {
        for (j, b) in members.iter().enumerate().skip(i + 1) {
            if overlap(a, b) && (a.room.is_some() || b.room.is_some()) {
                apart.push((i, j));
                let before = preference(a, b);
                score[i] -= before;
                score[j] += before;
            }
        }
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&i, &j| {
        (score[i].total_cmp(&score[j]))
            .then(members[i].at.total_cmp(&members[j].at))
            .then(members[i].route.cmp(&members[j].route))
    });
    let mut place = vec![0; members.len()];
    for (index, &member) in order.iter().enumerate() {
        place[member] = index;
    }
    for pair in &mut apart {
        if place[pair.0] > place[pair.1] {
            *pair = (pair.1, pair.0);
        }
    }
    apart
}

/// Positive if `a` should have the smaller coordinate: the number of crossings that saves, or else, weighing less, the
/// order the two are in.
fn preference(a: &Stretch, b: &Stretch) -> f64 {
    let saved = crossings(b, a) - crossings(a, b);
    if saved == 0.0 {
        0.1 * (b.at - a.at).total_cmp(&0.0) as i8 as f64
    } else {
        saved
    }
}

/// How many crossings there are if `a` has the smaller coordinate.
fn crossings(a: &Stretch, b: &Stretch) -> f64 {
    let within = |at: f64, other: &Stretch| other.span.0 < at && at < other.span.1;
    let count = |own: &Stretch, other: &Stretch, towards_greater: bool| {
        [own.span.0, own.span.1]
            .into_iter()
            .zip(own.turns)
            .filter(|&(end, turn)| turn == towards_greater && within(end, other))
            .count() as f64
    };
    count(a, b, true) + count(b, a, false)
}
