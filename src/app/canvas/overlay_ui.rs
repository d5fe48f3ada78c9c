//! The canvas as it is painted: the drawing, handles and dots over it, and fields that are open above it.

use std::collections::{BTreeMap, BTreeSet};

use super::counterparts;
use super::gesture::Gesture;
use super::placing::{new_component, place_connected};
use super::quick_insert::QuickInsertOutcome;
use super::snap::GRID;
use super::types::{CanvasContext, DOTS_ZOOM, Interaction, PaletteItem, Tool};
use super::view::Canvas;
use super::{ops, overlay, packets, paint};
use crate::app::look::{TextSize, font};
use crate::layout::{PinConflict, find_free_place};
use crate::model::{Component, Document, Id};
use crate::scene::{self, DetailLevel, Face, ItemState, Palette, SceneInput, component_rect};

impl Canvas {
    pub(super) fn paint(
        &mut self,
        ui: &egui::Ui,
        document: &Document,
        context: &CanvasContext<'_>,
    ) {
        let palette = context.theme.palette();
        let painter = ui.painter().with_clip_rect(self.camera.screen);
        painter.rect_filled(self.camera.screen, 0.0, palette.canvas_fill);
        if context.preferences.grid {
            overlay::paint_grid(&painter, &self.camera, palette);
        }
        let (mut states, no_marks) = (BTreeMap::new(), BTreeMap::new());
        let no_health = BTreeMap::new();
        let (design, routes, states, marks, health) = match context.preview {
            Some(preview) => (
                &preview.design,
                preview.router.routes(),
                &preview.states,
                &no_marks,
                &no_health,
            ),
            None => {
                states.extend(self.item_states(document, context));
                (
                    document.design(),
                    self.lines.routes(),
                    &states,
                    context.marks,
                    context.health,
                )
            }
        };
        let mut scene = scene::build_scene(&SceneInput {
            design,
            palette,
            routes,
            states,
            marks,
            health,
            captions: context.captions,
            detail: DetailLevel::for_zoom(self.camera.zoom),
            zoom: self.camera.zoom,
            visible: Some(self.camera.visible_rect()),
        });
        if context.interaction == Interaction::Present && !context.highlighted.is_empty() {
            scene.spotlight(context.highlighted, palette.canvas_fill);
        }
        paint::paint(&painter, &self.camera, &scene);
        if context.preview.is_none() {
            self.labels = scene.labels;
            let marks = context.counterparts;
            counterparts::paint_marks(&painter, &self.camera, palette, document.design(), marks);
        }
        if let Some(pulses) = context.pulses.filter(|_| context.preview.is_none()) {
            let time = ui.input(|input| input.time);
            let lines = (routes, pulses);
            if packets::paint(&painter, &self.camera, palette, lines, time) {
                ui.ctx().request_repaint_after(packets::PICTURE);
            }
        }
        if let Some(preview) = context.preview {
            overlay::paint_preview_label(ui, &painter, palette, &preview.label);
        } else if context.interaction == Interaction::Edit {
            self.paint_overlay(ui, &painter, document, palette, context);
        }
    }

    fn paint_overlay(
        &self,
        ui: &egui::Ui,
        painter: &egui::Painter,
        document: &Document,
        palette: &Palette,
        context: &CanvasContext<'_>,
    ) {
        let design = document.design();
        let selection = document.selection();
        let resting = self.gesture.is_none();
        for &id in selection.iter().take(200) {
            if let Some(route) = self
                .lines
                .routes()
                .get(&id)
                .filter(|_| resting && selection.len() == 1 && !design.is_locked(id))
            {
                overlay::paint_ends(painter, &self.camera, palette, &route.points);
                if let Some(item) = design.connection(id) {
                    let label = self.labels.get(&id);
                    let label = label.map(|&label| self.camera.screen_rect(label));
                    overlay::paint_stretches(painter, &self.camera, palette, route, item, label);
                }
            } else if design.connection(id).is_none()
                && let Some(rect) = ops::item_rect(design, id)
            {
                if design.is_locked(id) {
                    overlay::paint_lock(painter, &self.camera, palette, rect);
                    continue;
                }
                let corners_only = design.component(id).is_some();
                overlay::paint_handles(painter, &self.camera, palette, rect, corners_only);
            }
        }
        if resting && self.tool != Tool::Hand && self.camera.zoom >= DOTS_ZOOM {
            for id in self.dot_owners(document) {
                if let Some(rect) = overlay::box_rect(design, id) {
                    overlay::paint_dots(painter, &self.camera, palette, rect, self.pointer);
                }
            }
        }
        if let Some(gesture) = &self.gesture {
            overlay::paint_gesture(painter, &self.camera, palette, design, gesture);
        }
        if let Some((quick, from)) = self
            .quick
            .as_ref()
            .and_then(|quick| Some((quick, quick.from?)))
        {
            overlay::paint_loose_end(painter, &self.camera, palette, design, from, quick.at, None);
        } else if let (Some(from), Some(at)) = (self.connecting, self.pointer) {
            let target = self
                .hovered
                .filter(|&id| id != from.component && design.component(id).is_some());
            let to = self.camera.world_from_screen(at);
            overlay::paint_loose_end(painter, &self.camera, palette, design, from, to, target);
        }
        if let Some(item) = egui::DragAndDrop::payload::<PaletteItem>(ui.ctx())
            && let Some(at) = self.pointer.filter(|at| self.camera.screen.contains(*at))
        {
            let ghost = new_component(&item, self.dropped_at(at, context.preferences.snap), None);
            overlay::paint_ghost(
                painter,
                &self.camera,
                palette,
                component_rect(&ghost),
                &item.name,
            );
        }
        if design.is_empty()
            && self.quick.is_none()
            && !egui::DragAndDrop::has_any_payload(ui.ctx())
        {
            overlay::paint_empty(painter, palette);
        }
    }

