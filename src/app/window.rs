//! What the window shows: the open drawing with everything around it, or Home; over both what cannot wait.

use egui::{Context, Popup, Ui};

use crate::app::canvas::{Interaction, ops};
use crate::app::commands::{Command, CommandStatus, context_menu_ui};
use crate::app::files::external_changes::{bars_ui, find_external_changes};
use crate::app::focus_panel::FocusPanel;
use crate::app::guide::GuideAction;
use crate::app::home::{HomeAction, HomePage};
use crate::app::modals::{ModalContext, ModalOutcome, NextStep};
use crate::app::panels::context::{Hand, PanelAction, PanelContext};
use crate::app::proposal;
use crate::app::shell::App;
use crate::app::statusbar::status_bar_ui;
use crate::app::toolbar::tool_bar_ui;
use crate::app::topbar::{home_bar_ui, top_bar_ui};
use crate::app::workspace::DetailsTab;
use crate::model::{Document, Edit, Prices};
use crate::scene::{Palette, Theme};
use crate::storage::disk::Overwrite;

impl App {
    /// What decides which commands can be given now.
    fn command_status(&self) -> CommandStatus<'_> {
        let session = self.session.as_ref();
        let scenario = session.and_then(|session| session.scenario.as_ref());
        CommandStatus {
            session,
            preferences: &self.profile.preferences,
            is_own_prompt: scenario.is_some_and(|scenario| self.is_own(&scenario.id)),
            has_panels: self.has_panels,
            has_outline: session.is_some() && self.workspace.has_outline,
            has_program: session.is_some() && self.workspace.has_program,
            has_owners: self.workspace.has_owners,
            is_breaking: self.is_breaking(),
            is_comparing: self.workspace.reference().is_some(),
            has_frame_times: self.frame_times.is_some(),
        }
    }

    /// Shows the open drawing with everything around it.
    pub(super) fn workspace_ui(&mut self, ui: &mut Ui, theme: Theme) {
        let p = theme.palette();
        let mut queue = Vec::new();
        top_bar_ui(ui, p, &self.command_status(), &mut queue);
        let changes = find_external_changes(
            &self.recovery,
            self.unkept.as_deref(),
            self.session.as_ref(),
        );
        if let Some(action) = bars_ui(ui, p, &changes) {
            let ctx = ui.ctx().clone();
            self.resolve_external_change(&ctx, action);
        }
        if let Some(session) = &self.session
            && status_bar_ui(
                ui,
                p,
                session,
                self.is_breaking() || self.workspace.numbers.is_trying(),
                self.profile.preferences.live_check,
                self.frame_times.as_ref(),
                &mut queue,
            )
        {
            self.workspace.tab = DetailsTab::Check;
            self.workspace.has_program = false;
            self.has_panels = true;
        }
        self.queued_commands.append(&mut queue);
        if self.workspace.has_program {
            self.program_ui(ui, p);
            return;
        }
        if self.has_panels {
            self.panels_ui(ui, p);
        }
        let is_free = self.modal.is_none() && !Popup::is_any_open(ui.ctx());
        let Some(session) = &mut self.session else {
            return;
        };
        self.workspace.leave_breaking(ui.ctx(), is_free);
        let preferences = &self.profile.preferences;
        let area = self.workspace.canvas_ui(ui, theme, session, preferences);
        self.toasts.show_messages(area.notice);
        self.queued_commands.extend(area.commands);
        if let Some(clicked) = area.clicked {
            self.workspace.follow_selection(clicked);
        }
        let interaction = self.workspace.interaction();
        if let Some(canvas) = area.response {
            FocusPanel::Canvas.mark(ui.ctx(), canvas.id);
            if interaction == Interaction::Edit {
                context_menu_ui(&canvas, area.menu, p, &self.command_status(), &mut queue);
            }
        }
        if interaction == Interaction::Edit {
            if let Some(session) = &self.session {
                tool_bar_ui(ui, area.rect, p, session.canvas.tool, &mut queue);
            }
            self.queued_commands.append(&mut queue);
            self.guide_ui(ui, area.rect, p);
        } else if self.workspace.proposal.is_some()
            && let Some(keep) = proposal::choice_ui(ui, area.rect, p)
            && let Some(session) = &mut self.session
        {
            self.workspace.decide_proposal(session, keep);
        }
    }

    /// Shows the program in place of the drawing and its panels, and does what it wants.
    fn program_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let Some(session) = &mut self.session else {
            return;
        };
        for action in self.workspace.program.ui(ui, p, session) {
            self.apply_panel_action(ui.ctx(), "", action);
        }
    }

    /// Shows the panels on both sides, and does what they want.
    fn panels_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let Some(session) = &mut self.session else {
            return;
        };
        let prompt = session.scenario.as_ref();
        let prompt = prompt.map_or_else(String::new, |scenario| scenario.id.clone());
        let drills = self.profile.drills(&prompt);
        let mut cx = PanelContext {
            preferences: &self.profile.preferences,
            reference: self.workspace.reference(),
            drill_rounds: drills.map_or(0, |drills| drills.rounds) as usize,
            hand: Hand::now(ui.ctx()),
            actions: Vec::new(),
            session,
        };
        self.workspace.panels_ui(ui, p, &mut cx);
        for action in cx.actions {
            self.apply_panel_action(ui.ctx(), &prompt, action);
        }
    }

    fn apply_panel_action(&mut self, ctx: &egui::Context, prompt: &str, action: PanelAction) {
        match action {
            PanelAction::Run(command) => self.queued_commands.push(command),
            PanelAction::Say(text) => self.toasts.show_message(text),
            PanelAction::Copy(text, done) => {
                if self.copy_text(ctx, text) {
                    self.toasts.show_message(done);
                }
            }
            PanelAction::SayStep(text, revision) => self.toasts.say_step(text, revision),
            PanelAction::SetPreferences(preferences) => {
                self.change_preferences(|mine| *mine = *preferences);
            }
            PanelAction::RecordDrill(grade) => {
                let today = jiff::Zoned::now().date();
                self.profile.record_drill(prompt, grade, today);
                self.save_profile();
                self.keep_prediction(prompt, grade);
            }
            PanelAction::ShowDrawing => {
                self.workspace.has_program = false;
                if let Some(session) = &mut self.session {
                    session.canvas.fit_selection(&session.document);
                }
            }
            PanelAction::Highlight(items) => self.workspace.highlight(items),
            PanelAction::HighlightReference(items) => self.workspace.highlight_reference(items),
            PanelAction::ShowReference(index) => self.show_reference(index),
        }
    }

    /// Shows an accepted design beside the drawing, which counts as help, or puts it away.
    pub(super) fn show_reference(&mut self, index: Option<usize>) {
        if let Some(session) = &mut self.session {
            if index.is_some() {
                session.note_answer_seen();
            }
            self.workspace.show_reference(session, index);
        }
    }

    /// Shows the guide over the canvas, where there is one.
    fn guide_ui(&mut self, ui: &Ui, canvas: egui::Rect, p: &Palette) {
        let (Some(session), Some(guide)) = (&self.session, &mut self.workspace.guide) else {
            return;
        };
        match guide.ui(ui, canvas, p, session) {
            None => {}
            Some(GuideAction::Leave) => self.workspace.guide = None,
            Some(GuideAction::Check) => self.queued_commands.push(Command::Check),
            Some(GuideAction::Next(prompt)) => {
                self.workspace.guide = None;
                let ctx = ui.ctx().clone();
                self.leave_drawing(&ctx, NextStep::Blank(Some(prompt.to_owned())));
            }
        }
    }

    /// Shows Home, and does what is chosen there.
    pub(super) fn home_ui(&mut self, ui: &mut Ui, theme: Theme) {
        let p = theme.palette();
        home_bar_ui(ui, p, theme, &mut self.queued_commands);
        let mut page = HomePage {
            home: &mut self.home,
            library: &self.library,
            profile: &self.profile,
            progress: &self.progress,
            environment: &self.environment,
            session: self.session.as_ref(),
            recovery: &self.recovery,
            actions: Vec::new(),
        };
        page.ui(ui, p);
        let ctx = ui.ctx().clone();
        for action in page.actions {
            self.apply_home_action(&ctx, action);
        }
    }

    fn apply_home_action(&mut self, ctx: &Context, action: HomeAction) {
        match action {
            HomeAction::Run(command) => self.queued_commands.push(command),
            HomeAction::Begin(step) => self.leave_drawing(ctx, step),
            HomeAction::Continue => self.at_home = false,
            HomeAction::SkipGuide => {
                self.profile.set_guided();
                self.save_profile();
            }
            HomeAction::EditPrompt(id) => self.edit_prompt(&id),
            HomeAction::ForgetPack(folder) => self.forget_pack(&folder),
            HomeAction::Scorecard(name) => self.leave_drawing(ctx, NextStep::Scorecard(name)),
            HomeAction::DiscardRecovered(index) => self.discard_recovered(index),
        }
    }

    /// Shows the presentation in place of everything else; says whether there is one.
    pub(super) fn presentation_ui(&mut self, ui: &mut Ui, theme: Theme) -> bool {
        let Some(presentation) = &mut self.presentation else {
            return false;
        };
        if !presentation.ui(ui, theme, &self.profile.preferences) {
            let full = presentation.stays_full;
            self.presentation = None;
            ui.ctx()
                .send_viewport_cmd(egui::ViewportCommand::Fullscreen(full));
        }
        true
    }

    /// Shows the messages.
    pub(super) fn toasts_ui(&mut self, ctx: &Context, palette: &Palette) {
        let revision = self.document().map(Document::revision);
        if self.toasts.ui(ctx, palette, revision) {
            self.queued_commands.push(Command::Undo);
        }
    }

    /// Shows what is open over everything else, and does what is chosen there.
    pub(super) fn modal_ui(&mut self, ctx: &Context, theme: Theme) {
        let Some(mut modal) = self.modal.take() else {
            return;
        };
        let document = self.document();
        let prices =
            document.map_or_else(Prices::new, |document| document.design().prices().clone());
        let outcome = modal.ui(
            ctx,
            &ModalContext {
                palette: theme.palette(),
                is_working: self.is_working(),
                has_selection: document.is_some_and(|document| !document.selection().is_empty()),
                preferences: &self.profile.preferences,
                prices: &prices,
            },
        );
        match outcome {
            ModalOutcome::Open => self.modal = Some(modal),
            ModalOutcome::Closed => self.after_save = None,
            ModalOutcome::Give(command) => self.queued_commands.push(command),
            ModalOutcome::Go(after) => self.continue_with(ctx, after),
            ModalOutcome::SaveFirst(after) => {
                self.after_save = Some(after);
                self.save(ctx);
            }
            ModalOutcome::Overwrite(path) => self.save_to(ctx, &path, Overwrite::Always),
            ModalOutcome::Typed(purpose, path, form) => {
                self.use_typed_path(ctx, &purpose, path, form);
            }
            ModalOutcome::Prefer(preferences) => {
                self.modal = Some(modal);
                self.change_preferences(|mine| *mine = preferences);
            }
            ModalOutcome::Prices(prices) => {
                if let Some(session) = &mut self.session {
                    let edits = vec![Edit::SetPrices(prices)];
                    ops::apply_edits(&mut session.document, "Set prices", edits);
                }
            }
            ModalOutcome::KeepContents => self.delete_by(ops::delete_keeping_contents),
            ModalOutcome::DeleteContents(Command::DeleteBridging) => {
                self.delete_by(ops::delete_bridging);
            }
            ModalOutcome::DeleteContents(_) => self.delete_by(ops::delete),
            ModalOutcome::Resolve(choice) => self.resolve_conflict(ctx, choice),
            ModalOutcome::Leave(after) => self.leave_drawing(ctx, after),
            ModalOutcome::GoBack(design, at) => self.restore_version(*design, at),
            ModalOutcome::Prompt(act) => {
                self.modal = Some(modal);
                self.apply_prompt_action(ctx, act);
            }
            ModalOutcome::Choose(purpose) => {
                self.modal = Some(modal);
                self.ask_path(ctx, purpose);
            }
        }
    }
}
