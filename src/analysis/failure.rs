//! What happens when something fails: every component, zone and pair of components against every flow, and the fewest
//! machines that stop each flow.
//!
//! The success function of a flow with few components answers for any set of failures. In larger drawings single failures
//! are known from [`survival`](super::survival) and the fewest machines from the smallest cut between the users and the end
//! points.

use std::collections::BTreeSet;

use super::context::{Context, Node};
use super::cut;
use super::flow::FlowTrace;
use super::outage::FailureSet;
use super::report::{Failure, FailureEffect, Failures, FlowState, MinimalCutSet};
use super::success::FaultTree;
use crate::model::{Id, Role, ZoneKind};

/// Pairs are tried in flows of up to so many components.
const MOST_PAIRED: usize = 40;

/// Looks at all failures.
pub(super) fn failure_modes(context: &Context) -> Failures {
    let outlooks: Vec<FlowFailureModel> = context
        .flows
        .iter()
        .map(|flow| FlowFailureModel::new(context, flow))
        .collect();
    let mut effects = components(context, &outlooks);
    effects.extend(zones(context, &outlooks));
    effects.extend(pairs(context, &outlooks));
    Failures {
        effects,
        minimal_cut_sets: outlooks
            .iter()
            .map(|o| o.minimal_cut_set(context))
            .collect(),
    }
}

/// One flow with all that its failures are judged by.
struct FlowFailureModel<'f, 'a> {
    flow: &'f FlowTrace<'a>,
    /// Whether the flow uses a component, needed or not.
    uses: Vec<bool>,
}

impl<'f, 'a> FlowFailureModel<'f, 'a> {
    fn new(context: &Context, flow: &'f FlowTrace<'a>) -> Self {
        let mut outlook = Self {
            flow,
            uses: vec![false; context.nodes.len()],
        };
        let needed = outlook.success().map_or(&[][..], |success| &success.nodes);
        for &node in needed {
            outlook.uses[node] = true;
        }
        for &node in &flow.components {
            outlook.uses[node] = true;
            for &link in &context.nodes[node].out {
                let helps = flow.allowed_links.open[link] && helps(context, link, flow);
                outlook.uses[context.links[link].to] |= helps;
            }
        }
        outlook
    }

