//! `boxdrill check`: the check of drawings and of folders full of them, on all cores, as text for people or as JSON, CSV or
//! SARIF for programs.

mod checked;
mod csv;
mod json;
mod parallel;
mod sarif;

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use checked::DrawingCheck;

use crate::analysis::{Analysis, FixOrder, Report, Severity, WhatIf};
use crate::cli::outcome::{Outcome, complain};
use crate::cli::page::{Page, Tone};
use crate::cli::report::{self, ReaderChoice};
use crate::cli::{gather, input};
use crate::scenario::Library;

/// The word for `--scenario` that leaves the prompt out.
const NO_SCENARIO: &str = "none";

/// Arguments of `boxdrill check`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct CheckCommand {
    /// Drawings from boxdrill or other programs, folders, or patterns such as "docs/**/*.mmd"; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Check against this prompt instead of the drawing's own; "none" for no prompt
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Text for people; JSON, CSV, or SARIF (for code hosts) for programs
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// Exit with 1 if any unaccepted finding is at this severity or higher
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::High)]
    fail_on: FailOn,
    /// The audience to write for
    #[arg(long = "for", value_name = "READER", value_enum, default_value_t = ReaderChoice::Engineers)]
    reader: ReaderChoice,
    /// Show how to fix each finding, how the fix changes the numbers, and which fix is best (text and JSON)
    #[arg(long)]
    fixes: bool,
    /// Rank fixes by this
    #[arg(long, value_name = "BY", value_enum, default_value_t = RankChoice::Score, requires = "fixes")]
    rank: RankChoice,
    /// Find the cheapest set of fixes that meets the prompt's targets (text and JSON)
    #[arg(long)]
    plan: bool,
    /// Show how each failure affects each flow
    #[arg(long)]
    failures: bool,
    /// Hide the progress bar
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
    Csv,
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RankChoice {
    Score,
    Cost,
    Latency,
    Availability,
}

