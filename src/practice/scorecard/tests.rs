//! The rubric: ends of the scale, every level, and evidence that adds up.

use super::*;
use crate::model::{Design, Edit, Id};
use crate::practice::interview::{
    ClockReading, EstimateEntry, InterviewProfile, NoteList, PlanPart, RoundLength, Stage,
};
use crate::scenario::{QuestionValue, Scenario, builtin};

/// A drawing with an owner for each component.
fn owned(design: &Design) -> Design {
    let mut design = design.clone();
    let edits: Vec<Edit> = design
        .components()
        .map(|(id, component)| {
            let mut component = component.clone();
            component.owner = "Team".to_owned();
            Edit::PutComponent(id, component)
        })
        .collect();
    design.apply_all(edits).unwrap();
    design
}

/// A round in which everything that can be measured is right, for the first seed whose twist the program answers.
fn perfect(scenario: &Scenario, design: &Design, profile: InterviewProfile) -> InterviewRound {
    let new = |seed| InterviewRound::new(scenario, profile, RoundLength::Full, String::new(), seed);
    let mut round = (0..1_000)
        .map(new)
        .find(|round| {
            round
                .chosen_twist(scenario)
                .is_some_and(|(_, twist)| twist.change.is_none())
        })
        .unwrap();
    let mut now = 0.0;
    round.clock.tick(
        Stage::Requirements,
        ClockReading {
            steady: now,
            wall: now,
        },
    );
    for question in scenario
        .questions
        .iter()
        .filter(|question| question.value == QuestionValue::Good)
    {
        round.ask(scenario, &question.ask);
    }
    for requirement in &scenario.requirements {
        round.note(NoteList::MustHave, &requirement.text);
    }
    round.note(NoteList::OutOfScope, "Payment");
    round.note(NoteList::Assumptions, "One country");
    for (task, entry) in scenario.estimates.iter().zip(&mut round.estimates) {
        *entry = EstimateEntry {
            value: task.value.to_string(),
            unit: task.unit.clone(),
            at: 100.0,
        };
    }
    for flow in &scenario.flows {
        round.note(NoteList::Operations, &flow.name);
    }
    for stage in Stage::ALL {
        round.stage = stage;
        for _ in 0..round.planned(stage) {
            now += 59.0;
            let reading = ClockReading {
                steady: now,
                wall: now,
            };
            round.clock.tick(stage, reading);
        }
        if stage == Stage::Design {
            round.watch_drawing(design);
            round.tell_twist(scenario, design);
        }
    }
    let analysis = Analysis::new(design, Some(scenario));
    round.prepare_deep_dive(&analysis);
    for flow in round.predictions.iter_mut().flat_map(|one| &mut one.flows) {
        flow.said = Some(flow.truth);
    }
    let item = design.components().next().map(|(id, _)| id);
    for decision in &mut round.decisions {
        (decision.option, decision.gain, decision.cost, decision.item) =
            (Some(0), Some(0), Some(0), item);
    }
    let twist = &scenario.twists[round.twist.as_ref().unwrap().twist];
    for n in 0..3 {
        round.note(
            NoteList::Plan(PlanPart::Dependencies),
            &format!("Thing {n}; {n} weeks; Team"),
        );
        round.note(
            NoteList::Plan(PlanPart::Stages),
            &format!("Stage {n}; load test; errors < 1%; flag off"),
        );
        round.note(
            NoteList::Plan(PlanPart::Risks),
            &format!("Risk {n}; Team; {}", twist.words[0]),
        );
    }
    round
}

fn adds_up(card: &Scorecard) {
    let mut sum = 0.0;
    for one in &card.dimensions {
        let evidence: f64 = one.evidence.iter().map(|line| line.points).sum();
        assert!((evidence - one.points).abs() < 1e-6, "{:?}", one.dimension);
        assert!(!one.evidence.is_empty() && one.evidence.iter().all(|line| !line.says.is_empty()));
        assert!(one.points >= -1e-9 && one.points <= f64::from(one.of) + 1e-9);
        assert!((1..=4).contains(&one.level));
        sum += one.points;
    }
    assert_eq!(card.dimensions.iter().map(|one| one.of).sum::<u32>(), 100);
    assert_eq!(card.total, sum.round() as u32);
}

