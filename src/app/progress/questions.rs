//! What the tasks of drills ask, what is answered, and what is right.

use egui::{TextEdit, Ui};

use crate::analysis::FlowState;
use crate::app::look::gap;
use crate::app::widgets::{caption, graded_row, heading, paragraph, radio_row, segmented_about};
use crate::model::format;
use crate::practice::interview::compute;
use crate::practice::scorecard::Dimension;
use crate::practice::{
    DrillGrade, DrillPrediction, DrillQuestion, DrillRound, DrillTask, FaultQuestion,
    NumberQuestion, describe_failure,
};
use crate::scene::Palette;

const STATES: [(FlowState, &str); 3] = [
    (FlowState::Ok, "Works"),
    (FlowState::Degraded, "Degraded"),
    (FlowState::Down, "Down"),
];

/// What is answered to a task.
#[derive(Debug)]
pub(super) enum DrillAnswer {
    Prediction(DrillPrediction),
    Number {
        value: String,
        unit: String,
    },
    Fault {
        place: Option<usize>,
        fault: Option<usize>,
        fix: String,
    },
}

impl DrillAnswer {
    /// Nothing answered yet.
    pub(super) fn blank(question: &DrillQuestion) -> Self {
        match question {
            DrillQuestion::WhatBreaks(round) => Self::Prediction(DrillPrediction::blank(round)),
            DrillQuestion::Number(_) => Self::Number {
                value: String::new(),
                unit: String::new(),
            },
            DrillQuestion::Fault(_) => Self::Fault {
                place: None,
                fault: None,
                fix: String::new(),
            },
        }
    }

    /// Whether everything is answered.
    pub(super) fn is_complete(&self, question: &DrillQuestion) -> bool {
        match (self, question) {
            (Self::Prediction(prediction), DrillQuestion::WhatBreaks(round)) => {
                prediction.is_complete(round)
            }
            (Self::Number { value, .. }, _) => compute(value).is_ok(),
            (Self::Fault { place, fault, .. }, _) => place.is_some() && fault.is_some(),
            (Self::Prediction(_), _) => false,
        }
    }

    /// What it is worth, and for which rubric area.
    pub(super) fn grade(&self, question: &DrillQuestion) -> (Dimension, DrillGrade) {
        match (self, question) {
            (Self::Prediction(prediction), DrillQuestion::WhatBreaks(round)) => {
                (Dimension::Reliability, round.grade_prediction(prediction))
            }
            (Self::Number { value, unit }, DrillQuestion::Number(number)) => {
                (number.area, number.grade_number(value, unit).0)
            }
            (Self::Fault { place, fault, .. }, DrillQuestion::Fault(asked)) => {
                (asked.area(), asked.grade_fault(*place, *fault))
            }
            // An answer is made for its question.
            _ => (Dimension::Communication, DrillGrade::default()),
        }
    }
}

/// Shows what a task asks, or what is right once it is revealed.
pub(super) fn question_ui(
    ui: &mut Ui,
    p: &Palette,
    task: &DrillTask,
    answer: &mut DrillAnswer,
    revealed: bool,
) {
    match (&task.question, answer) {
        (DrillQuestion::WhatBreaks(round), DrillAnswer::Prediction(prediction)) => {
            failure_ui(ui, p, task, round, prediction, revealed);
        }
        (DrillQuestion::Number(number), DrillAnswer::Number { value, unit }) => {
            number_ui(ui, p, number, (value, unit), revealed);
        }
        (DrillQuestion::Fault(asked), DrillAnswer::Fault { place, fault, fix }) => {
            fault_ui(ui, p, asked, (place, fault, fix), revealed);
        }
        _ => {}
    }
}

