//! Programs that are killed while they write: what they leave behind is whole, and is offered again.

use boxdrill::model::Design;
use boxdrill::storage::disk::{self, Overwrite};
use boxdrill::storage::history::History;
use boxdrill::storage::recovery::{RecoveryWriter, find_recovery_copies};
use std::io::Write as _;
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

/// Set, to a folder, where this program is to draw, keep copies and save until it is killed.
const DRAW_IN: &str = "BOXDRILL_TEST_DRAW_IN";

/// What a drawing shows in a round: its boxes and its title tell how many edits were made.
fn after_edits(count: usize) -> Design {
    let lines: Vec<String> = (0..count).map(|n| format!("client_{n}: client")).collect();
    drawn(&format!("title \"{count}\"\n{}", lines.join("\n")))
}

/// Not a test of its own: what the next ones start and kill. Says of each edit that it is kept once it is.
#[test]
fn draws_until_it_is_killed() {
    let Some(folder) = std::env::var_os(DRAW_IN).map(PathBuf::from) else {
        return;
    };
    let (state, file) = (folder.join("state"), folder.join("mine.boxdrill"));
    let history = History::of_file(&state, &file);
    let mut recovery = RecoveryWriter::new(&state);
    let mut said = std::fs::File::options()
        .append(true)
        .create(true)
        .open(folder.join("said"))
        .expect("a file");
    let mut say = |what: &str, count: usize| {
        said.write_all(format!("{what} {count}\n").as_bytes())
            .expect("it is written");
    };
    for count in 1..60 {
        let design = after_edits(count);
        recovery.write_copy(&design, None).expect("a copy");
        say("kept", count);
        if count % 3 == 0 {
            disk::save_keeping(&file, &design, Overwrite::Always, Some(&history)).expect("saved");
            say("saved", count);
        }
    }
}

/// The last edit that the program said this of.
fn last_said(said: &str, what: &str) -> usize {
    let lines = said.lines().filter_map(|line| line.split_once(' '));
    let counts = lines.filter(|(word, _)| *word == what);
    counts
        .filter_map(|(_, count)| count.parse().ok())
        .max()
        .unwrap_or(0)
}

/// Whenever the program is killed: what it said to be kept is kept, nothing is torn, and no copy is lost.
fn kill_and_recover(rounds: u64, seed: u64) {
    let program = std::env::current_exe().expect("this program");
    let mut random = boxdrill::model::SplitMix64::new(seed);
    let mut kept_anything = 0;
    for round in 0..rounds {
        let folder = folder();
        let mut child = std::process::Command::new(&program)
            .args(["--exact", "kills::draws_until_it_is_killed"])
            .env(DRAW_IN, folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        let said = folder.path().join("said");
        let started = Instant::now();
        // Some are killed before their first copy, most after it.
        let is_early = round % 4 == 0;
        let has_begun = || std::fs::metadata(&said).is_ok_and(|said| is_early || said.len() > 0);
        while !has_begun() && started.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(random.next_u64() % 40_000));
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        let said = std::fs::read_to_string(&said).expect("what it said");
        let state = folder.path().join("state");
        let (kept, saved) = (last_said(&said, "kept"), last_said(&said, "saved"));
        let title = |design: &Design| design.title().parse::<usize>().expect("a count");
        if kept > 0 {
            kept_anything += 1;
            let copies = find_recovery_copies(&state);
            assert_eq!(copies.len(), 1, "round {round} of seed {seed}");
            let copy = copies[0].open().expect("it is whole").loaded;
            assert!(copy.repairs.is_empty());
            assert_eq!(copy.design, after_edits(title(&copy.design)));
            assert!(title(&copy.design) >= kept, "round {round} of seed {seed}");
        }
        let file = folder.path().join("mine.boxdrill");
        if saved > 0 {
            let opened = disk::open(&file).expect("it is whole").loaded;
            assert!(opened.repairs.is_empty());
            assert!(
                title(&opened.design) >= saved,
                "round {round} of seed {seed}"
            );
        }
        for backup in History::of_file(&state, &file).backups() {
            backup.open().expect("what is kept is whole too");
        }
    }
    assert!(
        kept_anything * 2 > rounds,
        "most programs got as far as a copy"
    );
}

#[test]
fn hundreds_of_kills_lose_nothing_that_was_said_to_be_kept() {
    kill_and_recover(300, 1);
}

#[test]
#[ignore = "minutes: for a release"]
fn thousands_of_kills_lose_nothing_that_was_said_to_be_kept() {
    kill_and_recover(10_000, 2);
}
