//! Clarifying questions: asked in own words or from the deck.

use egui::Ui;

use super::deep_dive::shuffled;
use super::lines::next_line_field;
use super::state::{RunningRound, minutes_and_seconds};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, caption, card, heading, paragraph, styled_text, wrapped,
};
use crate::practice::interview::AskedQuestion;
use crate::scene::{Face, Palette};

/// The height of an answer of two lines with its question.
const LAST_ANSWER: f32 = 56.0;

/// Shows what was asked, the field, and the deck.
pub(super) fn ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    heading(ui, p, "Clarifying questions");
    let mut asks = Vec::new();
    ui.horizontal(|ui| {
        /// What the button takes beside the field.
        const BUTTON: f32 = 56.0;
        let width = ui.available_width() - BUTTON;
        let typed = &mut running.fields.question;
        let field = ("own question", "Ask in your own words…");
        let (response, finished) = next_line_field(ui, typed, field, width);
        asks.extend(finished);
        // Whoever begins a round begins to ask: typing needs no click first.
        let is_untouched = running.round.asked.is_empty() && running.round.now() < 1.0;
        if is_untouched && ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        if Button::new(ButtonKind::Normal, "Ask").show(ui, p).clicked() {
            asks.push(std::mem::take(&mut running.fields.question));
            response.request_focus();
        }
    });
    ui.add_space(gap::M);
    // The last answer has its room from the start: nothing moves when it comes.
    card(p).fill(p.surface_sunken).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(LAST_ANSWER);
        match running.round.asked.get(running.last_asked) {
            Some(one) => answer_ui(ui, p, one),
            None => _ = caption(ui, p, "The interviewer answers here"),
        }
    });
    ui.add_space(gap::M);
    caption(ui, p, "Suggested questions");
    let questions = running.scenario.questions.iter();
    for (n, ask) in shuffled(
        running.round.seed,
        questions.map(|question| question.ask.as_str()),
    ) {
        let mut asked = running.round.asked.iter();
        let is_asked = asked.any(|one| one.prepared == Some(n));
        ui.horizontal(|ui| {
            let name = format!("Ask: {ask}");
            let button = Button::new(ButtonKind::Normal, "Ask");
            let button = button.named(&name).small().enabled(!is_asked);
            if button.show(ui, p).clicked() {
                asks.push(ask.to_owned());
            }
            let ink = if is_asked {
                p.text_tertiary
            } else {
                p.text_primary
            };
            wrapped(ui, styled_text(ask, Face::Regular, TextSize::Body, ink));
        });
    }
    let earlier = running.round.asked.iter().enumerate().rev();
    let mut earlier = earlier.filter(|(n, _)| *n != running.last_asked).peekable();
    if earlier.peek().is_some() {
        ui.add_space(gap::M);
        caption(ui, p, "Answers so far");
    }
    for (_, one) in earlier {
        card(p).fill(p.surface_sunken).show(ui, |ui| {
            ui.set_width(ui.available_width());
            answer_ui(ui, p, one);
        });
        ui.add_space(gap::XS);
    }
    ask_all(running, asks);
}

/// Questions in a later stage, beside its page: what was answered, the newest first, and a field to ask more. Whoever
/// estimates finds out what he does not know.
pub(super) fn later_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    heading(ui, p, "Answers you got");
    let typed = &mut running.fields.question;
    let field = ("later question", "Ask the interviewer…");
    let (_, asks) = next_line_field(ui, typed, field, f32::INFINITY);
    ask_all(running, asks);
    for one in running.round.asked.iter().rev() {
        caption(ui, p, &one.asked);
        paragraph(ui, p, &one.answer);
    }
}

fn ask_all(running: &mut RunningRound, asks: Vec<String>) {
    for words in asks {
        running.last_asked = running
            .round
            .ask(&running.scenario, &words)
            .unwrap_or(running.last_asked);
    }
}

/// What was asked and when, and the answer.
fn answer_ui(ui: &mut Ui, p: &Palette, one: &AskedQuestion) {
    let when = minutes_and_seconds(one.at);
    caption(ui, p, format!("{} · asked at {when}", one.asked));
    let answer = styled_text(&one.answer, Face::SemiBold, TextSize::Body, p.text_primary);
    wrapped(ui, answer);
}
