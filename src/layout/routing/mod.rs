//! Orthogonal routes for connections, around boxes.
//!
//! Four steps: [`search`] finds a way for each connection on its own, [`ports`] spreads the ends over the sides of the
//! boxes, [`fit`] leads each way to its ports, and [`nudge`] moves apart what lies on top of one another. The first
//! and the third, the costly ones, depend only on the boxes near a connection and are kept until one of those changes;
//! the other two are quick and are always done for the whole drawing. So the routes are a function of the boxes and
//! connections, whatever was drawn before.

mod choose;
mod direct;
mod nudge;
mod obstacles;
mod pinned;
mod ports;
mod route;
mod search;
mod side;
mod unrouted;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::obstacles::{CLEARANCE, Obstacles};
use self::search::{RouteCandidate, RoutePort, TIGHT};
use self::side::{Side, coordinate, point};
use super::Direction;
use crate::model::{Id, LineStyle, Pin, Point, Rect, pt};

/// How far a self-loop reaches beyond its box (world units).
const LOOP_REACH: f64 = 24.0;
/// How much further all its self-loops together may reach (world units): short of a box at the usual distance.
const LOOP_ROOM: f64 = 22.0;
/// How far from the corner the first self-loop of a box begins and ends (world units).
const LOOP_CORNER: f64 = 12.0;

/// The line of one connection, from the border of its first box to the border of its second; only upright and level
/// stretches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// At least two points.
    pub points: Vec<Point>,
}

/// Why the pinned stretches of a connection make no sense any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PinConflict {
    /// The line cannot get there without running through a box.
    Blocked,
    /// The line is more than three times as long as it would be without them.
    Detour,
}

/// What the user wants of some lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoutingConstraints {
    /// Stretches that were put somewhere, by connection. Those of a connection from a box to itself are not looked at.
    pub pins: BTreeMap<Id, Vec<Pin>>,
    /// The connections whose lines are straight or curved.
    pub line_styles: BTreeMap<Id, LineStyle>,
    /// Which way the drawing runs: lines like to leave and enter boxes that way.
    pub direction: Direction,
}

/// Keeps the routes of a drawing and re-routes only what a change touches.
#[derive(Debug, Default)]
pub struct Router {
    boxes: BTreeMap<Id, Rect>,
    wires: BTreeMap<Id, (Id, Id)>,
    constraints: RoutingConstraints,
    cache: BTreeMap<Id, CachedRoute>,
    choice_memory: choose::ChoiceMemory,
    nudge_memory: nudge::NudgeMemory,
    routes: BTreeMap<Id, Route>,
    /// Where boxes were when lines last followed them, since the last update.
    followed: BTreeMap<Id, Rect>,
}

/// A connection between two boxes, by their numbers, and its way before its ports are known.
#[derive(Debug)]
struct RoutedConnection {
    id: Id,
    boxes: [usize; 2],
    /// All ways it could go.
    candidates: Arc<[RouteCandidate]>,
    /// The number of the way it goes.
    choice: usize,
    pin_conflict: Option<PinConflict>,
}

impl RoutedConnection {
    fn candidate(&self) -> &RouteCandidate {
        &self.candidates[self.choice]
    }
}

/// What was found out about a connection and holds as long as nothing changes near it.
#[derive(Debug, Clone)]
struct CachedRoute {
    ends: (Id, Id),
    /// All ways it could go.
    candidates: Arc<[RouteCandidate]>,
    choice: usize,
    pin_conflict: Option<PinConflict>,
    /// Where it leaves its first box and enters its second.
    ports: [Point; 2],
    /// The way, led to its ports.
    fitted: Vec<Point>,
    /// Everything looked at to fit it.
    seen: Rect,
}

