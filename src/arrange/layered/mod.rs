//! Layered layout: callers to the left of the called, zones around their contents.
//!
//! The drawing falls into pieces that nothing connects; each is laid out for itself and they are stacked. Within a
//! piece: [`rank`] breaks circles and gives columns, [`tree`] holds boxes, lanes and zones, [`order`] decides who stands
//! above whom, and [`place`] turns that into coordinates.

mod order;
mod piece;
mod place;
mod rank;
mod tree;

use std::collections::BTreeMap;

use super::GRID;
use crate::model::{Design, Edit, Id, Note, Point, Rect, pt, vector};

/// Between pieces, and between the drawing and its notes (world units).
const PIECE_GAP: f64 = 64.0;
/// Between notes (world units).
const NOTE_GAP: f64 = 32.0;
/// Rows of notes are at least this wide (world units).
const NOTES_WIDTH: f64 = 640.0;

/// The edits that lay the whole design out afresh: components, zones around their contents, notes beside.
///
/// Only what moves is edited; a second call on the result changes nothing.
#[must_use]
pub fn tidy(design: &Design) -> Vec<Edit> {
    let mut rects: BTreeMap<Id, Rect> = BTreeMap::new();
    let mut width = NOTES_WIDTH;
    let mut y = 0.0;
    for piece in piece::layouts(design) {
        let Some(bounds) = piece.values().copied().reduce(Rect::union) else {
            continue;
        };
        let to_grid = |by: f64| (by / GRID).ceil() * GRID;
        let by = vector(to_grid(-bounds.min.x), y + to_grid(-bounds.min.y));
        rects.extend(piece.iter().map(|(&id, rect)| (id, rect.translated(by))));
        width = width.max(bounds.width());
        y = to_grid(bounds.max.y + by.y + PIECE_GAP);
    }
    let loose: Vec<(Id, &Note)> = design
        .notes()
        .filter(|(_, note)| note.parent.is_none())
        .collect();
    put_notes(&loose, pt(0.0, y), width, &mut rects);
    edits(design, &rects)
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

fn edits(design: &Design, rects: &BTreeMap<Id, Rect>) -> Vec<Edit> {
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
    edits
}
