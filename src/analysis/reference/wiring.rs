//! Who is connected with whom, directly or through boxes that only pass on, and what a difference costs.

use crate::analysis::graph::{Graph, Link};
use crate::analysis::report::ConnectionMatchKind;
use crate::model::{Access, Flag, Id, Role, Timing};
use petgraph::graph::NodeIndex;

/// What a connection costs that is not there.
pub(crate) const MISSING: i64 = 600;
/// What it costs the other way round.
const REVERSED: i64 = 500;
/// What it costs to wait where the accepted design does not, or the other way round.
const OTHER_TIMING: i64 = 300;
/// What it costs to read where the accepted design writes, or the other way round.
const OTHER_ACCESS: i64 = 200;
/// At most this many boxes may lie between the two ends.
const HOPS: usize = 4;

/// A way from one drawn component to another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DrawnPath {
    /// Where it leads.
    to: usize,
    /// The component before, and the connection from there; the way begins where that is the start.
    before: usize,
    last: Id,
    /// Connections on the way.
    length: usize,
    /// Whether somebody waits all the way.
    timing: Timing,
    /// What the last connection does, where the user has said so.
    access: Option<Access>,
}

/// All ways in the drawing, by canonical number.
#[derive(Debug)]
pub(crate) struct DrawnPaths {
    /// For each component the ways that begin at it, by where they lead.
    ways: Vec<Vec<DrawnPath>>,
}

impl DrawnPaths {
    /// Finds the ways between the boxes that `ends` names; they lead through boxes that pass on and through all others.
    pub(crate) fn new(graph: &Graph, drawn: &[NodeIndex], ends: impl Fn(usize) -> bool) -> Self {
        let mut number = graph.node_map(0);
        for (index, &node) in drawn.iter().enumerate() {
            number[node] = index;
        }
        let mut out: Vec<Vec<(usize, &Link)>> = Vec::with_capacity(drawn.len());
        for &node in drawn {
            let mut links: Vec<_> = graph.outgoing(node).map(|l| (number[l.to], l)).collect();
            links.sort_by_key(|(to, _)| *to);
            out.push(links);
        }
        let open: Vec<bool> = drawn
            .iter()
            .enumerate()
            .map(|(index, &node)| graph[node].has(Flag::PassThrough) || !ends(index))
            .collect();
        let mut walk = DrawnPathSearch {
            out: &out,
            open: &open,
            place: vec![None; drawn.len()],
        };
        Self {
            ways: (0..drawn.len())
                .map(|start| {
                    if ends(start) {
                        walk.from(start)
                    } else {
                        Vec::new()
                    }
                })
                .collect(),
        }
    }

    /// How many components are drawn.
    pub(crate) fn len(&self) -> usize {
        self.ways.len()
    }

    pub(crate) fn get(&self, from: usize, to: usize) -> Option<&DrawnPath> {
        let ways = &self.ways[from];
        let place = ways.binary_search_by_key(&to, |wire| wire.to).ok()?;
        Some(&ways[place])
    }

    /// The components that can be reached from this one, in order.
    pub(crate) fn targets(&self, from: usize) -> impl Iterator<Item = usize> {
        self.ways[from].iter().map(|wire| wire.to)
    }

    /// The connections of a way, first to last.
    fn links(&self, from: usize, to: usize) -> Vec<Id> {
        let mut links: Vec<Id> =
            std::iter::successors(self.get(from, to), |wire| self.get(from, wire.before))
                .map(|wire| wire.last)
                .collect();
        links.reverse();
        links
    }
}

/// Breadth first, so that the shortest path to each component is kept. Written by hand since paths of one length are merged
/// where they meet.
struct DrawnPathSearch<'w, 'a> {
    out: &'w [Vec<(usize, &'w Link<'a>)>],
    open: &'w [bool],
    /// Where the way to each component is among those found; cleared after each start.
    place: Vec<Option<usize>>,
}

impl DrawnPathSearch<'_, '_> {
    fn from(&mut self, start: usize) -> Vec<DrawnPath> {
        let mut ways: Vec<DrawnPath> = Vec::new();
        self.step(start, start, None, &mut ways);
        let mut next = 0;
        while next < ways.len() {
            let wire = ways[next].clone();
            next += 1;
            if self.open[wire.to] && wire.length <= HOPS {
                self.step(start, wire.to, Some(&wire), &mut ways);
            }
        }
        for wire in &ways {
            self.place[wire.to] = None;
        }
        ways.sort_unstable_by_key(|wire| wire.to);
        ways
    }

