//! Which of two items that overlap lies over the other.

use std::collections::BTreeMap;

use super::ops;
use crate::model::{Design, Document, Edit, Id, Item};

/// Where the selection is to go among what it overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZOrder {
    /// Over everything.
    Front,
    /// Over the next that lies over it.
    Forward,
    /// Under the next that lies under it.
    Backward,
    /// Under everything.
    Back,
}

/// Brings the selection forward or sends it backward, among items of its sort: components lie over lines, lines over notes,
/// and notes over zones.
pub fn restack(document: &mut Document, depth: ZOrder) {
    let design = document.design();
    let mut layers = BTreeMap::new();
    for &id in document.selection() {
        let before: Vec<Id> = items_of_sort(design, id, depth);
        let mut after = before.clone();
        let Some(from) = before.iter().position(|&other| other == id) else {
            continue;
        };
        let to = match depth {
            ZOrder::Front => before.len() - 1,
            ZOrder::Forward => (from + 1).min(before.len() - 1),
            ZOrder::Backward => from.saturating_sub(1),
            ZOrder::Back => 0,
        };
        let moved = after.remove(from);
        after.insert(to, moved);
        if before != after {
            layers.extend(assign_layers(design, &after, to));
        }
    }
    if !layers.is_empty() {
        let label = match depth {
            ZOrder::Front | ZOrder::Forward => "Bring forward",
            ZOrder::Backward | ZOrder::Back => "Send backward",
        };
        ops::apply_edits(document, label, vec![Edit::SetLayers(layers)]);
    }
}

/// The items of the same sort, from the lowest to the highest: all for the ends, those it overlaps for a step.
fn items_of_sort(design: &Design, id: Id, depth: ZOrder) -> Vec<Id> {
    let rect = ops::item_rect(design, id);
    let near = |other: Id| {
        matches!(depth, ZOrder::Front | ZOrder::Back)
            || ops::item_rect(design, other)
                .zip(rect)
                .is_some_and(|(a, b)| a.intersects(b))
    };
    let mut items: Vec<Id> = match design.item(id) {
        Some(Item::Component(_)) => design.components().map(|(id, _)| id).collect(),
        Some(Item::Note(_)) => design.notes().map(|(id, _)| id).collect(),
        // A zone lies over the one around it, whatever is asked for.
        Some(Item::Zone(zone)) => {
            let siblings = design
                .zones()
                .filter(|(_, other)| other.parent == zone.parent);
            siblings.map(|(id, _)| id).collect()
        }
        Some(Item::Connection(_)) | None => Vec::new(),
    };
    items.retain(|&other| other == id || near(other));
    items.sort_by_key(|&id| (design.layer(id), id));
    items
}

/// Layers for the one item that moved, and for as few others as it takes to have them in this order.
fn assign_layers(design: &Design, order: &[Id], moved: usize) -> BTreeMap<Id, i32> {
    let mut layers = BTreeMap::new();
    let at = |id: Id| (design.layer(id), id);
    let own = order[moved];
    let below = moved.checked_sub(1).map(|place| order[place]);
    let above = order.get(moved + 1).copied();
    let layer = match (below, above) {
        (Some(below), _) if (design.layer(below), own) > at(below) => design.layer(below),
        (Some(below), _) => design.layer(below) + 1,
        (None, Some(above)) if (design.layer(above), own) < at(above) => design.layer(above),
        (None, Some(above)) => design.layer(above) - 1,
        (None, None) => return layers,
    };
    layers.insert(own, layer);
    let mut last = (layer, own);
    for &id in &order[moved + 1..] {
        let mut now = at(id);
        while now < last {
            now.0 += 1;
        }
        if now != at(id) {
            layers.insert(id, now.0);
        }
        last = now;
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, pt};

    /// Three boxes that overlap, and one apart.
    fn drawn() -> (Document, [Id; 4]) {
        let mut design = Design::new();
        let ids: Vec<Id> = design.fresh_ids().take(4).collect();
        for (&id, x) in ids.iter().zip([0.0, 20.0, 40.0, 900.0]) {
            let component = Component::new("cache", "Box", pt(x, 0.0));
            design.apply(Edit::PutComponent(id, component)).unwrap();
        }
        (Document::new(design), [ids[0], ids[1], ids[2], ids[3]])
    }

    fn order(document: &Document) -> Vec<Id> {
        let design = document.design();
        let mut ids: Vec<Id> = design.components().map(|(id, _)| id).collect();
        ids.sort_by_key(|&id| (design.layer(id), id));
        ids
    }

    #[test]
    fn steps_pass_what_overlaps_and_ends_pass_everything() {
        let (mut document, [a, b, c, d]) = drawn();
        document.select([a]);
        restack(&mut document, ZOrder::Forward);
        let among = |document: &Document| -> Vec<Id> {
            let order = order(document).into_iter();
            order.filter(|&id| id != d).collect()
        };
        assert_eq!(among(&document), [b, a, c]);
        restack(&mut document, ZOrder::Front);
        assert_eq!(order(&document).last(), Some(&a));
        restack(&mut document, ZOrder::Backward);
        assert_eq!(among(&document), [b, a, c]);
        restack(&mut document, ZOrder::Back);
        assert_eq!(order(&document)[0], a);
        let before = document.revision();
        restack(&mut document, ZOrder::Back);
        assert_eq!(document.revision(), before, "nothing changes at the end");
    }
}
