//! `boxdrill check`: the check of one or more drawings, as text for people or as JSON for programs.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::page::Page;
use super::{Outcome, complain, input, report};
use crate::analysis::{Report, Severity, analyze};
use crate::model::Design;
use crate::scenario::{Library, Scenario};

/// The word for `--scenario` that leaves the prompt out.
const NO_SCENARIO: &str = "none";

/// Arguments of `boxdrill check`.
#[derive(Debug, Args)]
pub struct Check {
    /// .boxdrill files, or text in the notation; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Check against this prompt in place of the drawing's own; "none" for no prompt
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Text for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 when there is a finding this bad or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::High)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Critical,
    High,
    Medium,
    Info,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Critical => Some(Severity::Critical),
            Self::High => Some(Severity::High),
            Self::Medium => Some(Severity::Medium),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }

    fn outcome(self, report: &Report) -> Outcome {
        match (report.worst(), self.severity()) {
            (Some(worst), Some(limit)) if worst <= limit => Outcome::Findings,
            _ => Outcome::Clean,
        }
    }
}

/// A drawing that was checked.
struct Checked<'a> {
    design: Design,
    repairs: Vec<String>,
    scenario: Option<&'a Scenario>,
    report: Report,
}

/// One element of the JSON output.
#[derive(Serialize)]
struct Entry {
    file: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<String>,
    #[serde(flatten)]
    result: EntryResult,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum EntryResult {
    Report(Box<Report>),
    Error(String),
}

impl Check {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let library = input::library();
        if let Some(id) = self.scenario.as_deref().filter(|id| *id != NO_SCENARIO) {
            input::scenario(&library, id)?;
        }
        match self.format {
            Format::Text => self.text(&library, page),
            Format::Json => self.json(&library, page),
        }
    }

    fn text(&self, library: &Library, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let mut worst = Outcome::Clean;
        let mut first = true;
        for file in &self.files {
            let outcome = match self.check(file, library) {
                Err(error) => {
                    // What came before it on standard output should also stand before it on a terminal.
                    page.raw().flush()?;
                    complain("error", &format!("{error:#}"));
                    Outcome::Incomplete
                }
                Ok(checked) => {
                    if !first {
                        page.blank()?;
                    }
                    first = false;
                    if self.files.len() > 1 {
                        page.heading(&input::name(file))?;
                        page.blank()?;
                    }
                    let Checked {
                        design,
                        repairs,
                        scenario,
                        report,
                    } = &checked;
                    report::mended(page, repairs)?;
                    report::text(page, design, *scenario, report)?;
                    self.fail_on.outcome(report)
                }
            };
            worst = worst.max(outcome);
        }
        Ok(worst)
    }

    fn json(&self, library: &Library, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let mut worst = Outcome::Clean;
        let mut entries = Vec::new();
        for file in &self.files {
            let (outcome, repairs, result) = match self.check(file, library) {
                Err(error) => {
                    complain("error", &format!("{error:#}"));
                    let sentence = format!("{error:#}");
                    (
                        Outcome::Incomplete,
                        Vec::new(),
                        EntryResult::Error(sentence),
                    )
                }
                Ok(checked) => {
                    let outcome = self.fail_on.outcome(&checked.report);
                    let result = EntryResult::Report(Box::new(checked.report));
                    (outcome, checked.repairs, result)
                }
            };
            worst = worst.max(outcome);
            let file = file.display().to_string();
            entries.push(Entry {
                file,
                repairs,
                result,
            });
        }
        let text = serde_json::to_string_pretty(&entries)?;
        writeln!(page.raw(), "{text}")?;
        Ok(worst)
    }

    fn check<'a>(&self, file: &Path, library: &'a Library) -> anyhow::Result<Checked<'a>> {
        let loaded = input::drawing(file)?;
        let id = self.scenario.as_deref().or(loaded.design.scenario());
        let scenario = match id {
            None | Some(NO_SCENARIO) => None,
            Some(id) => Some(
                input::scenario(library, id)
                    .map_err(|error| anyhow!("{error} ({})", input::name(file)))?,
            ),
        };
        let report = analyze(&loaded.design, scenario);
        Ok(Checked {
            design: loaded.design,
            repairs: loaded.repairs,
            scenario,
            report,
        })
    }
}
