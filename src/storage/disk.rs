//! Drawings on disk: opened with a bound on their size, saved as a whole or not at all, and never over work that this
//! program has not seen.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::import::mermaid;
use crate::layout;
use crate::model::{
    Design, FileError, LoadedDesign, MAX_FILE_BYTES, parse_notation, read_design, write_design,
};
use crate::storage::atomic;
use crate::storage::embed::{self, Held};
pub use crate::storage::fingerprint::Stamp;
use crate::storage::history::History;
pub use crate::storage::problem::{Action, DiskError, Problem};

/// What a file was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A `.boxdrill` file.
    Drawing,
    /// Text: the notation, or a Mermaid flowchart. It has no positions: a drawing opened from it should be saved under
    /// another name.
    Text,
    /// A picture with the drawing in it. It stays a picture: the drawing should be saved under another name.
    Picture,
}

/// A drawing as opened.
#[derive(Debug)]
pub struct Opened {
    /// The design, and what had to be mended.
    pub loaded: LoadedDesign,
    /// What it was written in.
    pub format: Format,
    /// The file as it was read, for [`Overwrite::IfUnchanged`].
    pub stamp: Stamp,
}

/// Whether saving may replace a file that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// No: the name should be new.
    Never,
    /// Only the content that was opened or saved last.
    IfUnchanged(Stamp),
    /// Yes: the user was asked. Even so, nothing drawn never takes the place of something.
    Always,
}

/// A drawing as saved.
#[derive(Debug)]
pub struct Saved {
    /// What was written, for [`Overwrite::IfUnchanged`].
    pub stamp: Stamp,
    /// Why what the file held before could not be kept.
    pub unkept: Option<DiskError>,
}

/// Opens a drawing, from a `.boxdrill` file or from the text notation, whichever it holds.
///
/// # Errors
/// When the file cannot be read or holds no drawing.
pub fn open(path: &Path) -> Result<Opened, DiskError> {
    let bytes = read(path)?;
    let (loaded, format) = parse(&bytes).map_err(|problem| DiskError::new(path, problem))?;
    Ok(Opened {
        loaded,
        format,
        stamp: Stamp::of(&bytes),
    })
}

/// Reads a drawing from bytes: what a picture of ours holds, JSON where they begin like it, a Mermaid flowchart, else the text notation; what is text is
/// then laid out.
///
/// # Errors
/// When they hold no drawing; in text the line is named.
pub fn parse(bytes: &[u8]) -> Result<(LoadedDesign, Format), Problem> {
    match embed::find(bytes) {
        Some(Held::Drawing(text)) => return Ok((read_design(text.as_bytes())?, Format::Picture)),
        Some(Held::Nothing) => return Err(Problem::Picture),
        None => {}
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() || text.starts_with(['{', '[']) || text.contains('\0') {
        return Ok((read_design(bytes)?, Format::Drawing));
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}');
    if mermaid::is_flowchart(text) {
        let design = mermaid::read(text)?;
        let repairs = Vec::new();
        return Ok((LoadedDesign { design, repairs }, Format::Text));
    }
    if let Some(name) = mermaid::other_diagram(text) {
        return Err(Problem::OtherDiagram(name));
    }
    let mut design = parse_notation(text)?.design;
    let edits = layout::tidy(&design);
    let mut repairs = Vec::new();
    if let Err(error) = design.apply_all(edits) {
        repairs.push(format!("the drawing could not be laid out: {error}"));
    }
    Ok((LoadedDesign { design, repairs }, Format::Text))
}

/// Saves a drawing, and gives the stamp of what was written.
///
/// # Errors
/// When something else is there, nothing is drawn, or the system refuses; the file is then as it was.
pub fn save(path: &Path, design: &Design, overwrite: Overwrite) -> Result<Stamp, DiskError> {
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
    check_opens_again(text.as_bytes()).map_err(|problem| DiskError::new(path, problem))?;
    let before = before(path);
    if let Some(problem) = objection(path, design, overwrite, &before) {
        return Err(DiskError::new(path, problem));
    }
    let unkept = match (before, history) {
        (Before::Holds(bytes), Some(history)) if bytes != text.as_bytes() => {
            history.keep_backup(&bytes).err()
        }
        (Before::Unseen(error), Some(_)) => Some(error),
        _ => None,
    };
    write(path, text.as_bytes())?;
    let stamp = Stamp::of(text.as_bytes());
    Ok(Saved { stamp, unkept })
}

/// Writes a file as a whole or not at all; for pictures.
///
/// # Errors
/// When the system refuses; the file is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    atomic::write(path, bytes).map_err(|error| DiskError::io(path, Action::Write, error))
}

