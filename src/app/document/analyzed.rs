//! The analysis of the open drawing as it is now: one for each revision, made when it is first asked for, from which the
//! check, the fixes, the plan and the numbers all take what they show.

use self_cell::self_cell;

use crate::analysis::Analysis;
use crate::model::{Design, Document};
use crate::scenario::Scenario;

/// One revision of a drawing with the prompt that it answers. The design shares its items with the document.
#[derive(Debug)]
struct Revision {
    design: Design,
    scenario: Option<Scenario>,
}

impl Revision {
    fn analyze(&self) -> Analysis<'_> {
        Analysis::new(&self.design, self.scenario.as_ref())
    }
}

self_cell!(
    /// A revision together with the analysis that borrows it.
    struct AnalyzedRevision {
        owner: Revision,
        #[covariant]
        dependent: Analysis,
    }

    impl {Debug}
);

/// The analysis of the newest revision that was asked about.
#[derive(Debug, Default)]
pub(crate) struct CurrentAnalysis {
    newest: Option<(u64, AnalyzedRevision)>,
}

impl CurrentAnalysis {
    /// The analysis of a document as it is, made where there is none of this revision yet.
    pub(crate) fn of(&mut self, document: &Document, scenario: Option<&Scenario>) -> &Analysis<'_> {
        let revision = document.revision();
        let fresh = self.newest.take().filter(|(known, _)| *known == revision);
        let fresh = fresh.unwrap_or_else(|| {
            let owner = Revision {
                design: document.design().clone(),
                scenario: scenario.cloned(),
            };
            (revision, AnalyzedRevision::new(owner, Revision::analyze))
        });
        self.newest.insert(fresh).1.borrow_dependent()
    }

    /// Forgets what is known: the drawing answers another prompt.
    pub(super) fn forget(&mut self) {
        self.newest = None;
    }
}
