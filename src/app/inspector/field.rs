//! Fields of the inspector, with the steps of undo that follow their focus.

use egui::{TextEdit, Ui};

use crate::app::canvas::ops;
use crate::model::{Document, Edit, MAX_TEXT};

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
    follow(document, &response, name);
    response.changed()
}

/// Begins and ends a step of undo with the focus of a field.
pub(super) fn follow(document: &mut Document, response: &egui::Response, name: &str) {
    if response.gained_focus() || response.drag_started() {
        document.begin(format!("Change {}", name.to_lowercase()));
    }
    if response.lost_focus() || response.drag_stopped() {
        document.commit();
    }
}

pub(super) fn caption_for(ui: &mut Ui, name: &str) {
    ui.add_space(4.0);
    ui.label(egui::RichText::new(name).small().weak());
}

pub(super) fn apply(document: &mut Document, label: &str, edit: Edit) {
    ops::apply(document, label, vec![edit]);
}
