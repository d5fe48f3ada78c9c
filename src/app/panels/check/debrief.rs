//! The end of a check: what was good, what to fix first, what an interviewer would ask about this drawing, and what to
//! practice next.

use egui::Ui;

use super::actions::CheckActions;
use crate::analysis::Report;
use crate::app::commands::Command;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, card, group_row, styled_text, wrapped};
use crate::model::format;
use crate::practice::Debrief;
use crate::practice::follow_ups::DrawnQuestion;
use crate::scene::{Face, Palette, icon};

/// How many questions are shown: about as many as fit into the last ten minutes of a round. Own judgment.
const QUESTIONS: usize = 3;

/// What of the debrief is opened up.
#[derive(Debug)]
pub(super) struct DebriefSection {
    open: bool,
    /// The questions whose key points are shown, by place.
    answered: [bool; QUESTIONS],
}

impl Default for DebriefSection {
    /// A check ends with its debrief, without being asked.
    fn default() -> Self {
        Self {
            open: true,
            answered: [false; QUESTIONS],
        }
    }
}

impl DebriefSection {
    /// Whether it is opened up.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Shows it under a head that opens and closes. `questions` are about the drawing as it was checked.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        debrief: &Debrief,
        (report, questions): (&Report, &[DrawnQuestion]),
        acts: &mut CheckActions,
    ) {
        ui.add_space(gap::S);
        group_row(ui, p, "Debrief", 0, &mut self.open);
        if !self.open {
            return;
        }
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = gap::XS;
            if !debrief.strengths.is_empty() {
                title_ui(ui, p, "What was good");
                for strength in &debrief.strengths {
                    line_ui(ui, p, &format!("{} {strength}", icon::CHECK));
                }
            }
            if !debrief.help.is_empty() {
                title_ui(ui, p, "What you asked");
                for line in &debrief.help {
                    line_ui(ui, p, line);
                }
            }
            if let Some(first) = report.open().next() {
                title_ui(ui, p, "Fix this first");
                line_ui(ui, p, &first.title);
                let show = Button::new(ButtonKind::Normal, "Show the finding").small();
                if show.show(ui, p).clicked() {
                    acts.toggle = Some(first.key());
                }
            }
            if !questions.is_empty() {
                title_ui(ui, p, "Be ready to answer");
            }
            for (question, answered) in questions.iter().zip(&mut self.answered) {
                line_ui(ui, p, question.ask());
                let points = Button::new(ButtonKind::Quiet, "Key points")
                    .small()
                    .pressed(*answered);
                *answered ^= points.show(ui, p).clicked();
                let steps = question.steps.iter().take(1).filter(|_| *answered);
                for point in steps.flat_map(|step| &step.key_points) {
                    caption(ui, p, format!("· {point}"));
                }
            }
            if let Some((area, part)) = debrief.weakest {
                title_ui(ui, p, "Practice next");
                line_ui(
                    ui,
                    p,
                    &format!(
                        "{}: you earned {} of its points here",
                        area.label(),
                        format::percent(f64::from(part) / 100.0)
                    ),
                );
                if let Some(drill) = debrief.drill() {
                    let label = format!("5-min drill: {}", drill.label());
                    if Button::new(ButtonKind::Normal, &label)
                        .small()
                        .show(ui, p)
                        .clicked()
                    {
                        acts.run = Some(Command::Drill(drill));
                    }
                }
            }
        });
    }
}

fn title_ui(ui: &mut Ui, p: &Palette, text: &str) {
    ui.add_space(gap::XXS);
    ui.label(styled_text(
        text,
        Face::SemiBold,
        TextSize::Small,
        p.text_secondary,
    ));
}

fn line_ui(ui: &mut Ui, p: &Palette, text: &str) {
    wrapped(
        ui,
        styled_text(text, Face::Regular, TextSize::Body, p.text_primary),
    );
}
