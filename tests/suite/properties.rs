//! What holds for every drawing anybody could make: invariants, undo, and answers that never fail and never differ.

use std::collections::BTreeSet;

use boxdrill::analysis::{Analysis, PASS_MARK, Severity, analyze};
use boxdrill::export::{PictureOptions, draw_picture, to_svg};
use boxdrill::layout;
use boxdrill::model::{Design, Document, Edit, Id, vector, write_design};
use boxdrill::program::{ProgramReport, stakeholder_page};
use boxdrill::scenario::{Scenario, builtin, parse};
use proptest::prelude::*;

use super::random::{Step, design, steps};

/// What a design holds, without the memory of ids that are gone: undo gives back the first and keeps the second.
fn content(design: &Design) -> String {
    let text = write_design(design);
    let end = text.rfind("\"last_id\"").expect("every file has it");
    text[..end].to_owned()
}

fn apply(document: &mut Document, step: &Step) {
    if let Some(edit) = step.edit(document.design()) {
        _ = document.apply("step", edit);
    }
}

fn all_ids(design: &Design) -> BTreeSet<Id> {
    design.ids().collect()
}

fn prompts() -> Vec<Option<Scenario>> {
    let own = parse(include_str!("../designs/data/scenarios/guestbook.json")).expect("it is sound");
    let mut prompts: Vec<_> = builtin().iter().take(1).cloned().map(Some).collect();
    prompts.extend([Some(own), None]);
    prompts
}

