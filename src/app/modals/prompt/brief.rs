//! What the prompt is called, what the interviewer says, and what may be asked.

use egui::{DragValue, Ui};

use super::fields::{list_ui, long_text, row_ui, text_field};
use crate::app::look::TextSize;
use crate::app::widgets::{segmented, styled_text};
use crate::scenario::{
    Family, Question, QuestionValue, Requirement, RequirementKind, Scenario, Weight,
};
use crate::scene::{Face, Palette};

/// Shows the page.
pub(super) fn ui(ui: &mut Ui, p: &Palette, scenario: &mut Scenario) {
    row_ui(ui, p, "Title", |ui| {
        text_field(ui, "Title", &mut scenario.title, f32::INFINITY)
    });
    ui.label(styled_text(
        "What the interviewer says",
        Face::Regular,
        TextSize::Body,
        p.text_secondary,
    ));
    long_text(ui, "What the interviewer says", &mut scenario.brief, 3);
    row_ui(ui, p, "What it trains", |ui| {
        let mut skills = scenario.skills.join(", ");
        if text_field(ui, "What it trains", &mut skills, f32::INFINITY).changed() {
            scenario.skills = skills
                .split(',')
                .map(|skill| skill.trim_start().to_owned())
                .collect();
        }
    });
    let families = [
        (Family::Software, "Software"),
        (Family::Ai, "AI"),
        (Family::Hardware, "Hardware"),
        (Family::Data, "Data"),
        (Family::Migration, "Migration"),
    ];
    row_ui(ui, p, "Category", |ui| {
        segmented(ui, p, &mut scenario.family, &families)
    });
    let levels = [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")];
    row_ui(ui, p, "Difficulty", |ui| {
        segmented(ui, p, &mut scenario.difficulty, &levels)
    });
    row_ui(ui, p, "Minutes", |ui| {
        let minutes = DragValue::new(&mut scenario.minutes).range(5..=240);
        ui.add(minutes).accessible_name("Minutes")
    });
    let requirement = || Requirement {
        text: String::new(),
        kind: RequirementKind::Functional,
        weight: Weight::Important,
        revealed: true,
    };
    let heading = ("What the system must do", "requirement");
    list_ui(
        ui,
        p,
        heading,
        &mut scenario.requirements,
        requirement,
        |ui, n, item| {
            let choices = [(true, "In the brief"), (false, "Only when asked")];
            segmented(ui, p, &mut item.revealed, &choices);
            text_field(
                ui,
                &format!("Requirement {}", n + 1),
                &mut item.text,
                f32::INFINITY,
            );
        },
    );
    let question = || Question {
        ask: String::new(),
        answer: String::new(),
        value: QuestionValue::Good,
        reveals: Vec::new(),
    };
    let heading = ("Clarifying questions", "question");
    list_ui(
        ui,
        p,
        heading,
        &mut scenario.questions,
        question,
        |ui, n, item| {
            let half = (ui.available_width() - 8.0) / 2.0;
            text_field(ui, &format!("Question {}", n + 1), &mut item.ask, half);
            text_field(
                ui,
                &format!("Answer {}", n + 1),
                &mut item.answer,
                f32::INFINITY,
            );
        },
    );
}
