//! What the interviewer does by himself: a short question while one draws, one change of requirements, and what is asked in
//! the deep dive.

use super::prediction::{FlowGuess, Prediction};
use super::round::{FollowUpAnswer, Interjection, InterviewRound, PickedOption, ToldTwist};
use super::stage::{RoundLength, Stage};
use crate::analysis::Analysis;
use crate::model::{Design, first_random};
use crate::practice::drills::DrillRound;
use crate::practice::follow_ups::{DrawnQuestion, QuestionKind, QuestionStep, questions_about};
use crate::scenario::{Scenario, Twist};

/// Short questions in a round at most: more would be an interrogation.
pub const MAX_INTERJECTIONS: usize = 3;
/// Seconds between two of them at least.
const QUIET: f64 = 75.0;
/// Failures to predict.
pub const PREDICTIONS: usize = 3;
/// Decisions to take.
pub const DECISIONS: usize = 2;
impl InterviewRound {
    /// A short question about a telling component, where it is time for one; none otherwise.
    #[must_use]
    pub fn next_interjection(&self, scenario: &Scenario, design: &Design) -> Option<Interjection> {
        let last = self.interjections.last().map_or(0.0, |one| one.at);
        let is_quiet = self.interjections.is_empty() || self.now() - last >= QUIET;
        if self.stage != Stage::Design || self.interjections.len() >= MAX_INTERJECTIONS || !is_quiet
        {
            return None;
        }
        let cards = scenario.trade_offs.iter().enumerate();
        let mut open = cards.filter(|(n, _)| self.interjections.iter().all(|one| one.card != *n));
        open.find_map(|(n, card)| {
            let (taken, item) = card.drawn_option(design)?;
            let other = card
                .options
                .iter()
                .enumerate()
                .find(|(place, _)| *place != taken)?
                .1;
            Some(Interjection {
                card: n,
                item,
                ask: format!(
                    "{}: why \u{201c}{}\u{201d} and not \u{201c}{}\u{201d}?",
                    card.decision,
                    design.name_of(item),
                    other.name
                ),
                answer: String::new(),
                at: self.now(),
            })
        })
    }

