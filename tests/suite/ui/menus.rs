//! Menus, the question before a zone is deleted, and panels that follow what one does.

use boxdrill::app::App;
use boxdrill::model::Document;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Stage, click, click_at, design, folder, press, save, settle, stage, type_text};

const NONE: Modifiers = Modifiers::NONE;
/// About how wide a context menu is.
const MENU: f32 = 290.0;
const ZONED: &str = "client -> api\nzone data: group \"Data\" {\n  api: service \"Api\"\n  db: sql \"Orders\"\n}\napi -> db\nclient: client \"Visitors\"";

fn open(notation: &str) -> (tempfile::TempDir, Stage) {
    let folder = folder();
    let file = folder.path().join("drawing.boxdrill");
    save(&file, notation);
    let stage = stage(folder.path(), Some(file));
    (folder, stage)
}

fn document(stage: &Stage) -> &Document {
    let document = stage.state().as_ref().and_then(App::document);
    document.expect("a drawing is open")
}

fn right_click(stage: &mut Stage, pos: Pos2) {
    stage.event(Event::PointerMoved(pos));
    settle(stage);
    for pressed in [true, false] {
        stage.event(Event::PointerButton {
            pos,
            button: PointerButton::Secondary,
            pressed,
            modifiers: NONE,
        });
        settle(stage);
    }
}

fn place(stage: &Stage, label: &str) -> Pos2 {
    stage.get_by_label(label).rect().center()
}

/// A place on the canvas without anything.
fn nothing(stage: &Stage) -> Pos2 {
    let canvas = stage.get_by_label("Drawing").rect();
    canvas.left_top() + vec2(60.0, 90.0)
}

/// A row of the context menu that was opened there; panels may offer the same.
fn menu_row<'s>(stage: &'s Stage, at: Pos2, label: &'s str) -> Option<egui_kittest::Node<'s>> {
    let rows = stage.query_all_by_label(label);
    let menu = egui::Rect::from_min_size(at, vec2(MENU, f32::INFINITY));
    rows.into_iter()
        .find(|row| menu.contains(row.rect().center()))
}

fn is_menu_open(stage: &Stage) -> bool {
    stage.query_by_label("Duplicate").is_some() || stage.query_by_label("Select all").is_some()
}

#[test]
fn the_context_menu_closes_with_escape_and_a_press_beside_it_and_moves_with_one_click() {
    let (_folder, mut stage) = open(ZONED);
    let client = place(&stage, "Visitors, Client");
    right_click(&mut stage, client);
    for row in [
        "Cut",
        "Copy",
        "Paste",
        "Add one instance",
        "Break the selection",
    ] {
        assert!(menu_row(&stage, client, row).is_some(), "{row}");
    }
    press(&mut stage, NONE, Key::Escape);
    assert!(!is_menu_open(&stage), "escape");
    assert_eq!(document(&stage).selection().len(), 1, "and nothing else");
    right_click(&mut stage, client);
    let empty = nothing(&stage);
    right_click(&mut stage, empty);
    assert!(stage.query_by_label("Select all").is_some(), "it moves");
    assert!(stage.query_by_label("Duplicate").is_none());
    click_at(&mut stage, empty);
    assert!(!is_menu_open(&stage), "a click elsewhere");
}

#[test]
fn the_context_menu_gives_a_box_more_replicas_and_breaks_it() {
    let (_folder, mut stage) = open(ZONED);
    let client = place(&stage, "Api, App service");
    right_click(&mut stage, client);
    let more = menu_row(&stage, client, "Add one instance");
    more.expect("the row").click();
    settle(&mut stage);
    assert!(!is_menu_open(&stage));
    let api = design(&stage).components().find(|(_, c)| c.name == "Api");
    assert_eq!(api.expect("the api").1.replicas.count(), 2);
    press(&mut stage, Modifiers::SHIFT, Key::B);
    assert!(stage.query_by_label("Restore it").is_some());
}

#[test]
fn deleting_a_zone_asks_what_becomes_of_what_lies_in_it() {
    let select_zone = |stage: &mut Stage| {
        let zone = stage.get_by_label("Zone Data, group, 2 components").rect();
        click_at(stage, zone.left_top() + vec2(30.0, 10.0));
        assert_eq!(document(stage).selection().len(), 1);
        press(stage, NONE, Key::Delete);
    };
    let (_folder, mut stage) = open(ZONED);
    select_zone(&mut stage);
    assert_eq!(design(&stage).components().len(), 3, "it asks first");
    stage.get_by_label("Delete zone Data and its 2 components?");
    click(&mut stage, "Cancel");
    assert_eq!(design(&stage).zones().len(), 1);
    press(&mut stage, NONE, Key::Delete);
    click(&mut stage, "Keep the components");
    assert_eq!(
        (
            design(&stage).zones().len(),
            design(&stage).components().len()
        ),
        (0, 3)
    );
    stage.get_by_label("Deleted 1 item");
    click(&mut stage, "Undo this step");
    assert_eq!(design(&stage).zones().len(), 1);
    press(&mut stage, NONE, Key::Escape);
    select_zone(&mut stage);
    click(&mut stage, "Delete all");
    assert_eq!(
        (
            design(&stage).zones().len(),
            design(&stage).components().len()
        ),
        (0, 1)
    );
    stage.get_by_label("Deleted 5 items");
}

