//! Predict, then reveal: what a failure does to each flow, and which component cannot keep up first, asked before it is shown.
//!
//! The same drawing asks the same questions in the same order on every machine.

use std::collections::BTreeSet;

use crate::analysis::{Analysis, Failure, FlowState, WhatIf};
use crate::model::{Id, first_random};

/// How many components are offered for the one that cannot keep up first.
const OFFERED: usize = 4;
/// A component that cannot keep up at this many times the traffic at which the first cannot is a wrong answer. Own judgment.
const APART: f64 = 1.1;
/// Points for each answer that is right; a state next to the right one is worth half.
const RIGHT: u32 = 2;

/// A flow to predict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowQuestion {
    /// The flow's name.
    pub name: String,
    /// What becomes of it.
    pub truth: FlowState,
    /// Why, one sentence.
    pub why: String,
}

/// Which component cannot keep up first when the traffic grows.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadQuestion {
    /// What to choose from, in the order of ids, with the times of the traffic now at which each cannot keep up.
    pub offered: Vec<(Id, f64)>,
    /// The right one.
    pub truth: Id,
}

/// One round: a failure, and what is asked about it.
#[derive(Debug, Clone, PartialEq)]
pub struct DrillRound {
    /// The component or zone that fails.
    pub failed: Id,
    /// By flow.
    pub flows: Vec<FlowQuestion>,
    /// About load; none where nothing carries any.
    pub load: Option<LoadQuestion>,
}

/// What the user predicts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrillPrediction {
    /// By flow; none while it is open.
    pub flows: Vec<Option<FlowState>>,
    /// The component that cannot keep up first; none while it is open.
    pub first: Option<Id>,
}

impl DrillPrediction {
    /// Nothing predicted yet.
    #[must_use]
    pub fn blank(round: &DrillRound) -> Self {
        Self {
            flows: vec![None; round.flows.len()],
            first: None,
        }
    }

    /// Whether everything that a round asks is answered.
    #[must_use]
    pub fn is_complete(&self, round: &DrillRound) -> bool {
        let load = round.load.is_none() || self.first.is_some();
        load && self.flows.len() == round.flows.len() && self.flows.iter().all(Option::is_some)
    }
}

/// Points reached, of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DrillGrade {
    /// Reached.
    pub points: u32,
    /// There were to reach.
    pub of: u32,
}

impl DrillRound {
    /// The round with this number; none where the drawing has no flow that works, or nothing that can fail.
    #[must_use]
    pub fn new(analysis: &Analysis, number: usize) -> Option<Self> {
        let works = |index: &usize| analysis.flows[*index].works();
        let working: Vec<usize> = (0..analysis.flows.len()).filter(works).collect();
        let single = |failure: &Failure| match *failure {
            Failure::Component(id) | Failure::Zone(id) => Some(id),
            Failure::Pair(..) => None,
        };
        let mut failures: Vec<_> = analysis
            .failures
            .effects
            .iter()
            .filter_map(|effect| Some((single(&effect.failure)?, &effect.flows)))
            .collect();
        failures.sort_by_key(|(id, _)| (first_random(id.0), *id));
        let count = failures.len().max(1);
        let (failed, states) = failures.get(number % count).copied()?;
        let flows: Vec<FlowQuestion> = working
            .into_iter()
            .map(|index| {
                let flow = &analysis.flows[index];
                let truth = states[index];
                let name = analysis.design.name_of(failed);
                let mut used = flow.components.iter();
                let uses = used.any(|&node| analysis.id(node) == failed);
                FlowQuestion {
                    name: flow.name.clone(),
                    truth,
                    why: explain_answer(truth, uses, name),
                }
            })
            .collect();
        (!flows.is_empty()).then(|| Self {
            failed,
            flows,
            load: load_question(analysis),
        })
    }

    /// What a prediction is worth beyond the guess that everything works: most flows do in most failures, so that this guess
    /// alone would look like knowledge.
    #[must_use]
    pub fn grade_prediction(&self, prediction: &DrillPrediction) -> DrillGrade {
        let flows = self.flows.iter().zip(&prediction.flows);
        let answers = flows.map(|(flow, answer)| (flow.truth, *answer));
        let DrillGrade { mut points, mut of } = grade_flows(answers);
        if let Some(load) = &self.load {
            of += RIGHT;
            if prediction.first == Some(load.truth) {
                points += RIGHT;
            }
        }
        DrillGrade { points, of }
    }

    /// The circumstances that the round is about.
    #[must_use]
    pub fn what_if(&self) -> WhatIf {
        WhatIf {
            failed: BTreeSet::from([self.failed]),
            ..WhatIf::default()
        }
    }
}

/// "All instances of Links DB fail"; "eu-west-1 fails with everything in it" where a zone does.
#[must_use]
pub fn describe_failure(name: &str, is_zone: bool) -> String {
    if is_zone {
        format!("{name} fails with everything in it")
    } else {
        format!("All instances of {name} fail")
    }
}

