//! In which order the keyboard walks over what is drawn, and where it gets along the lines.

use std::collections::BTreeMap;

use super::align::Toward;
use super::ops;
use crate::layout::Route;
use crate::model::{Design, Id, Item, Point};
use crate::scene::component_rect;

/// Items whose places differ by less than this (world units) lie in one row.
const ROW: f64 = 64.0;

/// Everything that is drawn, row by row: a zone where its title is, before what lies in it; a connection right after its
/// caller.
pub(super) fn reading_order(design: &Design) -> Vec<Id> {
    let row = |at: Point| ((at.y / ROW).round() as i64, at.x as i64);
    let place = |id: Id| ops::item_rect(design, id).map_or((0, 0), |rect| row(rect.center()));
    let mut order: Vec<_> = design
        .ids()
        .filter_map(|id| {
            let key = match design.item(id)? {
                Item::Zone(zone) => (row(zone.rect.min), 0, (0, 0)),
                Item::Component(_) | Item::Note(_) => (place(id), 1, (0, 0)),
                Item::Connection(item) => (place(item.from), 2, place(item.to)),
            };
            Some((key, id))
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, id)| id).collect()
}

/// The end of a connection that lies in a direction from its other end.
pub(super) fn line_end(design: &Design, id: Id, toward: Toward) -> Option<Id> {
    let connection = design.connection(id)?;
    let [from, to] = [connection.from, connection.to].map(|end| design.component(end));
    let (by, step) = (to?.at - from?.at, toward.step());
    match by.x * step.x + by.y * step.y {
        along if along > 0.0 => Some(connection.to),
        along if along < 0.0 => Some(connection.from),
        _ => None,
    }
}

/// The component that a line on one side of a component leads to or comes from; of several lines, the one that meets it
/// nearest to the middle of that side.
pub(super) fn along_line(
    design: &Design,
    routes: &BTreeMap<Id, Route>,
    from: Id,
    toward: Toward,
) -> Option<Id> {
    /// A line ends so close (world units) to the box that it meets.
    const AT_BOX: f64 = 8.0;
    let rect = component_rect(design.component(from)?);
    let on_side = |at: Point| {
        let (away, aside) = match toward {
            Toward::Left => (rect.min.x - at.x, at.y - rect.center().y),
            Toward::Right => (at.x - rect.max.x, at.y - rect.center().y),
            Toward::Up => (rect.min.y - at.y, at.x - rect.center().x),
            Toward::Down => (at.y - rect.max.y, at.x - rect.center().x),
        };
        (away.abs() <= AT_BOX).then_some(aside.abs())
    };
    let ends = design.connections().filter_map(|(id, connection)| {
        let points = &routes.get(&id)?.points;
        let (own, other) = match from {
            from if connection.from == from => (points.first()?, connection.to),
            from if connection.to == from => (points.last()?, connection.from),
            _ => return None,
        };
        Some((on_side(*own)?, other))
    });
    ends.filter(|(_, other)| *other != from)
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, other)| other)
}
