//! Keeps unsaved work in a recovery copy, and versions of the drawing, on a thread of its own: a slow disk is never felt,
//! and a window that is not drawn (because it is hidden, say) keeps its work all the same.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::pending_write::PendingWrite;
use crate::app::environment::Environment;
use crate::model::Design;
use crate::storage::disk::DiskError;
use crate::storage::fingerprint::Fingerprint;
use crate::storage::history::History;
use crate::storage::recovery::{RecoveryCopy, RecoveryWriter};

/// A change is in the copy at once, but the copy is not begun again sooner than this. With what writing takes, no second of
/// work is ever lost, however the user draws.
const COPY_EVERY: Duration = Duration::from_millis(500);
/// A copy that could not be written is tried again so much later.
const TRY_AGAIN: Duration = Duration::from_secs(5);
/// A version is kept this long after the first change that the last one lacks.
const VERSION: Duration = Duration::from_mins(1);

/// A drawing to be kept.
#[derive(Debug, Clone)]
pub(crate) struct DocumentSnapshot {
    /// As it is.
    pub design: Design,
    /// The file it was read from or written to, and what that held then.
    pub original: Option<(PathBuf, Fingerprint)>,
    /// Where its versions are kept.
    pub history: Option<History>,
    /// Which drawing it is, among those without a file.
    pub drawing: String,
}

/// What the thread is asked to do.
#[derive(Debug)]
pub(super) enum WriteRequest {
    /// The drawing has changed; `saved` tells whether it is as in its file, so that no copy is needed.
    Changed {
        work: Box<DocumentSnapshot>,
        saved: bool,
    },
    /// Writes the copy and, once it is safe, removes the one it came from.
    TakeOver(Box<DocumentSnapshot>, RecoveryCopy),
    /// Keeps a version now.
    Record(Box<DocumentSnapshot>),
    /// The drawing has a file now: its versions go there.
    Adopt {
        from: History,
        to: History,
        drawing: String,
    },
    /// No copy is needed: the drawing is saved or given up.
    Clear,
    /// Writes the copy now and says where it is, or why there is none.
    KeepNow(Box<DocumentSnapshot>, Sender<Result<PathBuf, String>>),
    /// Keeps the copy among the temporary files in this folder from now on.
    KeepAmongTemporary(PathBuf),
    /// Says when all that was ordered before is done.
    Answer(Sender<()>),
}

/// What the thread has to tell.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AutosaveNews {
    /// The copy is written again.
    Kept,
    /// The copy cannot be written, for this reason.
    Unkept(String),
    /// A sentence for the user.
    Message(String),
}

/// What the thread knows.
#[derive(Debug)]
struct AutosaveWriter {
    recovery: RecoveryWriter,
    /// The last state of the drawing that was received.
    work: Option<Box<DocumentSnapshot>>,
    copy: PendingWrite,
    version: PendingWrite,
    news: NewsSender,
}

/// Tells news, and has the window drawn so that they show.
struct NewsSender {
    send: Sender<AutosaveNews>,
    wake: Box<dyn Fn() + Send>,
    /// Whether the user knows that the copy cannot be written.
    is_unkept: bool,
}

impl std::fmt::Debug for NewsSender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewsSender").finish_non_exhaustive()
    }
}

impl NewsSender {
    fn tell(&self, news: AutosaveNews) {
        let _window_closed = self.send.send(news);
        (self.wake)();
    }

    /// Says whether the copy could be written, where that is news.
    fn tell_whether_kept(&mut self, written: &Result<(), DiskError>) {
        match written {
            Ok(()) if std::mem::take(&mut self.is_unkept) => self.tell(AutosaveNews::Kept),
            Ok(()) => {}
            Err(_) if self.is_unkept => {}
            Err(error) => {
                self.is_unkept = true;
                self.tell(AutosaveNews::Unkept(error.to_string()));
            }
        }
    }
}

