//! The fixes on show: by the last word on each until there is another, so that the panel stands still while things are
//! dragged and fixes are tried out.

use std::collections::BTreeMap;

use crate::analysis::{Finding, FindingKey, Fix, FixOrder};
use crate::app::document::check_result::CheckResult;

/// The fix of each finding, and the best of all with the place of its finding in the report.
#[derive(Debug, Default)]
pub(super) struct ShownFixes {
    by_finding: BTreeMap<FindingKey, Fix>,
    best: Option<(usize, Fix)>,
}

impl ShownFixes {
    /// Takes what there is, now that all fixes of a check were tried.
    pub(super) fn settle(&mut self, checked: &CheckResult, order: FixOrder) {
        let findings = checked.report.findings.iter().enumerate();
        let fixes = findings.filter_map(|(index, finding)| {
            Some((finding.key(), checked.offers.get(index)?.clone()))
        });
        self.by_finding = fixes.collect();
        let best = checked.offers.best(order);
        self.best = best.map(|(index, fix)| (index, fix.clone()));
    }

    /// The fix of a finding.
    pub(super) fn of(&self, finding: &Finding) -> Option<&Fix> {
        self.by_finding.get(&finding.key())
    }

    /// The best fix, with the place of its finding.
    pub(super) fn best(&self) -> Option<&(usize, Fix)> {
        self.best.as_ref()
    }
}
