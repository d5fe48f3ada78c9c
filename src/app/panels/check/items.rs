//! Names of items and headings, as the sections of the check panel show them.

use egui::Ui;

use crate::app::look::gap;
use crate::app::widgets::heading;
use crate::model::{Design, Id, Item};
use crate::scene::Palette;

/// What an item is called in lists, with its icon.
pub(super) fn name_of(design: &Design, id: Id) -> Option<(Option<char>, String)> {
    Some(match design.item(id)? {
        Item::Component(item) => (
            Some(design.kind_of(id).icon_char()),
            item.display_name().to_owned(),
        ),
        Item::Note(_) => (None, "Note".to_owned()),
        Item::Connection(_) | Item::Zone(_) => (None, design.item_name(id)),
    })
}

/// The names of some items in a row.
pub(super) fn list_names(design: &Design, ids: &[Id]) -> String {
    let names = ids.iter().filter_map(|&id| Some(name_of(design, id)?.1));
    names.collect::<Vec<_>>().join(", ")
}

/// A heading within the panel.
pub(super) fn section_ui(ui: &mut Ui, p: &Palette, title: &str) {
    ui.add_space(gap::XL);
    heading(ui, p, title);
}
