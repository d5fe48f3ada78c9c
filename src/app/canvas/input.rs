//! Mouse and wheel on the canvas, turned into gestures, edits and views.

use egui::{Key, PointerButton, Pos2, Response, vec2};

use crate::model::{Document, Edit, Id, LineStyle, Note, NoteStyle, Rect};
use crate::scene::{hit_test, hits, items_in};

use super::gesture::{Gesture, GestureOutcome, ModifierKeys, Pointer, SelectionMode, connect};
use super::snap::GRID;
use super::{Canvas, CanvasContext, DOTS_ZOOM, Interaction, Tool, has_rect, ops, overlay};

/// How close to a line a press must come, in screen points.
const LINE_REACH: f64 = 8.0;
/// Dragging this close to the edge of the view moves the view, faster the closer, up to this many points per second.
const EDGE_ZONE: f32 = 24.0;
const EDGE_SPEED: f32 = 900.0;
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
        let free = !self.is_editing();
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
        if self.gesture.is_some() {
            // Ctrl may be held to copy, Alt and Shift to resize: Escape gives up all the same.
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                self.escape(document);
            }
        } else if free && response.has_focus() {
            self.handle_keys(ui, response, document, context);
        }
        // After its own keys: the one that closed a field is not meant for the drawing.
        if free && context.interaction != Interaction::Look {
            take_keyboard(ui, response);
        }
        let notice = self.handle_drags(ui, response, document, context);
        let clicked = match context.interaction {
            Interaction::Edit => self.handle_clicks(ui, response, document),
            Interaction::Look => None,
            Interaction::Break => {
                if response.clicked_by(PointerButton::Primary) {
                    self.fault_target = self.hovered.filter(|&id| can_fail(document, id));
                }
                None
            }
        };
        self.set_cursor(ui, response, document, context);
        notice.or(clicked)
    }

    fn handle_wheel(&mut self, ui: &egui::Ui, wheel_zooms: bool) {
        let (scroll, zoom, modifiers) = ui.input(|input| {
            (
                input.smooth_scroll_delta(),
                input.zoom_delta(),
                input.modifiers,
            )
        });
        let (scroll, zoom) = match (wheel_zooms, modifiers.command) {
            (true, false) if !modifiers.shift => {
                (egui::Vec2::ZERO, zoom * (scroll.y / 200.0).exp())
            }
            // Turning the wheel with Ctrl arrives as a zoom; the same turn moves the view.
            (true, true) => (vec2(0.0, zoom.ln() * 200.0), 1.0),
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
                .zoom_about(at, f64::from(scroll.y / 200.0).exp());
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

    fn item_at(&self, document: &Document, at: Pos2) -> Option<Id> {
        let world = self.camera.world_from_screen(at);
        let design = document.design();
        let reach = LINE_REACH / self.camera.zoom;
        let top = hit_test(design, self.router.routes(), world, reach);
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
        let mut selected = document.selection().iter().copied();
        let only = selected.next().filter(|_| selected.next().is_none());
        if modifiers.shift || modifiers.command {
            return top;
        }
        let world = self.camera.world_from_screen(at);
        let reach = LINE_REACH / self.camera.zoom;
        let stack: Vec<Id> = hits(document.design(), self.router.routes(), world, reach).collect();
        let place = stack.iter().position(|&id| Some(id) == only);
        match place {
            Some(place) => Some(stack[(place + 1) % stack.len()]),
            None if modifiers.alt => stack.get(1).copied().or(top),
            None => top,
        }
    }

    fn pointer_in_world(&self, ui: &egui::Ui, at: Pos2, context: &CanvasContext<'_>) -> Pointer {
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

    fn handle_drags(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) -> Option<String> {
        let aborted = ui.input(|input| input.pointer.button_pressed(PointerButton::Secondary));
        if aborted && let Some(gesture) = self.gesture.take() {
            gesture.cancel(document);
            return None;
        }
        if response.drag_started()
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
        {
            let touch = ui.input(egui::InputState::any_touches);
            let hand = self.tool == Tool::Hand || ui.input(|input| input.key_down(Key::Space));
            let looks = context.interaction != Interaction::Edit;
            // A finger on nothing moves the view: marquees are for mice.
            let on_nothing =
                touch && self.tool == Tool::Select && self.is_empty_at(document, origin);
            let mouse = response.drag_started_by(PointerButton::Primary);
            if hand || looks || !mouse || on_nothing {
                self.panning = Some(self.camera.world_from_screen(origin));
            } else if self.editor.is_none() {
                self.gesture = self.start_gesture(ui, origin, document);
            }
        }
        let at = self.pointer?;
        if let Some(held) = self.panning {
            let drift = held - self.camera.world_from_screen(at);
            self.camera.center = self.camera.center + drift;
        }
        if self.gesture.is_some() {
            self.scroll_at_edge(ui, at);
            let pointer = self.pointer_in_world(ui, at, context);
            let under = self.component_under(document, at);
            if let Some(gesture) = &mut self.gesture {
                let routes = self.router.routes();
                let snapshot = document.design().clone();
                gesture.drag(document, pointer, under, |rect| {
                    items_in(&snapshot, routes, rect)
                });
            }
        }
        if response.drag_stopped() || !ui.input(|input| input.pointer.any_down()) {
            self.panning = None;
            if let Some(gesture) = self.gesture.take() {
                let pointer = self.pointer_in_world(ui, at, context);
                let outcome = gesture.release(document, pointer);
                if self.tool == Tool::Zone
                    || (self.tool == Tool::Connect && !pointer.modifiers.shift)
                {
                    self.tool = Tool::Select;
                }
                return self.apply_outcome(outcome, document);
            }
        }
        None
    }

    /// The gesture that a drag from `origin` begins.
    fn start_gesture(
        &mut self,
        ui: &egui::Ui,
        origin: Pos2,
        document: &mut Document,
    ) -> Option<Gesture> {
        let from = self.camera.world_from_screen(origin);
        let modifiers = ui.input(|input| input.modifiers);
        let all = modifiers.alt && modifiers.shift && modifiers.command;
        if all && self.tool == Tool::Select {
            return Some(Gesture::start_make_space(document, from));
        }
        let under = self.component_under(document, origin);
        match self.tool {
            Tool::Zone => return Some(Gesture::DrawZone { from, to: from }),
            Tool::Connect => {
                return under.map(|caller| Gesture::Connect {
                    from: caller,
                    to: from,
                    target: None,
                });
            }
            _ => {}
        }
        // Before the dots: the end of a selected connection lies among those of its box.
        if let Some(gesture) = self.start_handle_gesture(document, origin) {
            return Some(gesture);
        }
        if let Some(caller) = self.dot_under(document, origin) {
            self.connecting = None;
            return Some(Gesture::Connect {
                from: caller,
                to: from,
                target: None,
            });
        }
        let join = match modifiers {
            m if m.shift => SelectionMode::Add,
            m if m.command => SelectionMode::Toggle,
            _ => SelectionMode::Replace,
        };
        let copy = modifiers.alt || modifiers.command;
        // What is locked is ground to draw on, but can be copied.
        let held = |id: &Id| !copy && document.design().is_locked(*id);
        let hit = self.item_at(document, origin).filter(|id| !held(id));
        if let Some(gesture) = hit.and_then(|id| self.start_line_gesture(document, id, origin)) {
            return Some(gesture);
        }
        let item = hit.filter(|&id| has_rect(document.design(), id));
        let Some(id) = item else {
            let before = document.selection().clone();
            return Some(Gesture::Marquee {
                from,
                to: from,
                before,
                join,
            });
        };
        if !document.selection().contains(&id) {
            let kept = if modifiers.shift {
                document.selection().clone()
            } else {
                [].into()
            };
            document.select(kept.into_iter().chain([id]));
        }
        Some(Gesture::start_move(document, id, from, copy))
    }

    /// What dragging a connection begins: its label moves along it, or a stretch of its line goes where it is dragged.
    fn start_line_gesture(&self, document: &mut Document, id: Id, origin: Pos2) -> Option<Gesture> {
        let connection = document.design().connection(id)?;
        let orthogonal =
            connection.line_style == LineStyle::Orthogonal && connection.from != connection.to;
        let route = self.router.routes().get(&id)?.clone();
        document.select([id]);
        let world = self.camera.world_from_screen(origin);
        if self
            .labels
            .get(&id)
            .is_some_and(|label| label.contains(world))
        {
            return Some(Gesture::start_slide(document, id, route));
        }
        let stretch = route.nearest_stretch(world);
        orthogonal.then(|| Gesture::start_bend(document, id, stretch, route))
    }

    /// A handle of the selected item, or an end of the selected connection.
    fn start_handle_gesture(&self, document: &mut Document, origin: Pos2) -> Option<Gesture> {
        let mut selected = document.selection().iter().copied();
        let id = selected.next().filter(|_| selected.next().is_none())?;
        if document.design().is_locked(id) {
            return None;
        }
        let from = self.camera.world_from_screen(origin);
        if document.design().connection(id).is_some() {
            let points = &self.router.routes().get(&id)?.points;
            let start = overlay::end_at(&self.camera, points, origin)?;
            return Some(Gesture::Reconnect {
                connection: id,
                start,
                to: from,
                target: None,
            });
        }
        if document.design().component(id).is_some() {
            return None;
        }
        let rect = ops::item_rect(document.design(), id)?;
        let handle = overlay::handle_at(&self.camera, rect, origin)?;
        Some(Gesture::start_resize(document, id, handle, from))
    }

    fn is_empty_at(&self, document: &Document, at: Pos2) -> bool {
        self.item_at(document, at).is_none() && self.dot_under(document, at).is_none()
    }

    fn component_under(&self, document: &Document, at: Pos2) -> Option<Id> {
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

    fn dot_under(&self, document: &Document, at: Pos2) -> Option<Id> {
        if self.tool != Tool::Select || self.camera.zoom < DOTS_ZOOM {
            return None;
        }
        let design = document.design();
        let near = |id: &Id| {
            overlay::box_rect(design, *id)
                .is_some_and(|rect| overlay::dot_at(&self.camera, rect, at))
        };
        self.dot_owners(document).into_iter().find(near)
    }

    /// What a finished gesture leaves to do.
    pub(super) fn apply_outcome(
        &mut self,
        outcome: GestureOutcome,
        document: &mut Document,
    ) -> Option<String> {
        match outcome {
            GestureOutcome::Done => None,
            GestureOutcome::Notice(notice) => Some(notice),
            GestureOutcome::Name(_) => {
                self.rename(document);
                None
            }
            GestureOutcome::Dropped { from, at } => {
                self.open_quick_insert(at, Some((from, document)));
                None
            }
        }
    }

    fn handle_clicks(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        document: &mut Document,
    ) -> Option<String> {
        let at = self.pointer?;
        let under = self.item_at(document, at);
        if response.secondary_clicked() {
            if let Some(id) = under.filter(|id| !document.selection().contains(id)) {
                document.select([id]);
            }
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
        if !response.clicked_by(PointerButton::Primary) {
            return None;
        }
        if let Some(caller) = self.connecting {
            return self.finish_connecting(document, caller, at);
        }
        match self.tool {
            Tool::Connect => self.connecting = self.component_under(document, at),
            Tool::Note => self.place_note(document, at, NoteStyle::Sticky),
            Tool::Text => self.place_note(document, at, NoteStyle::Text),
            Tool::Hand | Tool::Zone => {}
            Tool::Select => match self.dot_under(document, at) {
                Some(caller) => self.connecting = Some(caller),
                None => {
                    let modifiers = ui.input(|input| input.modifiers);
                    let under = self.next_in_stack(document, at, under, modifiers);
                    select(document, under, modifiers);
                }
            },
        }
        None
    }

    /// The second click of a connection begun by a click.
    fn finish_connecting(
        &mut self,
        document: &mut Document,
        caller: Id,
        at: Pos2,
    ) -> Option<String> {
        self.connecting = None;
        self.tool = Tool::Select;
        let outcome = match self.component_under(document, at) {
            Some(target) => connect(document, caller, target),
            None => GestureOutcome::Dropped {
                from: caller,
                at: self.camera.world_from_screen(at),
            },
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
        ops::apply(document, "Add note", vec![Edit::PutNote(id, note)]);
        document.select([id]);
        self.tool = Tool::Select;
        self.rename(document);
    }

    fn scroll_at_edge(&mut self, ui: &egui::Ui, at: Pos2) {
        let inner = self.camera.screen.shrink(EDGE_ZONE);
        let beyond = at - inner.clamp(at);
        if beyond == egui::Vec2::ZERO {
            return;
        }
        let seconds = ui.input(|input| input.stable_dt).min(0.1);
        let speed = (beyond / EDGE_ZONE).clamp(egui::Vec2::splat(-1.0), egui::Vec2::splat(1.0))
            * EDGE_SPEED;
        self.camera.pan(-speed * seconds);
        ui.ctx().request_repaint();
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
            _ if hand || context.interaction == Interaction::Look => egui::CursorIcon::Grab,
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
    if !taken && !egui::Popup::is_any_open(ui.ctx()) {
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
