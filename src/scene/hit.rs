//! What lies under a point, and what a rectangle takes.

use std::collections::{BTreeMap, BTreeSet};

use super::component::component_rect;
use super::zone::TITLE_ROW;
use crate::layout::Route;
use crate::model::{Design, Id, Point, Rect};

/// The topmost item at a point, see [`items_at`].
pub fn hit_test(
    design: &Design,
    routes: &BTreeMap<Id, Route>,
    at: Point,
    tolerance: f64,
) -> Option<Id> {
    items_at(design, routes, at, tolerance).next()
}

/// All items at a point, the topmost first: components, then connections within `tolerance` of their line, then notes, then
/// zones by their title row or within `tolerance` of their edge. The inside of a zone is canvas.
pub fn items_at(
    design: &Design,
    routes: &BTreeMap<Id, Route>,
    at: Point,
    tolerance: f64,
) -> impl Iterator<Item = Id> {
    let components = design
        .components()
        .filter(move |(_, item)| component_rect(item).contains(at));
    let components = sort_topmost_first(design, components.map(|(id, _)| id));
    let lines = std::iter::once_with(move || {
        let mut near: Vec<(f64, Id)> = design
            .connections()
            .filter_map(|(id, _)| Some((line_distance(&routes.get(&id)?.points, at), id)))
            .filter(|(distance, _)| *distance <= tolerance)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.into_iter().map(|(_, id)| id)
    });
    let notes = design
        .notes()
        .filter(move |(_, note)| note.rect.contains(at));
    let notes = sort_topmost_first(design, notes.map(|(id, _)| id));
    let frames = std::iter::once_with(move || {
        let zones = design.zones();
        let mut under: Vec<(usize, i32, Id)> = zones
            .filter(|(_, zone)| on_frame(zone.rect, at, tolerance))
            .map(|(id, _)| (design.ancestors(id).count(), design.layer(id), id))
            .collect();
        under.sort_unstable();
        under.into_iter().rev().map(|(.., id)| id)
    });
    components
        .chain(lines.flatten())
        .chain(notes)
        .chain(frames.flatten())
}

/// Items of one sort, the one drawn last first.
fn sort_topmost_first(
    design: &Design,
    items: impl Iterator<Item = Id>,
) -> impl Iterator<Item = Id> {
    let mut items: Vec<(i32, Id)> = items.map(|id| (design.layer(id), id)).collect();
    items.sort_unstable();
    items.into_iter().rev().map(|(_, id)| id)
}

/// What a marquee takes: components, notes and connections it touches, zones that lie wholly inside.
pub fn items_in(design: &Design, routes: &BTreeMap<Id, Route>, rect: Rect) -> BTreeSet<Id> {
    let components = design
        .components()
        .filter(|(_, item)| component_rect(item).intersects(rect))
        .map(|(id, _)| id);
    let notes = design
        .notes()
        .filter(|(_, note)| note.rect.intersects(rect))
        .map(|(id, _)| id);
    let zones = design
        .zones()
        .filter(|(_, zone)| rect.contains_rect(zone.rect))
        .map(|(id, _)| id);
    let touched = |id: &Id| {
        routes
            .get(id)
            .is_some_and(|route| line_touches(&route.points, rect))
    };
    let connections = design.connections().map(|(id, _)| id).filter(touched);
    components
        .chain(notes)
        .chain(zones)
        .chain(connections)
        .collect()
}

fn on_frame(rect: Rect, at: Point, tolerance: f64) -> bool {
    let title = Rect {
        min: rect.min,
        max: crate::model::pt(rect.max.x, rect.min.y + TITLE_ROW),
    };
    let outer = rect.expanded(tolerance).contains(at);
    outer && (title.contains(at) || !rect.expanded(-tolerance).contains(at))
}

/// The distance from a point to the nearest stretch of a line.
fn line_distance(points: &[Point], at: Point) -> f64 {
    points
        .windows(2)
        .map(|pair| stretch_distance(pair[0], pair[1], at))
        .fold(f64::INFINITY, f64::min)
}

fn stretch_distance(from: Point, to: Point, at: Point) -> f64 {
    let (direction, away) = (to - from, at - from);
    let length_squared = direction.x * direction.x + direction.y * direction.y;
    let t = if length_squared == 0.0 {
        0.0
    } else {
        (away.x * direction.x + away.y * direction.y) / length_squared
    };
    from.lerp(to, t.clamp(0.0, 1.0)).distance(at)
}

/// Whether a line touches a rectangle.
fn line_touches(points: &[Point], rect: Rect) -> bool {
    points
        .windows(2)
        .any(|pair| segment_touches(pair[0], pair[1], rect))
}

/// Whether a straight stretch has a part in a rectangle (Liang and Barsky's way of cutting it off at each side).
fn segment_touches(from: Point, to: Point, rect: Rect) -> bool {
    let direction = to - from;
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (step, low, high) in [
        (direction.x, rect.min.x - from.x, rect.max.x - from.x),
        (direction.y, rect.min.y - from.y, rect.max.y - from.y),
    ] {
        if step == 0.0 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
            continue;
        }
        let (one, other) = (low / step, high / step);
        enters = enters.max(one.min(other));
        leaves = leaves.min(one.max(other));
    }
    enters <= leaves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, Edit, parse_notation, pt};

    fn drawing() -> (Design, BTreeMap<String, Id>, BTreeMap<Id, Route>) {
        let parsed = parse_notation("zone z: region {\na: api\n}\na -> b\nb: db").unwrap();
        let (mut design, keys) = (parsed.design, parsed.keys);
        let b = Component {
            at: pt(400.0, 0.0),
            ..design.component(keys["b"]).unwrap().clone()
        };
        design.apply(Edit::PutComponent(keys["b"], b)).unwrap();
        let rect = Rect::from_center(pt(0.0, 0.0), 240.0, 160.0);
        let zone = crate::model::Zone {
            rect,
            ..design.zone(keys["z"]).unwrap().clone()
        };
        design.apply(Edit::PutZone(keys["z"], zone)).unwrap();
        let (id, _) = design.connections().next().unwrap();
        let routes = BTreeMap::from([(
            id,
            Route {
                points: vec![pt(80.0, 0.0), pt(320.0, 0.0)],
            },
        )]);
        (design, keys, routes)
    }

    #[test]
    fn boxes_win_over_lines_and_lines_over_zones() {
        let (design, keys, routes) = drawing();
        let wire = *routes.keys().next().unwrap();
        let hit = |x, y| hit_test(&design, &routes, pt(x, y), 8.0);
        assert_eq!(hit(79.0, 0.0), Some(keys["a"]));
        assert_eq!(hit(200.0, 7.0), Some(wire));
        assert_eq!(hit(120.0, 2.0), Some(wire));
        assert_eq!(hit(120.0, 60.0), Some(keys["z"]), "its edge");
        assert_eq!(hit(0.0, -70.0), Some(keys["z"]), "its title row");
        assert_eq!(hit(0.0, 60.0), None, "its inside is canvas");
    }

    #[test]
    fn a_marquee_touches_boxes_and_holds_zones() {
        let (design, keys, routes) = drawing();
        let taken = items_in(
            &design,
            &routes,
            Rect::from_corners(pt(-10.0, -10.0), pt(10.0, 10.0)),
        );
        assert_eq!(taken, BTreeSet::from([keys["a"]]));
        let all = items_in(
            &design,
            &routes,
            Rect::from_corners(pt(-500.0, -500.0), pt(500.0, 500.0)),
        );
        assert_eq!(all.len(), 4);
    }
}
