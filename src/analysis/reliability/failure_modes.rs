//! What happens when something fails: every component, zone and pair of components against every flow, and the fewest
//! machines that stop each flow.
//!
//! The success function of a flow with few components answers for any set of failures. In larger drawings single failures
//! are known from [`single_points`](crate::analysis::reliability::single_points) and the fewest machines from the smallest cut between the users and the end
//! points.

use crate::analysis::graph::NodeMap;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeSet;

use crate::analysis::flow::FlowTrace;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::reliability::fault_tree::{Dependency, DependencyGraph, FaultTree};
use crate::analysis::reliability::min_cut::{self, instances_to_fail};
use crate::analysis::report::{Failure, FailureEffect, Failures, FlowState, MinimalCutSet};

use crate::analysis::flow::traced::TracedFlows;
use crate::model::{Id, Role, ZoneKind};

/// Pairs are tried in flows of up to so many components.
const MOST_PAIRED: usize = 40;

/// Looks at all failures.
pub(crate) fn failure_modes(traced: &TracedFlows) -> Failures {
    let outlooks: Vec<FlowFailureModel> = traced
        .flows
        .iter()
        .map(|flow| FlowFailureModel::new(traced, flow))
        .collect();
    let mut effects = components(traced, &outlooks);
    effects.extend(zones(traced, &outlooks));
    effects.extend(pairs(traced, &outlooks));
    Failures {
        effects,
        minimal_cut_sets: outlooks.iter().map(|o| o.minimal_cut_set(traced)).collect(),
    }
}

/// One flow with all that its failures are judged by.
struct FlowFailureModel<'f, 'a> {
    flow: &'f FlowTrace<'a>,
    /// Whether the flow uses a component, needed or not.
    uses: NodeMap<bool>,
}

impl<'f, 'a> FlowFailureModel<'f, 'a> {
    fn new(traced: &TracedFlows, flow: &'f FlowTrace<'a>) -> Self {
        let mut outlook = Self {
            flow,
            uses: traced.node_map(false),
        };
        let needed = outlook.success().map_or(&[][..], |success| &success.nodes);
        for &node in needed {
            outlook.uses[node] = true;
        }
        for &node in &flow.components {
            outlook.uses[node] = true;
            for &link in &traced[node].out {
                let helps = flow.allowed_links.open[link] && helps(traced, link, flow);
                outlook.uses[traced[link].to] |= helps;
            }
        }
        outlook
    }

    fn success(&self) -> Option<&'f FaultTree> {
        self.flow.success.as_ref()
    }

    /// What becomes of the flow where these fail, one of them at least.
    fn state(&self, failed: &BTreeSet<NodeIndex>) -> FlowState {
        // What does not arrive anyway is down whatever else fails.
        if !self.flow.works() {
            return FlowState::Down;
        }
        if !failed.iter().any(|&node| self.uses[node]) {
            return FlowState::Ok;
        }
        let down = match self.success() {
            Some(success) => !success.holds(failed),
            // Alternatives that fail together are not seen here.
            None => failed.iter().any(|&node| self.is_needed(node)),
        };
        if down {
            FlowState::Down
        } else {
            FlowState::Degraded
        }
    }

    fn is_needed(&self, node: NodeIndex) -> bool {
        self.flow.needs(node)
    }

    fn minimal_cut_set(&self, traced: &TracedFlows) -> Option<MinimalCutSet> {
        if !self.flow.works() {
            return None;
        }
        let (instances, set) = match self.success() {
            Some(success) => success.minimal_cut_set(|node| instances_to_fail(&traced[node])),
            None => min_cut::minimal_node_cut(traced, self.flow),
        }?;
        Some(MinimalCutSet {
            components: set.iter().map(|&node| traced.id(node)).collect(),
            instances,
        })
    }
}

/// Whether a component that is called on the way makes the answer better or faster without being needed.
fn helps(traced: &TracedFlows, link: EdgeIndex, flow: &FlowTrace) -> bool {
    let link = &traced[link];
    let role = traced.role(link.to);
    link.is_sync() && flow.reads() && matches!(role, Role::Replica | Role::Cache)
}

