//! How many calls a second arrive at each component, how many clients stay connected to it, and how much of both it takes.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Graph, Link, LinkMap, Node, NodeMap};
use crate::analysis::performance::price::month_of_peak;
use crate::analysis::performance::visit_ratios::{CallTree, visit_ratios};
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Access, Flag, Role};

impl Node<'_> {
    /// Calls a second that one instance takes for long (rps); none where it takes any number, as do services that the
    /// provider makes larger by itself: their quotas can be raised.
    pub(crate) fn capacity_of_one(&self) -> Option<f64> {
        let grows = self.has(Flag::Managed) && self.has(Flag::Scalable);
        // One box of devices is a fleet: it says nothing of how many there are.
        let serves = self.role() != Role::Device;
        let of_kind = self
            .effective_kind
            .capacity
            .as_ref()
            .filter(|_| !grows && serves);
        let own = self.component.overrides.capacity;
        // Larger calls, fewer of them.
        own.or(of_kind.map(|figure| figure.value / self.size_of_usual()))
    }

    /// Calls a second that all instances take together (rps); none where nobody says how many there are.
    pub(crate) fn capacity(&self) -> Option<f64> {
        Some(self.capacity_of_one()? * f64::from(self.machines()?))
    }

    /// Open connections that one instance holds; none where clients do not stay connected, and where a provider runs it.
    pub(crate) fn connections_of_one(&self) -> Option<f64> {
        let of_kind = self.effective_kind.connections.as_ref();
        let of_kind = of_kind.filter(|_| self.is_ours() && !self.is_run_by_provider());
        let own = self.component.overrides.connections;
        own.or(of_kind.map(|figure| figure.value))
    }

    /// Open connections that all instances hold together; none where nobody says how many there are.
    pub(crate) fn connection_limit(&self) -> Option<f64> {
        Some(self.connections_of_one()? * f64::from(self.machines()?))
    }

    /// The same by the highest figure found for its kind, where the user has set none: the default is at the cautious end
    /// of figures that differ five to ten times.
    pub(crate) fn capacity_at_best(&self) -> Option<f64> {
        /// Times the figure where only one was found.
        const ALONE: f64 = 5.0;
        let capacity = self.capacity()?;
        let figure = self.effective_kind.capacity.as_ref();
        let of_kind = figure.filter(|_| self.component.overrides.capacity.is_none());
        let best = of_kind.map(|figure| figure.high.unwrap_or(ALONE * figure.value));
        let best = best.map(|best| best / self.size_of_usual());
        Some(best.map_or(capacity, |best| {
            best * f64::from(self.component.replicas.count())
        }))
    }
}

impl TracedFlows<'_> {
    /// Calls a second that a component of ours takes (rps), where rules about load look at it: not users, not what lies
    /// outside, not what works off a queue.
    pub(crate) fn capacity_that_counts(&self, node: NodeIndex) -> Option<f64> {
        let this = &self[node];
        let works_off = self
            .incoming(node)
            .any(|link| self.carries_messages(link.from));
        this.capacity().filter(|_| this.is_ours() && !works_off)
    }
}

/// What is asked of each component at some moment.
#[derive(Debug)]
pub(crate) struct Demand {
    /// Calls a second (rps).
    pub(crate) rps: NodeMap<f64>,
    /// Clients that are connected at the same time; zero where nobody says how many.
    pub(crate) connections: NodeMap<f64>,
}

impl Demand {
    /// So many times as much.
    pub(crate) fn times(&self, factor: f64) -> Self {
        let more = |all: &NodeMap<f64>| all.values().map(|one| one * factor).collect();
        Self {
            rps: more(&self.rps),
            connections: more(&self.connections),
        }
    }

    /// What is asked of a component beside what it takes, for each thing that it takes only so much of.
    fn against_limits(
        &self,
        graph: &Graph,
        node: NodeIndex,
        faults: &FaultSet,
    ) -> impl Iterator<Item = (f64, f64)> {
        let calls = faults.capacity(node, &graph[node]);
        let connections = graph[node].connection_limit();
        let connections = connections.map(|takes| (self.connections[node], takes));
        let calls = calls.map(|takes| (self.rps[node], takes));
        // Where nobody says how many are connected, that limit says nothing.
        let connections = connections.filter(|&(asked, _)| asked > 0.0);
        calls.into_iter().chain(connections)
    }

    /// The part in use of what a component has least of; from 1 on it cannot keep up. None where nothing limits it.
    pub(crate) fn utilization(
        &self,
        graph: &Graph,
        node: NodeIndex,
        faults: &FaultSet,
    ) -> Option<f64> {
        let used = |(asked, takes): (f64, f64)| {
            if asked <= 0.0 {
                0.0
            } else {
                asked / takes.max(f64::MIN_POSITIVE)
            }
        };
        let limits = self.against_limits(graph, node, faults);
        limits.map(used).max_by(f64::total_cmp)
    }