/// What is known of flows beyond the guess that everything works, from what becomes of each and what was said of it.
pub(crate) fn grade_flows(
    answers: impl Iterator<Item = (FlowState, Option<FlowState>)>,
) -> DrillGrade {
    let (mut points, mut guessed, mut of) = (0, 0, 0);
    for (truth, answer) in answers {
        points += answer.map_or(0, |answer| points_for(truth, answer));
        guessed += points_for(truth, FlowState::Ok);
        of += RIGHT;
    }
    DrillGrade {
        points: u32::saturating_sub(points, guessed),
        of: of - guessed,
    }
}

/// What one answer is worth.
fn points_for(truth: FlowState, answer: FlowState) -> u32 {
    match (truth as u32).abs_diff(answer as u32) {
        0 => RIGHT,
        1 => RIGHT / 2,
        _ => 0,
    }
}

fn explain_answer(truth: FlowState, uses: bool, failed: &str) -> String {
    match truth {
        FlowState::Down => format!("The flow fails without {failed}"),
        FlowState::Degraded => format!("The flow continues without {failed}"),
        FlowState::Ok if uses => format!("Other instances take over from {failed}"),
        FlowState::Ok => format!("The flow does not need {failed}"),
    }
}

fn load_question(analysis: &Analysis) -> Option<LoadQuestion> {
    let found = analysis.estimate(&WhatIf::default());
    let (&(truth, first), later) = found.breaks.split_first()?;
    // The nearest rivals, so that a guess is not enough; but none that breaks at the same traffic, which would be right too.
    let rivals = later.iter().filter(|(_, at)| *at >= APART * first);
    let mut offered: Vec<(Id, f64)> = rivals.take(OFFERED - 1).copied().collect();
    offered.push((truth, first));
    offered.sort_by_key(|(id, _)| *id);
    (offered.len() > 1).then_some(LoadQuestion { offered, truth })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Design, parse_notation};
    use crate::scenario::builtin;

    #[test]
    fn whoever_knows_gets_all_points_and_whoever_says_nothing_none() {
        for scenario in builtin() {
            for accepted in &scenario.designs {
                let analysis = Analysis::new(&accepted.design, Some(scenario));
                for number in 0..5 {
                    let round = DrillRound::new(&analysis, number).unwrap();
                    let blank = DrillPrediction::blank(&round);
                    assert!(!blank.is_complete(&round));
                    assert_eq!(round.grade_prediction(&blank).points, 0);
                    let known = DrillPrediction {
                        flows: round.flows.iter().map(|flow| Some(flow.truth)).collect(),
                        first: round.load.as_ref().map(|load| load.truth),
                    };
                    let grade = round.grade_prediction(&known);
                    assert!(known.is_complete(&round) && grade.points == grade.of && grade.of > 0);
                }
            }
        }
    }

    #[test]
    fn the_guess_that_everything_works_earns_nothing() {
        let scenario = &builtin()[0];
        let analysis = Analysis::new(&scenario.designs[0].design, Some(scenario));
        for number in 0..8 {
            let round = DrillRound::new(&analysis, number).unwrap();
            let guess = DrillPrediction {
                flows: vec![Some(FlowState::Ok); round.flows.len()],
                first: None,
            };
            assert_eq!(round.grade_prediction(&guess).points, 0);
        }
    }

    #[test]
    fn the_truth_is_what_the_estimate_shows() {
        let scenario = &builtin()[0];
        let analysis = Analysis::new(&scenario.designs[0].design, Some(scenario));
        for number in 0..12 {
            let round = DrillRound::new(&analysis, number).unwrap();
            let found = analysis.estimate(&round.what_if());
            for flow in &round.flows {
                let shown = found.flows.iter().find(|f| f.name == flow.name).unwrap();
                assert_eq!(shown.state, flow.truth, "{} in round {number}", flow.name);
            }
            let load = round.load.unwrap();
            let at = |id| load.offered.iter().find(|(one, _)| *one == id).unwrap().1;
            let mut rivals = load.offered.iter().filter(|(id, _)| *id != load.truth);
            assert!(rivals.all(|(_, later)| *later >= APART * at(load.truth)));
            let least = load
                .offered
                .iter()
                .map(|(_, at)| *at)
                .fold(f64::MAX, f64::min);
            assert!(load.offered.contains(&(load.truth, least)));
        }
    }

    #[test]
    fn rounds_go_through_all_failures_before_one_comes_back() {
        let scenario = &builtin()[0];
        let analysis = Analysis::new(&scenario.designs[0].design, Some(scenario));
        let failed = |number| DrillRound::new(&analysis, number).unwrap().failed;
        let first: BTreeSet<Id> = (0..8).map(failed).collect();
        assert_eq!(first.len(), 8);
        assert_eq!(failed(0), failed(0));
    }

    #[test]
    fn half_right_is_worth_half() {
        assert_eq!(points_for(FlowState::Down, FlowState::Degraded), 1);
        assert_eq!(points_for(FlowState::Down, FlowState::Ok), 0);
    }

    #[test]
    fn nothing_is_asked_where_nothing_works() {
        let round = |design: &Design, number| DrillRound::new(&Analysis::new(design, None), number);
        assert_eq!(round(&Design::new(), 0), None);
        let design = parse_notation("client -> api").unwrap().design;
        assert_eq!(round(&design, 3), None);
    }
}
