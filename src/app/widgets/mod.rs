//! Small widgets of one look: words, buttons, chips, rows, ticks, the dial.

mod button;
mod chip;
mod choice;
mod field;
mod row;
mod terms;
mod ticks;

pub(crate) use button::{Button, ButtonKind};
pub(crate) use chip::{ChipColors, chip, chip_named, toggle_chip};
pub(crate) use choice::{drop_down, graded_row, radio_row, segmented, segmented_about, tabs};
pub(crate) use field::search_field;
pub(crate) use row::{ListRow, group_row};
pub(crate) use terms::{
    are_explanations_hidden, explained_label, hide_explanations, take_wanted_page,
};
pub(crate) use ticks::{
    difficulty_steps, paint_clock, paint_digits, paint_ticks, score_dial, tick_bar,
};

use std::collections::BTreeSet;

use egui::{Color32, Frame, Margin, Painter, Rect, Response, RichText, Stroke, StrokeKind, Ui};

use crate::app::look::{TextSize, font, gap};
use crate::scene::{Face, Palette};

/// Words in a bundled font.
pub(crate) fn styled_text(
    text: impl Into<String>,
    face: Face,
    size: TextSize,
    color: Color32,
) -> RichText {
    RichText::new(text).font(font(face, size)).color(color)
}

/// A line of small, quiet words.
pub(crate) fn caption(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    ui.label(styled_text(
        text,
        Face::Regular,
        TextSize::Caption,
        palette.text_tertiary,
    ))
}

/// A paragraph.
pub(crate) fn paragraph(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    let text = styled_text(text, Face::Regular, TextSize::Body, palette.text_secondary)
        .line_height(Some(17.0));
    wrapped(ui, text)
}

/// A text that goes on in the next line where it finds no room, also in a row of others. Terms of the trade in it explain
/// themselves when pointed at.
pub(crate) fn wrapped(ui: &mut Ui, text: RichText) -> Response {
    explained_label(ui, text, &mut BTreeSet::new())
}

/// The heading of a part of a panel.
pub(crate) fn heading(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    ui.label(styled_text(
        text,
        Face::SemiBold,
        TextSize::Body,
        palette.text_primary,
    ))
}

/// The title of a card or a page.
pub(crate) fn card_title(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    ui.label(styled_text(
        text,
        Face::SemiBold,
        TextSize::Heading,
        palette.text_primary,
    ))
}

/// A card: a raised surface with a thin edge.
pub(crate) fn card(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.surface_raised)
        .stroke(Stroke::new(1.0, palette.line_subtle))
        .corner_radius(8)
        .inner_margin(Margin::same(12))
}

/// A panel with nothing in it yet: one strong line, one plain line, one act.
pub(crate) fn empty_state(
    ui: &mut Ui,
    palette: &Palette,
    strong: &str,
    plain: &str,
    act: impl FnOnce(&mut Ui),
) {
    ui.add_space(gap::PAGE);
    ui.vertical_centered(|ui| {
        let strong = styled_text(strong, Face::SemiBold, TextSize::Body, palette.text_primary);
        wrapped(ui, strong);
        let plain = styled_text(plain, Face::Regular, TextSize::Small, palette.text_tertiary);
        wrapped(ui, plain);
        ui.add_space(gap::M);
        act(ui);
    });
}

/// The ring around what has the keyboard.
pub(crate) fn focus_ring(painter: &Painter, palette: &Palette, rect: Rect, radius: u8) {
    let ring = Stroke::new(2.0, palette.focus_ring);
    painter.rect_stroke(rect.expand(2.0), radius + 3, ring, StrokeKind::Outside);
}
