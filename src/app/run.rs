//! Carries out the commands.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::App;
use super::canvas::ops;
use super::command::Command;
use super::dialogs::{Answer, NativeDialog, Purpose};
use super::modals::{After, ExportForm, Modal};
use super::session::{Session, Tab};
use crate::arrange;
use crate::exchange::disk::{self, Overwrite, Problem};
use crate::exchange::{PictureOptions, picture, profile, to_pixels, to_png, to_svg};
use crate::practice::ThemeChoice;
use crate::scene::Theme;

impl App {
    /// Carries out one command.
    pub(super) fn carry_out(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::New => self.leave(ctx, After::Blank(None)),
            Command::Open => self.leave(ctx, After::Open),
            Command::Save => self.save(ctx),
            Command::SaveAs => self.ask_path(ctx, Purpose::Save),
            Command::Export => {
                self.modal = self
                    .session
                    .is_some()
                    .then(|| Modal::Export(ExportForm::new(self.theme)));
            }
            Command::CopyPicture => self.copy_picture(ctx),
            Command::Home => self.at_home = true,
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
            Command::Panels => self.panels = !self.panels,
            Command::Commands => self.modal = Some(Modal::commands()),
            Command::Keys => self.modal = Some(Modal::Keys),
            Command::Settings => self.modal = Some(Modal::Settings),
            Command::Check => self.check(),
            Command::Tool(tool) => self.set_tool(tool),
            command => {
                if let Some(session) = &mut self.session {
                    draw(ctx, session, command);
                }
            }
        }
    }

    /// Leaves the open drawing for something else; asks first where work would be lost.
    pub(super) fn leave(&mut self, ctx: &egui::Context, after: After) {
        if self.session.as_ref().is_some_and(Session::is_dirty) {
            self.modal = Some(Modal::Discard(after));
        } else {
            self.go_on(ctx, after);
        }
    }

    /// Does what the open drawing was left for.
    pub(super) fn go_on(&mut self, ctx: &egui::Context, after: After) {
        self.forget_copy();
        match after {
            After::Blank(scenario) => {
                let scenario = scenario.and_then(|id| self.library.get(&id).cloned());
                self.show(Session::blank(scenario.as_ref(), &self.library));
            }
            After::Open => self.ask_path(ctx, Purpose::Open),
            After::OpenFile(path) => self.open_file(&path),
            After::Recover(index) => self.recover(index),
            After::Quit => {
                self.closing = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn show(&mut self, session: Session) {
        self.session = Some(session);
        self.at_home = false;
    }

    /// Opens a file; what is wrong with it is said, and the open drawing stays as it is.
    pub(super) fn open_file(&mut self, path: &Path) {
        match Session::open(path, &self.library) {
            Ok((session, repairs)) => {
                self.show(session);
                self.toasts.extend(repairs.into_iter().take(4));
                self.profile.opened(path);
                self.keep_profile();
            }
            Err(error) => {
                if matches!(error.problem, Problem::NotFound) {
                    self.profile.forget(path);
                    self.keep_profile();
                }
                self.toasts.say(error.to_string());
            }
        }
    }

    fn recover(&mut self, index: usize) {
        let Some(copy) = self.recoverable.get(index) else {
            return;
        };
        match copy.open() {
            Ok(opened) => {
                let original = copy.original.clone();
                // What was recovered counts as unsaved, and saving it asks before it replaces the file.
                let session = Session::new(opened.loaded.design, None, false, &self.library);
                if let Some(path) = original {
                    self.toasts.say(format!(
                        "recovered: save it to keep it, the file was {}",
                        path.display()
                    ));
                }
                let design = session.document.design().clone();
                let copy = self.recoverable.remove(index);
                self.show(session);
                self.take_over(design, copy);
            }
            Err(error) => self.toasts.say(error.to_string()),
        }
    }

    fn check(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.check();
        session.tab = Tab::Check;
        let score = session
            .checked
            .as_ref()
            .map(|checked| checked.report.score.total);
        if let (Some(scenario), Some(score)) = (&session.scenario, score) {
            self.profile
                .record(&scenario.id, score, jiff::Zoned::now().date());
            self.keep_profile();
        }
        self.panels = true;
    }

    pub(super) fn change_preferences(
        &mut self,
        change: impl FnOnce(&mut crate::practice::Preferences),
    ) {
        change(&mut self.profile.preferences);
        self.keep_profile();
    }

    pub(super) fn keep_profile(&mut self) {
        if let Some(state) = &self.around.state_dir
            && let Err(error) = profile::save(state, &self.profile)
        {
            self.toasts
                .say(format!("your progress could not be kept: {error}"));
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        if let Some(session) = &mut self.session
            && let Err(sentence) = session.canvas.paste(&mut session.document, text)
        {
            self.toasts.say(sentence);
        }
    }

    pub(super) fn save(&mut self, ctx: &egui::Context) {
        let Some(home) = self
            .session
            .as_ref()
            .and_then(|session| session.home.clone())
        else {
            self.ask_path(ctx, Purpose::Save);
            return;
        };
        self.save_to(ctx, &home.path, Overwrite::IfUnchanged(home.stamp));
    }

    /// Saves to a file; asks where somebody else has changed it, and says what else goes wrong.
    pub(super) fn save_to(&mut self, ctx: &egui::Context, path: &Path, overwrite: Overwrite) {
        let Some(session) = &mut self.session else {
            return;
        };
        match session.save(path, overwrite) {
            Ok(()) => {
                self.profile.opened(path);
                self.keep_profile();
                self.forget_copy();
                self.toasts.say(format!("Saved {}", path.display()));
                if let Some(after) = self.after_save.take() {
                    self.go_on(ctx, after);
                }
            }
            Err(error) if matches!(error.problem, Problem::Exists | Problem::Changed) => {
                self.modal = Some(Modal::Overwrite {
                    path: path.to_owned(),
                    why: error.to_string(),
                });
            }
            Err(error) => self
                .toasts
                .say(format!("{error}; your work is kept in the recovery copy")),
        }
    }

    /// Asks for a path: the system's dialog where there is one, else a field in the window.
    pub(super) fn ask_path(&mut self, ctx: &egui::Context, purpose: Purpose) {
        let extension = match &self.modal {
            Some(Modal::Export(form)) if form.svg => "svg",
            Some(Modal::Export(_)) => "png",
            _ => "boxdrill",
        };
        let name = self
            .session
            .as_ref()
            .map_or_else(String::new, |session| session.suggested_name(extension));
        if !self.around.native_dialogs {
            self.ask_in_window(purpose, &name);
        } else if self.dialog.is_none() {
            self.dialog = Some(NativeDialog::open(ctx, purpose, &name));
        }
    }

    fn ask_in_window(&mut self, purpose: Purpose, name: &str) {
        let folder = self
            .profile
            .recent()
            .first()
            .and_then(|path| path.parent())
            .map(Path::to_owned);
        let folder = folder
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_default();
        let path = if purpose == Purpose::Open {
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

    pub(super) fn answer_dialog(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.dialog.as_ref().and_then(NativeDialog::poll) else {
            return;
        };
        let Some(dialog) = self.dialog.take() else {
            return;
        };
        match answer {
            Answer::Path(path) => self.use_path(ctx, &dialog.purpose, path),
            Answer::Cancelled => self.after_save = None,
            Answer::Unavailable => self.ask_in_window(dialog.purpose, &dialog.name),
        }
    }

    /// Does with a chosen path what it was wanted for. The system's dialog has asked before replacing a file.
    fn use_path(&mut self, ctx: &egui::Context, purpose: &Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.open_file(&path),
            Purpose::Save => {
                // The dialog knows nothing of a file whose name it was not told in full.
                let told = path.extension().is_some();
                let overwrite = if told {
                    Overwrite::Always
                } else {
                    Overwrite::Never
                };
                self.save_to(ctx, &with_extension(path, "boxdrill"), overwrite);
            }
            Purpose::Export => {
                let form = match self.modal.take() {
                    Some(Modal::Export(form)) => form,
                    _ => ExportForm::new(self.theme),
                };
                self.export_to(ctx, path, &form);
            }
        }
    }

    /// Does with a path that was typed what it was wanted for.
    pub(super) fn use_typed_path(
        &mut self,
        ctx: &egui::Context,
        purpose: &Purpose,
        path: PathBuf,
        form: Option<ExportForm>,
    ) {
        match (purpose, form) {
            (Purpose::Open, _) => self.open_file(&path),
            (Purpose::Save, _) => {
                let path = with_extension(path, "boxdrill");
                let own = self
                    .session
                    .as_ref()
                    .and_then(|session| session.home.clone());
                match own.filter(|home| home.path == path) {
                    Some(home) => self.save_to(ctx, &path, Overwrite::IfUnchanged(home.stamp)),
                    None => self.save_to(ctx, &path, Overwrite::Never),
                }
            }
            (Purpose::Export, Some(form)) => self.export_to(ctx, path, &form),
            (Purpose::Export, None) => {}
        }
    }

    fn export_to(&mut self, ctx: &egui::Context, path: PathBuf, form: &ExportForm) {
        let Some(options) = self.picture_options(form) else {
            return;
        };
        let Some(session) = &self.session else { return };
        let path = with_extension(path, if form.svg { "svg" } else { "png" });
        let picture = picture(session.document.design(), &options);
        let bytes = if form.svg {
            to_svg(&picture).map(String::into_bytes)
        } else {
            to_png(&picture, options.scale)
        };
        let outcome = match bytes {
            Ok(bytes) => disk::write(&path, &bytes).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        self.toasts
            .say(outcome.map_or_else(|error| error, |()| format!("exported {}", path.display())));
        ctx.request_repaint();
    }

    fn picture_options(&self, form: &ExportForm) -> Option<PictureOptions> {
        let session = self.session.as_ref()?;
        let selected = session.document.selection();
        let selection = (form.selection && !selected.is_empty()).then(|| selected.clone());
        Some(PictureOptions {
            theme: form.theme,
            scale: form.scale,
            transparent: form.transparent,
            selection,
        })
    }

    fn copy_picture(&mut self, ctx: &egui::Context) {
        let form = ExportForm {
            selection: true,
            ..ExportForm::new(self.theme)
        };
        let (Some(options), Some(session)) = (self.picture_options(&form), &self.session) else {
            return;
        };
        match to_pixels(&picture(session.document.design(), &options), options.scale) {
            Ok(pixels) => {
                let size = [pixels.width as usize, pixels.height as usize];
                ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &pixels.rgba));
                self.toasts.say("copied as a picture");
            }
            Err(error) => self.toasts.say(error.to_string()),
        }
    }
}

/// Commands that change the drawing or the view of it.
fn draw(ctx: &egui::Context, session: &mut Session, command: Command) {
    let (canvas, document) = (&mut session.canvas, &mut session.document);
    match command {
        Command::Undo => drop(document.undo()),
        Command::Redo => drop(document.redo()),
        Command::Copy | Command::Cut => {
            if let Some(text) = ops::copy(document) {
                ctx.copy_text(text);
            }
            if command == Command::Cut {
                ops::delete(document);
            }
        }
        Command::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
        Command::Duplicate => ops::duplicate(document),
        Command::Delete => ops::delete(document),
        Command::SelectAll => ops::select_all(document),
        Command::Rename => canvas.rename(document),
        Command::Group => ops::group(document),
        Command::Ungroup => ops::ungroup(document),
        Command::Tidy => {
            let edits = arrange::tidy(document.design());
            ops::apply(document, "Tidy", edits);
            canvas.fit(document.design());
        }
        Command::Insert => canvas.open_search(),
        Command::ZoomIn => canvas.zoom_by(1.25),
        Command::ZoomOut => canvas.zoom_by(0.8),
        Command::ZoomReset => canvas.zoom_reset(),
        Command::Fit => canvas.fit(document.design()),
        Command::FitSelection => canvas.fit_selection(document),
        _ => {}
    }
    if matches!(command, Command::Undo | Command::Redo) {
        let selected: BTreeSet<_> = document.selection().clone();
        canvas.reveal(document.design(), &selected);
    }
}

/// The path with this extension, where it has none of its own.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() {
        path
    } else {
        path.with_extension(extension)
    }
}
