//! The program behind the window: one thread of control. A frame is: commands by key, panels, canvas, then the commands that
//! were given are executed, and the check is brought up to date if it was asked for before and the drawing has changed.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::app::background::BackgroundTask;
use crate::app::canvas::PastePlace;
use crate::app::clipboard::{self, SystemClipboard};
use crate::app::commands::{self, Command};
use crate::app::document::session::Session;
use crate::app::environment::Environment;
use crate::app::files::autosave::Autosave;
use crate::app::files::dialogs::NativeDialog;
use crate::app::files::recovery::RecoveryList;
use crate::app::frame_times::FrameTimes;
use crate::app::home::HomeView;
use crate::app::interview::Interview;
use crate::app::look;
use crate::app::modals::{HandbookForm, Modal, NextStep};
use crate::app::present::Presentation;
use crate::app::progress::{KnownProgress, ProgressPage};
use crate::app::toast::Toasts;
use crate::app::widgets::{hide_explanations, take_wanted_page};
use crate::app::workspace::Workspace;

use crate::model::Document;
use crate::practice::{Profile, ThemeChoice};
use crate::scenario::Library;
use crate::scene::Theme;
use crate::storage::{profile, rounds};

const SIZE: [f32; 2] = [1440.0, 900.0];
const SMALLEST: [f32; 2] = [960.0, 600.0];

/// Opens the window, on a file where one is given.
///
/// # Errors
/// When no window can be opened.
pub fn run(file: Option<PathBuf>) -> anyhow::Result<()> {
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("boxdrill")
        .with_title("boxdrill")
        .with_inner_size(SIZE)
        .with_min_inner_size(SMALLEST)
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions {
        viewport,
        ..Default::default()
    };
    eframe::run_native(
        "boxdrill",
        options,
        Box::new(move |creation| {
            Ok(Box::new(App::new(
                &creation.egui_ctx,
                Environment::of_user(),
                file.as_deref(),
            )))
        }),
    )
    .map_err(|error| anyhow::anyhow!("{error}"))
    .context("the window could not be opened: use the command line instead (see boxdrill --help)")
}

/// What is done in a frame with what was worked out beside the frames.
pub(super) type Finish = Box<dyn FnOnce(&mut App, &egui::Context) + Send>;

/// The whole program behind the window.
#[derive(Debug)]
pub struct App {
    pub(super) library: Library,
    pub(super) profile: Profile,
    pub(super) environment: Environment,
    pub(super) recovery: RecoveryList,
    /// The open drawing; none before the first one.
    pub(super) session: Option<Session>,
    /// What is open around it.
    pub(super) workspace: Workspace,
    /// Whether the list of prompts is shown, with or without an open drawing behind it.
    pub(super) at_home: bool,
    pub(super) home: HomeView,
    /// Whether the side panels are shown.
    pub(super) has_panels: bool,
    pub(super) theme: Option<Theme>,
    pub(super) modal: Option<Modal>,
    pub(super) dialog: Option<NativeDialog>,
    /// What the user waits for, as long as that is shown.
    pub(super) awaited: Option<BackgroundTask<Finish>>,
    pub(super) toasts: Toasts,
    pub(super) autosave: Option<Autosave>,
    /// Why unsaved work is in no copy, while that is so.
    pub(super) unkept: Option<String>,
    /// Commands given in this frame, executed at its end.
    pub(super) queued_commands: Vec<Command>,
    /// The user has agreed to lose what is not saved, or there is nothing to lose.
    pub(super) closing: bool,
    /// What to go on with once the drawing is saved.
    pub(super) after_save: Option<NextStep>,
    pub(super) clipboard: SystemClipboard,
    /// Where what comes from the clipboard next goes.
    pub(super) paste_place: PastePlace,
    pub(super) presentation: Option<Presentation>,
    /// A mock interview, from its setup to its scorecard.
    pub(super) interview: Option<Interview>,
    /// What was tried so far.
    pub(super) progress: KnownProgress,
    /// Pages over Home and the scorecard, the topmost last.
    pub(super) pages: Vec<ProgressPage>,
    /// How long frames take, where the user wants to see it.
    pub(super) frame_times: Option<FrameTimes>,
}

impl App {
    /// The program, dressed, at home or on a file.
    pub fn new(ctx: &egui::Context, environment: Environment, file: Option<&Path>) -> Self {
        look::install_fonts(ctx);
        let mut toasts = Toasts::default();
        let mut profile = Profile::default();
        if let Some(state) = &environment.state_dir {
            let (loaded, notice) = profile::load(state);
            profile = loaded;
            toasts.show_messages(notice);
        }
        let (progress, notice) = KnownProgress::load(environment.state_dir.as_deref());
        toasts.show_messages(notice);
        let (autosave, unkept) = match Autosave::start(&environment, ctx) {
            Ok(autosave) => (autosave, None),
            Err(error) => (None, Some(error.to_string())),
        };
        let mut app = Self {
            recovery: RecoveryList::new(
                environment.state_dir.as_deref(),
                environment.temporary_dir.as_deref(),
                file.is_some(),
            ),
            autosave,
            unkept,
            library: Library::default(),
            profile,
            environment,
            session: None,
            workspace: Workspace::default(),
            at_home: true,
            home: HomeView::default(),
            has_panels: true,
            theme: None,
            modal: None,
            dialog: None,
            awaited: None,
            toasts,
            queued_commands: Vec::new(),
            closing: false,
            after_save: None,
            clipboard: SystemClipboard::default(),
            paste_place: PastePlace::default(),
            presentation: None,
            interview: None,
            progress,
            pages: Vec::new(),
            frame_times: None,
        };
        app.library = app.load_library();
        if let Some(path) = file {
            app.open_file(ctx, path);
        } else if let Some(state) = &app.environment.state_dir {
            let (open, problems) = rounds::find_open_round(state);
            app.toasts.show_messages(problems);
            if let Some(open) = open {
                app.resume_interview(open);
            }
        }
        app
    }

