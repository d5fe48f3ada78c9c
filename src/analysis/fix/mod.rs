//! Offered fixes: what a rule would draw to mend a finding, tried out before it is offered.
//!
//! A fix is offered only where the drawing with it no longer raises the finding and raises nothing new that is as bad.

pub(crate) mod effect;
pub(crate) mod patch;

use std::cmp::{Ordering, Reverse};

use crate::analysis::check::report_on;
use crate::analysis::fix::effect::{Effect, FixOrder};
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::performance::estimate::{Estimate, estimate_traced};
use crate::analysis::performance::what_if::WhatIf;
use crate::analysis::report::{Category, Finding, FlowReport, Report, Severity};
use crate::analysis::trials::most_checks;
use crate::analysis::{revision::Analysis, rules};
use crate::model::{Design, Edit};

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
    /// What it does to the numbers.
    pub effect: Effect,
}

impl Fix {
    /// A change that leads from one report with its numbers to another.
    pub(crate) fn new(
        label: String,
        edits: Vec<Edit>,
        before: (&Report, &Estimate),
        after: (&Report, &Estimate),
    ) -> Self {
        Self {
            label,
            edits,
            score: after.0.score.total,
            clears: above_info(before.0) - above_info(after.0),
            effect: Effect::between(before, after),
        }
    }

    /// "Score 62 → 71 · clears 2 findings · +$70 a month": what it brings, in words.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut all = self.effect.describe(self.score);
        if self.clears > 1 {
            all.insert(1, format!("clears {} findings", self.clears));
        }
        all.join(" · ")
    }

    /// Whether it clears more than it brings, or gains in some respect.
    #[must_use]
    pub fn helps(&self) -> bool {
        let mut orders = FixOrder::ALL.iter();
        self.clears > 0 || orders.any(|&(order, _)| self.effect.gain(order) > 0.0)
    }
}

/// Tries out fixes of one drawing.
#[derive(Debug)]
pub struct Fixer<'a> {
    analysis: &'a Analysis<'a>,
    report: &'a Report,
    before: &'a Estimate,
}

impl<'a> Fixer<'a> {
    /// For a drawing with what the check says of it and its numbers now.
    pub(crate) fn new(
        analysis: &'a Analysis<'a>,
        report: &'a Report,
        before: &'a Estimate,
    ) -> Self {
        Self {
            analysis,
            report,
            before,
        }
    }

    /// The fix of one finding, tried out; none where it cannot be mended by drawing.
    #[must_use]
    pub fn fix(&self, finding: &Finding) -> Option<Fix> {
        let draft = CandidateFix::new(self.analysis, finding)?;
        let numbers = |after: &Analysis| estimate_traced(after, &WhatIf::default());
        let tried = draft.verify(self.analysis, self.report, finding, numbers)?;
        Some(Fix::new(
            tried.label,
            tried.edits,
            (self.report, self.before),
            (&tried.report, &tried.numbers),
        ))
    }

    /// The fixes of the findings, each with the place of its finding in the report, the best first. In a large drawing only
    /// those of the first findings are tried, which matter most: see [`Fixer::untried`].
    #[must_use]
    pub fn fixes(&self, order: FixOrder) -> Vec<(usize, Fix)> {
        let findings = self.report.findings.iter().enumerate();
        let mut all: Vec<(usize, Fix)> = findings
            .take(most_checks(self.analysis))
            .filter_map(|(index, finding)| Some((index, self.fix(finding)?)))
            .collect();
        all.sort_by(|one, other| compare_fixes((one.0, &one.1), (other.0, &other.1), order));
        all
    }

    /// How many findings [`Fixer::fixes`] leaves untried because the drawing is large.
    #[must_use]
    pub fn untried(&self) -> usize {
        let most = most_checks(self.analysis);
        self.report.findings.len().saturating_sub(most)
    }
}

/// Puts the better fix first: in the respect asked for, of equals the one that brings most points, and then the smaller
/// change.
#[must_use]
pub fn compare_fixes(one: (usize, &Fix), other: (usize, &Fix), order: FixOrder) -> Ordering {
    let points = |(index, fix): (usize, &Fix)| {
        let most = Reverse((fix.score, fix.clears));
        (most, fix.edits.len(), index)
    };
    let first = one.1.effect.compare(&other.1.effect, order);
    first.then_with(|| points(one).cmp(&points(other)))
}

/// What a rule would draw to mend a finding, not yet tried out.
pub(crate) struct CandidateFix {
    pub(crate) label: String,
    draft: PatchBuilder,
}

/// A change that mends its finding and brings nothing that is as bad.
pub(crate) struct VerifiedFix<N> {
    pub(crate) label: String,
    pub(crate) edits: Vec<Edit>,
    /// The drawing with it.
    pub(crate) design: Design,
    /// What the check says with it.
    pub(crate) report: Report,
    /// What was asked of the numbers with it.
    pub(crate) numbers: N,
}

impl CandidateFix {
    pub(crate) fn new(analysis: &Analysis, finding: &Finding) -> Option<Self> {
        let apply_fix = rules::get(finding.rule)?.apply_fix?;
        let mut draft = PatchBuilder::new(analysis.design);
        let label = apply_fix(analysis, finding, &mut draft)?;
        Some(Self { label, draft })
    }

