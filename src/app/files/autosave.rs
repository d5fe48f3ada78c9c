//! Keeps unsaved work in a recovery copy, and versions of the drawing, on a thread of its own: a slow disk is never felt,
//! and a window that is not drawn (because it is hidden, say) keeps its work all the same.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::model::Design;
use crate::storage::disk::DiskError;
use crate::storage::fingerprint::Stamp;
use crate::storage::history::History;
use crate::storage::recovery::{Recovered, Recovery};

/// The copy is written this long after the last change,
const COPY_QUIET: Duration = Duration::from_millis(700);
/// but while changes do not end, this long after the first that it lacks.
const COPY_LATEST: Duration = Duration::from_secs(5);
/// A version is kept this long after the first change that the last one lacks.
const VERSION: Duration = Duration::from_mins(1);

/// A drawing to be kept.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// As it is.
    pub design: Design,
    /// The file it was read from or written to, and what that held then.
    pub original: Option<(PathBuf, Stamp)>,
    /// Where its versions are kept.
    pub history: Option<History>,
    /// Which drawing it is, among those without a file.
    pub drawing: String,
}

#[derive(Debug)]
enum Order {
    /// The drawing has changed; `saved` tells whether it is as in its file, so that no copy is needed.
    Changed { work: Box<Work>, saved: bool },
    /// Writes the copy and, once it is safe, removes the one it came from.
    TakeOver(Box<Work>, Recovered),
    /// Keeps a version now.
    Record(Box<Work>),
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
struct Due {
    quiet: Duration,
    latest: Duration,
    /// The first and the last change that were not written yet.
    changes: Option<(Instant, Instant)>,
}

impl Due {
    fn new(quiet: Duration, latest: Duration) -> Self {
        Self {
            quiet,
            latest,
            changes: None,
        }
    }

    fn changed(&mut self, now: Instant) {
        let first = self.changes.map_or(now, |(first, _)| first);
        self.changes = Some((first, now));
    }

    fn at(&self) -> Option<Instant> {
        let (first, last) = self.changes?;
        Some((last + self.quiet).min(first + self.latest))
    }

    /// Whether it is to be written now; it is not due again before the next change.
    fn take(&mut self, now: Instant) -> bool {
        let due = self.at().is_some_and(|at| at <= now);
        if due {
            self.changes = None;
        }
        due
    }
}

/// What the thread knows.
#[derive(Debug)]
struct Writer {
    recovery: Recovery,
    /// The drawing as it was last told of.
    work: Option<Box<Work>>,
    copy: Due,
    version: Due,
    troubles: Sender<String>,
    /// The user knows that copies cannot be written.
    in_trouble: bool,
}

impl Writer {
    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            let next = [self.copy.at(), self.version.at()];
            let order = match next.into_iter().flatten().min() {
                Some(at) => orders.recv_timeout(at.saturating_duration_since(Instant::now())),
                None => orders.recv().map_err(RecvTimeoutError::from),
            };
            match order {
                Ok(order) => self.carry_out(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.write_what_is_due(Instant::now());
        }
        if self.copy.changes.is_some() {
            self.write_copy();
        }
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Changed { work, saved } => {
                self.work = Some(work);
                self.version.changed(Instant::now());
                if saved {
                    self.clear();
                } else {
                    self.copy.changed(Instant::now());
                }
            }
            Order::TakeOver(work, copy) => {
                self.work = Some(work);
                self.copy.changes = None;
                if self.write_copy() {
                    let kept = copy.discard();
                    self.judge(kept);
                }
            }
            Order::Record(work) => {
                record(&work);
                self.version.changes = None;
            }
            Order::Adopt { from, to, drawing } => to.adopt(&from, &drawing),
            Order::Clear => self.clear(),
            Order::Answer(done) => {
                let _nobody_waits = done.send(());
            }
        }
    }

    fn write_what_is_due(&mut self, now: Instant) {
        if self.copy.take(now) {
            self.write_copy();
        }
        if self.version.take(now)
            && let Some(work) = &self.work
        {
            record(work);
        }
    }

    fn write_copy(&mut self) -> bool {
        let Some(work) = &self.work else { return false };
        let original = work.original.as_ref();
        let original = original.map(|(path, stamp)| (path.as_path(), *stamp));
        let written = self.recovery.write(&work.design, original);
        self.judge(written)
    }

    fn clear(&mut self) {
        self.copy.changes = None;
        let cleared = self.recovery.clear();
        self.judge(cleared);
    }

    /// Says what went wrong, once until it goes well again; gives whether it went well.
    fn judge(&mut self, result: Result<(), DiskError>) -> bool {
        match result {
            Ok(()) => self.in_trouble = false,
            Err(error) => {
                if !std::mem::replace(&mut self.in_trouble, true) {
                    let sentence = format!("Unsaved work cannot be kept safe, save often: {error}");
                    let _window_closed = self.troubles.send(sentence);
                }
            }
        }
        !self.in_trouble
    }
}

/// Versions are a convenience: where one cannot be kept, nothing is lost that the user counts on.
fn record(work: &Work) {
    if let Some(history) = &work.history {
        _ = history.record(&work.design, &work.drawing);
    }
}

