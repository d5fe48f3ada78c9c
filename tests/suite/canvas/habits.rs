//! What hands do without thinking: giving up, doing it again, taking it back.

use std::sync::Arc;

use boxdrill::app::canvas::align::Toward;
use boxdrill::app::canvas::{PaletteItem, PastePlace, Tool, membership, ops};
use boxdrill::model::{pt, vector, write_design};
use boxdrill::scene::component_rect;
use egui::{Event, Key, Modifiers, PointerButton, pos2, vec2};

use super::gestures::{key, looks_at, other_button};
use super::{
    button, center, click, design, hover, only_selected, press_and_move, screen, select_neighbor,
    stage, take, three, wires,
};

#[test]
fn a_right_click_asks_for_a_menu_unless_it_gives_something_up() {
    let (mut stage, keys) = three();
    let at = screen(&stage, center(&stage, keys["api"]));
    hover(&mut stage, at);
    other_button(&mut stage, PointerButton::Secondary, at, true);
    other_button(&mut stage, PointerButton::Secondary, at, false);
    assert!(stage.state_mut().menu.take().is_some());
    stage.state_mut().document.select([]);
    let to = at + vec2(90.0, 50.0);
    press_and_move(&mut stage, at, to, Modifiers::NONE);
    other_button(&mut stage, PointerButton::Secondary, to, true);
    other_button(&mut stage, PointerButton::Secondary, to, false);
    button(&mut stage, to, false, Modifiers::NONE);
    assert_eq!(stage.state().menu, None);
    other_button(&mut stage, PointerButton::Secondary, at, true);
    other_button(&mut stage, PointerButton::Secondary, at, false);
    assert!(stage.state().menu.is_some(), "the next one opens it again");
}

#[test]
fn a_right_press_gives_up_what_is_dragged_in_from_the_palette() {
    let (mut stage, _) = three();
    let at = screen(&stage, pt(100.0, 250.0));
    hover(&mut stage, at);
    button(&mut stage, at, true, Modifiers::NONE);
    let item = PaletteItem {
        kind: "cache".to_owned(),
        name: "Cache".to_owned(),
        technology: String::new(),
    };
    stage.ctx.plugin_or_default::<egui::DragAndDrop>();
    egui::DragAndDrop::set_payload(&stage.ctx, item);
    other_button(&mut stage, PointerButton::Secondary, at, true);
    other_button(&mut stage, PointerButton::Secondary, at, false);
    button(&mut stage, at, false, Modifiers::NONE);
    assert_eq!(design(&stage).components().len(), 3);
    assert_eq!(stage.state().menu, None);
    let left = egui::DragAndDrop::payload::<PaletteItem>(&stage.ctx);
    assert_eq!(left, None::<Arc<PaletteItem>>);
}

#[test]
fn a_text_without_words_leaves_nothing_and_one_with_words_is_one_step() {
    for tool in [Tool::Text, Tool::Note] {
        let (mut stage, _) = three();
        let before = write_design(design(&stage));
        let at = screen(&stage, pt(100.0, 250.0));
        stage.state_mut().canvas.tool = tool;
        click(&mut stage, at);
        key(&mut stage, Modifiers::NONE, Key::Escape);
        assert_eq!(write_design(design(&stage)), before);
        assert_eq!(stage.state().document.undo_label(), None);
        stage.run_steps(30);
        stage.state_mut().canvas.tool = tool;
        click(&mut stage, at);
        stage.event(Event::Text("why so".to_owned()));
        stage.run();
        key(&mut stage, Modifiers::NONE, Key::Escape);
        assert_eq!(design(&stage).notes().len(), 1);
        assert!(stage.state_mut().document.undo());
        assert_eq!(design(&stage).notes().len(), 0);
        assert_eq!(stage.state().document.undo_label(), None);
    }
}

