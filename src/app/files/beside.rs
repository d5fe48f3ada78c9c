//! What the user waits for goes on beside the frames, is shown where it takes long, and can be stopped.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::app::background::{BackgroundTask, Progress, TaskState};
use crate::app::modals::Modal;
use crate::app::shell::{App, Finish};
use crate::storage::disk::{self, DiskError, Opened};

impl App {
    /// Works something out beside the frames and goes on with `finish`. What is not done at once is shown under a title until
    /// it is; where it is stopped, the window stays as it is. `parts` are those that `work` says are done, 0 where nobody can
    /// tell how much there is to do.
    pub(crate) fn work_beside<T: Send + 'static>(
        &mut self,
        ctx: &egui::Context,
        title: String,
        parts: usize,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
        finish: impl FnOnce(&mut Self, &egui::Context, T) + Send + 'static,
    ) {
        let since = Instant::now();
        let progress = Progress::of_parts(parts);
        let told = progress.clone();
        let task = BackgroundTask::start(ctx, move || {
            let done = work(&told);
            let finish: Finish = Box::new(move |app, ctx| finish(app, ctx, done));
            finish
        });
        match task.wait(self.environment.patience.unwrap_or(Duration::MAX)) {
            TaskState::Done(finish) => finish(self, ctx),
            TaskState::Failed => self.say_failed(&title),
            TaskState::Working => {
                self.awaited = Some(task);
                self.modal = Some(Modal::Working {
                    title,
                    since,
                    progress,
                });
            }
        }
    }

    /// Opens a file beside the frames, and then does this with it.
    pub(super) fn open_beside(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        finish: fn(&mut Self, &Path, Result<Opened, DiskError>),
    ) {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let title = format!("Opening {}", name.to_string_lossy());
        self.open_under(ctx, title, path, finish);
    }

    /// Opens a file beside the frames under a title, and then does this with it.
    pub(super) fn open_under(
        &mut self,
        ctx: &egui::Context,
        title: String,
        path: PathBuf,
        finish: impl FnOnce(&mut Self, &Path, Result<Opened, DiskError>) + Send + 'static,
    ) {
        let from = path.clone();
        self.work_beside(
            ctx,
            title,
            disk::OPENING_PARTS,
            move |progress| disk::open_in_parts(&from, || progress.finish_part()),
            move |app, _, opened| finish(app, &path, opened),
        );
    }

    /// Goes on with what is done by now, or forgets it where the user has stopped it.
    pub(crate) fn continue_work(&mut self, ctx: &egui::Context) {
        let Some(task) = self.awaited.take() else {
            return;
        };
        let Some(Modal::Working { title, .. }) = &self.modal else {
            return;
        };
        match task.wait(Duration::ZERO) {
            TaskState::Working => self.awaited = Some(task),
            TaskState::Done(finish) => {
                self.modal = None;
                finish(self, ctx);
            }
            TaskState::Failed => {
                let title = title.clone();
                self.modal = None;
                self.say_failed(&title);
            }
        }
    }

    fn say_failed(&mut self, title: &str) {
        let sentence = format!("{title} failed: try again, or use the command line");
        self.toasts.show_message(sentence);
    }
}
