//! The gestures of mouse and keys that have no test of their own elsewhere, one by one.

use std::collections::BTreeSet;

use boxdrill::app::canvas::z_order::{ZOrder, restack};
use boxdrill::app::canvas::{Tool, membership, ops};
use boxdrill::model::{Id, NoteStyle, Point, Rect, pt, vector, write_design};
use boxdrill::scene::component_rect;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};

use super::{
    Stage, button, center, click, design, drag, draw_zone, hover, press_and_move, screen, stage,
    take, three,
};

pub(super) fn click_with(stage: &mut Stage, at: Pos2, modifiers: Modifiers) {
    stage.event(Event::ModifiersChanged(modifiers));
    hover(stage, at);
    button(stage, at, true, modifiers);
    button(stage, at, false, modifiers);
    stage.event(Event::ModifiersChanged(Modifiers::NONE));
    stage.run();
    // Two clicks in one place would be a double click.
    stage.run_steps(30);
}

pub(super) fn other_button(stage: &mut Stage, which: PointerButton, at: Pos2, pressed: bool) {
    stage.event(Event::PointerButton {
        pos: at,
        button: which,
        pressed,
        modifiers: Modifiers::NONE,
    });
    stage.run();
}

pub(super) fn drag_with(stage: &mut Stage, which: PointerButton, from: Pos2, to: Pos2) {
    hover(stage, from);
    other_button(stage, which, from, true);
    for step in 1..=4 {
        hover(stage, from + (to - from) * (step as f32 / 4.0));
    }
    other_button(stage, which, to, false);
}

fn selected(stage: &Stage) -> BTreeSet<Id> {
    stage.state().document.selection().clone()
}

pub(super) fn looks_at(stage: &Stage) -> Point {
    stage.state().canvas.camera().center
}

pub(super) fn key(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    stage.key_press_modifiers(modifiers, key);
    stage.run();
}

/// The text of the drawing, and of its undo.
fn state(stage: &Stage) -> (String, Option<String>) {
    let undo = stage.state().document.undo_label().map(str::to_owned);
    (write_design(design(stage)), undo)
}

#[test]
fn clicks_with_shift_or_ctrl_add_and_take_out() {
    for modifiers in [Modifiers::SHIFT, Modifiers::COMMAND] {
        let (mut stage, keys) = three();
        let at = |stage: &Stage, key: &str| screen(stage, center(stage, keys[key]));
        let (client, api) = (at(&stage, "client"), at(&stage, "api"));
        click_with(&mut stage, client, Modifiers::NONE);
        click_with(&mut stage, api, modifiers);
        assert_eq!(selected(&stage), [keys["client"], keys["api"]].into());
        click_with(&mut stage, client, modifiers);
        assert_eq!(selected(&stage), [keys["api"]].into());
        let nothing = screen(&stage, pt(0.0, 200.0));
        click_with(&mut stage, nothing, modifiers);
        assert_eq!(selected(&stage), [keys["api"]].into(), "kept");
        click_with(&mut stage, nothing, Modifiers::NONE);
        assert!(selected(&stage).is_empty());
    }
}

#[test]
fn a_marquee_adds_with_shift_and_toggles_with_ctrl() {
    let (mut stage, keys) = three();
    let around = |stage: &mut Stage, key: &str, modifiers| {
        let at = center(stage, keys[key]);
        let (from, to) = (at - vector(96.0, 60.0), at + vector(20.0, 60.0));
        let (from, to) = (screen(stage, from), screen(stage, to));
        drag(stage, from, to, modifiers);
    };
    around(&mut stage, "db", Modifiers::NONE);
    assert_eq!(selected(&stage), [keys["db"]].into());
    around(&mut stage, "client", Modifiers::SHIFT);
    assert!(selected(&stage).is_superset(&[keys["db"], keys["client"]].into()));
    around(&mut stage, "db", Modifiers::COMMAND);
    assert!(!selected(&stage).contains(&keys["db"]));
    assert!(selected(&stage).contains(&keys["client"]));
}

