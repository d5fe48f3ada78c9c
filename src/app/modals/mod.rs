//! What is shown over everything else: choices that cannot wait, the export form, the command palette, the keys.

mod ask;
mod commands;
mod conflict;
mod handbook;
mod keys;
mod layout;
mod outcome;
mod prices;
mod prompt;
mod settings;
mod versions;
mod working;
mod zone_deletion;

use std::path::PathBuf;
use std::time::Instant;

use egui::{Align2, Frame, Id, Margin, Modal as Window, vec2};

use crate::app::background::Progress;
use crate::app::files::dialogs::DialogPurpose;
use crate::model::Prices;
use crate::practice::Preferences;
use crate::scene::Palette;

pub(crate) use conflict::Conflict;
pub(crate) use handbook::HandbookForm;
pub(crate) use outcome::{ConflictChoice, ExportForm, ModalOutcome, NextStep, PromptFormAction};
pub(crate) use prices::PricesForm;
pub(crate) use prompt::PromptForm;
pub(crate) use versions::VersionsForm;
pub(crate) use zone_deletion::ZoneDeletion;

/// What modals look at.
#[derive(Debug)]
pub(crate) struct ModalContext<'a> {
    /// The colors.
    pub palette: &'a Palette,
    /// Whether a drawing is in sight.
    pub is_working: bool,
    /// Whether something in it is selected.
    pub has_selection: bool,
    /// How the user likes the program.
    pub preferences: &'a Preferences,
    /// The prices that the drawing sets itself.
    pub prices: &'a Prices,
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
    /// Zones are to be deleted, and something lies in them.
    DeleteZones(ZoneDeletion),
    /// Something is under way.
    Working {
        /// What, as a title: "Opening shop.boxdrill".
        title: String,
        /// Since when.
        since: Instant,
        /// How much of it is done.
        progress: Progress,
    },
}

impl Modal {
    /// The command palette, nothing typed yet.
    pub(crate) fn commands() -> Self {
        Self::Commands {
            text: String::new(),
            chosen: 0,
        }
    }

    /// Shows it over everything else; gives what the user wants.
    pub(crate) fn ui(&mut self, ctx: &egui::Context, cx: &ModalContext<'_>) -> ModalOutcome {
        let palette = cx.palette;
        let margin = if matches!(self, Self::Commands { .. }) {
            8
        } else {
            20
        };
        let frame = Frame::window(&ctx.style_of(ctx.theme())).inner_margin(Margin::same(margin));
        let mut outcome = ModalOutcome::Open;
        let id = Id::unique(("modal", std::mem::discriminant(self)));
        let shown = Window::new(id)
            .area(self.placed_area(ctx, id))
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(self.width());
                outcome = match self {
                    Self::Discard(after) => ask::discard_ui(ui, palette, after),
                    Self::Overwrite { path, why } => ask::overwrite_ui(ui, palette, path, why),
                    Self::Conflict {
                        path,
                        conflict,
                        own,
                    } => conflict::ui(ui, palette, path, conflict, *own),
                    Self::Path {
                        purpose,
                        text,
                        export,
                        fresh,
                    } => ask::path_ui(ui, palette, purpose, text, export.as_ref(), fresh),
                    Self::Export(form) => ask::export_ui(ui, palette, form, cx.has_selection),
                    Self::Commands { text, chosen } => {
                        commands::ui(ui, palette, text, chosen, cx.is_working)
                    }
                    Self::Keys => keys::ui(ui, palette),
                    Self::Prices(form) => prices::ui(ui, palette, form, cx.prices),
                    Self::Handbook(form) => handbook::ui(ui, palette, form),
                    Self::Prompt(form) => prompt::ui(ui, palette, form),
                    Self::Versions(form) => versions::ui(ui, palette, form),
                    Self::DeleteZones(deletion) => deletion.ui(ui, palette),
                    Self::Settings => settings::ui(ui, palette, cx.preferences),
                    Self::Working {
                        title,
                        since,
                        progress,
                    } => working::ui(ui, palette, title, *since, progress.known()),
                };
            });
        if shown.should_close() && matches!(outcome, ModalOutcome::Open) {
            outcome = ModalOutcome::Closed;
        }
        outcome
    }

    /// In the middle; the command palette at the top, so that its field stays where it is while its rows become fewer.
    fn placed_area(&self, ctx: &egui::Context, id: Id) -> egui::Area {
        let area = Window::default_area(id);
        if matches!(self, Self::Commands { .. }) {
            let top = ctx.content_rect().height() * 0.12;
            area.anchor(Align2::CENTER_TOP, vec2(0.0, top))
        } else {
            area
        }
    }

    fn width(&self) -> f32 {
        match self {
            Self::Keys | Self::Prices(_) => 720.0,
            Self::Commands { .. } | Self::Path { .. } => 520.0,
            Self::Versions(_) | Self::Prompt(_) => 780.0,
            Self::Handbook(_) => 940.0,
            Self::Conflict { .. } => 440.0,
            _ => 400.0,
        }
    }
}
