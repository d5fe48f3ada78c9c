//! The brief: what the interviewer says and answers, the numbers, hints one by one, and the questions that come after.

use std::collections::BTreeSet;

use egui::Ui;

use super::context::PanelContext;

use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, caption, card, heading, paragraph, styled_text, wrapped,
};
use crate::model::{Design, TakenHelp, format};
use crate::scenario::{Fact, Scenario};
use crate::scene::{Face, Palette, icon};

/// The brief. What was asked and taken so far is kept with the drawing.
#[derive(Debug, Default)]
pub(crate) struct BriefPanel {
    /// Follow-ups whose points are shown, by place.
    follow_ups: BTreeSet<usize>,
}

impl BriefPanel {
    /// Shows the panel.
    pub(crate) fn ui(&mut self, ui: &mut Ui, p: &Palette, cx: &mut PanelContext<'_>) {
        let session = &mut *cx.session;
        let Some(scenario) = &session.scenario else {
            return;
        };
        let mut help = session.document.design().help().clone();
        let brief = styled_text(
            &scenario.brief,
            Face::Medium,
            TextSize::Lead,
            p.text_primary,
        )
        .line_height(Some(20.0));
        wrapped(ui, brief);
        ui.add_space(gap::M);
        // Prompts of the user's own may leave any of these out.
        if !scenario.requirements.is_empty() {
            requirements_ui(ui, p, scenario, &help);
        }
        if !scenario.facts.is_empty() {
            heading(ui, p, "Numbers to ask for");
            facts_ui(ui, p, &scenario.facts, &mut help);
        }
        heading(ui, p, "Targets");
        facts_ui(ui, p, &targets_of(scenario), &mut help);
        if !scenario.questions.is_empty() {
            questions_ui(ui, p, scenario, &mut help);
        }
        if !scenario.hints.is_empty() {
            hints_ui(ui, p, scenario, &mut help);
        }
        if !scenario.follow_ups.is_empty() {
            self.follow_ups_ui(ui, p, scenario, session.document.design());
        }
        session.document.take_help(help);
    }

    fn follow_ups_ui(&mut self, ui: &mut Ui, p: &Palette, scenario: &Scenario, design: &Design) {
        heading(ui, p, "Likely follow-ups");
        caption(
            ui,
            p,
            "These questions are about your drawing. Answer aloud, then compare.",
        );
        for (index, follow_up) in scenario
            .follow_ups
            .iter()
            .enumerate()
            .filter(|(_, f)| f.when.holds(design))
        {
            if self.follow_ups.contains(&index) {
                question_card(ui, p, &follow_up.ask, |ui| {
                    for point in &follow_up.covers {
                        paragraph(ui, p, format!("· {point}"));
                    }
                    caption(ui, p, format!("Next question: {}", follow_up.deeper));
                });
            } else if ask_ui(ui, p, &follow_up.ask) {
                self.follow_ups.insert(index);
            }
        }
    }
}

/// What the brief tells, and what came out by asking.
fn requirements_ui(ui: &mut Ui, p: &Palette, scenario: &Scenario, help: &TakenHelp) {
    heading(ui, p, "What you know");
    let (known, hidden) = scenario.known_requirements(&help.asked);
    for requirement in known {
        ui.horizontal_top(|ui| {
            ui.label(styled_text(
                "·",
                Face::SemiBold,
                TextSize::Body,
                p.text_tertiary,
            ));
            paragraph(ui, p, &requirement.text);
        });
    }
    if hidden > 0 {
        caption(
            ui,
            p,
            format!("Requirements still hidden: {hidden}. Ask questions to uncover them"),
        );
    }
    ui.add_space(gap::M);
}

/// A question that was asked, with what was answered.
fn question_card(ui: &mut Ui, p: &Palette, ask: &str, answer: impl FnOnce(&mut Ui)) {
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(styled_text(
            ask,
            Face::Medium,
            TextSize::Body,
            p.text_primary,
        ));
        answer(ui);
    });
}

fn questions_ui(ui: &mut Ui, p: &Palette, scenario: &Scenario, help: &mut TakenHelp) {
    heading(ui, p, "Clarifying questions");
    for question in &scenario.questions {
        if help.asked.contains(&question.ask) {
            question_card(ui, p, &question.ask, |ui| {
                paragraph(ui, p, &question.answer);
            });
        } else if ask_ui(ui, p, &question.ask) {
            help.asked.insert(question.ask.clone());
        }
    }
    ui.add_space(gap::M);
}

fn hints_ui(ui: &mut Ui, p: &Palette, scenario: &Scenario, help: &mut TakenHelp) {
    let taken = help.hints as usize;
    heading(ui, p, "Hints");
    for hint in scenario.hints.iter().take(taken) {
        ui.horizontal_top(|ui| {
            ui.label(styled_text(
                icon::LIGHTBULB,
                Face::Icons,
                TextSize::Icon,
                p.text_tertiary,
            ));
            paragraph(ui, p, &hint.text);
        });
    }
    let left = scenario.hints.len().saturating_sub(taken);
    if left > 0 {
        let label = if taken == 0 {
            "Take a hint".to_owned()
        } else {
            format!("Next hint, {left} left")
        };
        if Button::new(ButtonKind::Normal, &label)
            .with_icon(icon::LIGHTBULB)
            .small()
            .show(ui, p)
            .clicked()
        {
            help.hints += 1;
        }
    }
    ui.add_space(gap::M);
}

/// A question that has not been asked.
fn ask_ui(ui: &mut Ui, p: &Palette, text: &str) -> bool {
    let text = styled_text(text, Face::Medium, TextSize::Body, p.text_primary);
    let button = egui::Button::new(text)
        .wrap()
        .min_size(egui::vec2(ui.available_width(), 30.0));
    ui.add(button).on_hover_text("Ask").clicked()
}

/// Names on the left, values on the right, each as many lines as it needs. A value is told when it is asked for, as an
/// interviewer does.
fn facts_ui(ui: &mut Ui, p: &Palette, facts: &[Fact], help: &mut TakenHelp) {
    const NAMES: f32 = 0.46;
    ui.spacing_mut().item_spacing.y = gap::XS;
    for fact in facts {
        ui.horizontal_top(|ui| {
            let names = ui.available_width() * NAMES;
            ui.allocate_ui(egui::vec2(names, 0.0), |ui| {
                ui.set_width(names);
                paragraph(ui, p, &fact.label);
            });
            if help.asked.contains(&fact.label) {
                let value = styled_text(&fact.value, Face::Medium, TextSize::Body, p.text_primary);
                wrapped(ui, value.line_height(Some(17.0)));
                return;
            }
            let name = format!("Ask: {}", fact.label);
            let ask = Button::new(ButtonKind::Normal, "Ask").named(&name).small();
            if ask.show(ui, p).clicked() {
                help.asked.insert(fact.label.clone());
            }
        });
    }
    ui.add_space(gap::M);
}

fn targets_of(scenario: &Scenario) -> Vec<Fact> {
    let targets = &scenario.targets;
    let mut facts = vec![Fact {
        label: "Available".to_owned(),
        value: format::percent_of_time(targets.availability),
    }];
    if let Some(budget) = targets.monthly_budget {
        facts.push(Fact {
            label: "Budget".to_owned(),
            value: format!("{} a month", format::dollars(budget)),
        });
    }
    facts.push(Fact {
        label: "Growth".to_owned(),
        value: format::factor(targets.growth),
    });
    facts.push(Fact {
        label: "Durability".to_owned(),
        value: targets.durability.clone(),
    });
    facts
}