#[test]
fn alt_copies_and_shift_keeps_to_one_axis() {
    let (mut stage, keys) = three();
    let before = center(&stage, keys["db"]);
    let from = screen(&stage, before);
    drag(&mut stage, from, from + vec2(40.0, 90.0), Modifiers::ALT);
    assert_eq!(design(&stage).components().len(), 4);
    assert_eq!(center(&stage, keys["db"]), before);
    stage.state_mut().document.undo();
    let before = center(&stage, keys["api"]);
    let from = screen(&stage, before);
    drag(&mut stage, from, from + vec2(70.0, 9.0), Modifiers::SHIFT);
    let after = center(&stage, keys["api"]);
    assert!(
        after.x > before.x + 30.0 && (after.y - before.y).abs() < 1e-9,
        "{after:?}"
    );
}

#[test]
fn ctrl_pressed_on_the_way_suspends_snapping_and_stays_outside_zones() {
    let (mut stage, keys) = stage(
        "a: service\nzone eu: region \"EU\" {\n  b: service\n}",
        &[("a", pt(0.0, 0.0)), ("b", pt(400.0, 0.0))],
    );
    stage.state_mut().snap = true;
    let document = &mut stage.state_mut().document;
    let zone = document.design().zones().next().expect("a zone").0;
    let mut area = document.design().zone(zone).expect("a zone").clone();
    area.rect = Rect::from_center(pt(400.0, 0.0), 500.0, 400.0);
    document
        .apply_all("Resize", vec![boxdrill::model::Edit::PutZone(zone, area)])
        .expect("a sound place");
    stage.run();
    let from = screen(&stage, pt(0.0, 0.0));
    let to = screen(&stage, pt(333.3, 121.7));
    press_and_move(&mut stage, from, to, Modifiers::NONE);
    let snapped = center(&stage, keys["a"]);
    stage.event(Event::ModifiersChanged(Modifiers::COMMAND));
    hover(&mut stage, to);
    let free = center(&stage, keys["a"]);
    assert!(free != snapped && (free.x - 333.3).abs() < 0.5, "{free:?}");
    button(&mut stage, to, false, Modifiers::COMMAND);
    let parent = design(&stage).parent(keys["a"]);
    assert_eq!(parent, None, "it lies over the zone, not in it");
}

#[test]
fn a_right_press_gives_a_drag_up() {
    let (mut stage, keys) = three();
    let before = state(&stage);
    let from = screen(&stage, center(&stage, keys["api"]));
    let to = from + vec2(90.0, 50.0);
    press_and_move(&mut stage, from, to, Modifiers::NONE);
    assert_ne!(state(&stage).0, before.0);
    other_button(&mut stage, PointerButton::Secondary, to, true);
    other_button(&mut stage, PointerButton::Secondary, to, false);
    button(&mut stage, to, false, Modifiers::NONE);
    assert_eq!(state(&stage), before);
}

/// A note of 200 by 100 at the origin.
fn note() -> (Stage, Id) {
    let (mut stage, _) = three();
    let document = &mut stage.state_mut().document;
    let id = document.design().fresh_id();
    let note = boxdrill::model::Note {
        style: NoteStyle::Sticky,
        text: "To do".to_owned(),
        rect: Rect::from_min(pt(100.0, 200.0), 200.0, 100.0),
        parent: None,
    };
    document
        .apply_all("Add", vec![boxdrill::model::Edit::PutNote(id, note)])
        .expect("a sound note");
    document.select([id]);
    stage.run();
    (stage, id)
}

fn note_rect(stage: &Stage, id: Id) -> Rect {
    design(stage).note(id).expect("the note").rect
}

#[test]
fn handles_resize_with_shift_in_proportion_and_with_alt_about_the_middle() {
    let resized = |modifiers: Modifiers| {
        let (mut stage, id) = note();
        let corner = note_rect(&stage, id).max;
        let (from, to) = (
            screen(&stage, corner),
            screen(&stage, corner + vector(40.0, 10.0)),
        );
        drag(&mut stage, from, to, modifiers);
        note_rect(&stage, id)
    };
    let near = |rect: Rect, min: (f64, f64), size: (f64, f64)| {
        let found = [rect.min.x, rect.min.y, rect.width(), rect.height()];
        let wanted = [min.0, min.1, size.0, size.1];
        let off = found.iter().zip(wanted).map(|(a, b)| (a - b).abs());
        assert!(off.fold(0.0, f64::max) < 0.01, "{rect:?}");
    };
    near(resized(Modifiers::NONE), (100.0, 200.0), (240.0, 110.0));
    near(resized(Modifiers::SHIFT), (100.0, 200.0), (240.0, 120.0));
    near(resized(Modifiers::ALT), (60.0, 190.0), (280.0, 120.0));
}

