//! Rows and fields that the pages of the form have in common.

use egui::{Align, Layout, Response, TextEdit, Ui, vec2};

use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, styled_text};
use crate::model::MAX_TEXT;
use crate::scenario::Need;
use crate::scene::{Face, Palette, icon};

/// Room of a field's name on its left.
const NAMES: f32 = 118.0;

/// How much a part or a job matters.
pub(super) const NEEDS: [(Need, &str); 3] = [
    (Need::Required, "Required"),
    (Need::Recommended, "Recommended"),
    (Need::Optional, "Optional"),
];

/// A row with a name on its left.
pub(super) fn row_ui<R>(ui: &mut Ui, p: &Palette, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(NAMES, 20.0), egui::Sense::hover());
        let font = crate::app::look::font(Face::Regular, TextSize::Body);
        let left = egui::Align2::LEFT_CENTER;
        ui.painter()
            .text(rect.left_center(), left, name, font, p.text_secondary);
        add(ui)
    })
    .inner
}

/// A text field with this name.
pub(super) fn text_field(ui: &mut Ui, name: &str, text: &mut String, width: f32) -> Response {
    let field = TextEdit::singleline(text)
        .desired_width(width)
        .char_limit(MAX_TEXT);
    ui.add(field).accessible_name(name)
}

/// A text field of several lines with this name.
pub(super) fn long_text(ui: &mut Ui, name: &str, text: &mut String, rows: usize) -> Response {
    let field = TextEdit::multiline(text)
        .desired_width(f32::INFINITY)
        .desired_rows(rows)
        .char_limit(MAX_TEXT);
    ui.add(field).accessible_name(name)
}

/// A button for each entry that takes it out of a list; `entries` are the name of each and what a click does. Gives the
/// place of the one to take out.
pub(super) fn removable_ui(
    ui: &mut Ui,
    p: &Palette,
    entries: impl Iterator<Item = (String, String)>,
) -> Option<usize> {
    let mut clicked = None;
    for (place, (name, hint)) in entries.enumerate() {
        let button = Button::new(ButtonKind::Normal, &format!("{name}  ×"))
            .named(&hint)
            .small()
            .show(ui, p);
        if button.clicked() {
            clicked = Some(place);
        }
    }
    clicked
}

/// A list of words with commas between them; what is left empty goes when the field is left.
pub(super) fn word_list(ui: &mut Ui, name: &str, list: &mut Vec<String>) {
    let mut joined = list.join(", ");
    let field = text_field(ui, name, &mut joined, f32::INFINITY);
    if field.changed() {
        let words = joined.split(',');
        *list = words.map(|word| word.trim_start().to_lowercase()).collect();
    }
    if field.lost_focus() {
        list.retain(|word| !word.trim().is_empty());
    }
}

/// A list whose rows can be added and taken away.
pub(super) fn list_ui<T>(
    ui: &mut Ui,
    p: &Palette,
    (heading, one): (&str, &str),
    items: &mut Vec<T>,
    fresh: impl FnOnce() -> T,
    mut show: impl FnMut(&mut Ui, usize, &mut T),
) {
    ui.add_space(gap::M);
    ui.label(styled_text(
        heading,
        Face::SemiBold,
        TextSize::Body,
        p.text_primary,
    ));
    let mut gone = None;
    for (index, item) in items.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let name = format!("Remove {one} {}", index + 1);
            if Button::icon(icon::TRASH, &name)
                .small()
                .show(ui, p)
                .clicked()
            {
                gone = Some(index);
            }
            show(ui, index, item);
        });
    }
    if let Some(index) = gone {
        items.remove(index);
    }
    if items.is_empty() {
        caption(ui, p, "None yet");
    }
    let name = format!("Add {one}");
    if Button::new(ButtonKind::Quiet, &name)
        .with_icon(icon::PLUS)
        .small()
        .show(ui, p)
        .clicked()
    {
        items.push(fresh());
    }
}
