//! How long a flow takes: each component's wait and service, drawn at random a thousand times with a fixed seed, put
//! together along the calls of a request.
//!
//! Percentiles do not add up along a path, so whole requests are drawn and then sorted. Every component has its values
//! spread evenly over its distribution and shuffled, which needs far fewer of them than plain chance. What is called one
//! after the other adds up; what a component asks of several services at once takes as long as the slowest of them.

use std::cell::OnceCell;
use std::sync::LazyLock;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Graph, Node, NodeMap};
use crate::analysis::performance::call_resolver::{Call, Visit};
use crate::analysis::performance::queueing::{Waiting, waiting};
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Group, Measure, Role, SplitMix64, Timing, ZoneKind};

/// Requests drawn for each flow.
const SAMPLES: usize = 1_024;
/// The 99th percentile of the standard normal distribution.
const Z99: f64 = 2.326_347_874;

/// A round trip within one zone (ms); checks of providers' documentation, 2025.
const SAME_ZONE_MS: f64 = 0.5;
/// A round trip between two availability zones of a region (ms): the middle of 1 to 2.
const OTHER_ZONE_MS: f64 = 1.5;
/// A round trip between two regions (ms): from coast to coast in the USA 40 to 70, USA to Europe 80 to 150.
pub(crate) const OTHER_REGION_MS: f64 = 70.0;

/// How long a flow takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FlowLatency {
    /// The mean (ms).
    pub(crate) mean: f64,
    /// The median, and what 95 and 99 of 100 requests stay below (ms).
    pub(crate) percentiles: [f64; 3],
    /// What each component adds to a request on average (ms), in the order of the request.
    pub(crate) shares: Vec<(NodeIndex, f64)>,
}

/// Values drawn for each component: its wait and its service (ms). A component is drawn for when a flow first asks, so that
/// what is on no flow costs nothing.
pub(crate) struct LatencySamples<'a> {
    graph: &'a Graph<'a>,
    /// Calls a second at each component (rps).
    loads: &'a NodeMap<f64>,
    faults: &'a FaultSet,
    drawn: NodeMap<OnceCell<Option<Vec<f64>>>>,
}

impl<'a> LatencySamples<'a> {
    /// Draws under these loads (rps).
    pub(crate) fn new(graph: &'a Graph<'a>, loads: &'a NodeMap<f64>, faults: &'a FaultSet) -> Self {
        Self {
            graph,
            loads,
            faults,
            drawn: graph.node_map(OnceCell::new()),
        }
    }

    /// The values of a component; none where it cannot keep up.
    fn of(&self, index: NodeIndex) -> Option<&[f64]> {
        let drawn = self.drawn[index].get_or_init(|| self.draw(index));
        drawn.as_deref()
    }

    fn draw(&self, index: NodeIndex) -> Option<Vec<f64>> {
        let (node, load) = (&self.graph[index], self.loads[index]);
        let service = ServiceTime::new(node, self.faults.latency_factor(index));
        let waiting = match self.faults.capacity(index, node) {
            Some(capacity) if capacity > 0.0 => {
                let slots = service.slots(capacity);
                let line = waiting(slots, slots * 1_000.0 / capacity, load)?;
                line.with_spread(service.spread())
            }
            Some(_) if load > 0.0 => return None,
            _ => Waiting::NONE,
        };
        Some(sample_service_times(index.index() as u64, service, waiting))
    }
}

/// Service times that spread as a log-normal distribution, given by two of its percentiles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServiceTime {
    pub(crate) p50: f64,
    pub(crate) sigma: f64,
}

impl Node<'_> {
    /// The time of service that the user has set, or that its kind has: the median and the 99th percentile (ms).
    pub(crate) fn latency(&self) -> (f64, f64) {
        let (numbers, kind) = (&self.component.overrides, self.effective_kind);
        // Who makes the whole before it answers takes longer for more; a model begins to answer at once.
        let is_whole = kind
            .unit
            .as_ref()
            .is_some_and(|unit| unit.measure == Some(Measure::FilmMinutes));
        let size = if is_whole { self.size_of_usual() } else { 1.0 };
        let p50 = numbers.latency_p50.unwrap_or(kind.latency_p50.value * size);
        let p99 = numbers.latency_p99.unwrap_or_else(|| {
            // A median of one's own keeps the spread of the kind.
            let ratio = kind.latency_p99.value / kind.latency_p50.value.max(1e-9);
            if numbers.latency_p50.is_some() {
                p50 * ratio
            } else {
                kind.latency_p99.value * size
            }
        });
        (p50, p99)
    }
}

