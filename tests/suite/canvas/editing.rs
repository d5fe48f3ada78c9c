//! What is copied, pasted, aligned, inserted and deleted.

use super::{Stage, center, click, design, only_selected, screen, stage, three, wires};
use boxdrill::app::canvas::align::{self, Toward};
use boxdrill::app::canvas::{PaletteItem, PastePlace, membership, ops};
use boxdrill::model::{Document, Id, pt, vector};
use boxdrill::scene::component_rect;
use egui::{Event, Key};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_double_click_renames_in_place() {
    let (mut stage, keys) = three();
    let at = screen(&stage, center(&stage, keys["api"]));
    click(&mut stage, at);
    click(&mut stage, at);
    assert!(stage.state().canvas.is_editing());
    stage.event(Event::Text("Link API".to_owned()));
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    assert_eq!(
        design(&stage).component(keys["api"]).expect("the api").name,
        "Link API"
    );
    assert!(!stage.state().canvas.is_editing());
}

#[test]
fn inserted_components_do_not_cover_others() {
    let (mut stage, _) = three();
    let item = PaletteItem {
        kind: "cache".to_owned(),
        name: "Cache".to_owned(),
        technology: String::new(),
    };
    for _ in 0..6 {
        let state = stage.state_mut();
        state.canvas.insert(&mut state.document, &item);
        stage.run();
    }
    let rects: Vec<_> = design(&stage)
        .components()
        .map(|(_, c)| component_rect(c))
        .collect();
    for (index, rect) in rects.iter().enumerate() {
        assert!(
            rects[index + 1..]
                .iter()
                .all(|other| !rect.intersects(*other))
        );
    }
}

#[test]
fn copied_text_pastes_as_the_same_drawing_elsewhere() {
    let (mut stage, _) = three();
    ops::select_all(&mut stage.state_mut().document);
    let text = ops::copy_json(&stage.state().document).expect("something is selected");
    let (mut other, _) = stage_empty();
    let state = other.state_mut();
    state
        .canvas
        .paste(&mut state.document, &text, PastePlace::Pointer)
        .expect("a drawing");
    assert_eq!(state.document.design().components().len(), 3);
    assert_eq!(state.document.design().connections().len(), 1);
    assert!(
        state
            .canvas
            .paste(&mut state.document, "good morning", PastePlace::Pointer)
            .is_err()
    );
    state
        .canvas
        .paste(
            &mut state.document,
            "client -> api -> db",
            PastePlace::Pointer,
        )
        .expect("notation");
    assert_eq!(state.document.design().components().len(), 6);
}

#[test]
fn what_cannot_be_pasted_is_told_in_a_sentence_and_changes_nothing() {
    let (mut stage, _) = three();
    let before = stage.state().document.design().clone();
    for (text, told) in [
        (
            "sequenceDiagram\n  A->>B: order",
            "this is a Mermaid sequence diagram: only flowcharts, C4 diagrams, and architecture diagrams can be opened",
        ),
        (
            "good morning",
            "the clipboard contains no drawing: copy components, or lines such as `client -> api`",
        ),
    ] {
        let state = stage.state_mut();
        let refused = state
            .canvas
            .paste(&mut state.document, text, PastePlace::Pointer);
        assert_eq!(refused, Err(told.to_owned()));
    }
    assert_eq!(stage.state().document.design(), &before);
}

#[test]
fn what_is_copied_as_text_is_the_same_drawing_when_pasted() {
    let (mut stage, _) = three();
    let text = ops::copy_notation(&stage.state().document).expect("something is drawn");
    assert!(text.contains("client") && !text.contains('{'), "{text}");
    let (mut other, _) = stage_empty();
    let state = other.state_mut();
    state
        .canvas
        .paste(&mut state.document, &text, PastePlace::Pointer)
        .expect("notation");
    let names = |stage: &Stage| -> Vec<String> {
        stage
            .state()
            .document
            .design()
            .components()
            .map(|(_, c)| c.name.clone())
            .collect()
    };
    assert_eq!(names(&other), names(&stage));
    stage.state_mut().document.select([]);
}

fn stage_empty() -> (Stage, BTreeMap<String, Id>) {
    stage("", &[])
}

#[test]
fn edges_are_lined_up_and_gaps_made_the_same() {
    let (mut stage, keys) = three();
    let all = [keys["client"], keys["api"], keys["db"]];
    let document = &mut stage.state_mut().document;
    document.select(all);
    align::align(document, Toward::Up);
    let top = |document: &Document, id| {
        component_rect(document.design().component(id).expect("a component"))
            .min
            .y
    };
    let tops = all.map(|id| top(document, id));
    assert!(tops.iter().all(|y| (y - tops[0]).abs() < 1e-9), "{tops:?}");
    let undone = document.undo();
    assert!(undone && (top(document, keys["db"]) - tops[0]).abs() > 100.0);
    // The middle one is off the middle.
    document.select([keys["api"]]);
    membership::nudge(document, vector(40.0, 0.0));
    document.select(all);
    align::distribute(document, true);
    let rects = all.map(|id| component_rect(document.design().component(id).expect("a component")));
    let gaps = [
        rects[1].min.x - rects[0].max.x,
        rects[2].min.x - rects[1].max.x,
    ];
    assert!((gaps[0] - gaps[1]).abs() < 1e-9, "{gaps:?}");
}

#[test]
fn what_is_deleted_can_leave_its_flows() {
    let (mut stage, keys) = stage(
        "client -> a -> b -> db\na: service\nb: service\ndb: sql",
        &[("client", pt(0.0, 0.0)), ("db", pt(600.0, 0.0))],
    );
    let document = &mut stage.state_mut().document;
    document.select([keys["a"], keys["b"]]);
    ops::delete_bridging(document);
    assert_eq!(wires(&stage), [(keys["client"], keys["db"])].into());
    stage.state_mut().document.undo();
    assert_eq!(wires(&stage).len(), 3);
}

#[test]
fn a_paste_goes_where_it_was_if_asked() {
    let (mut stage, keys) = three();
    let state = stage.state_mut();
    state.document.select([keys["db"]]);
    let text = ops::copy_json(&state.document).expect("something is selected");
    let was = state
        .document
        .design()
        .component(keys["db"])
        .expect("there")
        .at;
    ops::delete(&mut state.document);
    let pasted = state
        .canvas
        .paste(&mut state.document, &text, PastePlace::Origin);
    assert_eq!(pasted, Ok(None));
    let copy = only_selected(&stage);
    assert!(copy != keys["db"] && center(&stage, copy) == was);
}

#[test]
fn a_mermaid_flowchart_pastes_as_boxes_beside_what_is_there() {
    let (mut stage, keys) = three();
    let was = center(&stage, keys["api"]);
    let state = stage.state_mut();
    let text = "flowchart LR\n  web[Web app] -->|asks| pg[(Postgres)]\n";
    let pasted = state
        .canvas
        .paste(&mut state.document, text, PastePlace::Pointer);
    assert_eq!(pasted, Ok(None));
    assert_eq!(design(&stage).components().count(), 5);
    assert_eq!(center(&stage, keys["api"]), was, "what was there stays");
    let kinds: BTreeSet<&str> = design(&stage)
        .components()
        .map(|(_, c)| c.kind.as_str())
        .collect();
    assert!(kinds.contains("sql_database"));
    let state = stage.state_mut();
    let broken = state.canvas.paste(
        &mut state.document,
        "graph LR\na[ --> b",
        PastePlace::Pointer,
    );
    assert!(broken.expect_err("it is not closed").contains("line 2"));
}
