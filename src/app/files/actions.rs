//! What the program does with files: opening, saving, exporting, and asking for paths.

use std::path::{Path, PathBuf};

use super::dialogs::{DialogAnswer, DialogPurpose, NativeDialog, ScorecardFormat};
use super::export::{ExportTask, picture_options};
use super::external_changes::ExternalChangeAction;
use super::paths::{picture_path, with_extension};
use crate::app::document::file::{DocumentFile, SaveRefusal};
use crate::app::document::session::Session;
use crate::app::modals::{Conflict, ConflictChoice, ExportForm, Modal, NextStep};
use crate::app::prompts::write_bytes;
use crate::app::shell::App;
use crate::export::{draw_picture, to_pixels};
use crate::storage::disk::{DiskError, Opened, Overwrite, Problem, Saved};
use crate::storage::folders;

impl App {
    pub(crate) fn save(&mut self, ctx: &egui::Context) {
        let home = self
            .session
            .as_ref()
            .and_then(|session| session.file.as_ref());
        match home.map(|home| (home.path.clone(), home.stamp)) {
            Some((path, stamp)) => self.save_to(ctx, &path, Overwrite::IfUnchanged(stamp)),
            None => self.ask_path(ctx, DialogPurpose::Save),
        }
    }

    /// Saves to a file; asks where another program changed it or another window has it open, and reports any other failure.
    pub(crate) fn save_to(&mut self, ctx: &egui::Context, path: &Path, overwrite: Overwrite) {
        let path = &absolute(path);
        let Some(session) = &mut self.session else {
            return;
        };
        let before = session.history.clone().filter(|_| session.file.is_none());
        let is_home = session.file.as_ref().is_some_and(|home| home.path == *path);
        match session.save(path, overwrite, self.environment.state_dir.as_deref()) {
            Ok(saved) => {
                self.move_versions(before);
                // The status bar says that the drawing is saved; where it has gone is news only once.
                if !is_home {
                    self.toasts
                        .show_message(format!("Saved {}", path.display()));
                }
                self.note_saved(ctx, path, saved);
            }
            Err(refusal) => self.show_refusal(path, refusal),
        }
    }

    fn note_saved(&mut self, ctx: &egui::Context, path: &Path, saved: Saved) {
        self.profile.note_opened(path);
        self.save_profile();
        self.discard_recovery();
        if saved.split_links {
            self.toasts.show_message(
                "Saved. Other hard links to this file still have its previous content",
            );
        }
        if saved.lost_attributes {
            self.toasts.show_message(
                "Saved. Some extended attributes of the file, such as access rights for other users, could not be kept",
            );
        }
        if let Some(error) = saved.unkept {
            self.toasts.show_message(format!(
                "The previous content of the file could not be saved: {error}"
            ));
        }
        if let Some(after) = self.after_save.take() {
            self.continue_with(ctx, after);
        }
    }

    fn show_refusal(&mut self, path: &Path, refusal: SaveRefusal) {
        let conflict = match refusal {
            SaveRefusal::Elsewhere(process) => Conflict::Elsewhere(process),
            SaveRefusal::Disk(error) => match error.problem {
                Problem::Changed => {
                    Conflict::changed_on_disk(path, self.environment.state_dir.is_some())
                }
                Problem::Exists => {
                    self.modal = Some(Modal::Overwrite {
                        path: path.to_owned(),
                        why: error.to_string(),
                    });
                    return;
                }
                _ => return self.say_whether_kept(&error),
            },
        };
        self.modal = Some(Modal::Conflict {
            path: path.to_owned(),
            conflict,
            own: self.own_file(path).is_some(),
        });
    }

    /// Asks for a path: the system's dialog where there is one, else a field in the window.
    pub(crate) fn ask_path(&mut self, ctx: &egui::Context, purpose: DialogPurpose) {
        let extension = match &self.modal {
            Some(Modal::Export(form)) => form.format.extension(),
            _ => "boxdrill",
        };
        let name = match (&purpose, &self.session) {
            (DialogPurpose::Share(id), _) => format!("{id}.json"),
            (DialogPurpose::Scorecard(format), Some(session)) => {
                session.suggested_name(&format!("scorecard.{}", format.extension()))
            }
            (_, Some(session)) => session.suggested_name(extension),
            (_, None) => String::new(),
        };
        self.ask_path_named(ctx, purpose, &name);
    }

