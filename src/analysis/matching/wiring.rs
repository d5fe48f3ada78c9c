//! Who is connected with whom, directly or through boxes that only pass on, and what a difference costs.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::report::Wired;
use crate::model::{Access, Flag, Id, Role, Timing};

/// What a connection costs that is not there.
pub(super) const MISSING: f64 = 0.6;
/// What it costs the other way round.
const REVERSED: f64 = 0.5;
/// What it costs to wait where the accepted design does not, or the other way round.
const OTHER_TIMING: f64 = 0.3;
/// What it costs to read where the accepted design writes, or the other way round.
const OTHER_ACCESS: f64 = 0.2;
/// At most this many boxes may lie between the two ends.
const HOPS: usize = 4;

/// A way from one drawn component to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wire {
    /// The connections, first to last.
    pub(super) links: Vec<Id>,
    /// Whether somebody waits all the way.
    timing: Timing,
    /// What the last connection does, where the user has said so.
    access: Option<Access>,
}

/// All ways in the drawing, by canonical number.
#[derive(Debug)]
pub(super) struct Wires {
    ways: Vec<BTreeMap<usize, Wire>>,
}

impl Wires {
    /// Finds the ways; they lead through boxes that pass on and through those that `transparent` names.
    pub(super) fn new(
        context: &Context,
        drawn: &[usize],
        transparent: impl Fn(usize) -> bool,
    ) -> Self {
        let mut number = vec![0; drawn.len()];
        for (index, &node) in drawn.iter().enumerate() {
            number[node] = index;
        }
        let open: Vec<bool> = drawn
            .iter()
            .enumerate()
            .map(|(index, &node)| context.nodes[node].has(Flag::PassThrough) || transparent(index))
            .collect();
        let ways = (0..drawn.len())
            .map(|start| ways_from(context, drawn, &number, &open, start))
            .collect();
        Self { ways }
    }

    /// How many components are drawn.
    pub(super) fn len(&self) -> usize {
        self.ways.len()
    }

    pub(super) fn get(&self, from: usize, to: usize) -> Option<&Wire> {
        self.ways[from].get(&to)
    }

    /// The components that can be reached from this one, in order.
    pub(super) fn targets(&self, from: usize) -> impl Iterator<Item = usize> {
        self.ways[from].keys().copied()
    }
}

fn ways_from(
    context: &Context,
    drawn: &[usize],
    number: &[usize],
    open: &[bool],
    start: usize,
) -> BTreeMap<usize, Wire> {
    let mut ways: BTreeMap<usize, Wire> = BTreeMap::new();
    let mut edge = vec![start];
    for _ in 0..=HOPS {
        let mut next = Vec::new();
        for &from in &edge {
            let before = ways.get(&from).cloned();
            let mut links: Vec<_> = context.out(drawn[from]).collect();
            links.sort_by_key(|link| number[link.to]);
            for link in links {
                let to = number[link.to];
                if to == start {
                    continue;
                }
                let mut wire = before.clone().unwrap_or_else(|| Wire {
                    links: Vec::new(),
                    timing: Timing::Sync,
                    access: None,
                });
                wire.links.push(link.id);
                wire.timing = wire.timing.max(link.meaning.timing);
                wire.access = link.access.or(wire.access);
                match ways.get_mut(&to) {
                    None => {
                        ways.insert(to, wire);
                        if open[to] {
                            next.push(to);
                        }
                    }
                    Some(known) if known.links.len() == wire.links.len() => known.merge(&wire),
                    Some(_) => {}
                }
            }
        }
        edge = next;
    }
    ways
}

impl Wire {
    /// Two connections side by side do what each of them does.
    fn merge(&mut self, other: &Self) {
        self.timing = self.timing.min(other.timing);
        if self.access != other.access {
            self.access = None;
        }
    }
}

/// A connection of an accepted design.
#[derive(Debug)]
pub(super) struct RefLink {
    pub(super) id: Id,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) timing: Timing,
    pub(super) access: Option<Access>,
    /// The role at its end: whoever hands something to a queue waits for it to be taken or does not, and both are fine.
    pub(super) to_role: Role,
}

impl RefLink {
    /// What it costs to be drawn between these two.
    pub(super) fn cost_between(&self, wires: &Wires, from: usize, to: usize) -> f64 {
        let there = wires.get(from, to).map_or(MISSING, |wire| self.cost(wire));
        if there > REVERSED && wires.get(to, from).is_some() {
            REVERSED
        } else {
            there
        }
    }

    /// The least it costs between any of these; nothing is drawn where there is nobody.
    pub(super) fn least_cost(&self, wires: &Wires, from: &[usize], to: &[usize]) -> f64 {
        let mut least = MISSING;
        for &a in from {
            for &b in to {
                least = least.min(self.cost_between(wires, a, b));
            }
        }
        least
    }

    /// How it is drawn between the best two of these, and by which connections.
    pub(super) fn drawn<'w>(
        &self,
        wires: &'w Wires,
        from: &[usize],
        to: &[usize],
    ) -> (Wired, &'w [Id]) {
        let least = self.least_cost(wires, from, to);
        let pair = from
            .iter()
            .flat_map(|&a| to.iter().map(move |&b| (a, b)))
            .find(|&(a, b)| self.cost_between(wires, a, b) <= least);
        let Some((a, b)) = pair else {
            return (Wired::Missing, &[]);
        };
        match (wires.get(a, b), wires.get(b, a)) {
            (Some(wire), _) if self.other_timing(wire) => (Wired::OtherTiming, &wire.links),
            (Some(wire), _) => (Wired::Matched, &wire.links),
            (None, Some(wire)) => (Wired::Reversed, &wire.links),
            (None, None) => (Wired::Missing, &[]),
        }
    }

    fn cost(&self, wire: &Wire) -> f64 {
        let timing = if self.other_timing(wire) {
            OTHER_TIMING
        } else {
            0.0
        };
        let access = if self.other_access(wire) {
            OTHER_ACCESS
        } else {
            0.0
        };
        timing + access
    }

    fn other_timing(&self, wire: &Wire) -> bool {
        let taken_in = matches!(self.to_role, Role::Queue | Role::Log | Role::Topic);
        !taken_in && wire.timing != self.timing
    }

    fn other_access(&self, wire: &Wire) -> bool {
        matches!(
            (self.access, wire.access),
            (Some(Access::Read), Some(Access::Write)) | (Some(Access::Write), Some(Access::Read))
        )
    }
}
