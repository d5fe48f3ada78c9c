//! The check of the open drawing: when it runs, and how the changes that it offers are applied.

use super::check_result::{CheckResult, OfferedChange};
use super::fix_offers::FixOffers;
use super::plan_search::PlanSearch;
use super::session::Session;
use crate::analysis::Finding;
use crate::model::{Edit, HelpLevel, HelpedFinding};
use crate::practice::follow_ups::questions_about;
use crate::practice::{assisted_points, help_level, helped};

impl Session {
    /// Runs the check because the user asks for it. An exercise that shows no flow yet gets no verdict.
    pub(crate) fn check(&mut self) {
        self.check_asked = true;
        self.run_check();
    }

    fn run_check(&mut self) {
        self.recheck = false;
        self.looked_at = Some(self.document.revision());
        let is_exercise = self.is_exercise();
        let analysis = self.analyzed.of(&self.document, self.scenario.as_ref());
        if is_exercise && !analysis.shows_a_flow() {
            self.checked = None;
            return;
        }
        let report = analysis.report();
        self.checked = Some(CheckResult {
            marks: report.marks(),
            offers: FixOffers::new(&report),
            assisted: assisted_points(self.document.design().help(), analysis, &report),
            questions: None,
            plan: None,
            report,
        });
    }

    /// Runs the check where it is wanted and the drawing has changed since, but never in the middle of a gesture. `live`
    /// tells whether it is wanted without being asked for. Says whether there is something new to show.
    pub(crate) fn refresh_check(&mut self, live: bool) -> bool {
        let connected = self.document.design().connections().len() > 0;
        if !(self.recheck || live && (connected || self.check_asked)) {
            // What was never asked for goes; what was asked for stays, about the drawing as it was.
            let dropped = !self.check_asked && self.checked.take().is_some();
            self.looked_at = self.looked_at.filter(|_| !dropped);
            return dropped;
        }
        let stale = !self.is_looked_at() && !self.document.in_gesture();
        if stale {
            self.run_check();
        }
        stale
    }

    /// Whether the check's last word is about the drawing as it is.
    pub(crate) fn is_fresh(&self) -> bool {
        self.checked.is_some() && self.is_looked_at()
    }

    /// Whether the check has looked at the drawing as it is.
    fn is_looked_at(&self) -> bool {
        self.looked_at == Some(self.document.revision())
    }

    /// Finds what an interviewer would ask about the drawing as it was checked.
    pub(crate) fn find_questions(&mut self) {
        let fresh = self.is_fresh();
        if let Some(checked) = self.checked.as_mut().filter(|_| fresh) {
            let analysis = self.analyzed.of(&self.document, self.scenario.as_ref());
            let questions = &mut checked.questions;
            questions.get_or_insert_with(|| questions_about(analysis));
        }
    }

    /// Tries out fixes for a while; says whether there is more to try.
    pub(crate) fn try_fixes(&mut self, opened: Option<usize>) -> bool {
        let fresh = self.is_fresh();
        let Some(checked) = self.checked.as_mut().filter(|_| fresh) else {
            return false;
        };
        let analysis = self.analyzed.of(&self.document, self.scenario.as_ref());
        let CheckResult { offers, report, .. } = checked;
        offers.work(analysis, report, opened)
    }

    /// Begins to look for the cheapest way to the targets.
    pub(crate) fn begin_planning(&mut self) {
        if !self.is_fresh() {
            return;
        }
        if let Some(checked) = &mut self.checked {
            let analysis = self.analyzed.of(&self.document, self.scenario.as_ref());
            checked.plan = Some(PlanSearch::new(analysis));
        }
    }

    /// Looks for it for a while; says whether there is more to do.
    pub(crate) fn continue_planning(&mut self) -> bool {
        let fresh = self.is_fresh();
        let checked = self.checked.as_mut().filter(|_| fresh);
        let Some(plan) = checked.and_then(|checked| checked.plan.as_mut()) else {
            return false;
        };
        let was_searching = plan.plan().is_none();
        let more = plan.work(self.analyzed.of(&self.document, self.scenario.as_ref()));
        let found = was_searching && !more;
        // A plan that is found stands there with all its steps, applied or not.
        if found && self.is_exercise() {
            self.show_offered(OfferedChange::Plan);
        }
        more
    }

    /// What an offered change does, in a few words, its edits and the score with it, while it fits the drawing.
    pub(crate) fn offered_change(&self, offered: OfferedChange) -> Option<(&str, Vec<Edit>, u32)> {
        let checked = self.checked.as_ref().filter(|_| self.is_fresh())?;
        match offered {
            OfferedChange::Fix(finding) => {
                let fix = checked.offers.get(finding)?;
                Some((&fix.label, fix.edits.clone(), fix.score))
            }
            OfferedChange::Plan => {
                let plan = checked.plan.as_ref()?.plan()?;
                let label = if plan.is_enough() {
                    "Cheapest way to meet the targets"
                } else {
                    "Closest so far"
                };
                Some((label, plan.edits(), plan.score))
            }
        }
    }

