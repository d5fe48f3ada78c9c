//! Unsaved work that a crash left behind: looked at before it is opened, and never thrown away for good.

use std::path::Path;

use crate::app::App;
use crate::app::document::session::{DocumentFile, Session};
use crate::app::mini_diagram::MiniDiagram;
use crate::storage::history::History;
use crate::storage::lock::Hold;
use crate::storage::recovery::{self, Recovered};

/// A copy with what it shows.
#[derive(Debug)]
pub(crate) struct RecoveryItem {
    /// The copy.
    pub copy: Recovered,
    /// The drawing, or why it cannot be read.
    pub diagram: Result<MiniDiagram, String>,
}

/// The copies that belong to no running window.
#[derive(Debug, Default)]
pub(crate) struct RecoveryList {
    /// Newest first.
    pub items: Vec<RecoveryItem>,
    /// The window was opened on a file, so that they are not in sight, and the user has not been told of them yet.
    pub is_unannounced: bool,
}

impl RecoveryList {
    /// What is in the state folder.
    pub(crate) fn new(state: Option<&Path>, out_of_sight: bool) -> Self {
        let pending = state.map(recovery::pending).unwrap_or_default();
        Self {
            items: pending.into_iter().map(RecoveryItem::new).collect(),
            is_unannounced: out_of_sight,
        }
    }
}

impl RecoveryItem {
    fn new(copy: Recovered) -> Self {
        let opened = copy.open().map_err(|error| error.to_string());
        Self {
            diagram: opened.map(|opened| MiniDiagram::new(opened.loaded.design)),
            copy,
        }
    }
}

impl App {
    /// Opens a copy. It counts as unsaved, and saving it replaces its file only while that is as it was.
    pub(crate) fn recover(&mut self, index: usize) {
        let Some(found) = self.recovery.items.get(index) else {
            return;
        };
        let opened = match found.copy.open() {
            Ok(opened) => opened,
            Err(error) => return self.toasts.say(error.to_string()),
        };
        let copy = self.recovery.items.remove(index).copy;
        let home = copy.original.as_deref().zip(copy.stamp);
        let home = home.map(|(path, stamp)| DocumentFile::new(path, stamp, Hold::unguarded()));
        let to_save = match &home {
            Some(home) => format!("Recovered: save it to keep it in {}", home.name()),
            None => "Recovered: save it to keep it".to_owned(),
        };
        self.toasts.say(to_save);
        self.toasts.extend(opened.loaded.repairs);
        self.show_session(Session::new(
            opened.loaded.design,
            home,
            false,
            &self.library,
        ));
        self.take_over(copy);
    }

    /// Puts a copy away: it stays among the versions of its drawing.
    pub(crate) fn discard_recovered(&mut self, index: usize) {
        let (Some(found), Some(state)) =
            (self.recovery.items.get(index), &self.environment.state_dir)
        else {
            return;
        };
        let put_away = match &found.diagram {
            Ok(drawn) => {
                let design = drawn.design();
                let history = match &found.copy.original {
                    Some(path) => History::of_file(state, path),
                    None => History::of_exercise(state, design.scenario()),
                };
                history.record(design, "recovered").map(drop)
            }
            Err(_) => Ok(()),
        };
        match put_away.and_then(|()| found.copy.discard()) {
            Ok(()) => drop(self.recovery.items.remove(index)),
            Err(error) => self.toasts.say(error.to_string()),
        }
    }
}
