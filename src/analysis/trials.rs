//! How many drawings that differ a little from one may be looked at: a number that depends on the drawing alone, so that the
//! answer is the same on every machine, and so small that it takes seconds also for the largest.

use crate::model::Design;

/// So many items are looked at in all trials together: some two seconds of checks.
const MOST_ITEMS: usize = 40_000;
/// So many trials are made of any drawing.
const LEAST: usize = 3;
/// An estimate takes about so much less than a check.
const ESTIMATES: usize = 4;
/// The faults put into all accepted designs of a prompt may take so many times the trials of one drawing.
const FAULTS: usize = 4;
/// A measurement of many drawings looks at so many items in all: some minutes, and far more than what comes with the program.
const MOST_MEASURED: usize = 1_000 * MOST_ITEMS;

/// The most changes of a drawing that are checked.
pub(crate) fn most_checks(design: &Design) -> usize {
    (MOST_ITEMS / items(design)).max(LEAST)
}

/// How much one check looks at.
fn items(design: &Design) -> usize {
    (design.components().len() + design.connections().len()).max(1)
}

/// The most changes of a drawing whose numbers are estimated.
pub(crate) fn most_estimates(design: &Design) -> usize {
    ESTIMATES * most_checks(design)
}

/// The most faults that are put into one of the accepted designs of a prompt, of which there are so many.
pub(crate) fn most_faults(design: &Design, designs: usize) -> usize {
    (FAULTS * most_checks(design) / designs.max(1)).max(LEAST)
}

/// What a measurement of many drawings may still look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MeasuringBudget {
    items: usize,
}

impl Default for MeasuringBudget {
    fn default() -> Self {
        Self {
            items: MOST_MEASURED,
        }
    }
}

impl MeasuringBudget {
    /// Takes what some trials of a drawing need.
    pub(crate) fn spend(&mut self, design: &Design, trials: usize) {
        let needed = items(design).saturating_mul(trials);
        self.items = self.items.saturating_sub(needed);
    }

    /// Nothing is left.
    pub(crate) fn is_spent(self) -> bool {
        self.items == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn a_usual_drawing_is_tried_in_full_and_a_large_one_in_part() {
        let parse = |text: &str| parse_notation(text).unwrap().design;
        assert!(most_checks(&parse("client -> api -> db")) > 1_000);
        let many: Vec<String> = (0..4_000)
            .map(|n| format!("service_{n}: service"))
            .collect();
        assert_eq!(most_checks(&parse(&many.join("\n"))), 10);
        assert!(most_checks(&Design::new()) > 1_000);
    }

    #[test]
    fn what_is_spent_of_a_budget_is_gone() {
        let design = parse_notation("client -> api -> db").unwrap().design;
        let mut budget = MeasuringBudget { items: 12 };
        budget.spend(&design, 2);
        assert!(!budget.is_spent());
        budget.spend(&design, usize::MAX);
        assert!(budget.is_spent());
    }
}
