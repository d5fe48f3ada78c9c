//! What a flow cannot do without: the components whose failure alone stops it.
//!
//! For single failures the success function needs no trial and error. The set of components that stop *v* is *v* itself,
//! the sets of all it always needs, and the intersection of the sets of its alternatives; on the way from the users, the
//! intersection over all ways that lead to *v*. Where there are only alternatives these are the dominators.

use super::context::Context;
use super::flow::{AllowedLinks, ResolvedEndpoint};
use super::success::DependencyGraph;

/// The most components a flow may have to be looked at: the rows take memory with the square of that, and no drawing that
/// people read comes near.
pub(crate) const MOST: usize = 5_000;

/// One row of bits for each component the flow touches.
struct Rows {
    count: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Rows {
    fn new(count: usize, fill: u64) -> Self {
        let words = count.div_ceil(64);
        Self {
            count,
            words,
            bits: vec![fill; words * count],
        }
    }

    fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }

    /// Replaces a row; says whether it was another.
    fn replace(&mut self, row: usize, with: &[u64]) -> bool {
        let old = &mut self.bits[row * self.words..(row + 1) * self.words];
        let changed = old != with;
        old.copy_from_slice(with);
        changed
    }
}

fn unite(into: &mut [u64], other: &[u64]) {
    into.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
}

fn intersect(into: &mut [u64], other: &[u64]) {
    into.iter_mut().zip(other).for_each(|(a, b)| *a &= b);
}

/// What keeps each component of a part of the drawing from working for the users.
pub(crate) struct SinglePoints {
    nodes: Vec<usize>,
    /// For each component of the drawing its number among `nodes`.
    local: Vec<usize>,
    required_by: Rows,
}

impl SinglePoints {
    /// Looks at all paths of a flow: those over the components of `on_path`, from where it starts.
    pub(crate) fn new(
        context: &Context,
        entries: &[usize],
        on_path: &[bool],
        roads: &AllowedLinks,
    ) -> Self {
        let mut local = vec![usize::MAX; context.nodes.len()];
        let part = DependencyGraph::new(context, entries, on_path, roads, &mut local);
        let stops = close_over_dependencies(&part);
        let entries: Vec<usize> = entries.iter().map(|&n| local[n]).collect();
        let required_by = close_over_paths(&part, &stops, &entries);
        Self {
            nodes: part.nodes,
            local,
            required_by,
        }
    }

    /// The components whose failure alone keeps the users from one of these end points, in order.
    pub(crate) fn shared_by(&self, ends: &[ResolvedEndpoint]) -> Vec<usize> {
        let mut all = vec![0; self.required_by.words];
        for end in ends {
            let mut players = end.candidates.iter();
            let Some(&first) = players.next() else {
                continue;
            };
            let row = |player: usize| self.required_by.row(self.local[player]);
            let mut set = row(first).to_vec();
            players.for_each(|&player| intersect(&mut set, row(player)));
            unite(&mut all, &set);
        }
        let mut found: Vec<usize> = (0..self.nodes.len())
            .filter(|&n| all[n / 64] >> (n % 64) & 1 == 1)
            .map(|n| self.nodes[n])
            .collect();
        found.sort_unstable();
        found
    }
}

/// For each component the components that stop it.
fn close_over_dependencies(part: &DependencyGraph) -> Rows {
    let count = part.nodes.len();
    let mut rows = Rows::new(count, 0);
    let mut common = vec![u64::MAX; rows.words];
    let inputs = |node: usize| part.needs.get(node).iter().map(|need| need.node);
    settle(&mut rows, &(0..count).rev(), inputs, |rows, node, set| {
        set.fill(0);
        set[node / 64] |= 1 << (node % 64);
        for need in part.needs.get(node) {
            intersect(&mut common, rows.row(need.node));
            if need.last {
                unite(set, &common);
                common.fill(u64::MAX);
            }
        }
    });
    rows
}

/// For each component the components that stop it or keep the users from it.
fn close_over_paths(part: &DependencyGraph, stops: &Rows, entries: &[usize]) -> Rows {
    let count = part.nodes.len();
    let mut is_entry = vec![false; count];
    for &entry in entries {
        is_entry[entry] = true;
    }
    let mut rows = Rows::new(count, u64::MAX);
    let inputs = |node: usize| part.from.get(node).iter().copied();
    settle(&mut rows, &(0..count), inputs, |rows, node, set| {
        set.fill(if is_entry[node] { 0 } else { u64::MAX });
        for &from in part.from.get(node) {
            intersect(set, rows.row(from));
        }
        unite(set, stops.row(node));
    });
    rows
}

/// Works rows out in the given order, and again where something they depend on has changed, until nothing does.
fn settle<I: Iterator<Item = usize>>(
    rows: &mut Rows,
    order: &(impl Iterator<Item = usize> + Clone),
    inputs: impl Fn(usize) -> I,
    mut work_out: impl FnMut(&Rows, usize, &mut [u64]),
) {
    let count = rows.count;
    let (mut worked_out, mut changed) = (vec![0_usize; count], vec![1_usize; count]);
    let mut set = vec![0; rows.words];
    let mut now = 1;
    loop {
        let before = now;
        for node in order.clone() {
            let first_time = worked_out[node] == 0;
            if first_time || inputs(node).any(|input| changed[input] > worked_out[node]) {
                work_out(rows, node, &mut set);
                now += 1;
                worked_out[node] = now;
                if rows.replace(node, &set) {
                    changed[node] = now;
                }
            }
        }
        if now == before {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{StateTrial, sketches};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_taking_each_component_away(sketch in sketches(12)) {
            let design = sketch.design();
            let context = Context::new(&design, None);
            for flow in &context.flows {
                let trial = StateTrial::new(&context, flow);
                let stops = |&node: &usize| !trial.works_without(&[node]);
                let tried: Vec<usize> = (0..context.nodes.len()).filter(stops).collect();
                prop_assert_eq!(&flow.single_points, &tried, "{}", flow.name);
            }
        }
    }
}
