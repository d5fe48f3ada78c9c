//! The path from one box to another: a direct line where no box blocks it, or else A* around the boxes.
//!
//! A* does not walk a grid. A line runs until it meets a box, is level with its goal or has passed the box it went
//! along, and can turn only there; the shortest paths between boxes are made of such turns.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::candidate::{BEND, RouteCandidate, RoutePort, TIGHT, bounds_of_points, simplify};
use super::direct::{direct_candidates, fallback_candidate, lane_candidates};
use super::obstacles::{CLEARANCE, Obstacles};
use super::side::{Side, allows, coordinate_on_axis, point_on_axes};
use crate::model::{Point, Rect};

/// What leaving or entering at the top or bottom costs: layouts run from left to right.
const UPRIGHT_END: f64 = 8.0;
/// Nodes expanded before the search is given up, per clearance.
const BUDGET: usize = 1_500;

/// The paths between the middles of two boxes' sides, the best for a line alone first, and the steps it took to find them;
/// ports are spread later.
pub(super) fn find_candidates(
    obstacles: &Obstacles,
    boxes: [usize; 2],
    sides: [Option<Side>; 2],
) -> (Vec<RouteCandidate>, usize) {
    let [a, b] = boxes.map(|number| obstacles.rect(number));
    let mut seen = a.union(b);
    let mut candidates = Vec::new();
    let mut steps = 0;
    let allowed =
        |candidate: &RouteCandidate| (0..2).all(|end| allows(sides[end], candidate.sides[end]));
    for candidate in direct_candidates(a, b) {
        seen = seen.union(candidate.seen);
        if allowed(&candidate) && obstacles.is_free(&candidate.points, TIGHT, &boxes) {
            candidates.push(candidate);
        }
    }
    if candidates.is_empty() {
        let ports = |rect: Rect, wanted: Option<Side>| -> Vec<RoutePort> {
            let sides = Side::ALL.into_iter().filter(|&side| allows(wanted, side));
            sides
                .map(|side| RoutePort {
                    side,
                    at: side.edge_middle(rect),
                })
                .collect()
        };
        let (from, to) = (ports(a, sides[0]), ports(b, sides[1]));
        let (found, taken) = search_around(obstacles, boxes, &from, &to);
        steps += taken;
        let candidate = found.unwrap_or_else(|| fallback_candidate(a, b));
        seen = seen.union(candidate.seen);
        candidates.push(candidate);
    }
    let (lanes, looked_at) = lane_candidates(obstacles, a, b);
    seen = seen.union(looked_at);
    for candidate in lanes {
        seen = seen.union(candidate.seen);
        if allowed(&candidate) && obstacles.is_free(&candidate.points, TIGHT, &boxes) {
            candidates.push(candidate);
        }
    }
    for candidate in &mut candidates {
        candidate.seen = seen;
    }
    (candidates, steps)
}

/// The path around boxes between any of the ports of the first box and any of those of the second, and the steps it took;
/// no path where the search finds none within its budget.
pub(super) fn search_around(
    obstacles: &Obstacles,
    boxes: [usize; 2],
    starts: &[RoutePort],
    goals: &[RoutePort],
) -> (Option<RouteCandidate>, usize) {
    let mut steps = 0;
    let found = [CLEARANCE, TIGHT].into_iter().find_map(|clearance| {
        let mut search = CandidateSearch::new(obstacles, boxes, clearance);
        let found = search.find_path(starts, goals);
        steps += search.steps;
        found
    });
    (found, steps)
}

/// A line about to run.
#[derive(Debug, Clone, Copy)]
struct SearchNode {
    at: Point,
    side: Side,
    /// The end of the box it runs along, on its own axis, and its direction before it met that box.
    corner: Option<(f64, Side)>,
    cost: f64,
    parent: usize,
}

/// A node to be looked at; the smallest comes out of a heap first, ties are broken by place.
#[derive(Debug)]
struct OpenNode {
    estimate: f64,
    at: Point,
    node: usize,
}

