//! A report as text: the score with its sum, findings worst first, the flows, and the nearest accepted design.

use std::io;

use super::page::{Page, Tone};
use crate::analysis::{Comparison, Finding, Played, Report, Severity, Wired};
use crate::model::{Design, Id, Item};
use crate::scenario::Scenario;

/// What had to be mended in the file, one sentence each.
pub(super) fn mended(page: &mut Page<'_>, repairs: &[String]) -> io::Result<()> {
    if repairs.is_empty() {
        return Ok(());
    }
    page.heading("Mended while reading")?;
    page.list(2, repairs.iter().map(String::as_str))?;
    page.blank()
}

/// The whole report.
pub(super) fn text(
    page: &mut Page<'_>,
    design: &Design,
    scenario: Option<&Scenario>,
    report: &Report,
) -> io::Result<()> {
    let title = Some(design.title()).filter(|title| !title.is_empty());
    let prompt = scenario.map(|scenario| scenario.title.as_str());
    let heading = match (title, prompt) {
        (Some(title), Some(prompt)) => format!("{title}, for the prompt {prompt}"),
        (Some(title), None) => title.to_owned(),
        (None, Some(prompt)) => format!("A drawing for the prompt {prompt}"),
        (None, None) => "A drawing without a prompt".to_owned(),
    };
    page.heading(&heading)?;
    page.blank()?;
    score(page, report)?;
    page.blank()?;
    findings(page, design, report)?;
    if !report.flows.is_empty() {
        page.blank()?;
        flows(page, report)?;
    }
    if let (Some(comparison), Some(scenario)) = (report.nearest(), scenario) {
        page.blank()?;
        nearest(page, design, scenario, comparison)?;
    }
    Ok(())
}

fn score(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&format!("Score {} of 100", report.score.total))?;
    let mut rows = Vec::new();
    for part in &report.score.parts {
        rows.push([
            (part.category.label().to_owned(), Tone::Strong),
            (format!("{:>2} of {}", part.points, part.of), Tone::Strong),
            (String::new(), Tone::Plain),
        ]);
        for line in &part.lines {
            rows.push([
                (String::new(), Tone::Plain),
                (format!("{:>+3}", line.points), Tone::Plain),
                (line.reason.clone(), Tone::Plain),
            ]);
        }
    }
    page.table(2, &rows)
}

fn findings(page: &mut Page<'_>, design: &Design, report: &Report) -> io::Result<()> {
    if report.findings.is_empty() {
        return page.line(0, "No findings", Tone::Good);
    }
    let counts: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|&severity| report.count(severity) > 0)
        .map(|severity| {
            format!(
                "{} {}",
                report.count(severity),
                severity.label().to_lowercase()
            )
        })
        .collect();
    page.heading(&format!("Findings: {}", counts.join(", ")))?;
    for finding in &report.findings {
        page.blank()?;
        one_finding(page, design, finding)?;
    }
    Ok(())
}

fn one_finding(page: &mut Page<'_>, design: &Design, finding: &Finding) -> io::Result<()> {
    let plain = |text: &str| (text.to_owned(), Tone::Plain);
    let empty = || (String::new(), Tone::Plain);
    let label = finding.severity.label().to_uppercase();
    let title = match finding.points {
        0 => finding.title.clone(),
        1 => format!("{} (1 point)", finding.title),
        points => format!("{} ({points} points)", finding.title),
    };
    // As wide as the longest severity, so that all findings start in the same column.
    let label = format!("{label:<8}");
    let mut rows = vec![
        [(label, tone(finding.severity)), (title, Tone::Strong)],
        [empty(), plain(&finding.why)],
        [empty(), plain(&format!("→ {}", finding.advice))],
    ];
    if !finding.items.is_empty() {
        let names: Vec<String> = finding.items.iter().map(|&id| name(design, id)).collect();
        rows.push([empty(), (format!("at {}", names.join(", ")), Tone::Faint)]);
    }
    rows.push([empty(), (format!("rule {}", finding.rule), Tone::Faint)]);
    page.table(2, &rows)
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical => Tone::Bad,
        Severity::High => Tone::Warning,
        Severity::Medium => Tone::Notice,
        Severity::Info => Tone::Faint,
    }
}

