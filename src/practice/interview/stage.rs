//! The seven stages of a round, how long each takes, and for whom.

use serde::{Deserialize, Serialize};

use super::plan_text::PlanPart;

/// How many stages there are.
pub const STAGES: usize = 7;

/// A part of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What to build.
    #[default]
    Requirements,
    /// How much of it.
    Estimates,
    /// Operations and entities.
    Data,
    /// The drawing.
    Design,
    /// Follow-ups, predictions and trade-offs.
    DeepDive,
    /// Owners, dependencies, stages and risks.
    Delivery,
    /// The summaries.
    WrapUp,
}

impl Stage {
    /// All of them in order.
    pub const ALL: [Self; STAGES] = [
        Self::Requirements,
        Self::Estimates,
        Self::Data,
        Self::Design,
        Self::DeepDive,
        Self::Delivery,
        Self::WrapUp,
    ];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Requirements => "Requirements",
            Self::Estimates => "Estimates",
            Self::Data => "API and data",
            Self::Design => "High-level design",
            Self::DeepDive => "Deep dive",
            Self::Delivery => "Delivery plan",
            Self::WrapUp => "Wrap-up",
        }
    }

    /// What to do in it, in a few words.
    #[must_use]
    pub fn purpose(self, profile: InterviewProfile) -> &'static str {
        match self {
            Self::Delivery if profile == InterviewProfile::Engineer => {
                "Say how the system goes live: migration, rollout, rollback, and what could go wrong"
            }
            Self::Requirements => "Find out what to build before you draw it",
            Self::Estimates => "Estimate traffic, storage, and bandwidth",
            Self::Data => "Define the API and the data model",
            Self::Design => "Draw who calls whom, and where the data lives",
            Self::DeepDive => "Answer questions about your own drawing",
            Self::Delivery => "Plan who builds the system, in which order, and what could go wrong",
            Self::WrapUp => "Summarize the design for an engineer and for an executive",
        }
    }

    /// The one after it; none after the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The one before it; none before the first.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        (self as usize).checked_sub(1).map(|index| Self::ALL[index])
    }
}

/// For whom the round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterviewProfile {
    /// A technical program manager.
    #[default]
    ProgramManager,
    /// A software engineer.
    Engineer,
}

impl InterviewProfile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ProgramManager, Self::Engineer];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ProgramManager => "Technical program manager",
            Self::Engineer => "Engineer",
        }
    }

    /// What the delivery plan asks for. Engineers answer for how their system goes live and back, not for other teams.
    #[must_use]
    pub fn plan_parts(self) -> &'static [PlanPart] {
        match self {
            Self::ProgramManager => &PlanPart::ALL,
            Self::Engineer => &[PlanPart::Stages, PlanPart::Risks],
        }
    }

    /// Lines of each part of the plan for full points: as many as fit into the minutes of the stage.
    #[must_use]
    pub fn plan_lines(self) -> usize {
        match self {
            Self::ProgramManager => 3,
            Self::Engineer => 1,
        }
    }
}

/// How long the whole round takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundLength {
    /// 20 minutes, as a drill.
    Drill,
    /// 35 minutes, for short prompts.
    Short,
    /// 45 minutes.
    #[default]
    Full,
}

impl RoundLength {
    /// All of them, short to long.
    pub const ALL: [Self; 3] = [Self::Drill, Self::Short, Self::Full];

    /// Minutes of the whole round.
    #[must_use]
    pub fn minutes(self) -> u32 {
        self.plan(InterviewProfile::ProgramManager).iter().sum()
    }

    /// The longest that a prompt of so many minutes has room for.
    #[must_use]
    pub fn for_prompt(minutes: u32) -> Self {
        if minutes < Self::Full.minutes() {
            Self::Short
        } else {
            Self::Full
        }
    }

    /// Minutes by stage. The full plan gives scale, failures and delivery more than engineers' guides do, since program
    /// managers are asked about those (Hello Interview: about 5/2/5/10–15/10; `SystemForge`: 5/5/5/2–5/15/10). Engineers spend
    /// half of the delivery plan in the deep dive.
    #[must_use]
    pub fn plan(self, profile: InterviewProfile) -> [u32; STAGES] {
        match (self, profile) {
            (Self::Full, InterviewProfile::ProgramManager) => [6, 4, 4, 12, 10, 6, 3],
            (Self::Full, InterviewProfile::Engineer) => [6, 4, 4, 12, 13, 3, 3],
            (Self::Short, InterviewProfile::ProgramManager) => [5, 3, 3, 10, 7, 5, 2],
            (Self::Short, InterviewProfile::Engineer) => [5, 3, 3, 10, 9, 3, 2],
            (Self::Drill, InterviewProfile::ProgramManager) => [3, 2, 2, 6, 4, 2, 1],
            (Self::Drill, InterviewProfile::Engineer) => [3, 2, 2, 6, 5, 1, 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_fill_the_round() {
        for (length, minutes) in RoundLength::ALL.into_iter().zip([20, 35, 45]) {
            assert_eq!(length.minutes(), minutes);
            for profile in InterviewProfile::ALL {
                let plan = length.plan(profile);
                assert_eq!(plan.iter().sum::<u32>(), minutes);
                assert!(plan.iter().all(|stage| *stage > 0));
            }
        }
        assert_eq!(RoundLength::for_prompt(35), RoundLength::Short);
        assert_eq!(RoundLength::for_prompt(50), RoundLength::Full);
    }

    #[test]
    fn stages_follow_each_other() {
        for pair in Stage::ALL.windows(2) {
            assert_eq!(pair[0].next(), Some(pair[1]));
            assert_eq!(pair[1].previous(), Some(pair[0]));
        }
        assert_eq!(Stage::WrapUp.next(), None);
        assert_eq!(Stage::Requirements.previous(), None);
    }
}
