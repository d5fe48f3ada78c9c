//! The panel of numbers and the stopping of parts, in the whole window without a screen.

use boxdrill::app::App;
use boxdrill::model::{Design, Id};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::ui::{Stage, click, folder, press, save, settle, stage};

const HINT: &str = "Click a box, a zone, or a connection to stop it; click again to restart it";

const SMALL: &str = "scenario url_shortener
users: client \"Users\"
api: service \"Link service\" x6
links: sql \"Links DB\"
hits: cache \"Hot links\"
users -> api
api -> hits
api -> links
";

/// A window on a small drawing with the numbers open.
pub(crate) fn opened(text: &str) -> (tempfile::TempDir, Stage) {
    let folder = folder();
    let file = folder.path().join("small.boxdrill");
    save(&file, text);
    let mut stage = stage(folder.path(), Some(file));
    click(&mut stage, "Numbers");
    (folder, stage)
}

fn design(stage: &Stage) -> Design {
    let document = stage.state().as_ref().and_then(App::document);
    document.expect("a drawing is open").design().clone()
}

/// Presses on a box of the drawing.
pub(crate) fn strike(stage: &mut Stage, name: &str) {
    let on_canvas = |stage: &Stage| {
        let all = stage.get_all_by_role(Role::GraphicsObject);
        let mut named = all.filter(|node| {
            let label = node.accesskit_node().label();
            label.is_some_and(|label| label.starts_with(name))
        });
        named.next().expect("the box is in sight").rect().center()
    };
    let at = on_canvas(stage);
    stage.hover_at(at);
    settle(stage);
    stage.drag_at(at);
    settle(stage);
    stage.drop_at(at);
    settle(stage);
}

pub(crate) fn spoken(stage: &Stage, name: &str) -> String {
    let mut all = stage.get_all_by_role(Role::GraphicsObject);
    let labels = all.find_map(|node| {
        node.accesskit_node()
            .label()
            .filter(|l| l.starts_with(name))
    });
    labels.expect("the box is in sight")
}

fn traffic(stage: &Stage) -> f64 {
    let slider = stage.get_by_role_and_label(Role::Slider, "Traffic");
    slider.accesskit_node().numeric_value().expect("a number")
}

#[test]
fn traffic_can_be_turned_up_by_key_and_loads_follow() {
    let (_folder, mut stage) = opened(SMALL);
    let before = spoken(&stage, "Link service");
    assert!(before.contains("% used"), "{before}");
    stage.get_by_role_and_label(Role::Slider, "Traffic").focus();
    settle(&mut stage);
    for _ in 0..9 {
        press(&mut stage, Modifiers::NONE, Key::ArrowRight);
    }
    assert!((traffic(&stage) - 10.0).abs() < 1e-9, "{}", traffic(&stage));
    let after = spoken(&stage, "Link service");
    assert!(after.contains("overloaded"), "{before}, then {after}");
    stage
        .get_all_by_label_contains("Overloaded")
        .next()
        .expect("a flow that cannot keep up");
    click(&mut stage, "Back to ×1");
    assert!((traffic(&stage) - 1.0).abs() < 1e-9);
    assert_eq!(spoken(&stage, "Link service"), before);
}

#[test]
fn without_a_prompt_the_user_says_how_much_traffic_there_is() {
    let (_folder, mut stage) = opened("client -> api -> db\napi: service x1 \"Api\"");
    stage.get_by_label_contains("Enter your traffic");
    assert!(stage.query_by_role(Role::Slider).is_none());
    stage.get_by_label("Flows");
    stage.get_by_label("Cost");
    assert!(stage.query_by_label("Load").is_none());
    let field = "Requests a second at peak";
    stage.get_by_role_and_label(Role::TextInput, field).focus();
    settle(&mut stage);
    stage
        .get_by_role_and_label(Role::TextInput, field)
        .type_text("700");
    settle(&mut stage);
    stage.get_by_label("Load");
    assert!(spoken(&stage, "Api").contains("% used"));
    assert_eq!(design(&stage).traffic(), Some(700.0));
    stage.get_by_label("Drawing").focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(design(&stage).traffic(), None, "one step of undo");
}

