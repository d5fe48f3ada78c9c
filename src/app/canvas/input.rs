//! Mouse and wheel on the canvas, turned into gestures, edits and views.

use egui::{Key, PointerButton, Pos2, Response, vec2};

use crate::model::{Document, Edit, Id, Note, NoteStyle, Rect};
use crate::scene::{hit_test, items_at};

use super::align::Toward;
use super::gesture::{ConnectionEnd, Gesture, GestureOutcome, ModifierKeys, Pointer, connect};
use super::snap::GRID;
use super::types::{CanvasContext, DOTS_ZOOM, Interaction, Tool};
use super::view::Canvas;
use super::{ops, overlay};

/// How close to a line a press must come, in screen points.
const LINE_REACH: f64 = 8.0;
/// Two clicks so close (screen points) are in the same place.
const SAME_PLACE: f32 = 4.0;
/// The size of a new note (world units).
const NOTE_SIZE: (f64, f64) = (176.0, 96.0);

impl Canvas {
    /// Handles what the user did in this frame; a sentence where there is something to say.
    pub(super) fn handle_input(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) -> Option<String> {
        self.pointer = ui.input(|input| input.pointer.latest_pos());
        let free = !self.is_editing() && !egui::Popup::is_any_open(ui.ctx());
        if response.contains_pointer() && free {
            self.handle_wheel(ui, context.preferences.wheel_zooms);
        }
        // While a button is held the press decides what is meant, not where the pointer has got to since.
        if self.gesture.is_some() || !ui.input(|input| input.pointer.any_down()) {
            self.update_hover(response, document);
        }
        if response.clicked() || response.drag_started() {
            response.request_focus();
            self.camera_animation = None;
        }
        let mut nudged = None;
        if self.gesture.is_some() {
            // Ctrl may be held to copy, Alt and Shift to resize: Escape gives up all the same.
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                self.escape(document);
            }
        } else if free && response.has_focus() {
            nudged = self.handle_keys(ui, response, document, context);
        }
        // After its own keys: the one that closed a field is not meant for the drawing.
        if free && !context.interaction.is_passive() {
            take_keyboard(ui, response);
        }
        let notice = self.handle_drags(ui, response, document, context);
        let clicked = match context.interaction {
            Interaction::Edit => self.handle_clicks(ui, response, document),
            Interaction::Look | Interaction::Present => None,
            Interaction::Break => {
                if response.clicked_by(PointerButton::Primary) {
                    self.fault_target = self.hovered.filter(|&id| can_fail(document, id));
                }
                None
            }
        };
        self.set_cursor(ui, response, document, context);
        notice.or(clicked).or(nudged)
    }

    fn handle_wheel(&mut self, ui: &egui::Ui, wheel_zooms: bool) {
        let (scroll, zoom, modifiers) = ui.input(|input| {
            (
                input.smooth_scroll_delta(),
                input.zoom_delta(),
                input.modifiers,
            )
        });
        let speed = ui
            .ctx()
            .options(|options| options.input_options.scroll_zoom_speed);
        let (scroll, zoom) = match (wheel_zooms, modifiers.command) {
            (true, false) if !modifiers.shift => {
                (egui::Vec2::ZERO, zoom * (scroll.y * speed).exp())
            }
            // Turning the wheel with Ctrl arrives as a zoom; the same turn moves the view.
            (true, true) => (vec2(0.0, zoom.ln() / speed), 1.0),
            _ => (scroll, zoom),
        };
        let alt = modifiers.alt;
        let at = self.pointer.unwrap_or(self.camera.screen.center());
        if (zoom - 1.0).abs() > f32::EPSILON {
            self.camera_animation = None;
            self.camera.zoom_about(at, f64::from(zoom));
        } else if alt && scroll.y != 0.0 {
            self.camera_animation = None;
            self.camera
                .zoom_about(at, f64::from(scroll.y * speed).exp());
        } else if scroll != egui::Vec2::ZERO {
            self.camera_animation = None;
            self.camera.pan(scroll);
        }
    }

    /// Finds out what is under the pointer, and whose dots to show.
    fn update_hover(&mut self, response: &Response, document: &Document) {
        let design = document.design();
        let at = self
            .pointer
            .filter(|_| response.contains_pointer() && self.panning.is_none());
        self.hovered = at.and_then(|at| self.item_at(document, at));
        let on_box = self.hovered.filter(|&id| design.component(id).is_some());
        let still_near = self.dot_owner.filter(|&id| {
            let region =
                overlay::box_rect(design, id).map(|rect| overlay::dots_region(&self.camera, rect));
            at.zip(region)
                .is_some_and(|(at, region)| region.contains(at))
        });
        self.dot_owner = on_box.or(still_near);
    }

    pub(super) fn item_at(&self, document: &Document, at: Pos2) -> Option<Id> {
        let world = self.camera.world_from_screen(at);
        let design = document.design();
        let reach = LINE_REACH / self.camera.zoom;
        let top = hit_test(design, self.lines.routes(), world, reach);
        // Labels lie over lines and zones, and beside boxes.
        if top.is_some_and(|id| design.component(id).is_some()) {
            return top;
        }
        let label = self.labels.iter().find(|(_, rect)| rect.contains(world));
        label.map(|(&id, _)| id).or(top)
    }

    /// What a click selects: the topmost, or with Alt, or where it is selected already, what lies below it.
    fn next_in_stack(
        &self,
        document: &Document,
        at: Pos2,
        top: Option<Id>,
        modifiers: egui::Modifiers,
    ) -> Option<Id> {
        let only = document.only_selected();
        if modifiers.shift || modifiers.command {
            return top;
        }
        let again = self
            .last_click
            .is_some_and(|(last, id)| Some(id) == only && last.distance(at) <= SAME_PLACE);
        if !modifiers.alt && !again {
            return top;
        }
        let design = document.design();
        let world = self.camera.world_from_screen(at);
        let reach = LINE_REACH / self.camera.zoom;
        let mut stack: Vec<Id> = items_at(design, self.lines.routes(), world, reach).collect();
        if modifiers.alt {
            // The zones around, the innermost first: their insides are no ground to press otherwise.
            let mut zones: Vec<(usize, Id)> = design
                .zones()
                .filter(|(id, zone)| zone.rect.contains(world) && !stack.contains(id))
                .map(|(id, _)| (design.ancestors(id).count(), id))
                .collect();
            zones.sort_unstable();
            stack.extend(zones.into_iter().rev().map(|(_, id)| id));
        }
        let place = stack.iter().position(|&id| Some(id) == only);
        match place {
            Some(place) => Some(stack[(place + 1) % stack.len()]),
            None if modifiers.alt => stack.get(1).copied().or(top),
            None => top,
        }
    }

    pub(super) fn pointer_in_world(
        &self,
        ui: &egui::Ui,
        at: Pos2,
        context: &CanvasContext<'_>,
    ) -> Pointer {
        let modifiers = ui.input(|input| input.modifiers);
        Pointer {
            world: self.camera.world_from_screen(at),
            zoom: self.camera.zoom,
            modifiers: ModifierKeys {
                shift: modifiers.shift,
                command: modifiers.command,
                alt: modifiers.alt,
            },
            snap: context.preferences.snap,
        }
    }

    pub(super) fn is_empty_at(&self, document: &Document, at: Pos2) -> bool {
        self.item_at(document, at).is_none() && self.dot_under(document, at).is_none()
    }

    pub(super) fn component_under(&self, document: &Document, at: Pos2) -> Option<Id> {
        /// A loose end within this many screen points of a box connects to it.
        const SNAP: f64 = 20.0;
        let design = document.design();
        let world = self.camera.world_from_screen(at);
        let near = SNAP / self.camera.zoom;
        design
            .components()
            .filter_map(|(id, component)| {
                let rect = crate::scene::component_rect(component);
                rect.expanded(near)
                    .contains(world)
                    .then(|| (!rect.contains(world), rect.center().distance(world), id))
            })
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(&a.2)))
            .filter(|(outside, ..)| !outside || self.gesture.is_some())
            .map(|(.., id)| id)
    }

    /// The component whose dot is at a place, and the side that the dot is on.
    pub(super) fn dot_under(&self, document: &Document, at: Pos2) -> Option<ConnectionEnd> {
        if self.tool != Tool::Select || self.camera.zoom < DOTS_ZOOM {
            return None;
        }
        let design = document.design();
        self.dot_owners(document).into_iter().find_map(|id| {
            let rect = overlay::box_rect(design, id)?;
            Some(ConnectionEnd {
                component: id,
                side: Some(overlay::dot_at(&self.camera, rect, at)?),
            })
        })
    }

    fn handle_clicks(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        document: &mut Document,
    ) -> Option<String> {
        let at = self.pointer?;
        let under = self.item_at(document, at);
        let aborted = self.aborted;
        self.aborted &= ui.input(|input| input.pointer.any_down());
        if response.secondary_clicked() {
            if aborted {
                return None;
            }
            match under {
                Some(id) if document.selection().contains(&id) => {}
                Some(id) => document.select([id]),
                None => document.select([]),
            }
            self.menu = Some(at);
            return None;
        }
        let clicked = response.clicked_by(PointerButton::Primary);
        let dot = self.dot_under(document, at).filter(|_| clicked);
        let goes_on = |dot: &ConnectionEnd| {
            let begun = self.connecting;
            begun.is_none_or(|from| from.component == dot.component)
        };
        if let Some(caller) = dot.filter(goes_on) {
            // The list of what may be placed there; a click on a box connects with that instead.
            let toward = caller.side.map_or(Toward::Right, Toward::out_of);
            self.offer_neighbor(document, caller, toward, None);
            self.connecting = Some(caller);
            return None;
        }
        if response.double_clicked_by(PointerButton::Primary) && self.tool == Tool::Select {
            self.connecting = None;
            match under {
                Some(id) => {
                    document.select([id]);
                    self.rename(document);
                }
                None => {
                    self.open_quick_insert(self.camera.world_from_screen(at), None);
                }
            }
            return None;
        }
        if !clicked {
            return None;
        }
        if let Some(caller) = self.connecting {
            return self.finish_connecting(document, caller, at);
        }
        match self.tool {
            Tool::Connect => {
                let under = self.component_under(document, at);
                self.connecting = under.map(ConnectionEnd::any_side);
            }
            Tool::Note => self.place_note(document, at, NoteStyle::Sticky),
            Tool::Text => self.place_note(document, at, NoteStyle::Text),
            Tool::Hand | Tool::Zone => {}
            Tool::Select => {
                let modifiers = ui.input(|input| input.modifiers);
                let under = self.next_in_stack(document, at, under, modifiers);
                select(document, under, modifiers);
                self.last_click = under.map(|id| (at, id));
            }
        }
        None
    }

    /// The second click of a connection begun by a click.
    fn finish_connecting(
        &mut self,
        document: &mut Document,
        caller: ConnectionEnd,
        at: Pos2,
    ) -> Option<String> {
        self.connecting = None;
        let by_tool = std::mem::take(&mut self.tool) == Tool::Connect;
        let world = self.camera.world_from_screen(at);
        let outcome = match self.component_under(document, at) {
            Some(target) => {
                let end = ConnectionEnd::at(document, target, world, self.camera.zoom);
                connect(document, caller, end)
            }
            None if by_tool => GestureOutcome::Dropped {
                from: caller,
                at: world,
            },
            // The list that a dot has opened was left.
            None => GestureOutcome::Done,
        };
        self.apply_outcome(outcome, document)
    }

    fn place_note(&mut self, document: &mut Document, at: Pos2, style: NoteStyle) {
        let corner = self.camera.world_from_screen(at).snapped(GRID);
        let rect = Rect::from_min(corner, NOTE_SIZE.0, NOTE_SIZE.1);
        let id = document.design().fresh_id();
        let parent = ops::zone_at(document.design(), corner, &[].into());
        let note = Note {
            style,
            text: String::new(),
            rect,
            parent,
        };
        ops::apply_edits(document, "Add note", vec![Edit::PutNote(id, note)]);
        document.select([id]);
        self.tool = Tool::Select;
        self.name_added(document, id);
    }

    fn set_cursor(
        &self,
        ui: &egui::Ui,
        response: &Response,
        document: &Document,
        context: &CanvasContext<'_>,
    ) {
        if !response.contains_pointer() {
            return;
        }
        let hand = self.tool == Tool::Hand || ui.input(|input| input.key_down(Key::Space));
        let dot = self.pointer.and_then(|at| self.dot_under(document, at));
        let icon = match self.tool {
            _ if self.panning.is_some() => egui::CursorIcon::Grabbing,
            _ if hand || context.interaction.is_passive() => egui::CursorIcon::Grab,
            _ if context.interaction == Interaction::Break => match self.hovered {
                Some(id) if can_fail(document, id) => egui::CursorIcon::PointingHand,
                _ => return,
            },
            Tool::Connect | Tool::Zone | Tool::Note => egui::CursorIcon::Crosshair,
            Tool::Text => egui::CursorIcon::Text,
            _ if dot.is_some() || self.connecting.is_some() => egui::CursorIcon::Crosshair,
            _ if matches!(self.gesture, Some(Gesture::Move { .. })) => egui::CursorIcon::Move,
            _ => return,
        };
        ui.ctx().set_cursor_icon(icon);
    }
}

/// Gives the canvas the keyboard where nothing else has it: at the start, and after every field, list and dialog. This is
/// the one place that does, so that none of them has to remember to give it back.
fn take_keyboard(ui: &egui::Ui, response: &Response) {
    let taken =
        ui.memory(|memory| memory.focused().is_some() || memory.top_modal_layer().is_some());
    if !taken {
        response.request_focus();
    }
}

/// Whether an item is one that can fail.
pub(super) fn can_fail(document: &Document, id: Id) -> bool {
    let design = document.design();
    design.component(id).is_some() || design.zone(id).is_some() || design.connection(id).is_some()
}

/// What a click on an item, or on nothing, does to the selection.
fn select(document: &mut Document, item: Option<Id>, modifiers: egui::Modifiers) {
    match item {
        Some(id) if modifiers.shift || modifiers.command => {
            let toggled = document.selection() ^ &[id].into();
            document.select(toggled);
        }
        Some(id) => document.select([id]),
        None if modifiers.shift || modifiers.command => {}
        None => document.select([]),
    }
}
