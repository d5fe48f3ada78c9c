//! The pages, and what they want of the window.

use super::compare::ComparePage;
use super::drill::DrillPage;
use super::history::HistoryPage;
use super::replay::ReplayPage;
use crate::practice::DrillKind;

/// A page over Home or over the scorecard.
#[derive(Debug)]
pub(crate) enum ProgressPage {
    /// All attempts.
    History(Box<HistoryPage>),
    /// Two attempts.
    Compare(Box<ComparePage>),
    /// A round, step by step.
    Replay(Box<ReplayPage>),
    /// A drill in progress.
    Drill(Box<DrillPage>),
}

/// What a page wants.
#[derive(Debug)]
pub(super) enum PageAction {
    /// What lies below it.
    Back,
    /// Two attempts side by side, by their places.
    Compare(usize, usize),
    /// The replay of the round of an attempt, by its place.
    Replay(usize),
    /// The scorecard of the round of an attempt, by its place.
    Scorecard(usize),
    /// A copy of the drawing of an attempt, by its place.
    OpenDrawing(usize),
    /// The prompt with this id, on a blank sheet.
    Practice(String),
    /// A drill is over: keep it.
    EndDrill,
    /// Another drill of this sort.
    Drill(DrillKind),
    /// Nothing kept any more.
    DeleteAll,
}
