//! Questions that cannot wait, and the forms that lead to a file.

use std::path::{Path, PathBuf};

use egui::{TextEdit, Ui, vec2};

use super::{After, ExportForm, ExportFormat, Outcome, buttons, cancel, title};
use crate::app::commands::Command;
use crate::app::files::dialogs::Purpose;
use crate::app::widgets::{Button, Kind, caption, paragraph, segmented};
use crate::scene::{Palette, Theme};

pub(super) fn discard_ui(ui: &mut Ui, palette: &Palette, after: &After) -> Outcome {
    title(ui, palette, "Save the drawing first?");
    paragraph(ui, palette, "It has changes that are in no file yet.");
    ui.add_space(10.0);
    buttons(ui, palette, |ui, palette| {
        if Button::new(Kind::Primary, "Save")
            .show(ui, palette)
            .clicked()
        {
            return Outcome::SaveFirst(after.clone());
        }
        if Button::new(Kind::Danger, "Discard changes")
            .show(ui, palette)
            .clicked()
        {
            return Outcome::Go(after.clone());
        }
        cancel(ui, palette)
    })
}

pub(super) fn overwrite_ui(ui: &mut Ui, palette: &Palette, path: &Path, why: &str) -> Outcome {
    title(ui, palette, "Replace the file?");
    paragraph(ui, palette, why);
    ui.add_space(10.0);
    buttons(ui, palette, |ui, palette| {
        if Button::new(Kind::Danger, "Replace it")
            .show(ui, palette)
            .clicked()
        {
            return Outcome::Overwrite(path.to_owned());
        }
        if Button::new(Kind::Normal, "Save as…")
            .show(ui, palette)
            .clicked()
        {
            return Outcome::Give(Command::SaveAs);
        }
        cancel(ui, palette)
    })
}

pub(super) fn path_ui(
    ui: &mut Ui,
    palette: &Palette,
    purpose: &Purpose,
    text: &mut String,
    export: Option<&ExportForm>,
    fresh: &mut bool,
) -> Outcome {
    title(ui, palette, purpose.title());
    let field = ui.add(
        TextEdit::singleline(text)
            .desired_width(f32::INFINITY)
            .hint_text("Path of the file"),
    );
    let field = field.accessible_name("Path of the file");
    if std::mem::take(fresh) {
        field.request_focus();
    }
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    ui.add_space(10.0);
    let ready = !text.trim().is_empty();
    buttons(ui, palette, |ui, palette| {
        let act = Button::new(Kind::Primary, purpose.act())
            .enabled(ready)
            .show(ui, palette)
            .clicked();
        if ready && (act || enter) {
            return Outcome::Typed(purpose.clone(), PathBuf::from(text.trim()), export.cloned());
        }
        cancel(ui, palette)
    })
}

pub(super) fn export_ui(
    ui: &mut Ui,
    palette: &Palette,
    form: &mut ExportForm,
    selected: bool,
) -> Outcome {
    title(ui, palette, "Export the drawing");
    egui::Grid::new("export")
        .num_columns(2)
        .spacing(vec2(16.0, 10.0))
        .show(ui, |ui| {
            caption(ui, palette, "Format");
            let all = [
                (ExportFormat::Png, "PNG"),
                (ExportFormat::Svg, "SVG"),
                (ExportFormat::Report, "Report"),
            ];
            segmented(ui, palette, &mut form.format, &all);
            ui.end_row();
            if form.format == ExportFormat::Report {
                return;
            }
            if form.format == ExportFormat::Png {
                caption(ui, palette, "Size");
                segmented(
                    ui,
                    palette,
                    &mut form.scale,
                    &[(1.0, "1×"), (2.0, "2×"), (3.0, "3×"), (4.0, "4×")],
                );
                ui.end_row();
            }
            caption(ui, palette, "Colours");
            segmented(
                ui,
                palette,
                &mut form.theme,
                &[(Theme::Light, "Light"), (Theme::Dark, "Dark")],
            );
            ui.end_row();
            caption(ui, palette, "Surface");
            segmented(
                ui,
                palette,
                &mut form.transparent,
                &[(false, "Filled"), (true, "Transparent")],
            );
            ui.end_row();
            caption(ui, palette, "Opens again");
            segmented(
                ui,
                palette,
                &mut form.embed,
                &[(true, "As a drawing"), (false, "No, a picture only")],
            );
            ui.end_row();
            if selected {
                caption(ui, palette, "What");
                segmented(
                    ui,
                    palette,
                    &mut form.selection,
                    &[(false, "Everything"), (true, "Selection")],
                );
                ui.end_row();
            }
        });
    if form.format == ExportFormat::Report {
        let text = "One page (HTML) with the drawing, the findings and the numbers, to read, send or print";
        paragraph(ui, palette, text);
    }
    ui.add_space(10.0);
    buttons(ui, palette, |ui, palette| {
        let act = Button::new(Kind::Primary, "Export…")
            .show(ui, palette)
            .clicked();
        if act || ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            return Outcome::Choose(Purpose::Export);
        }
        cancel(ui, palette)
    })
}
