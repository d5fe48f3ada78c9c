//! Orthogonal routes for connections, around boxes.
//!
//! Seven steps: [`search`] finds the candidates of each connection on its own, [`choose`] picks one of them so that few lines
//! cross, [`ports`] spreads the ends over the sides of the boxes, [`router`] leads each candidate to its ports, [`nudge`]
//! moves apart what lies on top of one another, [`detach`] leads lines anew that still share a track, and [`straighten`] takes
//! small steps out. Of more lines than [`budget`] allows the rest is drawn straight.

mod budget;
mod candidate;
mod choose;
mod detach;
mod direct;
mod nudge;
mod obstacles;
mod pinned;
mod ports;
mod route;
mod routed_connection;
mod router;
mod search;
mod side;
mod sparse_grid;
mod straighten;
#[cfg(test)]
mod tests;
mod tracks;
mod unrouted;

pub use pinned::PinConflict;
pub use route::Route;
pub use router::{Router, RoutingConstraints};
