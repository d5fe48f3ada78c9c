//! Where each flow starts, which links it may use, and which components can be its end points.

use std::collections::BTreeSet;
use std::rc::Rc;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::drawing_text::component_says;
use crate::analysis::flow::allowed_links::{AllowedLinks, LinkFilter};
use crate::analysis::graph::{Graph, Link, Node, NodeMap};
use crate::model::{Access, Role, format};
use crate::scenario::{Flow, Scenario};

/// One flow with its ends found in the drawing.
#[derive(Debug)]
pub(crate) struct ResolvedFlow<'a> {
    /// The prompt's flow; none where there is no prompt.
    pub(crate) spec: Option<&'a Flow>,
    /// Its id.
    pub(crate) id: String,
    /// What it is called in a sentence.
    pub(crate) name: String,
    /// Requests a second at the peak hour (rps).
    pub(crate) rps: f64,
    /// The id of the flow that sets it off.
    pub(crate) follows: Option<String>,
    /// Where it starts.
    pub(crate) entries: Vec<NodeIndex>,
    /// Where it should arrive.
    pub(crate) ends: Vec<ResolvedEndpoint>,
    /// Which links it may use.
    pub(crate) allowed_links: Rc<AllowedLinks>,
    /// Whether the arrows have to mean more than they say, so that nobody can tell how much goes which way.
    pub(crate) is_guessed: bool,
}

/// One place where a flow should arrive.
#[derive(Debug)]
pub(crate) struct ResolvedEndpoint {
    /// What it is called.
    pub(crate) name: String,
    /// The components that can serve as it and that the flow reaches.
    pub(crate) candidates: Vec<NodeIndex>,
}

impl ResolvedFlow<'_> {
    /// Whether users stop when it stops.
    pub(crate) fn critical(&self) -> bool {
        self.spec.is_some_and(|spec| spec.critical)
    }

    /// The names of the end points that it does not reach.
    pub(crate) fn unreached(&self) -> Vec<String> {
        self.ends
            .iter()
            .filter(|end| end.candidates.is_empty())
            .map(|end| end.name.clone())
            .collect()
    }

    /// Whether every end point is reached.
    pub(crate) fn works(&self) -> bool {
        self.ends.iter().all(|end| !end.candidates.is_empty())
    }

    /// Whether it asks for data that others have written.
    pub(crate) fn reads(&self) -> bool {
        self.spec.is_none_or(|spec| spec.access != Access::Write)
    }

    /// Where one request can start so that it gets to all of its end points: any one of these sets is enough. One request
    /// starts at one entry; only where no entry leads to every end point do all of them together count as one start. Without a
    /// prompt, nobody says that one request goes to all of them.
    pub(crate) fn starts(&self, graph: &Graph) -> Vec<Vec<NodeIndex>> {
        let together = || vec![self.entries.clone()];
        if self.spec.is_none() || self.ends.len() < 2 || self.entries.len() < 2 {
            return together();
        }
        let whole = self.whole_entries(graph);
        if whole.is_empty() {
            together()
        } else {
            whole.into_iter().map(|entry| vec![entry]).collect()
        }
    }

    /// Whether some entry leads to every end point.
    pub(super) fn starts_at_one(&self, graph: &Graph) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|&entry| self.reaches_all_from(graph, entry))
    }

    /// The entries from each of which every end point is reached.
    pub(super) fn whole_entries(&self, graph: &Graph) -> Vec<NodeIndex> {
        let all = self.entries.iter().copied();
        all.filter(|&entry| self.reaches_all_from(graph, entry))
            .collect()
    }

    /// Whether every end point is reached from one entry.
    fn reaches_all_from(&self, graph: &Graph, entry: NodeIndex) -> bool {
        let reached = graph.reach(&[entry], |link| self.allowed_links.open[link.index]);
        let mut ends = self.ends.iter();
        ends.all(|end| end.candidates.iter().any(|&node| reached[node]))
    }

    /// Which components are on some path from a start to an end.
    pub(crate) fn on_path(&self, graph: &Graph) -> NodeMap<bool> {
        let ends = self.ends.iter().flat_map(|end| &end.candidates);
        let ends: Vec<NodeIndex> = ends.copied().collect();
        graph.reaching(&ends, |link| self.allowed_links.open[link.index])
    }

    /// The same flow where nothing gets over some links.
    pub(crate) fn restrict(&self, graph: &Graph, links: &BTreeSet<EdgeIndex>) -> Self {
        self.starting_at(graph, self.entries.clone(), links)
    }

    /// The same flow from some of its entries, where nothing gets over some links.
    pub(super) fn starting_at(
        &self,
        graph: &Graph,
        entries: Vec<NodeIndex>,
        links: &BTreeSet<EdgeIndex>,
    ) -> Self {
        let allowed_links = Rc::new(self.allowed_links.without(graph, &entries, links));
        let still = |end: &ResolvedEndpoint| ResolvedEndpoint {
            name: end.name.clone(),
            candidates: (end.candidates.iter().copied())
                .filter(|&candidate| allowed_links.reached[candidate])
                .collect(),
        };
        Self {
            spec: self.spec,
            id: self.id.clone(),
            name: self.name.clone(),
            rps: self.rps,
            follows: self.follows.clone(),
            entries,
            ends: self.ends.iter().map(still).collect(),
            allowed_links,
            is_guessed: self.is_guessed,
        }
    }
}

