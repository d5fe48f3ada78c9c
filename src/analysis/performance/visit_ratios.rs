//! Visit ratios: how many calls each component gets for one request of a flow.
//!
//! A call is copied to everybody whom its caller calls, and divided only where one of several is chosen: by clients,
//! balancers and gateways. Caches keep back what they answer; shares and calls per call are taken as written. A ring is
//! gone round once: what comes back to a component that has passed the request on is counted and goes no further.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Graph, Link, LinkMap, NodeMap};
use crate::analysis::reliability::failure_modes::stopped;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Access, CallCondition, Role};

/// The share of requests for which somebody is asked who is needed once in a session: of a hundred requests, one signs in.
const RARELY: f64 = 0.01;
/// Calls for one request of a flow.
#[derive(Debug)]
pub(crate) struct VisitRatios {
    /// By component.
    pub(crate) components: NodeMap<f64>,
    /// By link.
    pub(crate) links: LinkMap<f64>,
}

/// Follows one request of a flow through what is left when some of it has failed.
pub(crate) fn visit_ratios(
    traced: &TracedFlows,
    flow: &FlowTrace,
    failed: &FaultSet,
) -> VisitRatios {
    let call_tree = CallTree::new(traced, flow, failed);
    let mut found = VisitRatios {
        components: traced.node_map(0.0),
        links: traced.link_map(0.0),
    };
    let mut passed_on = traced.node_map(0.0);
    for &entry in &call_tree.entries {
        passed_on[entry] = 1.0 / call_tree.entries.len() as f64;
        found.components[entry] = passed_on[entry];
    }
    for stop in &call_tree.visits {
        for call in &stop.calls {
            let to = traced[call.link].to;
            let calls = passed_on[stop.node] * call.share * call.times;
            found.links[call.link] += calls;
            found.components[to] += calls;
            if call.onward {
                passed_on[to] += calls;
            }
        }
    }
    found
}

/// The way of one request: everybody who gets something, callers before the called.
#[derive(Debug)]
pub(crate) struct CallTree {
    /// Where it starts, with equal chances.
    pub(crate) entries: Vec<NodeIndex>,
    /// Every component on the way, in order.
    pub(crate) visits: Vec<Visit>,
}

/// What one component does with a request.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) node: NodeIndex,
    /// Whether it sends each request one way out of several.
    pub(crate) chooses: bool,
    pub(crate) calls: Vec<Call>,
}

/// One link over which a request is handed on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) link: EdgeIndex,
    /// The share of the caller's requests that lead to the call, 0 to 1.
    pub(crate) share: f64,
    /// Calls for each of those.
    pub(crate) times: f64,
    /// Whether the called hands it on; what comes back in a ring goes no further.
    pub(crate) onward: bool,
}

impl CallTree {
    /// Follows a flow through what is left when some of it has failed.
    pub(crate) fn new(traced: &TracedFlows, flow: &FlowTrace, failed: &FaultSet) -> Self {
        let walk = CallResolver::new(traced, flow, failed);
        let mut visits = walk.visits();
        let mut place = traced.node_map(usize::MAX);
        for (index, visit) in visits.iter().enumerate() {
            place[visit.node] = index;
        }
        for (index, visit) in visits.iter_mut().enumerate() {
            for call in &mut visit.calls {
                call.onward = place[traced[call.link].to] > index;
            }
        }
        let nodes = visits.iter().map(|visit| visit.node);
        Self {
            entries: nodes.filter(|&node| walk.is_entry(node)).collect(),
            visits,
        }
    }
}

struct CallResolver<'w, 'a> {
    traced: &'w TracedFlows<'a>,
    flow: &'w FlowTrace<'a>,
    failed: &'w FaultSet,
    on_path: NodeMap<bool>,
    /// For each end point which components lead to it.
    leads_to: Vec<NodeMap<bool>>,
    /// Which components cannot answer, since they or something that they need has failed.
    stopped: NodeMap<bool>,
}

impl<'w, 'a> CallResolver<'w, 'a> {
    fn new(traced: &'w TracedFlows<'a>, flow: &'w FlowTrace<'a>, failed: &'w FaultSet) -> Self {
        let on_path = traced.marked(&flow.components);
        let leads_to = flow
            .ends
            .iter()
            .map(|end| leading_to(traced, flow, &end.candidates))
            .collect();
        Self {
            traced,
            flow,
            failed,
            on_path,
            leads_to,
            stopped: stopped(traced, flow, failed),
        }
    }

