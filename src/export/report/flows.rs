//! The flows: whether each works, how fast it is and how often it is available.

use super::subject::ReportSubject;
use crate::analysis::FlowVerdict;
use crate::export::sheet::{Cell, Sheet};
use crate::model::format;

/// The state of a flow as a cell.
pub(super) fn state_cell(verdict: FlowVerdict) -> Cell {
    let mark = match verdict {
        FlowVerdict::Works => "ok",
        FlowVerdict::Degraded => "degraded",
        FlowVerdict::Overloaded | FlowVerdict::Down => "down",
    };
    Cell::Mark(mark, verdict.word().to_owned())
}

/// Writes the table of flows.
pub(super) fn write_flows(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    if subject.estimate.flows.is_empty() {
        return;
    }
    sheet.heading(2, "Flows");
    let target = subject
        .scenario
        .map(|scenario| scenario.targets.availability);
    let critical = |id: &str| {
        let flows = subject.scenario.map(|scenario| scenario.flows.iter());
        flows
            .into_iter()
            .flatten()
            .any(|flow| flow.id == id && flow.critical)
    };
    let rows: Vec<Vec<Cell>> = subject
        .estimate
        .flows
        .iter()
        .map(|flow| {
            let state = state_cell(flow.verdict());
            let latency = flow.latency.as_ref();
            let wanted = flow
                .latency_target
                .map(|ms| format!(" (target {})", format::duration(ms)));
            let p99 = latency.map_or("–".to_owned(), |l| format::duration(l.p99));
            let works = flow.availability.as_ref();
            let promised = target.filter(|_| critical(&flow.id));
            let promised =
                promised.map(|target| format!(" (target {})", format::percent_of_time(target)));
            let value = works.map_or("–".to_owned(), |a| format::percent_of_time(a.value));
            vec![
                Cell::Words(flow.name.clone()),
                state,
                Cell::Number(if flow.rps > 0.0 {
                    format::short_rate(flow.rps)
                } else {
                    "–".to_owned()
                }),
                Cell::Number(latency.map_or("–".to_owned(), |l| format::duration(l.p50))),
                Cell::Number(p99 + &wanted.unwrap_or_default()),
                Cell::Number(value + &promised.unwrap_or_default()),
                Cell::Number(works.map_or("–".to_owned(), |a| format::minutes(a.minutes_a_year))),
            ]
        })
        .collect();
    let heads = [
        "Flow",
        "State",
        "At peak",
        "p50",
        "p99",
        "Available",
        "Downtime a year",
    ];
    sheet.table(&heads, rows);
    sheet.note("p50: half of the requests finish within this time. p99: 99 of 100 requests finish within this time. Availability: the chance that everything a flow needs is up.",
    );
}