    /// The change of requirements of this round; none where the prompt has none.
    #[must_use]
    pub fn chosen_twist<'a>(&self, scenario: &'a Scenario) -> Option<(usize, &'a Twist)> {
        let count = scenario.twists.len().max(1) as u64;
        let place = (first_random(self.seed) % count) as usize;
        scenario.twists.get(place).map(|twist| (place, twist))
    }

    /// Makes the change of requirements once half of the high-level stage is over, or when it is left. Says what it is.
    pub fn tell_twist<'a>(&mut self, scenario: &'a Scenario, design: &Design) -> Option<&'a Twist> {
        let half = f64::from(self.planned(Stage::Design)) * 30.0;
        let is_time = self.stage > Stage::Design
            || (self.stage == Stage::Design && self.clock.spent(Stage::Design) >= half);
        if self.twist.is_some() || !is_time {
            return None;
        }
        let (place, twist) = self.chosen_twist(scenario)?;
        self.twist = Some(ToldTwist {
            twist: place,
            answer: String::new(),
            drawn: design.components().len(),
            at: self.now(),
        });
        Some(twist)
    }

    /// Questions about the drawing in a round of this length.
    #[must_use]
    pub fn follow_up_count(&self) -> usize {
        match self.length {
            RoundLength::Drill => 2,
            RoundLength::Short => 3,
            RoundLength::Full => 4,
        }
    }

    /// Prepares what the deep dive asks where nothing is drawn: what the prompt itself would ask, and two decisions. What was
    /// prepared already stays.
    pub fn prepare_spoken_deep_dive(&mut self, scenario: &Scenario) {
        if self.follow_ups.is_empty() {
            let count = self.follow_up_count();
            let asked = scenario.follow_ups.iter().take(count).map(|follow_up| {
                let step = |ask: &str, key_points: &[String]| QuestionStep {
                    ask: ask.to_owned(),
                    key_points: key_points.to_vec(),
                };
                FollowUpAnswer {
                    question: DrawnQuestion {
                        kind: QuestionKind::Prompt,
                        items: Vec::new(),
                        steps: vec![
                            step(&follow_up.ask, &follow_up.covers),
                            step(&follow_up.deeper, &[]),
                        ],
                    },
                    answers: Vec::new(),
                    rating: 0,
                    at: 0.0,
                }
            });
            self.follow_ups.extend(asked);
        }
        if self.decisions.is_empty() {
            let cards = 0..scenario.trade_offs.len().min(DECISIONS);
            self.decisions.extend(cards.map(|card| PickedOption {
                card,
                ..PickedOption::default()
            }));
        }
    }

    /// Prepares what the deep dive asks about the drawing as it is. What was answered already stays.
    pub fn prepare_deep_dive(&mut self, analysis: &Analysis) {
        let Some(scenario) = analysis.scenario() else {
            return;
        };
        self.follow_ups.retain(FollowUpAnswer::is_answered);
        let asked: Vec<String> = self
            .follow_ups
            .iter()
            .map(|one| one.question.ask().to_owned())
            .collect();
        let new = questions_about(analysis)
            .into_iter()
            .filter(|question| !asked.iter().any(|known| known == question.ask()));
        let missing = self.follow_up_count().saturating_sub(self.follow_ups.len());
        self.follow_ups
            .extend(new.take(missing).map(|question| FollowUpAnswer {
                question,
                answers: Vec::new(),
                rating: 0,
                at: 0.0,
            }));
        self.predictions
            .retain(|one| one.flows.iter().any(|flow| flow.said.is_some()));
        let mut number = 0;
        while self.predictions.len() < PREDICTIONS && number < 4 * PREDICTIONS {
            if let Some(drill) = DrillRound::new(analysis, number)
                && self
                    .predictions
                    .iter()
                    .all(|one| one.failed != drill.failed)
            {
                self.predictions.push(Prediction {
                    failed: drill.failed,
                    name: analysis.design().item_name(drill.failed),
                    is_zone: analysis.design().zone(drill.failed).is_some(),
                    flows: drill
                        .flows
                        .into_iter()
                        .map(|flow| FlowGuess {
                            flow: flow.name,
                            truth: flow.truth,
                            why: flow.why,
                            said: None,
                        })
                        .collect(),
                    at: 0.0,
                });
            }
            number += 1;
        }
        if self.decisions.is_empty() {
            // First what the drawing shows, then what no drawing shows. A decision between components none of which is
            // drawn was not taken.
            let design = analysis.design();
            let all = scenario.trade_offs.iter().enumerate();
            let mut cards: Vec<(bool, usize)> = all
                .map(|(n, card)| (card, n))
                .filter(|(card, _)| {
                    let mut options = card.options.iter();
                    !card.is_drawn() || options.any(|one| one.shown_in(design).is_some())
                })
                .map(|(card, n)| (!card.is_drawn(), n))
                .collect();
            cards.sort_unstable();
            for (_, card) in cards.into_iter().take(DECISIONS) {
                self.decisions.push(PickedOption {
                    card,
                    ..PickedOption::default()
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::interview::{ClockReading, DrawingMode, InterviewProfile};
    use crate::scenario::builtin;

    fn round(scenario: &Scenario, seed: u64) -> InterviewRound {
        InterviewRound::new(
            scenario,
            InterviewProfile::default(),
            RoundLength::Full,
            String::new(),
            seed,
        )
    }

    #[test]
    fn a_spoken_round_is_asked_without_a_drawing_and_draws_afterward() {
        for scenario in builtin() {
            let mut spoken = round(scenario, 3);
            spoken.drawing = DrawingMode::Spoken;
            spoken.prepare_spoken_deep_dive(scenario);
            assert_eq!(
                spoken.follow_ups.len(),
                spoken.follow_up_count(),
                "{}",
                scenario.id
            );
            assert_eq!(spoken.decisions.len(), DECISIONS);
            spoken.follow_ups[0].answers.push("A standby".to_owned());
            let before = spoken.clone();
            spoken.prepare_spoken_deep_dive(scenario);
            assert_eq!(spoken, before);
            assert!(!spoken.finish() && spoken.draws_afterward);
            assert!(spoken.finish());
        }
        assert!(round(&builtin()[0], 3).finish());
    }

    #[test]
    fn every_prompt_has_twists_for_drawing_and_program_and_each_can_come() {
        for scenario in builtin() {
            let program = scenario
                .twists
                .iter()
                .filter(|twist| twist.change.is_none())
                .count();
            assert!(scenario.twists.len() >= 4, "{}", scenario.id);
            assert!(2 * program >= scenario.twists.len(), "{}", scenario.id);
            let mut come: Vec<usize> = (0..200)
                .filter_map(|seed| Some(round(scenario, seed).chosen_twist(scenario)?.0))
                .collect();
            come.sort_unstable();
            come.dedup();
            assert_eq!(come.len(), scenario.twists.len());
        }
    }

    #[test]
    fn the_twist_comes_in_the_middle_or_when_the_stage_is_left() {
        let scenario = &builtin()[0];
        let design = &scenario.designs[0].design;
        let mut one = round(scenario, 3);
        one.stage = Stage::Design;
        assert!(one.tell_twist(scenario, design).is_none());
        let at = |steady| ClockReading {
            steady,
            wall: steady,
        };
        one.clock.tick(Stage::Design, at(0.0));
        one.clock.tick(Stage::Design, at(361.0));
        assert!(one.tell_twist(scenario, design).is_some());
        assert!(one.tell_twist(scenario, design).is_none());
        let mut two = round(scenario, 3);
        two.stage = Stage::DeepDive;
        assert!(two.tell_twist(scenario, design).is_some());
    }

    #[test]
    fn interjections_are_few_far_apart_and_about_the_drawing() {
        let mut heard = 0;
        for scenario in builtin() {
            let mut one = round(scenario, 1);
            let design = &scenario.designs[0].design;
            assert!(one.next_interjection(scenario, design).is_none());
            one.stage = Stage::Design;
            let mut now = 0.0;
            one.clock.tick(
                Stage::Design,
                ClockReading {
                    steady: now,
                    wall: now,
                },
            );
            for _ in 0..100 {
                if let Some(said) = one.next_interjection(scenario, design) {
                    assert!(said.ask.contains(design.name_of(said.item)), "{}", said.ask);
                    one.interjections.push(said);
                    assert!(one.next_interjection(scenario, design).is_none());
                    heard += 1;
                }
                now += 20.0;
                one.clock.tick(
                    Stage::Design,
                    ClockReading {
                        steady: now,
                        wall: now,
                    },
                );
            }
            assert!(one.interjections.len() <= MAX_INTERJECTIONS);
        }
        assert!(heard > builtin().len(), "{heard}");
    }

    #[test]
    fn the_deep_dive_asks_about_the_drawing_and_keeps_answers() {
        let scenario = &builtin()[0];
        let analysis = Analysis::new(&scenario.designs[0].design, Some(scenario));
        let mut one = round(scenario, 1);
        one.prepare_deep_dive(&analysis);
        assert_eq!(
            (
                one.follow_ups.len(),
                one.predictions.len(),
                one.decisions.len()
            ),
            (4, 3, 2)
        );
        one.follow_ups[1].answers.push("Because".to_owned());
        let kept = one.follow_ups[1].clone();
        one.prepare_deep_dive(&analysis);
        assert_eq!(one.follow_ups.len(), 4);
        assert_eq!(one.follow_ups[0], kept);
    }
}
