//! Moving items: on one axis, snapped, and into the zone they are dropped on.

use std::collections::BTreeSet;

use super::pointer::Pointer;
use crate::app::canvas::ops;
use crate::app::canvas::snap::{REACH, SnapGuide, snap};
use crate::model::{Document, Edit, Id, Item, Rect, Vector, vector};

pub(super) fn constrain_to_axis(by: Vector, one_axis: bool) -> Vector {
    match one_axis {
        true if by.x.abs() >= by.y.abs() => vector(by.x, 0.0),
        true => vector(0.0, by.y),
        false => by,
    }
}

/// The move `by`, corrected so that the grabbed item lies well.
pub(super) fn snap_move(
    document: &Document,
    grabbed: Id,
    items: &BTreeSet<Id>,
    by: Vector,
    pointer: Pointer,
) -> (Vector, Vec<SnapGuide>) {
    let design = document.design();
    let Some(start) =
        ops::item_rect(design, grabbed).filter(|_| pointer.snap && !pointer.modifiers.command)
    else {
        return (by, Vec::new());
    };
    let moving = start.translated(by);
    let moved = design.with_contents(items);
    let is_zone = design.zone(grabbed).is_some();
    // Like aligns with like: a zone's edge is no line to hang boxes on.
    let near = moving.expanded(1_500.0);
    let neighbors: Vec<Rect> = design
        .ids()
        .filter(|id| !moved.contains(id))
        .filter(|&id| match design.item(id) {
            Some(Item::Zone(_)) => is_zone,
            Some(Item::Component(_) | Item::Note(_)) => !is_zone,
            _ => false,
        })
        .filter_map(|id| ops::item_rect(design, id))
        .filter(|rect| near.intersects(*rect))
        .collect();
    let (correction, guides) = snap(moving, &neighbors, REACH / pointer.zoom);
    let keep = constrain_to_axis(by, pointer.modifiers.shift) == by && pointer.modifiers.shift;
    // A move held on one axis is corrected on that axis only.
    let correction = match keep {
        true if by.y == 0.0 => vector(correction.x, 0.0),
        true => vector(0.0, correction.y),
        false => correction,
    };
    (by + correction, guides)
}

/// The zone that items moved to where they are now would belong to; with the command key held, none new.
pub(super) fn drop_zone(
    document: &Document,
    grabbed: Id,
    items: &BTreeSet<Id>,
    pointer: Pointer,
) -> Option<Id> {
    let design = document.design();
    if pointer.modifiers.command {
        return None;
    }
    let middle = ops::item_rect(design, grabbed)?.center();
    ops::zone_at(design, middle, items)
}

pub(super) fn move_into_zone(document: &mut Document, items: &BTreeSet<Id>, into: Option<Id>) {
    let design = document.design();
    let movers: BTreeSet<Id> = items
        .iter()
        .copied()
        .filter(|&id| design.connection(id).is_none() && design.parent(id) != into)
        .collect();
    if !movers.is_empty() {
        ops::apply_edits(document, "Move", vec![Edit::SetParent(movers, into)]);
    }
}
