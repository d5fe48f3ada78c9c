//! Programs that are killed while they write: what they leave behind is whole, and is offered again.

use boxdrill::model::Design;
use boxdrill::storage::disk::{self, Overwrite};
use boxdrill::storage::history::History;
use boxdrill::storage::recovery::{RecoveryWriter, find_recovery_copies};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::keeping::{THREE, TWO, boxes_in, drawn};
use super::ui::{copies, folder};

/// Set, to the file to save to, where this program is to save until it is killed.
const SAVE_TO: &str = "BOXDRILL_TEST_SAVE_TO";

fn many_boxes() -> Design {
    let lines: Vec<String> = (0..200).map(|n| format!("client_{n}: client")).collect();
    drawn(&lines.join("\n"))
}

/// Not a test of its own: what the next one starts and kills.
#[test]
fn saves_until_it_is_killed() {
    let Some(file) = std::env::var_os(SAVE_TO).map(PathBuf::from) else {
        return;
    };
    let (small, large) = (drawn(TWO), many_boxes());
    let history = History::of_file(file.parent().expect("a folder"), &file);
    loop {
        for design in [&small, &large] {
            disk::save_keeping(&file, design, Overwrite::Always, Some(&history))
                .expect("it is saved");
        }
    }
}

#[test]
fn a_kill_during_saving_leaves_the_old_file_or_the_new() {
    let folder = folder();
    let file = folder.path().join("mine.boxdrill");
    let program = std::env::current_exe().expect("this program");
    for round in 0..6 {
        let mut child = std::process::Command::new(&program)
            .args(["--exact", "kills::saves_until_it_is_killed"])
            .env(SAVE_TO, &file)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        let started = Instant::now();
        while !file.exists() && started.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(40 + 7 * round));
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        let boxes = boxes_in(&file);
        assert!(boxes == 2 || boxes == 200, "{boxes} boxes");
        let history = History::of_file(folder.path(), &file);
        for kept in history.backups() {
            kept.open().expect("what is kept is whole too");
        }
    }
}

/// Set, to the state folder, where this program is to keep a recovery copy until it is killed.
const KEEP_COPY_IN: &str = "BOXDRILL_TEST_KEEP_COPY_IN";

/// Not a test of its own: what the next one starts and kills.
#[test]
fn keeps_a_recovery_copy_until_it_is_killed() {
    let Some(state) = std::env::var_os(KEEP_COPY_IN).map(PathBuf::from) else {
        return;
    };
    let mut recovery = RecoveryWriter::new(&state);
    loop {
        recovery.write_copy(&drawn(THREE), None).expect("a copy");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_copy_of_a_killed_program_is_offered_and_that_of_a_running_one_is_not() {
    let folder = folder();
    let state = folder.path().join("state");
    let mut child = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "kills::keeps_a_recovery_copy_until_it_is_killed"])
        .env(KEEP_COPY_IN, &state)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    let started = Instant::now();
    let is_written = || state.join("recovery").exists() && !copies(&state, "boxdrill").is_empty();
    while !is_written() && started.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(is_written(), "the copy was written");
    let offered_while_running = find_recovery_copies(&state);
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    assert_eq!(offered_while_running, []);
    let [copy] = &find_recovery_copies(&state)[..] else {
        panic!("one copy is offered");
    };
    let opened = copy.open().expect("the copy");
    assert_eq!(opened.loaded.design.components().len(), 3);
}
