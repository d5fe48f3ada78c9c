//! How a round begins, runs, is kept and ends.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use egui::{Margin, Panel, Ui};

use super::state::{Interview, InterviewAction, RoundSetup, RunningRound, ScoredRound};
use super::{interviewer, rail, running, score, setup};
use crate::app::canvas::Surface;
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::files::dialogs::{DialogPurpose, ScorecardFormat};
use crate::app::modals::NextStep;
use crate::app::shell::App;
use crate::app::toolbar::tool_bar_ui;
use crate::app::topbar::bar_frame;
use crate::export::{ExportError, scorecard_html, scorecard_markdown, scorecard_pdf};
use crate::model::Edit;
use crate::practice::interview::{
    ClockReading, DrawingMode, InterviewProfile, InterviewRound, RoundLength, Stage,
};
use crate::practice::scorecard::Scorecard;
use crate::scenario::Scenario;
use crate::scene::Theme;
use crate::storage::rounds::{self, OpenRound, RoundFile};

/// Seconds on a clock that only goes forward and on the wall clock.
fn read_clocks() -> ClockReading {
    thread_local! {
        static START: Instant = Instant::now();
    }
    let wall = SystemTime::now().duration_since(UNIX_EPOCH);
    ClockReading {
        steady: START.with(Instant::elapsed).as_secs_f64(),
        wall: wall.map_or(0.0, |since| since.as_secs_f64()),
    }
}

impl App {
    /// Whether a round runs, so that nothing of the check may be seen.
    pub(in crate::app) fn is_interviewing(&self) -> bool {
        matches!(self.interview, Some(Interview::Running(_)))
    }

    /// Whether the round that runs is paused, so that nothing may be changed.
    pub(in crate::app) fn is_interview_paused(&self) -> bool {
        matches!(&self.interview, Some(Interview::Running(running)) if running.is_paused())
    }

    /// Whether the drawing takes keys during the round.
    pub(in crate::app) fn interview_takes_drawing_keys(&self) -> bool {
        matches!(&self.interview, Some(Interview::Running(running)) if running.has_canvas())
    }

    /// Shows what a round can be begun with; a running round stays.
    pub(in crate::app) fn set_up_interview(&mut self) {
        if self.is_interviewing() {
            return;
        }
        let open = self
            .session
            .as_ref()
            .and_then(|session| session.scenario.as_ref());
        let untried = |scenario: &&Scenario| {
            (
                self.profile.interviews(&scenario.id).is_some(),
                scenario.difficulty,
            )
        };
        let suggested = self.library.scenarios().iter().min_by_key(untried);
        if let Some(scenario) = open.or(suggested) {
            self.interview = Some(Interview::Setup(RoundSetup {
                scenario: scenario.id.clone(),
                profile: InterviewProfile::default(),
                length: RoundLength::for_prompt(scenario.minutes),
                drawing: DrawingMode::default(),
            }));
        }
    }

    /// Begins a round on an empty sheet.
    pub(in crate::app) fn begin_interview(&mut self, setup: &RoundSetup) {
        let Some(scenario) = self.library.get(&setup.scenario).cloned() else {
            return;
        };
        let mut session = Session::blank(Some(&scenario), &self.library);
        session.canvas.surface = surface_for(setup.drawing);
        self.show_session(session);
        let started = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M").to_string();
        let seed = jiff::Timestamp::now().as_millisecond().unsigned_abs();
        let mut round = InterviewRound::new(&scenario, setup.profile, setup.length, started, seed);
        round.drawing = setup.drawing;
        let file = self.environment.state_dir.as_deref().map(RoundFile::new);
        if let Some(session) = &mut self.session {
            session.is_kept_elsewhere = file.is_some();
        }
        self.interview = Some(Interview::Running(Box::new(RunningRound::new(
            round, scenario, file,
        ))));
    }

    /// Goes on with a round that a crash interrupted; it waits, paused.
    pub(in crate::app) fn resume_interview(&mut self, open: OpenRound) {
        let file = RoundFile::resume(&open);
        let Some(scenario) = self.library.get(&open.round.scenario).cloned() else {
            let id = &open.round.scenario;
            self.toasts.show_message(format!(
                "a paused mock interview for `{id}` cannot continue: its prompt no longer exists"
            ));
            return;
        };
        let mut round = open.round;
        round.repair(&scenario);
        round.clock.interrupt();
        let mut session = Session::new(open.design, None, false, &self.library);
        session.canvas.surface = surface_for(round.drawing);
        session.is_kept_elsewhere = true;
        self.show_session(session);
        self.interview = Some(Interview::Running(Box::new(RunningRound::new(
            round,
            scenario,
            Some(file),
        ))));
        self.toasts
            .show_message("Your mock interview was restored. It is paused, and no time was lost.");
    }