#[test]
fn every_number_explains_itself() {
    let (_folder, mut stage) = opened(SMALL);
    let shows =
        |stage: &Stage, text: &str| stage.query_all_by_label_contains(text).next().is_some();
    row_click(&mut stage, ", capacity ");
    assert!(shows(&stage, "concurrent requests = "), "the formula");
    assert!(shows(&stage, " per instance: "), "the source");
    row_click(&mut stage, " works, p50 ");
    assert!(shows(&stage, "p99: "));
    row_click(&mut stage, " a month");
    assert!(shows(&stage, "per instance") || shows(&stage, " × $"));
    stage.run();
}

/// Presses the first row whose name holds these words.
fn row_click(stage: &mut Stage, text: &str) {
    let is_meant =
        |label: Option<String>| label.is_some_and(|label| label.to_lowercase().contains(text));
    let row = {
        let mut rows = stage.get_all_by_role(Role::Button);
        rows.find(|node| is_meant(node.accesskit_node().label()))
            .map(|row| row.click())
    };
    row.expect("a row");
    settle(stage);
}

#[test]
fn stopping_a_box_changes_no_drawing_and_starting_it_brings_it_back() {
    let (_folder, mut stage) = opened(SMALL);
    let before = design(&stage);
    press(&mut stage, Modifiers::NONE, Key::B);
    stage.get_by_label(HINT);
    strike(&mut stage, "Links DB");
    assert!(spoken(&stage, "Links DB").ends_with("down"));
    // All of its calls fail, so it is as good as down.
    assert!(spoken(&stage, "Link service").contains("down"));
    stage.get_by_label("Links DB is down");
    stage.get_by_label("Restore Links DB");
    // Nothing can be changed meanwhile: not by key, not from the palette.
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, Modifiers::NONE, Key::Delete);
    press(&mut stage, Modifiers::NONE, Key::N);
    click(&mut stage, "DNS");
    assert_eq!(design(&stage), before);
    strike(&mut stage, "Links DB");
    assert!(!spoken(&stage, "Links DB").ends_with("down"));
    strike(&mut stage, "Links DB");
    click(&mut stage, "Restore Links DB");
    assert!(!spoken(&stage, "Links DB").ends_with("down"));
    strike(&mut stage, "Hot links");
    click(&mut stage, "Restore all");
    assert!(!spoken(&stage, "Hot links").ends_with("down"));
    press(&mut stage, Modifiers::NONE, Key::Escape);
    assert!(stage.query_by_label(HINT).is_none(), "Esc leaves");
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(design(&stage), before, "there is no step to take back");
    stage.run();
}

#[test]
fn a_box_is_stopped_by_keyboard_too_and_other_tabs_end_it() {
    let (_folder, mut stage) = opened(SMALL);
    press(&mut stage, Modifiers::NONE, Key::B);
    stage.get_by_label("Drawing").focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::NONE, Key::Tab);
    press(&mut stage, Modifiers::NONE, Key::Enter);
    let down = |stage: &Stage| stage.query_all_by_label_contains(" is down").count();
    assert!(down(&stage) > 0);
    click(&mut stage, "Inspector");
    assert_eq!(down(&stage), 0);
    // Back at the tools, a note can be placed again; what was stopped is remembered.
    click(&mut stage, "Numbers");
    stage.get_by_label("Restore all");
}

#[test]
fn what_is_stopped_goes_with_its_box() {
    let (_folder, mut stage) = opened(SMALL);
    press(&mut stage, Modifiers::NONE, Key::B);
    strike(&mut stage, "Hot links");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    strike(&mut stage, "Hot links");
    press(&mut stage, Modifiers::NONE, Key::Delete);
    assert_eq!(design(&stage).components().len(), 3);
    assert!(design(&stage).component(Id(0)).is_none());
    assert!(stage.query_by_label("Restore all").is_none());
}

#[test]
fn an_empty_drawing_has_nothing_to_measure() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "Numbers");
    stage.get_by_label("No numbers yet");
    press(&mut stage, Modifiers::NONE, Key::B);
    assert!(stage.query_by_label(HINT).is_none());
}

