//! The deep dive: questions about the drawing, failures to predict, decisions.

use egui::{TextEdit, Ui, UiBuilder, vec2};

use super::state::RunningRound;
use crate::analysis::FlowState;
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    caption, card, drop_down, empty_state, heading, paragraph, segmented_about, styled_text,
    wrapped,
};
use crate::model::{Id, first_random};
use crate::practice::interview::DrawingMode;
use crate::scene::{Face, Palette};

/// Shows it all, about the drawing as it is.
pub(super) fn ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound, session: &mut Session) {
    running
        .round
        .tell_twist(&running.scenario, session.document.design());
    if running.round.drawing == DrawingMode::Spoken {
        running.round.prepare_spoken_deep_dive(&running.scenario);
    } else if session.document.design().components().len() == 0 {
        empty_state(
            ui,
            p,
            "The canvas is empty",
            "Go back to the high-level design: the questions here are about your drawing",
            |_| {},
        );
        return;
    }
    let revision = session.document.revision();
    let is_spoken = running.round.drawing == DrawingMode::Spoken;
    if !is_spoken && running.asked_revision != Some(revision) {
        running.asked_revision = Some(revision);
        running.round.prepare_deep_dive(session.analysis());
    }
    let about = if is_spoken {
        "Questions about your design"
    } else {
        "Questions about your drawing"
    };
    heading(ui, p, about);
    let now = running.round.now();
    for (n, one) in running.round.follow_ups.iter_mut().enumerate() {
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let answered = one
                .answers
                .iter()
                .take_while(|answer| !answer.trim().is_empty())
                .count();
            let shown = answered + 1;
            one.answers.resize(one.question.steps.len(), String::new());
            for (step, (question, answer)) in
                one.question.steps.iter().zip(&mut one.answers).enumerate()
            {
                // The next step has its room already, so that nothing moves under the hand that answers this one.
                let mut step_ui = |ui: &mut Ui| {
                    wrapped(
                        ui,
                        styled_text(&question.ask, Face::Medium, TextSize::Body, p.text_primary),
                    );
                    let field = TextEdit::multiline(answer)
                        .desired_rows(2)
                        .desired_width(f32::INFINITY)
                        .hint_text("Answer aloud, then note it here");
                    let name = format!("Answer {} to question {}", step + 1, n + 1);
                    ui.add(field).accessible_name(name).changed()
                };
                if step < shown {
                    if step_ui(ui) {
                        one.at = now;
                    }
                } else {
                    ui.scope_builder(UiBuilder::new().invisible(), step_ui);
                }
            }
        });
        ui.add_space(gap::S);
    }
    ui.add_space(gap::M);
    predictions_ui(ui, p, running, now);
    ui.add_space(gap::M);
    decisions_ui(ui, p, running, session);
}

/// Shows which failures are to be predicted; nothing where the drawing has none worth asking about.
fn predictions_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound, now: f64) {
    if !running.round.predictions.is_empty() {
        heading(ui, p, "Predict what fails");
    }
    for prediction in &mut running.round.predictions {
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            paragraph(
                ui,
                p,
                format!(
                    "{}. What happens to each flow?",
                    prediction.describe_failure()
                ),
            );
            for guess in &mut prediction.flows {
                ui.horizontal(|ui| {
                    let states = [
                        (FlowState::Ok, "Works"),
                        (FlowState::Degraded, "Degraded"),
                        (FlowState::Down, "Down"),
                    ];
                    let states = states.map(|(state, word)| (Some(state), word));
                    let about = format!("{} without {}", guess.flow, prediction.name);
                    ui.push_id((&guess.flow, prediction.failed), |ui| {
                        if segmented_about(ui, p, &mut guess.said, &states, Some(&about)) {
                            prediction.at = now;
                        }
                    });
                    ui.label(styled_text(
                        &guess.flow,
                        Face::Regular,
                        TextSize::Body,
                        p.text_primary,
                    ));
                });
            }
        });
        ui.add_space(gap::S);
    }
}

/// A choice from a list, without one chosen at first; what is chosen stands before it.
fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    p: &Palette,
    (what, about): (&str, &str),
    chosen: &mut Option<T>,
    all: &[(T, &str)],
) -> bool {
    const WHAT: f32 = 84.0;
    let name = format!("{what}: {about}");
    let shown = chosen
        .and_then(|value| all.iter().find(|(one, _)| *one == value))
        .map_or("", |(_, text)| *text);
    let mut changed = false;
    ui.horizontal(|ui| {
        let size = vec2(WHAT, ui.spacing().interact_size.y);
        ui.allocate_ui(size, |ui| {
            ui.set_width(WHAT);
            caption(ui, p, what);
        });
        let list = drop_down(&name)
            .selected_text(shown)
            .width(ui.available_width() - gap::S)
            .truncate()
            .show_ui(ui, |ui| {
                for &(value, text) in all {
                    let row = ui.selectable_value(chosen, Some(value), text);
                    // Enter chooses as well, and egui closes the list for a press of the mouse only.
                    if row.clicked() {
                        ui.close();
                    }
                    changed |= row.changed();
                }
            });
        list.response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &name)
        });
    });
    changed
}

/// Shows the decisions to defend; nothing where the drawing shows none.
fn decisions_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound, session: &Session) {
    if running.round.decisions.is_empty() {
        return;
    }
    heading(ui, p, "Decisions");
    let now = running.round.now();
    let seed = running.round.seed;
    let design = session.document.design();
    let boxes: Vec<(Id, &str)> = design
        .components()
        .map(|(id, component)| (id, component.display_name()))
        .collect();
    for decision in &mut running.round.decisions {
        let Some(trade_off) = running.scenario.trade_offs.get(decision.card) else {
            continue;
        };
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(styled_text(
                &trade_off.decision,
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            ));
            let options: Vec<(usize, &str)> = trade_off
                .options
                .iter()
                .enumerate()
                .map(|(n, one)| (n, one.name.as_str()))
                .collect();
            // Gains and costs stand in another order than the options, so that their place tells nothing.
            let gains = shuffled(
                seed.wrapping_add(11),
                trade_off.options.iter().map(|one| one.gains.as_str()),
            );
            let costs = shuffled(
                seed.wrapping_add(23),
                trade_off.options.iter().map(|one| one.costs.as_str()),
            );
            let about = trade_off.decision.as_str();
            let mut changed = choice(ui, p, ("Choose", about), &mut decision.option, &options);
            changed |= choice(ui, p, ("The benefit", about), &mut decision.gain, &gains);
            changed |= choice(ui, p, ("The cost", about), &mut decision.cost, &costs);
            if !boxes.is_empty() && trade_off.is_drawn() {
                changed |= choice(ui, p, ("Shown in", about), &mut decision.item, &boxes);
            }
            if changed {
                decision.at = now;
            }
        });
        ui.add_space(gap::S);
    }
}

/// Texts with their places, in an order that a seed decides.
pub(super) fn shuffled<'a>(
    seed: u64,
    texts: impl Iterator<Item = &'a str>,
) -> Vec<(usize, &'a str)> {
    let mut all: Vec<(usize, &str)> = texts.enumerate().collect();
    all.sort_by_key(|(n, _)| first_random(seed ^ (*n as u64 + 1)));
    all
}
