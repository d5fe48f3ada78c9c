//! Everything kept on disk: drawings, their earlier versions, recovery copies, the user's profile, what was tried. Only this module and
//! those right of it name the file system.

mod atomic;
pub mod attempts;
pub mod difference;
pub mod disk;
pub(crate) mod embed;
pub mod fingerprint;
pub mod folders;
pub mod history;
mod lines;
pub mod lock;
pub mod panel;
mod problem;
pub mod profile;
pub mod recovery;
pub mod rounds;
pub mod scenario_files;
pub mod steps;
