//! Mutations: accepted designs with one fault put in, and the rule that must notice it.
//!
//! They are how the check itself is measured. An accepted design is fine; a mutant of it is not, for exactly one reason
//! that is known beforehand. [`evaluate`] makes every mutant of every prompt and counts what the check finds (recall) and
//! what it says besides (precision). A mutation that leaves a design fine makes no mutant of it. [`evaluate_disguised`] does
//! the same on accepted designs drawn as other people would.

mod calls;
mod change;
mod disguise;
mod entry;
mod fault_plan;
mod instances;
mod kept_figure;
mod load;
mod measure;
mod mutation;
mod operations;
pub mod panel;
mod parts;
mod proportion;
mod queues;
mod selector;
mod spoil;
mod stores;
mod subject;
mod wiring;

pub use disguise::{
    DisguiseStep, DisguisedMeasure, DisguisedSet, FalseFinding, FaultFigures, FaultTrial,
    StepFigures, evaluate_disguised,
};
pub use kept_figure::KeptFigure;
pub use measure::{Evaluation, MutationTrial, RuleMeasure, UnexpectedFinding, evaluate};
pub use mutation::{AllowedRule, Mutation};
pub use proportion::Proportion;
pub use spoil::{SpoiledDesign, spoil};

/// All mutations, by what they touch.
pub fn all() -> impl Iterator<Item = &'static Mutation> {
    let tables: [&[Mutation]; 9] = [
        parts::ALL,
        entry::ALL,
        wiring::ALL,
        queues::ALL,
        stores::ALL,
        instances::ALL,
        load::ALL,
        calls::ALL,
        operations::ALL,
    ];
    tables.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_reasons_are_given() {
        let mut ids = BTreeSet::new();
        for mutation in all() {
            assert!(ids.insert(mutation.id), "{} is there twice", mutation.id);
            assert!(mutation.does.ends_with('.'), "{}", mutation.id);
            for allowed in mutation.allows {
                assert!(rules::get(allowed.rule).is_some(), "{}", allowed.rule);
                assert_ne!(allowed.rule, mutation.raises, "{}", mutation.id);
                assert!(!allowed.because.is_empty() && !allowed.because.ends_with('.'));
            }
        }
    }
}
