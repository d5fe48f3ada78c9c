//! The sorts of drills, and what each trains.

use serde::{Deserialize, Serialize};

use crate::practice::scorecard::Dimension;

/// A sort of drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillKind {
    /// Predict what a failure does to each flow.
    WhatBreaks,
    /// Estimate a number.
    Numbers,
    /// Find the one fault in a design, and say why it is one.
    FindTheFault,
}

impl DrillKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::WhatBreaks, Self::Numbers, Self::FindTheFault];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::WhatBreaks => "What breaks?",
            Self::Numbers => "Numbers",
            Self::FindTheFault => "Find the fault",
        }
    }

    /// What one does in it.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::WhatBreaks => "One component fails: predict what happens to each flow",
            Self::Numbers => "Estimate load, instances, downtime, and traffic",
            Self::FindTheFault => "Find the one fault injected into a good design",
        }
    }

    /// The rubric area that it trains most.
    #[must_use]
    pub fn trains(self) -> Dimension {
        match self {
            Self::WhatBreaks => Dimension::Reliability,
            Self::Numbers => Dimension::Estimates,
            Self::FindTheFault => Dimension::Design,
        }
    }
}
