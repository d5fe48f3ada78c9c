//! Automatic layout and the routing of connections: positions in, positions and lines out.
//!
//! Both are pure functions of what is drawn: no clock, no hash order, no randomness.

mod free;
mod layered;
mod routing;
mod spacing;
mod ties;

pub use free::{free_place, free_place_in, with_frame};
pub use layered::{Flow, tidy, tidy_towards};
pub use routing::{Route, Router, Strain, Wishes};

/// The grid component centres are put on (world units).
const GRID: f64 = 16.0;
