//! What the check says: one type for every finding, one list, one JSON shape for the panel and the command line.
//!
//! It has more than 500 lines because all that a report holds stands side by side: its JSON shape is read here at a glance.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Id;
use crate::scenario::{AcceptedDesign, Need, Scenario};

/// How bad a finding is. Ordered from bad to harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A flow stops.
    Critical,
    /// Fails under a plausible event.
    High,
    /// Should be fixed.
    Medium,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Info];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Critical => "Critical",
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Info => "Info",
        }
    }
}

/// What a finding is about; also the parts of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Whether the jobs that the prompt asks for are done.
    Match,
    /// Whether the parts make sense together.
    Structure,
    /// What happens when something fails.
    Reliability,
    /// Whether it carries the load, and at what price.
    Load,
    /// Who may do what, and how one sees what happens.
    Security,
}

impl Category {
    /// All categories in the order of the score.
    pub const ALL: [Self; 5] = [
        Self::Match,
        Self::Structure,
        Self::Reliability,
        Self::Load,
        Self::Security,
    ];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Match => "Coverage",
            Self::Structure => "Structure",
            Self::Reliability => "Reliability",
            Self::Load => "Load and cost",
            Self::Security => "Security and ops",
        }
    }
}

/// One thing worth saying about the drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's id: `single-point-of-failure`.
    pub rule: &'static str,
    /// Which of the practices or questions of the rule it is, where the rule has several: `last-write-wins`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Cow<'static, str>>,
    /// How bad it is here.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// A few words: "Single point of failure".
    pub title: String,
    /// One plain sentence with the user's own names in it.
    pub why: String,
    /// The same for people who do not run systems: what it means for users and the business.
    pub for_stakeholders: String,
    /// What to do, one sentence.
    pub advice: String,
    /// The components and connections it is about, most to blame first.
    pub items: Vec<Id>,
    /// The part of an accepted design that is missing, by its name in the notation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The job of the prompt that nothing does, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<String>,
    /// Whether the drawing misses a target of the prompt by it, or cannot carry its traffic.
    pub misses_target: bool,
    /// Points this finding takes from the score.
    pub points: u32,
    /// Titles of more general findings about the same item that this one stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stands_for: Vec<String>,
    /// Set where the user lives with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
}

/// That and why the user lives with a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// In the user's words; may be empty.
    pub reason: String,
    /// Whether it takes no points.
    pub unscored: bool,
}

impl Finding {
    /// The item most to blame.
    #[must_use]
    pub fn item(&self) -> Option<Id> {
        self.items.first().copied()
    }

    /// The same finding where the drawing misses a target of the prompt by it.
    pub(crate) fn of_missed_target(self) -> Self {
        Self {
            misses_target: true,
            ..self
        }
    }

    /// Whether it takes points, as far as its category has any left.
    pub(crate) fn counts(&self) -> bool {
        let unscored = self.accepted.as_ref().is_some_and(|a| a.unscored);
        self.severity != Severity::Info && !unscored
    }
}

/// One line of the sum that makes the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreLine {
    /// What the points are given or taken for.
    pub reason: String,
    /// Points, negative where taken.
    pub points: i32,
}

/// The score of one category: its lines add up to `points`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryScore {
    /// Which part of the score.
    pub category: Category,
    /// What was reached, 0 to `of`.
    pub points: u32,
    /// What can be reached.
    pub of: u32,
    /// The sum, line by line.
    pub lines: Vec<ScoreLine>,
}

/// The most that a drawing can reach while grave problems are open, or while not all is told that is asked of every design,
/// however good the rest is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreCap {
    /// 0 to 100.
    pub limit: u32,
    /// What holds the score down: "2 critical problems are open".
    pub reason: String,
    /// The drawing is too small for the points of its parts to say anything.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_too_small: bool,
}

impl ScoreCap {
    /// "At most 45: 2 critical problems are open".
    #[must_use]
    pub fn describe(&self) -> String {
        format!("At most {}: {}", self.limit, self.reason)
    }
}

/// The score: the points of the categories, and no more than the cap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// 0 to 100.
    pub total: u32,
    /// Set where grave problems hold the total below the sum of the parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<ScoreCap>,
    /// Its parts.
    pub parts: Vec<CategoryScore>,
}

impl Score {
    /// The parts whose points say something: none where the drawing is too small to judge, since full points for what nothing
    /// can be said of would be praise.
    #[must_use]
    pub fn judged_parts(&self) -> &[CategoryScore] {
        match &self.cap {
            Some(cap) if cap.is_too_small => &[],
            _ => &self.parts,
        }
    }
}

