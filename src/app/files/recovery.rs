//! Unsaved work that a crash left behind: looked at before it is opened, and never thrown away for good.

use std::path::Path;

use crate::app::mini_diagram::MiniDiagram;
use crate::storage::disk::DiskError;
use crate::storage::history::History;
use crate::storage::recovery::{RecoveryCopy, find_all_recovery_copies};

/// A copy with what it shows.
#[derive(Debug)]
pub(crate) struct RecoveryItem {
    /// The copy.
    pub copy: RecoveryCopy,
    /// The drawing, or why it cannot be read.
    pub diagram: Result<MiniDiagram, String>,
}

/// The copies that belong to no running window.
#[derive(Debug, Default)]
pub(crate) struct RecoveryList {
    /// Newest first.
    pub items: Vec<RecoveryItem>,
    /// Whether a notice is due: the window was opened on a file, so that Home does not show them.
    pub is_unannounced: bool,
}

impl RecoveryList {
    /// What is in the state folder and among the temporary files.
    pub(crate) fn new(state: Option<&Path>, temporary: Option<&Path>, out_of_sight: bool) -> Self {
        let pending = find_all_recovery_copies(state, temporary);
        Self {
            items: pending.into_iter().map(RecoveryItem::new).collect(),
            is_unannounced: out_of_sight,
        }
    }

    /// Puts a copy away: it stays among the versions of its drawing, where there is a place for them.
    ///
    /// # Errors
    /// When it cannot be kept there, or not be removed.
    pub(crate) fn put_away(&mut self, index: usize, state: Option<&Path>) -> Result<(), DiskError> {
        let Some(item) = self.items.get(index) else {
            return Ok(());
        };
        if let (Ok(diagram), Some(state)) = (&item.diagram, state) {
            let design = diagram.design();
            let history = match &item.copy.original {
                Some(path) => History::of_file(state, path),
                None => History::of_exercise(state, design.scenario()),
            };
            history.keep_version(design, "recovered")?;
        }
        item.copy.discard()?;
        self.items.remove(index);
        Ok(())
    }
}

impl RecoveryItem {
    fn new(copy: RecoveryCopy) -> Self {
        let opened = copy.open().map_err(|error| error.to_string());
        Self {
            diagram: opened.map(|opened| MiniDiagram::new(opened.loaded.design)),
            copy,
        }
    }
}
