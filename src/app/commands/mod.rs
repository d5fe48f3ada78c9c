//! Every command the user can give, in one table: menus, keys, tooltips, the command palette and the list of keys all come
//! from it.

mod command;
mod deleting;
mod execute;
mod keys;
mod lookup;
mod menus;
mod table;

pub(crate) use command::Command;
pub(crate) use keys::{LOCK, UNGROUP};
pub(crate) use lookup::{all_entries, command_entry, pressed_commands, shortcut_label};
pub(crate) use menus::{CommandStatus, context_menu_ui, menu_bar_ui};
pub(crate) use table::{CommandEntry, MenuSection, SECTIONS};
