//! A mock interview by its labels, from Home to the scorecard and its export; nothing of the check before the end.

use super::{Stage, click, click_at, folder, press, replace_path, settle, stage, type_text};
use boxdrill::practice::scorecard::FOOTNOTE;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

fn type_into(stage: &mut Stage, label: &str, text: &str) {
    stage.get_by_label(label).focus();
    settle(stage);
    type_text(stage, text);
    press(stage, Modifiers::NONE, Key::Enter);
}

fn begin(stage: &mut Stage) {
    begin_with(stage, "Components");
}

fn begin_with(stage: &mut Stage, drawing: &str) {
    click(stage, "Mock interview");
    click(stage, &format!("{drawing}: drawing"));
    click(stage, "20 min");
    click(stage, "Start the interview");
    stage.get_by_label("Stage 1: Requirements");
}

fn place(stage: &mut Stage, kind: &str) {
    press(stage, Modifiers::NONE, Key::Slash);
    stage.get_by_label("Component or product").type_text(kind);
    settle(stage);
    press(stage, Modifiers::NONE, Key::Enter);
}

#[test]
fn a_whole_round_by_labels_to_the_scorecard_and_its_export() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    type_into(&mut stage, "Ask in your own words", "Do you like pizza?");
    assert!(
        stage
            .query_by_label_contains("I would have to look that up")
            .is_some()
    );
    type_into(
        &mut stage,
        "Add a requirement",
        "Opening a short link leads to the original address",
    );
    // The field keeps the keyboard for the next line.
    type_text(&mut stage, "A link works for ten years");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    assert!(stage.query_by_label("Must have, line 2").is_some());
    type_into(&mut stage, "Add something out of scope", "Payments");
    type_into(&mut stage, "Add an assumption", "One region");
    assert!(stage.query_by_label("Must have, line 1").is_some());
    click(&mut stage, "Next: Estimates");
    type_into(
        &mut stage,
        "Calculation on the scratch pad",
        "40M * 5 / 86400",
    );
    assert!(stage.query_by_label_contains("= 2,315").is_some());
    type_into(&mut stage, "Peak redirects, value", "8000");
    click(&mut stage, "Next: API and data");
    type_into(&mut stage, "Add an operation", "Create a short link");
    click(&mut stage, "Next: High-level design");
    for kind in ["client", "app service", "sql"] {
        place(&mut stage, kind);
    }
    assert_eq!(super::design(&stage).components().count(), 3);
    // Neither the key nor anything else shows the check.
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    assert!(stage.query_by_label("Check").is_none());
    assert!(
        stage
            .query_by_label_contains("not available during a mock interview")
            .is_some()
    );
    click(&mut stage, "Next: Deep dive");
    type_into(&mut stage, "Answer 1 to question 1", "A standby takes over");
    click(&mut stage, "Next: Delivery plan");
    type_into(
        &mut stage,
        "Add a dependency",
        "Domain; 4 weeks; Links team",
    );
    type_into(
        &mut stage,
        "Add a stage",
        "Employees; a calm week; errors; flag off",
    );
    type_into(&mut stage, "Add a risk", "Abuse; Safety team; limits");
    click(&mut stage, "Stage 1: Requirements");
    click(&mut stage, "Stage 6: Delivery plan");
    click(&mut stage, "Next: Wrap-up");
    click(&mut stage, "Finish and see the scorecard");
    stage.get_by_label("Rubric");
    stage.get_by_label(FOOTNOTE);
    assert!(
        stage
            .query_by_label_contains("Framing and requirements: ")
            .is_some()
    );
    for (button, name) in [
        ("As Markdown…", "card.md"),
        ("As HTML…", "card.html"),
        ("As PDF…", "card.pdf"),
    ] {
        let path = folder.path().join(name);
        click(&mut stage, "Export…");
        click(&mut stage, button);
        replace_path(&mut stage, &path);
        click(&mut stage, "Export");
        let bytes = std::fs::read(&path).expect("it is written");
        let says = |words: &str| {
            bytes
                .windows(words.len())
                .any(|part| part == words.as_bytes())
        };
        let is_whole = match button {
            "As PDF…" => says("%PDF-") && says("%%EOF"),
            _ => says(FOOTNOTE) && says("Failure reasoning"),
        };
        assert!(is_whole, "{button}");
    }
    click(&mut stage, "Go to the drawing");
    stage.get_by_label("Find a component");
    // The plan of the round goes on in the program view, though no component is in it yet.
    click(&mut stage, "Program: View");
    stage.get_by_label_contains("The program needs Links team: Domain");
    stage.get_by_label("Stage 1, Employees");
}

