//! A mutation: what it does to an accepted design, and the rules that may notice.

use super::subject::{Mutant, MutationSubject};

/// A way to spoil an accepted design.
#[derive(Debug)]
pub struct Mutation {
    /// Names it: `required-part-removed`.
    pub id: &'static str,
    /// What it does, one sentence.
    pub does: &'static str,
    /// The rule that must be raised.
    pub raises: &'static str,
    /// What may be raised besides, and why that is right.
    pub allows: &'static [AllowedRule],
    /// All places where it fits a design.
    pub(super) make: fn(&MutationSubject) -> Vec<Mutant>,
}

/// A rule that a mutation may raise besides the one it is meant for.
#[derive(Debug)]
pub struct AllowedRule {
    /// The rule's id.
    pub rule: &'static str,
    /// Why it is right to raise it.
    pub because: &'static str,
}

/// An allowed rule with its reason.
pub(super) const fn also(rule: &'static str, because: &'static str) -> AllowedRule {
    AllowedRule { rule, because }
}
