//! Finds room for the pills of connections: on their line, but on no box, head or other pill.

use crate::layout::Route;
use crate::model::{Point, Rect};

/// Clear space around a pill.
const CLEAR: f64 = 3.0;
/// The widest a component gets: how far left of a place a box that covers it may begin.
const WIDEST_BOX: f64 = 240.0;
/// Where along a stretch a pill is tried, in this order.
const TRIES: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/// How far from where the user has put it a pill is tried (parts of the line).
const SLIDES: [f64; 7] = [0.0, -0.04, 0.04, -0.08, 0.08, -0.12, 0.12];

/// What is taken, and what has been placed so far.
pub(super) struct LabelPlacer {
    /// Boxes by their left edge.
    boxes: Vec<Rect>,
    taken: Vec<Rect>,
}

impl LabelPlacer {
    pub(super) fn new(boxes: impl Iterator<Item = Rect>) -> Self {
        let mut boxes: Vec<Rect> = boxes.collect();
        boxes.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
        Self {
            boxes,
            taken: Vec::new(),
        }
    }

    /// Keeps pills away from these places.
    pub(super) fn keep_clear(&mut self, places: impl Iterator<Item = Rect>) {
        self.taken.extend(places);
    }

    /// The middle of the best free place on the line: nearest to where the user has put it, or else on the longest stretch
    /// first. With `anyway` a place is found even where there is no room, and so it is where the user has put it.
    pub(super) fn place_label(
        &mut self,
        points: &[Point],
        (width, height): (f64, f64),
        put: Option<f64>,
        anyway: bool,
    ) -> Option<Point> {
        let center = match put {
            Some(part) => self.place_near(points, part, width, height),
            None => self.place_on_longest(points, width, height, anyway)?,
        };
        self.taken.push(Rect::from_center(center, width, height));
        Some(center)
    }

    /// The free place nearest to a part (0 to 1) of the line; that place itself where all is taken.
    fn place_near(&self, points: &[Point], part: f64, width: f64, height: f64) -> Point {
        let route = Route {
            points: points.to_vec(),
        };
        let at = |by: f64| route.point_at((part + by).clamp(0.0, 1.0));
        SLIDES
            .into_iter()
            .map(at)
            .find(|&center| self.is_free(Rect::from_center(center, width, height)))
            .unwrap_or(at(0.0))
    }

    fn place_on_longest(
        &self,
        points: &[Point],
        width: f64,
        height: f64,
        anyway: bool,
    ) -> Option<Point> {
        let mut stretches: Vec<(Point, Point)> =
            points.windows(2).map(|pair| (pair[0], pair[1])).collect();
        // Stable, so that of equally long stretches the first wins.
        stretches.sort_by(|a, b| b.0.distance(b.1).total_cmp(&a.0.distance(a.1)));
        let long_enough = |from: Point, to: Point| {
            let level = (from.y - to.y).abs() < (from.x - to.x).abs();
            from.distance(to) >= if level { width } else { height }
        };
        let found = stretches
            .iter()
            .filter(|(from, to)| long_enough(*from, *to))
            .flat_map(|(from, to)| TRIES.map(|t| from.lerp(*to, t)))
            .find(|&center| self.is_free(Rect::from_center(center, width, height).expanded(CLEAR)));
        let fallback = || {
            stretches
                .first()
                .map(|(from, to)| from.lerp(*to, 0.5))
                .filter(|_| anyway)
        };
        found.or_else(fallback)
    }

    fn is_free(&self, rect: Rect) -> bool {
        let from = self
            .boxes
            .partition_point(|b| b.min.x < rect.min.x - WIDEST_BOX);
        let near = self.boxes[from..]
            .iter()
            .take_while(|b| b.min.x <= rect.max.x);
        !near.into_iter().any(|b| b.intersects(rect))
            && !self.taken.iter().any(|other| other.intersects(rect))
    }
}
