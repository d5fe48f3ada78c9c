//! Chooses among the ways that each line could go, so that few lines cross.
//!
//! Every line begins with the way it would go alone. Then each in turn takes the way that is best beside the others as
//! they are now, a few times over.

use super::obstacles::Obstacles;
use super::search::{BEND, Way, bounds};
use super::side::{coordinate, same};
use super::{Line, ports};
use crate::model::{Point, Rect};

/// What crossing another line costs, in world units of length.
const CROSSING: f64 = 240.0;
/// What leaving or entering at the top or bottom costs here: more than a bend, as layouts run from left to right.
const UPRIGHT: f64 = 72.0;
/// How often each line may choose again.
const ROUNDS: usize = 3;

/// A line as it would be drawn, but for what happens where lines lie on one another.
struct Drawn {
    points: Vec<Point>,
    bounds: Rect,
}

impl Drawn {
    fn new(way: &Way, ports: [Point; 2]) -> Self {
        let points = super::shifted(way, ports);
        let bounds = bounds(&points);
        Self { points, bounds }
    }
}

/// Gives each line the best of its ways.
pub(super) fn choose(obstacles: &Obstacles, lines: &mut [Line], ways: &[Vec<Way>]) {
    for _ in 0..ROUNDS {
        let ports = ports::spread(obstacles, lines);
        let mut drawn: Vec<Drawn> = lines
            .iter()
            .zip(&ports)
            .map(|(line, &ports)| Drawn::new(&line.way, ports))
            .collect();
        let mut changed = false;
        for (number, ways) in ways.iter().enumerate() {
            let ends = |way: &Way| ends(obstacles, &lines[number], ports[number], way);
            if let Some((way, other)) = better(&drawn, number, &lines[number].way, ways, ends) {
                lines[number].way = way.clone();
                drawn[number] = other;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

/// Where a line would begin and end if it went another way: at its ports where those are on the same sides.
fn ends(obstacles: &Obstacles, line: &Line, ports: [Point; 2], way: &Way) -> [Point; 2] {
    [0, 1].map(|end| {
        if way.sides[end] == line.way.sides[end] {
            ports[end]
        } else {
            way.sides[end].middle(obstacles.rect(line.boxes[end]))
        }
    })
}

/// The best way that is better than the line's own.
fn better<'a>(
    drawn: &[Drawn],
    number: usize,
    own: &Way,
    ways: &'a [Way],
    ends: impl Fn(&Way) -> [Point; 2],
) -> Option<(&'a Way, Drawn)> {
    let mut least = None;
    let mut best = None;
    for way in ways.iter().filter(|way| *way != own) {
        let limit = *least.get_or_insert_with(|| cost(drawn, number, &drawn[number]));
        let other = Drawn::new(way, ends(way));
        let cost = cost(drawn, number, &other);
        if cost < limit {
            least = Some(cost);
            best = Some((way, other));
        }
    }
    best
}

fn cost(drawn: &[Drawn], number: usize, own: &Drawn) -> f64 {
    let length: f64 = own.points.windows(2).map(|p| p[0].distance(p[1])).sum();
    let near = drawn
        .iter()
        .enumerate()
        .filter(|(other, d)| *other != number && d.bounds.intersects(own.bounds));
    let crossings: usize = near
        .map(|(_, other)| crossings(&own.points, &other.points))
        .sum();
    let ends = [own.points.first_chunk::<2>(), own.points.last_chunk::<2>()];
    let upright = ends
        .iter()
        .flatten()
        .filter(|[from, to]| same(from.x, to.x))
        .count() as f64;
    length + UPRIGHT * upright + BEND * (own.points.len() - 2) as f64 + CROSSING * crossings as f64
}

/// How often two lines of level and upright stretches cross. Where they lie on one another they will be moved apart, to
/// the side where they cross less.
fn crossings(a: &[Point], b: &[Point]) -> usize {
    let mut count = 0;
    for (i, one) in a.windows(2).enumerate() {
        for (j, other) in b.windows(2).enumerate() {
            count += usize::from(cross(one, other));
            if i > 0 && j > 0 && i + 2 < a.len() && j + 2 < b.len() {
                count += crossings_apart(&a[i - 1..i + 3], &b[j - 1..j + 3]);
            }
        }
    }
    count
}

/// How often two lines must cross around the stretches in their middle, if those lie on one another.
fn crossings_apart(a: &[Point], b: &[Point]) -> usize {
    let level = same(a[1].y, a[2].y);
    if level != same(b[1].y, b[2].y) || !same(coordinate(!level, a[1]), coordinate(!level, b[1])) {
        return 0;
    }
    let at = coordinate(!level, a[1]);
    // Where an end lies on its own axis, and to which side the line goes on there.
    let ends = |p: &[Point]| {
        [(p[1], p[0]), (p[2], p[3])]
            .map(|(end, next)| (coordinate(level, end), coordinate(!level, next) > at))
    };
    let (a, b) = (ends(a), ends(b));
    let span = |ends: [(f64, bool); 2]| (ends[0].0.min(ends[1].0), ends[0].0.max(ends[1].0));
    let count = |own: [(f64, bool); 2], other: [(f64, bool); 2], side: bool| {
        let (low, high) = span(other);
        own.into_iter()
            .filter(|&(end, towards)| towards == side && low < end && end < high)
            .count()
    };
    let first_before = count(a, b, true) + count(b, a, false);
    let first_after = count(a, b, false) + count(b, a, true);
    first_before.min(first_after)
}

fn cross(a: &[Point], b: &[Point]) -> bool {
    let level = same(a[0].y, a[1].y);
    if level == same(b[0].y, b[1].y) {
        return false;
    }
    let between = |at: f64, from: f64, to: f64| from.min(to) < at && at < from.max(to);
    let (along, across) = (coordinate(level, b[0]), coordinate(!level, a[0]));
    between(along, coordinate(level, a[0]), coordinate(level, a[1]))
        && between(across, coordinate(!level, b[0]), coordinate(!level, b[1]))
}
