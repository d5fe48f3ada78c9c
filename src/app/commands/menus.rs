//! The menu bar and the context menu of the canvas: lists of commands, with what can be done now and what is on.

use egui::{Popup, Pos2, Response, SetOpenCommand, Ui};

use super::command::Command;
use super::lookup::{command_entry, shortcut_label};
use super::table::{CommandEntry, SECTIONS};
use crate::app::canvas::z_order::ZOrder;
use crate::app::document::session::Session;
use crate::app::look::gap;
use crate::app::widgets::ListRow;
use crate::layout::Direction;
use crate::model::Id;
use crate::practice::Preferences;
use crate::scene::{Palette, icon};

const WIDTH: f32 = 260.0;
/// The context menu of what is selected, in groups with a line between them; what cannot be done with it is left out.
pub(super) const ITEM_MENU: [&[Command]; 5] = [
    &[
        Command::Rename,
        Command::Cut,
        Command::Copy,
        Command::Paste,
        Command::Duplicate,
    ],
    &[
        Command::Replicas(1),
        Command::Replicas(-1),
        Command::Link,
        Command::Group,
        Command::Ungroup,
        Command::LineStyle,
        Command::ResetLine,
    ],
    &[
        Command::Lock,
        Command::Restack(ZOrder::Front),
        Command::Restack(ZOrder::Back),
    ],
    &[Command::BreakSelected, Command::Handbook],
    &[Command::Delete, Command::DeleteBridging],
];
/// The context menu of the canvas where nothing is selected.
pub(super) const CANVAS_MENU: [&[Command]; 2] = [
    &[Command::Paste, Command::Insert],
    &[
        Command::SelectAll,
        Command::Fit,
        Command::Tidy(Direction::Right),
    ],
];

/// What decides whether a command can be given now, and whether what it switches is on.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the menus"
)]
pub(crate) struct CommandStatus<'a> {
    /// The open drawing, if any.
    pub session: Option<&'a Session>,
    /// How the user likes the program.
    pub preferences: &'a Preferences,
    /// Whether the drawing answers a prompt that the user can change.
    pub is_own_prompt: bool,
    /// Whether the side panels are shown.
    pub has_panels: bool,
    /// Whether the panel on the left is the outline.
    pub has_outline: bool,
    /// Whether the program is shown in place of the drawing.
    pub has_program: bool,
    /// Whether owners and stages are shown on the canvas.
    pub has_owners: bool,
    /// Whether presses stop and start parts, and nothing can be changed.
    pub is_breaking: bool,
    /// Whether an accepted design is shown beside the drawing.
    pub is_comparing: bool,
    /// Whether the times of frames are shown.
    pub has_frame_times: bool,
}

impl CommandStatus<'_> {
    /// Whether a command would do anything now.
    pub(crate) fn is_enabled(&self, command: Command) -> bool {
        let Some(session) = self.session else {
            return command_entry(command).anywhere;
        };
        if (command.changes_drawing() && self.is_breaking)
            || (command.needs_canvas() && self.has_program)
        {
            return false;
        }
        let document = &session.document;
        let design = document.design();
        let selection = document.selection();
        let some = !selection.is_empty();
        let is_component = |id: &Id| design.component(*id).is_some();
        let placed = selection
            .iter()
            .filter(|id| design.connection(**id).is_none());
        match command {
            Command::Undo => document.undo_label().is_some(),
            Command::Redo => document.redo_label().is_some(),
            Command::Cut
            | Command::Copy
            | Command::Duplicate
            | Command::Delete
            | Command::Lock
            | Command::FitSelection => some,
            Command::PasteSettings => some && session.canvas.has_settings(),
            Command::Group | Command::Restack(_) => placed.count() > 0,
            Command::Align(_) => placed.count() > 1,
            Command::Distribute(_) => placed.count() > 2,
            Command::Replicas(_) | Command::DeleteBridging => selection.iter().any(is_component),
            Command::Link | Command::AddNeighbor(_) => {
                document.only_selected().as_ref().is_some_and(is_component)
            }
            Command::Ungroup => selection.iter().any(|&id| design.zone(id).is_some()),
            Command::LineStyle | Command::ResetLine => {
                selection.iter().any(|&id| design.connection(id).is_some())
            }
            Command::BreakSelected => selection.iter().any(|&id| design.note(id).is_none()),
            Command::EditPrompt => self.is_own_prompt,
            Command::Compare => session.closest_design().is_some(),
            Command::MakePrompt | Command::Break | Command::Tidy(_) => {
                design.components().len() > 0
            }
            Command::SelectAll
            | Command::Find
            | Command::Fit
            | Command::CopyPicture
            | Command::CopyText
            | Command::Export
            | Command::Present => !design.is_empty(),
            Command::Rename | Command::CopySettings | Command::Step(_) => selection.len() == 1,
            Command::New
            | Command::Open
            | Command::Save
            | Command::SaveAs
            | Command::Versions
            | Command::Home
            | Command::Quit
            | Command::Paste
            | Command::PasteInPlace
            | Command::FrameTimes
            | Command::Tool(_)
            | Command::Insert
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::Grid
            | Command::Snap
            | Command::Panels
            | Command::Outline
            | Command::Program
            | Command::Owners
            | Command::NextPanel
            | Command::PreviousPanel
            | Command::FullScreen
            | Command::Scale(_)
            | Command::Theme
            | Command::Interview
            | Command::History
            | Command::Drill(_)
            | Command::Check
            | Command::Prices
            | Command::OpenPack
            | Command::Commands
            | Command::Keys
            | Command::Handbook
            | Command::Settings => true,
        }
    }

    /// Whether what a command switches is on now.
    fn is_on(&self, command: Command) -> bool {
        match command {
            Command::Grid => self.preferences.grid,
            Command::Snap => self.preferences.snap,
            Command::Panels => self.has_panels,
            Command::Outline => self.has_outline,
            Command::Program => self.has_program,
            Command::Owners => self.has_owners,
            Command::Break => self.is_breaking,
            Command::Compare => self.is_comparing,
            Command::FrameTimes => self.has_frame_times,
            Command::Lock => self
                .session
                .is_some_and(|session| session.document.is_only_locked_selected()),
            Command::Tool(tool) => self
                .session
                .is_some_and(|session| session.canvas.tool == tool),
            Command::New
            | Command::Open
            | Command::Save
            | Command::SaveAs
            | Command::Versions
            | Command::Export
            | Command::CopyPicture
            | Command::CopyText
            | Command::Home
            | Command::Quit
            | Command::Undo
            | Command::Redo
            | Command::Cut
            | Command::Copy
            | Command::Paste
            | Command::PasteInPlace
            | Command::Duplicate
            | Command::Delete
            | Command::DeleteBridging
            | Command::Replicas(_)
            | Command::SelectAll
            | Command::Rename
            | Command::Group
            | Command::Ungroup
            | Command::Tidy(_)
            | Command::Align(_)
            | Command::Distribute(_)
            | Command::Restack(_)
            | Command::CopySettings
            | Command::PasteSettings
            | Command::LineStyle
            | Command::ResetLine
            | Command::Link
            | Command::AddNeighbor(_)
            | Command::Step(_)
            | Command::Find
            | Command::Insert
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::Fit
            | Command::FitSelection
            | Command::NextPanel
            | Command::PreviousPanel
            | Command::Present
            | Command::FullScreen
            | Command::Scale(_)
            | Command::Theme
            | Command::Interview
            | Command::History
            | Command::Drill(_)
            | Command::Check
            | Command::BreakSelected
            | Command::Prices
            | Command::MakePrompt
            | Command::EditPrompt
            | Command::OpenPack
            | Command::Commands
            | Command::Keys
            | Command::Handbook
            | Command::Settings => false,
        }
    }
}

