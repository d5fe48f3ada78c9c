//! The open drawing: its document, its file, and what the check says of it.

pub(crate) mod check;
pub(crate) mod proposal;
pub(crate) mod session;
