//! Finds room for the labels of connections: on their line, but on no box, head or other label, and on another line only
//! where there is no better place.

use crate::layout::{LabelShape, Route};
use crate::model::{Id, Point, Rect, pt, vector};

/// Clear space around a label (world units).
const CLEAR: f64 = 3.0;
/// Between a label and a line of others (world units).
const OFF_LINE: f64 = 1.0;
/// The widest a component gets: how far left of a place a box that covers it may begin.
const WIDEST_BOX: f64 = 240.0;
/// How far apart the places lie that are tried along a stretch (world units), and how many there are at most on each side
/// of its middle.
const STEP: f64 = 10.0;
const STEPS: i32 = 14;
/// How far from where the user has put it a label is tried (parts of the line).
const SLIDES: [f64; 7] = [0.0, -0.04, 0.04, -0.08, 0.08, -0.12, 0.12];
/// How far from its line a label is looked for where there is no room on it or beside it, and in which steps (world units).
const FARTHEST: f64 = 280.0;
const RING: f64 = 14.0;
const DIRECTIONS: u32 = 24;

/// What is paid for a place, in world units away from the best one: lying over another line, which is worse than the farthest
/// place, lying away from the own line, beside it, over so much of a stretch that none of it is seen, on another stretch than
/// the longest, and with more lines than needed.
const OVER_LINE: f64 = 1_000.0;
const AWAY: f64 = 490.0;
const BESIDE: f64 = 90.0;
const HIDES: f64 = 120.0;
const SHORTER: f64 = 12.0;
const MORE_LINES: f64 = 14.0;
/// What of a stretch is to be seen on each side of a label on it (world units).
const SEEN: f64 = 8.0;

/// So many places of boxes, labels and lines are compared with all labels together: a hundred times what a drawing needs that
/// people read. After that, labels lie in the middle of their lines.
const MOST_COMPARED: usize = 100_000_000;

/// How much is done for a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelNeed {
    /// It may be left out where there is no room.
    IfFree,
    /// It is pointed at: over others if it must.
    PointedAt,
    /// It is shown in any case, where it covers least.
    Always,
}

/// Where a label goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LabelPlace {
    pub(super) center: Point,
    /// The number of its shape.
    pub(super) shape: usize,
    /// Where its line is, if the label lies too far away to see that.
    pub(super) leader: Option<Point>,
}

/// What is taken, and what has been placed so far.
pub(super) struct LabelPlacer {
    /// Boxes by their left edge.
    boxes: Vec<Rect>,
    taken: Vec<Rect>,
    /// The stretches of all lines.
    stretches: Vec<(Id, Rect)>,
    /// How many places may still be compared.
    compared_left: usize,
}

/// What may be in the way of one label.
struct LabelObstacles {
    solid: Vec<Rect>,
    others: Vec<Rect>,
}

impl LabelObstacles {
    fn count(&self) -> usize {
        self.solid.len() + self.others.len()
    }

    /// How many other lines a label would lie over; none where it cannot lie there.
    fn lines_under(&self, rect: Rect) -> Option<usize> {
        let clear = rect.expanded(CLEAR);
        let blocked = self.solid.iter().any(|other| other.intersects(clear));
        let touched = rect.expanded(OFF_LINE);
        (!blocked).then(|| self.others.iter().filter(|o| o.intersects(touched)).count())
    }
}

impl LabelPlacer {
    pub(super) fn new(boxes: impl Iterator<Item = Rect>) -> Self {
        let mut boxes: Vec<Rect> = boxes.collect();
        boxes.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
        Self {
            boxes,
            taken: Vec::new(),
            stretches: Vec::new(),
            compared_left: MOST_COMPARED,
        }
    }

    /// Keeps labels away from these places.
    pub(super) fn keep_clear(&mut self, places: impl Iterator<Item = Rect>) {
        self.taken.extend(places);
    }