    fn is_entry(&self, node: NodeIndex) -> bool {
        self.flow.entries.contains(&node)
            && self.on_path[node]
            && !self.failed.nodes.contains(&node)
    }

    /// All components that get something, with their calls; callers before the called but for rings. The search is written by
    /// hand since the calls of a component are worked out once, when it is come to, and since flows have rings, of which a
    /// topological order knows nothing.
    fn visits(&self) -> Vec<Visit> {
        /// What is on the stack: a component to come to, or one to leave once those that it calls are left.
        enum Walk {
            Enter(NodeIndex),
            Leave(Visit),
        }
        let mut left = Vec::new();
        let mut seen = self.traced.node_map(false);
        let mut stack: Vec<Walk> = Vec::new();
        for &entry in self.flow.entries.iter().rev() {
            if self.is_entry(entry) {
                stack.push(Walk::Enter(entry));
            }
        }
        while let Some(next) = stack.pop() {
            match next {
                Walk::Leave(visit) => left.push(visit),
                Walk::Enter(node) if !std::mem::replace(&mut seen[node], true) => {
                    let calls = self.calls(node);
                    let called: Vec<NodeIndex> =
                        calls.iter().map(|call| self.traced[call.link].to).collect();
                    stack.push(Walk::Leave(Visit {
                        node,
                        chooses: self.traced[node].chooses_one_target(),
                        calls,
                    }));
                    stack.extend(called.into_iter().map(Walk::Enter));
                }
                Walk::Enter(_) => {}
            }
        }
        left.reverse();
        left
    }

    /// The links over which a component hands a request on.
    fn calls(&self, node: NodeIndex) -> Vec<Call> {
        let links = self.traced[node].out.iter().copied();
        let used: Vec<EdgeIndex> = links.filter(|&link| self.uses(link)).collect();
        let call = |link: EdgeIndex, share: f64| Call {
            link,
            share,
            times: self.traced[link].connection.calls,
            onward: true,
        };
        if !self.traced[node].chooses_one_target() {
            let twins = |link: EdgeIndex| {
                let this = &self.traced[self.traced[link].to];
                let others = used
                    .iter()
                    .map(|&other| &self.traced[self.traced[other].to]);
                1 + others.filter(|other| this.is_twin_of(other)).count()
            };
            return used
                .iter()
                .map(|&l| call(l, self.share(l) / twins(l) as f64))
                .collect();
        }
        let target = |link: &EdgeIndex| self.traced[*link].to;
        let (ways, beside): (Vec<EdgeIndex>, Vec<EdgeIndex>) = used
            .into_iter()
            .partition(|link| self.on_path[target(link)]);
        let fitting = |link: &EdgeIndex| fits(self.flow, &self.traced[*link]);
        // Health checks take out what cannot answer.
        let alive = |link: &EdgeIndex| !self.stopped[target(link)];
        let ways = only_if_any(only_if_any(ways, fitting), alive);
        let beside = beside
            .into_iter()
            .filter(|link| is_asked_on_the_way(self.traced.role(target(link))))
            .map(|link| call(link, self.share(link)));
        let chosen = ways.iter().map(|&l| call(l, self.chosen(l, &ways)));
        chosen.chain(beside).collect()
    }

    /// How often one way out of several is chosen: one for each end point that it leads to.
    fn chosen(&self, link: EdgeIndex, ways: &[EdgeIndex]) -> f64 {
        let to = |link: EdgeIndex| self.traced[link].to;
        let mut most: f64 = 0.0;
        for leads in self.leads_to.iter().filter(|leads| leads[to(link)]) {
            let rivals = ways.iter().copied().filter(|&way| leads[to(way)]);
            let sum: f64 = rivals.clone().map(|way| self.share(way)).sum();
            let share = if sum > 0.0 {
                self.share(link) / sum
            } else {
                1.0 / rivals.count() as f64
            };
            most = most.max(share);
        }
        most
    }

