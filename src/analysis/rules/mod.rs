//! The rules, one file each, and the table of all of them.

use super::{Category, Severity};

/// A risk rule: what it looks for, how it explains itself, and the examples that prove it.
#[derive(Debug)]
pub struct Rule {
    /// Names the problem: `single-point-of-failure`.
    pub id: &'static str,
    /// A few words for a heading.
    pub title: &'static str,
    /// How bad it usually is; a finding may be milder where the prompt says so.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// Why it matters, for engineers.
    pub why: &'static str,
    /// Why it matters, for people who do not run systems.
    pub for_stakeholders: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What it does not flag, and why.
    pub exempt: &'static str,
    /// A design, in the text notation, that raises exactly this rule above info.
    pub bad: &'static str,
    /// The same design mended.
    pub good: &'static str,
}

/// All rules, in the order of the handbook.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    &[]
}

/// The rule with this id.
#[must_use]
pub fn get(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.id == id)
}
