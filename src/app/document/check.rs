//! The check of the open drawing: when it runs, and the changes that it offers, shows and carries out.

use std::collections::BTreeMap;

use super::proposal::LayoutProposal;
use super::session::{DetailsTab, Session};
use crate::analysis::{Report, Severity, analyze};
use crate::app::canvas::{CanvasContext, CanvasOutput, Preview};
use crate::app::panels::check::{FixOffers, OfferedChange, PlanSearch};
use crate::model::{Edit, Id};

/// The check's last word.
#[derive(Debug)]
pub(crate) struct CheckResult {
    /// What it said.
    pub report: Report,
    /// About which revision of the document.
    revision: u64,
    /// Findings to mark on the canvas.
    pub marks: BTreeMap<Id, (Severity, usize)>,
    /// What to do about the findings.
    pub offers: FixOffers,
    /// The cheapest way to the targets, once it is asked for.
    pub plan: Option<PlanSearch>,
}

/// An offered change that is shown on the canvas, as long as it is pointed at.
#[derive(Debug)]
pub(crate) struct ShownChange {
    /// About which revision of the document.
    revision: u64,
    offered: OfferedChange,
    /// The score with it.
    score: u32,
    preview: Preview,
}

impl Session {
    /// Runs the check because the user asks for it.
    pub(crate) fn check(&mut self) {
        self.check_asked = true;
        self.run_check();
    }

    fn run_check(&mut self) {
        let report = analyze(self.document.design(), self.scenario.as_ref());
        let marks = report.marks();
        self.checked = Some(CheckResult {
            offers: FixOffers::new(&report),
            plan: None,
            report,
            revision: self.document.revision(),
            marks,
        });
    }

    /// Runs the check where it is wanted and the drawing has changed since, but never in the middle of a gesture. `live`
    /// tells whether it is wanted before it is asked for. Says whether there is something new to show.
    pub(crate) fn refresh_check(&mut self, live: bool) -> bool {
        let connected = self.document.design().connections().len() > 0;
        if !(self.check_asked || live && connected) {
            return self.checked.take().is_some();
        }
        let stale = !self.is_fresh() && !self.document.in_gesture();
        if stale {
            self.run_check();
        }
        stale
    }

    /// Whether the check's last word is about the drawing as it is.
    pub(crate) fn is_fresh(&self) -> bool {
        let checked = self.checked.as_ref();
        checked.is_some_and(|checked| checked.revision == self.document.revision())
    }

    /// Tries out fixes for a while; says whether there is more to try.
    pub(crate) fn try_fixes(&mut self, opened: Option<usize>) -> bool {
        let fresh = self.is_fresh();
        let Some(checked) = self.checked.as_mut().filter(|_| fresh) else {
            return false;
        };
        let (design, scenario) = (self.document.design(), self.scenario.as_ref());
        let CheckResult { offers, report, .. } = checked;
        offers.work(design, scenario, report, opened)
    }

    /// Begins to look for the cheapest way to the targets.
    pub(crate) fn begin_planning(&mut self) {
        if !self.is_fresh() {
            return;
        }
        if let Some(checked) = &mut self.checked {
            let plan = PlanSearch::new(self.document.design(), self.scenario.as_ref());
            checked.plan = Some(plan);
        }
    }

    /// Looks for it for a while; says whether there is more to do.
    pub(crate) fn continue_planning(&mut self) -> bool {
        let fresh = self.is_fresh();
        let checked = self.checked.as_mut().filter(|_| fresh);
        let plan = checked.and_then(|checked| checked.plan.as_mut());
        plan.is_some_and(|plan| plan.work(self.scenario.as_ref()))
    }

    /// What an offered change does, in a few words, its edits and the score with it, while it fits the drawing.
    fn offered_change(&self, offered: OfferedChange) -> Option<(&str, Vec<Edit>, u32)> {
        let checked = self.checked.as_ref().filter(|_| self.is_fresh())?;
        match offered {
            OfferedChange::Fix(finding) => {
                let fix = checked.offers.get(finding)?;
                Some((&fix.label, fix.edits.clone(), fix.score))
            }
            OfferedChange::Plan => {
                let plan = checked.plan.as_ref()?.plan()?;
                let label = if plan.is_enough() {
                    "Cheapest way to the targets"
                } else {
                    "Nearest to the targets"
                };
                Some((label, plan.edits(), plan.score))
            }
        }
    }

