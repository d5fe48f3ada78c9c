//! The rubric: ends of the scale, every level, and evidence that adds up.

use super::*;
use crate::model::{Component, Connection, Design, Edit, Id, Point, Role, Timing};
use crate::practice::interview::{
    ClockReading, EstimateEntry, InterviewProfile, NoteList, PlanPart, RoundLength, Stage,
};
use crate::scenario::{QuestionValue, Scenario, builtin};

mod what_does_not_count;

/// A drawing with monitoring, and with an owner and a rollout stage for each component.
fn owned(design: &Design) -> Design {
    let mut design = design.clone();
    let watched = design.components().map(|(id, _)| id);
    let watched = watched.filter(|&id| design.kind_of(id).role == Role::Compute);
    let watched: Vec<Id> = watched.collect();
    let mut fresh = design.fresh_ids();
    let mut next = || fresh.next().unwrap();
    let watch = next();
    let mut edits = vec![Edit::PutComponent(
        watch,
        Component::new("observability", "Monitoring", Point { x: 0.0, y: 9_000.0 }),
    )];
    for service in watched {
        let mut watching = Connection::new(service, watch);
        watching.timing = Some(Timing::Async);
        edits.push(Edit::PutConnection(next(), watching));
    }
    design.apply_all(edits).unwrap();
    let edits: Vec<Edit> = design
        .components()
        .map(|(id, component)| {
            let mut component = component.clone();
            component.owner = "Team".to_owned();
            component.rollout_stage = Some(1);
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
    for decision in &mut round.decisions {
        let shown = scenario.trade_offs[decision.card].drawn_option(design);
        let (option, item) = shown.expect("the drawing shows one option");
        (decision.option, decision.gain, decision.cost, decision.item) =
            (Some(option), Some(option), Some(option), Some(item));
    }
    let twist = &scenario.twists[round.twist.as_ref().unwrap().twist];
    for (n, risk) in (0..3).zip(&scenario.program.risks) {
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
            &format!("{}; Team; {}", risk.risk, twist.words[0]),
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
            let held = held.map(|level| LevelCap {
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
    let analysis = Analysis::new(&design, Some(scenario));
    let points = |card: &Scorecard| card.of(Dimension::Design).unwrap().points;
    let unhelped = points(&Scorecard::new(&round, &analysis));
    round.take_hint(scenario).unwrap();
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    adds_up(&card);
    let of_design = card.of(Dimension::Design).unwrap();
    assert_eq!(of_design.level, 2);
    assert_eq!(card.hints, 1);
    // What a hint costs stands in a line of its own.
    assert!((unhelped - of_design.points - HINT_COST).abs() < 1e-9);
    let line = of_design.evidence.last().unwrap();
    assert!((line.points + HINT_COST).abs() < 1e-9 && line.minute.is_some());
    round.take_hint(scenario).unwrap();
    let two = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    assert!((unhelped - points(&two) - 2.0 * HINT_COST).abs() < 1e-9);
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
fn a_verdict_below_the_points_says_why() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let profile = InterviewProfile::Engineer;
    let round = perfect(scenario, &design, profile);
    let summary = |round: &InterviewRound, design: &Design| {
        let card = Scorecard::new(round, &Analysis::new(design, Some(scenario)));
        (card.verdict, card.summary)
    };
    let (verdict, says) = summary(&round, &design);
    assert_eq!(verdict, Verdict::StrongHire);
    assert!(!says.contains("by the points"), "{says}");
    // Services that carry one request a second: a critical finding on a critical flow.
    let mut fragile = design.clone();
    let is_service = |id: Id| design.kind_of(id).role == Role::Compute;
    let services = design.components().filter(|(id, _)| is_service(*id));
    let edits = services.map(|(id, service)| {
        let mut service = service.clone();
        service.overrides.capacity = Some(1.0);
        Edit::PutComponent(id, service)
    });
    fragile.apply_all(edits.collect::<Vec<_>>()).unwrap();
    let (verdict, says) = summary(&round, &fragile);
    assert_eq!(verdict, Verdict::NoHire);
    assert!(
        says.contains("by the points, but no hire: a critical finding on a critical flow"),
        "{says}"
    );
    // Nothing asked and nothing written down: the rest alone is a hire.
    let mut unframed = round.clone();
    (unframed.asked, unframed.must_have) = (Vec::new(), Vec::new());
    (unframed.assumptions, unframed.out_of_scope) = (Vec::new(), Vec::new());
    let (verdict, says) = summary(&unframed, &design);
    assert_eq!(verdict, Verdict::Lean);
    assert!(
        says.contains("but lean: framing and requirements must reach Hire"),
        "{says}"
    );
}

#[test]
fn what_was_left_out_is_named_and_not_called_wrong() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    round.decisions[0].cost = None;
    round.operations.pop();
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    line(&card, Dimension::TradeOffs, "; no cost was stated");
    let last = scenario.flows.last().unwrap();
    let missing = format!("in the API: none is for “{}”", last.name);
    line(&card, Dimension::Design, &missing);
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

/// The evidence of a dimension that speaks of something.
fn line<'a>(card: &'a Scorecard, dimension: Dimension, words: &str) -> &'a Evidence {
    let lines = &card.of(dimension).unwrap().evidence;
    let found = lines.iter().find(|line| line.says.contains(words));
    found.unwrap_or_else(|| panic!("{words}: {lines:#?}"))
}

#[test]
fn what_is_not_drawn_earns_nothing_for_being_free_of_faults() {
    let scenario = &builtin()[0];
    let design = scenario.designs[0].design.clone();
    let round = perfect(scenario, &owned(&design), InterviewProfile::default());
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    adds_up(&card);
    let delivery = Dimension::Delivery;
    assert!(line(&card, delivery, "No monitoring is drawn").points.abs() < 1e-9);
    assert!(
        line(&card, delivery, "No component has a rollout stage")
            .points
            .abs()
            < 1e-9
    );
    // Monitoring that no line leads to watches nothing.
    let mut loose = design.clone();
    let component = Component::new("observability", "Monitoring", Point { x: 0.0, y: 9_000.0 });
    loose
        .apply(Edit::PutComponent(loose.fresh_id(), component))
        .unwrap();
    let card = Scorecard::new(&round, &Analysis::new(&loose, Some(scenario)));
    assert!(
        line(&card, delivery, "not connected to anything")
            .points
            .abs()
            < 1e-9
    );
    // One flow of three: as much of the points as of the answer.
    let sketch = "client -> lb -> api -> db: sync read\nlb: load_balancer x2\napi: service x2 \"open links\"\ndb: sql x2";
    let sketch = crate::model::parse_notation(sketch).unwrap().design;
    let analysis = Analysis::new(&sketch, Some(scenario));
    let arriving = analysis.report();
    let arriving = arriving
        .flows
        .iter()
        .filter(|flow| flow.unreached.is_empty())
        .count();
    let card = Scorecard::new(&round, &analysis);
    let grown = line(&card, Dimension::Performance, " month; the budget is ");
    let part = arriving as f64 / scenario.flows.len() as f64;
    assert!(arriving < scenario.flows.len());
    assert!(grown.points <= grown.of * part + 0.1, "{grown:?}");
}

#[test]
fn a_choice_is_shown_only_by_what_the_option_needs() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    let full = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    let other = design.components().map(|(id, _)| id).find(|&id| {
        let client = design.kind_of(id).role == Role::Client;
        client && Some(id) != round.decisions[0].item
    });
    round.decisions[0].item = other;
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    let points = |card: &Scorecard| card.of(Dimension::TradeOffs).unwrap().points;
    assert!(points(&card) < points(&full) - 1.0);
    assert!(line(&card, Dimension::TradeOffs, "does not show").item == other);
}

#[test]
fn risks_count_where_the_design_or_the_prompt_has_them() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    for line in round.notes_mut(NoteList::Plan(PlanPart::Risks)) {
        line.text = "Something bad; Team; we watch it".to_owned();
    }
    let card = Scorecard::new(&round, &Analysis::new(&design, Some(scenario)));
    let risks = line(&card, Dimension::Delivery, "risks of this design");
    assert!(risks.says.starts_with("0 of "), "{}", risks.says);
}

#[test]
fn shown_points_add_up_to_the_tenth() {
    let tenths = |points: f64| (points * 10.0 - (points * 10.0).round()).abs() < 1e-6;
    for scenario in builtin() {
        let design = &scenario.designs[0].design;
        let profile = InterviewProfile::Engineer;
        let mut round = InterviewRound::new(scenario, profile, RoundLength::Full, String::new(), 3);
        round.prepare_deep_dive(&Analysis::new(design, Some(scenario)));
        for (n, (task, entry)) in scenario
            .estimates
            .iter()
            .zip(&mut round.estimates)
            .enumerate()
        {
            entry.value = (task.value * if n % 2 == 0 { 1.0 } else { 3.0 }).to_string();
        }
        let card = Scorecard::new(&round, &Analysis::new(design, Some(scenario)));
        adds_up(&card);
        for one in &card.dimensions {
            assert!(tenths(one.points));
            let of: f64 = one.evidence.iter().map(|line| line.of).sum();
            assert!(
                (of - f64::from(one.of)).abs() < 1e-6,
                "{} {:?}",
                scenario.id,
                one.dimension
            );
            for line in &one.evidence {
                assert!(tenths(line.points) && tenths(line.of) && line.points <= line.of + 1e-9);
            }
        }
    }
    assert_eq!(
        (points_text(8.0), points_text(-0.0)),
        ("8.0".to_owned(), "0.0".to_owned())
    );
}

#[test]
fn level_and_praise_come_from_what_was_measured() {
    let scenario = &builtin()[0];
    let design = owned(&scenario.designs[0].design);
    let analysis = Analysis::new(&design, Some(scenario));
    let mut round = perfect(scenario, &design, InterviewProfile::default());
    let card = Scorecard::new(&round, &analysis);
    assert!(
        card.level_hint.starts_with("Staff level"),
        "{}",
        card.level_hint
    );
    round.predictions[0].flows[0].said = None;
    let card = Scorecard::new(&round, &analysis);
    assert!(
        card.level_hint.starts_with("Mid level"),
        "{}",
        card.level_hint
    );
    let mut ended = round.clone();
    ended.clock = crate::practice::interview::RoundClock::default();
    ended.clock.tick(
        Stage::Requirements,
        ClockReading {
            steady: 0.0,
            wall: 0.0,
        },
    );
    ended.clock.tick(
        Stage::Requirements,
        ClockReading {
            steady: 9.0,
            wall: 9.0,
        },
    );
    let card = Scorecard::new(&ended, &analysis);
    assert!(card.level_hint.contains("does not show your level"));
    line(&card, Dimension::Communication, "Not reached: Estimates");
    let nothing = Design::new();
    let card = Scorecard::new(
        &InterviewRound::new(scenario, round.profile, RoundLength::Full, String::new(), 1),
        &Analysis::new(&nothing, Some(scenario)),
    );
    assert!(
        card.summary.starts_with("No area reaches Hire yet"),
        "{}",
        card.summary
    );
}
