//! Unsaved work that a crash left behind: looked at before it is opened, and never thrown away for good.

use std::path::Path;

use super::App;
use super::drawn::Drawn;
use super::session::{Home, Session};
use crate::exchange::history::History;
use crate::exchange::lock::Hold;
use crate::exchange::recovery::{self, Recovered};

/// A copy with what it shows.
#[derive(Debug)]
pub(super) struct Found {
    /// The copy.
    pub copy: Recovered,
    /// The drawing, or why it cannot be read.
    pub drawn: Result<Drawn, String>,
}

/// What is in the state folder and belongs to no running window, newest first.
pub(super) fn found(state: &Path) -> Vec<Found> {
    let with_drawing = |copy: Recovered| {
        let opened = copy.open().map_err(|error| error.to_string());
        Found {
            drawn: opened.map(|opened| Drawn::new(opened.loaded.design)),
            copy,
        }
    };
    let pending = recovery::pending(state);
    pending.into_iter().map(with_drawing).collect()
}

impl App {
    /// Opens a copy. It counts as unsaved, and saving it replaces its file only while that is as it was.
    pub(super) fn recover(&mut self, index: usize) {
        let Some(found) = self.recoverable.get(index) else {
            return;
        };
        let opened = match found.copy.open() {
            Ok(opened) => opened,
            Err(error) => return self.toasts.say(error.to_string()),
        };
        let copy = self.recoverable.remove(index).copy;
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
    pub(super) fn discard_found(&mut self, index: usize) {
        let (Some(found), Some(state)) = (self.recoverable.get(index), &self.around.state_dir)
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
            Ok(()) => drop(self.recoverable.remove(index)),
            Err(error) => self.toasts.say(error.to_string()),
        }
    }
}
