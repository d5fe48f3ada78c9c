//! What each failure does to each flow.

use super::flows::state_cell;
use super::subject::ReportSubject;
use crate::analysis::Failure;
use crate::export::sheet::{Cell, Sheet};

/// Failures in the table; those below hurt least.
const MOST_FAILURES: usize = 40;

/// Writes the table of single failures against the flows that work.
pub(super) fn write_failures(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    let working: Vec<usize> = (0..subject.report.flows.len())
        .filter(|&index| subject.report.flows[index].unreached.is_empty())
        .collect();
    let rows: Vec<Vec<Cell>> = (subject.report.failures.effects.iter())
        .filter_map(|effect| {
            let what = match effect.failure {
                Failure::Component(id) => subject.name(id),
                Failure::Zone(id) => format!("All of {}", subject.name(id)),
                Failure::Pair(..) => return None,
            };
            let states = working.iter().map(|&index| {
                let flow = &subject.report.flows[index];
                state_cell(flow.verdict_in(effect.flows[index]))
            });
            Some(std::iter::once(Cell::Words(what)).chain(states).collect())
        })
        .take(MOST_FAILURES)
        .collect();
    if working.is_empty() || rows.is_empty() {
        return;
    }
    sheet.heading(2, "What happens when a component fails");
    let names = working
        .iter()
        .map(|&index| subject.report.flows[index].name.as_str());
    let heads: Vec<&str> = std::iter::once("When this fails").chain(names).collect();
    sheet.table(&heads, rows);
}
