//! The canvas by keys alone, and what a screen reader hears of it.

use super::{
    center, click, design, only_selected, screen, select_neighbor, stage, take, three, wires,
};
use boxdrill::app::canvas::align::Toward;
use boxdrill::app::canvas::membership;
use boxdrill::model::{pt, vector};
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use std::collections::BTreeSet;

#[test]
fn arrows_nudge_and_tab_walks_in_reading_order() {
    let (mut stage, keys) = three();
    let empty = screen(&stage, pt(0.0, 200.0));
    click(&mut stage, empty);
    stage.key_press(Key::Tab);
    stage.run();
    assert_eq!(
        stage.state().document.selection(),
        &BTreeSet::from([keys["client"]])
    );
    stage.key_press(Key::ArrowRight);
    stage.run();
    assert_eq!(center(&stage, keys["client"]), pt(1.0, 0.0));
    // The line, the service that it leads to, the store.
    for _ in 0..3 {
        stage.key_press(Key::Tab);
        stage.run();
    }
    assert_eq!(
        stage.state().document.selection(),
        &BTreeSet::from([keys["db"]])
    );
}

#[test]
fn everything_drawn_has_a_spoken_name() {
    let (stage, _) = three();
    stage.get_by_label("Client");
    stage.get_by_label("SQL database");
}

#[test]
fn what_to_connect_is_told_by_name() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["api"]);
    let state = stage.state_mut();
    state.canvas.connect_by_name(&state.document);
    stage.run();
    stage.get_by_label("Connect to").type_text("sql");
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    assert!(wires(&stage).contains(&(keys["api"], keys["db"])));
    // Once more, and Esc leaves everything as it is.
    let before = wires(&stage);
    take(&mut stage, keys["api"]);
    let state = stage.state_mut();
    state.canvas.connect_by_name(&state.document);
    stage.run();
    stage.key_press(Key::Escape);
    stage.run();
    assert_eq!(wires(&stage), before);
    assert!(!stage.state().canvas.is_editing());
}

#[test]
fn an_exact_name_is_connected_although_others_that_hold_it_are_nearer() {
    let text = "client: client\nnear: global_load_balancer \"Global load balancer\"\nfar: load_balancer \"Load balancer\"";
    let places = [
        ("client", pt(0.0, 0.0)),
        ("near", pt(240.0, 0.0)),
        ("far", pt(640.0, 160.0)),
    ];
    let (mut stage, keys) = stage(text, &places);
    take(&mut stage, keys["client"]);
    let state = stage.state_mut();
    state.canvas.connect_by_name(&state.document);
    stage.run();
    stage.get_by_label("Connect to").type_text("load balancer");
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    assert_eq!(wires(&stage), [(keys["client"], keys["far"])].into());
}

#[test]
fn a_connected_component_is_drawn_by_keys_alone() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["db"]);
    let state = stage.state_mut();
    state.canvas.add_neighbor(&state.document, Toward::Down);
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    let new = only_selected(&stage);
    let placed = design(&stage).component(new).expect("a component").clone();
    assert_eq!(placed.kind, "sql_database", "Enter takes the same kind");
    assert!(placed.at.y > center(&stage, keys["db"]).y);
    assert!(wires(&stage).contains(&(keys["db"], new)));
    stage.state_mut().document.undo();
    assert_eq!(design(&stage).components().count(), 3, "one step of undo");
}

#[test]
fn the_keyboard_walks_to_what_lies_beside() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["client"]);
    let mut step = |toward| select_neighbor(&mut stage, toward);
    assert_eq!(step(Toward::Right), keys["api"]);
    assert_eq!(step(Toward::Right), keys["db"]);
    assert_eq!(step(Toward::Right), keys["db"], "nothing lies beyond");
    assert_eq!(step(Toward::Left), keys["api"]);
    assert_eq!(step(Toward::Up), keys["api"]);
}

#[test]
fn things_are_found_by_name_one_after_the_other() {
    let (mut stage, keys) = three();
    stage.state_mut().canvas.open_finder();
    stage.run();
    stage.get_by_label("Find in the drawing").type_text("a");
    stage.run();
    let mut found = BTreeSet::new();
    for _ in 0..3 {
        stage.key_press(Key::Enter);
        stage.run();
        found.insert(only_selected(&stage));
    }
    assert!(found.len() >= 2 && found.contains(&keys["db"]), "{found:?}");
    stage.key_press(Key::Escape);
    stage.run();
    assert!(!stage.state().canvas.is_editing());
}

#[test]
fn digits_place_what_nearly_every_drawing_has() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["api"]);
    stage.key_press(Key::Num5);
    stage.run();
    let new = only_selected(&stage);
    assert_eq!(design(&stage).component(new).expect("new").kind, "cache");
}

#[test]
fn connections_and_zones_are_spoken_of_and_steps_are_told() {
    let (mut stage, keys) = stage(
        "client -> api: \"opens\"\nzone eu: region \"Europe\" {\n  api: service\n}",
        &[("client", pt(0.0, 0.0)), ("api", pt(400.0, 0.0))],
    );
    assert!(
        stage
            .query_by_label("Client calls App service, opens")
            .is_some()
    );
    let zone = stage.query_by_label("Zone Europe, region, 1 component");
    assert!(zone.is_some());
    let document = &mut stage.state_mut().document;
    document.select([keys["api"]]);
    membership::nudge(document, vector(16.0, 0.0));
    stage.run();
    assert!(stage.query_by_label("Nudge: App service").is_some());
}
