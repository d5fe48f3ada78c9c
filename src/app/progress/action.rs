//! What a page wants of the window.

use crate::practice::DrillKind;

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
