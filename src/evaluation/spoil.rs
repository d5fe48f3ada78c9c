//! One accepted design with one fault put in, by chance: what a user is to find.

use super::all;
use super::measure::{MutantVerdict, is_meant};
use super::mutation::Mutation;
use super::subject::MutationSubject;
use crate::analysis::{Finding, analyze, rules};
use crate::model::{Component, Design, Overrides, first_random, hash_bytes};
use crate::scenario::{AcceptedDesign, Scenario};

/// Mutations tried before the design is given up: each costs a check of its own where it fits.
const MOST_TRIED: usize = 24;

/// An accepted design with a fault that the check names, and nothing else that it would find.
#[derive(Debug, Clone)]
pub struct SpoiledDesign {
    /// The design.
    pub design: Design,
    /// What was done, in a few words with the names of the drawing.
    pub what: String,
    /// What the check says of it.
    pub finding: Finding,
    /// All that the check says of the design, what follows from the fault elsewhere included.
    pub findings: Vec<Finding>,
}

/// Puts a fault into an accepted design; the same seed puts in the same. None where chance finds none that is named alone.
#[must_use]
pub fn spoil(scenario: &Scenario, accepted: &AcceptedDesign, seed: u64) -> Option<SpoiledDesign> {
    let subject = MutationSubject::new(scenario, accepted);
    let before = subject.analysis.report();
    let mut order: Vec<&Mutation> = all()
        .filter(|mutation| rules::get(mutation.raises).is_some())
        .collect();
    let chance = |mutation: &Mutation| first_random(seed ^ hash_bytes(mutation.id.as_bytes()));
    order.sort_by_key(|mutation| chance(mutation));
    let mut tried = 0;
    for mutation in order {
        if tried == MOST_TRIED {
            break;
        }
        let Some(mutant) = mutation.any_mutant(&subject, chance(mutation)) else {
            continue;
        };
        if !shows(&accepted.design, &mutant.design) {
            continue;
        }
        tried += 1;
        let after = analyze(&mutant.design, Some(scenario));
        let verdict = MutantVerdict::new(mutation, &mutant, &before, &after);
        if !verdict.found || !verdict.unexpected.is_empty() {
            continue;
        }
        let mut findings = after.findings.iter();
        let is_new = |finding: &Finding| {
            let mut old = before.findings.iter();
            !old.any(|old| finding.key() == old.key())
        };
        let named =
            findings.find(|finding| is_new(finding) && is_meant(mutation, &mutant, finding));
        if let Some(finding) = named.cloned() {
            return Some(SpoiledDesign {
                design: mutant.design,
                what: mutant.what,
                finding,
                findings: after.findings,
            });
        }
    }
    None
}

/// Whether somebody who looks at both drawings sees a difference: what is set in numbers alone, nobody can find.
fn shows(before: &Design, after: &Design) -> bool {
    let boxes = |design: &Design| -> Vec<Component> {
        let all = design.components().map(|(_, component)| component.clone());
        all.map(|component| Component {
            overrides: Overrides::default(),
            ..component
        })
        .collect()
    };
    boxes(before) != boxes(after)
        || !before.connections().eq(after.connections())
        || !before.zones().eq(after.zones())
        || !before.notes().eq(after.notes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn the_fault_is_the_same_for_a_seed_and_another_for_others() {
        let scenario = &builtin()[0];
        let accepted = &scenario.designs[0];
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..6 {
            let spoiled = spoil(scenario, accepted, seed).unwrap();
            let again = spoil(scenario, accepted, seed).unwrap();
            assert_eq!(spoiled.what, again.what);
            assert!(!spoiled.design.is_same_drawing(&accepted.design));
            assert!(!spoiled.finding.advice.is_empty());
            seen.insert(spoiled.what);
        }
        assert!(seen.len() > 3, "{seen:?}");
    }
}