    /// The change where it works, with what `numbers` asks of the drawing that has it.
    pub(crate) fn verify<N>(
        self,
        analysis: &Analysis,
        before: &Report,
        finding: &Finding,
        numbers: impl FnOnce(&Analysis) -> N,
    ) -> Option<VerifiedFix<N>> {
        let design = self.draft.design().clone();
        let edits = self.draft.into_edits();
        if edits.is_empty() {
            return None;
        }
        let after = Analysis::new(&design, analysis.scenario);
        let report = report_on(&after);
        if !is_gone(before, &report, finding) || worsens(before, &report, finding) {
            return None;
        }
        let numbers = numbers(&after);
        Some(VerifiedFix {
            label: self.label,
            edits,
            design,
            report,
            numbers,
        })
    }
}

/// Whether both reports hold the drawing against the same accepted design, so that what they say about it compares.
fn same_pattern(before: &Report, after: &Report) -> bool {
    let near = |report: &Report| report.nearest().map(|nearest| nearest.design.clone());
    near(before) == near(after)
}

fn is_gone(before: &Report, after: &Report, finding: &Finding) -> bool {
    let count = |report: &Report| {
        let findings = report.findings.iter();
        findings
            .filter(|other| other.key() == finding.key())
            .count()
    };
    let is_moot = finding.category == Category::Match && !same_pattern(before, after);
    is_moot || count(after) < count(before)
}

/// Whether the drawing is worse than before, or has something new that is as bad as the finding.
fn worsens(before: &Report, after: &Report, finding: &Finding) -> bool {
    // Without a prompt a flow ends where the drawing ends, and may end further on afterwards.
    let has_prompt = before.scenario.is_some();
    let stops = |flow: &&FlowReport| {
        let still = after.flows.iter().find(|other| other.id == flow.id);
        let is_gone = still.map_or(has_prompt, |other| !other.unreached.is_empty());
        flow.unreached.is_empty() && is_gone
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
        let known = before
            .findings
            .iter()
            .any(|other| other.key() == finding.key());
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
    use super::*;
    use crate::analysis::rules::example_prompt;
    use crate::analysis::testing::sketches;
    use crate::analysis::{analyze, estimate};
    use crate::layout::tidy;
    use crate::model::{Rect, parse_notation};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_offered_fix_fits_and_keeps_its_promise(sketch in sketches(8)) {
            let mut design = sketch.design();
            design.apply_all(tidy(&design)).unwrap();
            for scenario in [None, Some(example_prompt())] {
                let analysis = Analysis::new(&design, scenario);
                let (report, then) = (analysis.report(), analysis.estimate(&WhatIf::default()));
                for (index, fix) in analysis.fixer(&report, &then).fixes(FixOrder::Score) {
                    let mut mended = design.clone();
                    mended.apply_all(fix.edits).unwrap();
                    let after = analyze(&mended, scenario);
                    prop_assert_eq!(after.score.total, fix.score);
                    prop_assert!(fix.score >= report.score.total && !fix.label.is_empty());
                    let now = estimate(&mended, scenario, &WhatIf::default());
                    prop_assert_eq!(Effect::between((&report, &then), (&after, &now)), fix.effect);
                    let rule = report.findings[index].rule;
                    prop_assert!(!covered(&design, &mended), "{} of {rule}", fix.label);
                }
            }
        }
    }

    #[test]
    fn tells_what_it_brings() {
        let fix = |score, gained, clears, monthly_cost| {
            let effect = Effect {
                score: gained,
                monthly_cost,
                latency: None,
                downtime: None,
            };
            let (label, edits) = (String::new(), Vec::new());
            let fix = Fix {
                label,
                edits,
                score,
                clears,
                effect,
            };
            (fix.describe(), fix.helps())
        };
        let said = |text: &str, helps| (text.to_owned(), helps);
        assert_eq!(fix(71, 9, 1, 0.0), said("Score 62 → 71", true));
        let whole = "Score 62 → 71 · clears 2 findings · +$70 a month";
        assert_eq!(fix(71, 9, 2, 70.0), said(whole, true));
        assert_eq!(fix(62, 0, 0, 0.0), said("Score stays 62", false));
        assert_eq!(
            fix(62, 0, 0, -9.0),
            said("Score stays 62 · −$9 a month", true)
        );
    }

    #[test]
    fn each_order_puts_its_own_best_first() {
        let text =
            "users -> lb -> api -> db\nusers: client\nlb: load_balancer\napi: service x2\ndb: sql";
        let design = parse_notation(text).unwrap().design;
        let scenario = Some(example_prompt());
        let analysis = Analysis::new(&design, scenario);
        let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
        let fixer = analysis.fixer(&report, &numbers);
        for (order, _) in FixOrder::ALL {
            let ranked = fixer.fixes(order);
            let gains: Vec<f64> = ranked
                .iter()
                .map(|(_, fix)| fix.effect.gain(order))
                .collect();
            assert!(
                gains.len() > 1 && gains.is_sorted_by(|a, b| a >= b),
                "{order:?}: {gains:?}"
            );
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
