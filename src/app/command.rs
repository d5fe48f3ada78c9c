//! Every command the user can give, in one table: menus, keys, tooltips, the command palette and the list of keys all come
//! from it.

use egui::{Event, Key, Modifiers};

use super::canvas::Tool;

/// Something the user can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// A blank drawing.
    New,
    /// A drawing from a file.
    Open,
    /// To its file.
    Save,
    /// To another file.
    SaveAs,
    /// As a picture file.
    Export,
    /// As a picture on the clipboard.
    CopyPicture,
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
    /// Selection once more.
    Duplicate,
    /// Selection away.
    Delete,
    /// Everything.
    SelectAll,
    /// The name in place.
    Rename,
    /// A zone around the selection.
    Group,
    /// The zone away, its contents stay.
    Ungroup,
    /// A new layout.
    Tidy,
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
    /// Light or dark.
    Theme,
    /// The check.
    Check,
    /// The command palette.
    Commands,
    /// The list of keys.
    Keys,
}

/// Where a command stands in the menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Menu {
    /// Files and pictures.
    File,
    /// The drawing.
    Edit,
    /// What a press does.
    Tools,
    /// How it is shown.
    View,
    /// What there is to know.
    Help,
}

impl Menu {
    /// All menus in order.
    pub(super) const ALL: [Self; 5] = [Self::File, Self::Edit, Self::Tools, Self::View, Self::Help];

    /// Its heading.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Tools => "Tools",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// A combination of keys; `command` is Ctrl, or Cmd on a Mac.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys {
    command: bool,
    shift: bool,
    alt: bool,
    key: Key,
}

const fn key(key: Key) -> Keys {
    Keys {
        command: false,
        shift: false,
        alt: false,
        key,
    }
}

const fn ctrl(key: Key) -> Keys {
    Keys {
        command: true,
        shift: false,
        alt: false,
        key,
    }
}

const fn ctrl_shift(key: Key) -> Keys {
    Keys {
        command: true,
        shift: true,
        alt: false,
        key,
    }
}

const fn shift(key: Key) -> Keys {
    Keys {
        command: false,
        shift: true,
        alt: false,
        key,
    }
}

const fn alt_shift(key: Key) -> Keys {
    Keys {
        command: false,
        shift: true,
        alt: true,
        key,
    }
}

const fn alt(key: Key) -> Keys {
    Keys {
        command: false,
        shift: false,
        alt: true,
        key,
    }
}

impl Keys {
    /// What the interface calls them: "Ctrl+Shift+S", or "⇧⌘S" on a Mac.
    pub(super) fn label(self, mac: bool) -> String {
        let key = match self.key {
            Key::Equals => "+",
            Key::Minus => "−",
            Key::Questionmark => "?",
            Key::Enter => "Enter",
            Key::Backslash => "\\",
            Key::Slash => "/",
            Key::Quote => "'",
            other => other.name(),
        };
        let with = |on: bool, name: &'static str| if on { name } else { "" };
        if mac {
            return format!(
                "{}{}{}{key}",
                with(self.alt, "⌥"),
                with(self.shift, "⇧"),
                with(self.command, "⌘")
            );
        }
        // A question mark needs Shift on many keyboards; nobody thinks of it as Shift and something.
        let shift = self.shift && self.key != Key::Questionmark;
        format!(
            "{}{}{}{key}",
            with(self.command, "Ctrl+"),
            with(self.alt, "Alt+"),
            with(shift, "Shift+")
        )
    }

    /// Whether a pressed key is this. Digits are told by their place, since Shift turns them into signs.
    fn fits(self, pressed: Key, place: Option<Key>, modifiers: Modifiers) -> bool {
        let sign = self.key == Key::Questionmark;
        let same = pressed == self.key || (self.shift && place == Some(self.key));
        same && modifiers.command == self.command
            && modifiers.alt == self.alt
            && (modifiers.shift == self.shift || sign)
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The command.
    pub command: Command,
    /// What menus call it.
    pub label: &'static str,
    /// Where it stands.
    pub menu: Menu,
    /// The keys menus show first, then others for the same.
    pub keys: &'static [Keys],
    /// Whether it works without a drawing.
    pub anywhere: bool,
    /// Whether its keys work while text is being typed.
    pub while_typing: bool,
}

const fn row(command: Command, label: &'static str, menu: Menu, keys: &'static [Keys]) -> Entry {
    Entry {
        command,
        label,
        menu,
        keys,
        anywhere: false,
        while_typing: false,
    }
}

impl Entry {
    const fn anywhere(self) -> Self {
        Self {
            anywhere: true,
            while_typing: true,
            ..self
        }
    }

