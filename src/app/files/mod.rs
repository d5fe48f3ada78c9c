//! Files as the user meets them: opening and saving, dialogs, changes made by other programs, recovery copies, pictures.

mod actions;
pub(crate) mod autosave;
mod beside;
pub(crate) mod dialogs;
mod export;
pub(crate) mod external_changes;
mod keeping;
pub(crate) mod paths;
mod pending_write;
pub(crate) mod recovery;
