//! The steps of a drawing during a mock interview, for its replay: each as the lines of the file format that differ from the
//! step before, so that forty-five minutes take a few hundred kilobytes.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::{Design, read_design, write_design};
use crate::storage::disk::DiskError;
use crate::storage::lines::{append_line, read_lines};

/// More than this is no replay, in bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A step as it is written: so many lines of the step before at its head and at its tail, and these between them.
#[derive(Debug, Serialize, Deserialize)]
struct WrittenStep {
    /// Seconds into the round.
    at: f64,
    head: usize,
    tail: usize,
    lines: Vec<String>,
}

/// The file to which the steps of a running round are added.
#[derive(Debug)]
pub struct StepLog {
    pub(super) path: PathBuf,
    /// The lines of the last step.
    last: Vec<String>,
}

/// A step of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawingStep {
    /// Seconds into the round.
    pub at: f64,
    /// The drawing, as its file would hold it.
    text: String,
}

impl DrawingStep {
    /// The drawing; none where it cannot be read.
    #[must_use]
    pub fn design(&self) -> Option<Design> {
        read_design(self.text.as_bytes())
            .ok()
            .map(|loaded| loaded.design)
    }
}

impl StepLog {
    /// Goes on with a file, which need not exist: its next step is written as a whole.
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            last: Vec::new(),
        }
    }

    /// Adds a drawing, unless it is the same as the last.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, at: f64, design: &Design) -> Result<(), DiskError> {
        let lines: Vec<String> = write_design(design).lines().map(str::to_owned).collect();
        if lines == self.last {
            return Ok(());
        }
        let same = |pairs: &mut dyn Iterator<Item = (&String, &String)>| {
            pairs.take_while(|(one, other)| one == other).count()
        };
        let head = same(&mut self.last.iter().zip(&lines));
        let rest = self.last.len().min(lines.len()) - head;
        let tail = same(&mut self.last.iter().rev().zip(lines.iter().rev())).min(rest);
        let step = WrittenStep {
            at,
            head,
            tail,
            lines: lines[head..lines.len() - tail].to_vec(),
        };
        append_line(&self.path, &step)?;
        self.last = lines;
        Ok(())
    }
}

/// Reads the steps as far as they can be followed, in the order of time. No file has no steps.
///
/// # Errors
/// When the system refuses.
pub(super) fn read_steps(path: &Path) -> Result<Vec<DrawingStep>, DiskError> {
    let mut last: Vec<String> = Vec::new();
    let mut steps: Vec<DrawingStep> = Vec::new();
    for written in read_lines::<WrittenStep>(path, MOST_BYTES)? {
        // A step that a crash has cut is followed by a whole one.
        let Some(step) = written.filter(|step| step.head + step.tail <= last.len()) else {
            last.clear();
            continue;
        };
        let tail = last.len() - step.tail;
        let mut lines = last[..step.head].to_vec();
        lines.extend(step.lines);
        lines.extend_from_slice(&last[tail..]);
        let before = steps.last().map_or(0.0, |step| step.at);
        steps.push(DrawingStep {
            at: if step.at.is_finite() {
                step.at.max(before)
            } else {
                before
            },
            text: lines.join("\n"),
        });
        last = lines;
    }
    steps.retain(|step| step.design().is_some());
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    fn drawn(text: &str) -> Design {
        parse_notation(text).unwrap().design
    }

    #[test]
    fn steps_come_back_and_take_little_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.steps");
        let drawings = [
            drawn("client -> api"),
            drawn("client -> api -> db"),
            drawn("client -> api -> db -> cache"),
            drawn("api -> db"),
        ];
        let mut log = StepLog::new(path.clone());
        for (n, design) in drawings.iter().enumerate() {
            log.add(n as f64, design).unwrap();
            log.add(n as f64, design).unwrap();
        }
        let steps = read_steps(&path).unwrap();
        assert_eq!(steps.len(), drawings.len());
        for (step, design) in steps.iter().zip(&drawings) {
            assert!(step.design().unwrap().is_same_drawing(design));
        }
        // After a crash the log goes on with a whole step.
        let mut again = StepLog::new(path.clone());
        again.add(9.0, &drawings[0]).unwrap();
        assert_eq!(read_steps(&path).unwrap().len(), 5);
        assert_eq!(read_steps(&folder.path().join("none")).unwrap(), []);
    }

    #[test]
    fn steps_that_a_hand_has_spoilt_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.steps");
        let mut log = StepLog::new(path.clone());
        log.add(3.0, &drawn("client -> api")).unwrap();
        let sound = std::fs::read_to_string(&path).unwrap();
        let spoilt = r#"{"at":1.0,"head":99,"tail":0,"lines":[]}"#;
        let mut text = format!("{{\n{spoilt}\n");
        text.push_str(&sound);
        std::fs::write(&path, text).unwrap();
        let steps = read_steps(&path).unwrap();
        assert_eq!(steps.len(), 1);
        assert!((steps[0].at - 3.0).abs() < 1e-9);
    }
}
