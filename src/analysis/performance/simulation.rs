//! A discrete-event simulation of small designs, against which the analytic figures are held: requests arrive at random,
//! queue for the slots of each component, and go on. Only for tests: it takes seconds where the formulas take microseconds.

use petgraph::graph::NodeIndex;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::NodeMap;
use crate::analysis::performance::latency::{
    LatencySamples, ServiceTime, latency, normal_quantile, round_trip,
};
use crate::analysis::performance::load::loads;
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Role, SplitMix64, Timing, parse_notation};
use crate::scenario::{Scenario, builtin};

/// What happens to a request: it arrives, reaches a component, leaves it.
const ARRIVES: u8 = 0;
const REACHES: u8 = 1;
const LEAVES: u8 = 2;

/// What a simulated request still has to do: network time before each visit (ms), and where.
type ServiceSteps = VecDeque<(f64, NodeIndex)>;

struct Simulation<'c, 'a> {
    traced: &'c TracedFlows<'a>,
    call_tree: &'c CallTree,
    random: SplitMix64,
}

impl Simulation<'_, '_> {
    /// 0 to 1, both excluded.
    fn chance(&mut self) -> f64 {
        self.random.unit() + f64::EPSILON
    }

    /// Draws the visits of one request, depth first.
    fn steps(&mut self, node: NodeIndex, before: f64, steps: &mut ServiceSteps) {
        if self.traced.role(node) != Role::Client {
            steps.push_back((before, node));
        }
        let stop = self.call_tree.visits.iter().find(|stop| stop.node == node);
        let Some(stop) = stop else { return };
        let calls: Vec<_> = stop
            .calls
            .iter()
            .filter(|call| self.traced[call.link].semantics.timing == Timing::Sync)
            .copied()
            .collect();
        let mut left = self.chance();
        for call in calls {
            let happens = if stop.chooses {
                let chosen = (0.0..call.share).contains(&left);
                left -= call.share;
                chosen
            } else {
                self.chance() < call.share
            };
            // Calls for each are whole numbers in these designs.
            for _ in 0..if happens { call.times as u32 } else { 0 } {
                let trip = round_trip(self.traced, call.link);
                self.steps(self.traced[call.link].to, trip, steps);
            }
        }
    }

    /// The times that requests take (ms), the first tenth left out, while the system fills.
    fn run(&mut self, rps: f64, requests: usize) -> Vec<f64> {
        let services: NodeMap<ServiceTime> = self
            .traced
            .nodes()
            .map(|node| ServiceTime::new(node, 1.0))
            .collect();
        let mut free: NodeMap<f64> = self
            .traced
            .node_indices()
            .map(|node| match self.traced[node].capacity() {
                Some(capacity) => (capacity * services[node].mean() / 1_000.0)
                    .round()
                    .max(1.0),
                None => f64::INFINITY,
            })
            .collect();
        let mut waiting: NodeMap<VecDeque<usize>> = self.traced.node_map(VecDeque::new());
        let mut steps: Vec<ServiceSteps> = Vec::new();
        let mut started: Vec<f64> = Vec::new();
        let mut taken: Vec<(usize, f64)> = Vec::new();
        // What happens: time (ms, as bits that sort), what, to which request, where.
        let mut events: BinaryHeap<Reverse<(u64, u8, usize, NodeIndex)>> = BinaryHeap::new();
        let at = |time: f64| time.to_bits();
        let mut clock = 0.0;
        for request in 0..requests {
            clock -= 1_000.0 / rps * libm::log(self.chance());
            events.push(Reverse((at(clock), ARRIVES, request, NodeIndex::new(0))));
        }
        while let Some(Reverse((time, what, request, node))) = events.pop() {
            let now = f64::from_bits(time);
            match what {
                ARRIVES => {
                    let mut all = ServiceSteps::new();
                    let entries = &self.call_tree.entries;
                    let chosen = self.random.next_u64() as usize % entries.len();
                    let entry = entries[chosen];
                    self.steps(entry, 0.0, &mut all);
                    steps.push(all);
                    started.push(now);
                }
                REACHES => {
                    if free[node] < 1.0 {
                        waiting[node].push_back(request);
                        continue;
                    }
                    free[node] -= 1.0;
                    let takes = self.service(services[node]);
                    events.push(Reverse((at(now + takes), LEAVES, request, node)));
                    continue;
                }
                _ => {
                    free[node] += 1.0;
                    if let Some(next) = waiting[node].pop_front() {
                        free[node] -= 1.0;
                        let takes = self.service(services[node]);
                        events.push(Reverse((at(now + takes), LEAVES, next, node)));
                    }
                }
            }
            match steps[request].pop_front() {
                Some((trip, next)) => {
                    events.push(Reverse((at(now + trip), REACHES, request, next)));
                }
                None => taken.push((request, now - started[request])),
            }
        }
        taken.sort_unstable_by_key(|(request, _)| *request);
        taken.drain(..requests / 10);
        taken.into_iter().map(|(_, takes)| takes).collect()
    }

    fn service(&mut self, service: ServiceTime) -> f64 {
        let chance = self.chance();
        service.p50 * libm::exp(service.sigma * normal_quantile(chance))
    }
}