impl AutosaveWriter {
    fn write_requests(mut self, orders: &Receiver<WriteRequest>) {
        loop {
            let next = [self.copy.due_at, self.version.due_at];
            let order = match next.into_iter().flatten().min() {
                Some(at) => orders.recv_timeout(at.saturating_duration_since(Instant::now())),
                None => orders.recv().map_err(RecvTimeoutError::from),
            };
            match order {
                Ok(order) => self.handle(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.write_due(Instant::now());
        }
        if self.copy.due_at.is_some() {
            _ = self.write_copy();
        }
    }

    fn handle(&mut self, order: WriteRequest) {
        match order {
            WriteRequest::Changed { work, saved } => {
                self.work = Some(work);
                self.version.note_change(Instant::now());
                if saved {
                    self.clear();
                } else {
                    self.copy.note_change(Instant::now());
                }
            }
            WriteRequest::TakeOver(work, copy) => {
                self.work = Some(work);
                if self.write_copy().is_ok() {
                    self.tell_unremoved(copy.discard());
                }
            }
            WriteRequest::Record(work) => {
                keep_version(&work);
                self.version.begin(Instant::now());
            }
            WriteRequest::Adopt { from, to, drawing } => to.adopt_versions(&from, &drawing),
            WriteRequest::Clear => self.clear(),
            WriteRequest::KeepNow(work, answer) => {
                self.work = Some(work);
                let written = self.write_copy();
                let path = self.recovery.path().to_owned();
                let _nobody_waits =
                    answer.send(written.map(|()| path).map_err(|error| error.to_string()));
            }
            WriteRequest::KeepAmongTemporary(folder) => self.move_copy(&folder),
            WriteRequest::Answer(done) => {
                let _nobody_waits = done.send(());
            }
        }
    }

    fn write_due(&mut self, now: Instant) {
        if self.copy.take_due(now) {
            _ = self.write_copy();
        }
        if self.version.take_due(now)
            && let Some(work) = &self.work
        {
            keep_version(work);
        }
    }

    /// Writes the copy; whether it could is told where it is news.
    fn write_copy(&mut self) -> Result<(), DiskError> {
        self.copy.begin(Instant::now());
        let Some(work) = &self.work else {
            return Ok(());
        };
        let original = work.original.as_ref();
        let original = original.map(|(path, stamp)| (path.as_path(), *stamp));
        let written = self.recovery.write_copy(&work.design, original);
        self.news.tell_whether_kept(&written);
        if written.is_err() {
            // The disk may have room again before the next change.
            self.copy.due_at = Some(Instant::now() + TRY_AGAIN);
        }
        written
    }

    fn clear(&mut self) {
        self.copy.due_at = None;
        let cleared = self.recovery.remove_copy();
        self.tell_unremoved(cleared);
        // Nothing is left that should be kept.
        self.news.tell_whether_kept(&Ok(()));
    }

    fn move_copy(&mut self, folder: &Path) {
        let moved = RecoveryWriter::among_temporary(folder).map(|writer| {
            let mut before = std::mem::replace(&mut self.recovery, writer);
            if self.write_copy().is_ok() {
                let place = self.recovery.path().parent().unwrap_or(folder).display();
                let sentence = format!("Unsaved work is kept in {place} until you save it");
                self.news.tell(AutosaveNews::Message(sentence));
                // It is older than the one that was just written, and lies where nothing can be written.
                _ = before.remove_copy();
            }
        });
        if let Err(error) = moved {
            self.news.tell(AutosaveNews::Message(error.to_string()));
        }
    }

    fn tell_unremoved(&self, removed: Result<(), DiskError>) {
        if let Err(error) = removed {
            let sentence =
                format!("A recovery copy that is no longer needed could not be deleted: {error}");
            self.news.tell(AutosaveNews::Message(sentence));
        }
    }
}

/// Versions are a convenience: where one cannot be kept, nothing is lost that the user counts on.
fn keep_version(work: &DocumentSnapshot) {
    if let Some(history) = &work.history {
        _ = history.keep_version(&work.design, &work.drawing);
    }
}

/// The thread that keeps the work.
#[derive(Debug)]
pub(crate) struct Autosave {
    orders: Option<Sender<WriteRequest>>,
    /// What it has to tell.
    pub(super) news: Receiver<AutosaveNews>,
    writer: Option<std::thread::JoinHandle<()>>,
}

impl Autosave {
    /// Starts the thread, where there is a folder to keep work in; without one for the user's state, among the temporary
    /// files.
    ///
    /// # Errors
    /// When the system lets nothing be kept there either.
    pub(crate) fn start(
        environment: &Environment,
        ctx: &egui::Context,
    ) -> Result<Option<Self>, DiskError> {
        let recovery = match (&environment.state_dir, &environment.temporary_dir) {
            (Some(state), _) => RecoveryWriter::new(state),
            (None, Some(temporary)) => RecoveryWriter::among_temporary(temporary)?,
            (None, None) => return Ok(None),
        };
        let ctx = ctx.clone();
        let copy = PendingWrite::new(Duration::ZERO, COPY_EVERY);
        Ok(Some(Self::with_copy(recovery, copy, move || {
            ctx.request_repaint();
        })))
    }

    /// Starts the thread, which writes the recovery copy when `copy` says so, and has the window drawn by `wake`.
    fn with_copy(
        recovery: RecoveryWriter,
        copy: PendingWrite,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let (orders, work) = channel();
        let (send, news) = channel();
        let writer = AutosaveWriter {
            recovery,
            work: None,
            copy,
            version: PendingWrite::new(VERSION, Duration::ZERO),
            news: NewsSender {
                send,
                wake: Box::new(wake),
                is_unkept: false,
            },
        };
        Self {
            orders: Some(orders),
            news,
            writer: Some(std::thread::spawn(move || writer.write_requests(&work))),
        }
    }

    /// Writes the copy now, and gives where it is once it is certain that it is there.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn keep_now(&self, work: DocumentSnapshot) -> Result<PathBuf, String> {
        let (answer, wait) = channel();
        self.send_request(WriteRequest::KeepNow(Box::new(work), answer));
        let stopped = |_| "the background task that writes recovery copies has stopped".to_owned();
        wait.recv().map_err(stopped)?
    }

    /// Asks the thread for something.
    pub(super) fn send_request(&self, order: WriteRequest) {
        if let Some(orders) = &self.orders {
            let _writer_gone = orders.send(order);
        }
    }

    /// Waits until all that was ordered is done.
    pub(crate) fn wait_until_written(&self) {
        let (done, wait) = channel();
        self.send_request(WriteRequest::Answer(done));
        let _writer_gone = wait.recv();
    }
}

impl Drop for Autosave {
    /// Waits until what was ordered is on disk.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(writer) = self.writer.take() {
            let _panicked = writer.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn changed(notation: &str) -> WriteRequest {
        let design = crate::model::parse_notation(notation).unwrap().design;
        let work = Box::new(DocumentSnapshot {
            design,
            original: None,
            history: None,
            drawing: "a".to_owned(),
        });
        WriteRequest::Changed { work, saved: false }
    }

