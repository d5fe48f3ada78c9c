//! The check on accepted designs drawn as other people would: no figure becomes worse than the one kept in
//! `tests/disguise/figures.json`. `BLESS=1 cargo test --test suite disguise::` keeps the figures of now.
//!
//! `boxdrill eval --disguise 1 --verbose` shows where they come from.

use std::path::Path;

use boxdrill::evaluation::{DisguiseStep, DisguisedSet, evaluate_disguised};
use boxdrill::scenario::builtin;

use crate::ratchet::hold_figures;

/// A sample that takes seconds in a build that is not optimized.
const SAMPLE: DisguisedSet = DisguisedSet {
    first_seed: 1,
    seeds: 1,
    faults: Some(6),
};

#[test]
fn no_figure_of_disguised_designs_is_worse_than_the_kept_one() {
    let measured = evaluate_disguised(builtin(), SAMPLE);
    for (step, figures) in &measured.steps {
        assert!(figures.clean.of > 0, "{} fits no design", step.id());
    }
    assert!(measured.faults.found.of > 100, "few faults are tried");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/disguise/figures.json");
    let command = "cargo test --test suite disguise::";
    hold_figures(&path, &measured.kept(), command);
}

#[test]
fn a_seed_disguises_a_design_alike_whatever_else_is_tried() {
    let set = DisguisedSet {
        faults: Some(1),
        ..SAMPLE
    };
    // One of which something is said behind a disguise, as long as names can hide what a box does.
    let place = builtin()
        .iter()
        .position(|prompt| prompt.id == "llm_serving");
    let place = place.unwrap();
    let (first, prompts) = (&builtin()[place], &builtin()[place - 1..=place]);
    let alone = evaluate_disguised([first], set);
    let with_another = evaluate_disguised(prompts, set);
    let mut of_first = with_another.false_findings;
    of_first.retain(|finding| finding.scenario == first.id);
    assert!(!alone.false_findings.is_empty(), "nothing to compare");
    assert_eq!(alone.false_findings, of_first);
    let other_seed = evaluate_disguised(
        [first],
        DisguisedSet {
            first_seed: 2,
            ..set
        },
    );
    let said = |measured: &[boxdrill::evaluation::FalseFinding]| -> Vec<String> {
        measured.iter().map(|finding| finding.why.clone()).collect()
    };
    assert_ne!(
        said(&alone.false_findings),
        said(&other_seed.false_findings)
    );
    assert_eq!(alone.steps.len(), DisguiseStep::ALL.len());
}
