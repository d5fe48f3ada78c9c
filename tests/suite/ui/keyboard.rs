//! Who has the keyboard: the canvas, wherever nothing else has it, and nothing but the pointer while something is dragged.

use std::path::Path;

use boxdrill::app::App;
use boxdrill::model::{Document, Id, Point, write_design};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{Stage, click, click_at, design, folder, press, save, settle, stage, type_text};

/// A window on three boxes, of which the first is selected by the keyboard alone.
fn three(folder: &Path) -> Stage {
    let file = folder.join("three.boxdrill");
    _ = std::fs::remove_file(&file);
    save(
        &file,
        "client -> api\napi -> db: sync\nclient: client \"Visitors\"\ndb: sql \"Orders\"",
    );
    stage(folder, Some(file))
}

fn document(stage: &Stage) -> &Document {
    let document = stage.state().as_ref().and_then(App::document);
    document.expect("a drawing is open")
}

fn place(stage: &Stage, name: &str) -> Point {
    let mut all = design(stage).components();
    all.find(|(_, component)| component.name == name)
        .expect("a component")
        .1
        .at
}

fn place_of(stage: &Stage, id: Id) -> Point {
    design(stage).component(id).expect("a component").at
}

/// Whether an arrow moves the selected box: only where the canvas has the keyboard. Where a line is selected, Tab goes on to
/// a box first.
fn arrow_moves(stage: &mut Stage) -> bool {
    let selected = |stage: &Stage| document(stage).selection().iter().copied().next();
    if selected(stage).is_none_or(|id| design(stage).component(id).is_none()) {
        press(stage, Modifiers::NONE, Key::Tab);
    }
    let Some(id) = selected(stage).filter(|&id| design(stage).component(id).is_some()) else {
        return false;
    };
    let before = place_of(stage, id);
    press(stage, Modifiers::NONE, Key::ArrowRight);
    place_of(stage, id).x > before.x
}

#[test]
fn the_canvas_has_the_keyboard_from_the_start() {
    let folder = folder();
    let mut stage = three(folder.path());
    press(&mut stage, Modifiers::NONE, Key::Tab);
    assert_eq!(document(&stage).selection().len(), 1);
    assert!(arrow_moves(&mut stage));
}

#[test]
fn the_canvas_has_the_keyboard_again_after_every_field_list_and_dialog() {
    type Visit = (&'static str, fn(&mut Stage));
    const NONE: Modifiers = Modifiers::NONE;
    let visits: [Visit; 12] = [
        ("quick insert", |stage| {
            press(stage, NONE, Key::Slash);
            type_text(stage, "redis");
            press(stage, NONE, Key::Enter);
        }),
        ("quick insert given up", |stage| {
            press(stage, NONE, Key::Slash);
            press(stage, NONE, Key::Escape);
        }),
        ("a name", |stage| {
            press(stage, NONE, Key::F2);
            type_text(stage, "Renamed");
            press(stage, NONE, Key::Enter);
        }),
        ("a name given up", |stage| {
            press(stage, NONE, Key::F2);
            press(stage, NONE, Key::Escape);
        }),
        ("a neighbor", |stage| {
            press(stage, Modifiers::COMMAND, Key::ArrowRight);
            type_text(stage, "queue");
            press(stage, NONE, Key::Enter);
        }),
        ("the finder", |stage| {
            press(stage, Modifiers::COMMAND, Key::F);
            type_text(stage, "Orders");
            press(stage, NONE, Key::Escape);
        }),
        ("the command palette", |stage| {
            press(stage, Modifiers::COMMAND, Key::K);
            press(stage, NONE, Key::Escape);
        }),
        ("a command of the palette", |stage| {
            press(stage, Modifiers::COMMAND, Key::K);
            type_text(stage, "Zoom in");
            press(stage, NONE, Key::Enter);
        }),
        ("connecting by name", |stage| {
            press(stage, NONE, Key::C);
            type_text(stage, "Orders");
            press(stage, NONE, Key::Enter);
        }),
        ("a field of the inspector", |stage| {
            click(stage, "Inspector");
            let field = egui::accesskit::Role::TextInput;
            stage.get_by_role_and_label(field, "Technology").focus();
            settle(stage);
            type_text(stage, "x");
            press(stage, NONE, Key::Enter);
        }),
        ("the settings", |stage| {
            press(stage, Modifiers::COMMAND, Key::Comma);
            press(stage, NONE, Key::Escape);
        }),
        ("a menu", |stage| {
            click(stage, "Edit");
            press(stage, NONE, Key::Escape);
        }),
    ];
    let folder = folder();
    let mut dead = Vec::new();
    for (name, visit) in visits {
        let mut stage = three(folder.path());
        press(&mut stage, NONE, Key::Tab);
        visit(&mut stage);
        if !arrow_moves(&mut stage) {
            dead.push(name);
        }
    }
    assert!(dead.is_empty(), "no keyboard after {dead:?}");
}

#[test]
fn a_check_while_a_name_is_typed_finds_the_name() {
    let folder = folder();
    let mut stage = three(folder.path());
    press(&mut stage, Modifiers::NONE, Key::Tab);
    press(&mut stage, Modifiers::NONE, Key::F2);
    type_text(&mut stage, "Everybody");
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    assert!(
        design(&stage)
            .components()
            .any(|(_, c)| c.name == "Everybody")
    );
}

fn button(stage: &mut Stage, pos: Pos2, pressed: bool) {
    stage.event(Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    });
    stage.run_steps(2);
}