fn failure_ui(
    ui: &mut Ui,
    p: &Palette,
    task: &DrillTask,
    round: &DrillRound,
    prediction: &mut DrillPrediction,
    revealed: bool,
) {
    let failed = task.design.item_name(round.failed);
    let failure = describe_failure(&failed, task.design.zone(round.failed).is_some());
    paragraph(ui, p, format!("{failure}. What happens to each flow?"));
    caption(
        ui,
        p,
        "Answering “Works” everywhere earns no points: only a better prediction does",
    );
    ui.add_space(gap::S);
    for (flow, answer) in round.flows.iter().zip(&mut prediction.flows) {
        heading(ui, p, &flow.name);
        if revealed {
            let right = *answer == Some(flow.truth);
            let word = |wanted| {
                let mut states = STATES.iter();
                states
                    .find(|(state, _)| *state == wanted)
                    .map_or("", |(_, word)| word)
            };
            let said = answer.filter(|_| !right).map(word);
            let why = said.map_or_else(
                || flow.why.clone(),
                |said| format!("{}; you said {said}", flow.why),
            );
            graded_row(ui, p, right, word(flow.truth), &why);
        } else {
            let states = STATES.map(|(state, word)| (Some(state), word));
            ui.push_id(&flow.name, |ui| {
                segmented_about(ui, p, answer, &states, Some(&flow.name));
            });
        }
        ui.add_space(gap::S);
    }
    let Some(load) = &round.load else { return };
    let question = "Everything runs, and traffic keeps growing. What breaks first?";
    heading(ui, p, question);
    if revealed {
        let at = load.offered.iter().find(|(id, _)| *id == load.truth);
        let why = at.map_or_else(String::new, |(_, at)| {
            format!(
                "The design breaks at {} today's traffic",
                format::factor(*at)
            )
        });
        let right = prediction.first == Some(load.truth);
        graded_row(ui, p, right, &task.design.item_name(load.truth), &why);
        return;
    }
    for &(id, _) in &load.offered {
        let name = task.design.item_name(id);
        if radio_row(ui, p, &name, prediction.first == Some(id)).clicked() {
            prediction.first = Some(id);
        }
    }
}

fn number_ui(
    ui: &mut Ui,
    p: &Palette,
    number: &NumberQuestion,
    (value, unit): (&mut String, &mut String),
    revealed: bool,
) {
    for line in &number.given {
        paragraph(ui, p, format!("• {line}"));
    }
    ui.add_space(gap::M);
    heading(ui, p, format!("{}?", number.task.label));
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(value)
            .hint_text("Number or calculation")
            .desired_width(200.0);
        ui.add_enabled(!revealed, field)
            .accessible_name("Your number");
        let field = TextEdit::singleline(unit)
            .hint_text(number.task.unit.as_str())
            .desired_width(130.0);
        ui.add_enabled(!revealed, field).accessible_name("Unit");
    });
    match compute(value) {
        Ok(value) => caption(ui, p, format!("= {}", format::amount(value))),
        Err(_) if value.trim().is_empty() => caption(
            ui,
            p,
            "You can type a calculation such as 40M * 5 / 86400. Leave the unit empty to use the one shown",
        ),
        Err(error) => caption(ui, p, error.describe()),
    };
    if revealed {
        ui.add_space(gap::S);
        let (points, grade) = number.grade_number(value, unit);
        let truth = format!("{} {}", format::amount(number.task.value), number.task.unit);
        graded_row(ui, p, points.points == points.of, &truth, &grade.says);
        paragraph(ui, p, &number.task.derivation);
    }
}

fn fault_ui(
    ui: &mut Ui,
    p: &Palette,
    asked: &FaultQuestion,
    (place, fault, fix): (&mut Option<usize>, &mut Option<usize>, &mut String),
    revealed: bool,
) {
    paragraph(ui, p, "This is an accepted design with one fault added.");
    ui.add_space(gap::S);
    heading(ui, p, "Where is the fault?");
    let right = asked.right_place();
    if revealed {
        graded_row(ui, p, *place == Some(right), &asked.places[right].0, "");
    } else {
        for (n, (name, _)) in asked.places.iter().enumerate() {
            if radio_row(ui, p, name, *place == Some(n)).clicked() {
                *place = Some(n);
            }
        }
    }
    ui.add_space(gap::S);
    heading(ui, p, "What is the fault?");
    let right = asked.right_fault();
    if revealed {
        let finding = &asked.finding;
        graded_row(
            ui,
            p,
            *fault == Some(right),
            &asked.faults[right],
            &finding.why,
        );
        caption(ui, p, format!("What was changed: {}", asked.what));
    } else {
        for (n, title) in asked.faults.iter().enumerate() {
            if radio_row(ui, p, title, *fault == Some(n)).clicked() {
                *fault = Some(n);
            }
        }
    }
    ui.add_space(gap::S);
    heading(ui, p, "How would you fix the fault?");
    let field = TextEdit::multiline(fix)
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .hint_text("In a sentence; not graded");
    ui.add_enabled(!revealed, field).accessible_name("Your fix");
    if revealed {
        paragraph(ui, p, format!("The check says: {}", asked.finding.advice));
    }
}
