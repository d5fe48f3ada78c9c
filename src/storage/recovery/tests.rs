//! Recovery copies against real folders.

use super::*;
use crate::model::{Component, Edit, pt, write_design};
use crate::storage::atomic::{Step, fail_at};

fn named(title: &str) -> Design {
    let mut design = Design::new();
    let item = Component::new("client", "Client", pt(0.0, 0.0));
    let edits = [
        Edit::PutComponent(design.fresh_id(), item),
        Edit::SetTitle(title.to_owned()),
    ];
    design.apply_all(edits).unwrap();
    design
}

/// The writer is dropped, and its lock with it, as when its program ends.
fn leave_behind(state: &Path, title: &str, original: Option<(&Path, Fingerprint)>) {
    RecoveryWriter::new(state)
        .write_copy(&named(title), original)
        .unwrap();
}

#[test]
fn offers_what_a_crash_left_behind_and_nothing_else() {
    let state = tempfile::tempdir().unwrap();
    let stamp = Fingerprint::of_bytes(b"as it was opened");
    let original = Path::new("/a/b.boxdrill");
    leave_behind(state.path(), "lost", Some((original, stamp)));
    let mut ours = RecoveryWriter::new(state.path());
    ours.write_copy(&named("ours"), None).unwrap();
    let found = find_recovery_copies(state.path());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].original.as_deref(), Some(original));
    assert_eq!(found[0].stamp, Some(stamp));
    assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
    found[0].discard().unwrap();
    assert!(find_recovery_copies(state.path()).is_empty());
    drop(ours);
    let left = find_recovery_copies(state.path());
    assert_eq!(left[0].open().unwrap().loaded.design.title(), "ours");
}

#[test]
fn copies_of_earlier_versions_are_offered() {
    let state = tempfile::tempdir().unwrap();
    fs::create_dir_all(recovery_folder(state.path())).unwrap();
    let files = CopyFiles::new(&recovery_folder(state.path()), "4000000000-1700000000000-0");
    fs::write(&files.drawing, write_design(&named("old"))).unwrap();
    let about = r#"{"title": "old", "original": null, "stamp": {"length": 3, "hash": 5},
        "saved_at": "2026-01-02T03:04:05Z", "owner": {"pid": 4000000000, "started": 1}}"#;
    fs::write(&files.about, about).unwrap();
    let found = find_recovery_copies(state.path());
    assert_eq!(found[0].open().unwrap().loaded.design, named("old"));
    found[0].discard().unwrap();
    assert!(find_recovery_copies(state.path()).is_empty());
}

#[test]
fn a_copy_is_offered_whatever_became_of_the_file_beside_it() {
    for damage in ["", "{", "[]", r#"{"original": 5}"#] {
        let state = tempfile::tempdir().unwrap();
        leave_behind(state.path(), "lost", None);
        let files = find_recovery_copies(state.path())[0].files.clone();
        fs::write(&files.about, damage).unwrap();
        let found = find_recovery_copies(state.path());
        assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
        fs::remove_file(&files.about).unwrap();
        fs::remove_file(&files.lock).unwrap();
        assert_eq!(find_recovery_copies(state.path()), found);
    }
}

#[test]
fn a_copy_knows_where_its_file_is_from_any_folder() {
    let state = tempfile::tempdir().unwrap();
    let stamp = Fingerprint::of_bytes(b"");
    leave_behind(state.path(), "lost", Some((Path::new("a.boxdrill"), stamp)));
    let found = find_recovery_copies(state.path());
    let here = std::env::current_dir().unwrap().join("a.boxdrill");
    assert_eq!(found[0].original.as_deref(), Some(&*here));
    // Earlier versions kept the mere name.
    let about = r#"{"title": "", "original": "a.boxdrill", "stamp": null}"#;
    fs::write(&found[0].files.about, about).unwrap();
    assert_eq!(find_recovery_copies(state.path())[0].original, None);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_kept_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt as _;
    let state = tempfile::tempdir().unwrap();
    let path = Path::new(OsStr::from_bytes(b"/a/\xff\xfe.boxdrill"));
    leave_behind(
        state.path(),
        "lost",
        Some((path, Fingerprint::of_bytes(b""))),
    );
    let found = find_recovery_copies(state.path());
    assert_eq!(found[0].original.as_deref(), Some(path));
}

