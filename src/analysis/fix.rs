//! Offered fixes: what a rule would draw to mend a finding, tried out before it is offered.
//!
//! A fix is offered only where the drawing with it no longer raises the finding and raises nothing new that is as bad.

use super::draft::Draft;
use super::report::{Category, Finding, Report, Severity};
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
/// raises the score most.
#[must_use]
pub fn fixes(design: &Design, scenario: Option<&Scenario>, report: &Report) -> Vec<(usize, Fix)> {
    let context = Context::new(design, scenario);
    let mut all: Vec<(usize, Fix)> = report
        .findings
        .iter()
        .enumerate()
        .filter_map(|(index, finding)| Some((index, try_out(&context, report, finding)?)))
        .collect();
    all.sort_by_key(|(index, fix)| (std::cmp::Reverse((fix.score, fix.clears)), *index));
    all
}

fn try_out(context: &Context, report: &Report, finding: &Finding) -> Option<Fix> {
    let mend = rules::get(finding.rule)?.mend?;
    let mut draft = Draft::new(context.design);
    let label = mend(context, finding, &mut draft)?;
    let mended = analyze(draft.design(), context.scenario);
    let same = |report: &Report| {
        report
            .findings
            .iter()
            .filter(|f| f.is_same(finding))
            .count()
    };
    let is_gone = same(&mended) < same(report);
    // Where another accepted design is nearer now, what is missing from that one is no news about the drawing.
    let near = |report: &Report| report.nearest().map(|nearest| nearest.design.clone());
    let is_comparable = near(report) == near(&mended);
    let is_new = |other: &&Finding| {
        let counts = is_comparable || other.category != Category::Match;
        counts && !report.findings.iter().any(|known| known.is_same(other))
    };
    let is_worse = mended.score.total < report.score.total;
    let worsens = is_worse
        || mended
            .findings
            .iter()
            .filter(is_new)
            .any(|other| other.severity <= finding.severity);
    let edits = draft.into_edits();
    (is_gone && !worsens && !edits.is_empty()).then(|| Fix {
        label,
        edits,
        score: mended.score.total,
        clears: above_info(report) - above_info(&mended),
    })
}

fn above_info(report: &Report) -> i32 {
    let findings = report.findings.iter();
    findings.filter(|f| f.severity < Severity::Info).count() as i32
}
