//! The drawing as a directed graph: components and connections in the direction of the *work*, with what follows from the
//! drawing alone. It is complete once it is made, and everything else in the analysis reads it.
//!
//! Nodes and links keep the order of their ids, so that every answer has one order. A consumer drawn as pulling from its
//! queue is turned round.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use petgraph::algo::{has_path_connecting, kosaraju_scc};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::{Dfs, EdgeFiltered, IntoNeighbors, Reversed, Visitable};

use crate::model::{
    Access, CUSTOM, Component, Connection, Design, Flag, Group, Id, Kind, Role, Semantics, Timing,
    ZoneKind, catalogue,
};

/// A value for each index of one sort. An index of another sort does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IndexMap<I, T> {
    values: Vec<T>,
    index: PhantomData<I>,
}

/// A value for each component.
pub(crate) type NodeMap<T> = IndexMap<NodeIndex, T>;
/// A value for each connection.
pub(crate) type LinkMap<T> = IndexMap<EdgeIndex, T>;

impl<I, T> From<Vec<T>> for IndexMap<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self {
            values,
            index: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for IndexMap<I, T> {
    fn from_iter<V: IntoIterator<Item = T>>(values: V) -> Self {
        values.into_iter().collect::<Vec<T>>().into()
    }
}

impl<I, T> IndexMap<I, T> {
    /// The values in order.
    pub(crate) fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The values in order, to change.
    pub(crate) fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }
}

impl<I: From<u32>, T> IndexMap<I, T> {
    /// The indices in order, each with its value.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        let values = self.values.iter().enumerate();
        values.map(|(index, value)| (I::from(index as u32), value))
    }
}

impl<T> NodeMap<T> {
    /// The components whose value passes the test, in order.
    pub(crate) fn nodes_where(&self, test: impl Fn(&T) -> bool) -> Vec<NodeIndex> {
        let nodes = self.iter().filter(|(_, value)| test(value));
        nodes.map(|(node, _)| node).collect()
    }
}

impl<T> Index<NodeIndex> for NodeMap<T> {
    type Output = T;

    fn index(&self, index: NodeIndex) -> &T {
        &self.values[index.index()]
    }
}

impl<T> IndexMut<NodeIndex> for NodeMap<T> {
    fn index_mut(&mut self, index: NodeIndex) -> &mut T {
        &mut self.values[index.index()]
    }
}

impl<T> Index<EdgeIndex> for LinkMap<T> {
    type Output = T;

    fn index(&self, index: EdgeIndex) -> &T {
        &self.values[index.index()]
    }
}

impl<T> IndexMut<EdgeIndex> for LinkMap<T> {
    fn index_mut(&mut self, index: EdgeIndex) -> &mut T {
        &mut self.values[index.index()]
    }
}

/// A component with all that rules ask for.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    /// Its id in the design.
    pub(crate) id: Id,
    /// The component as drawn.
    pub(crate) component: &'a Component,
    /// Its kind as drawn.
    pub(crate) kind: &'static Kind,
    /// The kind it is taken for: a box of the user's own that is called "Redis" is taken for a cache.
    pub(crate) effective_kind: &'static Kind,
    /// Connections that leave it, by index, ascending.
    pub(crate) out: Vec<EdgeIndex>,
    /// Connections that arrive at it, by index, ascending.
    pub(crate) into: Vec<EdgeIndex>,
    /// Whom it calls, each once, in order.
    pub(crate) callees: Vec<NodeIndex>,
    /// The innermost region or availability zone around it.
    pub(crate) site: Option<Id>,
}

impl Node<'_> {
    pub(crate) fn role(&self) -> Role {
        self.kind.role
    }

    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.kind.has(flag)
    }

    /// What to call it in a sentence.
    pub(crate) fn name(&self) -> &str {
        self.component.display_name()
    }

    /// Whether it is a part of the system that we run, as far as its kind says.
    pub(crate) fn is_ours(&self) -> bool {
        !matches!(
            self.role(),
            Role::Client
                | Role::External
                | Role::Device
                | Role::Factory
                | Role::Supplier
                | Role::Power
                | Role::Other
        )
    }

    /// The share of reads that it answers itself, for caches and CDNs.
    pub(crate) fn hit_ratio(&self) -> Option<f64> {
        let of_kind = self
            .effective_kind
            .hit_ratio
            .as_ref()
            .map(|figure| figure.value);
        self.component.overrides.hit_ratio.or(of_kind)
    }

    /// Whether it sends each request one way out of several, as clients, balancers and gateways do.
    pub(crate) fn chooses_one_target(&self) -> bool {
        self.role() == Role::Client || self.has(Flag::Chooser) || self.has(Flag::PassThrough)
    }

    /// Whether one box of it already stands for several machines: what a provider runs, and event logs, which everybody
    /// draws as one box and runs as a cluster of brokers.
    pub(crate) fn is_redundant_by_kind(&self) -> bool {
        self.has(Flag::Managed) || (self.role() == Role::Log && self.component.replicas <= 1)
    }

    /// Whether it is one machine of ours, so that it stops when that machine stops.
    pub(crate) fn is_one_machine(&self) -> bool {
        self.is_ours() && self.component.replicas <= 1 && !self.is_redundant_by_kind()
    }
}

