//! The drawing as a picture or a report: to a file, and as a picture to the clipboard.

use std::path::{Path, PathBuf};

use super::dialogs::DialogPurpose;
use crate::app::App;
use crate::app::modals::{ExportForm, ExportFormat, Modal};
use crate::export::{PictureOptions, picture, report, to_pixels, to_png, to_svg};
use crate::storage::disk;

impl App {
    /// Writes it to a path that was typed; where a file is there already, asks for another.
    pub(crate) fn export_to_new(&mut self, ctx: &egui::Context, path: &Path, form: ExportForm) {
        let path = picture_path(path, &form);
        if !path.exists() {
            self.export_to(ctx, &path, &form);
            return;
        }
        let there = path.display().to_string();
        self.toasts.say(format!(
            "there is already a file of this name, choose another ({there})"
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
        let Some(options) = self.picture_options(form) else {
            return;
        };
        let Some(session) = &self.session else { return };
        let path = picture_path(path, form);
        let design = session.document.design();
        let bytes = match form.format {
            ExportFormat::Png => to_png(&picture(design, &options), options.scale),
            ExportFormat::Svg => to_svg(&picture(design, &options)).map(String::into_bytes),
            ExportFormat::Report => {
                let audience = self.profile.preferences.audience;
                report(design, session.scenario.as_ref(), audience).map(String::into_bytes)
            }
        };
        let outcome = match bytes {
            Ok(bytes) => disk::write(&path, &bytes).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        self.toasts
            .say(outcome.map_or_else(|error| error, |()| format!("Exported {}", path.display())));
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
            embed: form.embed,
        })
    }

    /// Puts the picture of the selection, or of everything, on the clipboard; says that it is there once it is.
    pub(crate) fn copy_picture(&mut self) {
        let form = ExportForm {
            selection: true,
            ..ExportForm::new(self.theme)
        };
        let (Some(options), Some(session)) = (self.picture_options(&form), &self.session) else {
            return;
        };
        let pixels = to_pixels(&picture(session.document.design(), &options), options.scale);
        let copied = match pixels {
            Ok(pixels) => self.clipboard.copy_picture(pixels),
            Err(error) => Err(error.to_string()),
        };
        let outcome = copied.map(|()| "copied as a picture".to_owned());
        self.toasts.say(outcome.unwrap_or_else(|error| error));
    }
}

/// The path with the ending of the format: a picture never takes the place of a file of another sort.
fn picture_path(path: &Path, form: &ExportForm) -> PathBuf {
    let wanted = form.format.extension();
    if path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
    {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(wanted);
    name.into()
}
