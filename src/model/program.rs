//! What a program manager writes beside the drawing: who leads which team, what depends on whom, rollout stages, dates,
//! risks, and what each flow needs before launch. Which team owns a component is told by the component or its team zone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::limits::{MAX_PROGRAM_ENTRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_WEEKS};

/// The plan beside a drawing. Weeks are counted from its start: week 0 is the first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Program {
    /// The first day of week 0; without it weeks have no dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Who speaks for a team, by the team's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, String>,
    /// What teams need from each other and from suppliers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<TeamDependency>,
    /// The stages that something is said about, by step, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<RolloutStage>,
    /// When the work on a component starts and how long it takes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub work: BTreeMap<Id, WorkWindow>,
    /// The risk register.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<ProgramRisk>,
    /// What is ready for launch, by the id of the flow.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub readiness: BTreeMap<String, LaunchNotes>,
}

/// What one team needs from another, or from a supplier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamDependency {
    /// The team that waits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub needs: String,
    /// The team or supplier that delivers.
    pub on: String,
    /// What is delivered.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// What was agreed with whom; empty means that there is no agreement yet.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agreement: String,
    /// Weeks from the start of the plan until it can be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_weeks: Option<u32>,
    /// The date that was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The rollout stage that cannot begin without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<u32>,
}

/// One stage of the rollout: the components with this step go live in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RolloutStage {
    /// Its place: see [`Component::rollout_stage`](crate::model::Component::rollout_stage).
    pub step: u32,
    /// "Foundations".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What has to hold before the next stage begins.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gate: String,
    /// Which number shows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub metric: String,
    /// How it is taken back.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rollback: String,
    /// Weeks that the gate is watched before the next stage begins.
    #[serde(skip_serializing_if = "is_zero")]
    pub bake_weeks: u32,
}

/// When the work on a component is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkWindow {
    /// The week in which it starts; without it, as soon as it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// How many weeks it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u32>,
}

/// How likely, or how bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// Hardly; little.
    Low,
    /// In between.
    #[default]
    Medium,
    /// Expected; much.
    High,
}

impl RiskLevel {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }

    /// 1 to 3.
    #[must_use]
    pub fn steps(self) -> u32 {
        self as u32 + 1
    }
}

/// What has become of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskState {
    /// Nothing is done about it yet.
    #[default]
    Open,
    /// The answer has an owner and a place in the plan.
    Planned,
    /// The answer is in place.
    Done,
    /// The program lives with it.
    Accepted,
}

impl RiskState {
    /// All states in order.
    pub const ALL: [Self; 4] = [Self::Open, Self::Planned, Self::Done, Self::Accepted];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Planned => "Planned",
            Self::Done => "Done",
            Self::Accepted => "Accepted",
        }
    }

    /// Whether it still needs attention.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Planned)
    }
}

/// One line of the risk register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgramRisk {
    /// What may happen.
    pub title: String,
    /// What is done about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// The team that does it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// How likely it is.
    pub likelihood: RiskLevel,
    /// How bad it would be.
    pub impact: RiskLevel,
    /// What has become of it.
    pub state: RiskState,
    /// Until when the answer is in place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The finding of the check that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<RiskSource>,
}

/// The finding that a risk comes from, recognized as an [`Acceptance`](crate::model::Acceptance) recognizes its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RiskSource {
    /// The rule's id.
    pub rule: String,
    /// Which of the practices or questions of the rule; none where the rule has one, and in files that knew only rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The item most to blame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Id>,
    /// The part of an accepted design that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// What is ready for the launch of one flow, each in a few words or as an address; empty means not yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LaunchNotes {
    /// The team that is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Where one sees how it does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub monitoring: String,
    /// What calls the owner.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alert: String,
    /// What the owner does then.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub runbook: String,
    /// How the launch is taken back.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rollback: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

impl Program {
    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is said about a stage.
    #[must_use]
    pub fn stage(&self, step: u32) -> Option<&RolloutStage> {
        self.stages.iter().find(|stage| stage.step == step)
    }