    const fn while_typing(self) -> Self {
        Self {
            while_typing: true,
            ..self
        }
    }
}

/// The table, in the order of the menus.
pub(super) const TABLE: &[Entry] = &[
    row(Command::New, "New drawing", Menu::File, &[ctrl(Key::N)]).anywhere(),
    row(Command::Open, "Open…", Menu::File, &[ctrl(Key::O)]).anywhere(),
    row(Command::Save, "Save", Menu::File, &[ctrl(Key::S)]).while_typing(),
    row(
        Command::SaveAs,
        "Save as…",
        Menu::File,
        &[ctrl_shift(Key::S)],
    )
    .while_typing(),
    row(
        Command::Export,
        "Export picture…",
        Menu::File,
        &[ctrl_shift(Key::E)],
    )
    .while_typing(),
    row(
        Command::CopyPicture,
        "Copy as picture",
        Menu::File,
        &[alt_shift(Key::C)],
    ),
    row(Command::Home, "Prompts", Menu::File, &[ctrl_shift(Key::O)]).while_typing(),
    row(Command::Quit, "Quit", Menu::File, &[ctrl(Key::Q)]).anywhere(),
    row(Command::Undo, "Undo", Menu::Edit, &[ctrl(Key::Z)]),
    row(
        Command::Redo,
        "Redo",
        Menu::Edit,
        &[ctrl_shift(Key::Z), ctrl(Key::Y)],
    ),
    row(Command::Cut, "Cut", Menu::Edit, &[ctrl(Key::X)]),
    row(Command::Copy, "Copy", Menu::Edit, &[ctrl(Key::C)]),
    row(Command::Paste, "Paste", Menu::Edit, &[ctrl(Key::V)]),
    row(Command::Duplicate, "Duplicate", Menu::Edit, &[ctrl(Key::D)]),
    row(
        Command::Delete,
        "Delete",
        Menu::Edit,
        &[key(Key::Delete), key(Key::Backspace)],
    ),
    row(
        Command::SelectAll,
        "Select all",
        Menu::Edit,
        &[ctrl(Key::A)],
    ),
    row(Command::Rename, "Rename", Menu::Edit, &[key(Key::F2)]),
    row(
        Command::Group,
        "Put into a zone",
        Menu::Edit,
        &[ctrl(Key::G)],
    ),
    row(
        Command::Ungroup,
        "Dissolve zone",
        Menu::Edit,
        &[ctrl_shift(Key::G)],
    ),
    row(
        Command::Tidy,
        "Tidy the drawing",
        Menu::Edit,
        &[ctrl_shift(Key::L)],
    ),
    row(
        Command::Tool(Tool::Select),
        "Select",
        Menu::Tools,
        &[key(Key::V)],
    ),
    row(
        Command::Tool(Tool::Hand),
        "Move the view",
        Menu::Tools,
        &[key(Key::H)],
    ),
    row(
        Command::Tool(Tool::Connect),
        "Connect",
        Menu::Tools,
        &[key(Key::A)],
    ),
    row(
        Command::Tool(Tool::Zone),
        "Draw a zone",
        Menu::Tools,
        &[key(Key::F)],
    ),
    row(
        Command::Tool(Tool::Note),
        "Sticky note",
        Menu::Tools,
        &[key(Key::N)],
    ),
    row(
        Command::Tool(Tool::Text),
        "Text",
        Menu::Tools,
        &[key(Key::T)],
    ),
    row(
        Command::Insert,
        "Place a component…",
        Menu::Tools,
        &[key(Key::Slash)],
    ),
    row(Command::Check, "Check", Menu::Tools, &[ctrl(Key::Enter)]).while_typing(),
    row(
        Command::ZoomIn,
        "Zoom in",
        Menu::View,
        &[ctrl(Key::Equals), ctrl(Key::Plus)],
    )
    .while_typing(),
    row(
        Command::ZoomOut,
        "Zoom out",
        Menu::View,
        &[ctrl(Key::Minus)],
    )
    .while_typing(),
    row(
        Command::ZoomReset,
        "Zoom to 100\u{a0}%",
        Menu::View,
        &[ctrl(Key::Num0), shift(Key::Num0)],
    ),
    row(
        Command::Fit,
        "Show everything",
        Menu::View,
        &[shift(Key::Num1), key(Key::Home)],
    ),
    row(
        Command::FitSelection,
        "Show the selection",
        Menu::View,
        &[shift(Key::Num2)],
    ),
    row(Command::Grid, "Grid", Menu::View, &[ctrl(Key::Quote)]),
    row(Command::Snap, "Snapping", Menu::View, &[alt(Key::S)]),
    row(
        Command::Panels,
        "Side panels",
        Menu::View,
        &[ctrl(Key::Backslash)],
    )
    .while_typing(),
    row(
        Command::Theme,
        "Light or dark",
        Menu::View,
        &[alt_shift(Key::D)],
    )
    .anywhere(),
    row(
        Command::Commands,
        "Find a command…",
        Menu::Help,
        &[ctrl(Key::K), ctrl_shift(Key::P)],
    )
    .anywhere(),
    Entry {
        while_typing: false,
        ..row(
            Command::Keys,
            "Keys",
            Menu::Help,
            &[key(Key::Questionmark), key(Key::F1)],
        )
        .anywhere()
    },
];

/// The row of a command.
pub(super) fn entry(command: Command) -> &'static Entry {
    TABLE
        .iter()
        .find(|entry| entry.command == command)
        .unwrap_or(&TABLE[0])
}

