//! Predict, then reveal: before the numbers show what a failure does, the user says so, and is graded.

use egui::Ui;

use super::view::name;
use crate::analysis::{FlowState, WhatIf};
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, caption, graded_row, heading, paragraph, radio_row, segmented, styled_text,
};
use crate::model::{Design, Id, format};
use crate::practice::scorecard::state_word;
use crate::practice::{DrillGrade, DrillPrediction, DrillRound, LoadQuestion, describe_failure};
use crate::scene::{Face, Palette, icon};

/// A drill in progress.
#[derive(Debug)]
pub(super) struct Drill {
    number: usize,
    /// The revision of the drawing that it asks about.
    revision: u64,
    round: DrillRound,
    prediction: DrillPrediction,
    /// The grade, once it is revealed.
    grade: Option<DrillGrade>,
}

/// What the user did.
#[derive(Debug, Default)]
pub(super) struct DrillActions {
    /// A round was revealed.
    pub(super) graded: Option<DrillGrade>,
    /// An item is pointed at.
    pub(super) highlight: Option<Id>,
    next: bool,
    /// The drill is over.
    pub(super) ended: bool,
}

impl Drill {
    /// The first round that was not revealed yet, of so many; none where there is nothing to ask.
    pub(super) fn new(session: &mut Session, number: usize) -> Option<Self> {
        let round = DrillRound::new(session.analysis(), number)?;
        Some(Self {
            number,
            revision: session.document.revision(),
            prediction: DrillPrediction::blank(&round),
            round,
            grade: None,
        })
    }

    /// The same round about the drawing as it is now.
    pub(super) fn renew_round(self, session: &mut Session) -> Option<Self> {
        if self.revision == session.document.revision() {
            Some(self)
        } else {
            Self::new(session, self.number)
        }
    }

    /// Whether the answer is still to be hidden.
    pub(super) fn is_unanswered(&self) -> bool {
        self.grade.is_none()
    }

    /// What fails.
    pub(super) fn failed_component(&self) -> Id {
        self.round.failed
    }

    /// The circumstances to show: nothing has failed before the prediction.
    pub(super) fn what_if(&self) -> WhatIf {
        if self.is_unanswered() {
            WhatIf::default()
        } else {
            self.round.what_if()
        }
    }
}

/// Shows the round.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    session: &mut Session,
    drill: &mut Drill,
) -> DrillActions {
    let design = session.document.design();
    let mut acts = DrillActions::default();
    ui.horizontal(|ui| {
        heading(ui, p, "Predict, then reveal");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let end = Button::icon(icon::X, "End the drill").small();
            acts.ended = end.show(ui, p).clicked();
        });
    });
    let failed = name(design, drill.round.failed);
    let failure = describe_failure(failed, design.zone(drill.round.failed).is_some());
    paragraph(ui, p, format!("{failure}. What happens to each flow?"));
    ui.add_space(gap::S);
    flows_ui(ui, p, drill);
    if let Some(load) = &drill.round.load {
        ui.add_space(gap::S);
        let what = "Everything runs, and traffic keeps growing. What breaks first?";
        paragraph(ui, p, what);
        ui.add_space(gap::XS);
        load_ui(
            ui,
            p,
            design,
            load,
            drill.grade.is_some(),
            &mut drill.prediction,
            &mut acts,
        );
    }
    ui.add_space(gap::L);
    match drill.grade {
        None => {
            let ready = drill.prediction.is_complete(&drill.round);
            let reveal = Button::new(ButtonKind::Accent, "Reveal").with_icon(icon::EYE);
            let response = reveal.enabled(ready).show(ui, p);
            if response.clicked() {
                let grade = drill.round.grade_prediction(&drill.prediction);
                drill.grade = Some(grade);
                acts.graded = Some(grade);
            }
            response.on_disabled_hover_text("Answer everything first");
        }
        Some(grade) => {
            ui.horizontal(|ui| {
                let DrillGrade { points, of } = grade;
                let text = format!("{points} of {of} points");
                ui.label(styled_text(
                    text,
                    Face::SemiBold,
                    TextSize::Heading,
                    p.text_primary,
                ));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    acts.next = Button::new(ButtonKind::Accent, "Next failure")
                        .show(ui, p)
                        .clicked();
                });
            });
            caption(ui, p, "The canvas shows what still works");
        }
    }
    if acts.next {
        // The drawing may have changed so much that nothing is left to ask.
        match Drill::new(session, drill.number + 1) {
            Some(next) => *drill = next,
            None => acts.ended = true,
        }
    }
    acts
}

fn flows_ui(ui: &mut Ui, p: &Palette, drill: &mut Drill) {
    let revealed = drill.grade.is_some();
    for (flow, answer) in drill.round.flows.iter().zip(&mut drill.prediction.flows) {
        ui.label(styled_text(
            &flow.name,
            Face::SemiBold,
            TextSize::Body,
            p.text_primary,
        ));
        if revealed {
            let right = *answer == Some(flow.truth);
            graded_row(ui, p, right, state_word(flow.truth), &flow.why);
        } else {
            let all = [FlowState::Ok, FlowState::Degraded, FlowState::Down];
            let all = all.map(|state| (Some(state), state_word(state)));
            ui.push_id(&flow.name, |ui| segmented(ui, p, answer, &all));
        }
        ui.add_space(gap::S);
    }
}

fn load_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    load: &LoadQuestion,
    revealed: bool,
    prediction: &mut DrillPrediction,
    acts: &mut DrillActions,
) {
    if revealed {
        let right = prediction.first == Some(load.truth);
        let at = |id: Id| load.offered.iter().find(|(known, _)| *known == id);
        let times = |id: Id| at(id).map_or_else(String::new, |(_, at)| format::factor(*at));
        let mut why = format!("The design breaks at {} today's traffic", times(load.truth));
        if let Some(answer) = prediction.first.filter(|_| !right) {
            why = format!("{why}; {} at {}", name(design, answer), times(answer));
        }
        graded_row(ui, p, right, name(design, load.truth), &why);
        return;
    }
    for &(id, _) in &load.offered {
        let response = radio_row(ui, p, name(design, id), prediction.first == Some(id));
        if response.hovered() || response.has_focus() {
            acts.highlight = Some(id);
        }
        if response.clicked() {
            prediction.first = Some(id);
        }
    }
}
