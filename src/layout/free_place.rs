//! Finds room for a new component beside the existing ones: nothing else is moved.

use super::GRID;
use crate::model::{Design, Id, Point, Rect, pt, vector};

/// What a box takes where its name is long (world units).
const WIDEST: (f64, f64) = (224.0, 64.0);
/// What a new box takes with the gap to its neighbors (world units).
const ROOM: (f64, f64) = (160.0 + 2.0 * GRID, 64.0 + 2.0 * GRID);
/// How far apart the places lie that are tried (world units).
const STEP: (f64, f64) = (12.0 * GRID, 6.0 * GRID);
/// The search gives up after so many rings.
const RINGS: i32 = 40;
/// Between a box and the frame of its zone, and above it with the title (world units).
const FRAME: (f64, f64) = (2.0 * GRID, 3.0 * GRID);

/// The nearest place to `start` where a new box touches no other; `start` itself where all is full.
#[must_use]
pub fn find_free_place(design: &Design, start: Point) -> Point {
    let taken = component_rects(design, |_| true);
    find_nearest_place(start, |at| is_free(&taken, at))
}

/// The nearest place to `start` for a new box in this zone, or outside all zones: it touches no other box and no note,
/// stands in no zone that it does not belong to, and its own zones can be made large enough without taking strangers in.
#[must_use]
pub fn find_free_place_in(design: &Design, zone: Option<Id>, start: Point) -> Point {
    let mut taken = component_rects(design, |_| true);
    taken.extend(design.notes().map(|(_, note)| note.rect));
    let around = zones_around(design, zone);
    taken.extend(other_zones(design, &around));
    let strangers: Vec<(Rect, Vec<Rect>)> = around
        .iter()
        .filter_map(|&zone| {
            Some((
                design.zone(zone)?.rect,
                rects_outside(design, zone, &around),
            ))
        })
        .collect();
    find_nearest_place(start, |at| {
        let framed = framed_rect(at);
        let takes_nobody_in = strangers.iter().all(|(rect, others)| {
            let grown = rect.union(framed);
            grown == *rect || !others.iter().any(|other| other.intersects(grown))
        });
        takes_nobody_in && is_free(&taken, at)
    })
}

/// What a zone has to hold around a box at this place.
#[must_use]
pub fn framed_rect(at: Point) -> Rect {
    let rect = Rect::from_center(at, WIDEST.0, WIDEST.1);
    Rect {
        min: pt(rect.min.x - FRAME.0, rect.min.y - FRAME.1),
        max: pt(rect.max.x + FRAME.0, rect.max.y + FRAME.0),
    }
}

fn component_rects(design: &Design, counts: impl Fn(Id) -> bool) -> Vec<Rect> {
    design
        .components()
        .filter(|(id, _)| counts(*id))
        .map(|(_, other)| Rect::from_center(other.at, WIDEST.0, WIDEST.1))
        .collect()
}

fn is_free(taken: &[Rect], at: Point) -> bool {
    let rect = Rect::from_center(at, ROOM.0, ROOM.1);
    !taken.iter().any(|other| other.intersects(rect))
}

fn zones_around(design: &Design, zone: Option<Id>) -> Vec<Id> {
    let outer = zone.into_iter().flat_map(|zone| design.ancestors(zone));
    zone.into_iter()
        .chain(outer.map(|(outer, _)| outer))
        .collect()
}

fn other_zones(design: &Design, around: &[Id]) -> impl Iterator<Item = Rect> {
    design
        .zones()
        .filter(|(id, _)| !around.contains(id))
        .map(|(_, zone)| zone.rect)
}

/// What stands outside a zone.
fn rects_outside(design: &Design, zone: Id, around: &[Id]) -> Vec<Rect> {
    let outside = |id: Id| design.ancestors(id).all(|(other, _)| other != zone);
    let zones = design
        .zones()
        .filter(|(id, _)| !around.contains(id) && outside(*id));
    let mut all = component_rects(design, outside);
    all.extend(zones.map(|(_, zone)| zone.rect));
    all
}

fn find_nearest_place(start: Point, good: impl Fn(Point) -> bool) -> Point {
    (0..RINGS)
        .flat_map(ring_steps)
        .map(|(x, y)| start + vector(f64::from(x) * STEP.0, f64::from(y) * STEP.1))
        .find(|&at| good(at))
        .unwrap_or(start)
}

/// The steps of one ring, nearest first, and of equals the one below first.
fn ring_steps(radius: i32) -> Vec<(i32, i32)> {
    let mut steps: Vec<(i32, i32)> = (-radius..=radius)
        .flat_map(|x| (-radius..=radius).map(move |y| (x, y)))
        .filter(|(x, y)| x.abs().max(y.abs()) == radius)
        .collect();
    steps.sort_by_key(|&(x, y)| (4 * x * x + y * y, -y, -x));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tidy;
    use crate::model::{Component, Edit, parse_notation};

    fn rects(design: &Design) -> Vec<Rect> {
        let centers = design.components().map(|(_, c)| c.at);
        centers
            .map(|at| Rect::from_center(at, 160.0, 64.0))
            .collect()
    }

    #[test]
    fn boxes_placed_one_after_the_other_never_touch() {
        let mut design = Design::new();
        let start = pt(0.0, 0.0);
        for _ in 0..30 {
            let at = find_free_place(&design, start);
            let put = Edit::PutComponent(design.fresh_id(), Component::new("cache", "", at));
            design.apply(put).unwrap();
        }
        let rects = rects(&design);
        for (index, rect) in rects.iter().enumerate() {
            assert!(!rects[..index].iter().any(|other| other.intersects(*rect)));
        }
        assert_eq!(rects[0].center(), start);
    }

    #[test]
    fn a_new_box_stands_in_its_own_zone_or_in_none() {
        let text =
            "client -> api -> db\nzone home: region \"Home\" {\n  api: service\n  db: sql\n}";
        let mut parsed = parse_notation(text).unwrap();
        let tidied = tidy(&parsed.design);
        parsed.design.apply_all(tidied).unwrap();
        let (home, zone) = parsed.design.zones().next().unwrap();
        let start = parsed.design.component(parsed.keys["api"]).unwrap().at;
        let outside = find_free_place_in(&parsed.design, None, start);
        assert!(!zone.rect.contains(outside));
        let inside = find_free_place_in(&parsed.design, Some(home), start);
        let grown = zone.rect.union(framed_rect(inside));
        let client = parsed.design.component(parsed.keys["client"]).unwrap().at;
        assert!(!grown.contains(client) && grown.contains(inside));
    }
}
