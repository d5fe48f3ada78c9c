//! The part of a drawing that one flow depends on: who needs whom, and who leads to whom.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use crate::analysis::flow::AllowedLinks;
use crate::analysis::graph::{Graph, NodeMap};
use crate::model::{Flag, Role};

/// The part of the drawing that matters for one flow, renumbered from the users inwards.
pub(crate) struct DependencyGraph {
    /// Components; callers come before those they call, but for cycles.
    pub(crate) nodes: Vec<NodeIndex>,
    /// For each: those it always needs.
    pub(crate) needs: PackedLists<Dependency>,
    /// For each: those that lead to it on the flow's paths; none for components beside the paths.
    pub(crate) from: PackedLists<usize>,
}

/// One of the components of which one is enough; the last of them closes the group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dependency {
    /// Its number in the [`DependencyGraph`].
    pub(crate) node: usize,
    pub(crate) last: bool,
}

/// Many short lists in one piece of memory.
pub(crate) struct PackedLists<T> {
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> PackedLists<T> {
    fn pack(lists: impl Iterator<Item = impl IntoIterator<Item = T>>) -> Self {
        let (mut ends, mut items) = (Vec::new(), Vec::new());
        for list in lists {
            items.extend(list);
            ends.push(items.len());
        }
        Self { ends, items }
    }

    pub(crate) fn get(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start..self.ends[index]]
    }
}

impl DependencyGraph {
    /// The part over the components of `on_path`, from where the flow starts, and for each component of the drawing its
    /// number in that part.
    pub(crate) fn new(
        graph: &Graph,
        entries: &[NodeIndex],
        on_path: &NodeMap<bool>,
        allowed_links: &AllowedLinks,
    ) -> (Self, NodeMap<usize>) {
        let mut search = DependencySearch {
            graph,
            allowed_links,
            on_path,
            seen: graph.node_map(false),
            order: Vec::new(),
            ranges: graph.node_map(0..0),
            needs: Vec::new(),
        };
        search.run(entries);
        let mut nodes = search.order;
        nodes.reverse();
        let mut numbers = graph.node_map(usize::MAX);
        for (number, &node) in nodes.iter().enumerate() {
            numbers[node] = number;
        }
        let needs = PackedLists::pack(nodes.iter().map(|&node| {
            let needs = search.needs[search.ranges[node].clone()].iter();
            needs.map(|need| Dependency {
                node: numbers[need.node],
                last: need.last,
            })
        }));
        let from = PackedLists::pack(nodes.iter().map(|&node| {
            let here = on_path[node];
            let incoming = graph.incoming(node);
            incoming
                .filter(move |link| here && allowed_links.open[link.index])
                .map(|link| numbers[link.from])
        }));
        (Self { nodes, needs, from }, numbers)
    }
}

/// A need of a component, before the components are numbered.
#[derive(Clone, Copy)]
struct NeededNode {
    node: NodeIndex,
    last: bool,
}

/// A depth-first walk over a flow's paths and over all that the components on them wait for. It is written by hand since it
/// follows both, and finds the needs of a component in the moment in which it comes to it.
struct DependencySearch<'c, 'a> {
    graph: &'c Graph<'a>,
    allowed_links: &'c AllowedLinks,
    on_path: &'c NodeMap<bool>,
    seen: NodeMap<bool>,
    /// Components in the order in which the walk has left them.
    order: Vec<NodeIndex>,
    /// For each component which of `needs` are its own.
    ranges: NodeMap<std::ops::Range<usize>>,
    needs: Vec<NeededNode>,
}

impl DependencySearch<'_, '_> {
    fn run(&mut self, entries: &[NodeIndex]) {
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
                    let callees = self.graph.callees(node).iter().copied();
                    stack.extend(callees.filter(|&to| self.on_path[to]).map(|to| (to, false)));
                }
            }
        }
    }

    /// Adds what a component always needs.
    fn add_needs(&mut self, node: NodeIndex) {
        let needed = self
            .graph
            .outgoing(node)
            .filter(|link| self.allowed_links.needed[link.index])
            .map(|link| link.to);
        if !self.graph[node].chooses_one_target() {
            self.needs
                .extend(needed.map(|node| NeededNode { node, last: true }));
        } else if self.on_path[node] {
            let targets: Vec<NodeIndex> = needed.filter(|&to| self.on_path[to]).collect();
            for group in alternatives(self.graph, node, &targets) {
                let end = group.len() - 1;
                let group = group.into_iter().enumerate();
                self.needs.extend(group.map(|(index, node)| NeededNode {
                    node,
                    last: index == end,
                }));
            }
        }
    }
}

/// Sorts what a component that sends each request one way may call into groups of which one is enough.
///
/// Users go another way when one is closed, and DNS names whatever still answers: all their ways are one group. A gateway or
/// a balancer sorts requests by what they ask for, so there only equals stand in for each other: same role and same callees;
/// balancers and gateways with each other; and, where they stand in several regions or availability zones, everything of the
/// same role.
pub(crate) fn alternatives(
    graph: &Graph,
    chooser: NodeIndex,
    targets: &[NodeIndex],
) -> Vec<Vec<NodeIndex>> {
    if targets.is_empty() {
        return Vec::new();
    }
    if takes_any_way(graph.role(chooser)) {
        return vec![targets.to_vec()];
    }
    let site = |&node: &NodeIndex| graph[node].site;
    let spread = targets.iter().any(|node| site(node) != site(&targets[0]));
    let mut groups: BTreeMap<(Role, &[NodeIndex]), Vec<NodeIndex>> = BTreeMap::new();
    for &target in targets {
        let node = &graph[target];
        let callees = if spread || node.has(Flag::PassThrough) {
            &[]
        } else {
            graph.callees(target)
        };
        groups
            .entry((node.role(), callees))
            .or_default()
            .push(target);
    }
    groups.into_values().collect()
}

/// Whether it goes or sends whichever way is open.
fn takes_any_way(role: Role) -> bool {
    matches!(role, Role::Client | Role::Device | Role::Dns)
}
