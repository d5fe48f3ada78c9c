//! Twists: changes of requirements that an interviewer makes in the middle of a round.

use serde::{Deserialize, Serialize};

use super::types::Scenario;

/// A change of requirements in the middle of a mock interview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Twist {
    /// What the interviewer says.
    pub says: String,
    /// What it changes for the drawing; absent where it changes the program only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<TargetChange>,
    /// Words that show that a plan or a note speaks of it, in lower case, each as a word begins.
    pub words: Vec<String>,
    /// What a good answer covers, one point each.
    pub covers: Vec<String>,
}

/// What a twist changes for the drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TargetChange {
    /// A flow has to be faster.
    Latency {
        /// Its id.
        flow: String,
        /// The slowest acceptable answer for 99 % of requests (ms).
        p99_ms: f64,
    },
    /// Times the stated traffic.
    Traffic(f64),
    /// Part of the time critical flows work, 0 to 1.
    Availability(f64),
    /// The most that a month may cost (USD).
    Budget(f64),
    /// A whole region may fail.
    RegionLoss,
}

impl TargetChange {
    /// The prompt with the change.
    #[must_use]
    pub fn apply(&self, scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        match self {
            Self::Latency { flow, p99_ms } => {
                for one in changed.flows.iter_mut().filter(|one| one.id == *flow) {
                    one.latency_p99_ms = Some(*p99_ms);
                }
            }
            Self::Traffic(times) => {
                for flow in &mut changed.flows {
                    flow.rps *= times;
                }
            }
            Self::Availability(part) => changed.targets.availability = *part,
            Self::Budget(monthly) => changed.targets.monthly_budget = Some(*monthly),
            Self::RegionLoss => changed.targets.survives_region_loss = true,
        }
        changed
    }

    /// Why a prompt cannot have it: a flow that it does not have, or a number that makes no sense.
    pub(super) fn find_problem(&self, scenario: &Scenario) -> Option<String> {
        let known = |flow: &str| scenario.flows.iter().any(|one| one.id == flow);
        let sound = |value: f64| value.is_finite() && value > 0.0;
        match self {
            Self::Latency { flow, .. } if !known(flow) => {
                Some(format!("`{flow}` is no flow: name one of this prompt"))
            }
            Self::Latency { p99_ms: value, .. } | Self::Traffic(value) | Self::Budget(value)
                if !sound(*value) =>
            {
                Some("the number is finite and above 0".to_owned())
            }
            Self::Availability(part) if !(0.0..1.0).contains(part) => {
                Some("availability is 0 or more and below 1: 0.999 for 99.9 %".to_owned())
            }
            _ => None,
        }
    }
}
