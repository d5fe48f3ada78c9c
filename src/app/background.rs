//! Work beside the frames: what would hold up the window goes on a thread of its own.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Something that is worked out on a thread of its own. When it is dropped, nobody waits for it any longer; what it does is
/// bounded, so the thread ends by itself.
pub(crate) struct BackgroundTask<T> {
    answer: Receiver<T>,
}

/// How many parts of a task are done, told by its thread and shown by the window.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    done: Arc<AtomicUsize>,
    parts: usize,
}

impl Progress {
    /// Of a task with so many parts, none of them done; 0 where nobody can tell how much there is to do.
    pub(crate) fn of_parts(parts: usize) -> Self {
        Self {
            done: Arc::default(),
            parts,
        }
    }

    /// Another part is done.
    pub(crate) fn finish_part(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// How many parts are done and how many there are; none where nobody can tell.
    pub(crate) fn known(&self) -> Option<(usize, usize)> {
        let done = self.done.load(Ordering::Relaxed).min(self.parts);
        (self.parts > 0).then_some((done, self.parts))
    }
}

/// How far a task is.
#[derive(Debug)]
pub(crate) enum TaskState<T> {
    /// Under way.
    Working,
    /// This came of it.
    Done(T),
    /// Nothing will come of it.
    Failed,
}

impl<T: Send + 'static> BackgroundTask<T> {
    /// Begins it. The window is drawn again when it is done.
    pub(crate) fn start(ctx: &egui::Context, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (send, answer) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let _stopped = send.send(work());
            ctx.request_repaint();
        });
        Self { answer }
    }

    /// What came of it, for which it waits so long.
    pub(crate) fn wait(&self, patience: Duration) -> TaskState<T> {
        match self.answer.recv_timeout(patience) {
            Ok(answer) => TaskState::Done(answer),
            Err(RecvTimeoutError::Timeout) => TaskState::Working,
            Err(RecvTimeoutError::Disconnected) => TaskState::Failed,
        }
    }
}

impl<T> fmt::Debug for BackgroundTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BackgroundTask")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_known_only_where_the_parts_are() {
        let progress = Progress::of_parts(2);
        assert_eq!(progress.known(), Some((0, 2)));
        for _ in 0..3 {
            progress.clone().finish_part();
        }
        assert_eq!(progress.known(), Some((2, 2)));
        assert_eq!(Progress::of_parts(0).known(), None);
    }
}
