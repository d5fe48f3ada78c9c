//! Keeps a recovery copy of unsaved work, on a thread of its own so that a slow disk is never felt.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use super::App;
use crate::exchange::recovery::{Recovered, Recovery};
use crate::model::Design;

/// How long after a change the copy is written; changes in between are written with it.
const DELAY: Duration = Duration::from_millis(700);

#[derive(Debug)]
enum Order {
    Write(Box<Design>, Option<PathBuf>),
    /// Writes the copy and, once it is safe, removes the one it came from.
    TakeOver(Box<Design>, Recovered),
    Clear,
}

/// The thread that writes the copies.
#[derive(Debug)]
pub(super) struct Autosave {
    orders: Option<Sender<Order>>,
    writer: Option<std::thread::JoinHandle<()>>,
    /// When the copy is due, if something changed.
    due: Option<Instant>,
}

impl Autosave {
    /// Starts the thread.
    pub(super) fn new(state: &Path) -> Self {
        let recovery = Recovery::new(state);
        let (orders, work) = channel();
        let writer = std::thread::spawn(move || {
            for order in work {
                // A disk that is full now may have room for the next copy; the drawing itself is in the window.
                let _next_time = match order {
                    Order::Write(design, original) => recovery.write(&design, original.as_deref()),
                    Order::TakeOver(design, copy) => recovery
                        .write(&design, copy.original.as_deref())
                        .and_then(|()| copy.discard()),
                    Order::Clear => recovery.clear(),
                };
            }
        });
        Self {
            orders: Some(orders),
            writer: Some(writer),
            due: None,
        }
    }

    fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _writer_gone = orders.send(order);
        }
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
    pub(super) fn keep_copy(&mut self, ctx: &egui::Context) {
        let (Some(autosave), Some(session)) = (&mut self.autosave, &mut self.session) else {
            return;
        };
        let revision = session.document.revision();
        if revision == session.recovered {
            autosave.due = None;
            return;
        }
        let now = Instant::now();
        let due = *autosave.due.get_or_insert(now + DELAY);
        if now < due {
            ctx.request_repaint_after(due - now);
            return;
        }
        autosave.due = None;
        session.recovered = revision;
        autosave.send(if session.is_dirty() {
            let original = session.home.as_ref().map(|home| home.path.clone());
            Order::Write(Box::new(session.document.design().clone()), original)
        } else {
            Order::Clear
        });
    }

    /// Makes work that was recovered this window's own: it is never without a copy on disk.
    pub(super) fn take_over(&mut self, design: Design, copy: Recovered) {
        if let Some(autosave) = &self.autosave {
            autosave.send(Order::TakeOver(Box::new(design), copy));
        }
    }

    /// Removes the recovery copy: the work is saved, or the user does not want it.
    pub(super) fn forget_copy(&mut self) {
        if let Some(autosave) = &mut self.autosave {
            autosave.due = None;
            autosave.send(Order::Clear);
        }
    }
}
