//! Disguises accepted designs, puts faults into them, and counts what the check says.

use std::collections::BTreeMap;

use serde::Serialize;

use super::draft::DisguiseDraft;
use super::step::DisguiseStep;
use crate::analysis::trials::MeasuringBudget;
use crate::analysis::{Report, Severity, analyze};
use crate::evaluation::fault_plan::FaultPlan;
use crate::evaluation::kept_figure::KeptFigure;
use crate::evaluation::measure::MutantVerdict;
use crate::evaluation::proportion::Proportion;
use crate::evaluation::subject::MutationSubject;
use crate::model::{SplitMix64, hash_bytes};
use crate::scenario::{AcceptedDesign, Scenario};

/// How many steps disguise the design that faults are put into.
const STEPS_TOGETHER: usize = 4;
/// What the figures of several steps together are called.
const TOGETHER: &str = "several";

/// Which disguises are tried.
#[derive(Debug, Clone, Copy)]
pub struct DisguisedSet {
    /// The first seed; the others follow it.
    pub first_seed: u64,
    /// How many seeds; each disguises every design by every step, and once by several together.
    pub seeds: u64,
    /// How many faults are put into each design of several steps, chosen by chance; all where none is given.
    pub faults: Option<usize>,
}

/// Something that is said above info of a disguised design without a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FalseFinding {
    /// The step, or the steps with `+` between them.
    pub disguise: String,
    /// The prompt's id.
    pub scenario: String,
    /// The accepted design's id.
    pub design: String,
    /// The seed.
    pub seed: u64,
    /// The rule that is raised.
    pub rule: &'static str,
    /// How bad it is said to be.
    pub severity: Severity,
    /// What it says.
    pub why: String,
}

/// A fault in a disguised design, and what the check says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultTrial {
    /// The steps, with `+` between them.
    pub disguise: String,
    /// The prompt's id.
    pub scenario: String,
    /// The accepted design's id.
    pub design: String,
    /// The seed.
    pub seed: u64,
    /// The mutation's id.
    pub mutation: &'static str,
    /// What was done, with the names of the drawing.
    pub what: String,
    /// The rule that should name it, where that is not raised.
    pub missed: Option<&'static str>,
    /// Rules that are raised above info and that the fault does not explain.
    pub unexpected: Vec<&'static str>,
    /// The scores without the fault and with it.
    pub scores: (u32, u32),
}

impl FaultTrial {
    /// Whether the fault makes the score higher.
    #[must_use]
    pub fn is_higher(&self) -> bool {
        self.scores.1 > self.scores.0
    }
}

/// What is said of sound designs behind one disguise.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StepFigures {
    /// Designs of which nothing is said above info.
    pub clean: Proportion,
    /// For each rule that is raised above info the designs of which that is said.
    pub false_findings: BTreeMap<&'static str, usize>,
}

/// What is said of faults in disguised designs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FaultFigures {
    /// Faults that are named.
    pub found: Proportion,
    /// Faults that are named, with nothing besides that the fault does not explain.
    pub exact: Proportion,
    /// Mutants that score higher than what they were made from.
    pub higher: Proportion,
    /// Faults that are not named, by the rule that should name them.
    pub missed: BTreeMap<&'static str, usize>,
    /// Findings above info that the fault does not explain, by rule.
    pub unexpected: BTreeMap<&'static str, usize>,
    /// Mutants that score higher, by mutation.
    pub higher_by_mutation: BTreeMap<&'static str, usize>,
    /// Each fault that is not named, raises more than itself, or makes the score higher.
    pub misjudged: Vec<FaultTrial>,
}

impl FaultFigures {
    fn add(&mut self, fault: FaultTrial) {
        let is_exact = fault.missed.is_none() && fault.unexpected.is_empty();
        self.found.add(fault.missed.is_none());
        self.exact.add(is_exact);
        self.higher.add(fault.is_higher());
        if let Some(raises) = fault.missed {
            *self.missed.entry(raises).or_default() += 1;
        }
        if fault.is_higher() {
            *self.higher_by_mutation.entry(fault.mutation).or_default() += 1;
        }
        for &rule in &fault.unexpected {
            *self.unexpected.entry(rule).or_default() += 1;
        }
        if !is_exact || fault.is_higher() {
            self.misjudged.push(fault);
        }
    }
}

