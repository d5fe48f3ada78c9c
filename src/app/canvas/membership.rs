//! Which zone an item belongs to, kept in step with the picture: what changes hands when zones and items are drawn, moved
//! or resized, and the words for it.
//!
//! An item belongs to the innermost zone around its middle, and to its own as long as that is around it. It changes hands
//! only when the zone around it changes: what the user has left over a zone on purpose, by holding Ctrl, stays out of it
//! until it is moved across an edge.

use std::collections::{BTreeMap, BTreeSet};

use super::ops;
use super::snap::GRID;
use crate::model::{Design, Document, Edit, Id, Rect, Vector, Zone, vector};

/// Room between a new zone's edge and what it is drawn around; more at the top, for the title.
const ZONE_PADDING: f64 = 16.0;
const ZONE_TITLE: f64 = 32.0;

/// Carries out what draws, moves or resizes things and hands items over between zones, as one step called `label` or as a
/// part of the gesture in progress. Gives the words where something changed hands.
pub fn keep_members(
    document: &mut Document,
    label: &str,
    change: impl FnOnce(&mut Document),
) -> Option<String> {
    let within = document.in_gesture();
    if !within {
        document.begin(label);
    }
    let before = document.design().clone();
    change(document);
    let words = hand_over(document, &before, &BTreeSet::new());
    if !within {
        document.commit();
    }
    words
}

/// Copies the selection within the drawing, with the connections inside it, a little aside; the copy is selected. Gives the words
/// where it is in another zone then.
pub fn duplicate(document: &mut Document) -> Option<String> {
    let part = document.design().extract(document.selection());
    keep_members(document, "Duplicate", |document| {
        ops::add_design(document, "Duplicate", &part, vector(GRID, GRID), None);
    })
}

/// Moves the selection; the words where something is in another zone then.
pub fn nudge(document: &mut Document, by: Vector) -> Option<String> {
    let moved = ops::without_locked(document.design(), document.selection());
    if moved.is_empty() {
        return None;
    }
    keep_members(document, "Nudge", |document| {
        ops::apply_edits(document, "Nudge", vec![Edit::Translate(moved, by)]);
    })
}

/// Puts the selection into a new zone around it, which is selected, and makes room for that in the zones around. The words
/// where it takes in more than was selected.
pub fn group(document: &mut Document) -> Option<String> {
    let design = document.design();
    let items: BTreeSet<Id> = document
        .selection()
        .iter()
        .copied()
        .filter(|&id| design.connection(id).is_none())
        .collect();
    let outermost = ops::outermost_items(design, &items);
    let rect = around_items(ops::bounds(design, &outermost)?);
    let parent = outermost.iter().next().and_then(|&id| design.parent(id));
    keep_members(document, "Add zone", |document| {
        let zone = ops::add_zone(document, rect, parent, outermost);
        let edits = grown_around(document.design(), zone, rect);
        ops::apply_edits(document, "Add zone", edits);
    })
}

/// A zone's rectangle around what lies in it, with room for its title.
fn around_items(items: Rect) -> Rect {
    let mut rect = items.expanded(ZONE_PADDING);
    rect.min.y = items.min.y - ZONE_TITLE;
    rect
}

/// The zones around a zone, as far as they are too small for it, grown.
fn grown_around(design: &Design, zone: Id, rect: Rect) -> Vec<Edit> {
    let mut inner = rect;
    let mut edits = Vec::new();
    for (id, outer) in design.ancestors(zone) {
        let needed = outer.rect.union(around_items(inner));
        if needed == outer.rect {
            break;
        }
        let grown = Zone {
            rect: needed,
            ..outer.clone()
        };
        edits.push(Edit::PutZone(id, grown));
        inner = needed;
    }
    edits
}

