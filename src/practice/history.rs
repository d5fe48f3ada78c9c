//! The user's profile: the best score for each prompt, the files opened last, and preferences.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::drills::DrillGrade;
use super::kept_path;
use crate::analysis::Severity;

/// The most recent files that are remembered.
pub const MAX_RECENT: usize = 12;

/// The score from which a drawing passes.
pub const PASSES: u32 = crate::analysis::PASS_MARK;
/// The score from which it is strong.
pub const STRONG: u32 = 85;

/// What is remembered about the user, between two starts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// How the user likes the program.
    pub preferences: Preferences,
    /// Checks by the prompt's id.
    attempts: BTreeMap<String, Attempts>,
    /// Mock interviews by the prompt's id: their scores are of another kind than those of checks.
    interviews: BTreeMap<String, Attempts>,
    /// Failures predicted, by the prompt's id; for drawings without one, under an empty id.
    drills: BTreeMap<String, Drills>,
    /// Files opened or saved, the last one first.
    #[serde(with = "kept_path::list")]
    recent: Vec<PathBuf>,
    /// Folders of prompts beside the user's own.
    #[serde(with = "kept_path::list")]
    packs: Vec<PathBuf>,
    /// Whether the guided first drawing was made or turned down; it is not offered again.
    guided: bool,
}

/// How well failures were predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drills {
    /// Rounds revealed.
    pub rounds: u32,
    /// Points reached in all of them.
    pub points: u32,
    /// Points there were to reach.
    pub of: u32,
    /// The day of the last round, in the user's time zone.
    pub last: Date,
}

/// What was reached in one prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// The best score, 0 to 100.
    pub best: u32,
    /// The last score, 0 to 100.
    pub last_score: u32,
    /// The day of the last one, in the user's time zone.
    pub last: Date,
}

impl Attempts {
    fn new(best: u32, score: u32, today: Date) -> Self {
        Self {
            best: best.max(score),
            last_score: score,
            last: today,
        }
    }
}

/// How the user likes the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches that have nothing to do with each other"
)]
pub struct Preferences {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Whether moves snap to grid and neighbors.
    pub snap: bool,
    /// Whether the grid is shown.
    pub grid: bool,
    /// Whether a small map shows what is out of sight.
    pub map: bool,
    /// No camera animation.
    pub reduce_motion: bool,
    /// Whether the wheel zooms, and moves the view with Ctrl, in place of the other way round.
    pub wheel_zooms: bool,
    /// How large the interface is (percent).
    pub scale: u16,
    /// Whether the check runs while one draws, and not only when it is asked for.
    pub live_check: bool,
    /// Severities left out of the list of findings.
    pub hidden: BTreeSet<Severity>,
    /// Whose words findings are told in.
    pub audience: Audience,
}

impl Preferences {
    /// How large the interface is (percent), kept within what can be used.
    #[must_use]
    pub fn scaled_now(&self) -> u16 {
        self.scale.clamp(50, 200)
    }

    /// The next size of the interface, a step of ten percent larger or smaller; as it comes without a step.
    #[must_use]
    pub fn scaled_by(&self, step: i8) -> u16 {
        let now = self.scaled_now();
        match step.signum() {
            1 => (now + 10).min(200),
            -1 => (now - 10).max(50),
            _ => 100,
        }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            snap: true,
            grid: true,
            map: true,
            reduce_motion: false,
            wheel_zooms: false,
            scale: 100,
            live_check: false,
            hidden: BTreeSet::new(),
            audience: Audience::Engineers,
        }
    }
}

/// Whose words findings are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// What fails, and how.
    #[default]
    Engineers,
    /// What it means for users and the business.
    Stakeholders,
}

