//! Combinations of keys: what they are called, and which presses are theirs.

use egui::os::OperatingSystem;
use egui::{Key, Modifiers};

/// A combination of keys; `command` is Ctrl, or Cmd on a Mac.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shortcut {
    command: bool,
    shift: bool,
    alt: bool,
    key: Key,
}

/// A key alone.
pub(crate) const fn key_alone(key: Key) -> Shortcut {
    Shortcut {
        command: false,
        shift: false,
        alt: false,
        key,
    }
}

/// With Ctrl or Cmd.
pub(crate) const fn ctrl(of: Key) -> Shortcut {
    Shortcut {
        command: true,
        ..key_alone(of)
    }
}

/// With Ctrl or Cmd, and Shift.
pub(crate) const fn ctrl_shift(of: Key) -> Shortcut {
    Shortcut {
        shift: true,
        ..ctrl(of)
    }
}

/// With Shift.
pub(crate) const fn shift(of: Key) -> Shortcut {
    Shortcut {
        shift: true,
        ..key_alone(of)
    }
}

/// With Ctrl or Cmd, and Alt.
pub(crate) const fn ctrl_alt(of: Key) -> Shortcut {
    Shortcut {
        alt: true,
        ..ctrl(of)
    }
}

/// With Alt.
pub(crate) const fn alt(of: Key) -> Shortcut {
    Shortcut {
        alt: true,
        ..key_alone(of)
    }
}

/// With Alt and Shift.
pub(crate) const fn alt_shift(of: Key) -> Shortcut {
    Shortcut {
        shift: true,
        ..alt(of)
    }
}

/// The keys that lock and unlock, which sentences about locked items name too.
pub(crate) const LOCK: Shortcut = ctrl(Key::L);
/// The keys that ungroup.
pub(crate) const UNGROUP: Shortcut = ctrl_shift(Key::G);

impl Shortcut {
    /// What a sentence calls them on this machine.
    pub(crate) fn native_label(self) -> String {
        self.label(OperatingSystem::from_target_os() == OperatingSystem::Mac)
    }

    /// What the interface calls them: "Ctrl+Shift+S", or "⇧⌘S" on a Mac.
    pub(crate) fn label(self, mac: bool) -> String {
        let key = match self.key {
            Key::Equals => "+",
            Key::Quote => "'",
            Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown => self.key.name(),
            other => other.symbol_or_name(),
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
        let shift = self.shift && !self.is_sign();
        format!(
            "{}{}{}{key}",
            with(self.command, "Ctrl+"),
            with(self.alt, "Alt+"),
            with(shift, "Shift+")
        )
    }

    /// Whether a pressed key is this. Digits are matched by their physical key, since Shift turns them into signs.
    pub(crate) fn matches(self, pressed: Key, place: Option<Key>, modifiers: Modifiers) -> bool {
        let same = pressed == self.key || (self.shift && place == Some(self.key));
        same && modifiers.command == self.command
            && modifiers.alt == self.alt
            && (modifiers.shift == self.shift || self.is_sign())
    }

    /// Whether it is a sign that needs Shift on many keyboards; it is shown without it.
    fn is_sign(self) -> bool {
        matches!(self.key, Key::Questionmark | Key::Plus)
    }
}
