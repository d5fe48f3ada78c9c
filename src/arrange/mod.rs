//! Automatic layout and the routing of connections: positions in, positions and lines out.

mod layered;
mod route;

pub use layered::tidy;
pub use route::{Route, Router};
