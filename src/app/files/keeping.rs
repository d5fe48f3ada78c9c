//! What the program does so that no work is lost: recovery copies, versions, and the truth about both.

use std::path::Path;

use super::autosave::{AutosaveNews, WriteRequest};
use crate::app::document::file::DocumentFile;
use crate::app::document::session::Session;
use crate::app::shell::App;
use crate::storage::disk::{DiskError, Opened};
use crate::storage::history::History;
use crate::storage::lock::LockState;
use crate::storage::recovery::RecoveryCopy;

impl App {
    /// Opens a copy. It counts as unsaved, and saving it replaces its file only while that is as it was.
    pub(crate) fn recover(&mut self, ctx: &egui::Context, index: usize) {
        let Some(found) = self.recovery.items.get(index) else {
            return;
        };
        let path = found.copy.path().to_owned();
        let title = "Opening what was recovered".to_owned();
        self.open_under(ctx, title, path, Self::show_recovered);
    }

    fn show_recovered(&mut self, path: &Path, opened: Result<Opened, DiskError>) {
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => return self.toasts.show_message(error.to_string()),
        };
        let Some(copy) = self.recovery.take(path) else {
            return;
        };
        let original = copy.original.as_deref();
        // A file that is gone may have been moved: writing another where it was would leave two.
        let home = original.filter(|path| path.exists()).zip(copy.stamp);
        let home =
            home.map(|(path, stamp)| DocumentFile::new(path, stamp, LockState::without_file()));
        let to_save = match (&home, original) {
            (Some(home), _) => format!("Recovered. Save your work to keep it in {}", home.name()),
            (None, Some(path)) => format!(
                "Recovered. {} no longer exists; save your work to a new file",
                path.display()
            ),
            (None, None) => "Recovered. Save your work to keep it".to_owned(),
        };
        let stem = original.and_then(Path::file_stem);
        let stem = stem.map(|stem| stem.to_string_lossy().into_owned());
        self.toasts.show_message(to_save);
        self.toasts.show_messages(opened.loaded.repairs);
        let mut session = Session::new(opened.loaded.design, home, false, &self.library);
        session.copy_of = stem;
        self.show_session(session);
        self.take_over(copy);
    }

    /// Puts a copy away: it stays among the versions of its drawing.
    pub(crate) fn discard_recovered(&mut self, index: usize) {
        let state = self.environment.state_dir.as_deref();
        if let Err(error) = self.recovery.put_away(index, state) {
            self.toasts.show_message(error.to_string());
        }
    }

    /// Sees to it that unsaved work is in the recovery copy soon, and that no copy is left of saved work.
    pub(crate) fn autosave(&mut self) {
        let (Some(autosave), Some(session)) = (&self.autosave, &mut self.session) else {
            return;
        };
        for news in autosave.news.try_iter() {
            match news {
                AutosaveNews::Kept => self.unkept = None,
                AutosaveNews::Unkept(why) => self.unkept = Some(why),
                AutosaveNews::Message(text) => self.toasts.show_message(text),
            }
        }
        let change = session.document.change();
        if change != session.autosaved {
            session.autosaved = change;
            autosave.send_request(WriteRequest::Changed {
                work: Box::new(session.snapshot()),
                saved: !session.is_dirty(),
            });
        }
    }

    /// Keeps the drawing as it is now among its versions, unless the newest one is the same.
    pub(crate) fn keep_version(&self) {
        if let (Some(autosave), Some(session)) = (&self.autosave, &self.session) {
            autosave.send_request(WriteRequest::Record(Box::new(session.snapshot())));
        }
    }

    /// Waits until all versions are on disk.
    pub(crate) fn wait_for_versions(&self) {
        if let Some(autosave) = &self.autosave {
            autosave.wait_until_written();
        }
    }

    /// Moves the versions that the open drawing had before it had a file.
    pub(crate) fn move_versions(&self, from: Option<History>) {
        let to = self
            .session
            .as_ref()
            .and_then(|session| session.history.clone());
        if let (Some(autosave), Some(session), Some(from), Some(to)) =
            (&self.autosave, &self.session, from, to)
        {
            let drawing = session.drawing().to_owned();
            autosave.send_request(WriteRequest::Adopt { from, to, drawing });
        }
    }

    /// Makes work that was recovered this window's own: it is never without a copy on disk.
    pub(crate) fn take_over(&self, copy: RecoveryCopy) {
        if let (Some(autosave), Some(session)) = (&self.autosave, &self.session) {
            autosave.send_request(WriteRequest::TakeOver(Box::new(session.snapshot()), copy));
        }
    }

    /// Keeps a last version and removes the recovery copy: the work is saved, or the user does not want it.
    pub(crate) fn discard_recovery(&self) {
        self.keep_version();
        if let Some(autosave) = &self.autosave {
            autosave.send_request(WriteRequest::Clear);
        }
    }

    /// Keeps the recovery copy among the temporary files from now on.
    pub(super) fn keep_among_temporary(&self) {
        let temporary = self.environment.temporary_dir.clone();
        if let (Some(autosave), Some(folder)) = (&self.autosave, temporary) {
            autosave.send_request(WriteRequest::KeepAmongTemporary(folder));
        }
    }

    /// Says that the drawing could not be saved, and whether the recovery copy holds it, which is written for that.
    pub(super) fn say_whether_kept(&mut self, error: &DiskError) {
        let drawn = self.session.as_ref();
        let drawn = drawn.filter(|session| !session.document.design().is_empty());
        let snapshot = drawn.map(Session::snapshot);
        let kept = snapshot.zip(self.autosave.as_ref());
        let kept = kept.map(|(snapshot, autosave)| autosave.keep_now(snapshot));
        self.toasts.show_message(match kept {
            Some(Ok(_)) => format!("{error}; your work is kept in the recovery copy"),
            Some(Err(_)) => format!("{error}; a recovery copy could not be written either"),
            None => error.to_string(),
        });
    }
}
