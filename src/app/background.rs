//! Work beside the frames: what would hold up the window goes on a thread of its own.

use std::fmt;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Something that is worked out on a thread of its own. When it is dropped, nobody waits for it any longer; what it does is
/// bounded, so the thread ends by itself.
pub(crate) struct BackgroundTask<T> {
    answer: Receiver<T>,
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
