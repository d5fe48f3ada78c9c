//! The lines that are written in a mock interview, and when they were said.

use super::interview::{begin, type_into};
use super::{Stage, folder, press, settle, stage, type_text};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use std::path::Path;

/// When the first must-have was said, as the kept round has it; waits until it is kept with these words.
fn said_at(stage: &mut Stage, folder: &Path, words: &str) -> f64 {
    for _ in 0..40 {
        std::thread::sleep(std::time::Duration::from_millis(200));
        settle(stage);
        let kept_rounds = std::fs::read_dir(folder.join("interviews")).into_iter();
        for file in kept_rounds.flatten().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap_or_default();
            let Ok(kept) = serde_json::from_str::<serde_json::Value>(&text) else {
                continue;
            };
            let line = &kept["round"]["must_have"][0];
            if let Some(at) = line["at"].as_f64().filter(|_| line["text"] == words) {
                return at;
            }
        }
    }
    panic!("the round is kept with \"{words}\"");
}

#[test]
fn a_better_wording_does_not_make_a_must_have_later() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    begin(&mut stage);
    type_into(&mut stage, "Add a requirement", "Links");
    let first = said_at(&mut stage, folder.path(), "Links");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    stage.get_by_label("Must have, line 1").focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::COMMAND, Key::A);
    type_text(&mut stage, "Links never get lost");
    let later = said_at(&mut stage, folder.path(), "Links never get lost");
    assert!((later - first).abs() < 1e-6, "{first} became {later}");
}