    /// Brings the canvas up to what is pointed at: an offered change, or none any more.
    pub(crate) fn update_preview(&mut self) {
        let pointed = self.pointed.take();
        let revision = self.document.revision();
        let is_same =
            |shown: &ShownChange| Some(shown.offered) == pointed && shown.revision == revision;
        if self.shown.as_ref().is_some_and(is_same) {
            return;
        }
        let design = self.document.design();
        let shown = pointed.and_then(|offered| {
            let (label, edits, score) = self.offered_change(offered)?;
            Some(ShownChange {
                revision,
                offered,
                score,
                preview: Preview::new(design, label, &edits)?,
            })
        });
        if let Some(shown) = &shown {
            let preview = &shown.preview;
            self.canvas.reveal(preview.design(), &preview.items());
        }
        self.shown = shown;
    }

    /// The score with what is shown on the canvas.
    pub(crate) fn shown_score(&self) -> Option<u32> {
        self.shown.as_ref().map(|shown| shown.score)
    }

    /// Carries out an offered change as one step; gives what it did.
    pub(crate) fn apply_offered(&mut self, offered: OfferedChange) -> Option<String> {
        let (label, edits, _) = self.offered_change(offered)?;
        let label = label.to_owned();
        self.document.commit();
        self.document.apply_all(&label, edits).ok()?;
        Some(label)
    }

    /// Draws the canvas, with the offered change that is pointed at as if it were made.
    pub(crate) fn canvas_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &CanvasContext<'_>,
    ) -> CanvasOutput {
        let (none, no_health) = (BTreeMap::new(), BTreeMap::new());
        let with_numbers = self.tab == DetailsTab::Numbers;
        if with_numbers {
            self.numbers.measure(&self.document, self.scenario.as_ref());
        }
        // One sort of mark at a time: findings, or numbers.
        let checked = self.checked.as_ref().filter(|_| !with_numbers);
        let marks = checked.map_or(&none, |checked| &checked.marks);
        let health = self.numbers.health().filter(|_| with_numbers);
        let proposed = self.proposal.as_ref().map(LayoutProposal::preview);
        let preview = proposed.or(self.shown.as_ref().map(|shown| &shown.preview));
        let context = CanvasContext {
            marks,
            health: health.unwrap_or(&no_health),
            pulses: self
                .numbers
                .pulses()
                .filter(|_| with_numbers && !context.preferences.reduce_motion),
            preview,
            ..*context
        };
        let mut output = self.canvas.ui(ui, &mut self.document, &context);
        if let Some(id) = output.fault_target {
            let refusal = self.numbers.toggle_fault(self.document.design(), id);
            output.notice = output.notice.or(refusal);
            ui.ctx().request_repaint();
        }
        output
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, parse_notation};
    use crate::scenario::Library;

    fn session(text: &str) -> Session {
        let design = parse_notation(text).unwrap().design;
        Session::new(design, None, false, &Library::builtin())
    }

    #[test]
    fn checks_once_for_each_revision_and_not_during_a_gesture() {
        let mut session = session("client -> api -> db");
        assert!(session.refresh_check(true) && !session.refresh_check(true));
        session.document.begin("Change title");
        let title = Edit::SetTitle("Mine".to_owned());
        session.document.apply("", title).unwrap();
        assert!(!session.refresh_check(true) && !session.is_fresh());
        session.document.commit();
        assert!(session.refresh_check(true) && session.is_fresh());
        assert!(session.refresh_check(false) && session.checked.is_none());
        session.check();
        assert!(!session.refresh_check(false) && session.checked.is_some());
    }

    #[test]
    fn a_drawing_without_connections_is_left_alone() {
        let mut session = session("client");
        assert!(!session.refresh_check(true) && session.checked.is_none());
    }

    #[test]
    fn what_the_user_lives_with_is_neither_marked_nor_counted() {
        let mut session = session("client -> api -> db\napi: service");
        session.check();
        let report = &session.checked.as_ref().unwrap().report;
        let all = |finding: &crate::analysis::Finding| finding.acceptance(String::new(), false);
        let accepted = report.findings.iter().map(all).collect();
        let edit = Edit::SetAcceptances(accepted);
        session.document.apply("Accept", edit).unwrap();
        session.refresh_check(false);
        let checked = session.checked.as_ref().unwrap();
        assert!(!checked.report.findings.is_empty());
        assert!(checked.marks.is_empty() && checked.report.open().count() == 0);
        assert!(session.is_dirty());
    }
}
