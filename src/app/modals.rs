//! What is shown over everything else: choices that cannot wait, the export form, the command palette, the keys.

use std::path::{Path, PathBuf};

use egui::{Id, Modal as Window, RichText, ScrollArea, TextEdit, vec2};

use super::App;
use super::command::{self, Command, Menu, TABLE};
use super::dialogs::Purpose;
use super::widgets::{Button, Kind, caption, heading, paragraph, segmented, words};
use crate::exchange::disk::Overwrite;
use crate::scene::{Face, Palette, Theme};

/// What the open drawing is left for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum After {
    /// A blank drawing, for the prompt with this id where there is one.
    Blank(Option<String>),
    /// A file yet to be chosen.
    Open,
    /// This file.
    OpenFile(PathBuf),
    /// A recovery copy, by its place.
    Recover(usize),
    /// Nothing: the window closes.
    Quit,
}

/// How a picture is to be exported.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ExportForm {
    /// SVG, else PNG.
    pub svg: bool,
    /// Pixels for a world unit.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Without the surface.
    pub transparent: bool,
    /// What is selected alone.
    pub selection: bool,
}

impl ExportForm {
    /// The form as it opens: as the screen looks.
    pub(super) fn new(theme: Option<Theme>) -> Self {
        Self {
            svg: false,
            scale: 2.0,
            theme: theme.unwrap_or_default(),
            transparent: false,
            selection: false,
        }
    }
}

/// What is shown over everything else.
#[derive(Debug)]
pub(super) enum Modal {
    /// Work would be lost.
    Discard(After),
    /// The file holds something else than what was opened.
    Overwrite {
        /// Which.
        path: PathBuf,
        /// What is the matter.
        why: String,
    },
    /// A path is wanted and there is no system dialog.
    Path {
        /// What for.
        purpose: Purpose,
        /// What is typed.
        text: String,
        /// How to export.
        export: Option<ExportForm>,
        /// Not shown yet.
        fresh: bool,
    },
    /// How to export.
    Export(ExportForm),
    /// Any command by its name.
    Commands {
        /// What is typed.
        text: String,
        /// Which row is chosen.
        chosen: usize,
    },
    /// All keys.
    Keys,
}

impl Modal {
    /// The command palette, nothing typed yet.
    pub(super) fn commands() -> Self {
        Self::Commands {
            text: String::new(),
            chosen: 0,
        }
    }
}

/// What came of a modal in this frame.
enum Outcome {
    Open,
    Closed,
    Give(Command),
    Go(After),
    SaveFirst(After),
    Overwrite(PathBuf),
    Typed(Purpose, PathBuf, Option<ExportForm>),
    Choose(Purpose),
}

impl App {
    /// Shows what is open over everything else.
    pub(super) fn modal_ui(&mut self, ctx: &egui::Context, theme: Theme) {
        let Some(mut modal) = self.modal.take() else {
            return;
        };
        let palette = theme.palette();
        let selected = self
            .session
            .as_ref()
            .is_some_and(|session| !session.document.selection().is_empty());
        let working = self.is_working();
        let mut outcome = Outcome::Open;
        let shown = Window::new(Id::unique("modal")).show(ctx, |ui| {
            ui.set_width(width(&modal));
            outcome = match &mut modal {
                Modal::Discard(after) => discard_ui(ui, palette, after),
                Modal::Overwrite { path, why } => overwrite_ui(ui, palette, path, why),
                Modal::Path {
                    purpose,
                    text,
                    export,
                    fresh,
                } => path_ui(ui, palette, purpose, text, export.as_ref(), fresh),
                Modal::Export(form) => export_ui(ui, palette, form, selected),
                Modal::Commands { text, chosen } => commands_ui(ui, palette, text, chosen, working),
                Modal::Keys => keys_ui(ui, palette),
            };
        });
        if shown.should_close() && matches!(outcome, Outcome::Open) {
            outcome = Outcome::Closed;
        }
        match outcome {
            Outcome::Open => self.modal = Some(modal),
            Outcome::Closed => self.after_save = None,
            Outcome::Give(command) => self.given.push(command),
            Outcome::Go(after) => self.go_on(ctx, after),
            Outcome::SaveFirst(after) => {
                self.after_save = Some(after);
                self.save(ctx);
            }
            Outcome::Overwrite(path) => self.save_to(ctx, &path, Overwrite::Always),
            Outcome::Typed(purpose, path, form) => self.use_typed_path(ctx, &purpose, path, form),
            Outcome::Choose(purpose) => {
                self.modal = Some(modal);
                self.ask_path(ctx, purpose);
            }
        }
    }
}

fn width(modal: &Modal) -> f32 {
    match modal {
        Modal::Keys => 560.0,
        Modal::Commands { .. } | Modal::Path { .. } => 520.0,
        _ => 400.0,
    }
}