#[test]
fn what_everything_is_selected_for_is_deleted_without_a_question_and_can_be_undone() {
    let (_folder, mut stage) = open(ZONED);
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, NONE, Key::Delete);
    assert!(design(&stage).is_empty());
    click(&mut stage, "Undo this step");
    assert_eq!(design(&stage).components().len(), 3);
}

#[test]
fn a_zone_with_something_locked_says_why_it_is_not_deleted() {
    let (_folder, mut stage) = open(ZONED);
    let db = place(&stage, "Orders, SQL database");
    click_at(&mut stage, db);
    press(&mut stage, Modifiers::COMMAND, Key::L);
    press(&mut stage, NONE, Key::Delete);
    assert!(stage.query_by_label_contains("Locked items stay").is_some());
    let zone = stage.get_by_label("Zone Data, group, 2 components").rect();
    click_at(&mut stage, zone.left_top() + vec2(30.0, 10.0));
    press(&mut stage, NONE, Key::Delete);
    assert!(
        stage
            .query_by_label_contains("An item in Data is locked")
            .is_some()
    );
    assert_eq!(design(&stage).zones().len(), 1);
}

#[test]
fn menu_rows_wait_for_what_they_are_about() {
    let (_folder, mut stage) = open(ZONED);
    let is_enabled = |stage: &mut Stage, menu: &str, row: &str| {
        click(stage, menu);
        let rows = stage.query_all_by_label(row);
        let enabled = rows
            .into_iter()
            .any(|row| !row.accesskit_node().is_disabled());
        press(stage, NONE, Key::Escape);
        enabled
    };
    let rows = [
        ("Arrange", "Align left"),
        ("Arrange", "Distribute horizontally"),
        ("Edit", "Delete and reconnect"),
        ("Edit", "Paste settings"),
        ("Go", "Connect by name…"),
        ("Go", "New component on the right…"),
    ];
    for (menu, row) in rows {
        assert!(!is_enabled(&mut stage, menu, row), "{row}");
    }
    press(&mut stage, Modifiers::COMMAND, Key::A);
    for (menu, row) in &rows[..3] {
        assert!(is_enabled(&mut stage, menu, row), "{row}");
    }
}

#[test]
fn the_list_of_keys_names_each_once() {
    let (_folder, mut stage) = open(ZONED);
    press(&mut stage, NONE, Key::Questionmark);
    assert_eq!(stage.query_all_by_label("Ctrl++").count(), 1);
    assert_eq!(stage.query_all_by_label("Ctrl+Alt++").count(), 1);
}

#[test]
fn the_inspector_opens_over_the_brief_on_what_is_clicked_and_gives_way_again() {
    let (_folder, mut stage) = open(super::WEAK);
    assert!(stage.query_by_label("What you know").is_some(), "the brief");
    let at = place(&stage, "Links DB, SQL database");
    click_at(&mut stage, at);
    assert!(
        stage.query_by_label("Add one instance").is_some(),
        "the inspector"
    );
    stage.run_steps(30);
    let empty = nothing(&stage);
    click_at(&mut stage, empty);
    assert!(stage.query_by_label("What you know").is_some());
    stage.get_by_role_and_label(Role::Tab, "Check").click();
    settle(&mut stage);
    click_at(&mut stage, at);
    assert!(
        stage.query_by_label("Add one instance").is_none(),
        "other tabs stay"
    );
}

#[test]
fn a_search_is_emptied_by_its_cross_and_when_the_drawing_is_left() {
    let (_folder, mut stage) = open(ZONED);
    let text = |stage: &Stage| stage.get_by_label("Find a component").value();
    let look = |stage: &mut Stage| {
        stage.get_by_label("Find a component").focus();
        settle(stage);
        type_text(stage, "clickhouse");
    };
    look(&mut stage);
    click(&mut stage, "Clear: Find a component");
    assert_eq!(text(&stage).unwrap_or_default(), "");
    look(&mut stage);
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    stage
        .get_by_role_and_label(Role::Button, "Continue")
        .click();
    settle(&mut stage);
    assert_eq!(text(&stage).unwrap_or_default(), "");
}
