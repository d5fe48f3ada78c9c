//! Places of an imported drawing: as they are in the file where it has places.
//!
//! All centers are scaled by one factor, so that boxes of this program's size fit between each other, and what still
//! overlaps is moved apart without changing places with its neighbors: first within the innermost frames, which then count
//! as boxes of their own in the frames around them. So no two boxes overlap, and no frame takes a stranger in.

use std::collections::BTreeMap;

use crate::layout;
use crate::model::{Component, Design, Edit, Id, Note, Point, Rect, Vector, Zone, pt, vector};

/// Centers are put on this grid (world units), as the automatic layout does.
const GRID: f64 = 16.0;
/// What a box takes where its name is long (world units).
const BOX: (f64, f64) = (224.0, 64.0);
/// Between neighbors across and down, so that a line has room between them (world units).
const GAP: (f64, f64) = (48.0, 32.0);
/// The size of a frame without contents (world units).
const EMPTY_FRAME: (f64, f64) = (224.0, 128.0);
/// The width of notes, and the height of one of their lines (world units).
const NOTE: (f64, f64) = (208.0, 20.0);
/// Around the words of a note (world units).
const NOTE_PADDING: f64 = 16.0;
/// Letters in a line of a note.
const NOTE_LETTERS: usize = 28;
/// A note is at most so high (world units).
const HIGHEST_NOTE: f64 = 400.0;
/// This part of the boxes gets enough room by scaling alone; the rest, such as two boxes drawn onto each other, is moved.
const SCALED_APART: f64 = 0.9;
/// No drawing is spread or pressed further than this.
const FACTORS: (f64, f64) = (0.05, 8.0);
/// Drawings that would be wider or higher are laid out afresh (world units).
const WIDEST_DRAWING: f64 = 200_000.0;
/// Of more items in one frame, or in none, the places are not worth the time: each is compared with each.
const MOST_IN_A_FRAME: usize = 4_000;

/// The size that a note with this text gets.
pub(super) fn note_rect(text: &str) -> Rect {
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(NOTE_LETTERS).max(1));
    let high = lines.sum::<usize>().max(1) as f64 * NOTE.1 + 2.0 * NOTE_PADDING;
    Rect::from_min(pt(0.0, 0.0), NOTE.0, high.min(HIGHEST_NOTE))
}

/// The edits that put everything where the file has it, given its rectangles in the file's own units; none where it has no
/// places, or none that can be kept.
pub(super) fn place_as_drawn(design: &Design, drawn: &BTreeMap<Id, Rect>) -> Option<Vec<Edit>> {
    let is_sound =
        |rect: &Rect| rect.is_finite() && rect.min.x <= rect.max.x && rect.min.y <= rect.max.y;
    let drawn: BTreeMap<Id, Rect> = drawn
        .iter()
        .filter(|(_, rect)| is_sound(rect))
        .map(|(&id, &rect)| (id, rect))
        .collect();
    let boxes: Vec<Rect> = design
        .components()
        .filter_map(|(id, _)| drawn.get(&id).copied())
        .collect();
    if boxes.is_empty() || boxes.len() * 2 < design.components().len() {
        return None;
    }
    let mut placing = Placing::new(design, &drawn, scale_of(design, &drawn)?)?;
    placing.settle(None)?;
    placing.move_contents();
    placing.edits(design)
}

/// The factor by which centers are moved apart: at least so large that most boxes have room, and not less than one where
/// boxes in the file are no larger than ours.
fn scale_of(design: &Design, drawn: &BTreeMap<Id, Rect>) -> Option<f64> {
    let mut by_frame: BTreeMap<Option<Id>, Vec<Point>> = BTreeMap::new();
    let mut sizes = Vec::new();
    for (id, item) in design.components() {
        let Some(rect) = drawn.get(&id) else { continue };
        by_frame.entry(item.parent).or_default().push(rect.center());
        let area = rect.width() * rect.height();
        if area > 0.0 {
            sizes.push(((BOX.0 * BOX.1) / area).sqrt());
        }
    }
    let mut needed = Vec::new();
    for centers in by_frame.values() {
        if centers.len() > MOST_IN_A_FRAME {
            return None;
        }
        for (index, &a) in centers.iter().enumerate() {
            let apart = |&b: &Point| {
                let across = (BOX.0 + GAP.0) / (a.x - b.x).abs();
                across.min((BOX.1 + GAP.1) / (a.y - b.y).abs())
            };
            let others = centers[..index].iter().chain(&centers[index + 1..]);
            needed.extend(
                others
                    .map(apart)
                    .filter(|factor| factor.is_finite())
                    .reduce(f64::max),
            );
        }
    }
    needed.sort_by(f64::total_cmp);
    sizes.sort_by(f64::total_cmp);
    let least = sizes
        .get(sizes.len() / 2)
        .map_or(1.0, |&size| size.min(1.0));
    let most = (needed.len() as f64 * SCALED_APART) as usize;
    let room = needed.get(most.min(needed.len().saturating_sub(1)));
    let factor = room.map_or(least, |&room| room.max(least));
    Some(factor.clamp(FACTORS.0, FACTORS.1))
}