#[test]
fn an_end_of_a_connection_is_dragged_to_another_box() {
    let (mut stage, keys) = three();
    let wire = design(&stage).connections().next().expect("a line").0;
    let middle = screen(&stage, pt(160.0, 0.0));
    click(&mut stage, middle);
    assert_eq!(selected(&stage), [wire].into());
    let end = screen(&stage, pt(240.0, 0.0));
    let target = screen(&stage, center(&stage, keys["db"]));
    drag(&mut stage, end, target, Modifiers::NONE);
    assert_eq!(
        design(&stage).connection(wire).expect("the line").to,
        keys["db"]
    );
    assert_eq!(stage.state().document.undo_label(), Some("Reconnect"));
}

#[test]
fn a_connection_taken_back_to_where_it_began_is_given_up() {
    let (mut stage, keys) = three();
    let rect = component_rect(design(&stage).component(keys["api"]).expect("the api"));
    let dot = screen(&stage, pt(rect.max.x, 0.0)) + vec2(10.0, 0.0);
    let at = screen(&stage, center(&stage, keys["api"]));
    hover(&mut stage, at);
    let before = state(&stage);
    drag(&mut stage, dot, at, Modifiers::NONE);
    assert!(!stage.state().canvas.is_editing(), "nothing is asked");
    assert_eq!(state(&stage), before);
}

#[test]
fn zones_are_drawn_moved_with_their_contents_and_dissolved() {
    let (mut stage, keys) = three();
    draw_zone(&mut stage, pt(-120.0, -80.0), pt(440.0, 80.0));
    key(&mut stage, Modifiers::NONE, Key::Escape);
    let zone = design(&stage).zones().next().expect("a zone").0;
    assert_eq!(design(&stage).parent(keys["api"]), Some(zone));
    assert_eq!(design(&stage).parent(keys["db"]), None);
    let before = center(&stage, keys["api"]);
    let title = design(&stage).zone(zone).expect("a zone").rect.min + vector(200.0, 10.0);
    let from = screen(&stage, title);
    drag(&mut stage, from, from + vec2(0.0, -60.0), Modifiers::NONE);
    assert!(center(&stage, keys["api"]).y < before.y - 20.0);
    stage.state_mut().document.select([zone]);
    ops::ungroup(&mut stage.state_mut().document);
    assert_eq!(design(&stage).zones().len(), 0);
    assert_eq!(
        design(&stage).parent(keys["api"]),
        None,
        "it is still there"
    );
}

#[test]
fn notes_and_words_are_placed_by_a_click_and_typed_at_once() {
    for (tool, style) in [
        (Tool::Note, NoteStyle::Sticky),
        (Tool::Text, NoteStyle::Text),
    ] {
        let (mut stage, _) = three();
        stage.state_mut().canvas.tool = tool;
        let at = screen(&stage, pt(100.0, 250.0));
        click(&mut stage, at);
        stage.event(Event::Text("why so".to_owned()));
        stage.run();
        key(&mut stage, Modifiers::NONE, Key::Escape);
        let (_, note) = design(&stage).notes().next().expect("a note");
        assert_eq!((note.text.as_str(), note.style), ("why so", style));
    }
}

#[test]
fn a_double_click_on_nothing_offers_what_to_place_there() {
    let (mut stage, _) = three();
    let at = screen(&stage, pt(100.0, 300.0));
    click(&mut stage, at);
    click(&mut stage, at);
    stage.event(Event::Text("redis".to_owned()));
    stage.run();
    key(&mut stage, Modifiers::NONE, Key::Enter);
    let (_, new) = design(&stage).components().last().expect("new");
    assert_eq!(new.kind, "cache");
    assert!(new.at.distance(pt(100.0, 300.0)) < 1.0, "{:?}", new.at);
}

