//! What was kept of an attempt: its drawing, what the check says of it now, and the marks beside the nearest accepted design.

use std::path::Path;

use crate::analysis::{Report, analyze};
use crate::app::mini_diagram::MiniDiagram;
use crate::model::Design;
use crate::practice::Attempt;
use crate::practice::scorecard::DrawingMarks;
use crate::scenario::Library;
use crate::storage::{attempts, disk, rounds};

/// A drawing that was kept of an attempt.
#[derive(Debug)]
pub(super) struct KeptDrawing {
    /// What is drawn.
    pub design: Design,
    /// What the check says of it.
    pub report: Report,
    /// The marks beside the nearest accepted design; none without a prompt.
    pub marks: DrawingMarks,
    /// A picture of it with its marks.
    pub picture: MiniDiagram,
}

impl KeptDrawing {
    /// Opens the drawing of an attempt; none where none is kept, a sentence where it cannot be read.
    pub(super) fn open(
        state: Option<&Path>,
        library: &Library,
        attempt: &Attempt,
    ) -> Option<Result<Self, String>> {
        let state = state?;
        let design = match (&attempt.round, attempts::drawing_path(state, attempt)) {
            (Some(name), _) => rounds::open_finished(state, name).map(|open| open.design),
            (None, Some(path)) => disk::open(&path)
                .map(|opened| opened.loaded.design)
                .map_err(|error| error.to_string()),
            (None, None) => return None,
        };
        Some(design.map(|design| Self::new(design, library, attempt)))
    }

    fn new(design: Design, library: &Library, attempt: &Attempt) -> Self {
        let report = analyze(&design, library.get(&attempt.scenario));
        let marks = report
            .nearest()
            .map_or_else(DrawingMarks::default, DrawingMarks::new);
        let picture = MiniDiagram::new(design.clone()).marked(marks.own.clone());
        Self {
            design,
            report,
            marks,
            picture,
        }
    }
}
