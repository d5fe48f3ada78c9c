//! Executes commands: one arm for each, so that a command without an effect does not compile.

use super::command::Command;
use super::keys::LOCK;
use crate::app::canvas::{Canvas, PastePlace, align, membership, ops, z_order};
use crate::app::document::check_result::CheckResult;
use crate::app::document::session::Session;
use crate::app::files::dialogs::DialogPurpose;
use crate::app::focus_panel;
use crate::app::frame_times::FrameTimes;
use crate::app::guide::DrawingGuide;
use crate::app::interview::is_refused;
use crate::app::modals::{ExportForm, HandbookForm, Modal, NextStep, PricesForm, VersionsForm};
use crate::app::present::Presentation;
use crate::app::proposal::LayoutProposal;
use crate::app::shell::App;
use crate::app::time_format::format_time;
use crate::app::workspace::{DetailsTab, Workspace};
use crate::layout::Direction;
use crate::model::{Design, Document};
use crate::practice::ThemeChoice;
use crate::scene::Theme;
use crate::storage::history::History;
use crate::storage::profile;

impl App {
    /// Executes one command.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each command, so that none is forgotten"
    )]
    pub(crate) fn execute(&mut self, ctx: &egui::Context, command: Command) {
        if self.is_interviewing() && is_refused(command) {
            self.toasts
                .show_message("not available during a mock interview");
            return;
        }
        if self.is_interview_paused() && command.changes_drawing() {
            self.toasts
                .show_message("the interview is paused: resume it to change the drawing");
            return;
        }
        let is_hidden = self.workspace.has_program && command.needs_canvas();
        if (command.changes_drawing() && self.is_breaking()) || is_hidden {
            return;
        }
        if command.shows_drawing() {
            self.workspace.has_program = false;
        }
        if let Some(session) = &mut self.session {
            if session.canvas.is_dragging() && !command.only_zooms() {
                return;
            }
            if !command.only_zooms() {
                session.canvas.finish_typing(&mut session.document);
            }
        }
        if command.moves_selection()
            && let Some(refusal) = self.document().and_then(ops::refuse_change)
        {
            self.toasts.show_message(refusal);
            return;
        }
        match command {
            Command::New => self.leave_drawing(ctx, NextStep::Blank(None)),
            Command::Open => self.leave_drawing(ctx, NextStep::Open),
            Command::Save => self.save(ctx),
            Command::SaveAs => self.ask_path(ctx, DialogPurpose::Save),
            Command::Versions => self.show_versions(),
            Command::Export => {
                self.modal = self
                    .session
                    .is_some()
                    .then(|| Modal::Export(ExportForm::new(self.theme)));
            }
            Command::CopyPicture => self.copy_picture(ctx),
            Command::Home => {
                self.workspace.leave();
                self.pages.clear();
                self.at_home = true;
            }
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Command::Grid => {
                self.change_preferences(|preferences| preferences.grid = !preferences.grid);
            }
            Command::Snap => {
                self.change_preferences(|preferences| preferences.snap = !preferences.snap);
            }
            Command::Theme => {
                let dark = self.theme == Some(Theme::Dark);
                let theme = if dark {
                    ThemeChoice::Light
                } else {
                    ThemeChoice::Dark
                };
                self.change_preferences(|preferences| preferences.theme = theme);
            }
            Command::Panels => self.has_panels = !self.has_panels,
            Command::Outline => {
                if self.session.is_some() {
                    self.workspace.has_outline = !self.workspace.has_outline;
                    self.has_panels = true;
                }
            }
            Command::Program => self.toggle_program(),
            Command::Owners => {
                self.workspace.has_owners = !self.workspace.has_owners;
            }
            Command::FrameTimes => {
                self.frame_times = self.frame_times.is_none().then(FrameTimes::default);
            }
            Command::NextPanel => focus_panel::focus_next_panel(ctx, true),
            Command::PreviousPanel => focus_panel::focus_next_panel(ctx, false),
            Command::Commands => self.modal = Some(Modal::commands()),
            Command::Keys => self.modal = Some(Modal::Keys),
            Command::Handbook => {
                let session = self.session.as_ref();
                let about = session.and_then(|session| self.workspace.handbook_page(session));
                self.modal = Some(Modal::Handbook(HandbookForm::new(about)));
            }
            Command::Settings => self.modal = Some(Modal::Settings),
            Command::MakePrompt => self.make_prompt(),
            Command::EditPrompt => {
                let prompt = self.session.as_ref().and_then(|s| s.scenario.as_ref());
                let own = prompt.map(|prompt| prompt.id.clone());
                if let Some(id) = own
                    && self.is_own(&id)
                {
                    self.edit_prompt(&id);
                }
            }
            Command::OpenPack => self.ask_path(ctx, DialogPurpose::Pack),
            Command::Prices => {
                let session = self.session.as_mut();
                let form = session.map(|session| PricesForm::new(session.analysis()));
                self.modal = form.map(Modal::Prices);
            }
            Command::Interview => {
                self.pages.clear();
                self.set_up_interview();
            }
            Command::History => self.show_history(),
            Command::Drill(kind) => self.begin_drill(kind),
            Command::Check => self.check(),
            Command::Compare => {
                let is_on = self.workspace.reference().is_some();
                let closest = self.session.as_ref().and_then(Session::closest_design);
                self.show_reference(closest.filter(|_| !is_on));
            }
            Command::Break => self.toggle_breaking(),
            Command::BreakSelected => self.break_selection(),
            Command::Tidy(flow) => self.propose_tidy(ctx, flow),
            Command::Present => self.present(ctx),
            Command::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
            }
            Command::Scale(step) => self.change_preferences(|preferences| {
                preferences.scale = preferences.scaled_by(step);
            }),
            Command::PasteInPlace => {
                self.paste_place = PastePlace::Origin;
                ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }
            Command::Tool(tool) => {
                self.edit_and_say(|canvas, document| canvas.take_tool(document, tool));
            }
            Command::PasteSettings => self.edit_and_say(|canvas, document| {
                canvas.paste_settings(document).map(str::to_owned)
            }),
            Command::Undo | Command::Redo => self.edit_drawing(|canvas, document| {
                let before = document.design().clone();
                if command == Command::Undo {
                    document.undo();
                } else {
                    document.redo();
                }
                canvas.reveal_change(&before, document.design());
            }),
            Command::Cut => {
                if self.copy_drawing(ctx, ops::copy_json) {
                    self.delete_selection(command);
                }
            }
            Command::Copy => _ = self.copy_drawing(ctx, ops::copy_json),
            Command::CopyText => _ = self.copy_drawing(ctx, ops::copy_notation),
            Command::Paste => self.edit_drawing(|_, _| {
                ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }),
            Command::Duplicate => self.edit_and_say(|_, document| membership::duplicate(document)),
            Command::Delete | Command::DeleteBridging => self.delete_selection(command),
            Command::Replicas(step) => {
                self.edit_drawing(|_, document| ops::change_replicas(document, step));
            }
            Command::SelectAll => self.edit_drawing(|_, document| ops::select_all(document)),
            Command::Rename => self.edit_drawing(Canvas::rename),
            Command::Group => self.edit_and_say(|_, document| membership::group(document)),
            Command::Ungroup => self.edit_drawing(|_, document| ops::ungroup(document)),
            Command::Align(toward) => self.edit_and_say(|_, document| {
                membership::keep_members(document, "Align", |document| {
                    align::align(document, toward);
                })
            }),
            Command::Distribute(level) => self.edit_and_say(|_, document| {
                membership::keep_members(document, "Distribute", |document| {
                    align::distribute(document, level);
                })
            }),
            Command::Restack(order) => {
                self.edit_drawing(|_, document| z_order::restack(document, order));
            }
            Command::Lock => self.edit_drawing(|_, document| ops::toggle_lock(document)),
            Command::CopySettings => {
                self.edit_drawing(|canvas, document| canvas.copy_settings(document));
            }
            Command::LineStyle => self.edit_drawing(|_, document| ops::cycle_line_style(document)),
            Command::ResetLine => self.edit_drawing(|_, document| ops::reset_lines(document)),
            Command::Link => {
                self.edit_drawing(|canvas, document| canvas.connect_by_name(document));
            }
            Command::AddNeighbor(toward) => {
                self.edit_drawing(|canvas, document| canvas.add_neighbor(document, toward));
            }
            Command::Step(toward) => {
                self.edit_drawing(|canvas, document| canvas.select_neighbor(document, toward));
            }
            Command::Find => self.edit_drawing(|canvas, _| canvas.open_finder()),
            Command::Insert => self.edit_drawing(|canvas, _| canvas.open_search()),
            Command::ZoomIn => self.edit_drawing(|canvas, _| canvas.zoom_by(1.25)),
            Command::ZoomOut => self.edit_drawing(|canvas, _| canvas.zoom_by(0.8)),
            Command::ZoomReset => self.edit_drawing(|canvas, _| canvas.zoom_reset()),
            Command::Fit => self.edit_drawing(|canvas, _| canvas.fit()),
            Command::FitSelection => {
                self.edit_drawing(|canvas, document| canvas.fit_selection(document));
            }
        }
    }

    /// Does something to the open drawing or the view of it; nothing where none is open.
    fn edit_drawing(&mut self, edit: impl FnOnce(&mut Canvas, &mut Document)) {
        if let Some(session) = &mut self.session {
            edit(&mut session.canvas, &mut session.document);
        }
    }

    /// The same with words for the user, where there are any.
    fn edit_and_say(&mut self, edit: impl FnOnce(&mut Canvas, &mut Document) -> Option<String>) {
        if let Some(session) = &mut self.session {
            let words = edit(&mut session.canvas, &mut session.document);
            self.toasts.show_messages(words);
        }
    }

    /// Leaves the open drawing for something else; asks first where work would be lost.
    pub(crate) fn leave_drawing(&mut self, ctx: &egui::Context, after: NextStep) {
        if self.session.as_ref().is_some_and(Session::is_dirty) {
            self.modal = Some(Modal::Discard(after));
        } else {
            self.continue_with(ctx, after);
        }
    }

    /// Does what the open drawing was left for.
    pub(crate) fn continue_with(&mut self, ctx: &egui::Context, after: NextStep) {
        self.discard_recovery();
        match after {
            NextStep::Blank(scenario) => {
                let scenario = scenario.and_then(|id| self.library.get(&id).cloned());
                self.show_session(Session::blank(scenario.as_ref(), &self.library));
            }
            NextStep::Interview(setup) => self.begin_interview(&setup),
            NextStep::Scorecard(name) => self.show_scorecard(&name),
            NextStep::Guided => {
                self.show_session(Session::blank(None, &self.library));
                self.workspace.guide = Some(DrawingGuide::default());
                self.profile.set_guided();
                self.save_profile();
            }
            NextStep::Open => self.ask_path(ctx, DialogPurpose::Open),
            NextStep::OpenFile(path) => self.open_file(ctx, &path),
            NextStep::OpenCopy(path) => self.open_copy(ctx, &path),
            NextStep::Recover(index) => self.recover(ctx, index),
            NextStep::Quit => {
                self.closing = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    /// Shows a drawing in place of the open one.
    pub(crate) fn show_session(&mut self, mut session: Session) {
        let open = &mut self.session;
        if let Some(state) = &self.environment.state_dir {
            session.acquire_history(state, |history| open.as_mut()?.release_lock(history));
        }
        self.workspace = Workspace::new(&session);
        self.session = Some(session);
        self.toasts.forget_steps();
        self.pages.clear();
        self.interview = None;
        self.at_home = false;
        self.keep_version();
    }

    /// Whether presses stop and start parts, and nothing can be changed.
    pub(crate) fn is_breaking(&self) -> bool {
        self.workspace.numbers.is_breaking()
    }

    /// Begins or ends the mode in which parts are stopped.
    pub(crate) fn toggle_breaking(&mut self) {
        if let Some(session) = &mut self.session
            && self.workspace.toggle_breaking(session)
        {
            // A step cannot be taken back meanwhile.
            self.toasts.forget_steps();
        }
    }

    /// Begins that mode with what is selected stopped.
    fn break_selection(&mut self) {
        if !self.is_breaking() {
            self.toggle_breaking();
        }
        if let Some(session) = &self.session
            && self.workspace.numbers.is_breaking()
        {
            let words = self.workspace.numbers.break_selection(&session.document);
            self.toasts.show_messages(words);
        }
    }

    /// Shows the program in place of the drawing, or the drawing again.
    fn toggle_program(&mut self) {
        if let Some(session) = &mut self.session {
            self.workspace.toggle_program(session);
        }
    }

    /// Proposes a tidy layout; a sentence where there is nothing to tidy.
    fn propose_tidy(&mut self, ctx: &egui::Context, flow: Direction) {
        let Some(session) = &self.session else {
            return;
        };
        if !session.document.design().locked().is_empty() {
            let keys = LOCK.native_label();
            let sentence =
                format!("Tidy moves all items: unlock the locked ones first (select all, {keys})");
            self.toasts.show_message(sentence);
            return;
        }
        let (design, revision) = (
            session.document.design().clone(),
            session.document.revision(),
        );
        self.work_beside(
            ctx,
            "Tidying the drawing".to_owned(),
            0,
            move |_| LayoutProposal::tidy(&design, revision, flow),
            |app, _, proposal| app.show_proposal(proposal),
        );
    }

    fn show_proposal(&mut self, proposal: Option<LayoutProposal>) {
        let Some(session) = &mut self.session else {
            return;
        };
        match &proposal {
            Some(proposal) => {
                let design = proposal.preview().design();
                session.canvas.reveal(design, &design.ids().collect());
            }
            None => self.toasts.show_message("The drawing is already tidy"),
        }
        self.workspace.proposal = proposal;
    }

    /// Begins a presentation of the open drawing, on the whole screen.
    fn present(&mut self, ctx: &egui::Context) {
        let Some(session) = &mut self.session else {
            return;
        };
        self.presentation = Presentation::new(session.analysis());
        if let Some(presentation) = &mut self.presentation {
            presentation.stays_full =
                ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(true));
        } else {
            self.toasts
                .show_message("There is nothing to present yet: draw something first");
        }
    }

    /// Shows what was kept of the open drawing, how it is now included.
    pub(crate) fn show_versions(&mut self) {
        self.keep_version();
        self.wait_for_versions();
        let Some(session) = &self.session else {
            return;
        };
        let kept = session.history.as_ref().map(History::all_kept);
        let form = VersionsForm::new(
            kept.unwrap_or_default(),
            session.document.design(),
            session.file.is_some(),
        );
        self.modal = Some(Modal::Versions(Box::new(form)));
    }

    /// Puts a version in the place of the drawing, as one step of undo.
    pub(crate) fn restore_version(&mut self, design: Design, at: jiff::Timestamp) {
        if let Some(session) = &mut self.session {
            session.canvas.cancel_all(&mut session.document);
            session.document.replace("Restore a version", design);
            let revision = session.document.revision();
            session.canvas.fit();
            self.toasts.say_step(
                format!("Restored the version from {}", format_time(at)),
                revision,
            );
        }
    }

    /// Checks because the user asks for it, and keeps the score.
    fn check(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.check();
        self.workspace.tab = DetailsTab::Check;
        let score = session.checked.as_ref().map(CheckResult::own_score);
        if let (Some(scenario), Some(score)) = (&session.scenario, score) {
            self.profile
                .record_attempt(&scenario.id, score, jiff::Zoned::now().date());
            self.save_profile();
        }
        self.keep_check();
        self.has_panels = true;
    }

    /// Changes how the user likes the program, and keeps it.
    pub(crate) fn change_preferences(
        &mut self,
        change: impl FnOnce(&mut crate::practice::Preferences),
    ) {
        change(&mut self.profile.preferences);
        self.save_profile();
    }

    /// Keeps the user's progress and preferences.
    pub(crate) fn save_profile(&mut self) {
        if let Some(state) = &self.environment.state_dir
            && let Err(error) = profile::save(state, &self.profile)
        {
            self.toasts
                .show_message(format!("your progress could not be saved: {error}"));
        }
    }

    /// Puts what a text says of the open drawing on the clipboard; whether it is there now. A refusal is said.
    fn copy_drawing(
        &mut self,
        ctx: &egui::Context,
        print: impl FnOnce(&Document) -> Option<String>,
    ) -> bool {
        let text = self.document().and_then(print);
        text.is_some_and(|text| self.copy_text(ctx, text))
    }

    /// Puts a text on the clipboard; whether it is there now. A refusal is said.
    pub(crate) fn copy_text(&mut self, ctx: &egui::Context, text: String) -> bool {
        let access = self.environment.clipboard;
        let copied = self.clipboard.copy_text(ctx, access, text);
        let is_copied = copied.is_ok();
        self.toasts.show_messages(copied.err());
        is_copied
    }

    /// Pastes a text from the clipboard into the drawing.
    pub(crate) fn paste(&mut self, text: &str, place: PastePlace) {
        if let Some(session) = &mut self.session
            && !self.workspace.numbers.is_breaking()
            && !self.workspace.has_program
            && !session.canvas.is_dragging()
        {
            let pasted = session.canvas.paste(&mut session.document, text, place);
            self.toasts.show_messages(pasted.unwrap_or_else(Some));
        }
    }
}
