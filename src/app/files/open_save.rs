//! Drawings to and from files: saving, and asking for paths.

use std::path::{Path, PathBuf};

use super::dialogs::{DialogAnswer, DialogPurpose, NativeDialog};
use crate::app::App;
use crate::app::document::session::SaveRefusal;
use crate::app::modals::{Conflict, ExportForm, Modal};
use crate::storage::disk::{DiskError, Overwrite, Problem};

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

    /// Saves to a file; asks where somebody else has changed it or has it open, and says what else goes wrong.
    pub(crate) fn save_to(&mut self, ctx: &egui::Context, path: &Path, overwrite: Overwrite) {
        let Some(session) = &mut self.session else {
            return;
        };
        let before = session.history.clone().filter(|_| session.file.is_none());
        match session.save(path, overwrite, self.environment.state_dir.as_deref()) {
            Ok(unkept) => {
                self.move_versions(before);
                self.saved(ctx, path, unkept);
            }
            Err(refusal) => self.refused(path, refusal),
        }
    }

    fn saved(&mut self, ctx: &egui::Context, path: &Path, unkept: Option<DiskError>) {
        self.profile.opened(path);
        self.save_profile();
        self.discard_recovery();
        self.toasts.say(format!("Saved {}", path.display()));
        if let Some(error) = unkept {
            self.toasts.say(format!(
                "What the file held before could not be kept: {error}"
            ));
        }
        if let Some(after) = self.after_save.take() {
            self.continue_with(ctx, after);
        }
    }

    fn refused(&mut self, path: &Path, refusal: SaveRefusal) {
        let conflict = match refusal {
            SaveRefusal::Elsewhere(process) => Conflict::Elsewhere(process),
            SaveRefusal::Disk(error) => match error.problem {
                Problem::Changed => Conflict::changed(path, self.environment.state_dir.is_some()),
                Problem::Exists => {
                    self.modal = Some(Modal::Overwrite {
                        path: path.to_owned(),
                        why: error.to_string(),
                    });
                    return;
                }
                _ => {
                    let sentence = format!("{error}; your work is kept in the recovery copy");
                    return self.toasts.say(sentence);
                }
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
        let folder = self
            .profile
            .recent()
            .first()
            .and_then(|path| path.parent())
            .map(Path::to_owned);
        let folder = folder
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
        let Some(answer) = self.dialog.as_ref().and_then(NativeDialog::poll) else {
            return;
        };
        let Some(dialog) = self.dialog.take() else {
            return;
        };
        match answer {
            DialogAnswer::Path(path) => self.use_path(ctx, &dialog.purpose, path),
            DialogAnswer::Cancelled => self.after_save = None,
            DialogAnswer::Unavailable => self.ask_in_window(dialog.purpose, &dialog.name),
        }
    }

    /// Does with a chosen path what it was wanted for. The system's dialog has asked before replacing a file.
    fn use_path(&mut self, ctx: &egui::Context, purpose: &DialogPurpose, path: PathBuf) {
        match purpose {
            DialogPurpose::Open => self.open_file(&path),
            DialogPurpose::Pack => self.use_pack(&path),
            DialogPurpose::Share(id) => self.share_prompt(id, &path, Overwrite::Always),
            DialogPurpose::Save => {
                // The dialog knows nothing of a file whose name it was not told in full.
                let told = path.extension().is_some();
                let overwrite = if told {
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
            (DialogPurpose::Open, _) => self.open_file(&path),
            (DialogPurpose::Pack, _) => self.use_pack(&path),
            (DialogPurpose::Share(id), _) => self.share_prompt(id, &path, Overwrite::Never),
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
}

/// The path with this extension, where it has none of its own.
pub(crate) fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() {
        path
    } else {
        path.with_extension(extension)
    }
}
