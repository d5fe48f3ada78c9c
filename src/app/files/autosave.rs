//! Keeps unsaved work in a recovery copy, and versions of the drawing, on a thread of its own: a slow disk is never felt,
//! and a window that is not drawn (because it is hidden, say) keeps its work all the same.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::model::Design;
use crate::storage::disk::DiskError;
use crate::storage::fingerprint::Fingerprint;
use crate::storage::history::History;
use crate::storage::recovery::{RecoveryCopy, RecoveryWriter};

/// The copy is written this long after the last change,
const COPY_QUIET: Duration = Duration::from_millis(700);
/// but while changes do not end, this long after the first that it lacks.
const COPY_LATEST: Duration = Duration::from_secs(5);
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
    /// Says when all that was ordered before is done.
    Answer(Sender<()>),
}

/// When something that may change again is written.
#[derive(Debug)]
struct PendingWrite {
    quiet: Duration,
    latest: Duration,
    /// The first and the last change that were not written yet.
    changes: Option<(Instant, Instant)>,
}

impl PendingWrite {
    fn new(quiet: Duration, latest: Duration) -> Self {
        Self {
            quiet,
            latest,
            changes: None,
        }
    }

    fn note_change(&mut self, now: Instant) {
        let first = self.changes.map_or(now, |(first, _)| first);
        self.changes = Some((first, now));
    }

    fn due_at(&self) -> Option<Instant> {
        let (first, last) = self.changes?;
        Some((last + self.quiet).min(first + self.latest))
    }

    /// Whether it is to be written now; it is not due again before the next change.
    fn take_due(&mut self, now: Instant) -> bool {
        let due = self.due_at().is_some_and(|at| at <= now);
        if due {
            self.changes = None;
        }
        due
    }
}

/// What the thread knows.
#[derive(Debug)]
struct AutosaveWriter {
    recovery: RecoveryWriter,
    /// The last state of the drawing that was received.
    work: Option<Box<DocumentSnapshot>>,
    copy: PendingWrite,
    version: PendingWrite,
    errors: Sender<String>,
    /// The user knows that copies cannot be written.
    has_failed: bool,
}

impl AutosaveWriter {
    fn write_requests(mut self, orders: &Receiver<WriteRequest>) {
        loop {
            let next = [self.copy.due_at(), self.version.due_at()];
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
        if self.copy.changes.is_some() {
            self.write_copy();
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
                self.copy.changes = None;
                if self.write_copy() {
                    let kept = copy.discard();
                    self.report_result(kept);
                }
            }
            WriteRequest::Record(work) => {
                keep_version(&work);
                self.version.changes = None;
            }
            WriteRequest::Adopt { from, to, drawing } => to.adopt_versions(&from, &drawing),
            WriteRequest::Clear => self.clear(),
            WriteRequest::Answer(done) => {
                let _nobody_waits = done.send(());
            }
        }
    }

    fn write_due(&mut self, now: Instant) {
        if self.copy.take_due(now) {
            self.write_copy();
        }
        if self.version.take_due(now)
            && let Some(work) = &self.work
        {
            keep_version(work);
        }
    }

    fn write_copy(&mut self) -> bool {
        let Some(work) = &self.work else { return false };
        let original = work.original.as_ref();
        let original = original.map(|(path, stamp)| (path.as_path(), *stamp));
        let written = self.recovery.write_copy(&work.design, original);
        self.report_result(written)
    }

    fn clear(&mut self) {
        self.copy.changes = None;
        let cleared = self.recovery.remove_copy();
        self.report_result(cleared);
    }

    /// Says what went wrong, once until it goes well again; gives whether it went well.
    fn report_result(&mut self, result: Result<(), DiskError>) -> bool {
        match result {
            Ok(()) => self.has_failed = false,
            Err(error) => {
                if !std::mem::replace(&mut self.has_failed, true) {
                    let sentence = format!("Unsaved work cannot be kept safe, save often: {error}");
                    let _window_closed = self.errors.send(sentence);
                }
            }
        }
        !self.has_failed
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
    /// Sentences about what went wrong.
    pub(super) errors: Receiver<String>,
    writer: Option<std::thread::JoinHandle<()>>,
}

impl Autosave {
    /// Starts the thread.
    pub(crate) fn new(state: &Path) -> Self {
        Self::with_copy(state, PendingWrite::new(COPY_QUIET, COPY_LATEST))
    }

    /// Starts the thread, which writes the recovery copy when `copy` says so.
    fn with_copy(state: &Path, copy: PendingWrite) -> Self {
        let (orders, work) = channel();
        let (error, errors) = channel();
        let writer = AutosaveWriter {
            recovery: RecoveryWriter::new(state),
            work: None,
            copy,
            version: PendingWrite::new(VERSION, VERSION),
            errors: error,
            has_failed: false,
        };
        Self {
            orders: Some(orders),
            errors,
            writer: Some(std::thread::spawn(move || writer.write_requests(&work))),
        }
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

    #[test]
    fn the_copy_is_due_within_a_second_of_the_last_change() {
        let start = Instant::now();
        let mut due = PendingWrite::new(COPY_QUIET, COPY_LATEST);
        assert_eq!(due.due_at(), None);
        due.note_change(start);
        due.note_change(start + 300 * MS);
        let at = due.due_at().unwrap();
        assert!(at > start + 300 * MS && at < start + 1_300 * MS);
        assert!(!due.take_due(start + 500 * MS));
        assert!(due.take_due(at));
        assert!(!due.take_due(at), "it is written once");
    }

    #[test]
    fn changes_without_end_do_not_put_it_off() {
        let start = Instant::now();
        let mut due = PendingWrite::new(COPY_QUIET, COPY_LATEST);
        let written = (0..1_000)
            .map(|frame| start + 16 * MS * frame)
            .find(|&now| {
                due.note_change(now);
                due.take_due(now)
            })
            .unwrap();
        assert!(written <= start + COPY_LATEST + 16 * MS);
        assert!(written >= start + COPY_LATEST);
    }

    #[test]
    fn a_version_waits_for_its_minute_however_often_the_drawing_changes() {
        let start = Instant::now();
        let mut due = PendingWrite::new(VERSION, VERSION);
        due.note_change(start);
        due.note_change(start + 50_000 * MS);
        assert_eq!(due.due_at(), Some(start + VERSION));
    }

    /// Nothing here draws a frame, and nothing is asked of the thread after the change.
    #[test]
    fn the_thread_writes_without_being_asked_again() {
        let state = tempfile::tempdir().unwrap();
        let autosave = Autosave::with_copy(state.path(), PendingWrite::new(MS, MS));
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
    fn a_disk_that_refuses_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        std::fs::write(&state, "a file, not a folder").unwrap();
        let at_once = PendingWrite::new(Duration::ZERO, Duration::ZERO);
        let autosave = Autosave::with_copy(&state, at_once);
        for text in ["client", "client -> api"] {
            autosave.send_request(changed(text));
            autosave.wait_until_written();
        }
        let errors: Vec<String> = autosave.errors.try_iter().collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].starts_with("Unsaved work cannot be kept safe"));
    }
}
