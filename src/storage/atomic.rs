//! Replaces a file as a whole or not at all: a crash, a full disk or a pulled plug leaves the old content or the new,
//! never half of each. Apart, because drawings, recovery copies, profile and pictures are all written this way.
//!
//! Every step that the system may refuse goes through [`step`], where tests make it refuse.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What the names of files begin and end with that are not finished yet.
const PREFIX: &str = ".boxdrill-";
const SUFFIX: &str = ".tmp";
/// An unfinished file that nobody has locked is left alone this long: its writer may be about to lock it.
const YOUNG: Duration = Duration::from_mins(1);

/// Who may read what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileAccess {
    /// Whoever may read the file that is replaced; for a new file, as other programs leave it.
    Usual,
    /// The user alone: what the program keeps of somebody's work is no one else's business.
    Private,
}

/// A step of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The file beside it is created.
    Create,
    /// It gets its owner and its permissions.
    Protect,
    /// The bytes are written.
    Write,
    /// They go through to the disk.
    Sync,
    /// It takes the place of the old file.
    Rename,
}

/// Writes `bytes` to `path`: into a file beside it, through to the disk, then renamed over it.
///
/// A link keeps pointing where it points, and a file keeps its owner, its permissions and its extended attributes. The file beside it has those of the
/// result before the first byte is in it. What is no ordinary file is refused: writing into a pipe may never end.
pub(super) fn write_atomically(path: &Path, bytes: &[u8], access: FileAccess) -> io::Result<()> {
    let existing = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    match existing {
        Some(metadata) if metadata.is_dir() => Err(ErrorKind::IsADirectory.into()),
        Some(metadata) if !metadata.is_file() => Err(ErrorKind::InvalidInput.into()),
        // Renaming over it would work, and would break what the protection was set for.
        Some(metadata) if metadata.permissions().readonly() => {
            Err(ErrorKind::PermissionDenied.into())
        }
        Some(metadata) => replace_file(&fs::canonicalize(path)?, bytes, Some(&metadata), access),
        None => replace_file(path, bytes, None, access),
    }
}

/// Writes into a pipe or a device, which cannot be renamed over; a file is replaced as a whole.
pub(super) fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_dir() && !metadata.is_file() => {
            OpenOptions::new().write(true).open(path)?.write_all(bytes)
        }
        _ => write_atomically(path, bytes, FileAccess::Usual),
    }
}

fn replace_file(
    path: &Path,
    bytes: &[u8],
    existing: Option<&fs::Metadata>,
    access: FileAccess,
) -> io::Result<()> {
    let folder = folder_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // A file that exists may be more private than a new one: the one beside it starts private and is opened up as far.
    if access == FileAccess::Usual
        && existing.is_none()
        && let Some(usual) = usual_permissions()
    {
        builder.permissions(usual);
    }
    step(Step::Create)?;
    let mut file = builder.tempfile_in(&folder)?;
    // Tells `sweep_unfinished` that somebody is at work on it; not every file system has locks.
    _ = file.as_file().try_lock();
    if access == FileAccess::Usual
        && let Some(existing) = existing
    {
        step(Step::Protect)?;
        keep_owner(file.as_file(), existing);
        let permissions = if keep_attributes(file.as_file(), path) {
            existing.permissions()
        } else {
            without_group(&existing.permissions())
        };
        file.as_file().set_permissions(permissions)?;
    }
    file.write_all(&bytes[..bytes.len() / 2])?;
    step(Step::Write)?;
    file.write_all(&bytes[bytes.len() / 2..])?;
    step(Step::Sync)?;
    file.as_file().sync_all()?;
    step(Step::Rename)?;
    file.persist(path)?;
    // The new content is in place already; not every file system lets a folder be synced.
    _ = sync_folder(&folder);
    Ok(())
}

/// The folder a file lies in; `.` where the path is a mere name.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Removes what programs that were killed while they wrote left unfinished in a folder. Whatever cannot be looked at or
/// removed stays.
pub(super) fn sweep_unfinished(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let middle = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.strip_suffix(SUFFIX));
        let ours = middle.is_some_and(|middle| middle.chars().all(|c| c.is_ascii_alphanumeric()));
        if ours && is_left_behind(&path) {
            _ = fs::remove_file(&path);
        }
    }
}

