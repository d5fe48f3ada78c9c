//! A plan: the fixes in their order, what they bring, and what is left in the way of the targets.

use crate::analysis::check::report_on;
use crate::analysis::fix::Fix;
use crate::analysis::fix::effect::Effect;
use crate::analysis::performance::estimate::{Estimate, estimate_traced};
use crate::analysis::performance::what_if::WhatIf;
use crate::analysis::report::{Finding, Report, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules;
use crate::model::{Edit, Id, format};

/// The cheapest way to the targets that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The fixes in the order in which they were tried; each fits the drawing with those before it.
    pub steps: Vec<Fix>,
    /// What all of them do to the numbers.
    pub effect: Effect,
    /// The score with all of them.
    pub score: u32,
    /// What still keeps the drawing from its targets; empty where they are met.
    pub left: Vec<Finding>,
    /// Whether every set of fixes was looked at that could be better; otherwise a cheaper one may exist.
    pub searched_all: bool,
}

impl Plan {
    /// Whether the drawing meets its targets with it.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.left.is_empty()
    }

    /// "Cheapest way to the targets: 4 fixes, +$310 a month"; where they cannot be met, so much of them.
    #[must_use]
    pub fn title(&self) -> String {
        let count = match self.steps.len() {
            0 if self.is_enough() => return "All targets are met".to_owned(),
            0 if self.searched_all => return "No available fix meets the targets".to_owned(),
            0 => return "No fix among those tried comes closer to the targets".to_owned(),
            1 => "one fix".to_owned(),
            more => format!("{more} fixes"),
        };
        let way = match (self.is_enough(), self.searched_all) {
            (true, true) => "Cheapest way to meet the targets",
            (true, false) => "Cheapest way found to meet the targets",
            (false, _) => "Closest so far",
        };
        format!(
            "{way}: {count}, {} a month",
            format::signed_dollars(self.effect.monthly_cost)
        )
    }

    /// "Score 62 → 91 · +$310 a month": what all of it brings.
    #[must_use]
    pub fn describe(&self) -> String {
        self.effect.describe(self.score).join(" · ")
    }

    /// "Still in the way: Too slow, Over budget"; none where the targets are met.
    #[must_use]
    pub fn describe_obstacles(&self) -> Option<String> {
        let mut titles: Vec<&str> = self.left.iter().map(|finding| &*finding.title).collect();
        titles.dedup();
        (!titles.is_empty()).then(|| format!("Still missing: {}", titles.join(", ")))
    }

    /// All steps as one change.
    #[must_use]
    pub fn edits(&self) -> Vec<Edit> {
        let all = self.steps.iter().flat_map(|step| &step.edits);
        all.cloned().collect()
    }

    /// Walks the steps from the drawing at hand and notes what each of them does.
    pub(super) fn new(start: &Analysis, steps: Vec<PlanStep>, searched_all: bool) -> Self {
        let first = Snapshot::of(start);
        let (mut drawn, mut now) = (start.design.clone(), first.clone());
        let mut fixes = Vec::new();
        for PlanStep { label, edits, .. } in steps {
            // The search has applied the same edits to the same drawing.
            let _never_refused = drawn.apply_all(edits.iter().cloned());
            let next = Snapshot::of(&Analysis::new(&drawn, start.scenario));
            fixes.push(Fix::new(
                label,
                edits,
                now.report_and_estimate(),
                next.report_and_estimate(),
            ));
            now = next;
        }
        Self {
            effect: Effect::between(first.report_and_estimate(), now.report_and_estimate()),
            score: now.report.score.total,
            left: obstacles_to_targets(&now.report).cloned().collect(),
            steps: fixes,
            searched_all,
        }
    }
}

/// One fix on the way.
#[derive(Debug, Clone)]
pub(super) struct PlanStep {
    pub(super) label: String,
    pub(super) edits: Vec<Edit>,
    /// The component or connection of the drawing at hand that it is about; none where that came with another fix.
    pub(super) about: Option<Id>,
    /// What it adds to the bill (USD a month).
    pub(super) cost: f64,
}

/// The findings that keep a drawing from its targets.
pub fn obstacles_to_targets(report: &Report) -> impl Iterator<Item = &Finding> {
    let bad = |finding: &&Finding| {
        let is_target = rules::TARGETS.contains(&finding.rule);
        // What only a default number says is a question.
        finding.severity <= Severity::High || is_target && finding.severity < Severity::Info
    };
    report.open().filter(bad)
}

/// A drawing on the way, with all that is said of it.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) report: Report,
    numbers: Estimate,
}

impl Snapshot {
    pub(super) fn of(analysis: &Analysis) -> Self {
        Self {
            report: report_on(analysis),
            numbers: estimate_traced(analysis, &WhatIf::default()),
        }
    }

    pub(super) fn report_and_estimate(&self) -> (&Report, &Estimate) {
        (&self.report, &self.numbers)
    }
}
