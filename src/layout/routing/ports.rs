//! Where on the sides of boxes lines begin and end: spread evenly, in the order that avoids crossings.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::candidate::RouteCandidate;
use super::obstacles::Obstacles;
use super::routed_connection::RoutedConnection;
use super::side::{Side, coordinate_on_axis};
use super::tracks::TRACK;
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

/// Where every line leaves its first box and enters its second, on the sides that its candidate uses. Straight lines come
/// first, in the order in which they were drawn, so that none of them is moved by a later one.
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
    let straight = place_straight(obstacles, lines);
    let mut ports: Vec<[f64; 2]> = vec![[0.0; 2]; lines.len()];
    for ((number, side), group) in &mut groups {
        sort_ends(group, &straight);
        let span = side.edge_span(obstacles.rect(*number));
        let fixed: Vec<Option<f64>> = group.iter().map(|end| straight[end.line]).collect();
        for (end, at) in group.iter().zip(place_slots(span, &fixed)) {
            ports[end.line][end.which] = at;
        }
    }
    let port = |line: &RoutedConnection, which: usize, at: f64| {
        line.candidate().sides[which].point_on_edge(obstacles.rect(line.boxes[which]), at)
    };
    let both = lines.iter().zip(ports);
    both.map(|(line, [from, to])| [port(line, 0, from), port(line, 1, to)])
        .collect()
}

/// Where each straight line runs: as near to the middle of its first box as those before it leave room.
fn place_straight(obstacles: &Obstacles, lines: &[RoutedConnection]) -> Vec<Option<f64>> {
    let mut taken: BTreeMap<(usize, Side), Vec<f64>> = BTreeMap::new();
    let place = |line: &RoutedConnection| {
        let candidate = line.candidate();
        let &[from, _] = candidate.points.as_slice() else {
            return None;
        };
        let keys = [0, 1].map(|which| (line.boxes[which], candidate.sides[which]));
        let spans = keys.map(|(number, side)| side.edge_span(obstacles.rect(number)));
        let low = spans[0].0.max(spans[1].0) + CORNER;
        let high = spans[0].1.min(spans[1].1) - CORNER;
        let wanted = coordinate_on_axis(!candidate.sides[0].is_level(), from);
        let beside = keys.iter().filter_map(|key| taken.get(key)).flatten();
        let beside: Vec<f64> = beside.copied().collect();
        let at = free_place(wanted, (low, high), &beside)?;
        for key in keys {
            taken.entry(key).or_default().push(at);
        }
        Some(at)
    };
    lines.iter().map(place).collect()
}

/// The place nearest to the wanted one that is far enough from those taken; none where there is no room.
fn free_place(wanted: f64, (low, high): (f64, f64), taken: &[f64]) -> Option<f64> {
    if low > high {
        return None;
    }
    let wanted = wanted.clamp(low, high);
    [LINE_GAP, TRACK].into_iter().find_map(|gap| {
        let beside = taken.iter().flat_map(|at| [at - gap, at + gap]);
        let places = beside
            .chain([wanted])
            .filter(|at| (low..=high).contains(at));
        let free = places.filter(|at| taken.iter().all(|other| (at - other).abs() > gap - 1e-6));
        free.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
    })
}

/// Puts lines in the order in which they do not cross in front of the box: of those that turn to one side, the one that
/// turns first lies outermost, and of those that turn in the same gap the one that gets furthest.
fn sort_ends(group: &mut [PortEnd], straight: &[Option<f64>]) {
    let ties = |a: &PortEnd, b: &PortEnd| {
        let to = a.order.to.total_cmp(&b.order.to);
        to.then(a.line.cmp(&b.line))
    };
    let place = |end: &PortEnd| straight[end.line].unwrap_or(end.order.reached);
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
        gap.sort_by(|a, b| place(a).total_cmp(&place(b)).then(ties(a, b)));
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

/// Places for ports on a side: those that are fixed, and the others evenly between them and the corners.
fn place_slots((low, high): (f64, f64), fixed: &[Option<f64>]) -> Vec<f64> {
    let mut places = Vec::with_capacity(fixed.len());
    let mut from = low;
    for run in fixed.split_inclusive(Option::is_some) {
        let end = run.last().copied().flatten();
        let free = run.len() - usize::from(end.is_some());
        let step = (end.unwrap_or(high) - from) / (free as f64 + 1.0);
        places.extend((1..=free).map(|slot| from + step * slot as f64));
        places.extend(end);
        from = end.unwrap_or(from);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_spread_evenly() {
        assert_eq!(place_slots((0.0, 64.0), &[None]), [32.0]);
        assert_eq!(place_slots((0.0, 60.0), &[None, None]), [20.0, 40.0]);
    }

    #[test]
    fn straight_lines_stay_and_the_others_go_between_them_and_the_corners() {
        assert_eq!(place_slots((0.0, 64.0), &[Some(40.0)]), [40.0]);
        assert_eq!(place_slots((0.0, 60.0), &[Some(30.0), None]), [30.0, 45.0]);
        assert_eq!(
            place_slots((0.0, 60.0), &[None, Some(30.0), None, None]),
            [15.0, 30.0, 40.0, 50.0]
        );
    }

    #[test]
    fn a_straight_line_goes_beside_those_before_it() {
        assert_eq!(free_place(32.0, (8.0, 56.0), &[]), Some(32.0));
        assert_eq!(free_place(32.0, (8.0, 56.0), &[32.0]), Some(20.0));
        assert_eq!(
            free_place(32.0, (8.0, 56.0), &[20.0, 32.0, 44.0]),
            Some(8.0)
        );
        assert_eq!(free_place(32.0, (30.0, 34.0), &[32.0]), None);
    }

    #[test]
    fn a_side_without_length_has_all_ports_at_one_place() {
        assert_eq!(place_slots((5.0, 5.0), &[None, None]), [5.0, 5.0]);
    }
}