fn go_to_design(stage: &mut Stage) {
    for next in ["Estimates", "API and data", "High-level design"] {
        click(stage, &format!("Next: {next}"));
    }
}

#[test]
fn a_whiteboard_has_plain_boxes_that_are_read_by_their_names() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin_with(&mut stage, "Whiteboard");
    go_to_design(&mut stage);
    assert!(stage.query_by_label("Find a component").is_none());
    for name in ["Web client", "Link service", "PostgreSQL"] {
        press(&mut stage, Modifiers::NONE, Key::Slash);
        stage.get_by_label("Name of the box").type_text(name);
        settle(&mut stage);
        press(&mut stage, Modifiers::NONE, Key::Enter);
    }
    click(&mut stage, "Inspector");
    assert!(stage.query_by_label("Kind").is_none());
    stage.get_by_label("Instances");
    let drawn = super::design(&stage);
    assert!(drawn.components().all(|(_, one)| one.kind == "custom"));
    let taken = drawn
        .components()
        .last()
        .and_then(|(_, one)| one.recognize_custom_kind());
    assert_eq!(taken.expect("it is known").kind.id, "sql_database");
    click(&mut stage, "End interview…");
    click(&mut stage, "End it now");
    for picture in ["Your drawing", "Accepted design"] {
        stage.get_by_label(picture);
    }
    click(&mut stage, "Go to the drawing");
    stage.get_by_label("Find a component");
}

#[test]
fn a_verbal_round_is_drawn_once_it_is_over() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin_with(&mut stage, "Verbal");
    go_to_design(&mut stage);
    assert!(stage.query_by_label("Drawing").is_none(), "no canvas");
    type_into(&mut stage, "Keywords of your design", "CDN, service, store");
    click(&mut stage, "Next: Deep dive");
    type_into(&mut stage, "Answer 1 to question 1", "A standby takes over");
    click(&mut stage, "Next: Delivery plan");
    click(&mut stage, "Next: Wrap-up");
    click(&mut stage, "Draw what you described");
    assert!(stage.query_by_label("Pause").is_none(), "there is no clock");
    stage.get_by_label_contains("CDN, service, store");
    for kind in ["client", "app service", "sql"] {
        place(&mut stage, kind);
    }
    click(&mut stage, "Compare and see the scorecard");
    stage.get_by_label("Your drawing");
    assert!(
        stage
            .query_by_label_contains("not linked to a component")
            .is_none()
    );
}

#[test]
fn a_round_is_there_again_after_a_crash_and_waits() {
    let folder = folder();
    let mut first = stage(folder.path(), None);
    begin(&mut first);
    type_into(&mut first, "Add a requirement", "Links never get lost");
    click(&mut first, "Pause");
    assert!(first.query_by_label("The round is paused").is_some());
    click(&mut first, "Resume");
    // The round is written each second of its own clock.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    settle(&mut first);
    drop(first);
    let mut second = stage(folder.path(), None);
    assert!(second.query_by_label("The round is paused").is_some());
    click(&mut second, "Resume");
    assert!(second.query_by_label("Must have, line 1").is_some());
    click(&mut second, "End interview…");
    click(&mut second, "End it now");
    second.get_by_label("Rubric");
    drop(second);
    let third = stage(folder.path(), None);
    assert!(third.query_by_label("Start the interview").is_none());
    third.get_by_label("Free practice");
}