impl Router {
    /// Brings the routes up to date: `boxes` are the rectangles of all components, `wires` the ends of all connections.
    ///
    /// `boxes` may also hold what is no component but should be gone around. A connection has no route if one of its boxes
    /// is missing or not finite.
    pub fn update(
        &mut self,
        boxes: &BTreeMap<Id, Rect>,
        wires: &BTreeMap<Id, (Id, Id)>,
        wishes: &RoutingConstraints,
    ) {
        let changed = changed_areas(&self.boxes, boxes);
        let followed = !self.followed.is_empty();
        if changed.is_empty() && !followed && self.wires == *wires && self.constraints == *wishes {
            return;
        }
        self.followed.clear();
        let pins_of = |id: Id| wishes.pins.get(&id).map_or(&[][..], Vec::as_slice);
        let same_pins = |id: Id| {
            self.constraints
                .pins
                .get(&id)
                .map_or(&[][..], Vec::as_slice)
                == pins_of(id)
        };
        let unchanged = |seen: Rect| !changed.iter().any(|rect| rect.intersects(seen));
        let finite = boxes.iter().filter(|(_, rect)| rect.is_finite());
        let (ids, rects): (Vec<Id>, Vec<Rect>) = finite.unzip();
        let numbers: BTreeMap<Id, usize> = ids.into_iter().zip(0..).collect();
        let obstacles = Obstacles::new(rects);

        let old = std::mem::take(&mut self.cache);
        let (mut lines, fresh): (Vec<RoutedConnection>, Vec<bool>) = wires
            .iter()
            .filter(|(id, (from, to))| from != to && !wishes.line_styles.contains_key(id))
            .filter_map(|(&id, &(from, to))| {
                let boxes = [*numbers.get(&from)?, *numbers.get(&to)?];
                let known = old.get(&id).filter(|known| known.ends == (from, to));
                let near =
                    known.filter(|known| same_pins(id) && unchanged(known.candidates[0].seen));
                let (ways, strain) = match near {
                    Some(known) => (Arc::clone(&known.candidates), known.pin_conflict),
                    None => pinned::pinned_candidates(&obstacles, boxes, pins_of(id)),
                };
                let fresh = known.is_none_or(|known| known.candidates != ways);
                let line = RoutedConnection {
                    id,
                    boxes,
                    candidates: ways,
                    choice: 0,
                    pin_conflict: strain,
                };
                Some((line, fresh))
            })
            .unzip();
        choose::choose_candidates(
            &obstacles,
            &mut lines,
            &fresh,
            wishes.direction,
            &mut self.choice_memory,
        );
        let ports = ports::spread_ports(&obstacles, &lines);
        for (line, ports) in lines.into_iter().zip(ports) {
            let known = old.get(&line.id).filter(|known| {
                known.candidates[known.choice] == *line.candidate()
                    && known.ports == ports
                    && unchanged(known.seen)
            });
            let (fitted, seen) = match known {
                Some(known) => (known.fitted.clone(), known.seen),
                None => fit_to_ports(&obstacles, &line, ports),
            };
            let known = CachedRoute {
                ends: wires[&line.id],
                candidates: line.candidates,
                choice: line.choice,
                pin_conflict: line.pin_conflict,
                ports,
                fitted,
                seen,
            };
            self.cache.insert(line.id, known);
        }

        let fitted = self.cache.values().map(|known| known.fitted.clone());
        let mut points: Vec<Vec<Point>> = fitted.collect();
        let fixed: Vec<&[Pin]> = self.cache.keys().map(|&id| pins_of(id)).collect();
        nudge::nudge_routes(&obstacles, &mut points, &fixed, &mut self.nudge_memory);
        let ids = self.cache.keys().copied();
        self.routes = ids.zip(points).map(finish_route).collect();
        self.routes
            .extend(unrouted::draw_unrouted(boxes, wires, &wishes.line_styles));
        self.routes.extend(route_self_loops(boxes, wires));
        self.boxes.clone_from(boxes);
        self.wires.clone_from(wires);
        self.constraints.clone_from(wishes);
    }

