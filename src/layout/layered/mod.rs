//! Layered layout: callers to the left of the called, zones around their contents.
//!
//! Each [`connected_component`] of the drawing is laid out for itself, and they are stacked. Within one: [`ranking`] breaks
//! cycles and assigns columns, [`layout_tree`] holds boxes, lanes and zones, [`order`] chooses the order of rows with few
//! crossings, [`place`] turns that into coordinates, [`select_layout`] compares the layouts of several orders,
//! [`zone_blocks`] places whole zones
//! along the flow, and [`fold`] puts a long drawing into rows. Drawings of many hundred components are laid out by [`coarse`].

mod coarse;
mod connected_component;
mod fold;
mod layout_tree;
mod order;
mod place;
mod ranking;
mod select_layout;
mod sift;
mod simplex;
mod zone_blocks;

use std::collections::BTreeMap;

pub use layout_tree::Direction;

use super::GRID;
use crate::model::{Design, Edit, Id, Note, Point, Rect, pt, vector};

/// Between pieces, and between the drawing and its notes (world units).
const PIECE_GAP: f64 = 64.0;
/// Between notes (world units).
const NOTE_GAP: f64 = 32.0;
/// Rows of notes are at least this wide (world units).
const NOTES_WIDTH: f64 = 640.0;

/// The edits that lay the whole design out afresh, from left to right, see [`tidy_toward`].
#[must_use]
pub fn tidy(design: &Design) -> Vec<Edit> {
    tidy_toward(design, Direction::Right)
}

/// The edits that lay the whole design out afresh: components, zones around their contents, notes below, lines let go.
///
/// Only what moves is edited; a second call on the result changes nothing.
#[must_use]
pub fn tidy_toward(design: &Design, direction: Direction) -> Vec<Edit> {
    let mut rects: BTreeMap<Id, Rect> = BTreeMap::new();
    let to_grid = |by: f64| (by / GRID).ceil() * GRID;
    let pieces = if coarse::is_too_large(design) {
        vec![coarse::coarse_rects(design, direction)]
    } else {
        zone_blocks::lay_out_components(design, direction)
    };
    // Pieces lie side by side, across the flow.
    let mut next = 0.0;
    for piece in pieces {
        let Some(bounds) = piece.values().copied().reduce(Rect::union) else {
            continue;
        };
        let (x, y) = (to_grid(-bounds.min.x), to_grid(-bounds.min.y));
        let by = match direction {
            Direction::Right => vector(x, y + next),
            Direction::Down => vector(x + next, y),
        };
        rects.extend(piece.iter().map(|(&id, rect)| (id, rect.translated(by))));
        let far = bounds.translated(by).max;
        next = to_grid(
            PIECE_GAP
                + if direction == Direction::Right {
                    far.y
                } else {
                    far.x
                },
        );
    }
    let all = rects.values().copied().reduce(Rect::union);
    let (width, bottom) = all.map_or((0.0, 0.0), |all| {
        (all.width(), to_grid(all.max.y + PIECE_GAP))
    });
    let loose: Vec<(Id, &Note)> = design
        .notes()
        .filter(|(_, note)| note.parent.is_none())
        .collect();
    put_notes(&loose, pt(0.0, bottom), width.max(NOTES_WIDTH), &mut rects);
    position_edits(design, &rects)
}

/// Puts notes side by side in rows, from `at` downwards.
fn put_notes(notes: &[(Id, &Note)], at: Point, width: f64, rects: &mut BTreeMap<Id, Rect>) {
    let (mut x, mut y, mut bottom) = (at.x, at.y, at.y);
    for (id, note) in notes {
        let (wide, high) = (note.rect.width(), note.rect.height());
        if x > at.x && x + wide > at.x + width {
            (x, y) = (at.x, bottom + NOTE_GAP);
        }
        rects.insert(*id, Rect::from_min(pt(x, y), wide, high));
        x += wide + NOTE_GAP;
        bottom = bottom.max(y + high);
    }
}

