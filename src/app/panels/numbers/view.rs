//! What the sections of the numbers panel look at, what the user does in them, and how they name things.

use std::collections::BTreeSet;

use egui::{Align, Layout, Ui};

use super::readings::Readings;
use crate::app::commands::Command;
use crate::app::look::gap;
use crate::app::widgets::{caption, heading};
use crate::model::{Design, Id};
use crate::scenario::Scenario;
use crate::scene::Palette;

/// A row that can explain its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumbersRow {
    Flow(String),
    Load(Id),
    Cost(Id),
}

/// What the user did in the panel, applied when the numbers are no longer borrowed.
#[derive(Debug, Default)]
pub(super) struct NumbersActions {
    /// Items of the drawing to ring.
    pub(super) highlight: BTreeSet<Id>,
    pub(super) reveal: Option<Id>,
    /// The row to open or to close.
    pub(super) toggle: Option<NumbersRow>,
    pub(super) all_loads: bool,
    pub(super) mend: Option<Id>,
    pub(super) mend_all: bool,
    pub(super) predict: bool,
    /// The flow to walk through hop by hop.
    pub(super) walk: Option<String>,
    /// What the panel asks the window for.
    pub(super) given: Vec<Command>,
}

/// What the parts of the panel look at.
pub(super) struct NumbersView<'a> {
    pub(super) p: &'a Palette,
    pub(super) design: &'a Design,
    pub(super) scenario: Option<&'a Scenario>,
    pub(super) readings: &'a Readings,
    pub(super) open: Option<&'a NumbersRow>,
    /// Nothing can be changed.
    pub(super) breaking: bool,
}

impl<'a> NumbersView<'a> {
    pub(super) fn name(&self, id: Id) -> &'a str {
        name(self.design, id)
    }
}

/// What a component, zone or connection is called: "Api → Links DB".
pub(super) fn title(design: &Design, id: Id) -> String {
    design.item_name(id)
}

/// What a component or zone is called.
pub(super) fn name(design: &Design, id: Id) -> &str {
    design.name_of(id)
}

/// The heading of a part of the panel, with quiet words at its right end.
pub(super) fn section_ui(ui: &mut Ui, p: &Palette, title: &str, end: &str) {
    ui.add_space(gap::XXL);
    ui.horizontal(|ui| {
        heading(ui, p, title);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            caption(ui, p, end);
        });
    });
}
