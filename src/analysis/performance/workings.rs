//! What the numbers of a component are worked out from, so that whoever shows a number can say how it came about.

use std::collections::BTreeMap;

use crate::analysis::graph::{Graph, Node};
use crate::analysis::performance::latency::ServiceTime;
use crate::analysis::performance::price::EffectivePrice;
use crate::model::{Design, Id, Kind};

/// The inputs behind the numbers of one component.
#[derive(Debug, Clone, PartialEq)]
pub struct Workings {
    /// The kind whose figures hold where the user has set none: for a box of the user's own, the kind it is called after.
    pub kind: &'static Kind,
    /// How many instances there are.
    pub instances: u32,
    /// Calls a second that one instance takes (rps); none where there is no limit of ours.
    pub capacity_of_one: Option<f64>,
    /// How many calls all instances work on at the same time; none where there is no limit of ours.
    pub at_once: Option<f64>,
    /// USD a month for each instance.
    pub cost_of_one: f64,
    /// USD for the first million calls of a month, beside the instances.
    pub cost_per_million: f64,
}

/// The inputs behind the numbers of every component.
pub(crate) fn workings_of(graph: &Graph) -> BTreeMap<Id, Workings> {
    graph
        .nodes()
        .map(|node| (node.id, of(graph.design, node)))
        .collect()
}

fn of(design: &Design, node: &Node) -> Workings {
    let service = ServiceTime::new(node, 1.0);
    let price = EffectivePrice::of(design, node);
    Workings {
        kind: node.effective_kind,
        instances: node.component.replicas.count(),
        capacity_of_one: node.capacity_of_one(),
        at_once: node.capacity().map(|capacity| service.slots(capacity)),
        cost_of_one: price.instance,
        cost_per_million: price.million_calls(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::flow::traced::TracedFlows;
    use crate::analysis::{WhatIf, estimate};
    use crate::scenario::builtin;

    #[test]
    fn they_lead_to_the_numbers_of_the_estimate() {
        for scenario in builtin() {
            let design = &scenario.designs[0].design;
            let found = estimate(design, Some(scenario), &WhatIf::default());
            let workings = workings_of(&TracedFlows::new(design, Some(scenario)));
            for component in &found.components {
                let inputs = &workings[&component.id];
                let capacity = inputs
                    .capacity_of_one
                    .map(|one| one * f64::from(inputs.instances));
                assert_eq!(capacity, component.capacity);
                let fixed = inputs.cost_of_one * f64::from(inputs.instances);
                assert!(component.monthly_cost >= fixed - 1e-9);
                let parts = component.cost;
                if inputs.cost_per_million <= 0.0 && parts.sent + parts.kept + parts.crossing <= 0.0
                {
                    assert!((component.monthly_cost - fixed).abs() < 1e-9);
                }
            }
        }
    }
}