    /// The open drawing, if any.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.session.as_ref().map(|session| &session.document)
    }

    /// Whether the open drawing is in sight.
    pub(super) fn is_working(&self) -> bool {
        match self.interview {
            _ if !self.pages.is_empty() => false,
            Some(_) => self.interview_takes_drawing_keys(),
            None => self.session.is_some() && !self.at_home,
        }
    }

    /// The theme that holds now; dresses the window when it has changed.
    fn apply_theme(&mut self, ctx: &egui::Context) -> Theme {
        let wanted = match self.profile.preferences.theme {
            ThemeChoice::Dark => Theme::Dark,
            ThemeChoice::System if ctx.system_theme() == Some(egui::Theme::Dark) => Theme::Dark,
            ThemeChoice::Light | ThemeChoice::System => Theme::Light,
        };
        if self.theme != Some(wanted) {
            self.theme = Some(wanted);
            look::apply_theme(ctx, wanted);
        }
        let scale = f32::from(self.profile.preferences.scaled_now()) / 100.0;
        if (ctx.zoom_factor() - scale).abs() > 1e-3 {
            ctx.set_zoom_factor(scale);
        }
        wanted
    }

    /// Commands by key, and what the clipboard brings.
    fn queue_shortcuts(&mut self, ctx: &egui::Context) {
        if ctx.text_edit_focused() {
            clipboard::paste_names_into_fields(ctx);
        }
        if self.modal.is_some() {
            return;
        }
        let typing = ctx.text_edit_focused()
            || egui::Popup::is_any_open(ctx)
            || self
                .session
                .as_ref()
                .is_some_and(|session| session.canvas.is_editing());
        let working = self.is_working();
        self.queued_commands
            .extend(commands::pressed_commands(ctx, typing, working));
        if typing || !working {
            return;
        }
        let events = ctx.input(|input| input.events.clone());
        for event in events {
            match event {
                egui::Event::Copy => self.queued_commands.push(Command::Copy),
                egui::Event::Cut => self.queued_commands.push(Command::Cut),
                egui::Event::Paste(text) => {
                    let place = std::mem::take(&mut self.paste_place);
                    self.paste(&text, place);
                }
                egui::Event::PasteImage(_) => self.toasts.show_message(
                    "the clipboard contains a picture: paste components or text instead, or use Open to reopen a picture that boxdrill exported",
                ),
                _ => {}
            }
        }
    }

    /// One frame of the window.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let theme = self.apply_theme(&ctx);
        self.answer_dialog(&ctx);
        self.continue_work(&ctx);
        self.check_disk(&ctx);
        // What is about to be opened is meant by its place in the list.
        if self.modal.is_none() && self.after_save.is_none() {
            self.recovery.keep_up(&ctx, !self.at_home);
        }
        hide_explanations(&ctx, self.is_interviewing());
        // A question about unsaved work comes before the show.
        if self.modal.is_some() || !self.presentation_ui(ui, theme) {
            self.queue_shortcuts(&ctx);
            self.open_dropped_file(&ctx);
            if self.progress_ui(ui, theme) || self.interview_ui(ui, theme) {
                // Nothing else is in sight.
            } else if self.is_working() {
                self.workspace_ui(ui, theme);
            } else {
                self.home_ui(ui, theme);
            }
        }
        self.modal_ui(&ctx, theme);
        self.open_wanted_page(&ctx);
        self.toasts_ui(&ctx, theme.palette());
        for command in std::mem::take(&mut self.queued_commands) {
            self.execute(&ctx, command);
        }
        let interviewing = self.is_interviewing();
        if let Some(session) = &mut self.session {
            // A field that goes away while it has the keyboard never says that it lost it: its step of undo ends here.
            if !ctx.text_edit_focused() && !ctx.input(|input| input.pointer.any_down()) {
                session.document.commit();
            }
            if session.document.change() != session.autosaved
                && session.follow_prompt(&self.library)
            {
                self.workspace.leave_prompt(session);
            }
        }
        // Before the check: a long one must not stand between an edit and its copy.
        self.autosave();
        let live = self.profile.preferences.live_check;
        if !interviewing
            && let Some(session) = &mut self.session
            && session.refresh_check(live)
        {
            ctx.request_repaint();
        }
        self.handle_close_request(&ctx);
    }

    /// Opens the handbook at the page of a term that was clicked, unless something else is open or a round hides it.
    fn open_wanted_page(&mut self, ctx: &egui::Context) {
        if let Some(page) = take_wanted_page(ctx)
            && self.modal.is_none()
            && !self.is_interviewing()
        {
            self.modal = Some(Modal::Handbook(HandbookForm::new(Some(page))));
        }
    }

    fn open_dropped_file(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .first()
                .map(|file| file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.leave_drawing(ctx, NextStep::OpenFile(path));
        }
    }

    /// Asks before a window with unsaved work closes.
    fn handle_close_request(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.closing {
            return;
        }
        self.keep_running_round();
        if self.session.as_ref().is_some_and(Session::is_dirty) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.leave_drawing(ctx, NextStep::Quit);
        } else {
            self.discard_recovery();
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        if let Some(frame_times) = &mut self.frame_times {
            frame_times.record(frame.info().cpu_usage);
        }
        self.frame(ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        let palette = self.theme.unwrap_or_default().palette();
        palette.surface_panel.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
