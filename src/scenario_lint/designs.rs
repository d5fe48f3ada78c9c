//! Whether the accepted designs keep the promises of a prompt, by spoiling them and by drawing them from nothing.

use std::collections::BTreeSet;

use super::prompt_lint::PromptLint;
use crate::analysis::{
    Analysis, Comparison, Finding, Fix, FixOrder, Report, ResponsibilityMatch, Severity, WhatIf,
    analyze,
};
use crate::model::{Design, Edit, Id};
use crate::scenario::{AcceptedDesign, Need, Scenario};

/// What an accepted design scores at least against itself, and what offered fixes must lead to from an empty canvas.
const SCORE: u32 = 95;
const BEATABLE: u32 = 90;
/// Accepted designs that are more alike than this are one design.
const ALIKE: f64 = 0.97;
/// Offered fixes taken one after the other; prompts need about twenty.
const STEPS: usize = 60;

impl PromptLint<'_> {
    pub(super) fn check_designs(&mut self) {
        let scenario = self.scenario;
        for (n, accepted) in scenario.designs.iter().enumerate() {
            let at = format!("/designs/{n}");
            let report = analyze(&accepted.design, Some(scenario));
            self.check_report(&at, accepted, &report);
            self.check_parts(&at, accepted);
        }
        self.check_beatable();
    }

    /// What the check says of an accepted design itself.
    fn check_report(&mut self, at: &str, accepted: &AcceptedDesign, report: &Report) {
        let required = |job: &&ResponsibilityMatch| job.need == Need::Required;
        let undone = report.responsibilities.iter().filter(required);
        for job in undone.filter(|job| job.evidence.is_none()) {
            let says = format!(
                "the accepted design does not do the required job `{}`",
                job.id
            );
            let fix = "draw what does it, name its part in the job, or make the job recommended";
            self.unfair(format!("{at}/drawing"), says, fix);
        }
        for finding in report
            .findings
            .iter()
            .filter(|f| f.severity < Severity::Info && f.responsibility.is_none())
        {
            let says = format!(
                "the check finds `{}` in the accepted design: {}",
                finding.rule, finding.why
            );
            self.unfair(format!("{at}/drawing"), says, finding.advice.clone());
        }
        if report.score.total < SCORE {
            let says = format!("the accepted design scores {} of 100", report.score.total);
            let fix = format!("mend it until it scores {SCORE} at least");
            self.unfair(format!("{at}/drawing"), says, fix);
        }
        for flow in report
            .flows
            .iter()
            .filter(|flow| !flow.unreached.is_empty())
        {
            let ends = flow.unreached.join(" and ");
            let says = format!("the flow `{}` does not reach {ends}", flow.id);
            let fix = "connect the end point, or correct `to` of the flow";
            self.unfair(format!("{at}/drawing"), says, fix);
        }
        let alike = |other: &&Comparison| other.design != accepted.id && other.similarity >= ALIKE;
        for other in report.comparisons.iter().filter(alike) {
            let says = format!("the design is nearly the same as `{}`", other.design);
            let fix = "take one of them out, or let them differ in a decision that matters";
            self.unfair(at, says, fix);
        }
    }

    /// Whether each required part is missed when it is gone, as that part, and can be put back.
    fn check_parts(&mut self, at: &str, accepted: &AcceptedDesign) {
        let alone = Scenario {
            designs: vec![accepted.clone()],
            ..self.scenario.clone()
        };
        for key in required(accepted) {
            let design = without(accepted, [accepted.keys[key]]);
            let report = analyze(&design, Some(&alone));
            let named: BTreeSet<&str> = report
                .findings
                .iter()
                .filter_map(|finding| finding.part.as_deref())
                .filter(|part| required(accepted).any(|key| key == *part))
                .collect();
            if named != BTreeSet::from([key]) {
                let named: Vec<&str> = named.into_iter().collect();
                let says = if named.is_empty() {
                    format!("nobody misses `{key}` when it is gone")
                } else {
                    format!("without `{key}` the check misses {}", named.join(" and "))
                };
                let fix = "make it recommended, or draw it so that no other part stands for it";
                self.unfair(format!("{at}/parts/{key}"), says, fix);
                continue;
            }
            self.check_replacement(&format!("{at}/parts/{key}"), key, &design);
        }
    }

    /// Whether the part that is missing comes back by its offered fix.
    fn check_replacement(&mut self, at: &str, key: &str, design: &Design) {
        let scenario = self.scenario;
        let analysis = Analysis::new(design, Some(scenario));
        let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
        let missing = |finding: &&Finding| finding.part.as_deref() == Some(key);
        let missing = report.findings.iter().find(missing);
        let mended = missing.and_then(|finding| analysis.fixer(&report, &numbers).fix(finding));
        if mended.is_none_or(|fix| fix.score < SCORE) {
            let says = format!("the offered fix does not put `{key}` back where it was");
            let fix = "connect the part more plainly, or make it recommended";
            self.unfair(at, says, fix);
        }
    }

    /// Whether the best offered fix, again and again, leads from an empty canvas to a good score.
    fn check_beatable(&mut self) {
        let scenario = self.scenario;
        let mut design = Design::new();
        for _ in 0..STEPS {
            let Some(best) = best_fix(&design, scenario) else {
                break;
            };
            if design.apply_all(best.edits).is_err() {
                break;
            }
        }
        let score = analyze(&design, Some(scenario)).score.total;
        if score < BEATABLE {
            let says =
                format!("from an empty canvas the offered fixes lead to {score} of 100 only");
            let fix = "look at what is still missing with `boxdrill check`, and state it plainly in the designs";
            self.unfair("/designs", says, fix);
        }
    }
}

/// The offered fix that brings most points.
fn best_fix(design: &Design, scenario: &Scenario) -> Option<Fix> {
    let analysis = Analysis::new(design, Some(scenario));
    let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
    let ranked = analysis.fixer(&report, &numbers).fixes(FixOrder::Score);
    ranked.into_iter().next().map(|(_, fix)| fix)
}

fn required(accepted: &AcceptedDesign) -> impl Iterator<Item = &str> {
    let parts = accepted.parts.iter();
    parts
        .filter(|(_, part)| part.need == Need::Required)
        .map(|(key, _)| key.as_str())
}

fn without(accepted: &AcceptedDesign, parts: impl IntoIterator<Item = Id>) -> Design {
    let mut design = accepted.design.clone();
    let _is_there = design.apply(Edit::Remove(parts.into_iter().collect()));
    design
}
