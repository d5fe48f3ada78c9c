//! Questions that cannot wait, and the forms that lead to a file.

use std::path::{Path, PathBuf};

use egui::{TextEdit, Ui, vec2};

use super::layout::{buttons_ui, cancel_ui, title_ui};
use super::outcome::{ExportForm, ModalOutcome, NextStep};
use crate::app::commands::Command;
use crate::app::files::dialogs::DialogPurpose;
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, caption, paragraph, segmented};
use crate::export::ExportFormat;
use crate::scene::{Palette, Theme};

pub(super) fn discard_ui(ui: &mut Ui, palette: &Palette, after: &NextStep) -> ModalOutcome {
    title_ui(ui, palette, "Save the drawing first?");
    paragraph(ui, palette, "You have unsaved changes.");
    ui.add_space(gap::L);
    buttons_ui(ui, palette, |ui, palette| {
        if Button::new(ButtonKind::Primary, "Save")
            .show(ui, palette)
            .clicked()
        {
            return ModalOutcome::SaveFirst(after.clone());
        }
        if Button::new(ButtonKind::Danger, "Discard changes")
            .show(ui, palette)
            .clicked()
        {
            return ModalOutcome::Go(after.clone());
        }
        cancel_ui(ui, palette)
    })
}

pub(super) fn overwrite_ui(ui: &mut Ui, palette: &Palette, path: &Path, why: &str) -> ModalOutcome {
    title_ui(ui, palette, "Replace the file?");
    paragraph(ui, palette, why);
    ui.add_space(gap::L);
    buttons_ui(ui, palette, |ui, palette| {
        if Button::new(ButtonKind::Danger, "Replace it")
            .show(ui, palette)
            .clicked()
        {
            return ModalOutcome::Overwrite(path.to_owned());
        }
        if Button::new(ButtonKind::Normal, "Save as…")
            .show(ui, palette)
            .clicked()
        {
            return ModalOutcome::Give(Command::SaveAs);
        }
        cancel_ui(ui, palette)
    })
}

pub(super) fn path_ui(
    ui: &mut Ui,
    palette: &Palette,
    purpose: &DialogPurpose,
    text: &mut String,
    export: Option<&ExportForm>,
    fresh: &mut bool,
) -> ModalOutcome {
    title_ui(ui, palette, purpose.title());
    let field = ui.add(
        TextEdit::singleline(text)
            .desired_width(f32::INFINITY)
            .hint_text("File path"),
    );
    let field = field.accessible_name("File path");
    if std::mem::take(fresh) {
        field.request_focus();
    }
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    ui.add_space(gap::L);
    let ready = !text.trim().is_empty();
    buttons_ui(ui, palette, |ui, palette| {
        let act = Button::new(ButtonKind::Primary, purpose.button_label())
            .enabled(ready)
            .show(ui, palette)
            .clicked();
        if ready && (act || enter) {
            return ModalOutcome::Typed(
                purpose.clone(),
                PathBuf::from(text.trim()),
                export.cloned(),
            );
        }
        cancel_ui(ui, palette)
    })
}

/// What can be written, by what it is for.
const EXPORTS: [(&str, &[ExportFormat]); 3] = [
    (
        "Picture",
        &[ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf],
    ),
    (
        "Report",
        &[
            ExportFormat::Html,
            ExportFormat::PdfReport,
            ExportFormat::Markdown,
        ],
    ),
    (
        "Other program",
        &[
            ExportFormat::Drawio,
            ExportFormat::Excalidraw,
            ExportFormat::Mermaid,
            ExportFormat::Dot,
        ],
    ),
];

pub(super) fn export_ui(
    ui: &mut Ui,
    palette: &Palette,
    form: &mut ExportForm,
    selected: bool,
) -> ModalOutcome {
    title_ui(ui, palette, "Export the drawing");
    egui::Grid::new("export")
        .num_columns(2)
        .spacing(vec2(16.0, 10.0))
        .show(ui, |ui| {
            for (sort, formats) in EXPORTS {
                let all: Vec<_> = formats.iter().map(|&one| (one, one.label())).collect();
                choice_row(ui, palette, sort, &mut form.format, &all);
            }
            if form.format.is_picture() {
                picture_rows(ui, palette, form, selected);
            }
        });
    let about = match form.format {
        ExportFormat::Png | ExportFormat::Svg | ExportFormat::Pdf => None,
        ExportFormat::PdfReport => {
            Some("The drawing, the findings, and the numbers as US Letter pages, to print or send")
        }
        ExportFormat::Html => Some(
            "One page with the drawing, the findings, and the numbers, to read, send, or print",
        ),
        ExportFormat::Markdown => Some(
            "The findings and the numbers as text for a repository or a wiki, with the drawing as a Mermaid flowchart",
        ),
        ExportFormat::Mermaid | ExportFormat::Dot => Some(
            "The components, zones, and connections as text, without positions and notes. If you reopen the file in boxdrill, its kinds, counts, and zones are kept",
        ),
        ExportFormat::Drawio | ExportFormat::Excalidraw => Some(
            "A drawing that you can edit in the other program, with the same positions and lines. If you reopen the file in boxdrill, its kinds, counts, and zones are kept",
        ),
    };
    if let Some(text) = about {
        paragraph(ui, palette, text);
    }
    ui.add_space(gap::L);
    buttons_ui(ui, palette, |ui, palette| {
        let act = Button::new(ButtonKind::Primary, "Export…")
            .show(ui, palette)
            .clicked();
        if act || ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            return ModalOutcome::Choose(DialogPurpose::Export);
        }
        cancel_ui(ui, palette)
    })
}

/// What can be chosen of a picture.
fn picture_rows(ui: &mut Ui, palette: &Palette, form: &mut ExportForm, selected: bool) {
    if form.format == ExportFormat::Png {
        choice_row(
            ui,
            palette,
            "Size",
            &mut form.scale,
            &[(1.0, "1×"), (2.0, "2×"), (3.0, "3×"), (4.0, "4×")],
        );
    }
    if form.format == ExportFormat::Svg {
        choice_row(
            ui,
            palette,
            "Text",
            &mut form.selectable,
            &[(false, "Outlines"), (true, "Selectable")],
        );
    }
    choice_row(
        ui,
        palette,
        "Colors",
        &mut form.theme,
        &[(Theme::Light, "Light"), (Theme::Dark, "Dark")],
    );
    choice_row(
        ui,
        palette,
        "Background",
        &mut form.transparent,
        &[(false, "Filled"), (true, "Transparent")],
    );
    choice_row(
        ui,
        palette,
        "Title and legend",
        &mut form.caption,
        &[(false, "Without"), (true, "With")],
    );
    choice_row(
        ui,
        palette,
        "Can be reopened",
        &mut form.embed,
        &[(true, "Yes"), (false, "No, a picture only")],
    );
    if selected {
        choice_row(
            ui,
            palette,
            "What",
            &mut form.selection,
            &[(false, "Everything"), (true, "Selection")],
        );
    }
}

/// A choice with what it is about before it.
fn choice_row<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    about: &str,
    chosen: &mut T,
    all: &[(T, &str)],
) {
    caption(ui, palette, about);
    segmented(ui, palette, chosen, all);
    ui.end_row();
}
