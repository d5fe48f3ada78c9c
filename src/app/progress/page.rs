//! The pages, one upon the other.

use super::compare::ComparePage;
use super::drill::DrillPage;
use super::history::HistoryPage;
use super::replay::ReplayPage;

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
