//! Putting things on the canvas: from the palette, from a search, from the clipboard.

use std::collections::BTreeSet;

use super::gesture::ConnectionEnd;
use super::membership::keep_members;
use super::ops;
use super::snap::GRID;
use super::types::{CanvasContext, Interaction, LastPaste, PaletteItem, ViewTarget};
use super::view::Canvas;
use crate::layout::find_free_place;
use crate::model::{
    Component, Connection, Design, Document, Edit, Id, Point, Rect, Vector, pt, vector,
};
use crate::scene::{component_rect, content_bounds};

/// Where what is pasted goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PastePlace {
    /// To the pointer, or next to where it was.
    #[default]
    Pointer,
    /// Where it was.
    Origin,
}

/// Whether something would lie exactly on something that is there, so that one cannot see that there are two.
fn covers_exactly(part: &Design, by: Vector, design: &Design) -> bool {
    const SAME: f64 = 4.0;
    let there: Vec<Rect> = boxes(design).collect();
    boxes(part).any(|rect| {
        let center = rect.center() + by;
        there
            .iter()
            .any(|other| other.center().distance(center) < SAME)
    })
}

fn boxes(design: &Design) -> impl Iterator<Item = Rect> {
    let boxes = design.components().map(|(_, item)| component_rect(item));
    boxes.chain(design.notes().map(|(_, note)| note.rect))
}

impl Canvas {
    /// Adds a component where there is room: right of the selected one, else near the middle of the view. Selects it and
    /// gives its id.
    pub fn insert(&mut self, document: &mut Document, item: &PaletteItem) -> Option<Id> {
        let design = document.design();
        let mut selected = document
            .selection()
            .iter()
            .filter_map(|&id| design.component(id));
        let start = match (selected.next(), selected.next()) {
            (Some(only), None) => only.at + vector(15.0 * GRID, 0.0),
            _ => self.camera.world_from_screen(self.camera.screen.center()),
        };
        let at = find_free_place(design, start.snapped(GRID));
        let id = place_component(document, item, at, None)?;
        self.reveal(document.design(), &BTreeSet::from([id]));
        Some(id)
    }

    /// Pastes what was copied: at the pointer, or next to the original; where it was if that is asked for. Gives the words where it
    /// is in a zone then.
    ///
    /// # Errors
    /// One sentence when the text holds no drawing.
    pub fn paste(
        &mut self,
        document: &mut Document,
        text: &str,
        place: PastePlace,
    ) -> Result<Option<String>, String> {
        let part = ops::parse_clipboard(text)?;
        let aside = vector(GRID, GRID);
        let bounds = content_bounds(&part).unwrap_or(Rect::from_center(pt(0.0, 0.0), 0.0, 0.0));
        let pointer = self.pointer.filter(|at| self.camera.screen.contains(*at));
        let last = self.pasted.take().filter(|last| last.text == text);
        let moved = |last: &LastPaste| pointer.is_some() && last.pointer != pointer;
        let mut by = match (last, pointer) {
            _ if place == PastePlace::Origin => Vector::ZERO,
            (Some(last), _) if !moved(&last) => last.by + aside,
            (_, Some(at)) => {
                let to_pointer = self.camera.world_from_screen(at) - bounds.center();
                (pt(0.0, 0.0) + to_pointer).snapped(GRID) - pt(0.0, 0.0)
            }
            (_, None) => aside,
        };
        while covers_exactly(&part, by, document.design()) {
            by = by + aside;
        }
        self.pasted = Some(LastPaste {
            text: text.to_owned(),
            by,
            pointer,
        });
        let words = keep_members(document, "Paste", |document| {
            ops::add_design(document, "Paste", &part, by, None);
        });
        if let Some(bounds) = ops::bounds(document.design(), document.selection()) {
            self.pending = Some(ViewTarget::Reveal(bounds));
        }
        Ok(words)
    }

    pub(super) fn drop_from_palette(
        &mut self,
        ui: &egui::Ui,
        response: &egui::Response,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) {
        if context.interaction != Interaction::Edit {
            return;
        }
        let released = response.dnd_release_payload::<PaletteItem>();
        if let (Some(item), Some(at)) = (released, ui.ctx().pointer_interact_pos()) {
            let at = self.dropped_at(at, context.preferences.snap);
            let into = ops::zone_at(document.design(), at, &BTreeSet::new());
            place_component(document, &item, at, into);
            response.request_focus();
        }
    }

    pub(super) fn dropped_at(&self, at: egui::Pos2, snap: bool) -> Point {
        let at = self.camera.world_from_screen(at);
        if snap { at.snapped(GRID) } else { at }
    }
}

pub(super) fn new_component(item: &PaletteItem, at: Point, parent: Option<Id>) -> Component {
    Component {
        technology: item.technology.clone(),
        parent,
        ..Component::new(&item.kind, &item.name, at)
    }
}

/// Adds a component as one step and selects it.
pub(super) fn place_component(
    document: &mut Document,
    item: &PaletteItem,
    at: Point,
    parent: Option<Id>,
) -> Option<Id> {
    place_connected(document, item, at, parent, None)
}

/// Adds a component, and the connection to it from `caller`, as one step; the component is selected.
pub(super) fn place_connected(
    document: &mut Document,
    item: &PaletteItem,
    at: Point,
    parent: Option<Id>,
    caller: Option<ConnectionEnd>,
) -> Option<Id> {
    let mut fresh = document.design().fresh_ids();
    let (id, wire) = (fresh.next()?, fresh.next()?);
    let mut edits = vec![Edit::PutComponent(id, new_component(item, at, parent))];
    let is_there = |end: &ConnectionEnd| document.design().component(end.component).is_some();
    if let Some(caller) = caller.filter(is_there) {
        let connection = Connection {
            sides: [caller.side, None],
            ..Connection::new(caller.component, id)
        };
        edits.push(Edit::PutConnection(wire, connection));
    }
    document.apply_all("Add component", edits).ok()?;
    document.select([id]);
    Some(id)
}