    /// Keeps labels of others off this line, as far as there is room.
    pub(super) fn add_line(&mut self, id: Id, points: &[Point]) {
        let stretches = points.windows(2);
        self.stretches
            .extend(stretches.map(|ends| (id, Rect::from_corners(ends[0], ends[1]))));
    }

    /// The best place for the label of a line: nearest to where the user has put it, or else the cheapest on the line or
    /// beside it.
    pub(super) fn place_label(
        &mut self,
        id: Id,
        points: &[Point],
        shapes: &[LabelShape],
        put: Option<f64>,
        need: LabelNeed,
    ) -> Option<LabelPlace> {
        let place = match put {
            Some(part) => Some(self.place_near(points, part, &shapes[0])),
            None => self.find_place(id, points, shapes, need),
        }?;
        let shape = &shapes[place.shape];
        self.taken
            .push(Rect::from_center(place.center, shape.width, shape.height));
        Some(place)
    }

    /// The free place nearest to a part (0 to 1) of the line; that place itself where all is taken.
    fn place_near(&self, points: &[Point], part: f64, shape: &LabelShape) -> LabelPlace {
        let route = Route {
            points: points.to_vec(),
        };
        let at = |by: f64| route.point_at((part + by).clamp(0.0, 1.0));
        let rect = |center| Rect::from_center(center, shape.width, shape.height);
        let center = SLIDES
            .into_iter()
            .map(at)
            .find(|&center| self.is_free(rect(center)))
            .unwrap_or(at(0.0));
        LabelPlace {
            center,
            shape: 0,
            leader: None,
        }
    }