/// Presses where a button is, twice, and says what is called like this afterwards is not pressed: it lies elsewhere.
fn press_twice_at(stage: &mut Stage, first: &str, danger: &str) {
    let at = stage.get_by_label(first).rect();
    for x in [at.left() + 2.0, at.center().x, at.right() - 2.0] {
        let pos = egui::pos2(x, at.center().y);
        click_at(stage, pos);
        let taken = stage.get_by_label(danger).rect();
        assert!(!taken.intersects(at), "{danger} lies under {first}");
        click_at(stage, pos);
        assert!(stage.query_by_label(danger).is_none());
        assert!(stage.query_by_label(first).is_some());
    }
}

#[test]
fn pressing_twice_on_the_same_place_ends_and_deletes_nothing() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    press_twice_at(&mut stage, "End interview…", "End it now");
    click(&mut stage, "End interview…");
    click(&mut stage, "End it now");
    click(&mut stage, "Go to the drawing");
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::Y);
    press_twice_at(&mut stage, "Delete all…", "Delete everything");
}

#[test]
fn the_drawing_is_shown_and_hidden_in_a_later_stage() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    place(&mut stage, "client");
    click(&mut stage, "Next: Deep dive");
    stage.get_by_label("Questions about your drawing");
    click(&mut stage, "Show the drawing");
    click(&mut stage, "Inspector");
    assert!(
        stage
            .query_by_label("Questions about your drawing")
            .is_none()
    );
    click(&mut stage, "Hide the drawing");
    stage.get_by_label("Questions about your drawing");
    click(&mut stage, "Show the drawing");
    click(&mut stage, "Stage 6: Delivery plan");
    stage.get_by_label("Add a dependency");
    stage.get_by_label("Show the drawing");
}

#[test]
fn an_answer_is_sent_by_enter_and_by_the_button_and_never_empty() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    place(&mut stage, "client");
    click(&mut stage, "Next: Deep dive");
    // Leaving the design is the last moment for the change of requirements.
    let field = "Answer to the requirement change";
    click(&mut stage, "Answer");
    assert!(stage.query_by_label(field).is_some(), "nothing is stored");
    type_into(&mut stage, field, "We shard the store");
    assert!(stage.query_by_label(field).is_none());
}

#[test]
fn the_keyboard_reaches_the_button_that_sends_an_answer() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    place(&mut stage, "client");
    click(&mut stage, "Next: Deep dive");
    click(&mut stage, "Show the drawing");
    let field = "Answer to the requirement change";
    stage.get_by_label(field).focus();
    settle(&mut stage);
    type_text(&mut stage, "We shard the store");
    press(&mut stage, Modifiers::NONE, Key::Tab);
    press(&mut stage, Modifiers::NONE, Key::Space);
    assert!(stage.query_by_label(field).is_none());
}

#[test]
fn nothing_is_written_or_left_while_the_round_is_paused() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    place(&mut stage, "client");
    click(&mut stage, "Pause");
    click(&mut stage, "Next: Deep dive");
    click(&mut stage, "Stage 1: Requirements");
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    stage.get_by_label("Add a requirement").focus();
    settle(&mut stage);
    type_text(&mut stage, "Links never get lost");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    click(&mut stage, "Resume");
    assert!(stage.query_by_label("Must have, line 1").is_none());
    stage.get_by_label("Next: Deep dive");
    assert_eq!(super::design(&stage).components().count(), 1);
}

#[test]
fn a_drawing_that_is_kept_with_its_round_is_not_asked_about() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    place(&mut stage, "client");
    // The recovery copy of a drawing is begun at once.
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    settle(&mut stage);
    click(&mut stage, "End interview…");
    click(&mut stage, "End it now");
    click(&mut stage, "Try again");
    click(&mut stage, "Start the interview");
    stage.get_by_label("Stage 1: Requirements");
    go_to_design(&mut stage);
    place(&mut stage, "client");
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    settle(&mut stage);
    drop(stage);
    // A crash: the round is there again, and nothing else.
    let mut again = self::stage(folder.path(), None);
    click(&mut again, "End interview…");
    click(&mut again, "End it now");
    click(&mut again, "Go to the drawing");
    press(&mut again, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    assert!(
        again
            .query_by_label_contains("Unsaved work was recovered")
            .is_none()
    );
}