    /// From how many times this on a component cannot keep up; none where nothing limits it or nothing is asked of it.
    pub(crate) fn headroom(
        &self,
        graph: &Graph,
        node: NodeIndex,
        faults: &FaultSet,
    ) -> Option<f64> {
        let limits = self.against_limits(graph, node, faults);
        let asked = limits.filter(|&(asked, _)| asked > 0.0);
        asked
            .map(|(asked, takes)| takes / asked)
            .min_by(f64::total_cmp)
    }
}

/// How many clients are connected at the same time at the peak hour: by the prompt or, without one, by the drawing.
pub(crate) fn clients_connected(traced: &TracedFlows) -> Option<f64> {
    match traced.scenario {
        Some(prompt) => prompt.targets.open_lines,
        None => traced.design.open_connections(),
    }
}

/// How many clients are connected to each component at the same time at the peak hour, spread evenly over all instances
/// that hold connections and have not failed. All zero where nobody says how many.
pub(crate) fn open_connections(traced: &TracedFlows, failed: &FaultSet) -> NodeMap<f64> {
    let told = clients_connected(traced).unwrap_or(0.0);
    let instances = |node: NodeIndex| {
        let holds = traced[node].connections_of_one().is_some() && !failed.nodes.contains(&node);
        f64::from(u32::from(holds) * traced[node].component.replicas.count())
    };
    let all: f64 = traced.node_indices().map(instances).sum();
    let each = if all > 0.0 { told / all } else { 0.0 };
    let nodes = traced.node_indices();
    nodes.map(|node| each * instances(node)).collect()
}

/// The components that cannot keep up, in order: from a full load on the line only grows.
pub(crate) fn overloaded(graph: &Graph, demand: &Demand, faults: &FaultSet) -> Vec<NodeIndex> {
    let is_overloaded = |&node: &NodeIndex| {
        let headroom = demand.headroom(graph, node, faults);
        headroom.is_some_and(|times| times <= 1.0)
    };
    graph.node_indices().filter(is_overloaded).collect()
}

/// Which of these components a flow passes on the way to its end, or waits for on the way of its answer.
pub(crate) fn on_the_way(
    graph: &Graph,
    flow: &FlowTrace,
    call_tree: &CallTree,
    among: &[NodeIndex],
) -> Vec<NodeIndex> {
    let mut waited = graph.node_map(false);
    for &entry in &call_tree.entries {
        waited[entry] = true;
    }
    let mut passed = graph.node_map(false);
    for visit in &call_tree.visits {
        passed[visit.node] = flow.passes(visit.node);
        for call in visit.calls.iter().filter(|c| c.onward && c.share > 0.0) {
            let link = &graph[call.link];
            waited[link.to] |= waited[visit.node] && link.is_sync();
        }
    }
    let counts = |node: &NodeIndex| waited[*node] || passed[*node];
    among.iter().copied().filter(counts).collect()
}

/// What cannot keep up from how many times this on, rising: the one answer to what breaks first.
pub(crate) fn breaking_points(
    graph: &Graph,
    demand: &Demand,
    faults: &FaultSet,
) -> Vec<(NodeIndex, f64)> {
    let times = |node| Some((node, demand.headroom(graph, node, faults)?));
    let mut found: Vec<(NodeIndex, f64)> = graph.node_indices().filter_map(times).collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    found
}

/// Calls a second at the peak hour (rps).
#[derive(Debug)]
pub(crate) struct Traffic {
    /// By component.
    pub(crate) nodes: NodeMap<f64>,
    /// By link.
    pub(crate) links: LinkMap<f64>,
    /// Calls in a month, by component.
    pub(crate) month: NodeMap<f64>,
    /// Those of them that write.
    pub(crate) month_writes: NodeMap<f64>,
}

/// Calls a second at each component at the peak hour (rps), when some of it has failed; all zero where neither a prompt nor the drawing says.
pub(crate) fn loads(traced: &TracedFlows, failed: &FaultSet) -> NodeMap<f64> {
    traffic(traced, failed).nodes
}

/// Calls a second at each component and over each link, when some of it has failed; all zero where neither a prompt nor the drawing says.
///
/// A flow that another one sets off brings only what that one does not bring anyway. A flow that does not arrive brings
/// nothing, since nobody can tell which way it is meant to go.
pub(crate) fn traffic(traced: &TracedFlows, failed: &FaultSet) -> Traffic {
    let mut loads = traced.node_map(0.0);
    let mut month = traced.node_map(0.0);
    let mut month_writes = traced.node_map(0.0);
    let mut links = traced.link_map(0.0);
    let mut links_of: BTreeMap<&str, LinkMap<f64>> = BTreeMap::new();
    // Where no request starts, there is nothing to follow.
    let carrying = || traced.flows.iter().filter(|flow| flow.rps > 0.0);
    let followed: BTreeSet<&str> = carrying()
        .filter_map(|flow| flow.follows.as_deref())
        .collect();
    let counts = |flow: &FlowTrace| flow.rps > 0.0 || followed.contains(flow.id.as_str());
    let leaders_first = |follows: bool| {
        let flows = traced.flows.iter();
        let flows = flows.filter(|flow| flow.works() && !flow.is_guessed);
        flows.filter(move |flow| flow.follows.is_some() == follows)
    };
    let in_order = leaders_first(false).chain(leaders_first(true));
    for flow in in_order.filter(|flow| counts(flow)) {
        let found = visit_ratios(traced, flow, failed);
        let of_peak = month_of_peak(traced, flow.spec);
        let leader = flow
            .follows
            .as_ref()
            .and_then(|id| links_of.get(id.as_str()));
        if leader.is_none() {
            for &entry in &flow.entries {
                let rps = flow.rps * found.components[entry];
                loads[entry] += rps;
                month[entry] += rps * of_peak;
            }
        }
        for link in traced.links() {
            let index = link.index;
            let brought = leader.is_some_and(|leader| leader[index] > 0.0);
            if !brought {
                let rps = flow.rps * found.links[index];
                loads[link.to] += rps;
                month[link.to] += rps * of_peak * billed_share(traced, link);
                if writes(flow, link) {
                    month_writes[link.to] += rps * of_peak;
                }
                links[index] += rps;
            }
        }
        if followed.contains(flow.id.as_str()) {
            links_of.insert(&flow.id, found.links);
        }
    }
    Traffic {
        nodes: loads,
        links,
        month,
        month_writes,
    }
}

