//! Which targets are met when every input varies over its range, and which input that depends on most.

use super::subject::ReportSubject;
use crate::analysis::{VerdictMeasure, VerdictRange, WhatIf};
use crate::export::sheet::{Cell, Sheet};
use crate::model::format;

/// Writes which targets are met over the ranges of the inputs, and which input decides it.
pub(super) fn write_certainty(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    let verdicts = subject.analysis.sensitivity(&WhatIf::default()).finish();
    let rows: Vec<Vec<Cell>> = verdicts
        .iter()
        .map(|verdict| verdict_row(subject, verdict))
        .collect();
    if rows.is_empty() {
        return;
    }
    sheet.heading(2, "Confidence");
    sheet.note("Every input is treated as a range. We ran 64 simulations with random values.");
    let heads = ["Target", "", "Met in", "Now", "Required", "Depends most on"];
    sheet.table(&heads, rows);
}

fn verdict_row(subject: &ReportSubject<'_>, verdict: &VerdictRange) -> Vec<Cell> {
    let value = |value: Option<f64>| match (&verdict.measure, value) {
        (_, None) => "–".to_owned(),
        (VerdictMeasure::KeepsUp, Some(value)) => format::factor(value),
        (VerdictMeasure::Latency(_), Some(value)) => format::duration(value),
        (VerdictMeasure::Availability(_), Some(value)) => format::percent_of_time(value),
        (VerdictMeasure::Cost, Some(value)) => format::dollars(value),
    };
    let what = match verdict.measure {
        VerdictMeasure::KeepsUp => "Handles the load".to_owned(),
        VerdictMeasure::Latency(_) => format!("{}: p99", verdict.flow),
        VerdictMeasure::Availability(_) => format!("{}: availability", verdict.flow),
        VerdictMeasure::Cost => "Within the budget".to_owned(),
    };
    let most = verdict
        .swings
        .first()
        .map(|swing| match swing.input.component {
            Some(id) => format!("{}: {}", subject.name(id), swing.input.quantity.label()),
            None => swing.input.quantity.label().to_owned(),
        });
    let mark = if verdict.holds {
        Cell::Mark("ok", "met".to_owned())
    } else {
        Cell::Mark("down", "missed".to_owned())
    };
    vec![
        Cell::Words(what),
        mark,
        Cell::Number(format::whole_percent(verdict.confidence)),
        Cell::Number(value(verdict.value)),
        Cell::Number(value(Some(verdict.target))),
        Cell::Words(most.unwrap_or_default()),
    ]
}
