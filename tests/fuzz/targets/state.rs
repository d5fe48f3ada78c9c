//! What the program keeps for the user, however damaged: it is read as far as it can be, or refused in a sentence. The first byte
//! says which file the others are.

#![no_main]

use std::fs;
use std::path::Path;

use boxdrill::storage::recovery::find_recovery_copies;
use boxdrill::storage::{attempts, profile, rounds};
use libfuzzer_sys::fuzz_target;

/// The files, in the state folder.
const FILES: [&str; 7] = [
    "profile.json",
    "attempts.jsonl",
    "interviews/1-1.json",
    "interviews/finished/1-1.json",
    "interviews/finished/1-1.steps",
    "recovery/1-1-1.json",
    "recovery/1-1-1.boxdrill",
];

fn is_sentence(text: &str) {
    assert!(!text.is_empty() && !text.contains('\n'), "{text:?}");
}

fn read(state: &Path) {
    let (_, notice) = profile::load(state);
    let (_, of_attempts) = attempts::load(state);
    notice.iter().chain(&of_attempts).for_each(|text| is_sentence(text));
    let (_, problems) = rounds::find_open_round(state);
    problems.iter().for_each(|text| is_sentence(text));
    if let Err(reason) = rounds::open_finished(state, "1-1") {
        is_sentence(&reason);
    }
    match rounds::finished_steps(state, "1-1") {
        Ok(steps) => steps.iter().for_each(|step| drop(step.design())),
        Err(error) => is_sentence(&error.to_string()),
    }
    for copy in find_recovery_copies(state) {
        if let Err(error) = copy.open() {
            is_sentence(&error.to_string());
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, content)) = bytes.split_first() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path();
    for below in ["interviews/finished", "recovery"] {
        fs::create_dir_all(state.join(below)).expect("a folder");
    }
    // What lies beside a copy means nothing without one.
    fs::write(state.join("recovery/1-1-1.boxdrill"), "client -> api").expect("it is written");
    let name = FILES[usize::from(first) % FILES.len()];
    fs::write(state.join(name), content).expect("it is written");
    read(state);
});