/// A connection in the direction of the work.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    /// Where it stands in the graph.
    pub(crate) index: EdgeIndex,
    /// Its id in the design.
    pub(crate) id: Id,
    /// Who hands the work on.
    pub(crate) from: NodeIndex,
    /// Who gets it.
    pub(crate) to: NodeIndex,
    /// What it means.
    pub(crate) semantics: Semantics,
    /// The access the user has set, if any.
    pub(crate) access: Option<Access>,
    /// The connection as drawn; its ends may be the other way round.
    pub(crate) connection: &'a Connection,
}

impl Link<'_> {
    pub(crate) fn is_sync(&self) -> bool {
        self.semantics.timing == Timing::Sync
    }
}

/// The drawing as the rules see it.
#[derive(Debug)]
pub(crate) struct Graph<'a> {
    /// The drawing itself.
    pub(crate) design: &'a Design,
    /// Where users come in: clients and devices or, where none is drawn, whatever stands first.
    pub(crate) entries: Vec<NodeIndex>,
    /// For each component of ours whether calling it only tells others something: it sends messages or calls outside,
    /// and nothing that keeps, finds or decides anything lies behind it.
    pub(crate) notify_only: NodeMap<bool>,
    /// What users reach, waiting or not.
    pub(crate) reached: NodeMap<bool>,
    /// What users reach and wait for.
    pub(crate) waited_for: NodeMap<bool>,
    graph: DiGraph<Node<'a>, Link<'a>>,
}

impl<'a> Graph<'a> {
    /// The graph of a drawing, with all that follows from the drawing alone.
    pub(crate) fn new(design: &'a Design) -> Self {
        let graph = connect(design);
        let none = || graph.node_indices().map(|_| false).collect();
        let mut all = Self {
            design,
            entries: Vec::new(),
            notify_only: none(),
            reached: none(),
            waited_for: none(),
            graph,
        };
        all.entries = all.find_entries();
        all.notify_only = all.find_notify_only();
        all.reached = all.reach(&all.entries, |_| true);
        all.waited_for = all.reach(&all.entries, Link::is_sync);
        all
    }