/// All flows of the drawing: those of the prompt or, without one, one to each place that keeps data.
pub(crate) fn resolve_endpoints<'a>(
    graph: &Graph<'a>,
    scenario: Option<&'a Scenario>,
) -> Vec<ResolvedFlow<'a>> {
    match scenario {
        Some(scenario) => {
            let flows = scenario.flows.iter();
            flows.map(|flow| resolve_prompt_flow(graph, flow)).collect()
        }
        None => resolve_store_flows(graph),
    }
}

fn resolve_prompt_flow<'a>(graph: &Graph<'a>, spec: &'a Flow) -> ResolvedFlow<'a> {
    let mut entries: Vec<NodeIndex> = graph.with_role(&spec.from).collect();
    let is_client = |&node: &NodeIndex| graph.role(node) == Role::Client;
    if spec.from.contains(&Role::Client) {
        // Where no user is drawn, users come in where they are taken to.
        let is_any_taken = !entries.iter().any(is_client);
        let taken = graph.entries.iter().copied();
        let taken = taken.filter(|&node| is_any_taken || graph[node].is_named_after_callers());
        entries.extend(taken);
        entries.sort_unstable();
        entries.dedup();
    }
    resolve_from(graph, spec, entries, LinkFilter::for_flow(spec), |_, _| {
        false
    })
}

/// A flow from these entries over the links that pass the filter; an end point is also what `serves` says of it, by its
/// place.
pub(super) fn resolve_from<'a>(
    graph: &Graph<'a>,
    spec: &'a Flow,
    entries: Vec<NodeIndex>,
    filter: LinkFilter,
    serves: impl Fn(usize, NodeIndex) -> bool,
) -> ResolvedFlow<'a> {
    let allowed_links = Rc::new(AllowedLinks::new(graph, &entries, filter));
    let candidates = |place: usize, roles: &[Role]| -> Vec<NodeIndex> {
        let reached = graph
            .node_indices()
            .filter(|&node| allowed_links.reached[node]);
        let fits = |&node: &NodeIndex| {
            can_serve_as(graph[node].effective_kind.role, roles, spec.access)
                || (spec.access == Access::Read
                    && roles.iter().any(|&role| keeps_data(role))
                    && graph[node].is_view_in_memory())
                || (roles.iter().any(|&role| keeps_data(role)) && graph[node].holds_state())
                || serves(place, node)
        };
        reached.filter(fits).collect()
    };
    let ends = spec.to.iter().enumerate();
    let ends = ends.map(|(place, end)| ResolvedEndpoint {
        name: end.name.clone(),
        candidates: candidates(place, &end.roles),
    });
    ResolvedFlow {
        spec: Some(spec),
        id: spec.id.clone(),
        name: spec.name.clone(),
        rps: spec.rps,
        follows: spec.follows.clone(),
        ends: ends.collect(),
        entries,
        allowed_links,
        is_guessed: false,
    }
}

/// Whether a box of nobody's kind or a pipeline makes what is released: "Build farm", "Jenkins".
pub(super) fn is_of_builders(node: &Node) -> bool {
    const BUILDS: &[&str] = &[
        "build",
        "ci ",
        "jenkins",
        "pipeline",
        "compile",
        "buildkite",
        "bazel",
    ];
    node.effective_kind.role == Role::Factory
        || (node.role() == Role::Other && component_says(node.component, BUILDS))
}

