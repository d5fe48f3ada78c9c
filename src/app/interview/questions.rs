//! Clarifying questions: asked in own words or from the deck.

use egui::{TextEdit, Ui};

use super::state::{RunningRound, minutes_and_seconds};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, card, heading, styled_text, wrapped};
use crate::scene::{Face, Palette};

/// Shows what was asked, the field, and the deck.
pub(super) fn ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    heading(ui, p, "Clarifying questions");
    let mut asks = None;
    ui.horizontal(|ui| {
        /// What the button takes beside the field.
        const BUTTON: f32 = 56.0;
        let width = ui.available_width() - BUTTON;
        let field = TextEdit::singleline(&mut running.fields.question)
            .id_salt("own question")
            .hint_text("Ask in your own words…")
            .desired_width(width);
        let response = ui.add(field).accessible_name("Ask in your own words");
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if Button::new(ButtonKind::Normal, "Ask").show(ui, p).clicked() || enter {
            asks = Some(std::mem::take(&mut running.fields.question));
            response.request_focus();
        }
    });
    ui.add_space(gap::M);
    for one in running.round.asked.iter().rev() {
        card(p).fill(p.surface_sunken).show(ui, |ui| {
            ui.set_width(ui.available_width());
            caption(
                ui,
                p,
                format!("{} · asked at {}", one.asked, minutes_and_seconds(one.at)),
            );
            wrapped(
                ui,
                styled_text(&one.answer, Face::SemiBold, TextSize::Body, p.text_primary),
            );
        });
        ui.add_space(gap::XS);
    }
    ui.add_space(gap::M);
    caption(ui, p, "Suggested questions");
    for (n, question) in running.scenario.questions.iter().enumerate() {
        if running
            .round
            .asked
            .iter()
            .any(|one| one.prepared == Some(n))
        {
            continue;
        }
        ui.horizontal(|ui| {
            let name = format!("Ask: {}", question.ask);
            if Button::new(ButtonKind::Normal, "Ask")
                .named(&name)
                .small()
                .show(ui, p)
                .clicked()
            {
                asks = Some(question.ask.clone());
            }
            wrapped(
                ui,
                styled_text(&question.ask, Face::Regular, TextSize::Body, p.text_primary),
            );
        });
    }
    if let Some(words) = asks {
        running.round.ask(&running.scenario, &words);
    }
}
