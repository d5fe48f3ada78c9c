//! Drags on the canvas, from the press to the release: which gesture they begin, and what it leaves.

use egui::{Key, PointerButton, Pos2, Response};

use super::gesture::{ConnectionEnd, Gesture, GestureOutcome, SelectionMode};
use super::types::{CanvasContext, Interaction, PaletteItem, Tool};
use super::view::Canvas;
use super::{ops, overlay};
use crate::model::{Design, Document, Id, Item, LineStyle};
use crate::scene::items_in;

/// Dragging this close to the edge of the view moves the view, faster the closer, up to this many points per second.
const EDGE_ZONE: f32 = 24.0;
const EDGE_SPEED: f32 = 900.0;
/// The view waits for so long (seconds) before it moves, since most drags only pass there, and takes as long again to get
/// up to speed (tldraw waits 200 ms too).
const EDGE_DELAY: f64 = 0.2;
impl Canvas {
    /// Begins, follows and ends drags; a sentence where there is something to say.
    pub(super) fn handle_drags(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) -> Option<String> {
        if self.abort_by_press(ui, document) {
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
            if mouse {
                self.connecting = None;
                self.last_click = None;
            }
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
                let routes = self.lines.routes();
                gesture.drag(document, pointer, under, |design, rect| {
                    items_in(design, routes, rect)
                });
            }
        }
        if response.drag_stopped() || !ui.input(|input| input.pointer.any_down()) {
            self.panning = None;
            self.at_edge_since = None;
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

    /// Gives up what is being dragged or connected when the other button is pressed, which opens no menu then. Says whether
    /// there was something.
    fn abort_by_press(&mut self, ui: &egui::Ui, document: &mut Document) -> bool {
        if !ui.input(|input| input.pointer.button_pressed(PointerButton::Secondary)) {
            return false;
        }
        let gesture = self.gesture.take();
        let from_palette = egui::DragAndDrop::take_payload::<PaletteItem>(ui.ctx());
        let connecting = self.connecting.take();
        self.aborted = gesture.is_some() || from_palette.is_some() || connecting.is_some();
        if let Some(gesture) = gesture {
            gesture.cancel(document);
        }
        self.aborted
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
                    from: ConnectionEnd::any_side(caller),
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
        let route = self.lines.routes().get(&id)?.clone();
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
        let id = document.only_selected()?;
        if document.design().is_locked(id) {
            return None;
        }
        let from = self.camera.world_from_screen(origin);
        if document.design().connection(id).is_some() {
            let points = &self.lines.routes().get(&id)?.points;
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

    /// What a finished gesture leaves to do.
    pub(super) fn apply_outcome(
        &mut self,
        outcome: GestureOutcome,
        document: &mut Document,
    ) -> Option<String> {
        match outcome {
            GestureOutcome::Done => None,
            GestureOutcome::Notice(notice) => Some(notice),
            GestureOutcome::Name(id, words) => {
                document.select([id]);
                self.name_added(document, id);
                words
            }
            GestureOutcome::Dropped { from, at } => {
                self.open_quick_insert(at, Some((from, document)));
                None
            }
        }
    }

    /// Moves the view while something is dragged at its edge. Over a panel beside the view it stays where it is: whoever
    /// drags something there does not look for what lies far away.
    fn scroll_at_edge(&mut self, ui: &egui::Ui, at: Pos2) {
        let inner = self.camera.screen.shrink(EDGE_ZONE);
        let beyond = at - inner.clamp(at);
        let over_panel = !self.camera.screen.contains(at) && ui.ctx().content_rect().contains(at);
        if beyond == egui::Vec2::ZERO || over_panel {
            self.at_edge_since = None;
            return;
        }
        ui.ctx().request_repaint();
        let now = ui.input(|input| input.time);
        let waited = now - *self.at_edge_since.get_or_insert(now);
        let haste = ((waited - EDGE_DELAY) / EDGE_DELAY).clamp(0.0, 1.0) as f32;
        let seconds = ui.input(|input| input.stable_dt).min(0.1);
        let speed = (beyond / EDGE_ZONE).clamp(egui::Vec2::splat(-1.0), egui::Vec2::splat(1.0))
            * EDGE_SPEED;
        self.camera.pan(-speed * haste * seconds);
    }
}

/// Whether an item is one that lies in a zone and has a rectangle of its own.
fn has_rect(design: &Design, id: Id) -> bool {
    !matches!(design.item(id), None | Some(Item::Connection(_)))
}