/// Whether an ordinary file is not locked by a running program, and not so new that one may be about to lock it.
pub(super) fn is_left_behind(path: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return false;
    };
    // A clock that was set back must not keep it forever.
    let age = |at: SystemTime| at.elapsed().unwrap_or_else(|ahead| ahead.duration());
    let is_old = metadata.modified().is_ok_and(|at| age(at) >= YOUNG);
    metadata.is_file() && is_old && File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Creates a folder that only the user can look into, with those around it that are missing; one that others can look into
/// is closed to them.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        const PRIVATE: u32 = 0o700;
        builder.mode(PRIVATE).create(folder)?;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            // One that belongs to somebody else cannot be closed, and is used all the same: what is in it is private.
            _ = fs::set_permissions(folder, fs::Permissions::from_mode(PRIVATE));
        }
    }
    #[cfg(not(unix))]
    builder.create(folder)?;
    Ok(())
}

/// An administrator who saves a user's file leaves it the user's. Others cannot give files away, and need not.
#[cfg(unix)]
fn keep_owner(file: &File, existing: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    if fchown(file, Some(existing.uid()), Some(existing.gid())).is_err() {
        _ = fchown(file, None, Some(existing.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _existing: &fs::Metadata) {}

/// The extended attributes of a file, access lists among them.
#[cfg(unix)]
pub(super) fn attributes_of(path: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let names = xattr::list(path).into_iter().flatten();
    let value = |name: &OsString| xattr::get(path, name).ok().flatten();
    names
        .filter_map(|name| Some((name.clone(), value(&name)?)))
        .collect()
}

#[cfg(not(unix))]
pub(super) fn attributes_of(_path: &Path) -> BTreeMap<OsString, Vec<u8>> {
    BTreeMap::new()
}

/// Gives a file the extended attributes of the one that it replaces, as far as the system lets it; says whether its access list
/// is the same.
#[cfg(unix)]
fn keep_attributes(file: &File, existing: &Path) -> bool {
    use xattr::FileExt as _;
    const ACCESS_LIST: &str = "system.posix_acl_access";
    let mut has_same_access = true;
    for (name, value) in attributes_of(existing) {
        let kept = file.set_xattr(&name, &value).is_ok();
        has_same_access &= kept || name != ACCESS_LIST;
    }
    has_same_access
}

#[cfg(not(unix))]
fn keep_attributes(_file: &File, _existing: &Path) -> bool {
    true
}

/// The permissions of the owner alone: beside an access list, those of the group say what the list lets at most, and without it
/// would let the group do as much.
#[cfg(unix)]
fn without_group(permissions: &fs::Permissions) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(permissions.mode() & 0o700)
}

#[cfg(not(unix))]
fn without_group(permissions: &fs::Permissions) -> fs::Permissions {
    permissions.clone()
}

/// Whether the file has other names, which keep the old content when a new file takes the place of this one.
#[cfg(unix)]
pub(super) fn has_other_links(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).is_ok_and(|found| found.nlink() > 1)
}

#[cfg(not(unix))]
pub(super) fn has_other_links(_path: &Path) -> bool {
    false
}

/// What an ordinary program creates files with, before the user's mask; temporary files alone are kept private.
#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "other systems have no such permissions"
)]
fn usual_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<fs::Permissions> {
    None
}

/// Makes the renaming itself last.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a step may be done: always, but where a test makes it fail.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests make it fail")]
fn step(_step: Step) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use faults::{fail_at, step};

#[cfg(test)]
mod faults {
    use std::cell::Cell;
    use std::io::{self, ErrorKind};

    use super::Step;

    thread_local! {
        static FAULT: Cell<Option<(Step, ErrorKind)>> = const { Cell::new(None) };
    }

