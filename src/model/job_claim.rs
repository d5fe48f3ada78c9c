//! What the user says about who does a job of the prompt.

use serde::{Deserialize, Serialize};

use super::id::Id;

/// That a component does, or does not do, a job of the prompt, where the check read the drawing otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobClaim {
    /// The job's id in the prompt.
    pub job: String,
    /// Which component.
    pub component: Id,
    /// Whether it does the job.
    pub does: bool,
}
