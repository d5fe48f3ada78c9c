//! Lays a drawing out zone by zone: each outermost zone for itself, and then all of them as blocks along the flow.

use std::collections::{BTreeMap, BTreeSet};

use super::connected_component::lay_out_pieces;
use super::layout_tree::Direction;
use crate::layout::GRID;
use crate::model::{Component, Connection, Design, Edit, Id, Rect, pt, vector};

/// The rectangles of each piece, the largest piece first; components that nothing connects come last, together.
pub(super) fn lay_out_components(design: &Design, direction: Direction) -> Vec<BTreeMap<Id, Rect>> {
    lay_out_pieces(design, direction, &BTreeMap::new(), |members| {
        lay_out_zone_blocks(design, direction, members)
    })
}

/// The rectangles of these members of a design; none where there are not several blocks.
fn lay_out_zone_blocks(
    design: &Design,
    direction: Direction,
    members: &BTreeSet<Id>,
) -> Option<BTreeMap<Id, Rect>> {
    let is_zone = |id: &Id| design.zone(*id).is_some();
    let outermost = |id: Id| design.ancestors(id).last().map_or(id, |(zone, _)| zone);
    let blocks: BTreeSet<Id> = members.iter().map(|&id| outermost(id)).collect();
    if blocks.len() < 2 || blocks.iter().filter(|id| is_zone(id)).count() < 2 {
        return None;
    }
    let mut inside: BTreeMap<Id, BTreeMap<Id, Rect>> = BTreeMap::new();
    let mut sizes: BTreeMap<Id, (f64, f64)> = BTreeMap::new();
    for &zone in blocks.iter().filter(|id| is_zone(id)) {
        let part = design.extract(&BTreeSet::from([zone]));
        let rects: BTreeMap<Id, Rect> = lay_out_components(&part, direction)
            .into_iter()
            .flatten()
            .collect();
        let own = rects.get(&zone)?;
        sizes.insert(zone, (own.width(), own.height()));
        inside.insert(zone, rects);
    }
    let outer = design_of_blocks(design, &blocks);
    let outside = lay_out_pieces(&outer, direction, &sizes, |_| None);
    // What hung together hangs together as blocks.
    let [placed] = &outside[..] else { return None };
    let mut all = BTreeMap::new();
    for (&id, &rect) in placed {
        let Some(rects) = inside.get(&id) else {
            all.insert(id, rect);
            continue;
        };
        let by = rect.min - rects[&id].min;
        let by = vector((by.x / GRID).round() * GRID, (by.y / GRID).round() * GRID);
        all.extend(rects.iter().map(|(&id, rect)| (id, rect.translated(by))));
    }
    Some(all)
}

/// The blocks as components, with a connection where there is one between them.
fn design_of_blocks(design: &Design, blocks: &BTreeSet<Id>) -> Design {
    let outermost = |id: Id| design.ancestors(id).last().map_or(id, |(zone, _)| zone);
    let mut edits = Vec::new();
    for &id in blocks {
        let own = design.component(id).cloned();
        let block = own.unwrap_or_else(|| Component::new("", "", pt(0.0, 0.0)));
        edits.push(Edit::PutComponent(id, block));
    }
    let mut met = BTreeSet::new();
    for (id, item) in design.connections() {
        let (from, to) = (outermost(item.from), outermost(item.to));
        let known = blocks.contains(&from) && blocks.contains(&to);
        if known && from != to && met.insert((from, to)) {
            edits.push(Edit::PutConnection(id, Connection::new(from, to)));
        }
    }
    let mut part = Design::new();
    for edit in edits {
        // Both ends are there and the ids are those of the design: nothing is refused.
        let _ = part.apply(edit);
    }
    part
}
