//! Visit ratios: how many calls each component gets for one request of a flow.
//!
//! A call is copied to everybody whom its caller calls, and divided only where one of several is chosen: by clients,
//! balancers and gateways. Caches keep back what they answer; shares and calls per call are taken as written. A ring is
//! gone round once: what comes back to a component that has passed the request on is counted and goes no further. What is
//! gathered goes on in batches of the size that is written, or as often as the clock says.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{CallFrequency, LinkMap, NodeMap};
use crate::analysis::performance::call_resolver::{Call, CallResolver, RARELY, Visit};
use crate::analysis::reliability::fault_set::FaultSet;

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
        let mut tree = Self {
            entries: nodes.filter(|&node| walk.is_entry(node)).collect(),
            visits,
        };
        tree.gather(traced, flow);
        tree
    }

    /// The entries from which a request gets to as many of the flow's ends as from any: the others have failed, or what they
    /// need has, so that nobody waits for an answer there.
    pub(crate) fn answered_entries(
        &self,
        traced: &TracedFlows,
        flow: &FlowTrace,
    ) -> Vec<NodeIndex> {
        let mut reached = traced.node_map(0_usize);
        for end in &flow.ends {
            let mut leads = traced.marked(&end.candidates);
            for visit in self.visits.iter().rev() {
                let mut calls = visit.calls.iter().filter(|call| call.share > 0.0);
                leads[visit.node] |= calls.any(|call| leads[traced[call.link].to]);
            }
            for &entry in &self.entries {
                reached[entry] += usize::from(leads[entry]);
            }
        }
        let entries = self.entries.iter().copied();
        let most = entries.clone().map(|entry| reached[entry]).max();
        entries
            .filter(|&entry| Some(reached[entry]) == most)
            .collect()
    }

    /// Lessens the shares of calls that are made for many requests at once, or by the clock.
    fn gather(&mut self, traced: &TracedFlows, flow: &FlowTrace) {
        let is_plain = |call: &Call| {
            !matches!(
                call.frequency,
                CallFrequency::Batch(_) | CallFrequency::Period(_)
            )
        };
        if self
            .visits
            .iter()
            .all(|visit| visit.calls.iter().all(is_plain))
        {
            return;
        }
        let mut passed_on = traced.node_map(0.0);
        // How many things come in one call.
        let mut in_one = traced.node_map(0.0_f64);
        for &entry in &self.entries {
            passed_on[entry] = 1.0 / self.entries.len() as f64;
            in_one[entry] = flow.spec.map_or(1.0, |spec| spec.items);
        }
        for visit in &mut self.visits {
            let (gets, things) = (passed_on[visit.node], in_one[visit.node]);
            let instances = f64::from(traced[visit.node].component.replicas.count().max(1));
            for call in &mut visit.calls {
                let mut together = things;
                match call.frequency {
                    // What comes in batches already is not divided again.
                    CallFrequency::Batch(size) => {
                        call.share *= (things / size).min(1.0);
                        together = things.max(size);
                    }
                    CallFrequency::Period(seconds) if flow.rps * gets > 0.0 => {
                        call.share *= (instances / seconds / (flow.rps * gets)).min(1.0);
                    }
                    CallFrequency::Period(_) => call.share *= RARELY,
                    CallFrequency::Each | CallFrequency::Seldom => {}
                }
                if call.onward {
                    let to = traced[call.link].to;
                    passed_on[to] += gets * call.share * call.times;
                    in_one[to] = in_one[to].max(together);
                }
            }
        }
    }
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
