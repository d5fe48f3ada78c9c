//! History, comparison, replay and drills by their labels.

use super::{Stage, WEAK, click, folder, press, save, settle, stage, type_text};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use std::path::Path;

fn home(stage: &mut Stage) {
    press(stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
}

/// Two checked drawings for one prompt.
fn two_checks(folder: &Path) -> Stage {
    let file = folder.join("weak.boxdrill");
    save(&file, WEAK);
    let mut stage = stage(folder, Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    // Once more without a change is no other attempt.
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, Modifiers::COMMAND, Key::D);
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage
}

#[test]
fn home_is_truthful_before_anything_was_tried() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    stage.get_by_label_contains("Nothing has been measured yet. Draw");
    for kind in ["What breaks?", "Numbers", "Find the fault"] {
        stage.get_by_label(&format!("Drill: {kind}"));
    }
    click(&mut stage, "History");
    stage.get_by_label("No attempts yet");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    stage.get_by_label("Free practice");
    click(&mut stage, "History");
    home(&mut stage);
    assert!(stage.query_by_label("No attempts yet").is_none());
    stage.get_by_label("Free practice");
}

#[test]
fn checks_are_listed_opened_and_compared() {
    let folder = folder();
    let mut stage = two_checks(folder.path());
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::Y);
    stage.get_by_label("2 attempts, newest first");
    let row = stage.get_all_by_label_contains(", score ").next();
    row.expect("an attempt").click();
    settle(&mut stage);
    stage.get_by_label("Drawing of this attempt");
    stage.get_by_label("Open a copy");
    stage.get_by_label_contains("Scores over time: ");
    for n in 0..2 {
        let tick = stage.get_all_by_label_contains("Compare: ").nth(n);
        tick.expect("a tick").click();
        settle(&mut stage);
    }
    click(&mut stage, "Compare the two");
    stage.get_by_label("Earlier drawing");
    stage.get_by_label("Later drawing");
    stage.get_by_label("What changed");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    click(&mut stage, "Delete all…");
    click(&mut stage, "Delete everything");
    stage.get_by_label("No attempts yet");
    assert!(!folder.path().join("state/attempts.jsonl").exists());
}

#[test]
fn the_history_is_filtered_and_there_after_a_restart() {
    let folder = folder();
    drop(two_checks(folder.path()));
    let mut stage = stage(folder.path(), None);
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::Y);
    click(&mut stage, "Drills: attempts");
    stage.get_by_label("No attempts match these filters");
    click(&mut stage, "Free practice: attempts");
    stage.get_by_label("2 attempts, newest first");
    stage.get_by_label("Filter by prompt").focus();
    settle(&mut stage);
    type_text(&mut stage, "messenger");
    stage.get_by_label("No attempts match these filters");
}

fn play_drill(stage: &mut Stage, kind: &str) {
    home(stage);
    click(stage, &format!("Drill: {kind}"));
    stage.get_by_label("Task 1");
    stage.get_by_label("Drawing of the task");
}

#[test]
fn drills_are_played_counted_and_kept() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    play_drill(&mut stage, "Numbers");
    stage.get_by_label("Your number").focus();
    settle(&mut stage);
    type_text(&mut stage, "1000 * 3");
    click(&mut stage, "Reveal");
    click(&mut stage, "Next task");
    stage.get_by_label("Task 2");
    click(&mut stage, "End the drill");
    stage.get_by_label_contains("Counts toward ");
    click(&mut stage, "Done");

    play_drill(&mut stage, "Find the fault");
    click(&mut stage, "The drawing as a whole");
    let options = stage.get_all_by_role(egui::accesskit::Role::RadioButton);
    options.last().expect("a fault").click();
    settle(&mut stage);
    click(&mut stage, "Reveal");
    stage.get_by_label_contains("The check says: ");
    // What was answered counts, however the page is left.
    press(&mut stage, Modifiers::NONE, Key::Escape);
    click(&mut stage, "Done");

    play_drill(&mut stage, "What breaks?");
    let asked = stage.get_all_by_label_contains("Works: ").count();
    for n in 0..asked {
        let works = stage.get_all_by_label_contains("Works: ").nth(n);
        works.expect("a flow").click();
        settle(&mut stage);
    }
    if let Some(first) = stage
        .query_all_by_role(egui::accesskit::Role::RadioButton)
        .last()
    {
        first.click();
        settle(&mut stage);
    }
    click(&mut stage, "Reveal");
    click(&mut stage, "End the drill");
    click(&mut stage, "Done");

    home(&mut stage);
    stage.get_by_label_contains("Your weakest area is ");
    let header = stage.get_all_by_label("History").next();
    header.expect("the button of the bar").click();
    settle(&mut stage);
    click(&mut stage, "Drills: attempts");
    stage.get_by_label("3 attempts, newest first");
}

#[test]
fn a_finished_round_is_on_home_in_the_history_and_in_its_replay() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "Mock interview");
    click(&mut stage, "20 min");
    click(&mut stage, "Start the interview");
    stage.get_by_label("Add a requirement").focus();
    settle(&mut stage);
    type_text(&mut stage, "Links never get lost");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    click(&mut stage, "Stage 4: High-level design");
    press(&mut stage, Modifiers::NONE, Key::Slash);
    stage
        .get_by_label("Component or product")
        .type_text("client");
    settle(&mut stage);
    press(&mut stage, Modifiers::NONE, Key::Enter);
    click(&mut stage, "End interview…");
    click(&mut stage, "End it now");
    click(&mut stage, "Replay");
    stage.get_by_label("Time of the round");
    stage.get_by_label_contains("Nothing is drawn yet: the first box appears at 0:");
    assert!(stage.get_all_by_label_contains("Go to ").count() >= 2);
    stage.get_by_label("Must have: Links never get lost");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    stage.get_by_label("Rubric");
    click(&mut stage, "Go to the drawing");
    drop(stage);

    let mut stage = self::stage(folder.path(), None);
    stage.get_by_label("Mock interviews");
    let rounds = stage.get_all_by_label_contains("URL shortener, Today, ");
    rounds.last().expect("the round").click();
    settle(&mut stage);
    stage.get_by_label("Rubric");
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::Y);
    stage.get_by_label("1 attempt");
    let row = stage.get_all_by_label_contains(", score ").next();
    row.expect("the round").click();
    settle(&mut stage);
    click(&mut stage, "Replay");
    // A quick machine plays this round in a second or two: not faster than it was.
    click(&mut stage, "1×: speed");
    stage.get_by_label("Play").click();
    stage.step();
    stage.step();
    stage.get_by_label("Pause");
}