/// Hands items over, but those of `except`, around which another zone lies than in the design `before`. Gives the words
/// where there are any.
pub(super) fn hand_over(
    document: &mut Document,
    before: &Design,
    except: &BTreeSet<Id>,
) -> Option<String> {
    let design = document.design();
    let mut moves: BTreeMap<Option<Id>, BTreeSet<Id>> = BTreeMap::new();
    for id in design.ids().filter(|id| !except.contains(id)) {
        if !has_place(design, id) {
            continue;
        }
        // What is new was in none.
        let was = home_zone(before, id);
        let is = home_zone(design, id);
        if was != is && design.parent(id) != is {
            moves.entry(is).or_default().insert(id);
        }
    }
    let words = describe_moves(design, &moves);
    let edits = moves
        .into_iter()
        .map(|(zone, items)| Edit::SetParent(items, zone));
    let edits: Vec<Edit> = edits.collect();
    if !edits.is_empty() {
        ops::apply_edits(document, "Change zone", edits);
    }
    words
}

/// Whether an item has a place of its own; a connection lies where its ends do.
fn has_place(design: &Design, id: Id) -> bool {
    design.connection(id).is_none() && design.contains(id)
}

/// The zone that lies around an item, if any does.
fn home_zone(design: &Design, id: Id) -> Option<Id> {
    let rect = ops::item_rect(design, id)?;
    let own = design.parent(id);
    let area = |rect: Rect| rect.width() * rect.height();
    let holds = |zone: Id, around: Rect| {
        let is_larger = design.zone(id).is_none() || area(around) > area(rect);
        let is_own = zone == id || design.ancestors(zone).any(|(outer, _)| outer == id);
        is_larger && !is_own && around.contains(rect.center())
    };
    let around: Vec<Id> = design
        .zones()
        .filter(|(zone, item)| holds(*zone, item.rect))
        .map(|(zone, _)| zone)
        .collect();
    let in_own =
        |zone: Id| Some(zone) == own || design.ancestors(zone).any(|(outer, _)| Some(outer) == own);
    let stays = own.is_some_and(|own| around.contains(&own));
    let candidates = around.into_iter().filter(|&zone| !stays || in_own(zone));
    candidates.max_by_key(|&zone| (design.ancestors(zone).count(), zone))
}

