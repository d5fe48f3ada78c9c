//! The table of commands, asked: for the row of a command, for its keys, and for the commands that were given by key.

use egui::Event;

use super::command::Command;
use super::keys::Shortcut;
use super::table::{CommandEntry, MenuSection, SECTIONS};

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

    use super::*;
    use crate::app::canvas::z_order::ZOrder;
    use crate::app::commands::menus::{CANVAS_MENU, ITEM_MENU};

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
        let name = |text: &str| text.split('(').next().unwrap().to_owned();
        let defined = variants(include_str!("command.rs"), "Command");
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

    /// A command that says which of several it means has a row for each of them: `command_entry` is asked for any.
    #[test]
    fn every_payload_of_a_command_has_a_row() {
        let types = include_str!("../canvas/types.rs");
        let toward = include_str!("../canvas/align.rs");
        let order = include_str!("../canvas/z_order.rs");
        let drills = include_str!("../../practice/drills/kind.rs");
        let layout = include_str!("../../layout/layered/layout_tree.rs");
        let all: BTreeSet<String> = all_entries()
            .map(|entry| format!("{:?}", entry.command))
            .collect();
        for (command, source, name) in [
            ("Tool", types, "Tool"),
            ("Align", toward, "Toward"),
            ("AddNeighbor", toward, "Toward"),
            ("Step", toward, "Toward"),
            ("Restack", order, "ZOrder"),
            ("Drill", drills, "DrillKind"),
            ("Tidy", layout, "Direction"),
        ] {
            let payloads = variants(source, name);
            assert!(payloads.len() > 1, "{name}");
            for payload in payloads {
                let wanted = format!("{command}({payload})");
                assert!(all.contains(&wanted), "{wanted} has no row");
            }
        }
        let numbers = [
            "Replicas(1)",
            "Replicas(-1)",
            "Scale(1)",
            "Scale(-1)",
            "Scale(0)",
        ];
        for wanted in numbers
            .into_iter()
            .chain(["Distribute(true)", "Distribute(false)"])
        {
            assert!(all.contains(wanted), "{wanted} has no row");
        }
    }

    /// The names of the variants of an enum in its source.
    fn variants(source: &str, name: &str) -> BTreeSet<String> {
        let (_, body) = source.split_once(&format!("enum {name} {{")).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        body.lines()
            .map(str::trim)
            .filter(|line| line.starts_with(char::is_uppercase))
            .map(|line| line.split(['(', ',']).next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_context_menu_holds_each_command_once() {
        for commands in [ITEM_MENU.concat(), CANVAS_MENU.concat()] {
            for (index, command) in commands.iter().enumerate() {
                assert!(!commands[index + 1..].contains(command), "{command:?}");
            }
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
