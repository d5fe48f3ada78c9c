//! What earns nothing, and what is not asked.

use super::*;
use crate::analysis::FlowState;

#[test]
fn the_guess_that_everything_works_earns_nothing() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let analysis = Analysis::new(&design, Some(scenario));
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    let known = Scorecard::new(&round, &analysis);
    let known = line(
        &known,
        Dimension::Reliability,
        "failure predictions correct",
    );
    assert!(known.points > 0.0 && (known.points - known.of).abs() < 1e-9);
    for flow in round.predictions.iter_mut().flat_map(|one| &mut one.flows) {
        flow.said = Some(FlowState::Ok);
    }
    let card = Scorecard::new(&round, &analysis);
    let guessed = line(&card, Dimension::Reliability, "failure predictions correct");
    assert!(guessed.points.abs() < 1e-9, "{guessed:?}");
    // The fact on top counts as its evidence does.
    let (right, of) = card.predictions;
    assert!(right > 0, "most flows work in most failures");
    assert!(guessed.says.starts_with(&format!("{right} of {of} ")));
}

#[test]
fn an_engineer_is_not_asked_for_the_plan_of_a_program() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let says = |profile| {
        let round = perfect(scenario, &design, profile);
        let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
        let lines = &card.of(Dimension::Delivery).unwrap().evidence;
        let says: Vec<&str> = lines.iter().map(|line| line.says.as_str()).collect();
        says.join("\n")
    };
    let (manager, engineer) = (
        says(InterviewProfile::ProgramManager),
        says(InterviewProfile::Engineer),
    );
    assert!(manager.contains("3 of 3 stages") && manager.contains("dependencies with a lead time"));
    assert!(engineer.contains("1 of 1 stages") && !engineer.contains("dependencies with a lead"));
    assert!(!engineer.contains("components with an owner"), "{engineer}");
}

#[test]
fn no_level_stands_beside_a_verdict_that_turns_down() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let round = perfect(scenario, &design, InterviewProfile::default());
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    let hint = |verdict| verdict::level_hint(&round, &card.dimensions, verdict);
    assert_eq!(hint(card.verdict), card.level_hint);
    assert_eq!(
        hint(Verdict::NoHire),
        "No level while the verdict is No hire"
    );
}
