//! Drills of five minutes, made from prompts and their accepted designs: what breaks, numbers, find the fault.
//!
//! A seed and a number make a task, the same on every machine, and the analysis works out the answers: they never run out.

mod chance;
mod fault;
mod kind;
mod numbers;
mod what_breaks;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use fault::FaultQuestion;
pub use kind::DrillKind;
pub use numbers::NumberQuestion;
pub(super) use what_breaks::grade_flows;
pub use what_breaks::{
    DrillGrade, DrillPrediction, DrillRound, FlowQuestion, LoadQuestion, describe_failure,
};

use super::attempts::{Attempt, AttemptMode, percent};
use super::scorecard::Dimension;
use crate::analysis::Analysis;
use crate::model::{Design, Id, first_random};
use crate::scenario::Scenario;
use chance::pick;

/// How long a drill is meant to take (s).
pub const DRILL_SECONDS: u32 = 300;
/// Prompts and designs tried for one task before there is none.
const MOST_TRIED: u64 = 16;

/// What a task asks.
#[derive(Debug, Clone)]
pub enum DrillQuestion {
    /// What a failure does.
    WhatBreaks(DrillRound),
    /// A number.
    Number(NumberQuestion),
    /// Where the fault is, and what it is.
    Fault(Box<FaultQuestion>),
}

impl DrillQuestion {
    /// What the answer points at on the drawing, once it is revealed.
    #[must_use]
    pub fn told_items(&self) -> Vec<Id> {
        match self {
            Self::Fault(asked) => asked.told_items(),
            Self::WhatBreaks(_) | Self::Number(_) => Vec::new(),
        }
    }
}

/// One task about one drawing.
#[derive(Debug, Clone)]
pub struct DrillTask {
    /// The id of the prompt that it comes from.
    pub scenario: String,
    /// What the prompt is called.
    pub title: String,
    /// What is drawn, without positions.
    pub design: Design,
    /// What is asked about it.
    pub question: DrillQuestion,
}

impl DrillTask {
    /// The task with this number of a drill; none where the prompts give none.
    #[must_use]
    pub fn new(kind: DrillKind, scenarios: &[Scenario], seed: u64, number: u64) -> Option<Self> {
        let start = first_random(seed).wrapping_add(number);
        (0..MOST_TRIED).find_map(|attempt| {
            let chance = first_random(start.wrapping_add(attempt << 32));
            let scenario = pick(scenarios, chance)?;
            let accepted = pick(&scenario.designs, first_random(chance))?;
            let luck = first_random(chance.wrapping_add(1));
            let (design, question) = match kind {
                DrillKind::WhatBreaks => {
                    let analysis = Analysis::new(&accepted.design, Some(scenario));
                    let round = DrillRound::new(&analysis, (luck % 1_024) as usize)?;
                    (accepted.design.clone(), DrillQuestion::WhatBreaks(round))
                }
                DrillKind::Numbers => {
                    let analysis = Analysis::new(&accepted.design, Some(scenario));
                    let question = NumberQuestion::new(&analysis, scenario, luck)?;
                    (accepted.design.clone(), DrillQuestion::Number(question))
                }
                DrillKind::FindTheFault => {
                    let (design, question) = FaultQuestion::new(scenario, accepted, luck)?;
                    (design, DrillQuestion::Fault(Box::new(question)))
                }
            };
            Some(Self {
                scenario: scenario.id.clone(),
                title: scenario.title.clone(),
                design,
                question,
            })
        })
    }
}

/// How a drill went, task by task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrillTally {
    grades: Vec<(Dimension, DrillGrade)>,
}

impl DrillTally {
    /// Notes a task that was answered.
    pub fn add(&mut self, area: Dimension, grade: DrillGrade) {
        self.grades.push((area, grade));
    }

    /// How many tasks were answered.
    #[must_use]
    pub fn tasks(&self) -> usize {
        self.grades.len()
    }

    /// All points together.
    #[must_use]
    pub fn total(&self) -> DrillGrade {
        let mut total = DrillGrade::default();
        for (_, grade) in &self.grades {
            total.points += grade.points;
            total.of += grade.of;
        }
        total
    }

