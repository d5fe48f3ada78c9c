//! The drawing itself: its title and what is taken as given.

use egui::{TextEdit, Ui};

use super::field::{apply_edit, bracket_undo_step, text_field};
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, caption, heading};
use crate::model::{Document, Edit, MAX_TEXT};
use crate::scene::{Palette, icon};

/// Shows it.
pub(super) fn ui(ui: &mut Ui, p: &Palette, document: &mut Document) {
    heading(ui, p, "Select a component, connection, or zone");
    ui.add_space(gap::M);
    let mut title = document.design().title().to_owned();
    if text_field(ui, document, "Title of the drawing", &mut title, 1) {
        apply_edit(document, "Change title", Edit::SetTitle(title));
    }
    ui.add_space(gap::M);
    heading(ui, p, "Assumptions");
    caption(ui, p, "One assumption per line");
    let mut all = document.design().assumptions().to_vec();
    let mut removed = None;
    let mut changed = false;
    for (index, text) in all.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let room = ui.available_width() - 36.0;
            let response = ui.add(
                TextEdit::singleline(text)
                    .desired_width(room)
                    .char_limit(MAX_TEXT),
            );
            let name = format!("Assumption {}", index + 1);
            let response = response.accessible_name(name);
            bracket_undo_step(document, &response, "assumption");
            changed |= response.changed();
            if Button::icon(icon::X, "Remove the assumption")
                .small()
                .show(ui, p)
                .clicked()
            {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        all.remove(index);
    }
    let add = Button::new(ButtonKind::Normal, "Add an assumption")
        .with_icon(icon::PLUS)
        .small()
        .show(ui, p)
        .clicked();
    if add {
        all.push(String::new());
    }
    if changed || removed.is_some() || add {
        apply_edit(document, "Change assumptions", Edit::SetAssumptions(all));
    }
}
