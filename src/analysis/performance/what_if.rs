//! The circumstances of an estimate: other traffic, and what has gone wrong where.

use std::collections::BTreeSet;

use crate::analysis::graph::Graph;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Design, Id};

/// The circumstances to estimate for.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Times the traffic of the prompt.
    pub traffic: f64,
    /// What has failed: components with all their instances, zones with all that stands in them, connections.
    pub failed: BTreeSet<Id>,
    /// What is slow: components and whatever stands in zones by [`SLOW_TIMES`](crate::analysis::SLOW_TIMES), connections by [`SLOW_CONNECTION_MS`](crate::analysis::SLOW_CONNECTION_MS).
    pub slow: BTreeSet<Id>,
    /// Caches that have lost what they kept and answer nothing.
    pub emptied: BTreeSet<Id>,
}

/// What can go wrong with an item of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Fault {
    /// It does not work.
    #[default]
    Failed,
    /// It takes much longer.
    Slow,
    /// It has lost what it kept.
    Emptied,
}

impl Fault {
    /// Whether it can happen to an item: only what keeps answers can lose them.
    #[must_use]
    pub fn applies_to(self, design: &Design, id: Id) -> bool {
        let keeps = design.component(id).is_some() && design.kind_of(id).hit_ratio.is_some();
        self != Self::Emptied || keeps
    }
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            traffic: 1.0,
            failed: BTreeSet::new(),
            slow: BTreeSet::new(),
            emptied: BTreeSet::new(),
        }
    }
}

impl WhatIf {
    /// The items with some trouble.
    #[must_use]
    pub fn with_fault(&self, trouble: Fault) -> &BTreeSet<Id> {
        match trouble {
            Fault::Failed => &self.failed,
            Fault::Slow => &self.slow,
            Fault::Emptied => &self.emptied,
        }
    }

    /// The items with some trouble, to be changed.
    pub fn with_fault_mut(&mut self, trouble: Fault) -> &mut BTreeSet<Id> {
        match trouble {
            Fault::Failed => &mut self.failed,
            Fault::Slow => &mut self.slow,
            Fault::Emptied => &mut self.emptied,
        }
    }

    /// All that is wrong, by trouble and then in the order of ids.
    pub fn faults(&self) -> impl Iterator<Item = (Fault, Id)> {
        let kinds = [Fault::Failed, Fault::Slow, Fault::Emptied];
        kinds.into_iter().flat_map(|trouble| {
            let ids = self.with_fault(trouble).iter();
            ids.map(move |&id| (trouble, id))
        })
    }

    /// Gives an item a trouble, or takes it away. An item has one trouble at most.
    pub fn toggle(&mut self, trouble: Fault, id: Id) {
        let had = self.with_fault(trouble).contains(&id);
        self.repair(id);
        if !had {
            self.with_fault_mut(trouble).insert(id);
        }
    }

    /// Takes all trouble from an item.
    pub fn repair(&mut self, id: Id) {
        for trouble in [Fault::Failed, Fault::Slow, Fault::Emptied] {
            self.with_fault_mut(trouble).remove(&id);
        }
    }

    /// Takes all trouble from all items; the traffic stays.
    pub fn repair_all(&mut self) {
        *self = Self {
            traffic: self.traffic,
            ..Self::default()
        };
    }