/// How a component of an accepted design is played in the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartMatchKind {
    /// By a component of an acceptable kind.
    Matched,
    /// By something similar that costs a little.
    Substituted,
    /// By a component that plays another part as well.
    Merged,
    /// By nothing.
    Missing,
}

/// One component of an accepted design and who plays it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartMatch {
    /// Its name in the notation.
    pub part: String,
    /// Its id in the accepted design.
    pub reference: Id,
    /// What the accepted design calls it.
    pub name: String,
    /// How it is played.
    pub played: PartMatchKind,
    /// Why the first of them is taken for it: "same kind"; empty where nobody plays it.
    pub reason: String,
    /// Whether that is its name.
    #[serde(skip)]
    pub(crate) is_named: bool,
    /// By whom, in the drawing.
    pub by: Vec<Id>,
}

/// How a connection of an accepted design is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionMatchKind {
    /// As in the accepted design, directly or through components that only pass on.
    Matched,
    /// The other way round.
    Reversed,
    /// Waiting where it should not, or the other way round.
    OtherTiming,
    /// Not at all, though both ends are drawn.
    Missing,
    /// One of its ends is missing too.
    EndMissing,
}

/// One connection of an accepted design and how it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConnectionMatch {
    /// Its id in the accepted design.
    pub reference: Id,
    /// How it is drawn.
    pub wired: ConnectionMatchKind,
    /// The drawing's connections that play it, first to last.
    pub by: Vec<Id>,
}

/// The drawing held against one accepted design.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The accepted design's id.
    pub design: String,
    /// Its title.
    pub title: String,
    /// 0 (nothing in common) to 1 (the same for all that matters).
    pub similarity: f64,
    /// Its components, in the order of the accepted design.
    pub parts: Vec<PartMatch>,
    /// Its connections, in the order of the accepted design.
    pub connections: Vec<ConnectionMatch>,
    /// Components of the drawing that play no part.
    pub extra: Vec<Id>,
}

impl Comparison {
    /// The accepted design that it compares with, in the prompt that has it.
    #[must_use]
    pub fn accepted_in<'a>(&self, scenario: &'a Scenario) -> Option<&'a AcceptedDesign> {
        let mut designs = scenario.designs.iter();
        designs.find(|design| design.id == self.design)
    }

    /// What else those play who play this part: the names of the other parts.
    pub fn also_played<'a>(&'a self, part: &'a PartMatch) -> impl Iterator<Item = &'a str> {
        let others = self.parts.iter().filter(|other| {
            other.reference != part.reference && other.by.iter().any(|id| part.by.contains(id))
        });
        others.map(|other| other.name.as_str())
    }
}

/// What does a job that the prompt asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponsibilityEvidence {
    /// What shows it, in a few words: "“Snowflake IDs” is named after it".
    pub reason: String,
    /// The components or connections that do it; empty where only a note or an assumption speaks of it.
    pub by: Vec<Id>,
}

/// One job that a good answer does, and what does it in the drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponsibilityMatch {
    /// Its id in the prompt.
    pub id: String,
    /// The job as a promise.
    pub title: String,
    /// How much it matters.
    pub need: Need,
    /// The parts of accepted designs that do it, by their names in the notation.
    pub parts: Vec<String>,
    /// What does it; none where nothing does.
    pub evidence: Option<ResponsibilityEvidence>,
    /// What the drawing says or shows that rules it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contradicted_by: Option<String>,
    /// What stands where it could be done, although nothing on the drawing says that it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_be_done_by: Vec<Id>,
}

/// What became of one flow in the drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowReport {
    /// The flow's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether users stop when it stops.
    pub critical: bool,
    /// Requests per second at the peak hour (rps); 0 where no prompt says.
    pub rps: f64,
    /// End points that nothing reaches, in words; empty when the flow works.
    pub unreached: Vec<String>,
    /// Every component it touches.
    pub components: Vec<Id>,
    /// Every connection it uses.
    pub connections: Vec<Id>,
    /// The components on its way that cannot keep up at the peak hour.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overloaded: Vec<Id>,
}

impl FlowReport {
    /// How it does while nothing has failed.
    #[must_use]
    pub fn verdict(&self) -> FlowVerdict {
        self.verdict_in(FlowState::Ok)
    }

    /// How it does after a failure that does this to it: a flow that cannot keep up is not mended by one.
    #[must_use]
    pub fn verdict_in(&self, failure: FlowState) -> FlowVerdict {
        let state = if self.unreached.is_empty() {
            failure
        } else {
            FlowState::Down
        };
        FlowVerdict::new(state, !self.overloaded.is_empty())
    }
}

