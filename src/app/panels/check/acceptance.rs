//! A finding that the user is about to accept, or to accept no longer.

use crate::analysis::{Accepted, Finding, FindingKey};

/// A finding that the user is about to accept.
#[derive(Debug, Clone)]
pub(crate) struct AcceptanceForm {
    finding: FindingKey,
    pub(super) reason: String,
    pub(super) unscored: bool,
    /// Not shown yet.
    pub(super) fresh: bool,
}

impl AcceptanceForm {
    /// No decision yet.
    pub(super) fn new(finding: &Finding) -> Self {
        Self {
            finding: finding.key(),
            reason: String::new(),
            unscored: false,
            fresh: true,
        }
    }

    /// Whether it is about this finding.
    pub(super) fn is_about(&self, finding: &Finding) -> bool {
        self.finding == finding.key()
    }
}

/// What is to become of a finding.
#[derive(Debug, Clone)]
pub(super) enum AcceptanceChange {
    /// The user lives with it.
    Accept(Accepted),
    /// No longer.
    Reopen,
}
