//! Lining up and spreading the selection, and what lies in which direction.

use std::collections::BTreeSet;

use super::ops;
use crate::model::{Design, Document, Edit, Id, Rect, Side, Vector, vector};

/// One of four directions on the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// Against the reading direction.
    Left,
    /// In the reading direction.
    Right,
    /// To the top.
    Up,
    /// To the bottom.
    Down,
}

impl Toward {
    /// One world unit in that direction.
    pub fn step(self) -> Vector {
        match self {
            Self::Left => vector(-1.0, 0.0),
            Self::Right => vector(1.0, 0.0),
            Self::Up => vector(0.0, -1.0),
            Self::Down => vector(0.0, 1.0),
        }
    }

    /// The direction out of a side of a box.
    pub fn out_of(side: Side) -> Self {
        match side {
            Side::Left => Self::Left,
            Side::Right => Self::Right,
            Side::Top => Self::Up,
            Side::Bottom => Self::Down,
        }
    }

    /// Whether it is left or right.
    fn is_level(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

/// Moves what is selected so that the edges on one side lie on a line, that of the outermost.
pub fn align(document: &mut Document, toward: Toward) {
    let items = selected_rects(document);
    let Some(around) = items.iter().map(|&(_, rect)| rect).reduce(Rect::union) else {
        return;
    };
    let by = |rect: Rect| match toward {
        Toward::Left => vector(around.min.x - rect.min.x, 0.0),
        Toward::Right => vector(around.max.x - rect.max.x, 0.0),
        Toward::Up => vector(0.0, around.min.y - rect.min.y),
        Toward::Down => vector(0.0, around.max.y - rect.max.y),
    };
    let moves = items.iter().map(|&(id, rect)| (id, by(rect)));
    translate_items(document, "Align", moves.collect());
}

/// Spreads what is selected so that the gaps between neighbors are the same, level or upright; the outermost stay.
pub fn distribute(document: &mut Document, level: bool) {
    let mut items = selected_rects(document);
    let ends = |rect: Rect| {
        if level {
            (rect.min.x, rect.max.x)
        } else {
            (rect.min.y, rect.max.y)
        }
    };
    items.sort_by(|a, b| ends(a.1).0.total_cmp(&ends(b.1).0).then(a.0.cmp(&b.0)));
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return;
    };
    let room: f64 = items
        .iter()
        .map(|&(_, rect)| ends(rect).1 - ends(rect).0)
        .sum();
    let gaps = items.len().saturating_sub(1).max(1) as f64;
    let gap = (ends(last.1).1 - ends(first.1).0 - room) / gaps;
    let mut at = ends(first.1).0;
    let mut moves = Vec::new();
    for &(id, rect) in &items {
        let (low, high) = ends(rect);
        let by = at - low;
        moves.push((
            id,
            if level {
                vector(by, 0.0)
            } else {
                vector(0.0, by)
            },
        ));
        at += high - low + gap;
    }
    translate_items(document, "Distribute", moves);
}

/// The selected items that have a place of their own, zones with all that is in them.
fn selected_rects(document: &Document) -> Vec<(Id, Rect)> {
    let design = document.design();
    let own = ops::without_locked(design, document.selection()).into_iter();
    let placed: BTreeSet<Id> = own.filter(|&id| design.connection(id).is_none()).collect();
    let outermost = ops::outermost_items(design, &placed);
    let rect = |id| Some((id, ops::item_rect(design, id)?));
    outermost.into_iter().filter_map(rect).collect()
}

fn translate_items(document: &mut Document, label: &str, moves: Vec<(Id, Vector)>) {
    let moves = moves.into_iter().filter(|(_, by)| by.length() > 1e-9);
    let edits: Vec<Edit> = moves
        .map(|(id, by)| Edit::Translate([id].into(), by))
        .collect();
    if !edits.is_empty() {
        ops::apply_edits(document, label, edits);
    }
}

/// The component that lies in a direction from an item: one that is connected is preferred to one that is only near.
pub fn nearest_neighbor(design: &Design, from: Id, toward: Toward) -> Option<Id> {
    let at = ops::item_rect(design, from)?.center();
    let connected: BTreeSet<Id> = design
        .connections()
        .filter(|(_, c)| c.from == from || c.to == from)
        .flat_map(|(_, c)| [c.from, c.to])
        .collect();
    let cost = |id: Id, by: Vector| {
        let (along, across) = if toward.is_level() {
            (by.x * toward.step().x, by.y.abs())
        } else {
            (by.y * toward.step().y, by.x.abs())
        };
        let factor = if connected.contains(&id) { 0.5 } else { 1.0 };
        (along > 1.0 && across < 2.0 * along).then_some(factor * (along + 2.0 * across))
    };
    design
        .components()
        .filter(|&(id, _)| id != from)
        .filter_map(|(id, component)| Some((cost(id, component.at - at)?, id)))
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, id)| id)
}
