//! The cheapest set of offered fixes with which a drawing meets its targets, told as a plan of steps.
//!
//! The targets are met when no flow is slower or fails more than the prompt asks for, nothing gets more load than it takes,
//! the bill stays within the budget, and no critical or high finding is left, those aside that the user lives with.

mod search;
mod steps;

pub use search::Planner;
pub use steps::{Plan, obstacles_to_targets};

#[cfg(test)]
mod tests {
    use crate::model::Replicas;
    use std::collections::BTreeSet;

    use super::steps::Snapshot;
    use super::*;
    use crate::analysis::fix::CandidateFix;
    use crate::analysis::fix::effect::Effect;
    use crate::analysis::revision::Analysis;
    use crate::analysis::rules;
    use crate::analysis::rules::example_prompt;
    use crate::analysis::testing::sketches;
    use crate::model::{Component, Design, Edit, Id, parse_notation};
    use crate::scenario::{Scenario, builtin};
    use proptest::prelude::*;

    /// The fewest findings in the way and the lowest cost among all sets of offered fixes, each tried out in the order in
    /// which it is come upon first and gone on with until the targets are met; none where there are more than `most` sets.
    fn brute_force(
        design: &Design,
        scenario: Option<&Scenario>,
        most: usize,
    ) -> Option<(usize, f64)> {
        type Names = Vec<(String, Option<Id>)>;
        let mut seen: BTreeSet<Names> = BTreeSet::from([Names::new()]);
        let mut open: Vec<(Names, Design)> = vec![(Names::new(), design.clone())];
        let mut best = (usize::MAX, f64::INFINITY);
        while let Some((names, drawn)) = open.pop() {
            let analysis = Analysis::new(&drawn, scenario);
            let report = analysis.report();
            let reached = (
                obstacles_to_targets(&report).count(),
                analysis.monthly_cost(),
            );
            if reached < best {
                best = reached;
            }
            if reached.0 == 0 {
                continue;
            }
            for finding in report.open() {
                let Some(drafted) = CandidateFix::new(&analysis, finding) else {
                    continue;
                };
                let about = finding.item().filter(|&id| design.contains(id));
                let mut names = names.clone();
                names.push((drafted.label.clone(), about));
                names.sort();
                if seen.contains(&names) {
                    continue;
                }
                if let Some(tried) = drafted.verify(&analysis, &report, finding, |_| ()) {
                    seen.insert(names.clone());
                    if seen.len() > most {
                        return None;
                    }
                    open.push((names, tried.design));
                }
            }
        }
        Some(best)
    }

    fn plan(design: &Design, scenario: Option<&Scenario>) -> Plan {
        Analysis::new(design, scenario).plan()
    }

    fn carried_out(design: &Design, plan: &Plan) -> Design {
        let mut mended = design.clone();
        mended.apply_all(plan.edits()).unwrap();
        mended
    }

    /// Holds the plan against all sets of fixes; says whether there were few enough to look at, and a plan was needed.
    fn is_the_cheapest(design: &Design, scenario: Option<&Scenario>, most: usize) -> bool {
        let Some((left, least)) = brute_force(design, scenario, most) else {
            return false;
        };
        let plan = plan(design, scenario);
        let labels: Vec<&str> = plan.steps.iter().map(|step| &*step.label).collect();
        assert_eq!(plan.left.len(), left, "{labels:?}");
        let cost = Analysis::new(&carried_out(design, &plan), scenario).monthly_cost();
        assert!(
            (cost - least).abs() < 0.02,
            "{labels:?}: {cost}, not {least}"
        );
        !plan.steps.is_empty()
    }

    /// The drawing with one instance of every component whose place gives this rest.
    fn weakened(design: &Design, rest: usize) -> Design {
        let mut weak = design.clone();
        for (_, (id, component)) in design
            .components()
            .enumerate()
            .filter(|(place, _)| place % 5 == rest)
        {
            let component = Component {
                replicas: Replicas::Exactly(1),
                ..component.clone()
            };
            weak.apply(Edit::PutComponent(id, component)).unwrap();
        }
        weak
    }

