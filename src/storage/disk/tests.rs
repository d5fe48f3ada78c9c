//! Opening and saving against real folders.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind};

use crate::model::{Design, FileError, write_design};
use crate::storage::disk::save::check_opens_again;
use crate::storage::disk::{
    Action, DiskError, Overwrite, Problem, SourceFormat, open, parse, read_bounded, save,
    save_keeping,
};
use crate::storage::history::History;

fn drawing(text: &str) -> Design {
    parse(text.as_bytes()).unwrap().0.design
}

fn problem<T: fmt::Debug>(result: Result<T, DiskError>) -> String {
    let error = result.unwrap_err();
    let sentence = error.to_string();
    assert!(
        sentence.ends_with(&format!(" ({})", error.path.display())),
        "{sentence}"
    );
    error.problem.to_string()
}

#[test]
fn saves_what_it_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.boxdrill");
    let design = drawing("client -> api -> db");
    let stamp = save(&path, &design, Overwrite::Never).unwrap();
    let opened = open(&path).unwrap();
    assert_eq!(opened.loaded.design, design);
    assert_eq!(opened.stamp, stamp);
    assert_eq!(opened.format, SourceFormat::Drawing);
}

#[test]
fn opens_the_notation_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "\u{feff}client -> api\n").unwrap();
    let opened = open(&path).unwrap();
    assert_eq!(opened.format, SourceFormat::Text);
    assert_eq!(opened.loaded.design.components().len(), 2);
    fs::write(&path, "client -> api\napi: nonsense_xyz\n").unwrap();
    assert!(problem(open(&path)).starts_with("line 2: unknown component kind `nonsense_xyz`"));
}

#[test]
fn never_writes_over_unseen_work() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.boxdrill");
    let design = drawing("client -> api");
    let stamp = save(&path, &design, Overwrite::Never).unwrap();
    assert_eq!(
        problem(save(&path, &design, Overwrite::Never)),
        Problem::Exists.to_string()
    );
    fs::write(&path, "somebody else's").unwrap();
    let result = save(&path, &design, Overwrite::IfUnchanged(stamp));
    assert_eq!(problem(result), Problem::Changed.to_string());
    assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's");
    save(&path, &design, Overwrite::Always).unwrap();
    save(&path, &design, Overwrite::IfUnchanged(stamp)).unwrap();
    fs::remove_file(&path).unwrap();
    save(&path, &design, Overwrite::IfUnchanged(stamp)).unwrap();
}

#[test]
fn nothing_never_takes_the_place_of_something() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.boxdrill");
    let stamp = save(&path, &drawing("client -> api"), Overwrite::Never).unwrap();
    let kept = fs::read(&path).unwrap();
    let empty = Design::new();
    for overwrite in [Overwrite::IfUnchanged(stamp), Overwrite::Always] {
        let result = save(&path, &empty, overwrite);
        assert_eq!(problem(result), Problem::WouldEmpty.to_string());
        assert_eq!(fs::read(&path).unwrap(), kept);
    }
    fs::write(&path, "not a drawing at all").unwrap();
    let result = save(&path, &empty, Overwrite::Always);
    assert_eq!(problem(result), Problem::WouldEmpty.to_string());
    for nothing in ["", " \n", &write_design(&empty)] {
        fs::write(&path, nothing).unwrap();
        save(&path, &empty, Overwrite::Always).unwrap();
    }
}

#[test]
fn what_would_not_open_again_is_not_written() {
    let design = drawing("client -> api");
    let written = write_design(&design);
    assert!(check_opens_again(written.as_bytes(), &design).is_ok());
    let other = drawing("client -> api -> db");
    let refused = check_opens_again(written.as_bytes(), &other).unwrap_err();
    assert_eq!(refused.to_string(), Problem::NotSame.to_string());
    for damaged in ["", "{\"version\": 1, \"components\": ["] {
        assert!(check_opens_again(damaged.as_bytes(), &design).is_err());
    }
}