/// What came of all disguises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisguisedMeasure {
    /// By step, in their order.
    pub steps: Vec<(DisguiseStep, StepFigures)>,
    /// Of several steps together.
    pub together: StepFigures,
    /// Of faults behind several steps together.
    pub faults: FaultFigures,
    /// Everything that is said above info of designs without a fault.
    pub false_findings: Vec<FalseFinding>,
    /// How many seeds were tried in full: fewer than asked for where all designs together are too large.
    pub seeds: u64,
    /// Disguised designs so large that only some of the places where a fault fits were tried.
    pub in_part: usize,
}

impl DisguisedMeasure {
    /// The figures that must not become worse.
    #[must_use]
    pub fn kept(&self) -> Vec<KeptFigure> {
        let steps = self.steps.iter();
        let mut kept: Vec<KeptFigure> = steps
            .map(|(step, figures)| KeptFigure::higher(step.id(), figures.clean))
            .collect();
        kept.push(KeptFigure::higher(TOGETHER, self.together.clean));
        kept.push(KeptFigure::higher("faults-found", self.faults.found));
        kept.push(KeptFigure::higher("faults-exact", self.faults.exact));
        let higher = self.faults.higher.share().unwrap_or(0.0);
        kept.push(KeptFigure::lower("mutants-higher", higher));
        kept
    }
}

/// Tries these disguises on every accepted design of these prompts, one seed after the other as far as the budget goes.
#[must_use]
pub fn evaluate_disguised<'a>(
    scenarios: impl IntoIterator<Item = &'a Scenario>,
    set: DisguisedSet,
) -> DisguisedMeasure {
    let scenarios: Vec<&Scenario> = scenarios.into_iter().collect();
    let mut tally = DisguiseTally::default();
    let mut seeds = 0;
    while seeds < set.seeds && !tally.budget.is_spent() {
        for scenario in &scenarios {
            for accepted in &scenario.designs {
                let trial = DisguiseTrial {
                    scenario,
                    accepted,
                    seed: set.first_seed.wrapping_add(seeds),
                };
                tally.add_steps(trial);
                tally.add_together(trial, set.faults);
            }
        }
        seeds += 1;
    }
    let figures = |step| (step, tally.steps.remove(&step).unwrap_or_default());
    DisguisedMeasure {
        steps: DisguiseStep::ALL.into_iter().map(figures).collect(),
        together: tally.together,
        faults: tally.faults,
        false_findings: tally.false_findings,
        seeds,
        in_part: tally.in_part,
    }
}

/// One accepted design and the number by which it is disguised.
#[derive(Clone, Copy)]
struct DisguiseTrial<'a> {
    scenario: &'a Scenario,
    accepted: &'a AcceptedDesign,
    seed: u64,
}

impl DisguiseTrial<'_> {
    /// A number for one purpose, so that a design is disguised alike whatever else is tried.
    fn seed_for(&self, purpose: &str) -> u64 {
        let (scenario, design) = (&self.scenario.id, &self.accepted.id);
        hash_bytes(format!("{scenario}/{design}/{purpose}/{}", self.seed).as_bytes())
    }

    /// A design disguised by one more step; none where the step does not fit.
    fn disguise(&self, accepted: &AcceptedDesign, step: DisguiseStep) -> Option<AcceptedDesign> {
        let mut draft = DisguiseDraft::new(accepted, self.seed_for(step.id()));
        step.apply(&mut draft)?;
        Some(draft.finish())
    }
}

#[derive(Default)]
struct DisguiseTally {
    steps: BTreeMap<DisguiseStep, StepFigures>,
    together: StepFigures,
    faults: FaultFigures,
    false_findings: Vec<FalseFinding>,
    budget: MeasuringBudget,
    in_part: usize,
}

