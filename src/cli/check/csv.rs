//! Findings as comma-separated values (RFC 4180), one line each, for spreadsheets.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::check::checked::DrawingCheck;
use crate::cli::page::visible;

/// The first line.
pub(super) const HEAD: &str = "file,scenario,score,rule,severity,category,title,items,why,for_stakeholders,advice,points,accepted\r\n";

/// The findings of one drawing.
pub(super) fn rows(file: &Path, checked: &DrawingCheck, out: &mut impl Write) -> io::Result<()> {
    let report = &checked.report;
    for finding in &report.findings {
        let items = finding.items.iter().map(|&id| checked.design.item_name(id));
        let accepted = finding.accepted.as_ref().map(|accepted| &accepted.reason);
        let fields = [
            file.display().to_string(),
            report.scenario.clone().unwrap_or_default(),
            report.score.total.to_string(),
            finding.rule.to_owned(),
            finding.severity.label().to_lowercase(),
            finding.category.label().to_owned(),
            finding.title.clone(),
            items.collect::<Vec<_>>().join("; "),
            finding.why.clone(),
            finding.for_stakeholders.clone(),
            finding.advice.clone(),
            finding.points.to_string(),
            accepted.cloned().unwrap_or_default(),
        ];
        let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
        write!(out, "{}\r\n", fields.join(","))?;
    }
    Ok(())
}

/// A field in quotes where it needs them. What a spreadsheet would take for a formula is defused with an apostrophe.
fn quoted(field: &str) -> String {
    let risky = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if risky {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    // Line breaks stay as they are, between quotes; nothing else may steer a terminal.
    let lines: Vec<String> = field.split('\n').map(visible).collect();
    let field = lines.join("\n");
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_survive_commas_quotes_and_formulas() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a, b"), "\"a, b\"");
        assert_eq!(quoted("say \"a\"\nb"), "\"say \"\"a\"\"\nb\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("\u{1b}[31mred\u{9b}"), "␛[31mred\u{fffd}");
    }
}