    #[test]
    fn no_set_of_fixes_mends_a_good_design_for_less() {
        let mut needed = 0;
        for scenario in [example_prompt(), &builtin()[0]] {
            for accepted in &scenario.designs {
                for rest in 0..5 {
                    let weak = weakened(&accepted.design, rest);
                    needed += usize::from(is_the_cheapest(&weak, Some(scenario), 40));
                }
            }
        }
        assert!(needed >= 5, "only {needed} cases");
    }

    #[test]
    fn a_good_design_needs_no_plan() {
        for scenario in builtin() {
            let plan = plan(&scenario.designs[0].design, Some(scenario));
            assert!(plan.is_enough() && plan.steps.is_empty(), "{}", scenario.id);
            assert_eq!(plan.effect.score, 0);
        }
    }

    #[test]
    fn says_what_no_fix_clears() {
        let slow = rules::get("latency-target-missed").unwrap();
        let design = parse_notation(&slow.bad_text()).unwrap().design;
        let plan = plan(&design, Some(example_prompt()));
        let left: Vec<&str> = plan.left.iter().map(|finding| finding.rule).collect();
        assert_eq!(left, [slow.id]);
        assert!(!plan.is_enough());
    }

    #[test]
    fn a_search_in_small_steps_finds_the_same() {
        let design = parse_notation("client -> api -> db\napi: service x1\ndb: sql x1")
            .unwrap()
            .design;
        let whole = plan(&design, None);
        assert!(whole.is_enough() && whole.searched_all && !whole.steps.is_empty());
        let analysis = Analysis::new(&design, None);
        let mut planner = analysis.planner();
        let mut turns = 1;
        let found = loop {
            match planner.work(&analysis, || false) {
                Some(found) => break found,
                None => turns += 1,
            }
        };
        assert_eq!(found, whole);
        assert!(turns > whole.steps.len());
    }

    #[test]
    fn a_search_that_is_cut_short_says_so() {
        let text = "client -> api -> db\napi: service x1\ndb: sql x1";
        let design = parse_notation(text).unwrap().design;
        let analysis = Analysis::new(&design, Some(example_prompt()));
        let [short, long] =
            [30, 4_000].map(|limit| Planner::limited(&analysis, limit).finish(&analysis));
        assert!(!short.searched_all && long.searched_all && long.is_enough());
        assert!(
            long.title()
                .starts_with("Cheapest way to meet the targets: "),
            "{}",
            long.title()
        );
        let costs = [short, long].map(|plan| (plan.left.len(), plan.effect.monthly_cost));
        assert!(costs[1] < costs[0], "{costs:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn no_set_of_fixes_is_cheaper(sketch in sketches(4)) {
            for scenario in [None, Some(example_prompt())] {
                is_the_cheapest(&sketch.design(), scenario, 40);
            }
        }

        #[test]
        fn a_plan_gives_what_it_promises(sketch in sketches(5)) {
            let design = sketch.design();
            for scenario in [None, Some(example_prompt())] {
                let analysis = Analysis::new(&design, scenario);
                let plan = Planner::limited(&analysis, 60).finish(&analysis);
                let mended = carried_out(&design, &plan);
                let before = Snapshot::of(&analysis);
                let after = Snapshot::of(&Analysis::new(&mended, scenario));
                prop_assert_eq!(after.report.score.total, plan.score);
                prop_assert_eq!(&Effect::between(before.report_and_estimate(), after.report_and_estimate()), &plan.effect);
                prop_assert!(obstacles_to_targets(&after.report).eq(&plan.left));
                let steps: f64 = plan.steps.iter().map(|step| step.effect.monthly_cost).sum();
                prop_assert!((steps - plan.effect.monthly_cost).abs() < 0.02);
                prop_assert!(plan.left.len() <= obstacles_to_targets(&before.report).count());
            }
        }
    }
}
