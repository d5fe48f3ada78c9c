//! Automatic layout and the routing of connections: positions in, positions and lines out.
//!
//! Both are pure functions of what is drawn: no clock, no hash order, no randomness.

mod box_text;
mod free_place;
mod label_text;
mod layered;
mod routing;
mod spacing;
mod union_find;

pub use box_text::{
    BoxText, NAME_PITCH, NAME_SIZE, SECOND_PITCH, SECOND_SIZE, TEXT_LEFT, TEXT_RIGHT, box_size, replica_chip, set_box,
};
pub use free_place::{find_free_place, find_free_place_in, framed_rect};
pub use label_text::{
    LABEL_GAP, LABEL_PADDING, LABEL_PITCH, LABEL_SIZE, LabelShape, LabelText, MISS_MARK, chip_width,
};
pub use layered::{Direction, tidy, tidy_toward};
pub use routing::{PinConflict, Route, Router, RoutingConstraints};

/// The grid component centers are put on (world units).
const GRID: f64 = 16.0;
