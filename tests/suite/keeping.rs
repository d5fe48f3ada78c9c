//! Work is never lost: copies, versions, other programs and other windows, seen from the window.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use boxdrill::model::Design;
use boxdrill::storage::disk::{self, Overwrite};
use boxdrill::storage::history::History;
use boxdrill::storage::recovery::RecoveryWriter;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::ui::{
    Stage, click, copies, design, folder, press, replace_path, save, settle, stage, type_text,
};

pub(crate) const TWO: &str = "client -> api";
pub(crate) const THREE: &str = "client -> api -> db";

pub(crate) fn drawn(notation: &str) -> Design {
    disk::parse(notation.as_bytes())
        .expect("sound notation")
        .0
        .design
}

/// A window on a file with two boxes.
fn on_file(folder: &Path) -> (Stage, PathBuf) {
    let file = folder.join("mine.boxdrill");
    save(&file, TWO);
    (stage(folder, Some(file.clone())), file)
}

pub(crate) fn boxes(stage: &Stage) -> usize {
    design(stage).components().len()
}

pub(crate) fn boxes_in(file: &Path) -> usize {
    let opened = disk::open(file).expect("a drawing");
    opened.loaded.design.components().len()
}

/// As another program does it.
fn write(file: &Path, notation: &str) {
    disk::save(file, &drawn(notation), Overwrite::Always).expect("it can be saved");
}

/// Places a box.
pub(crate) fn draw(stage: &mut Stage) {
    let button = egui::accesskit::Role::Button;
    stage.get_by_role_and_label(button, "DNS").click();
    settle(stage);
}

fn come_back(stage: &mut Stage) {
    stage.event(Event::WindowFocused(true));
    settle(stage);
}

pub(crate) fn save_it(stage: &mut Stage) {
    press(stage, Modifiers::COMMAND, Key::S);
}

fn show_versions(stage: &mut Stage) {
    press(stage, Modifiers::COMMAND, Key::K);
    type_text(stage, "versions");
    press(stage, Modifiers::NONE, Key::Enter);
    stage.run();
}

fn click_containing(stage: &mut Stage, label: &str) {
    stage.get_by_label_contains(label).click();
    settle(stage);
}

/// A copy as a program that is gone left it behind.
pub(crate) fn leave_behind(state: &Path, notation: &str, original: Option<&Path>) {
    let original = original.map(|path| (path, disk::open(path).expect("a drawing").stamp));
    RecoveryWriter::new(state)
        .write_copy(&drawn(notation), original)
        .expect("a copy");
}

#[test]
fn unsaved_work_is_in_a_copy_though_no_frame_is_drawn() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    draw(&mut stage);
    let copy = || {
        let state = folder.path().join("state");
        state.join("recovery").exists() && !copies(&state, "boxdrill").is_empty()
    };
    // How long it takes is no matter of this test: a busy machine is slow. That it comes without a frame is.
    let patience = Instant::now();
    while !copy() && patience.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(copy());
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    drop(stage);
    assert!(!copy(), "taken back, there is nothing to recover");
}

#[test]
fn one_goes_back_to_a_version_in_one_step() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    save_it(&mut stage);
    draw(&mut stage);
    show_versions(&mut stage);
    assert_eq!(stage.get_all_by_label_contains(": 1 box added").count(), 2);
    stage.get_by_label_contains("as it is now: 1 box added");
    stage.get_by_label_contains("Drawing of today");
    click_containing(&mut stage, ": 2 boxes, 1 connection");
    click(&mut stage, "Restore this version");
    assert_eq!(boxes(&stage), 2);
    stage.get_by_label_contains("Restored the version from today");
    assert_eq!(boxes_in(&file), 3, "the file is as it was saved");
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(boxes(&stage), 4);
}

#[test]
fn a_version_is_opened_as_a_copy_which_is_no_file_yet() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    save_it(&mut stage);
    show_versions(&mut stage);
    click_containing(&mut stage, ": 2 boxes, 1 connection");
    click(&mut stage, "Open a copy");
    assert_eq!(boxes(&stage), 2);
    stage.get_by_label("Not saved yet •");
    save_it(&mut stage);
    let field = stage.get_by_label("File path");
    assert!(format!("{field:?}").contains("mine-copy.boxdrill"));
    assert_eq!(boxes_in(&file), 3);
}

#[test]
fn what_was_discarded_stays_among_the_versions_of_its_prompt() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    draw(&mut stage);
    press(&mut stage, Modifiers::COMMAND, Key::N);
    click(&mut stage, "Discard changes");
    assert_eq!(boxes(&stage), 0);
    show_versions(&mut stage);
    click_containing(&mut stage, ": 1 box");
    click(&mut stage, "Restore this version");
    assert_eq!(boxes(&stage), 1);
}

