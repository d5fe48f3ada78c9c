//! Fields of the inspector, with the steps of undo that follow their focus.

use egui::{Response, TextEdit, Ui};

use crate::app::canvas::ops;
use crate::app::look::gap;
use crate::app::widgets::group_row;
use crate::model::{Document, Edit, Id, MAX_TEXT};
use crate::scene::Palette;

/// A text field whose typing is one step of undo.
pub(super) fn text_field(
    ui: &mut Ui,
    document: &mut Document,
    name: &str,
    text: &mut String,
    lines: usize,
) -> bool {
    caption_for(ui, name);
    let field = if lines > 1 {
        TextEdit::multiline(text).desired_rows(lines)
    } else {
        TextEdit::singleline(text)
    };
    let response = ui.add(field.desired_width(f32::INFINITY).char_limit(MAX_TEXT));
    let response = response.accessible_name(name);
    bracket_undo_step(document, &response, name);
    response.changed()
}

/// A number from 0 to `most` that need not be given: an empty field says nothing.
pub(crate) fn number_field(
    ui: &mut Ui,
    document: &mut Document,
    name: &str,
    number: &mut Option<u32>,
    most: u32,
) -> Response {
    caption_for(ui, name);
    let mut text = number.map_or_else(String::new, |number| number.to_string());
    let field = TextEdit::singleline(&mut text)
        .desired_width(96.0)
        .hint_text("Not set");
    let response = ui.add(field).accessible_name(name);
    bracket_undo_step(document, &response, name);
    if response.changed() {
        text.retain(|letter| letter.is_ascii_digit());
        let given = (!text.is_empty()).then(|| text.parse().unwrap_or(most));
        *number = given.map(|number: u32| number.min(most));
    }
    response
}

/// The head of a group of fields about an item, open from the start where something in it is set; says whether it is open.
pub(super) fn group_ui(ui: &mut Ui, p: &Palette, label: &str, item: Id, set: bool) -> bool {
    let id = egui::Id::unique((label, item.0));
    let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(set);
    group_row(ui, p, label, 0, &mut open);
    ui.data_mut(|data| data.insert_temp(id, open));
    open
}

/// Begins and ends a step of undo with the focus of a field.
pub(super) fn bracket_undo_step(document: &mut Document, response: &egui::Response, name: &str) {
    if response.gained_focus() {
        forget_typed(response);
    }
    if response.gained_focus() || response.drag_started() {
        document.begin(format!("Change {}", name.to_lowercase()));
    }
    if response.lost_focus() || response.drag_stopped() {
        document.commit();
    }
}

/// A field shows one item after another: undo in it must not bring back what another item is called.
fn forget_typed(response: &egui::Response) {
    if let Some(mut typed) = TextEdit::load_state(&response.ctx, response.id) {
        typed.clear_undoer();
        typed.store(&response.ctx, response.id);
    }
}

pub(super) fn caption_for(ui: &mut Ui, name: &str) {
    ui.add_space(gap::XS);
    ui.label(egui::RichText::new(name).small().weak());
}

pub(super) fn apply_edit(document: &mut Document, label: &str, edit: Edit) {
    ops::apply_edits(document, label, vec![edit]);
}
