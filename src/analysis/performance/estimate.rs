//! The numbers of a design: how much load it takes, how long requests take, how often it works, what it costs, and what
//! breaks first.

use crate::analysis::performance::assumptions::{
    CallAssumption, PeakAssumption, assumed_calls, peak_assumption,
};
use crate::analysis::performance::cost::{self, Cost, cost_to_carry, costs, sum};
use crate::analysis::performance::latency::{LatencySamples, latency};
use crate::analysis::performance::queue::{QueueEstimate, queues};
use crate::analysis::performance::transfer::TransferVolumes;
use crate::analysis::performance::what_if::WhatIf;
use petgraph::graph::NodeIndex;
use serde::Serialize;

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Graph, Link};
use crate::analysis::performance::load::{self, Demand};
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::availability::availability;
use crate::analysis::reliability::failure_modes;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{FlowState, FlowVerdict};
use crate::model::{Design, Id, Role, format};
use crate::scenario::Scenario;

/// The numbers of one component.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComponentEstimate {
    /// Which.
    pub id: Id,
    /// Calls a second at the peak hour (rps).
    pub rps: f64,
    /// Calls a second that all instances take (rps); none where there is no limit of ours.
    pub capacity: Option<f64>,
    /// Its calls in what people count for its kind: "6,000 tokens/s"; none where that is calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_units: Option<String>,
    /// Clients that are connected to it at the same time at the peak hour; none where nobody says or none stay connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<f64>,
    /// Open connections that all instances hold; none where that limits nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_limit: Option<f64>,
    /// Part in use of what it has least of, calls or open connections; from 1 on it cannot keep up. None without a limit.
    pub utilization: Option<f64>,
    /// Times the traffic now at which it cannot keep up; none without a limit or a load.
    pub headroom: Option<f64>,
    /// How many instances the load needs so that none is used beyond [`PLANNED`](crate::analysis::PLANNED), where nobody
    /// says how many run; none where that is said or nothing limits one.
    pub instances_needed: Option<u32>,
    /// What becomes of the calls to it: down where all of them fail, by its own failure or by that of something it needs.
    pub state: FlowState,
    /// USD a month.
    pub monthly_cost: f64,
    /// What that is for.
    pub cost: Cost,
}

impl ComponentEstimate {
    /// Whether its open connections, and not its calls, are what it has least of.
    #[must_use]
    pub fn is_bound_by_connections(&self) -> bool {
        let part = |(all, limit): (f64, f64)| all / limit;
        let of_calls = self.capacity.map(|capacity| self.rps / capacity);
        let of_connections = self.connections.zip(self.connection_limit).map(part);
        of_connections.is_some_and(|used| of_calls.is_none_or(|calls| used > calls))
    }

    /// What it has least of, and how much of that it takes: "50k/s", "400k connections". None where nothing limits it.
    #[must_use]
    pub fn describe_limit(&self) -> Option<String> {
        if self.is_bound_by_connections() {
            let limit = self.connection_limit?;
            return Some(format!("{} connections", format::short_amount(limit)));
        }
        self.capacity.map(format::short_rate)
    }
}

/// The numbers of one connection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConnectionEstimate {
    /// Which.
    pub id: Id,
    /// Calls a second over it at the peak hour (rps).
    pub rps: f64,
    /// The work goes against the arrow: a consumer is drawn as pulling from its queue.
    pub reversed: bool,
}

/// How often a flow works.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Availability {
    /// Part of the time, 0 to 1.
    pub value: f64,
    /// Minutes a year in which it does not (365.25 days).
    pub minutes_a_year: f64,
    /// For each component what the value would gain if that one never failed, most first.
    pub gains: Vec<(Id, f64)>,
}

/// How long a flow takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Latency {
    /// The median (ms).
    pub p50: f64,
    /// 95 of 100 requests stay below (ms).
    pub p95: f64,
    /// 99 of 100 requests stay below (ms).
    pub p99: f64,
    /// What each component adds on average (ms), in the order of the request.
    pub shares: Vec<(Id, f64)>,
}

/// The numbers of one flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowEstimate {
    /// The flow's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Requests a second at the peak hour (rps).
    pub rps: f64,
    /// Whether it arrives.
    pub state: FlowState,
    /// The connections on its ways, in order, also where it does not get over them now.
    pub connections: Vec<Id>,
    /// The components on its way that cannot keep up.
    pub overloaded: Vec<Id>,
    /// How long it takes; none where it does not arrive or something cannot keep up.
    pub latency: Option<Latency>,
    /// How long an answer goes on after it has begun (ms), where a model writes it token by token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest_of_answer: Option<f64>,
    /// The slowest acceptable answer for 99% of requests (ms), where the prompt says.
    pub latency_target: Option<f64>,
    /// How often it works while what has failed stays so; none where it does not arrive or the drawing is too large.
    pub availability: Option<Availability>,
}