#[test]
fn shift_and_enter_in_a_name_goes_on_with_the_name() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["api"]);
    let state = stage.state_mut();
    state.canvas.rename(&mut state.document);
    stage.run();
    stage.event(Event::Text("Link".to_owned()));
    stage.run();
    key(&mut stage, Modifiers::SHIFT, Key::Enter);
    assert!(stage.state().canvas.is_editing());
    stage.event(Event::Text("API".to_owned()));
    stage.run();
    key(&mut stage, Modifiers::NONE, Key::Enter);
    let name = &design(&stage).component(keys["api"]).expect("the api").name;
    assert_eq!(name, "Link API");
}

#[test]
fn a_product_that_is_renamed_is_still_what_it_runs_on() {
    let (mut stage, keys) = stage("k: kafka \"Kafka\"", &[]);
    let id = keys["k"];
    let item = design(&stage).component(id).expect("it").clone();
    let item = boxdrill::model::Component {
        technology: String::new(),
        ..item
    };
    let renamed = ops::renamed(&item, "Click log".to_owned());
    assert_eq!(
        (renamed.name.as_str(), renamed.technology.as_str()),
        ("Click log", "Kafka")
    );
    let again = ops::renamed(&renamed, "Clicks".to_owned());
    assert_eq!(again.technology, "Kafka");
    stage.run();
}

#[test]
fn nudges_in_a_row_are_one_step_and_later_ones_another() {
    let (mut stage, keys) = three();
    let before = center(&stage, keys["api"]);
    take(&mut stage, keys["api"]);
    for _ in 0..4 {
        key(&mut stage, Modifiers::NONE, Key::ArrowRight);
    }
    stage.run_steps(60);
    key(&mut stage, Modifiers::NONE, Key::ArrowRight);
    let document = &mut stage.state_mut().document;
    assert!(document.undo());
    assert_eq!(center(&stage, keys["api"]), before + vector(4.0, 0.0));
    assert!(stage.state_mut().document.undo());
    assert_eq!(center(&stage, keys["api"]), before);
    assert_eq!(stage.state().document.undo_label(), None);
}

#[test]
fn what_is_locked_says_so_when_it_is_nudged() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["api"]);
    ops::toggle_lock(&mut stage.state_mut().document);
    key(&mut stage, Modifiers::NONE, Key::ArrowRight);
    let words = stage.state().notice.clone().unwrap_or_default();
    assert!(words.contains("unlock"), "{words}");
}

#[test]
fn undo_moves_the_view_only_to_what_is_out_of_sight() {
    let (mut stage, keys) = three();
    let state = stage.state_mut();
    state.canvas.zoom_by(4.0);
    stage.run();
    take(&mut stage, keys["api"]);
    membership::nudge(&mut stage.state_mut().document, vector(3.0, 0.0));
    let step_back = |stage: &mut super::Stage| {
        let state = stage.state_mut();
        let before = state.document.design().clone();
        state.document.undo();
        state.canvas.reveal_change(&before, state.document.design());
        stage.run();
    };
    let (zoom, at) = (stage.state().canvas.zoom(), looks_at(&stage));
    step_back(&mut stage);
    assert_eq!((stage.state().canvas.zoom(), looks_at(&stage)), (zoom, at));
    // The store is out of sight at this zoom.
    stage.state_mut().document.select([keys["db"]]);
    membership::nudge(&mut stage.state_mut().document, vector(3.0, 0.0));
    step_back(&mut stage);
    assert!((stage.state().canvas.zoom() - zoom).abs() < 1e-9);
    let view = stage.state().canvas.camera().visible_rect();
    assert!(view.contains(center(&stage, keys["db"])));
}

#[test]
fn a_dot_offers_a_neighbor_on_its_side_however_often_it_is_clicked() {
    for clicks in [1, 2] {
        let (mut stage, keys) = three();
        let rect = component_rect(design(&stage).component(keys["db"]).expect("the store"));
        let middle = screen(&stage, center(&stage, keys["db"]));
        hover(&mut stage, middle);
        let dot = screen(&stage, pt(rect.center().x, rect.max.y)) + vec2(0.0, 10.0);
        for _ in 0..clicks {
            click(&mut stage, dot);
        }
        stage.event(Event::Text("redis".to_owned()));
        stage.run();
        key(&mut stage, Modifiers::NONE, Key::Enter);
        let new = only_selected(&stage);
        assert!(
            wires(&stage).contains(&(keys["db"], new)),
            "{clicks} clicks"
        );
        let placed = component_rect(design(&stage).component(new).expect("new"));
        assert!(placed.min.y > rect.max.y + 32.0, "{placed:?}");
    }
}

