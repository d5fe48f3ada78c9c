//! The label files of a panel: what interviewers say of each drawing, and what the labels of boxes mean. Only their shape is
//! here; `tests/panel/README.md` says how they are meant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::text_match::one_line;

/// What an interviewer makes of a drawing as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PanelVerdict {
    /// Nothing worse than questions.
    Sound,
    /// One to three faults that a few changes repair.
    Flawed,
    /// Fails the round by itself.
    Fatal,
}

impl PanelVerdict {
    /// All verdicts, best first.
    pub const ALL: [Self; 3] = [Self::Sound, Self::Flawed, Self::Fatal];

    /// The word in the label files.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Flawed => "flawed",
            Self::Fatal => "fatal",
        }
    }
}

/// How much an expected flaw weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelSeverity {
    /// Breaks a promise that the structure must keep.
    Critical,
    /// An incident waiting to happen.
    High,
    /// Should be improved.
    Medium,
    /// A question: the drawing does not decide it.
    Ask,
}

impl LabelSeverity {
    /// All severities, worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Ask];

    /// The word in the label files.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Ask => "ask",
        }
    }
}

/// Where a person sees a flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenIn {
    /// In how boxes are connected.
    Wiring,
    /// In how many there are.
    Count,
    /// In what is not drawn.
    Absence,
    /// In the numbers of the prompt.
    Numbers,
    /// In which zone a box is.
    Zone,
    /// In the order of calls or of a rollout.
    Step,
    /// In the words at an arrow.
    Label,
    /// In the words in a box.
    Name,
    /// In a note.
    Note,
}

/// What evidence a flaw leaves: a check of the wiring cannot know what only words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlawEvidence {
    /// The structure shows it.
    Structure,
    /// Only words say it.
    Words,
    /// The label does not say where it is seen.
    NotGiven,
}

impl FlawEvidence {
    /// All kinds of evidence.
    pub const ALL: [Self; 3] = [Self::Structure, Self::Words, Self::NotGiven];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Words => "words",
            Self::NotGiven => "not given",
        }
    }
}

/// A flaw that has to be found.
#[derive(Debug, Clone, Deserialize)]
pub struct ExpectedFlaw {
    /// The id of the flaw.
    pub flaw: String,
    /// Ids that say the same.
    #[serde(default, rename = "or")]
    pub alternatives: Vec<String>,
    /// The boxes where it is, by name; empty for the whole drawing.
    #[serde(default)]
    pub at: Vec<String>,
    /// How much it weighs.
    pub severity: LabelSeverity,
    /// Why it is one.
    #[serde(default)]
    pub why: String,
    /// Where a person sees it.
    #[serde(default)]
    pub seen: Option<SeenIn>,
}

impl ExpectedFlaw {
    /// The ids that count as this flaw.
    pub fn flaws(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.flaw)
            .chain(&self.alternatives)
            .map(String::as_str)
    }

    /// What evidence it leaves.
    #[must_use]
    pub fn evidence(&self) -> FlawEvidence {
        match self.seen {
            None => FlawEvidence::NotGiven,
            Some(SeenIn::Label | SeenIn::Name | SeenIn::Note) => FlawEvidence::Words,
            Some(_) => FlawEvidence::Structure,
        }
    }
}

/// A flaw that is wrong to report (`forbid`) or fair at low weight (`tolerate`).
#[derive(Debug, Clone, Deserialize)]
pub struct FlawOpinion {
    /// The id of the flaw.
    pub flaw: String,
    /// The boxes this opinion is limited to; empty for the whole drawing.
    #[serde(default)]
    pub at: Vec<String>,
    /// Why.
    #[serde(default)]
    pub why: String,
}

/// One box name or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum BoxNames {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl BoxNames {
    /// The names, each on one line.
    pub fn iter(&self) -> impl Iterator<Item = String> {
        let names = match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        };
        names.iter().map(|name| one_line(name))
    }
}

/// What an interviewer says of one drawing.
#[derive(Debug, Clone, Deserialize)]
pub struct DrawingLabel {
    /// The drawing's file, from the panel's folder.
    pub file: String,
    /// The prompt it answers.
    pub scenario: Option<String>,
    /// What it is as a whole.
    pub verdict: PanelVerdict,
    /// The lowest and the highest fair score; none where that is disputed.
    pub score: Option<(u32, u32)>,
    /// What has to be found.
    #[serde(default)]
    pub expect: Vec<ExpectedFlaw>,
    /// What is wrong to report.
    #[serde(default)]
    pub forbid: Vec<FlawOpinion>,
    /// What is fair at low weight.
    #[serde(default)]
    pub tolerate: Vec<FlawOpinion>,
    /// Which boxes play which part of an accepted design, by the part's name. A sample.
    #[serde(default)]
    pub plays: BTreeMap<String, BoxNames>,
    /// Parts that nobody plays although a box may look like it.
    #[serde(default)]
    pub not_played: Vec<String>,
}

/// A row of `names.tsv`: the label of a box, and how it is to be read.
#[derive(Debug, Clone, Default)]
pub struct NameLabel {
    /// The label as its author wrote it.
    pub label: String,
    /// The kinds that fit, the best first.
    pub kinds: Vec<String>,
    /// The counts that fit; empty where the label states none.
    pub replicas: Vec<u32>,
    /// The name to show.
    pub name: String,
    /// The technologies the label names, in lower case.
    pub technologies: Vec<String>,
    /// The shape in the source; empty is a rectangle.
    pub shape: String,
    /// The group of names it belongs to.
    pub group: String,
}

impl NameLabel {
    /// Reads `names.tsv`; the first row names the columns.
    #[must_use]
    pub fn parse_all(text: &str) -> Vec<Self> {
        tsv_rows(text).skip(1).map(|row| Self::new(&row)).collect()
    }

    fn new(row: &[&str]) -> Self {
        let cell = |column: usize| row.get(column).copied().unwrap_or_default();
        let digits = |c: char| !c.is_ascii_digit();
        Self {
            label: cell(0).to_owned(),
            kinds: listed(cell(1)).map(str::to_owned).collect(),
            replicas: cell(2)
                .split(digits)
                .filter_map(|n| n.parse().ok())
                .collect(),
            name: cell(3).to_owned(),
            technologies: listed(cell(4)).map(str::to_lowercase).collect(),
            shape: cell(5).to_owned(),
            group: match cell(6).split(';').next().unwrap_or_default().trim() {
                "" => "other".to_owned(),
                group => group.to_owned(),
            },
        }
    }
}

/// The items of a list with commas.
pub(super) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// The rows of a table with tabs between its columns; `#` begins a comment.
pub(super) fn tsv_rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.trim().is_empty() && *line != "#" && !line.starts_with("# "))
        .map(|line| line.split('\t').collect())
}
