//! Offered fixes: what a rule would draw to mend a finding, tried out before it is offered.
//!
//! A fix is offered only where the drawing with it no longer raises the finding and raises nothing new that is as bad.

use std::cmp::Reverse;

use super::draft::Draft;
use super::report::{Category, Finding, FlowReport, Report, Severity};
use super::{analyze, context::Context, rules};
use crate::model::{Design, Edit};
use crate::scenario::Scenario;

/// A change that mends a finding, as one step to undo.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, in a few words: "Run two of Link API".
    pub label: String,
    /// The change.
    pub edits: Vec<Edit>,
    /// The score with it.
    pub score: u32,
    /// How many findings above info it clears, less those that it brings.
    pub clears: i32,
}

/// The fix of one finding, tried out; none where it cannot be mended by drawing.
#[must_use]
pub fn fix(
    design: &Design,
    scenario: Option<&Scenario>,
    report: &Report,
    finding: &Finding,
) -> Option<Fix> {
    let context = Context::new(design, scenario);
    try_out(&context, report, finding)
}

/// The fixes of all findings that can be mended by drawing, each with the place of its finding in the report; first what
/// raises the score most, and of equals the smallest change.
#[must_use]
pub fn fixes(design: &Design, scenario: Option<&Scenario>, report: &Report) -> Vec<(usize, Fix)> {
    let context = Context::new(design, scenario);
    let mut all: Vec<(usize, Fix)> = report
        .findings
        .iter()
        .enumerate()
        .filter_map(|(index, finding)| Some((index, try_out(&context, report, finding)?)))
        .collect();
    all.sort_by_key(|(index, fix)| (Reverse((fix.score, fix.clears)), fix.edits.len(), *index));
    all
}

fn try_out(context: &Context, report: &Report, finding: &Finding) -> Option<Fix> {
    let mend = rules::get(finding.rule)?.mend?;
    let mut draft = Draft::new(context.design);
    let label = mend(context, finding, &mut draft)?;
    let mended = analyze(draft.design(), context.scenario);
    let edits = draft.into_edits();
    let works = is_gone(report, &mended, finding) && !worsens(report, &mended, finding);
    (works && !edits.is_empty()).then(|| Fix {
        label,
        edits,
        score: mended.score.total,
        clears: above_info(report) - above_info(&mended),
    })
}

/// Whether both reports hold the drawing against the same accepted design, so that what they say about it compares.
fn same_pattern(before: &Report, after: &Report) -> bool {
    let near = |report: &Report| report.nearest().map(|nearest| nearest.design.clone());
    near(before) == near(after)
}

fn is_gone(before: &Report, after: &Report, finding: &Finding) -> bool {
    let count = |report: &Report| {
        let findings = report.findings.iter();
        findings.filter(|other| other.is_same(finding)).count()
    };
    let is_moot = finding.category == Category::Match && !same_pattern(before, after);
    is_moot || count(after) < count(before)
}

/// Whether the drawing is worse than before, or has something new that is as bad as the finding.
fn worsens(before: &Report, after: &Report, finding: &Finding) -> bool {
    let stops = |flow: &&FlowReport| {
        let still = after.flows.iter().find(|other| other.id == flow.id);
        flow.unreached.is_empty() && still.is_none_or(|other| !other.unreached.is_empty())
    };
    after.score.total < before.score.total
        || before.flows.iter().any(|flow| stops(&flow))
        || differs_more(before, after, finding.severity)
        || has_new_risk(before, after, finding.severity)
}

/// Whether more is missing from the accepted design. Which box plays which part may change, so that parts are counted.
fn differs_more(before: &Report, after: &Report, severity: Severity) -> bool {
    let count = |report: &Report| {
        let findings = report.findings.iter();
        // A missing part may be named by a finding that says what comes of it.
        let differs = |f: &Finding| f.category == Category::Match || f.part.is_some();
        let counts = findings.filter(|f| differs(f) && is_about_risk(f, severity));
        counts.count()
    };
    same_pattern(before, after) && count(after) > count(before)
}

fn has_new_risk(before: &Report, after: &Report, severity: Severity) -> bool {
    let is_new = |finding: &&Finding| {
        let known = before.findings.iter().any(|other| other.is_same(finding));
        finding.category != Category::Match && is_about_risk(finding, severity) && !known
    };
    after.findings.iter().any(|finding| is_new(&finding))
}

/// Whether a finding is this bad and says more than what the drawing does not do yet.
fn is_about_risk(finding: &Finding, severity: Severity) -> bool {
    finding.severity <= severity && !rules::UNFINISHED.contains(&finding.rule)
}

fn above_info(report: &Report) -> i32 {
    let findings = report.findings.iter();
    findings.filter(|f| f.severity < Severity::Info).count() as i32
}

#[cfg(test)]
mod tests {
    use super::super::rules::example_prompt;
    use super::super::testing::sketches;
    use super::*;
    use crate::arrange::tidy;
    use crate::model::Rect;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_offered_fix_fits_and_keeps_its_promise(sketch in sketches(8)) {
            let mut design = sketch.design();
            design.apply_all(tidy(&design)).unwrap();
            for scenario in [None, Some(example_prompt())] {
                let report = analyze(&design, scenario);
                for (index, fix) in fixes(&design, scenario, &report) {
                    let mut mended = design.clone();
                    mended.apply_all(fix.edits).unwrap();
                    let after = analyze(&mended, scenario);
                    prop_assert_eq!(after.score.total, fix.score);
                    prop_assert!(fix.score >= report.score.total && !fix.label.is_empty());
                    let rule = report.findings[index].rule;
                    prop_assert!(!covered(&design, &mended), "{} of {rule}", fix.label);
                }
            }
        }
    }

    /// Whether something new stands on something else.
    fn covered(before: &Design, after: &Design) -> bool {
        let rect = |at| Rect::from_center(at, 160.0, 64.0);
        after.components().any(|(id, new)| {
            let mut others = after.components().filter(|(other, _)| *other != id);
            !before.contains(id) && others.any(|(_, c)| rect(c.at).intersects(rect(new.at)))
        })
    }
}