/// The mean of values that hang together, with half the width of its 99% confidence interval, by twenty batches.
fn mean(values: &[f64]) -> (f64, f64) {
    const BATCHES: usize = 20;
    let batch = values.len() / BATCHES;
    let means: Vec<f64> = values
        .chunks(batch)
        .take(BATCHES)
        .map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64)
        .collect();
    let mean = means.iter().sum::<f64>() / BATCHES as f64;
    let spread: f64 = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>();
    let deviation = libm::sqrt(spread / (BATCHES - 1) as f64 / BATCHES as f64);
    // Student's t for 19 degrees of freedom.
    (mean, 2.861 * deviation)
}

/// One flow from the client at this rate (rps).
fn prompt(rps: f64) -> Scenario {
    let mut scenario = builtin()[0].clone();
    scenario.flows.truncate(1);
    let flow = &mut scenario.flows[0];
    flow.rps = rps;
    flow.follows = None;
    flow.deferrable = false;
    flow.access = crate::model::Access::Read;
    flow.to[0].roles = vec![Role::Store];
    flow.to.truncate(1);
    scenario
}

/// Simulates a design and holds the mean and the 99th percentile against the formulas; `slack` is what the formulas may
/// be off by beyond the interval, because they approximate queues whose service times are not exponential.
fn compare(text: &str, rps: f64, slack: f64) {
    let design = parse_notation(text).unwrap().design;
    let scenario = prompt(rps);
    let traced = TracedFlows::new(&design, Some(&scenario));
    compare_flow(&traced, &FaultSet::none(), slack);
}

/// The same without a prompt, for the traffic of the drawing, where some components have failed.
fn compare_with_failures(text: &str, failed: &[&str], slack: f64) {
    let parsed = parse_notation(text).unwrap();
    let traced = TracedFlows::new(&parsed.design, None);
    let index = |key: &&str| traced.index_of(parsed.keys[*key]).unwrap();
    let failed: BTreeSet<NodeIndex> = failed.iter().map(index).collect();
    compare_flow(&traced, &failed.into(), slack);
}

fn compare_flow(traced: &TracedFlows, faults: &FaultSet, slack: f64) {
    let flow = &traced.flows[0];
    let rps = flow.rps;
    let call_tree = CallTree::new(traced, flow, faults);
    let loads = loads(traced, faults);
    let draws = LatencySamples::new(traced, &loads, faults);
    let found = latency(traced, flow, &call_tree, &draws, faults).unwrap();
    let mut simulation = Simulation {
        traced,
        call_tree: &call_tree,
        random: SplitMix64::new(7),
    };
    let mut taken = simulation.run(rps, 60_000);
    let (simulated, interval) = mean(&taken);
    let analytic = found.mean;
    assert!(
        (simulated - analytic).abs() <= interval + slack * simulated,
        "mean {analytic:.2} ms, simulated {simulated:.2} ± {interval:.2}"
    );
    taken.sort_by(f64::total_cmp);
    let p99 = taken[taken.len() * 99 / 100];
    let off = (found.percentiles[2] - p99).abs() / p99;
    assert!(
        off <= 0.1 + slack,
        "p99 {:.1} ms, simulated {p99:.1}",
        found.percentiles[2]
    );
}

#[test]
fn a_quiet_chain_takes_its_service_times() {
    let text = "
client -> load_balancer -> api -> db
api: service x4 capacity=1000 p50=10 p99=60
db: sql x2 capacity=2000 p50=5 p99=25
";
    compare(text, 100.0, 0.01);
}

#[test]
fn a_busy_server_makes_requests_wait() {
    let text = "
client -> api -> db
api: service x1 capacity=100 p50=20 p99=20
db: sql capacity=10000 p50=5 p99=5
";
    compare(text, 85.0, 0.05);
}

#[test]
fn a_cache_shortens_most_requests_and_not_the_slowest() {
    let text = "
client -> load_balancer -> api
api: service x2 capacity=400 p50=8 p99=30
api -> cache: read
cache: redis hit=0.8 p50=1 p99=3
api -> db: read
db: sql capacity=200 p50=20 p99=80
";
    compare(text, 500.0, 0.04);
}

#[test]
fn gateways_divide_the_load() {
    let text = "
client -> api_gateway_self_run
api_gateway_self_run -> a: 30%
api_gateway_self_run -> b: 70%
a: service capacity=100 p50=10 p99=40
b: service x2 capacity=100 p50=30 p99=90
a -> db
b -> db
db: sql p50=4 p99=20
";
    compare(text, 150.0, 0.05);
}

#[test]
fn several_entries_mix_their_requests() {
    let text = "
traffic 120
web -> front -> api
partner -> gate -> api
web: client
partner: client \"Partner\"
front: service capacity=200 p50=5 p99=12
gate: service capacity=200 p50=40 p99=90
api: service capacity=400 p50=10 p99=40
api -> db
db: sql capacity=1000 p50=4 p99=20
";
    compare_with_failures(text, &[], 0.05);
}

#[test]
fn a_failed_cache_sends_everybody_to_the_store() {
    let text = "
traffic 100
client -> load_balancer -> api
api: service x2 capacity=400 p50=8 p99=30
api -> cache: read
cache: redis hit=0.9 p50=1 p99=3
api -> db: read
db: sql capacity=167.46 p50=20 p99=80
";
    compare_with_failures(text, &[], 0.05);
    compare_with_failures(text, &["cache"], 0.05);
}