    /// Does something while this step of each write on this thread fails in this way.
    pub(in crate::storage) fn fail_at<T>(
        step: Step,
        kind: ErrorKind,
        work: impl FnOnce() -> T,
    ) -> T {
        FAULT.set(Some((step, kind)));
        let done = work();
        FAULT.set(None);
        done
    }

    pub(in crate::storage) fn step(step: Step) -> io::Result<()> {
        match FAULT.get() {
            Some((at, kind)) if at == step => Err(kind.into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As drawings and pictures are written.
    fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
        write_atomically(path, bytes, FileAccess::Usual)
    }

    #[test]
    fn replaces_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    /// Whatever step the system refuses, for whatever reason: the old file is whole, and nothing is left beside it.
    #[test]
    fn a_step_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        write(&old, b"one").unwrap();
        let steps = [
            Step::Create,
            Step::Protect,
            Step::Write,
            Step::Sync,
            Step::Rename,
        ];
        for at in steps {
            for kind in [
                ErrorKind::StorageFull,
                ErrorKind::QuotaExceeded,
                ErrorKind::PermissionDenied,
                ErrorKind::ReadOnlyFilesystem,
                ErrorKind::Other,
            ] {
                let error = fail_at(at, kind, || write(&old, b"two")).unwrap_err();
                assert_eq!(error.kind(), kind, "{at:?}");
                assert_eq!(fs::read(&old).unwrap(), b"one", "{at:?}");
                for access in [FileAccess::Usual, FileAccess::Private] {
                    let made = fail_at(at, kind, || write_atomically(&new, b"two", access));
                    // A new file, and a private one, has no permissions to take over.
                    assert_eq!(made.is_ok(), at == Step::Protect);
                    assert_eq!(new.exists(), made.is_ok());
                    _ = fs::remove_file(&new);
                }
                assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{at:?}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn keeps_links_and_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        write(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_stays_so() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let inner = folder.path().join("state/recovery");
        create_private_folder(&inner).unwrap();
        assert_eq!(
            (mode(&folder.path().join("state")), mode(&inner)),
            (0o700, 0o700)
        );
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o755)).unwrap();
        create_private_folder(&inner).unwrap();
        assert_eq!(mode(&inner), 0o700);
        let copy = inner.join("copy");
        write_atomically(&copy, b"one", FileAccess::Private).unwrap();
        assert_eq!(mode(&copy), 0o600);
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
        write_atomically(&copy, b"two", FileAccess::Private).unwrap();
        assert_eq!(mode(&copy), 0o600);
        // What stands beside a private drawing while it is written is private from its first byte.
        let drawing = folder.path().join("drawing");
        fs::write(&drawing, "old").unwrap();
        fs::set_permissions(&drawing, fs::Permissions::from_mode(0o600)).unwrap();
        let failed = fail_at(Step::Write, ErrorKind::StorageFull, || {
            write(&drawing, b"new")
        });
        assert!(failed.is_err());
        write(&drawing, b"new").unwrap();
        assert_eq!(mode(&drawing), 0o600);
    }

    #[test]
    fn what_a_crash_left_unfinished_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str, old: bool| {
            let path = folder.path().join(name);
            fs::write(&path, "half").unwrap();
            let file = File::options().write(true).open(&path).unwrap();
            if old {
                file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            }
            path
        };
        let left = make(".boxdrill-Ab12Cd.tmp", true);
        let young = make(".boxdrill-Ef34Gh.tmp", false);
        let held = make(".boxdrill-Ij56Kl.tmp", true);
        let foreign = make(".boxdrill-my notes.tmp", true);
        let writer = File::options().write(true).open(&held).unwrap();
        writer.lock().unwrap();
        sweep_unfinished(folder.path());
        assert!(!left.exists());
        assert!(young.exists() && held.exists() && foreign.exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn writes_into_a_device_where_that_is_meant_and_never_replaces_it() {
        let full = Path::new("/dev/full");
        assert_eq!(
            write(full, b"x").unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
        assert_eq!(
            write_output(full, b"x").unwrap_err().kind(),
            ErrorKind::StorageFull
        );
        assert!(!fs::metadata(full).unwrap().is_file());
    }
}
