//! Keeps the routes of a drawing up to date. Costly results are kept per connection until a box near it changes, so the
//! routes are a function of boxes and connections, whatever was routed before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::budget::{RoutingBudget, choose_straight};
use super::candidate::{RouteCandidate, RoutePort, TIGHT, bounds_of_points, simplify};
use super::obstacles::{CLEARANCE, Obstacles};
use super::pinned::{self, PinConflict};
use super::place::{FittedLine, LinePlacer, PlaceMemory};
use super::route::Route;
use super::routed_connection::{RoutedConnection, shift_ends};
use super::{choose, ports, search, unrouted};
use crate::layout::Direction;
use crate::model::{Id, LineStyle, Pin, Point, Rect, Side, pt};

/// Of more lines than these at what is dragged, all are straight until it is let go.
const MOST_FOLLOWING: usize = 100;
/// How far a self-loop reaches beyond its box (world units).
const LOOP_REACH: f64 = 24.0;
/// How much further all its self-loops together may reach (world units): short of a box at the usual distance.
const LOOP_ROOM: f64 = 22.0;
/// How far from the corner the first self-loop of a box begins and ends (world units).
const LOOP_CORNER: f64 = 12.0;

/// What the user wants of some lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoutingConstraints {
    /// Stretches that were put somewhere, by connection. Those of a connection from a box to itself are not looked at.
    pub pins: BTreeMap<Id, Vec<Pin>>,
    /// The sides at which lines leave and enter boxes, where the user has chosen them.
    pub sides: BTreeMap<Id, [Option<Side>; 2]>,
    /// The connections whose lines are straight or curved.
    pub line_styles: BTreeMap<Id, LineStyle>,
    /// The zones, on whose borders no line runs.
    pub zones: Vec<Rect>,
    /// The direction of the drawing: lines prefer to leave and enter boxes in it.
    pub direction: Direction,
}

/// Keeps the routes of a drawing and re-routes only what a change touches.
#[derive(Debug, Default)]
pub struct Router {
    budget: RoutingBudget,
    boxes: BTreeMap<Id, Rect>,
    wires: BTreeMap<Id, (Id, Id)>,
    constraints: RoutingConstraints,
    cache: BTreeMap<Id, CachedRoute>,
    place_memory: PlaceMemory,
    routes: BTreeMap<Id, Route>,
    /// Where boxes were when lines last followed them, since the last update.
    followed: BTreeMap<Id, Rect>,
}

/// What was found out about a connection and holds as long as nothing changes near it.
#[derive(Debug, Clone)]
struct CachedRoute {
    ends: (Id, Id),
    /// Its route candidates.
    candidates: Arc<[RouteCandidate]>,
    choice: usize,
    pin_conflict: Option<PinConflict>,
    /// The steps that it took to find them.
    steps: usize,
    /// Where it leaves its first box and enters its second.
    ports: [Point; 2],
    /// The chosen candidate, connected to its ports.
    fitted: Vec<Point>,
    /// Everything looked at to fit it.
    seen: Rect,
}

impl Router {
    /// Makes lines that are only counted, in a fraction of the time.
    pub(in crate::layout) fn rough() -> Self {
        Self {
            budget: RoutingBudget::rough(),
            ..Self::default()
        }
    }

    /// Draws all lines straight, at once: what is shown until they are led around boxes.
    #[must_use]
    pub fn straight() -> Self {
        Self {
            budget: RoutingBudget::straight(),
            ..Self::default()
        }
    }

    #[cfg(test)]
    pub(super) fn with_budget(budget: RoutingBudget) -> Self {
        Self {
            budget,
            ..Self::default()
        }
    }