/// What menus and tooltips show for a command's keys on this machine.
pub(super) fn keys_label(ctx: &egui::Context, command: Command) -> String {
    let mac = ctx.os() == egui::os::OperatingSystem::Mac;
    entry(command)
        .keys
        .first()
        .map_or_else(String::new, |keys| keys.label(mac))
}

/// Takes the commands given by key out of this frame's input; keys that type text are left alone while text is typed.
pub(super) fn pressed(ctx: &egui::Context, typing: bool, has_drawing: bool) -> Vec<Command> {
    let mut commands = Vec::new();
    let usable = |entry: &Entry| (has_drawing || entry.anywhere) && (!typing || entry.while_typing);
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let found = match event {
                Event::Key {
                    key,
                    physical_key,
                    pressed: true,
                    modifiers,
                    ..
                } => TABLE.iter().find(|entry| {
                    usable(entry)
                        && entry
                            .keys
                            .iter()
                            .any(|keys| keys.fits(*key, *physical_key, *modifiers))
                }),
                _ => None,
            };
            commands.extend(found.map(|entry| entry.command));
            found.is_none()
        });
    });
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_keys() {
        for (index, entry) in TABLE.iter().enumerate() {
            for keys in entry.keys {
                let other = TABLE[index + 1..]
                    .iter()
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

    #[test]
    fn the_most_specific_keys_win_and_signs_are_told_by_place() {
        let save_as = entry(Command::SaveAs).keys[0];
        let both = Modifiers::COMMAND | Modifiers::SHIFT;
        assert!(
            save_as.fits(Key::S, None, both) && !save_as.fits(Key::S, None, Modifiers::COMMAND)
        );
        assert!(!entry(Command::Save).keys[0].fits(Key::S, None, both));
        let fit = entry(Command::Fit).keys[0];
        assert!(fit.fits(Key::Exclamationmark, Some(Key::Num1), Modifiers::SHIFT));
        assert!(entry(Command::Keys).keys[0].fits(
            Key::Questionmark,
            Some(Key::Slash),
            Modifiers::SHIFT
        ));
    }

    #[test]
    fn keys_are_named_as_the_system_names_them() {
        assert_eq!(entry(Command::SaveAs).keys[0].label(false), "Ctrl+Shift+S");
        assert_eq!(entry(Command::SaveAs).keys[0].label(true), "⇧⌘S");
        assert_eq!(entry(Command::Keys).keys[0].label(false), "?");
    }
}