/// Whether a role gives out data that it was filled with.
pub(super) fn is_view(role: Role) -> bool {
    matches!(
        role,
        Role::Store
            | Role::Replica
            | Role::Cache
            | Role::Search
            | Role::Objects
            | Role::Analytics
            | Role::Cdn
    )
}

fn keeps_data(role: Role) -> bool {
    matches!(role, Role::Store | Role::Search | Role::Cache)
}

/// A copy of a database is as good as the database for those who only read.
fn can_serve_as(role: Role, wanted: &[Role], access: Access) -> bool {
    let read_copy =
        role == Role::Replica && access == Access::Read && wanted.contains(&Role::Store);
    wanted.contains(&role) || read_copy
}

/// One flow from the users to each component that keeps data and that they reach, and to each in which other work ends. A
/// request goes to all of them, so that the first one brings the traffic and the others follow it.
fn resolve_store_flows<'a>(graph: &Graph<'a>) -> Vec<ResolvedFlow<'a>> {
    let allowed_links = Rc::new(AllowedLinks::for_any_request(graph));
    let rps = graph.design.traffic().unwrap_or(0.0);
    let mut stores: Vec<NodeIndex> = graph
        .with_role(&[Role::Store, Role::Objects, Role::Analytics])
        .filter(|&store| allowed_links.reached[store])
        .collect();
    stores.extend(ends_beside_stores(graph, &allowed_links, &stores));
    let id = |store: NodeIndex| format!("to_{}", graph.id(store).0);
    let most = (MOST_TRACED / (graph.node_count() + graph.link_count()).max(1)).max(1);
    stores
        .chunks(stores.len().div_ceil(most).max(1))
        .map(|together| {
            let first = together[0];
            let end = |&store: &NodeIndex| ResolvedEndpoint {
                name: graph.name(store).to_owned(),
                candidates: vec![store],
            };
            let names = format::join_names(together.iter().map(|&store| graph.name(store)));
            ResolvedFlow {
                spec: None,
                id: id(first),
                name: format!("Reach {names}"),
                rps,
                follows: (first != stores[0]).then(|| id(stores[0])),
                entries: graph.entries.clone(),
                ends: together.iter().map(end).collect(),
                allowed_links: Rc::clone(&allowed_links),
                is_guessed: false,
            }
        })
        .collect()
}

/// So many components and links are followed for all flows together, where no prompt says which flows there are: drawings that
/// people make have a hundredth of it. In larger ones, a flow goes to several stores.
const MOST_TRACED: usize = 300_000;

/// Where work ends that gets to none of these stores: what comes out of queues and, where there is no store at all, whatever
/// users reach. It ends with those who tell or answer others and with copies in memory or, without any of them, with whoever
/// hands nothing on.
fn ends_beside_stores(graph: &Graph, links: &AllowedLinks, stores: &[NodeIndex]) -> Vec<NodeIndex> {
    let open = |link: &Link| links.open[link.index];
    let is_stored = graph.reaching(stores, open);
    let starts: Vec<NodeIndex> = if stores.is_empty() {
        graph.entries.clone()
    } else {
        let queues = graph.node_indices();
        let is_queue = |&node: &NodeIndex| {
            graph.carries_messages(node) && links.reached[node] && !is_stored[node]
        };
        queues.filter(is_queue).collect()
    };
    let behind = graph.reach(&starts, open);
    let is_last = |node: NodeIndex| !graph.outgoing(node).any(open);
    let is_end = |node: NodeIndex| match graph[node].effective_kind.role {
        Role::External
        | Role::Notifier
        | Role::Model
        | Role::Cache
        | Role::Realtime
        | Role::Search => true,
        Role::Client | Role::Device | Role::DeadLetter | Role::Backup | Role::Observability => {
            false
        }
        // Where neither a store nor traffic is drawn, the drawing is not finished: what a service that hands nothing on does is not
        // known.
        _ => (!stores.is_empty() || graph.design.traffic().is_some()) && is_last(node),
    };
    let ends: Vec<NodeIndex> = (graph.node_indices())
        .filter(|&node| behind[node] && !starts.contains(&node) && is_end(node))
        .collect();
    let leads_to_end = graph.reaching(&ends, open);
    let leads_on = |node: NodeIndex| {
        let mut onward = graph.outgoing(node).filter(|link| open(link));
        onward.any(|link| link.to != node && leads_to_end[link.to])
    };
    // In a ring each leads on to the other, and all of them count.
    if ends.iter().all(|&node| leads_on(node)) {
        return ends;
    }
    ends.into_iter().filter(|&node| !leads_on(node)).collect()
}
