//! The learning path from three boxes and a client to several regions, in ten steps.

use super::history::{PASSES, Profile};

/// A step of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathStep {
    /// The prompt to pass; none for the guided first drawing.
    pub prompt: Option<&'static str>,
    /// What it adds to what was learned before.
    pub adds: &'static str,
}

const fn prompt_step(prompt: &'static str, adds: &'static str) -> PathStep {
    PathStep {
        prompt: Some(prompt),
        adds,
    }
}

/// The steps in order.
pub const PATH: [PathStep; 10] = [
    PathStep {
        prompt: None,
        adds: "Three boxes and a client",
    },
    prompt_step("url_shortener", "Reads, writes, and a cache"),
    prompt_step(
        "rate_limiter",
        "A shared counter in the path of every request",
    ),
    prompt_step("typeahead", "Precomputed answers"),
    prompt_step("notification_system", "Queues, retries, and third parties"),
    prompt_step("ticket_booking", "Selling the last item only once"),
    prompt_step("news_feed", "Fan-out: one write, many readers"),
    prompt_step("video_streaming", "Large files and slow jobs"),
    prompt_step("messenger", "Long-lived connections"),
    prompt_step("multi_region", "Surviving a lost region"),
];

impl Profile {
    /// Whether a step is done: its prompt was passed once, or the first drawing was made.
    #[must_use]
    pub fn has_done(&self, step: &PathStep) -> bool {
        match step.prompt {
            Some(prompt) => self.attempts(prompt).is_some_and(|a| a.best >= PASSES),
            None => self.is_guided(),
        }
    }

    /// The first step that is not done; none where all are.
    #[must_use]
    pub fn next_step(&self) -> Option<usize> {
        PATH.iter().position(|step| !self.has_done(step))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn every_step_is_there_and_none_is_much_harder_than_the_one_before() {
        let mut before = 1;
        for prompt in PATH.iter().filter_map(|step| step.prompt) {
            let prompt = builtin().iter().find(|p| p.id == prompt).expect(prompt);
            assert!(prompt.difficulty + 2 >= before, "{} comes late", prompt.id);
            assert!(prompt.difficulty <= before + 2, "{} comes early", prompt.id);
            before = before.max(prompt.difficulty);
        }
    }

    #[test]
    fn steps_are_done_in_any_order_and_the_first_open_one_is_next() {
        let mut profile = Profile::default();
        assert_eq!(profile.next_step(), Some(0));
        profile.record_attempt("url_shortener", PASSES, date(2026, 1, 2));
        profile.record_attempt("rate_limiter", PASSES - 1, date(2026, 1, 2));
        assert_eq!(profile.next_step(), Some(0));
        profile.set_guided();
        assert_eq!(profile.next_step(), Some(2));
        for prompt in PATH.iter().filter_map(|step| step.prompt) {
            profile.record_attempt(prompt, 100, date(2026, 1, 3));
        }
        assert_eq!(profile.next_step(), None);
    }
}
