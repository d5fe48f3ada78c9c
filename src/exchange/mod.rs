//! Everything in and out: drawings on disk, recovery copies, the user's profile, pictures.

mod atomic;
pub mod disk;
pub mod folders;
pub mod profile;
pub mod recovery;
