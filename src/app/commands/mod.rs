//! Every command the user can give, in one table: menus, keys, tooltips, the command palette and the list of keys all come
//! from it.

mod execute;
mod keys;
mod menus;
mod table;

pub(crate) use keys::Shortcut;
pub(crate) use table::SECTIONS;

use egui::Event;

use crate::app::canvas::Tool;
use crate::app::canvas::align::Toward;
use crate::app::canvas::z_order::ZOrder;
use crate::layout::Flow;

/// Something the user can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// A blank drawing.
    New,
    /// A drawing from a file.
    Open,
    /// To its file.
    Save,
    /// To another file.
    SaveAs,
    /// What was kept of it.
    Versions,
    /// As a picture file.
    Export,
    /// As a picture on the clipboard.
    CopyPicture,
    /// As lines of text on the clipboard.
    CopyText,
    /// The list of prompts.
    Home,
    /// Ends the program.
    Quit,
    /// Takes back.
    Undo,
    /// Brings back.
    Redo,
    /// Selection to the clipboard, and away.
    Cut,
    /// Selection to the clipboard.
    Copy,
    /// From the clipboard.
    Paste,
    /// From the clipboard, where it was.
    PasteInPlace,
    /// Selection once more.
    Duplicate,
    /// Selection away.
    Delete,
    /// Selection away, whoever called it calls what it called.
    DeleteBridging,
    /// Everything.
    SelectAll,
    /// The name in place.
    Rename,
    /// A zone around the selection.
    Group,
    /// The zone away, its contents stay.
    Ungroup,
    /// A new layout.
    Tidy(Flow),
    /// Edges of the selection on a line.
    Align(Toward),
    /// The same gaps in the selection, level or upright.
    Distribute(bool),
    /// Where the selection lies among what it overlaps.
    Restack(ZOrder),
    /// The selection stays where it is, or may move again.
    Lock,
    /// What is set for the selected item, for others.
    CopySettings,
    /// What was copied so.
    PasteSettings,
    /// How long frames take.
    FrameTimes,
    /// The lines of the selection one way further: around things, curved, straight.
    LineStyle,
    /// The lines of the selection as they find their way themselves.
    ResetLine,
    /// What the selected component calls, by name.
    Link,
    /// A new component beside the selected one, which calls it.
    AddNeighbor(Toward),
    /// What lies beside the selected component.
    Step(Toward),
    /// Something that is drawn, by name.
    Find,
    /// What a press does.
    Tool(Tool),
    /// The search for a component.
    Insert,
    /// Closer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// 100 %.
    ZoomReset,
    /// Everything in view.
    Fit,
    /// The selection in view.
    FitSelection,
    /// Dots on the canvas.
    Grid,
    /// Snapping to grid and neighbours.
    Snap,
    /// Side panels.
    Panels,
    /// What is drawn as a list, in place of what can be placed.
    Outline,
    /// The keyboard to the next panel.
    NextPanel,
    /// The keyboard to the panel before.
    PreviousPanel,
    /// The drawing on the whole screen, each flow told step by step.
    Present,
    /// The whole screen.
    FullScreen,
    /// Everything larger, smaller, or as it was.
    Scale(i8),
    /// Light or dark.
    Theme,
    /// The check.
    Check,
    /// Stopping and starting parts of the drawing.
    Break,
    /// What kinds cost in this drawing.
    Prices,
    /// A prompt whose accepted design is this drawing.
    MakePrompt,
    /// The form of the user's prompt that this drawing answers.
    EditPrompt,
    /// The prompts of a folder.
    OpenPack,
    /// The command palette.
    Commands,
    /// The list of keys.
    Keys,
    /// The page of the handbook about what is selected or explained.
    Handbook,
    /// How the program looks and moves.
    Settings,
}

impl Command {
    /// Whether it brings the view closer or takes it farther, and does nothing else.
    pub(crate) fn only_zooms(self) -> bool {
        matches!(self, Self::ZoomIn | Self::ZoomOut | Self::ZoomReset)
    }

    /// Whether it changes the drawing or takes up a tool to do so.
    pub(crate) fn changes_drawing(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Paste
                | Self::PasteInPlace
                | Self::Duplicate
                | Self::Delete
                | Self::DeleteBridging
                | Self::Rename
                | Self::Group
                | Self::Ungroup
                | Self::Tidy(_)
                | Self::Align(_)
                | Self::Distribute(_)
                | Self::Restack(_)
                | Self::Lock
                | Self::PasteSettings
                | Self::LineStyle
                | Self::ResetLine
                | Self::Link
                | Self::AddNeighbor(_)
                | Self::Tool(_)
                | Self::Insert
                | Self::Prices
                | Self::Versions
        )
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CommandEntry {
    /// The command.
    pub command: Command,
    /// What menus call it.
    pub label: &'static str,
    /// The keys menus show first, then others for the same.
    pub keys: &'static [Shortcut],
    /// Whether it works without a drawing.
    pub anywhere: bool,
    /// Whether its keys work while text is being typed.
    pub while_typing: bool,
}

/// A menu: its heading, and its rows in groups with a line between them.
#[derive(Debug)]
pub(crate) struct MenuSection {
    /// Its heading.
    pub label: &'static str,
    /// Its rows.
    pub groups: &'static [&'static [CommandEntry]],
}

