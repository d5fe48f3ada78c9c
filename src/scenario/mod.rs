//! Prompts: what the interviewer says, what may be asked, the traffic, the request flows, what a good answer takes care of, the
//! accepted designs, hints and follow-up questions. One JSON file each; the same format serves the user's own prompts.

mod accepted;
pub mod author;
mod builtin;
mod flow;
mod followers;
mod known_mistake;
mod library;
mod locate;
mod parse;
mod responsibility;
mod twist;
mod twist_change;
mod types;
mod validate;
pub mod writing;

pub use accepted::{AcceptedDesign, Need, NotNeeded, Part, Trap};
pub use builtin::builtin;
pub use flow::{EndPoint, Flow};
pub use followers::usual_callees;
pub use known_mistake::{KnownMistake, ListsFound, MistakeIndex, MistakeIndexCell, MistakeWeight};
pub use library::{Library, LoadProblem};
pub use locate::locate;
pub use parse::parse;
pub use responsibility::{AlternativeWay, BoxPattern, Responsibility};
pub use twist::{TargetChange, Twist};
pub use types::{
    EstimateTask, Fact, Family, FollowUp, FollowUpCondition, Hint, PromptProgram, Question,
    QuestionValue, Requirement, RequirementKind, Risk, Scenario, Targets, TradeOff, TradeOffOption,
    USUAL_PEAK, Weight,
};
