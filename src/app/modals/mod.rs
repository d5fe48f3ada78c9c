//! What is shown over everything else: choices that cannot wait, the export form, the command palette, the keys.

mod ask;
mod commands;
mod conflict;
mod handbook;
mod keys;
mod prices;
mod prompt;
mod settings;
mod versions;

use std::path::PathBuf;

use egui::{Frame, Id, Margin, Modal as Window, Ui};

use crate::app::App;
use crate::app::canvas::ops;
use crate::app::commands::Command;
use crate::app::files::dialogs::DialogPurpose;
use crate::app::widgets::{Button, ButtonKind, words};
use crate::model::{Design, Edit, Prices};
use crate::practice::Preferences;
use crate::scene::{Face, Palette, Theme};
use crate::storage::disk::Overwrite;

pub(crate) use conflict::Conflict;
pub(crate) use handbook::HandbookForm;
pub(crate) use prices::PricesForm;
pub(crate) use prompt::{PromptForm, PromptFormAction as PromptAct};
pub(crate) use versions::VersionsForm;

/// What the open drawing is left for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// A blank drawing, for the prompt with this id where there is one.
    Blank(Option<String>),
    /// A blank drawing with a guide.
    Guided,
    /// A file yet to be chosen.
    Open,
    /// This file.
    OpenFile(PathBuf),
    /// What this file holds, as a drawing without a file.
    OpenCopy(PathBuf),
    /// A recovery copy, by its place.
    Recover(usize),
    /// Nothing: the window closes.
    Quit,
}

/// What is written when a drawing is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ExportFormat {
    /// A picture in pixels.
    #[default]
    Png,
    /// A picture in lines.
    Svg,
    /// The report: picture, findings and numbers in one HTML file.
    Report,
}

impl ExportFormat {
    /// How the file's name ends.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Report => "html",
        }
    }
}

/// How a drawing is to be exported.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExportForm {
    /// As what.
    pub format: ExportFormat,
    /// Pixels for a world unit.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Without the surface.
    pub transparent: bool,
    /// What is selected alone.
    pub selection: bool,
    /// With the drawing in the file.
    pub embed: bool,
}

impl ExportForm {
    /// The form as it opens: as the screen looks.
    pub(crate) fn new(theme: Option<Theme>) -> Self {
        Self {
            format: ExportFormat::default(),
            scale: 2.0,
            theme: theme.unwrap_or_default(),
            transparent: false,
            selection: false,
            embed: true,
        }
    }
}

