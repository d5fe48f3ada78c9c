//! How long Home takes to open with 500 prompts of the user's own, and with 10,000 attempts: reading them all, and the first
//! two frames.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;

use boxdrill::app::{App, ClipboardAccess, Environment};
use boxdrill::scenario::{author, builtin};
use boxdrill::storage::scenario_files::load_library;
use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Pos2, RawInput, Rect, vec2};

const COUNT: usize = 500;
const ATTEMPTS: usize = 10_000;

/// A folder of prompts as long as the built-in ones.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let scenarios = folder.path().join("scenarios");
    fs::create_dir(&scenarios).expect("a folder inside");
    for (number, prompt) in builtin().iter().cycle().take(COUNT).enumerate() {
        let mut prompt = prompt.clone();
        prompt.id = format!("mine_{number}");
        let text = author::write(&prompt).expect("a sound prompt");
        fs::write(scenarios.join(format!("{}.json", prompt.id)), text).expect("a file");
    }
    folder
}

/// A state folder with a history as long as anybody's: three sessions a day for nine years.
fn state() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = String::new();
    for (number, prompt) in builtin().iter().cycle().take(ATTEMPTS).enumerate() {
        let (second, score) = (number * 28_800, number % 100);
        let at = jiff::Timestamp::from_second(second as i64).expect("a time");
        _ = writeln!(
            lines,
            "{{\"at\":\"{at}\",\"scenario\":\"{}\",\"title\":\"{}\",\"mode\":\"practice\",\"seconds\":900,\"score\":{score},\"areas\":{{\"design\":{score},\"reliability\":50}},\"drawing\":\"{number:016x}\"}}",
            prompt.id, prompt.title
        );
    }
    fs::write(folder.path().join("attempts.jsonl"), lines).expect("a file");
    folder
}

/// Opens the window on these folders and shows two frames.
fn open_home(around: Environment) {
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, around, None);
    for _ in 0..2 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
            ..RawInput::default()
        };
        let output = ctx.run_ui(input, |ui| app.frame(ui));
        black_box(ctx.tessellate(output.shapes, 1.0).len());
    }
}

fn opening(criterion: &mut Criterion) {
    let folder = folder();
    let scenarios = folder.path().join("scenarios");
    let mut group = criterion.benchmark_group("home");
    group.sample_size(10);
    group.bench_function("read 500 prompts", |bencher| {
        bencher.iter(|| load_library([black_box(scenarios.as_path())]));
    });
    group.bench_function("open Home with 500 prompts", |bencher| {
        bencher.iter(|| {
            open_home(Environment {
                clipboard: ClipboardAccess::Window,
                temporary_dir: None,
                state_dir: None,
                scenarios_dir: Some(scenarios.clone()),
                native_dialogs: false,
                patience: None,
            });
        });
    });
    let state = state();
    group.bench_function("open Home with 10,000 attempts", |bencher| {
        bencher.iter(|| {
            open_home(Environment {
                clipboard: ClipboardAccess::Window,
                temporary_dir: None,
                state_dir: Some(state.path().to_owned()),
                scenarios_dir: None,
                native_dialogs: false,
                patience: None,
            });
        });
    });
    group.finish();
}

criterion_group!(benches, opening);
criterion_main!(benches);
