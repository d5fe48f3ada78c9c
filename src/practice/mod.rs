//! What the user has done so far and how they like the program: values and their rules only. Where they are kept on disk
//! is `storage`'s matter.

mod attempts;
mod debrief;
mod drills;
pub mod follow_ups;
mod guide;
mod help;
mod history;
pub mod interview;
mod kept_path;
mod path;
pub mod scorecard;
mod skills;

pub use attempts::{Attempt, AttemptMode, areas_of_report};
pub use debrief::Debrief;
pub use drills::{
    DRILL_SECONDS, DrillGrade, DrillKind, DrillPrediction, DrillQuestion, DrillRound, DrillTally,
    DrillTask, FaultQuestion, FlowQuestion, LoadQuestion, NumberQuestion, describe_failure,
};
pub use guide::{Lesson, next_lesson};
pub use help::{assisted_points, help_level, helped};
pub use history::{
    Attempts, Audience, Drills, MAX_RECENT, PASSES, Preferences, Profile, STRONG, ThemeChoice,
};
pub use kept_path::KeptPath;
pub use path::{PATH, PathStep};
pub use skills::{PracticeNext, Skill, SkillSet, SkillSource, measure_skills, practice_next};
