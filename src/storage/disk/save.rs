//! Saving drawings: as a whole or not at all, and never over work that this program has not seen.

use std::path::Path;

use crate::model::{Design, reads_back_as, write_design};
use crate::storage::atomic;
use crate::storage::disk::bytes::{check_size, read_file, write_file, write_private};
use crate::storage::disk::parse::parse;
use crate::storage::fingerprint::Fingerprint;
use crate::storage::history::History;
use crate::storage::problem::{DiskError, Problem};

/// Whether saving may replace a file that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// No: the name should be new.
    Never,
    /// Only the content that was opened or saved last.
    IfUnchanged(Fingerprint),
    /// Yes: the user was asked. Even so, nothing drawn never takes the place of something.
    Always,
}

/// A drawing as saved.
#[derive(Debug)]
pub struct Saved {
    /// What was written, for [`Overwrite::IfUnchanged`].
    pub stamp: Fingerprint,
    /// Why what the file held before could not be kept.
    pub unkept: Option<DiskError>,
    /// Whether other names of the file (hard links) still hold what it held before.
    pub split_links: bool,
    /// Whether extended attributes of the file, such as an access list, could not be kept.
    pub lost_attributes: bool,
}

/// Saves a drawing, and gives the stamp of what was written.
///
/// # Errors
/// When something else is there, nothing is drawn, or the system refuses; the file is then as it was.
pub fn save(path: &Path, design: &Design, overwrite: Overwrite) -> Result<Fingerprint, DiskError> {
    save_keeping(path, design, overwrite, None).map(|saved| saved.stamp)
}

/// Saves a drawing, after what the file held before was put into its history. Where that fails, the drawing is saved all
/// the same: it is what the user asked for.
///
/// # Errors
/// When something else is there, nothing is drawn, or the system refuses; the file is then as it was.
pub fn save_keeping(
    path: &Path,
    design: &Design,
    overwrite: Overwrite,
    history: Option<&History>,
) -> Result<Saved, DiskError> {
    let text = write_design(design);
    check_opens_again(text.as_bytes(), design).map_err(|problem| DiskError::new(path, problem))?;
    let before = read_before(path);
    if let Some(problem) = refuse_overwrite(path, design, overwrite, &before) {
        return Err(DiskError::new(path, problem));
    }
    let unkept = match (before, history) {
        (Before::Holds(bytes), Some(history)) if bytes != text.as_bytes() => {
            history.keep_backup(&bytes).err()
        }
        (Before::Unseen(error), Some(_)) => Some(error),
        _ => None,
    };
    // Beside the drawing lies what a crash while it was saved left there.
    atomic::sweep_unfinished(&atomic::folder_of(path));
    let split_links = atomic::has_other_links(path);
    let attributes = atomic::attributes_of(path);
    write_file(path, text.as_bytes())?;
    let kept = atomic::attributes_of(path);
    let is_lost = |(name, value)| kept.get(name) != Some(value);
    Ok(Saved {
        lost_attributes: attributes.iter().any(is_lost),
        stamp: Fingerprint::of_bytes(text.as_bytes()),
        unkept,
        split_links,
    })
}

/// Writes a drawing that the program keeps, and gives its stamp once it is certain that it is kept: what was written opens as
/// the same drawing, and is what the disk gives back.
pub(in crate::storage) fn keep(path: &Path, design: &Design) -> Result<Fingerprint, DiskError> {
    let text = write_design(design);
    let refuse = |problem| DiskError::new(path, problem);
    check_opens_again(text.as_bytes(), design).map_err(refuse)?;
    write_private(path, text.as_bytes())?;
    if read_file(path)? != text.as_bytes() {
        return Err(refuse(Problem::NotWritten));
    }
    Ok(Fingerprint::of_bytes(text.as_bytes()))
}

/// What takes the place of a drawing must be the same drawing: a file that cannot be opened again is worse than none.
pub(super) fn check_opens_again(bytes: &[u8], design: &Design) -> Result<(), Problem> {
    check_size(bytes.len() as u64)?;
    if reads_back_as(bytes, design)? {
        Ok(())
    } else {
        Err(Problem::NotSame)
    }
}

/// What is there before saving.
enum Before {
    /// No file.
    Nothing,
    /// A file with this content.
    Holds(Vec<u8>),
    /// A file that cannot be read.
    Unseen(DiskError),
}

fn read_before(path: &Path) -> Before {
    if !path.is_file() {
        return Before::Nothing;
    }
    read_file(path).map_or_else(Before::Unseen, Before::Holds)
}

/// Why this drawing should not replace what is there.
fn refuse_overwrite(
    path: &Path,
    design: &Design,
    overwrite: Overwrite,
    before: &Before,
) -> Option<Problem> {
    if path.is_dir() {
        return Some(Problem::IsFolder);
    }
    if path.exists() && !path.is_file() {
        return Some(Problem::NoFile);
    }
    if overwrite == Overwrite::Never && path.exists() {
        return Some(Problem::Exists);
    }
    let is_known = |stamp: Fingerprint| match overwrite {
        Overwrite::IfUnchanged(known) => stamp == known,
        _ => true,
    };
    match before {
        Before::Nothing => None,
        // It could be read when it was opened.
        Before::Unseen(_) if overwrite != Overwrite::Always => Some(Problem::Changed),
        Before::Unseen(_) => design.is_empty().then_some(Problem::WouldEmpty),
        Before::Holds(bytes) if !is_known(Fingerprint::of_bytes(bytes)) => Some(Problem::Changed),
        Before::Holds(bytes) => {
            (design.is_empty() && holds_something(bytes)).then_some(Problem::WouldEmpty)
        }
    }
}

/// Whether these bytes are worth keeping: an empty file and an empty drawing are not.
fn holds_something(bytes: &[u8]) -> bool {
    let nothing = bytes.iter().all(u8::is_ascii_whitespace);
    !nothing && !parse(bytes).is_ok_and(|(loaded, _)| loaded.design.is_empty())
}