    /// Shows the scorecard of a finished round again, with its drawing.
    pub(in crate::app) fn show_scorecard(&mut self, name: &str) {
        let Some(state) = &self.environment.state_dir else {
            return;
        };
        let open = match rounds::open_finished(state, name) {
            Ok(open) => open,
            Err(why) => {
                self.toasts
                    .show_message(format!("the scorecard cannot be shown: {why}"));
                return;
            }
        };
        let Some(scenario) = self.library.get(&open.round.scenario).cloned() else {
            let id = &open.round.scenario;
            self.toasts.show_message(format!(
                "the scorecard cannot be shown: its prompt `{id}` no longer exists"
            ));
            return;
        };
        let file = RoundFile::resume(&open);
        let mut round = open.round;
        round.repair(&scenario);
        // The drawing is kept with the round: leaving it loses nothing.
        let mut session = Session::new(open.design, None, true, &self.library);
        let scored = ScoredRound::new(round, scenario, Some(file), &mut session);
        self.show_session(session);
        self.interview = Some(Interview::Scored(Box::new(scored)));
    }

    /// Shows the mock interview in place of everything else; says whether there is one.
    pub(in crate::app) fn interview_ui(&mut self, ui: &mut Ui, theme: Theme) -> bool {
        let Some(mut interview) = self.interview.take() else {
            return false;
        };
        let p = theme.palette();
        let action = match &mut interview {
            Interview::Setup(setup) => setup::ui(ui, p, setup, &self.library),
            Interview::Running(running) => self.running_ui(ui, theme, running),
            Interview::Scored(scored) => {
                let (action, changed) = score::ui(ui, p, scored, self.session.as_ref());
                if changed && let Some(session) = &mut self.session {
                    scored.card = Scorecard::new(&scored.round, session.analysis());
                    self.keep_scored(scored);
                }
                action
            }
        };
        self.interview = Some(interview);
        if let Some(action) = action {
            let ctx = ui.ctx().clone();
            self.apply_interview_action(&ctx, action);
        }
        true
    }