    /// The drill as an attempt; none where nothing was answered.
    #[must_use]
    pub fn attempt(&self, kind: DrillKind, at: Timestamp, seconds: u32) -> Option<Attempt> {
        let total = self.total();
        let mut sums = BTreeMap::<Dimension, DrillGrade>::new();
        for (area, grade) in &self.grades {
            let sum = sums.entry(*area).or_default();
            sum.points += grade.points;
            sum.of += grade.of;
        }
        (total.of > 0).then(|| Attempt {
            at,
            scenario: String::new(),
            title: kind.label().to_owned(),
            mode: AttemptMode::Drill(kind),
            seconds,
            score: u32::from(total.percent()),
            assisted: 0,
            hints: 0,
            asked: 0,
            areas: sums
                .into_iter()
                .map(|(area, sum)| (area, sum.percent()))
                .collect(),
            drawing: None,
            round: None,
        })
    }
}

impl DrillGrade {
    /// The part reached (%).
    #[must_use]
    pub fn percent(self) -> u8 {
        percent(f64::from(self.points) / f64::from(self.of.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Severity;
    use crate::model::Id;
    use crate::scenario::builtin;

    #[test]
    fn tasks_are_the_same_for_a_seed_and_do_not_run_out() {
        for kind in DrillKind::ALL {
            let ask = |number| {
                let task = DrillTask::new(kind, builtin(), 7, number).unwrap();
                format!("{} {:?}", task.title, task.question)
            };
            let asked: Vec<String> = (0..8).map(ask).collect();
            assert_eq!(asked[3], ask(3));
            let different: std::collections::BTreeSet<&String> = asked.iter().collect();
            assert!(different.len() >= 7, "{kind:?}: {asked:#?}");
        }
        assert!(DrillTask::new(DrillKind::Numbers, &[], 7, 0).is_none());
    }

    #[test]
    fn what_is_asked_can_be_answered_and_in_one_way() {
        for number in 0..24 {
            let ask = |kind| DrillTask::new(kind, builtin(), 11, number).unwrap();
            if let DrillQuestion::Number(asked) = ask(DrillKind::Numbers).question {
                let all = format!("{:?} {}", asked.given, asked.task.derivation);
                let shows_nothing = [" 0 MB", " 0 requests", " 0 KB"];
                let shows_nothing = shows_nothing.into_iter().any(|none| all.contains(none));
                assert!(!shows_nothing, "task {number}: {all}");
                let is_trivial = asked.task.unit == "instances" && asked.task.value < 2.0;
                assert!(!is_trivial || !all.contains("One instance"), "{all}");
            }
            let task = ask(DrillKind::FindTheFault);
            let DrillQuestion::Fault(asked) = &task.question else {
                continue;
            };
            let mut scenarios = builtin().iter();
            let scenario = scenarios.find(|one| one.id == task.scenario);
            let report = Analysis::new(&task.design, scenario).report();
            let open = report.open().filter(|one| one.severity < Severity::Info);
            for finding in open {
                let right = asked.right_fault();
                let titles = asked.faults.iter().enumerate();
                let mut wrong = titles.filter(|(n, title)| *n != right && **title == finding.title);
                assert_eq!(wrong.next(), None, "task {number} offers what is open too");
                let links = finding
                    .items
                    .iter()
                    .filter_map(|&id| task.design.connection(id));
                let ends = links.flat_map(|link| [link.from, link.to]);
                let about: Vec<Id> = finding.items.iter().copied().chain(ends).collect();
                for (n, (name, place)) in asked.places.iter().enumerate() {
                    let concerns = place.is_some_and(|id| about.contains(&id));
                    assert!(
                        !concerns || n == asked.right_place(),
                        "task {number} offers {name}, where {} is open",
                        finding.title
                    );
                }
            }
        }
    }

    #[test]
    fn a_drill_counts_by_area() {
        let mut tally = DrillTally::default();
        assert_eq!(
            tally.attempt(DrillKind::Numbers, Timestamp::UNIX_EPOCH, 1),
            None
        );
        tally.add(Dimension::Estimates, DrillGrade { points: 1, of: 2 });
        tally.add(Dimension::Reliability, DrillGrade { points: 2, of: 2 });
        let attempt = tally
            .attempt(DrillKind::Numbers, Timestamp::UNIX_EPOCH, 90)
            .unwrap();
        assert_eq!(attempt.score, 75);
        assert_eq!(attempt.areas[&Dimension::Estimates], 50);
        assert_eq!(attempt.areas[&Dimension::Reliability], 100);
    }
}
