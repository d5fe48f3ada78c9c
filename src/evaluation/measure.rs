//! Makes every mutant, checks it, and counts: what should be found and is, and what is said besides.

use std::collections::BTreeMap;

use serde::Serialize;

use super::all;
use super::fault_plan::FaultPlan;
use super::mutation::Mutation;
use super::subject::{Mutant, MutationSubject};
use crate::analysis::{Finding, Report, Severity, analyze, rules};
use crate::scenario::Scenario;

/// One mutant and whether its fault was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MutationTrial {
    /// The prompt's id.
    pub scenario: String,
    /// The accepted design's id.
    pub design: String,
    /// The mutation's id.
    pub mutation: &'static str,
    /// What was done, with the names of the drawing.
    pub what: String,
    /// The rule that must be raised.
    pub rule: &'static str,
    /// Whether it is.
    pub found: bool,
}

/// A finding that nothing in the mutant explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnexpectedFinding {
    /// The mutant.
    pub trial: MutationTrial,
    /// The rule that is raised.
    pub rule: &'static str,
    /// How bad it is said to be.
    pub severity: Severity,
    /// What it says.
    pub why: String,
}

/// How well one rule does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleMeasure {
    /// The rule's id.
    pub rule: &'static str,
    /// Mutants that must raise it.
    pub tried: usize,
    /// Those that do.
    pub found: usize,
    /// Findings above info, in all mutants, that are meant or allowed.
    pub explained: usize,
    /// Findings above info, in all mutants, that are neither.
    pub unexpected: usize,
}

impl RuleMeasure {
    /// The share of faults that are found, 0 to 1; 1 where none was tried.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.found, self.tried)
    }

    /// The share of findings that are right, 0 to 1; 1 where there are none.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.explained, self.explained + self.unexpected)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// What came of all mutants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// By rule, in the order of the handbook.
    pub rules: Vec<RuleMeasure>,
    /// Every mutant, in the order of prompts, designs and mutations.
    pub trials: Vec<MutationTrial>,
    /// Findings that nothing explains.
    pub unexpected: Vec<UnexpectedFinding>,
    /// Mutations whose rule does not exist, with the rule they name.
    pub no_such_rule: Vec<(&'static str, &'static str)>,
    /// Designs so large that only some of the places where a fault fits were tried.
    pub in_part: usize,
}

impl Evaluation {
    /// Faults that were not found.
    pub fn misses(&self) -> impl Iterator<Item = &MutationTrial> {
        self.trials.iter().filter(|trial| !trial.found)
    }

    /// Whether everything is found and nothing else is said.
    #[must_use]
    pub fn is_perfect(&self) -> bool {
        self.unexpected.is_empty() && self.misses().next().is_none()
    }

    /// All rules together, under the name "all".
    #[must_use]
    pub fn total(&self) -> RuleMeasure {
        let sum = |count: fn(&RuleMeasure) -> usize| self.rules.iter().map(count).sum();
        RuleMeasure {
            rule: "all",
            tried: sum(|measure| measure.tried),
            found: sum(|measure| measure.found),
            explained: sum(|measure| measure.explained),
            unexpected: sum(|measure| measure.unexpected),
        }
    }
}

/// Tries every mutation on every accepted design of these prompts.
#[must_use]
pub fn evaluate<'a>(scenarios: impl IntoIterator<Item = &'a Scenario>) -> Evaluation {
    let unknown = all().filter(|mutation| rules::get(mutation.raises).is_none());
    let mut in_part = 0;
    let mut tally = EvaluationTally::default();
    for scenario in scenarios {
        for accepted in &scenario.designs {
            let subject = MutationSubject::new(scenario, accepted);
            let before = subject.analysis.report();
            let plan = FaultPlan::new(&subject);
            in_part += usize::from(plan.is_in_part);
            for (mutation, mutant) in plan.mutants(&subject) {
                let after = analyze(&mutant.design, Some(scenario));
                tally.add(&subject, mutation, &mutant, &before, &after);
            }
        }
    }
    Evaluation {
        rules: tally.measures(),
        trials: tally.trials,
        unexpected: tally.unexpected,
        no_such_rule: unknown.map(|m| (m.id, m.raises)).collect(),
        in_part,
    }
}

#[derive(Default)]
struct EvaluationTally {
    trials: Vec<MutationTrial>,
    unexpected: Vec<UnexpectedFinding>,
    /// Findings that are right, by rule.
    explained: BTreeMap<&'static str, usize>,
}