/// Which theme the user wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Profile {
    /// Whether the guided first drawing was made or turned down.
    #[must_use]
    pub fn is_guided(&self) -> bool {
        self.guided
    }

    /// Notes that the guided first drawing was made or turned down.
    pub fn set_guided(&mut self) {
        self.guided = true;
    }

    /// Whether nothing was done with the program yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.attempts.is_empty() && self.recent.is_empty() && !self.guided
    }

    /// Notes a check of a drawing that answers a prompt. Says whether it is the best so far.
    pub fn record_attempt(&mut self, scenario: &str, score: u32, today: Date) -> bool {
        let best = self.attempts(scenario).map_or(0, |attempts| attempts.best);
        let attempts = Attempts::new(best, score, today);
        self.attempts.insert(scenario.to_owned(), attempts);
        score > best
    }

    /// Notes the score of a mock interview.
    pub fn record_interview(&mut self, scenario: &str, score: u32, today: Date) {
        let best = self.interviews(scenario).map_or(0, |rounds| rounds.best);
        let rounds = Attempts::new(best, score, today);
        self.interviews.insert(scenario.to_owned(), rounds);
    }

    /// Forgets what was reached in every prompt.
    pub fn forget_attempts(&mut self) {
        self.attempts.clear();
        self.interviews.clear();
        self.drills.clear();
    }

    /// Notes a round of predicting what a failure does to a drawing that answers a prompt, or none.
    pub fn record_drill(&mut self, scenario: &str, grade: DrillGrade, today: Date) {
        let so_far = self.drills(scenario);
        let add = |before: Option<u32>, more| before.unwrap_or(0).saturating_add(more);
        let drills = Drills {
            rounds: add(so_far.map(|d| d.rounds), 1),
            points: add(so_far.map(|d| d.points), grade.points),
            of: add(so_far.map(|d| d.of), grade.of),
            last: today,
        };
        self.drills.insert(scenario.to_owned(), drills);
    }

    /// How well failures of drawings for a prompt were predicted so far.
    #[must_use]
    pub fn drills(&self, scenario: &str) -> Option<Drills> {
        self.drills.get(scenario).copied()
    }

    /// What mock interviews about a prompt reached so far.
    #[must_use]
    pub fn interviews(&self, scenario: &str) -> Option<Attempts> {
        self.interviews.get(scenario).copied()
    }

    /// What checks of a prompt reached so far.
    #[must_use]
    pub fn attempts(&self, scenario: &str) -> Option<Attempts> {
        self.attempts.get(scenario).copied()
    }

    /// Files opened or saved, the last one first.
    #[must_use]
    pub fn recent(&self) -> &[PathBuf] {
        &self.recent
    }

    /// Puts a file at the head of the recent ones. The path should be absolute: the program may be started elsewhere next.
    pub fn note_opened(&mut self, path: &Path) {
        self.forget_file(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
    }

    /// Folders whose prompts are used beside the user's own, in the order they were added.
    #[must_use]
    pub fn pack_folders(&self) -> &[PathBuf] {
        &self.packs
    }

    /// Uses the prompts of a folder. The path should be absolute: the program may be started elsewhere next.
    pub fn use_pack(&mut self, folder: &Path) {
        if !self.packs.iter().any(|known| known == folder) {
            self.packs.push(folder.to_owned());
        }
    }

    /// Uses the prompts of a folder no more.
    pub fn forget_pack(&mut self, folder: &Path) {
        self.packs.retain(|known| known != folder);
    }

    /// Takes a file off the recent ones, because it is gone.
    pub fn forget_file(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn keeps_the_best_and_the_last() {
        let mut profile = Profile::default();
        assert!(profile.record_attempt("url_shortener", 60, date(2026, 1, 2)));
        assert!(!profile.record_attempt("url_shortener", 40, date(2026, 1, 3)));
        let attempts = profile.attempts("url_shortener").unwrap();
        assert_eq!((attempts.best, attempts.last_score), (60, 40));
        assert_eq!(attempts.last, date(2026, 1, 3));
        assert_eq!(profile.attempts("chat"), None);
    }

    #[test]
    fn checks_and_mock_interviews_have_scores_of_their_own() {
        let mut profile = Profile::default();
        profile.record_attempt("url_shortener", 60, date(2026, 1, 2));
        profile.record_interview("url_shortener", 90, date(2026, 1, 3));
        profile.record_interview("url_shortener", 40, date(2026, 1, 4));
        assert_eq!(
            profile.attempts("url_shortener").map(|one| one.best),
            Some(60)
        );
        assert_eq!(
            profile.interviews("url_shortener").map(|one| one.best),
            Some(90)
        );
        profile.forget_attempts();
        assert_eq!(profile.interviews("url_shortener"), None);
    }

    #[test]
    fn rounds_of_predictions_add_up() {
        let mut profile = Profile::default();
        let grade = DrillGrade { points: 3, of: 8 };
        profile.record_drill("url_shortener", grade, date(2026, 1, 2));
        profile.record_drill("url_shortener", grade, date(2026, 1, 3));
        let drills = profile.drills("url_shortener").unwrap();
        assert_eq!((drills.rounds, drills.points, drills.of), (2, 6, 16));
        assert_eq!(profile.drills(""), None);
    }

    #[test]
    fn recent_files_are_few_and_named_once() {
        let mut profile = Profile::default();
        for number in 0..20 {
            profile.note_opened(Path::new(&format!("/{number}")));
        }
        profile.note_opened(Path::new("/15"));
        assert_eq!(profile.recent().len(), MAX_RECENT);
        assert_eq!(profile.recent()[0], Path::new("/15"));
        assert_eq!(profile.recent()[1], Path::new("/19"));
        profile.forget_file(Path::new("/15"));
        assert_eq!(profile.recent()[0], Path::new("/19"));
    }

    #[test]
    fn what_a_file_leaves_out_has_its_default() {
        let profile: Profile =
            serde_json::from_str(r#"{"preferences": {"theme": "dark"}}"#).unwrap();
        assert_eq!(profile.preferences.theme, ThemeChoice::Dark);
        assert!(profile.preferences.snap && !profile.preferences.live_check);
        assert!(profile.recent().is_empty());
    }
}
