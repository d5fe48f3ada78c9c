//! The grid on which a way is looked for: maze routing on a sparse grid, whose lines run beside boxes, beside other lines
//! and through possible ends.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::candidate::{BEND, TIGHT, simplify};
use super::obstacles::Obstacles;
use super::side::{Side, allows, coordinate_on_axis};
use super::tracks::{TRACK, Track};
use crate::layout::Direction;
use crate::model::{Point, Rect};

/// How far a line runs straight from its box before it may turn (world units): an arrow head and a rounded corner.
const STUB: f64 = 16.0;
/// How far beside boxes and lines the lines of the grid run (world units).
const BESIDE_BOX: [f64; 2] = [8.0, 16.0];
const BESIDE_LINE: [f64; 2] = [6.0, 12.0];
/// The distance between possible ends on a side, and from the corners (world units).
const PORT_STEP: f64 = 6.0;
pub(super) const CORNER: f64 = 8.0;
/// Lines of the grid closer to each other than this are one (world units).
const SAME: f64 = 0.75;
/// What it costs to cross a line, to end off the middle of a side (for each unit), and to end across the flow, in world
/// units of length.
const CROSSING: f64 = 240.0;
const OFF_MIDDLE: f64 = 0.25;
const ACROSS: f64 = 48.0;
/// A grid with more nodes than this is not made.
const NODES: usize = 60_000;

/// Evenly from the middle of a side to its corners.
pub(super) fn port_places(low: f64, high: f64) -> impl Iterator<Item = f64> {
    let middle = f64::midpoint(low, high);
    let most = ((high - low) / 2.0 - CORNER).max(0.0);
    let steps = (most / PORT_STEP).floor() as i32;
    (-steps..=steps).map(move |step| middle + PORT_STEP * f64::from(step))
}

/// An end of a line on a side of a box, and the node of the grid where the line is clear of the box.
pub(super) struct GridPort {
    edge: Point,
    side: Side,
    node: (usize, usize),
    cost: f64,
}

/// The lines on which a way is looked for, and what blocks them.
pub(super) struct SparseGrid<'a> {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// For each level line, where it is blocked, by the number of the gap after each upright line; and the other way round.
    blocked: [Vec<bool>; 2],
    /// How many lines are crossed in each gap.
    crossed: [Vec<u8>; 2],
    tracks: &'a [Track],
    solid: Vec<(Rect, bool)>,
}

impl<'a> SparseGrid<'a> {
    pub(super) fn node_count(&self) -> usize {
        self.xs.len() * self.ys.len()
    }

    /// Where a line may leave a box, what that costs, and where it may turn first.
    pub(super) fn ports(
        &self,
        rect: Rect,
        wanted: Option<Side>,
        direction: Direction,
    ) -> Vec<GridPort> {
        let mut ports = Vec::new();
        for side in Side::ALL.into_iter().filter(|&side| allows(wanted, side)) {
            let (low, high) = side.edge_span(rect);
            let middle = f64::midpoint(low, high);
            let flow = side.is_level() == (direction == Direction::Right);
            for at in port_places(low, high) {
                let edge = side.point_on_edge(rect, at);
                let out = side.move_outward(edge, STUB);
                let Some(node) = self.node_at(out) else {
                    continue;
                };
                let level = side.is_level();
                let span = (
                    coordinate_on_axis(level, edge),
                    coordinate_on_axis(level, out),
                );
                let span = (span.0.min(span.1), span.0.max(span.1));
                if self.is_blocked(level, coordinate_on_axis(!level, edge), span) {
                    continue;
                }
                let cost = OFF_MIDDLE * (at - middle).abs() + if flow { 0.0 } else { ACROSS };
                ports.push(GridPort {
                    edge,
                    side,
                    node,
                    cost,
                });
            }
        }
        ports
    }

    pub(super) fn new(
        obstacles: &Obstacles,
        boxes: [usize; 2],
        region: Rect,
        tracks: &'a [Track],
    ) -> Option<Self> {
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        let mut solid = Vec::new();
        for number in obstacles.boxes_touching(region) {
            let rect = obstacles.rect(number);
            let own = boxes.contains(&number);
            solid.push((rect, own));
            for beside in BESIDE_BOX {
                xs.extend([rect.min.x - beside, rect.max.x + beside]);
                ys.extend([rect.min.y - beside, rect.max.y + beside]);
            }
        }
        for track in tracks {
            let across = if track.level { &mut ys } else { &mut xs };
            for beside in BESIDE_LINE {
                across.extend([track.at - beside, track.at + beside]);
            }
        }
        let (mut fixed_xs, mut fixed_ys) = (Vec::new(), Vec::new());
        for number in boxes {
            let rect = obstacles.rect(number);
            let outer = rect.expanded(STUB);
            fixed_xs.extend([outer.min.x, outer.max.x]);
            fixed_ys.extend([outer.min.y, outer.max.y]);
            fixed_xs.extend(port_places(rect.min.x, rect.max.x));
            fixed_ys.extend(port_places(rect.min.y, rect.max.y));
        }
        let xs = grid_lines(xs, fixed_xs, (region.min.x, region.max.x));
        let ys = grid_lines(ys, fixed_ys, (region.min.y, region.max.y));
        if xs.len() * ys.len() > NODES {
            return None;
        }
        let mut grid = Self {
            xs,
            ys,
            blocked: [Vec::new(), Vec::new()],
            crossed: [Vec::new(), Vec::new()],
            tracks,
            solid,
        };
        for level in [true, false] {
            grid.mark_line_gaps(level);
        }
        Some(grid)
    }

