//! What the user has done so far and how they like the program: values and their rules only. Where they are kept on disk
//! is `exchange`'s matter.

mod history;

pub use history::{Attempts, Audience, MAX_RECENT, Preferences, Profile, ThemeChoice};
