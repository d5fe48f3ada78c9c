//! `boxdrill scenarios`: the list of prompts, or one of them in full without giving its solution away.

use std::io;

mod check;
#[cfg(test)]
mod schema;

use clap::{Args, Subcommand};

use crate::cli::input;
use crate::cli::outcome::Outcome;
use crate::cli::page::{Page, Tone};
use crate::model::Access;
use crate::scenario::{Flow, Requirement, Scenario, Weight};
use crate::storage::folders::user_scenarios_dir;

/// Arguments of `boxdrill scenarios`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ScenariosCommand {
    #[command(subcommand)]
    act: Option<ScenariosSubcommand>,
    /// The prompt to show in full
    id: Option<String>,
    /// Also show the requirements you learn by asking, and the hints
    #[arg(long, requires = "id")]
    hints: bool,
}

/// What to do with prompts of one's own.
#[derive(Debug, Subcommand)]
enum ScenariosSubcommand {
    /// Check prompts that you write: list each problem with its line and its fix
    Check(check::ScenariosCheckCommand),
    /// Print the JSON Schema of a prompt, for completion and validation in your editor
    Schema,
}

/// The JSON Schema of a prompt; made from the types, and held in step with them by a test.
const SCHEMA: &str = include_str!("../../../assets/prompt.schema.json");

impl ScenariosCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        match &self.act {
            Some(ScenariosSubcommand::Check(check)) => return check.run(page),
            Some(ScenariosSubcommand::Schema) => {
                write!(page.raw(), "{SCHEMA}")?;
                return Ok(Outcome::Clean);
            }
            None => {}
        }
        let library = input::library();
        match &self.id {
            None => list(page, library.scenarios())?,
            Some(id) => self.show(page, input::scenario(&library, id)?)?,
        }
        Ok(if library.problems.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Incomplete
        })
    }

    fn show(&self, page: &mut Page<'_>, scenario: &Scenario) -> io::Result<()> {
        page.heading(&scenario.title)?;
        page.paragraph(
            0,
            &format!(
                "{}, difficulty {} of 5, {} minutes. Skills: {}.",
                scenario.family.label(),
                scenario.difficulty,
                scenario.minutes,
                scenario.skills.join(", ")
            ),
        )?;
        page.blank()?;
        page.heading("What the interviewer says")?;
        page.paragraph(2, &scenario.brief)?;
        page.blank()?;
        self.requirements(page, scenario)?;
        page.blank()?;
        page.heading("Flows at peak")?;
        let rows: Vec<_> = scenario.flows.iter().map(flow_row).collect();
        page.table(2, &rows)?;
        page.blank()?;
        page.heading("Accepted designs")?;
        for (number, design) in scenario.designs.iter().enumerate() {
            page.line(
                2,
                &format!("{}. {}", number + 1, design.title),
                Tone::Strong,
            )?;
            page.paragraph(5, &design.trade_off)?;
        }
        page.blank()?;
        self.help(page, scenario)
    }

    fn requirements(&self, page: &mut Page<'_>, scenario: &Scenario) -> io::Result<()> {
        let (revealed, asked): (Vec<_>, Vec<_>) =
            scenario.requirements.iter().partition(|r| r.revealed);
        page.heading("Requirements")?;
        page.table(
            2,
            &revealed
                .iter()
                .map(|r| requirement_row(r))
                .collect::<Vec<_>>(),
        )?;
        if asked.is_empty() {
            return Ok(());
        }
        if self.hints {
            page.blank()?;
            page.heading("Requirements you learn by asking")?;
            return page.table(
                2,
                &asked.iter().map(|r| requirement_row(r)).collect::<Vec<_>>(),
            );
        }
        let more = match asked.len() {
            1 => "and one more that you learn by asking".to_owned(),
            count => format!("and {count} more that you learn by asking"),
        };
        page.line(2, &more, Tone::Faint)
    }

    fn help(&self, page: &mut Page<'_>, scenario: &Scenario) -> io::Result<()> {
        if self.hints {
            page.heading("Hints")?;
            return page.list(2, scenario.hints.iter().map(|hint| hint.text.as_str()));
        }
        let line = format!(
            "`boxdrill scenarios {} --hints` shows the {} hints.",
            scenario.id,
            scenario.hints.len()
        );
        page.line(0, &line, Tone::Faint)
    }
}

fn list(page: &mut Page<'_>, scenarios: &[Scenario]) -> io::Result<()> {
    let plain = |text: String| (text, Tone::Plain);
    let mut rows = vec![
        ["id", "field", "level", "minutes", "what it trains"]
            .map(|heading| (heading.to_owned(), Tone::Faint)),
    ];
    rows.extend(scenarios.iter().map(|scenario| {
        [
            (scenario.id.clone(), Tone::Strong),
            plain(scenario.family.label().to_owned()),
            plain(format!("{} of 5", scenario.difficulty)),
            plain(format!("{:>7}", scenario.minutes)),
            plain(scenario.summary.clone()),
        ]
    }));
    page.table(0, &rows)?;
    if let Some(folder) = user_scenarios_dir() {
        page.blank()?;
        let line = format!("Save your own prompts in {}", folder.display());
        page.line(0, &line, Tone::Faint)?;
    }
    Ok(())
}

fn requirement_row(requirement: &Requirement) -> [(String, Tone); 2] {
    let word = match requirement.weight {
        Weight::Critical => ("critical", Tone::Strong),
        Weight::Important => ("important", Tone::Plain),
        Weight::Nice => ("nice to have", Tone::Faint),
    };
    [
        (word.0.to_owned(), word.1),
        (requirement.text.clone(), Tone::Plain),
    ]
}

fn flow_row(flow: &Flow) -> [(String, Tone); 3] {
    let access = match flow.access {
        Access::Read => "reads",
        Access::Write => "writes",
        Access::Both => "reads and writes",
    };
    let ends: Vec<&str> = flow.to.iter().map(|end| end.name.as_str()).collect();
    [
        (flow.name.clone(), Tone::Strong),
        (format!("{} rps", flow.rps), Tone::Plain),
        (
            format!("{access}, must reach {}", ends.join(" and ")),
            Tone::Plain,
        ),
    ]
}
