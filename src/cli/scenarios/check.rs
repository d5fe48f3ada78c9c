//! `boxdrill scenarios check`: every problem of prompts that somebody writes, with its line and what to do.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::gather;
use crate::cli::outcome::{Outcome, complain};
use crate::cli::page::{Page, Tone};
use crate::scenario::writing::{grade, length, passages, sentences};
use crate::scenario::{Scenario, locate};
use crate::scenario_lint::{LintLevel, PromptProblem, lint_prompt};
use crate::storage::scenario_files::read_scenario;

/// Arguments of `boxdrill scenarios check`.
#[derive(Debug, Args)]
pub(super) struct ScenariosCheckCommand {
    /// Prompts, or folders with prompts
    #[arg(required = true, value_name = "FILE|FOLDER")]
    files: Vec<PathBuf>,
    /// Report only problems that lead to wrong scores; skip thin or hard-to-read text
    #[arg(long)]
    brief: bool,
}

impl ScenariosCheckCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let gathered = gather::files(&self.files, &["json"]);
        for problem in &gathered.problems {
            complain("error", problem);
        }
        let mut outcome = if gathered.problems.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Incomplete
        };
        for (n, file) in gathered.files.iter().enumerate() {
            if n > 0 {
                page.blank()?;
            }
            page.heading(&file.display().to_string())?;
            let found = self.one(page, file)?;
            outcome = outcome.max(found);
        }
        Ok(outcome)
    }

    fn one(&self, page: &mut Page<'_>, file: &Path) -> anyhow::Result<Outcome> {
        let (scenario, text) = match read_scenario(file) {
            Ok(read) => read,
            Err(reason) => {
                page.line(2, &format!("cannot be used: {reason}"), Tone::Bad)?;
                return Ok(Outcome::Incomplete);
            }
        };
        let mut problems = lint_prompt(&scenario);
        if self.brief {
            problems.retain(|problem| problem.level == LintLevel::Unfair);
        }
        for problem in &problems {
            let tone = match problem.level {
                LintLevel::Unfair => Tone::Bad,
                LintLevel::Thin => Tone::Warning,
            };
            page.line(2, &placed(&text, problem), tone)?;
            page.paragraph(6, &format!("{}.", problem.fix))?;
        }
        let unfair = problems.iter().any(|p| p.level == LintLevel::Unfair);
        if problems.is_empty() {
            page.line(2, "fair and complete", Tone::Good)?;
        }
        page.line(2, &describe_readability(&scenario), Tone::Faint)?;
        Ok(if unfair {
            Outcome::Findings
        } else {
            Outcome::Clean
        })
    }
}

fn placed(text: &str, problem: &PromptProblem) -> String {
    match locate(text, &problem.at) {
        Some((line, column)) => format!("line {line}, column {column}: {}", problem.says),
        None => problem.says.clone(),
    }
}

/// "Reads like school grade 7.9, 11.3 words a sentence."
fn describe_readability(scenario: &Scenario) -> String {
    let passages = passages(scenario);
    let texts = || passages.iter().map(|passage| passage.text);
    let lengths: Vec<usize> = texts().flat_map(sentences).map(length).collect();
    let mean = lengths.iter().sum::<usize>() as f64 / lengths.len().max(1) as f64;
    let grade = grade(texts());
    format!("reads at grade level {grade:.1}, {mean:.1} words per sentence")
}