/// How a flow does, in the one word that every screen says. Ordered from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowVerdict {
    /// It arrives, and everything on its way keeps up.
    Works,
    /// It arrives, but without something it uses.
    Degraded,
    /// Something on its way gets more than it can do.
    Overloaded,
    /// It does not arrive.
    Down,
}

impl FlowVerdict {
    pub(crate) fn new(state: FlowState, is_overloaded: bool) -> Self {
        match (state, is_overloaded) {
            (FlowState::Down, _) => Self::Down,
            (_, true) => Self::Overloaded,
            (FlowState::Degraded, false) => Self::Degraded,
            (FlowState::Ok, false) => Self::Works,
        }
    }

    /// The word, for a sentence.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Degraded => "degraded",
            Self::Overloaded => "overloaded",
            Self::Down => "down",
        }
    }
}

/// What becomes of a flow when something fails. Ordered from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowState {
    /// Nothing changes for its users.
    Ok,
    /// It arrives, but without something it uses: a cache, a copy, one of several equals.
    Degraded,
    /// It does not arrive.
    Down,
}

/// What fails, with all its instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// One component.
    Component(Id),
    /// Everything inside a region or an availability zone.
    Zone(Id),
    /// Two components at once.
    Pair(Id, Id),
}

/// What one failure does to every flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FailureEffect {
    /// What fails.
    pub failure: Failure,
    /// By flow, in the order of [`Report::flows`].
    pub flows: Vec<FlowState>,
}

/// The fewest machines that stop a flow when they fail together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MinimalCutSet {
    /// The components, in order.
    pub components: Vec<Id>,
    /// How many instances they run together.
    pub instances: u32,
}

/// What happens when something fails.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Failures {
    /// Every component on a flow, then every zone, then the pairs that do more harm than each of the two alone.
    pub effects: Vec<FailureEffect>,
    /// By flow, in the order of [`Report::flows`]; none where no failure of ours stops it, or it does not work anyway.
    #[serde(rename = "smallest")]
    pub minimal_cut_sets: Vec<Option<MinimalCutSet>>,
}

/// All the check has to say about one drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The prompt's id, if the drawing answers one.
    pub scenario: Option<String>,
    /// The score.
    pub score: Score,
    /// Findings, worst first; within a severity those that matter most first.
    pub findings: Vec<Finding>,
    /// One for each accepted design, nearest first; empty without a prompt.
    pub comparisons: Vec<Comparison>,
    /// The jobs that a good answer does, in the prompt's order; empty without a prompt.
    pub responsibilities: Vec<ResponsibilityMatch>,
    /// The flows, in the prompt's order.
    pub flows: Vec<FlowReport>,
    /// What happens when something fails.
    pub failures: Failures,
}

impl Report {
    /// The nearest accepted design.
    #[must_use]
    pub fn nearest(&self) -> Option<&Comparison> {
        self.comparisons.first()
    }

    /// The findings that the user does not live with.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(|finding| finding.accepted.is_none())
    }

    /// Whether a prompt asks for something, which the drawing can do or not.
    #[must_use]
    pub fn has_prompt(&self) -> bool {
        let mut parts = self.score.parts.iter();
        parts.any(|part| part.category == Category::Match)
    }

    /// The worst severity among the open findings.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.open().map(|finding| finding.severity).min()
    }

    /// How many flows work at the peak hour, of how many.
    #[must_use]
    pub fn working_flows(&self) -> (usize, usize) {
        let flows = self.flows.iter();
        let works = flows.filter(|flow| flow.verdict() == FlowVerdict::Works);
        (works.count(), self.flows.len())
    }

    /// How many open findings there are of each severity, worst first: "2 high, 3 medium, 1 info".
    #[must_use]
    pub fn describe_open(&self) -> String {
        let counts = Severity::ALL.map(|severity| (self.count(severity), severity.label()));
        let named = counts.iter().filter(|(count, _)| *count > 0);
        let named: Vec<String> = named
            .map(|(count, label)| format!("{count} {}", label.to_lowercase()))
            .collect();
        if named.is_empty() {
            "No findings".to_owned()
        } else {
            named.join(", ")
        }
    }

    /// How many open findings there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.open()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// For each item that open findings name: the worst severity and how many of them name it.
    #[must_use]
    pub fn marks(&self) -> BTreeMap<Id, (Severity, usize)> {
        let mut marks = BTreeMap::new();
        for finding in self.open() {
            for &item in &finding.items {
                let mark = marks.entry(item).or_insert((finding.severity, 0));
                mark.0 = mark.0.min(finding.severity);
                mark.1 += 1;
            }
        }
        marks
    }
}