    fn find_place(
        &mut self,
        id: Id,
        points: &[Point],
        shapes: &[LabelShape],
        need: LabelNeed,
    ) -> Option<LabelPlace> {
        let mut stretches: Vec<(Point, Point)> =
            points.windows(2).map(|pair| (pair[0], pair[1])).collect();
        // Stable, so that of equally long stretches the first wins.
        stretches.sort_by(|a, b| b.0.distance(b.1).total_cmp(&a.0.distance(a.1)));
        let middle = stretches.first().map(|(from, to)| from.lerp(*to, 0.5))?;
        let anyway = LabelPlace {
            center: middle,
            shape: shapes.len() - 1,
            leader: None,
        };
        let anyway = (need != LabelNeed::IfFree).then_some(anyway);
        if self.compared_left == 0 {
            return anyway;
        }
        let around = self.obstacles_around(id, points, shapes);
        let mut compared = self.taken.len() + self.stretches.len();
        let mut best: Option<(f64, LabelPlace)> = None;
        let mut offer = |cost: f64, rect: Rect, shape: usize, leader: Option<Point>| {
            if best.as_ref().is_some_and(|(least, _)| cost >= *least) {
                return;
            }
            compared += around.count();
            let Some(under) = around.lines_under(rect) else {
                return;
            };
            let cost = cost + OVER_LINE * under as f64;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                let center = rect.center();
                let place = LabelPlace {
                    center,
                    shape,
                    leader,
                };
                best = Some((cost, place));
            }
        };
        for beside in [false, true] {
            for (number, shape) in shapes.iter().enumerate() {
                for (rank, &(from, to)) in stretches.iter().enumerate() {
                    let level = (from.y - to.y).abs() < (from.x - to.x).abs();
                    let (along, across) = if level {
                        (shape.width, shape.height)
                    } else {
                        (shape.height, shape.width)
                    };
                    let length = from.distance(to);
                    let hides = length < along + 2.0 * SEEN;
                    let cost = MORE_LINES * number as f64
                        + SHORTER * rank as f64
                        + if hides && !beside { HIDES } else { 0.0 }
                        + if beside { BESIDE } else { 0.0 };
                    let most = ((length / 2.0 / STEP) as i32).min(STEPS);
                    for step in 0..=2 * most {
                        let by = f64::from((step + 1) / 2) * if step % 2 == 0 { 1.0 } else { -1.0 };
                        let part = if most == 0 {
                            0.5
                        } else {
                            0.5 + by / f64::from(2 * most + 2)
                        };
                        let center = from.lerp(to, part);
                        let cost = cost + (part - 0.5).abs() * length * 0.2;
                        let aside = across / 2.0 + CLEAR + 1.0;
                        let sides: &[f64] = if beside { &[-1.0, 1.0] } else { &[0.0] };
                        for side in sides {
                            let by = if level {
                                vector(0.0, side * aside)
                            } else {
                                vector(side * aside, 0.0)
                            };
                            let rect = Rect::from_center(center + by, shape.width, shape.height);
                            offer(cost, rect, number, None);
                        }
                    }
                }
            }
        }
        if need == LabelNeed::Always {
            let rings = (FARTHEST / RING) as u32;
            for (number, shape) in shapes.iter().enumerate() {
                for ring in 1..=rings {
                    for direction in 0..DIRECTIONS {
                        let angle =
                            std::f64::consts::TAU * f64::from(direction) / f64::from(DIRECTIONS);
                        let far = RING * f64::from(ring);
                        let at = pt(middle.x + far * angle.cos(), middle.y + far * angle.sin());
                        let cost = AWAY + far + MORE_LINES * number as f64;
                        let rect = Rect::from_center(at, shape.width, shape.height);
                        offer(cost, rect, number, Some(middle));
                    }
                }
            }
        }
        // In the window a label that would hide another line waits until it is pointed at.
        let best = best.filter(|(cost, _)| need != LabelNeed::IfFree || *cost < OVER_LINE);
        self.compared_left = self.compared_left.saturating_sub(compared);
        best.map(|(_, place)| place).or(anyway)
    }

    /// What lies near a line.
    fn obstacles_around(&self, id: Id, points: &[Point], shapes: &[LabelShape]) -> LabelObstacles {
        let wide = shapes.iter().map(|shape| shape.width).fold(0.0, f64::max);
        let start = Rect::from_corners(points[0], points[0]);
        let bounds = points
            .iter()
            .fold(start, |all, &p| all.union(Rect { min: p, max: p }))
            .expanded(FARTHEST + wide);
        let from = self
            .boxes
            .partition_point(|b| b.min.x < bounds.min.x - WIDEST_BOX);
        let boxes = self.boxes[from..]
            .iter()
            .take_while(|b| b.min.x <= bounds.max.x);
        let near = |rect: &&Rect| rect.intersects(bounds);
        let solid = boxes.chain(&self.taken).filter(near);
        let others = self.stretches.iter().filter(|(other, _)| *other != id);
        LabelObstacles {
            solid: solid.copied().collect(),
            others: others.map(|(_, rect)| rect).filter(near).copied().collect(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> LabelShape {
        LabelShape {
            lines: Vec::new(),
            width: 40.0,
            height: 12.0,
        }
    }

    /// Where the label of a line goes when so many places may be compared, beside a box over the middle of the line.
    fn place(compared: usize, need: LabelNeed) -> Option<Point> {
        let over_middle = Rect::from_center(pt(150.0, 0.0), 60.0, 40.0);
        let mut placer = LabelPlacer::new(std::iter::once(over_middle));
        placer.compared_left = compared;
        let line = [pt(0.0, 0.0), pt(300.0, 0.0)];
        placer.add_line(Id(1), &line);
        let place = placer.place_label(Id(1), &line, &[shape()], None, need)?;
        Some(place.center)
    }

    #[test]
    fn once_enough_was_compared_labels_lie_in_the_middle_or_nowhere() {
        let middle = Some(pt(150.0, 0.0));
        let free = place(MOST_COMPARED, LabelNeed::Always);
        assert!(free.is_some() && free != middle);
        assert_eq!(place(0, LabelNeed::Always), middle);
        assert_eq!(place(0, LabelNeed::PointedAt), middle);
        assert_eq!(place(0, LabelNeed::IfFree), None);
    }
}
