//! Whether the accepted designs keep the promises of a prompt, by spoiling them and by drawing them from nothing.

use std::collections::BTreeSet;

use super::prompt_lint::PromptLint;
use crate::analysis::{
    Analysis, Comparison, Fix, FixOrder, Report, ResponsibilityEvidence, ResponsibilityMatch,
    Severity, WhatIf, analyze,
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
/// Offered fixes that put one part back: the part, and what it takes with it.
const STEPS_BACK: usize = 4;

impl PromptLint<'_> {
    pub(super) fn check_designs(&mut self) {
        let scenario = self.scenario;
        for (n, accepted) in scenario.designs.iter().enumerate() {
            let at = format!("/designs/{n}");
            let report = analyze(&accepted.design, Some(scenario));
            self.check_report(&at, accepted, &report);
            self.check_parts(&at, accepted, &report);
        }
        self.check_beatable();
    }

    /// What the check says of an accepted design itself.
    fn check_report(&mut self, at: &str, accepted: &AcceptedDesign, report: &Report) {
        let required = |job: &&ResponsibilityMatch| job.need == Need::Required;
        let undone = report.responsibilities.iter().filter(required);
        for job in undone.filter(|job| job.evidence.is_none()) {
            let says = format!(
                "the accepted design does not cover the required responsibility `{}`",
                job.id
            );
            let fix = "draw the component that covers this responsibility, name that part in the responsibility, or make the responsibility recommended";
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
            let fix = format!("fix the design until it scores at least {SCORE}");
            self.unfair(format!("{at}/drawing"), says, fix);
        }
        for flow in report
            .flows
            .iter()
            .filter(|flow| !flow.unreached.is_empty())
        {
            let ends = flow.unreached.join(" and ");
            let says = format!("the flow `{}` does not reach {ends}", flow.id);
            let fix = "connect the destination, or correct `to` of the flow";
            self.unfair(format!("{at}/drawing"), says, fix);
        }
        let alike = |other: &&Comparison| other.design != accepted.id && other.similarity >= ALIKE;
        for other in report.comparisons.iter().filter(alike) {
            let says = format!("the design is nearly the same as `{}`", other.design);
            let fix = "remove one of the two designs, or make them differ in an important decision";
            self.unfair(at, says, fix);
        }
    }

    /// Whether each required part is missed when it is gone, for what it does and nothing else, and can be put back.
    fn check_parts(&mut self, at: &str, accepted: &AcceptedDesign, whole: &Report) {
        let scenario = self.scenario;
        for key in required(accepted) {
            let at = format!("{at}/parts/{key}");
            let id = accepted.keys[key];
            let design = without(accepted, [id]);
            let report = analyze(&design, Some(scenario));
            if !is_lost(key, &report) {
                // Another box does the same, which is as good.
                continue;
            }
            if report.score.total >= whole.score.total {
                let says = format!("the score does not drop when `{key}` is removed");
                let fix =
                    "make the part recommended, or draw it so that no other part can replace it";
                self.unfair(at, says, fix);
                continue;
            }
            let near = around(&accepted.design, id);
            for (job, was) in report.responsibilities.iter().zip(&whole.responsibilities) {
                let was_here =
                    |by: &ResponsibilityEvidence| by.by.iter().any(|id| near.contains(id));
                let is_its = job.parts.iter().any(|part| part == key)
                    || leads_to_part(scenario, &job.id, key)
                    || was.evidence.as_ref().is_none_or(was_here);
                if job.need == Need::Required && job.evidence.is_none() && !is_its {
                    let says = format!(
                        "without `{key}`, the check no longer finds the responsibility `{}`",
                        job.id
                    );
                    let fix =
                        "name the part that covers the responsibility in its `parts` or `names`";
                    self.unfair(at.as_str(), says, fix);
                }
            }
            if take_fixes(design, scenario, STEPS_BACK) < SCORE {
                let says = format!("the suggested fixes do not put `{key}` back in its place");
                let fix = "connect the part more simply, or make the part recommended";
                self.thin(at, says, fix);
            }
        }
    }

    /// Whether the best offered fix, again and again, leads from an empty canvas to a good score.
    fn check_beatable(&mut self) {
        let score = take_fixes(Design::new(), self.scenario, STEPS);
        if score < BEATABLE {
            let says =
                format!("from an empty canvas, the suggested fixes reach only {score} of 100");
            let fix = "use `boxdrill check` to see what is still missing, and draw it clearly in the designs";
            self.thin("/designs", says, fix);
        }
    }
}

/// Whether a drawing without this part lacks something: a job that the part does, or the end of a flow.
fn is_lost(key: &str, report: &Report) -> bool {
    let mut jobs = report.responsibilities.iter();
    let is_undone = jobs.any(|job| {
        let its = job.parts.iter().any(|part| part == key);
        its && job.need != Need::Optional && job.evidence.is_none()
    });
    is_undone || report.flows.iter().any(|flow| !flow.unreached.is_empty())
}

/// What a drawing scores after so many fixes, each time the one that brings most points.
fn take_fixes(mut design: Design, scenario: &Scenario, steps: usize) -> u32 {
    for _ in 0..steps {
        let Some(best) = best_fix(&design, scenario) else {
            break;
        };
        if design.apply_all(best.edits).is_err() {
            break;
        }
    }
    analyze(&design, Some(scenario)).score.total
}

/// A component with its connections and neighbors: what may show that a job is done until the component is gone.
fn around(design: &Design, id: Id) -> BTreeSet<Id> {
    let links = design.connections();
    let touching = links.filter(|(_, link)| link.from == id || link.to == id);
    let with_ends = touching.flat_map(|(link, c)| [link, c.from, c.to]);
    with_ends.chain([id]).collect()
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
/// Whether the result of a job has to go to one that this part does: without the part it goes nowhere.
fn leads_to_part(scenario: &Scenario, job: &str, part: &str) -> bool {
    let jobs = &scenario.responsibilities;
    let target = jobs.iter().find(|one| one.id == job);
    let target = target.and_then(|one| one.leads_to.as_ref());
    let mut aims = jobs.iter().filter(|one| Some(&one.id) == target);
    aims.any(|one| one.parts.iter().any(|other| other == part))
}
