//! The keyboard on the canvas: nudging, walking from thing to thing, drawing on from what is selected.

use egui::{Key, Modifiers, Response, vec2};

use super::align::{Toward, nearest_neighbor};
use super::finder::{self, Finder, FinderOutcome, FinderPurpose};
use super::gesture::{self, ConnectionEnd};
use super::input::can_fail;
use super::membership;
use super::ops;
use super::placing::place_component;
use super::popup;
use super::quick_insert::{QuickInsert, QuickOffers};
use super::reading_order::{along_line, line_end, reading_order};
use super::snap::GRID;
use super::types::{CanvasContext, Interaction, PaletteItem, ViewTarget};
use super::view::Canvas;
use crate::layout::find_free_place;
use crate::model::{Component, Design, Document, Id, Point, Rect, Vector, kind, vector};
use crate::scenario::usual_callees;
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
    ) -> Option<String> {
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
        let mut notice = None;
        if by != Vector::ZERO {
            if document.selection().is_empty() {
                self.camera.center =
                    self.camera.center + by * (48.0 / by.length().max(1.0) / self.camera.zoom);
            } else if context.interaction == Interaction::Edit {
                notice = self.nudge(document, by, ui.input(|input| input.time));
            }
        }
        let back = consume(Key::Tab, Modifiers::SHIFT);
        if back || consume(Key::Tab, Modifiers::NONE) {
            self.select_next_item(response, document, back);
        }
        notice
    }

    /// Moves the selection by an arrow key; what follows soon after another is a part of the same step. The words where
    /// nothing can move, or something is in another zone then.
    fn nudge(&mut self, document: &mut Document, by: Vector, now: f64) -> Option<String> {
        /// Arrows that follow each other so soon (seconds) are one step (canvas.md, §6).
        const SAME_STEP: f64 = 0.7;
        if let Some(refusal) = ops::refuse_change(document) {
            return Some(refusal);
        }
        let last = self.nudged.take();
        let last = last.filter(|(_, time)| now - time < SAME_STEP);
        let words = match last {
            Some((step, _)) => {
                document.reopen(step);
                let words = membership::nudge(document, by);
                document.commit();
                words
            }
            None => membership::nudge(document, by),
        };
        self.nudged = Some((document.revision(), now));
        words
    }

    /// Selects the next item in reading order; past the last one the keyboard leaves the canvas.
    fn select_next_item(&mut self, response: &Response, document: &mut Document, back: bool) {
        let design = document.design();
        let order = reading_order(design);
        let current = order
            .iter()
            .position(|id| document.selection().contains(id));
        let next = match (current, back) {
            (None, false) => Some(0),
            (None, true) => order.len().checked_sub(1),
            (Some(index), false) => Some(index + 1),
            (Some(index), true) => index.checked_sub(1),
        };
        match next.and_then(|index| order.get(index)) {
            Some(&id) => {
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
        if self.is_whiteboard() {
            return;
        }
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
                self.reveal_selection(document);
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
    pub(super) fn open_quick_insert(
        &mut self,
        at: Point,
        caller: Option<(ConnectionEnd, &Document)>,
    ) {
        let screen = self.camera.screen_from_world(at);
        let from = caller.map(|(end, _)| end);
        let kind = caller.and_then(|(end, document)| document.design().component(end.component));
        let offers = self.offers(kind.map(|component| component.kind.as_str()), None);
        self.quick = Some(QuickInsert::new(
            at,
            from,
            self.quick_offers(offers),
            (screen, false),
        ));
    }

    /// What the search offers: no kinds where boxes are plain.
    fn quick_offers(&self, first: Vec<String>) -> QuickOffers {
        if self.is_whiteboard() {
            QuickOffers::PlainBox
        } else {
            QuickOffers::Kinds(first)
        }
    }

    /// The kinds that are offered first: `first`, what a caller of this kind usually calls, and what was placed last.
    fn offers(&self, caller: Option<&str>, first: Option<&str>) -> Vec<String> {
        let usual = caller.map_or(&[][..], usual_callees);
        let all = first
            .into_iter()
            .chain(usual.iter().copied())
            .chain(self.recent.iter().map(String::as_str));
        let mut offers: Vec<String> = Vec::new();
        for kind in all {
            if offers.iter().all(|offer| offer != kind) {
                offers.push(kind.to_owned());
            }
        }
        offers
    }

    /// Opens the search for a component to place beside the selected one, which will call it; Enter takes the same kind.
    pub fn add_neighbor(&mut self, document: &Document, toward: Toward) {
        if let Some((id, component)) = only_component(document) {
            let start = ConnectionEnd::any_side(id);
            self.offer_neighbor(document, start, toward, Some(&component.kind));
        }
    }

    /// The same beside any component; `first` is the kind that Enter takes, where it is not what usually follows.
    pub(super) fn offer_neighbor(
        &mut self,
        document: &Document,
        start: ConnectionEnd,
        toward: Toward,
        first: Option<&str>,
    ) {
        let Some(component) = document.design().component(start.component) else {
            return;
        };
        let rect = component_rect(component);
        let step = toward.step();
        let by = vector(step.x * APART.0, step.y * APART.1);
        let at = find_free_place(document.design(), (component.at + by).snapped(GRID));
        let place = component_rect(&Component::new(&component.kind, "", at));
        self.camera = self.camera.reveal(place);
        let screen = self.clear_place(document.design(), rect, at);
        let offers = self.offers(Some(&component.kind), first);
        self.quick = Some(QuickInsert::new(
            at,
            Some(start),
            self.quick_offers(offers),
            screen,
        ));
    }

    /// Where a list about a place beside a box opens: there, below or above the box, wherever it hides the fewest boxes, which
    /// may be clicked to connect them instead. Says also whether it lies above that place.
    fn clear_place(&self, design: &Design, beside: Rect, at: Point) -> (egui::Pos2, bool) {
        let beside = self.camera.screen_rect(beside);
        let above = beside.left_top() - vec2(0.0, popup::HEIGHT + 32.0);
        let places = [
            self.camera.screen_from_world(at),
            beside.left_bottom() + vec2(0.0, 32.0),
            above,
        ];
        let hidden = |place: &egui::Pos2| {
            let size = vec2(popup::WIDTH, popup::HEIGHT);
            let list = egui::Rect::from_min_size(*place, size);
            let boxes = design.components().map(|(_, item)| component_rect(item));
            let over = boxes.filter(|rect| list.intersects(self.camera.screen_rect(*rect)));
            // A list that does not fit is pushed over something.
            (!self.camera.screen.contains_rect(list), over.count())
        };
        let best = places.into_iter().min_by_key(hidden);
        match best {
            // From its lower end, which stays at the box while fewer rows fit what is typed.
            Some(place) if place == above => (beside.left_top() - vec2(0.0, 16.0), true),
            Some(place) => (place, false),
            None => (beside.left_bottom(), false),
        }
    }

    /// Selects what lies in that direction from the selected item: of a line the end there, of a box what the line on that
    /// side leads to, else what is connected or near.
    pub fn select_neighbor(&mut self, document: &mut Document, toward: Toward) {
        let design = document.design();
        let routes = self.lines.routes();
        let to = document.only_selected().and_then(|from| {
            line_end(design, from, toward)
                .or_else(|| along_line(design, routes, from, toward))
                .or_else(|| nearest_neighbor(design, from, toward))
        });
        if let Some(to) = to {
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
                let outcome = gesture::connect(
                    document,
                    ConnectionEnd::any_side(from),
                    ConnectionEnd::any_side(id),
                );
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
