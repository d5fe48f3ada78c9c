//! Requirements and estimates.

use super::measure::{Evidence, Measures};
use crate::practice::interview::{InterviewRound, grade_estimate, says_requirement};
use crate::scenario::{QuestionValue, Weight};

/// Questions that help, for full points.
const QUESTIONS: usize = 3;

/// How many questions were asked that change the design.
pub(super) fn good_questions(round: &InterviewRound) -> usize {
    let good = |value: &Option<QuestionValue>| *value == Some(QuestionValue::Good);
    round.asked.iter().filter(|one| good(&one.value)).count()
}

pub(super) fn framing(measures: &Measures) -> Vec<Evidence> {
    let round = measures.round;
    let requirements = measures
        .scenario
        .map_or(&[][..], |scenario| &scenario.requirements);
    let wanted: Vec<_> = requirements
        .iter()
        .filter(|one| one.weight != Weight::Nice)
        .collect();
    let written: Vec<&str> = round
        .must_have
        .iter()
        .chain(&round.assumptions)
        .map(|line| line.text.as_str())
        .collect();
    let covered = wanted
        .iter()
        .filter(|one| written.iter().any(|text| says_requirement(text, &one.text)))
        .count();
    let last = round.must_have.iter().map(|line| line.at).reduce(f64::max);
    let asked = good_questions(round);
    let astray = round
        .asked
        .iter()
        .filter(|one| one.value == Some(QuestionValue::Distracting))
        .count();
    let part = asked.min(QUESTIONS) as f64 / QUESTIONS as f64 - 0.1 * astray as f64;
    let says = match astray {
        0 => format!("{asked} clarifying questions that change the design"),
        _ => {
            format!(
                "{asked} clarifying questions that change the design, {astray} that lead in the wrong direction"
            )
        }
    };
    let first_question = round.asked.iter().map(|one| one.at).reduce(f64::min);
    let is_before = |at: f64| round.first_box.is_none_or(|first| at <= first);
    let scope = [&round.must_have, &round.out_of_scope];
    let said_before = scope
        .iter()
        .filter(|list| list.iter().any(|line| is_before(line.at)))
        .count();
    let scope_says = match said_before {
        2 => "Must-haves and out-of-scope items were stated before the first box",
        1 => "Only half of the scope was stated before the first box",
        _ => "No scope was stated before the first box",
    };
    let first_scope = round
        .out_of_scope
        .iter()
        .map(|line| line.at)
        .reduce(f64::min);
    vec![
        Measures::share(
            "important requirements written down",
            covered,
            wanted.len(),
            0.5,
        )
        .at(last),
        Evidence::new(says, 0.3, part).at(first_question),
        Evidence::new(scope_says, 0.2, said_before as f64 / 2.0).at(first_scope),
    ]
}

pub(super) fn estimates(measures: &Measures) -> Vec<Evidence> {
    let tasks = measures
        .scenario
        .map_or(&[][..], |scenario| &scenario.estimates);
    let asked = measures
        .scenario
        .map_or(0, |scenario| measures.round.estimate_count(scenario));
    tasks
        .iter()
        .take(asked)
        .enumerate()
        .map(|(n, task)| {
            let entry = measures.round.estimates.get(n);
            let (value, unit) =
                entry.map_or(("", ""), |one| (one.value.as_str(), one.unit.as_str()));
            let grade = grade_estimate(task, value, unit);
            let at = entry.filter(|one| !one.value.is_empty()).map(|one| one.at);
            Evidence::new(format!("{}: {}", task.label, grade.says), 1.0, grade.credit).at(at)
        })
        .collect()
}