    /// Lets some connections follow their boxes, while something is dragged in a large drawing: a line whose ends move alike
    /// moves with them, any other goes around these boxes only. All other lines stay as they are. The next update looks at
    /// everything again.
    pub fn follow(
        &mut self,
        boxes: &BTreeMap<Id, Rect>,
        wires: &BTreeMap<Id, (Id, Id)>,
        wishes: &RoutingConstraints,
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
        let ends: BTreeSet<Id> = bent.values().flat_map(|&(from, to)| [from, to]).collect();
        let near = boxes.iter().filter(|(id, _)| ends.contains(id));
        let mut part = Self::default();
        part.update(
            &near.map(|(&id, &rect)| (id, rect)).collect(),
            &bent,
            wishes,
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
    search::simplify(&mut points);
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

/// Leads a way to its ports: by moving its ends where that is free, or else by another search, or else by a step
/// aside right at the box. Also says what was looked at.
fn fit_to_ports(
    obstacles: &Obstacles,
    line: &RoutedConnection,
    ports: [Point; 2],
) -> (Vec<Point>, Rect) {
    let (boxes, way) = (&line.boxes, line.candidate());
    let shifted = shift_ends(way, ports);
    let mut seen = search::bounds(&shifted).union(way.seen);
    if !obstacles.is_free(&way.points, TIGHT, boxes) || obstacles.is_free(&shifted, TIGHT, boxes) {
        return (shifted, seen);
    }
    let [from, to] = [0, 1].map(|i| RoutePort {
        side: way.sides[i],
        at: ports[i],
    });
    if let Some(other) = search::search_around(obstacles, *boxes, &[from], &[to]) {
        seen = seen.union(other.seen);
        let led = self::shift_ends(&other, ports);
        if obstacles.is_free(&led, TIGHT, boxes) {
            return (led, seen);
        }
    }
    (step_aside_at_ends(way, ports), seen)
}

/// The way with its first and last stretch moved sideways to the given ports.
fn shift_ends(way: &RouteCandidate, [from, to]: [Point; 2]) -> Vec<Point> {
    let mut points = way.points.clone();
    let level = way.sides[0].is_level();
    let aside = coordinate(!level, to) - coordinate(!level, from);
    if points.len() == 2 && aside.abs() > 0.0 {
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
fn step_aside_at_ends(way: &RouteCandidate, ports: [Point; 2]) -> Vec<Point> {
    let out = |i: usize, at: Point| way.sides[i].ahead(at, LOOP_CORNER);
    let last = way.points.len() - 1;
    let mut points = vec![ports[0], out(0, ports[0]), out(0, way.points[0])];
    points.extend(&way.points[1..last]);
    points.extend([out(1, way.points[last]), out(1, ports[1]), ports[1]]);
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    type Boxes = BTreeMap<Id, Rect>;
    type Wires = BTreeMap<Id, (Id, Id)>;

    fn boxes(centers: &[(f64, f64)]) -> Boxes {
        let rect = |&(x, y): &(f64, f64)| Rect::from_center(pt(x, y), 160.0, 64.0);
        (1..).map(Id).zip(centers.iter().map(rect)).collect()
    }

    fn wires(ends: &[(u64, u64)]) -> Wires {
        let ends = ends.iter().map(|&(from, to)| (Id(from), Id(to)));
        (1001..).map(Id).zip(ends).collect()
    }

    fn routed(boxes: &Boxes, wires: &Wires) -> BTreeMap<Id, Route> {
        let mut router = Router::default();
        router.update(boxes, wires, &RoutingConstraints::default());
        router.routes
    }

    fn on_border(point: Point, rect: Rect) -> bool {
        let inside = point.x > rect.min.x
            && point.x < rect.max.x
            && point.y > rect.min.y
            && point.y < rect.max.y;
        rect.contains(point) && !inside
    }

    /// What holds for every route, whatever the drawing.
    fn check_shape(boxes: &Boxes, wires: &Wires, routes: &BTreeMap<Id, Route>) {
        assert!(routes.keys().eq(wires.keys()));
        for (id, route) in routes {
            let (from, to) = wires[id];
            assert!(route.points.len() >= 2);
            assert!(route.points.iter().all(|point| point.is_finite()));
            let level = |ends: &[Point]| {
                side::nearly_equal(ends[0].x, ends[1].x) || side::nearly_equal(ends[0].y, ends[1].y)
            };
            assert!(route.points.windows(2).all(level), "{route:?}");
            assert!(on_border(route.points[0], boxes[&from]), "{route:?}");
            let last = route.points[route.points.len() - 1];
            assert!(on_border(last, boxes[&to]), "{route:?}");
        }
    }

    fn enters(route: &Route, rect: Rect) -> bool {
        let inner = rect.expanded(-0.5);
        route
            .points
            .windows(2)
            .any(|ends| Rect::from_corners(ends[0], ends[1]).intersects(inner))
    }

    #[test]
    fn aligned_boxes_are_joined_by_a_straight_line() {
        let routes = routed(&boxes(&[(0.0, 0.0), (288.0, 8.0)]), &wires(&[(1, 2)]));
        assert_eq!(routes[&Id(1001)].points, [pt(80.0, 0.0), pt(208.0, 0.0)]);
    }

    #[test]
    fn a_line_steps_aside_half_way_between_its_boxes() {
        let routes = routed(&boxes(&[(0.0, 0.0), (288.0, 128.0)]), &wires(&[(1, 2)]));
        let expected = [
            pt(80.0, 0.0),
            pt(144.0, 0.0),
            pt(144.0, 128.0),
            pt(208.0, 128.0),
        ];
        assert_eq!(routes[&Id(1001)].points, expected);
    }

    #[test]
    fn lines_follow_their_boxes_until_everything_is_looked_at_again() {
        let mut all = boxes(&[(0.0, 0.0), (400.0, 0.0), (400.0, 300.0), (800.0, 300.0)]);
        let wires = wires(&[(1, 2), (2, 3), (3, 4)]);
        let mut router = Router::default();
        router.update(&all, &wires, &RoutingConstraints::default());
        let before = router.routes().clone();
        let by = crate::model::vector(48.0, 80.0);
        for id in [Id(3), Id(4)] {
            all.insert(id, all[&id].translated(by));
        }
        let moved: Boxes = all
            .iter()
            .filter(|(id, _)| id.0 > 1)
            .map(|(&id, &r)| (id, r))
            .collect();
        let touched = wires.iter().filter(|(_, ends)| ends.1 > Id(2));
        let touched: Wires = touched.map(|(&id, &ends)| (id, ends)).collect();
        router.follow(&moved, &touched, &RoutingConstraints::default());
        assert_eq!(router.routes()[&Id(1001)], before[&Id(1001)]);
        let along: Vec<Point> = before[&Id(1003)].points.iter().map(|&p| p + by).collect();
        assert_eq!(router.routes()[&Id(1003)].points, along);
        assert_ne!(router.routes()[&Id(1002)], before[&Id(1002)]);
        router.update(&all, &wires, &RoutingConstraints::default());
        assert_eq!(*router.routes(), routed(&all, &wires));
    }

    #[test]
    fn a_box_in_the_way_is_gone_around() {
        let boxes = boxes(&[(0.0, 0.0), (288.0, 0.0), (576.0, 0.0)]);
        let routes = routed(&boxes, &wires(&[(1, 3)]));
        assert!(!enters(&routes[&Id(1001)], boxes[&Id(2)]));
    }

    fn pinned(boxes: &Boxes, pins: &[Pin]) -> (Vec<Point>, Option<PinConflict>) {
        let mut router = Router::default();
        let all = BTreeMap::from([(Id(1001), pins.to_vec())]);
        let wishes = RoutingConstraints {
            pins: all,
            ..RoutingConstraints::default()
        };
        router.update(boxes, &wires(&[(1, 2)]), &wishes);
        check_shape(boxes, &wires(&[(1, 2)]), router.routes());
        let points = router.routes()[&Id(1001)].points.clone();
        (points, router.pin_conflict(Id(1001)))
    }

    #[test]
    fn a_pinned_stretch_stays_and_the_rest_follows() {
        let boxes = boxes(&[(0.0, 0.0), (288.0, 128.0)]);
        let (points, strain) = pinned(&boxes, &[Pin::Vertical(110.0)]);
        let expected = [(80.0, 0.0), (110.0, 0.0), (110.0, 128.0), (208.0, 128.0)];
        assert_eq!(points, expected.map(|(x, y)| pt(x, y)));
        assert_eq!(strain, None);
        let (points, strain) = pinned(&boxes, &[Pin::Horizontal(-100.0)]);
        let on_it = |pair: &[Point]| pair.iter().all(|p| side::nearly_equal(p.y, -100.0));
        assert!(points.windows(2).any(on_it), "{points:?}");
        assert_eq!(strain, None);
    }

    #[test]
    fn pins_that_make_no_sense_any_more_are_told() {
        let boxes = boxes(&[(0.0, 0.0), (288.0, 0.0)]);
        assert_eq!(
            pinned(&boxes, &[Pin::Horizontal(-900.0)]).1,
            Some(PinConflict::Detour)
        );
        let mut walled = boxes.clone();
        walled.insert(Id(9), Rect::from_center(pt(144.0, 0.0), 20.0, 4_000.0));
        assert_eq!(
            pinned(&walled, &[Pin::Vertical(144.0)]).1,
            Some(PinConflict::Blocked)
        );
    }

    #[test]
    fn parallel_connections_lie_apart() {
        let wires = wires(&[(1, 2), (1, 2), (2, 1)]);
        let routes = routed(&boxes(&[(0.0, 0.0), (288.0, 0.0)]), &wires);
        let mut heights: Vec<f64> = routes.values().map(|route| route.points[0].y).collect();
        heights.sort_by(f64::total_cmp);
        assert!(routes.values().all(|route| route.points.len() == 2));
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 12.0));
    }

    #[test]
    fn lines_to_one_box_do_not_cross() {
        let boxes = boxes(&[(0.0, 0.0), (0.0, 128.0), (0.0, 256.0), (288.0, 128.0)]);
        let routes = routed(&boxes, &wires(&[(3, 4), (1, 4), (2, 4)]));
        let ends: Vec<f64> = [1002, 1003, 1001]
            .map(|id| routes[&Id(id)].points.last().map_or(0.0, |point| point.y))
            .to_vec();
        assert!(ends.is_sorted());
    }

    #[test]
    fn a_self_loop_turns_at_the_top_right_corner() {
        let boxes = boxes(&[(0.0, 0.0)]);
        let wires = wires(&[(1, 1), (1, 1)]);
        let routes = routed(&boxes, &wires);
        check_shape(&boxes, &wires, &routes);
        assert_ne!(routes[&Id(1001)], routes[&Id(1002)]);
    }

    #[test]
    fn boxes_that_overlap_or_have_no_size_still_get_lines() {
        let mut boxes = boxes(&[(0.0, 0.0), (0.0, 0.0), (10.0, 5.0), (20.0, 20.0)]);
        boxes.insert(Id(5), Rect::from_center(pt(0.0, 0.0), 16.0, 8.0));
        boxes.insert(Id(6), Rect::from_center(pt(500.0, 0.0), 0.0, 0.0));
        boxes.insert(Id(7), Rect::from_center(pt(500.0, 0.0), 0.0, 0.0));
        let pairs: Vec<_> = (1..=7).flat_map(|a| (1..=7).map(move |b| (a, b))).collect();
        let wires = wires(&pairs);
        check_shape(&boxes, &wires, &routed(&boxes, &wires));
    }

    #[test]
    fn a_missing_or_endless_box_has_no_routes() {
        let mut boxes = boxes(&[(0.0, 0.0), (f64::NAN, 0.0)]);
        boxes.insert(Id(9), Rect::from_center(pt(300.0, 0.0), 160.0, 64.0));
        let routes = routed(&boxes, &wires(&[(1, 2), (1, 8), (1, 9)]));
        assert!(routes.keys().eq(&[Id(1003)]));
    }

    /// Boxes at least 48 apart, and wires between them.
    fn drawings() -> impl Strategy<Value = (Boxes, Wires)> {
        let spot = (0_u8..100, 0_u8..50);
        let boxes = proptest::collection::vec(proptest::option::weighted(0.7, spot), 2..25);
        boxes
            .prop_flat_map(|spots| {
                let boxes: Boxes = spots
                    .iter()
                    .enumerate()
                    .filter_map(|(n, spot)| {
                        let (dx, dy) = (*spot)?;
                        let at = pt(
                            (n % 5) as f64 * 308.0 + f64::from(dx),
                            (n / 5) as f64 * 162.0 + f64::from(dy),
                        );
                        Some((Id(n as u64 + 1), Rect::from_center(at, 160.0, 64.0)))
                    })
                    .collect();
                let ids: Vec<Id> = boxes.keys().copied().chain([Id(99)]).collect();
                let end = proptest::sample::select(ids);
                let wires = proptest::collection::vec((end.clone(), end), 0..25);
                (Just(boxes), wires)
            })
            .prop_map(|(boxes, ends)| {
                let known = ends
                    .into_iter()
                    .filter(|(a, b)| boxes.contains_key(a) && boxes.contains_key(b));
                let wires = (1001..).map(Id).zip(known).collect();
                (boxes, wires)
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn routes_are_orthogonal_and_pass_through_no_other_box((boxes, wires) in drawings()) {
            let routes = routed(&boxes, &wires);
            check_shape(&boxes, &wires, &routes);
            for (id, route) in &routes {
                for (other, rect) in &boxes {
                    let (from, to) = wires[id];
                    let own = *other == from || *other == to;
                    prop_assert!(own || !enters(route, *rect), "{id} runs through {other}");
                }
            }
        }

        #[test]
        fn moving_a_box_gives_the_same_routes_as_starting_afresh(
            (boxes, wires) in drawings(),
            moves in proptest::collection::vec((0_usize..24, -200.0..200.0_f64, -200.0..200.0_f64), 1..6),
            pins in proptest::collection::vec(-100.0..1500.0_f64, 0..4),
        ) {
            let mut boxes = boxes;
            let mut router = Router::default();
            let pin = |(id, at): (&Id, f64)| (*id, vec![Pin::Vertical(at)]);
            let pins = RoutingConstraints { pins: wires.keys().zip(pins).map(pin).collect(), ..RoutingConstraints::default() };
            router.update(&boxes, &wires, &pins);
            for (which, dx, dy) in moves {
                let index = which % boxes.len().max(1);
                if let Some(rect) = boxes.values_mut().nth(index) {
                    *rect = rect.translated(crate::model::vector(dx, dy));
                }
                router.update(&boxes, &wires, &pins);
                check_shape(&boxes, &wires, router.routes());
                let mut afresh = Router::default();
                afresh.update(&boxes, &wires, &pins);
                prop_assert_eq!(router.routes(), afresh.routes());
            }
        }

        #[test]
        fn removing_boxes_and_wires_gives_the_same_routes_as_starting_afresh(
            (boxes, wires) in drawings(),
            gone in proptest::collection::btree_set(0_usize..24, 1..4),
        ) {
            let mut router = Router::default();
            router.update(&boxes, &wires, &RoutingConstraints::default());
            let gone: BTreeSet<Id> = boxes
                .keys()
                .enumerate()
                .filter(|(n, _)| gone.contains(n))
                .map(|(_, &id)| id)
                .collect();
            let boxes: Boxes = boxes.into_iter().filter(|(id, _)| !gone.contains(id)).collect();
            let wires: Wires = wires
                .into_iter()
                .filter(|(_, (a, b))| !gone.contains(a) && !gone.contains(b))
                .collect();
            router.update(&boxes, &wires, &RoutingConstraints::default());
            prop_assert_eq!(router.routes(), &routed(&boxes, &wires));
        }
    }
}
