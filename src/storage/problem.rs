//! Why a file could not be opened or saved, in sentences that say what to do about it.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::import::ImportError;
use crate::model::{FileError, NotationError, format};

/// Why a file could not be opened or saved: one sentence, the path last.
#[derive(Debug, thiserror::Error)]
#[error("{problem} ({})", path.display())]
pub struct DiskError {
    /// The file it is about.
    pub path: PathBuf,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a file, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Nothing has this name.
    #[error("there is no such file: check the name")]
    NotFound,
    /// The folder that should hold it does not exist.
    #[error("the folder does not exist: create it, or choose another")]
    NoFolder,
    /// It is a folder.
    #[error("this is a folder: name a file in it")]
    IsFolder,
    /// It is a pipe or a device.
    #[error("this is a pipe or a device, not a file: choose another name")]
    NoFile,
    /// It is larger than anything of its sort, in bytes.
    #[error("the file is larger than {}: it is probably not a drawing", format::megabytes((.0 / 1_048_576) as f64))]
    TooLarge(u64),
    /// What would be written is read as something else.
    #[error("the drawing could not be reopened as it is: undo the last steps, then save again")]
    NotSame,
    /// What was written is not what the disk gives back.
    #[error("the disk does not return the data that was written: save to another disk")]
    NotWritten,
    /// The user may not, or the file or its disk is write-protected.
    #[error(
        "you do not have permission to {0} the file: change its permissions, or use another file"
    )]
    NoPermission(Action),
    /// No room is left.
    #[error("the disk is full: free up space, or save somewhere else")]
    Full,
    /// Somebody else wrote it since this program read or wrote it.
    #[error("the file was changed by another program: open it again, or save under another name")]
    Changed,
    /// A file is there that this program has not read.
    #[error("a file with this name already exists: choose another name, or replace it")]
    Exists,
    /// Nothing is drawn, and the file holds a drawing.
    #[error("the drawing is empty and the file is not: undo, or save under another name")]
    WouldEmpty,
    /// It is a picture that is nothing else.
    #[error(
        "this picture contains no drawing: only pictures that boxdrill, draw.io, or Excalidraw exported with the drawing embedded can be reopened"
    )]
    Picture,
    /// It is a picture whose drawing is there, but not whole.
    #[error(
        "the drawing in the file is damaged: export it again, or open another copy of the picture"
    )]
    DamagedPicture,
    /// Git could not merge two versions and left both in the file.
    #[error(
        "the file contains merge conflict markers (line {0}): keep one of the two versions, then open it again"
    )]
    MergeConflict(usize),
    /// The content is no drawing.
    #[error(transparent)]
    Content(#[from] FileError),
    /// The content is text, but not in the notation.
    #[error(transparent)]
    Notation(#[from] NotationError),
    /// The content is a drawing of another program that cannot be read.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Anything else the system says.
    #[error("the file could not be {}: {error}", action.past_tense())]
    Other {
        /// What was tried.
        action: Action,
        /// What the system says.
        error: io::Error,
    },
}

/// What was tried with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read it.
    Read,
    /// Write it.
    Write,
}

impl Action {
    fn past_tense(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "written",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}

impl DiskError {
    pub(super) fn new(path: &Path, problem: impl Into<Problem>) -> Self {
        Self {
            path: path.to_owned(),
            problem: problem.into(),
        }
    }

    pub(super) fn from_io(path: &Path, action: Action, error: io::Error) -> Self {
        let problem = match error.kind() {
            ErrorKind::NotFound if action == Action::Read => Problem::NotFound,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Problem::NoFolder,
            ErrorKind::IsADirectory => Problem::IsFolder,
            ErrorKind::InvalidInput if action == Action::Write => Problem::NoFile,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Problem::NoPermission(action)
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Problem::Full,
            _ => Problem::Other { action, error },
        };
        Self::new(path, problem)
    }
}