    fn step(
        &mut self,
        start: usize,
        at: usize,
        so_far: Option<&DrawnPath>,
        ways: &mut Vec<DrawnPath>,
    ) {
        for &(to, link) in &self.out[at] {
            if to == start {
                continue;
            }
            let wire = DrawnPath {
                to,
                before: at,
                last: link.id,
                length: so_far.map_or(0, |wire| wire.length) + 1,
                timing: so_far
                    .map_or(Timing::Sync, |wire| wire.timing)
                    .max(link.semantics.timing),
                access: link.access.or(so_far.and_then(|wire| wire.access)),
            };
            match self.place[to] {
                None => {
                    self.place[to] = Some(ways.len());
                    ways.push(wire);
                }
                Some(place) => ways[place].merge(&wire),
            }
        }
    }
}

impl DrawnPath {
    /// Ways of one length side by side do what each of them does; a longer one adds nothing.
    fn merge(&mut self, other: &Self) {
        if self.length == other.length {
            self.timing = self.timing.min(other.timing);
            if self.access != other.access {
                self.access = None;
            }
        }
    }
}

/// A connection of an accepted design.
#[derive(Debug)]
pub(crate) struct ReferenceLink {
    pub(crate) id: Id,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) timing: Timing,
    pub(crate) access: Option<Access>,
    /// The role at its end: whoever hands something to a queue waits for it to be taken or does not, and both are fine.
    pub(crate) to_role: Role,
}

impl ReferenceLink {
    /// The part that it joins with this one.
    pub(crate) fn other_end(&self, part: usize) -> usize {
        if self.from == part {
            self.to
        } else {
            self.from
        }
    }

    /// What it costs to be drawn between these two; nothing where one box plays both ends.
    pub(crate) fn cost_between(&self, wires: &DrawnPaths, from: usize, to: usize) -> i64 {
        if from == to {
            return 0;
        }
        let there = wires.get(from, to).map_or(MISSING, |wire| self.cost(wire));
        if there > REVERSED && wires.get(to, from).is_some() {
            REVERSED
        } else {
            there
        }
    }

    /// The least it costs between any of these; nothing is drawn where there is nobody.
    pub(crate) fn least_cost(&self, wires: &DrawnPaths, from: &[usize], to: &[usize]) -> i64 {
        let mut least = MISSING;
        for &a in from {
            for &b in to {
                least = least.min(self.cost_between(wires, a, b));
            }
        }
        least
    }

    /// How it is drawn between the best two of these, and by which connections.
    pub(crate) fn best_match(
        &self,
        wires: &DrawnPaths,
        from: &[usize],
        to: &[usize],
    ) -> (ConnectionMatchKind, Vec<Id>) {
        let least = self.least_cost(wires, from, to);
        let pair = from
            .iter()
            .flat_map(|&a| to.iter().map(move |&b| (a, b)))
            .find(|&(a, b)| self.cost_between(wires, a, b) <= least);
        let Some((a, b)) = pair else {
            return (ConnectionMatchKind::Missing, Vec::new());
        };
        match (wires.get(a, b), wires.get(b, a)) {
            _ if a == b => (ConnectionMatchKind::Matched, Vec::new()),
            (Some(wire), _) if self.other_timing(wire) => {
                (ConnectionMatchKind::OtherTiming, wires.links(a, b))
            }
            (Some(_), _) => (ConnectionMatchKind::Matched, wires.links(a, b)),
            (None, Some(_)) => (ConnectionMatchKind::Reversed, wires.links(b, a)),
            (None, None) => (ConnectionMatchKind::Missing, Vec::new()),
        }
    }

    fn cost(&self, wire: &DrawnPath) -> i64 {
        let timing = if self.other_timing(wire) {
            OTHER_TIMING
        } else {
            0
        };
        let access = if self.other_access(wire) {
            OTHER_ACCESS
        } else {
            0
        };
        timing + access
    }

    fn other_timing(&self, wire: &DrawnPath) -> bool {
        let taken_in = self.to_role.carries_messages();
        !taken_in && wire.timing != self.timing
    }

    fn other_access(&self, wire: &DrawnPath) -> bool {
        opposite(self.access, wire.access)
    }

    /// Whether a way leads from the one to the other that may do the same, waiting or not.
    pub(crate) fn is_drawn(&self, wires: &DrawnPaths, from: usize, to: usize) -> bool {
        let wire = wires.get(from, to);
        wire.is_some_and(|wire| !self.other_access(wire))
    }

    /// Whether the one reads where the other writes.
    pub(crate) fn does_the_opposite(&self, other: &Self) -> bool {
        opposite(self.access, other.access)
    }
}

fn opposite(one: Option<Access>, other: Option<Access>) -> bool {
    matches!(
        (one, other),
        (Some(Access::Read), Some(Access::Write)) | (Some(Access::Write), Some(Access::Read))
    )
}
