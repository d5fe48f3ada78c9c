//! The mock interview: seven stages on a clock, everything that the candidate says and draws, and nothing about how good it
//! is until the end.
//!
//! A round is a value: it can be written to disk at any moment and read again. Time comes in as an argument.

mod answers;
#[cfg(test)]
mod answers_tests;
mod clock;
mod drawing_mode;
mod estimates;
mod events;
mod interviewer;
mod plan_text;
mod prediction;
mod round;
mod scratch_pad;
mod stage;

pub use answers::{
    Answer, AnswerSource, LOOK_UP, find_answer, likeness, says_requirement, told_in,
};
pub use clock::{ClockReading, LONGEST_TICK, RoundClock};
pub use drawing_mode::DrawingMode;
pub use estimates::{EstimateGrade, grade_estimate};
pub use events::RoundEvent;
pub use interviewer::{DECISIONS, MAX_INTERJECTIONS, PREDICTIONS};
pub use plan_text::{NotedLine, PlanLine, PlanPart, plan_lines};
pub use prediction::{FlowGuess, Prediction};
pub use round::{
    AskedQuestion, EstimateEntry, FollowUpAnswer, Interjection, InterviewRound, NoteList,
    PickedOption, ROUND_VERSION, ToldTwist,
};
pub use scratch_pad::{SumError, compute};
pub use stage::{InterviewProfile, RoundLength, STAGES, Stage};
