//! What each failure does to each flow.

use super::subject::ReportSubject;
use crate::analysis::{Failure, FlowState};
use crate::export::html::{Cell, Html};

/// Failures in the table; those below hurt least.
const MOST_FAILURES: usize = 40;

/// Writes the table of single failures against the flows that work.
pub(super) fn write_failures(subject: &ReportSubject<'_>, html: &mut Html) {
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
            let states = working.iter().map(|&index| match effect.flows[index] {
                FlowState::Ok => Cell::Mark("ok", "works".to_owned()),
                FlowState::Degraded => Cell::Mark("degraded", "degraded".to_owned()),
                FlowState::Down => Cell::Mark("down", "down".to_owned()),
            });
            Some(std::iter::once(Cell::Words(what)).chain(states).collect())
        })
        .take(MOST_FAILURES)
        .collect();
    if working.is_empty() || rows.is_empty() {
        return;
    }
    html.element("h2", "What if it fails");
    let names = working
        .iter()
        .map(|&index| subject.report.flows[index].name.as_str());
    let heads: Vec<&str> = std::iter::once("When this fails").chain(names).collect();
    html.table(&heads, &rows);
}