#[test]
fn parts_can_be_slowed_down_and_caches_emptied() {
    let (_folder, mut stage) = opened(SMALL);
    press(&mut stage, Modifiers::NONE, Key::B);
    click(&mut stage, "Slow down");
    strike(&mut stage, "Links DB");
    assert!(spoken(&stage, "Links DB").contains("slow"));
    stage.get_by_label("Links DB is slow");
    click(&mut stage, "Clear");
    strike(&mut stage, "Link service");
    stage.get_by_label("Only a cache or a CDN can be cleared");
    let used = |stage: &Stage| spoken(stage, "Links DB");
    let before = used(&stage);
    strike(&mut stage, "Hot links");
    assert!(spoken(&stage, "Hot links").contains("empty"));
    assert_ne!(used(&stage), before, "all reads get to the store");
    stage.get_by_label("2 components have problems");
}

#[test]
fn a_connection_is_cut_by_a_click() {
    let (_folder, mut stage) = opened(SMALL);
    press(&mut stage, Modifiers::NONE, Key::B);
    let center = |name: &str| {
        let mut all = stage.get_all_by_role(Role::GraphicsObject);
        let node = all.find(|node| {
            node.accesskit_node()
                .label()
                .is_some_and(|l| l.starts_with(name))
        });
        node.expect("the box is in sight").rect()
    };
    let (users, service) = (center("Users"), center("Link service"));
    let at = users.right_center() + (service.left_center() - users.right_center()) * 0.5;
    stage.hover_at(at);
    settle(&mut stage);
    stage.drag_at(at);
    settle(&mut stage);
    stage.drop_at(at);
    settle(&mut stage);
    stage.get_by_label("Users → Link service is down");
    click(&mut stage, "Restore Users → Link service");
    assert!(
        stage
            .query_by_label("Users → Link service is down")
            .is_none()
    );
}

#[test]
fn traffic_moves_only_while_it_is_asked_to() {
    let (_folder, mut stage) = opened(SMALL);
    // Every picture is asked for again while it moves, and none when it has stopped.
    let rests = |stage: &mut Stage| {
        settle(stage);
        let output = &stage.output().viewport_output;
        output
            .values()
            .all(|view| view.repaint_delay > std::time::Duration::from_secs(1))
    };
    assert!(rests(&mut stage));
    stage.get_by_label("Animate traffic").click();
    stage.step();
    stage.step();
    let output = &stage.output().viewport_output;
    assert!(
        output
            .values()
            .any(|view| view.repaint_delay < std::time::Duration::from_millis(100))
    );
    stage.get_by_label("Stop the animation").click();
    stage.step();
    assert!(rests(&mut stage));
}

#[test]
fn a_request_is_told_hop_by_hop() {
    let (_folder, mut stage) = opened(SMALL);
    row_click(&mut stage, "open a short link: works");
    click(&mut stage, "Step through a request");
    stage.get_by_label("1 of 3");
    stage.get_by_label("A request from Users goes to Link service");
    press(&mut stage, Modifiers::NONE, Key::ArrowRight);
    stage.get_by_label_contains("Link service checks Hot links");
    click(&mut stage, "Next hop");
    stage.get_by_label_contains("Link service reads from Links DB");
    stage.get_by_label_contains("The whole request: p50");
    press(&mut stage, Modifiers::NONE, Key::ArrowLeft);
    stage.get_by_label("2 of 3");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    assert!(stage.query_by_label("2 of 3").is_none());
}

#[test]
fn a_failure_is_predicted_before_it_is_shown() {
    let (_folder, mut stage) = opened(SMALL);
    click(&mut stage, "Predict");
    stage.get_by_label("Predict, then reveal");
    assert!(
        !spoken(&stage, "Link service").contains("used"),
        "loads would tell"
    );
    assert!(stage.query_by_label("Flows").is_none());
    let answers = stage.query_all_by_label("Down").count();
    assert!(answers > 0);
    for index in 0..answers {
        let all: Vec<_> = stage.query_all_by_label("Down").collect();
        all[index].click();
        settle(&mut stage);
    }
    click(&mut stage, "Link service");
    click(&mut stage, "Reveal");
    stage.get_by_label_contains(" points");
    assert!(stage.query_all_by_label("Right").count() > 0);
    assert!(
        spoken(&stage, "Link service").contains("used")
            || spoken(&stage, "Link service").contains("down")
    );
    click(&mut stage, "Next failure");
    stage.get_by_label("Reveal");
    click(&mut stage, "End the drill");
    stage.get_by_label("Flows");
    assert!(
        stage.query_by_label("Restore all").is_none(),
        "all is well again"
    );
}

