//! The load of each component, and the queues.

use super::subject::ReportSubject;
use crate::analysis::ComponentEstimate;
use crate::export::sheet::{Cell, Sheet};
use crate::model::{Role, format};
use crate::scene::{load_in_words, used_label};

/// Writes the tables of components under load and of queues; nothing without traffic.
pub(super) fn write_load(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    if !subject.has_traffic() {
        return;
    }
    sheet.heading(2, "Load and what breaks first");
    let mut loaded: Vec<_> = (subject.estimate.components.iter())
        .filter(|c| c.rps > 0.0 && subject.design.kind_of(c.id).role != Role::Client)
        .collect();
    let used = |c: &ComponentEstimate| c.utilization.unwrap_or(-1.0);
    loaded.sort_by(|a, b| used(b).total_cmp(&used(a)).then(a.id.cmp(&b.id)));
    let rows: Vec<Vec<Cell>> = loaded
        .into_iter()
        .map(|c| {
            let or_dash =
                |text: Option<String>| text.unwrap_or_else(|| "provider-managed".to_owned());
            vec![
                Cell::Words(subject.name(c.id)),
                Cell::Number(load_in_words(c)),
                Cell::Number(or_dash(c.describe_limit())),
                Cell::Number(used_label(c)),
                Cell::Number(or_dash(c.headroom.map(format::factor))),
            ]
        })
        .collect();
    sheet.table(
        &["Component", "Load", "Capacity", "Utilization", "Breaks at"],
        rows,
    );
    let queues: Vec<Vec<Cell>> = (subject.estimate.queues.iter())
        .filter(|queue| queue.arrives > 0.0)
        .map(|queue| {
            let catches_up = match queue.catch_up(10.0) {
                Some(minutes) => format::minutes(minutes),
                None => "never".to_owned(),
            };
            vec![
                Cell::Words(subject.name(queue.queue)),
                Cell::Words(subject.name(queue.consumer)),
                Cell::Number(format::short_rate(queue.arrives)),
                Cell::Number(catches_up),
            ]
        })
        .collect();
    let heads = [
        "Queue",
        "Processed by",
        "Arrival rate",
        "Drains the backlog of a 10-minute outage in",
    ];
    sheet.table(&heads, queues);
}