    /// The components that offer dots: the one under the pointer, and the selected one.
    pub(super) fn dot_owners(&self, document: &Document) -> BTreeSet<Id> {
        let only = document.only_selected();
        [only, self.dot_owner]
            .into_iter()
            .flatten()
            .filter(|&id| document.design().component(id).is_some())
            .collect()
    }

    fn item_states(
        &self,
        document: &Document,
        context: &CanvasContext<'_>,
    ) -> BTreeMap<Id, ItemState> {
        let mut states: BTreeMap<Id, ItemState> = BTreeMap::new();
        if let Some(id) = self.hovered {
            states.insert(id, ItemState::Hovered);
        }
        let marked = context.highlighted.iter().chain(&self.finder_target);
        states.extend(marked.map(|&id| (id, ItemState::Highlighted)));
        let selected = document
            .selection()
            .iter()
            .filter(|_| !context.interaction.is_passive());
        states.extend(selected.map(|&id| (id, ItemState::Selected)));
        let target = match &self.gesture {
            Some(Gesture::Move { into, .. }) => *into,
            Some(Gesture::Connect { target, .. } | Gesture::Reconnect { target, .. }) => *target,
            _ => self
                .connecting
                .and(self.hovered)
                .filter(|&id| self.connecting.is_none_or(|from| from.component != id)),
        };
        states.extend(target.map(|id| (id, ItemState::DropTarget)));
        states
    }

    /// Shows the text field or the search that is open over the canvas.
    pub(super) fn text_entry_ui(
        &mut self,
        ui: &mut egui::Ui,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) -> Option<String> {
        let palette = context.theme.palette();
        if let Some(mut editor) = self.editor.take() {
            let anchor = self.label_anchor(document);
            if !editor.ui(ui, &self.camera, palette, anchor, document) {
                self.editor = Some(editor);
            }
        }
        if let Some(mut quick) = self.quick.take() {
            match quick.ui(ui, palette) {
                QuickInsertOutcome::Open => self.quick = Some(quick),
                QuickInsertOutcome::Closed => {
                    // A press on a box may still connect with that.
                    if !ui.input(|input| input.pointer.any_pressed()) {
                        self.connecting = None;
                    }
                }
                QuickInsertOutcome::Place(item) => {
                    self.connecting = None;
                    let at = if context.preferences.snap {
                        quick.at.snapped(GRID)
                    } else {
                        quick.at
                    };
                    // Where the pointer has not moved since the last one, it would hide that.
                    let design = document.design();
                    let hides = |(_, other): (Id, &Component)| component_rect(other).contains(at);
                    let at = if design.components().any(hides) {
                        find_free_place(design, at)
                    } else {
                        at
                    };
                    let into = ops::zone_at(document.design(), at, &BTreeSet::new());
                    place_connected(document, &item, at, into, quick.from);
                    self.remember_kind(&item.kind);
                }
            }
        }
        self.finder_ui(ui, document, palette)
    }

    /// Where the label of the selected connection is, or the middle of the view.
    pub(super) fn label_anchor(&self, document: &Document) -> egui::Pos2 {
        let mut selected = document.selection().iter();
        if let Some(label) = selected.find_map(|id| self.labels.get(id)) {
            return self.camera.screen_from_world(label.center());
        }
        let mut selected = document.selection().iter();
        let route = selected.find_map(|id| self.lines.routes().get(id));
        let middle = route.and_then(|route| {
            let stretches = route.points.windows(2);
            stretches
                .max_by(|a, b| a[0].distance(a[1]).total_cmp(&b[0].distance(b[1])))
                .map(|stretch| stretch[0].lerp(stretch[1], 0.5))
        });
        middle.map_or(self.camera.screen.center(), |at| {
            self.camera.screen_from_world(at)
        })
    }

    /// Offers to let go of the pins of the selected connection where they make no sense any more.
    pub(super) fn pin_conflict_ui(
        &self,
        ui: &mut egui::Ui,
        document: &mut Document,
        palette: &Palette,
    ) {
        let only = document.only_selected();
        let Some(strain) = only.and_then(|id| self.lines.pin_conflict(id)) else {
            return;
        };
        if self.gesture.is_some() {
            return;
        }
        let message = match strain {
            PinConflict::Blocked => "Line crosses a box: reset it",
            PinConflict::Detour => "Line takes a detour: reset it",
        };
        let size = egui::vec2(212.0, 28.0);
        let at = self.label_anchor(document) + egui::vec2(-size.x / 2.0, 14.0);
        let view = self.camera.screen.shrink(8.0);
        let last = (view.max - size).max(view.min);
        let at = at.clamp(view.min, last);
        let text = egui::RichText::new(message)
            .font(font(Face::Regular, TextSize::Small))
            .color(palette.medium.text);
        let chip = egui::Button::new(text).fill(palette.medium.soft);
        if ui.put(egui::Rect::from_min_size(at, size), chip).clicked() {
            ops::reset_lines(document);
        }
    }
}
