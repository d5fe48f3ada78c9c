//! The figures of disguised designs as tables for people.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use super::page::{Page, Tone};
use super::panel_page::shown;
use crate::evaluation::{DisguisedMeasure, FalseFinding, FaultTrial, StepFigures};

/// How many rules are named in a line.
const MOST_FREQUENT: usize = 5;

/// Prints the figures, and with `verbose` the single cases behind them.
pub(super) fn print(
    page: &mut Page<'_>,
    measured: &DisguisedMeasure,
    verbose: bool,
) -> io::Result<()> {
    let head = ["disguise", "clean", "findings above info (designs)"];
    let mut rows = vec![head.map(|word| (word.to_owned(), Tone::Faint))];
    let steps = measured.steps.iter();
    rows.extend(steps.map(|(step, figures)| step_row(step.id(), figures)));
    rows.push(step_row("several combined", &measured.together));
    page.table(0, &rows)?;
    let faults = &measured.faults;
    page.blank()?;
    page.heading("Faults injected into designs disguised in several steps")?;
    let rows = [
        ("named", faults.found, &faults.missed),
        (
            "found, with no extra findings",
            faults.exact,
            &faults.unexpected,
        ),
        (
            "score higher than without the fault",
            faults.higher,
            &faults.higher_by_mutation,
        ),
    ];
    let rows = rows.map(|(what, share, counts)| {
        [
            (what.to_owned(), Tone::Strong),
            (shown(share), Tone::Plain),
            (most_frequent(counts), Tone::Faint),
        ]
    });
    page.table(2, &rows)?;
    if verbose {
        page.blank()?;
        page.heading("Findings above info on designs without a fault")?;
        let lines: Vec<String> = measured.false_findings.iter().map(line).collect();
        page.list(2, lines.iter().map(String::as_str))?;
        page.blank()?;
        page.heading("Faults that are missed, raise extra findings, or increase the score")?;
        let lines: Vec<String> = faults.misjudged.iter().map(fault_line).collect();
        page.list(2, lines.iter().map(String::as_str))?;
    }
    Ok(())
}

fn step_row(name: &str, figures: &StepFigures) -> [(String, Tone); 3] {
    [
        (name.to_owned(), Tone::Strong),
        (shown(figures.clean), Tone::Plain),
        (most_frequent(&figures.false_findings), Tone::Faint),
    ]
}

fn most_frequent(counts: &BTreeMap<&str, usize>) -> String {
    let mut counts: Vec<(&str, usize)> = counts.iter().map(|(&rule, &n)| (rule, n)).collect();
    counts.sort_by_key(|&(_, count)| Reverse(count));
    let named = counts.iter().take(MOST_FREQUENT);
    let named: Vec<String> = named.map(|(rule, n)| format!("{rule} {n}")).collect();
    let rest = counts.len().saturating_sub(MOST_FREQUENT);
    let more = if rest > 0 {
        format!(", and {rest} more")
    } else {
        String::new()
    };
    named.join(", ") + &more
}

fn line(finding: &FalseFinding) -> String {
    let FalseFinding {
        disguise,
        scenario,
        design,
        seed,
        rule,
        severity,
        why,
    } = finding;
    let severity = severity.label();
    format!("{disguise}, {scenario} {design}, seed {seed}: {rule} ({severity}): {why}")
}

fn fault_line(fault: &FaultTrial) -> String {
    let FaultTrial {
        disguise,
        scenario,
        design,
        seed,
        mutation,
        what,
        missed,
        unexpected,
        scores: (before, after),
    } = fault;
    let missed = missed.map_or(String::new(), |rule| format!("no {rule}; "));
    let unexpected = match unexpected.as_slice() {
        [] => String::new(),
        rules => format!("also {}; ", rules.join(", ")),
    };
    let place = format!("{disguise}, {scenario} {design}, seed {seed}");
    format!("{place}: {mutation}: {what}: {missed}{unexpected}{before} to {after} points")
}
