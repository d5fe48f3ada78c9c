//! Work goes back where it came from, and is called kept only where it is kept, seen from the window.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui_kittest::kittest::Queryable as _;

use super::keeping::{THREE, TWO, boxes, boxes_in, draw, leave_behind, save_it};
use super::ui::{Stage, click, copies, folder, replace_path, save, settle, stage};

/// Waits until this is shown: the thread that keeps the work has its own time.
fn wait_for(stage: &mut Stage, is_shown: impl Fn(&Stage) -> bool) -> bool {
    (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        settle(stage);
        is_shown(stage)
    })
}

fn is_unkept(stage: &Stage) -> bool {
    let bar = stage.query_by_label_contains("Unsaved work cannot be backed up");
    bar.is_some()
}

#[test]
fn work_that_cannot_be_kept_is_said_and_kept_elsewhere() {
    let folder = folder();
    std::fs::write(folder.path().join("state"), "no folder").expect("it is written");
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    draw(&mut stage);
    assert!(wait_for(&mut stage, is_unkept));
    click(&mut stage, "Use the temporary folder");
    assert!(wait_for(&mut stage, |stage| !is_unkept(stage)));
    stage.get_by_label_contains("Unsaved work is kept in ");
    drop(stage);
    // Another test may be starting a program, which holds the lock of the copy for a moment.
    let offers = |stage: &Stage| stage.query_by_label("Open it").is_some();
    let mut starts = (0..20).map(|_| super::ui::stage(folder.path(), None));
    let mut next = starts.find(offers).expect("it is offered");
    click(&mut next, "Open it");
    assert_eq!(boxes(&next), 1);
}

#[test]
fn nothing_is_called_kept_that_is_not() {
    let folder = folder();
    for (state, kept) in [("folder", true), ("file", false)] {
        let around = folder.path().join(state);
        std::fs::create_dir(&around).expect("a folder");
        if !kept {
            std::fs::write(around.join("state"), "no folder").expect("it is written");
        }
        let mut stage = stage(&around, None);
        click(&mut stage, "My own system");
        draw(&mut stage);
        save_it(&mut stage);
        replace_path(&mut stage, &around.join("not/there/mine.boxdrill"));
        click(&mut stage, "Save");
        let promise = stage.query_by_label_contains("your work is kept in the recovery copy");
        assert_eq!(promise.is_some(), kept);
        let truth = stage.query_by_label_contains("a recovery copy could not be written either");
        assert_eq!(truth.is_some(), !kept);
        if kept {
            let copies = copies(&around.join("state"), "boxdrill");
            assert_eq!(boxes_in(&copies[0]), 1);
        }
    }
}

/// The path from the folder that this program runs in.
fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().expect("a folder");
    let up = here.components().skip(1).map(|_| "..");
    up.collect::<PathBuf>()
        .join(path.strip_prefix("/").expect("a path from the root"))
}

#[cfg(unix)]
#[test]
fn work_is_recovered_to_the_file_it_came_from_wherever_the_program_is_started() {
    let folder = folder();
    let file = folder.path().join("mine.boxdrill");
    save(&file, TWO);
    let mut stage = stage(folder.path(), Some(relative(&file)));
    draw(&mut stage);
    let state = folder.path().join("state");
    let written =
        |state: &Path| state.join("recovery").exists() && !copies(state, "json").is_empty();
    assert!(wait_for(&mut stage, |_| written(&state)));
    let about = std::fs::read_to_string(&copies(&state, "json")[0]).expect("its file");
    let profile = std::fs::read_to_string(state.join("profile.json")).expect("the profile");
    for text in [about, profile] {
        // From the root, though it was opened from here.
        assert!(
            text.contains("\"/") && text.contains("mine.boxdrill"),
            "{text}"
        );
        assert!(!text.contains("\".."), "{text}");
    }
}

#[test]
fn recovered_work_whose_file_is_gone_is_saved_where_the_user_says() {
    let folder = folder();
    let file = folder.path().join("mine.boxdrill");
    save(&file, TWO);
    leave_behind(&folder.path().join("state"), THREE, Some(&file));
    std::fs::remove_file(&file).expect("it is gone");
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "Open it");
    stage.get_by_label_contains("no longer exists");
    save_it(&mut stage);
    let field = stage.get_by_label("File path");
    assert!(format!("{field:?}").contains("mine.boxdrill"));
    assert!(!file.exists());
}
