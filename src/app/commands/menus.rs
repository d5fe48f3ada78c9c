//! The menu bar and the context menu of the canvas: lists of commands, with what can be done now and what is on.

use egui::{Response, Ui};

use super::{Command, CommandEntry, SECTIONS, command_entry, shortcut_label};
use crate::app::App;
use crate::app::canvas::z_order::ZOrder;
use crate::app::widgets::ListRow;
use crate::scene::{Palette, icon};

const WIDTH: f32 = 260.0;
/// The context menu of the canvas, in groups with a line between them.
pub(super) const CONTEXT_MENU: [&[Command]; 2] = [
    &[
        Command::Rename,
        Command::Duplicate,
        Command::Group,
        Command::Ungroup,
        Command::LineStyle,
        Command::ResetLine,
        Command::Lock,
        Command::Restack(ZOrder::Front),
        Command::Restack(ZOrder::Back),
        Command::Delete,
    ],
    &[Command::Insert, Command::SelectAll, Command::Fit],
];

impl App {
    /// All menus in a row.
    pub(crate) fn menu_bar_ui(&mut self, ui: &mut Ui, p: &Palette) {
        egui::MenuBar::new().ui(ui, |ui| {
            for section in &SECTIONS {
                ui.menu_button(section.label, |ui| {
                    ui.set_width(WIDTH);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (index, group) in section.groups.iter().enumerate() {
                        if index > 0 {
                            separator_ui(ui);
                        }
                        for entry in *group {
                            self.row_ui(ui, p, entry, entry.label);
                        }
                    }
                });
            }
        });
    }

    /// What can be done with the selection and the drawing, where the canvas is pressed with the other button.
    pub(crate) fn context_menu_ui(&mut self, canvas: &Response, p: &Palette) {
        canvas.context_menu(|ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, group) in CONTEXT_MENU.iter().enumerate() {
                if index > 0 {
                    separator_ui(ui);
                }
                for &command in *group {
                    let is_about_lines = matches!(command, Command::LineStyle | Command::ResetLine);
                    if is_about_lines && !self.is_enabled(command) {
                        continue;
                    }
                    let entry = command_entry(command);
                    let unlocks = command == Command::Lock && self.is_on(command);
                    let label = if unlocks { "Unlock" } else { entry.label };
                    self.row_ui(ui, p, entry, label);
                }
            }
        });
    }

    fn row_ui(&mut self, ui: &mut Ui, p: &Palette, entry: &CommandEntry, label: &str) {
        let keys = shortcut_label(ui.ctx(), entry.command);
        let row = ListRow::new(label)
            .end(&keys)
            .icon(self.is_on(entry.command).then_some(icon::CHECK))
            .enabled(self.is_enabled(entry.command));
        if row.show(ui, p).clicked() {
            self.queued_commands.push(entry.command);
            ui.close();
        }
    }

    /// Whether a command would do anything now.
    pub(crate) fn is_enabled(&self, command: Command) -> bool {
        let Some(session) = &self.session else {
            return command_entry(command).anywhere;
        };
        if command.changes_drawing() && session.numbers.is_breaking() {
            return false;
        }
        let some = !session.document.selection().is_empty();
        match command {
            Command::Undo => session.document.undo_label().is_some(),
            Command::Redo => session.document.redo_label().is_some(),
            Command::Cut
            | Command::Copy
            | Command::Duplicate
            | Command::Delete
            | Command::Restack(_)
            | Command::Lock
            | Command::PasteSettings
            | Command::Group
            | Command::FitSelection => some,
            Command::Ungroup => {
                let design = session.document.design();
                let mut selected = session.document.selection().iter();
                selected.any(|&id| design.zone(id).is_some())
            }
            Command::LineStyle | Command::ResetLine => {
                let design = session.document.design();
                let mut selected = session.document.selection().iter();
                selected.any(|&id| design.connection(id).is_some())
            }
            Command::EditPrompt => {
                let prompt = session.scenario.as_ref();
                prompt.is_some_and(|prompt| self.is_own(&prompt.id))
            }
            Command::MakePrompt | Command::Break => {
                session.document.design().components().len() > 0
            }
            Command::Rename | Command::CopySettings => session.document.selection().len() == 1,
            _ => true,
        }
    }

    /// Whether what a command switches is on now.
    fn is_on(&self, command: Command) -> bool {
        match command {
            Command::Grid => self.profile.preferences.grid,
            Command::Snap => self.profile.preferences.snap,
            Command::Panels => self.panels,
            Command::Outline => self.session.as_ref().is_some_and(|session| session.outline),
            Command::Break => self.is_breaking(),
            Command::FrameTimes => self.frame_times.is_some(),
            Command::Lock => self.is_only_locked_selected(),
            Command::Tool(tool) => self
                .session
                .as_ref()
                .is_some_and(|session| session.canvas.tool == tool),
            _ => false,
        }
    }
}

fn separator_ui(ui: &mut Ui) {
    ui.add_space(3.0);
    ui.separator();
    ui.add_space(3.0);
}
