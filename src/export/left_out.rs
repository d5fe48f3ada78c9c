//! What a text format has no place for, told when a drawing is written in it.

use std::collections::BTreeSet;

use super::ExportFormat;
use crate::model::format::{count, join_names};
use crate::model::{Component, Connection, Design, Id, Overrides, ZoneKind};

/// One sentence about what the file will not hold; none where it holds all there is but places.
#[must_use]
pub fn left_out(design: &Design, format: ExportFormat) -> Option<String> {
    if !matches!(format, ExportFormat::Mermaid | ExportFormat::Dot) {
        return None;
    }
    let notes = design.notes().count();
    let zones = (design.zones())
        .filter(|(_, zone)| zone.kind != ZoneKind::Generic)
        .count();
    // Both formats have a frame only around boxes.
    let inner = design.components().map(|(_, item)| item.parent);
    let inner = inner.chain(design.zones().map(|(_, zone)| zone.parent));
    let filled: BTreeSet<Id> = inner.flatten().collect();
    let empty = (design.zones())
        .filter(|(id, _)| !filled.contains(id))
        .count();
    let boxes = (design.components())
        .filter(|(_, component)| has_settings(component))
        .count();
    let calls = (design.connections())
        .filter(|(_, connection)| has_more(connection))
        .count();
    let parts = [
        (notes, "note"),
        (zones, "zone type"),
        (empty, "empty zone"),
        (boxes, "component with an owner or its own numbers"),
        (calls, "connection with settings"),
    ];
    let mut parts: Vec<String> = (parts.into_iter())
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| match (number, what.split_once(" with ")) {
            // The plural of the first word.
            (2.., Some((noun, rest))) => format!("{} with {rest}", count(number, noun)),
            _ => count(number, what),
        })
        .collect();
    if !design.program().is_empty() {
        parts.push("the program plan".to_owned());
    }
    let names = join_names(parts.iter().map(String::as_str));
    (!parts.is_empty()).then(|| {
        format!(
            "not kept in the {} file: {names}; save as .boxdrill to keep them",
            format.label()
        )
    })
}

fn has_settings(component: &Component) -> bool {
    !component.owner.is_empty()
        || component.rollout_stage.is_some()
        || component.overrides != Overrides::default()
}

/// Whether a connection says more than its words, its protocol and whether the caller waits.
fn has_more(connection: &Connection) -> bool {
    let plain = Connection {
        label: connection.label.clone(),
        protocol: connection.protocol.clone(),
        timing: connection.timing,
        pins: connection.pins.clone(),
        sides: connection.sides,
        line_style: connection.line_style,
        label_at: connection.label_at,
        ..Connection::new(connection.from, connection.to)
    };
    plain != *connection
}
