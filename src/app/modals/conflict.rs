//! Questions about a file that somebody else wrote or has open: whatever is chosen, neither's work is lost.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::{Outcome, buttons, cancel, title};
use crate::app::App;
use crate::app::time_format::moment;
use crate::app::widgets::{Button, Kind, paragraph};
use crate::scene::Palette;

/// What stands between a drawing and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// It holds something else than what was opened.
    Changed {
        /// Since when.
        at: Option<jiff::Timestamp>,
        /// What is not chosen is kept.
        kept: bool,
    },
    /// Another window has it open; its process number where that is known.
    Elsewhere(Option<u32>),
}

/// How to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// What the file holds goes into its history, the drawing takes its place.
    SaveOver(PathBuf),
    /// The drawing gets a file of its own.
    SaveCopy,
    /// The drawing goes into its history, what the file holds takes its place.
    Reload,
}

impl Conflict {
    /// The file was written by somebody else; `kept` tells whether there is a place to keep what is not chosen.
    pub(crate) fn changed(path: &Path, kept: bool) -> Self {
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified());
        Self::Changed {
            at: modified.ok().and_then(|time| time.try_into().ok()),
            kept,
        }
    }

    fn text(&self, name: &str) -> String {
        match self {
            Self::Changed { at, kept } => {
                let when = at.map_or_else(String::new, |at| format!(" ({})", moment(at)));
                let stays = if *kept {
                    " What you do not choose stays under Versions."
                } else {
                    ""
                };
                format!("{name} was changed outside this window{when}.{stays}")
            }
            Self::Elsewhere(process) => {
                let process =
                    process.map_or_else(String::new, |number| format!(", process {number}"));
                format!(
                    "{name} is open in another window{process}. Saving it from here would write over what is drawn there, so this drawing needs a file of its own."
                )
            }
        }
    }
}

/// Shows the question; `own` tells whether the file is the one that the drawing came from.
pub(super) fn ui(ui: &mut Ui, p: &Palette, path: &Path, conflict: &Conflict, own: bool) -> Outcome {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    title(
        ui,
        p,
        match conflict {
            Conflict::Changed { .. } => "The file has changed",
            Conflict::Elsewhere(_) => "The file is open elsewhere",
        },
    );
    paragraph(ui, p, conflict.text(&name));
    ui.add_space(10.0);
    buttons(ui, p, |ui, p| {
        let mut ways = vec![(Kind::Primary, "Save a copy…", Way::SaveCopy)];
        if matches!(conflict, Conflict::Changed { .. }) {
            if own {
                ways.push((Kind::Normal, "Reload", Way::Reload));
            }
            ways.push((Kind::Danger, "Save over it", Way::SaveOver(path.to_owned())));
        }
        for (kind, text, way) in ways {
            if Button::new(kind, text).show(ui, p).clicked() {
                return Outcome::Resolve(way);
            }
        }
        cancel(ui, p)
    })
}

impl App {
    /// Goes the way that was chosen.
    pub(super) fn resolve(&mut self, ctx: &egui::Context, way: Way) {
        match way {
            Way::SaveOver(path) => {
                self.save_to(ctx, &path, crate::storage::disk::Overwrite::Always);
            }
            Way::SaveCopy => self.ask_copy_path(ctx),
            Way::Reload => {
                self.after_save = None;
                self.reload();
            }
        }
    }
}