/// All menus in a row.
pub(crate) fn menu_bar_ui(
    ui: &mut Ui,
    p: &Palette,
    status: &CommandStatus<'_>,
    queue: &mut Vec<Command>,
) {
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
                        if row_ui(ui, p, status, entry, entry.label) {
                            queue.push(entry.command);
                        }
                    }
                }
            });
        }
    });
}

/// What can be done with the selection, or with the drawing where nothing is selected. It opens where the canvas `asks` for
/// it, and closes with Escape and with a press beside it.
pub(crate) fn context_menu_ui(
    canvas: &Response,
    asks: Option<Pos2>,
    p: &Palette,
    status: &CommandStatus<'_>,
    queue: &mut Vec<Command>,
) {
    let ctx = &canvas.ctx;
    let id = Popup::default_response_id(canvas);
    let some = status
        .session
        .is_some_and(|session| !session.document.selection().is_empty());
    let groups = if some { &ITEM_MENU[..] } else { &CANVAS_MENU };
    let menu = Popup::menu(canvas)
        .open_memory(asks.map(|_| SetOpenCommand::Bool(true)))
        .at_pointer_fixed();
    let shown = menu.show(|ui| {
        ui.set_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut is_first = true;
        for group in groups {
            let mut commands = group
                .iter()
                .filter(|command| status.is_enabled(**command))
                .peekable();
            if !std::mem::take(&mut is_first) && commands.peek().is_some() {
                separator_ui(ui);
            }
            for &command in commands {
                let entry = command_entry(command);
                let unlocks = command == Command::Lock && status.is_on(command);
                let label = if unlocks { "Unlock" } else { entry.label };
                if row_ui(ui, p, status, entry, label) {
                    queue.push(command);
                }
            }
        }
    });
    let beside = shown.is_some_and(|shown| {
        let pressed = ctx.input(|input| {
            let at = input.pointer.interact_pos();
            at.filter(|_| input.pointer.any_pressed())
        });
        asks.is_none() && pressed.is_some_and(|at| !shown.response.rect.contains(at))
    });
    if beside {
        Popup::close_id(ctx, id);
    }
}

/// One command; says whether it was pressed.
fn row_ui(
    ui: &mut Ui,
    p: &Palette,
    status: &CommandStatus<'_>,
    entry: &CommandEntry,
    label: &str,
) -> bool {
    let keys = shortcut_label(ui.ctx(), entry.command);
    let row = ListRow::new(label)
        .end(&keys)
        .icon(status.is_on(entry.command).then_some(icon::CHECK))
        .enabled(status.is_enabled(entry.command));
    let is_pressed = row.show(ui, p).clicked();
    if is_pressed {
        ui.close();
    }
    is_pressed
}

fn separator_ui(ui: &mut Ui) {
    ui.add_space(gap::XS);
    ui.separator();
    ui.add_space(gap::XS);
}