#[test]
fn it_is_said_how_sure_the_numbers_are() {
    let (_folder, mut stage) = opened(SMALL);
    click(&mut stage, "Confidence group");
    for _ in 0..2_000 {
        if stage
            .query_all_by_label_contains("met in ")
            .next()
            .is_some()
        {
            break;
        }
        stage.step();
    }
    stage.get_by_label("Handles the load");
    assert!(stage.query_all_by_label_contains("80% range").count() > 1);
    assert!(
        stage
            .query_all_by_label_contains("capacity of an instance")
            .count()
            > 0
    );
}

/// Types into a field with nothing in it.
fn fill(stage: &mut Stage, name: &str, text: &str) {
    stage.get_by_role_and_label(Role::TextInput, name).focus();
    settle(stage);
    stage.event(egui::Event::Text(text.to_owned()));
    settle(stage);
}

#[test]
fn prices_are_set_for_the_drawing_in_one_step_and_go_back_to_the_default() {
    const FIELD: &str = "SQL database: USD a month per instance";
    let (_folder, mut stage) = opened(SMALL);
    let before = design(&stage);
    let shows = |stage: &Stage, text: &str| stage.query_all_by_label_contains(text).count() > 0;
    click(&mut stage, "Prices…");
    assert!(shows(
        &stage,
        "329 a month: https://aws.amazon.com/rds/postgresql/pricing/"
    ));
    assert!(shows(&stage, ", 2025-09"));
    assert!(
        stage
            .query_by_label(&FIELD.replace("SQL database", "CDN"))
            .is_none()
    );
    stage.run();
    // What is no price cannot be set.
    fill(&mut stage, FIELD, "dear");
    stage.get_by_label("Enter 0 or a positive number");
    click(&mut stage, "Set prices");
    stage.get_by_label(FIELD);
    click(&mut stage, "Back to the default: SQL database");
    fill(&mut stage, FIELD, "412.5");
    fill(&mut stage, "Cache: USD per million calls", "0.2");
    click(&mut stage, "Set prices");
    let priced = design(&stage);
    assert_eq!(priced.prices()["sql_database"].monthly, Some(412.5));
    assert_eq!(priced.prices()["cache"].per_million, Some(0.2));
    assert_eq!(priced.prices().len(), 2, "what was left alone has no price");
    // With 690 for the 6 TB of links that it keeps.
    assert!(shows(&stage, "Links DB: $1,103 a month"));
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(design(&stage), before, "one step");
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(design(&stage), priced);
    // The form shows what is set, and an empty field is the default again.
    press(&mut stage, Modifiers::COMMAND, Key::K);
    fill_found(&mut stage, "Prices");
    click(&mut stage, "Back to the default: SQL database");
    click(&mut stage, "Set prices");
    assert!(!design(&stage).prices().contains_key("sql_database"));
    click(&mut stage, "Prices…");
    click(&mut stage, "Cancel");
    stage.run();
}

/// Finds a command by name and gives it.
fn fill_found(stage: &mut Stage, name: &str) {
    stage.event(egui::Event::Text(name.to_owned()));
    settle(stage);
    press(stage, Modifiers::NONE, Key::Enter);
}

#[test]
fn prices_cannot_be_set_while_parts_are_stopped() {
    let (_folder, mut stage) = opened(SMALL);
    press(&mut stage, Modifiers::NONE, Key::B);
    click(&mut stage, "Prices…");
    assert!(stage.query_by_label("Set prices").is_none());
}

#[test]
fn growth_is_plotted_and_told() {
    let (_folder, mut stage) = opened(SMALL);
    click(&mut stage, "Growth group");
    let told = {
        let mut all = stage.get_all_by_role(Role::Image);
        all.find_map(|node| {
            node.accesskit_node()
                .label()
                .filter(|l| l.starts_with("Growth. "))
        })
    };
    let told = told.expect("the plot says what it shows");
    assert!(
        told.contains("Open a short link: ") && told.contains("is overloaded at ×"),
        "{told}"
    );
    stage.run();
}
