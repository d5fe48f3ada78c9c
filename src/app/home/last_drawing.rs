//! "Continue": the open drawing, or else the one that was worked on last, also after a restart.

use std::path::{Path, PathBuf};

use egui::{Align, Layout, Ui};
use jiff::Timestamp;

use crate::analysis::Severity;
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram::{self, MiniDiagram};
use crate::app::time_format::format_time;
use crate::app::widgets::{Button, ButtonKind, caption, card, card_title, score_dial, styled_text};
use crate::scenario::Library;
use crate::scene::{Face, Palette};
use crate::storage::disk;

const PICTURE: f32 = 190.0;

/// The drawing in the file that was opened or saved last, as it is on the disk.
#[derive(Debug)]
pub(super) struct LastDrawing {
    path: PathBuf,
    /// What it shows; none where it cannot be opened or is empty.
    shown: Option<ShownDrawing>,
}

#[derive(Debug)]
struct ShownDrawing {
    title: String,
    changed_at: Option<Timestamp>,
    picture: MiniDiagram,
}

impl LastDrawing {
    /// Reads the file.
    pub(super) fn read_file(path: &Path, library: &Library) -> Self {
        let opened = disk::open(path).ok();
        let design = opened.map(|opened| opened.loaded.design);
        let design = design.filter(|design| !design.is_empty());
        let shown = design.map(|design| {
            let prompt = design.scenario().and_then(|id| library.get(id));
            let file = path.file_stem().unwrap_or(path.as_os_str());
            let title = match prompt {
                Some(prompt) => prompt.title.clone(),
                None if design.title().is_empty() => file.to_string_lossy().into_owned(),
                None => design.title().to_owned(),
            };
            let changed = path.metadata().and_then(|meta| meta.modified()).ok();
            ShownDrawing {
                title,
                changed_at: changed.and_then(|at| Timestamp::try_from(at).ok()),
                picture: MiniDiagram::new(design),
            }
        });
        Self {
            path: path.to_owned(),
            shown,
        }
    }

    /// Whether it is this file.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        self.path == path
    }

    /// Shows it, where there is something to go on with; says whether the user wants that.
    pub(super) fn continue_ui(&self, ui: &mut Ui, p: &Palette) -> bool {
        let Some(shown) = &self.shown else {
            return false;
        };
        let file = self.path.file_name().unwrap_or(self.path.as_os_str());
        let file = file.to_string_lossy();
        let when = shown.changed_at.map(format_time);
        let wanted = card_ui(ui, p, (&shown.title, &file, when.as_deref(), None), |ui| {
            shown.picture.show(ui, p, PICTURE, "Last drawing");
        });
        ui.add_space(gap::XL);
        wanted
    }
}

/// The open drawing; says whether to go on with it.
pub(super) fn continue_session_ui(ui: &mut Ui, p: &Palette, session: &Session) -> bool {
    let score = session.checked.as_ref();
    let score = score.map(|checked| checked.report.score.total);
    let state = describe_state(session);
    card_ui(ui, p, (session.title(), &state, None, score), |ui| {
        mini_diagram::design_ui(ui, p, session.document.design(), PICTURE);
    })
}

/// The card: a picture, the title, what there is to say of it, when it was changed, and its score.
fn card_ui(
    ui: &mut Ui,
    p: &Palette,
    (title, state, when, score): (&str, &str, Option<&str>, Option<u32>),
    picture: impl FnOnce(&mut Ui),
) -> bool {
    let mut wanted = false;
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            card_title(ui, p, "Continue");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(when) = when {
                    caption(ui, p, when);
                }
            });
        });
        ui.add_space(gap::XXS);
        picture(ui);
        ui.add_space(gap::S);
        ui.horizontal(|ui| {
            if let Some(score) = score {
                score_dial(ui, p, score, None, 44.0);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = Button::new(ButtonKind::Primary, "Continue");
                wanted = button.show(ui, p).clicked();
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = gap::XXS;
                    let name = styled_text(title, Face::SemiBold, TextSize::Body, p.text_primary);
                    ui.add(egui::Label::new(name).truncate());
                    let state =
                        styled_text(state, Face::Regular, TextSize::Small, p.text_secondary);
                    ui.add(egui::Label::new(state).truncate());
                });
            });
        });
    });
    wanted
}

/// "1 critical finding", or else the file.
fn describe_state(session: &Session) -> String {
    let critical = session
        .checked
        .as_ref()
        .map_or(0, |checked| checked.report.count(Severity::Critical));
    match critical {
        0 => session.name(),
        1 => "1 critical finding".to_owned(),
        more => format!("{more} critical findings"),
    }
}
