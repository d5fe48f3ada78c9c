//! What `boxdrill estimate --ranges` says: how sure each verdict is, and which inputs change it.

use std::io;

use crate::analysis::{Quantity, Swing, UncertainInput, VerdictMeasure, VerdictRange};
use crate::cli::page::{Page, Tone};
use crate::model::{Design, format};

/// Inputs named for each verdict.
const NAMED: usize = 4;

/// Writes the verdicts.
pub(super) fn text(
    page: &mut Page<'_>,
    design: &Design,
    verdicts: &[VerdictRange],
) -> io::Result<()> {
    page.blank()?;
    page.heading("Confidence")?;
    if verdicts.is_empty() {
        return page.paragraph(2, "Without a prompt there are no targets.");
    }
    for verdict in verdicts {
        page.line(2, &sentence(verdict), tone(verdict))?;
        let swings = verdict.swings.iter().take(NAMED);
        let rows: Vec<_> = swings.map(|swing| row(design, verdict, swing)).collect();
        page.table(4, &rows)?;
    }
    Ok(())
}

fn tone(verdict: &VerdictRange) -> Tone {
    match (verdict.holds, verdict.confidence) {
        (true, sure) if sure >= 0.9 => Tone::Good,
        (true, _) => Tone::Warning,
        (false, _) => Tone::Bad,
    }
}

fn sentence(verdict: &VerdictRange) -> String {
    let value = |value| said(&verdict.measure, value);
    let what = match &verdict.measure {
        VerdictMeasure::KeepsUp => "Sustainable traffic".to_owned(),
        VerdictMeasure::Latency(_) => format!("{}: p99", verdict.flow),
        VerdictMeasure::Availability(_) => format!("{}: availability", verdict.flow),
        VerdictMeasure::Cost => "Monthly cost".to_owned(),
    };
    format!(
        "{what} {}, target {}: met in {:.0}% of simulations, 80% range {} to {}",
        value(verdict.value),
        value(Some(verdict.target)),
        verdict.confidence * 100.0,
        value(verdict.range.0),
        value(verdict.range.1),
    )
}

fn row(design: &Design, verdict: &VerdictRange, swing: &Swing) -> [(String, Tone); 4] {
    let input = &swing.input;
    let whose = match input.component {
        Some(id) => format!("{}: {}", design.item_name(id), input.quantity.label()),
        None => input.quantity.label().to_owned(),
    };
    let range = format!(
        "{} to {}",
        amount_of(input, input.low),
        amount_of(input, input.high)
    );
    let value = |value| said(&verdict.measure, value);
    let effect = format!("{} to {}", value(swing.at_low), value(swing.at_high));
    let flips = if swing.flips {
        "changes the verdict"
    } else {
        ""
    };
    [
        (whose, Tone::Plain),
        (range, Tone::Faint),
        (effect, Tone::Plain),
        (flips.to_owned(), Tone::Warning),
    ]
}

fn said(measure: &VerdictMeasure, value: Option<f64>) -> String {
    let Some(value) = value else {
        return match measure {
            VerdictMeasure::KeepsUp => "any traffic".to_owned(),
            _ => "never finishes".to_owned(),
        };
    };
    match measure {
        VerdictMeasure::KeepsUp => format!("x{}", format::amount(value)),
        VerdictMeasure::Latency(_) => format!("{} ms", format::amount(value)),
        VerdictMeasure::Availability(_) => format::percent_of_time(value),
        VerdictMeasure::Cost => format!("{} USD", format::amount(value.round())),
    }
}

fn amount_of(input: &UncertainInput, value: f64) -> String {
    match input.quantity {
        Quantity::Traffic => format!("x{}", format::amount(value)),
        Quantity::Capacity => format!("{}/s", format::amount(value)),
        Quantity::ServiceTime => format!("{} ms", format::amount(value)),
        Quantity::HitRatio | Quantity::Availability => format::percent_of_time(value),
        Quantity::Cost => format!("{} USD", format::amount(value.round())),
    }
}
