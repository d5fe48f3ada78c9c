//! A report as text: the score with its sum, findings worst first, the flows, and the nearest accepted design.

use std::io;

use clap::ValueEnum;

use crate::analysis::{
    Comparison, ConnectionMatchKind, Failure, Finding, Fix, FlowState, FlowVerdict, PartMatchKind,
    Plan, Report, ResponsibilityEvidence, Severity,
};
use crate::cli::page::{Page, Tone};
use crate::cli::plan;
use crate::model::Design;
use crate::model::format;
use crate::scenario::{Need, Scenario};

/// Whose words findings are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReaderChoice {
    /// Those who run systems.
    Engineers,
    /// Those who pay for them and rely on them.
    Stakeholders,
}

/// What a report shows beside the score and the findings.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReportOptions<'a> {
    /// Whose words.
    pub(super) reader: ReaderChoice,
    /// How findings can be mended, with their places in the report; the best first.
    pub(super) fixes: &'a [(usize, Fix)],
    /// How many findings were not tried for fixes because the drawing is large.
    pub(super) untried: usize,
    /// The cheapest way to the targets.
    pub(super) plan: Option<&'a Plan>,
    /// What each failure does.
    pub(super) failures: bool,
}

/// What had to be mended in the file, one sentence each.
pub(super) fn mended(page: &mut Page<'_>, repairs: &[String]) -> io::Result<()> {
    if repairs.is_empty() {
        return Ok(());
    }
    page.heading("Repaired while reading the file")?;
    page.list(2, repairs.iter().map(String::as_str))?;
    page.blank()
}

