//! Mock interviews on disk: one JSON file for each, with the drawing in it. A running round is written each second, so that
//! it is there again after a crash with its clock at the last second.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::{Design, read_design, write_design};
use crate::practice::interview::{InterviewRound, ROUND_VERSION};
use crate::storage::disk::{self, Action, DiskError};
use crate::storage::lock::{LockState, acquire_lock, is_lock_held};

/// The file of one round, held while its window is open.
#[derive(Debug)]
pub struct RoundFile {
    path: PathBuf,
    _lock: LockState,
}

/// A round that is not over and that no window has.
#[derive(Debug)]
pub struct OpenRound {
    /// The round.
    pub round: InterviewRound,
    /// Its drawing.
    pub design: Design,
    path: PathBuf,
}

/// What a file holds.
#[derive(Debug, Serialize, Deserialize)]
struct KeptRound {
    round: InterviewRound,
    /// The drawing, as its own file holds it.
    drawing: String,
}

impl RoundFile {
    /// A new file in the state folder; nothing is written yet.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        let name = format!(
            "{}-{}",
            jiff::Timestamp::now().as_millisecond(),
            std::process::id()
        );
        Self::at(folder(state).join(format!("{name}.json")))
    }

    fn at(path: PathBuf) -> Self {
        let lock = acquire_lock(&path.with_extension("lock"));
        Self { path, _lock: lock }
    }

    /// Goes on with a round that was left open.
    #[must_use]
    pub fn resume(open: &OpenRound) -> Self {
        Self::at(open.path.clone())
    }

    /// Writes the round as it is.
    ///
    /// # Errors
    /// When the system refuses; the file is then as it was.
    pub fn write(&self, round: &InterviewRound, design: &Design) -> Result<(), DiskError> {
        let kept = KeptRound {
            round: round.clone(),
            drawing: write_design(design),
        };
        let failed = |error| DiskError::from_io(&self.path, Action::Write, error);
        let bytes = serde_json::to_vec(&kept).map_err(|error| failed(io::Error::other(error)))?;
        fs::create_dir_all(self.path.parent().unwrap_or(&self.path)).map_err(failed)?;
        disk::write_file(&self.path, &bytes)
    }
}

fn folder(state: &Path) -> PathBuf {
    state.join("interviews")
}

/// The newest round that is not over, and a sentence for each file that cannot be read; those files stay as they are.
#[must_use]
pub fn find_open_round(state: &Path) -> (Option<OpenRound>, Vec<String>) {
    let Ok(entries) = fs::read_dir(folder(state)) else {
        return (None, Vec::new());
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    paths.sort();
    let mut problems = Vec::new();
    for path in paths.into_iter().rev() {
        if is_lock_held(&path.with_extension("lock")) {
            continue;
        }
        match read(&path) {
            Ok(open) if open.round.ended => {}
            Ok(open) => return (Some(open), problems),
            Err(reason) => {
                problems.push(format!(
                    "a mock interview could not be read and was left as it is: {reason} ({})",
                    path.display()
                ));
            }
        }
    }
    (None, problems)
}

fn read(path: &Path) -> Result<OpenRound, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let kept: KeptRound = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if kept.round.version > ROUND_VERSION {
        let version = kept.round.version;
        return Err(format!(
            "it was written by a newer boxdrill (version {version}): update to open it"
        ));
    }
    let loaded = read_design(kept.drawing.as_bytes()).map_err(|error| error.to_string())?;
    Ok(OpenRound {
        round: kept.round,
        design: loaded.design,
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::interview::{ClockReading, InterviewProfile, RoundLength, Stage};
    use crate::scenario::builtin;

    fn round() -> InterviewRound {
        InterviewRound::new(
            &builtin()[0],
            InterviewProfile::default(),
            RoundLength::Full,
            "now".to_owned(),
            1,
        )
    }

    #[test]
    fn a_round_is_there_again_until_it_is_over() {
        let state = tempfile::tempdir().unwrap();
        let mut round = round();
        round.clock.tick(
            Stage::Requirements,
            ClockReading {
                steady: 0.0,
                wall: 0.0,
            },
        );
        round.clock.tick(
            Stage::Requirements,
            ClockReading {
                steady: 61.0,
                wall: 61.0,
            },
        );
        let file = RoundFile::new(state.path());
        let design = builtin()[0].designs[0].design.clone();
        file.write(&round, &design).unwrap();
        assert!(
            find_open_round(state.path()).0.is_none(),
            "another window has it"
        );
        drop(file);
        let open = find_open_round(state.path()).0.unwrap();
        assert!((open.round.now() - 61.0).abs() < 1e-9);
        assert!(open.design.is_same_drawing(&design));
        let file = RoundFile::resume(&open);
        round.ended = true;
        file.write(&round, &design).unwrap();
        drop(file);
        assert!(find_open_round(state.path()).0.is_none());
    }

    #[test]
    fn files_that_are_cut_or_newer_are_named_and_kept() {
        let state = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder(state.path())).unwrap();
        fs::write(folder(state.path()).join("1.json"), r#"{"round": {"ver"#).unwrap();
        fs::write(
            folder(state.path()).join("2.json"),
            r#"{"round": {"version": 99}, "drawing": ""}"#,
        )
        .unwrap();
        let (open, problems) = find_open_round(state.path());
        assert!(open.is_none() && problems.len() == 2);
        assert!(problems[0].contains("newer boxdrill"), "{problems:?}");
        assert_eq!(fs::read_dir(folder(state.path())).unwrap().count(), 2);
    }
}
