//! What routes promise: shape, clearance, and that routing what changed equals routing afresh.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::side::{Side, nearly_equal};
use super::{PinConflict, Route, Router, RoutingConstraints};
use crate::model::{Id, Pin, Point, Rect, pt};

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
    router.update_routes(boxes, wires, &RoutingConstraints::default());
    router.routes().clone()
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
            nearly_equal(ends[0].x, ends[1].x) || nearly_equal(ends[0].y, ends[1].y)
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
fn a_line_keeps_off_the_border_of_a_zone() {
    let boxes = boxes(&[(0.0, 0.0), (288.0, 128.0)]);
    // Without the zone the line runs where its border is.
    for border in [144.0, 146.0] {
        let mut router = Router::default();
        let constraints = RoutingConstraints {
            zones: vec![Rect::from_corners(pt(border, -64.0), pt(400.0, 256.0))],
            ..RoutingConstraints::default()
        };
        router.update_routes(&boxes, &wires(&[(1, 2)]), &constraints);
        check_shape(&boxes, &wires(&[(1, 2)]), router.routes());
        let points = &router.routes()[&Id(1001)].points;
        let along = points
            .windows(2)
            .find(|ends| nearly_equal(ends[0].x, ends[1].x));
        let away = (along.expect("it steps aside")[0].x - border).abs();
        assert!(away >= 6.0, "{away} from the border at {border}");
        assert_eq!(points.len(), 4, "and takes no detour");
    }
}

#[test]
fn lines_follow_their_boxes_until_everything_is_looked_at_again() {
    let mut all = boxes(&[(0.0, 0.0), (400.0, 0.0), (400.0, 300.0), (800.0, 300.0)]);
    let wires = wires(&[(1, 2), (2, 3), (3, 4)]);
    let mut router = Router::default();
    router.update_routes(&all, &wires, &RoutingConstraints::default());
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
    router.follow_boxes(&moved, &touched, &RoutingConstraints::default());
    assert_eq!(router.routes()[&Id(1001)], before[&Id(1001)]);
    let along: Vec<Point> = before[&Id(1003)].points.iter().map(|&p| p + by).collect();
    assert_eq!(router.routes()[&Id(1003)].points, along);
    assert_ne!(router.routes()[&Id(1002)], before[&Id(1002)]);
    router.update_routes(&all, &wires, &RoutingConstraints::default());
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
    let constraints = RoutingConstraints {
        pins: all,
        ..RoutingConstraints::default()
    };
    router.update_routes(boxes, &wires(&[(1, 2)]), &constraints);
    check_shape(boxes, &wires(&[(1, 2)]), router.routes());
    let points = router.routes()[&Id(1001)].points.clone();
    (points, router.pin_conflict(Id(1001)))
}

#[test]
fn a_pinned_stretch_stays_and_the_rest_follows() {
    let boxes = boxes(&[(0.0, 0.0), (288.0, 128.0)]);
    let (points, pin_conflict) = pinned(&boxes, &[Pin::Vertical(110.0)]);
    let expected = [(80.0, 0.0), (110.0, 0.0), (110.0, 128.0), (208.0, 128.0)];
    assert_eq!(points, expected.map(|(x, y)| pt(x, y)));
    assert_eq!(pin_conflict, None);
    let (points, pin_conflict) = pinned(&boxes, &[Pin::Horizontal(-100.0)]);
    let on_it = |pair: &[Point]| pair.iter().all(|p| nearly_equal(p.y, -100.0));
    assert!(points.windows(2).any(on_it), "{points:?}");
    assert_eq!(pin_conflict, None);
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
fn a_line_leaves_and_enters_at_the_sides_that_were_chosen() {
    let boxes = boxes(&[(0.0, 0.0), (288.0, 0.0), (288.0, 128.0)]);
    let wires = wires(&[(1, 2), (1, 3), (3, 2)]);
    for out in Side::ALL {
        for enter in Side::ALL {
            let sides = BTreeMap::from([(Id(1001), [Some(out), Some(enter)])]);
            let wishes = RoutingConstraints {
                sides,
                ..RoutingConstraints::default()
            };
            let mut router = Router::default();
            router.update_routes(&boxes, &wires, &wishes);
            check_shape(&boxes, &wires, router.routes());
            let points = &router.routes()[&Id(1001)].points;
            let end = points[points.len() - 1];
            let on = |side: Side, rect: Rect, at: Point| {
                nearly_equal(side.edge_middle(rect).distance(at), 0.0)
                    || nearly_equal(side.edge(rect), if side.is_level() { at.x } else { at.y })
            };
            assert!(on(out, boxes[&Id(1)], points[0]), "{out:?} {points:?}");
            assert!(on(enter, boxes[&Id(2)], end), "{enter:?} {points:?}");
            assert!(
                !enters(&router.routes()[&Id(1001)], boxes[&Id(2)]),
                "{out:?} {enter:?} {points:?}"
            );
        }
    }
    let mut router = Router::default();
    router.update_routes(&boxes, &wires, &RoutingConstraints::default());
    assert_eq!(router.routes(), &routed(&boxes, &wires));
}

#[test]
fn a_straight_line_stays_when_another_one_is_added() {
    let boxes = boxes(&[(0.0, 0.0), (288.0, 0.0), (288.0, 128.0), (576.0, 0.0)]);
    let all = wires(&[(1, 2), (2, 4), (1, 3), (3, 2), (1, 4)]);
    let mut some = Wires::new();
    let mut before = BTreeMap::new();
    for (id, ends) in all {
        some.insert(id, ends);
        let now = routed(&boxes, &some);
        for (id, route) in &before {
            let route: &Route = route;
            assert!(
                route.points.len() > 2 || now[id] == *route,
                "{id}: {:?}",
                now[id]
            );
        }
        before = now;
    }
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
        let pins = wires.keys().zip(pins).map(pin).collect();
        let side = |(id, number): (&Id, usize)| (*id, [Some(Side::ALL[number % 4]), None]);
        let sides = wires.keys().rev().zip(0..3).map(side).collect();
        let pins = RoutingConstraints { pins, sides, ..RoutingConstraints::default() };
        router.update_routes(&boxes, &wires, &pins);
        for (which, dx, dy) in moves {
            let index = which % boxes.len().max(1);
            if let Some(rect) = boxes.values_mut().nth(index) {
                *rect = rect.translated(crate::model::vector(dx, dy));
            }
            router.update_routes(&boxes, &wires, &pins);
            check_shape(&boxes, &wires, router.routes());
            let mut afresh = Router::default();
            afresh.update_routes(&boxes, &wires, &pins);
            prop_assert_eq!(router.routes(), afresh.routes());
        }
    }

    #[test]
    fn removing_boxes_and_wires_gives_the_same_routes_as_starting_afresh(
        (boxes, wires) in drawings(),
        gone in proptest::collection::btree_set(0_usize..24, 1..4),
    ) {
        let mut router = Router::default();
        router.update_routes(&boxes, &wires, &RoutingConstraints::default());
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
        router.update_routes(&boxes, &wires, &RoutingConstraints::default());
        prop_assert_eq!(router.routes(), &routed(&boxes, &wires));
    }
}
