//! How many drawings that differ a little from one may be looked at: a number that depends on the drawing alone, so that the
//! answer is the same on every machine, and so small that it takes seconds also for the largest.

use crate::model::Design;

/// So many items are looked at in all trials together: some two seconds of checks.
const MOST_ITEMS: usize = 40_000;
/// So many trials are made of any drawing.
const LEAST: usize = 8;
/// An estimate takes about so much less than a check.
const ESTIMATES: usize = 4;

/// The most changes of a drawing that are checked.
pub(crate) fn most_checks(design: &Design) -> usize {
    let items = design.components().len() + design.connections().len();
    (MOST_ITEMS / items.max(1)).max(LEAST)
}

/// The most changes of a drawing whose numbers are estimated.
pub(crate) fn most_estimates(design: &Design) -> usize {
    ESTIMATES * most_checks(design)
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
}