/// One item while places are sought.
struct Placed {
    /// The zone around it.
    parent: Option<Id>,
    /// Its rectangle: where it is wanted, and once its frame is settled, where it is.
    rect: Rect,
    /// How far its frame has moved what lies in it.
    moved: Vector,
}

struct Placing {
    items: BTreeMap<Id, Placed>,
    zones: Vec<Id>,
    children: BTreeMap<Option<Id>, Vec<Id>>,
}

impl Placing {
    /// Everything at its scaled place. What has none in the file stands below the rest.
    fn new(design: &Design, drawn: &BTreeMap<Id, Rect>, scale: f64) -> Option<Self> {
        let bounds = drawn.values().copied().reduce(Rect::union)?;
        let origin = bounds.min;
        let scaled = |at: Point| pt((at.x - origin.x) * scale, (at.y - origin.y) * scale);
        if bounds.width() * scale > WIDEST_DRAWING || bounds.height() * scale > WIDEST_DRAWING {
            return None;
        }
        let mut below = scaled(pt(bounds.min.x, bounds.max.y)) + vector(0.0, BOX.1 + GAP.1);
        let mut place = |id: Id, (wide, high): (f64, f64)| match drawn.get(&id) {
            Some(rect) => Rect::from_center(scaled(rect.center()), wide, high),
            None => {
                below.x += wide + GAP.0;
                Rect::from_center(below, wide, high)
            }
        };
        let mut items = BTreeMap::new();
        for (id, item) in design.components() {
            items.insert(id, Placed::new(item.parent, place(id, BOX)));
        }
        for (id, item) in design.notes() {
            let size = (item.rect.width(), item.rect.height());
            items.insert(id, Placed::new(item.parent, place(id, size)));
        }
        for (id, item) in design.zones() {
            items.insert(id, Placed::new(item.parent, place(id, EMPTY_FRAME)));
        }
        let mut children: BTreeMap<Option<Id>, Vec<Id>> = BTreeMap::new();
        for (&id, item) in &items {
            children.entry(item.parent).or_default().push(id);
        }
        Some(Self {
            items,
            zones: design.zones().map(|(id, _)| id).collect(),
            children,
        })
    }

    /// Moves what lies in a zone apart, the innermost first, and makes each zone as large as its contents. Zones lie no deeper
    /// in each other than a design allows.
    fn settle(&mut self, zone: Option<Id>) -> Option<()> {
        let inside = self.children.get(&zone).cloned().unwrap_or_default();
        for &id in &inside {
            if self.zones.contains(&id) {
                self.settle(Some(id))?;
            }
        }
        if inside.len() > MOST_IN_A_FRAME {
            return None;
        }
        let wanted: Vec<Rect> = inside.iter().map(|id| self.items[id].rect).collect();
        for (id, rect) in inside.iter().zip(move_apart(&wanted)) {
            let by = rect.min - self.items[id].rect.min;
            if let Some(item) = self.items.get_mut(id) {
                item.rect = rect;
                item.moved = item.moved + by;
            }
        }
        self.fit_around(zone, &inside);
        Some(())
    }

    /// Makes a zone as large as what lies in it.
    fn fit_around(&mut self, zone: Option<Id>, inside: &[Id]) {
        let rects = inside.iter().map(|id| self.frame_around(*id));
        let around = rects.reduce(Rect::union);
        let item = zone.and_then(|zone| self.items.get_mut(&zone));
        if let (Some(item), Some(around)) = (item, around) {
            item.rect = around;
        }
    }

    /// What a zone has to hold around an item.
    fn frame_around(&self, id: Id) -> Rect {
        let rect = self.items[&id].rect;
        let framed = layout::framed_rect(rect.center());
        let standard = Rect::from_center(rect.center(), BOX.0, BOX.1);
        Rect {
            min: rect.min + (framed.min - standard.min),
            max: rect.max + (framed.max - standard.max),
        }
    }

    /// Lets everything follow the zones around it, outermost first.
    fn move_contents(&mut self) {
        let mut open: Vec<(Option<Id>, Vector)> = vec![(None, Vector::ZERO)];
        while let Some((zone, by)) = open.pop() {
            for id in self.children.get(&zone).cloned().unwrap_or_default() {
                let Some(item) = self.items.get_mut(&id) else {
                    continue;
                };
                item.rect = item.rect.translated(by);
                open.push((Some(id), by + item.moved));
            }
        }
    }

