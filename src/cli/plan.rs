//! The cheapest way to the targets as text: its steps with their prices, what they bring, and what is left to do by hand.

use std::io;

use crate::analysis::Plan;
use crate::cli::page::{Page, Tone};
use crate::model::format;

/// What to do in which order to meet the targets, and what that brings.
pub(super) fn text(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(&plan.title())?;
    let steps = plan.steps.iter().zip(1..).map(|(step, number)| {
        let cost = format!(
            "{} a month",
            format::signed_dollars(step.effect.monthly_cost)
        );
        [
            (format!("{number:>2}"), Tone::Faint),
            (step.label.clone(), Tone::Plain),
            (cost, Tone::Faint),
        ]
    });
    page.table(2, &steps.collect::<Vec<_>>())?;
    if !plan.steps.is_empty() {
        page.line(2, &plan.describe(), Tone::Plain)?;
    }
    match plan.describe_obstacles() {
        Some(left) => page.paragraph(2, &left),
        None => Ok(()),
    }
}
