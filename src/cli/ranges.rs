//! What `boxdrill estimate --ranges` says: how sure each verdict is, and which inputs change it.

use std::io;

use crate::analysis::{Swing, VerdictMeasure, VerdictRange};
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
        return page.paragraph(2, "Without a prompt, there are no targets.");
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
    let value = |value| verdict.measure.format(value);
    let what = match &verdict.measure {
        VerdictMeasure::KeepsUp => "Sustainable traffic".to_owned(),
        VerdictMeasure::Latency(_) => format!("{}: p99", verdict.flow),
        VerdictMeasure::Availability(_) => format!("{}: availability", verdict.flow),
        VerdictMeasure::Cost => "Monthly cost".to_owned(),
    };
    format!(
        "{what} {}, target {}: met in {} of simulations, 80% range {} to {}",
        value(verdict.value),
        value(Some(verdict.target)),
        format::whole_percent(verdict.confidence),
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
    let amount = |value| input.quantity.format(value);
    let range = format!("{} to {}", amount(input.low), amount(input.high));
    let value = |value| verdict.measure.format(value);
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