#[test]
fn a_first_save_takes_the_versions_along() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    draw(&mut stage);
    show_versions(&mut stage);
    click(&mut stage, "Close");
    draw(&mut stage);
    save_it(&mut stage);
    let file = folder.path().join("first.boxdrill");
    replace_path(&mut stage, &file);
    click(&mut stage, "Save");
    show_versions(&mut stage);
    stage.get_by_label_contains(": 1 box added");
    let state = folder.path().join("state");
    drop(stage);
    assert_eq!(History::of_file(&state, &file).versions().len(), 2);
    assert!(History::of_exercise(&state, None).versions().is_empty());
}

#[test]
fn a_drawing_without_versions_says_when_there_will_be_some() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    show_versions(&mut stage);
    stage.get_by_label_contains("No versions yet");
    click(&mut stage, "Close");
}

#[test]
fn a_file_that_another_program_wrote_is_not_saved_over_unasked() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    draw(&mut stage);
    write(&file, THREE);
    save_it(&mut stage);
    stage.get_by_label("The file has changed");
    stage.run();
    assert_eq!(boxes_in(&file), 3);
    click(&mut stage, "Cancel");
    save_it(&mut stage);
    click(&mut stage, "Overwrite");
    assert_eq!(boxes_in(&file), 4);
    show_versions(&mut stage);
    stage.get_by_label_contains("Overwritten: 3 boxes, 2 connections");
}

#[test]
fn what_was_no_drawing_is_kept_when_it_is_saved_over() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    std::fs::write(&file, "{ half a drawing").expect("it is written");
    save_it(&mut stage);
    click(&mut stage, "Reload");
    stage.get_by_label_contains("the file is damaged");
    assert_eq!(boxes(&stage), 3, "the drawing stays as it is");
    save_it(&mut stage);
    click(&mut stage, "Overwrite");
    show_versions(&mut stage);
    stage.get_by_label_contains("1 earlier version of the file is not a drawing and is kept in ");
    drop(stage);
    let backups = History::of_file(&folder.path().join("state"), &file).backups();
    let kept = std::fs::read_to_string(backups[0].path()).expect("the backup");
    assert_eq!(kept, "{ half a drawing");
}

#[test]
fn what_another_program_wrote_is_reloaded_in_one_step() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    draw(&mut stage);
    write(&file, THREE);
    save_it(&mut stage);
    click(&mut stage, "Reload");
    assert_eq!(boxes(&stage), 3);
    stage.get_by_label("mine.boxdrill");
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(boxes(&stage), 4, "undo brings back what was drawn here");
    save_it(&mut stage);
    assert_eq!(boxes_in(&file), 4);
}

#[test]
fn a_copy_is_saved_where_another_program_wrote_the_file() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    write(&file, THREE);
    save_it(&mut stage);
    click(&mut stage, "Save a copy…");
    let copy = folder.path().join("mine-copy.boxdrill");
    let field = stage.get_by_label("File path");
    assert!(format!("{field:?}").contains("mine-copy.boxdrill"));
    replace_path(&mut stage, &copy);
    click(&mut stage, "Save");
    assert_eq!((boxes_in(&file), boxes_in(&copy)), (3, 3));
    assert_ne!(
        std::fs::read(&file).expect("the file"),
        std::fs::read(&copy).expect("the copy")
    );
    stage.get_by_label("mine-copy.boxdrill");
}

#[test]
fn a_window_that_comes_back_offers_to_reload() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    come_back(&mut stage);
    assert!(stage.query_by_label("Reload").is_none());
    write(&file, THREE);
    come_back(&mut stage);
    stage.get_by_label("mine.boxdrill was changed outside this window");
    stage.run();
    click(&mut stage, "Keep my version");
    assert!(stage.query_by_label("Reload").is_none());
    come_back(&mut stage);
    assert!(stage.query_by_label("Reload").is_none(), "it is told once");
    write(&file, "client -> api -> db -> cache");
    come_back(&mut stage);
    click(&mut stage, "Reload");
    assert_eq!(boxes(&stage), 4);
    assert!(stage.query_by_label("Reload").is_none());
    stage.get_by_label("mine.boxdrill");
}

#[test]
fn unsaved_changes_are_not_offered_to_be_reloaded_away() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    draw(&mut stage);
    write(&file, THREE);
    come_back(&mut stage);
    assert!(stage.query_by_label("Reload").is_none());
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    stage.get_by_label("Reload");
}