    /// Asks for another file to save the drawing to.
    pub(crate) fn ask_copy_path(&mut self, ctx: &egui::Context) {
        if let Some(session) = &self.session {
            let name = format!("{}.boxdrill", session.copy_name());
            self.ask_path_named(ctx, DialogPurpose::Save, &name);
        }
    }

    fn ask_path_named(&mut self, ctx: &egui::Context, purpose: DialogPurpose, name: &str) {
        if !self.environment.native_dialogs {
            self.ask_in_window(purpose, name);
        } else if self.dialog.is_none() {
            self.dialog = Some(NativeDialog::open(ctx, purpose, name));
        }
    }

    fn ask_in_window(&mut self, purpose: DialogPurpose, name: &str) {
        let own = self.session.as_ref().and_then(|one| one.file.as_ref());
        let own = own.map(|file| file.path.as_path());
        let near = own.or_else(|| self.profile.recent().first().map(PathBuf::as_path));
        // The folder that the program was started in is chance: a menu starts it in the root.
        let folder = near
            .and_then(Path::parent)
            .map(Path::to_owned)
            .or_else(folders::documents_dir)
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_default();
        let path = if matches!(purpose, DialogPurpose::Open | DialogPurpose::Pack) {
            folder.join("")
        } else {
            folder.join(name)
        };
        let export = match self.modal.take() {
            Some(Modal::Export(form)) => Some(form),
            _ => None,
        };
        self.modal = Some(Modal::Path {
            purpose,
            text: path.display().to_string(),
            export,
            fresh: true,
        });
    }

    pub(crate) fn answer_dialog(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.dialog.as_ref().and_then(NativeDialog::poll_answer) else {
            return;
        };
        let Some(dialog) = self.dialog.take() else {
            return;
        };
        match answer {
            DialogAnswer::Path(path) => self.use_path(ctx, &dialog.purpose, path),
            DialogAnswer::Canceled => self.after_save = None,
            DialogAnswer::Unavailable => self.ask_in_window(dialog.purpose, &dialog.name),
        }
    }

    /// Does with a chosen path what it was wanted for. The system's dialog has asked before replacing a file.
    fn use_path(&mut self, ctx: &egui::Context, purpose: &DialogPurpose, path: PathBuf) {
        match purpose {
            DialogPurpose::Open => self.open_file(ctx, &path),
            DialogPurpose::Pack => self.use_pack(&path),
            DialogPurpose::Share(id) => self.share_prompt(id, &path, Overwrite::Always),
            DialogPurpose::Scorecard(format) => {
                self.write_scorecard(*format, &path, Overwrite::Always);
            }
            DialogPurpose::Save => {
                // The dialog cannot ask about overwriting a file whose extension was added afterward.
                let has_extension = path.extension().is_some();
                let overwrite = if has_extension {
                    Overwrite::Always
                } else {
                    Overwrite::Never
                };
                self.save_to(ctx, &with_extension(path, "boxdrill"), overwrite);
            }
            DialogPurpose::Export => {
                let form = match self.modal.take() {
                    Some(Modal::Export(form)) => form,
                    _ => ExportForm::new(self.theme),
                };
                self.export_to(ctx, &path, &form);
            }
        }
    }

    /// Does with a path that was typed what it was wanted for.
    pub(crate) fn use_typed_path(
        &mut self,
        ctx: &egui::Context,
        purpose: &DialogPurpose,
        path: PathBuf,
        form: Option<ExportForm>,
    ) {
        match (purpose, form) {
            (DialogPurpose::Open, _) => self.open_file(ctx, &path),
            (DialogPurpose::Pack, _) => self.use_pack(&path),
            (DialogPurpose::Share(id), _) => self.share_prompt(id, &path, Overwrite::Never),
            (DialogPurpose::Scorecard(format), _) => {
                self.write_scorecard(*format, &path, Overwrite::Never);
            }
            (DialogPurpose::Save, _) => {
                let path = with_extension(path, "boxdrill");
                let own = self.own_file(&path).map(|home| home.stamp);
                let overwrite = own.map_or(Overwrite::Never, Overwrite::IfUnchanged);
                self.save_to(ctx, &path, overwrite);
            }
            (DialogPurpose::Export, Some(form)) => self.export_to_new(ctx, &path, form),
            (DialogPurpose::Export, None) => {}
        }
    }

