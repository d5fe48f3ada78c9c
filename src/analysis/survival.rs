//! What a flow cannot do without: the components whose failure alone stops it.
//!
//! A component works while it is up and everything it always waits for works; of equals behind a balancer one is enough.
//! The flow works while each of its end points is reached over components that work. For single failures this needs no
//! trial and error. The set of components that stop *v* is *v* itself, the sets of all it always needs, and the
//! intersection of the sets of its alternatives; on the way from the users, the intersection over all ways that lead to *v*.

use std::collections::BTreeMap;

use super::context::{Context, Link};
use super::flow::{EndUse, Roads};
use crate::model::{Flag, Role, When};

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

/// The part of the drawing that matters for one flow, renumbered from the users inwards.
struct Part {
    /// Components; callers come before those they call, but for cycles.
    nodes: Vec<usize>,
    /// For each: those it always needs.
    needs: Lists<Need>,
    /// For each: those that lead to it on the flow's paths; none for components beside the paths.
    from: Lists<usize>,
}

/// One of the components of which one is enough; the last of them closes the group.
#[derive(Debug, Clone, Copy)]
struct Need {
    node: usize,
    last: bool,
}

/// Many short lists in one piece of memory.
struct Lists<T> {
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> Lists<T> {
    fn of(lists: impl Iterator<Item = impl IntoIterator<Item = T>>) -> Self {
        let (mut ends, mut items) = (Vec::new(), Vec::new());
        for list in lists {
            items.extend(list);
            ends.push(items.len());
        }
        Self { ends, items }
    }

    fn get(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start..self.ends[index]]
    }
}

/// What keeps each component of a part of the drawing from working for the users.
pub(crate) struct Survey {
    nodes: Vec<usize>,
    /// For each component of the drawing its number among `nodes`.
    local: Vec<usize>,
    cut_off: Rows,
}

impl Survey {
    /// Looks at all paths of a flow: those over the components of `on_path`, from where it starts.
    pub(crate) fn new(
        context: &Context,
        entries: &[usize],
        on_path: &[bool],
        roads: &Roads,
    ) -> Self {
        let mut local = vec![usize::MAX; context.nodes.len()];
        let part = Part::new(context, entries, on_path, roads, &mut local);
        let stops = what_stops_each(&part);
        let entries: Vec<usize> = entries.iter().map(|&n| local[n]).collect();
        let cut_off = what_cuts_off_each(&part, &stops, &entries);
        Self {
            nodes: part.nodes,
            local,
            cut_off,
        }
    }

