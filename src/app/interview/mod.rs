//! The mock interview in the window: set up, played stage by stage, and ended with a scorecard. Nothing of the check is shown
//! before the end.

mod deep_dive;
mod drawings;
mod flow;
mod interviewer;
mod lines;
mod questions;
mod rail;
mod running;
mod score;
mod setup;
mod state;
mod written;

pub(crate) use state::{Interview, RoundSetup, is_refused};
