//! The drawing as a directed graph: components and connections in the direction of the *work*, with what follows from the
//! drawing alone. It is complete once it is made, and everything else in the analysis reads it.
//!
//! Nodes and links keep the order of their ids, so that every answer has one order. A consumer drawn as pulling from its
//! queue is turned round, and so is an arrow that shows the data which a call brings back.

use std::ops::Index;

use petgraph::algo::{has_path_connecting, kosaraju_scc};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::{EdgeFiltered, Reversed};

use crate::analysis::graph::connect::connect;
use crate::analysis::graph::index_map::{LinkMap, NodeMap};
use crate::analysis::graph::node::{Link, Node};
use crate::analysis::graph::steps::{has_plain_steps, step_in};
use crate::analysis::graph::traversal::visited_from;
use crate::model::{Access, CallSize, Design, Flag, Group, Id, Role, Zone, ZoneKind};

/// The drawing as the rules see it.
#[derive(Debug)]
pub struct Graph<'a> {
    /// The drawing itself.
    pub(crate) design: &'a Design,
    /// Where users come in: clients and devices or, where none is drawn, whatever stands first.
    pub(crate) entries: Vec<NodeIndex>,
    /// For each component of ours whether calling it only tells others something: it sends messages or calls outside,
    /// and nothing that keeps, finds or decides anything lies behind it.
    pub(crate) notify_only: NodeMap<bool>,
    /// What users reach, waiting or not.
    pub(crate) reached: NodeMap<bool>,
    /// What users reach and wait for; nobody waits for a timetable, a job or a source.
    pub(crate) waited_for: NodeMap<bool>,
    /// For each arrow whether it may show what comes back from where data is kept, which calls nobody: it leads to what calls
    /// there.
    pub(crate) may_be_answer: LinkMap<bool>,
    /// Whether steps are numbered without a mark: "1 reserve", "2 charge".
    has_plain_steps: bool,
    connected: DiGraph<Node<'a>, Link<'a>>,
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
            may_be_answer: graph.edge_indices().map(|_| false).collect(),
            has_plain_steps: has_plain_steps(design),
            connected: graph,
        };
        all.may_be_answer = all.find_answers();
        all.entries = all.find_entries();
        all.notify_only = all.find_notify_only();
        all.reached = all.reach(&all.entries, |_| true);
        let waits = |&node: &NodeIndex| {
            let begins_alone = matches!(
                all.role(node),
                Role::Scheduler | Role::Worker | Role::Processor | Role::Relay | Role::External
            );
            // A list of addresses from which a crawl begins waits for nothing, as far as anybody knows.
            let is_unknown = all[node].effective_kind.role == Role::Other;
            !begins_alone && !is_unknown && !all[node].has(Flag::Passive)
        };
        let waiting: Vec<NodeIndex> = all.entries.iter().copied().filter(waits).collect();
        // What a store sets off, nobody waits for.
        let is_waited = |link: &Link| link.is_sync() && all[link.from].kind.group != Group::Storage;
        all.waited_for = all.reach(&waiting, is_waited);
        all
    }

    /// All components in the order of their ids.
    pub(crate) fn nodes(&self) -> impl ExactSizeIterator<Item = &Node<'a>> + DoubleEndedIterator {
        self.connected.raw_nodes().iter().map(|node| &node.weight)
    }

    /// All connections in the order of their ids.
    pub(crate) fn links(&self) -> impl ExactSizeIterator<Item = &Link<'a>> + DoubleEndedIterator {
        self.connected.raw_edges().iter().map(|edge| &edge.weight)
    }

    pub(crate) fn node_indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = NodeIndex> + ExactSizeIterator + Clone + use<> {
        self.connected.node_indices()
    }

    pub(crate) fn link_indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = EdgeIndex> + ExactSizeIterator + Clone + use<> {
        self.connected.edge_indices()
    }

    /// Says how large a call of a component is, where the drawing does not.
    pub(crate) fn set_call_size(&mut self, node: NodeIndex, size: CallSize) {
        let this = &mut self.connected[node];
        if this.component.overrides.job_size.is_none() {
            this.call_size = size;
        }
    }

    pub(crate) fn node_count(&self) -> usize {
        self.connected.node_count()
    }

    pub(crate) fn link_count(&self) -> usize {
        self.connected.edge_count()
    }

    /// The same value for each component.
    pub(crate) fn node_map<T: Clone>(&self, value: T) -> NodeMap<T> {
        vec![value; self.connected.node_count()].into()
    }

    /// The same value for each connection.
    pub(crate) fn link_map<T: Clone>(&self, value: T) -> LinkMap<T> {
        vec![value; self.connected.edge_count()].into()
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

    /// Whether a link pushes news to people over open connections: whoever sends it does not wait for them.
    pub(crate) fn is_push(&self, link: &Link) -> bool {
        let sends =
            self[link.from].kind.group == Group::Compute || self.carries_messages(link.from);
        sends && self[link.to].effective_kind.role == Role::Realtime
    }

    fn find_answers(&self) -> LinkMap<bool> {
        let mut circle = self.node_map(0);
        for (number, members) in self.strong_components(|_| true).into_iter().enumerate() {
            for node in members {
                circle[node] = number;
            }
        }
        let keeps = |node: NodeIndex| {
            self[node].kind.group == Group::Storage && !self.carries_messages(node)
        };
        self.links()
            .map(|link| keeps(link.from) && circle[link.from] == circle[link.to])
            .collect()
    }

    fn find_entries(&self) -> Vec<NodeIndex> {
        let all = |test: &dyn Fn(&Node) -> bool| -> Vec<NodeIndex> {
            self.node_indices().filter(|&n| test(&self[n])).collect()
        };
        // People who look at results, and at most speak with others than us, start nothing.
        let only_looks = |node: &Node| {
            let mut callees = node.callees.iter();
            let outside = |role| matches!(role, Role::External | Role::Client | Role::Device);
            !node.into.is_empty() && callees.all(|&callee| outside(self.role(callee)))
        };
        let clients = all(&|node| matches!(node.role(), Role::Client | Role::Device));
        let users =
            all(&|node| matches!(node.role(), Role::Client | Role::Device) && !only_looks(node));
        let front = all(&|node| node.into.is_empty() && is_front(node));
        let begins = |node: &Node| node.into.is_empty() && !node.out.is_empty();
        if users.iter().any(|&user| !self[user].out.is_empty()) {
            // Beside devices, people are often left out: they come in where nobody is drawn to call.
            let are_devices = clients.iter().all(|&node| self.role(node) == Role::Device);
            let unseen = front.into_iter().filter(|_| are_devices);
            let callers = all(&|node| begins(node) && node.is_named_after_callers());
            let entries = users.into_iter().chain(unseen).chain(callers);
            let mut entries: Vec<NodeIndex> = entries.collect();
            entries.sort_unstable();
            return entries;
        }
        if !clients.is_empty() {
            let sources = all(&|node| begins(node) && node.role() != Role::Control);
            return if sources.is_empty() { clients } else { sources };
        }
        if !front.is_empty() {
            return front;
        }
        let code = all(&|node| begins(node) && node.kind.group == Group::Compute);
        if !code.is_empty() {
            return code;
        }
        let others = all(&begins);
        if !others.is_empty() {
            return others;
        }
        // Where everything has a caller, work begins with the messages that wait: a pipeline in a ring.
        all(&|node| node.kind.group == Group::Messaging && !node.out.is_empty())
    }

    /// Whether nobody calls a component, as far as is drawn: of a front, those that it sends requests on to may answer over it.
    pub(crate) fn stands_first(&self, node: NodeIndex) -> bool {
        let this = &self[node];
        let mut callers = self.incoming(node).map(|link| link.from);
        let answers = |from: NodeIndex| this.callees.contains(&from) && !is_front(&self[from]);
        this.into.is_empty() || (is_front(this) && callers.all(answers))
    }

    /// Whether requests get to a component, and all arrows by which they do say that they only read there, or only write.
    pub(crate) fn is_only_used_to(&self, access: Access, node: NodeIndex) -> bool {
        let by_requests = self.incoming(node).filter(|link| self.reached[link.from]);
        let mut by_requests = by_requests.peekable();
        by_requests.peek().is_some() && by_requests.all(|link| link.access == Some(access))
    }

    /// Everything that can be reached from `starts` over links that pass the test, the starts included.
    pub(crate) fn reach(
        &self,
        starts: &[NodeIndex],
        passes: impl Fn(&Link<'a>) -> bool,
    ) -> NodeMap<bool> {
        let passing = EdgeFiltered::from_fn(&self.connected, |edge| passes(edge.weight()));
        visited_from(&passing, starts.iter().copied())
    }

    /// Everything from which one of `ends` can be reached over links that pass the test, the ends included.
    pub(crate) fn reaching(
        &self,
        ends: &[NodeIndex],
        passes: impl Fn(&Link<'a>) -> bool,
    ) -> NodeMap<bool> {
        let passing = EdgeFiltered::from_fn(&self.connected, |edge| passes(edge.weight()));
        visited_from(Reversed(&passing), ends.iter().copied())
    }

    /// The components in groups of those that lead to each other over links that pass the test, those that are led to first;
    /// most groups have one member.
    pub(crate) fn strong_components(
        &self,
        passes: impl Fn(&Link<'a>) -> bool,
    ) -> Vec<Vec<NodeIndex>> {
        let passing = EdgeFiltered::from_fn(&self.connected, |edge| passes(edge.weight()));
        // Kosaraju's algorithm keeps its own stack, so that no drawing is too deep for it.
        kosaraju_scc(&passing)
    }

    /// The place of a connection in a row of steps that are numbered on the arrows.
    pub(crate) fn step_of(&self, link: &Link) -> Option<u32> {
        step_in(&link.connection.label, self.has_plain_steps)
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
        let nodes = self.connected.raw_nodes();
        let place = nodes.binary_search_by_key(&id, |node| node.weight.id);
        place.ok().map(NodeIndex::new)
    }

    /// Whether work gets from one component to another, by whatever way.
    pub(crate) fn is_reachable(&self, from: Id, to: Id) -> bool {
        match (self.index_of(from), self.index_of(to)) {
            (Some(from), Some(to)) => has_path_connecting(&self.connected, from, to, None),
            _ => false,
        }
    }

    /// The region in which a component stands.
    pub(crate) fn region_of(&self, node: NodeIndex) -> Option<Id> {
        self.zone_around(node, ZoneKind::Region)
    }

    /// The regions that are drawn, by id.
    pub(crate) fn regions(&self) -> impl Iterator<Item = (Id, &Zone)> {
        let zones = self.design.zones();
        zones.filter(|(_, zone)| zone.kind == ZoneKind::Region)
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
        &self.connected[index]
    }
}

impl<'a> Index<EdgeIndex> for Graph<'a> {
    type Output = Link<'a>;

    fn index(&self, index: EdgeIndex) -> &Link<'a> {
        &self.connected[index]
    }
}

/// Whether a component can stand where users come in although no client is drawn.
pub(crate) fn is_front(node: &Node) -> bool {
    node.kind.group == Group::Edge || (node.has(Flag::Public) && node.kind.group == Group::Compute)
}
