//! The check: a design and a prompt in, a [`Report`] out. Total and deterministic: any drawing, however broken, gives a
//! report, and the same drawing gives the same report everywhere.
//!
//! `graph` is the drawing in the direction of the work; `reference` compares it with accepted designs; `flow` finds the
//! paths of each request; `reliability` says what stops them, `performance` counts calls, waiting, latency and cost.
//! `revision` holds all of that for one revision as an [`Analysis`], and `questions` says what can be asked of it: for the
//! `check` the [`rules`] look for problems in it, `rank` and `score` put them in order; `fix` offers what removes them,
//! `plan` finds the cheapest way to the targets, and `sensitivity` says which input matters most.

mod asked_things;
mod check;
pub(crate) mod drawing_text;
mod finding_key;
pub(crate) mod fix;
pub(crate) mod flow;
pub(crate) mod graph;
pub(crate) mod performance;
pub(crate) mod periods;
mod plan;
mod questions;
mod rank;
mod reference;
pub(crate) mod reliability;
mod report;
pub(crate) mod revision;
pub(crate) mod rollout;
pub mod rules;
mod score;
mod sensitivity;
#[cfg(test)]
mod testing;
pub(crate) mod trials;

pub use check::analyze;
pub use finding_key::FindingKey;
pub use fix::effect::{Effect, FixOrder, LatencyChange};
pub use fix::{Fix, Fixer, compare_fixes};
pub use flow::hops::Hop;
pub use performance::assumptions::{CallAssumption, HIGHEST_PEAK, LOWEST_PEAK, PeakAssumption};
pub use performance::cost::{Cost, PLANNED};
pub use performance::estimate::{
    Availability, ComponentEstimate, ConnectionEstimate, Estimate, FlowEstimate, Latency, estimate,
};
pub use performance::growth::{Growth, GrowthPoint};
pub use performance::queue::QueueEstimate;
pub use performance::what_if::{Fault, WhatIf};
pub use performance::workings::Workings;
pub use plan::{Plan, Planner, obstacles_to_targets};
pub use reliability::fault_set::{SLOW_CONNECTION_MS, SLOW_TIMES};
pub use report::{
    Accepted, Category, CategoryScore, Comparison, ConnectionMatch, ConnectionMatchKind, Failure,
    FailureEffect, Failures, Finding, FlowReport, FlowState, FlowVerdict, MinimalCutSet, PartMatch,
    PartMatchKind, Report, ResponsibilityEvidence, ResponsibilityMatch, Score, ScoreCap, ScoreLine,
    Severity,
};
pub use revision::Analysis;
pub(crate) use rules::support::keywords;
pub use score::PASS_MARK;
pub use sensitivity::{
    Quantity, SensitivityStudy, Swing, UncertainInput, VerdictMeasure, VerdictRange,
};