/// Reads at most as many bytes as a drawing has, for what has no size to ask for: a pipe, standard input.
///
/// # Errors
/// When reading fails, or there is more.
pub fn read_bounded(source: impl Read) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    source
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::Other {
            action: Action::Read,
            error,
        })?;
    check_size(bytes.len() as u64)?;
    Ok(bytes)
}

fn read(path: &Path) -> Result<Vec<u8>, DiskError> {
    let io = |error| DiskError::io(path, Action::Read, error);
    let metadata = fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(DiskError::new(path, Problem::IsFolder));
    }
    check_size(metadata.len()).map_err(|problem| DiskError::new(path, problem))?;
    let file = File::open(path).map_err(io)?;
    read_bounded(file).map_err(|problem| DiskError::new(path, problem))
}

fn check_size(length: u64) -> Result<(), Problem> {
    if length > MAX_FILE_BYTES {
        return Err(FileError::TooLarge(length.div_ceil(1_048_576)).into());
    }
    Ok(())
}

/// What takes the place of a drawing must be one: a file that cannot be opened again is worse than none.
fn check_opens_again(bytes: &[u8]) -> Result<(), Problem> {
    check_size(bytes.len() as u64)?;
    read_design(bytes)?;
    Ok(())
}

/// The stamp of what a file holds now; none where it cannot be read.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    read(path).ok().map(|bytes| Stamp::of(&bytes))
}

/// What is there before saving.
enum Before {
    /// No file; or a device, which is written to and not replaced.
    Nothing,
    /// A file with this content.
    Holds(Vec<u8>),
    /// A file that cannot be read.
    Unseen(DiskError),
}

fn before(path: &Path) -> Before {
    if !path.is_file() {
        return Before::Nothing;
    }
    read(path).map_or_else(Before::Unseen, Before::Holds)
}

/// Why this drawing should not replace what is there.
fn objection(
    path: &Path,
    design: &Design,
    overwrite: Overwrite,
    before: &Before,
) -> Option<Problem> {
    if path.is_dir() {
        return Some(Problem::IsFolder);
    }
    if overwrite == Overwrite::Never && path.exists() {
        return Some(Problem::Exists);
    }
    let is_known = |stamp: Stamp| match overwrite {
        Overwrite::IfUnchanged(known) => stamp == known,
        _ => true,
    };
    match before {
        Before::Nothing => None,
        // It could be read when it was opened.
        Before::Unseen(_) if overwrite != Overwrite::Always => Some(Problem::Changed),
        Before::Unseen(_) => design.is_empty().then_some(Problem::WouldEmpty),
        Before::Holds(bytes) if !is_known(Stamp::of(bytes)) => Some(Problem::Changed),
        Before::Holds(bytes) => {
            (design.is_empty() && holds_something(bytes)).then_some(Problem::WouldEmpty)
        }
    }
}

/// Whether somebody could miss these bytes: not those of nothing, nor of a drawing with nothing in it.
fn holds_something(bytes: &[u8]) -> bool {
    let nothing = bytes.iter().all(u8::is_ascii_whitespace);
    !nothing && !parse(bytes).is_ok_and(|(loaded, _)| loaded.design.is_empty())
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::io::{self, ErrorKind};

    use super::*;

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
        assert_eq!(opened.format, Format::Drawing);
    }

    #[test]
    fn opens_the_notation_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "\u{feff}client -> api\n").unwrap();
        let opened = open(&path).unwrap();
        assert_eq!(opened.format, Format::Text);
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
        assert!(check_opens_again(write_design(&drawing("client -> api")).as_bytes()).is_ok());
        assert!(check_opens_again(b"").is_err());
        assert!(check_opens_again(b"{\"version\": 1, \"components\": [").is_err());
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
        let error = DiskError::io(&inside, Action::Write, full);
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
        assert!(problem(result).starts_with("there is no permission to write it"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "kept");
    }

    #[test]
    fn the_size_is_known_before_anything_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge");
        File::create(&path).unwrap().set_len(100 << 20).unwrap();
        assert!(problem(open(&path)).starts_with("the file has 100 MB"));
        let endless = read_bounded(io::repeat(b'a'));
        assert!(matches!(
            endless,
            Err(Problem::Content(FileError::TooLarge(_)))
        ));
    }
}