/// The share of the calls over a link that are paid for: of what is sent for watching, a sample, unless the arrow says how
/// much.
fn billed_share(graph: &Graph, link: &Link) -> f64 {
    let share = graph[link.to].effective_kind.billed_share.as_ref();
    let share = share.filter(|_| link.connection.when.is_none());
    share.map_or(1.0, |share| share.value)
}

/// Whether the calls that a flow makes over a link write, by what the link says or else by what the flow does.
fn writes(flow: &FlowTrace, link: &Link) -> bool {
    match link.semantics.access {
        Access::Write => true,
        Access::Read => false,
        Access::Both => flow.spec.is_some_and(|spec| spec.access == Access::Write),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::example_prompt;
    use crate::scenario::builtin;

    /// Albums are opened 5,000 times a second and changed 100 times.
    #[test]
    fn a_cdn_keeps_back_what_is_read_and_passes_on_what_is_written() {
        let scenario = example_prompt();
        let text = "users: client\nusers -> cdn -> api -> albums\nalbums: sql_database";
        let parsed = crate::model::parse_notation(text).unwrap();
        let traced = TracedFlows::new(&parsed.design, Some(scenario));
        let loads = loads(&traced, &FaultSet::none());
        let of = |key: &str| {
            let id = parsed.keys[key];
            loads[traced.node_indices().find(|&n| traced.id(n) == id).unwrap()]
        };
        assert!((of("api") - 600.0).abs() < 1.0, "{}", of("api"));
    }

    #[test]
    fn the_album_gets_what_its_flows_bring() {
        let scenario = example_prompt();
        let accepted = &scenario.designs[0];
        let traced = TracedFlows::new(&accepted.design, Some(scenario));
        let loads = loads(&traced, &FaultSet::none());
        let of = |key: &str| {
            let id = accepted.keys[key];
            loads[traced.node_indices().find(|&n| traced.id(n) == id).unwrap()]
        };
        let users: f64 = scenario
            .flows
            .iter()
            .filter(|f| f.follows.is_none())
            .map(|f| f.rps)
            .sum();
        assert!(
            (of("users") - users).abs() < 1e-6,
            "{} of {users}",
            of("users")
        );
        // Albums are opened and edited; a cache in front keeps back four of five reads.
        assert!((of("api") - 5_100.0).abs() < 60.0, "{}", of("api"));
    }

    #[test]
    fn without_a_prompt_one_request_goes_to_all_that_it_leads_to() {
        let text =
            "traffic 100\nclient -> api\napi -> users\napi -> orders: 20%\nusers: sql\norders: sql";
        let parsed = crate::model::parse_notation(text).unwrap();
        let traced = TracedFlows::new(&parsed.design, None);
        let loads = loads(&traced, &FaultSet::none());
        let of = |key: &str| {
            let id = parsed.keys[key];
            loads[traced.index_of(id).unwrap()]
        };
        let all = ["client", "api", "users", "orders"].map(of);
        for (load, wanted) in all.into_iter().zip([100.0, 100.0, 100.0, 20.0]) {
            assert!((load - wanted).abs() < 1e-9, "{all:?}");
        }
    }

    #[test]
    fn no_accepted_design_is_overloaded() {
        for scenario in builtin().iter().chain([example_prompt()]) {
            for accepted in &scenario.designs {
                let traced = TracedFlows::new(&accepted.design, Some(scenario));
                let loads = loads(&traced, &FaultSet::none());
                for (node, load) in traced.nodes().zip(loads.values()) {
                    let Some(one) = node.capacity_of_one() else {
                        continue;
                    };
                    let capacity = one * f64::from(node.component.replicas.count());
                    assert!(
                        *load <= 0.8 * capacity || node.role() == crate::model::Role::External,
                        "{} {}: {} gets {load} of {capacity}",
                        scenario.id,
                        accepted.id,
                        node.name()
                    );
                }
            }
        }
    }
}
