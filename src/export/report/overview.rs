//! The verdict at a glance: score, flows, findings, what breaks first and the cost.

use super::subject::ReportSubject;
use crate::export::sheet::Sheet;
use crate::model::format;

/// Writes the brief and the figures at the top of the report.
pub(super) fn write_overview(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    if let Some(scenario) = subject.scenario {
        sheet.note(&scenario.brief);
    }
    let (report, estimate) = (&subject.report, &subject.estimate);
    let (working, flows) = report.working_flows();
    let mut facts = vec![
        (format!("{} of 100", report.score.total), "score"),
        (format!("{working} of {flows}"), "flows work"),
        (report.open().count().to_string(), "open findings"),
    ];
    if let Some((id, times)) = estimate.breaks.first().filter(|_| subject.has_traffic()) {
        facts.push((
            format::factor(*times),
            "limit, as a multiple of today's traffic",
        ));
        facts.push((subject.name(*id), "breaks first"));
    }
    facts.push((format::dollars(estimate.monthly_cost), "a month"));
    sheet.facts(facts);
    if let Some(cap) = &report.score.cap {
        let limited = format!("The score is capped. {}.", cap.describe());
        sheet.note(&limited);
    }
}