#[test]
fn answers_stay_in_sight_and_the_scorecard_tells_what_was_said() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    type_into(
        &mut stage,
        "Ask in your own words",
        "How many links are created per month?",
    );
    click(&mut stage, "Next: Estimates");
    stage.get_by_label("100 million, from users and partner programs");
    // 20 minutes have no room for every estimate.
    assert!(stage.query_by_label("Peak redirects, value").is_some());
    assert!(
        stage
            .query_by_label("Memory for popular links, value")
            .is_none()
    );
    // What an estimate needs and nobody asked for can still be asked.
    type_into(&mut stage, "Ask the interviewer", "Do you like pizza?");
    stage.get_by_label_contains("I would have to look that up");
    click(&mut stage, "Stage 6: Delivery plan");
    type_into(&mut stage, "Add a risk", "A viral link");
    stage.get_by_label("Still missing: owner, mitigation");
    click(&mut stage, "Stage 7: Wrap-up");
    let field = egui::accesskit::Role::MultilineTextInput;
    stage
        .get_by_role_and_label(field, "One minute for an executive")
        .focus();
    settle(&mut stage);
    type_text(&mut stage, "Short links that last");
    click(&mut stage, "Finish and see the scorecard");
    stage.get_by_label("You said: Short links that last");
    let summaries = stage.get_all_by_label_contains("The prompt's own summary: ");
    assert_eq!(summaries.count(), 2, "for an engineer and for an executive");
    stage.get_by_label_contains("Total: ");
    click(&mut stage, "Practice URL shortener without a clock");
    stage.get_by_label("Find a component");
}

#[test]
fn whoever_types_on_after_a_line_loses_no_letter() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    stage.get_by_label("Add a requirement").focus();
    settle(&mut stage);
    // All of it within one frame, as on a slow machine.
    stage.event(egui::Event::Text("Links never get lost".to_owned()));
    stage.key_press(Key::Enter);
    stage.event(egui::Event::Text("A link works for ten years".to_owned()));
    settle(&mut stage);
    let said = |stage: &Stage, label: &str| stage.get_by_label(label).value();
    let first = said(&stage, "Must have, line 1");
    assert_eq!(first.as_deref(), Some("Links never get lost"));
    let next = said(&stage, "Add a requirement");
    assert_eq!(next.as_deref(), Some("A link works for ten years"));
    // A line that is longer than its field stays readable.
    let short = stage.get_by_label("Must have, line 1").rect().height();
    type_text(
        &mut stage,
        ", from the day on which it was created, whatever happens to the company that created it",
    );
    press(&mut stage, Modifiers::NONE, Key::Enter);
    let long = stage.get_by_label("Must have, line 2").rect().height();
    assert!(long > 1.5 * short, "{long} beside {short}");
}

#[test]
fn owners_of_several_components_are_set_at_once_and_the_round_goes_on_from_there() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    for kind in ["client", "app service", "sql"] {
        place(&mut stage, kind);
    }
    click(&mut stage, "Inspector");
    press(&mut stage, Modifiers::COMMAND, Key::A);
    stage.get_by_label("3 components");
    for (label, text) in [("Owner", "Links team"), ("Rollout stage", "2")] {
        let field = egui::accesskit::Role::TextInput;
        stage.get_by_role_and_label(field, label).focus();
        settle(&mut stage);
        type_text(&mut stage, text);
    }
    let drawn = super::design(&stage);
    assert!(
        drawn
            .components()
            .all(|(_, one)| one.owner == "Links team" && one.rollout_stage == Some(2))
    );
    click(&mut stage, "Next: Deep dive");
    stage.get_by_label("Questions about your drawing");
}

#[test]
fn what_was_typed_and_not_sent_counts_as_said() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    go_to_design(&mut stage);
    place(&mut stage, "client");
    click(&mut stage, "Next: Deep dive");
    let field = "Answer to the requirement change";
    stage.get_by_label(field).focus();
    settle(&mut stage);
    type_text(&mut stage, "We shard the store");
    click(&mut stage, "End interview…");
    click(&mut stage, "End it now");
    stage.get_by_label("You said: We shard the store");
}
