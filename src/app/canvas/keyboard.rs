//! The keyboard on the canvas: nudging, walking from thing to thing, drawing on from what is selected.

use egui::{Key, Modifiers, Response, vec2};

use super::align::{Toward, nearest_neighbor};
use super::finder::{self, Finder, FinderOutcome, FinderPurpose};
use super::input::can_fail;
use super::ops;
use super::placing::place_component;
use super::quick_insert::QuickInsert;
use super::snap::GRID;
use super::types::{CanvasContext, Interaction, PaletteItem, ViewTarget};
use super::view::Canvas;
use crate::layout::find_free_place;
use crate::model::{Component, Document, Id, Point, Vector, kind, vector};
use crate::scene::{Palette, component_rect};

const DIGITS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];
/// The kinds that the digits place, 1 to 9: what nearly every drawing has.
pub(crate) const PINNED: [&str; 9] = [
    "client",
    "load_balancer",
    "app_service",
    "sql_database",
    "cache",
    "queue",
    "worker",
    "object_storage",
    "cdn",
];
/// So many kinds placed last are offered first.
const RECENT: usize = 6;
/// How far a component placed by key lies from the one it is connected to (world units), level and upright.
const APART: (f64, f64) = (15.0 * GRID, 8.0 * GRID);

impl Canvas {
    /// Handles the keys that the canvas takes while it has the keyboard.
    pub(super) fn handle_keys(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) {
        let filter = egui::EventFilter {
            tab: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let consume = |key: Key, modifiers: Modifiers| {
            ui.input_mut(|input| input.consume_key(modifiers, key))
        };
        if consume(Key::Escape, Modifiers::NONE) {
            self.escape(document);
        }
        match context.interaction {
            Interaction::Edit if consume(Key::Enter, Modifiers::NONE) => self.rename(document),
            Interaction::Break if consume(Key::Enter, Modifiers::NONE) => {
                let mut selected = document.selection().iter().copied();
                self.fault_target = selected.find(|&id| can_fail(document, id));
            }
            _ => {}
        }
        if context.interaction == Interaction::Edit {
            for (key, kind) in DIGITS.into_iter().zip(PINNED) {
                if consume(key, Modifiers::NONE) {
                    self.place_pinned(document, context, kind);
                }
            }
        }
        self.handle_page_keys(&consume);
        let mut by = Vector::ZERO;
        // With the grid an arrow moves a cell and Shift a unit; without it an arrow moves one unit and Shift ten.
        for (modifiers, step) in [
            (
                Modifiers::SHIFT,
                if context.preferences.snap { 1.0 } else { 10.0 },
            ),
            (
                Modifiers::NONE,
                if context.preferences.snap { GRID } else { 1.0 },
            ),
        ] {
            for (key, x, y) in [
                (Key::ArrowLeft, -1.0, 0.0),
                (Key::ArrowRight, 1.0, 0.0),
                (Key::ArrowUp, 0.0, -1.0),
                (Key::ArrowDown, 0.0, 1.0),
            ] {
                if consume(key, modifiers) {
                    by = by + vector(x, y) * step;
                }
            }
        }
        if by != Vector::ZERO {
            if document.selection().is_empty() {
                self.camera.center =
                    self.camera.center + by * (48.0 / by.length().max(1.0) / self.camera.zoom);
            } else if context.interaction == Interaction::Edit {
                ops::nudge(document, by);
            }
        }
        let back = consume(Key::Tab, Modifiers::SHIFT);
        if back || consume(Key::Tab, Modifiers::NONE) {
            self.select_next_item(response, document, back);
        }
    }

    /// Selects the next item in reading order; past the last one the keyboard leaves the canvas.
    fn select_next_item(&mut self, response: &Response, document: &mut Document, back: bool) {
        let design = document.design();
        let mut order: Vec<(i64, i64, Id)> = design
            .components()
            .map(|(id, c)| ((c.at.y / 64.0).round() as i64, c.at.x as i64, id))
            .collect();
        order.sort_unstable();
        let current = order
            .iter()
            .position(|(.., id)| document.selection().contains(id));
        let next = match (current, back) {
            (None, false) => Some(0),
            (None, true) => order.len().checked_sub(1),
            (Some(index), false) => Some(index + 1),
            (Some(index), true) => index.checked_sub(1),
        };
        match next.and_then(|index| order.get(index)) {
            Some(&(.., id)) => {
                self.pending = ops::item_rect(design, id).map(ViewTarget::Reveal);
                document.select([id]);
            }
            None => {
                document.select([]);
                response.surrender_focus();
            }
        }
    }

    /// Page Up and Page Down move the view by a page, level with Shift.
    fn handle_page_keys(&mut self, consume: &dyn Fn(Key, Modifiers) -> bool) {
        for (key, sign) in [(Key::PageUp, 1.0), (Key::PageDown, -1.0)] {
            let size = self.camera.screen.size() * 0.9 * sign;
            if consume(key, Modifiers::SHIFT) {
                self.camera.pan(vec2(size.x, 0.0));
            } else if consume(key, Modifiers::NONE) {
                self.camera.pan(vec2(0.0, size.y));
            }
        }
    }

    /// Places one of the pinned kinds at the pointer, or where there is room.
    fn place_pinned(&mut self, document: &mut Document, context: &CanvasContext<'_>, id: &str) {
        let item = PaletteItem {
            kind: id.to_owned(),
            name: kind(id).label.clone(),
            technology: String::new(),
        };
        let inside = self.pointer.filter(|at| self.camera.screen.contains(*at));
        match inside {
            Some(at) => {
                let at = find_free_place(
                    document.design(),
                    self.dropped_at(at, context.preferences.snap),
                );
                let into = ops::zone_at(document.design(), at, &[].into());
                place_component(document, &item, at, into);
            }
            None => drop(self.insert(document, &item)),
        }
        self.remember_kind(id);
    }

    /// Remembers a kind that was placed, to offer it first the next time.
    pub(super) fn remember_kind(&mut self, id: &str) {
        self.recent.retain(|other| other != id);
        self.recent.insert(0, id.to_owned());
        self.recent.truncate(RECENT);
    }

    /// Opens the search for a component to place, which `caller` will call.
    pub(super) fn open_quick_insert(&mut self, at: Point, caller: Option<(Id, &Document)>) {
        let screen = self.camera.screen_from_world(at);
        let from = caller.map(|(id, _)| id);
        self.quick = Some(QuickInsert::new(at, from, self.recent.clone(), screen));
    }

    /// Opens the search for a component to place beside the selected one, which will call it; Enter takes the same kind.
    pub fn add_neighbor(&mut self, document: &Document, toward: Toward) {
        let Some((id, component)) = only_component(document) else {
            return;
        };
        let step = toward.step();
        let by = vector(step.x * APART.0, step.y * APART.1);
        let at = find_free_place(document.design(), (component.at + by).snapped(GRID));
        let same = component.kind.clone();
        let place = component_rect(&Component::new(&same, "", at));
        self.camera = self.camera.reveal(place);
        let screen = self.camera.screen_from_world(at);
        let others = self.recent.iter().filter(|other| **other != same).cloned();
        let offers = std::iter::once(same.clone()).chain(others).collect();
        self.quick = Some(QuickInsert::new(at, Some(id), offers, screen));
    }

    /// Selects the component in that direction from the selected one, connected or near.
    pub fn select_neighbor(&mut self, document: &mut Document, toward: Toward) {
        let from = only_component(document).map(|(id, _)| id);
        if let Some(to) = from.and_then(|from| nearest_neighbor(document.design(), from, toward)) {
            document.select([to]);
            self.pending = ops::item_rect(document.design(), to).map(ViewTarget::Reveal);
        }
    }

    /// Opens the search among what is drawn.
    pub fn open_finder(&mut self) {
        let place = finder::popup_place(self.camera.screen);
        match &mut self.finder {
            Some(finder) if finder.purpose == FinderPurpose::Show => finder.choose_next(),
            _ => self.finder = Some(Finder::new(FinderPurpose::Show, place)),
        }
    }

    /// Asks by name what the selected component is to call.
    pub fn connect_by_name(&mut self, document: &Document) {
        if let Some((id, _)) = only_component(document) {
            let rect = ops::item_rect(document.design(), id);
            let corner = rect.map(|rect| self.camera.screen_rect(rect).left_bottom());
            let place = corner.unwrap_or_else(|| finder::popup_place(self.camera.screen));
            self.finder = Some(Finder::new(
                FinderPurpose::Connect(id),
                place + vec2(20.0, 0.0),
            ));
        }
    }

    /// Shows the search among what is drawn; a sentence where there is something to say.
    pub(super) fn finder_ui(
        &mut self,
        ui: &egui::Ui,
        document: &mut Document,
        palette: &Palette,
    ) -> Option<String> {
        let mut finder = self.finder.take()?;
        if finder::asks_for_next(ui) {
            finder.choose_next();
        }
        let found = finder.ui(ui, palette, document.design());
        match (found, finder.purpose) {
            (FinderOutcome::Closed, _) => self.finder_target = None,
            (FinderOutcome::Looking(id), _) => {
                self.show_finder_target(document, id);
                self.finder = Some(finder);
            }
            (FinderOutcome::Chosen(id), FinderPurpose::Show) => {
                document.select([id]);
                self.show_finder_target(document, Some(id));
                finder.choose_next();
                self.finder = Some(finder);
            }
            (FinderOutcome::Chosen(id), FinderPurpose::Connect(from)) => {
                self.finder_target = None;
                let outcome = super::gesture::connect(document, from, id);
                return self.apply_outcome(outcome, document);
            }
        }
        None
    }

    /// Shows what is chosen in the search, when that changes.
    fn show_finder_target(&mut self, document: &Document, id: Option<Id>) {
        if self.finder_target != id {
            self.finder_target = id;
            let rect = id.and_then(|id| ops::item_rect(document.design(), id));
            self.pending = rect.map(ViewTarget::Reveal).or(self.pending);
        }
    }
}

/// The selected component, where one alone is selected.
fn only_component(document: &Document) -> Option<(Id, &Component)> {
    let id = document.only_selected()?;
    Some((id, document.design().component(id)?))
}
