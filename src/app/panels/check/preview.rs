//! An offered change that is shown on the canvas, as long as it is pointed at.

use crate::app::canvas::Preview;
use crate::app::document::check_result::OfferedChange;
use crate::app::document::session::Session;

/// An offered change on show.
#[derive(Debug)]
pub(super) struct ShownChange {
    /// About which revision of the document.
    revision: u64,
    offered: OfferedChange,
    /// The score with it.
    score: u32,
    preview: Preview,
}

impl ShownChange {
    /// The change as it would look; none where it does not fit the drawing any more.
    pub(super) fn new(offered: OfferedChange, session: &Session) -> Option<Self> {
        let (label, edits, score) = session.offered_change(offered)?;
        Some(Self {
            revision: session.document.revision(),
            offered,
            score,
            preview: Preview::new(session.document.design(), label, &edits)?,
        })
    }

    /// Whether this is what is pointed at, on the drawing as it is.
    pub(super) fn is_of(&self, pointed: Option<OfferedChange>, session: &Session) -> bool {
        Some(self.offered) == pointed && self.revision == session.document.revision()
    }

    /// What the canvas shows.
    pub(super) fn preview(&self) -> &Preview {
        &self.preview
    }

    /// The score with the change.
    pub(super) fn score(&self) -> u32 {
        self.score
    }
}
