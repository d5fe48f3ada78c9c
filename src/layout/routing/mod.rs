//! Orthogonal routes for connections, around boxes.
//!
//! Five steps: [`search`] finds the candidates of each connection on its own, [`choose`] picks one of them so that few lines
//! cross, [`ports`] spreads the ends over the sides of the boxes, [`router`] leads each candidate to its ports, and [`place`]
//! puts one line after another beside those before it: [`nudge`] moves its stretches, [`find_way`] finds another way where
//! [`detach`] says that it must have one, and [`straighten`] takes small steps out. Of more lines than [`budget`] allows the
//! rest is drawn straight.
//!
//! Routes are a function of the drawing, whatever was routed before, and lines keep still: in every step they go in the
//! order in which they came into the drawing, with regard to those before them. A new connection moves only lines at its
//! own boxes, and seldom one that stands where those have to go.

mod budget;
mod candidate;
mod choose;
mod detach;
mod direct;
mod find_way;
mod nudge;
mod obstacles;
mod pinned;
mod place;
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
