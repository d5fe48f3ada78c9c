//! The help that a candidate took with findings: points that a shown or applied fix gained are not the candidate's own.

use std::collections::BTreeMap;

use crate::analysis::{Analysis, Finding, FindingKey, Report};

/// How far the answer to a finding was given away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HelpLevel {
    /// The problem alone.
    #[default]
    Problem,
    /// Where it is in the drawing.
    Hint,
    /// What to do about it.
    Fix,
}

/// A finding that help was taken with.
#[derive(Debug)]
struct HelpedFinding {
    level: HelpLevel,
    /// The points that the fix was said to bring.
    gain: u32,
    /// As it stood then.
    finding: Finding,
}

/// The findings that help was taken with.
#[derive(Debug, Default)]
pub(crate) struct HelpTaken {
    findings: BTreeMap<FindingKey, HelpedFinding>,
}

impl HelpTaken {
    /// How far the answer to a finding was given away.
    pub(crate) fn level(&self, finding: &Finding) -> HelpLevel {
        self.findings
            .get(&finding.key())
            .map_or(HelpLevel::Problem, |helped| helped.level)
    }

    /// Says where a finding is.
    pub(crate) fn hint(&mut self, finding: &Finding) {
        self.take(finding, HelpLevel::Hint, 0);
    }

    /// Says what to do about a finding, which brings so many points.
    pub(crate) fn show_fix(&mut self, finding: &Finding, gain: u32) {
        self.take(finding, HelpLevel::Fix, gain);
    }

    /// What was given away stays so.
    fn take(&mut self, finding: &Finding, level: HelpLevel, gain: u32) {
        let new = || HelpedFinding {
            level,
            gain,
            finding: finding.clone(),
        };
        let helped = self.findings.entry(finding.key());
        let helped = helped.or_insert_with(new);
        helped.level = helped.level.max(level);
        helped.gain = helped.gain.max(gain);
    }

    /// The points of a report that shown fixes gained, for the findings that they were shown for and that are gone by now:
    /// what the fixes were said to bring, or, where several lift a limit together, what the score would lose if those
    /// findings still stood.
    pub(crate) fn assisted_points(&self, analysis: &Analysis, report: &Report) -> u32 {
        let stands = |key: &FindingKey| report.open().any(|finding| finding.key() == *key);
        let shown = self.findings.iter();
        let gone: Vec<&HelpedFinding> = shown
            .filter(|(key, helped)| helped.level == HelpLevel::Fix && !stands(key))
            .map(|(_, helped)| helped)
            .collect();
        if gone.is_empty() {
            return 0;
        }
        let total = report.score.total;
        let said: u32 = gone.iter().map(|helped| helped.gain).sum();
        let findings = gone.iter().map(|helped| helped.finding.clone());
        let lost = total.saturating_sub(analysis.score_if_open(report, findings));
        said.max(lost).min(total)
    }
}
