//! The help that a candidate took with findings: points that a shown or applied fix gained are not the candidate's own.

use crate::analysis::{Analysis, Finding, Report, Severity, rules};
use crate::model::{HelpLevel, HelpedFinding, TakenHelp};

/// How far the answer to a finding was given away.
#[must_use]
pub fn help_level(help: &TakenHelp, finding: &Finding) -> HelpLevel {
    let helped = help.findings.iter();
    helped
        .filter(|helped| finding.is_source_of(&helped.finding))
        .map(|helped| helped.level)
        .max()
        .unwrap_or_default()
}

/// Help that is taken with a finding, whose fix is said to bring so many points.
#[must_use]
pub fn helped(finding: &Finding, level: HelpLevel, gain: u32) -> HelpedFinding {
    HelpedFinding {
        finding: finding.risk_source(),
        level,
        gain,
        severity: finding.severity.label().to_lowercase(),
        job: finding.responsibility.clone(),
        misses_target: finding.misses_target,
    }
}

/// The points of a report that shown fixes gained, for the findings that they were shown for and that are gone by now:
/// what the fixes were said to bring, or, where several lift a limit together, what the score would lose if those findings
/// still stood; and all that was gained after an accepted design was opened.
#[must_use]
pub fn assisted_points(help: &TakenHelp, analysis: &Analysis, report: &Report) -> u32 {
    let stands = |helped: &HelpedFinding| {
        let mut open = report.open();
        open.any(|finding| finding.is_source_of(&helped.finding))
    };
    let shown = help.findings.iter();
    let gone: Vec<&HelpedFinding> = shown
        .filter(|helped| helped.level == HelpLevel::Fix && !stands(helped))
        .collect();
    let total = report.score.total;
    // Whoever has seen an answer has everything that came after from it.
    let seen = help.score_before_answer;
    let seen = seen.map_or(0, |own| total.saturating_sub(own));
    if gone.is_empty() {
        return seen;
    }
    let said: u32 = gone.iter().map(|helped| helped.gain).sum();
    let findings = gone.iter().filter_map(|helped| recalled(helped));
    let lost = total.saturating_sub(analysis.score_if_open(report, findings));
    said.max(lost).max(seen).min(total)
}

/// A finding that is gone, as far as the score looks at it; none where the drawing was written with other rules.
fn recalled(helped: &HelpedFinding) -> Option<Finding> {
    let source = &helped.finding;
    let rule = rules::get(&source.rule)?;
    let mut severities = Severity::ALL.into_iter();
    let severity = severities.find(|one| one.label().eq_ignore_ascii_case(&helped.severity))?;
    let items = source.item.into_iter().collect();
    Some(Finding {
        part: source.part.clone(),
        responsibility: helped.job.clone(),
        misses_target: helped.misses_target,
        ..rule.finding(severity, items, String::new(), String::new())
    })
}
