//! A mutation as data: where it fits an accepted design, what it does there, and the rules that may notice.

use super::change::{FaultChange, MutantDraft};
use super::selector::{FaultPlace, FaultSelector};
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
    pub(super) at: FaultSelector,
    /// What it does at each.
    pub(super) change: FaultChange,
    /// What was done, with `{0}`, `{1}` for the names at the place and those that the change adds.
    pub(super) what: &'static str,
}

impl Mutation {
    /// The mutant at a place; none where it does no harm there.
    pub(super) fn mutant_at<'a>(
        &self,
        subject: &MutationSubject<'a>,
        place: FaultPlace<'a>,
    ) -> Option<Mutant> {
        let mut draft = MutantDraft::new(subject, place);
        let items = self.change.apply(&mut draft)?;
        Some(draft.finish(self.what, items))
    }

    /// A mutant for one of the places where it fits, which `chance` chooses; none where it fits nowhere or does no harm there.
    pub(super) fn any_mutant(&self, subject: &MutationSubject, chance: u64) -> Option<Mutant> {
        let mut places = self.at.places(subject);
        let count = u64::try_from(places.len())
            .ok()
            .filter(|count| *count > 0)?;
        let place = places.swap_remove((chance % count) as usize);
        self.mutant_at(subject, place)
    }
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

/// Allowed where a prompt has to survive the loss of a region.
pub(super) const COPY_GONE: AllowedRule = also(
    "region-point-of-failure",
    "what was taken away or cut off kept a flow going without the other region",
);

/// Allowed where a part is taken away.
pub(super) const PART_GONE: AllowedRule = also(
    "missing-part",
    "what was taken away is a part of the accepted design",
);