    /// Brings the routes up to date: `boxes` are the rectangles of all components, `wires` the ends of all connections.
    ///
    /// `boxes` may also hold what is no component but should be gone around. A connection has no route if one of its boxes
    /// is missing or not finite.
    pub fn update_routes(
        &mut self,
        boxes: &BTreeMap<Id, Rect>,
        wires: &BTreeMap<Id, (Id, Id)>,
        constraints: &RoutingConstraints,
    ) {
        let changed = changed_areas(&self.boxes, boxes);
        let followed = !self.followed.is_empty();
        if changed.is_empty()
            && !followed
            && self.wires == *wires
            && self.constraints == *constraints
        {
            return;
        }
        self.followed.clear();
        let pins_of = |id: Id| constraints.pins.get(&id).map_or(&[][..], Vec::as_slice);
        let sides_of = |id: Id| constraints.sides.get(&id).copied().unwrap_or_default();
        let same_wishes = |id: Id| {
            let before = &self.constraints;
            before.pins.get(&id) == constraints.pins.get(&id)
                && before.sides.get(&id) == constraints.sides.get(&id)
        };
        let unchanged = |seen: Rect| !changed.iter().any(|rect| rect.intersects(seen));
        let finite = boxes.iter().filter(|(_, rect)| rect.is_finite());
        let (ids, rects): (Vec<Id>, Vec<Rect>) = finite.unzip();
        let numbers: BTreeMap<Id, usize> = ids.into_iter().zip(0..).collect();
        let obstacles = Obstacles::new(rects);

        let mut straight = choose_straight(boxes, wires, &constraints.line_styles, self.budget);
        let mut steps_left = self.budget.steps;
        let old = std::mem::take(&mut self.cache);
        let mut lines: Vec<RoutedConnection> = wires
            .iter()
            .filter(|(id, (from, to))| from != to && !constraints.line_styles.contains_key(id))
            .filter_map(|(&id, &(from, to))| {
                if straight.contains(&id) {
                    return None;
                }
                let boxes = [*numbers.get(&from)?, *numbers.get(&to)?];
                let known = old.get(&id).filter(|known| known.ends == (from, to));
                let near =
                    known.filter(|known| same_wishes(id) && unchanged(known.candidates[0].seen));
                if steps_left == 0 {
                    straight.insert(id);
                    return None;
                }
                let (candidates, pin_conflict, steps) = match near {
                    Some(known) => (
                        Arc::clone(&known.candidates),
                        known.pin_conflict,
                        known.steps,
                    ),
                    None => pinned::pinned_candidates(&obstacles, boxes, sides_of(id), pins_of(id)),
                };
                // Counted also where it was found out before, so that the same lines are straight.
                steps_left = steps_left.saturating_sub(steps);
                let line = RoutedConnection {
                    id,
                    boxes,
                    candidates,
                    choice: 0,
                    pin_conflict,
                    steps,
                };
                Some(line)
            })
            .collect();
        choose::choose_candidates(&obstacles, &mut lines, constraints.direction);
        self.fit_lines(&obstacles, lines, wires, (&old, &unchanged));

        let of_box = |id: Id| numbers[&id];
        let fitted = self.cache.iter().map(|(&id, known)| FittedLine {
            id,
            ends: [of_box(known.ends.0), of_box(known.ends.1)],
            points: known.fitted.clone(),
            sides: sides_of(id),
            pins: pins_of(id).to_vec(),
        });
        let placer = LinePlacer::new(
            &obstacles,
            constraints.direction,
            &constraints.zones,
            self.budget,
        );
        let points = placer.place_lines(fitted.collect(), unchanged, &mut self.place_memory);
        let ids = self.cache.keys().copied();
        self.routes = ids.zip(points).map(finish_route).collect();
        let straight = straight.into_iter().map(|id| (id, LineStyle::Straight));
        let mut line_styles = constraints.line_styles.clone();
        line_styles.extend(straight);
        let unrouted = unrouted::draw_unrouted(boxes, wires, &line_styles);
        self.routes.extend(unrouted);
        self.routes.extend(route_self_loops(boxes, wires));
        self.boxes.clone_from(boxes);
        self.wires.clone_from(wires);
        self.constraints.clone_from(constraints);
    }

    /// Leads each line to its ports, as it was led before where nothing near it has changed.
    fn fit_lines(
        &mut self,
        obstacles: &Obstacles,
        lines: Vec<RoutedConnection>,
        wires: &BTreeMap<Id, (Id, Id)>,
        (old, unchanged): (&BTreeMap<Id, CachedRoute>, &impl Fn(Rect) -> bool),
    ) {
        let ports = ports::spread_ports(obstacles, &lines);
        for (line, ports) in lines.into_iter().zip(ports) {
            let known = old.get(&line.id).filter(|known| {
                known.candidates[known.choice] == *line.candidate()
                    && known.ports == ports
                    && unchanged(known.seen)
            });
            let (fitted, seen) = match known {
                Some(known) => (known.fitted.clone(), known.seen),
                None => fit_to_ports(obstacles, &line, ports),
            };
            let known = CachedRoute {
                ends: wires[&line.id],
                candidates: line.candidates,
                choice: line.choice,
                pin_conflict: line.pin_conflict,
                steps: line.steps,
                ports,
                fitted,
                seen,
            };
            self.cache.insert(line.id, known);
        }
    }

    /// Lets some connections follow their boxes, while something is dragged in a large drawing: a line whose ends move alike
    /// moves with them, any other goes around these boxes only. All other lines stay as they are. The next update looks at
    /// everything again.
    pub fn follow_boxes(
        &mut self,
        boxes: &BTreeMap<Id, Rect>,
        wires: &BTreeMap<Id, (Id, Id)>,
        constraints: &RoutingConstraints,
    ) {
        let before = |id: Id| self.followed.get(&id).or_else(|| self.boxes.get(&id));
        let moved = |id: Id| Some(boxes.get(&id)?.min - before(id)?.min);
        let mut bent = BTreeMap::new();
        let mut carried = Vec::new();
        for (&id, &(from, to)) in wires {
            match (moved(from), moved(to), self.routes.get(&id)) {
                (Some(by), Some(same), Some(route))
                    if by == same && self.wires.contains_key(&id) =>
                {
                    let points = route.points.iter().map(|&point| point + by).collect();
                    carried.push((id, Route { points }));
                }
                _ => _ = bent.insert(id, (from, to)),
            }
        }
        let budget = if bent.len() > MOST_FOLLOWING {
            RoutingBudget::straight()
        } else {
            self.budget
        };
        let ends: BTreeSet<Id> = bent.values().flat_map(|&(from, to)| [from, to]).collect();
        let near = boxes.iter().filter(|(id, _)| ends.contains(id));
        let mut part = Self {
            budget,
            ..Self::default()
        };
        part.update_routes(
            &near.map(|(&id, &rect)| (id, rect)).collect(),
            &bent,
            constraints,
        );
        self.routes.extend(part.routes);
        self.routes.extend(carried);
        self.followed
            .extend(boxes.iter().map(|(&id, &rect)| (id, rect)));
    }

