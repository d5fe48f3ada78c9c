//! How pages are shown and left, and how attempts are kept.

use std::collections::BTreeSet;

use egui::Ui;

use super::action::PageAction;
use super::compare::ComparePage;
use super::drill::DrillPage;
use super::history::HistoryContext;
use super::page::ProgressPage;
use super::replay::ReplayPage;
use crate::app::modals::NextStep;
use crate::app::shell::App;
use crate::practice::interview::InterviewRound;
use crate::practice::scorecard::{Dimension, Scorecard};
use crate::practice::{Attempt, DrillGrade, DrillKind, DrillTally};
use crate::scene::Theme;
use crate::storage::{attempts, rounds};

impl App {
    /// Shows the topmost page in place of everything else; says whether there is one.
    pub(in crate::app) fn progress_ui(&mut self, ui: &mut Ui, theme: Theme) -> bool {
        let p = theme.palette();
        let Some(page) = self.pages.last_mut() else {
            return false;
        };
        let action = match page {
            ProgressPage::History(page) => {
                let cx = HistoryContext {
                    attempts: self.progress.attempts(),
                    library: &self.library,
                    state: self.environment.state_dir.as_deref(),
                };
                page.ui(ui, p, &cx)
            }
            ProgressPage::Compare(page) => page.ui(ui, p),
            ProgressPage::Replay(page) => page.ui(ui, p),
            ProgressPage::Drill(page) => page.ui(ui, p, self.library.scenarios()),
        };
        if let Some(action) = action {
            let ctx = ui.ctx().clone();
            self.apply_page_action(&ctx, action);
        }
        true
    }

    fn apply_page_action(&mut self, ctx: &egui::Context, action: PageAction) {
        let attempt = |place: usize| self.progress.attempts().get(place);
        match action {
            PageAction::Back => _ = self.pages.pop(),
            PageAction::Compare(one, other) => {
                if let (Some(one), Some(other)) = (attempt(one), attempt(other)) {
                    let state = self.environment.state_dir.as_deref();
                    let page = ComparePage::new([one, other], &self.library, state);
                    self.pages.push(ProgressPage::Compare(Box::new(page)));
                }
            }
            PageAction::Replay(place) => {
                if let Some(name) = attempt(place).and_then(|one| one.round.clone()) {
                    self.show_replay(&name);
                }
            }
            PageAction::Scorecard(place) => {
                if let Some(name) = attempt(place).and_then(|one| one.round.clone()) {
                    self.leave_drawing(ctx, NextStep::Scorecard(name));
                }
            }
            PageAction::OpenDrawing(place) => {
                let state = self.environment.state_dir.as_deref();
                let path = state
                    .zip(attempt(place))
                    .and_then(|(state, one)| attempts::drawing_path(state, one));
                if let Some(path) = path {
                    self.leave_drawing(ctx, NextStep::OpenCopy(path));
                }
            }
            PageAction::Practice(id) => self.leave_drawing(ctx, NextStep::Blank(Some(id))),
            PageAction::EndDrill => self.end_drill(),
            PageAction::Drill(kind) => {
                if matches!(self.pages.last(), Some(ProgressPage::Drill(_))) {
                    self.pages.pop();
                }
                self.begin_drill(kind);
            }
            PageAction::DeleteAll => self.delete_history(),
        }
    }

    /// Shows all attempts.
    pub(in crate::app) fn show_history(&mut self) {
        self.add_missing_rounds();
        self.pages
            .retain(|page| !matches!(page, ProgressPage::History(_)));
        self.pages.push(ProgressPage::History(Box::default()));
    }

    /// Begins a drill.
    pub(in crate::app) fn begin_drill(&mut self, kind: DrillKind) {
        let seed = jiff::Timestamp::now().as_millisecond().unsigned_abs();
        let page = DrillPage::new(kind, seed, self.library.scenarios());
        self.pages.push(ProgressPage::Drill(Box::new(page)));
    }

    /// Shows the replay of a finished round.
    pub(in crate::app) fn show_replay(&mut self, name: &str) {
        let Some(state) = self.environment.state_dir.as_deref() else {
            return;
        };
        match ReplayPage::open(name, &self.library, state) {
            Ok(page) => self.pages.push(ProgressPage::Replay(Box::new(page))),
            Err(why) => self
                .toasts
                .show_message(format!("the round cannot be replayed: {why}")),
        }
    }

    /// Ends the drill on show, and keeps what came of it.
    fn end_drill(&mut self) {
        let Some(ProgressPage::Drill(page)) = self.pages.last_mut() else {
            return;
        };
        page.end();
        match page.attempt() {
            Some(attempt) => self.keep_attempt(attempt),
            None => _ = self.pages.pop(),
        }
    }

