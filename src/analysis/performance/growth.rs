//! What growing traffic does: how long each flow takes, what is used and what it costs, from a tenth of the traffic to a
//! hundred times as much.

use serde::Serialize;

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::performance::cost::{costs, sum};
use crate::analysis::performance::latency::{LatencySamples, latency};
use crate::analysis::performance::load::{self, Demand};
use crate::analysis::performance::transfer::TransferVolumes;
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::performance::what_if::WhatIf;
use crate::model::Id;

/// Points for each tenfold; they lie evenly on a logarithmic scale.
const EACH_TENFOLD: i32 = 12;
/// Tenfolds below and above the traffic now.
const TENFOLDS: (i32, i32) = (-1, 2);

/// The numbers at one traffic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GrowthPoint {
    /// Times the traffic now.
    pub traffic: f64,
    /// The part in use of whatever is used most; 0 where nothing has a limit.
    pub most_used: f64,
    /// USD a month with the machines that are drawn.
    pub monthly_cost: f64,
    /// By flow: what half and 99 of 100 requests stay below (ms); none where it does not arrive or waits without end.
    pub latencies: Vec<Option<(f64, f64)>>,
}

/// The numbers along growing traffic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Growth {
    /// The flows' names, in the order of the prompt.
    pub flows: Vec<String>,
    /// The slowest acceptable answer for 99% of requests of each flow (ms).
    pub targets: Vec<Option<f64>>,
    /// Rising traffic.
    pub points: Vec<GrowthPoint>,
    /// What cannot keep up from which traffic on, rising.
    pub breaks: Vec<(Id, f64)>,
}

/// The numbers along growing traffic; the traffic of `what_if` itself does not matter. Nothing where there is no traffic.
pub(crate) fn growth_of_traced(traced: &TracedFlows, what_if: &WhatIf) -> Option<Growth> {
    let faults = what_if.faults_in(traced);
    let now = load::traffic(traced, &faults);
    if !now.nodes.values().any(|load| *load > 0.0) {
        return None;
    }
    let call_trees: Vec<Option<CallTree>> = traced
        .flows
        .iter()
        .map(|flow| {
            let left = flow.without(traced, &faults.links);
            let state =
                crate::analysis::reliability::failure_modes::state(traced, flow, &left, &faults);
            let works = state != crate::analysis::FlowState::Down;
            works.then(|| CallTree::new(traced, &left, &faults))
        })
        .collect();
    let month = TransferVolumes::with_calls(traced, &faults, &now);
    let demand = Demand {
        rps: now.nodes,
        connections: load::open_connections(traced, &faults),
    };
    let breaks = load::breaking_points(traced, &demand, &faults);
    let breaks = breaks
        .into_iter()
        .map(|(node, times)| (traced.id(node), times));
    let breaks: Vec<(Id, f64)> = breaks.collect();
    let points = steps(&breaks).into_iter().map(|times| {
        let then = demand.times(times);
        let draws = LatencySamples::new(traced, &then.rps, &faults);
        GrowthPoint {
            traffic: times,
            most_used: traced
                .node_indices()
                .filter_map(|node| then.utilization(traced, node, &faults))
                .fold(0.0, f64::max),
            monthly_cost: sum(&costs(traced, &then.rps, &month.times(times))),
            latencies: (traced.flows.iter())
                .zip(&call_trees)
                .map(|(flow, call_tree)| {
                    let found = latency(traced, flow, call_tree.as_ref()?, &draws, &faults)?;
                    Some((found.percentiles[0], found.percentiles[2]))
                })
                .collect(),
        }
    });
    let points = points.collect();
    Some(Growth {
        flows: traced.flows.iter().map(|flow| flow.name.clone()).collect(),
        targets: traced
            .flows
            .iter()
            .map(|flow| flow.spec.and_then(|spec| spec.latency_p99_ms))
            .collect(),
        points,
        breaks,
    })
}

/// The traffic of all points, rising: evenly spread, and closer where something is about to give in, since waits grow most
/// there.
fn steps(breaks: &[(Id, f64)]) -> Vec<f64> {
    const NEAR: [f64; 5] = [0.85, 0.92, 0.96, 0.98, 0.995];
    const BREAKS: usize = 3;
    let (first, last) = (TENFOLDS.0 * EACH_TENFOLD, TENFOLDS.1 * EACH_TENFOLD);
    let even = (first..=last).map(|step| libm::exp10(f64::from(step) / f64::from(EACH_TENFOLD)));
    let (least, most) = (
        libm::exp10(f64::from(TENFOLDS.0)),
        libm::exp10(f64::from(TENFOLDS.1)),
    );
    let near = breaks
        .iter()
        .take(BREAKS)
        .flat_map(|(_, at)| NEAR.map(|part| at * part));
    let mut all: Vec<f64> = even
        .chain(near.filter(|at| (least..=most).contains(at)))
        .collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::performance::estimate::estimate;
    use crate::analysis::testing::sketches;
    use crate::scenario::builtin;
    use proptest::prelude::*;

    #[test]
    fn at_the_traffic_of_today_it_says_what_the_estimate_says() {
        for scenario in builtin() {
            let design = &scenario.designs[0].design;
            let growth = growth_of_traced(
                &TracedFlows::new(design, Some(scenario)),
                &WhatIf::default(),
            )
            .unwrap();
            let found = estimate(design, Some(scenario), &WhatIf::default());
            let now = growth
                .points
                .iter()
                .find(|p| (p.traffic - 1.0).abs() < 1e-9);
            let now = now.unwrap();
            assert!((now.monthly_cost - found.monthly_cost).abs() < 1e-6 * found.monthly_cost);
            for (flow, latency) in found.flows.iter().zip(&now.latencies) {
                let shown = flow.latency.as_ref().map(|l| (l.p50, l.p99));
                assert_eq!(shown, *latency, "{}", flow.name);
            }
            assert_eq!(growth.breaks.len(), found.breaks.len());
            for (ours, theirs) in growth.breaks.iter().zip(&found.breaks) {
                assert!(ours.0 == theirs.0 && (ours.1 - theirs.1).abs() < 1e-9 * theirs.1);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn with_traffic_everything_rises(sketch in sketches(8)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, Some(&builtin()[0]));
            let Some(growth) = growth_of_traced(&traced, &WhatIf::default()) else {
                return Ok(());
            };
            for pair in growth.points.windows(2) {
                prop_assert!(pair[1].traffic > pair[0].traffic);
                prop_assert!(pair[1].most_used >= pair[0].most_used);
                prop_assert!(pair[1].monthly_cost >= pair[0].monthly_cost - 1e-9);
                for (less, more) in pair[0].latencies.iter().zip(&pair[1].latencies) {
                    match (less, more) {
                        (Some(less), Some(more)) => prop_assert!(more.1 >= less.1 - 1e-6),
                        (None, Some(_)) => prop_assert!(false, "it recovers by more traffic"),
                        _ => {}
                    }
                }
            }
        }
    }
}
