//! The drawing beside the accepted design that it is nearest to, on the scorecard.

use egui::Ui;

use super::state::ScoredRound;
use crate::app::canvas::counterparts::{legend_ui, mark_ui};
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram::MiniDiagram;
use crate::app::widgets::{caption, card, heading, paragraph, styled_text, wrapped};
use crate::scene::{Face, Palette};

/// How high each drawing is: one below the other over the whole width, so that names can be read.
const HEIGHT: f32 = 440.0;

/// Shows both with their marks and what differs; nothing where nothing was drawn.
pub(super) fn ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) {
    let (Some(nearest), Some([own, accepted])) = (&scored.card.nearest, &scored.pictures) else {
        return;
    };
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, p, "Your drawing next to the accepted design");
        legend_ui(ui, p, |mark| nearest.marks.count(mark));
        ui.add_space(gap::XS);
        let title = format!("Accepted: {}", nearest.title);
        let one = |ui: &mut Ui, title: &str, name: &str, picture: &MiniDiagram| {
            caption(ui, p, title);
            picture.show(ui, p, HEIGHT, name);
        };
        let own = |ui: &mut Ui| one(ui, "Yours", "Your drawing", own);
        let accepted = |ui: &mut Ui| one(ui, &title, "Accepted design", accepted);
        own(ui);
        ui.add_space(gap::S);
        accepted(ui);
        ui.add_space(gap::S);
        for (mark, says) in &nearest.differences {
            ui.horizontal(|ui| {
                mark_ui(ui, p, *mark);
                let says = format!("{}: {says}", mark.label());
                let says = styled_text(says, Face::Regular, TextSize::Body, p.text_primary);
                wrapped(ui, says);
            });
        }
        if nearest.differences.is_empty() {
            paragraph(ui, p, "Every component has a counterpart");
        }
    });
    ui.add_space(gap::M);
}
