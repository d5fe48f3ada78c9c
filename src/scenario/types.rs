//! A prompt and what it is made of, apart from its flows and accepted designs, which have files of their own.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::accepted::{AcceptedDesign, NotNeeded, Trap};
use super::flow::Flow;
use super::known_mistake::{KnownMistake, MistakeIndex, MistakeIndexCell};
use super::responsibility::Responsibility;
use super::twist::Twist;
use crate::model::{Design, Id, Kind, Role};

/// The broad field of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Web services and their data.
    Software,
    /// Systems around trained models.
    Ai,
    /// Devices, factories, fleets.
    Hardware,
    /// Pipelines and warehouses.
    Data,
    /// Moving a running system.
    Migration,
}

impl Family {
    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Software => "Software",
            Self::Ai => "AI",
            Self::Hardware => "Hardware",
            Self::Data => "Data",
            Self::Migration => "Migration",
        }
    }
}

/// One prompt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Lower case with underscores; the name of its file.
    pub id: String,
    /// The name on Home.
    pub title: String,
    /// What it trains, in a few words, for the list on Home.
    pub summary: String,
    /// The broad field.
    pub family: Family,
    /// 1 (a first drawing) to 5 (a staff-level round).
    pub difficulty: u8,
    /// Minutes a mock interview takes.
    pub minutes: u32,
    /// The Phosphor code point of its icon, in hexadecimal.
    pub icon: String,
    /// What it practices.
    pub skills: Vec<String>,
    /// Ids of prompts worth doing before.
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// What the interviewer says: two or three sentences, deliberately incomplete.
    pub brief: String,
    /// What the system must do and how well.
    pub requirements: Vec<Requirement>,
    /// Questions a candidate may ask, with the interviewer's answers.
    pub questions: Vec<Question>,
    /// The numbers the interviewer gives.
    pub facts: Vec<Fact>,
    /// The numbers a candidate should reach.
    pub estimates: Vec<EstimateTask>,
    /// How well it must work.
    pub targets: Targets,
    /// The requests the system serves.
    pub flows: Vec<Flow>,
    /// At least two designs that really differ.
    pub designs: Vec<AcceptedDesign>,
    /// What a good answer takes care of. Where a prompt lists nothing, each part of the nearest accepted design is a job.
    #[serde(default)]
    pub responsibilities: Vec<Responsibility>,
    /// The risks that matter most here.
    pub traps: Vec<Trap>,
    /// What candidates are known to say or to wire that breaks a requirement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<KnownMistake>,
    /// The words of `mistakes`: see [`Self::mistake_index`].
    #[serde(skip)]
    pub mistake_index_cell: MistakeIndexCell,
    /// Parts that the stated load does not need.
    #[serde(default)]
    pub not_needed: Vec<NotNeeded>,
    /// In order of what they bring.
    pub hints: Vec<Hint>,
    /// Questions after the drawing.
    pub follow_ups: Vec<FollowUp>,
    /// Decisions with their options.
    pub trade_offs: Vec<TradeOff>,
    /// Changes of requirements that the interviewer may make in the middle of a round.
    #[serde(default)]
    pub twists: Vec<Twist>,
    /// What a program manager says about it.
    #[serde(alias = "programme")]
    pub program: PromptProgram,
    /// Where numbers and designs come from.
    pub sources: Vec<String>,
}

/// Whether a requirement says what the system does or how well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// What it does.
    Functional,
    /// How well.
    NonFunctional,
}

/// How much a requirement weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Without it the design fails.
    Critical,
    /// Most answers have it.
    Important,
    /// Worth a word.
    Nice,
}

/// One thing the system must do or be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// One sentence.
    pub text: String,
    /// What it does, or how well.
    pub kind: RequirementKind,
    /// How much it weighs.
    pub weight: Weight,
    /// Told with the brief; otherwise the candidate has to ask.
    #[serde(rename = "told")]
    pub revealed: bool,
}

/// How much a clarifying question helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionValue {
    /// The answer changes the design.
    Good,
    /// Fair, but nothing hangs on it.
    Neutral,
    /// Costs time and leads away.
    Distracting,
}

