//! Moves the inner stretches of routes apart, so that no two lie on top of one another, and into the middle of the
//! gaps they run through.
//!
//! Ends and what the user has put somewhere stay where they are. A stretch never leaves the gap between the boxes beside it, so that nothing can run into a
//! box here.

use std::collections::BTreeMap;

use super::obstacles::Obstacles;
use super::ports::LINE_GAP;
use super::side::{coordinate_on_axis, nearly_equal, point_on_axes};
use crate::layout::spacing::Spacing;
use crate::layout::union_find::smallest_members;
use crate::model::{Pin, Point};

/// The distance to boxes, where there is room (world units): an arrow head and a rounded corner.
const CLEAR: f64 = 16.0;
/// In a gap up to this wide a line runs in the middle (world units); in a wider one it stays where it is.
const CHANNEL: f64 = 160.0;
/// Stretches closer than this are looked at together (world units).
const NEAR: f64 = 2.0 * LINE_GAP;
/// Distances tried in turn, until all stretches in a gap have room (world units).
const GAPS: [f64; 4] = [LINE_GAP, 8.0, 5.0, 3.0];

/// What lying on one another costs, in crossings.
const MEETING: f64 = 1.5;
/// Up to this many stretches are sifted, so often.
const SIFT_LIMIT: usize = 120;
const SIFTS: usize = 8;

/// What was worked out last time, by pass and first stretch: stretches that lie as they lay then go where they went.
#[derive(Debug, Default)]
pub(super) struct NudgeMemory {
    clusters: BTreeMap<(usize, usize, usize), PlacedCluster>,
}

/// The stretches of a cluster and where they went.
type PlacedCluster = (Vec<Stretch>, Vec<f64>);

/// One upright or level part of a route.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    route: usize,
    /// The number of its first point.
    first: usize,
    /// Its coordinate on the axis it does not run along: where it should be, and where it was.
    at: f64,
    was: f64,
    /// Where it lies on its own axis.
    span: (f64, f64),
    /// Which ends turn toward greater values of `at`: the one at the lower end of the span, and the other.
    turns: [bool; 2],
    /// How far it can be moved; none for the ends of a route.
    room: Option<(f64, f64)>,
}

/// Separates all routes.
pub(super) fn nudge_routes(
    obstacles: &Obstacles,
    routes: &mut [Vec<Point>],
    pins: &[&[Pin]],
    memory: &mut NudgeMemory,
) {
    let mut old = std::mem::take(&mut memory.clusters);
    for (pass, level) in [false, true, false, true].into_iter().enumerate() {
        let stretches = collect_stretches(obstacles, routes, pins, level);
        for cluster in find_clusters(&stretches) {
            let members: Vec<Stretch> = cluster.into_iter().map(|i| stretches[i]).collect();
            let key = (pass, members[0].route, members[0].first);
            let known = old.remove(&key).filter(|(known, _)| *known == members);
            let (members, places) = known.unwrap_or_else(|| {
                let places = place_stretches(&members);
                (members, places)
            });
            for (stretch, &at) in members.iter().zip(&places) {
                if stretch.room.is_some() {
                    for end in &mut routes[stretch.route][stretch.first..=stretch.first + 1] {
                        *end = point_on_axes(level, coordinate_on_axis(level, *end), at);
                    }
                }
            }
            if members.len() > 1 {
                memory.clusters.insert(key, (members, places));
            }
        }
    }
}

/// All level (or else upright) stretches, by coordinate.
fn collect_stretches(
    obstacles: &Obstacles,
    routes: &[Vec<Point>],
    pins: &[&[Pin]],
    level: bool,
) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for (number, points) in routes.iter().enumerate() {
        for first in 0..points.len() - 1 {
            let found = new_stretch(obstacles, number, points, first, level);
            stretches.extend(found.map(|stretch| fix_if_pinned(stretch, pins[number], level)));
        }
    }
    stretches.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.route.cmp(&b.route)));
    stretches
}

/// The stretch as it is, where the user has put it there.
fn fix_if_pinned(stretch: Stretch, pins: &[Pin], level: bool) -> Stretch {
    let holds = |pin: &Pin| {
        matches!(pin, Pin::Horizontal(_)) == level && nearly_equal(pin.at(), stretch.was)
    };
    if pins.iter().any(holds) {
        let (at, room) = (stretch.was, None);
        return Stretch {
            at,
            room,
            ..stretch
        };
    }
    stretch
}

