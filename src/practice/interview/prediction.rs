//! A failure whose effect is predicted before it is shown.

use serde::{Deserialize, Serialize};

use crate::analysis::FlowState;
use crate::model::Id;
use crate::practice::drills::describe_failure;

/// What is said about one flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowGuess {
    /// The flow's name.
    pub flow: String,
    /// What becomes of it.
    pub truth: FlowState,
    /// Why, one sentence.
    pub why: String,
    /// What the candidate predicts; none while it is open.
    #[serde(default)]
    pub said: Option<FlowState>,
}

/// A failure whose effect is predicted before it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The component or zone that fails.
    pub failed: Id,
    /// What it is called.
    pub name: String,
    /// Whether it is a zone, with everything in it.
    #[serde(default)]
    pub is_zone: bool,
    /// By flow.
    pub flows: Vec<FlowGuess>,
    /// Seconds into the round of the last change.
    #[serde(default)]
    pub at: f64,
}

impl Prediction {
    /// What fails, as a clause.
    #[must_use]
    pub fn describe_failure(&self) -> String {
        describe_failure(&self.name, self.is_zone)
    }

    /// Whether everything is predicted, and right.
    #[must_use]
    pub fn is_right(&self) -> bool {
        !self.flows.is_empty() && self.flows.iter().all(|flow| flow.said == Some(flow.truth))
    }

    /// Whether everything is predicted.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.flows.iter().all(|flow| flow.said.is_some())
    }
}