#[cfg(test)]
mod tests {
    use super::flow::traced::TracedFlows;
    use super::rules::example_prompt;
    use super::testing::sketches;
    use super::*;
    use crate::model::{Design, Edit, Flag, Id, Replicas, kind};
    use crate::scenario::{Need, Scenario};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn adds_up(report: &Report) -> Result<(), TestCaseError> {
        let score = &report.score;
        let sum = score.parts.iter().map(|p| p.points).sum::<u32>();
        let limit = score.cap.as_ref().map_or(sum, |cap| cap.limit);
        prop_assert!(score.cap.is_none() || limit < sum);
        prop_assert_eq!(score.total, limit);
        prop_assert_eq!(score.parts.iter().map(|p| p.of).sum::<u32>(), 100);
        for part in &score.parts {
            let sum: i32 = part.lines.iter().map(|line| line.points).sum();
            prop_assert_eq!(sum, part.points as i32);
            prop_assert!(part.points <= part.of);
            let taken: u32 = report
                .findings
                .iter()
                .filter(|finding| finding.category == part.category)
                .map(|finding| finding.points)
                .sum();
            prop_assert!(part.points + taken <= part.of);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn every_drawing_gives_a_report_whose_sums_are_right(sketch in sketches(12)) {
            let design = sketch.design();
            for scenario in [None, Some(example_prompt())] {
                let report = analyze(&design, scenario);
                adds_up(&report)?;
                prop_assert_eq!(&report, &analyze(&design, scenario));
                prop_assert!(report.findings.is_sorted_by_key(|finding| finding.severity));
            }
        }

        #[test]
        fn a_design_is_the_nearest_to_itself(sketch in sketches(12)) {
            let mut scenario = example_prompt().clone();
            scenario.designs = vec![sketch.accepted()];
            let report = analyze(&sketch.design(), Some(&scenario));
            prop_assert!((report.comparisons[0].similarity - 1.0).abs() < 1e-12);
        }

        #[test]
        fn names_and_order_do_not_matter(drawn in sketches(8), accepted in sketches(6)) {
            let mut scenario = example_prompt().clone();
            scenario.designs = vec![accepted.accepted()];
            let similarity = |design: &Design| analyze(design, Some(&scenario)).comparisons[0].similarity;
            let (one, other) = (similarity(&drawn.design()), similarity(&drawn.redrawn()));
            prop_assert!((one - other).abs() < 1e-12, "{one} and {other}");
        }
    }

    #[test]
    fn an_empty_drawing_scores_nothing() {
        for scenario in [None, Some(example_prompt())] {
            let report = analyze(&Design::new(), scenario);
            assert_eq!(report.score.total, 0);
            assert!(adds_up(&report).is_ok());
        }
    }

    #[test]
    fn accepted_designs_of_every_prompt_have_nothing_above_info() {
        for scenario in crate::scenario::builtin().iter().chain([example_prompt()]) {
            for accepted in &scenario.designs {
                let report = analyze(&accepted.design, Some(scenario));
                let name = (&scenario.id, &accepted.id);
                assert!(
                    report.worst() >= Some(Severity::Info) || report.worst().is_none(),
                    "{name:?}: {:#?}",
                    report.findings
                );
                assert!(
                    report.score.total >= 95,
                    "{name:?} scores {}",
                    report.score.total
                );
                assert_eq!(report.nearest().map(|c| &c.design), Some(&accepted.id));
            }
        }
    }

    /// A component with its connections and neighbors.
    fn around(design: &Design, id: Id) -> BTreeSet<Id> {
        let touching = design
            .connections()
            .filter(|(_, c)| c.from == id || c.to == id);
        let with_ends = touching.flat_map(|(link, c)| [link, c.from, c.to]);
        with_ends.chain([id]).collect()
    }

    #[test]
    fn taking_a_part_away_leaves_only_its_own_jobs_undone() {
        for scenario in crate::scenario::builtin().iter().chain([example_prompt()]) {
            for accepted in &scenario.designs {
                let before = analyze(&accepted.design, Some(scenario)).responsibilities;
                for key in accepted.parts.keys() {
                    let mut design = accepted.design.clone();
                    design
                        .apply(Edit::Remove([accepted.keys[key]].into()))
                        .unwrap();
                    let report = analyze(&design, Some(scenario));
                    let touched = around(&accepted.design, accepted.keys[key]);
                    for (job, was) in report.responsibilities.iter().zip(&before) {
                        let is_lost = job.need == Need::Required && job.evidence.is_none();
                        let Some(evidence) = was.evidence.as_ref().filter(|_| is_lost) else {
                            continue;
                        };
                        let by_it = evidence.by.iter().any(|id| touched.contains(id));
                        let mut all = scenario.responsibilities.iter();
                        let goal = all.find(|other| other.id == job.id);
                        let goal = goal.and_then(|goal| goal.leads_to.as_ref());
                        let mut all = scenario.responsibilities.iter();
                        let leads_to_it =
                            all.any(|other| Some(&other.id) == goal && other.parts.contains(key));
                        assert!(
                            job.parts.contains(key) || by_it || leads_to_it,
                            "{} {}: without {key}, {} is not done",
                            scenario.id,
                            accepted.id,
                            job.id
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_accepted_design_does_every_required_job() {
        for scenario in crate::scenario::builtin().iter().chain([example_prompt()]) {
            for accepted in &scenario.designs {
                let report = analyze(&accepted.design, Some(scenario));
                let jobs = report.responsibilities.iter();
                let undone: Vec<&str> = jobs
                    .filter(|job| job.need == Need::Required && job.evidence.is_none())
                    .map(|job| job.id.as_str())
                    .collect();
                assert!(
                    undone.is_empty(),
                    "{} {}: {undone:?}",
                    scenario.id,
                    accepted.id
                );
            }
        }
    }

    /// Every way in which a prompt says that a part of an accepted design may be drawn as another kind: what it is, and the
    /// drawing.
    fn substitutes(scenario: &Scenario) -> impl Iterator<Item = (String, Design)> {
        let parts = scenario.designs.iter().flat_map(|accepted| {
            let parts = accepted.parts.iter();
            parts.map(move |(key, part)| (accepted, key, part))
        });
        let prompt = &scenario.id;
        parts.flat_map(move |(accepted, key, part)| {
            part.accepts.iter().map(move |other| {
                let mut design = accepted.design.clone();
                let id = accepted.keys[key];
                let mut component = design.component(id).unwrap().clone();
                component.kind.clone_from(other);
                if !kind(other).has(Flag::Managed) {
                    component.replicas = Replicas::Exactly(component.replicas.count().max(2));
                }
                design.apply(Edit::PutComponent(id, component)).unwrap();
                let what = format!("{prompt} {} with {key} as {other}", accepted.id);
                (what, design)
            })
        })
    }

    #[test]
    fn what_prompts_accept_the_check_accepts() {
        /// The whole check looks at one of so many; all have their flows traced.
        const EACH: usize = 5;
        let mut faults = Vec::new();
        for scenario in crate::scenario::builtin().iter().chain([example_prompt()]) {
            for (index, (what, design)) in substitutes(scenario).enumerate() {
                let flows = TracedFlows::new(&design, Some(scenario)).flows;
                let stopped = flows.iter().filter(|flow| !flow.works());
                faults.extend(stopped.map(|flow| format!("{what}: {} does not arrive", flow.id)));
                if index % EACH > 0 {
                    continue;
                }
                // Another kind has other numbers and needs other safeguards, of which other rules may have something to say.
                let report = analyze(&design, Some(scenario));
                let is_wrong =
                    |f: &&Finding| f.category == Category::Match && f.severity < Severity::Info;
                let wrong = report.findings.iter().filter(is_wrong);
                faults.extend(wrong.map(|f| format!("{what}: {} {}", f.rule, f.why)));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