/// What is shown over everything else.
#[derive(Debug)]
pub(crate) enum Modal {
    /// Work would be lost.
    Discard(NextStep),
    /// A file is there that this program has not read.
    Overwrite {
        /// Which.
        path: PathBuf,
        /// What is the matter.
        why: String,
    },
    /// Somebody else wrote the file or has it open.
    Conflict {
        /// Which.
        path: PathBuf,
        /// What is the matter.
        conflict: Conflict,
        /// It is the file that the drawing came from.
        own: bool,
    },
    /// A path is wanted and there is no system dialog.
    Path {
        /// What for.
        purpose: DialogPurpose,
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
    /// What kinds cost.
    Prices(PricesForm),
    /// What everything means.
    Handbook(HandbookForm),
    /// How the program looks and moves.
    Settings,
    /// A prompt of the user's own.
    Prompt(Box<PromptForm>),
    /// What was kept of the drawing.
    Versions(Box<VersionsForm>),
}

impl Modal {
    /// The command palette, nothing typed yet.
    pub(crate) fn commands() -> Self {
        Self::Commands {
            text: String::new(),
            chosen: 0,
        }
    }
}

/// What came of a modal in this frame.
enum ModalOutcome {
    Open,
    Closed,
    Give(Command),
    Go(NextStep),
    SaveFirst(NextStep),
    Overwrite(PathBuf),
    Typed(DialogPurpose, PathBuf, Option<ExportForm>),
    Choose(DialogPurpose),
    Prefer(Preferences),
    Prices(Prices),
    Resolve(conflict::ConflictChoice),
    Leave(NextStep),
    GoBack(Box<Design>, jiff::Timestamp),
    Prompt(PromptAct),
}

impl App {
    /// Shows what is open over everything else.
    pub(crate) fn modal_ui(&mut self, ctx: &egui::Context, theme: Theme) {
        let Some(mut modal) = self.modal.take() else {
            return;
        };
        let palette = theme.palette();
        let selected = self
            .session
            .as_ref()
            .is_some_and(|session| !session.document.selection().is_empty());
        let working = self.is_working();
        let mut outcome = ModalOutcome::Open;
        let margin = if matches!(modal, Modal::Commands { .. }) {
            8
        } else {
            20
        };
        let frame = Frame::window(&ctx.style_of(ctx.theme())).inner_margin(Margin::same(margin));
        let preferences = self.profile.preferences.clone();
        let own_prices = self
            .document()
            .map_or_else(Prices::new, |document| document.design().prices().clone());
        let shown = Window::new(Id::unique(("modal", std::mem::discriminant(&modal))))
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(width(&modal));
                outcome = match &mut modal {
                    Modal::Discard(after) => ask::discard_ui(ui, palette, after),
                    Modal::Overwrite { path, why } => ask::overwrite_ui(ui, palette, path, why),
                    Modal::Conflict {
                        path,
                        conflict,
                        own,
                    } => conflict::ui(ui, palette, path, conflict, *own),
                    Modal::Path {
                        purpose,
                        text,
                        export,
                        fresh,
                    } => ask::path_ui(ui, palette, purpose, text, export.as_ref(), fresh),
                    Modal::Export(form) => ask::export_ui(ui, palette, form, selected),
                    Modal::Commands { text, chosen } => {
                        commands::ui(ui, palette, text, chosen, working)
                    }
                    Modal::Keys => keys::ui(ui, palette),
                    Modal::Prices(form) => prices::ui(ui, palette, form, &own_prices),
                    Modal::Handbook(form) => handbook::ui(ui, palette, form),
                    Modal::Prompt(form) => prompt::ui(ui, palette, form),
                    Modal::Versions(form) => versions::ui(ui, palette, form),
                    Modal::Settings => settings::ui(ui, palette, &preferences),
                };
            });
        if shown.should_close() && matches!(outcome, ModalOutcome::Open) {
            outcome = ModalOutcome::Closed;
        }
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
                self.use_typed_path(ctx, &purpose, path, form)
            }
            ModalOutcome::Prefer(preferences) => {
                self.modal = Some(modal);
                self.change_preferences(|mine| *mine = preferences);
            }
            ModalOutcome::Prices(prices) => {
                if let Some(session) = &mut self.session {
                    let edits = vec![Edit::SetPrices(prices)];
                    ops::apply(&mut session.document, "Set prices", edits);
                }
            }
            ModalOutcome::Resolve(way) => self.resolve_conflict(ctx, way),
            ModalOutcome::Leave(after) => self.leave(ctx, after),
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

fn width(modal: &Modal) -> f32 {
    match modal {
        Modal::Keys | Modal::Prices(_) => 720.0,
        Modal::Commands { .. } | Modal::Path { .. } => 520.0,
        Modal::Versions(_) | Modal::Prompt(_) => 780.0,
        Modal::Handbook(_) => 940.0,
        Modal::Conflict { .. } => 440.0,
        _ => 400.0,
    }
}

fn title_ui(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.label(words(text, Face::SemiBold, 15.0, palette.text_primary));
    ui.add_space(6.0);
}

fn buttons_ui(
    ui: &mut Ui,
    palette: &Palette,
    add: impl FnOnce(&mut Ui, &Palette) -> ModalOutcome,
) -> ModalOutcome {
    let row = egui::vec2(ui.available_width(), 28.0);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| add(ui, palette))
        .inner
}

fn cancel_ui(ui: &mut Ui, palette: &Palette) -> ModalOutcome {
    let clicked = Button::new(ButtonKind::Quiet, "Cancel")
        .show(ui, palette)
        .clicked();
    if clicked {
        ModalOutcome::Closed
    } else {
        ModalOutcome::Open
    }
}
