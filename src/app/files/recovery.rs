//! Unsaved work that a crash left behind: looked at before it is opened, and never thrown away for good.

use std::path::Path;

use crate::app::App;
use crate::app::document::session::{Home, Session};
use crate::app::mini_diagram::Drawn;
use crate::storage::history::History;
use crate::storage::lock::Hold;
use crate::storage::recovery::{self, Recovered};

/// A copy with what it shows.
#[derive(Debug)]
pub(crate) struct Found {
    /// The copy.
    pub copy: Recovered,
    /// The drawing, or why it cannot be read.
    pub drawn: Result<Drawn, String>,
}

/// The copies that belong to no running window.
#[derive(Debug, Default)]
pub(crate) struct LeftBehind {
    /// Newest first.
    pub found: Vec<Found>,
    /// The window was opened on a file, so that they are not in sight, and the user has not been told of them yet.
    pub untold: bool,
}

impl LeftBehind {
    /// What is in the state folder.
    pub(crate) fn new(state: Option<&Path>, out_of_sight: bool) -> Self {
        let pending = state.map(recovery::pending).unwrap_or_default();
        Self {
            found: pending.into_iter().map(Found::new).collect(),
            untold: out_of_sight,
        }
    }
}

impl Found {
    fn new(copy: Recovered) -> Self {
        let opened = copy.open().map_err(|error| error.to_string());
        Self {
            drawn: opened.map(|opened| Drawn::new(opened.loaded.design)),
            copy,
        }
    }
}

impl App {
    /// Opens a copy. It counts as unsaved, and saving it replaces its file only while that is as it was.
    pub(crate) fn recover(&mut self, index: usize) {
        let Some(found) = self.left_behind.found.get(index) else {
            return;
        };
        let opened = match found.copy.open() {
            Ok(opened) => opened,
            Err(error) => return self.toasts.say(error.to_string()),
        };
        let copy = self.left_behind.found.remove(index).copy;
        let home = copy.original.as_deref().zip(copy.stamp);
        let home = home.map(|(path, stamp)| Home::new(path, stamp, Hold::unguarded()));
        let to_save = match &home {
            Some(home) => format!("Recovered: save it to keep it in {}", home.name()),
            None => "Recovered: save it to keep it".to_owned(),
        };
        self.toasts.say(to_save);
        self.toasts.extend(opened.loaded.repairs);
        self.show(Session::new(
            opened.loaded.design,
            home,
            false,
            &self.library,
        ));
        self.take_over(copy);
    }

    /// Puts a copy away: it stays among the versions of its drawing.
    pub(crate) fn discard_found(&mut self, index: usize) {
        let (Some(found), Some(state)) =
            (self.left_behind.found.get(index), &self.around.state_dir)
        else {
            return;
        };
        let put_away = match &found.drawn {
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
            Ok(()) => drop(self.left_behind.found.remove(index)),
            Err(error) => self.toasts.say(error.to_string()),
        }
    }
}
