//! The promises every prompt makes, by mutation of its own accepted designs.

use std::collections::{BTreeMap, BTreeSet};

use boxdrill::analysis::{Order, Report, Severity, analyze, fix, fixes, rules};
use boxdrill::model::{Design, Edit, Id, Rect};
use boxdrill::scenario::{AcceptedDesign, Need, QuestionValue, Scenario, builtin};

fn each_design() -> impl Iterator<Item = (&'static Scenario, &'static AcceptedDesign)> {
    builtin().iter().flat_map(|scenario| {
        scenario
            .designs
            .iter()
            .map(move |design| (scenario, design))
    })
}

fn above_info(report: &Report) -> Vec<String> {
    let loud = report
        .findings
        .iter()
        .filter(|finding| finding.severity < Severity::Info);
    loud.map(|finding| format!("{}: {}", finding.rule, finding.why))
        .collect()
}

#[test]
fn the_four_prompts_are_there_and_complete() {
    let ids: Vec<&str> = builtin()
        .iter()
        .map(|scenario| scenario.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "url_shortener",
            "messenger",
            "chat_system",
            "video_streaming"
        ]
    );
    for scenario in builtin() {
        let id = &scenario.id;
        assert!(scenario.designs.len() >= 2, "{id}: two designs that differ");
        assert!(
            scenario.hints.len() >= 5 && scenario.follow_ups.len() >= 8,
            "{id}: hints and follow-ups"
        );
        assert!(
            scenario
                .questions
                .iter()
                .any(|q| q.value == QuestionValue::Good),
            "{id}: good questions"
        );
        assert!(
            scenario.requirements.iter().any(|r| r.told)
                && scenario.requirements.iter().any(|r| !r.told),
            "{id}"
        );
        assert!(
            scenario.flows.iter().any(|flow| flow.critical),
            "{id}: a critical flow"
        );
        assert!(
            !scenario.sources.is_empty() && !scenario.estimates.is_empty(),
            "{id}"
        );
    }
}