    fn in_state(state: &Path, copy: PendingWrite) -> Autosave {
        Autosave::with_copy(RecoveryWriter::new(state), copy, || {})
    }

    fn copies() -> PendingWrite {
        PendingWrite::new(Duration::ZERO, COPY_EVERY)
    }

    #[test]
    fn a_change_after_a_rest_is_written_at_once() {
        let start = Instant::now();
        let mut due = copies();
        assert!(!due.take_due(start));
        due.note_change(start);
        assert!(due.take_due(start));
        assert!(!due.take_due(start + 2_000 * MS), "it is written once");
        due.note_change(start + 2_000 * MS);
        assert!(due.take_due(start + 2_000 * MS));
    }

    /// Each change of somebody who draws without a pause is in a copy that is begun within half a second.
    #[test]
    fn changes_without_end_do_not_put_it_off() {
        let start = Instant::now();
        let mut due = copies();
        let mut unwritten = None;
        for frame in 0..1_000 {
            let now = start + 16 * MS * frame;
            unwritten.get_or_insert(now);
            due.note_change(now);
            if due.take_due(now) {
                unwritten = None;
            }
            assert!(unwritten.is_none_or(|first| now - first <= COPY_EVERY + 16 * MS));
        }
    }

    #[test]
    fn a_version_waits_for_its_minute_however_often_the_drawing_changes() {
        let start = Instant::now();
        let mut due = PendingWrite::new(VERSION, Duration::ZERO);
        due.note_change(start);
        due.note_change(start + 50_000 * MS);
        assert_eq!(due.due_at, Some(start + VERSION));
    }

    /// Nothing here draws a frame, and nothing is asked of the thread after the change.
    #[test]
    fn the_thread_writes_without_being_asked_again() {
        let state = tempfile::tempdir().unwrap();
        let autosave = in_state(state.path(), PendingWrite::new(MS, MS));
        autosave.send_request(changed("client -> api"));
        let folder = state.path().join("recovery");
        let is_written = || {
            let mut files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            files.any(|file| file.path().extension() == Some("boxdrill".as_ref()))
        };
        let written = (0..1_000).any(|_| {
            std::thread::sleep(10 * MS);
            is_written()
        });
        assert!(written);
    }

    #[test]
    fn a_disk_that_refuses_is_told_once_and_shown_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        std::fs::write(&state, "a file, not a folder").unwrap();
        let (woken, wakes) = channel();
        let autosave = Autosave::with_copy(
            RecoveryWriter::new(&state),
            PendingWrite::new(Duration::ZERO, Duration::ZERO),
            move || woken.send(()).unwrap(),
        );
        for text in ["client", "client -> api"] {
            autosave.send_request(changed(text));
            autosave.wait_until_written();
        }
        let news: Vec<AutosaveNews> = autosave.news.try_iter().collect();
        let [AutosaveNews::Unkept(why)] = &news[..] else {
            panic!("{news:?}");
        };
        assert!(why.contains("the folder does not exist"), "{why}");
        assert_eq!(wakes.try_iter().count(), 1);
        std::fs::remove_file(&state).unwrap();
        autosave.send_request(changed("client"));
        autosave.wait_until_written();
        assert_eq!(autosave.news.try_recv(), Ok(AutosaveNews::Kept));
    }

    #[test]
    fn it_says_that_work_is_kept_only_where_it_is() {
        let snapshot = || match changed("client -> api") {
            WriteRequest::Changed { work, .. } => *work,
            other => panic!("{other:?}"),
        };
        let folder = tempfile::tempdir().unwrap();
        let good = in_state(&folder.path().join("state"), copies());
        let path = good.keep_now(snapshot()).unwrap();
        let opened = crate::storage::disk::open(&path).unwrap();
        assert_eq!(opened.loaded.design, snapshot().design);
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let bad = in_state(&file, copies());
        assert!(bad.keep_now(snapshot()).is_err());
        bad.send_request(WriteRequest::KeepAmongTemporary(folder.path().to_owned()));
        let path = bad.keep_now(snapshot()).unwrap();
        assert!(path.starts_with(folder.path()) && path.is_file());
        let news: Vec<AutosaveNews> = bad.news.try_iter().collect();
        assert!(news.contains(&AutosaveNews::Kept), "{news:?}");
    }
}
