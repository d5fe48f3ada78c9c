//! The open drawing: its document, its file, and what the check says of it.

pub(crate) mod analyzed;
mod check;
pub(crate) mod check_result;
pub(crate) mod file;
mod fix_offers;
pub(crate) mod plan_search;
pub(crate) mod session;