impl DisguiseTally {
    /// Each step alone.
    fn add_steps(&mut self, trial: DisguiseTrial) {
        for step in DisguiseStep::ALL {
            if let Some(disguised) = trial.disguise(trial.accepted, step) {
                let flows = trial.scenario.flows.len();
                self.budget.spend(&disguised.design, flows, 1);
                let report = analyze(&disguised.design, Some(trial.scenario));
                let figures = self.steps.entry(step).or_default();
                add_report(figures, &report);
                self.keep_findings(trial, step.id(), &report);
            }
        }
    }

    /// Several steps together, and then faults.
    fn add_together(&mut self, trial: DisguiseTrial, faults: Option<usize>) {
        let mut random = SplitMix64::new(trial.seed_for(TOGETHER));
        let mut steps = DisguiseStep::ALL;
        random.shuffle(&mut steps);
        let mut accepted = trial.accepted.clone();
        let mut names = Vec::new();
        // Who says no counts says none of what another step adds either: one count would make all others a statement.
        let chosen = |step: &DisguiseStep| *step == DisguiseStep::NoCounts;
        let hides_counts = steps.iter().take(STEPS_TOGETHER).any(chosen);
        if hides_counts {
            steps.sort_by_key(chosen);
        }
        let others = STEPS_TOGETHER - usize::from(hides_counts);
        for step in steps {
            let has_room = names.len() < others && !chosen(&step);
            let is_last = hides_counts && chosen(&step);
            if !has_room && !is_last {
                continue;
            }
            if let Some(disguised) = trial.disguise(&accepted, step) {
                accepted = disguised;
                names.push(step.id());
            }
        }
        let subject = MutationSubject::new(trial.scenario, &accepted);
        let before = subject.analysis.report();
        add_report(&mut self.together, &before);
        self.keep_findings(trial, &names.join("+"), &before);
        let plan = FaultPlan::new(&subject);
        self.in_part += usize::from(plan.is_in_part);
        let mut mutants: Vec<_> = plan.mutants(&subject).collect();
        // Each has a number of its own, so that the others stay chosen when one of them no longer fits.
        mutants.sort_by_cached_key(|(mutation, mutant)| {
            trial.seed_for(&format!("{}/{}", mutation.id, mutant.what))
        });
        mutants.truncate(faults.unwrap_or(usize::MAX));
        let flows = trial.scenario.flows.len();
        self.budget
            .spend(&accepted.design, flows, 1 + mutants.len());
        for (mutation, mutant) in &mutants {
            let after = analyze(&mutant.design, Some(trial.scenario));
            let verdict = MutantVerdict::new(mutation, mutant, &before, &after);
            let unexpected = verdict.unexpected.iter();
            self.faults.add(FaultTrial {
                disguise: names.join("+"),
                scenario: trial.scenario.id.clone(),
                design: trial.accepted.id.clone(),
                seed: trial.seed,
                mutation: mutation.id,
                what: mutant.what.clone(),
                missed: (!verdict.found).then_some(mutation.raises),
                unexpected: unexpected.map(|finding| finding.rule).collect(),
                scores: (before.score.total, after.score.total),
            });
        }
    }

    fn keep_findings(&mut self, trial: DisguiseTrial, disguise: &str, report: &Report) {
        let said = report.findings.iter();
        let said = said.filter(|finding| finding.severity < Severity::Info);
        self.false_findings.extend(said.map(|finding| FalseFinding {
            disguise: disguise.to_owned(),
            scenario: trial.scenario.id.clone(),
            design: trial.accepted.id.clone(),
            seed: trial.seed,
            rule: finding.rule,
            severity: finding.severity,
            why: finding.why.clone(),
        }));
    }
}

fn add_report(figures: &mut StepFigures, report: &Report) {
    let said = report.findings.iter();
    let said = said.filter(|finding| finding.severity < Severity::Info);
    let raised: std::collections::BTreeSet<&'static str> = said.map(|f| f.rule).collect();
    figures.clean.add(raised.is_empty());
    for rule in raised {
        *figures.false_findings.entry(rule).or_default() += 1;
    }
}