proptest! {
    #[test]
    fn every_edit_leaves_a_sound_design(steps in steps()) {
        let mut design = Design::new();
        for step in &steps {
            let before = design.clone();
            let Some(edit) = step.edit(&design) else { continue };
            if design.apply(edit).is_err() {
                prop_assert_eq!(&design, &before, "a refused edit changes nothing");
            }
            prop_assert_eq!(design.broken_invariant(), None);
        }
    }

    #[test]
    fn undo_goes_back_step_by_step_and_redo_forth(steps in steps()) {
        let mut document = Document::new(Design::new());
        let mut past = vec![content(document.design())];
        for step in &steps {
            let revision = document.revision();
            apply(&mut document, step);
            let now = content(document.design());
            prop_assert_eq!(document.revision() != revision, Some(&now) != past.last());
            if Some(&now) != past.last() {
                past.push(now);
            }
        }
        for expected in past.iter().rev().skip(1) {
            prop_assert!(document.undo());
            prop_assert_eq!(&content(document.design()), expected);
        }
        prop_assert!(!document.undo());
        for expected in past.iter().skip(1) {
            prop_assert!(document.redo());
            prop_assert_eq!(&content(document.design()), expected);
        }
        prop_assert!(!document.redo());
    }

    #[test]
    fn a_gesture_is_one_step_and_a_canceled_one_leaves_no_trace(
        before in steps(),
        during in steps(),
        cancel in any::<bool>(),
    ) {
        let mut document = Document::new(Design::new());
        for step in &before {
            apply(&mut document, step);
        }
        document.select(document.design().ids().take(2).collect::<Vec<_>>());
        let (start, selected) = (document.design().clone(), document.selection().clone());
        document.begin("gesture");
        for step in &during {
            apply(&mut document, step);
        }
        if cancel {
            document.cancel();
            prop_assert_eq!(write_design(document.design()), write_design(&start));
        } else {
            document.commit();
            let changed = *document.design() != start;
            prop_assert_eq!(document.undo_label() == Some("gesture"), changed);
            if changed {
                document.undo();
            }
            prop_assert_eq!(content(document.design()), content(&start));
        }
        prop_assert_eq!(document.selection(), &selected);
    }

    #[test]
    fn an_id_once_given_is_never_given_again(first in steps(), second in steps()) {
        let mut document = Document::new(Design::new());
        let mut given = BTreeSet::new();
        for step in &first {
            apply(&mut document, step);
            given.extend(all_ids(document.design()));
        }
        while document.undo() {}
        for step in &second {
            let before = all_ids(document.design());
            apply(&mut document, step);
            let new: BTreeSet<Id> = all_ids(document.design()).difference(&before).copied().collect();
            prop_assert!(new.is_disjoint(&given), "{new:?} was given before");
            given.extend(new);
        }
        prop_assert!(given.iter().all(|&id| id < document.design().fresh_id()));
    }

    #[test]
    fn only_what_exists_is_selected(steps in steps(), turns in proptest::collection::vec(0..4u8, 0..40)) {
        let mut document = Document::new(Design::new());
        for (step, turn) in steps.iter().zip(turns) {
            match turn {
                0 => _ = document.undo(),
                1 => _ = document.redo(),
                _ => apply(&mut document, step),
            }
            document.select(document.design().ids().take(3).collect::<Vec<_>>());
            prop_assert!(document.selection().iter().all(|&id| document.design().contains(id)));
        }
    }

    #[test]
    fn a_copy_of_everything_is_everything_once_more(mut design in design()) {
        let all: BTreeSet<Id> = design.ids().collect();
        let (edits, added) = design.edits_to_add(&design.extract(&all), vector(8.0, 8.0), None);
        prop_assert_eq!(added.len(), all.len());
        // Items at the very edge of the drawing area cannot be moved outwards; then nothing at all is added.
        if design.apply_all(edits).is_ok() {
            prop_assert_eq!(design.len(), 2 * all.len());
        } else {
            prop_assert_eq!(design.len(), all.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_check_answers_everything_and_always_the_same(design in design()) {
        for scenario in prompts() {
            let report = analyze(&design, scenario.as_ref());
            prop_assert_eq!(&report, &analyze(&design.clone(), scenario.as_ref()));
            let analysis = Analysis::new(&design, scenario.as_ref());
            let program = ProgramReport::new(&analysis, &report);
            let schedule = &program.schedule;
            prop_assert!(schedule.work.iter().all(|work| work.earliest + work.weeks <= schedule.end));
            for team in schedule.who_can_be_late(&design) {
                let delay = schedule.delay(&design, &team, 3);
                prop_assert!(delay.end[0] == schedule.end && delay.end[1] >= delay.end[0]);
                prop_assert_eq!(schedule.delay(&design, &team, 0).moves.len(), 0);
            }
            prop_assert!(!stakeholder_page(&analysis, &program).is_empty());
            prop_assert!(report.score.total <= 100);
            let parts: u32 = report.score.parts.iter().map(|part| part.points).sum();
            let cap = report.score.cap.as_ref();
            prop_assert!(cap.is_none_or(|cap| cap.limit < parts && !cap.reason.is_empty()));
            prop_assert_eq!(report.score.total, cap.map_or(parts, |cap| cap.limit));
            let grave = report.worst().is_some_and(|worst| worst <= Severity::High);
            let fails = cap.is_some_and(|cap| cap.limit < parts.min(PASS_MARK));
            // Of three boxes nothing can be said, good or bad.
            let is_too_small = cap.is_some_and(|cap| cap.is_too_small);
            prop_assert!(!fails || grave || is_too_small, "only a grave finding lets a drawing fail: {:?}", cap);
            prop_assert!(!grave || report.score.total < 75, "a grave finding leaves {}", report.score.total);
            for part in &report.score.parts {
                let lines: i32 = part.lines.iter().map(|line| line.points).sum();
                prop_assert_eq!(i64::from(lines), i64::from(part.points), "{:?}", part);
            }
            for finding in &report.findings {
                prop_assert!(finding.items.iter().all(|&id| design.contains(id)), "{}", finding.rule);
            }
        }
    }

    #[test]
    fn every_drawing_can_be_tidied_and_pictured(mut design in design()) {
        let edits = layout::tidy(&design);
        let wired = |design: &Design| -> Vec<(Id, Id)> {
            design.connections().map(|(_, connection)| (connection.from, connection.to)).collect()
        };
        let before = (all_ids(&design), wired(&design));
        // Notes half as large as the drawing area cannot be laid beside each other in it.
        let huge = design.notes().any(|(_, note)| note.rect.height().max(note.rect.width()) > 1e6);
        prop_assert!(huge || design.clone().apply_all(edits.clone()).is_ok());
        _ = design.apply_all(edits);
        prop_assert_eq!(before, (all_ids(&design), wired(&design)), "tidying moves and does nothing else");
        let picture = draw_picture(&design, &PictureOptions::default());
        prop_assert!(to_svg(&picture).is_ok());
    }
}

/// A drawing at the edge of the drawing area is laid out like any other.
#[test]
fn what_lies_at_the_edge_of_the_drawing_area_can_be_laid_out() {
    let accepted = &builtin()[0].designs[0];
    let laid_out = accepted.laid_out();
    let sides = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    for (right, down) in sides {
        let mut design = laid_out.clone();
        // The items hold together: a thousand units are less than what is left of the drawing to either side.
        let by = vector(right * 9_994_000.0, down * 9_994_000.0);
        let all = all_ids(&design);
        design
            .apply(Edit::Translate(all, by))
            .expect("there is room");
        for direction in [layout::Direction::Right, layout::Direction::Down] {
            let edits = layout::tidy_toward(&design, direction);
            let mut after = design.clone();
            let applied = after.apply_all(edits);
            assert!(applied.is_ok(), "{right} {down} {direction:?}: {applied:?}");
        }
    }
}

#[test]
fn limits_are_said_and_kept() {
    use boxdrill::model::{
        EditError, MAX_DEPTH, MAX_TEXT, PriceOverride, Prices, Rect, Zone, ZoneKind, pt,
    };
    let mut design = Design::new();
    let zone = |parent| Zone {
        kind: ZoneKind::Generic,
        name: String::new(),
        rect: Rect::from_min(pt(0.0, 0.0), 1.0, 1.0),
        parent,
    };
    let mut inner = None;
    for _ in 0..MAX_DEPTH {
        let id = design.fresh_id();
        design
            .apply(Edit::PutZone(id, zone(inner)))
            .expect("not too deep yet");
        inner = Some(id);
    }
    let deeper = design.apply(Edit::PutZone(design.fresh_id(), zone(inner)));
    assert_eq!(deeper, Err(EditError::TooDeep));
    let outside = design.fresh_id();
    design
        .apply(Edit::PutZone(outside, zone(None)))
        .expect("beside the others");
    let around = design.apply(Edit::SetParent(BTreeSet::from([Id(1)]), Some(outside)));
    assert_eq!(
        around,
        Err(EditError::TooDeep),
        "a zone moves with what lies in it"
    );
    let long = "x".repeat(MAX_TEXT + 1);
    assert_eq!(
        design.apply(Edit::SetTitle(long.clone())),
        Err(EditError::MetadataTooLong("title"))
    );
    assert_eq!(
        design.apply(Edit::SetAssumptions(vec![long])),
        Err(EditError::MetadataTooLong("assumption"))
    );
    let price = |kind: &str, monthly| {
        let own = PriceOverride {
            monthly: Some(monthly),
            ..PriceOverride::default()
        };
        Edit::SetPrices(Prices::from([(kind.to_owned(), own)]))
    };
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        let set = design.apply(price("cdn", wrong));
        assert_eq!(set, Err(EditError::PriceOutOfRange("cdn".to_owned())));
    }
    let set = design.apply(price("kafak", 1.0));
    assert_eq!(set, Err(EditError::UnknownKind("kafak".to_owned())));
    design.apply(price("cdn", 3.0)).expect("a price");
    let empty = Prices::from([("cdn".to_owned(), PriceOverride::default())]);
    design.apply(Edit::SetPrices(empty)).expect("no price");
    assert!(design.prices().is_empty(), "what sets nothing is left out");
}
