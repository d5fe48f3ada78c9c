//! The arguments of the program and its sub-commands.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::cli::{
    check, estimate, eval, export, glossary, handbook, kinds, program, rules, scenarios,
};

/// Practice architecture box diagrams for system-design interviews
///
/// Without a command, opens the window, with FILE if one is given.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the command failed."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<CliCommand>,
    /// A .boxdrill file, or text in the notation, to open in the window
    pub(super) file: Option<PathBuf>,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Check drawings: show the score, what is missing, and the risks
    Check(check::CheckCommand),
    /// Estimate the load, latency, availability, and cost of a drawing
    Estimate(estimate::EstimateCommand),
    /// Plan the rollout of a drawing: owners, dependencies, dates, risks, and launch readiness
    Program(program::ProgramCommand),
    /// Export drawings as pictures, as reports, or as files for other programs
    Export(export::ExportCommand),
    /// List the prompts, or show one
    Scenarios(scenarios::ScenariosCommand),
    /// List the kinds of components, or show those that match a word
    Kinds(kinds::KindsCommand),
    /// List the rules of the check, or explain one
    Rules(rules::RulesCommand),
    /// Print a page of the handbook, or write all of it as one HTML file
    Handbook(handbook::HandbookCommand),
    /// List the terms of the glossary, or explain one
    Glossary(glossary::GlossaryCommand),
    /// Measure the check by injecting faults into accepted designs
    Eval(eval::EvalCommand),
}

/// What the user asked for.
#[derive(Debug)]
pub enum Request {
    /// A command.
    Command(CliCommand),
    /// The window, on this file.
    Window(Option<PathBuf>),
}

/// Reads the arguments; help, version and mistakes end the program here.
#[must_use]
pub fn parse_arguments() -> Request {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(command) => Request::Command(command),
        None => Request::Window(arguments.file),
    }
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
}
