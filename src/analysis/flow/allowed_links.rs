//! Which links a flow may use: those that fit what it does and that lie behind where it starts.

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::graph::{Graph, Link, LinkMap, NodeMap};
use crate::model::{Access, CallCondition, Flag, Group, Role};
use crate::scenario::Flow;

/// What a flow does, as far as it decides which links it may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkFilter<'a> {
    /// The prompt's flow; the user may have said which connections serve it.
    spec: Option<&'a Flow>,
    access: Access,
    /// Whether a call may bring back or hand on more than its arrow says.
    is_relaxed: bool,
    /// Whether somebody waits for what it brings, so that only calls that are waited for can carry it.
    waits: bool,
}

/// Which links a flow may use from where it starts.
#[derive(Debug)]
pub(crate) struct AllowedLinks {
    /// Where it gets to at all.
    pub(crate) reached: NodeMap<bool>,
    /// For each link whether the flow may use it.
    pub(crate) open: LinkMap<bool>,
    /// For each link whether the caller cannot answer without it.
    pub(crate) needed: LinkMap<bool>,
}

impl AllowedLinks {
    /// The links of a flow that reads and writes and can be put off.
    pub(crate) fn for_any_request(graph: &Graph) -> Self {
        let filter = LinkFilter {
            spec: None,
            access: Access::Both,
            is_relaxed: false,
            waits: false,
        };
        Self::new(graph, &graph.entries, filter)
    }

    pub(super) fn new(graph: &Graph, entries: &[NodeIndex], filter: LinkFilter<'_>) -> Self {
        let links = graph.links();
        let allowed: LinkMap<bool> = links.map(|link| filter.allows(graph, link)).collect();
        let reached = graph.reach(entries, |link| allowed[link.index]);
        // Whoever is reached without them has asked for what they bring.
        let asks = graph.reach(entries, |link| {
            allowed[link.index] && !graph.may_be_answer[link.index]
        });
        let is_entry = graph.marked(entries);
        let is_answer = |link: &Link| asks[link.to] && graph.may_be_answer[link.index];
        let open: LinkMap<bool> = graph
            .links()
            .map(|link| {
                let back = is_entry[link.to] && filter.ends_before(graph, link.to);
                reached[link.from] && !back && allowed[link.index] && !is_answer(link)
            })
            .collect();
        let needed = graph
            .links()
            .map(|link| open[link.index] && is_needed(graph, link))
            .collect();
        Self {
            reached,
            open,
            needed,
        }
    }

    /// What is left of them without some links.
    pub(super) fn without(
        &self,
        graph: &Graph,
        entries: &[NodeIndex],
        links: &BTreeSet<EdgeIndex>,
    ) -> Self {
        let is_left = |link: EdgeIndex| self.open[link] && !links.contains(&link);
        let reached = graph.reach(entries, |link| is_left(link.index));
        let open: LinkMap<bool> = graph
            .links()
            .map(|link| is_left(link.index) && reached[link.from])
            .collect();
        let needed = self.needed.iter();
        Self {
            reached,
            needed: needed.map(|(link, &needed)| needed && open[link]).collect(),
            open,
        }
    }
}

impl<'a> LinkFilter<'a> {
    pub(super) fn for_flow(flow: &'a Flow) -> Self {
        // What is put off may be set off by a read: a click is counted when a link is opened.
        let access = if flow.deferrable {
            Access::Both
        } else {
            flow.access
        };
        Self {
            spec: Some(flow),
            access,
            is_relaxed: false,
            waits: flow.access == Access::Read && !flow.deferrable,
        }
    }

    /// The same flow where any call between services may carry it: nothing else does, and arrows say less than their
    /// authors mean. What is said of a store holds.
    pub(super) fn relaxed(self) -> Self {
        Self {
            is_relaxed: true,
            waits: false,
            ..self
        }
    }

    /// Whether a request that comes back to somebody who starts it has left the flow: users do not pass requests on, and over
    /// the front at which they come in, they are answered. Where the flow is to arrive at such users, it has not.
    fn ends_before(self, graph: &Graph, entry: NodeIndex) -> bool {
        let role = graph.role(entry);
        let mut ends = self.spec.iter().flat_map(|spec| &spec.to);
        let arrives = ends.any(|end| end.roles.contains(&role));
        let starts = matches!(role, Role::Client | Role::Device) || graph.stands_first(entry);
        starts && !arrives
    }

    /// Whether the flow may use the link. Where the user has not said read or write, both are believed.
    fn allows(self, graph: &Graph, link: &Link) -> bool {
        let (from, to) = (&graph[link.from], &graph[link.to]);
        let copies = from.has(Flag::Passive) && matches!(to.role(), Role::Replica | Role::Backup);
        let access = match (to.role(), link.access) {
            (Role::Replica, None) => Access::Read,
            (_, set) => set.unwrap_or(Access::Both),
        };
        // Where the drawing shows nobody who gets back what requests write, those who write it do.
        let is_read_unsaid = || graph.is_only_used_to(Access::Write, link.to);
        let is_open = self.is_relaxed && (!to.has(Flag::Passive) || is_read_unsaid());
        let fits = is_open
            || self.access == Access::Both
            || access == Access::Both
            || access == self.access;
        // Whoever waits for an answer does not put the question in a queue.
        let in_time = !self.waits || link.is_sync();
        let serves = match (self.spec, &link.connection.flows) {
            (Some(spec), Some(served)) => served.contains(&spec.id),
            _ => true,
        };
        // Whoever reads does not set off what only tells others.
        let tells = self.access == Access::Read
            && link.access != Some(Access::Read)
            && graph.notify_only[link.to];
        // Whoever signs in leaves nothing in the list of accounts.
        let signs_in = from.role() == Role::Auth && to.kind.group == Group::Storage;
        !copies && fits && in_time && serves && !tells && !signs_in
    }
}

/// Whether the caller cannot answer without this call.
fn is_needed(graph: &Graph, link: &Link) -> bool {
    let optional = matches!(
        graph.role(link.to),
        Role::Cache | Role::Replica | Role::Observability | Role::Backup | Role::Client
    );
    // Nobody who draws a notification service without a word means that all fails with it.
    let is_meant = !graph.notify_only[link.to] || link.connection.timing.is_some();
    link.is_sync()
        && link.semantics.when == CallCondition::Always
        && is_meant
        && !optional
        && !has_read_copy(graph, link)
}

/// Whether the caller also asks a copy of this store, so that it can read while the store is down.
fn has_read_copy(graph: &Graph, link: &Link) -> bool {
    graph.role(link.to) == Role::Store
        && graph.outgoing(link.to).any(|copy| {
            graph.role(copy.to) == Role::Replica
                && graph.outgoing(link.from).any(|other| other.to == copy.to)
        })
}
