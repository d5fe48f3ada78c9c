//! The check panel: the score with every point explained, the findings, and the comparison with the accepted designs.

use egui::{Align, Layout, Ui, vec2};

use super::acceptance::{AcceptanceChange, AcceptanceForm};
use super::actions::CheckActions;
use super::debrief::DebriefSection;
use super::preview::ShownChange;
use super::reader_place::ReaderPlace;
use super::shown_fixes::ShownFixes;
use super::{accept, card, comparison, explain, failures, fix, plan, responsibilities, score};
use crate::analysis::{Finding, FindingKey, FixOrder};
use crate::app::canvas::{Preview, ops};
use crate::app::commands::Command;
use crate::app::document::check_result::{CheckResult, OfferedChange};
use crate::app::document::session::Session;
use crate::app::look::gap;
use crate::app::panels::context::{Hand, PanelAction, PanelContext};
use crate::app::widgets::{Button, ButtonKind, caption, empty_state, heading, paragraph};
use crate::model::{Edit, HelpLevel};
use crate::practice::{Debrief, Preferences};
use crate::scene::{Palette, icon};

const NOTHING_DRAWN: &str = "Draw one flow from a client to a database, then check it";

/// The check panel with what is opened up in it.
#[derive(Debug, Default)]
pub(crate) struct CheckPanel {
    /// The finding that is opened up.
    open_finding: Option<FindingKey>,
    /// The rule that is explained in place of the findings.
    explained: Option<&'static str>,
    /// The finding that the user is about to accept.
    accepting: Option<AcceptanceForm>,
    sections: CheckSections,
    debrief: DebriefSection,
    fixes: ShownFixes,
    reader: ReaderPlace,
    /// What the best next step is the best at.
    order: FixOrder,
    /// Where the pointer and the keyboard were when an offer was taken, until one of them moves.
    pressed_with: Option<Hand>,
    /// The offered change that is pointed at in this frame.
    pointed: Option<OfferedChange>,
    /// The offered change that is shown on the canvas.
    shown: Option<ShownChange>,
}

/// Parts of the panel that are shown when they are asked for.
#[derive(Debug, Clone, Copy, Default)]
struct CheckSections {
    /// How the score adds up.
    sums: bool,
    /// The findings that the user lives with.
    accepted: bool,
    /// The table of failures.
    failures: bool,
}

