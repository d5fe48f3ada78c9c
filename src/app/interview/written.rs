//! Stages in which one writes: estimates with the scratch pad, operations and entities, the plan, the summaries.

use egui::{TextEdit, Ui};

use super::lines::lines_ui;
use super::state::RunningRound;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{caption, heading, paragraph, styled_text};
use crate::model::format;
use crate::practice::interview::{DrawingMode, InterviewProfile, NoteList, PlanPart, compute};
use crate::scene::{Face, Palette};

/// Estimates, each with a number or a sum and a unit; the scratch pad computes.
pub(super) fn estimates_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    heading(ui, p, "Scratch pad");
    let field = TextEdit::singleline(&mut running.fields.sum)
        .hint_text("40M * 5 / 86400")
        .desired_width(360.0);
    ui.add(field)
        .accessible_name("Calculation on the scratch pad");
    let result = match compute(&running.fields.sum) {
        Ok(value) => format!("= {}", format::amount(value)),
        Err(error) => error.describe(),
    };
    ui.label(styled_text(
        result,
        Face::Medium,
        TextSize::Body,
        p.text_secondary,
    ));
    ui.add_space(gap::L);
    let asked = running.round.estimate_count(&running.scenario);
    let now = running.round.now();
    for (task, entry) in running
        .scenario
        .estimates
        .iter()
        .zip(&mut running.round.estimates)
        .take(asked)
    {
        heading(ui, p, &task.label);
        ui.horizontal(|ui| {
            let value = TextEdit::singleline(&mut entry.value)
                .hint_text("Number or calculation")
                .desired_width(220.0);
            let value = ui
                .add(value)
                .accessible_name(format!("{}, value", task.label));
            let unit = TextEdit::singleline(&mut entry.unit)
                .hint_text(task.unit.as_str())
                .desired_width(110.0);
            let unit = ui
                .add(unit)
                .accessible_name(format!("{}, unit", task.label));
            if value.changed() || unit.changed() {
                entry.at = now;
            }
            if let Ok(value) = compute(&entry.value) {
                caption(ui, p, format!("= {}", format::amount(value)));
            }
        });
        ui.add_space(gap::S);
    }
    caption(ui, p, "Leave the unit empty to use the one shown");
}

/// Operations and entities.
pub(super) fn data_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    let operations = (
        "Operations",
        "One line per operation: who calls it, its inputs, and its result",
        "Add an operation…",
    );
    lines_ui(ui, p, running, NoteList::Operations, operations);
    let entities = (
        "Entities",
        "One line per entity, with its key and its growth",
        "Add an entity…",
    );
    lines_ui(ui, p, running, NoteList::Entities, entities);
}

/// The design in words: the canvas stays hidden.
pub(super) fn spoken_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    paragraph(
        ui,
        p,
        "Walk through one request aloud, from the client to the data store. Note keywords only: you draw your design when the round is over.",
    );
    ui.add_space(gap::S);
    heading(ui, p, "Your design");
    let field = TextEdit::multiline(&mut running.round.spoken)
        .desired_rows(12)
        .desired_width(f32::INFINITY);
    ui.add(field).accessible_name("Keywords of your design");
}

/// Dependencies, stages and risks; the change of requirements is shown once more.
pub(super) fn plan_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    let told = running.round.twist.as_ref();
    if let Some(twist) = told.and_then(|told| running.scenario.twists.get(told.twist)) {
        paragraph(
            ui,
            p,
            format!("Do not forget the requirement change: {}", twist.says),
        );
        ui.add_space(gap::S);
    }
    let profile = running.round.profile;
    for &part in profile.plan_parts() {
        let about = format!(
            "One per line, with fields separated by semicolons: {}",
            part.pattern()
        );
        let hint = match part {
            PlanPart::Dependencies => "Add a dependency…",
            PlanPart::Stages => "Add a stage…",
            PlanPart::Risks => "Add a risk…",
        };
        let named = (part.label(), about.as_str(), hint);
        lines_ui(ui, p, running, NoteList::Plan(part), named);
    }
    if running.round.drawing != DrawingMode::Spoken {
        let what = match profile {
            InterviewProfile::ProgramManager => "owners and rollout stages",
            InterviewProfile::Engineer => "rollout stages and monitoring",
        };
        caption(
            ui,
            p,
            format!(
                "Set {what} in the drawing: select one or more components, then use the Inspector"
            ),
        );
    }
}

/// One minute for an engineer, one for an executive.
pub(super) fn summaries_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    let round = &mut running.round;
    for (title, text) in [
        ("One minute for an engineer", &mut round.for_engineer),
        ("One minute for an executive", &mut round.for_executive),
    ] {
        heading(ui, p, title);
        ui.add(
            TextEdit::multiline(text)
                .desired_rows(6)
                .desired_width(f32::INFINITY),
        )
        .accessible_name(title);
        ui.add_space(gap::M);
    }
    caption(
        ui,
        p,
        "You can write or speak this summary. It is not graded: you rate it yourself afterward",
    );
}
