//! Which of several layouts of a piece is the best one to look at: lines also cross between the columns,
//! which the order of the rows does not tell, so their lines are drawn and counted.

use std::collections::{BTreeMap, BTreeSet};

use super::fold;
use super::layout_tree::Direction;
use crate::layout::routing::{Route, Router, RoutingConstraints};
use crate::model::{Design, Id, Point, Rect};

/// What is weighed against each other: an area twice as large and a shape twice as far from that of a page (both by their
/// logarithms), a crossing, and a bend.
const AREA: f64 = 0.7;
const SHAPE: f64 = 0.7;
const CROSSING: f64 = 0.9;
const BEND: f64 = 0.01;

/// The layout whose lines cross least, then bend least; the first of those. Another one is taken, in blocks of zones or
/// folded, where that saves space or brings the drawing nearer to the shape of a page, and its lines do not cross much more.
pub(super) fn select_layout(
    design: &Design,
    direction: Direction,
    layouts: Vec<BTreeMap<Id, Rect>>,
    blocks: Option<BTreeMap<Id, Rect>>,
    draw_lines: bool,
) -> BTreeMap<Id, Rect> {
    let count = |layout: &BTreeMap<Id, Rect>| {
        if draw_lines {
            count_crossings_and_bends(design, direction, layout)
        } else {
            (0, 0)
        }
    };
    let best = if layouts.len() < 2 {
        layouts.into_iter().next()
    } else {
        layouts.into_iter().min_by_key(&count)
    };
    let mut all: Vec<BTreeMap<Id, Rect>> = best.into_iter().chain(blocks).collect();
    let folded: Vec<BTreeMap<Id, Rect>> = all
        .iter()
        .flat_map(|layout| fold::folded_layouts(design, direction, layout))
        .collect();
    all.extend(folded);
    if all.len() < 2 {
        return all.pop().unwrap_or_default();
    }
    let cost = |layout: &BTreeMap<Id, Rect>| {
        let (crossings, bends) = count(layout);
        let bounds = layout.values().copied().reduce(Rect::union);
        let area = bounds.map_or(1.0, |all| (all.width() * all.height()).max(1.0));
        AREA * area.ln()
            + SHAPE * fold::distance_from_page(layout)
            + CROSSING * crossings as f64
            + BEND * bends as f64
    };
    let costs: Vec<f64> = all.iter().map(cost).collect();
    let cheapest = (0..all.len()).min_by(|&a, &b| costs[a].total_cmp(&costs[b]));
    all.swap_remove(cheapest.unwrap_or(0))
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
    let mut router = Router::rough();
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