    /// Writes the scorecard on show.
    fn write_scorecard(&mut self, format: ScorecardFormat, path: &Path, overwrite: Overwrite) {
        let Some(written) = self.scorecard_file(format) else {
            return;
        };
        let path = with_extension(path.to_owned(), format.extension());
        let written = written.map_err(|error| error.to_string());
        let message = match written.and_then(|bytes| write_bytes(&path, &bytes, overwrite)) {
            Ok(()) => format!("Scorecard written to {}", path.display()),
            Err(error) => error,
        };
        self.toasts.show_message(message);
    }

    /// Opens a file, or takes the prompt that it holds; an error is reported, and the open drawing stays as it is.
    pub(crate) fn open_file(&mut self, ctx: &egui::Context, path: &Path) {
        let path = absolute(path);
        if !self.take_prompt(&path) {
            self.open_beside(ctx, path, Self::show_opened);
        }
    }

    fn show_opened(&mut self, path: &Path, opened: Result<Opened, DiskError>) {
        match opened {
            Ok(opened) => {
                let (session, repairs) = Session::of_file(path, opened, &self.library);
                self.show_session(session);
                self.toasts.show_messages(repairs.into_iter().take(4));
                self.profile.note_opened(path);
                self.save_profile();
            }
            Err(error) => {
                if matches!(error.problem, Problem::NotFound) {
                    self.profile.forget_file(path);
                    self.save_profile();
                }
                self.toasts.show_message(error.to_string());
            }
        }
    }

    /// Carries out the choice about a conflict.
    pub(crate) fn resolve_conflict(&mut self, ctx: &egui::Context, choice: ConflictChoice) {
        match choice {
            ConflictChoice::SaveOver(path) => {
                self.save_to(ctx, &path, Overwrite::Always);
            }
            ConflictChoice::SaveCopy => self.ask_copy_path(ctx),
            ConflictChoice::Reload => {
                self.after_save = None;
                self.reload(ctx);
            }
        }
    }

    /// Does what was chosen about a change outside.
    pub(crate) fn resolve_external_change(
        &mut self,
        ctx: &egui::Context,
        act: ExternalChangeAction,
    ) {
        let home = self
            .session
            .as_mut()
            .and_then(|session| session.file.as_mut());
        match act {
            ExternalChangeAction::ShowRecovered => {
                self.recovery.is_unannounced = false;
                self.at_home = true;
            }
            ExternalChangeAction::HideRecovered => self.recovery.is_unannounced = false,
            ExternalChangeAction::OpenCopy => {
                if let Some(path) = home.map(|home| home.path.clone()) {
                    self.leave_drawing(ctx, NextStep::OpenCopy(path));
                }
            }
            ExternalChangeAction::Reload => self.reload(ctx),
            ExternalChangeAction::SaveCopy => self.ask_copy_path(ctx),
            ExternalChangeAction::KeepAmongTemporary => self.keep_among_temporary(),
            ExternalChangeAction::Keep => {
                if let Some(home) = home {
                    home.changed_on_disk = false;
                }
            }
        }
    }

    /// When the window comes back to the front: whether the file can be written by now, and whether another program wrote it.
    pub(crate) fn check_disk(&mut self, ctx: &egui::Context) {
        let came_back = |event: &egui::Event| matches!(event, egui::Event::WindowFocused(true));
        if !ctx.input(|input| input.events.iter().any(came_back)) {
            return;
        }
        self.recovery.read_again(ctx);
        let Some(session) = &mut self.session else {
            return;
        };
        let Some(home) = &mut session.file else {
            return;
        };
        if home.lock.is_theirs()
            && let Some(history) = &session.history
        {
            home.lock = history.lock();
        }
        home.changed_on_disk |= home.watch.has_changed();
    }

    /// Puts what the file holds now in the place of the drawing. The drawing as it was stays among the versions, and undo
    /// brings it back.
    pub(crate) fn reload(&mut self, ctx: &egui::Context) {
        let home = self.session.as_ref().and_then(|open| open.file.as_ref());
        if let Some(path) = home.map(|home| home.path.clone()) {
            self.open_beside(ctx, path, Self::show_reloaded);
        }
    }

