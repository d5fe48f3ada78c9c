//! The command line: the same check, pictures and knowledge as in the window, for scripts and for machines without a display.
//!
//! Only this module talks to standard output and standard error. Exit codes: 0 clean, 1 findings at or above `--fail-on`,
//! 2 could not do it. A reader that goes away early (`| head`) is no failure.

mod check;
mod estimate;
mod eval;
mod export;
mod gather;
mod handbook;
mod input;
mod kinds;
mod page;
mod panel;
mod panel_page;
mod plan;
mod prices;
mod ranges;
mod report;
mod rules;
mod scenarios;
mod window;

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use page::Page;

/// Practise architecture box diagrams for system-design interviews
///
/// Without a command it opens the window, on FILE where one is given.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not do it."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// A .boxdrill file, or text in the notation, to open in the window
    file: Option<PathBuf>,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check drawings: the score, what is missing, which risks they carry
    Check(check::Check),
    /// Estimate load, latency, availability and cost of a drawing
    Estimate(estimate::EstimateCommand),
    /// Write a drawing as a picture, PNG or SVG, or as a report, HTML
    Export(export::Export),
    /// List the prompts, or show one
    Scenarios(scenarios::Scenarios),
    /// List the kinds of components, or show those a word stands for
    Kinds(kinds::Kinds),
    /// List the rules of the check, or explain one
    Rules(rules::Rules),
    /// Print a page of the handbook, or write all of it as one HTML file
    Handbook(handbook::HandbookCommand),
    /// Measure the check with faults put into accepted designs
    Eval(eval::Eval),
}

/// What the user asked for.
#[derive(Debug)]
pub enum Request {
    /// A command.
    Command(Command),
    /// The window, on this file.
    Window(Option<PathBuf>),
}

/// How a command ended, apart from errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Done, and nothing to complain about.
    Clean,
    /// Findings at or above the level asked for.
    Findings,
    /// A part could not be done; it was named on standard error.
    Incomplete,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Incomplete => Self::from(2),
        }
    }
}

/// Reads the arguments; help, version and mistakes end the program here.
#[must_use]
pub fn request() -> Request {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(command) => Request::Command(command),
        None => Request::Window(arguments.file),
    }
}

/// Carries out a command.
#[must_use]
pub fn run(command: &Command) -> ExitCode {
    let stdout = io::stdout();
    let color = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let mut out = BufWriter::new(stdout.lock());
    let mut page = Page::new(&mut out, color);
    let result = match command {
        Command::Check(command) => command.run(&mut page),
        Command::Estimate(command) => command.run(&mut page),
        Command::Export(command) => command.run(&mut page),
        Command::Scenarios(command) => command.run(&mut page),
        Command::Kinds(command) => command.run(&mut page),
        Command::Rules(command) => command.run(&mut page),
        Command::Handbook(command) => command.run(&mut page),
        Command::Eval(command) => command.run(&mut page),
    };
    let result = result.and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    exit_code(result)
}

/// Opens the window with `open`, where there is a display to open it on.
#[must_use]
pub fn run_window(
    file: Option<PathBuf>,
    open: impl FnOnce(Option<PathBuf>) -> anyhow::Result<()>,
) -> ExitCode {
    let result = window::check(file.as_deref()).and_then(|()| open(file));
    exit_code(result.map(|()| Outcome::Clean))
}

/// A bare [`io::Error`] comes from writing the output; errors with files say which file, and what to do.
fn exit_code(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(outcome) => outcome.into(),
        Err(error) => match error.downcast_ref::<io::Error>() {
            Some(output) if output.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Some(output) => fail(&format!("the output could not be written: {output}")),
            None => fail(&format!("{error:#}")),
        },
    }
}

fn fail(sentence: &str) -> ExitCode {
    complain("error", sentence);
    Outcome::Incomplete.into()
}

/// One line on standard error. Where that is closed too, there is nobody left to tell.
fn complain(level: &str, sentence: &str) {
    let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    _ = writeln!(io::stderr(), "{level}: {line}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_file_alone_is_for_the_window() {
        let arguments = Arguments::parse_from(["boxdrill", "a.boxdrill"]);
        assert_eq!(arguments.file, Some(PathBuf::from("a.boxdrill")));
        assert!(arguments.command.is_none());
    }

    #[test]
    fn the_worst_part_decides() {
        assert!(Outcome::Clean < Outcome::Findings && Outcome::Findings < Outcome::Incomplete);
    }
}