impl CheckPanel {
    /// The rule that is explained, if any.
    pub(crate) fn explained_rule(&self) -> Option<&'static str> {
        self.explained
    }

    /// Goes back to the findings.
    pub(crate) fn close_explanation(&mut self) {
        self.explained = None;
    }

    /// Brings the canvas up to what is pointed at: an offered change, or none any more.
    pub(crate) fn update_preview(&mut self, session: &mut Session) {
        let pointed = self.pointed.take();
        if pointed.is_none() {
            session.canvas.end_glance();
        }
        if let Some(shown) = &self.shown
            && shown.is_of(pointed, session)
        {
            return;
        }
        self.shown = pointed.and_then(|offered| ShownChange::new(offered, session));
        if let Some(shown) = &self.shown {
            let preview = shown.preview();
            session.canvas.glance(preview.design(), &preview.items());
        }
    }

    /// The offered change that the canvas shows as if it were made.
    pub(crate) fn preview(&self) -> Option<&Preview> {
        self.shown.as_ref().map(ShownChange::preview)
    }

    /// Shows the panel.
    pub(crate) fn ui(&mut self, ui: &mut Ui, p: &Palette, cx: &mut PanelContext<'_>) {
        match self.explained {
            Some(rule) => {
                if explain::ui(ui, p, rule) {
                    self.explained = None;
                }
            }
            None => self.findings_ui(ui, p, cx),
        }
    }

    fn findings_ui(&mut self, ui: &mut Ui, p: &Palette, cx: &mut PanelContext<'_>) {
        let trying = self.try_fixes(cx.session);
        let planning = cx.session.continue_planning();
        if trying || planning {
            ui.ctx().request_repaint();
        }
        if self.debrief.is_open() && cx.session.is_exercise() {
            cx.session.find_questions();
        }
        let gained = self.shown.as_ref().map(ShownChange::score);
        let mut preferences = cx.preferences.clone();
        let reference = cx.reference;
        let session = &*cx.session;
        let fresh = session.is_fresh();
        // While one draws with the check running, the last word on it stays until there is another.
        let current = fresh || preferences.live_check;
        let Some(checked) = &session.checked else {
            if not_run_ui(ui, p) {
                cx.push(PanelAction::Run(Command::Check));
            }
            return;
        };
        let mut acts = CheckActions {
            sums: self.sections.sums,
            accepting: self.accepting.take(),
            ..CheckActions::default()
        };
        let report = &checked.report;
        let design = session.document.design();
        let hidden = preferences.hidden.clone();
        if age_ui(ui, p, current) {
            acts.run = Some(Command::Check);
        }
        score::ui(ui, p, (report, checked.assisted), gained);
        ui.add_space(gap::L);
        let is_settled = fresh && !trying;
        if is_settled {
            self.fixes.settle(checked, self.order);
        }
        let audience = preferences.audience;
        let shown = (&mut preferences.audience, &mut self.order);
        score::filters_ui(ui, p, report, &hidden, shown, &mut acts);
        if acts.sums {
            score::sums_ui(ui, p, report);
        }
        ui.add_space(gap::XXS);
        if report.findings.is_empty() {
            let only = session.scenario.is_none() && design.components().len() == 0;
            paragraph(ui, p, if only { NOTHING_DRAWN } else { "Nothing found" });
        }
        let mut places = Vec::new();
        for (index, finding) in report.findings.iter().enumerate() {
            if finding.accepted.is_some() || hidden.contains(&finding.severity) {
                continue;
            }
            let entry = card::FindingCard {
                finding,
                open: self.open_finding == Some(finding.key()),
                index,
                fix: self.fixes.of(finding),
                offers: current,
                help: session.help_with(finding),
                audience,
            };
            let place = card::ui(ui, p, design, &entry, &mut acts);
            places.push((finding.key(), place));
        }
        self.reader.stay_put(ui, places);
        let accepted: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|f| f.accepted.is_some())
            .collect();
        accept::list_ui(ui, p, &accepted, &mut self.sections.accepted, &mut acts);
        // What is about a drawing that is no more stays where it is and offers nothing.
        ui.add_enabled_ui(current, |ui| {
            self.next_step_ui(ui, p, (session, checked), is_settled, &mut acts);
        });
        if session.is_exercise() {
            let questions = checked.questions.as_deref().unwrap_or_default();
            let help = design.help();
            let debrief = Debrief::new(report, session.scenario.as_ref(), help);
            self.debrief
                .ui(ui, p, &debrief, (report, questions), &mut acts);
        }
        failures::ui(
            ui,
            p,
            design,
            report,
            &mut self.sections.failures,
            &mut acts,
        );
        responsibilities::ui(ui, p, design, report, &mut acts);
        if let Some(scenario) = &session.scenario {
            comparison::ui(ui, p, (design, scenario), report, reference, &mut acts);
        }
        self.apply(cx, preferences, acts);
    }

    /// The best next step and the cheapest plan; what is not settled yet is read and not pressed.
    fn next_step_ui(
        &self,
        ui: &mut Ui,
        p: &Palette,
        (session, checked): (&Session, &CheckResult),
        is_settled: bool,
        acts: &mut CheckActions,
    ) {
        let report = &checked.report;
        let best = self.fixes.best();
        if best.is_none() && !plan::is_wanted(report) {
            return;
        }
        ui.add_space(gap::M);
        heading(ui, p, "Next step");
        let mut idle = CheckActions::default();
        let acts = if is_settled { acts } else { &mut idle };
        if let Some((index, fix)) = best {
            let finding = report.findings.get(*index);
            let is_told = finding.map_or(!session.is_exercise(), |finding| {
                session.help_with(finding) == HelpLevel::Fix
            });
            if is_told {
                fix::best_ui(ui, p, (*index, fix), acts);
            } else {
                fix::ask_for_best_ui(ui, p, *index, acts);
            }
        }
        plan::ui(ui, p, report, checked.plan.as_ref(), acts);
    }

    /// Goes on trying out fixes while they are in sight; says whether there is more to try.
    fn try_fixes(&self, session: &mut Session) -> bool {
        let findings = session
            .checked
            .as_ref()
            .map(|checked| &checked.report.findings);
        let is_opened = |finding: &Finding| self.open_finding == Some(finding.key());
        let opened = findings.and_then(|findings| findings.iter().position(is_opened));
        session.try_fixes(opened)
    }

    fn apply(
        &mut self,
        cx: &mut PanelContext<'_>,
        mut preferences: Preferences,
        mut acts: CheckActions,
    ) {
        if let Some(claims) =
            responsibilities::changed_claims(cx.session.document.design(), &mut acts)
        {
            let label = "Choose what covers a job";
            let edit = Edit::SetJobClaims(claims);
            ops::apply_edits(&mut cx.session.document, label, vec![edit]);
            cx.session.recheck = true;
            say_step(cx, label.to_owned());
        }
        // The next offer comes to lie under a pointer that rests where the last was pressed: it is not pointed at.
        let hand = Some(cx.hand);
        self.pressed_with = self.pressed_with.filter(|_| self.pressed_with == hand);
        self.pointed = acts.preview.filter(|_| self.pressed_with.is_none());
        self.accepting = acts.accepting;
        self.sections.sums = acts.sums;
        self.explained = acts.explain;
        if let Some(key) = acts.toggle {
            let is_open = self.open_finding.as_ref() == Some(&key);
            self.open_finding = (!is_open).then_some(key);
        }
        if let Some(severity) = acts.hide
            && !preferences.hidden.remove(&severity)
        {
            preferences.hidden.insert(severity);
        }
        if preferences != *cx.preferences {
            cx.push(PanelAction::SetPreferences(Box::new(preferences)));
        }
        cx.push(PanelAction::Highlight(acts.highlight));
        if acts.show_design.is_some() || acts.put_away {
            cx.push(PanelAction::ShowReference(acts.show_design));
        }
        cx.push(PanelAction::HighlightReference(acts.reference));
        if let Some(command) = acts.run {
            cx.push(PanelAction::Run(command));
        }
        let session = &mut *cx.session;
        if let Some(index) = acts.hint {
            session.give_hint(index);
        }
        if let Some(offered) = acts.show {
            session.show_offered(offered);
        }
        if acts.plan {
            session.begin_planning();
        }
        if let Some(items) = acts.reveal {
            session.canvas.reveal(session.document.design(), &items);
        }
        if let Some(offered) = acts.apply
            && let Some(label) = session.apply_offered(offered)
        {
            session.canvas.stay();
            self.pressed_with = hand;
            self.pointed = None;
            say_step(cx, label);
        }
        if let Some((finding, change)) = acts.verdict {
            let (label, outcome) = match change {
                AcceptanceChange::Accept(_) => ("Accept finding", "Accepted"),
                AcceptanceChange::Reopen => ("Reopen finding", "Reopened"),
            };
            let document = &mut cx.session.document;
            let all = accept::apply_acceptance(document.design(), &finding, change);
            ops::apply_edits(document, label, vec![Edit::SetAcceptances(all)]);
            cx.session.recheck = true;
            say_step(cx, format!("{outcome}: {}", finding.title));
        }
    }
}

