//! What every modal has: a title, and a row of buttons at its end.

use egui::Ui;

use super::outcome::ModalOutcome;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::scene::{Face, Palette};

pub(super) fn title_ui(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.label(styled_text(
        text,
        Face::SemiBold,
        TextSize::Heading,
        palette.text_primary,
    ));
    ui.add_space(gap::S);
}

pub(super) fn buttons_ui(
    ui: &mut Ui,
    palette: &Palette,
    add: impl FnOnce(&mut Ui, &Palette) -> ModalOutcome,
) -> ModalOutcome {
    let row = egui::vec2(ui.available_width(), 28.0);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| add(ui, palette))
        .inner
}

pub(super) fn cancel_ui(ui: &mut Ui, palette: &Palette) -> ModalOutcome {
    let clicked = Button::new(ButtonKind::Quiet, "Cancel")
        .show(ui, palette)
        .clicked();
    if clicked {
        ModalOutcome::Closed
    } else {
        ModalOutcome::Open
    }
}