    /// All components in the order of their ids.
    pub(crate) fn nodes(&self) -> impl ExactSizeIterator<Item = &Node<'a>> + DoubleEndedIterator {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// All connections in the order of their ids.
    pub(crate) fn links(&self) -> impl ExactSizeIterator<Item = &Link<'a>> + DoubleEndedIterator {
        self.graph.raw_edges().iter().map(|edge| &edge.weight)
    }

    pub(crate) fn node_indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = NodeIndex> + ExactSizeIterator + Clone + use<> {
        self.graph.node_indices()
    }

    pub(crate) fn link_indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = EdgeIndex> + ExactSizeIterator + Clone + use<> {
        self.graph.edge_indices()
    }

    pub(crate) fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    pub(crate) fn link_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// The same value for each component.
    pub(crate) fn node_map<T: Clone>(&self, value: T) -> NodeMap<T> {
        vec![value; self.graph.node_count()].into()
    }

    /// The same value for each connection.
    pub(crate) fn link_map<T: Clone>(&self, value: T) -> LinkMap<T> {
        vec![value; self.graph.edge_count()].into()
    }

    /// These components as a value for each.
    pub(crate) fn marked(&self, nodes: &[NodeIndex]) -> NodeMap<bool> {
        let mut marked = self.node_map(false);
        for &node in nodes {
            marked[node] = true;
        }
        marked
    }

    /// Whom a component calls, each once, in order.
    pub(crate) fn callees(&self, node: NodeIndex) -> &[NodeIndex] {
        &self[node].callees
    }

    fn find_notify_only(&self) -> NodeMap<bool> {
        let nodes_like = |test: &dyn Fn(NodeIndex) -> bool| -> Vec<NodeIndex> {
            self.node_indices().filter(|&node| test(node)).collect()
        };
        let tells = nodes_like(&|node| matches!(self.role(node), Role::External | Role::Notifier));
        let keeps = nodes_like(&|node| {
            let answers = matches!(
                self.role(node),
                Role::Auth | Role::Model | Role::Identifier | Role::Realtime | Role::Cdn
            );
            answers || (self[node].has(Flag::Stateful) && !self.carries_messages(node))
        });
        let leads_to_teller = self.reaching(&tells, |_| true);
        let leads_to_keeper = self.reaching(&keeps, |_| true);
        self.node_indices()
            .map(|node| {
                leads_to_teller[node] && !leads_to_keeper[node] && self.role(node) != Role::External
            })
            .collect()
    }

    /// Whether a component hands work on later: a queue, a log or a topic.
    pub(crate) fn carries_messages(&self, node: NodeIndex) -> bool {
        self.role(node).carries_messages()
    }

    fn find_entries(&self) -> Vec<NodeIndex> {
        let all = |test: &dyn Fn(&Node) -> bool| -> Vec<NodeIndex> {
            self.node_indices().filter(|&n| test(&self[n])).collect()
        };
        let users = all(&|node| matches!(node.role(), Role::Client | Role::Device));
        if !users.is_empty() {
            return users;
        }
        let front = all(&|node| node.into.is_empty() && is_front(node));
        if !front.is_empty() {
            return front;
        }
        all(&|node| {
            node.into.is_empty() && !node.out.is_empty() && node.kind.group == Group::Compute
        })
    }

    /// Everything that can be reached from `starts` over links that pass the test, the starts included.
    pub(crate) fn reach(
        &self,
        starts: &[NodeIndex],
        passes: impl Fn(&Link<'a>) -> bool,
    ) -> NodeMap<bool> {
        let passing = EdgeFiltered::from_fn(&self.graph, |edge| passes(edge.weight()));
        self.visit(&passing, starts)
    }

    /// Everything from which one of `ends` can be reached over links that pass the test, the ends included.
    pub(crate) fn reaching(
        &self,
        ends: &[NodeIndex],
        passes: impl Fn(&Link<'a>) -> bool,
    ) -> NodeMap<bool> {
        let passing = EdgeFiltered::from_fn(&self.graph, |edge| passes(edge.weight()));
        self.visit(Reversed(&passing), ends)
    }

    /// The components in groups of those that lead to each other over links that pass the test, those that are led to first;
    /// most groups have one member.
    pub(crate) fn strong_components(
        &self,
        passes: impl Fn(&Link<'a>) -> bool,
    ) -> Vec<Vec<NodeIndex>> {
        let passing = EdgeFiltered::from_fn(&self.graph, |edge| passes(edge.weight()));
        // Kosaraju's algorithm keeps its own stack, so that no drawing is too deep for it.
        kosaraju_scc(&passing)
    }

    fn visit<G>(&self, graph: G, starts: &[NodeIndex]) -> NodeMap<bool>
    where
        G: IntoNeighbors<NodeId = NodeIndex> + Visitable,
    {
        let mut visited = self.node_map(false);
        let mut search = Dfs::empty(graph);
        for &start in starts {
            search.move_to(start);
            while let Some(node) = search.next(graph) {
                visited[node] = true;
            }
        }
        visited
    }

    /// The links that leave a component.
    pub(crate) fn outgoing(&self, node: NodeIndex) -> impl DoubleEndedIterator<Item = &Link<'a>> {
        self[node].out.iter().map(|&link| &self[link])
    }

    /// The links that arrive at a component.
    pub(crate) fn incoming(&self, node: NodeIndex) -> impl DoubleEndedIterator<Item = &Link<'a>> {
        self[node].into.iter().map(|&link| &self[link])
    }

    pub(crate) fn role(&self, node: NodeIndex) -> Role {
        self[node].role()
    }

    pub(crate) fn name(&self, node: NodeIndex) -> &str {
        self[node].name()
    }

    pub(crate) fn id(&self, node: NodeIndex) -> Id {
        self[node].id
    }

    /// The components with one of these roles, in order.
    pub(crate) fn with_role(&self, roles: &[Role]) -> impl Iterator<Item = NodeIndex> {
        self.node_indices()
            .filter(move |&node| roles.contains(&self.role(node)))
    }

    /// The one service that users reach, where there is only one.
    pub(crate) fn only_service(&self) -> Option<Id> {
        self.only(&[Role::Compute])
    }

    /// The one gateway that users reach or, without any, the one balancer.
    pub(crate) fn only_front(&self) -> Option<Id> {
        self.only(&[Role::Gateway])
            .or_else(|| self.only(&[Role::Balancer]))
    }

    fn only(&self, roles: &[Role]) -> Option<Id> {
        let mut all = self.with_role(roles).filter(|&node| self.reached[node]);
        match (all.next(), all.next()) {
            (Some(only), None) => Some(self.id(only)),
            _ => None,
        }
    }

    /// The component with this id.
    pub(crate) fn find(&self, id: Id) -> Option<&Node<'a>> {
        self.index_of(id).map(|index| &self[index])
    }

    /// Where the component with this id stands in the graph.
    pub(crate) fn index_of(&self, id: Id) -> Option<NodeIndex> {
        let nodes = self.graph.raw_nodes();
        let place = nodes.binary_search_by_key(&id, |node| node.weight.id);
        place.ok().map(NodeIndex::new)
    }

    /// Whether work gets from one component to another, by whatever way.
    pub(crate) fn is_reachable(&self, from: Id, to: Id) -> bool {
        match (self.index_of(from), self.index_of(to)) {
            (Some(from), Some(to)) => has_path_connecting(&self.graph, from, to, None),
            _ => false,
        }
    }

    /// The innermost zone of a kind in which a component stands.
    pub(crate) fn zone_around(&self, node: NodeIndex, kind: ZoneKind) -> Option<Id> {
        let mut zones = self.design.ancestors(self.id(node));
        zones.find(|(_, zone)| zone.kind == kind).map(|(id, _)| id)
    }
}