    fn axis(&self, level: bool) -> (&[f64], &[f64]) {
        if level {
            (&self.xs, &self.ys)
        } else {
            (&self.ys, &self.xs)
        }
    }

    fn mark_line_gaps(&mut self, level: bool) {
        let (along, across) = self.axis(level);
        let count = along.len();
        let mut blocked = vec![false; count * across.len()];
        let mut crossed = vec![0_u8; count * across.len()];
        let mut block = |(low, high): (f64, f64), (from, to): (f64, f64)| {
            let first = across.partition_point(|&at| at <= low + 1e-6);
            let begin = along.partition_point(|&at| at <= from + 1e-6).max(1) - 1;
            for (line, _) in across
                .iter()
                .enumerate()
                .skip(first)
                .take_while(|(_, at)| **at < high - 1e-6)
            {
                for gap in begin..count.saturating_sub(1) {
                    if along[gap] >= to - 1e-6 {
                        break;
                    }
                    if along[gap + 1] > from + 1e-6 {
                        blocked[line * count + gap] = true;
                    }
                }
            }
        };
        for &(rect, own) in &self.solid {
            let (low, high) = Side::on_axis(level, true).edge_span(rect);
            let (from, to) = Side::on_axis(!level, true).edge_span(rect);
            let end = if own { 0.0 } else { TIGHT };
            block((low - TIGHT, high + TIGHT), (from - end, to + end));
        }
        for track in self.tracks {
            if track.level == level {
                block((track.at - TRACK, track.at + TRACK), track.span);
            }
        }
        for track in self.tracks.iter().filter(|track| track.level != level) {
            // It lies between two of the crossing lines, or on one of them: counted in the gap that ends there.
            let gap = along.partition_point(|&at| at < track.at);
            if gap == 0 || gap >= count {
                continue;
            }
            let first = across.partition_point(|&at| at <= track.span.0);
            let last = across.partition_point(|&at| at < track.span.1);
            for line in first..last {
                let cell = &mut crossed[line * count + gap - 1];
                *cell = cell.saturating_add(1);
            }
        }
        let axis = usize::from(!level);
        self.blocked[axis] = blocked;
        self.crossed[axis] = crossed;
    }

    /// Whether a stretch across `at` along `span` runs into a box or on the track of another line.
    pub(super) fn is_blocked(&self, level: bool, at: f64, span: (f64, f64)) -> bool {
        let hits = |&(rect, own): &(Rect, bool)| {
            let (low, high) = Side::on_axis(level, true).edge_span(rect);
            let (from, to) = Side::on_axis(!level, true).edge_span(rect);
            let end = if own { 0.0 } else { TIGHT };
            low - TIGHT < at
                && at < high + TIGHT
                && from - end < span.1 - 1e-6
                && span.0 + 1e-6 < to + end
        };
        self.solid.iter().any(hits)
            || self
                .tracks
                .iter()
                .any(|track| track.is_shared_with(level, at, span))
    }

    fn node_at(&self, point: Point) -> Option<(usize, usize)> {
        let find = |lines: &[f64], at: f64| {
            let index = lines.partition_point(|&line| line < at - 1e-6);
            lines
                .get(index)
                .filter(|&&line| (line - at).abs() < 1e-6)
                .map(|_| index)
        };
        Some((find(&self.xs, point.x)?, find(&self.ys, point.y)?))
    }

    fn point(&self, (x, y): (usize, usize)) -> Point {
        crate::model::pt(self.xs[x], self.ys[y])
    }