    fn success(&self) -> Option<&'f FaultTree> {
        self.flow.success.as_ref()
    }

    /// What becomes of the flow where these fail, one of them at least.
    fn state(&self, failed: &BTreeSet<usize>) -> FlowState {
        if !failed.iter().any(|&node| self.uses[node]) {
            return FlowState::Ok;
        }
        let down = !self.flow.works()
            || match self.success() {
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

    fn is_needed(&self, node: usize) -> bool {
        self.flow.single_points.binary_search(&node).is_ok()
    }

    fn minimal_cut_set(&self, context: &Context) -> Option<MinimalCutSet> {
        if !self.flow.works() {
            return None;
        }
        let (instances, set) = match self.success() {
            Some(success) => {
                success.minimal_cut_set(|node| instances_to_fail(&context.nodes[node]))
            }
            None => cut::minimal_node_cut(context, self.flow),
        }?;
        Some(MinimalCutSet {
            components: set.iter().map(|&node| context.id(node)).collect(),
            instances,
        })
    }
}

/// Whether a component that is called on the way makes the answer better or faster without being needed.
fn helps(context: &Context, link: usize, flow: &FlowTrace) -> bool {
    let link = &context.links[link];
    let role = context.role(link.to);
    link.is_sync() && flow.reads() && matches!(role, Role::Replica | Role::Cache)
}

/// How many machines have to fail so that a component does; none where no failure of ours stops it.
pub(super) fn instances_to_fail(node: &Node) -> Option<u32> {
    let ours = node.is_ours() && !node.is_redundant_by_kind();
    ours.then(|| node.component.replicas.max(1))
}

/// What becomes of one flow in an outage; `left` is the flow without the links that have failed.
pub(super) fn state(
    context: &Context,
    flow: &FlowTrace,
    left: &FlowTrace,
    failed: &FailureSet,
) -> FlowState {
    if !left.works() {
        return FlowState::Down;
    }
    let nodes = failed.with_callers(context, flow);
    let state = FlowFailureModel::new(context, left).state(&nodes);
    let before = FlowFailureModel::new(context, flow);
    let misses = |&link: &usize| {
        let call = &context.links[link];
        flow.allowed_links.open[link] && before.uses[call.from] && before.uses[call.to]
    };
    if state == FlowState::Ok && failed.links.iter().any(misses) {
        FlowState::Degraded
    } else {
        state
    }
}

fn effect(
    failure: Failure,
    failed: &BTreeSet<usize>,
    outlooks: &[FlowFailureModel],
) -> FailureEffect {
    FailureEffect {
        failure,
        flows: outlooks.iter().map(|o| o.state(failed)).collect(),
    }
}

/// Every component that some flow uses; users do not fail.
fn components(context: &Context, outlooks: &[FlowFailureModel]) -> Vec<FailureEffect> {
    (0..context.nodes.len())
        .filter(|&node| context.role(node) != Role::Client)
        .filter(|&node| outlooks.iter().any(|outlook| outlook.uses[node]))
        .map(|node| {
            let failure = Failure::Component(context.id(node));
            effect(failure, &BTreeSet::from([node]), outlooks)
        })
        .collect()
}

fn zones(context: &Context, outlooks: &[FlowFailureModel]) -> Vec<FailureEffect> {
    let fails = |kind: ZoneKind| matches!(kind, ZoneKind::Region | ZoneKind::AvailabilityZone);
    let zones = context.design.zones().filter(|(_, zone)| fails(zone.kind));
    zones
        .map(|(id, _)| (id, inside(context, id)))
        .filter(|(_, failed)| !failed.is_empty())
        .map(|(id, failed)| effect(Failure::Zone(id), &failed, outlooks))
        .collect()
}

/// The components in a zone, and in the zones inside it.
pub(super) fn inside(context: &Context, zone: Id) -> BTreeSet<usize> {
    (0..context.nodes.len())
        .filter(|&node| context.role(node) != Role::Client)
        .filter(|&node| {
            let mut around = context.design.ancestors(context.id(node));
            around.any(|(id, _)| id == zone)
        })
        .collect()
}

/// The pairs that stop a flow which each of the two alone does not stop.
fn pairs(context: &Context, outlooks: &[FlowFailureModel]) -> Vec<FailureEffect> {
    let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
    for outlook in outlooks {
        let Some(success) = outlook.success() else {
            continue;
        };
        if success.nodes.len() > MOST_PAIRED {
            continue;
        }
        let mut able: Vec<usize> = success.nodes.clone();
        able.retain(|&node| !outlook.is_needed(node) && context.role(node) != Role::Client);
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
        let failure = Failure::Pair(context.id(a), context.id(b));
        effect(failure, &BTreeSet::from([a, b]), outlooks)
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{StateTrial, sketches};
    use super::*;
    use crate::model::parse_notation;
    use proptest::prelude::*;

    /// Every set of these components.
    fn subsets(of: &[usize]) -> impl Iterator<Item = Vec<usize>> {
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
            let context = Context::new(&design, None);
            for flow in &context.flows {
                let outlook = FlowFailureModel::new(&context, flow);
                let (trial, success) = (StateTrial::new(&context, flow), outlook.success());
                let mut least: Option<u32> = None;
                for down in subsets(&success.unwrap().nodes) {
                    let works = trial.works_without(&down);
                    let failed = down.iter().copied().collect();
                    prop_assert_eq!(success.unwrap().holds(&failed), works, "{:?}", down);
                    if !works && let Some(prices) = prices(&context, &down) {
                        least = Some(least.map_or(prices, |least| least.min(prices)));
                    }
                }
                let smallest = outlook.minimal_cut_set(&context);
                prop_assert_eq!(smallest.as_ref().map(|set| set.instances), least);
                if let Some(set) = smallest {
                    let set: Vec<usize> = (0..context.nodes.len())
                        .filter(|&node| set.components.contains(&context.id(node)))
                        .collect();
                    prop_assert!(!trial.works_without(&set));
                    prop_assert_eq!(prices(&context, &set), least);
                }
            }
        }

        #[test]
        fn cuts_stop_the_flow(sketch in sketches(12)) {
            let design = sketch.design();
            let context = Context::new(&design, None);
            for flow in &context.flows {
                let exact = FlowFailureModel::new(&context, flow).minimal_cut_set(&context);
                if let Some((width, set)) = cut::minimal_node_cut(&context, flow) {
                    prop_assert!(!StateTrial::new(&context, flow).works_without(&set));
                    prop_assert_eq!(prices(&context, &set), Some(width));
                    prop_assert!(exact.is_some_and(|exact| exact.instances <= width));
                }
            }
        }
    }

    fn prices(context: &Context, nodes: &[usize]) -> Option<u32> {
        nodes
            .iter()
            .map(|&node| instances_to_fail(&context.nodes[node]))
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
        let context = Context::new(&parsed.design, None);
        let failures = failure_modes(&context);
        let state = |key: &str| {
            let failure = Failure::Component(parsed.keys[key]);
            let effect = failures.effects.iter().find(|e| e.failure == failure);
            effect.unwrap().flows.clone()
        };
        assert_eq!(context.flows.len(), 1);
        assert_eq!(state("api"), [FlowState::Down]);
        assert_eq!(state("cache"), [FlowState::Degraded]);
        let set = failures.minimal_cut_sets[0].as_ref().unwrap();
        assert_eq!(set.instances, 2);
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
        let context = Context::new(&parsed.design, None);
        let failures = failure_modes(&context);
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