fn title(ui: &mut egui::Ui, palette: &Palette, text: &str) {
    ui.label(words(text, Face::SemiBold, 15.0, palette.text_primary));
    ui.add_space(4.0);
}

fn discard_ui(ui: &mut egui::Ui, palette: &Palette, after: &After) -> Outcome {
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

fn overwrite_ui(ui: &mut egui::Ui, palette: &Palette, path: &Path, why: &str) -> Outcome {
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

fn path_ui(
    ui: &mut egui::Ui,
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

fn export_ui(
    ui: &mut egui::Ui,
    palette: &Palette,
    form: &mut ExportForm,
    selected: bool,
) -> Outcome {
    title(ui, palette, "Export picture");
    egui::Grid::new("export")
        .num_columns(2)
        .spacing(vec2(16.0, 10.0))
        .show(ui, |ui| {
            caption(ui, palette, "Format");
            segmented(ui, palette, &mut form.svg, &[(false, "PNG"), (true, "SVG")]);
            ui.end_row();
            if !form.svg {
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

fn commands_ui(
    ui: &mut egui::Ui,
    palette: &Palette,
    text: &mut String,
    chosen: &mut usize,
    working: bool,
) -> Outcome {
    let field = ui.add(
        TextEdit::singleline(text)
            .desired_width(f32::INFINITY)
            .hint_text("Find a command"),
    );
    let field = field.accessible_name("Find a command");
    field.request_focus();
    let typed = text.to_lowercase();
    let found: Vec<_> = TABLE
        .iter()
        .filter(|entry| working || entry.anywhere)
        .filter(|entry| {
            typed
                .split_whitespace()
                .all(|word| entry.label.to_lowercase().contains(word))
        })
        .collect();
    let (down, up, enter) = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        (
            pressed(egui::Key::ArrowDown),
            pressed(egui::Key::ArrowUp),
            pressed(egui::Key::Enter),
        )
    });
    *chosen = (*chosen + usize::from(down))
        .saturating_sub(usize::from(up))
        .min(found.len().saturating_sub(1));
    if enter && let Some(entry) = found.get(*chosen) {
        return Outcome::Give(entry.command);
    }
    let mut outcome = Outcome::Open;
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for (index, entry) in found.iter().enumerate() {
            let keys = command::keys_label(ui.ctx(), entry.command);
            let row = egui::Button::new(RichText::new(entry.label))
                .shortcut_text(keys)
                .frame(index == *chosen);
            let row = ui.add_sized(vec2(ui.available_width(), 28.0), row);
            if row.clicked() {
                outcome = Outcome::Give(entry.command);
            }
        }
        if found.is_empty() {
            caption(ui, palette, format!("No command called \"{text}\""));
        }
    });
    outcome
}

fn keys_ui(ui: &mut egui::Ui, palette: &Palette) -> Outcome {
    title(ui, palette, "Keys");
    ScrollArea::vertical().max_height(480.0).show(ui, |ui| {
        for menu in Menu::ALL {
            heading(ui, palette, menu.label());
            egui::Grid::new(("keys", menu.label())).num_columns(2).min_col_width(250.0).show(ui, |ui| {
                for entry in TABLE.iter().filter(|entry| entry.menu == menu && !entry.keys.is_empty()) {
                    ui.label(words(entry.label, Face::Regular, 12.5, palette.text_secondary));
                    let mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
                    let keys: Vec<String> = entry.keys.iter().map(|keys| keys.label(mac)).collect();
                    ui.label(words(keys.join("  or  "), Face::Medium, 12.0, palette.text_primary));
                    ui.end_row();
                }
            });
            ui.add_space(6.0);
        }
        heading(ui, palette, "On the canvas");
        for line in [
            "Drag a dot beside a box to connect it; drop it on nothing to place what it leads to",
            "Double-click a thing to name it, or nothing to place a component",
            "Drag with Ctrl or Alt to copy; with Shift to stay on one axis; Ctrl while dragging for no snapping",
            "Wheel moves the view, Ctrl and wheel zooms; right or middle button, or Space, drags the view",
            "Arrows nudge, Tab goes from box to box, Enter names, Esc gives up",
        ] {
            paragraph(ui, palette, line);
        }
    });
    ui.add_space(8.0);
    buttons(ui, palette, |ui, palette| {
        if Button::new(Kind::Normal, "Close")
            .show(ui, palette)
            .clicked()
        {
            Outcome::Closed
        } else {
            Outcome::Open
        }
    })
}

fn buttons(
    ui: &mut egui::Ui,
    palette: &Palette,
    add: impl FnOnce(&mut egui::Ui, &Palette) -> Outcome,
) -> Outcome {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        add(ui, palette)
    })
    .inner
}

fn cancel(ui: &mut egui::Ui, palette: &Palette) -> Outcome {
    let clicked = Button::new(Kind::Quiet, "Cancel")
        .show(ui, palette)
        .clicked();
    if clicked {
        Outcome::Closed
    } else {
        Outcome::Open
    }
}