fn position_edits(design: &Design, rects: &BTreeMap<Id, Rect>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (id, zone) in design.zones() {
        if let Some(&rect) = rects.get(&id).filter(|&&rect| rect != zone.rect) {
            let zone = zone.clone();
            edits.push(Edit::PutZone(id, crate::model::Zone { rect, ..zone }));
        }
    }
    for (id, note) in design.notes() {
        if let Some(&rect) = rects.get(&id).filter(|&&rect| rect != note.rect) {
            let note = note.clone();
            edits.push(Edit::PutNote(id, Note { rect, ..note }));
        }
    }
    for (id, component) in design.components() {
        let at = rects.get(&id).map(|rect| rect.center());
        if let Some(at) = at.filter(|&at| at != component.at) {
            let component = component.clone();
            edits.push(Edit::PutComponent(
                id,
                crate::model::Component { at, ..component },
            ));
        }
    }
    for (id, connection) in design.connections() {
        if !connection.pins.is_empty() || connection.sides != [None; 2] {
            let mut connection = connection.clone();
            connection.pins.clear();
            connection.sides = [None; 2];
            edits.push(Edit::PutConnection(id, connection));
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Component, Connection, NoteStyle, Zone, ZoneKind, vector};

    /// A design of `zones` (each the parent of a zone, if any), components (each in a zone, if any), connections and
    /// notes, all by index.
    fn design(
        zones: &[Option<usize>],
        components: &[Option<usize>],
        calls: &[(usize, usize)],
        notes: &[Option<usize>],
    ) -> Design {
        let mut design = Design::new();
        let mut put = |edit: &dyn Fn(Id) -> Edit| {
            let id = design.fresh_id();
            design.apply(edit(id)).unwrap();
            id
        };
        let mut zone_ids: Vec<Id> = Vec::new();
        for (number, parent) in zones.iter().enumerate() {
            let parent = parent.and_then(|p| zone_ids.get(p % zones.len())).copied();
            let kind = ZoneKind::ALL[number % ZoneKind::ALL.len()];
            zone_ids.push(put(&|id| {
                let rect = Rect::from_min(pt(0.0, 0.0), 10.0, 10.0);
                let name = String::new();
                Edit::PutZone(
                    id,
                    Zone {
                        kind,
                        name,
                        rect,
                        parent,
                    },
                )
            }));
        }
        let zone = |index: &Option<usize>| {
            index.and_then(|index| zone_ids.get(index % zones.len().max(1)).copied())
        };
        let ids: Vec<Id> = components
            .iter()
            .map(|parent| {
                put(&|id| {
                    Edit::PutComponent(
                        id,
                        Component {
                            parent: zone(parent),
                            ..Component::new("app_service", "Link service", pt(0.0, 0.0))
                        },
                    )
                })
            })
            .collect();
        for (from, to) in calls {
            if let (Some(&from), Some(&to)) = (ids.get(*from), ids.get(*to)) {
                put(&|id| Edit::PutConnection(id, Connection::new(from, to)));
            }
        }
        for parent in notes {
            put(&|id| {
                let note = Note {
                    style: NoteStyle::Sticky,
                    text: String::new(),
                    rect: Rect::from_min(pt(0.0, 0.0), 400.0, 90.0),
                    parent: zone(parent),
                };
                Edit::PutNote(id, note)
            });
        }
        design
    }

    fn tidied(mut design: Design) -> Design {
        design.apply_all(tidy(&design)).unwrap();
        design
    }

    fn centers(design: &Design) -> Vec<(i64, i64)> {
        let place = |component: &Component| (component.at.x as i64, component.at.y as i64);
        design.components().map(|(_, c)| place(c)).collect()
    }

    fn box_of(component: &Component) -> Rect {
        Rect::from_center(component.at, 160.0, 64.0)
    }

    fn check(design: &Design) {
        let zones: Vec<(Id, Rect)> = design.zones().map(|(id, zone)| (id, zone.rect)).collect();
        let boxes = design.components().map(|(id, c)| (id, box_of(c)));
        let notes = design.notes().map(|(id, note)| (id, note.rect));
        let solid: Vec<(Id, Rect)> = boxes.chain(notes).collect();
        for (index, (a, rect)) in solid.iter().enumerate() {
            for (b, other) in &solid[index + 1..] {
                assert!(!rect.intersects(*other), "{a} and {b} overlap");
            }
        }
        let around = |id: Id| {
            design
                .ancestors(id)
                .map(|(zone, _)| zone)
                .collect::<Vec<Id>>()
        };
        for (id, rect) in solid.iter().chain(&zones) {
            let outer = around(*id);
            for (zone, area) in &zones {
                if outer.contains(zone) {
                    let inner = Rect {
                        min: area.min + vector(8.0, 32.0),
                        max: area.max - vector(8.0, 8.0),
                    };
                    assert!(inner.contains_rect(*rect), "{id} sticks out of {zone}");
                } else if zone != id && !around(*zone).contains(id) {
                    assert!(!area.intersects(*rect), "{id} lies in {zone}");
                }
            }
        }
        for (_, component) in design.components() {
            assert_eq!(component.at, component.at.snapped(GRID));
        }
        for (_, zone) in design.zones() {
            assert!(zone.rect.width() >= 192.0 && zone.rect.height() >= 112.0);
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(tidy(&Design::new()).is_empty());
    }

    #[test]
    fn a_chain_is_straight_and_runs_to_the_right() {
        let design = tidied(design(&[], &[None; 4], &[(3, 2), (2, 1), (1, 0)], &[]));
        let centers = centers(&design);
        assert!(centers.iter().all(|center| center.1 == centers[0].1));
        assert!(centers.windows(2).all(|pair| pair[0].0 == pair[1].0 + 288));
    }

    #[test]
    fn the_flow_can_run_downwards_too() {
        let mut design = design(&[], &[None; 4], &[(3, 2), (2, 1), (1, 0), (3, 0)], &[]);
        design
            .apply_all(tidy_toward(&design, Direction::Down))
            .unwrap();
        let centers = centers(&design);
        assert!(centers.windows(2).all(|pair| pair[0].1 == pair[1].1 + 160));
        assert!(centers[..3].iter().all(|center| center.0 == centers[0].0));
    }

    #[test]
    fn a_caller_stands_in_the_middle_of_those_it_calls() {
        let design = tidied(design(&[], &[None; 3], &[(0, 1), (0, 2)], &[]));
        let centers = centers(&design);
        assert_eq!(centers[1].0, centers[2].0);
        assert_eq!(centers[1].1 + centers[2].1, 2 * centers[0].1);
    }

    #[test]
    fn a_drawing_begins_near_the_origin() {
        let design = tidied(design(&[None], &[Some(0), None], &[(0, 1)], &[None]));
        let zone = design.zones().map(|(_, zone)| zone.rect).next().unwrap();
        assert!((0.0..GRID).contains(&zone.min.x) && (0.0..GRID).contains(&zone.min.y));
    }

    #[test]
    fn a_zone_without_contents_keeps_its_smallest_size() {
        let design = tidied(design(&[None], &[], &[], &[]));
        let zone = design.zones().map(|(_, zone)| zone.rect).next().unwrap();
        assert_eq!((zone.width(), zone.height()), (224.0, 128.0));
    }

    #[test]
    fn circles_self_calls_and_repetitions_are_laid_out() {
        let calls = [(0, 0), (0, 1), (1, 0), (0, 1), (1, 2), (2, 0)];
        check(&tidied(design(&[], &[None; 3], &calls, &[])));
    }

    fn check_coarse(design: &Design) {
        for direction in [Direction::Right, Direction::Down] {
            let rects = coarse::coarse_rects(design, direction);
            let mut placed = design.clone();
            placed.apply_all(position_edits(design, &rects)).unwrap();
            let around = rects.values().copied().reduce(Rect::union);
            let below = around.map_or(0.0, |around| around.max.y + PIECE_GAP);
            let loose = placed.notes().filter(|(_, note)| note.parent.is_none());
            let loose: Vec<(Id, Note)> = loose.map(|(id, note)| (id, note.clone())).collect();
            for (index, (id, note)) in loose.into_iter().enumerate() {
                let rect = note
                    .rect
                    .translated(vector(0.0, below + 500.0 * index as f64));
                placed
                    .apply(Edit::PutNote(id, Note { rect, ..note }))
                    .unwrap();
            }
            check(&placed);
        }
    }

    #[test]
    fn a_very_large_drawing_is_about_as_wide_as_high() {
        let last = 700;
        let chain: Vec<(usize, usize)> = (1..last).map(|n| (n - 1, n)).collect();
        let star: Vec<(usize, usize)> = (1..last).map(|n| (0, n)).collect();
        for calls in [chain, star] {
            let design = design(&[], &vec![None; last], &calls, &[]);
            assert!(coarse::is_too_large(&design));
            let design = tidied(design);
            let bounds = design
                .components()
                .map(|(_, c)| box_of(c))
                .reduce(Rect::union);
            let aspect = bounds.map(|all| all.width() / all.height()).unwrap();
            assert!((0.7..3.5).contains(&aspect), "{aspect}");
            assert!(tidy(&design).is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn nothing_overlaps_and_zones_hold_what_is_theirs(
            zones in proptest::collection::vec(proptest::option::of(0_usize..6), 0..6),
            components in proptest::collection::vec(proptest::option::of(0_usize..6), 0..20),
            calls in proptest::collection::vec((0_usize..20, 0_usize..20), 0..30),
            notes in proptest::collection::vec(proptest::option::of(0_usize..6), 0..4),
        ) {
            for direction in [Direction::Right, Direction::Down] {
                let mut design = design(&zones, &components, &calls, &notes);
                design.apply_all(tidy_toward(&design, direction)).unwrap();
                check(&design);
                prop_assert!(tidy_toward(&design, direction).is_empty());
            }
            check_coarse(&self::design(&zones, &components, &calls, &notes));
        }
    }
}
