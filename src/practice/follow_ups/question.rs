//! A question about a drawing, with the deeper ones behind it.

use serde::{Deserialize, Serialize};

use crate::model::Id;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A component that runs once and stops a flow.
    SinglePoint,
    /// What becomes first too slow or too small when the traffic grows.
    Growth,
    /// A cache that starts empty.
    ColdCache,
    /// A zone or region that fails.
    ZoneLoss,
    /// A callee that answers slowly instead of failing.
    SlowCallee,
    /// A write that is tried again.
    DoneTwice,
    /// A component that nobody owns.
    Owner,
    /// A dependency of the program that slips.
    LateDependency,
    /// The slowest requests of a flow.
    TailLatency,
    /// Work that waits while its consumer stands still.
    Backlog,
    /// Data that is deleted by mistake.
    LostData,
    /// A copy that is older than what it was copied from.
    StaleCopy,
    /// The order of going live, and the way back.
    Rollout,
    /// Who notices, and from which number.
    Alert,
    /// A supplier that is down.
    Vendor,
    /// All instances at once, by a bad release.
    BadRelease,
    /// One caller that takes more than its share.
    Flood,
    /// A risk of the program that happens.
    ProgramRisk,
    /// How often a flow works, and what takes most of it.
    ErrorBudget,
    /// What drives the bill.
    Cost,
    /// Two teams on both sides of one call.
    TwoTeams,
    /// A finding of the check that no other question is about.
    WeakSpot,
    /// What the prompt itself asks, whatever is drawn.
    Prompt,
}

/// One step of a chain: a question and what a good answer covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionStep {
    /// What the interviewer asks.
    pub ask: String,
    /// What a good answer covers, one point each.
    pub key_points: Vec<String>,
}

/// A question about the drawing, with the deeper ones behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnQuestion {
    /// What it is about.
    pub kind: QuestionKind,
    /// The components, connections and zones that it names.
    pub items: Vec<Id>,
    /// The question, then each deeper one.
    pub steps: Vec<QuestionStep>,
}

impl DrawnQuestion {
    pub(super) fn new(
        kind: QuestionKind,
        items: Vec<Id>,
        ask: String,
        key_points: Vec<String>,
    ) -> Self {
        Self {
            kind,
            items,
            steps: vec![QuestionStep { ask, key_points }],
        }
    }

    pub(super) fn deeper(mut self, ask: String, key_points: Vec<String>) -> Self {
        self.steps.push(QuestionStep { ask, key_points });
        self
    }

    /// What is asked first.
    #[must_use]
    pub fn ask(&self) -> &str {
        self.steps.first().map_or("", |step| &step.ask)
    }
}
