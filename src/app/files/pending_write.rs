//! When something that may change again is written to disk: soon after each change, and not too often.

use std::time::{Duration, Instant};

/// When something that may change again is written.
#[derive(Debug)]
pub(super) struct PendingWrite {
    /// This long after the first change that was not written,
    delay: Duration,
    /// but not sooner than this after it was begun last.
    every: Duration,
    begun: Option<Instant>,
    pub(super) due_at: Option<Instant>,
}

impl PendingWrite {
    pub(super) fn new(delay: Duration, every: Duration) -> Self {
        Self {
            delay,
            every,
            begun: None,
            due_at: None,
        }
    }

    pub(super) fn note_change(&mut self, now: Instant) {
        let rested = self.begun.map(|begun| begun + self.every);
        let at = rested.unwrap_or(now).max(now + self.delay);
        // What was to be tried again later is due with the change.
        self.due_at = Some(self.due_at.map_or(at, |due| due.min(at)));
    }

    /// Whether it is to be written now; it is not due again before the next change.
    pub(super) fn take_due(&mut self, now: Instant) -> bool {
        let due = self.due_at.is_some_and(|at| at <= now);
        if due {
            self.begin(now);
        }
        due
    }

    pub(super) fn begin(&mut self, now: Instant) {
        self.due_at = None;
        self.begun = Some(now);
    }
}
