//! A connection between two boxes with the candidates of its route and the one chosen.

use std::sync::Arc;

use super::candidate::RouteCandidate;
use super::pinned::PinConflict;
use super::side::{Side, coordinate_on_axis, point_on_axes};
use crate::model::{Id, Point};

/// A connection between two boxes, by their numbers, and its route candidates before its ports are known.
#[derive(Debug)]
pub(super) struct RoutedConnection {
    pub(super) id: Id,
    pub(super) boxes: [usize; 2],
    /// Its route candidates.
    pub(super) candidates: Arc<[RouteCandidate]>,
    /// The index of the chosen candidate.
    pub(super) choice: usize,
    pub(super) pin_conflict: Option<PinConflict>,
    /// The steps that it took to find the candidates.
    pub(super) steps: usize,
}

impl RoutedConnection {
    pub(super) fn candidate(&self) -> &RouteCandidate {
        &self.candidates[self.choice]
    }
}

/// The candidate with its first and last stretch moved sideways to the given ports.
pub(super) fn shift_ends(candidate: &RouteCandidate, [from, to]: [Point; 2]) -> Vec<Point> {
    let mut points = candidate.points.clone();
    let level = candidate.sides[0].is_level();
    let aside = coordinate_on_axis(!level, to) - coordinate_on_axis(!level, from);
    if points.len() == 2 && aside.abs() > 0.0 {
        let middle = coordinate_on_axis(level, from.lerp(to, 0.5));
        points.insert(
            1,
            point_on_axes(level, middle, coordinate_on_axis(!level, from)),
        );
        points.insert(
            2,
            point_on_axes(level, middle, coordinate_on_axis(!level, to)),
        );
    }
    let last = points.len() - 1;
    let move_to = |end: Point, side: Side, port: Point| {
        let level = side.is_level();
        point_on_axes(
            level,
            coordinate_on_axis(level, end),
            coordinate_on_axis(!level, port),
        )
    };
    if last > 1 {
        points[1] = move_to(points[1], candidate.sides[0], from);
        points[last - 1] = move_to(points[last - 1], candidate.sides[1], to);
    }
    points[0] = from;
    points[last] = to;
    points
}