    /// The cheapest way from a start to a goal: a straight line between facing sides, or one along the grid.
    pub(super) fn find_path(
        &self,
        starts: &[GridPort],
        goals: &[GridPort],
        steps: &mut usize,
    ) -> Option<Vec<Point>> {
        let (wide, high) = (self.xs.len(), self.ys.len());
        let key = |(x, y): (usize, usize), side: Side| (y * wide + x) * 4 + side as usize;
        let mut cheapest = vec![f64::INFINITY; wide * high * 4];
        let mut parent = vec![usize::MAX; wide * high * 4];
        let mut heap: BinaryHeap<OpenState> = BinaryHeap::new();
        let mut wanted = BTreeMap::new();
        for (number, goal) in goals.iter().enumerate() {
            let key = key(goal.node, goal.side.opposite());
            let best = wanted.entry(key).or_insert((goal.cost, number));
            if goal.cost < best.0 {
                *best = (goal.cost, number);
            }
        }
        let hull = goals
            .iter()
            .map(|goal| self.point(goal.node))
            .map(|p| Rect { min: p, max: p })
            .reduce(Rect::union)?;
        let ahead = |node| {
            let p = self.point(node);
            let dx = (hull.min.x - p.x).max(p.x - hull.max.x).max(0.0);
            let dy = (hull.min.y - p.y).max(p.y - hull.max.y).max(0.0);
            dx + dy
        };
        for (number, start) in starts.iter().enumerate() {
            let state = key(start.node, start.side);
            if start.cost < cheapest[state] {
                cheapest[state] = start.cost;
                parent[state] = usize::MAX - 1 - number;
                heap.push(OpenState {
                    estimate: start.cost + ahead(start.node),
                    cost: start.cost,
                    state,
                });
            }
        }
        // The best end found so far, with its cost.
        let mut best: Option<(f64, usize, usize)> = None;
        while let Some(open) = heap.pop() {
            if best.is_some_and(|(least, ..)| open.estimate >= least) {
                break;
            }
            if open.cost > cheapest[open.state] {
                continue;
            }
            // A way found so far is better than none, though there may be cheaper ones.
            let Some(left) = steps.checked_sub(1) else {
                break;
            };
            *steps = left;
            if let Some(&(cost, goal)) = wanted.get(&open.state) {
                let cost = open.cost + cost;
                if best.is_none_or(|(least, ..)| cost < least) {
                    best = Some((cost, open.state, goal));
                }
            }
            let side = Side::ALL[open.state % 4];
            let (x, y) = (open.state / 4 % wide, open.state / 4 / wide);
            for next in Side::ALL {
                if next == side.opposite() {
                    continue;
                }
                let Some(node) = step((x, y), next, (wide, high)) else {
                    continue;
                };
                let level = next.is_level();
                let cell = if level {
                    y * wide + x.min(node.0)
                } else {
                    x * high + y.min(node.1)
                };
                let axis = usize::from(!level);
                if self.blocked[axis][cell] {
                    continue;
                }
                let length = self.point((x, y)).distance(self.point(node));
                let bend = if next == side { 0.0 } else { BEND };
                let crossed = f64::from(self.crossed[axis][cell]);
                let cost = open.cost + length + bend + CROSSING * crossed;
                let state = key(node, next);
                if cost < cheapest[state] {
                    cheapest[state] = cost;
                    parent[state] = open.state;
                    heap.push(OpenState {
                        estimate: cost + ahead(node),
                        cost,
                        state,
                    });
                }
            }
        }
        let (_, last, goal) = best?;
        Some(self.path_back(&parent, last, starts, goals[goal].edge))
    }

    /// The way from a start to the state that was reached last, and on to the edge of the goal.
    fn path_back(
        &self,
        parent: &[usize],
        last: usize,
        starts: &[GridPort],
        goal: Point,
    ) -> Vec<Point> {
        let wide = self.xs.len();
        let mut points = vec![goal];
        let mut state = last;
        loop {
            points.push(self.point((state / 4 % wide, state / 4 / wide)));
            let before = parent[state];
            if before >= usize::MAX - 1 - starts.len() {
                points.push(starts[usize::MAX - 1 - before].edge);
                break;
            }
            state = before;
        }
        points.reverse();
        simplify(&mut points);
        points
    }
}

fn step(
    (x, y): (usize, usize),
    side: Side,
    (wide, high): (usize, usize),
) -> Option<(usize, usize)> {
    let node = match side {
        Side::Right => (x + 1, y),
        Side::Left => (x.checked_sub(1)?, y),
        Side::Bottom => (x, y + 1),
        Side::Top => (x, y.checked_sub(1)?),
    };
    (node.0 < wide && node.1 < high).then_some(node)
}

/// All lines of one axis in order: the fixed ones, and of the others those that are not too close to one before.
fn grid_lines(others: Vec<f64>, fixed: Vec<f64>, (low, high): (f64, f64)) -> Vec<f64> {
    let mut all: Vec<(f64, bool)> = fixed.into_iter().map(|at| (at, true)).collect();
    let inside = others.into_iter().filter(|at| (low..=high).contains(at));
    all.extend(inside.map(|at| (at, false)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut lines: Vec<(f64, bool)> = Vec::with_capacity(all.len());
    for (at, is_fixed) in all {
        match lines.last_mut() {
            Some(last) if at - last.0 < SAME && !is_fixed => {}
            Some(last) if at - last.0 < SAME && !last.1 => *last = (at, true),
            Some(last) if at - last.0 < 1e-6 => {}
            _ => lines.push((at, is_fixed)),
        }
    }
    lines.into_iter().map(|(at, _)| at).collect()
}

/// A state to be looked at; the one with the smallest estimate comes out of a heap first, ties are broken by number.
#[derive(Debug, PartialEq)]
struct OpenState {
    estimate: f64,
    cost: f64,
    state: usize,
}

impl Eq for OpenState {}

impl Ord for OpenState {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.estimate.total_cmp(&self.estimate)).then(other.state.cmp(&self.state))
    }
}

impl PartialOrd for OpenState {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