/// A clarifying question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What the candidate asks.
    pub ask: String,
    /// What the interviewer answers.
    pub answer: String,
    /// How much it helps.
    pub value: QuestionValue,
    /// Requirements that come out by it, by their place among the requirements, from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<usize>,
}

/// A number the interviewer gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// "Monthly users".
    pub label: String,
    /// "50 million".
    pub value: String,
}

/// A number the candidate should reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EstimateTask {
    /// "Peak reads".
    pub label: String,
    /// The amount.
    pub value: f64,
    /// Its unit: "requests/s", "TB", "Gbit/s".
    pub unit: String,
    /// How it follows from the facts, one line of arithmetic.
    pub derivation: String,
}

/// How well the system must work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// Part of the time critical flows work, 0 to 1.
    pub availability: f64,
    /// USD per month; absent where money is no matter.
    #[serde(default)]
    pub monthly_budget: Option<f64>,
    /// Times the stated traffic that the design should grow to.
    pub growth: f64,
    /// The peak hour compared with the mean of a month: what is paid by use is paid for the mean.
    #[serde(default = "usual_peak")]
    pub peak_over_mean: f64,
    /// How much data may be lost, in words.
    pub durability: String,
    /// On how many continents the users live.
    #[serde(default = "one_continent")]
    pub continents: u32,
    /// Whether a factory, shop, device or vehicle has to go on when its line to the cloud is cut.
    #[serde(default)]
    pub works_without_link: bool,
    /// Whether a whole region may fail without ending the service.
    #[serde(default)]
    pub survives_region_loss: bool,
    /// How soon a change or a withdrawal has to show in copies (s), where the brief or an answer says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies_follow_within_s: Option<f64>,
    /// How many people or devices are connected at the same time at the peak hour, where the brief or an answer says so.
    #[serde(default)]
    pub open_lines: Option<f64>,
    /// Longest acceptable chain of waiting calls; absent means the default of the rule.
    #[serde(default)]
    pub longest_chain: Option<usize>,
}

/// The peak hour compared with the mean where nobody says so: traffic that follows people's days peaks at two to three
/// times its mean; own judgment.
pub const USUAL_PEAK: f64 = 2.5;

fn usual_peak() -> f64 {
    USUAL_PEAK
}

fn one_continent() -> u32 {
    1
}

/// Help, given on request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// One or two sentences.
    pub text: String,
    /// The part it leads to, by its name in the notation of an accepted design.
    #[serde(default)]
    pub part: Option<String>,
    /// The rule it mends.
    #[serde(default)]
    pub rule: Option<String>,
}

/// When a follow-up question is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpCondition {
    /// The drawing has a component of each of these roles.
    #[serde(default)]
    pub has: Vec<Role>,
    /// The drawing has no component of any of these roles.
    #[serde(default)]
    pub lacks: Vec<Role>,
}

impl FollowUpCondition {
    /// Whether the drawing meets it.
    #[must_use]
    pub fn holds(&self, design: &Design) -> bool {
        let drawn = |role: &Role| {
            design
                .components()
                .any(|(id, _)| design.kind_of(id).role == *role)
        };
        self.has.iter().all(drawn) && !self.lacks.iter().any(drawn)
    }
}

/// A question after the drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What the interviewer asks.
    pub ask: String,
    /// When it fits the drawing; an empty condition always does.
    #[serde(default)]
    pub when: FollowUpCondition,
    /// What a good answer covers, one point each.
    pub covers: Vec<String>,
    /// The next, deeper question.
    pub deeper: String,
}

/// A decision with its options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TradeOff {
    /// "How short codes are made".
    pub decision: String,
    /// At least two.
    pub options: Vec<TradeOffOption>,
}

/// One way to decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TradeOffOption {
    /// What it is called.
    pub name: String,
    /// What it brings.
    pub gains: String,
    /// What it costs.
    pub costs: String,
    /// The kinds of components, any of which shows in a drawing that it was taken; none where no component tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_by: Vec<String>,
}

