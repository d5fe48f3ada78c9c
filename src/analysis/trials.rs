//! How many drawings that differ a little from one may be looked at: a number that depends on the drawing alone, so that the
//! answer is the same on every machine, and so small that it takes seconds also for the largest.

use crate::analysis::revision::Analysis;
use crate::model::Design;

/// So many items are looked at in all trials together: some two seconds of checks.
const MOST_ITEMS: usize = 40_000;
/// What a check does once for each item takes as long as to follow so many flows over it; more flows than that make a trial
/// cost more.
const USUAL_FLOWS: usize = 64;
/// So many trials are made of any drawing.
const LEAST: usize = 2;
/// An estimate takes about so much less than a check.
const ESTIMATES: usize = 4;
/// The faults put into all accepted designs of a prompt may take so many times the trials of one drawing.
const FAULTS: usize = 4;
/// A measurement of many drawings looks at so many items in all, each with the usual flows: some minutes, and far more than
/// what comes with the program.
const MOST_MEASURED: usize = 1_000 * MOST_ITEMS;

/// The most changes of a drawing that are checked: a trial follows each flow over the items.
pub(crate) fn most_checks(analysis: &Analysis) -> usize {
    let work = work(analysis.design, analysis.flows.len());
    (MOST_ITEMS * USUAL_FLOWS / work).max(LEAST)
}

/// How much one check looks at that follows so many flows.
fn work(design: &Design, flows: usize) -> usize {
    let items = design.components().len() + design.connections().len();
    items.max(1).saturating_mul(flows.max(USUAL_FLOWS))
}

/// The most changes of a drawing whose numbers are estimated.
pub(crate) fn most_estimates(analysis: &Analysis) -> usize {
    ESTIMATES * most_checks(analysis)
}

/// The most faults that are put into one of the accepted designs of a prompt, of which there are so many.
pub(crate) fn most_faults(analysis: &Analysis, designs: usize) -> usize {
    (FAULTS * most_checks(analysis) / designs.max(1)).max(LEAST)
}

/// What a measurement of many drawings may still look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MeasuringBudget {
    work: usize,
}

impl Default for MeasuringBudget {
    fn default() -> Self {
        Self {
            work: MOST_MEASURED * USUAL_FLOWS,
        }
    }
}

impl MeasuringBudget {
    /// Takes what some trials of a drawing need that follow so many flows.
    pub(crate) fn spend(&mut self, design: &Design, flows: usize, trials: usize) {
        let needed = work(design, flows).saturating_mul(trials);
        self.work = self.work.saturating_sub(needed);
    }

    /// Nothing is left.
    pub(crate) fn is_spent(self) -> bool {
        self.work == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    fn most(text: &str) -> usize {
        let design = parse_notation(text).unwrap().design;
        most_checks(&Analysis::new(&design, None))
    }

    #[test]
    fn a_usual_drawing_is_tried_in_full_and_a_large_one_in_part() {
        assert!(most("client -> api -> db") > 1_000);
        let many: Vec<String> = (0..4_000)
            .map(|n| format!("service_{n}: service"))
            .collect();
        assert_eq!(most(&many.join("\n")), 10);
        assert!(most_checks(&Analysis::new(&Design::new(), None)) > 1_000);
    }

    #[test]
    fn each_flow_beyond_the_usual_makes_a_trial_dearer() {
        let stores = |flows: usize| {
            let lines: Vec<String> = (0..400)
                .map(|n| format!("client -> sql_{}: write", n % flows))
                .collect();
            most(&lines.join("\n"))
        };
        // Half as many flows over the same lines.
        assert!(2 * stores(256) < 3 * stores(128) && stores(256) < stores(128));
        assert!(stores(32) > stores(64) && stores(64) > stores(128));
    }

    #[test]
    fn what_is_spent_of_a_budget_is_gone() {
        let design = parse_notation("client -> api -> db").unwrap().design;
        let mut budget = MeasuringBudget {
            work: 12 * USUAL_FLOWS,
        };
        budget.spend(&design, 3, 1);
        assert!(!budget.is_spent());
        let mut dearer = budget;
        dearer.spend(&design, 2 * USUAL_FLOWS, 1);
        assert!(dearer.is_spent());
        budget.spend(&design, 3, usize::MAX);
        assert!(budget.is_spent());
    }
}