    fn show_reloaded(&mut self, path: &Path, opened: Result<Opened, DiskError>) {
        if self.own_file(path).is_none() {
            return;
        }
        self.keep_version();
        if self.is_breaking() {
            self.toggle_breaking();
        }
        let Some(session) = &mut self.session else {
            return;
        };
        match opened {
            Ok(opened) => {
                let name = session.name();
                session.canvas.cancel_all(&mut session.document);
                let repairs = session.reload(opened);
                let revision = session.document.revision();
                self.toasts.say_step(format!("Reloaded {name}"), revision);
                self.toasts.show_messages(repairs.into_iter().take(4));
                self.keep_version();
            }
            Err(error) => self.toasts.show_message(error.to_string()),
        }
    }

    /// Opens what a file holds as a drawing of its own, which has no file yet.
    pub(crate) fn open_copy(&mut self, ctx: &egui::Context, path: &Path) {
        self.open_beside(ctx, path.to_owned(), Self::show_copy);
    }

    fn show_copy(&mut self, _: &Path, opened: Result<Opened, DiskError>) {
        let copy_of = self.session.as_ref().map(Session::copy_name);
        match opened {
            Ok(opened) => {
                let mut session = Session::new(opened.loaded.design, None, false, &self.library);
                session.copy_of = copy_of;
                self.show_session(session);
                self.toasts
                    .show_messages(opened.loaded.repairs.into_iter().take(4));
                self.toasts
                    .show_message("This is a copy. Save it to keep it");
            }
            Err(error) => self.toasts.show_message(error.to_string()),
        }
    }

    /// The file of the open drawing, where it is this one.
    pub(crate) fn own_file(&self, path: &Path) -> Option<&DocumentFile> {
        let home = self.session.as_ref()?.file.as_ref()?;
        (home.path == absolute(path)).then_some(home)
    }

    /// Writes it to a path that was typed; where a file is there already, asks for another.
    pub(crate) fn export_to_new(&mut self, ctx: &egui::Context, path: &Path, form: ExportForm) {
        let path = picture_path(path, &form);
        if !path.exists() {
            self.export_to(ctx, &path, &form);
            return;
        }
        let there = path.display().to_string();
        self.toasts.show_message(format!(
            "a file with this name already exists: choose another name ({there})"
        ));
        self.modal = Some(Modal::Path {
            purpose: DialogPurpose::Export,
            text: there,
            export: Some(form),
            fresh: true,
        });
    }

    /// Writes it; says what came of it.
    pub(crate) fn export_to(&mut self, ctx: &egui::Context, path: &Path, form: &ExportForm) {
        let Some(session) = &self.session else {
            return;
        };
        let path = picture_path(path, form);
        let audience = self.profile.preferences.audience;
        let task = ExportTask::new(session, form, audience);
        self.work_beside(
            ctx,
            "Exporting the drawing".to_owned(),
            ExportTask::PARTS,
            move |progress| task.run(|| progress.finish_part()),
            move |app, ctx, exported| {
                let message = exported
                    .and_then(|exported| exported.write(&path))
                    .unwrap_or_else(|error| error);
                app.toasts.show_message(message);
                ctx.request_repaint();
            },
        );
    }

    /// Puts the picture of the selection, or of everything, on the clipboard; says that it is there once it is.
    pub(crate) fn copy_picture(&mut self, ctx: &egui::Context) {
        let form = ExportForm {
            selection: true,
            ..ExportForm::new(self.theme)
        };
        let Some(session) = &self.session else { return };
        let options = picture_options(&session.document, &form);
        let design = session.document.design().clone();
        self.work_beside(
            ctx,
            "Drawing the picture".to_owned(),
            2,
            move |progress| {
                let picture = draw_picture(&design, &options);
                progress.finish_part();
                to_pixels(&picture, options.scale)
            },
            |app, _, pixels| {
                let copied = match pixels {
                    Ok(pixels) => app.clipboard.copy_picture(pixels),
                    Err(error) => Err(error.to_string()),
                };
                let outcome = copied.map(|()| "copied as a picture".to_owned());
                app.toasts
                    .show_message(outcome.unwrap_or_else(|error| error));
            },
        );
    }
}

/// The path from the root: what is remembered of it holds wherever the program is started next.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
