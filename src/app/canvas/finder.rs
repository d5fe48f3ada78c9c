//! A small search among what is drawn: to find a thing on the canvas, or to say by name what to connect to.

use egui::{Key, Modifiers, vec2};

use super::ops;
use super::popup::{self, Pressed, Row};
use crate::model::{Design, Id, Point, fold, kind};
use crate::scene::Palette;

/// How many things are listed.
const ROWS: usize = 8;

/// What the thing is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To show it.
    Show,
    /// To connect it with the component that calls it.
    Connect(Id),
}

/// The search, open.
#[derive(Debug)]
pub(super) struct Finder {
    pub purpose: Purpose,
    screen: egui::Pos2,
    typed: String,
    chosen: usize,
    fresh: bool,
}

/// What came of it in this frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Still open; what is chosen among what was found.
    Looking(Option<Id>),
    /// Closed without a choice.
    Closed,
    /// This one.
    Chosen(Id),
}

impl Finder {
    pub(super) fn new(purpose: Purpose, screen: egui::Pos2) -> Self {
        Self {
            purpose,
            screen,
            typed: String::new(),
            chosen: 0,
            fresh: true,
        }
    }

    /// Goes on to the next one that was found.
    pub(super) fn next(&mut self) {
        self.chosen += 1;
    }

    /// Shows the search.
    pub(super) fn ui(&mut self, ui: &egui::Ui, palette: &Palette, design: &Design) -> Found {
        let pressed = popup::pressed(ui);
        let found = matching(design, self.purpose, &self.typed);
        self.chosen = popup::chosen(self.chosen, found.len(), pressed);
        let mut click = (pressed == Some(Pressed::Enter)).then_some(self.chosen);
        let hint = match self.purpose {
            Purpose::Show => "Find in the drawing",
            Purpose::Connect(_) => "Connect to",
        };
        let first = (self.chosen + 1).saturating_sub(ROWS);
        let fresh = std::mem::take(&mut self.fresh);
        let shown = popup::frame(ui, "finder", self.screen, |ui| {
            if popup::field(ui, &mut self.typed, hint, fresh).changed() {
                self.chosen = 0;
            }
            for (index, &id) in found.iter().enumerate().skip(first).take(ROWS) {
                let label = row(design, id);
                if label.show(ui, palette, index == self.chosen) {
                    click = Some(index);
                }
            }
            if found.is_empty() {
                ui.label("Nothing in the drawing is called so");
            }
        });
        match click.and_then(|index| found.get(index)) {
            Some(&id) => Found::Chosen(id),
            None if pressed == Some(Pressed::Escape) || popup::pressed_outside(ui, shown) => {
                Found::Closed
            }
            None => Found::Looking(found.get(self.chosen).copied()),
        }
    }
}

fn row(design: &Design, id: Id) -> Row<'_> {
    match (design.component(id), design.zone(id)) {
        (Some(component), _) => {
            Row::of_kind("Choose", &component.name, kind(&component.kind), true)
        }
        (None, Some(zone)) => Row::plain("Choose", &zone.name, "zone"),
        (None, None) => Row::plain(
            "Choose",
            design.note(id).map_or("", |note| &note.text),
            "note",
        ),
    }
}

/// What a text finds: the nearest first where something is to be connected, else in reading order.
fn matching(design: &Design, purpose: Purpose, typed: &str) -> Vec<Id> {
    let words = fold(typed);
    let fits = |texts: &[&str]| texts.iter().any(|text| fold(text).contains(&words));
    let mut found: Vec<(Id, Point)> = design
        .components()
        .filter(|(_, c)| fits(&[&c.name, &c.technology, &kind(&c.kind).label]))
        .map(|(id, c)| (id, c.at))
        .collect();
    let distance = match purpose {
        Purpose::Connect(from) => {
            found.retain(|&(id, _)| id != from);
            design.component(from).map(|caller| caller.at)
        }
        Purpose::Show => {
            let rect = |id| ops::item_rect(design, id).map(|rect| (id, rect.min));
            let zones = design.zones().filter(|(_, zone)| fits(&[&zone.name]));
            found.extend(zones.filter_map(|(id, _)| rect(id)));
            let notes = design.notes().filter(|(_, note)| fits(&[&note.text]));
            found.extend(notes.filter_map(|(id, _)| rect(id)));
            None
        }
    };
    let order = |at: Point| match distance {
        Some(from) => (from.distance(at), 0.0),
        None => ((at.y / 64.0).round(), at.x),
    };
    found.sort_by(|a, b| {
        let (a, b) = ((order(a.1), a.0), (order(b.1), b.0));
        let place = a.0.0.total_cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1));
        place.then(a.1.cmp(&b.1))
    });
    found.into_iter().map(|(id, _)| id).collect()
}

/// Whether Ctrl+F is pressed while the search is open, which goes on to the next.
pub(super) fn asks_for_next(ui: &egui::Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F))
}

/// Where the search opens: at the top of the view, out of the way of what it finds.
pub(super) fn place(view: egui::Rect) -> egui::Pos2 {
    view.center_top() + vec2(-popup::WIDTH / 2.0 + 20.0, 12.0)
}
