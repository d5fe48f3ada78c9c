//! Opens the folder of a panel: labels, drawings, names of boxes, and which rule reports which flaw.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::evaluation::panel::{
    Dispute, DrawingLabel, FlawTable, LabelledDrawing, LabelledName, NameLabel, Panel,
};
use crate::import::mermaid;
use crate::storage::disk::{self, Action, DiskError};

/// Why the folder of a panel could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum PanelError {
    /// A file cannot be read, or holds no drawing.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A file is no JSON of labels.
    #[error("{error} ({})", path.display())]
    Labels {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        error: serde_json::Error,
    },
    /// A table or a list is wrong.
    #[error("{reason} ({})", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The folder has no labels.
    #[error("the folder contains no labels-*.json file: name a panel folder ({})", .0.display())]
    NoLabels(PathBuf),
}

/// Opens a panel; with a prompt, only the drawings for that prompt.
///
/// # Errors
/// The first file that cannot be read or understood.
pub fn open(folder: &Path, prompt: Option<&str>) -> Result<Panel, PanelError> {
    let content = |name: &str, reason| PanelError::Content {
        path: folder.join(name),
        reason,
    };
    let flaws = read_text(&folder.join("rules.tsv"))?;
    let names = read_text(&folder.join("names.tsv"))?;
    let disputes = read_text(&folder.join("disputed.md"))?;
    let mut panel = Panel {
        drawings: read_drawings(folder)?,
        names: NameLabel::parse_all(&names)
            .into_iter()
            .map(read_name)
            .collect(),
        flaws: FlawTable::parse(&flaws).map_err(|reason| content("rules.tsv", reason))?,
        disputes: Vec::new(),
    };
    let disputes = Dispute::parse_all(&disputes);
    disputes
        .and_then(|disputes| panel.leave_out(disputes))
        .map_err(|reason| content("disputed.md", reason))?;
    if let Some(prompt) = prompt {
        let drawings = &mut panel.drawings;
        drawings.retain(|drawing| drawing.label.scenario.as_deref() == Some(prompt));
    }
    Ok(panel)
}

fn read_drawings(folder: &Path) -> Result<Vec<LabelledDrawing>, PanelError> {
    let mut drawings = Vec::new();
    for path in label_files(folder)? {
        let labels: Result<Vec<DrawingLabel>, _> = serde_json::from_str(&read_text(&path)?);
        for label in labels.map_err(|error| PanelError::Labels { path, error })? {
            let design = disk::open_unplaced(&folder.join(&label.file))?.design;
            drawings.push(LabelledDrawing { label, design });
        }
    }
    Ok(drawings)
}

/// The files `labels-*.json`, in order.
fn label_files(folder: &Path) -> Result<Vec<PathBuf>, PanelError> {
    let unreadable = |error| DiskError::from_io(folder, Action::Read, error);
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let paths: io::Result<Vec<PathBuf>> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect();
    let mut paths = paths.map_err(unreadable)?;
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("labels-") && name.ends_with(".json")
    });
    if paths.is_empty() {
        return Err(PanelError::NoLabels(folder.to_owned()));
    }
    paths.sort();
    Ok(paths)
}

fn read_text(path: &Path) -> Result<String, DiskError> {
    fs::read_to_string(path).map_err(|error| DiskError::from_io(path, Action::Read, error))
}

/// Reads a label as a Mermaid flowchart of one box.
fn read_name(label: NameLabel) -> LabelledName {
    let (before, after) = match label.shape.as_str() {
        "cylinder" => ("[(", ")]"),
        "round" => ("(", ")"),
        "stadium" => ("([", "])"),
        "circle" => ("((", "))"),
        "diamond" => ("{", "}"),
        "hexagon" => ("{{", "}}"),
        "subroutine" => ("[[", "]]"),
        "parallelogram" => ("[/", "/]"),
        _ => ("[", "]"),
    };
    let chart = format!("flowchart LR\n  b{before}\"{}\"{after}\n", label.label);
    let design = mermaid::read_flowchart(&chart).ok();
    let component = design.and_then(|design| {
        let mut components = design.components();
        match (components.next(), components.next()) {
            (Some((_, component)), None) => Some(component.clone()),
            _ => None,
        }
    });
    LabelledName { label, component }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dispute_takes_its_label_out_and_must_be_about_one() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let label = r#"[{ "file": "a.txt", "scenario": null, "verdict": "sound", "score": [70, 90],
            "expect": [{ "flaw": "no_backup", "severity": "ask" }] }]"#;
        write("labels-a.json", label);
        write("a.txt", "db: postgres \"Orders\"\n");
        write("rules.tsv", "no-backup\tno_backup\tsays\n");
        write("names.tsv", "label\tkinds\nRedis\tcache\n");
        write(
            "disputed.md",
            "* `a.txt` `expect no_backup` It is managed.\n",
        );
        let panel = open(folder.path(), None).unwrap();
        assert!(panel.drawings[0].label.expect.is_empty());
        assert_eq!(panel.names.len(), 1);
        write("disputed.md", "* `a.txt` `expect no_owner` It has one.\n");
        let error = open(folder.path(), None).unwrap_err().to_string();
        assert!(
            error.starts_with("`a.txt` has no label `expect no_owner`"),
            "{error}"
        );
    }
}