#[test]
fn a_perfect_round_gets_everything_and_an_empty_one_nothing() {
    for scenario in builtin().iter().take(1) {
        let design = owned(&scenario.designs[0].design);
        for profile in InterviewProfile::ALL {
            let round = perfect(scenario, &design, profile);
            let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
            adds_up(&card);
            let weak: Vec<_> = card
                .dimensions
                .iter()
                .filter(|one| one.part() < 0.999)
                .collect();
            assert_eq!(card.total, 100, "{}: {weak:#?}", scenario.id);
            assert_eq!(card.verdict, Verdict::StrongHire);
            assert!(card.dimensions.iter().all(|one| one.level == 4));

            let nothing = Design::new();
            let round = InterviewRound::new(scenario, profile, RoundLength::Full, String::new(), 1);
            let card = Scorecard::new(&round, &Analysis::new(&nothing, Some(scenario)));
            adds_up(&card);
            assert_eq!(card.total, 0, "{:#?}", card.dimensions);
            assert_eq!(card.verdict, Verdict::NoHire);
            assert!(card.dimensions.iter().all(|one| one.level == 1));
        }
    }
}

#[test]
fn own_ratings_never_change_a_point() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let analysis = Analysis::new(&design, Some(scenario));
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    let before = Scorecard::new(&round, &analysis);
    assert_eq!(before.own_rating, None);
    round.ratings = [1; 8];
    for answer in &mut round.follow_ups {
        answer.rating = 1;
    }
    let after = Scorecard::new(&round, &analysis);
    assert_eq!(after.own_rating, Some(1.0));
    assert_eq!(
        (after.total, after.dimensions),
        (before.total, before.dimensions)
    );
}

#[test]
fn every_level_of_every_dimension_can_be_reached() {
    for dimension in Dimension::ALL {
        let level = |part: f64, held: Option<u8>| {
            let held = held.map(|level| Held {
                level,
                says: "held".to_owned(),
                item: Some(Id(1)),
                rule: None,
            });
            let evidence = vec![
                Evidence::new("it", 0.7, part),
                Evidence::new("that", 0.3, part),
            ];
            let score = DimensionScore::new(dimension, InterviewProfile::default(), evidence, held);
            let sum: f64 = score.evidence.iter().map(|line| line.points).sum();
            assert!((sum - score.points).abs() < 1e-9);
            score.level
        };
        assert_eq!(
            [0.0, 0.49, 0.5, 0.79, 0.8, 0.94, 0.95, 1.0].map(|part| level(part, None)),
            [1, 1, 2, 2, 3, 3, 4, 4]
        );
        assert_eq!([1, 2, 3].map(|most| level(1.0, Some(most))), [1, 2, 3]);
        assert_eq!(level(0.1, Some(2)), 1);
    }
}

#[test]
fn grave_findings_and_hints_hold_a_dimension_down() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    round.take_hint(scenario).unwrap();
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    adds_up(&card);
    assert_eq!(card.of(Dimension::Design).unwrap().level, 2);
    assert_eq!(card.hints, 1);
    // Without its store, flows stop: that is no hire, whatever the points.
    let mut broken = design.clone();
    let stores: std::collections::BTreeSet<Id> = broken
        .components()
        .map(|(id, _)| id)
        .filter(|&id| broken.kind_of(id).role == crate::model::Role::Store)
        .collect();
    broken.apply(Edit::Remove(stores)).unwrap();
    let card = Scorecard::new(&round, &Analysis::new(&broken, Some(scenario)));
    adds_up(&card);
    assert_eq!(card.verdict, Verdict::NoHire);
}

#[test]
fn points_say_when_they_were_earned() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let round = perfect(scenario, &design, InterviewProfile::default());
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    for dimension in [
        Dimension::Framing,
        Dimension::Estimates,
        Dimension::TradeOffs,
    ] {
        let lines = &card.of(dimension).unwrap().evidence;
        assert!(lines.iter().all(|line| line.minute.is_some()), "{lines:?}");
    }
    assert_eq!(stage_times(&round).len(), 7);
}
