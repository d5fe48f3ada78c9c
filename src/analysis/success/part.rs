//! The part of a drawing that one flow depends on: who needs whom, and who leads to whom.

use std::collections::BTreeMap;

use super::super::context::{Context, Link};
use super::super::flow::AllowedLinks;
use crate::model::{CallCondition, Flag, Role};

/// The part of the drawing that matters for one flow, renumbered from the users inwards.
pub(in crate::analysis) struct DependencyGraph {
    /// Components; callers come before those they call, but for cycles.
    pub(in crate::analysis) nodes: Vec<usize>,
    /// For each: those it always needs.
    pub(in crate::analysis) needs: PackedLists<Dependency>,
    /// For each: those that lead to it on the flow's paths; none for components beside the paths.
    pub(in crate::analysis) from: PackedLists<usize>,
}

/// One of the components of which one is enough; the last of them closes the group.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct Dependency {
    pub(in crate::analysis) node: usize,
    pub(in crate::analysis) last: bool,
}

/// Many short lists in one piece of memory.
pub(in crate::analysis) struct PackedLists<T> {
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> PackedLists<T> {
    fn of(lists: impl Iterator<Item = impl IntoIterator<Item = T>>) -> Self {
        let (mut ends, mut items) = (Vec::new(), Vec::new());
        for list in lists {
            items.extend(list);
            ends.push(items.len());
        }
        Self { ends, items }
    }

    pub(in crate::analysis) fn get(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start..self.ends[index]]
    }
}

impl DependencyGraph {
    pub(in crate::analysis) fn new(
        context: &Context,
        entries: &[usize],
        on_path: &[bool],
        roads: &AllowedLinks,
        local: &mut [usize],
    ) -> Self {
        let mut walk = DependencySearch {
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
        let local_need = |need: &Dependency| Dependency {
            node: local[need.node],
            last: need.last,
        };
        let needs = PackedLists::of(nodes.iter().map(|&node| {
            let range = walk.ranges[node].clone();
            walk.needs[range].iter().map(local_need)
        }));
        let from = PackedLists::of(nodes.iter().map(|&node| {
            let here = on_path[node];
            let into = context.nodes[node].into.iter();
            into.filter(move |&&link| here && roads.open[link])
                .map(|&link| local[context.links[link].from])
        }));
        Self { nodes, needs, from }
    }
}

/// A depth-first walk over a flow's paths and over all that the components on them wait for.
struct DependencySearch<'c, 'a> {
    context: &'c Context<'a>,
    roads: &'c AllowedLinks,
    on_path: &'c [bool],
    seen: Vec<bool>,
    /// Components in the order in which the walk has left them.
    order: Vec<usize>,
    /// For each component which of `needs` are its own.
    ranges: Vec<std::ops::Range<usize>>,
    needs: Vec<Dependency>,
}

impl DependencySearch<'_, '_> {
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
        if !this.chooses_one_target() {
            self.needs
                .extend(needed.map(|node| Dependency { node, last: true }));
        } else if self.on_path[node] {
            let targets: Vec<usize> = needed.filter(|&to| self.on_path[to]).collect();
            for group in alternatives(self.context, &targets) {
                let end = group.len() - 1;
                let group = group.into_iter().enumerate();
                self.needs.extend(group.map(|(index, node)| Dependency {
                    node,
                    last: index == end,
                }));
            }
        }
    }
}

/// Whether the caller cannot answer without this call.
pub(in crate::analysis) fn is_needed(context: &Context, link: &Link) -> bool {
    let optional = matches!(
        context.role(link.to),
        Role::Cache | Role::Replica | Role::Observability | Role::Backup | Role::Client
    );
    // Nobody who draws a notification service without a word means that all fails with it.
    let is_meant = !context.notify_only[link.to] || link.connection.timing.is_some();
    link.is_sync()
        && link.semantics.when == CallCondition::Always
        && is_meant
        && !optional
        && !has_read_copy(context, link)
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
pub(in crate::analysis) fn alternatives(context: &Context, targets: &[usize]) -> Vec<Vec<usize>> {
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
