//! Findings of the check that the user accepts, with the reason.

use serde::{Deserialize, Serialize};

use super::id::Id;

/// A finding of the check that the user lives with, and why.
///
/// It is recognized by its rule and variant, the item most to blame and the missing part, so that it survives changes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The rule's id.
    pub rule: String,
    /// Which of the practices or questions of the rule; none where the rule has one, and in files that knew only rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The item most to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Id>,
    /// The part of an accepted design that is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Why it is acceptable here, in the user's words.
    #[serde(default)]
    pub reason: String,
    /// Whether it takes no points from the score any more.
    #[serde(default)]
    pub unscored: bool,
}
