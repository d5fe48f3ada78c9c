//! Orthogonal routes for connections, around boxes.
//!
//! Four steps: [`search`] finds a way for each connection on its own, [`ports`] spreads the ends over the sides of the
//! boxes, [`fit`] leads each way to its ports, and [`nudge`] moves apart what lies on top of one another. The first
//! and the third, the costly ones, depend only on the boxes near a connection and are kept until one of those changes;
//! the other two are quick and are always done for the whole drawing. So the routes are a function of the boxes and
//! connections, whatever was drawn before.

mod nudge;
mod obstacles;
mod ports;
mod search;
mod side;

use std::collections::BTreeMap;

use self::obstacles::{CLEARANCE, Obstacles};
use self::search::{Port, TIGHT, Way};
use self::side::{Side, coordinate, point};
use crate::model::{Id, Point, Rect, pt};

/// How far a self-loop reaches beyond its box (world units).
const LOOP_REACH: f64 = 24.0;
/// How far from the corner the first self-loop of a box begins and ends (world units).
const LOOP_CORNER: f64 = 12.0;

/// The line of one connection, from the border of its first box to the border of its second; only upright and level
/// stretches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// At least two points.
    pub points: Vec<Point>,
}

/// Keeps the routes of a drawing and re-routes only what a change touches.
#[derive(Debug, Default)]
pub struct Router {
    boxes: BTreeMap<Id, Rect>,
    wires: BTreeMap<Id, (Id, Id)>,
    known: BTreeMap<Id, Known>,
    routes: BTreeMap<Id, Route>,
}

/// What was found out about a connection and holds as long as nothing changes near it.
#[derive(Debug, Clone)]
struct Known {
    ends: (Id, Id),
    way: Way,
    ports: [f64; 2],
    /// The way, led to its ports.
    fitted: Vec<Point>,
    /// Everything looked at to fit it.
    seen: Rect,
}

impl Router {
    /// Brings the routes up to date: `boxes` are the rectangles of all components, `wires` the ends of all connections.
    ///
    /// A connection has no route if one of its boxes is missing or not finite.
    pub fn update(&mut self, boxes: &BTreeMap<Id, Rect>, wires: &BTreeMap<Id, (Id, Id)>) {
        let changed = changes(&self.boxes, boxes);
        if changed.is_empty() && self.wires == *wires {
            return;
        }
        let finite: BTreeMap<Id, usize> = boxes
            .iter()
            .filter(|(_, rect)| rect.is_finite())
            .enumerate()
            .map(|(number, (&id, _))| (id, number))
            .collect();
        let rects: Vec<Rect> = finite.keys().map(|id| boxes[id]).collect();
        let obstacles = Obstacles::new(rects.clone());
        let old = std::mem::take(&mut self.known);
        let unchanged = |seen: Rect| !changed.iter().any(|rect| rect.intersects(seen));

        let mut lines = Vec::new();
        for (&id, &(from, to)) in wires {
            let (Some(&a), Some(&b)) = (finite.get(&from), finite.get(&to)) else {
                continue;
            };
            if a == b {
                continue;
            }
            let kept = old
                .get(&id)
                .filter(|known| known.ends == (from, to) && unchanged(known.way.seen));
            let way = kept.map_or_else(|| search::between(&obstacles, a, b), |k| k.way.clone());
            lines.push((id, [a, b], way, kept));
        }
        let ends: Vec<[usize; 2]> = lines.iter().map(|line| line.1).collect();
        let ways: Vec<&Way> = lines.iter().map(|line| &line.2).collect();
        let ports = ports::spread(&rects, &ends, &ways);
        for ((id, ends, way, kept), ports) in lines.into_iter().zip(ports) {
            let same = kept.filter(|known| known.ports == ports && unchanged(known.seen));
            let (fitted, seen) = match same {
                Some(known) => (known.fitted.clone(), known.seen),
                None => fit(&obstacles, ends, &way, ports),
            };
            let known = Known {
                ends: wires[&id],
                way,
                ports,
                fitted,
                seen,
            };
            self.known.insert(id, known);
        }
        let mut points: Vec<Vec<Point>> = self
            .known
            .values()
            .map(|known| known.fitted.clone())
            .collect();
        nudge::nudge(&obstacles, &mut points);
        self.routes = self
            .known
            .keys()
            .copied()
            .zip(points)
            .map(finished)
            .collect();
        self.routes.extend(loops(boxes, wires));
        self.boxes.clone_from(boxes);
        self.wires.clone_from(wires);
    }

    /// The routes as of the last update.
    #[must_use]
    pub fn routes(&self) -> &BTreeMap<Id, Route> {
        &self.routes
    }
}