#[test]
fn clicks_that_are_shorter_than_a_frame_count() {
    let (mut stage, keys) = three();
    let twice = |stage: &mut Stage, at: Pos2| {
        hover(stage, at);
        for _ in 0..2 {
            for pressed in [true, false] {
                stage.input_mut().events.push(Event::PointerButton {
                    pos: at,
                    button: PointerButton::Primary,
                    pressed,
                    modifiers: Modifiers::NONE,
                });
            }
            stage.step();
        }
        stage.run();
    };
    let nothing = screen(&stage, pt(100.0, 300.0));
    twice(&mut stage, nothing);
    stage.event(Event::Text("redis".to_owned()));
    stage.run();
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(design(&stage).components().len(), 4);
    stage.run_steps(30);
    let api = screen(&stage, center(&stage, keys["api"]));
    twice(&mut stage, api);
    key(&mut stage, Modifiers::COMMAND, Key::A);
    stage.event(Event::Text("Front".to_owned()));
    stage.run();
    key(&mut stage, Modifiers::NONE, Key::Enter);
    let api = design(&stage).component(keys["api"]).expect("the api");
    assert_eq!(api.name, "Front");
}

#[test]
fn a_right_click_selects() {
    let (mut stage, keys) = three();
    let at = screen(&stage, center(&stage, keys["db"]));
    hover(&mut stage, at);
    other_button(&mut stage, PointerButton::Secondary, at, true);
    other_button(&mut stage, PointerButton::Secondary, at, false);
    assert_eq!(selected(&stage), [keys["db"]].into());
}

#[test]
fn what_is_locked_is_neither_moved_nor_deleted_until_it_is_let_go() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["db"]);
    ops::toggle_lock(&mut stage.state_mut().document);
    let before = center(&stage, keys["db"]);
    let from = screen(&stage, before);
    drag(&mut stage, from, from + vec2(40.0, 40.0), Modifiers::NONE);
    assert_eq!(center(&stage, keys["db"]), before);
    ops::select_all(&mut stage.state_mut().document);
    membership::nudge(&mut stage.state_mut().document, vector(16.0, 0.0));
    assert_eq!(center(&stage, keys["db"]), before);
    assert_ne!(center(&stage, keys["api"]), pt(320.0, 0.0));
    ops::delete(&mut stage.state_mut().document);
    let left: Vec<Id> = design(&stage).components().map(|(id, _)| id).collect();
    assert_eq!(left, [keys["db"]]);
    take(&mut stage, keys["db"]);
    ops::toggle_lock(&mut stage.state_mut().document);
    ops::delete(&mut stage.state_mut().document);
    assert!(design(&stage).is_empty());
}

#[test]
fn what_lies_in_front_is_what_a_click_takes() {
    let (mut stage, keys) = stage(
        "a: service\nb: service",
        &[("a", pt(0.0, 0.0)), ("b", pt(40.0, 16.0))],
    );
    let before = design(&stage).clone();
    stage.state_mut().document.select([keys["a"]]);
    restack(&mut stage.state_mut().document, ZOrder::Forward);
    stage.state_mut().document.select([]);
    stage.run();
    let both = screen(&stage, pt(30.0, 8.0));
    click(&mut stage, both);
    assert_eq!(selected(&stage), [keys["a"]].into());
    assert!(
        !before.is_same_drawing(design(&stage)),
        "there is something to save"
    );
    let text = write_design(design(&stage));
    let again = boxdrill::model::read_design(text.as_bytes()).expect("it can be read");
    assert_eq!(
        again.design.layer(keys["a"]),
        design(&stage).layer(keys["a"])
    );
    assert!(again.repairs.is_empty());
}

#[test]
fn settings_are_copied_to_others_but_not_names() {
    let (mut stage, keys) = stage(
        "a: cache \"Links\" x3 owner=\"Core\"\nb: cache \"Sessions\"\nc: service \"Api\"",
        &[],
    );
    let state = stage.state_mut();
    state.document.select([keys["a"]]);
    assert!(state.canvas.paste_settings(&mut state.document).is_some());
    state.canvas.copy_settings(&state.document);
    state.document.select([keys["b"], keys["c"]]);
    assert_eq!(state.canvas.paste_settings(&mut state.document), None);
    for (key, name) in [("b", "Sessions"), ("c", "Api")] {
        let item = design(&stage).component(keys[key]).expect("it is there");
        assert_eq!((item.name.as_str(), item.replicas.count()), (name, 3));
        assert_eq!(item.owner, "Core");
    }
}
