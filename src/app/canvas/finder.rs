//! A small search among what is drawn: to find a thing on the canvas, or to say by name what to connect to.

use egui::{Key, Modifiers, vec2};

use super::ops;
use super::popup::{self, PopupKey, PopupRow};
use crate::model::{Design, Id, NameMatch, Point, fold_word, kind, match_name};
use crate::scene::Palette;

/// How many things are listed.
const ROWS: usize = 8;

/// What the thing is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FinderPurpose {
    /// To show it.
    Show,
    /// To connect it with the component that calls it.
    Connect(Id),
}

/// The search, open.
#[derive(Debug)]
pub(super) struct Finder {
    pub purpose: FinderPurpose,
    screen: egui::Pos2,
    typed: String,
    chosen: usize,
    fresh: bool,
}

/// What came of it in this frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FinderOutcome {
    /// Still open; what is chosen among what was found.
    Looking(Option<Id>),
    /// Closed without a choice.
    Closed,
    /// This one.
    Chosen(Id),
}

impl Finder {
    pub(super) fn new(purpose: FinderPurpose, screen: egui::Pos2) -> Self {
        Self {
            purpose,
            screen,
            typed: String::new(),
            chosen: 0,
            fresh: true,
        }
    }

    /// Goes on to the next one that was found.
    pub(super) fn choose_next(&mut self) {
        self.chosen += 1;
    }

    /// Shows the search.
    pub(super) fn ui(
        &mut self,
        ui: &egui::Ui,
        palette: &Palette,
        design: &Design,
    ) -> FinderOutcome {
        let pressed = popup::take_key(ui);
        let found = find_items(design, self.purpose, &self.typed);
        self.chosen = popup::move_choice(self.chosen, found.len(), pressed);
        let mut click = (pressed == Some(PopupKey::Enter)).then_some(self.chosen);
        let hint = match self.purpose {
            FinderPurpose::Show => "Find in the drawing",
            FinderPurpose::Connect(_) => "Connect to",
        };
        let first = (self.chosen + 1).saturating_sub(ROWS);
        let fresh = std::mem::take(&mut self.fresh);
        let shown = popup::popup_frame(ui, "finder", (self.screen, false), |ui| {
            if popup::search_text(ui, &mut self.typed, hint, fresh).changed() {
                self.chosen = 0;
            }
            for (index, &id) in found.iter().enumerate().skip(first).take(ROWS) {
                let label = build_row(design, id);
                if label.show(ui, palette, index == self.chosen) {
                    click = Some(index);
                }
            }
            if found.is_empty() {
                ui.label("No component with this name");
            }
        });
        match click.and_then(|index| found.get(index)) {
            Some(&id) => FinderOutcome::Chosen(id),
            None if pressed == Some(PopupKey::Escape) || popup::pressed_outside(ui, shown) => {
                FinderOutcome::Closed
            }
            None => FinderOutcome::Looking(found.get(self.chosen).copied()),
        }
    }
}

fn build_row(design: &Design, id: Id) -> PopupRow<'_> {
    match (design.component(id), design.zone(id)) {
        (Some(component), _) => {
            PopupRow::of_kind("Choose", &component.name, kind(&component.kind), true)
        }
        (None, Some(zone)) => PopupRow::plain("Choose", &zone.name, "zone"),
        (None, None) => PopupRow::plain(
            "Choose",
            design.note(id).map_or("", |note| &note.text),
            "note",
        ),
    }
}

/// What a text finds, the best match first. Of equal ones the nearest comes first where something is to be connected, else
/// reading order holds.
fn find_items(design: &Design, purpose: FinderPurpose, typed: &str) -> Vec<Id> {
    let from = match purpose {
        FinderPurpose::Connect(from) => Some(from),
        FinderPurpose::Show => None,
    };
    let caller = from.and_then(|from| design.component(from));
    let order = |at: Point| match caller {
        Some(caller) => (caller.at.distance(at), 0.0),
        None => ((at.y / 64.0).round(), at.x),
    };
    let mut found = Vec::new();
    let mut look_at = |id: Id, at: Point, texts: &[&str]| {
        if Some(id) != from
            && let Some(rank) = rank_match(texts, typed)
        {
            found.push((rank, order(at), id));
        }
    };
    for (id, component) in design.components() {
        let label = &kind(&component.kind).label;
        look_at(
            id,
            component.at,
            &[&component.name, &component.technology, label],
        );
    }
    if purpose == FinderPurpose::Show {
        let zones = design.zones().map(|(id, zone)| (id, &zone.name));
        let notes = design.notes().map(|(id, note)| (id, &note.text));
        for (id, text) in zones.chain(notes) {
            if let Some(rect) = ops::item_rect(design, id) {
                look_at(id, rect.min, &[text]);
            }
        }
    }
    found.sort_by(|(rank_a, at_a, a), (rank_b, at_b, b)| {
        let place = at_a.0.total_cmp(&at_b.0).then(at_a.1.total_cmp(&at_b.1));
        rank_a.cmp(rank_b).then(place).then(a.cmp(b))
    });
    found.into_iter().map(|(.., id)| id).collect()
}

/// How well an item fits what was typed: by the best of its texts, of which the first is its name. Everything fits where
/// nothing was typed; letters that are only scattered over a text do not.
fn rank_match(texts: &[&str], typed: &str) -> Option<(NameMatch, usize)> {
    if fold_word(typed).is_empty() {
        return Some((NameMatch::Exact, 0));
    }
    let fits = texts.iter().zip(0..).filter_map(|(text, place)| {
        let fit = match_name(text, typed)?;
        (fit < NameMatch::Scattered).then_some((fit, place))
    });
    fits.min()
}

/// Whether Ctrl+F is pressed while the search is open, which goes on to the next.
pub(super) fn asks_for_next(ui: &egui::Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F))
}

/// Where the search opens: at the top of the view, out of the way of what it finds.
pub(super) fn popup_place(view: egui::Rect) -> egui::Pos2 {
    view.center_top() + vec2(-popup::WIDTH / 2.0 + 20.0, 12.0)
}
