//! What takes longer than a frame may goes on beside the window, and can be stopped.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use boxdrill::app::{App, Environment};
use boxdrill::storage::recovery::RecoveryWriter;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{Stage, around, copies, design, folder, press, replace_path, save, settle, stage_in};

/// A window that never waits within a frame.
fn impatient(folder: &Path) -> Stage {
    let around = Environment {
        patience: Some(Duration::ZERO),
        ..around(folder)
    };
    stage_in(around, None, vec2(1440.0, 900.0))
}

fn open(stage: &mut Stage, path: &Path) {
    press(stage, Modifiers::COMMAND, Key::O);
    replace_path(stage, path);
    press(stage, Modifiers::NONE, Key::Enter);
}

fn is_open(stage: &Stage) -> bool {
    stage.state().as_ref().and_then(App::document).is_some()
}

fn wait_until(stage: &mut Stage, holds: impl Fn(&Stage) -> bool) {
    let began = Instant::now();
    while !holds(stage) && began.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(5));
        settle(stage);
    }
    assert!(holds(stage));
}

#[test]
fn a_file_that_takes_long_is_opened_beside_the_window() {
    let folder = folder();
    let path = folder.path().join("mine.boxdrill");
    save(&path, "client -> api -> db");
    let mut stage = impatient(folder.path());
    open(&mut stage, &path);
    wait_until(&mut stage, is_open);
    assert_eq!(design(&stage).components().len(), 3);
    wait_until(&mut stage, |stage| stage.query_by_label("Stop").is_none());
}

#[test]
fn what_takes_long_says_so_and_can_be_stopped() {
    let folder = folder();
    let path = folder.path().join("large.txt");
    let mut text = String::new();
    for n in 0..3_000 {
        _ = writeln!(text, "service_{n} -> service_{}", n + 1);
    }
    std::fs::write(&path, text).expect("it is written");
    let mut stage = impatient(folder.path());
    open(&mut stage, &path);
    stage.get_by_label("Opening large.txt");
    stage.get_by_label("Progress");
    stage.get_by_label("Stop").click();
    settle(&mut stage);
    assert!(stage.query_by_label("Stop").is_none());
    settle(&mut stage);
    assert!(!is_open(&stage));
}

#[test]
fn recovered_work_is_opened_beside_the_window() {
    let folder = folder();
    let state = folder.path().join("state");
    let mut crashed = RecoveryWriter::new(&state);
    let drawn = boxdrill::model::parse_notation("client -> api -> db");
    crashed
        .write_copy(&drawn.expect("is sound").design, None)
        .expect("it is written");
    drop(crashed);
    let mut stage = impatient(folder.path());
    stage.get_by_label("Open it").click();
    wait_until(&mut stage, is_open);
    assert_eq!(design(&stage).components().len(), 3);
    // It is this window's own now, and never without a copy.
    wait_until(&mut stage, |_| !copies(&state, "boxdrill").is_empty());
}