fn flows(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading("Flows")?;
    let rows: Vec<_> = report
        .flows
        .iter()
        .map(|flow| {
            let (word, tone) = match flow.unreached.is_empty() {
                true => ("works", Tone::Good),
                false if flow.critical => ("stops", Tone::Bad),
                false => ("stops", Tone::Warning),
            };
            let name = match flow.unreached.as_slice() {
                [] => flow.name.clone(),
                ends => format!("{}: does not reach {}", flow.name, ends.join(", ")),
            };
            [(word.to_owned(), tone), (name, Tone::Plain)]
        })
        .collect();
    page.table(2, &rows)
}

fn nearest(
    page: &mut Page<'_>,
    design: &Design,
    scenario: &Scenario,
    comparison: &Comparison,
) -> io::Result<()> {
    let percent = (comparison.similarity * 100.0).round();
    page.heading(&format!(
        "Nearest accepted design: {} ({percent} % alike)",
        comparison.title
    ))?;
    let accepted = scenario
        .designs
        .iter()
        .find(|accepted| accepted.id == comparison.design);
    let mut rows = parts(design, comparison);
    if let Some(accepted) = accepted {
        rows.extend(wiring(&accepted.design, comparison));
    }
    if !comparison.extra.is_empty() {
        let names: Vec<String> = comparison
            .extra
            .iter()
            .map(|&id| name(design, id))
            .collect();
        rows.push([
            ("beside it".to_owned(), Tone::Faint),
            (names.join(", "), Tone::Plain),
        ]);
    }
    if rows.is_empty() {
        return page.line(2, "nothing is missing", Tone::Good);
    }
    page.table(2, &rows)
}

fn parts(design: &Design, comparison: &Comparison) -> Vec<[(String, Tone); 2]> {
    let row = |word: &str, tone, text| [(word.to_owned(), tone), (text, Tone::Plain)];
    let parts = comparison
        .parts
        .iter()
        .filter_map(|part| match part.played {
            Played::Matched => None,
            Played::Missing => Some(row("missing", Tone::Warning, part.name.clone())),
            Played::Substituted => {
                let names: Vec<String> = part.by.iter().map(|&id| name(design, id)).collect();
                let text = format!("{} stands in for {}", names.join(", "), part.name);
                Some(row("similar", Tone::Notice, text))
            }
            Played::Merged => {
                let names: Vec<String> = part.by.iter().map(|&id| name(design, id)).collect();
                let others: Vec<&str> = comparison.also_played(part).collect();
                let (names, others) = (names.join(", "), others.join(", "));
                let text = format!(
                    "{} is played by {names}, which also plays {others}",
                    part.name
                );
                Some(row("shared", Tone::Notice, text))
            }
        });
    parts.collect()
}

fn wiring(accepted: &Design, comparison: &Comparison) -> Vec<[(String, Tone); 2]> {
    let rows = comparison.connections.iter().filter_map(|connection| {
        let what = match connection.wired {
            // Where an end is missing, its part is named already.
            Wired::Matched | Wired::EndMissing => return None,
            Wired::Reversed => "is drawn the other way round",
            Wired::OtherTiming => "waits where it should not, or the other way round",
            Wired::Missing => "is not drawn",
        };
        let text = format!("{} {what}", name(accepted, connection.reference));
        Some([("wiring".to_owned(), Tone::Notice), (text, Tone::Plain)])
    });
    rows.collect()
}

/// What an item is called in a sentence.
fn name(design: &Design, id: Id) -> String {
    match design.item(id) {
        Some(Item::Component(item)) if item.name.trim().is_empty() => {
            design.kind_of(id).label.clone()
        }
        Some(Item::Component(item)) => item.name.clone(),
        Some(Item::Connection(item)) => {
            format!("{} → {}", name(design, item.from), name(design, item.to))
        }
        Some(Item::Zone(item)) => item.name.clone(),
        Some(Item::Note(item)) => item.text.clone(),
        None => id.to_string(),
    }
}