impl ServiceTime {
    pub(crate) fn new(node: &Node, latency_factor: f64) -> Self {
        let (p50, p99) = node.latency();
        let sigma = if p50 > 0.0 && p99 > p50 {
            libm::log(p99 / p50) / Z99
        } else {
            0.0
        };
        Self {
            p50: p50 * latency_factor,
            sigma,
        }
    }

    /// The squared coefficient of variation.
    fn spread(self) -> f64 {
        libm::exp(self.sigma * self.sigma) - 1.0
    }

    pub(crate) fn mean(self) -> f64 {
        self.p50 * libm::exp(self.sigma * self.sigma / 2.0)
    }

    /// Whole slots that together take exactly a capacity (rps).
    pub(crate) fn slots(self, capacity: f64) -> f64 {
        (capacity * self.mean() / 1_000.0).round().max(1.0)
    }
}

fn sample_service_times(seed: u64, service: ServiceTime, waiting: Waiting) -> Vec<f64> {
    let mut random = SplitMix64::new(2 * seed);
    let mut values: Vec<f64> = NORMAL_QUANTILES
        .iter()
        .map(|z| service.p50 * libm::exp(service.sigma * z))
        .collect();
    random.shuffle(&mut values);
    if waiting.chance > 1e-6 {
        let mut waits: Vec<f64> = (0..SAMPLES)
            .map(|index| {
                // Those that wait do so for an exponentially distributed time.
                let rank = (index as f64 + 0.5) / SAMPLES as f64;
                let over = rank - (1.0 - waiting.chance);
                if over > 0.0 {
                    -waiting.mean_ms * libm::log(1.0 - over / waiting.chance)
                } else {
                    0.0
                }
            })
            .collect();
        random.shuffle(&mut waits);
        values
            .iter_mut()
            .zip(&waits)
            .for_each(|(value, wait)| *value += wait);
    }
    values
}

