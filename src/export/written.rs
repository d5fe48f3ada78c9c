//! What drawings for other programs carry beside each item, so that this program reads it back as it was.

use serde::Serialize;

use crate::import::WrittenArrow;
use crate::model::{Connection, Design, Id, Timing};

/// What is written beside an item, as JSON.
pub(super) fn written_json(written: &impl Serialize) -> String {
    serde_json::to_string(written).expect("finite numbers and strings always serialize")
}

/// What is written beside a connection; nothing where the line says it all.
pub(super) fn written_arrow(connection: &Connection, timing: Timing) -> String {
    let written = WrittenArrow::of_connection(connection, timing);
    if written == WrittenArrow::default() {
        return String::new();
    }
    written_json(&written)
}

/// The zones, each after the one around it.
pub(super) fn zones_outermost_first(design: &Design) -> Vec<Id> {
    let mut zones: Vec<(usize, Id)> = design
        .zones()
        .map(|(id, _)| (design.ancestors(id).count(), id))
        .collect();
    zones.sort_unstable();
    zones.into_iter().map(|(_, id)| id).collect()
}
