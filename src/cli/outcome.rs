//! How commands end, and what they say on standard error.

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::cli::page::visible;
use crate::model::text_match::one_line;

/// How a command ended, apart from errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
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

/// One line on standard error. Where that is closed too, there is nobody left to tell.
pub(super) fn complain(level: &str, sentence: &str) {
    _ = writeln!(io::stderr(), "{level}: {}", visible(&one_line(sentence)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_part_decides() {
        assert!(Outcome::Clean < Outcome::Findings && Outcome::Findings < Outcome::Incomplete);
    }
}
