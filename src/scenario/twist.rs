//! Twists: changes of requirements that an interviewer makes in the middle of a round.

use serde::{Deserialize, Serialize};

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
        /// The slowest acceptable answer for 99% of requests (ms).
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