/// What becomes of one flow in an outage; `left` is the flow without the links that have failed.
pub(crate) fn state(
    traced: &TracedFlows,
    flow: &FlowTrace,
    left: &FlowTrace,
    failed: &FaultSet,
) -> FlowState {
    if !left.works() {
        return FlowState::Down;
    }
    let nodes = failed.with_callers(traced, flow);
    let state = FlowFailureModel::new(traced, left).state(&nodes);
    let before = FlowFailureModel::new(traced, flow);
    let misses = |&link: &EdgeIndex| {
        let call = &traced[link];
        flow.allowed_links.open[link] && before.uses[call.from] && before.uses[call.to]
    };
    if state == FlowState::Ok && failed.links.iter().any(misses) {
        FlowState::Degraded
    } else {
        state
    }
}

/// The components that cannot do their part of a flow because something that they need has failed, with those that have
/// failed themselves.
pub(crate) fn stopped(traced: &TracedFlows, flow: &FlowTrace, failed: &FaultSet) -> NodeMap<bool> {
    let mut stopped = traced.node_map(false);
    if failed.nodes.is_empty() && failed.links.is_empty() {
        return stopped;
    }
    for node in failed.with_callers(traced, flow) {
        stopped[node] = true;
    }
    let on_path = traced.marked(&flow.components);
    let (part, _) = DependencyGraph::new(traced, &flow.entries, &on_path, &flow.allowed_links);
    loop {
        let mut changed = false;
        for (number, &node) in part.nodes.iter().enumerate().rev() {
            let groups = part.needs.get(number).split_inclusive(|need| need.last);
            let fails = |group: &[Dependency]| group.iter().all(|n| stopped[part.nodes[n.node]]);
            if !stopped[node] && groups.into_iter().any(fails) {
                stopped[node] = true;
                changed = true;
            }
        }
        if !changed {
            return stopped;
        }
    }
}

/// What becomes of the calls to each component in an outage: down where every flow that comes by fails there, degraded
/// where some do or where it waits for something that has failed. Users are never down.
pub(crate) fn component_states(traced: &TracedFlows, failed: &FaultSet) -> NodeMap<FlowState> {
    let mut states = traced.node_map(FlowState::Ok);
    if failed.nodes.is_empty() && failed.links.is_empty() {
        return states;
    }
    let working = || traced.flows.iter().filter(|flow| flow.works());
    let found: Vec<_> = working()
        .map(|flow| stopped(traced, flow, failed))
        .collect();
    for node in traced
        .node_indices()
        .filter(|&n| traced.role(n) != Role::Client)
    {
        let comes_by = |flow: &FlowTrace| {
            let success = flow.success.as_ref().map_or(&[][..], |tree| &tree.nodes);
            flow.passes(node) || success.contains(&node)
        };
        let here = working().zip(&found).filter(|(flow, _)| comes_by(flow));
        let (mut flows, mut fail) = (0, 0);
        for (_, stopped) in here {
            flows += 1;
            fail += usize::from(stopped[node]);
        }
        let waits = || {
            let mut out = traced.outgoing(node);
            out.any(|link| {
                let is_gone = failed.nodes.contains(&link.to) || failed.links.contains(&link.index);
                link.is_sync() && is_gone
            })
        };
        states[node] = match () {
            () if failed.nodes.contains(&node) => FlowState::Down,
            () if flows > 0 && fail == flows => FlowState::Down,
            () if fail > 0 || waits() => FlowState::Degraded,
            () => FlowState::Ok,
        };
    }
    states
}

fn effect(
    failure: Failure,
    failed: &BTreeSet<NodeIndex>,
    outlooks: &[FlowFailureModel],
) -> FailureEffect {
    FailureEffect {
        failure,
        flows: outlooks.iter().map(|o| o.state(failed)).collect(),
    }
}

/// Every component that some flow uses; users do not fail.
fn components(traced: &TracedFlows, outlooks: &[FlowFailureModel]) -> Vec<FailureEffect> {
    traced
        .node_indices()
        .filter(|&node| traced.role(node) != Role::Client)
        .filter(|&node| outlooks.iter().any(|outlook| outlook.uses[node]))
        .map(|node| {
            let failure = Failure::Component(traced.id(node));
            effect(failure, &BTreeSet::from([node]), outlooks)
        })
        .collect()
}

fn zones(traced: &TracedFlows, outlooks: &[FlowFailureModel]) -> Vec<FailureEffect> {
    let fails = |kind: ZoneKind| matches!(kind, ZoneKind::Region | ZoneKind::AvailabilityZone);
    let zones = traced.design.zones().filter(|(_, zone)| fails(zone.kind));
    zones
        .map(|(id, _)| (id, inside(traced, id)))
        .filter(|(_, failed)| !failed.is_empty())
        .map(|(id, failed)| effect(Failure::Zone(id), &failed, outlooks))
        .collect()
}

