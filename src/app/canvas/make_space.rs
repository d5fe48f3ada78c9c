//! Making room: everything on one side of a line moves away from it, or toward it; zones that the line runs through grow.

use std::collections::BTreeSet;

use super::ops;
use crate::model::{Design, Edit, Id, Point, Rect, Vector, pt, vector};

/// A side of a level or an upright line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MakeSpace {
    /// Whether the line is upright, and things move level.
    level: bool,
    /// Where the line is.
    at: f64,
    /// Whether what lies to the right, or below, moves; else what lies to the left, or above.
    beyond: bool,
}

impl MakeSpace {
    /// The side that a first movement from a place points to.
    pub(super) fn choose_side(from: Point, by: Vector) -> Self {
        let level = by.x.abs() >= by.y.abs();
        let (at, shift) = if level {
            (from.x, by.x)
        } else {
            (from.y, by.y)
        };
        Self {
            level,
            at,
            beyond: shift >= 0.0,
        }
    }

    /// Moves that side by the part of `by` that leads there or back, in steps.
    pub(super) fn move_side(self, design: &Design, by: Vector, step: f64) -> Vec<Edit> {
        let shift = if self.level { by.x } else { by.y };
        let shift = (shift / step).round() * step;
        if shift == 0.0 {
            return Vec::new();
        }
        let by = if self.level {
            vector(shift, 0.0)
        } else {
            vector(0.0, shift)
        };
        let mut moved: BTreeSet<Id> = BTreeSet::new();
        let mut edits = Vec::new();
        let movable = |id: &Id| design.connection(*id).is_none() && !design.is_locked(*id);
        for id in design.ids().filter(movable) {
            let Some(rect) = ops::item_rect(design, id) else {
                continue;
            };
            match design.zone(id) {
                Some(zone) if self.crosses_rect(rect) => {
                    let mut zone = zone.clone();
                    zone.rect = self.move_far_edge(rect, shift);
                    edits.push(Edit::PutZone(id, zone));
                }
                _ if self.is_beyond(rect.center()) => _ = moved.insert(id),
                _ => {}
            }
        }
        edits.push(Edit::Translate(ops::outermost_items(design, &moved), by));
        edits
    }

    fn coordinate(self, place: Point) -> f64 {
        if self.level { place.x } else { place.y }
    }

    fn is_beyond(self, place: Point) -> bool {
        (self.coordinate(place) > self.at) == self.beyond
    }

    fn crosses_rect(self, rect: Rect) -> bool {
        self.coordinate(rect.min) < self.at && self.at < self.coordinate(rect.max)
    }

    /// The rectangle with its far edge moved, but never past the line.
    fn move_far_edge(self, rect: Rect, shift: f64) -> Rect {
        let moved = |edge: Point| {
            let to = self.coordinate(edge) + shift;
            let to = if self.beyond {
                to.max(self.at)
            } else {
                to.min(self.at)
            };
            if self.level {
                pt(to, edge.y)
            } else {
                pt(edge.x, to)
            }
        };
        if self.beyond {
            Rect::from_corners(rect.min, moved(rect.max))
        } else {
            Rect::from_corners(moved(rect.min), rect.max)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, Zone, ZoneKind};

    fn row() -> (Design, [Id; 3], Id) {
        let mut design = Design::new();
        let ids: Vec<Id> = design.fresh_ids().take(4).collect();
        let zone = Zone {
            kind: ZoneKind::Generic,
            name: "Zone".to_owned(),
            rect: Rect::from_corners(pt(-100.0, -100.0), pt(500.0, 100.0)),
            parent: None,
        };
        design.apply(Edit::PutZone(ids[0], zone)).unwrap();
        for (place, &id) in ids[1..].iter().enumerate() {
            let mut component = Component::new("app_service", "Box", pt(200.0 * place as f64, 0.0));
            component.parent = (place < 2).then_some(ids[0]);
            design.apply(Edit::PutComponent(id, component)).unwrap();
        }
        (design, [ids[1], ids[2], ids[3]], ids[0])
    }

    #[test]
    fn what_lies_beyond_moves_and_zones_across_the_line_grow() {
        let (mut design, [a, b, c], zone) = row();
        let room = MakeSpace::choose_side(pt(100.0, 0.0), vector(9.0, 2.0));
        design
            .apply_all(room.move_side(&design, vector(50.0, 7.0), 16.0))
            .unwrap();
        let at = |id| design.component(id).unwrap().at.x;
        assert_eq!((at(a), at(b), at(c)), (0.0, 248.0, 448.0));
        let area = design.zone(zone).unwrap().rect;
        assert_eq!((area.min.x, area.max.x), (-100.0, 548.0));
    }

    #[test]
    fn the_other_side_moves_the_other_way() {
        let (mut design, [a, b, _], zone) = row();
        let room = MakeSpace::choose_side(pt(100.0, 0.0), vector(-9.0, 2.0));
        design
            .apply_all(room.move_side(&design, vector(-32.0, 0.0), 1.0))
            .unwrap();
        let at = |id| design.component(id).unwrap().at.x;
        let left = design.zone(zone).unwrap().rect.min.x;
        assert_eq!((at(a), at(b), left), (-32.0, 200.0, -132.0));
    }

    #[test]
    fn nothing_moves_by_less_than_a_step() {
        let (design, ..) = row();
        let room = MakeSpace::choose_side(pt(0.0, 0.0), vector(0.0, 5.0));
        assert!(room.move_side(&design, vector(0.0, 5.0), 16.0).is_empty());
    }
}