    /// Keeps an attempt.
    pub(in crate::app) fn keep_attempt(&mut self, attempt: Attempt) {
        let state = self.environment.state_dir.as_deref();
        let problem = self.progress.add(state, attempt);
        self.toasts.show_messages(problem);
    }

    /// Keeps a prediction of the numbers panel as an attempt.
    pub(in crate::app) fn keep_prediction(&mut self, prompt: &str, grade: DrillGrade) {
        let mut tally = DrillTally::default();
        tally.add(Dimension::Reliability, grade);
        let title = self.library.get(prompt);
        let title = title.map_or_else(String::new, |scenario| scenario.title.clone());
        let attempt = tally.attempt(DrillKind::WhatBreaks, jiff::Timestamp::now(), 0);
        if let Some(attempt) = attempt {
            self.keep_attempt(attempt.about(prompt, &title));
        }
    }

    /// Keeps the check that the user pressed as an attempt: what it says of the drawing, and the drawing.
    pub(in crate::app) fn keep_check(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(checked) = &session.checked else {
            return;
        };
        let design = session.document.design();
        let seconds = u32::try_from(session.opened.elapsed().as_secs()).unwrap_or(u32::MAX);
        let id = session.scenario.as_ref().map_or("", |one| one.id.as_str());
        let attempt = Attempt::of_check(
            &checked.report,
            (checked.assisted, design.help()),
            (jiff::Timestamp::now(), seconds),
        )
        .about(id, session.title());
        let state = self.environment.state_dir.as_deref();
        let kept = state.map(|state| attempts::keep_drawing(state, design));
        let (drawing, problem) = match kept.transpose() {
            Ok(name) => (name, None),
            Err(error) => (
                None,
                Some(format!(
                    "the drawing of this attempt could not be saved: {error}"
                )),
            ),
        };
        self.toasts.show_messages(problem);
        let attempt = Attempt { drawing, ..attempt };
        // Pressing again without a change is no other attempt.
        let last = self.progress.attempts().last();
        let is_again = last.is_some_and(|last| {
            last.drawing.is_some()
                && last.drawing == attempt.drawing
                && (last.mode, last.score) == (attempt.mode, attempt.score)
        });
        if !is_again {
            self.keep_attempt(attempt);
        }
    }

    /// Keeps a finished round as an attempt, and its score for its prompt.
    pub(in crate::app) fn keep_round(
        &mut self,
        round: &InterviewRound,
        card: &Scorecard,
        name: Option<String>,
    ) {
        let title = self.library.get(&round.scenario);
        let title = title.map_or_else(String::new, |scenario| scenario.title.clone());
        let attempt = Attempt::of_round(round, card, jiff::Timestamp::now());
        let attempt = Attempt {
            round: name,
            ..attempt.about(&round.scenario, &title)
        };
        let today = jiff::Zoned::now().date();
        self.profile
            .record_interview(&round.scenario, attempt.score, today);
        self.save_profile();
        self.keep_attempt(attempt);
    }

    /// Rounds that an earlier version finished, or that a crash kept out of the history, are scored and added to it.
    fn add_missing_rounds(&mut self) {
        let Some(state) = self.environment.state_dir.clone() else {
            return;
        };
        let known = self.progress.attempts().iter();
        let known: BTreeSet<String> = known.filter_map(|one| one.round.clone()).collect();
        for name in rounds::finished_rounds(&state) {
            if known.contains(&name) {
                continue;
            }
            let Ok(open) = rounds::open_finished(&state, &name) else {
                continue;
            };
            let Some(scenario) = self.library.get(&open.round.scenario) else {
                continue;
            };
            let mut round = open.round;
            round.repair(scenario);
            let analysis = crate::analysis::Analysis::new(&open.design, Some(scenario));
            let card = Scorecard::new(&round, &analysis);
            // A round is called after the millisecond at which it began.
            let begun = name.split('-').next().and_then(|ms| ms.parse().ok());
            let begun = begun.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
            let Some(begun) = begun else { continue };
            let attempt = Attempt {
                round: Some(name),
                ..Attempt::of_round(&round, &card, begun).about(&scenario.id, &scenario.title)
            };
            self.keep_attempt(attempt);
        }
    }

    fn delete_history(&mut self) {
        let Some(state) = self.environment.state_dir.as_deref() else {
            return;
        };
        let gone = attempts::delete_all(state).and_then(|()| rounds::delete_finished(state));
        match gone {
            Ok(()) => {
                self.progress.clear();
                self.profile.forget_attempts();
                self.save_profile();
                self.toasts.show_message("Your history was deleted");
            }
            Err(error) => self
                .toasts
                .show_message(format!("your history could not be deleted: {error}")),
        }
        for page in &mut self.pages {
            if let ProgressPage::History(page) = page {
                page.forget_places();
            }
        }
    }
}
