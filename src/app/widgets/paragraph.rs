//! Text that goes on over several lines and explains its terms.

use std::collections::BTreeSet;

use egui::{Response, RichText, Ui};

use super::terms::explained_label;
use super::text::styled_text;
use crate::app::look::{TextSize, gap};
use crate::scene::{Face, Palette};

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
