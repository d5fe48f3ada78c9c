//! The whole window without a screen, by what its controls are called.

mod check;
mod check_reading;
mod clipboard;
mod files;
mod home;
mod interview;
mod keyboard;
mod long_work;
mod menus;
mod panels;
mod program;
mod progress;

use boxdrill::app::{App, ClipboardAccess, Environment};
use boxdrill::storage::disk;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

pub(crate) type Stage = Harness<'static, Option<App>>;

/// A window on a folder of its own, on a file where one is given; so high that nothing has to be scrolled to.
pub(crate) fn stage(folder: &Path, file: Option<PathBuf>) -> Stage {
    stage_of(folder, file, vec2(1440.0, 4000.0))
}

/// A window of this size.
pub(crate) fn stage_of(folder: &Path, file: Option<PathBuf>, size: egui::Vec2) -> Stage {
    stage_in(around(folder), file, size)
}

/// What a window on a folder of its own finds around it.
pub(crate) fn around(folder: &Path) -> Environment {
    Environment {
        state_dir: Some(folder.join("state")),
        temporary_dir: Some(folder.to_owned()),
        scenarios_dir: Some(folder.join("scenarios")),
        clipboard: ClipboardAccess::Window,
        native_dialogs: false,
        patience: None,
    }
}

/// A window of this size that finds this around it.
pub(crate) fn stage_in(around: Environment, file: Option<PathBuf>, size: egui::Vec2) -> Stage {
    let start = RefCell::new(Some((around, file)));
    let mut stage = Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                if let Some(app) = app {
                    app.frame(ui);
                } else {
                    let (around, file) = start.take().expect("the first frame");
                    *app = Some(App::new(ui.ctx(), around, file.as_deref()));
                }
            },
            None,
        );
    settle(&mut stage);
    stage
}

/// Lets timers of the window (the recovery copy) be: they ask for a frame later, which is no unrest.
pub(crate) fn settle(stage: &mut Stage) {
    stage.run_steps(8);
}

pub(crate) fn click(stage: &mut Stage, label: &str) {
    stage.get_by_label(label).click();
    settle(stage);
}

pub(crate) fn type_text(stage: &mut Stage, text: &str) {
    stage.event(Event::Text(text.to_owned()));
    settle(stage);
}

pub(crate) fn press(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    stage.key_press_modifiers(modifiers, key);
    settle(stage);
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

pub(crate) fn save(path: &Path, notation: &str) {
    let (loaded, _) = disk::parse(notation.as_bytes()).expect("sound notation");
    disk::save(path, &loaded.design, disk::Overwrite::Never).expect("it can be saved");
}

pub(crate) fn replace_path(stage: &mut Stage, path: &Path) {
    stage.get_by_label("File path").focus();
    settle(stage);
    press(stage, Modifiers::COMMAND, Key::A);
    type_text(stage, &path.display().to_string());
}

pub(crate) fn copies(state: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(state.join("recovery")).expect("the folder");
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

pub(crate) fn design(stage: &Stage) -> &boxdrill::model::Design {
    let document = stage.state().as_ref().and_then(App::document);
    document.expect("a drawing is open").design()
}

/// One machine of everything, for the URL shortener.
pub(crate) const WEAK: &str = "
scenario url_shortener
client -> gate -> api -> db
gate: api_gateway_self_run x1 \"Gate\"
api: service x1 \"Link API\"
db: sql x1 \"Links DB\"
";

pub(crate) fn click_at(stage: &mut Stage, pos: egui::Pos2) {
    stage.event(Event::PointerMoved(pos));
    settle(stage);
    for pressed in [true, false] {
        stage.event(Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        settle(stage);
    }
}