/// The thread that keeps the work.
#[derive(Debug)]
pub(crate) struct Autosave {
    orders: Option<Sender<Order>>,
    troubles: Receiver<String>,
    writer: Option<std::thread::JoinHandle<()>>,
}

impl Autosave {
    /// Starts the thread.
    pub(crate) fn new(state: &Path) -> Self {
        let (orders, work) = channel();
        let (trouble, troubles) = channel();
        let writer = Writer {
            recovery: Recovery::new(state),
            work: None,
            copy: Due::new(COPY_QUIET, COPY_LATEST),
            version: Due::new(VERSION, VERSION),
            troubles: trouble,
            in_trouble: false,
        };
        Self {
            orders: Some(orders),
            troubles,
            writer: Some(std::thread::spawn(move || writer.run(&work))),
        }
    }

    fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _writer_gone = orders.send(order);
        }
    }

    /// Waits until all that was ordered is done.
    fn settle(&self) {
        let (done, wait) = channel();
        self.send(Order::Answer(done));
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

impl App {
    /// Sees to it that unsaved work is in the recovery copy soon, and that no copy is left of saved work.
    pub(crate) fn keep_copy(&mut self) {
        let (Some(autosave), Some(session)) = (&self.autosave, &mut self.session) else {
            return;
        };
        self.toasts.extend(autosave.troubles.try_iter());
        let revision = session.document.revision();
        if revision != session.told {
            session.told = revision;
            autosave.send(Order::Changed {
                work: Box::new(session.work()),
                saved: !session.is_dirty(),
            });
        }
    }

    /// Keeps the drawing as it is now among its versions, unless the newest one is the same.
    pub(crate) fn keep_version(&self) {
        if let (Some(autosave), Some(session)) = (&self.autosave, &self.session) {
            autosave.send(Order::Record(Box::new(session.work())));
        }
    }

    /// Waits until all versions are on disk.
    pub(crate) fn settle_versions(&self) {
        if let Some(autosave) = &self.autosave {
            autosave.settle();
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
            autosave.send(Order::Adopt { from, to, drawing });
        }
    }

    /// Makes work that was recovered this window's own: it is never without a copy on disk.
    pub(crate) fn take_over(&self, copy: Recovered) {
        if let (Some(autosave), Some(session)) = (&self.autosave, &self.session) {
            autosave.send(Order::TakeOver(Box::new(session.work()), copy));
        }
    }

    /// Keeps a last version and removes the recovery copy: the work is saved, or the user does not want it.
    pub(crate) fn forget_copy(&self) {
        self.keep_version();
        if let Some(autosave) = &self.autosave {
            autosave.send(Order::Clear);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn changed(notation: &str) -> Order {
        let design = crate::model::parse_notation(notation).unwrap().design;
        let work = Box::new(Work {
            design,
            original: None,
            history: None,
            drawing: "a".to_owned(),
        });
        Order::Changed { work, saved: false }
    }

    #[test]
    fn the_copy_is_due_within_a_second_of_the_last_change() {
        let start = Instant::now();
        let mut due = Due::new(COPY_QUIET, COPY_LATEST);
        assert_eq!(due.at(), None);
        due.changed(start);
        due.changed(start + 300 * MS);
        let at = due.at().unwrap();
        assert!(at > start + 300 * MS && at < start + 1_300 * MS);
        assert!(!due.take(start + 500 * MS));
        assert!(due.take(at));
        assert!(!due.take(at), "it is written once");
    }

    #[test]
    fn changes_without_end_do_not_put_it_off() {
        let start = Instant::now();
        let mut due = Due::new(COPY_QUIET, COPY_LATEST);
        let written = (0..1_000)
            .map(|frame| start + 16 * MS * frame)
            .find(|&now| {
                due.changed(now);
                due.take(now)
            })
            .unwrap();
        assert!(written <= start + COPY_LATEST + 16 * MS);
        assert!(written >= start + COPY_LATEST);
    }

    #[test]
    fn a_version_waits_for_its_minute_however_often_the_drawing_changes() {
        let start = Instant::now();
        let mut due = Due::new(VERSION, VERSION);
        due.changed(start);
        due.changed(start + 50_000 * MS);
        assert_eq!(due.at(), Some(start + VERSION));
    }

    /// Nothing here draws a frame.
    #[test]
    fn the_thread_writes_without_being_asked_again() {
        let state = tempfile::tempdir().unwrap();
        let autosave = Autosave::new(state.path());
        let started = Instant::now();
        autosave.send(changed("client -> api"));
        let folder = state.path().join("recovery");
        let written = || std::fs::read_dir(&folder).is_ok_and(|files| files.count() == 2);
        while !written() && started.elapsed() < COPY_LATEST {
            std::thread::sleep(20 * MS);
        }
        // A second by the promise, and a busy machine's slack.
        assert!(written() && started.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn a_disk_that_refuses_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        std::fs::write(&state, "a file, not a folder").unwrap();
        let autosave = Autosave::new(&state);
        for text in ["client", "client -> api"] {
            autosave.send(changed(text));
            autosave.settle();
            std::thread::sleep(COPY_QUIET + 100 * MS);
        }
        let told: Vec<String> = autosave.troubles.try_iter().collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("Unsaved work cannot be kept safe"));
    }
}