fn move_to(stage: &mut Stage, pos: Pos2) {
    stage.event(Event::PointerMoved(pos));
    stage.run_steps(2);
}

/// Drags a box, with a key pressed half way; gives the file that comes of it, and what is left of one step back.
fn dragged_with(folder: &Path, modifiers: Modifiers, key: Option<Key>) -> (String, String) {
    let mut stage = three(folder);
    let from = stage.get_by_label("Orders, SQL database").rect().center();
    let before = place(&stage, "Orders");
    click_at(&mut stage, from);
    button(&mut stage, from, true);
    for step in 1..=3 {
        move_to(&mut stage, from + vec2(20.0, 12.0) * step as f32);
    }
    assert!(place(&stage, "Orders") != before, "it is being dragged");
    if let Some(key) = key {
        press(&mut stage, modifiers, key);
    }
    for step in 4..=6 {
        move_to(&mut stage, from + vec2(20.0, 12.0) * step as f32);
    }
    button(&mut stage, from + vec2(120.0, 72.0), false);
    settle(&mut stage);
    let after = write_design(design(&stage));
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    (after, write_design(design(&stage)))
}

#[test]
fn no_key_moves_or_splits_a_drag() {
    const NONE: Modifiers = Modifiers::NONE;
    const CTRL: Modifiers = Modifiers::COMMAND;
    let folder = folder();
    let undisturbed = dragged_with(folder.path(), NONE, None);
    assert_ne!(undisturbed.0, undisturbed.1);
    let keys = [
        (CTRL, Key::Z),
        (CTRL, Key::Y),
        (CTRL | Modifiers::SHIFT, Key::Z),
        (CTRL, Key::D),
        (CTRL, Key::G),
        (CTRL, Key::X),
        (CTRL, Key::L),
        (CTRL, Key::A),
        (CTRL, Key::K),
        (NONE, Key::Delete),
        (NONE, Key::Backspace),
        (NONE, Key::F2),
        (NONE, Key::R),
        (NONE, Key::Num3),
        (NONE, Key::ArrowRight),
        (NONE, Key::Enter),
        (NONE, Key::Tab),
        (NONE, Key::OpenBracket),
        (CTRL, Key::Enter),
    ];
    let mut problems = Vec::new();
    for (modifiers, key) in keys {
        if dragged_with(folder.path(), modifiers, Some(key)) != undisturbed {
            problems.push((modifiers, key));
        }
    }
    assert!(problems.is_empty(), "{problems:?}");
}

