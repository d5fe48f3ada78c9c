//! Putting things on the canvas: from the palette, from a search, from the clipboard.

use std::collections::BTreeSet;

use super::ops;
use super::snap::GRID;
use super::types::{CanvasContext, Interaction, PaletteItem, ViewTarget};
use super::view::Canvas;
use crate::layout::find_free_place;
use crate::model::{Component, Connection, Document, Edit, Id, Point, Rect, pt, vector};
use crate::scene::content_bounds;

/// Where what is pasted goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PastePlace {
    /// To the pointer, or next to where it was.
    #[default]
    Pointer,
    /// Where it was.
    Origin,
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

    /// Pastes what was copied: at the pointer, or next to the original; where it was if that is asked for.
    ///
    /// # Errors
    /// One sentence when the text holds no drawing.
    pub fn paste(
        &mut self,
        document: &mut Document,
        text: &str,
        place: PastePlace,
    ) -> Result<(), String> {
        let part = ops::parse_clipboard(text)?;
        let times = if self.pasted.0 == text {
            self.pasted.1 + 1
        } else {
            1
        };
        self.pasted = (text.to_owned(), times);
        let bounds = content_bounds(&part).unwrap_or(Rect::from_center(pt(0.0, 0.0), 0.0, 0.0));
        let pointer = self
            .pointer
            .filter(|at| self.camera.screen.contains(*at) && times == 1);
        let by = match pointer {
            _ if place == PastePlace::Origin => vector(0.0, 0.0),
            Some(at) => self.camera.world_from_screen(at) - bounds.center(),
            None => vector(GRID, GRID) * f64::from(times),
        };
        let by = if place == PastePlace::Origin {
            by
        } else {
            (pt(0.0, 0.0) + by).snapped(GRID) - pt(0.0, 0.0)
        };
        ops::add_design(document, "Paste", &part, by, None);
        if let Some(bounds) = ops::bounds(document.design(), document.selection()) {
            self.pending = Some(ViewTarget::Reveal(bounds));
        }
        Ok(())
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
    caller: Option<Id>,
) -> Option<Id> {
    let mut fresh = document.design().fresh_ids();
    let (id, wire) = (fresh.next()?, fresh.next()?);
    let mut edits = vec![Edit::PutComponent(id, new_component(item, at, parent))];
    if let Some(caller) = caller.filter(|&caller| document.design().component(caller).is_some()) {
        edits.push(Edit::PutConnection(wire, Connection::new(caller, id)));
    }
    document.apply_all("Add component", edits).ok()?;
    document.select([id]);
    Some(id)
}