    /// The components whose failure alone keeps the users from one of these end points, in order.
    pub(crate) fn need(&self, ends: &[EndUse]) -> Vec<usize> {
        let mut all = vec![0; self.cut_off.words];
        for end in ends {
            let mut players = end.players.iter();
            let Some(&first) = players.next() else {
                continue;
            };
            let row = |player: usize| self.cut_off.row(self.local[player]);
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

impl Part {
    fn new(
        context: &Context,
        entries: &[usize],
        on_path: &[bool],
        roads: &Roads,
        local: &mut [usize],
    ) -> Self {
        let mut walk = Walk {
            context,
            roads,
            on_path,
            seen: vec![false; context.nodes.len()],
            order: Vec::new(),
            ranges: vec![0..0; context.nodes.len()],
            needs: Vec::new(),
        };
        walk.from(entries);
        let mut nodes = walk.order;
        nodes.reverse();
        for (index, &node) in nodes.iter().enumerate() {
            local[node] = index;
        }
        let local_need = |need: &Need| Need {
            node: local[need.node],
            last: need.last,
        };
        let needs = Lists::of(nodes.iter().map(|&node| {
            let range = walk.ranges[node].clone();
            walk.needs[range].iter().map(local_need)
        }));
        let from = Lists::of(nodes.iter().map(|&node| {
            let here = on_path[node];
            let into = context.nodes[node].into.iter();
            into.filter(move |&&link| here && roads.open[link])
                .map(|&link| local[context.links[link].from])
        }));
        Self { nodes, needs, from }
    }
}

/// A depth-first walk over a flow's paths and over all that the components on them wait for.
struct Walk<'c, 'a> {
    context: &'c Context<'a>,
    roads: &'c Roads,
    on_path: &'c [bool],
    seen: Vec<bool>,
    /// Components in the order in which the walk has left them.
    order: Vec<usize>,
    /// For each component which of `needs` are its own.
    ranges: Vec<std::ops::Range<usize>>,
    needs: Vec<Need>,
}

impl Walk<'_, '_> {
    fn from(&mut self, entries: &[usize]) {
        // On the stack: a component, and whether the walk comes back to it.
        let mut stack = Vec::new();
        for &start in entries {
            stack.push((start, false));
            while let Some((node, back)) = stack.pop() {
                if back {
                    self.order.push(node);
                    continue;
                }
                if std::mem::replace(&mut self.seen[node], true) {
                    continue;
                }
                stack.push((node, true));
                let first = self.needs.len();
                self.add_needs(node);
                self.ranges[node] = first..self.needs.len();
                let next = self.needs[first..].iter().map(|need| (need.node, false));
                stack.extend(next);
                if self.on_path[node] {
                    let callees = self.context.callees(node).iter().copied();
                    stack.extend(callees.filter(|&to| self.on_path[to]).map(|to| (to, false)));
                }
            }
        }
    }

    /// Adds what a component always needs.
    fn add_needs(&mut self, node: usize) {
        let this = &self.context.nodes[node];
        let needed = this
            .out
            .iter()
            .filter(|&&link| self.roads.needed[link])
            .map(|&link| self.context.links[link].to);
        let routes =
            this.role() == Role::Client || this.has(Flag::Chooser) || this.has(Flag::PassThrough);
        if !routes {
            self.needs
                .extend(needed.map(|node| Need { node, last: true }));
        } else if self.on_path[node] {
            let targets: Vec<usize> = needed.filter(|&to| self.on_path[to]).collect();
            for group in alternatives(self.context, &targets) {
                let end = group.len() - 1;
                let group = group.into_iter().enumerate();
                self.needs.extend(group.map(|(index, node)| Need {
                    node,
                    last: index == end,
                }));
            }
        }
    }
}

/// Whether the caller cannot answer without this call.
pub(crate) fn is_needed(context: &Context, link: &Link) -> bool {
    let optional = matches!(
        context.role(link.to),
        Role::Cache | Role::Replica | Role::Observability | Role::Backup | Role::Client
    );
    link.waits() && link.meaning.when == When::Always && !optional && !has_read_copy(context, link)
}

/// Whether the caller also asks a copy of this store, so that it can read while the store is down.
fn has_read_copy(context: &Context, link: &Link) -> bool {
    context.role(link.to) == Role::Store
        && context.out(link.to).any(|copy| {
            context.role(copy.to) == Role::Replica
                && context.out(link.from).any(|other| other.to == copy.to)
        })
}

/// Sorts what a balancer, a gateway or a client may call into groups of equals: same role and same callees; balancers and
/// gateways with each other; and, where they stand in several regions or availability zones, everything of the same role.
fn alternatives(context: &Context, targets: &[usize]) -> Vec<Vec<usize>> {
    let site = |&node: &usize| context.nodes[node].site;
    let spread = targets.iter().any(|node| site(node) != site(&targets[0]));
    let mut groups: BTreeMap<(Role, &[usize]), Vec<usize>> = BTreeMap::new();
    for &target in targets {
        let node = &context.nodes[target];
        let callees = if spread || node.has(Flag::PassThrough) {
            &[]
        } else {
            context.callees(target)
        };
        groups
            .entry((node.role(), callees))
            .or_default()
            .push(target);
    }
    groups.into_values().collect()
}

/// For each component the components that stop it.
fn what_stops_each(part: &Part) -> Rows {
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
fn what_cuts_off_each(part: &Part, stops: &Rows, entries: &[usize]) -> Rows {
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
    use super::super::testing::sketches;
    use super::*;
    use proptest::prelude::*;

    /// Whether the flow works while one component is down, by trying.
    fn works_without(part: &Part, entries: &[usize], ends: &[Vec<usize>], down: usize) -> bool {
        let count = part.nodes.len();
        let mut works: Vec<bool> = (0..count).map(|node| node != down).collect();
        for _ in 0..count {
            works = (0..count)
                .map(|node| {
                    let groups = part.needs.get(node).split_inclusive(|need| need.last);
                    let mut groups = groups.map(|group| group.iter().any(|need| works[need.node]));
                    works[node] && groups.all(|works| works)
                })
                .collect();
        }
        let mut reached: Vec<bool> = (0..count)
            .map(|node| works[node] && entries.contains(&node))
            .collect();
        for _ in 0..count {
            reached = (0..count)
                .map(|node| {
                    let mut from = part.from.get(node).iter();
                    works[node] && (entries.contains(&node) || from.any(|&n| reached[n]))
                })
                .collect();
        }
        ends.iter()
            .all(|end| end.iter().any(|&player| reached[player]))
    }

    proptest! {
        #[test]
        fn agrees_with_taking_each_component_away(sketch in sketches(12)) {
            let design = sketch.design();
            let context = Context::new(&design, None);
            for flow in &context.flows {
                let mut on_path = vec![false; context.nodes.len()];
                for &node in &flow.components {
                    on_path[node] = true;
                }
                let roads = Roads::of_everything(&context);
                let mut local = vec![usize::MAX; context.nodes.len()];
                let part = Part::new(&context, &flow.entries, &on_path, &roads, &mut local);
                let entries: Vec<usize> = flow.entries.iter().map(|&n| local[n]).collect();
                let ends: Vec<Vec<usize>> = flow
                    .ends
                    .iter()
                    .map(|end| end.players.iter().map(|&n| local[n]).collect())
                    .collect();
                let mut tried: Vec<usize> = (0..part.nodes.len())
                    .filter(|&down| !works_without(&part, &entries, &ends, down))
                    .map(|down| part.nodes[down])
                    .collect();
                tried.sort_unstable();
                prop_assert_eq!(&flow.need, &tried, "{}", flow.name);
            }
        }
    }
}