/// A drawing with a zone.
fn zoned(folder: &Path) -> Stage {
    let file = folder.join("zoned.boxdrill");
    _ = std::fs::remove_file(&file);
    save(
        &file,
        "client -> api: \"asks for an order\"\nzone data: group \"Data\" {\n  api: service \"Api\"\n  db: sql \"Orders\"\n}\napi -> db\nclient: client \"Visitors\"",
    );
    stage(folder, Some(file))
}

fn rect(stage: &Stage, label: &str) -> egui::Rect {
    stage.get_by_label_contains(label).rect()
}

/// A drag of something else than a box: what it is, and where it is taken hold of.
type Grab = (&'static str, fn(&mut Stage) -> Pos2);

const GRABS: [Grab; 2] = [
    ("a zone", |stage| {
        rect(stage, "Zone Data").left_top() + vec2(30.0, 10.0)
    }),
    ("the corner of a zone", |stage| {
        let zone = rect(stage, "Zone Data");
        click_at(stage, zone.left_top() + vec2(30.0, 10.0));
        zone.right_bottom()
    }),
];

/// Drags what `grab` takes hold of, with a key pressed half way; gives the file before, after, and one step back.
fn dragged_by(folder: &Path, grab: Grab, key: Option<(Modifiers, Key)>) -> [String; 3] {
    let (what, hold) = grab;
    let mut stage = zoned(folder);
    let before = write_design(design(&stage));
    let from = hold(&mut stage);
    move_to(&mut stage, from);
    button(&mut stage, from, true);
    for step in 1..=3 {
        move_to(&mut stage, from + vec2(24.0, 12.0) * step as f32);
    }
    assert!(
        write_design(design(&stage)) != before,
        "{what} is being dragged"
    );
    if let Some((modifiers, key)) = key {
        press(&mut stage, modifiers, key);
    }
    for step in 4..=6 {
        move_to(&mut stage, from + vec2(24.0, 12.0) * step as f32);
    }
    button(&mut stage, from + vec2(144.0, 72.0), false);
    settle(&mut stage);
    let after = write_design(design(&stage));
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    [before, after, write_design(design(&stage))]
}

#[test]
fn no_key_disturbs_the_drag_of_a_zone_or_its_corner() {
    let folder = folder();
    let keys = [
        (Modifiers::COMMAND, Key::Z),
        (Modifiers::COMMAND, Key::D),
        (Modifiers::COMMAND, Key::X),
        (Modifiers::COMMAND, Key::L),
        (Modifiers::NONE, Key::Delete),
        (Modifiers::NONE, Key::F2),
        (Modifiers::NONE, Key::ArrowRight),
    ];
    let mut problems = Vec::new();
    for grab in GRABS {
        let undisturbed = dragged_by(folder.path(), grab, None);
        assert_ne!(undisturbed[1], undisturbed[0], "{}", grab.0);
        assert_eq!(undisturbed[2], undisturbed[0], "{} is one step", grab.0);
        for key in keys {
            if dragged_by(folder.path(), grab, Some(key)) != undisturbed {
                problems.push((grab.0, key));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn escape_gives_a_drag_up_whatever_is_held_with_it() {
    let folder = folder();
    let before = write_design(design(&three(folder.path())));
    let all = [
        Modifiers::NONE,
        Modifiers::COMMAND,
        Modifiers::ALT,
        Modifiers::SHIFT,
        Modifiers::COMMAND | Modifiers::ALT | Modifiers::SHIFT,
    ];
    for modifiers in all {
        let (after, _) = dragged_with(folder.path(), modifiers, Some(Key::Escape));
        assert_eq!(after, before, "{modifiers:?}");
    }
}
