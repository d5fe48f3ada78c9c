//! What the last check of the open drawing said, and the changes that it offers.

use std::collections::BTreeMap;

use super::fix_offers::FixOffers;
use super::plan_search::PlanSearch;
use crate::analysis::{Report, Severity};
use crate::model::Id;
use crate::practice::follow_ups::DrawnQuestion;

/// The check's last word.
#[derive(Debug)]
pub(crate) struct CheckResult {
    /// What it said.
    pub report: Report,
    /// Findings to mark on the canvas.
    pub marks: BTreeMap<Id, (Severity, usize)>,
    /// What to do about the findings.
    pub offers: FixOffers,
    /// The points that shown or applied fixes gained.
    pub assisted: u32,
    /// What an interviewer would ask about the drawing, once it is wanted.
    pub questions: Option<Vec<DrawnQuestion>>,
    /// The cheapest way to the targets, once it is asked for.
    pub plan: Option<PlanSearch>,
}

impl CheckResult {
    /// The score without the points that shown or applied fixes gained, 0 to 100.
    pub(crate) fn own_score(&self) -> u32 {
        self.report.score.total.saturating_sub(self.assisted)
    }
}

/// A change that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfferedChange {
    /// The fix of the finding at a place of the report.
    Fix(usize),
    /// The cheapest way to the targets.
    Plan,
}
