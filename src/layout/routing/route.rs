//! Places along a route: where a label sits on it, and what dragging one of its stretches pins.

use super::side::{coordinate_on_axis, nearly_equal};
use crate::model::{MAX_PINS, Pin, Point};

/// The line of one connection, from the border of its first box to the border of its second; only upright and level
/// stretches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// At least two points.
    pub points: Vec<Point>,
}

impl Route {
    /// The place at this part (0 to 1) of the line's length.
    #[must_use]
    pub fn point_at(&self, part: f64) -> Point {
        let mut left = part.clamp(0.0, 1.0) * self.length();
        for ends in self.points.windows(2) {
            let length = ends[0].distance(ends[1]);
            if left <= length && length > 0.0 {
                return ends[0].lerp(ends[1], left / length);
            }
            left -= length;
        }
        self.points.last().copied().unwrap_or_default()
    }

    /// At which part (0 to 1) of its length the line comes nearest to a place.
    #[must_use]
    pub fn nearest_part(&self, to: Point) -> f64 {
        let whole = self.length();
        let mut behind = 0.0;
        let mut best = (f64::INFINITY, 0.0);
        for ends in self.points.windows(2) {
            let length = ends[0].distance(ends[1]);
            let (along, away) = (ends[1] - ends[0], to - ends[0]);
            let t = if length > 0.0 {
                ((along.x * away.x + along.y * away.y) / (length * length)).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let distance = ends[0].lerp(ends[1], t).distance(to);
            if distance < best.0 {
                best = (distance, behind + t * length);
            }
            behind += length;
        }
        if whole > 0.0 { best.1 / whole } else { 0.5 }
    }

    /// The point (by its number) after which the stretch begins that lies nearest to a place.
    #[must_use]
    pub fn nearest_stretch(&self, to: Point) -> usize {
        let distance = |ends: &[Point]| {
            let part = Self {
                points: ends.to_vec(),
            };
            part.point_at(part.nearest_part(to)).distance(to)
        };
        let stretches = self.points.windows(2).map(distance).enumerate();
        let nearest = stretches.min_by(|a, b| a.1.total_cmp(&b.1));
        nearest.map_or(0, |(stretch, _)| stretch)
    }

    fn length(&self) -> f64 {
        self.points
            .windows(2)
            .map(|ends| ends[0].distance(ends[1]))
            .sum()
    }

    /// Whether the stretch after this point is one of the pinned ones.
    #[must_use]
    pub fn is_pinned(&self, stretch: usize, pins: &[Pin]) -> bool {
        self.pin_of_stretch(stretch)
            .is_some_and(|own| pins.iter().any(|pin| is_same_pin(own, *pin)))
    }

    /// The pins of the connection once the stretch after this point has been dragged to a place: that stretch there, what
    /// was pinned before, and what lies between pinned stretches. None where there is no such stretch, or too many pins.
    #[must_use]
    pub fn pins_after_drag(&self, stretch: usize, to: Point, pins: &[Pin]) -> Option<Vec<Pin>> {
        let own = match self.pin_of_stretch(stretch)? {
            Pin::Horizontal(_) => Pin::Horizontal(to.y),
            Pin::Vertical(_) => Pin::Vertical(to.x),
        };
        let count = self.points.len() - 1;
        let kept = |&index: &usize| index == stretch || self.is_pinned(index, pins);
        let first = (0..count).find(kept)?;
        let last = (0..count).rev().find(kept)?;
        let all: Vec<Pin> = (first..=last)
            .filter_map(|index| {
                if index == stretch {
                    Some(own)
                } else {
                    self.pin_of_stretch(index)
                }
            })
            .collect();
        (all.len() <= MAX_PINS && all.iter().all(|pin| pin.is_sound())).then_some(all)
    }

    /// The stretch after this point, as it would be pinned where it is.
    fn pin_of_stretch(&self, stretch: usize) -> Option<Pin> {
        let [a, b] = *self.points.get(stretch..)?.first_chunk::<2>()?;
        let level = nearly_equal(a.y, b.y);
        let at = coordinate_on_axis(!level, a);
        Some(if level {
            Pin::Horizontal(at)
        } else {
            Pin::Vertical(at)
        })
    }
}

fn is_same_pin(a: Pin, b: Pin) -> bool {
    matches!(
        (a, b),
        (Pin::Horizontal(_), Pin::Horizontal(_)) | (Pin::Vertical(_), Pin::Vertical(_))
    ) && nearly_equal(a.at(), b.at())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pt;

    fn stepped() -> Route {
        Route {
            points: vec![
                pt(0.0, 0.0),
                pt(50.0, 0.0),
                pt(50.0, 100.0),
                pt(100.0, 100.0),
            ],
        }
    }

    #[test]
    fn places_and_parts_belong_together() {
        let route = stepped();
        assert_eq!(route.point_at(0.5), pt(50.0, 50.0));
        for part in [0.0, 0.1, 0.3, 0.77, 1.0] {
            let found = route.nearest_part(route.point_at(part));
            assert!((found - part).abs() < 1e-9);
        }
    }

    #[test]
    fn a_dragged_stretch_is_pinned_and_so_is_what_lies_between() {
        let route = stepped();
        let once = route.pins_after_drag(1, pt(70.0, 3.0), &[]).unwrap();
        assert_eq!(once, [Pin::Vertical(70.0)]);
        let pins = [Pin::Horizontal(0.0)];
        assert!(route.is_pinned(0, &pins) && !route.is_pinned(2, &pins));
        let twice = route.pins_after_drag(2, pt(70.0, 130.0), &pins).unwrap();
        let all = [
            Pin::Horizontal(0.0),
            Pin::Vertical(50.0),
            Pin::Horizontal(130.0),
        ];
        assert_eq!(twice, all);
        assert_eq!(route.pins_after_drag(3, pt(0.0, 0.0), &[]), None);
    }
}