impl<'a> Index<NodeIndex> for Graph<'a> {
    type Output = Node<'a>;

    fn index(&self, index: NodeIndex) -> &Node<'a> {
        &self.graph[index]
    }
}

impl<'a> Index<EdgeIndex> for Graph<'a> {
    type Output = Link<'a>;

    fn index(&self, index: EdgeIndex) -> &Link<'a> {
        &self.graph[index]
    }
}

/// Components and connections, the latter in the direction of the work.
fn connect(design: &Design) -> DiGraph<Node<'_>, Link<'_>> {
    let mut graph = DiGraph::with_capacity(design.components().len(), design.connections().len());
    let index: BTreeMap<Id, NodeIndex> = design
        .components()
        .map(|(id, component)| (id, graph.add_node(node(design, id, component))))
        .collect();
    let all_semantics = design.all_semantics();
    let called: BTreeSet<Id> = design.connections().map(|(_, c)| c.to).collect();
    for (id, connection) in design.connections() {
        let (mut from, mut to) = (index[&connection.from], index[&connection.to]);
        let mut semantics = all_semantics[&id];
        let is_consumer = matches!(
            graph[from].role(),
            Role::Worker | Role::Processor | Role::Notifier
        );
        let pulls = match connection.access {
            Some(access) => access == Access::Read,
            None => is_consumer && !called.contains(&connection.from),
        };
        if graph[to].role().carries_messages() && pulls {
            (from, to) = (to, from);
            semantics.timing = Timing::Async;
        }
        let link = EdgeIndex::new(graph.edge_count());
        graph[from].out.push(link);
        graph[to].into.push(link);
        graph.add_edge(
            from,
            to,
            Link {
                index: link,
                id,
                from,
                to,
                semantics,
                access: connection.access,
                connection,
            },
        );
    }
    for node in graph.node_indices() {
        let mut callees: Vec<NodeIndex> = graph.neighbors(node).collect();
        callees.sort_unstable();
        callees.dedup();
        graph[node].callees = callees;
    }
    graph
}

fn node<'a>(design: &'a Design, id: Id, component: &'a Component) -> Node<'a> {
    let kind = design.kind_of(id);
    let is_site = |kind| matches!(kind, ZoneKind::Region | ZoneKind::AvailabilityZone);
    let mut zones = design.ancestors(id);
    Node {
        id,
        component,
        kind,
        effective_kind: resolve_kind(kind, component),
        out: Vec::new(),
        into: Vec::new(),
        callees: Vec::new(),
        site: zones.find(|(_, zone)| is_site(zone.kind)).map(|(id, _)| id),
    }
}

/// Whether a component can stand where users come in although no client is drawn.
pub(crate) fn is_front(node: &Node) -> bool {
    node.kind.group == Group::Edge || (node.has(Flag::Public) && node.kind.group == Group::Compute)
}

fn resolve_kind(kind: &'static Kind, component: &Component) -> &'static Kind {
    if kind.id != CUSTOM {
        return kind;
    }
    catalogue()
        .recognize_kind(&component.name)
        .or_else(|| catalogue().recognize_kind(&component.technology))
        .unwrap_or(kind)
}