impl RankChoice {
    fn order(self) -> FixOrder {
        match self {
            Self::Score => FixOrder::Score,
            Self::Cost => FixOrder::Cost,
            Self::Latency => FixOrder::Latency,
            Self::Availability => FixOrder::Availability,
        }
    }
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

/// What became of one file, ready to be written.
struct CheckedFile {
    text: Vec<u8>,
    outcome: Outcome,
    error: Option<String>,
    /// Open findings by severity, in the order of [`Severity::ALL`].
    counts: [usize; 4],
}

impl CheckCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let library = input::library();
        let is_document = matches!(self.format, CheckFormat::Json | CheckFormat::Sarif);
        // A document says it of each file.
        if let Some(id) = self.scenario.as_deref().filter(|id| *id != NO_SCENARIO)
            && !is_document
        {
            input::scenario(&library, id)?;
        }
        let gathered = gather::drawings(&self.files);
        let mut worst = Outcome::Clean;
        for problem in &gathered.problems {
            complain("error", problem);
            worst = Outcome::Incomplete;
        }
        let files = gathered.files;
        let color = page.color();
        let bar = self.progress(files.len());
        page.raw().write_all(self.head().as_bytes())?;
        let (mut written, mut broken, mut counts) = (0, 0, [0; 4]);
        let many = files.len() > 1;
        parallel::in_order(
            &files,
            |file| self.done(file, &library, many, color),
            |done: CheckedFile| -> io::Result<()> {
                if let Some(error) = &done.error {
                    // What came before it on standard output should also stand before it on a terminal.
                    page.raw().flush()?;
                    bar.suspend(|| complain("error", error));
                    broken += 1;
                }
                if !done.text.is_empty() {
                    if written > 0 {
                        page.raw().write_all(self.between().as_bytes())?;
                    }
                    written += 1;
                    page.raw().write_all(&done.text)?;
                }
                worst = worst.max(done.outcome);
                for (sum, count) in counts.iter_mut().zip(done.counts) {
                    *sum += count;
                }
                bar.inc(1);
                Ok(())
            },
        )?;
        bar.finish_and_clear();
        page.raw().write_all(self.tail(written).as_bytes())?;
        if many && self.format == CheckFormat::Text {
            summary(page, files.len(), broken, counts)?;
        }
        Ok(worst)
    }

    /// A bar on a terminal that nothing else is written to; none for few files.
    fn progress(&self, files: usize) -> ProgressBar {
        const FEW: usize = 20;
        let free = io::stderr().is_terminal() && !io::stdout().is_terminal();
        if self.quiet || files < FEW || !free {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left");
        let bar = ProgressBar::new(files as u64);
        match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }

    fn done(&self, file: &Path, library: &Library, many: bool, color: bool) -> CheckedFile {
        let written = self.check(file, library).and_then(|checked| {
            let text = self.written(file, &checked, many, color)?;
            Ok((text, checked.report))
        });
        match written {
            Ok((text, report)) => CheckedFile {
                text,
                outcome: self.fail_on.outcome(&report),
                error: None,
                counts: Severity::ALL.map(|severity| report.count(severity)),
            },
            Err(error) => {
                let sentence = format!("{error:#}");
                let text = match self.format {
                    CheckFormat::Json => json::error(file, &sentence),
                    CheckFormat::Text | CheckFormat::Csv | CheckFormat::Sarif => Vec::new(),
                };
                CheckedFile {
                    text,
                    outcome: Outcome::Incomplete,
                    error: Some(sentence),
                    counts: [0; 4],
                }
            }
        }
    }

    fn written(
        &self,
        file: &Path,
        checked: &DrawingCheck,
        many: bool,
        color: bool,
    ) -> anyhow::Result<Vec<u8>> {
        let mut text = Vec::new();
        match self.format {
            CheckFormat::Text => {
                self.text(file, checked, many, &mut Page::new(&mut text, color))?;
            }
            CheckFormat::Json => text = json::report(file, checked),
            CheckFormat::Csv => csv::rows(file, checked, &mut text)?,
            CheckFormat::Sarif => text = sarif::results(file, checked),
        }
        Ok(text)
    }

    fn text(
        &self,
        file: &Path,
        checked: &DrawingCheck,
        many: bool,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        if many {
            page.heading(&input::name(file))?;
            page.blank()?;
        }
        report::mended(page, &checked.repairs)?;
        let options = report::ReportOptions {
            reader: self.reader,
            fixes: checked.fixes.as_deref().unwrap_or_default(),
            untried: checked.untried,
            plan: checked.plan.as_ref(),
            failures: self.failures,
        };
        report::text(
            page,
            &checked.design,
            checked.scenario,
            &checked.report,
            options,
        )
    }

    fn head(&self) -> String {
        match self.format {
            CheckFormat::Text => String::new(),
            CheckFormat::Json => "[".to_owned(),
            CheckFormat::Csv => csv::HEAD.to_owned(),
            CheckFormat::Sarif => sarif::head(),
        }
    }

    fn between(&self) -> &'static str {
        match self.format {
            CheckFormat::Text => "\n",
            CheckFormat::Csv => "",
            CheckFormat::Json | CheckFormat::Sarif => ",",
        }
    }

    fn tail(&self, written: usize) -> &'static str {
        match self.format {
            CheckFormat::Text | CheckFormat::Csv => "",
            CheckFormat::Json if written == 0 => "]\n",
            CheckFormat::Json => "\n]\n",
            CheckFormat::Sarif => sarif::TAIL,
        }
    }

    fn check<'a>(&self, file: &Path, library: &'a Library) -> anyhow::Result<DrawingCheck<'a>> {
        let (drawing, text) = input::drawing_with_text(file)?;
        // Only fixes put something beside something else.
        let loaded = if self.fixes || self.plan {
            drawing.placed().0
        } else {
            drawing.without_places()
        };
        let id = self.scenario.as_deref().or(loaded.design.scenario());
        let scenario = match id {
            None | Some(NO_SCENARIO) => None,
            Some(id) => Some(
                input::scenario(library, id)
                    .map_err(|error| anyhow!("{error} ({})", input::name(file)))?,
            ),
        };
        let design = loaded.design;
        let analysis = Analysis::new(&design, scenario);
        let report = analysis.report();
        let mut untried = 0;
        let fixes = self.fixes.then(|| {
            let numbers = analysis.estimate(&WhatIf::default());
            let fixer = analysis.fixer(&report, &numbers);
            untried = fixer.untried();
            fixer.fixes(self.rank.order())
        });
        let plan = self.plan.then(|| analysis.plan());
        drop(analysis);
        Ok(DrawingCheck {
            design,
            text,
            repairs: loaded.repairs,
            scenario,
            report,
            fixes,
            untried,
            plan,
        })
    }
}

fn summary(page: &mut Page<'_>, files: usize, broken: usize, counts: [usize; 4]) -> io::Result<()> {
    let found: Vec<String> = Severity::ALL
        .iter()
        .zip(counts)
        .map(|(severity, count)| format!("{count} {}", severity.label().to_lowercase()))
        .collect();
    page.blank()?;
    let mut line = format!("{files} files: {}", found.join(", "));
    if broken > 0 {
        _ = write!(line, "; {broken} could not be checked");
    }
    page.line(0, &line, Tone::Strong)
}