    fn uses(&self, link: EdgeIndex) -> bool {
        let here = &self.traced[link];
        if self.failed.links.contains(&link)
            || !self.flow.allowed_links.open[link]
            || here.from == here.to
            || self.failed.nodes.contains(&here.to)
        {
            return false;
        }
        // What only goes along with the request must fit what it does, and must not be the errand of another flow.
        let fits = fits(self.flow, here);
        // Whoever cannot answer hands nothing on that comes after the answer.
        if self.stopped[here.from] && !here.is_sync() {
            return false;
        }
        let role = self.traced.role(here.to);
        let is_asked = matches!(role, Role::Store | Role::Replica) || is_asked_on_the_way(role);
        let own_errand = (here.is_sync() && is_asked) || !self.traced.on_some_path[link];
        // How often others are told something is anybody's guess where nothing is said.
        let is_said = !self.traced.notify_only[here.to] || here.connection.when.is_some();
        self.on_path[here.to] || (fits && own_errand && is_said)
    }

    /// The share of the caller's calls that lead to this call.
    fn share(&self, link: EdgeIndex) -> f64 {
        if let Some(share) = self.traced.assumed_share[link] {
            return share;
        }
        let link = &self.traced[link];
        // Only what cannot be worked off is put aside, and that is next to nothing unless the drawing says how much.
        if self.traced.role(link.to) == Role::DeadLetter && link.connection.when.is_none() {
            return 0.0;
        }
        // A call for every ten is already counted as that.
        let says_how_seldom = link.connection.when.is_some() || link.connection.calls < 1.0;
        if !says_how_seldom && self.is_rare(link) {
            return RARELY;
        }
        match link.semantics.when {
            // A connection that reads and writes is read over only on a miss, where a cache is asked first.
            CallCondition::Always if link.connection.when.is_none() && self.reads_a_store(link) => {
                1.0 - self.hit_ratio(link.from)
            }
            CallCondition::Always => 1.0,
            CallCondition::Fraction(share) => share,
            // A cache answers reads: what is written passes it, unless the drawing says otherwise.
            CallCondition::OnMiss if link.connection.when.is_none() && self.writes_over(link) => {
                1.0
            }
            CallCondition::OnMiss => 1.0 - self.hit_ratio(link.from),
        }
    }

    /// Whether what goes over a connection in this flow is written.
    fn writes_over(&self, link: &Link) -> bool {
        let flow = self.flow.spec.map(|spec| spec.access);
        let access = link.connection.access.or(flow);
        access == Some(Access::Write)
    }

    /// Whether a call happens once for many requests: tokens are checked where they arrive, and what watches for changes is
    /// told of changes.
    fn is_rare(&self, link: &Link) -> bool {
        let keeps_sessions = self.traced.role(link.to) == Role::Auth;
        let is_end = self
            .flow
            .ends
            .iter()
            .any(|end| end.candidates.contains(&link.to));
        !is_end && (keeps_sessions || link.is_rare_by_words())
    }

    fn reads_a_store(&self, link: &Link) -> bool {
        let keeps = matches!(
            self.traced.role(link.to),
            Role::Store | Role::Replica | Role::Objects
        );
        let only_reads = self
            .flow
            .spec
            .is_some_and(|spec| spec.access == Access::Read);
        keeps && only_reads
    }

    /// The share of reads that the cache answers which a component is, or asks first.
    fn hit_ratio(&self, node: NodeIndex) -> f64 {
        let own = self.failed.hit_ratio(node, &self.traced[node]);
        let caches = self.traced.outgoing(node).map(|link| link.to);
        let mut caches = caches.filter(|&to| self.traced.role(to) == Role::Cache);
        own.or_else(|| {
            let cache = caches.find(|cache| !self.failed.nodes.contains(cache))?;
            self.failed.hit_ratio(cache, &self.traced[cache])
        })
        .unwrap_or(0.0)
    }
}

/// The links that pass a test, or all where none does.
fn only_if_any(links: Vec<EdgeIndex>, test: impl Fn(&EdgeIndex) -> bool) -> Vec<EdgeIndex> {
    if links.iter().any(&test) {
        links.into_iter().filter(test).collect()
    } else {
        links
    }
}

