//! Progress: the history of attempts, two of them side by side, the replay of a round, and the short drills. They are pages
//! over Home and over the scorecard, one upon the other.

mod compare;
mod detail;
mod drill;
mod flow;
mod history;
mod kept;
mod known;
mod page;
mod questions;
mod replay;
mod title;

pub(crate) use known::KnownProgress;
pub(crate) use page::ProgressPage;