fn finished((id, mut points): (Id, Vec<Point>)) -> (Id, Route) {
    search::simplify(&mut points);
    (id, Route { points })
}

/// The areas in which boxes have come, gone or moved.
fn changes(old: &BTreeMap<Id, Rect>, new: &BTreeMap<Id, Rect>) -> Vec<Rect> {
    let gone = old.iter().filter(|(id, rect)| new.get(id) != Some(rect));
    let come = new.iter().filter(|(id, rect)| old.get(id) != Some(rect));
    gone.chain(come)
        .map(|(_, rect)| rect.expanded(CLEARANCE + 1.0))
        .collect()
}

/// Leads a way to its ports: by moving its ends where that is free, or else by another search, or else by a step
/// aside right at the box. Also says what was looked at.
fn fit(obstacles: &Obstacles, ends: [usize; 2], way: &Way, ports: [f64; 2]) -> (Vec<Point>, Rect) {
    let rects = ends.map(|number| obstacles.rect(number));
    let borders = [0, 1].map(|i| way.sides[i].port(rects[i], ports[i]));
    let shifted = shifted(way, borders);
    let mut seen = cover(&shifted).union(way.seen);
    if !obstacles.is_free(&way.points, TIGHT, &ends) || obstacles.is_free(&shifted, TIGHT, &ends) {
        return (shifted, seen);
    }
    let [from, to] = [0, 1].map(|i| Port {
        side: way.sides[i],
        at: borders[i],
    });
    if let Some(other) = search::around(obstacles, ends, &[from], &[to]) {
        seen = seen.union(other.seen);
        let led = self::shifted(&other, borders);
        if obstacles.is_free(&led, TIGHT, &ends) {
            return (led, seen);
        }
    }
    (stepped_ends(way, borders), seen)
}

fn cover(points: &[Point]) -> Rect {
    points.iter().fold(
        Rect {
            min: points[0],
            max: points[0],
        },
        |all, &p| all.union(Rect { min: p, max: p }),
    )
}

/// The way with its first and last stretch moved sideways to the given ports.
fn shifted(way: &Way, [from, to]: [Point; 2]) -> Vec<Point> {
    let mut points = way.points.clone();
    let level = way.sides[0].is_level();
    if points.len() == 2 && coordinate(!level, from) != coordinate(!level, to) {
        let middle = coordinate(level, from.lerp(to, 0.5));
        points.insert(1, point(level, middle, coordinate(!level, from)));
        points.insert(2, point(level, middle, coordinate(!level, to)));
    }
    let last = points.len() - 1;
    let move_to = |end: Point, side: Side, port: Point| {
        let level = side.is_level();
        point(level, coordinate(level, end), coordinate(!level, port))
    };
    if last > 1 {
        points[1] = move_to(points[1], way.sides[0], from);
        points[last - 1] = move_to(points[last - 1], way.sides[1], to);
    }
    points[0] = from;
    points[last] = to;
    points
}

/// The way as it is, reached from the ports by steps along the sides of the boxes.
fn stepped_ends(way: &Way, ports: [Point; 2]) -> Vec<Point> {
    let out = |i: usize, at: Point| way.sides[i].ahead(at, LOOP_CORNER);
    let last = way.points.len() - 1;
    let mut points = vec![ports[0], out(0, ports[0]), out(0, way.points[0])];
    points.extend(&way.points[1..last]);
    points.extend([out(1, way.points[last]), out(1, ports[1]), ports[1]]);
    points
}

/// Routes for connections from a box to itself, around its top right corner.
fn loops(
    boxes: &BTreeMap<Id, Rect>,
    wires: &BTreeMap<Id, (Id, Id)>,
) -> impl Iterator<Item = (Id, Route)> {
    let mut counts: BTreeMap<Id, f64> = BTreeMap::new();
    wires.iter().filter_map(move |(&id, &(from, to))| {
        let rect = *boxes
            .get(&from)
            .filter(|rect| from == to && rect.is_finite())?;
        let count = counts.entry(from).or_default();
        let more = ports::LINE_GAP * *count;
        *count += 1.0;
        let y = rect.min.y + (LOOP_CORNER + more).min(rect.height() / 2.0);
        let x = rect.max.x - (LOOP_CORNER + more).min(rect.width() / 2.0);
        let right = rect.max.x + LOOP_REACH + more;
        let top = rect.min.y - LOOP_REACH - more;
        let points = vec![
            pt(rect.max.x, y),
            pt(right, y),
            pt(right, top),
            pt(x, top),
            pt(x, rect.min.y),
        ];
        Some((id, Route { points }))
    })
}
