//! What the last check of the open drawing said, and the changes that it offers.

use std::collections::BTreeMap;

use super::fix_offers::FixOffers;
use super::plan_search::PlanSearch;
use crate::analysis::{Finding, Report, Severity, obstacles_to_targets};
use crate::model::{HelpLevel, HelpedFinding, Id};
use crate::practice::follow_ups::DrawnQuestion;
use crate::practice::helped;

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

    /// The points that a change to this score would bring.
    fn gain(&self, score: u32) -> u32 {
        score.saturating_sub(self.report.score.total)
    }

    /// What is known of the finding at a place of the report once its fix is shown.
    pub(super) fn shown_fix(&self, index: usize) -> Option<HelpedFinding> {
        let finding = self.report.findings.get(index)?;
        let gain = self.offers.get(index).map_or(0, |fix| self.gain(fix.score));
        Some(helped(finding, HelpLevel::Fix, gain))
    }

    /// What is known of the findings that the plan clears once it is shown; each of them brings its share of the points.
    pub(super) fn shown_plan(&self) -> Vec<HelpedFinding> {
        let Some(plan) = self.plan.as_ref().and_then(PlanSearch::plan) else {
            return Vec::new();
        };
        let is_left = |finding: &&Finding| plan.left.iter().any(|left| left.key() == finding.key());
        let obstacles = obstacles_to_targets(&self.report);
        let cleared: Vec<&Finding> = obstacles.filter(|one| !is_left(one)).collect();
        let (gain, count) = (self.gain(plan.score), cleared.len().max(1) as u32);
        let shares = (0..).map(|place| gain / count + u32::from(place < gain % count));
        let shown = cleared.into_iter().zip(shares);
        shown
            .map(|(finding, share)| helped(finding, HelpLevel::Fix, share))
            .collect()
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