    /// Whether nothing is wrong anywhere.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults().next().is_none()
    }

    /// Forgets items that the drawing has no more.
    pub fn retain(&mut self, is_there: impl Fn(Id) -> bool) {
        for trouble in [Fault::Failed, Fault::Slow, Fault::Emptied] {
            self.with_fault_mut(trouble).retain(|&id| is_there(id));
        }
    }

    /// The traffic as a number that can be reckoned with.
    pub(crate) fn sound_traffic(&self) -> f64 {
        if self.traffic.is_finite() {
            self.traffic.max(0.0)
        } else {
            1.0
        }
    }

    /// What is wrong in a drawing.
    pub(crate) fn faults_in(&self, graph: &Graph) -> FaultSet {
        FaultSet::of_items(graph, &self.failed, &self.slow, &self.emptied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::FlowEstimate;
    use crate::analysis::performance::estimate::{Estimate, estimate};
    use crate::analysis::testing::sketches;
    use crate::analysis::{FlowState, SLOW_CONNECTION_MS};
    use crate::model::parse_notation;
    use crate::scenario::builtin;
    use proptest::prelude::*;

    const SHOP: &str = "
client -> api
api: service x2 p50=10 p99=10 capacity=1000
api -> auth: sync
auth: auth
api -> cache: read
cache: cache hit=0.9
api -> db
db: sql x1 p50=5 p99=5 capacity=500
api -> jobs: async
jobs: queue
jobs -> worker
worker: worker x1 capacity=100
worker -> mail
mail: object_storage
";

    fn shop() -> (Design, std::collections::BTreeMap<String, Id>) {
        let parsed = parse_notation(SHOP).unwrap();
        (parsed.design, parsed.keys)
    }

    fn link(design: &Design, from: Id, to: Id) -> Id {
        let mut all = design.connections();
        all.find(|(_, c)| c.from == from && c.to == to).unwrap().0
    }

    fn at(design: &Design, trouble: Fault, id: Id) -> Estimate {
        let mut what_if = WhatIf::default();
        what_if.toggle(trouble, id);
        estimate(design, None, &what_if)
    }

    #[test]
    fn a_connection_that_is_waited_for_stops_the_flow_and_others_only_degrade_it() {
        let (design, ids) = shop();
        let state = |from: &str, to: &str| {
            let connection = link(&design, ids[from], ids[to]);
            at(&design, Fault::Failed, connection).flows[0].state
        };
        assert_eq!(state("api", "db"), FlowState::Down);
        assert_eq!(state("api", "auth"), FlowState::Down, "no answer without");
        assert_eq!(state("api", "cache"), FlowState::Degraded);
        assert_eq!(state("client", "api"), FlowState::Down);
        assert_eq!(state("jobs", "worker"), FlowState::Ok);
    }

    #[test]
    fn slow_parts_and_connections_take_longer_by_as_much_as_said() {
        let (design, ids) = shop();
        let p50 = |found: &Estimate| found.flows[0].latency.as_ref().unwrap().p50;
        let usual = p50(&estimate(&design, None, &WhatIf::default()));
        let slow = p50(&at(&design, Fault::Slow, ids["api"]));
        assert!((slow - usual - 90.0).abs() < 1e-9, "{usual} {slow}");
        let connection = link(&design, ids["client"], ids["api"]);
        let slow = p50(&at(&design, Fault::Slow, connection));
        assert!(
            (slow - usual - SLOW_CONNECTION_MS).abs() < 25.0,
            "{usual} {slow}"
        );
        let found = at(&design, Fault::Slow, ids["db"]);
        let db = found.components.iter().find(|c| c.id == ids["db"]).unwrap();
        assert!((db.capacity.unwrap() - 50.0).abs() < 1e-9);
    }

    #[test]
    fn a_stopped_consumer_lets_the_queue_grow_and_an_emptied_cache_lets_everything_through() {
        let scenario = &builtin()[0];
        let accepted = &scenario.designs[0];
        let usual = estimate(&accepted.design, Some(scenario), &WhatIf::default());
        let queue = usual.queues.iter().find(|q| q.arrives > 0.0).unwrap();
        assert!(queue.grows() <= 0.0 && queue.catch_up(10.0).is_some());
        let stopped = WhatIf {
            failed: BTreeSet::from([queue.consumer]),
            ..WhatIf::default()
        };
        let found = estimate(&accepted.design, Some(scenario), &stopped);
        let after = found.queues.iter().find(|q| q.consumer == queue.consumer);
        let after = after.unwrap();
        assert!((after.grows() - queue.arrives).abs() < 1e-9 && after.catch_up(10.0).is_none());
        let emptied = |id: Id| WhatIf {
            emptied: BTreeSet::from([id]),
            ..WhatIf::default()
        };
        let load = |found: &Estimate| found.components.iter().map(|c| c.rps).sum::<f64>();
        let more = accepted.design.components().any(|(id, _)| {
            let found = estimate(&accepted.design, Some(scenario), &emptied(id));
            load(&found) > load(&usual) + 1.0
        });
        assert!(more, "some cache keeps load back");
    }

    #[test]
    fn an_item_has_one_trouble_at_most() {
        let mut what_if = WhatIf::default();
        what_if.toggle(Fault::Slow, Id(1));
        what_if.toggle(Fault::Failed, Id(1));
        assert_eq!(
            what_if.faults().collect::<Vec<_>>(),
            [(Fault::Failed, Id(1))]
        );
        what_if.toggle(Fault::Failed, Id(1));
        assert!(what_if.is_sound());
    }

    proptest! {
        #[test]
        fn trouble_never_makes_anything_faster_or_surer(sketch in sketches(10), which in 0..30_usize) {
            let design = sketch.design();
            let ids: Vec<Id> = design
                .components()
                .map(|(id, _)| id)
                .chain(design.connections().map(|(id, _)| id))
                .collect();
            let id = ids[which % ids.len()];
            let usual = estimate(&design, None, &WhatIf::default());
            for trouble in [Fault::Failed, Fault::Slow, Fault::Emptied] {
                let found = at(&design, trouble, id);
                prop_assert_eq!(found.flows.len(), usual.flows.len());
                for (before, after) in usual.flows.iter().zip(&found.flows) {
                    prop_assert!(after.state >= before.state);
                    let value = |flow: &FlowEstimate| flow.availability.as_ref().map_or(0.0, |a| a.value);
                    prop_assert!(value(after) <= value(before) + 1e-12);
                    if let (Fault::Slow, Some(before), Some(after)) = (trouble, &before.latency, &after.latency) {
                        prop_assert!(after.p50 >= before.p50 - 1e-9);
                    }
                }
            }
        }
    }
}
