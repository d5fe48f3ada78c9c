//! What menus and keys do to the selection: delete, duplicate, copy, group, nudge.

use crate::model::{Document, Vector};

/// Selects everything.
pub fn select_all(_document: &mut Document) {}

/// Deletes the selection.
pub fn delete(_document: &mut Document) {}

/// Copies the selection within the drawing, with the connections inside it, a little aside; the copy is selected.
pub fn duplicate(_document: &mut Document) {}

/// The selection as text for the clipboard; none when nothing is selected.
pub fn copy(_document: &Document) -> Option<String> {
    None
}

/// Moves the selection.
pub fn nudge(_document: &mut Document, _by: Vector) {}

/// Puts the selection into a new zone around it.
pub fn group(_document: &mut Document) {}

/// Dissolves the selected zones.
pub fn ungroup(_document: &mut Document) {}
