//! Resizing zones and notes, and drawing a zone.

use std::collections::BTreeSet;

use super::outcome::GestureOutcome;
use super::pointer::{Pointer, ResizeHandle};
use crate::app::canvas::membership::keep_members;
use crate::app::canvas::ops;
use crate::app::canvas::snap::GRID;
use crate::model::{Document, Edit, Id, Item, Point, Rect, Vector, pt};

/// Zones and notes are not dragged smaller than this (world units).
const MIN_SIZE: f64 = 48.0;

pub(super) fn draw_zone(
    document: &mut Document,
    from: Point,
    to: Point,
    pointer: Pointer,
) -> GestureOutcome {
    let mut rect = Rect::from_corners(from, to);
    if pointer.snap && !pointer.modifiers.command {
        rect = Rect::from_corners(rect.min.snapped(GRID), rect.max.snapped(GRID));
    }
    if rect.width() < MIN_SIZE || rect.height() < MIN_SIZE {
        return GestureOutcome::Notice("drag a larger rectangle to draw a zone".to_owned());
    }
    let design = document.design();
    let parent = ops::zone_at(design, rect.center(), &BTreeSet::new()).filter(|&zone| {
        design
            .zone(zone)
            .is_some_and(|zone| zone.rect.contains_rect(rect))
    });
    let id = design.fresh_id();
    let words = keep_members(document, "Add zone", |document| {
        ops::add_zone(document, rect, parent, BTreeSet::new());
    });
    GestureOutcome::Name(id, words)
}

pub(super) fn resize(
    document: &mut Document,
    id: Id,
    handle: ResizeHandle,
    by: Vector,
    pointer: Pointer,
) {
    let design = document.design();
    let Some(start) = ops::item_rect(design, id) else {
        return;
    };
    let rect = resize_rect(start, handle, by, pointer);
    let edit = match design.item(id) {
        Some(Item::Zone(zone)) => Edit::PutZone(
            id,
            crate::model::Zone {
                rect,
                ..zone.clone()
            },
        ),
        Some(Item::Note(note)) => Edit::PutNote(
            id,
            crate::model::Note {
                rect,
                ..note.clone()
            },
        ),
        _ => return,
    };
    ops::apply_edits(document, "Resize", vec![edit]);
}

/// The rectangle with the handle moved: with Shift it keeps its proportions, with Alt its middle.
fn resize_rect(start: Rect, handle: ResizeHandle, by: Vector, pointer: Pointer) -> Rect {
    let place = |value: f64| {
        if pointer.snap && !pointer.modifiers.command {
            (value / GRID).round() * GRID
        } else {
            value
        }
    };
    let times = if pointer.modifiers.alt { 2.0 } else { 1.0 };
    let grown = |low: f64, high: f64, side: i8, by: f64| {
        let edge = if side < 0 { low } else { high };
        let growth = f64::from(side) * (place(edge + by) - edge);
        let grown = if side == 0 { 0.0 } else { growth * times };
        (high - low + grown).max(MIN_SIZE)
    };
    let mut wide = grown(start.min.x, start.max.x, handle.x, by.x);
    let mut high = grown(start.min.y, start.max.y, handle.y, by.y);
    if pointer.modifiers.shift && handle.x != 0 && handle.y != 0 {
        let scale = (wide / start.width()).max(high / start.height());
        (wide, high) = (start.width() * scale, start.height() * scale);
    }
    let ends = |low: f64, high: f64, side: i8, size: f64| match side {
        0 => (low, high),
        _ if pointer.modifiers.alt => {
            let middle = f64::midpoint(low, high);
            (middle - size / 2.0, middle + size / 2.0)
        }
        1 => (low, low + size),
        _ => (high - size, high),
    };
    let (left, right) = ends(start.min.x, start.max.x, handle.x, wide);
    let (top, bottom) = ends(start.min.y, start.max.y, handle.y, high);
    Rect::from_corners(pt(left, top), pt(right, bottom))
}
