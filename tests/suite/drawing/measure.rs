//! What can be counted in a drawing: the same code for ours and for those of Graphviz.

use std::collections::{BTreeMap, BTreeSet};

use boxdrill::layout::{Router, tidy};
use boxdrill::model::{Design, Id, Point, Rect};
use boxdrill::scene;

/// Lines with the components they join.
pub(super) type Lines = Vec<([Id; 2], Vec<Point>)>;

/// Closer to a component that two lines share than this, their meeting is no crossing: Graphviz leads lines to one
/// point (world units).
const MEETING: f64 = 12.0;

/// The counts of one drawing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Counts {
    pub(super) crossings: usize,
    pub(super) bends: usize,
    /// Lines that run through a component which is not theirs.
    pub(super) through: usize,
    /// Of the rectangle around all components and zones (thousands of square world units).
    pub(super) area: f64,
}

/// A design laid out by Tidy, and its lines.
pub(super) fn tidied(design: &Design) -> (Design, Lines) {
    let mut design = design.clone();
    design
        .apply_all(tidy(&design))
        .expect("what Tidy wants is allowed");
    let mut router = Router::default();
    scene::route_connections(&design, &mut router);
    let lines = lines(&design, |id| router.routes()[&id].points.clone());
    (design, lines)
}

/// The lines between different components.
fn lines(design: &Design, points: impl Fn(Id) -> Vec<Point>) -> Lines {
    design
        .connections()
        .filter(|(_, c)| c.from != c.to)
        .map(|(id, c)| ([c.from, c.to], points(id)))
        .collect()
}

/// Counts everything.
pub(super) fn counts(design: &Design, lines: &Lines) -> Counts {
    let boxes: BTreeMap<Id, Rect> = design
        .components()
        .map(|(id, item)| (id, scene::component_rect(item)))
        .collect();
    Counts {
        crossings: crossings(lines, &boxes),
        bends: lines.iter().map(|(_, points)| points.len() - 2).sum(),
        through: through(lines, &boxes),
        area: scene::content_bounds(design).map_or(0.0, |all| all.width() * all.height() / 1e3),
    }
}

/// A straight part of a line.
type Stretch = (usize, Point, Point);

/// All stretches, and for each the later ones that begin before it ends, from left to right.
fn pairs(lines: &Lines) -> Vec<(Stretch, Stretch)> {
    let mut all: Vec<Stretch> = Vec::new();
    for (number, (_, points)) in lines.iter().enumerate() {
        all.extend(points.windows(2).map(|pair| (number, pair[0], pair[1])));
    }
    let left = |s: &Stretch| s.1.x.min(s.2.x);
    let right = |s: &Stretch| s.1.x.max(s.2.x);
    all.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let mut pairs = Vec::new();
    for (index, a) in all.iter().enumerate() {
        let passing = all[index + 1..].iter().take_while(|b| left(b) <= right(a));
        pairs.extend(passing.filter(|b| b.0 != a.0).map(|b| (*a, *b)));
    }
    pairs
}

/// How often two lines cross. Where two meet at a component both belong to, they do not.
pub(super) fn crossings(lines: &Lines, boxes: &BTreeMap<Id, Rect>) -> usize {
    let mut found: BTreeSet<(usize, usize, i64, i64)> = BTreeSet::new();
    for ((i, a, b), (j, c, d)) in pairs(lines) {
        let Some(at) = crossing((a, b), (c, d)) else {
            continue;
        };
        let shared = lines[i].0.iter().filter(|end| lines[j].0.contains(end));
        let mut near = shared.filter_map(|end| boxes.get(end));
        if !near.any(|rect| rect.expanded(MEETING).contains(at)) {
            // A crossing at a joint of two stretches is found twice.
            let place = (at.x.round() as i64, at.y.round() as i64);
            found.insert((i.min(j), i.max(j), place.0, place.1));
        }
    }
    found.len()
}

/// Where two straight stretches cross; touching at an end counts, running along one another does not.
fn crossing(one: (Point, Point), other: (Point, Point)) -> Option<Point> {
    let (own, its, between) = (one.1 - one.0, other.1 - other.0, other.0 - one.0);
    let turn = own.x * its.y - own.y * its.x;
    if turn.abs() < 1e-9 {
        return None;
    }
    let on_one = (between.x * its.y - between.y * its.x) / turn;
    let on_other = (between.x * own.y - between.y * own.x) / turn;
    let within = |part: f64| (0.0..=1.0).contains(&part);
    (within(on_one) && within(on_other)).then(|| one.0.lerp(one.1, on_one))
}

fn through(lines: &Lines, boxes: &BTreeMap<Id, Rect>) -> usize {
    let enters = |points: &[Point], rect: Rect| {
        let inner = rect.expanded(-0.5);
        let mut stretches = points.windows(2);
        stretches.any(|pair| Rect::from_corners(pair[0], pair[1]).intersects(inner))
    };
    let strange = |ends: &[Id; 2], points: &[Point]| {
        let mut others = boxes.iter().filter(|(id, _)| !ends.contains(id));
        others.any(|(_, &rect)| enters(points, rect))
    };
    lines
        .iter()
        .filter(|(ends, points)| strange(ends, points))
        .count()
}