#[test]
fn what_is_pulled_from_a_box_is_offered_what_usually_follows_it() {
    let (mut stage, keys) = three();
    stage.state_mut().canvas.tool = Tool::Connect;
    let middle = screen(&stage, center(&stage, keys["api"]));
    super::drag(
        &mut stage,
        middle,
        middle + vec2(0.0, 200.0),
        Modifiers::NONE,
    );
    key(&mut stage, Modifiers::NONE, Key::Enter);
    let new = only_selected(&stage);
    let kind = design(&stage).component(new).expect("new").kind.clone();
    let usual = boxdrill::scenario::usual_callees("app_service");
    assert_eq!(kind, usual[0]);
    assert_ne!(kind, "client");
}

#[test]
fn pastes_lie_aside_of_each_other_and_never_exactly_on_what_is_there() {
    let (mut stage, keys) = three();
    let at = screen(&stage, center(&stage, keys["db"]));
    click(&mut stage, at);
    let text = ops::copy_json(&stage.state().document).expect("it is selected");
    let mut places = vec![center(&stage, keys["db"])];
    for place in [PastePlace::Pointer, PastePlace::Pointer, PastePlace::Origin] {
        let state = stage.state_mut();
        let pasted = state.canvas.paste(&mut state.document, &text, place);
        assert_eq!(pasted, Ok(None));
        let copy = only_selected(&stage);
        places.push(center(&stage, copy));
    }
    for (index, place) in places.iter().enumerate() {
        let others = &places[index + 1..];
        assert!(
            others.iter().all(|other| other.distance(*place) > 8.0),
            "{places:?}"
        );
    }
    let steps = places.windows(2).map(|pair| pair[0].distance(pair[1]));
    assert!(
        steps.take(2).all(|step| step < 40.0),
        "beside the last: {places:?}"
    );
}

#[test]
fn over_a_panel_and_for_a_moment_at_the_edge_the_view_stays() {
    let (mut stage, keys) = three();
    let from = screen(&stage, center(&stage, keys["api"]));
    hover(&mut stage, from);
    button(&mut stage, from, true, Modifiers::NONE);
    let before = looks_at(&stage);
    stage.event(Event::PointerMoved(pos2(996.0, from.y)));
    stage.run_steps(40);
    assert_eq!(looks_at(&stage), before, "the canvas ends there");
    stage.event(Event::PointerMoved(pos2(986.0, from.y)));
    stage.run_steps(8);
    assert_eq!(looks_at(&stage), before);
    stage.run_steps(60);
    assert!(looks_at(&stage).x > before.x + 20.0);
}

#[test]
fn the_keyboard_reaches_lines_zones_and_notes_and_follows_lines() {
    let (mut stage, keys) = stage(
        "client -> api\nzone eu: region \"EU\" {\n  db: sql\n}",
        &[("client", pt(0.0, 0.0)), ("api", pt(320.0, 0.0))],
    );
    let nothing = screen(&stage, pt(0.0, 400.0));
    click(&mut stage, nothing);
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..design(&stage).len() {
        key(&mut stage, Modifiers::NONE, Key::Tab);
        reached.insert(only_selected(&stage));
    }
    assert_eq!(reached.len(), design(&stage).len());
    let (line, _) = design(&stage).connections().next().expect("a line");
    stage.state_mut().document.select([line]);
    let mut step = |toward| select_neighbor(&mut stage, toward);
    assert_eq!(step(Toward::Right), keys["api"]);
    assert_eq!(step(Toward::Left), keys["client"]);
}
