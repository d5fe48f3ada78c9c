//! Availability: the part of the time in which a flow arrives, shared components counted once.
//!
//! Each component is up with its own chance, independently of the others; what stands in one availability zone is down
//! together when the zone is. Components that nobody waits for do not count.

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Node;
use crate::model::{Id, Role};
use petgraph::graph::NodeIndex;

/// How much of the time an availability zone works: between the 99.5% that providers promise for one instance and the
/// 99.99% for a region (EC2 service level agreement, 2025); own judgment.
const ZONE: f64 = 0.9995;

impl Node<'_> {
    /// The part of the time in which it works, with all its instances: one of them is enough.
    pub(crate) fn availability(&self) -> f64 {
        let of_kind = self.effective_kind.availability.value;
        // A device that is out of order asks for nothing, as a user who is asleep.
        let of_kind = if self.role() == Role::Device {
            1.0
        } else {
            of_kind
        };
        let one = self.component.overrides.availability.unwrap_or(of_kind);
        if self.is_redundant_by_kind() || !self.is_ours() {
            one
        } else {
            1.0 - (1.0 - one).powi(self.machines_with_spare() as i32)
        }
    }

    /// The same where whatever we do not run ourselves never fails, so that only our own share is seen.
    pub(crate) fn own_availability(&self) -> f64 {
        if self.is_redundant_by_kind() || !self.is_ours() {
            1.0
        } else {
            self.availability()
        }
    }
}

/// How much of the time a flow arrives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FlowAvailability {
    /// 0 to 1.
    pub(crate) value: f64,
    /// What would be won if a component never failed, most first; those that would win nothing are left out.
    pub(crate) gains: Vec<(NodeIndex, f64)>,
}

/// The availability of a flow; none where it does not arrive or is too large.
///
/// `chance` is the part of the time in which each component is up.
pub(crate) fn availability(
    flow: &FlowTrace,
    chance: impl Fn(NodeIndex) -> f64,
) -> Option<FlowAvailability> {
    let success = flow.success.as_ref()?;
    let zone = |_: Id| ZONE;
    let value = success.probability(&chance, zone);
    let mut gains: Vec<(NodeIndex, f64)> = success
        .nodes
        .iter()
        .map(|&node| {
            let without = |other: NodeIndex| if other == node { 1.0 } else { chance(other) };
            (node, success.probability(without, zone) - value)
        })
        .filter(|(_, gain)| *gain > 1e-12)
        .collect();
    gains.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Some(FlowAvailability { value, gains })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::analysis::flow::traced::TracedFlows;
    use crate::analysis::reliability::brute_force::works_without;
    use crate::analysis::testing::sketches;
    use crate::model::parse_notation;
    use proptest::prelude::*;

    #[test]
    fn shared_parts_count_once_and_equals_back_each_other_up() {
        let text = "
client -> load_balancer
load_balancer -> api_1
load_balancer -> api_2
load_balancer: load_balancer availability=0.999
api_1: api availability=0.9
api_2: api availability=0.9
api_1 -> db
api_2 -> db
db: sql x1 availability=0.98
";
        let design = parse_notation(text).unwrap().design;
        let traced = TracedFlows::new(&design, None);
        let found = availability(&traced.flows[0], |node| traced[node].availability()).unwrap();
        assert!(
            (found.value - 0.999 * 0.99 * 0.98).abs() < 1e-12,
            "{}",
            found.value
        );
        let most = traced.name(found.gains[0].0);
        assert!(most == "Db" || most.starts_with("SQL"), "{most}");
    }

    #[test]
    fn one_zone_takes_all_in_it_along() {
        let in_a_zone = "
client -> api -> db
zone a: az {
  api: service availability=1
  db: sql availability=1
}
";
        let design = parse_notation(in_a_zone).unwrap().design;
        let traced = TracedFlows::new(&design, None);
        let found = availability(&traced.flows[0], |node| traced[node].availability()).unwrap();
        assert!((found.value - ZONE).abs() < 1e-12);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn agrees_with_adding_up_all_states(sketch in sketches(10)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, None);
            for flow in &traced.flows {
                let nodes: Vec<NodeIndex> = flow.success.as_ref().unwrap().nodes.clone();
                let mut sum = 0.0;
                for world in 0..1_u32 << nodes.len() {
                    let is_down = |index: usize| world >> index & 1 == 1;
                    let down: BTreeSet<NodeIndex> = (0..nodes.len()).filter(|&n| is_down(n)).map(|n| nodes[n]).collect();
                    let chance = |&node: &NodeIndex| {
                        let up = traced[node].availability();
                        if down.contains(&node) { 1.0 - up } else { up }
                    };
                    let down: Vec<NodeIndex> = down.iter().copied().collect();
                    if works_without(&traced, flow, &down) {
                        sum += nodes.iter().map(chance).product::<f64>();
                    }
                }
                let found = availability(flow, |node| traced[node].availability()).unwrap();
                prop_assert!((found.value - sum).abs() < 1e-9, "{} and {sum}", found.value);
                let alone = availability(flow, |node| traced[node].own_availability()).unwrap();
                prop_assert!(alone.value >= found.value - 1e-12);
            }
        }

        #[test]
        fn another_instance_never_hurts(sketch in sketches(10), more in 0..10_usize) {
            let design = sketch.design();
            let mut larger = design.clone();
            let (id, component) = design.components().nth(more % design.components().len()).unwrap();
            let mut component = component.clone();
            component.replicas = crate::model::Replicas::Exactly(component.replicas.count() + 1);
            larger.apply(crate::model::Edit::PutComponent(id, component)).unwrap();
            let (before, after) = (TracedFlows::new(&design, None), TracedFlows::new(&larger, None));
            for (a, b) in before.flows.iter().zip(&after.flows) {
                let value = |traced: &TracedFlows, flow| availability(flow, |node| traced[node].availability()).map(|a| a.value);
                prop_assert!(value(&after, b) >= value(&before, a).map(|value| value - 1e-12));
            }
        }
    }
}