/// Whether a gateway asks such a component about a request that it sends elsewhere.
fn is_asked_on_the_way(role: Role) -> bool {
    matches!(
        role,
        Role::Auth | Role::Limiter | Role::Cache | Role::Control | Role::Identifier
    )
}

fn fits(flow: &FlowTrace, link: &Link) -> bool {
    let does = flow.spec.map_or(Access::Both, |spec| spec.access);
    let access = link.semantics.access;
    does == Access::Both || access == Access::Both || access == does
}

/// The components from which the flow gets to one of these.
fn leading_to(graph: &Graph, flow: &FlowTrace, candidates: &[NodeIndex]) -> NodeMap<bool> {
    graph.reaching(candidates, |link| flow.allowed_links.open[link.index])
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::analysis::testing::sketches;
    use crate::model::{Design, Id, parse_notation};
    use proptest::prelude::*;

    fn of(text: &str) -> (Design, BTreeMap<String, Id>) {
        let parsed = parse_notation(text).unwrap();
        (parsed.design, parsed.keys)
    }

    /// Visits of some components in the first flow.
    fn ratios(text: &str, keys: &[&str], failed: &[&str]) -> Vec<f64> {
        let (design, ids) = of(text);
        let traced = TracedFlows::new(&design, None);
        let index = |key: &str| {
            let id = ids[key];
            traced.node_indices().find(|&n| traced.id(n) == id).unwrap()
        };
        let failed: BTreeSet<NodeIndex> = failed.iter().map(|key| index(key)).collect();
        let found = visit_ratios(&traced, &traced.flows[0], &failed.into());
        keys.iter()
            .map(|key| found.components[index(key)])
            .collect()
    }

    fn close(found: &[f64], expected: &[f64]) {
        let near = found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(
            near && found.len() == expected.len(),
            "{found:?}, not {expected:?}"
        );
    }

    #[test]
    fn calls_are_copied_and_choices_divided() {
        let text = "
client -> load_balancer
load_balancer -> api_1
load_balancer -> api_2
api_1: api
api_2: api
api_1 -> login: sync
api_2 -> login: sync
login: auth
api_1 -> db: x3
api_2 -> db: x3
";
        close(
            &ratios(text, &["api_1", "api_2", "login", "db"], &[]),
            &[0.5, 0.5, 0.01, 3.0],
        );
        close(
            &ratios(text, &["api_1", "api_2", "db"], &["api_1"]),
            &[0.0, 1.0, 3.0],
        );
    }

    #[test]
    fn a_cache_keeps_back_what_it_answers_until_it_fails() {
        let text = "
client -> api
api -> cache: read
cache: redis hit=0.9
api -> db: read
";
        close(&ratios(text, &["cache", "db"], &[]), &[1.0, 0.1]);
        close(&ratios(text, &["cache", "db"], &["cache"]), &[0.0, 1.0]);
    }

    #[test]
    fn weights_of_a_gateway_are_shares_of_what_it_chooses_between() {
        let text = "
client -> api_gateway
api_gateway -> a: 10%
api_gateway -> b: 30%
a: service
b: service
a -> db
b -> db
";
        close(&ratios(text, &["a", "b", "db"], &[]), &[0.25, 0.75, 1.0]);
    }

    #[test]
    fn a_ring_is_gone_round_once() {
        let text = "
client -> a -> b -> db
a: service
b: service
b -> a: sync
";
        close(&ratios(text, &["a", "b", "db"], &[]), &[2.0, 1.0, 1.0]);
    }

    proptest! {
        #[test]
        fn every_request_is_counted_and_nothing_is_endless(sketch in sketches(12)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, None);
            for flow in &traced.flows {
                let found = visit_ratios(&traced, flow, &FaultSet::none());
                prop_assert!(found.components.values().chain(found.links.values()).all(|v| v.is_finite() && *v >= 0.0));
                let started: f64 = flow.entries.iter().map(|&n| found.components[n]).sum();
                prop_assert!(flow.components.is_empty() || started >= 1.0 - 1e-9);
                // What arrives at a component is what its callers sent.
                for node in traced.node_indices() {
                    let sent: f64 = traced[node].into.iter().map(|&l| found.links[l]).sum();
                    let own = found.components[node] - sent;
                    prop_assert!(own.abs() < 1e-9 || flow.entries.contains(&node));
                }
            }
        }
    }
}
