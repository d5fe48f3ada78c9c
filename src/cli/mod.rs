//! The command line: the same check, pictures and knowledge as in the window, for scripts and for machines without a display.
//!
//! Only this module talks to standard output and standard error. Exit codes: 0 clean, 1 findings at or above `--fail-on`,
//! 2 could not do it. A reader that goes away early (`| head`) is no failure and changes no exit code.

mod arguments;
mod check;
mod disguise_page;
mod estimate;
mod eval;
mod export;
mod gather;
mod glossary;
mod handbook;
mod input;
mod kinds;
mod outcome;
mod page;
mod panel;
mod panel_page;
mod plan;
mod prices;
mod program;
mod ranges;
mod report;
mod rules;
mod scenarios;
mod until_gone;
mod window;

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

pub use arguments::{CliCommand, Request, parse_arguments};

use outcome::{Outcome, complain};
use page::Page;
use until_gone::UntilGone;

/// Carries out a command.
#[must_use]
pub fn run(command: &CliCommand) -> ExitCode {
    let stdout = io::stdout();
    let color = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let mut out = BufWriter::new(UntilGone::new(stdout.lock()));
    let mut page = Page::new(&mut out, color);
    let result = match command {
        CliCommand::Check(command) => command.run(&mut page),
        CliCommand::Estimate(command) => command.run(&mut page),
        CliCommand::Program(command) => command.run(&mut page),
        CliCommand::Export(command) => command.run(&mut page),
        CliCommand::Scenarios(command) => command.run(&mut page),
        CliCommand::Kinds(command) => command.run(&mut page),
        CliCommand::Rules(command) => command.run(&mut page),
        CliCommand::Handbook(command) => command.run(&mut page),
        CliCommand::Glossary(command) => command.run(&mut page),
        CliCommand::Eval(command) => command.run(&mut page),
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
            Some(output) => fail(&format!("the output could not be written: {output}")),
            None => fail(&format!("{error:#}")),
        },
    }
}

fn fail(sentence: &str) -> ExitCode {
    complain("error", sentence);
    Outcome::Incomplete.into()
}
