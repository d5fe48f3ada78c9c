//! Chooses among the candidates of each connection, so that few lines cross.
//!
//! Every connection begins with the candidate that is best for it alone. Then each in turn takes the one that is best beside
//! the others as they are now, a few times over.

use std::collections::BTreeMap;

use super::candidate::{BEND, RouteCandidate, bounds_of_points};
use super::obstacles::Obstacles;
use super::ports;
use super::routed_connection::{RoutedConnection, shift_ends};
use super::side::{coordinate_on_axis, nearly_equal};
use crate::layout::Direction;
use crate::model::{Id, Point, Rect};

/// What crossing another line costs, in world units of length.
const CROSSING: f64 = 240.0;
/// What leaving or entering a box across the flow costs here: more than a bend.
const ACROSS: f64 = 72.0;
/// How often each line may choose again.
const ROUNDS: usize = 3;

/// So many pairs of a candidate and another line are compared in a round. In a drawing with more of them each line has its
/// first few candidates only, those that are best for it alone.
const COMPARED: usize = 2_000_000;
/// So many candidates a line has in any case.
const FEWEST: usize = 2;

/// A line as it would be drawn, but for what happens where lines lie on one another.
#[derive(Debug, Clone, PartialEq)]
struct CandidateLine {
    /// The index of its route candidate.
    choice: usize,
    points: Vec<Point>,
    bounds: Rect,
}

impl CandidateLine {
    fn new(choice: usize, candidate: &RouteCandidate, ports: [Point; 2]) -> Self {
        let points = shift_ends(candidate, ports);
        let bounds = bounds_of_points(&points);
        Self {
            choice,
            points,
            bounds,
        }
    }
}

/// What was chosen last time, round by round: a line with the same candidates among the same lines chooses the same.
#[derive(Debug, Default)]
pub(super) struct ChoiceMemory {
    direction: Direction,
    /// How many candidates each line had.
    most: usize,
    rounds: Vec<BTreeMap<Id, [CandidateLine; 2]>>,
}

/// Gives each line the best of its candidates; `fresh` marks lines whose candidates have changed.
pub(super) fn choose_candidates(
    obstacles: &Obstacles,
    lines: &mut [RoutedConnection],
    fresh: &[bool],
    direction: Direction,
    memory: &mut ChoiceMemory,
) {
    let reach: Vec<Rect> = lines
        .iter()
        .map(|line| possible_area(obstacles, line))
        .collect();
    let most = candidates_each(lines, &reach);
    let mut old = std::mem::take(&mut memory.rounds).into_iter();
    let same_direction = std::mem::replace(&mut memory.direction, direction) == direction;
    let same_most = std::mem::replace(&mut memory.most, most) == most;
    if !same_direction || !same_most {
        old = Vec::new().into_iter();
    }
    for _ in 0..ROUNDS {
        let ports = ports::spread_ports(obstacles, lines);
        let mut drawn: Vec<CandidateLine> = lines
            .iter()
            .zip(&ports)
            .map(|(line, &ports)| CandidateLine::new(line.choice, line.candidate(), ports))
            .collect();
        let old = old.next().unwrap_or_default();
        let mut areas = changed_areas(&old, lines, &drawn);
        let mut round = BTreeMap::new();
        let mut changed = false;
        for number in 0..lines.len() {
            let line = &lines[number];
            let known = old.get(&line.id).filter(|[before, _]| {
                !fresh[number]
                    && *before == drawn[number]
                    && !areas.iter().any(|area| area.intersects(reach[number]))
            });
            let before = drawn[number].clone();
            let after = match known {
                Some([_, after]) => after.clone(),
                None => {
                    let wishes = (reach[number], direction, most);
                    best_alternative(obstacles, &drawn, number, line, wishes)
                }
            };
            if let (None, Some([_, was])) = (known, old.get(&line.id))
                && *was != after
            {
                areas.extend([was.bounds, after.bounds]);
            }
            changed |= after.choice != before.choice;
            lines[number].choice = after.choice;
            drawn[number] = after.clone();
            round.insert(lines[number].id, [before, after]);
        }
        memory.rounds.push(round);
        if !changed {
            break;
        }
    }
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

/// Where lines begin the round otherwise than last time.
fn changed_areas(
    old: &BTreeMap<Id, [CandidateLine; 2]>,
    lines: &[RoutedConnection],
    drawn: &[CandidateLine],
) -> Vec<Rect> {
    let mut areas = Vec::new();
    let mut gone: BTreeMap<Id, Rect> = old
        .iter()
        .map(|(&id, [before, after])| (id, before.bounds.union(after.bounds)))
        .collect();
    for (line, now) in lines.iter().zip(drawn) {
        let was = gone.remove(&line.id);
        if old.get(&line.id).is_none_or(|[before, _]| before != now) {
            areas.extend(was);
            areas.push(now.bounds);
        }
    }
    areas.extend(gone.into_values());
    areas
}

/// The line as it should go beside the others.
fn best_alternative(
    obstacles: &Obstacles,
    drawn: &[CandidateLine],
    number: usize,
    line: &RoutedConnection,
    (reach, direction, most): (Rect, Direction, usize),
) -> CandidateLine {
    let own = &drawn[number];
    if line.candidates.len() < 2 {
        return own.clone();
    }
    let others: Vec<&CandidateLine> = drawn
        .iter()
        .enumerate()
        .filter(|&(other, line)| other != number && line.bounds.intersects(reach))
        .map(|(_, line)| line)
        .collect();
    let mut least = line_cost(own, &others, direction);
    let mut best = None;
    for (choice, candidate) in line.candidates.iter().enumerate().take(most) {
        if choice != line.choice {
            let other = CandidateLine::new(
                choice,
                candidate,
                line_ends(obstacles, line, own, candidate),
            );
            let cost = line_cost(&other, &others, direction);
            if cost < least {
                least = cost;
                best = Some(other);
            }
        }
    }
    best.unwrap_or_else(|| own.clone())
}

/// Where a line would begin and end with another candidate: at its ports where those are on the same sides.
fn line_ends(
    obstacles: &Obstacles,
    line: &RoutedConnection,
    own: &CandidateLine,
    candidate: &RouteCandidate,
) -> [Point; 2] {
    let ports = [own.points[0], own.points[own.points.len() - 1]];
    [0, 1].map(|end| {
        if candidate.sides[end] == line.candidate().sides[end] {
            ports[end]
        } else {
            candidate.sides[end].edge_middle(obstacles.rect(line.boxes[end]))
        }
    })
}

fn line_cost(own: &CandidateLine, others: &[&CandidateLine], direction: Direction) -> f64 {
    let length: f64 = own.points.windows(2).map(|p| p[0].distance(p[1])).sum();
    let crossings: usize = others
        .iter()
        .filter(|other| other.bounds.intersects(own.bounds))
        .map(|other| count_crossings(&own.points, &other.points))
        .sum();
    let ends = [own.points.first_chunk::<2>(), own.points.last_chunk::<2>()];
    let across = ends
        .iter()
        .flatten()
        .filter(|[from, to]| match direction {
            Direction::Right => nearly_equal(from.x, to.x),
            Direction::Down => nearly_equal(from.y, to.y),
        })
        .count() as f64;
    length + ACROSS * across + BEND * (own.points.len() - 2) as f64 + CROSSING * crossings as f64
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