impl Ord for OpenNode {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.estimate.total_cmp(&self.estimate))
            .then(other.at.x.total_cmp(&self.at.x))
            .then(other.at.y.total_cmp(&self.at.y))
            .then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for OpenNode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for OpenNode {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for OpenNode {}

/// Place, direction and corner of a line; lines that agree in them have the same continuations.
type StateKey = (u64, u64, Side, u64);

struct CandidateSearch<'a> {
    obstacles: &'a Obstacles,
    boxes: [usize; 2],
    clearance: f64,
    nodes: Vec<SearchNode>,
    heap: BinaryHeap<OpenNode>,
    cheapest: BTreeMap<StateKey, f64>,
    seen: Rect,
    /// The nodes expanded so far.
    steps: usize,
}

const NO_PARENT: usize = usize::MAX;

impl<'a> CandidateSearch<'a> {
    fn new(obstacles: &'a Obstacles, boxes: [usize; 2], clearance: f64) -> Self {
        let [a, b] = boxes.map(|number| obstacles.rect(number));
        Self {
            obstacles,
            boxes,
            clearance,
            nodes: Vec::new(),
            heap: BinaryHeap::new(),
            cheapest: BTreeMap::new(),
            seen: a.union(b).expanded(CLEARANCE),
            steps: 0,
        }
    }

    fn find_path(&mut self, starts: &[RoutePort], goals: &[RoutePort]) -> Option<RouteCandidate> {
        // Goals are where a line is clear of the box, with the direction in which it has to go on from there.
        let goals: Vec<RoutePort> = goals
            .iter()
            .map(|port| RoutePort {
                side: port.side.opposite(),
                at: port.side.move_outward(port.at, self.clearance),
            })
            .collect();
        for start in starts {
            self.push_start(start, &goals);
        }
        while let Some(open) = self.heap.pop() {
            let node = self.nodes[open.node];
            if self
                .cheapest
                .get(&state_key(&node))
                .is_some_and(|&best| best < node.cost)
            {
                continue;
            }
            if let Some(goal) = goals
                .iter()
                .find(|g| g.at == node.at && g.side == node.side)
            {
                return Some(self.trace_path(open.node, *goal));
            }
            self.steps += 1;
            if self.steps > BUDGET {
                return None;
            }
            self.expand_node(open.node, &goals);
        }
        None
    }

    fn push_start(&mut self, port: &RoutePort, goals: &[RoutePort]) {
        let at = port.side.move_outward(port.at, self.clearance);
        let skip = [self.boxes[0]];
        let stub =
            self.obstacles
                .first_hit(port.at, port.side, self.clearance, self.clearance, &skip);
        if stub.is_some() {
            return;
        }
        let cost = end_cost(port.side);
        let first = SearchNode {
            at,
            side: port.side,
            corner: None,
            cost,
            parent: NO_PARENT,
        };
        self.push_node(first, goals);
        for side in port.side.turn_sides() {
            let own = self.obstacles.rect(self.boxes[0]).expanded(self.clearance);
            self.push_node(
                SearchNode {
                    side,
                    corner: Some((side.edge(own), port.side)),
                    cost: cost + BEND,
                    ..first
                },
                goals,
            );
        }
    }

    fn push_node(&mut self, node: SearchNode, goals: &[RoutePort]) {
        let best = self
            .cheapest
            .entry(state_key(&node))
            .or_insert(f64::INFINITY);
        if node.cost >= *best {
            return;
        }
        *best = node.cost;
        self.heap.push(OpenNode {
            estimate: node.cost + estimate_remaining_cost(node.at, node.side, goals),
            at: node.at,
            node: self.nodes.len(),
        });
        self.nodes.push(node);
    }

