//! What is known of the user's progress: all attempts, and the skills that they show.

use std::path::Path;

use crate::practice::{Attempt, SkillSet, measure_skills};
use crate::storage::attempts;

/// All attempts in the order of time, and the skills that they show.
#[derive(Debug)]
pub(crate) struct KnownProgress {
    attempts: Vec<Attempt>,
    skills: Vec<SkillSet>,
}

impl KnownProgress {
    /// What is kept in the state folder; a sentence where a part of it cannot be read.
    pub(crate) fn load(state: Option<&Path>) -> (Self, Option<String>) {
        let (attempts, notice) = state.map_or_else(Default::default, attempts::load);
        let skills = measure_skills(&attempts);
        (Self { attempts, skills }, notice)
    }

    /// Adds an attempt, and keeps it where there is a state folder; a sentence where it cannot be kept.
    pub(crate) fn add(&mut self, state: Option<&Path>, attempt: Attempt) -> Option<String> {
        let kept = state.map_or(Ok(()), |state| attempts::append(state, &attempt));
        let place = self
            .attempts
            .partition_point(|other| other.at <= attempt.at);
        self.attempts.insert(place, attempt);
        self.skills = measure_skills(&self.attempts);
        kept.err()
            .map(|error| format!("this attempt could not be saved: {error}"))
    }

    /// Forgets everything, here and on disk.
    pub(crate) fn clear(&mut self) {
        self.attempts.clear();
        self.skills = measure_skills(&[]);
    }

    /// All attempts, oldest first.
    pub(crate) fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The skills by where their scores come from, the newest first.
    pub(crate) fn skills(&self) -> &[SkillSet] {
        &self.skills
    }
}