#[test]
fn accepted_designs_raise_nothing_above_info_and_score_at_least_95() {
    let mut failures = Vec::new();
    for (scenario, accepted) in each_design() {
        let report = analyze(&accepted.design, Some(scenario));
        let loud = above_info(&report);
        if !loud.is_empty() || report.score.total < 95 {
            failures.push(format!(
                "{} / {}: {} {loud:#?}",
                scenario.id, accepted.id, report.score.total
            ));
        }
        assert_eq!(
            report.nearest().map(|nearest| nearest.design.as_str()),
            Some(accepted.id.as_str())
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn accepted_designs_of_a_prompt_are_recognised_as_different() {
    for (scenario, accepted) in each_design() {
        let report = analyze(&accepted.design, Some(scenario));
        let others = report
            .comparisons
            .iter()
            .filter(|other| other.design != accepted.id);
        for other in others {
            assert!(
                other.similarity < 0.97,
                "{} / {} looks like {}",
                scenario.id,
                accepted.id,
                other.design
            );
        }
    }
}

#[test]
fn every_flow_reaches_its_end_points_in_every_accepted_design() {
    for (scenario, accepted) in each_design() {
        for flow in analyze(&accepted.design, Some(scenario)).flows {
            assert!(
                flow.unreached.is_empty(),
                "{} / {}: {} does not reach {:?}",
                scenario.id,
                accepted.id,
                flow.name,
                flow.unreached
            );
        }
    }
}

/// With a single accepted design to compare with, removing a required part must be named as exactly that part.
#[test]
fn removing_a_required_part_is_named_as_exactly_that_part() {
    let mut failures = Vec::new();
    for (scenario, accepted) in each_design() {
        let alone = Scenario {
            designs: vec![accepted.clone()],
            ..scenario.clone()
        };
        for (key, _) in accepted
            .parts
            .iter()
            .filter(|(_, part)| part.need == Need::Required)
        {
            let mut design = accepted.design.clone();
            design
                .apply(Edit::Remove(BTreeSet::from([accepted.keys[key]])))
                .expect("a part can be removed");
            let report = analyze(&design, Some(&alone));
            let required: BTreeMap<&str, &str> = report
                .findings
                .iter()
                .filter(|finding| {
                    let part = finding
                        .part
                        .as_ref()
                        .and_then(|part| accepted.parts.get(part));
                    part.is_some_and(|part| part.need == Need::Required)
                })
                .map(|finding| {
                    (
                        finding.part.as_deref().unwrap_or("?"),
                        finding.title.as_str(),
                    )
                })
                .collect();
            if required.keys().copied().collect::<Vec<_>>() != [key.as_str()] {
                failures.push(format!(
                    "{} / {} without {key}: {required:?}",
                    scenario.id, accepted.id
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn hints_and_traps_name_parts_and_rules_that_exist() {
    for scenario in builtin() {
        for hint in &scenario.hints {
            assert!(
                hint.part.is_some() || hint.rule.is_some(),
                "{}: \"{}\" leads nowhere",
                scenario.id,
                hint.text
            );
            assert!(
                hint.rule
                    .as_ref()
                    .is_none_or(|rule| rules::get(rule).is_some()),
                "{}: {:?}",
                scenario.id,
                hint.rule
            );
        }
        for trap in &scenario.traps {
            assert!(
                rules::get(&trap.rule).is_some(),
                "{}: trap {}",
                scenario.id,
                trap.rule
            );
        }
    }
}

#[test]
fn the_score_falls_with_each_required_part_and_far_without_all() {
    for (scenario, accepted) in each_design() {
        let name = format!("{} / {}", scenario.id, accepted.id);
        let full = analyze(&accepted.design, Some(scenario)).score.total;
        let without = |parts: BTreeSet<Id>| {
            let mut design = accepted.design.clone();
            design
                .apply(Edit::Remove(parts))
                .expect("parts can be removed");
            analyze(&design, Some(scenario)).score.total
        };
        let required = accepted
            .parts
            .iter()
            .filter(|(_, part)| part.need == Need::Required);
        let required: BTreeSet<Id> = required.map(|(key, _)| accepted.keys[key]).collect();
        for &part in &required {
            let now = without(BTreeSet::from([part]));
            assert!(now < full, "{name}: {full} stayed {now} without {part}");
        }
        let bare = without(required);
        assert!(
            bare + 40 <= full,
            "{name}: without its required parts it still scores {bare}"
        );
    }
}

#[test]
fn an_empty_drawing_scores_nothing() {
    for scenario in builtin() {
        assert_eq!(
            analyze(&Design::new(), Some(scenario)).score.total,
            0,
            "{}",
            scenario.id
        );
    }
}

#[test]
fn what_is_put_off_may_be_set_off_by_a_read() {
    let text = "client -> gate: read\ngate: api_gateway\ngate -> api: read\napi: service x2\n\
                api -> clicks: async\nclicks: kafka x3\nclicks -> counter\ncounter: stream_processor x2\n\
                counter -> reports\nreports: warehouse";
    let design = boxdrill::model::parse_notation(text)
        .expect("sound notation")
        .design;
    let report = analyze(&design, builtin().first());
    let clicks = report
        .flows
        .iter()
        .find(|flow| flow.id == "count_clicks")
        .expect("the flow");
    assert!(clicks.unreached.is_empty(), "{:?}", clicks.unreached);
}

/// What a box takes at least (world units).
const BOX: (f64, f64) = (160.0, 64.0);

/// Names of boxes that lie on each other or in a zone that they do not belong to.
fn unreadable(design: &Design) -> Vec<&str> {
    let boxes: Vec<(Id, &str, Rect)> = design
        .components()
        .map(|(id, c)| (id, c.name.as_str(), Rect::from_center(c.at, BOX.0, BOX.1)))
        .collect();
    let misplaced = |&(id, _, rect): &(Id, &str, Rect)| {
        let covered = boxes
            .iter()
            .any(|&(other, _, taken)| other != id && taken.intersects(rect));
        let belongs = |zone: Id| design.ancestors(id).any(|(around, _)| around == zone);
        let wrong = design.zones().any(|(zone, frame)| {
            if belongs(zone) {
                !frame.rect.contains_rect(rect)
            } else {
                frame.rect.intersects(rect)
            }
        });
        covered || wrong
    };
    let bad = boxes.iter().filter(|one| misplaced(one));
    bad.map(|&(_, name, _)| name).collect()
}

/// The best offered fix again and again, from an empty drawing.
#[test]
fn every_prompt_is_beatable_with_offered_fixes() {
    for scenario in builtin() {
        let mut design = Design::new();
        let mut report = analyze(&design, Some(scenario));
        let mut done = Vec::new();
        for _ in 0..60 {
            let ranked = fixes(&design, Some(scenario), &report, Order::Score);
            let Some((_, best)) = ranked.into_iter().next() else {
                break;
            };
            design.apply_all(best.edits).expect("offered edits fit");
            report = analyze(&design, Some(scenario));
            done.push(format!("{}: {}", report.score.total, best.label));
            assert_eq!(report.score.total, best.score, "{}: {done:#?}", scenario.id);
            assert!(best.label.chars().count() <= 60, "{}", best.label);
        }
        assert!(report.score.total >= 90, "{}: {done:#?}", scenario.id);
        assert_eq!(unreadable(&design), [""; 0], "{}", scenario.id);
    }
}

/// A part that was taken out of an accepted design comes back to where it can be read.
#[test]
fn a_removed_part_is_put_back_by_its_fix() {
    let mut failures = Vec::new();
    for (scenario, accepted) in each_design() {
        let required = accepted
            .parts
            .iter()
            .filter(|(_, part)| part.need == Need::Required);
        for (key, _) in required {
            let mut design = accepted.design.clone();
            design
                .apply(Edit::Remove(BTreeSet::from([accepted.keys[key]])))
                .expect("a part can be removed");
            let report = analyze(&design, Some(scenario));
            let missing = report
                .findings
                .iter()
                .find(|finding| finding.part.as_ref() == Some(key))
                .expect("the part is named");
            let name = format!("{} / {} without {key}", scenario.id, accepted.id);
            let Some(fix) = fix(&design, Some(scenario), &report, missing) else {
                failures.push(format!("{name}: no fix"));
                continue;
            };
            design.apply_all(fix.edits).expect("offered edits fit");
            let lost = unreadable(&design);
            if fix.score < 95 || !lost.is_empty() {
                failures.push(format!("{name}: {} {} {lost:?}", fix.label, fix.score));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
