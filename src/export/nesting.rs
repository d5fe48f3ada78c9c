//! The items of a drawing in the order in which formats with brackets write them.

use crate::model::{Design, Id};

/// What is written next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nested {
    /// A zone begins.
    Open(Id),
    /// The innermost zone ends.
    Close,
    /// A component.
    Box(Id),
}

/// What a zone is called; a blank where it has no name, which formats would fill with its id.
pub(super) fn zone_title(design: &Design, id: Id) -> String {
    let name = design.zone(id).map_or("", |zone| zone.name.trim());
    if name.is_empty() { " " } else { name }.to_owned()
}

/// The zones with what lies in them, each with how many zones it lies in.
pub(super) fn nested_items(design: &Design) -> Vec<(usize, Nested)> {
    let mut found = Vec::new();
    let zones_in = |outer: Option<Id>| {
        let zones = design.zones().filter(move |(_, zone)| zone.parent == outer);
        zones.map(|(id, _)| Nested::Open(id))
    };
    let mut open: Vec<(usize, Nested)> = Vec::new();
    let enter = |open: &mut Vec<(usize, Nested)>, depth: usize, outer: Option<Id>| {
        let boxes = design
            .components()
            .filter(|(_, component)| component.parent == outer)
            .map(|(id, _)| Nested::Box(id));
        let mut inside: Vec<Nested> = boxes.chain(zones_in(outer)).collect();
        inside.reverse();
        open.extend(inside.into_iter().map(|item| (depth, item)));
    };
    enter(&mut open, 0, None);
    while let Some((depth, item)) = open.pop() {
        found.push((depth, item));
        if let Nested::Open(id) = item {
            open.push((depth, Nested::Close));
            enter(&mut open, depth + 1, Some(id));
        }
    }
    found
}