impl EvaluationTally {
    fn add(
        &mut self,
        subject: &MutationSubject,
        mutation: &Mutation,
        mutant: &Mutant,
        before: &Report,
        after: &Report,
    ) {
        let verdict = MutantVerdict::new(mutation, mutant, before, after);
        let trial = MutationTrial {
            scenario: subject.scenario.id.clone(),
            design: subject.accepted.id.clone(),
            mutation: mutation.id,
            rule: mutation.raises,
            found: verdict.found,
            what: mutant.what.clone(),
        };
        for finding in verdict.explained {
            *self.explained.entry(finding.rule).or_default() += 1;
        }
        let unexpected = verdict.unexpected.into_iter();
        self.unexpected
            .extend(unexpected.map(|finding| UnexpectedFinding {
                trial: trial.clone(),
                rule: finding.rule,
                severity: finding.severity,
                why: finding.why.clone(),
            }));
        self.trials.push(trial);
    }

    fn measures(&self) -> Vec<RuleMeasure> {
        let measure = |rule: &'static str| RuleMeasure {
            rule,
            tried: self.trials.iter().filter(|t| t.rule == rule).count(),
            found: self
                .trials
                .iter()
                .filter(|t| t.rule == rule && t.found)
                .count(),
            explained: self.explained.get(rule).copied().unwrap_or(0),
            unexpected: self.unexpected.iter().filter(|e| e.rule == rule).count(),
        };
        rules::all().iter().map(|rule| measure(rule.id)).collect()
    }
}

/// What the check says of a mutant and did not say of what it was made from.
pub(super) struct MutantVerdict<'r> {
    /// Whether the fault is named.
    pub(super) found: bool,
    /// Findings above info that are meant or allowed.
    explained: Vec<&'r Finding>,
    /// Findings above info that are neither.
    pub(super) unexpected: Vec<&'r Finding>,
}

impl<'r> MutantVerdict<'r> {
    pub(super) fn new(
        mutation: &Mutation,
        mutant: &Mutant,
        before: &Report,
        after: &'r Report,
    ) -> Self {
        let findings = after.findings.iter();
        let (meant, other): (Vec<&Finding>, Vec<&Finding>) = findings
            .filter(|finding| !before.findings.iter().any(|old| is_old(finding, old)))
            .partition(|finding| is_meant(mutation, mutant, finding));
        let found = !meant.is_empty();
        let is_allowed = |finding: &&Finding| {
            let mut allowed = mutation.allows.iter();
            allowed.any(|allowed| allowed.rule == finding.rule) || is_lost(finding, mutant, before)
        };
        let (allowed, mut unexpected): (Vec<_>, Vec<_>) = other.into_iter().partition(is_allowed);
        let mut explained: Vec<&Finding> = meant.into_iter().chain(allowed).collect();
        for findings in [&mut explained, &mut unexpected] {
            findings.retain(|finding| finding.severity < Severity::Info);
        }
        Self {
            found,
            explained,
            unexpected,
        }
    }
}

/// The rules that say that a flow no longer arrives.
const STOPPED: [&str; 2] = ["missing-flow", "no-path-to-storage"];

/// Whether a job is said to be undone whose evidence in the unspoilt design was what the fault has changed, or is connected
/// with it: a safeguard that was written on an arrow goes with the arrow.
fn is_lost(finding: &Finding, mutant: &Mutant, before: &Report) -> bool {
    let Some(id) = &finding.responsibility else {
        return false;
    };
    let mut jobs = before.responsibilities.iter();
    let evidence = jobs
        .find(|job| job.id == *id)
        .and_then(|job| job.evidence.as_ref());
    evidence.is_some_and(|evidence| evidence.by.iter().any(|by| mutant.touched.contains(by)))
}

/// Whether the unspoilt design raises the same as badly, about the same things.
fn is_old(finding: &Finding, old: &Finding) -> bool {
    finding.key() == old.key() && finding.severity >= old.severity && finding.items == old.items
}

/// Whether a finding names the fault: by its own rule, or by one that says it more precisely.
pub(super) fn is_meant(mutation: &Mutation, mutant: &Mutant, finding: &Finding) -> bool {
    if let Some(lost) = &mutant.part {
        let its_job = |job: &String| lost.jobs.contains(job);
        let stops = STOPPED.contains(&finding.rule);
        return finding.part.as_ref() == Some(&lost.key)
            || finding.responsibility.as_ref().is_some_and(its_job)
            || stops;
    }
    let title = rules::get(mutation.raises).map_or("", |rule| rule.title);
    let says =
        finding.rule == mutation.raises || finding.stands_for.iter().any(|other| other == title);
    let about =
        mutant.items.is_empty() || finding.items.iter().any(|item| mutant.items.contains(item));
    says && about
}