    /// The places on the grid: boxes first, then the zones around them.
    fn edits(mut self, design: &Design) -> Option<Vec<Edit>> {
        let bounds = self
            .items
            .values()
            .map(|item| item.rect)
            .reduce(Rect::union)?;
        let origin = bounds.min.snapped(GRID);
        for item in self.items.values_mut() {
            let center = (item.rect.center() - (origin - Point::default())).snapped(GRID);
            item.rect = Rect::from_center(center, item.rect.width(), item.rect.height());
        }
        self.frame_zones(None);
        let rect = |id: Id| self.items.get(&id).map(|item| item.rect);
        let mut edits = Vec::new();
        for (id, zone) in design.zones() {
            let rect = rect(id)?;
            edits.push(Edit::PutZone(
                id,
                Zone {
                    rect,
                    ..zone.clone()
                },
            ));
        }
        for (id, note) in design.notes() {
            let rect = rect(id)?;
            edits.push(Edit::PutNote(
                id,
                Note {
                    rect,
                    ..note.clone()
                },
            ));
        }
        for (id, component) in design.components() {
            let at = rect(id)?.center();
            edits.push(Edit::PutComponent(
                id,
                Component {
                    at,
                    ..component.clone()
                },
            ));
        }
        Some(edits)
    }

    fn frame_zones(&mut self, zone: Option<Id>) {
        let inside = self.children.get(&zone).cloned().unwrap_or_default();
        for &id in &inside {
            if self.zones.contains(&id) {
                self.frame_zones(Some(id));
            }
        }
        self.fit_around(zone, &inside);
    }
}

impl Placed {
    fn new(parent: Option<Id>, rect: Rect) -> Self {
        Self {
            parent,
            rect,
            moved: Vector::ZERO,
        }
    }
}

/// The rectangles with gaps between all of them. Each pair keeps its order in the direction in which it is further apart,
/// compared with what it needs; pushed to the right and down as far as that asks, then to the left and up, the middle of both
/// keeps every gap and moves everything as little to either side.
fn move_apart(wanted: &[Rect]) -> Vec<Rect> {
    let across: Vec<(f64, f64)> = wanted
        .iter()
        .map(|r| (r.center().x, r.width() + GAP.0))
        .collect();
    let down: Vec<(f64, f64)> = wanted
        .iter()
        .map(|r| (r.center().y, r.height() + GAP.1))
        .collect();
    let is_across = |a: usize, b: usize| {
        let apart = |axis: &[(f64, f64)]| {
            (axis[a].0 - axis[b].0).abs() / f64::midpoint(axis[a].1, axis[b].1)
        };
        let (x, y) = (apart(&across), apart(&down));
        x >= y
    };
    let xs = spread(&across, is_across);
    let ys = spread(&down, |a, b| !is_across(a, b));
    let places = wanted.iter().zip(xs).zip(ys);
    places
        .map(|((rect, x), y)| Rect::from_center(pt(x, y), rect.width(), rect.height()))
        .collect()
}

/// The centers along one axis with the needed gaps between those pairs that are set apart on it.
fn spread(axis: &[(f64, f64)], is_apart: impl Fn(usize, usize) -> bool) -> Vec<f64> {
    let mut order: Vec<usize> = (0..axis.len()).collect();
    order.sort_by(|&a, &b| axis[a].0.total_cmp(&axis[b].0).then(a.cmp(&b)));
    let push = |order: &[usize], sign: f64| {
        let mut placed = vec![0.0_f64; axis.len()];
        for (n, &item) in order.iter().enumerate() {
            let mut at = sign * axis[item].0;
            for &before in &order[..n] {
                if is_apart(before, item) {
                    at = at.max(placed[before] + f64::midpoint(axis[before].1, axis[item].1));
                }
            }
            placed[item] = at;
        }
        placed
    };
    let forwards = push(&order, 1.0);
    order.reverse();
    let backwards = push(&order, -1.0);
    forwards
        .iter()
        .zip(backwards)
        .map(|(&there, back)| f64::midpoint(there, -back))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_room_stays_and_what_overlaps_keeps_its_order() {
        let at = |x, y| Rect::from_center(pt(x, y), 100.0, 50.0);
        let free = [at(0.0, 0.0), at(200.0, 0.0), at(0.0, 100.0)];
        assert_eq!(move_apart(&free), free);
        let placed = move_apart(&[at(0.0, 0.0), at(40.0, 0.0), at(20.0, 2.0)]);
        let x: Vec<f64> = placed.iter().map(|rect| rect.center().x).collect();
        assert!(x[0] < x[2] && x[2] < x[1], "{x:?}");
    }

    proptest! {
        #[test]
        fn nothing_overlaps(centers in proptest::collection::vec((-500.0_f64..500.0, -300.0_f64..300.0, 10.0_f64..300.0), 0..40)) {
            let wanted: Vec<Rect> = centers.iter().map(|&(x, y, size)| Rect::from_center(pt(x, y), size, size / 2.0)).collect();
            let placed = move_apart(&wanted);
            for (index, a) in placed.iter().enumerate() {
                for b in &placed[index + 1..] {
                    prop_assert!(!a.expanded(GAP.1 - 1.0).intersects(*b));
                }
            }
        }
    }
}
