//! Accepted designs of a prompt, and what each of their parts is worth.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout;
use crate::model::{Design, Id};

/// A design that counts as a good answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptedDesign {
    /// Lower case with underscores.
    pub id: String,
    /// What sets it apart: "Key-value store with a cache beside it".
    pub title: String,
    /// What it gains and what it costs against the others.
    pub trade_off: String,
    /// The drawing in the text notation, one line each.
    pub drawing: Vec<String>,
    /// What each component of the drawing is worth, by its name in the notation. A component that is not listed is
    /// optional.
    pub parts: BTreeMap<String, Part>,
    /// What is drawn, all at one place; made when the file is loaded.
    #[serde(skip)]
    pub design: Design,
    /// Names in the notation to ids in `design`; made when the file is loaded.
    #[serde(skip)]
    pub keys: BTreeMap<String, Id>,
}

impl AcceptedDesign {
    /// The drawing with positions. Laid out when somebody wants to see it, since most prompts are never looked at.
    #[must_use]
    pub fn laid_out(&self) -> Design {
        let mut design = self.design.clone();
        // What Tidy wants can only be refused at the far ends of the drawing area; what is read stays as it is then.
        let _ = design.apply_all(layout::tidy(&design));
        design
    }
}

/// What one component of an accepted design is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// How much it matters.
    pub need: Need,
    /// Ids of other kinds that serve as well here.
    #[serde(default)]
    pub accepts: Vec<String>,
    /// The fewest instances at the stated load.
    #[serde(default = "one_replica")]
    pub min_replicas: u32,
    /// Why it is there, one sentence, shown when it is missing.
    pub why: String,
}

/// How much a part of an accepted design matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Nearly every good answer has it at this load.
    Required,
    /// Most good answers have it.
    Recommended,
    /// A talking point.
    Optional,
}

fn one_replica() -> u32 {
    1
}

/// A risk that matters most here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Trap {
    /// The id of the rule that catches it.
    pub rule: String,
    /// Why it matters here.
    pub why: String,
}

/// A part that the stated load does not need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NotNeeded {
    /// Ids of the kinds.
    pub kinds: Vec<String>,
    /// The load from which it pays, in words.
    pub until: String,
    /// Why it does not pay yet.
    pub why: String,
}