/// The components in a zone, and in the zones inside it.
pub(crate) fn inside(traced: &TracedFlows, zone: Id) -> BTreeSet<NodeIndex> {
    traced
        .node_indices()
        .filter(|&node| traced.role(node) != Role::Client)
        .filter(|&node| {
            let mut around = traced.design.ancestors(traced.id(node));
            around.any(|(id, _)| id == zone)
        })
        .collect()
}

/// The pairs that stop a flow which each of the two alone does not stop.
fn pairs(traced: &TracedFlows, outlooks: &[FlowFailureModel]) -> Vec<FailureEffect> {
    let mut found: BTreeSet<(NodeIndex, NodeIndex)> = BTreeSet::new();
    for outlook in outlooks {
        let Some(success) = outlook.success() else {
            continue;
        };
        if success.nodes.len() > MOST_PAIRED {
            continue;
        }
        let mut able: Vec<NodeIndex> = success.nodes.clone();
        able.retain(|&node| !outlook.is_needed(node) && traced.role(node) != Role::Client);
        able.sort_unstable();
        for (index, &a) in able.iter().enumerate() {
            for &b in &able[index + 1..] {
                if !success.holds(&BTreeSet::from([a, b])) {
                    found.insert((a, b));
                }
            }
        }
    }
    let pairs = found.into_iter().map(|(a, b)| {
        let failure = Failure::Pair(traced.id(a), traced.id(b));
        effect(failure, &BTreeSet::from([a, b]), outlooks)
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::performance::load::loads;
    use crate::analysis::reliability::brute_force::works_without;
    use crate::analysis::testing::sketches;
    use crate::model::parse_notation;
    use proptest::prelude::*;

    /// Every set of these components.
    fn subsets(of: &[NodeIndex]) -> impl Iterator<Item = Vec<NodeIndex>> {
        (0..1_u32 << of.len()).map(|world| {
            let chosen = of
                .iter()
                .enumerate()
                .filter(move |(n, _)| world >> n & 1 == 1);
            chosen.map(|(_, &node)| node).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn agrees_with_trying_every_state(sketch in sketches(12)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, None);
            for flow in &traced.flows {
                let outlook = FlowFailureModel::new(&traced, flow);
                let success = outlook.success();
                let mut least: Option<u32> = None;
                for down in subsets(&success.unwrap().nodes) {
                    let works = works_without(&traced, flow, &down);
                    let failed = down.iter().copied().collect();
                    prop_assert_eq!(success.unwrap().holds(&failed), works, "{:?}", down);
                    if !works && let Some(prices) = prices(&traced, &down) {
                        least = Some(least.map_or(prices, |least| least.min(prices)));
                    }
                }
                let smallest = outlook.minimal_cut_set(&traced);
                prop_assert_eq!(smallest.as_ref().map(|set| set.instances), least);
                if let Some(set) = smallest {
                    let set: Vec<NodeIndex> = traced.node_indices()
                        .filter(|&node| set.components.contains(&traced.id(node)))
                        .collect();
                    prop_assert!(!works_without(&traced, flow, &set));
                    prop_assert_eq!(prices(&traced, &set), least);
                }
            }
        }

        #[test]
        fn cuts_stop_the_flow(sketch in sketches(12)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, None);
            for flow in &traced.flows {
                let exact = FlowFailureModel::new(&traced, flow).minimal_cut_set(&traced);
                if let Some((width, set)) = min_cut::minimal_node_cut(&traced, flow) {
                    prop_assert!(!works_without(&traced, flow, &set));
                    prop_assert_eq!(prices(&traced, &set), Some(width));
                    prop_assert!(exact.is_some_and(|exact| exact.instances <= width));
                }
            }
        }
    }

    fn prices(traced: &TracedFlows, nodes: &[NodeIndex]) -> Option<u32> {
        nodes
            .iter()
            .map(|&node| instances_to_fail(&traced[node]))
            .sum()
    }

    #[test]
    fn tells_apart_what_stops_and_what_hurts() {
        let text = "
client -> load_balancer -> api
api: service x2
api -> cache: read
api -> primary
primary: sql x2
api -> replica: read
primary -> replica
";
        let parsed = parse_notation(text).unwrap();
        let traced = TracedFlows::new(&parsed.design, None);
        let failures = failure_modes(&traced);
        let state = |key: &str| {
            let failure = Failure::Component(parsed.keys[key]);
            let effect = failures.effects.iter().find(|e| e.failure == failure);
            effect.unwrap().flows.clone()
        };
        assert_eq!(traced.flows.len(), 1);
        assert_eq!(state("api"), [FlowState::Down]);
        assert_eq!(state("cache"), [FlowState::Degraded]);
        let set = failures.minimal_cut_sets[0].as_ref().unwrap();
        assert_eq!(set.instances, 2);
    }

    /// What a failure of each of these does to each flow.
    fn effects(text: &str, keys: &[&str]) -> Vec<Vec<FlowState>> {
        let parsed = parse_notation(text).unwrap();
        let traced = TracedFlows::new(&parsed.design, None);
        let failures = failure_modes(&traced);
        let of = |key: &&str| {
            let failure = Failure::Component(parsed.keys[*key]);
            let found = failures.effects.iter().find(|e| e.failure == failure);
            found.unwrap().flows.clone()
        };
        keys.iter().map(of).collect()
    }

    #[test]
    fn who_has_a_way_around_goes_it_and_who_has_none_is_down() {
        use FlowState::{Degraded, Down};
        let text = "
client -> create_gateway -> links
client -> cdn -> balancer
create_gateway: api_gateway_self_run x2
balancer: load_balancer
balancer -> links
balancer -> opens
links: service x2
opens: service x2
links -> db
opens -> cache -> other
cache: cdn
db: sql x2
other: object_storage
";
        let found = effects(text, &["cdn", "create_gateway", "balancer", "links", "db"]);
        // The first flow ends in the links database, the other one behind the balancer alone.
        assert_eq!(found[0], [Degraded, Down], "CDN");
        assert_eq!(found[1][0], Degraded, "gateway");
        assert_eq!(found[2], [Degraded, Down], "balancer");
        assert_eq!(found[3][0], Down, "service");
        assert_eq!(found[4][0], Down, "database");
    }

    #[test]
    fn what_needs_something_dead_is_down_itself_and_hands_nothing_on() {
        let text = "
traffic 100
client -> balancer -> api -> db
api -> jobs: async
jobs: queue
jobs -> worker -> files
db: sql x2
files: object_storage
";
        let parsed = parse_notation(text).unwrap();
        let traced = TracedFlows::new(&parsed.design, None);
        let node = |key: &str| traced.index_of(parsed.keys[key]).unwrap();
        let failed = FaultSet::from([node("db")]);
        let states = component_states(&traced, &failed);
        for key in ["db", "api", "balancer"] {
            assert_eq!(states[node(key)], FlowState::Down, "{key}");
        }
        assert_eq!(states[node("client")], FlowState::Ok);
        let usual = loads(&traced, &FaultSet::none());
        let after = loads(&traced, &failed);
        assert!(usual[node("worker")] > 0.0 && after[node("api")] > 0.0);
        for key in ["db", "jobs", "worker", "files"] {
            assert!(after[node(key)].abs() < 1e-9, "{key}: {}", after[node(key)]);
        }
    }

    #[test]
    fn a_zone_takes_its_contents_along_and_pairs_are_named() {
        let text = "
client -> east_gate: read
client -> west_gate: read
zone east: region {
  east_gate: api_gateway_self_run
  east_db: sql
}
zone west: region {
  west_gate: api_gateway_self_run
}
east_gate -> east_db
west_gate -> east_db
";
        let parsed = parse_notation(text).unwrap();
        let traced = TracedFlows::new(&parsed.design, None);
        let failures = failure_modes(&traced);
        let of = |failure: Failure| {
            let effect = failures.effects.iter().find(|e| e.failure == failure);
            effect.map(|effect| effect.flows.clone())
        };
        let [east, west, a, b] =
            ["east", "west", "east_gate", "west_gate"].map(|key| parsed.keys[key]);
        assert_eq!(of(Failure::Zone(east)), Some(vec![FlowState::Down]));
        assert_eq!(of(Failure::Zone(west)), Some(vec![FlowState::Degraded]));
        assert_eq!(
            of(Failure::Pair(a.min(b), a.max(b))),
            Some(vec![FlowState::Down])
        );
    }
}
