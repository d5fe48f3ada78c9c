//! What is said of a copy, and what a cut deletes, where the system takes copies and where it refuses them.

use std::path::Path;

use boxdrill::app::{App, ClipboardAccess, Environment};
use egui::{Event, OutputCommand, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{Stage, WEAK, around, click, design, folder, save, settle, stage_in};

/// A window on a drawing whose copies go there.
fn open(folder: &Path, clipboard: ClipboardAccess) -> Stage {
    let file = folder.join("weak.boxdrill");
    if !file.exists() {
        save(&file, WEAK);
    }
    let around = Environment {
        clipboard,
        ..around(folder)
    };
    stage_in(around, Some(file), vec2(1440.0, 4000.0))
}

fn select_all(stage: &mut Stage) {
    super::press(stage, egui::Modifiers::COMMAND, egui::Key::A);
}

fn components(stage: &Stage) -> usize {
    design(stage).components().count()
}

/// What the window has handed to the system's clipboard in the last frame.
fn copied(stage: &Stage) -> Option<String> {
    let commands = &stage.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

fn send(stage: &mut Stage, event: Event) -> Option<String> {
    stage.event(event);
    let mut found = None;
    for _ in 0..8 {
        stage.run_steps(1);
        found = found.or_else(|| copied(stage));
    }
    found
}

#[test]
fn cut_deletes_what_it_copied() {
    let folder = folder();
    let mut stage = open(folder.path(), ClipboardAccess::Window);
    select_all(&mut stage);
    let text = send(&mut stage, Event::Cut).expect("it is copied");
    assert!(text.contains("Links DB"), "{text}");
    assert_eq!(components(&stage), 0);
}

#[test]
fn cut_deletes_nothing_where_the_copy_is_refused() {
    let folder = folder();
    let mut stage = open(folder.path(), ClipboardAccess::Refused);
    select_all(&mut stage);
    let before = components(&stage);
    assert_eq!(send(&mut stage, Event::Cut), None);
    assert_eq!(components(&stage), before);
    stage.get_by_label_contains("nothing was copied");
}

#[test]
fn a_copy_of_the_drawing_that_is_refused_is_said() {
    let folder = folder();
    let mut stage = open(folder.path(), ClipboardAccess::Refused);
    select_all(&mut stage);
    send(&mut stage, Event::Copy);
    stage.get_by_label_contains("nothing was copied");
}

#[test]
fn a_page_is_said_to_be_copied_only_where_it_was() {
    let folder = folder();
    for (clipboard, said, unsaid) in [
        (
            ClipboardAccess::Window,
            "is on the clipboard",
            "nothing was copied",
        ),
        (
            ClipboardAccess::Refused,
            "nothing was copied",
            "is on the clipboard",
        ),
    ] {
        let mut stage = open(folder.path(), clipboard);
        click(&mut stage, "Program: View");
        click(&mut stage, "Copy the page for engineers");
        settle(&mut stage);
        stage.get_by_label_contains(said);
        assert!(stage.query_by_label_contains(unsaid).is_none());
    }
}

#[test]
fn a_picture_that_is_pasted_is_refused_in_one_sentence() {
    let folder = folder();
    let mut stage = open(folder.path(), ClipboardAccess::Window);
    let before = components(&stage);
    let picture = egui::ColorImage::filled([2, 2], egui::Color32::WHITE);
    send(&mut stage, Event::PasteImage(std::sync::Arc::new(picture)));
    stage.get_by_label_contains("the clipboard contains a picture");
    assert_eq!(components(&stage), before);
    assert!(
        stage
            .state()
            .as_ref()
            .is_some_and(|app: &App| app.document().is_some())
    );
}
