//! What the user does in the check panel, collected while the report is borrowed and applied afterward.

use std::collections::BTreeSet;

use super::acceptance::{AcceptanceChange, AcceptanceForm};
use crate::analysis::{Finding, FindingKey, Severity};
use crate::app::commands::Command;
use crate::app::document::check_result::OfferedChange;
use crate::model::{Id, JobClaim};

/// What the user did in the panel, applied when the report is no longer borrowed.
#[derive(Default)]
pub(super) struct CheckActions {
    /// Items of the drawing to ring.
    pub(super) highlight: BTreeSet<Id>,
    /// Items of the accepted design on show to ring.
    pub(super) reference: BTreeSet<Id>,
    pub(super) reveal: Option<BTreeSet<Id>>,
    pub(super) toggle: Option<FindingKey>,
    pub(super) explain: Option<&'static str>,
    pub(super) hide: Option<Severity>,
    pub(super) show_design: Option<usize>,
    pub(super) put_away: bool,
    pub(super) sums: bool,
    /// What is pointed at.
    pub(super) preview: Option<OfferedChange>,
    /// What is to be made so.
    pub(super) apply: Option<OfferedChange>,
    /// Search for the cheapest plan that meets the targets.
    pub(super) plan: bool,
    /// The finding at a place of the report, to be told where it is.
    pub(super) hint: Option<usize>,
    /// What is to be shown as an answer.
    pub(super) show: Option<OfferedChange>,
    /// A command of the window.
    pub(super) run: Option<Command>,
    /// What the user says about who does a job.
    pub(super) claim: Option<JobClaim>,
    /// A job about which the user takes everything back.
    pub(super) forget_claims: Option<String>,
    /// The form that is open.
    pub(super) accepting: Option<AcceptanceForm>,
    /// A finding to accept, or to accept no longer.
    pub(super) verdict: Option<(Finding, AcceptanceChange)>,
}