/// Says whether the check is about the drawing as it is, in the same room either way; says whether the user wants it checked
/// again.
fn age_ui(ui: &mut Ui, p: &Palette, current: bool) -> bool {
    const ROW: f32 = 24.0;
    let mut wanted = false;
    let room = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_height(ROW);
        if current {
            caption(ui, p, "Up to date with the drawing");
            return;
        }
        caption(ui, p, "Changed since this check");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let again = Button::new(ButtonKind::Normal, "Check again").small();
            wanted = again.with_icon(icon::CHECK_CIRCLE).show(ui, p).clicked();
        });
    });
    ui.add_space(gap::S);
    wanted
}

/// Offers to check; says whether the user wants that.
fn not_run_ui(ui: &mut Ui, p: &Palette) -> bool {
    let mut wanted = false;
    empty_state(
        ui,
        p,
        NOTHING_DRAWN,
        "The check lists the risks and compares your drawing with accepted designs",
        |ui| {
            let check = Button::new(ButtonKind::Normal, "Check now").with_icon(icon::CHECK_CIRCLE);
            wanted = check.show(ui, p).clicked();
        },
    );
    wanted
}

fn say_step(cx: &mut PanelContext<'_>, text: String) {
    let revision = cx.session.document.revision();
    cx.push(PanelAction::SayStep(text, revision));
}