    /// Keeps the round with its drawing and the ratings; leaving the drawing loses nothing then.
    fn keep_scored(&mut self, scored: &ScoredRound) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.is_kept_elsewhere = false;
        let Some(file) = &scored.file else { return };
        match file.write(&scored.round, session.document.design()) {
            Ok(()) => session.note_kept(),
            Err(error) => self
                .toasts
                .show_message(format!("your ratings could not be saved: {error}")),
        }
    }

    /// Keeps the running round as it is at this moment, before the window closes.
    pub(in crate::app) fn keep_running_round(&mut self) {
        if let (Some(Interview::Running(running)), Some(session)) =
            (&mut self.interview, &mut self.session)
            && let Some(why) = running.keep(session)
        {
            self.toasts.show_message(why);
        }
    }

    fn running_ui(
        &mut self,
        ui: &mut Ui,
        theme: Theme,
        running: &mut RunningRound,
    ) -> Option<InterviewAction> {
        let p = theme.palette();
        // What was said is drawn without a clock.
        if !running.round.draws_afterward {
            running.round.clock.tick(running.round.stage, read_clocks());
        }
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_secs(1));
        let session = self.session.as_mut()?;
        running.round.watch_drawing(session.document.design());
        let mut action = running::bar_ui(ui, p, running);
        Panel::left("interview rail")
            .exact_size(232.0)
            .resizable(false)
            .frame(bar_frame(p).inner_margin(Margin::same(12)))
            .show(ui, |ui| rail::ui(ui, p, running));
        let with_canvas = running.has_canvas();
        let notes = Panel::right("interview notes")
            .default_size(326.0)
            .size_range(280.0..=420.0);
        notes
            .frame(bar_frame(p).inner_margin(Margin::same(14)))
            .show(ui, |ui| {
                let tab = &mut self.workspace.tab;
                let (next, command) = running::side_ui(ui, p, running, session, tab);
                self.queued_commands.extend(command);
                action = next.or(action.take());
            });
        if with_canvas {
            if !running.round.draws_afterward {
                interviewer::ui(ui, p, running, session);
            }
            let command = self.workspace.interview_palette_ui(ui, p, session);
            self.queued_commands.extend(command);
            let preferences = &self.profile.preferences;
            let area = self.workspace.canvas_ui(ui, theme, session, preferences);
            self.toasts.show_messages(area.notice);
            self.queued_commands.extend(area.commands);
            let tool = session.canvas.tool;
            tool_bar_ui(ui, area.rect, p, tool, &mut self.queued_commands);
        } else {
            let is_open = !running.round.clock.is_paused();
            if is_open && running.round.stage >= Stage::Design {
                interviewer::ui(ui, p, running, session);
            }
            running::stage_ui(ui, p, running, session);
        }
        let now = (running.round.now().floor(), session.document.change());
        let (second, change) = running.written;
        // Without a clock there is something to write once something was drawn.
        let is_drawn =
            running.round.draws_afterward && now.1 != change && !session.document.in_gesture();
        if (now.0 - second).abs() >= 1.0 || is_drawn {
            running.written = now;
            let why = running.keep(session);
            self.toasts.show_messages(why);
        }
        action
    }

    fn apply_interview_action(&mut self, ctx: &egui::Context, action: InterviewAction) {
        match action {
            InterviewAction::Begin(setup) => self.leave_drawing(ctx, NextStep::Interview(setup)),
            InterviewAction::Close => {
                self.interview = None;
            }
            InterviewAction::Home => {
                self.interview = None;
                self.execute(ctx, Command::Home);
            }
            InterviewAction::TryAgain => {
                self.interview = None;
                self.set_up_interview();
            }
            InterviewAction::Export(format) => self.ask_path(ctx, DialogPurpose::Scorecard(format)),
            InterviewAction::Drill(kind) => self.begin_drill(kind),
            InterviewAction::Practice(id) => self.leave_drawing(ctx, NextStep::Blank(Some(id))),
            InterviewAction::End => self.end_interview_or_draw(),
            InterviewAction::Replay => {
                let name = match &self.interview {
                    Some(Interview::Scored(scored)) => scored.file.as_ref().map(RoundFile::name),
                    _ => None,
                };
                if let Some(name) = name {
                    self.show_replay(&name);
                }
            }
        }
    }

    /// Ends the round, once what was only spoken in it is drawn.
    fn end_interview_or_draw(&mut self) {
        let Some(Interview::Running(running)) = &mut self.interview else {
            return;
        };
        running.ending = false;
        if running.round.finish() {
            self.end_interview();
        }
    }

    /// Ends the round and scores it.
    fn end_interview(&mut self) {
        let (Some(Interview::Running(mut running)), Some(session)) =
            (self.interview.take(), &mut self.session)
        else {
            return;
        };
        running.note_drafts();
        let RunningRound {
            mut round,
            scenario,
            mut file,
            ..
        } = *running;
        if !round.draws_afterward {
            round.clock.tick(round.stage, read_clocks());
        }
        round.ended = true;
        if let Some(file) = &mut file {
            // The last step; one that cannot be written is missed in the replay alone.
            _ = file.add_step(round.now(), session.document.design());
        }
        session.canvas.surface = Surface::Diagram;
        // From here on it is practiced on; the time of the round is in the round.
        session.opened = Instant::now();
        // What was planned goes on in the program view; a plan that is too long for it stays in the round alone.
        let program = Box::new(round.program(session.document.design()));
        _ = session
            .document
            .apply("Plan of the interview", Edit::SetProgram(program));
        let mut scored = ScoredRound::new(round, scenario, file, session);
        self.keep_scored(&scored);
        if let Some(file) = &mut scored.file {
            file.move_to_finished();
        }
        let name = scored.file.as_ref().map(RoundFile::name);
        self.keep_round(&scored.round, &scored.card, name);
        self.interview = Some(Interview::Scored(Box::new(scored)));
    }

    /// The scorecard as the bytes of a file; none where there is none.
    pub(in crate::app) fn scorecard_file(
        &self,
        format: ScorecardFormat,
    ) -> Option<Result<Vec<u8>, ExportError>> {
        let (Some(Interview::Scored(scored)), Some(session)) = (&self.interview, &self.session)
        else {
            return None;
        };
        let design = session.document.design();
        let (round, card, scenario) = (&scored.round, &scored.card, &scored.scenario);
        Some(match format {
            ScorecardFormat::Markdown => {
                Ok(scorecard_markdown(round, card, scenario, design).into_bytes())
            }
            ScorecardFormat::Html => {
                scorecard_html(round, card, scenario, design).map(String::into_bytes)
            }
            ScorecardFormat::Pdf => scorecard_pdf(round, card, scenario, design),
        })
    }
}
/// What one draws on in a round of this mode.
fn surface_for(drawing: DrawingMode) -> Surface {
    match drawing {
        DrawingMode::Whiteboard => Surface::Whiteboard,
        DrawingMode::Components | DrawingMode::Spoken => Surface::Diagram,
    }
}
