//! The fixes of one report. Trying a fix out takes a check of its own, so they are tried a few at a time between frames.

use std::time::{Duration, Instant};

use crate::analysis::{Analysis, Estimate, Fix, FixOrder, Report, WhatIf, compare_fixes};

/// What trying may take of one frame.
const BUDGET: Duration = Duration::from_millis(6);
/// In larger drawings fixes are tried only for the finding that is opened up.
const SMALL: usize = 100;

/// The fixes of the findings of one report, as far as they were tried.
#[derive(Debug)]
pub(crate) struct FixOffers {
    /// By the place of the finding.
    tried: Vec<TriedFix>,
    /// The numbers without any fix, once one is tried.
    before: Option<Estimate>,
}

#[derive(Debug, Clone)]
enum TriedFix {
    NotYet,
    NoFix,
    Fix(Fix),
}

impl FixOffers {
    /// Nothing tried yet.
    pub(crate) fn new(report: &Report) -> Self {
        Self {
            tried: vec![TriedFix::NotYet; report.findings.len()],
            before: None,
        }
    }

    /// Tries what is to be tried next, `opened` first; says whether more is left to do.
    pub(crate) fn work(
        &mut self,
        analysis: &Analysis,
        report: &Report,
        opened: Option<usize>,
    ) -> bool {
        let all = if analysis.design().components().len() > SMALL {
            0
        } else {
            self.tried.len()
        };
        let in_turn = opened.into_iter().chain(0..all);
        let is_left = |&index: &usize| matches!(self.tried[index], TriedFix::NotYet);
        let left: Vec<usize> = in_turn.filter(is_left).collect();
        if left.is_empty() {
            return false;
        }
        let began = Instant::now();
        let numbers = || analysis.estimate(&WhatIf::default());
        let before = self.before.get_or_insert_with(numbers);
        let fixer = analysis.fixer(report, before);
        for index in left {
            // The opened one comes in its turn too.
            if !matches!(self.tried[index], TriedFix::NotYet) {
                continue;
            }
            if began.elapsed() > BUDGET {
                return true;
            }
            let finding = &report.findings[index];
            let open = finding.accepted.is_none();
            let found = open.then(|| fixer.fix(finding));
            self.tried[index] = found.flatten().map_or(TriedFix::NoFix, TriedFix::Fix);
        }
        false
    }

    /// The fix of the finding at a place of the report.
    pub(crate) fn get(&self, index: usize) -> Option<&Fix> {
        match self.tried.get(index)? {
            TriedFix::Fix(fix) => Some(fix),
            TriedFix::NotYet | TriedFix::NoFix => None,
        }
    }

    /// The best fix in some respect, with the place of its finding; none before all were tried, or where none helps.
    pub(crate) fn best(&self, order: FixOrder) -> Option<(usize, &Fix)> {
        let all = || self.tried.iter().enumerate();
        if all().any(|(_, tried)| matches!(tried, TriedFix::NotYet)) {
            return None;
        }
        let offered = all().filter_map(|(index, _)| Some((index, self.get(index)?)));
        offered
            .filter(|(_, fix)| fix.helps())
            .min_by(|&one, &other| compare_fixes(one, other, order))
    }
}
