//! What the check says: the findings, and those that are accepted with their reasons.

use super::subject::{ReportSubject, end_sentence};
use crate::analysis::{Finding, Severity};
use crate::export::sheet::{Cell, Sheet};
use crate::practice::Audience;

/// Writes the open findings and the accepted ones.
pub(super) fn write_findings(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    sheet.heading(2, "Findings");
    if subject.report.findings.is_empty() {
        sheet.paragraph("No risks found.");
    }
    for finding in subject.report.open() {
        write_finding(subject, sheet, finding);
    }
    let accepted: Vec<Vec<Cell>> = subject
        .report
        .findings
        .iter()
        .filter_map(|finding| Some((finding, finding.accepted.as_ref()?)))
        .map(|(finding, accepted)| {
            let reason = accepted.reason.trim();
            let reason = if reason.is_empty() {
                "No reason given"
            } else {
                reason
            };
            vec![
                Cell::Words(finding.title.clone()),
                Cell::Words(reason.to_owned()),
            ]
        })
        .collect();
    if !accepted.is_empty() {
        sheet.heading(3, "Accepted");
        sheet.table(&["Finding", "Why it is accepted"], accepted);
    }
}

fn write_finding(subject: &ReportSubject<'_>, sheet: &mut Sheet, finding: &Finding) {
    let class = match finding.severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Info => "info",
    };
    sheet.heading(3, &finding.title);
    sheet.mark(class, finding.severity.label());
    let why = match subject.audience {
        Audience::Engineers => &finding.why,
        Audience::Stakeholders => &finding.for_stakeholders,
    };
    sheet.paragraph(end_sentence(why));
    sheet.note(end_sentence(&finding.advice));
}