impl FlowEstimate {
    /// How it does, in the one word that every screen says.
    #[must_use]
    pub fn verdict(&self) -> FlowVerdict {
        FlowVerdict::new(self.state, !self.overloaded.is_empty())
    }

    /// Whether one request in a hundred takes longer than the prompt allows.
    #[must_use]
    pub fn is_too_slow(&self) -> bool {
        let times = self.latency.as_ref().zip(self.latency_target);
        times.is_some_and(|(found, target)| found.p99 > target)
    }
}

/// All numbers of a design.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// Times the traffic of the prompt.
    pub traffic: f64,
    /// Requests a second that users start at the peak hour (rps), without what they set off, before that factor; 0 where
    /// neither a prompt nor the drawing says.
    pub peak_rps: f64,
    /// By component, in the order of ids.
    pub components: Vec<ComponentEstimate>,
    /// By connection, in the order of ids.
    pub connections: Vec<ConnectionEstimate>,
    /// What the loads rest on that the drawing does not say, in the order of ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<CallAssumption>,
    /// By flow, in the order of the prompt.
    pub flows: Vec<FlowEstimate>,
    /// What waits in queues, in the order of ids.
    pub queues: Vec<QueueEstimate>,
    /// What cannot keep up first, and from how many times the traffic now: rising.
    pub breaks: Vec<(Id, f64)>,
    /// USD a month.
    pub monthly_cost: f64,
    /// What that hangs on where no prompt says how high the peak is; none where one does or there is no traffic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak: Option<PeakAssumption>,
    /// USD a month at ten times the traffic, with the machines that are drawn.
    pub monthly_cost_at_tenfold: f64,
    /// USD a month at ten times the traffic, with as many machines as that needs at [`PLANNED`](crate::analysis::PLANNED) and no fewer than are
    /// drawn; none where it is more than [`MAX_REPLICAS`](crate::model::MAX_REPLICAS) of one component.
    pub monthly_cost_to_carry_tenfold: Option<f64>,
}

/// The numbers of a drawing of which nothing else is asked: it is neither checked nor compared with accepted designs,
/// unless its flows could mean several things.
#[must_use]
pub fn estimate(design: &Design, scenario: Option<&Scenario>, what_if: &WhatIf) -> Estimate {
    estimate_traced(&TracedFlows::new(design, scenario), what_if)
}

/// The numbers of a drawing whose flows are traced.
pub(crate) fn estimate_traced(traced: &TracedFlows, what_if: &WhatIf) -> Estimate {
    let traffic = what_if.sound_traffic();
    let faults = what_if.faults_in(traced);
    let mut carried = load::traffic(traced, &faults);
    let all = carried.nodes.values_mut().chain(carried.links.values_mut());
    all.for_each(|rps| *rps *= traffic);
    let month = TransferVolumes::with_calls(traced, &faults, &carried).times(traffic);
    let mut connections = load::open_connections(traced, &faults);
    connections.values_mut().for_each(|all| *all *= traffic);
    let demand = Demand {
        rps: carried.nodes,
        connections,
    };
    let loads = &demand.rps;
    let spent = costs(traced, loads, &month);
    let tenfold = demand.times(10.0);
    let month_tenfold = month.times(10.0);
    let states = failure_modes::component_states(traced, &faults);
    let components: Vec<ComponentEstimate> = traced
        .node_indices()
        .map(|node| ComponentEstimate {
            state: states[node],
            ..component(traced, node, &demand, spent[node], &faults)
        })
        .collect();
    let breaks = load::breaking_points(traced, &demand, &faults);
    let breaks = breaks
        .into_iter()
        .map(|(node, times)| (traced.id(node), times));
    let breaks = breaks.collect();
    let draws = LatencySamples::new(traced, loads, &faults);
    Estimate {
        traffic,
        peak_rps: peak_rps(traced),
        components,
        connections: traced
            .links()
            .zip(carried.links.values())
            .map(|(link, &rps)| ConnectionEstimate {
                id: link.id,
                rps,
                reversed: traced.id(link.to) != link.connection.to,
            })
            .collect(),
        assumed: assumed_calls(traced, &carried.links),
        flows: flows(traced, &faults, &demand, &draws, traffic),
        queues: queues(traced, &faults, traffic),
        breaks,
        monthly_cost: sum(&spent),
        peak: peak_assumption(traced, |times| {
            sum(&costs(traced, loads, &month.times(times)))
        }),
        monthly_cost_at_tenfold: sum(&costs(traced, &tenfold.rps, &month_tenfold)),
        monthly_cost_to_carry_tenfold: cost_to_carry(traced, &tenfold, &month_tenfold, &faults),
    }
}