    /// What is said about a stage, to be written; begun where nothing is said yet.
    pub fn stage_mut(&mut self, step: u32) -> &mut RolloutStage {
        let place = self.stages.iter().position(|stage| stage.step == step);
        let place = place.unwrap_or_else(|| {
            let place = self.stages.partition_point(|stage| stage.step < step);
            let begun = RolloutStage {
                step,
                ..RolloutStage::default()
            };
            self.stages.insert(place, begun);
            place
        });
        &mut self.stages[place]
    }

    /// Who speaks for a team.
    #[must_use]
    pub fn person(&self, team: &str) -> Option<&str> {
        let mut people = self.people.iter();
        let (_, person) = people.find(|(name, _)| is_same_team(name, team))?;
        Some(person.trim()).filter(|person| !person.is_empty())
    }

    /// Every text in it.
    pub(super) fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut all: Vec<&mut String> = self.people.values_mut().collect();
        for item in &mut self.dependencies {
            all.extend([
                &mut item.needs,
                &mut item.on,
                &mut item.what,
                &mut item.agreement,
            ]);
        }
        for item in &mut self.stages {
            all.extend([
                &mut item.name,
                &mut item.gate,
                &mut item.metric,
                &mut item.rollback,
            ]);
        }
        for item in &mut self.risks {
            all.extend([&mut item.title, &mut item.answer, &mut item.owner]);
            if let Some(source) = &mut item.source {
                all.push(&mut source.rule);
                all.extend(source.part.as_mut());
            }
        }
        for item in self.readiness.values_mut() {
            all.extend([
                &mut item.owner,
                &mut item.monitoring,
                &mut item.alert,
                &mut item.runbook,
                &mut item.rollback,
            ]);
        }
        all
    }

    /// Every number of weeks in it.
    pub(super) fn weeks_mut(&mut self) -> Vec<&mut u32> {
        let leads = self.dependencies.iter_mut();
        let leads = leads.filter_map(|item| item.lead_weeks.as_mut());
        let bakes = self.stages.iter_mut().map(|item| &mut item.bake_weeks);
        let work = self.work.values_mut();
        let work = work.flat_map(|item| [item.start.as_mut(), item.weeks.as_mut()]);
        leads.chain(bakes).chain(work.flatten()).collect()
    }

    /// Every rollout stage in it.
    pub(super) fn steps_mut(&mut self) -> impl Iterator<Item = &mut u32> {
        let needed = self.dependencies.iter_mut();
        let needed = needed.filter_map(|item| item.stage.as_mut());
        needed.chain(self.stages.iter_mut().map(|item| &mut item.step))
    }

    /// The entries of its longest list.
    pub(super) fn longest_list(&self) -> usize {
        let lists = [
            self.people.len(),
            self.dependencies.len(),
            self.stages.len(),
            self.risks.len(),
            self.readiness.len(),
        ];
        lists.into_iter().max().unwrap_or_default()
    }

    /// Puts the stages in order, joins those of one step (what was said first holds), and leaves out what says nothing.
    pub(super) fn tidy(&mut self) {
        self.people
            .retain(|team, person| !team.trim().is_empty() && !person.trim().is_empty());
        self.stages.sort_by_key(|stage| stage.step);
        self.stages.dedup_by_key(|stage| stage.step);
        self.work
            .retain(|_, window| *window != WorkWindow::default());
        self.readiness
            .retain(|_, notes| *notes != LaunchNotes::default());
    }

    /// What is out of its limits, in words; nothing in a sound plan.
    pub(super) fn fault(&mut self) -> Option<&'static str> {
        if self.longest_list() > MAX_PROGRAM_ENTRIES {
            return Some("a list of the plan is too long");
        }
        let too_long = |text: &&mut String| text.chars().nth(MAX_TEXT).is_some();
        let names = self.people.keys().chain(self.readiness.keys());
        if names
            .into_iter()
            .any(|name| name.chars().nth(MAX_TEXT).is_some())
            || self.texts_mut().iter().any(too_long)
        {
            return Some("a text of the plan is too long");
        }
        if self.weeks_mut().iter().any(|weeks| **weeks > MAX_WEEKS) {
            return Some("a number of weeks is out of range");
        }
        if self.steps_mut().any(|step| *step > MAX_ROLLOUT_STAGE) {
            return Some("a rollout stage is out of range");
        }
        None
    }
}

/// Whether two names mean one team: in any case, with or without space around.
#[must_use]
pub fn is_same_team(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
