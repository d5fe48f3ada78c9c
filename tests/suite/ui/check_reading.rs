//! What one reads in the check panel: that it stays where it is, says what is so, and can be seen.

use super::check::{open_card, weak_stage};
use super::{Stage, click, folder, press, save, settle, stage, type_text};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

#[test]
fn what_is_read_stays_where_it_is_after_an_edit() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let places = |stage: &Stage| -> Vec<(String, egui::Rect)> {
        let cards = ["Critical: ", "High: ", "Medium: ", "Info: "];
        let found = cards
            .iter()
            .flat_map(|name| stage.query_all_by_label_contains(name));
        let found = found.filter(|card| card.accesskit_node().role() == Role::Button);
        found
            .map(|card| {
                (
                    card.accesskit_node().label().unwrap_or_default(),
                    card.rect(),
                )
            })
            .collect()
    };
    let before = places(&stage);
    assert!(before.len() > 3);
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, Modifiers::NONE, Key::ArrowRight);
    stage.get_by_label("Changed since this check");
    assert_eq!(places(&stage), before);
    stage.get_by_label("Next step");
    click(&mut stage, "Check again");
    assert_eq!(places(&stage), before);
}

#[test]
fn without_a_prompt_there_is_no_verdict() {
    let folder = folder();
    for (prompt, verdict) in [("", false), ("scenario url_shortener\n", true)] {
        let file = folder
            .path()
            .join(format!("three{}.boxdrill", prompt.len()));
        save(
            &file,
            &format!("{prompt}client -> api -> db\napi: service\ndb: sql"),
        );
        let mut stage = stage(folder.path(), Some(file));
        press(&mut stage, Modifiers::COMMAND, Key::Enter);
        stage.get_by_label_contains(" of 100");
        assert_eq!(stage.query_by_label("Risks only").is_some(), !verdict);
        assert_eq!(stage.query_by_label("Passes at 70").is_some(), verdict);
        assert!(stage.query_by_label("Passes").is_none());
    }
}

#[test]
fn an_accepted_design_is_compared_side_by_side_with_marks() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let show = stage.get_all_by_label("Compare side by side").next();
    show.expect("the nearest").click();
    settle(&mut stage);
    let mut drawings: Vec<egui::Rect> = stage
        .get_all_by_label("Drawing")
        .filter(|node| node.accesskit_node().role() == Role::Canvas)
        .map(|node| node.rect())
        .collect();
    drawings.sort_by(|a, b| a.left().total_cmp(&b.left()));
    let [own, accepted] = drawings[..] else {
        panic!("two drawings: {drawings:?}");
    };
    assert!(own.right() <= accepted.left() && own.width() > 400.0);
    assert!((own.width() - accepted.width()).abs() < 8.0);
    for mark in [", matched", ", missing"] {
        let marked = stage.query_all_by_label_contains(mark);
        assert!(marked.count() > 0, "{mark}");
    }
    stage
        .get_all_by_label("Close")
        .next()
        .expect("it is on show")
        .click();
    settle(&mut stage);
    stage.get_by_label("Find a component");
}

#[test]
fn examples_of_a_rule_are_shown_whole() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    open_card(&mut stage, "Critical: Single point of failure");
    click(&mut stage, "Why?");
    let panel = stage.get_by_label("All findings").rect().left();
    let pictures: Vec<egui::Rect> = stage
        .get_all_by_label("Example")
        .map(|n| n.rect())
        .collect();
    assert_eq!(pictures.len(), 2);
    for picture in pictures {
        assert!(
            picture.left() >= panel && picture.right() <= 1440.0,
            "{picture:?}"
        );
        assert!(picture.height() > 60.0, "{picture:?}");
    }
}

#[test]
fn the_command_palette_compares_side_by_side_once_there_is_something_to_compare() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let drawings = |stage: &Stage| {
        let drawings = stage.get_all_by_label("Drawing");
        let canvases = drawings.filter(|node| node.accesskit_node().role() == Role::Canvas);
        canvases.count()
    };
    for expected in [2, 1] {
        press(&mut stage, Modifiers::COMMAND, Key::K);
        type_text(&mut stage, "side by side");
        press(&mut stage, Modifiers::NONE, Key::Enter);
        assert_eq!(drawings(&stage), expected);
    }
}
