//! The form of a prompt of one's own: brief, required parts, flows and numbers.

mod brief;
mod check;
mod fields;
mod flows;
mod jobs;
mod numbers;
mod parts;

use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use check::PromptFormCheck;

use super::layout::{buttons_ui, cancel_ui, title_ui};
use super::outcome::{ModalOutcome, PromptFormAction};
use crate::analysis::{Severity, analyze};
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram::MiniDiagram;
use crate::app::widgets::{Button, ButtonKind, styled_text, tabs};
use crate::scenario::{AcceptedDesign, Scenario, author};
use crate::scene::{Face, Palette, icon};

const HEIGHT: f32 = 430.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PromptFormPage {
    Brief,
    Jobs,
    Parts,
    Flows,
    Numbers,
}

/// A prompt while it is written.
#[derive(Debug)]
pub(crate) struct PromptForm {
    /// The prompt as it is typed.
    pub scenario: Scenario,
    /// Its file, where it is among the user's prompts already.
    pub file: Option<PathBuf>,
    /// Why it cannot be kept as it is.
    pub problem: Option<String>,
    page: PromptFormPage,
    drawing: MiniDiagram,
    checked: Option<(Scenario, PromptFormCheck)>,
}

impl PromptForm {
    /// The form of a prompt, kept in `file` or not yet.
    pub(crate) fn new(scenario: Scenario, file: Option<PathBuf>) -> Self {
        let drawing = scenario.designs.first().map(AcceptedDesign::laid_out);
        Self {
            scenario,
            file,
            problem: None,
            page: PromptFormPage::Brief,
            drawing: MiniDiagram::new(drawing.unwrap_or_default()),
            checked: None,
        }
    }

    /// Checks the drawing anew where the prompt has changed.
    fn check(&mut self) -> Option<PromptFormCheck> {
        if !matches!(&self.checked, Some((before, _)) if *before == self.scenario) {
            author::hint_at_parts(&mut self.scenario);
            let design = &self.scenario.designs.first()?.design;
            let report = analyze(design, Some(&self.scenario));
            let loud = report.open().filter(|f| f.severity < Severity::Info);
            let verdict = PromptFormCheck {
                score: report.score.total,
                unreached: report.flows.iter().map(|f| f.unreached.clone()).collect(),
                complaints: loud.map(|finding| finding.title.clone()).collect(),
            };
            self.problem = author::write(&self.scenario).err();
            self.checked = Some((self.scenario.clone(), verdict));
        }
        self.checked.as_ref().map(|(_, verdict)| verdict.clone())
    }
}

/// Shows the form.
pub(super) fn ui(ui: &mut Ui, p: &Palette, form: &mut PromptForm) -> ModalOutcome {
    let heading = if form.file.is_some() {
        "Your prompt"
    } else {
        "Make a prompt from this drawing"
    };
    title_ui(ui, p, heading);
    let verdict = form.check();
    let count = |n: usize| Some(n).filter(|n| *n > 0);
    let parts = form.scenario.designs.first().map_or(0, |d| d.parts.len());
    let all = [
        (PromptFormPage::Brief, "Brief", None),
        (
            PromptFormPage::Jobs,
            "Jobs",
            count(form.scenario.responsibilities.len()),
        ),
        (PromptFormPage::Parts, "Parts", count(parts)),
        (
            PromptFormPage::Flows,
            "Flows",
            count(form.scenario.flows.len()),
        ),
        (PromptFormPage::Numbers, "Numbers", None),
    ];
    tabs(ui, p, &mut form.page, &all);
    ui.add_space(gap::M);
    ScrollArea::vertical()
        .id_salt(("prompt", form.page as usize))
        .max_height(HEIGHT)
        .min_scrolled_height(HEIGHT)
        .auto_shrink(false)
        .show(ui, |ui| {
            let scenario = &mut form.scenario;
            match form.page {
                PromptFormPage::Brief => brief::ui(ui, p, scenario),
                PromptFormPage::Jobs => jobs::ui(ui, p, scenario),
                PromptFormPage::Parts => parts::ui(ui, p, scenario, &form.drawing),
                PromptFormPage::Flows => flows::ui(ui, p, scenario, verdict.as_ref()),
                PromptFormPage::Numbers => numbers::ui(ui, p, scenario),
            }
        });
    ui.add_space(gap::M);
    check_ui(ui, p, form, verdict.as_ref());
    ui.add_space(gap::S);
    let sound = form.problem.is_none();
    let kept = form.file.is_some();
    let act = |act| ModalOutcome::Prompt(act);
    buttons_ui(ui, p, |ui, p| {
        let practice = Button::new(ButtonKind::Primary, "Save and practice").enabled(sound);
        if practice.show(ui, p).clicked() {
            return act(PromptFormAction::Practice);
        }
        if Button::new(ButtonKind::Normal, "Save")
            .enabled(sound)
            .show(ui, p)
            .clicked()
        {
            return act(PromptFormAction::Save);
        }
        let share = Button::new(ButtonKind::Normal, "Share as a file…").enabled(sound);
        if share.show(ui, p).clicked() {
            return act(PromptFormAction::Share);
        }
        if kept
            && Button::new(ButtonKind::Danger, "Remove")
                .show(ui, p)
                .clicked()
        {
            return act(PromptFormAction::Remove);
        }
        cancel_ui(ui, p)
    })
}

/// What is wrong with the prompt, or how its own drawing fares.
fn check_ui(ui: &mut Ui, p: &Palette, form: &PromptForm, verdict: Option<&PromptFormCheck>) {
    let line = |ui: &mut Ui, glyph, ink, text: String| {
        ui.horizontal(|ui| {
            ui.label(styled_text(glyph, Face::Icons, TextSize::Icon, ink));
            let text = styled_text(text, Face::Regular, TextSize::Body, p.text_secondary);
            ui.add(egui::Label::new(text).truncate());
        });
    };
    match (&form.problem, verdict) {
        (Some(problem), _) => line(ui, icon::WARNING, p.critical.text, problem.clone()),
        (None, Some(verdict)) if verdict.complaints.is_empty() => {
            let text = format!("The drawing itself scores {} of 100", verdict.score);
            line(ui, icon::CHECK_CIRCLE, p.ok.text, text);
        }
        (None, Some(verdict)) => {
            let text = format!(
                "The drawing itself scores {} of 100: {}",
                verdict.score,
                verdict.complaints.join("; ")
            );
            line(ui, icon::LIGHTBULB, p.text_tertiary, text);
        }
        (None, None) => {}
    }
}
