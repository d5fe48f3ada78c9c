//! What the design costs a month, and which component how much of it.

use super::subject::{ReportSubject, end_sentence};
use crate::export::sheet::{Cell, Sheet};
use crate::model::format;

/// Writes the monthly cost, the budget and the components by their cost.
pub(super) fn write_cost(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    sheet.heading(2, "Cost");
    let budget = subject
        .scenario
        .and_then(|scenario| scenario.targets.monthly_budget);
    let mut text = format!("{} a month", format::dollars(subject.estimate.monthly_cost));
    if let Some(budget) = budget {
        text = format!("{text}, with a budget of {}", format::dollars(budget));
    }
    sheet.paragraph(end_sentence(&text));
    let mut dear: Vec<_> = subject.estimate.components.iter().collect();
    dear.retain(|component| component.monthly_cost > 0.0);
    dear.sort_by(|a, b| {
        b.monthly_cost
            .total_cmp(&a.monthly_cost)
            .then(a.id.cmp(&b.id))
    });
    let whole = subject.estimate.monthly_cost.max(f64::MIN_POSITIVE);
    let rows: Vec<Vec<Cell>> = dear
        .into_iter()
        .map(|component| {
            vec![
                Cell::Words(subject.name(component.id)),
                Cell::Number(format::dollars(component.monthly_cost)),
                Cell::Number(format::whole_percent(component.monthly_cost / whole)),
            ]
        })
        .collect();
    sheet.table(&["Component", "Per month", "Share of total"], rows);
}