    /// Whether the drawing answers a prompt, so that the check tells the problem first and the answer only when asked.
    pub(crate) fn is_exercise(&self) -> bool {
        self.scenario.is_some()
    }

    /// How far the answer to a finding is given away: wholly where nobody is to find it.
    pub(crate) fn help_with(&self, finding: &Finding) -> HelpLevel {
        if self.is_exercise() {
            help_level(self.document.design().help(), finding)
        } else {
            HelpLevel::Fix
        }
    }

    /// Says where the finding at a place of the report is.
    pub(crate) fn give_hint(&mut self, index: usize) {
        let report = self.checked.as_ref().map(|checked| &checked.report);
        if let Some(finding) = report.and_then(|report| report.findings.get(index)) {
            let hint = helped(finding, HelpLevel::Hint, 0);
            self.take_help_with([hint]);
        }
    }

    /// Keeps that help was taken with findings; in a system of the user's own nobody is to find anything.
    fn take_help_with(&mut self, findings: impl IntoIterator<Item = HelpedFinding>) {
        if !self.is_exercise() {
            return;
        }
        let mut help = self.document.design().help().clone();
        findings.into_iter().for_each(|finding| help.take(finding));
        self.take_help(help);
    }

    /// Says what an offered change does: from now on its points are not the candidate's own.
    pub(crate) fn show_offered(&mut self, offered: OfferedChange) {
        let findings = self.checked.as_ref().map(|checked| match offered {
            OfferedChange::Fix(index) => checked.shown_fix(index).into_iter().collect(),
            OfferedChange::Plan => checked.shown_plan(),
        });
        self.take_help_with(findings.into_iter().flatten());
    }

    /// Carries out an offered change as one step; gives what it did.
    pub(crate) fn apply_offered(&mut self, offered: OfferedChange) -> Option<String> {
        let (label, edits, _) = self.offered_change(offered)?;
        let label = label.to_owned();
        self.show_offered(offered);
        self.recheck = true;
        self.document.commit();
        self.document.apply_all(&label, edits).ok()?;
        Some(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Design, Document, parse_notation};
    use crate::scenario::Library;

    fn session(text: &str) -> Session {
        let design = parse_notation(text).unwrap().design;
        Session::new(design, None, false, &Library::default())
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
        let title = Edit::SetTitle("Ours".to_owned());
        session.document.apply("Change title", title).unwrap();
        assert!(!session.refresh_check(false) && session.checked.is_some() && !session.is_fresh());
        session.recheck = true;
        assert!(session.refresh_check(false) && session.is_fresh() && !session.recheck);
    }

    /// Another drawing of the same revision, which never happens, would show up in whatever is not taken from the analysis
    /// that is kept.
    #[test]
    fn one_revision_is_analyzed_once() {
        let mut session = session("client -> api -> db\napi: service x1\ndb: sql x1");
        let drawn = session.analysis().design().clone();
        session.document = Document::new(Design::new());
        assert_eq!(session.analysis().design(), &drawn);
        session.check();
        while session.try_fixes(None) {}
        session.begin_planning();
        while session.continue_planning() {}
        let plan = session.offered_change(OfferedChange::Plan);
        assert!(plan.is_some_and(|(_, edits, _)| !edits.is_empty()));
        let title = Edit::SetTitle("Mine".to_owned());
        session.document.apply("Change title", title).unwrap();
        assert_eq!(session.analysis().design().title(), "Mine");
    }

    /// What a plan says can be drawn by hand as well.
    #[test]
    fn points_of_a_plan_that_was_only_read_are_assisted() {
        let mut session =
            session("scenario url_shortener\nclient -> api -> db\napi: service x1\ndb: sql x1");
        session.check();
        let own = session.checked.as_ref().unwrap().own_score();
        session.begin_planning();
        while session.continue_planning() {}
        let (_, edits, gained) = session.offered_change(OfferedChange::Plan).unwrap();
        assert!(gained > own);
        session.document.apply_all("Draw it", edits).unwrap();
        session.check();
        let checked = session.checked.as_ref().unwrap();
        assert_eq!(
            (checked.report.score.total, checked.own_score()),
            (gained, own)
        );
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
        session.check();
        let checked = session.checked.as_ref().unwrap();
        assert!(!checked.report.findings.is_empty());
        assert!(checked.marks.is_empty() && checked.report.open().count() == 0);
        assert!(session.is_dirty());
    }
}
