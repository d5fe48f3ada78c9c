//! Which of several layouts of a piece is the best one to look at: lines also cross between the columns,
//! which the order of the rows does not tell, so their lines are drawn and counted.

use std::collections::{BTreeMap, BTreeSet};

use super::layout_tree::Direction;
use crate::layout::routing::{Route, Router, RoutingConstraints};
use crate::model::{Design, Id, Point, Rect};

/// The layout whose lines cross least, then bend least; the first of those.
pub(super) fn select_layout(
    design: &Design,
    direction: Direction,
    layouts: Vec<BTreeMap<Id, Rect>>,
) -> BTreeMap<Id, Rect> {
    if layouts.len() < 2 {
        return layouts.into_iter().next().unwrap_or_default();
    }
    let layouts = layouts.into_iter();
    let best = layouts.min_by_key(|layout| count_crossings_and_bends(design, direction, layout));
    best.unwrap_or_default()
}

/// How often the lines of a layout cross, and how often they bend.
fn count_crossings_and_bends(
    design: &Design,
    direction: Direction,
    layout: &BTreeMap<Id, Rect>,
) -> (usize, usize) {
    let solid = layout.iter().filter(|(id, _)| design.zone(**id).is_none());
    let inside = |id: Id| layout.contains_key(&id);
    let wires = design.connections();
    let wires = wires.filter(|(_, c)| c.from != c.to && inside(c.from) && inside(c.to));
    // Lines between the same boxes run side by side, whatever the layout.
    let mut met = BTreeSet::new();
    let wires = wires.filter(|(_, c)| met.insert((c.from, c.to)));
    let mut router = Router::default();
    router.update_routes(
        &solid.map(|(&id, &rect)| (id, rect)).collect(),
        &wires.map(|(id, c)| (id, (c.from, c.to))).collect(),
        &RoutingConstraints {
            direction,
            ..RoutingConstraints::default()
        },
    );
    let routes = router.routes();
    let bends = routes.values().map(|route| route.points.len() - 2).sum();
    (count_crossings(routes), bends)
}

/// How often level stretches cross upright ones of other lines.
fn count_crossings(routes: &BTreeMap<Id, Route>) -> usize {
    let (mut level, mut upright) = (Vec::new(), Vec::new());
    for (&id, route) in routes {
        for pair in route.points.windows(2) {
            let (start, end): (Point, Point) = (pair[0], pair[1]);
            let stretch = (id, Rect::from_corners(start, end));
            if (start.x - end.x).abs() > (start.y - end.y).abs() {
                level.push(stretch);
            } else {
                upright.push(stretch);
            }
        }
    }
    let over = |flat: Rect, tall: Rect| {
        let across = flat.min.x < tall.min.x && tall.min.x < flat.max.x;
        across && tall.min.y < flat.min.y && flat.min.y < tall.max.y
    };
    let crossed = |&(id, flat): &(Id, Rect)| {
        let others = upright.iter().filter(|(other, _)| *other != id);
        others.filter(|(_, tall)| over(flat, *tall)).count()
    };
    level.iter().map(crossed).sum()
}
