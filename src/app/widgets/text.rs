//! Words of the look: in a bundled font, as captions, headings and titles.

use egui::{Color32, Response, RichText, Ui};

use crate::app::look::{TextSize, font};
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
