//! One round: everything that was said, written, chosen and drawn, with the second at which it was.

use serde::{Deserialize, Serialize};

use super::answers::find_answer;
use super::clock::RoundClock;
use super::drawing_mode::DrawingMode;
use super::plan_text::{NotedLine, PlanPart, add_to_program};
use super::prediction::Prediction;
use super::stage::{InterviewProfile, RoundLength, Stage};
use crate::model::{Design, Id, Program};
use crate::practice::follow_ups::DrawnQuestion;
use crate::scenario::{QuestionValue, Scenario};

/// The version of what is written; a round of a later one is refused.
pub const ROUND_VERSION: u32 = 1;
/// How many dimensions can be rated by oneself.
pub(super) const RATED: usize = 8;

/// A question that was asked, with the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// In the candidate's words.
    pub asked: String,
    /// What the interviewer said.
    pub answer: String,
    /// The prepared question that was meant, by its place in the prompt; none for facts and what had to be looked up.
    #[serde(default)]
    pub prepared: Option<usize>,
    /// How much it helps; none where nothing fitted.
    #[serde(default)]
    pub value: Option<QuestionValue>,
    /// Seconds into the round.
    #[serde(default)]
    pub at: f64,
}

/// An estimate as it was entered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EstimateEntry {
    /// A number or a sum.
    pub value: String,
    /// Its unit; empty means that of the prompt.
    pub unit: String,
    /// Seconds into the round.
    pub at: f64,
}

/// A question of the interviewer while one draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interjection {
    /// The trade-off card that it comes from, by its place in the prompt.
    pub card: usize,
    /// The component that it is about.
    pub item: Id,
    /// What is asked.
    pub ask: String,
    /// What the candidate answers.
    #[serde(default)]
    pub answer: String,
    /// Seconds into the round.
    #[serde(default)]
    pub at: f64,
}

/// The change of requirements that the interviewer made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldTwist {
    /// Its place in the prompt.
    pub twist: usize,
    /// What the candidate does about it.
    #[serde(default)]
    pub answer: String,
    /// How many components were drawn then.
    #[serde(default)]
    pub drawn: usize,
    /// Seconds into the round.
    #[serde(default)]
    pub at: f64,
}

/// A follow-up question with the answers to its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FollowUpAnswer {
    /// The question.
    pub question: DrawnQuestion,
    /// The answers, step by step; as many steps are shown as were answered, and the next.
    #[serde(default)]
    pub answers: Vec<String>,
    /// How the candidate rates the answers against the key points, 1 to 4; 0 before that.
    #[serde(default)]
    pub rating: u8,
    /// Seconds into the round of the last answer.
    #[serde(default)]
    pub at: f64,
}

impl FollowUpAnswer {
    /// Whether anything was answered.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answers.iter().any(|answer| !answer.trim().is_empty())
    }
}

/// A decision: what is chosen, and what it is said to bring and to cost.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PickedOption {
    /// The trade-off card, by its place in the prompt.
    pub card: usize,
    /// The component of the drawing that it is about.
    pub item: Option<Id>,
    /// The option chosen, by its place on the card.
    pub option: Option<usize>,
    /// The option whose gain was picked.
    pub gain: Option<usize>,
    /// The option whose cost was picked.
    pub cost: Option<usize>,
    /// Seconds into the round of the last change.
    pub at: f64,
}

/// The lists of lines that a candidate writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteList {
    /// What it must do and be.
    MustHave,
    /// What is left out.
    OutOfScope,
    /// What is taken as given.
    Assumptions,
    /// One line for each operation.
    Operations,
    /// Entities with their key.
    Entities,
    /// A part of the plan.
    Plan(PlanPart),
}

/// One mock interview.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InterviewRound {
    /// [`ROUND_VERSION`] when it was written.
    pub version: u32,
    /// The prompt's id.
    pub scenario: String,
    /// For whom it is.
    pub profile: InterviewProfile,
    /// How long it is.
    pub length: RoundLength,
    /// What is drawn with.
    pub drawing: DrawingMode,
    /// Whether the clock has run out and what was said in a spoken round is being drawn.
    pub draws_afterward: bool,
    /// When it began, for people: "2026-11-29 14:05".
    pub started: String,
    /// What chance decides in it.
    pub seed: u64,
    /// The stage that is open.
    pub stage: Stage,
    /// The time.
    pub clock: RoundClock,
    /// Whether it is over and was scored.
    pub ended: bool,
    /// Clarifying questions.
    pub asked: Vec<AskedQuestion>,
    /// What it must do and be.
    pub must_have: Vec<NotedLine>,
    /// What is left out.
    pub out_of_scope: Vec<NotedLine>,
    /// What is taken as given.
    pub assumptions: Vec<NotedLine>,
    /// Notes that nobody grades.
    pub free_notes: String,
    /// By the prompt's estimates.
    pub estimates: Vec<EstimateEntry>,
    /// Operations.
    pub operations: Vec<NotedLine>,
    /// Entities.
    pub entities: Vec<NotedLine>,
    /// Key words of the design as it was spoken.
    pub spoken: String,
    /// Seconds into the round at which the first component was drawn.
    pub first_box: Option<f64>,
    /// What the interviewer asked meanwhile.
    pub interjections: Vec<Interjection>,
    /// The change of requirements.
    pub twist: Option<ToldTwist>,
    /// Questions about the drawing.
    pub follow_ups: Vec<FollowUpAnswer>,
    /// Failures to predict.
    pub predictions: Vec<Prediction>,
    /// Decisions.
    pub decisions: Vec<PickedOption>,
    /// What is needed from others.
    pub dependencies: Vec<NotedLine>,
    /// The stages of the rollout.
    pub stages: Vec<NotedLine>,
    /// What can go wrong.
    pub risks: Vec<NotedLine>,
    /// One minute for an engineer.
    pub for_engineer: String,
    /// One minute for an executive.
    pub for_executive: String,
    /// Hints taken, by their place in the prompt, and when.
    pub hints: Vec<(usize, f64)>,
    /// The candidate's own rating by dimension, 1 to 4; 0 before that.
    pub ratings: [u8; RATED],
}

