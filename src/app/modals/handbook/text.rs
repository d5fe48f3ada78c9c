//! Words of a page with links among them: to other pages, to sources on the web, and to what a term means.

use std::collections::BTreeSet;

use egui::Ui;

use crate::app::look::TextSize;
use crate::app::widgets::{explained_label, styled_text};
use crate::handbook::{PageLink, SpanStyle, TextSpan};
use crate::scene::{Face, Palette};

/// Words with links among them, broken into lines.
pub(super) fn text_ui(ui: &mut Ui, p: &Palette, spans: &[TextSpan], next: &mut Option<PageLink>) {
    let mut said = BTreeSet::new();
    ui.horizontal_wrapped(|ui| {
        // Lines of words, not of buttons.
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        ui.spacing_mut().interact_size.y = 0.0;
        for span in spans {
            let (face, ink) = match span.style {
                SpanStyle::Plain | SpanStyle::Emphasis => (Face::Regular, p.text_secondary),
                SpanStyle::Strong => (Face::SemiBold, p.text_primary),
                SpanStyle::Code => (Face::Medium, p.text_primary),
            };
            let text =
                |ink| styled_text(&span.text, face, TextSize::Body, ink).line_height(Some(19.0));
            match (&span.link, &span.address) {
                (Some(link), _) => {
                    if ui.link(text(p.accent_text)).clicked() {
                        *next = Some(link.clone());
                    }
                }
                (None, Some(address)) => {
                    ui.hyperlink_to(text(p.accent_text), address)
                        .on_hover_text(address);
                }
                // A term that a page sets in bold is explained by the page itself.
                (None, None) if span.style == SpanStyle::Plain => {
                    drop(explained_label(ui, text(ink), &mut said));
                }
                (None, None) => drop(ui.label(text(ink))),
            }
        }
    });
}