impl TradeOffOption {
    /// Whether a component shows that it was taken.
    #[must_use]
    pub fn is_shown_by(&self, design: &Design, id: Id) -> bool {
        let Some(component) = design.component(id) else {
            return false;
        };
        let meant = component.recognize_custom_kind().map(|one| one.kind);
        let kind = meant.unwrap_or_else(|| design.kind_of(id));
        self.shown_by.contains(&kind.id)
    }

    /// The first component of a drawing that shows that it was taken.
    #[must_use]
    pub fn shown_in(&self, design: &Design) -> Option<Id> {
        let mut ids = design.components().map(|(id, _)| id);
        ids.find(|&id| self.is_shown_by(design, id))
    }
}

impl TradeOff {
    /// Whether components of a drawing can show which option was taken.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        self.options.iter().any(|one| !one.shown_by.is_empty())
    }

    /// The option that a drawing shows, by its place, and the component that shows it; none where it shows none of them, or
    /// several.
    #[must_use]
    pub fn drawn_option(&self, design: &Design) -> Option<(usize, Id)> {
        let options = self.options.iter().enumerate();
        let mut shown = options.filter_map(|(n, option)| Some((n, option.shown_in(design)?)));
        shown.next().filter(|_| shown.next().is_none())
    }
}

/// What a program manager says about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PromptProgram {
    /// The goal and how success is measured.
    pub success: Vec<String>,
    /// Which team owns which part.
    pub owners: Vec<Fact>,
    /// What comes from outside, with lead times.
    pub dependencies: Vec<Fact>,
    /// MVP, beta, general availability.
    pub milestones: Vec<Fact>,
    /// The top risks.
    pub risks: Vec<Risk>,
    /// How it is rolled out and taken back.
    pub rollout: Vec<String>,
    /// What drives the bill.
    pub cost_driver: String,
    /// One minute for an executive.
    pub executive_summary: String,
}

/// A program risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What may happen.
    pub risk: String,
    /// How one notices.
    pub trigger: String,
    /// What is done about it.
    pub mitigation: String,
}

impl Scenario {
    /// The words of its mistakes, by which texts are searched for all of them at once.
    #[must_use]
    pub fn mistake_index(&self) -> &MistakeIndex {
        self.mistake_index_cell.get_or_make(&self.mistakes)
    }

    /// The requirements that are known once these questions are asked, in the prompt's words: told ones first, then those
    /// that came out; and how many are still hidden.
    #[must_use]
    pub fn known_requirements(&self, asked: &BTreeSet<String>) -> (Vec<&Requirement>, usize) {
        let questions = self.questions.iter().filter(|one| asked.contains(&one.ask));
        let out: BTreeSet<usize> = questions.flat_map(|one| one.reveals.clone()).collect();
        let all = || self.requirements.iter().enumerate();
        let told = all().filter(|(_, one)| one.revealed);
        let came_out = all().filter(|(place, one)| !one.revealed && out.contains(place));
        let known: Vec<&Requirement> = told.chain(came_out).map(|(_, one)| one).collect();
        let hidden = self.requirements.len() - known.len();
        (known, hidden)
    }

    /// What the accepted designs play the part with this key by.
    pub fn kinds_of_part<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Kind> + Clone {
        let designs = self.designs.iter();
        designs.filter_map(move |design| Some(design.design.kind_of(*design.keys.get(key)?)))
    }

    /// Whether an accepted design has users or their devices in the part with this key.
    #[must_use]
    pub fn is_played_by_users(&self, key: &str) -> bool {
        let mut kinds = self.kinds_of_part(key);
        kinds.any(|kind| matches!(kind.role, Role::Client | Role::Device))
    }

    /// Requests per second of all flows at the peak hour (rps).
    #[must_use]
    pub fn total_rps(&self) -> f64 {
        self.flows.iter().map(|flow| flow.rps).sum()
    }

    /// The icon as a character of the icon font.
    #[must_use]
    pub fn icon_char(&self) -> char {
        u32::from_str_radix(&self.icon, 16)
            .ok()
            .and_then(char::from_u32)
            .unwrap_or('\u{E6DE}')
    }
}
