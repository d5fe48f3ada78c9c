//! The problems found in a prompt, and what collects them.

use crate::scenario::Scenario;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintLevel {
    /// The prompt would judge wrongly.
    Unfair,
    /// Something is thin or hard to read.
    Thin,
}

/// One thing to mend in a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptProblem {
    /// How much it matters.
    pub level: LintLevel,
    /// Where it is, as a JSON pointer into the file.
    pub at: String,
    /// What is wrong, one sentence without a full stop.
    pub says: String,
    /// What to do, one sentence without a full stop.
    pub fix: String,
}

/// Collects problems.
pub(super) struct PromptLint<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) problems: Vec<PromptProblem>,
}

impl PromptLint<'_> {
    pub(super) fn unfair(
        &mut self,
        at: impl Into<String>,
        says: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(LintLevel::Unfair, at, says, fix);
    }

    pub(super) fn thin(
        &mut self,
        at: impl Into<String>,
        says: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(LintLevel::Thin, at, says, fix);
    }

    fn add(
        &mut self,
        gravity: LintLevel,
        at: impl Into<String>,
        says: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.problems.push(PromptProblem {
            level: gravity,
            at: at.into(),
            says: says.into(),
            fix: fix.into(),
        });
    }
}
