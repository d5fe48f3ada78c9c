//! What is said about the stages: gate, metric, rollback, and how long the gate is watched.

use egui::{Align, Layout, Ui, vec2};

use super::action::{ProgramAction, ProgramScene};
use super::field::{Given, draft_field, labeled, number_draft};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, styled_text, wrapped};
use crate::model::{MAX_WEEKS, RolloutStage};
use crate::program::PlannedStage;
use crate::scene::{Face, icon};

const WIDTH: f32 = 250.0;

/// Which stage is open, by its step.
#[derive(Debug, Default)]
pub(super) struct StagesPanel {
    open: Option<u32>,
}

impl StagesPanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        let stages = &scene.program.schedule.stages;
        let side_by_side = Layout::left_to_right(Align::Min).with_main_wrap(true);
        ui.with_layout(side_by_side, |ui| {
            ui.spacing_mut().item_spacing.x = gap::XXL;
            for stage in stages {
                ui.allocate_ui(vec2(WIDTH, 0.0), |ui| self.stage_ui(ui, scene, stage));
            }
        });
        if let Some(stage) = stages.iter().find(|stage| self.open == Some(stage.step)) {
            fields_ui(ui, scene, stage, &mut actions);
        }
        actions
    }

    fn stage_ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>, stage: &PlannedStage) {
        let p = scene.p;
        ui.vertical(|ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = gap::XXS;
            let on = self.open == Some(stage.step);
            let name = format!("Stage {}, {}", stage.step, stage.title);
            let is_numbered = stage.title == format!("Stage {}", stage.step);
            let text = if is_numbered {
                format!("After stage {}", stage.step)
            } else {
                format!("After {}: {}", stage.step, stage.title)
            };
            let button = Button::new(ButtonKind::Quiet, &text)
                .small()
                .with_icon(icon::TARGET)
                .named(&name)
                .pressed(on);
            if button.show(ui, p).clicked() {
                self.open = (!on).then_some(stage.step);
            }
            let line = |ui: &mut Ui, text: &str, missing: &str, glyph: char| {
                let (words, ink) = match text.trim() {
                    "" => (format!("{} {missing}", icon::WARNING), p.high.text),
                    text => (format!("{glyph} {text}"), p.text_secondary),
                };
                let words = styled_text(words, Face::Regular, TextSize::Small, ink);
                wrapped(ui, words);
            };
            line(ui, &stage.gate, "no gate written down", icon::CHECK);
            line(
                ui,
                &stage.rollback,
                "no rollback written down",
                icon::ARROW_U_UP_LEFT,
            );
        });
    }
}

fn fields_ui(
    ui: &mut Ui,
    scene: &ProgramScene<'_>,
    stage: &PlannedStage,
    actions: &mut Vec<ProgramAction>,
) {
    let p = scene.p;
    let said = scene
        .design
        .program()
        .stage(stage.step)
        .cloned()
        .unwrap_or_default();
    let mut change = |set: &dyn Fn(&mut RolloutStage)| {
        actions.push(ProgramAction::plan(
            "Change stage",
            scene.design,
            |program| set(program.stage_mut(stage.step)),
        ));
    };
    ui.add_space(gap::S);
    ui.horizontal_wrapped(|ui| {
        if let Some(text) = labeled(ui, p, "Name", |ui| {
            draft_field(ui, "Name of the stage", &said.name, "Foundations", 130.0)
        }) {
            change(&|stage| stage.name.clone_from(&text));
        }
        if let Some(text) = labeled(ui, p, "Gate", |ui| {
            draft_field(
                ui,
                "Gate of the stage",
                &said.gate,
                "What must be true",
                240.0,
            )
        }) {
            change(&|stage| stage.gate.clone_from(&text));
        }
        if let Some(text) = labeled(ui, p, "Metric", |ui| {
            draft_field(
                ui,
                "Metric of the gate",
                &said.metric,
                "Metric to watch",
                150.0,
            )
        }) {
            change(&|stage| stage.metric.clone_from(&text));
        }
        if let Some(text) = labeled(ui, p, "Rollback", |ui| {
            draft_field(
                ui,
                "Rollback of the stage",
                &said.rollback,
                "How to roll this stage back",
                220.0,
            )
        }) {
            change(&|stage| stage.rollback.clone_from(&text));
        }
        let bake = (said.bake_weeks > 0).then_some(said.bake_weeks);
        if let Some(Given(weeks)) = labeled(ui, p, "Weeks of monitoring", |ui| {
            number_draft(ui, "Weeks to monitor the gate", bake, MAX_WEEKS)
        }) {
            change(&|stage| stage.bake_weeks = weeks.unwrap_or(0));
        }
    });
}
