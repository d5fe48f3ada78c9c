//! Home: the prompts, and the way into the first drawing.

use super::{Stage, click, folder, stage};
use boxdrill::scenario::builtin;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

#[test]
fn home_lists_the_prompts_and_opens_one() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    for title in [
        "URL shortener",
        "Messenger",
        "Chat system",
        "Video streaming",
    ] {
        stage.get_by_label(title);
    }
    click(&mut stage, "URL shortener");
    stage.get_by_label("Find a component");
    stage.get_by_label("Clarifying questions");
}

#[test]
fn the_last_drawing_is_continued_after_a_restart() {
    let folder = folder();
    let start = super::stage(folder.path(), None);
    assert!(
        start.query_by_label("Continue").is_none(),
        "nothing is drawn yet"
    );
    drop(start);
    let file = folder.path().join("mine.boxdrill");
    super::save(&file, super::WEAK);
    drop(super::stage(folder.path(), Some(file)));
    let mut stage = stage(folder.path(), None);
    stage.get_by_label("Last drawing");
    let button = stage.get_by_role_and_label(egui::accesskit::Role::Button, "Continue");
    button.click();
    super::settle(&mut stage);
    assert_eq!(super::design(&stage).components().len(), 4);
}

#[test]
fn prompts_of_the_user_are_read_and_broken_ones_named() {
    let folder = folder();
    let scenarios = folder.path().join("scenarios");
    std::fs::create_dir_all(&scenarios).expect("a folder");
    std::fs::write(scenarios.join("broken.json"), "{\n\"id\": 3\n}").expect("it is written");
    let own = include_str!("../../../scenarios/messenger.json")
        .replace("\"id\": \"messenger\"", "\"id\": \"our_messenger\"")
        .replace("\"title\": \"Messenger\"", "\"title\": \"Our messenger\"");
    std::fs::write(scenarios.join("own.json"), own).expect("it is written");
    let stage = stage(folder.path(), None);
    stage.get_by_label("Our messenger");
    let problem = stage.get_by_label_contains("broken.json");
    assert!(format!("{problem:?}").contains("line 2"));
}

#[test]
fn a_newcomer_is_led_through_a_first_drawing_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = stage(folder.path(), None);
    stage.get_by_label("Show me").click();
    stage.run();
    for (lesson, kind) in [
        ("Place a client", "client"),
        ("Place a service", "app service"),
    ] {
        assert!(stage.query_by_label(lesson).is_some(), "{lesson}");
        stage.key_press(Key::Slash);
        stage.run();
        stage.get_by_label("Component or product").type_text(kind);
        stage.run();
        stage.key_press(Key::Enter);
        stage.run();
    }
    assert!(stage.query_by_label("Connect them").is_some());
    stage.get_by_label("Skip the guide").click();
    stage.run();
    assert!(stage.query_by_label("Connect them").is_none());
    // It is not offered again, but the path leads to it.
    stage.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    stage.run();
    assert!(stage.query_by_label("Show me").is_none());
    let step = "Step: Your first drawing, Three boxes and a client, done";
    assert!(stage.query_by_label(step).is_some());
}

#[test]
fn prompts_are_found_by_skill_difficulty_and_what_was_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = stage(folder.path(), None);
    let listed = |stage: &Stage| {
        let titles = builtin().iter().map(|prompt| prompt.title.as_str());
        titles
            .filter(|title| stage.query_by_label(title).is_some())
            .count()
    };
    assert_eq!(listed(&stage), builtin().len());
    stage.get_by_label("Search prompts").focus();
    stage.run();
    stage.get_by_label("Search prompts").type_text("fan-out");
    stage.run();
    let found = listed(&stage);
    assert!(found > 0 && found < builtin().len(), "{found}");
    stage.get_by_label("Search prompts").type_text(" qqq");
    stage.run();
    assert_eq!(listed(&stage), 0);
}