impl MenuSection {
    /// All rows.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'static CommandEntry> {
        self.groups.iter().copied().flatten()
    }
}

/// All rows of the table, in the order of the menus.
pub(crate) fn all_entries() -> impl Iterator<Item = &'static CommandEntry> {
    SECTIONS.iter().flat_map(MenuSection::entries)
}

/// The row of a command.
pub(crate) fn command_entry(command: Command) -> &'static CommandEntry {
    all_entries()
        .find(|entry| entry.command == command)
        .expect("every command has a row, which a test checks")
}

/// What menus and tooltips show for a command's keys on this machine.
pub(crate) fn shortcut_label(ctx: &egui::Context, command: Command) -> String {
    let mac = ctx.os() == egui::os::OperatingSystem::Mac;
    let keys = command_entry(command).keys.first();
    keys.map_or_else(String::new, |keys| keys.label(mac))
}

/// Takes the commands given by key out of this frame's input; keys that type text are left alone while text is typed.
pub(crate) fn pressed_commands(
    ctx: &egui::Context,
    typing: bool,
    has_drawing: bool,
) -> Vec<Command> {
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let found = all_entries().find(|entry| {
                (has_drawing || entry.anywhere)
                    && (!typing || entry.while_typing)
                    && entry.keys.iter().any(|keys| is_press_of(event, *keys))
            });
            commands.extend(found.map(|entry| entry.command));
            found.is_none()
        });
    });
    commands
}

fn is_press_of(event: &Event, keys: Shortcut) -> bool {
    match event {
        Event::Key {
            key,
            physical_key,
            pressed: true,
            modifiers,
            ..
        } => keys.matches(*key, *physical_key, *modifiers),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use egui::{Key, Modifiers};

    use super::menus::CONTEXT_MENU;
    use super::*;

    #[test]
    fn no_two_commands_share_keys() {
        for (index, entry) in all_entries().enumerate() {
            for keys in entry.keys {
                let other = all_entries()
                    .skip(index + 1)
                    .find(|other| other.keys.contains(keys));
                assert!(
                    other.is_none(),
                    "{} and {:?} share {keys:?}",
                    entry.label,
                    other.map(|o| o.label)
                );
            }
        }
    }

    /// `execute` has an arm for each command, or does not compile; each has its place in a menu too.
    #[test]
    fn every_command_has_a_place_in_a_menu_and_a_label_of_its_own() {
        let source = include_str!("mod.rs");
        let (_, body) = source.split_once("enum Command {").unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let is_variant = |line: &&str| line.starts_with(char::is_uppercase);
        let name = |line: &str| line.split(['(', ',']).next().unwrap().to_owned();
        let defined: BTreeSet<String> = body
            .lines()
            .map(str::trim)
            .filter(is_variant)
            .map(name)
            .collect();
        let placed: BTreeSet<String> = all_entries()
            .map(|entry| name(&format!("{:?}", entry.command)))
            .collect();
        assert_eq!(defined, placed);
        for (index, entry) in all_entries().enumerate() {
            let twice = |other: &&CommandEntry| {
                other.command == entry.command || other.label == entry.label
            };
            assert!(!entry.label.is_empty());
            assert!(
                all_entries().skip(index + 1).find(twice).is_none(),
                "{entry:?}"
            );
        }
    }

    #[test]
    fn the_context_menu_holds_each_command_once() {
        let commands: Vec<Command> = CONTEXT_MENU.concat();
        for (index, command) in commands.iter().enumerate() {
            assert!(!commands[index + 1..].contains(command), "{command:?}");
        }
    }

    #[test]
    fn the_most_specific_keys_win_and_signs_are_told_by_place() {
        let save_as = command_entry(Command::SaveAs).keys[0];
        let both = Modifiers::COMMAND | Modifiers::SHIFT;
        assert!(
            save_as.matches(Key::S, None, both)
                && !save_as.matches(Key::S, None, Modifiers::COMMAND)
        );
        assert!(!command_entry(Command::Save).keys[0].matches(Key::S, None, both));
        let fit = command_entry(Command::Fit).keys[0];
        assert!(fit.matches(Key::Exclamationmark, Some(Key::Num1), Modifiers::SHIFT));
        assert!(command_entry(Command::Keys).keys[0].matches(
            Key::Questionmark,
            Some(Key::Slash),
            Modifiers::SHIFT
        ));
    }

    #[test]
    fn keys_are_named_as_the_system_names_them() {
        assert_eq!(
            command_entry(Command::SaveAs).keys[0].label(false),
            "Ctrl+Shift+S"
        );
        assert_eq!(command_entry(Command::SaveAs).keys[0].label(true), "⇧⌘S");
        assert_eq!(command_entry(Command::Keys).keys[0].label(false), "?");
        let front = command_entry(Command::Restack(ZOrder::Front)).keys[0];
        assert_eq!(front.label(false), "Ctrl+Shift+]");
        for keys in all_entries().flat_map(|entry| entry.keys) {
            let label = keys.label(false);
            let last = label.rsplit('+').next().unwrap_or_default();
            assert!(last.len() < 10, "{label}: signs are shown as signs");
        }
    }
}