impl InterviewRound {
    /// A round that begins.
    #[must_use]
    pub fn new(
        scenario: &Scenario,
        profile: InterviewProfile,
        length: RoundLength,
        started: String,
        seed: u64,
    ) -> Self {
        Self {
            version: ROUND_VERSION,
            scenario: scenario.id.clone(),
            profile,
            length,
            started,
            seed,
            estimates: vec![EstimateEntry::default(); scenario.estimates.len()],
            ..Self::default()
        }
    }

    /// Seconds into the round.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.clock.total()
    }

    /// Minutes that a stage is meant to take.
    #[must_use]
    pub fn planned(&self, stage: Stage) -> u32 {
        self.length.plan(self.profile)[stage as usize]
    }

    /// How many of the prompt's estimates are asked for, from the first on: a short round has no time for all.
    #[must_use]
    pub fn estimate_count(&self, scenario: &Scenario) -> usize {
        let all = scenario.estimates.len();
        match self.length {
            RoundLength::Full => all,
            RoundLength::Short => (3 * all).div_ceil(4),
            RoundLength::Drill => all.div_ceil(2),
        }
    }

    /// Seconds by which a stage is over its plan; negative while there is time left.
    #[must_use]
    pub fn over(&self, stage: Stage) -> f64 {
        self.clock.spent(stage) - f64::from(self.planned(stage)) * 60.0
    }

    /// Asks in own words; gives the place of the answer among those asked, none where nothing was said. The same prepared
    /// question is asked once.
    pub fn ask(&mut self, scenario: &Scenario, words: &str) -> Option<usize> {
        let words = words.trim();
        if words.is_empty() {
            return None;
        }
        let answer = find_answer(scenario, words);
        let prepared = match answer.source {
            Some(super::answers::AnswerSource::Question(n)) => Some(n),
            _ => None,
        };
        let again =
            prepared.and_then(|n| self.asked.iter().position(|one| one.prepared == Some(n)));
        let place = again.unwrap_or(self.asked.len());
        if again.is_none() {
            self.asked.push(AskedQuestion {
                asked: words.to_owned(),
                value: answer.value(scenario),
                answer: answer.text,
                prepared,
                at: self.now(),
            });
        }
        Some(place)
    }

    /// A list of lines.
    #[must_use]
    pub fn notes(&self, list: NoteList) -> &Vec<NotedLine> {
        match list {
            NoteList::MustHave => &self.must_have,
            NoteList::OutOfScope => &self.out_of_scope,
            NoteList::Assumptions => &self.assumptions,
            NoteList::Operations => &self.operations,
            NoteList::Entities => &self.entities,
            NoteList::Plan(PlanPart::Dependencies) => &self.dependencies,
            NoteList::Plan(PlanPart::Stages) => &self.stages,
            NoteList::Plan(PlanPart::Risks) => &self.risks,
        }
    }

    /// A list of lines, to be changed.
    pub fn notes_mut(&mut self, list: NoteList) -> &mut Vec<NotedLine> {
        match list {
            NoteList::MustHave => &mut self.must_have,
            NoteList::OutOfScope => &mut self.out_of_scope,
            NoteList::Assumptions => &mut self.assumptions,
            NoteList::Operations => &mut self.operations,
            NoteList::Entities => &mut self.entities,
            NoteList::Plan(PlanPart::Dependencies) => &mut self.dependencies,
            NoteList::Plan(PlanPart::Stages) => &mut self.stages,
            NoteList::Plan(PlanPart::Risks) => &mut self.risks,
        }
    }

    /// Writes a line.
    pub fn note(&mut self, list: NoteList, text: &str) {
        let (at, text) = (self.now(), text.trim().to_owned());
        if !text.is_empty() {
            self.notes_mut(list).push(NotedLine { text, at });
        }
    }

    /// How many flows were predicted right in all failures, and how many there were to predict.
    #[must_use]
    pub fn predicted_flows(&self) -> (usize, usize) {
        let flows = || self.predictions.iter().flat_map(|one| &one.flows);
        let right = flows().filter(|flow| flow.said == Some(flow.truth));
        (right.count(), flows().count())
    }

    /// Notes when the first component is drawn.
    pub fn watch_drawing(&mut self, design: &Design) {
        if self.first_box.is_none() && design.components().len() > 0 {
            self.first_box = Some(self.now());
        }
    }

    /// Goes on when the last stage is over: what was only spoken is drawn first, with the clock stopped. Says whether the
    /// round is over.
    pub fn finish(&mut self) -> bool {
        let is_over = self.drawing != DrawingMode::Spoken || self.draws_afterward;
        self.draws_afterward = !is_over;
        is_over
    }

    /// The plan of the program of a drawing, with what was written in the round.
    #[must_use]
    pub fn program(&self, design: &Design) -> Program {
        let mut program = design.program().clone();
        for part in PlanPart::ALL {
            add_to_program(&mut program, part, self.notes(NoteList::Plan(part)));
        }
        program
    }

    /// The next hint of the prompt; it costs.
    pub fn take_hint<'a>(&mut self, scenario: &'a Scenario) -> Option<&'a str> {
        let next = self.hints.len();
        let hint = scenario.hints.get(next)?;
        self.hints.push((next, self.now()));
        Some(&hint.text)
    }

    /// Puts right what a file edited by hand may hold: places that the prompt does not have, times that are none.
    pub fn repair(&mut self, scenario: &Scenario) {
        self.clock.repair();
        self.estimates
            .resize(scenario.estimates.len(), EstimateEntry::default());
        self.interjections
            .retain(|one| one.card < scenario.trade_offs.len());
        self.decisions
            .retain(|one| one.card < scenario.trade_offs.len());
        self.hints.retain(|(hint, _)| *hint < scenario.hints.len());
        self.follow_ups.retain(|one| !one.question.steps.is_empty());
        for one in &mut self.follow_ups {
            one.answers.truncate(one.question.steps.len());
            one.rating = one.rating.min(4);
        }
        for rating in &mut self.ratings {
            *rating = (*rating).min(4);
        }
        if self
            .twist
            .as_ref()
            .is_some_and(|told| told.twist >= scenario.twists.len())
        {
            self.twist = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::interview::ClockReading;
    use crate::scenario::builtin;

    fn begun() -> InterviewRound {
        let scenario = &builtin()[0];
        InterviewRound::new(
            scenario,
            InterviewProfile::default(),
            RoundLength::Full,
            "today".to_owned(),
            7,
        )
    }

    #[test]
    fn a_round_comes_back_with_its_clock_at_the_last_second() {
        let mut round = begun();
        let at = |steady| ClockReading {
            steady,
            wall: steady,
        };
        round.clock.tick(Stage::Requirements, at(5.0));
        round.clock.tick(Stage::Requirements, at(47.0));
        round.note(NoteList::MustHave, "Links never get lost");
        let kept = serde_json::to_string(&round).unwrap();
        let mut back: InterviewRound = serde_json::from_str(&kept).unwrap();
        // The program was not running for an hour: the first tick counts nothing.
        back.clock.tick(Stage::Requirements, at(3_647.0));
        back.clock.tick(Stage::Requirements, at(3_648.0));
        assert!((back.now() - 43.0).abs() < 1e-9);
        assert_eq!(back.must_have, round.must_have);
    }

    #[test]
    fn the_same_question_is_asked_once_and_strange_ones_are_looked_up() {
        let scenario = &builtin()[0];
        let mut round = begun();
        let ask = scenario.questions[0].ask.clone();
        let place = round.ask(scenario, &ask).unwrap();
        assert_eq!(round.asked[place].answer, scenario.questions[0].answer);
        round.ask(scenario, &ask);
        assert_eq!(round.asked.len(), 1);
        let place = round.ask(scenario, "Do you like pizza?").unwrap();
        assert!(round.asked[place].value.is_none());
        assert!(round.ask(scenario, "  ").is_none());
        assert_eq!(round.asked.len(), 2);
    }

    #[test]
    fn a_round_edited_by_hand_is_put_right() {
        let scenario = &builtin()[0];
        let text = r#"{"version": 1, "scenario": "x", "hints": [[900, 1.0]], "ratings": [9,0,0,0,0,0,0,0],
            "twist": {"twist": 77}, "clock": {"spent": [-5.0, 1.0, 0, 0, 0, 0, 0]}, "decisions": [{"card": 99}]}"#;
        let mut round: InterviewRound = serde_json::from_str(text).unwrap();
        round.repair(scenario);
        assert!(round.hints.is_empty() && round.decisions.is_empty() && round.twist.is_none());
        assert_eq!(round.ratings[0], 4);
        assert!((round.now() - 1.0).abs() < 1e-9);
        assert_eq!(round.estimates.len(), scenario.estimates.len());
    }
}