    /// What is wrong with the pinned stretches of a connection, if anything is: a reason to offer letting them go.
    #[must_use]
    pub fn pin_conflict(&self, id: Id) -> Option<PinConflict> {
        self.cache.get(&id)?.pin_conflict
    }

    /// The routes as of the last update.
    #[must_use]
    pub fn routes(&self) -> &BTreeMap<Id, Route> {
        &self.routes
    }
}

fn finish_route((id, mut points): (Id, Vec<Point>)) -> (Id, Route) {
    simplify(&mut points);
    (id, Route { points })
}

/// The areas in which boxes have come, gone or moved.
fn changed_areas(old: &BTreeMap<Id, Rect>, new: &BTreeMap<Id, Rect>) -> Vec<Rect> {
    let gone = old.iter().filter(|(id, rect)| new.get(id) != Some(rect));
    let come = new.iter().filter(|(id, rect)| old.get(id) != Some(rect));
    gone.chain(come)
        .map(|(_, rect)| rect.expanded(CLEARANCE + 1.0))
        .collect()
}

/// Connects a candidate to its ports: by moving its ends where that is free, or else by another search, or else by a step
/// aside right at the box. Also says what was looked at.
fn fit_to_ports(
    obstacles: &Obstacles,
    line: &RoutedConnection,
    ports: [Point; 2],
) -> (Vec<Point>, Rect) {
    let (boxes, candidate) = (&line.boxes, line.candidate());
    let shifted = shift_ends(candidate, ports);
    let mut seen = bounds_of_points(&shifted).union(candidate.seen);
    if !obstacles.is_free(&candidate.points, TIGHT, boxes)
        || obstacles.is_free(&shifted, TIGHT, boxes)
    {
        return (shifted, seen);
    }
    let [from, to] = [0, 1].map(|i| RoutePort {
        side: candidate.sides[i],
        at: ports[i],
    });
    if let (Some(other), _) = search::search_around(obstacles, *boxes, &[from], &[to]) {
        seen = seen.union(other.seen);
        let led = shift_ends(&other, ports);
        if obstacles.is_free(&led, TIGHT, boxes) {
            return (led, seen);
        }
    }
    (step_aside_at_ends(candidate, ports), seen)
}

/// The unchanged candidate, reached from the ports by steps along the sides of the boxes.
fn step_aside_at_ends(candidate: &RouteCandidate, ports: [Point; 2]) -> Vec<Point> {
    let out = |i: usize, at: Point| candidate.sides[i].move_outward(at, LOOP_CORNER);
    let last = candidate.points.len() - 1;
    let mut points = vec![ports[0], out(0, ports[0]), out(0, candidate.points[0])];
    points.extend(&candidate.points[1..last]);
    points.extend([out(1, candidate.points[last]), out(1, ports[1]), ports[1]]);
    points
}

/// Routes for connections from a box to itself, around its top right corner, one around the other.
fn route_self_loops(
    boxes: &BTreeMap<Id, Rect>,
    wires: &BTreeMap<Id, (Id, Id)>,
) -> Vec<(Id, Route)> {
    let mut of_box: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for (&id, &(from, to)) in wires {
        if from == to {
            of_box.entry(from).or_default().push(id);
        }
    }
    let mut routes = Vec::new();
    for (number, loops) in of_box {
        let Some(rect) = boxes.get(&number).filter(|rect| rect.is_finite()) else {
            continue;
        };
        let gap = ports::LINE_GAP.min(LOOP_ROOM / loops.len() as f64);
        for (index, id) in loops.into_iter().enumerate() {
            let points = self_loop_points(*rect, gap * index as f64);
            routes.push((id, Route { points }));
        }
    }
    routes
}

/// A line around the top right corner, `more` further out than the first.
fn self_loop_points(rect: Rect, more: f64) -> Vec<Point> {
    let y = rect.min.y + (LOOP_CORNER + more).min(rect.height() / 2.0);
    let x = rect.max.x - (LOOP_CORNER + more).min(rect.width() / 2.0);
    let right = rect.max.x + LOOP_REACH + more;
    let top = rect.min.y - LOOP_REACH - more;
    vec![
        pt(rect.max.x, y),
        pt(right, y),
        pt(right, top),
        pt(x, top),
        pt(x, rect.min.y),
    ]
}