#[test]
fn a_second_window_on_a_file_is_told_and_saves_a_copy() {
    let folder = folder();
    let (mut first, file) = on_file(folder.path());
    let mut second = stage(folder.path(), Some(file.clone()));
    second.get_by_label_contains("mine.boxdrill is open in another window");
    second.run();
    assert!(
        first
            .query_by_label_contains("open in another window")
            .is_none()
    );
    draw(&mut second);
    save_it(&mut second);
    second.get_by_label("The file is open in another window");
    second.run();
    assert!(second.query_by_label("Overwrite").is_none());
    click(&mut second, "Cancel");
    draw(&mut first);
    draw(&mut first);
    save_it(&mut first);
    assert_eq!(boxes_in(&file), 4);
    drop(first);
    come_back(&mut second);
    assert!(
        second
            .query_by_label_contains("open in another window")
            .is_none()
    );
    assert_eq!(boxes(&second), 3, "what was drawn here is still here");
    save_it(&mut second);
    second.get_by_label("The file has changed");
}

#[test]
fn a_reader_opens_a_copy_or_reloads_what_the_other_window_saved() {
    let folder = folder();
    let (mut first, file) = on_file(folder.path());
    let mut second = stage(folder.path(), Some(file));
    draw(&mut first);
    save_it(&mut first);
    come_back(&mut second);
    click(&mut second, "Reload");
    assert_eq!(boxes(&second), 3);
    click(&mut second, "Open a copy");
    assert_eq!(boxes(&second), 3);
    assert!(
        second
            .query_by_label_contains("open in another window")
            .is_none()
    );
    second.get_by_label("Not saved yet •");
}

#[test]
fn a_window_keeps_its_file_when_it_opens_it_again() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    press(&mut stage, Modifiers::COMMAND, Key::O);
    replace_path(&mut stage, &file);
    click(&mut stage, "Open");
    assert!(
        stage
            .query_by_label_contains("open in another window")
            .is_none()
    );
    draw(&mut stage);
    save_it(&mut stage);
    assert_eq!(boxes_in(&file), 3);
}

#[test]
fn recovered_work_is_seen_before_it_is_opened_and_saved_to_its_file() {
    let folder = folder();
    let state = folder.path().join("state");
    let file = folder.path().join("mine.boxdrill");
    save(&file, TWO);
    leave_behind(&state, THREE, Some(&file));
    let mut stage = stage(folder.path(), None);
    stage.get_by_label("Recovered drawing");
    stage.get_by_label_contains("A drawing, as of today");
    stage.run();
    click(&mut stage, "Open it");
    assert_eq!(boxes(&stage), 3);
    stage.get_by_label("mine.boxdrill •");
    save_it(&mut stage);
    assert_eq!(boxes_in(&file), 3);
}

#[test]
fn recovered_work_does_not_replace_a_file_that_went_on() {
    let folder = folder();
    let file = folder.path().join("mine.boxdrill");
    save(&file, TWO);
    leave_behind(&folder.path().join("state"), THREE, Some(&file));
    write(&file, "client -> api -> db -> cache");
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "Open it");
    save_it(&mut stage);
    stage.get_by_label("The file has changed");
    assert_eq!(boxes_in(&file), 4);
}

#[test]
fn recovered_work_that_is_discarded_stays_among_the_versions() {
    let folder = folder();
    let state = folder.path().join("state");
    leave_behind(&state, THREE, None);
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "Discard");
    assert!(copies(&state, "boxdrill").is_empty());
    click(&mut stage, "My own system");
    show_versions(&mut stage);
    stage.get_by_label_contains(": 3 boxes, 2 connections");
}

#[test]
fn a_window_opened_on_a_file_tells_of_recovered_work() {
    let folder = folder();
    let state = folder.path().join("state");
    leave_behind(&state, THREE, None);
    let (mut stage, _) = on_file(folder.path());
    stage.get_by_label("Unsaved work from your last session was recovered");
    stage.run();
    click(&mut stage, "Show it");
    stage.get_by_label("Recovered drawing");
}

#[test]
fn an_emptied_drawing_never_replaces_its_file() {
    let folder = folder();
    let (mut stage, file) = on_file(folder.path());
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, Modifiers::NONE, Key::Delete);
    assert_eq!(boxes(&stage), 0);
    save_it(&mut stage);
    stage.get_by_label_contains("the drawing is empty and the file is not");
    assert_eq!(boxes_in(&file), 2);
}
