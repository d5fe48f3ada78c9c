//! Automatic layout and the routing of connections: positions in, positions and lines out.
//!
//! Both are pure functions of what is drawn: no clock, no hash order, no randomness.

mod free_place;
mod layered;
mod routing;
mod spacing;
mod union_find;

pub use free_place::{find_free_place, find_free_place_in, framed_rect};
pub use layered::{Direction, tidy, tidy_toward};
pub use routing::{PinConflict, Route, Router, RoutingConstraints};

/// The grid component centers are put on (world units).
const GRID: f64 = 16.0;
