//! Orthogonal routes for connections, around boxes.
//!
//! Four steps: [`search`] finds a way for each connection on its own, [`ports`] spreads the ends over the sides of the
//! boxes, [`router`] leads each way to its ports, and [`nudge`] moves apart what lies on top of one another. The first
//! and the third, the costly ones, depend only on the boxes near a connection and are kept until one of those changes;
//! the other two are quick and are always done for the whole drawing. So the routes are a function of the boxes and
//! connections, whatever was drawn before.

mod candidate;
mod choose;
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
#[cfg(test)]
mod tests;
mod unrouted;

pub use pinned::PinConflict;
pub use route::Route;
pub use router::{Router, RoutingConstraints};
