//! Finds room for a new component beside those that stand already: nothing else is moved.

use super::GRID;
use crate::model::{Design, Point, Rect, vector};

/// What a box takes where its name is long (world units).
const WIDEST: (f64, f64) = (224.0, 64.0);
/// What a new box takes with the gap to its neighbours (world units).
const ROOM: (f64, f64) = (160.0 + 2.0 * GRID, 64.0 + 2.0 * GRID);
/// How far apart the places lie that are tried (world units).
const STEP: (f64, f64) = (12.0 * GRID, 6.0 * GRID);
/// The search gives up after so many rings.
const RINGS: i32 = 40;

/// The nearest place to `start` where a new box touches no other; `start` itself where all is full.
#[must_use]
pub fn free_place(design: &Design, start: Point) -> Point {
    let taken: Vec<Rect> = design
        .components()
        .map(|(_, other)| Rect::from_center(other.at, WIDEST.0, WIDEST.1))
        .collect();
    let free = |at: Point| {
        let rect = Rect::from_center(at, ROOM.0, ROOM.1);
        !taken.iter().any(|other| other.intersects(rect))
    };
    let ring = |radius: i32| {
        (-radius..=radius)
            .flat_map(move |x| (-radius..=radius).map(move |y| (x, y)))
            .filter(move |(x, y)| x.abs().max(y.abs()) == radius)
    };
    (0..RINGS)
        .flat_map(ring)
        .map(|(x, y)| start + vector(f64::from(x) * STEP.0, f64::from(y) * STEP.1))
        .find(|&at| free(at))
        .unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, Edit, pt};

    #[test]
    fn boxes_placed_one_after_the_other_never_touch() {
        let mut design = Design::new();
        let start = pt(0.0, 0.0);
        for _ in 0..30 {
            let at = free_place(&design, start);
            let put = Edit::PutComponent(design.fresh_id(), Component::new("cache", "", at));
            design.apply(put).unwrap();
        }
        let rects: Vec<Rect> = design
            .components()
            .map(|(_, c)| Rect::from_center(c.at, 160.0, 64.0))
            .collect();
        for (index, rect) in rects.iter().enumerate() {
            assert!(!rects[..index].iter().any(|other| other.intersects(*rect)));
        }
        assert_eq!(rects[0].center(), start);
    }
}
