//! Drawing without a pointer: the outline as plain rows, and the keyboard from panel to panel.

use std::fs;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::ui::{Stage, click, folder, press, settle, stage, stage_of, type_text};

const SHOP: &str = "client -> shop\nzone eu: region \"EU\" {\n  shop: service \"Shop\"\n  orders: sql \"Orders\"\n}\nshop -> orders: write \"saves\"\n";

fn drawn(folder: &tempfile::TempDir) -> Stage {
    let file = folder.path().join("shop.txt");
    fs::write(&file, SHOP).expect("the folder can be written");
    let mut stage = stage(folder.path(), Some(file));
    click(&mut stage, "Outline");
    stage
}

fn count(stage: &Stage) -> (usize, usize) {
    let app = stage.state().as_ref().expect("the app runs");
    let document = app.document().expect("a drawing is open");
    let design = document.design();
    (design.components().count(), design.connections().count())
}

fn focused(stage: &Stage) -> String {
    let all = stage.root().children_recursive();
    let node = all.filter(|node| node.accesskit_node().is_focused()).last();
    node.and_then(|node| node.accesskit_node().label())
        .unwrap_or_default()
}

#[test]
fn what_is_drawn_is_listed_renamed_and_deleted_as_rows() {
    let folder = folder();
    let mut stage = drawn(&folder);
    for row in [
        "Zone EU",
        "Shop",
        "Orders",
        "calls Orders: saves",
        "Client",
        "calls Shop",
    ] {
        stage.get_by_role_and_label(egui::accesskit::Role::Button, row);
    }
    let row = |stage: &mut Stage, name: &str| {
        stage
            .get_by_role_and_label(egui::accesskit::Role::Button, name)
            .click();
        settle(stage);
    };
    row(&mut stage, "Orders");
    click(&mut stage, "Rename");
    press(&mut stage, Modifiers::COMMAND, Key::A);
    type_text(&mut stage, "Order book");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    stage.get_by_label("calls Order book: saves");
    row(&mut stage, "calls Order book: saves");
    press(&mut stage, Modifiers::NONE, Key::Delete);
    assert_eq!(count(&stage), (3, 1));
    stage
        .get_by_role_and_label(egui::accesskit::Role::Button, "Shop")
        .focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::NONE, Key::Delete);
    assert_eq!(count(&stage), (2, 0));
}

#[test]
fn rows_are_connected_by_name() {
    let folder = folder();
    let mut stage = drawn(&folder);
    stage
        .get_by_role_and_label(egui::accesskit::Role::Button, "Client")
        .click();
    settle(&mut stage);
    click(&mut stage, "Connect…");
    type_text(&mut stage, "orders");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    stage.get_by_label("calls Orders");
    assert_eq!(count(&stage), (3, 3));
}

#[test]
fn the_keyboard_goes_from_panel_to_panel() {
    let folder = folder();
    let mut stage = drawn(&folder);
    click(&mut stage, "Components");
    let mut visited = Vec::new();
    for _ in 0..4 {
        press(&mut stage, Modifiers::NONE, Key::F6);
        visited.push(focused(&stage));
    }
    assert_eq!(
        visited,
        ["Inspector", "Find a component", "Drawing", "Inspector"],
        "the canvas has the keyboard at the start"
    );
    press(&mut stage, Modifiers::SHIFT, Key::F6);
    assert_eq!(focused(&stage), "Drawing");
}

#[test]
fn a_narrow_window_has_the_palette_and_the_outline_at_a_press() {
    let folder = folder();
    let file = folder.path().join("shop.txt");
    fs::write(&file, SHOP).expect("the folder can be written");
    let mut stage = stage_of(folder.path(), Some(file), egui::vec2(1024.0, 768.0));
    assert!(stage.query_by_label("Find a component").is_none());
    click(&mut stage, "Queue");
    assert_eq!(count(&stage).0, 4);
    click(&mut stage, "Components");
    stage.get_by_label("Find a component").focus();
    settle(&mut stage);
    type_text(&mut stage, "kafka");
    click(&mut stage, "Kafka, Event log");
    assert_eq!(count(&stage).0, 5);
    assert!(
        stage.query_by_label("Find a component").is_none(),
        "it closes"
    );
    click(&mut stage, "Outline");
    stage.get_by_role_and_label(egui::accesskit::Role::Button, "Zone EU");
}
