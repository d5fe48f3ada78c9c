//! What the user has done so far and how they like the program: values and their rules only. Where they are kept on disk
//! is `exchange`'s matter.

mod drill;
mod history;

pub use drill::{FlowQuestion, Grade, LoadQuestion, Prediction, Round};
pub use history::{Attempts, Audience, Drills, MAX_RECENT, Preferences, Profile, ThemeChoice};