/// How long the requests of a flow take that are answered; none where a component on the way cannot keep up or nothing
/// starts it.
pub(crate) fn latency(
    traced: &TracedFlows,
    flow: &FlowTrace,
    call_tree: &CallTree,
    draws: &LatencySamples,
    faults: &FaultSet,
) -> Option<FlowLatency> {
    let mut taken: NodeMap<Option<Vec<f64>>> = traced.node_map(None);
    for stop in call_tree.visits.iter().rev() {
        // Whoever starts it waits from then on.
        let time = if is_starter(traced, call_tree, stop.node) {
            Some(vec![0.0; SAMPLES])
        } else {
            draws.of(stop.node).map(<[f64]>::to_vec)
        };
        taken[stop.node] = time.and_then(|time| with_calls(traced, stop, time, &taken, faults));
    }
    let entries = call_tree.answered_entries(traced, flow);
    let mut all: Vec<f64> = Vec::new();
    for &entry in &entries {
        all.extend(taken[entry].as_ref()?);
    }
    if all.is_empty() {
        return None;
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let last = all.len() - 1;
    let mut at = |share: f64| {
        let place = ((all.len() as f64 * share) as usize).min(last);
        *all.select_nth_unstable_by(place, f64::total_cmp).1
    };
    Some(FlowLatency {
        mean,
        percentiles: [at(0.5), at(0.95), at(0.99)],
        shares: shares(traced, call_tree, &entries, draws),
    })
}

/// Adds what a component waits for to its own time; none where something that it may call cannot keep up.
fn with_calls(
    traced: &TracedFlows,
    stop: &Visit,
    mut time: Vec<f64>,
    taken: &NodeMap<Option<Vec<f64>>>,
    faults: &FaultSet,
) -> Option<Vec<f64>> {
    let waited: Vec<&Call> = stop
        .calls
        .iter()
        .filter(|call| call.onward && call.share > 0.0 && is_awaited(traced, call))
        .collect();
    if waited.is_empty() {
        return Some(time);
    }
    let side_by_side = waited
        .iter()
        .filter(|call| is_service(traced, call))
        .count()
        > 1;
    let mut slowest = vec![0.0_f64; SAMPLES];
    let mut choice = SplitMix64::new(2 * stop.node.index() as u64 + 1);
    // Most requests make all of their calls: then there is nothing to draw.
    let is_by_chance = stop.chooses || waited.iter().any(|call| call.share < 1.0);
    let mut chances = is_by_chance.then(|| {
        let mut chances = SAMPLE_MIDDLES.clone();
        choice.shuffle(&mut chances);
        chances
    });
    let mut passed = 0.0;
    for call in waited {
        let to = traced[call.link].to;
        let there = taken[to].as_ref()?;
        let trip = round_trip(traced, call.link) + faults.delay_ms(call.link);
        for (index, there) in there.iter().enumerate() {
            let happens = chances.as_ref().is_none_or(|chances| {
                if stop.chooses {
                    // Ways to several end points go round: each end point has shares of one in all.
                    (chances[index] - passed).rem_euclid(1.0) < call.share
                } else {
                    chances[index] < call.share
                }
            });
            if !happens {
                continue;
            }
            let takes = call.times * (trip + there);
            if side_by_side && is_service(traced, call) && !stop.chooses {
                slowest[index] = slowest[index].max(takes);
            } else {
                time[index] += takes;
            }
        }
        passed += call.share;
        if let Some(chances) = chances.as_mut().filter(|_| !stop.chooses) {
            choice.shuffle(chances);
        }
    }
    time.iter_mut()
        .zip(&slowest)
        .for_each(|(time, slowest)| *time += slowest);
    Some(time)
}

/// Whether a component is a user or a device that starts the call tree.
fn is_starter(traced: &TracedFlows, call_tree: &CallTree, node: NodeIndex) -> bool {
    let starts = traced.role(node) == Role::Device && call_tree.entries.contains(&node);
    starts || traced.role(node) == Role::Client
}

fn is_awaited(traced: &TracedFlows, call: &Call) -> bool {
    traced[call.link].semantics.timing == Timing::Sync
}

/// Whether somebody is called who may be asked while others are; a model is asked with what the others have answered.
fn is_service(traced: &TracedFlows, call: &Call) -> bool {
    let to = traced[call.link].to;
    let group = traced[to].kind.group;
    matches!(group, Group::Compute | Group::External) && traced.role(to) != Role::Model
}

/// What each component adds to a request on average: its own time, as often as it is waited for.
fn shares(
    traced: &TracedFlows,
    call_tree: &CallTree,
    entries: &[NodeIndex],
    draws: &LatencySamples,
) -> Vec<(NodeIndex, f64)> {
    let mut often = traced.node_map(0.0);
    for &entry in entries {
        often[entry] = 1.0 / entries.len() as f64;
    }
    let mut shares = Vec::new();
    for stop in &call_tree.visits {
        if often[stop.node] > 0.0 && !is_starter(traced, call_tree, stop.node) {
            let own = draws.of(stop.node);
            let mean = own.map_or(0.0, |own| own.iter().sum::<f64>() / own.len() as f64);
            shares.push((stop.node, often[stop.node] * mean));
        }
        for call in stop
            .calls
            .iter()
            .filter(|call| call.onward && is_awaited(traced, call))
        {
            often[traced[call.link].to] += often[stop.node] * call.share * call.times;
        }
    }
    shares
}

/// The network between two components (ms, there and back). The way from the users to the system is theirs.
pub(crate) fn round_trip(graph: &Graph, link: EdgeIndex) -> f64 {
    let link = &graph[link];
    if graph.role(link.from) == Role::Client || graph.role(link.to) == Role::External {
        return 0.0;
    }
    let differ = |kind| {
        let ends = [link.from, link.to].map(|node| graph.zone_around(node, kind));
        matches!(ends, [Some(a), Some(b)] if a != b)
    };
    if differ(ZoneKind::Region) {
        OTHER_REGION_MS
    } else if differ(ZoneKind::AvailabilityZone) {
        OTHER_ZONE_MS
    } else {
        SAME_ZONE_MS
    }
}

/// The middle of each of so many equal parts of everything from 0 to 1.
static SAMPLE_MIDDLES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let middles = (0..SAMPLES).map(|index| (index as f64 + 0.5) / SAMPLES as f64);
    middles.collect()
});

/// The same parts of the standard normal distribution.
static NORMAL_QUANTILES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let middles = SAMPLE_MIDDLES.iter().copied();
    middles.map(normal_quantile).collect()
});

/// The inverse of the normal distribution by the rational approximation of Abramowitz and Stegun 26.2.23; its error, at
/// most 4.5e-4, is far below what service times are known to.
pub(crate) fn normal_quantile(share: f64) -> f64 {
    let tail = share.min(1.0 - share);
    let t = libm::sqrt(-2.0 * libm::log(tail));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let z = t - above / below;
    if share < 0.5 { -z } else { z }
}