fn new_stretch(
    obstacles: &Obstacles,
    route: usize,
    points: &[Point],
    first: usize,
    level: bool,
) -> Option<Stretch> {
    let (a, b) = (points[first], points[first + 1]);
    let at = coordinate_on_axis(!level, a);
    if !nearly_equal(at, coordinate_on_axis(!level, b)) || a == b {
        return None;
    }
    let (from, to) = (coordinate_on_axis(level, a), coordinate_on_axis(level, b));
    let is_end = first == 0 || first + 2 == points.len();
    let mut stretch = Stretch {
        route,
        first,
        at,
        was: at,
        span: (from.min(to), from.max(to)),
        turns: [false; 2],
        room: None,
    };
    if is_end {
        return Some(stretch);
    }
    let before = coordinate_on_axis(!level, points[first - 1]);
    let after = coordinate_on_axis(!level, points[first + 2]);
    let turns = [before > at, after > at];
    stretch.turns = if from <= to {
        turns
    } else {
        [turns[1], turns[0]]
    };
    let free = obstacles.free_range(level, at, stretch.span, CHANNEL);
    let mut room = (free.0 + CLEAR, free.1 - CLEAR);
    if room.0 > room.1 {
        let middle = f64::midpoint(free.0, free.1);
        room = (middle, middle);
    }
    if free.1 - free.0 <= CHANNEL {
        stretch.at = f64::midpoint(room.0, room.1);
    }
    // Beyond its neighbors' far ends the route would turn back on itself.
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

/// Whether two stretches pass each other and at least one of them can be moved.
fn is_conflict(a: &Stretch, b: &Stretch) -> bool {
    a.span.0 < b.span.1 && b.span.0 < a.span.1 && (a.room.is_some() || b.room.is_some())
}

/// Groups of stretches that pass each other; a stretch that passes no other is a group of its own if it can be moved.
fn find_clusters(stretches: &[Stretch]) -> Vec<Vec<usize>> {
    // Cut into strips as wide as the distance that matters, only neighboring strips need to be compared.
    let strip = |stretch: &Stretch| (stretch.at / NEAR) as i64;
    let end_of = |number: i64| stretches.partition_point(|s| strip(s) <= number);
    let mut ties = Vec::new();
    let mut start = 0;
    while start < stretches.len() {
        let number = strip(&stretches[start]);
        let mut both: Vec<usize> = (start..end_of(number + 1)).collect();
        both.sort_by(|&i, &j| stretches[i].span.0.total_cmp(&stretches[j].span.0));
        for (n, &i) in both.iter().enumerate() {
            let a = &stretches[i];
            let passing = both[n + 1..]
                .iter()
                .take_while(|&&j| stretches[j].span.0 < a.span.1);
            for &j in passing {
                let b = &stretches[j];
                if (a.at - b.at).abs() < NEAR && is_conflict(a, b) {
                    ties.push((i, j));
                }
            }
        }
        start = end_of(number);
    }
    let mut clusters = vec![Vec::new(); stretches.len()];
    for (i, first) in smallest_members(stretches.len(), ties)
        .into_iter()
        .enumerate()
    {
        clusters[first].push(i);
    }
    clusters.retain(|members| members.iter().any(|&i| stretches[i].room.is_some()));
    clusters
}

/// New coordinates for a cluster's stretches.
fn place_stretches(members: &[Stretch]) -> Vec<f64> {
    let wanted: Vec<f64> = members.iter().map(|stretch| stretch.at).collect();
    if members.len() == 1 {
        return wanted;
    }
    let pairs = ordered_pairs(members);
    let bounds = |i: usize| members[i].room.unwrap_or((wanted[i], wanted[i]));
    let mut best = wanted.clone();
    for gap in GAPS {
        let gaps: Vec<_> = pairs.iter().map(|&(a, b)| (a, b, gap)).collect();
        let Some(spacing) = Spacing::new(members.len(), &gaps) else {
            break;
        };
        best.clone_from(&wanted);
        for _ in 0..6 {
            best = spacing.settle_within(&best, bounds);
        }
        let kept = |&(a, b): &(usize, usize)| best[b] - best[a] > 0.8 * gap;
        if pairs.iter().all(kept) {
            break;
        }
    }
    best
}

/// All pairs that overlap and must be kept apart, in the order in which they cross least.
fn ordered_pairs(members: &[Stretch]) -> Vec<(usize, usize)> {
    let mut apart = Vec::new();
    let mut score = vec![0.0; members.len()];
    for (i, a) in members.iter().enumerate() {
        for (j, b) in members.iter().enumerate().skip(i + 1) {
            if is_conflict(a, b) {
                apart.push((i, j));
                let before = order_preference(a, b);
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
    if members.len() <= SIFT_LIMIT {
        sift(members, &apart, &mut order);
    }
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

/// Moves members one at a time to where they cross least.
fn sift(members: &[Stretch], apart: &[(usize, usize)], order: &mut Vec<usize>) {
    let count = members.len();
    // What it costs if the first comes before the second.
    let mut costs = vec![0.0; count * count];
    for &(i, j) in apart {
        let (a, b) = (&members[i], &members[j]);
        let now = 0.1 * f64::from((b.at - a.at).total_cmp(&0.0) as i8);
        costs[i * count + j] = count_crossings(a, b) - now;
        costs[j * count + i] = count_crossings(b, a) + now;
    }
    order_by_least_loss(order, |a, b| costs[a * count + b] - costs[b * count + a]);
    for _ in 0..SIFTS {
        let mut moved = false;
        for member in 0..count {
            let Some(from) = order.iter().position(|&other| other == member) else {
                continue;
            };
            let gain = |other: usize| costs[member * count + other] - costs[other * count + member];
            let mut best = (-1e-6, from);
            let mut change = 0.0;
            for to in (0..from).rev() {
                change += gain(order[to]);
                if change < best.0 {
                    best = (change, to);
                }
            }
            change = 0.0;
            for (to, &other) in order.iter().enumerate().skip(from + 1) {
                change -= gain(other);
                if change < best.0 {
                    best = (change, to);
                }
            }
            if best.1 != from {
                order.remove(from);
                order.insert(best.1, member);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}

/// Takes next the member with the least loss against the rest: an order that satisfies all preferences, if there is one.
fn order_by_least_loss(order: &mut [usize], loss: impl Fn(usize, usize) -> f64) {
    for start in 0..order.len() {
        let rest = &order[start..];
        let held =
            |member: usize| -> f64 { rest.iter().map(|&other| loss(member, other).max(0.0)).sum() };
        let first = (0..rest.len()).min_by(|&a, &b| held(rest[a]).total_cmp(&held(rest[b])));
        if let Some(first) = first {
            order[start..=start + first].rotate_right(1);
        }
    }
}

/// Positive if `a` should have the smaller coordinate: the number of crossings that saves, or else, weighing less, the
/// order the two are in.
fn order_preference(a: &Stretch, b: &Stretch) -> f64 {
    let saved = count_crossings(b, a) - count_crossings(a, b);
    if saved == 0.0 {
        0.1 * f64::from((b.at - a.at).total_cmp(&0.0) as i8)
    } else {
        saved
    }
}

/// How many crossings there are if `a` has the smaller coordinate. Where `a` goes on toward `b`, and `b` toward `a` at
/// the same place, they would lie on one another.
fn count_crossings(a: &Stretch, b: &Stretch) -> f64 {
    let within = |at: f64, other: &Stretch| other.span.0 < at && at < other.span.1;
    let ends = |stretch: &Stretch| {
        [stretch.span.0, stretch.span.1]
            .into_iter()
            .zip(stretch.turns)
    };
    let count = |own: &Stretch, other: &Stretch, toward_greater: bool| {
        ends(own)
            .filter(|&(end, turn)| turn == toward_greater && within(end, other))
            .count() as f64
    };
    let meeting = ends(a)
        .zip(ends(b))
        .filter(|&((one, to_b), (other, from_a))| to_b && !from_a && nearly_equal(one, other));
    count(a, b, true) + count(b, a, false) + MEETING * meeting.count() as f64
}