#[cfg(unix)]
#[test]
fn a_copy_is_the_users_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    leave_behind(&state, "lost", None);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files = find_recovery_copies(&state)[0].files.clone();
    for path in [&files.drawing, &files.about, &files.lock] {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    assert_eq!(
        (mode(&state), mode(&recovery_folder(&state))),
        (0o700, 0o700)
    );
}

#[test]
fn a_copy_that_could_not_be_written_is_as_it_was() {
    let state = tempfile::tempdir().unwrap();
    let mut writer = RecoveryWriter::new(state.path());
    for step in [Step::Create, Step::Write, Step::Sync, Step::Rename] {
        writer.write_copy(&named("before"), None).unwrap();
        let full = ErrorKind::StorageFull;
        let refused = fail_at(step, full, || writer.write_copy(&named("after"), None));
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .starts_with("the disk is full")
        );
    }
    drop(writer);
    let found = find_recovery_copies(state.path());
    assert_eq!(found[0].open().unwrap().loaded.design, named("before"));
}

#[test]
fn copies_among_the_temporary_files_are_offered_too() {
    let temporary = tempfile::tempdir().unwrap();
    let find = || find_all_recovery_copies(None, Some(temporary.path()));
    let mut writer = RecoveryWriter::among_temporary(temporary.path()).unwrap();
    writer.write_copy(&named("lost"), None).unwrap();
    assert!(find().is_empty(), "its program runs");
    drop(writer);
    let found = find();
    assert_eq!(found[0].open().unwrap().loaded.design, named("lost"));
    found[0].discard().unwrap();
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0);
}

#[test]
fn half_a_copy_is_swept_once_nobody_can_be_writing_it() {
    let state = tempfile::tempdir().unwrap();
    let folder = recovery_folder(state.path());
    fs::create_dir_all(&folder).unwrap();
    for (name, old) in [("1.json", true), ("1.lock", true), ("2.lock", false)] {
        let file = fs::File::create(folder.join(name)).unwrap();
        if old {
            file.set_modified(std::time::SystemTime::UNIX_EPOCH)
                .unwrap();
        }
    }
    assert!(find_recovery_copies(state.path()).is_empty());
    let left = fs::read_dir(&folder).unwrap().flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["2.lock"]);
}

#[test]
fn a_drawing_that_was_emptied_is_kept_as_it_was_before() {
    let state = tempfile::tempdir().unwrap();
    let mut recovery = RecoveryWriter::new(state.path());
    recovery.write_copy(&Design::new(), None).unwrap();
    assert!(!recovery_folder(state.path()).exists());
    recovery.write_copy(&named("full"), None).unwrap();
    recovery.write_copy(&Design::new(), None).unwrap();
    drop(recovery);
    let found = find_recovery_copies(state.path());
    assert_eq!(found[0].open().unwrap().loaded.design, named("full"));
}

#[test]
fn clearing_leaves_nothing() {
    let state = tempfile::tempdir().unwrap();
    let mut recovery = RecoveryWriter::new(state.path());
    recovery.remove_copy().unwrap();
    for title in ["a", "b"] {
        recovery.write_copy(&named(title), None).unwrap();
        assert_eq!(
            fs::read_dir(recovery_folder(state.path())).unwrap().count(),
            3
        );
        assert!(is_lock_held(&recovery.files.lock));
        recovery.remove_copy().unwrap();
        assert_eq!(
            fs::read_dir(recovery_folder(state.path())).unwrap().count(),
            0
        );
    }
}

#[test]
fn odd_files_are_passed_over() {
    let state = tempfile::tempdir().unwrap();
    assert!(find_recovery_copies(state.path()).is_empty());
    fs::create_dir_all(recovery_folder(state.path())).unwrap();
    fs::write(recovery_folder(state.path()).join("x.json"), "nonsense").unwrap();
    fs::write(recovery_folder(state.path()).join("x.boxdrill"), "").unwrap();
    fs::write(recovery_folder(state.path()).join("y.boxdrill"), "").unwrap();
    assert!(find_recovery_copies(state.path()).is_empty());
}