#[test]
fn what_a_file_held_is_kept_before_it_is_saved_over() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    fs::create_dir(&own).unwrap();
    let path = own.join("a.boxdrill");
    let history = History::of_file(folder.path(), &path);
    let keep = |text: &str| {
        save_keeping(&path, &drawing(text), Overwrite::Always, Some(&history)).unwrap()
    };
    assert!(keep("client").unkept.is_none());
    assert!(history.backups().is_empty(), "there was nothing before");
    keep("client");
    assert!(history.backups().is_empty(), "it was the same");
    fs::write(&path, "by another program").unwrap();
    keep("client -> api");
    keep("client -> api -> db");
    let backups = history.backups();
    let held = |n: usize| fs::read(backups[n].path()).unwrap();
    assert_eq!(held(1), b"by another program");
    assert_eq!(parse(&held(0)).unwrap().0.design, drawing("client -> api"));
    assert_eq!(fs::read_dir(own).unwrap().count(), 1, "nothing beside it");
}

#[cfg(unix)]
#[test]
fn a_save_tells_that_other_names_of_the_file_keep_what_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["a.boxdrill", "b.boxdrill"].map(|name| folder.path().join(name));
    let saved = |text: &str| save_keeping(&path, &drawing(text), Overwrite::Always, None).unwrap();
    assert!(!saved("client").split_links);
    fs::hard_link(&path, &other).unwrap();
    assert!(saved("client -> api").split_links);
    assert_eq!(open(&other).unwrap().loaded.design, drawing("client"));
    assert!(
        !saved("client").split_links,
        "the other name is a file of its own now"
    );
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_extended_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.boxdrill");
    let saved = |text: &str| save_keeping(&path, &drawing(text), Overwrite::Always, None).unwrap();
    saved("client");
    // Not every file system has them.
    if xattr::set(&path, "user.reviewed_by", b"Kim").is_err() {
        return;
    }
    assert!(!saved("client -> api").lost_attributes);
    let kept = xattr::get(&path, "user.reviewed_by").unwrap();
    assert_eq!(kept.as_deref(), Some(&b"Kim"[..]));
}

#[test]
fn a_drawing_is_saved_even_where_nothing_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.boxdrill");
    let state = folder.path().join("state");
    fs::write(&state, "a file, not a folder").unwrap();
    save(&path, &drawing("client"), Overwrite::Never).unwrap();
    let history = History::of_file(&state, &path);
    let next = drawing("client -> api");
    let saved = save_keeping(&path, &next, Overwrite::Always, Some(&history)).unwrap();
    assert!(saved.unkept.is_some());
    assert_eq!(open(&path).unwrap().loaded.design, next);
}

#[test]
fn names_what_stands_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none");
    let inside = missing.join("a.boxdrill");
    let design = Design::new();
    assert_eq!(problem(open(&missing)), Problem::NotFound.to_string());
    assert_eq!(problem(open(folder.path())), Problem::IsFolder.to_string());
    for overwrite in [Overwrite::Never, Overwrite::Always] {
        assert_eq!(
            problem(save(&inside, &design, overwrite)),
            Problem::NoFolder.to_string()
        );
        assert_eq!(
            problem(save(folder.path(), &design, overwrite)),
            Problem::IsFolder.to_string()
        );
    }
    let full = io::Error::from(ErrorKind::StorageFull);
    let error = DiskError::from_io(&inside, Action::Write, full);
    assert_eq!(error.problem.to_string(), Problem::Full.to_string());
}

#[test]
fn respects_write_protection() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.boxdrill");
    fs::write(&path, "kept").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let result = save(&path, &drawing("client"), Overwrite::Always);
    assert!(problem(result).starts_with("you do not have permission to write the file"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "kept");
}

#[test]
fn the_size_is_known_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge");
    File::create(&path).unwrap().set_len(400 << 20).unwrap();
    assert!(problem(open(&path)).starts_with("the file is 400 MB"));
    let endless = read_bounded(io::repeat(b'a'));
    assert!(matches!(
        endless,
        Err(Problem::Content(FileError::TooLarge(_)))
    ));
}