/// The whole report.
pub(super) fn text(
    page: &mut Page<'_>,
    design: &Design,
    scenario: Option<&Scenario>,
    report: &Report,
    options: ReportOptions<'_>,
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
    findings(page, design, report, options.reader, options.fixes)?;
    let mut fixes = options.fixes.iter();
    if let Some((_, best)) = fixes.find(|(_, fix)| fix.helps()) {
        page.blank()?;
        page.heading(&format!("Best next step: {}", best.label))?;
        page.line(2, &best.describe(), Tone::Plain)?;
    }
    if options.untried > 0 {
        page.blank()?;
        let sentence = format!(
            "The drawing is large: fixes were tried for the first {} findings, but not for the other {}.",
            report.findings.len() - options.untried,
            options.untried
        );
        page.paragraph(0, &sentence)?;
    }
    if let Some(way) = options.plan {
        page.blank()?;
        plan::text(page, way)?;
    }
    if !report.flows.is_empty() {
        page.blank()?;
        flows(page, design, report)?;
    }
    if options.failures && !report.failures.effects.is_empty() {
        page.blank()?;
        failures(page, design, report)?;
    }
    if !report.responsibilities.is_empty() {
        page.blank()?;
        jobs(page, design, report)?;
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
    for part in report.score.judged_parts() {
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
    page.table(2, &rows)?;
    match &report.score.cap {
        Some(cap) => page.line(2, &cap.describe(), Tone::Warning),
        None => Ok(()),
    }
}

fn findings(
    page: &mut Page<'_>,
    design: &Design,
    report: &Report,
    reader: ReaderChoice,
    fixes: &[(usize, Fix)],
) -> io::Result<()> {
    if report.findings.is_empty() {
        return page.line(0, "No findings", Tone::Good);
    }
    if report.open().next().is_none() {
        page.line(0, "All findings are accepted", Tone::Good)?;
    } else {
        page.heading(&format!("Findings: {}", report.describe_open()))?;
    }
    for (index, finding) in report.findings.iter().enumerate() {
        if finding.accepted.is_none() {
            page.blank()?;
            let fix = fixes.iter().find(|(of, _)| *of == index);
            let fix = fix.map(|(_, fix)| fix);
            one_finding(page, design, finding, reader, fix)?;
        }
    }
    accepted(page, design, report)
}

fn accepted(page: &mut Page<'_>, design: &Design, report: &Report) -> io::Result<()> {
    let rows: Vec<_> = report
        .findings
        .iter()
        .filter_map(|finding| {
            let reason = &finding.accepted.as_ref()?.reason;
            let what = match finding.item() {
                Some(id) => format!("{}: {}", finding.title, design.item_name(id)),
                None => finding.title.clone(),
            };
            Some([(what, Tone::Plain), (reason.clone(), Tone::Faint)])
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.heading("Accepted")?;
    page.table(2, &rows)
}

fn one_finding(
    page: &mut Page<'_>,
    design: &Design,
    finding: &Finding,
    reader: ReaderChoice,
    fix: Option<&Fix>,
) -> io::Result<()> {
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
        [
            empty(),
            plain(match reader {
                ReaderChoice::Engineers => &finding.why,
                ReaderChoice::Stakeholders => &finding.for_stakeholders,
            }),
        ],
        [empty(), plain(&format!("→ {}", finding.advice))],
    ];
    if let Some(fix) = fix {
        rows.push([empty(), (format!("fix: {}", fix.label), Tone::Good)]);
        rows.push([empty(), plain(&fix.describe())]);
    }
    if !finding.stands_for.is_empty() {
        let others = finding.stands_for.join(", ");
        rows.push([empty(), (format!("also covers: {others}"), Tone::Faint)]);
    }
    if !finding.items.is_empty() {
        let names = design.item_names(&finding.items);
        rows.push([empty(), (format!("at {names}"), Tone::Faint)]);
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

/// The tone of a flow's state.
pub(super) fn flow_tone(verdict: FlowVerdict) -> Tone {
    match verdict {
        FlowVerdict::Works => Tone::Good,
        FlowVerdict::Degraded => Tone::Warning,
        FlowVerdict::Overloaded | FlowVerdict::Down => Tone::Bad,
    }
}

fn flows(page: &mut Page<'_>, design: &Design, report: &Report) -> io::Result<()> {
    page.heading("Flows")?;
    let rows: Vec<_> = report
        .flows
        .iter()
        .map(|flow| {
            let verdict = flow.verdict();
            let name = match (flow.unreached.as_slice(), flow.overloaded.as_slice()) {
                ([], []) => flow.name.clone(),
                ([], busy) => {
                    format!("{}: {} is overloaded", flow.name, design.item_names(busy))
                }
                (ends, _) => format!("{}: does not reach {}", flow.name, ends.join(", ")),
            };
            [
                (verdict.word().to_owned(), flow_tone(verdict)),
                (name, Tone::Plain),
            ]
        })
        .collect();
    page.table(2, &rows)
}

/// Failures that matter against flows that work, and the fewest machines that stop each flow.
fn failures(page: &mut Page<'_>, design: &Design, report: &Report) -> io::Result<()> {
    page.heading("What happens when a component fails")?;
    let word = |state: FlowState| match state {
        FlowState::Ok => None,
        FlowState::Degraded => Some("degraded"),
        FlowState::Down => Some("down"),
    };
    let mut rows = Vec::new();
    for effect in &report.failures.effects {
        let what = match effect.failure {
            Failure::Component(id) => design.item_name(id),
            Failure::Zone(id) => format!("all of {}", design.item_name(id)),
            Failure::Pair(a, b) => format!("{} and {}", design.item_name(a), design.item_name(b)),
        };
        for state in [FlowState::Down, FlowState::Degraded] {
            let hit = report.flows.iter().zip(&effect.flows);
            let hit = hit.filter(|(flow, now)| **now == state && flow.unreached.is_empty());
            let names: Vec<&str> = hit.map(|(flow, _)| flow.name.as_str()).collect();
            let tone = if state == FlowState::Down {
                Tone::Bad
            } else {
                Tone::Warning
            };
            if let Some(word) = word(state).filter(|_| !names.is_empty()) {
                rows.push([
                    (what.clone(), Tone::Plain),
                    (word.to_owned(), tone),
                    (names.join(", "), Tone::Plain),
                ]);
            }
        }
    }
    page.table(2, &rows)?;
    page.blank()?;
    page.heading("Fewest machines that stop a flow")?;
    let mut rows = Vec::new();
    for (flow, set) in report.flows.iter().zip(&report.failures.minimal_cut_sets) {
        if let Some(set) = set {
            rows.push([
                (flow.name.clone(), Tone::Plain),
                (set.instances.to_string(), Tone::Strong),
                (design.item_names(&set.components), Tone::Plain),
            ]);
        }
    }
    page.table(2, &rows)
}

/// The jobs that a good answer does, with who does them and why the check thinks so.
fn jobs(page: &mut Page<'_>, design: &Design, report: &Report) -> io::Result<()> {
    let jobs = &report.responsibilities;
    let done = jobs.iter().filter(|job| job.evidence.is_some()).count();
    page.heading(&format!(
        "What a good answer covers: {done} of {}",
        jobs.len()
    ))?;
    for job in jobs {
        let (mark, tone, reason) = match (&job.evidence, job.need) {
            (Some(evidence), _) => ("done", Tone::Good, evidence_line(design, evidence)),
            (None, Need::Required) => ("open", Tone::Warning, "required".to_owned()),
            (None, Need::Recommended) => ("open", Tone::Plain, "most answers cover it".to_owned()),
            (None, Need::Optional) => ("open", Tone::Faint, "worth mentioning".to_owned()),
        };
        let row = [(mark.to_owned(), tone), (job.title.clone(), Tone::Plain)];
        page.table(2, &[row])?;
        page.line(2 + mark.len() + 2, &reason, Tone::Faint)?;
    }
    Ok(())
}

/// Why a job counts as done, with the boxes that do it where the reason does not name them.
fn evidence_line(design: &Design, evidence: &ResponsibilityEvidence) -> String {
    let names: Vec<String> = (evidence.by.iter())
        .map(|&id| design.item_name(id))
        .filter(|name| !evidence.reason.contains(name.as_str()))
        .collect();
    match &names[..] {
        [] => evidence.reason.clone(),
        names => format!(
            "{} (also {})",
            evidence.reason,
            format::join_names(names.iter().map(String::as_str))
        ),
    }
}

fn nearest(
    page: &mut Page<'_>,
    design: &Design,
    scenario: &Scenario,
    comparison: &Comparison,
) -> io::Result<()> {
    let percent = format::whole_percent(comparison.similarity);
    page.heading(&format!(
        "Closest accepted design: {} ({percent} match)",
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
        rows.push([
            ("extra".to_owned(), Tone::Faint),
            (design.item_names(&comparison.extra), Tone::Plain),
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
            PartMatchKind::Matched => None,
            PartMatchKind::Missing => Some(row("missing", Tone::Warning, part.name.clone())),
            PartMatchKind::Substituted => {
                let names = design.item_names(&part.by);
                let text = format!("{names} takes the place of {}", part.name);
                Some(row("similar", Tone::Notice, text))
            }
            PartMatchKind::Merged => {
                let names = design.item_names(&part.by);
                let others: Vec<&str> = comparison.also_played(part).collect();
                let others = others.join(", ");
                let text = format!("{names} acts as {} and as {others}", part.name);
                Some(row("shared", Tone::Notice, text))
            }
        });
    parts.collect()
}

fn wiring(accepted: &Design, comparison: &Comparison) -> Vec<[(String, Tone); 2]> {
    let rows = comparison.connections.iter().filter_map(|connection| {
        let what = match connection.wired {
            // Where an end is missing, its part is named already.
            ConnectionMatchKind::Matched | ConnectionMatchKind::EndMissing => return None,
            ConnectionMatchKind::Reversed => "has its arrow reversed",
            ConnectionMatchKind::OtherTiming => "sync/async differs",
            ConnectionMatchKind::Missing => "is missing",
        };
        let text = format!("{} {what}", accepted.item_name(connection.reference));
        Some([("wiring".to_owned(), Tone::Notice), (text, Tone::Plain)])
    });
    rows.collect()
}
