//! Questions about a file that another program wrote or another window has open: no choice loses work.

use std::path::Path;

use egui::Ui;

use super::layout::{buttons_ui, cancel_ui, title_ui};
use super::outcome::{ConflictChoice, ModalOutcome};
use crate::app::look::gap;
use crate::app::time_format::format_time;
use crate::app::widgets::{Button, ButtonKind, paragraph};
use crate::scene::Palette;

/// Why a drawing cannot be saved to its file without asking.
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

impl Conflict {
    /// The file was written by another program; `kept` tells whether there is a place to keep what is not chosen.
    pub(crate) fn changed_on_disk(path: &Path, kept: bool) -> Self {
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified());
        Self::Changed {
            at: modified.ok().and_then(|time| time.try_into().ok()),
            kept,
        }
    }

    fn text(&self, name: &str) -> String {
        match self {
            Self::Changed { at, kept } => {
                let when = at.map_or_else(String::new, |at| format!(" ({})", format_time(at)));
                let stays = if *kept {
                    " The other version stays available under Versions."
                } else {
                    ""
                };
                format!("{name} was changed outside this window{when}.{stays}")
            }
            Self::Elsewhere(process) => {
                let process =
                    process.map_or_else(String::new, |number| format!(", process {number}"));
                format!(
                    "{name} is open in another window{process}. Saving in this window would overwrite the changes made in the other window, so save this drawing to a different file."
                )
            }
        }
    }
}

/// Shows the question; `own` tells whether the file is the one that the drawing came from.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    path: &Path,
    conflict: &Conflict,
    own: bool,
) -> ModalOutcome {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    title_ui(
        ui,
        p,
        match conflict {
            Conflict::Changed { .. } => "The file has changed",
            Conflict::Elsewhere(_) => "The file is open in another window",
        },
    );
    paragraph(ui, p, conflict.text(&name));
    ui.add_space(gap::L);
    buttons_ui(ui, p, |ui, p| {
        let mut choices = vec![(
            ButtonKind::Primary,
            "Save a copy…",
            ConflictChoice::SaveCopy,
        )];
        if matches!(conflict, Conflict::Changed { .. }) {
            if own {
                choices.push((ButtonKind::Normal, "Reload", ConflictChoice::Reload));
            }
            choices.push((
                ButtonKind::Danger,
                "Overwrite",
                ConflictChoice::SaveOver(path.to_owned()),
            ));
        }
        for (kind, text, choice) in choices {
            if Button::new(kind, text).show(ui, p).clicked() {
                return ModalOutcome::Resolve(choice);
            }
        }
        cancel_ui(ui, p)
    })
}
