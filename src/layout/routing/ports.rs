//! Where on the sides of boxes lines begin and end: spread evenly, in the order that avoids crossings.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::candidate::RouteCandidate;
use super::obstacles::Obstacles;
use super::routed_connection::RoutedConnection;
use super::side::{Side, coordinate_on_axis};
use crate::model::Point;

/// The distance between parallel lines, where there is room (world units).
pub(super) const LINE_GAP: f64 = 12.0;
/// Lines that turn this close to one another turn in the same gap between boxes (world units).
const SAME_GAP: f64 = 40.0;
/// The distance ports keep from the corners of a box, where there is room (world units).
const CORNER: f64 = 8.0;

/// One end of a line.
#[derive(Debug)]
struct PortEnd {
    line: usize,
    /// 0 where the line begins, 1 where it ends.
    which: usize,
    order: PortOrder,
}

/// What decides where on its side a line leaves or enters a box.
#[derive(Debug, Clone, Copy)]
struct PortOrder {
    /// Which way it turns: toward smaller coordinates, not at all, or toward greater ones.
    turn: Ordering,
    /// How far from the box it turns.
    distance: f64,
    /// How far it gets to the side it turns to.
    reached: f64,
    /// Where it goes to in the end.
    to: f64,
}

/// Where every line leaves its first box and enters its second, on the sides that its candidate uses.
pub(super) fn spread_ports(obstacles: &Obstacles, lines: &[RoutedConnection]) -> Vec<[Point; 2]> {
    let mut groups: BTreeMap<(usize, Side), Vec<PortEnd>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        for which in 0..2 {
            let far = obstacles.rect(line.boxes[1 - which]).center();
            let order = port_order(line.candidate(), which, far);
            let group = groups.entry((line.boxes[which], line.candidate().sides[which]));
            group.or_default().push(PortEnd {
                line: number,
                which,
                order,
            });
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    for (_, group) in &mut groups {
        sort_ends(group);
    }
    // Crowded sides come first: a straight line takes its place there, and slides at its other end.
    groups.sort_by_key(|(key, group)| (std::cmp::Reverse(group.len()), *key));
    let mut ports: Vec<[Option<f64>; 2]> = vec![[None; 2]; lines.len()];
    for ((number, side), group) in &groups {
        let span = side.edge_span(obstacles.rect(*number));
        let wanted: Vec<Option<f64>> = group
            .iter()
            .map(|end| {
                let straight = lines[end.line].candidate().points.len() == 2;
                ports[end.line][1 - end.which].filter(|_| straight)
            })
            .collect();
        for (end, at) in group.iter().zip(place_slots(span, &wanted)) {
            ports[end.line][end.which] = Some(at);
        }
    }
    let port = |line: &RoutedConnection, which: usize, at: Option<f64>| {
        line.candidate().sides[which]
            .point_on_edge(obstacles.rect(line.boxes[which]), at.unwrap_or_default())
    };
    let both = lines.iter().zip(ports);
    both.map(|(line, [from, to])| [port(line, 0, from), port(line, 1, to)])
        .collect()
}

/// Puts lines in the order in which they do not cross in front of the box: of those that turn to one side, the one that
/// turns first lies outermost, and of those that turn in the same gap the one that gets furthest.
fn sort_ends(group: &mut [PortEnd]) {
    let ties = |a: &PortEnd, b: &PortEnd| {
        let to = a.order.to.total_cmp(&b.order.to);
        to.then(a.line.cmp(&b.line))
    };
    let outwards = |order: &PortOrder| match order.turn {
        Ordering::Greater => -order.distance,
        _ => order.distance,
    };
    group.sort_by(|a, b| {
        let (x, y) = (&a.order, &b.order);
        (x.turn.cmp(&y.turn))
            .then(outwards(x).total_cmp(&outwards(y)))
            .then(ties(a, b))
    });
    let same_gap = |a: &PortEnd, b: &PortEnd| {
        a.order.turn == b.order.turn && (a.order.distance - b.order.distance).abs() < SAME_GAP
    };
    for gap in group.chunk_by_mut(same_gap) {
        gap.sort_by(|a, b| {
            let reached = a.order.reached.total_cmp(&b.order.reached);
            reached.then(ties(a, b))
        });
    }
}

fn port_order(candidate: &RouteCandidate, which: usize, far: Point) -> PortOrder {
    let across = !candidate.sides[which].is_level();
    let count = candidate.points.len();
    let at = |index: usize| candidate.points[if which == 0 { index } else { count - 1 - index }];
    let own = coordinate_on_axis(across, at(0));
    let to = coordinate_on_axis(across, far);
    if count < 3 {
        let reached = to;
        return PortOrder {
            turn: Ordering::Equal,
            distance: 0.0,
            reached,
            to,
        };
    }
    let reached = coordinate_on_axis(across, at(2));
    let turn = reached.total_cmp(&own);
    let distance = at(0).distance(at(1));
    PortOrder {
        turn,
        distance,
        reached,
        to,
    }
}

/// Evenly spread places for ports on a side, except that those with a wish get it where the others leave room.
fn place_slots((low, high): (f64, f64), wanted: &[Option<f64>]) -> Vec<f64> {
    let count = wanted.len();
    let gaps = (count as f64 - 1.0).max(1.0);
    let even = (high - low) / (count as f64 + 1.0);
    let crowded = ((high - low - 2.0 * CORNER) / gaps).max(0.0);
    let gap = even.max(LINE_GAP.min(crowded));
    let least = LINE_GAP.min(gap);
    let first = f64::midpoint(low, high) - gap * (count as f64 - 1.0) / 2.0;
    let mut places: Vec<f64> = (0..count).map(|slot| first + gap * slot as f64).collect();
    // The slot last given its wish, and the first that is not yet placed for good.
    let mut fixed: Option<usize> = None;
    for slot in 0..count {
        let Some(at) = wanted[slot] else { continue };
        let from = match fixed {
            Some(before) => places[before] + least * (slot - before) as f64,
            None => low + CORNER.min(even) + least * slot as f64,
        };
        let to = high - CORNER.min(even) - least * (count - 1 - slot) as f64;
        if !(from..=to).contains(&at) {
            continue;
        }
        match fixed {
            Some(before) => {
                let step = (at - places[before]) / (slot - before) as f64;
                for between in before + 1..slot {
                    places[between] = places[before] + step * (between - before) as f64;
                }
            }
            None => push_below_limit(&mut places[..slot], low + CORNER.min(even), at, least),
        }
        places[slot] = at;
        fixed = Some(slot);
        // What follows moves on, as far as it must.
        let mut floor = at;
        for (later, place) in places.iter_mut().enumerate().skip(slot + 1) {
            floor = (floor + least).max(*place);
            *place = floor.min(high - CORNER.min(even) - least * (count - 1 - later) as f64);
        }
    }
    places
}

/// Moves places back from `limit`, as far as they must.
fn push_below_limit(places: &mut [f64], low: f64, limit: f64, least: f64) {
    let mut ceiling = limit;
    for (slot, place) in places.iter_mut().enumerate().rev() {
        ceiling = (ceiling - least).min(*place);
        *place = ceiling.max(low + least * slot as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_spread_evenly() {
        assert_eq!(place_slots((0.0, 64.0), &[None]), [32.0]);
        assert_eq!(place_slots((0.0, 60.0), &[None, None]), [20.0, 40.0]);
        let crowd = place_slots((0.0, 64.0), &[None; 5]);
        assert_eq!(crowd, [8.0, 20.0, 32.0, 44.0, 56.0]);
    }

    #[test]
    fn a_wish_is_kept_where_the_others_have_room() {
        assert_eq!(place_slots((0.0, 64.0), &[Some(40.0)]), [40.0]);
        assert_eq!(place_slots((0.0, 60.0), &[Some(30.0), None]), [30.0, 42.0]);
        assert_eq!(place_slots((0.0, 60.0), &[None, Some(30.0)]), [18.0, 30.0]);
        assert_eq!(place_slots((0.0, 64.0), &[Some(63.0)]), [32.0]);
    }

    #[test]
    fn a_side_without_length_has_all_ports_at_one_place() {
        assert_eq!(place_slots((5.0, 5.0), &[None, None]), [5.0, 5.0]);
    }
}
