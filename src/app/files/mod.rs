//! Files as the user meets them: opening and saving, dialogs, changes made by other programs, recovery copies, pictures.

pub(crate) mod autosave;
pub(crate) mod dialogs;
mod external_changes;
pub(crate) mod open_save;
mod pictures;
pub(crate) mod recovery;