fn peak_rps(traced: &TracedFlows) -> f64 {
    let started = traced.flows.iter().filter(|flow| flow.follows.is_none());
    started.map(|flow| flow.rps).sum()
}

fn component(
    graph: &Graph,
    node: NodeIndex,
    demand: &Demand,
    cost: Cost,
    faults: &FaultSet,
) -> ComponentEstimate {
    let this = &graph[node];
    let rps = demand.rps[node];
    let connections = Some(demand.connections[node]).filter(|&all| all > 0.0);
    ComponentEstimate {
        id: graph.id(node),
        rps,
        in_units: (this.effective_kind).in_units(
            rps,
            this.component.overrides.capacity,
            this.call_size,
        ),
        capacity: faults.capacity(node, this),
        connections,
        connection_limit: connections.and(this.connection_limit()),
        utilization: demand.utilization(graph, node, faults),
        headroom: demand.headroom(graph, node, faults),
        instances_needed: cost::instances_needed(this, rps * faults.latency_factor(node)),
        state: FlowState::Ok,
        monthly_cost: cost.whole(),
        cost,
    }
}

fn flows(
    traced: &TracedFlows,
    failed: &FaultSet,
    demand: &Demand,
    draws: &LatencySamples,
    traffic: f64,
) -> Vec<FlowEstimate> {
    let busy = load::overloaded(traced, demand, failed);
    let id = |(node, value): &(NodeIndex, f64)| (traced.id(*node), *value);
    traced
        .flows
        .iter()
        .map(|whole| {
            let less = (!failed.links.is_empty()).then(|| whole.without(traced, &failed.links));
            let flow = less.as_ref().unwrap_or(whole);
            let state = failure_modes::state(traced, whole, flow, failed);
            let works = state != FlowState::Down;
            let down = failed.with_callers(traced, whole);
            let chance = |node: NodeIndex| {
                if down.contains(&node) {
                    0.0
                } else {
                    traced[node].availability()
                }
            };
            let call_tree = works.then(|| CallTree::new(traced, flow, failed));
            let overloaded = call_tree.as_ref().map_or(Vec::new(), |call_tree| {
                load::on_the_way(traced, whole, call_tree, &busy)
            });
            let rest_of_answer = call_tree
                .as_ref()
                .and_then(|call_tree| rest_of_answer(traced, call_tree));
            let latency =
                call_tree.and_then(|call_tree| latency(traced, flow, &call_tree, draws, failed));
            FlowEstimate {
                id: flow.id.clone(),
                name: flow.name.clone(),
                rps: flow.rps * traffic,
                state,
                overloaded: overloaded.iter().map(|&node| traced.id(node)).collect(),
                connections: whole.links.iter().map(|&l| traced[l].id).collect(),
                latency: latency.map(|found| Latency {
                    p50: found.percentiles[0],
                    p95: found.percentiles[1],
                    p99: found.percentiles[2],
                    shares: found.shares.iter().map(id).collect(),
                }),
                rest_of_answer,
                latency_target: flow.spec.and_then(|spec| spec.latency_p99_ms),
                availability: availability(flow, chance).map(|found| Availability {
                    value: found.value,
                    minutes_a_year: (1.0 - found.value) * 365.25 * 24.0 * 60.0,
                    gains: found.gains.iter().map(id).collect(),
                }),
            }
        })
        .collect()
}

/// How long the longest answer that a request waits for goes on after its first token (ms); none where nothing writes one.
fn rest_of_answer(graph: &Graph, call_tree: &CallTree) -> Option<f64> {
    let calls = call_tree.visits.iter().flat_map(|visit| &visit.calls);
    let links = calls.map(|call| &graph[call.link]);
    let models = links.filter(|link| link.is_sync() && graph.role(link.to) == Role::Model);
    let rest = |link: &Link| {
        let node = &graph[link.to];
        let each = node.effective_kind.unit.as_ref()?.ms_each.as_ref()?;
        Some(node.call_size.work * each.value)
    };
    models.filter_map(rest).max_by(f64::total_cmp)
}
