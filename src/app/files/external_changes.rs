//! The file behind the drawing as the rest of the world sees it: other programs that write it, other windows that have it
//! open, disks that keep nothing. A bar above the drawing asks the user to decide.

use egui::{Align, Frame, Layout, Margin, Panel, Stroke, Ui};

use super::recovery::RecoveryList;
use crate::app::document::session::Session;
use crate::app::look::TextSize;
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::scene::{Face, Palette, icon};
use crate::storage::lock::LockState;

const BAR: f32 = 40.0;

/// The change that the bar reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ExternalChange {
    /// A window that was opened on a file does not show that there is unsaved work of before.
    Recovered(usize),
    /// Another window has the file.
    Elsewhere { name: String, process: Option<u32> },
    /// The file holds something else now.
    Changed { name: String },
    /// Unsaved work is in no copy, for this reason.
    Unkept { why: String },
}

/// What is offered beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExternalChangeAction {
    /// Home, where the recovered work is listed.
    ShowRecovered,
    /// The recovered work waits.
    HideRecovered,
    /// What the file holds, as a drawing of its own.
    OpenCopy,
    /// What the file holds, in place of the drawing.
    Reload,
    /// The drawing as it is.
    Keep,
    /// A file of the user's choice for the drawing.
    SaveCopy,
    /// The recovery copy goes among the temporary files.
    KeepAmongTemporary,
}

impl ExternalChange {
    fn text(&self) -> String {
        match self {
            Self::Recovered(1) => "Unsaved work from your last session was recovered".to_owned(),
            Self::Recovered(count) => format!("{count} drawings with unsaved work were recovered"),
            Self::Elsewhere { name, process } => {
                let process =
                    process.map_or_else(String::new, |number| format!(" (process {number})"));
                format!(
                    "{name} is open in another window{process}. You can view it here; your changes are saved as a copy"
                )
            }
            Self::Changed { name } => format!("{name} was changed outside this window"),
            Self::Unkept { why } => format!("Unsaved work cannot be backed up: {why}"),
        }
    }

    /// From the right.
    fn actions(&self) -> &'static [(&'static str, ExternalChangeAction)] {
        match self {
            Self::Recovered(_) => &[
                ("Later", ExternalChangeAction::HideRecovered),
                ("Show it", ExternalChangeAction::ShowRecovered),
            ],
            Self::Elsewhere { .. } => &[("Open a copy", ExternalChangeAction::OpenCopy)],
            Self::Changed { .. } => &[
                ("Keep my version", ExternalChangeAction::Keep),
                ("Reload", ExternalChangeAction::Reload),
            ],
            Self::Unkept { .. } => &[
                (
                    "Use the temporary folder",
                    ExternalChangeAction::KeepAmongTemporary,
                ),
                ("Save a copy…", ExternalChangeAction::SaveCopy),
            ],
        }
    }
}

/// What happened outside that the user should know.
pub(crate) fn find_external_changes(
    recovery: &RecoveryList,
    unkept: Option<&str>,
    session: Option<&Session>,
) -> Vec<ExternalChange> {
    let mut changes = Vec::new();
    if let Some(why) = unkept {
        let why = why.to_owned();
        changes.push(ExternalChange::Unkept { why });
    }
    if recovery.is_unannounced && !recovery.items.is_empty() {
        changes.push(ExternalChange::Recovered(recovery.items.len()));
    }
    let Some(session) = session else {
        return changes;
    };
    let Some(home) = &session.file else {
        return changes;
    };
    let name = home.name();
    if let LockState::Theirs(process) = home.lock {
        changes.push(ExternalChange::Elsewhere {
            name: name.clone(),
            process,
        });
    }
    // Unsaved changes are not to be reloaded away: saving them asks what to do.
    if home.changed_on_disk && !session.is_dirty() {
        changes.push(ExternalChange::Changed { name });
    }
    changes
}

/// Shows what there is to tell, a bar each; gives what was pressed.
pub(crate) fn bars_ui(
    ui: &mut Ui,
    p: &Palette,
    changes: &[ExternalChange],
) -> Option<ExternalChangeAction> {
    let mut chosen = None;
    for (index, change) in changes.iter().enumerate() {
        chosen = bar_ui(ui, p, index, change).or(chosen);
    }
    chosen
}

fn bar_ui(
    ui: &mut Ui,
    p: &Palette,
    index: usize,
    change: &ExternalChange,
) -> Option<ExternalChangeAction> {
    let mut chosen = None;
    let frame = Frame::new()
        .fill(p.accent_soft)
        .stroke(Stroke::new(1.0, p.accent_line))
        .inner_margin(Margin::symmetric(14, 0));
    Panel::top(("news", index))
        .exact_size(BAR)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(styled_text(
                    icon::INFO,
                    Face::Icons,
                    TextSize::Icon,
                    p.accent_text,
                ));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    for (text, act) in change.actions() {
                        let button = Button::new(ButtonKind::Normal, text).small();
                        if button.show(ui, p).clicked() {
                            chosen = Some(*act);
                        }
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let text = styled_text(
                            change.text(),
                            Face::Regular,
                            TextSize::Body,
                            p.text_primary,
                        );
                        ui.add(egui::Label::new(text).truncate())
                            .on_hover_text(change.text());
                    });
                });
            });
        });
    chosen
}