/// "3 boxes now in Data, 1 box no longer in Edge".
fn describe_moves(design: &Design, moves: &BTreeMap<Option<Id>, BTreeSet<Id>>) -> Option<String> {
    let count = |items: &BTreeSet<Id>| {
        let boxes = items.iter().all(|&id| design.component(id).is_some());
        match (boxes, items.len()) {
            (true, 1) => "1 box".to_owned(),
            (true, many) => format!("{many} boxes"),
            (false, 1) => "1 item".to_owned(),
            (false, many) => format!("{many} items"),
        }
    };
    let mut parts = Vec::new();
    for (zone, items) in moves.iter().rev() {
        if let Some(zone) = zone {
            parts.push(format!("{} now in {}", count(items), design.name_of(*zone)));
            continue;
        }
        let mut left: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for &id in items {
            if let Some(parent) = design.parent(id) {
                left.entry(parent).or_default().insert(id);
            }
        }
        let words = left.iter().map(|(zone, items)| {
            format!("{} no longer in {}", count(items), design.name_of(*zone))
        });
        parts.extend(words);
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, ZoneKind, pt, vector};

    /// A zone from -100 to 100 with one box in its middle, and another box at 300.
    fn drawn() -> (Document, [Id; 3]) {
        let mut design = Design::new();
        let ids: Vec<Id> = design.fresh_ids().take(3).collect();
        let zone = Zone {
            kind: ZoneKind::Generic,
            name: "Data".to_owned(),
            rect: Rect::from_center(pt(0.0, 0.0), 200.0, 200.0),
            parent: None,
        };
        design.apply(Edit::PutZone(ids[0], zone)).unwrap();
        for (&id, x) in ids[1..].iter().zip([0.0, 300.0]) {
            let mut component = Component::new("cache", "Box", pt(x, 0.0));
            component.parent = (x == 0.0).then_some(ids[0]);
            design.apply(Edit::PutComponent(id, component)).unwrap();
        }
        (Document::new(design), [ids[0], ids[1], ids[2]])
    }

    fn resize(document: &mut Document, id: Id, rect: Rect) -> Option<String> {
        keep_members(document, "Resize", |document| {
            let mut zone = document.design().zone(id).unwrap().clone();
            zone.rect = rect;
            document.apply("Resize", Edit::PutZone(id, zone)).unwrap();
        })
    }

    #[test]
    fn a_zone_takes_in_and_lets_go_what_it_is_resized_over_as_one_step() {
        let (mut document, [zone, inside, outside]) = drawn();
        let words = resize(
            &mut document,
            zone,
            Rect::from_center(pt(100.0, 0.0), 600.0, 200.0),
        );
        assert_eq!(words.as_deref(), Some("1 box now in Data"));
        assert_eq!(document.design().parent(outside), Some(zone));
        let words = resize(
            &mut document,
            zone,
            Rect::from_center(pt(300.0, 0.0), 200.0, 200.0),
        );
        assert_eq!(words.as_deref(), Some("1 box no longer in Data"));
        assert_eq!(document.design().parent(inside), None);
        assert!(document.undo());
        assert_eq!(document.design().parent(inside), Some(zone), "one step");
    }

    #[test]
    fn what_was_left_over_a_zone_on_purpose_stays_out_of_it() {
        let (mut document, [zone, _, outside]) = drawn();
        let by = vector(-300.0, 40.0);
        document
            .apply("Move", Edit::Translate([outside].into(), by))
            .unwrap();
        let words = resize(
            &mut document,
            zone,
            Rect::from_center(pt(0.0, 0.0), 260.0, 240.0),
        );
        assert_eq!((words, document.design().parent(outside)), (None, None));
        let back = vector(300.0, 0.0);
        let words = keep_members(&mut document, "Nudge", |document| {
            let edit = Edit::Translate([outside].into(), back);
            document.apply("Nudge", edit).unwrap();
        });
        assert_eq!(words, None, "it was in none and is in none");
    }

    #[test]
    fn a_zone_that_moves_keeps_its_own_and_a_smaller_one_holds_no_larger_one() {
        let (mut document, [zone, inside, outside]) = drawn();
        let small = document.design().fresh_id();
        let rect = Rect::from_center(pt(0.0, 0.0), 60.0, 60.0);
        let words = keep_members(&mut document, "Draw", |document| {
            let zone = Zone {
                kind: ZoneKind::Generic,
                name: "Small".to_owned(),
                rect,
                parent: Some(zone),
            };
            document.apply("Draw", Edit::PutZone(small, zone)).unwrap();
        });
        assert_eq!(words.as_deref(), Some("1 box now in Small"));
        assert_eq!(document.design().parent(zone), None);
        let words = keep_members(&mut document, "Move", |document| {
            let edit = Edit::Translate([zone].into(), vector(300.0, 0.0));
            document.apply("Move", edit).unwrap();
        });
        // The box it came to lie over is under the small zone too.
        assert_eq!(words.as_deref(), Some("1 box now in Small"));
        assert_eq!(document.design().parent(inside), Some(small));
        assert_eq!(document.design().parent(outside), Some(small));
    }

    #[test]
    fn a_copy_belongs_to_the_zone_that_it_lies_in() {
        let (mut document, [zone, inside, _]) = drawn();
        document.select([inside]);
        let words = duplicate(&mut document);
        let copy = document.only_selected().unwrap();
        assert_eq!(document.design().parent(copy), Some(zone));
        assert!(words.is_some());
        assert!(document.undo());
        assert!(!document.design().contains(copy), "one step");
    }

    #[test]
    fn what_is_locked_stays_where_it_is_when_its_zone_moves() {
        let (mut document, [zone, inside, _]) = drawn();
        let at = |document: &Document| document.design().component(inside).unwrap().at;
        let before = at(&document);
        let lock = Edit::SetLocked([inside].into(), true);
        document.apply("Lock", lock).unwrap();
        let edit = Edit::Translate([zone].into(), vector(48.0, 0.0));
        document.apply("Move", edit).unwrap();
        assert_eq!(at(&document), before);
    }
}
