//! What was said and written in a round, beside what a good answer covers: on the scorecard and in what is exported of it.

use crate::analysis::FlowState;
use crate::practice::interview::{InterviewRound, grade_estimate};
use crate::scenario::{Scenario, TradeOff};

/// One thing that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// What was asked.
    pub asked: String,
    /// What the candidate said; empty where nothing was.
    pub said: String,
    /// What a good answer covers, or what is right and why; a sentence each.
    pub covers: Vec<String>,
}

/// Answers of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswers {
    /// What they are about.
    pub title: &'static str,
    /// In the order in which they were asked; not empty.
    pub answers: Vec<GivenAnswer>,
}

/// All that was asked beside the follow-up questions, by sort; sorts of which nothing was asked are left out.
#[must_use]
pub fn given_answers(round: &InterviewRound, scenario: &Scenario) -> Vec<GivenAnswers> {
    let all = [
        ("While you drew", interjections(round, scenario)),
        ("The requirement change", twist(round, scenario)),
        ("Estimates", estimates(round, scenario)),
        ("Predicted failures", predictions(round)),
        ("Decisions", decisions(round, scenario)),
        ("Wrap-up", summaries(round, scenario)),
    ];
    let all = all.into_iter().filter(|(_, answers)| !answers.is_empty());
    all.map(|(title, answers)| GivenAnswers { title, answers })
        .collect()
}

fn interjections(round: &InterviewRound, scenario: &Scenario) -> Vec<GivenAnswer> {
    let asked = round.interjections.iter();
    asked
        .map(|one| GivenAnswer {
            asked: one.ask.clone(),
            said: one.answer.trim().to_owned(),
            covers: scenario
                .trade_offs
                .get(one.card)
                .map_or_else(Vec::new, options_of),
        })
        .collect()
}

fn twist(round: &InterviewRound, scenario: &Scenario) -> Vec<GivenAnswer> {
    let told = round.twist.iter();
    let answers = told.filter_map(|told| {
        let twist = scenario.twists.get(told.twist)?;
        Some(GivenAnswer {
            asked: twist.says.clone(),
            said: told.answer.trim().to_owned(),
            covers: twist.covers.clone(),
        })
    });
    answers.collect()
}

fn estimates(round: &InterviewRound, scenario: &Scenario) -> Vec<GivenAnswer> {
    let tasks = scenario.estimates.iter().zip(&round.estimates);
    tasks
        .take(round.estimate_count(scenario))
        .map(|(task, entry)| {
            let (value, unit) = (entry.value.trim(), entry.unit.trim());
            let unit = if unit.is_empty() { &task.unit } else { unit };
            GivenAnswer {
                asked: task.label.clone(),
                said: match value {
                    "" => String::new(),
                    value => format!("{value} {unit}"),
                },
                covers: vec![
                    grade_estimate(task, value, unit).says,
                    task.derivation.clone(),
                ],
            }
        })
        .collect()
}

fn predictions(round: &InterviewRound) -> Vec<GivenAnswer> {
    let of_failure = round.predictions.iter().flat_map(|prediction| {
        prediction.flows.iter().map(|flow| GivenAnswer {
            asked: format!("{}: {}", prediction.describe_failure(), flow.flow),
            said: flow
                .said
                .map_or_else(String::new, |said| state_word(said).to_owned()),
            covers: vec![format!("{}: {}", state_word(flow.truth), flow.why)],
        })
    });
    of_failure.collect()
}

/// What becomes of a flow, as one predicts it.
#[must_use]
pub fn state_word(state: FlowState) -> &'static str {
    match state {
        FlowState::Ok => "Works",
        FlowState::Degraded => "Degraded",
        FlowState::Down => "Down",
    }
}

fn decisions(round: &InterviewRound, scenario: &Scenario) -> Vec<GivenAnswer> {
    let picked = round.decisions.iter();
    let answers = picked.filter_map(|picked| {
        let card = scenario.trade_offs.get(picked.card)?;
        let option = |place: Option<usize>| card.options.get(place?);
        let said = option(picked.option).map_or_else(String::new, |chosen| {
            let gain = option(picked.gain).map_or("not said", |one| &one.gains);
            let cost = option(picked.cost).map_or("not said", |one| &one.costs);
            describe_option(&chosen.name, gain, cost)
        });
        Some(GivenAnswer {
            asked: card.decision.clone(),
            said,
            covers: options_of(card),
        })
    });
    answers.collect()
}

/// The options of a card with what each brings and costs.
fn options_of(card: &TradeOff) -> Vec<String> {
    let options = card.options.iter();
    options
        .map(|one| describe_option(&one.name, &one.gains, &one.costs))
        .collect()
}

/// "Both. Benefit: … Cost: …": a benefit that ends with a stop of its own, such as "at 3 a.m.", gets no second one.
fn describe_option(name: &str, gain: &str, cost: &str) -> String {
    format!(
        "{name}. Benefit: {}. Cost: {cost}",
        gain.trim_end_matches('.')
    )
}

fn summaries(round: &InterviewRound, scenario: &Scenario) -> Vec<GivenAnswer> {
    let of = |asked: &str, said: &str, reference: &str| GivenAnswer {
        asked: asked.to_owned(),
        said: said.trim().to_owned(),
        covers: vec![format!("The prompt's own summary: {reference}")],
    };
    let program = &scenario.program;
    vec![
        of(
            "One minute for an engineer",
            &round.for_engineer,
            &scenario.summary,
        ),
        of(
            "One minute for an executive",
            &round.for_executive,
            &program.executive_summary,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::practice::interview::{InterviewProfile, RoundLength, Stage};
    use crate::scenario::builtin;

    #[test]
    fn everything_that_was_said_stands_beside_what_is_right() {
        let scenario = &builtin()[0];
        let design = &scenario.designs[0].design;
        let profile = InterviewProfile::default();
        let mut round = InterviewRound::new(scenario, profile, RoundLength::Full, String::new(), 1);
        round.stage = Stage::DeepDive;
        round.tell_twist(scenario, design);
        round.prepare_deep_dive(&Analysis::new(design, Some(scenario)));
        let twist = round.twist.as_mut().unwrap();
        twist.answer = "We cache at the edge".to_owned();
        let covers = scenario.twists[twist.twist].covers.clone();
        round.estimates[0].value = "12".to_owned();
        round.for_executive = "Short links that last".to_owned();
        let all = given_answers(&round, scenario);
        let of = |title: &str| {
            let mut groups = all.iter();
            &groups.find(|one| one.title == title).unwrap().answers
        };
        assert_eq!(of("The requirement change")[0].said, "We cache at the edge");
        assert_eq!(of("The requirement change")[0].covers, covers);
        let estimate = &of("Estimates")[0];
        assert_eq!(estimate.said, format!("12 {}", scenario.estimates[0].unit));
        assert_eq!(estimate.covers[1], scenario.estimates[0].derivation);
        assert!(of("Estimates")[1].said.is_empty());
        let predicted: usize = round.predictions.iter().map(|one| one.flows.len()).sum();
        assert_eq!(of("Predicted failures").len(), predicted);
        let summary = &of("Wrap-up")[1];
        assert_eq!(summary.said, "Short links that last");
        assert!(summary.covers[0].contains(&scenario.program.executive_summary));
        assert!(!all.iter().any(|one| one.title == "While you drew"));
    }
}
