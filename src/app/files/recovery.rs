//! Unsaved work that a crash left behind: looked at before it is opened, and never thrown away for good.
//!
//! The copies are looked for at the start, once more a little later and whenever the window comes to the front: a program that
//! was killed a moment ago may still hold the lock of its copy.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::app::background::{BackgroundTask, TaskState};
use crate::app::mini_diagram::MiniDiagram;
use crate::storage::disk::DiskError;
use crate::storage::history::History;
use crate::storage::recovery::{RecoveryCopy, find_all_recovery_copies};

/// How long after the start the copies are looked for again: by then the system has ended whatever was killed.
const SETTLED: Duration = Duration::from_secs(2);

/// A copy with what it shows.
#[derive(Debug)]
pub(crate) struct RecoveryItem {
    /// The copy.
    pub copy: RecoveryCopy,
    /// The drawing, or why it cannot be read.
    pub diagram: Result<MiniDiagram, String>,
}

/// The copies that belong to no running window.
#[derive(Debug)]
pub(crate) struct RecoveryList {
    /// Newest first.
    pub items: Vec<RecoveryItem>,
    /// Whether a notice is due: the window was opened on a file, so that Home does not show them.
    pub is_unannounced: bool,
    /// The state folder and the one for temporary files.
    folders: [Option<PathBuf>; 2],
    /// The copies that were opened or put away here: they are not offered again while they are being removed.
    done_with: Vec<PathBuf>,
    /// When they are looked for again.
    due: Option<Instant>,
    /// What is found in the meantime.
    reading: Option<BackgroundTask<Vec<RecoveryItem>>>,
}

impl RecoveryList {
    /// What is in the state folder and among the temporary files.
    pub(crate) fn new(state: Option<&Path>, temporary: Option<&Path>, out_of_sight: bool) -> Self {
        let pending = find_all_recovery_copies(state, temporary);
        Self {
            items: pending.into_iter().map(RecoveryItem::new).collect(),
            is_unannounced: out_of_sight,
            folders: [state, temporary].map(|folder| folder.map(Path::to_owned)),
            done_with: Vec::new(),
            due: Some(Instant::now() + SETTLED),
            reading: None,
        }
    }

    /// Looks for copies once more, beside the frames.
    pub(crate) fn read_again(&mut self, ctx: &egui::Context) {
        let folders = self.folders.clone();
        let known = self.items.iter().map(|item| item.copy.path().to_owned());
        let known: Vec<PathBuf> = known.chain(self.done_with.iter().cloned()).collect();
        self.reading = Some(BackgroundTask::start(ctx, move || {
            let [state, temporary] = folders;
            let found = find_all_recovery_copies(state.as_deref(), temporary.as_deref());
            let new = found
                .into_iter()
                .filter(|copy| known.iter().all(|path| path != copy.path()));
            new.map(RecoveryItem::new).collect()
        }));
    }

    /// Looks for copies again when it is time, and takes in what was found; `out_of_sight` says that Home does not show it.
    pub(crate) fn keep_up(&mut self, ctx: &egui::Context, out_of_sight: bool) {
        if let Some(due) = self.due {
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.due = None;
                self.read_again(ctx);
            } else {
                ctx.request_repaint_after(left);
            }
        }
        let Some(reading) = self.reading.take() else {
            return;
        };
        match reading.wait(Duration::ZERO) {
            TaskState::Working => self.reading = Some(reading),
            TaskState::Done(found) => self.take_in(found, out_of_sight),
            TaskState::Failed => {}
        }
    }

    fn take_in(&mut self, found: Vec<RecoveryItem>, out_of_sight: bool) {
        let known = |list: &Self, path: &Path| {
            let shown = list.items.iter().any(|item| item.copy.path() == path);
            shown || list.done_with.iter().any(|done| done == path)
        };
        for item in found {
            if !known(self, item.copy.path()) {
                self.items.push(item);
                self.is_unannounced |= out_of_sight;
            }
        }
        let newest_first = |item: &RecoveryItem| std::cmp::Reverse(item.copy.saved_at);
        self.items.sort_by_key(newest_first);
    }

    /// Takes the copy with this file out of the list, for the window that goes on with it.
    pub(crate) fn take(&mut self, path: &Path) -> Option<RecoveryCopy> {
        let index = self
            .items
            .iter()
            .position(|item| item.copy.path() == path)?;
        self.done_with.push(path.to_owned());
        Some(self.items.remove(index).copy)
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
        self.done_with.push(item.copy.path().to_owned());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;
    use crate::storage::recovery::RecoveryWriter;

    /// A list that has taken in what was found.
    fn settled(list: &mut RecoveryList, ctx: &egui::Context) {
        while list.reading.is_some() {
            std::thread::sleep(Duration::from_millis(1));
            list.keep_up(ctx, true);
        }
    }

    #[test]
    fn a_copy_whose_program_ends_after_the_start_is_offered_too() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = egui::Context::default();
        let design = parse_notation("client -> api").unwrap().design;
        // It holds the lock, as a program that was killed does for a moment.
        let mut dying = RecoveryWriter::new(folder.path());
        dying.write_copy(&design, None).unwrap();
        let mut list = RecoveryList::new(Some(folder.path()), None, false);
        assert!(list.items.is_empty());
        drop(dying);
        assert!(list.due.is_some());
        list.due = Some(Instant::now());
        list.keep_up(&ctx, true);
        settled(&mut list, &ctx);
        assert!(list.items.len() == 1 && list.is_unannounced && list.due.is_none());
        // What is known is not offered twice, and what was taken not again.
        list.read_again(&ctx);
        settled(&mut list, &ctx);
        assert_eq!(list.items.len(), 1);
        let path = list.items[0].copy.path().to_owned();
        assert!(list.take(&path).is_some());
        list.read_again(&ctx);
        settled(&mut list, &ctx);
        assert!(list.items.is_empty());
    }
}
