//! Home as a page: what it looks at, what is typed and chosen on it, and what it asks for.

use std::path::PathBuf;

use super::cells::Level;
use super::last_drawing::LastDrawing;
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::environment::Environment;
use crate::app::files::recovery::RecoveryList;
use crate::app::modals::NextStep;
use crate::app::progress::KnownProgress;
use crate::practice::{PASSES, Profile, SkillSource};
use crate::scenario::{Family, Library, Scenario};

/// What is typed and chosen on Home.
#[derive(Debug, Default)]
pub(crate) struct HomeView {
    pub(super) search: String,
    pub(super) family: Option<Family>,
    pub(super) level: Option<Level>,
    /// The most minutes.
    pub(super) minutes: Option<u32>,
    pub(super) done: Option<PromptProgress>,
    /// Those that are not built in, or those that are.
    pub(super) added: Option<bool>,
    /// Whose scores are shown as skills; those of the newest attempt where none is chosen.
    pub(super) skills: Option<SkillSource>,
    /// The drawing that was worked on last, read once.
    pub(super) last: Option<LastDrawing>,
}

/// How far one has come with a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PromptProgress {
    Untried,
    Tried,
    Passed,
}

impl PromptProgress {
    /// Whether a prompt with this best score is one of these.
    pub(super) fn includes_best(self, best: Option<u32>) -> bool {
        match self {
            Self::Untried => best.is_none(),
            Self::Tried => best.is_none_or(|best| best < PASSES),
            Self::Passed => best.is_some_and(|best| best >= PASSES),
        }
    }
}

/// What the user wants of Home.
#[derive(Debug)]
pub(crate) enum HomeAction {
    /// A command.
    Run(Command),
    /// A drawing in place of the open one.
    Begin(NextStep),
    /// The open drawing.
    Continue,
    /// No guided first drawing.
    SkipGuide,
    /// The form of a prompt of one's own, by its id.
    EditPrompt(String),
    /// A pack no more.
    ForgetPack(PathBuf),
    /// The scorecard of the finished round of this name.
    Scorecard(String),
    /// A recovery copy put away, by its place.
    DiscardRecovered(usize),
}

/// What Home looks at; what the user wants is applied once it is shown.
#[derive(Debug)]
pub(crate) struct HomePage<'a> {
    /// What is typed and chosen.
    pub home: &'a mut HomeView,
    /// All prompts.
    pub library: &'a Library,
    /// What the user has done so far.
    pub profile: &'a Profile,
    /// All attempts, and the skills that they show.
    pub progress: &'a KnownProgress,
    /// Where the user's own prompts are.
    pub environment: &'a Environment,
    /// The open drawing, if any.
    pub session: Option<&'a Session>,
    /// Unsaved work of before.
    pub recovery: &'a RecoveryList,
    /// What the user wants.
    pub actions: Vec<HomeAction>,
}

impl HomePage<'_> {
    /// The prompt to try next: the easiest that was never checked, else the one with the lowest score.
    pub(super) fn suggest_prompt(&self) -> Option<&Scenario> {
        let rank = |scenario: &&Scenario| match self.profile.attempts(&scenario.id) {
            None => (0, u32::from(scenario.difficulty)),
            Some(attempts) => (1, attempts.best),
        };
        self.library.scenarios().iter().min_by_key(rank)
    }

    /// Whether a prompt lies in the user's own folder.
    pub(super) fn is_own(&self, id: &str) -> bool {
        self.environment.owns_prompt(self.library, id)
    }
}
