//! What the check says: the findings, and those that are accepted with their reasons.

use super::subject::{ReportSubject, end_sentence};
use crate::analysis::{Finding, Severity};
use crate::export::html::{Cell, Html};
use crate::practice::Audience;

/// Writes the open findings and the accepted ones.
pub(super) fn write_findings(subject: &ReportSubject<'_>, html: &mut Html) {
    html.element("h2", "Findings");
    if subject.report.findings.is_empty() {
        html.element("p", "No risks found.");
    }
    for finding in subject.report.open() {
        write_finding(subject, html, finding);
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
        html.element("h3", "Accepted");
        html.table(&["Finding", "Why it is accepted"], &accepted);
    }
}

fn write_finding(subject: &ReportSubject<'_>, html: &mut Html, finding: &Finding) {
    let class = match finding.severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Info => "info",
    };
    html.element("h3", &finding.title);
    html.element(
        &format!("span class=\"mark {class}\""),
        finding.severity.label(),
    );
    let why = match subject.audience {
        Audience::Engineers => &finding.why,
        Audience::Stakeholders => &finding.for_stakeholders,
    };
    html.element("p", end_sentence(why));
    html.element("p class=\"quiet\"", end_sentence(&finding.advice));
}