    /// Runs ahead and puts down everything the line could do next.
    fn expand_node(&mut self, number: usize, goals: &[RoutePort]) {
        let node = self.nodes[number];
        let level = node.side.is_level();
        let start = coordinate_on_axis(level, node.at);
        let ahead = |to: f64| (to - start) * node.side.sign();
        let corner = node.corner.map(|(end, then)| (ahead(end), then));
        let reach = goals
            .iter()
            .map(|goal| ahead(coordinate_on_axis(level, goal.at)))
            .chain(corner.map(|(distance, _)| distance))
            .fold(0.0, f64::max);
        let hit = self
            .obstacles
            .first_hit(node.at, node.side, reach, self.clearance, &[]);
        let reach = hit.map_or(reach, |(distance, _)| distance);
        let seen = [node.at, node.side.move_outward(node.at, reach)];
        self.seen = self.seen.union(bounds_of_points(&seen));
        for goal in goals {
            let distance = ahead(coordinate_on_axis(level, goal.at));
            if (0.0..=reach).contains(&distance) {
                let across =
                    coordinate_on_axis(!level, goal.at) - coordinate_on_axis(!level, node.at);
                let side = if across == 0.0 {
                    goal.side
                } else {
                    Side::on_axis(!level, across > 0.0)
                };
                let at = if across == 0.0 {
                    goal.at
                } else {
                    point_on_axes(
                        level,
                        coordinate_on_axis(level, goal.at),
                        coordinate_on_axis(!level, node.at),
                    )
                };
                self.push_successor(number, at, side, None, distance, goals);
            }
        }
        if let Some((distance, then)) =
            corner.filter(|(distance, _)| (0.0..=reach).contains(distance))
        {
            let at = node.side.move_outward(node.at, distance);
            self.push_successor(number, at, then, None, distance, goals);
            if node.parent == NO_PARENT {
                // Around its own box, to what lies behind the side that it leaves.
                self.push_successor(number, at, then.opposite(), None, distance, goals);
            }
        }
        if let Some((distance, other)) = hit {
            let face = self.obstacles.rect(other).expanded(self.clearance);
            let at = if distance > 0.0 {
                let edge = node.side.opposite().edge(face);
                point_on_axes(level, edge, coordinate_on_axis(!level, node.at))
            } else {
                node.at
            };
            for side in node.side.turn_sides() {
                let corner = Some((side.edge(face), node.side));
                self.push_successor(number, at, side, corner, distance, goals);
            }
        }
    }

    /// Puts down that the line `number` runs to `at` and goes on `way` from there.
    fn push_successor(
        &mut self,
        number: usize,
        at: Point,
        side: Side,
        corner: Option<(f64, Side)>,
        distance: f64,
        goals: &[RoutePort],
    ) {
        let node = self.nodes[number];
        if side == node.side.opposite() {
            return;
        }
        let bend = if side == node.side { 0.0 } else { BEND };
        let ends = goals.iter().any(|g| g.at == at && g.side == side);
        let end = if ends { end_cost(side) } else { 0.0 };
        self.push_node(
            SearchNode {
                at,
                side,
                corner,
                cost: node.cost + distance + bend + end,
                parent: number,
            },
            goals,
        );
    }

    fn trace_path(&self, last: usize, goal: RoutePort) -> RouteCandidate {
        let mut points = vec![goal.side.move_outward(goal.at, self.clearance)];
        let mut number = last;
        let mut first = self.nodes[last];
        while number != NO_PARENT {
            first = self.nodes[number];
            points.push(first.at);
            number = first.parent;
        }
        // A first turn right at the box hides on which side the line left it; the corner remembers.
        let out = first.corner.map_or(first.side, |(_, out)| out);
        points.push(out.move_outward(first.at, -self.clearance));
        points.reverse();
        simplify(&mut points);
        RouteCandidate {
            points,
            sides: [out, goal.side.opposite()],
            seen: self.seen,
        }
    }
}

fn state_key(node: &SearchNode) -> StateKey {
    let corner = node.corner.map_or(0, |(end, _)| end.to_bits());
    (node.at.x.to_bits(), node.at.y.to_bits(), node.side, corner)
}

fn end_cost(side: Side) -> f64 {
    if side.is_level() { 0.0 } else { UPRIGHT_END }
}

/// A lower bound of what is still to be paid.
fn estimate_remaining_cost(at: Point, side: Side, goals: &[RoutePort]) -> f64 {
    goals
        .iter()
        .map(|goal| {
            let (dx, dy) = ((goal.at.x - at.x).abs(), (goal.at.y - at.y).abs());
            let turned = goal.side != side || (dx > 0.0 && dy > 0.0);
            dx + dy + if turned { BEND } else { 0.0 }
        })
        .fold(f64::INFINITY, f64::min)
}
