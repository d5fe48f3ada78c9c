//! Failures worked out by trying, step by step and from their definition alone, against which the failure table, the
//! what-if behind "Break it" and `estimate --fail`, and the questions of Predict are held. Only for tests: it tries every
//! way of every request.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use petgraph::graph::{EdgeIndex, NodeIndex};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::NodeMap;
use crate::analysis::performance::load::traffic;
use crate::analysis::performance::visit_ratios::visit_ratios;
use crate::analysis::reliability::failure_modes::{failure_modes, inside};
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::reliability::fault_tree::alternatives;
use crate::analysis::report::{Failure, FlowState};
use crate::analysis::rules::example_prompt;
use crate::analysis::{Estimate, WhatIf, estimate};
use crate::model::{Design, Id, Role, parse_notation};
use crate::scenario::{EndPoint, Scenario};

/// Whether a flow arrives while these components and links are down, by trying every way that a request can go.
fn arrives(
    traced: &TracedFlows,
    flow: &FlowTrace,
    down: &BTreeSet<NodeIndex>,
    cut: &BTreeSet<EdgeIndex>,
) -> bool {
    let on_path = traced.marked(&flow.components);
    let works = working(traced, flow, &on_path, down, cut);
    let reached_from = |entries: &[NodeIndex]| {
        let mut reached = traced.node_map(false);
        let starts = entries.iter().copied().filter(|&entry| works[entry]);
        let mut stack: Vec<NodeIndex> = starts.collect();
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut reached[node], true) {
                continue;
            }
            let usable = |&link: &EdgeIndex| flow.allowed_links.open[link] && !cut.contains(&link);
            let out = traced[node].out.iter().copied().filter(usable);
            let next = out.map(|link| traced[link].to);
            stack.extend(next.filter(|&to| works[to] && on_path[to]));
        }
        reached
    };
    let all_ends = |reached: &NodeMap<bool>| {
        let mut ends = flow.ends.iter();
        ends.all(|end| end.candidates.iter().any(|&node| reached[node]))
    };
    // One request starts at one entry, from which it has to get to all of its end points, unless nobody ever does.
    let whole: Vec<NodeIndex> = (flow.entries.iter().copied())
        .filter(|&entry| {
            let open = |link: &crate::analysis::graph::Link| flow.allowed_links.open[link.index];
            all_ends(&traced.reach(&[entry], open))
        })
        .collect();
    if whole.is_empty() {
        all_ends(&reached_from(&flow.entries))
    } else {
        whole.iter().any(|&entry| all_ends(&reached_from(&[entry])))
    }
}

/// Whether a flow works while these components are down.
pub(crate) fn works_without(traced: &TracedFlows, flow: &FlowTrace, down: &[NodeIndex]) -> bool {
    let down = down.iter().copied().collect();
    arrives(traced, flow, &down, &BTreeSet::new())
}

/// Which components can do their part: those that are up and get an answer from everybody they cannot answer without.
/// All are taken to work until something stops them, so that a ring works as long as nothing in it fails.
fn working(
    traced: &TracedFlows,
    flow: &FlowTrace,
    on_path: &NodeMap<bool>,
    down: &BTreeSet<NodeIndex>,
    cut: &BTreeSet<EdgeIndex>,
) -> NodeMap<bool> {
    let mut works: NodeMap<bool> = traced.node_indices().map(|n| !down.contains(&n)).collect();
    loop {
        let before = works.clone();
        for node in traced.node_indices() {
            let needed = traced.outgoing(node);
            let needed: Vec<_> = needed
                .filter(|link| flow.allowed_links.needed[link.index])
                .collect();
            let answers = |to: NodeIndex| {
                let mut links = needed.iter().filter(|link| link.to == to);
                before[to] && links.any(|link| !cut.contains(&link.index))
            };
            works[node] &= if traced[node].chooses_one_target() {
                let targets: BTreeSet<NodeIndex> = needed.iter().map(|link| link.to).collect();
                let targets: Vec<NodeIndex> =
                    targets.into_iter().filter(|&to| on_path[to]).collect();
                let groups = alternatives(traced, node, &targets);
                !on_path[node]
                    || groups
                        .iter()
                        .all(|group| group.iter().any(|&to| answers(to)))
            } else {
                needed
                    .iter()
                    .all(|link| before[link.to] && !cut.contains(&link.index))
            };
        }
        if works.values().eq(before.values()) {
            return works;
        }
    }
}

const USERS: [&str; 3] = ["client", "mobile_client", "device"];
const FRONTS: [&str; 5] = [
    "cdn",
    "dns",
    "load_balancer",
    "api_gateway_self_run",
    "api_gateway",
];
const SERVICES: [&str; 4] = ["app_service", "microservice", "worker", "auth"];
const STORES: [&str; 6] = [
    "sql_database",
    "cache",
    "object_storage",
    "read_replica",
    "queue",
    "third_party_api",
];
const LABELS: [&str; 5] = ["", ": read", ": sync", ": async", ": 30%"];

/// A drawing in layers with several users and several fronts, in two regions: layer, kind, region of each box; from, to and
/// what is written of each line.
#[derive(Debug, Clone)]
struct FrontedSketch {
    boxes: Vec<(usize, usize, usize)>,
    links: Vec<(usize, usize, usize)>,
}

fn fronted() -> impl Strategy<Value = FrontedSketch> {
    let layer = |number: usize, kinds: usize, count: std::ops::RangeInclusive<usize>| {
        vec((Just(number), 0..kinds, 0..4_usize), count)
    };
    let layers = (
        layer(0, USERS.len(), 1..=3),
        layer(1, FRONTS.len(), 1..=4),
        layer(2, SERVICES.len(), 1..=4),
        layer(3, STORES.len(), 1..=4),
    );
    layers.prop_flat_map(|(users, fronts, services, stores)| {
        let boxes: Vec<_> = [users, fronts, services, stores].concat();
        let count = boxes.len();
        let links = vec((0..count, 0..count, 0..LABELS.len()), count..=3 * count);
        links.prop_map(move |links| {
            let boxes = boxes.clone();
            let layer = |index: usize| boxes[index].0;
            // Work goes inwards, as in drawings that people make; now and then it goes back.
            let forward = |(n, (from, to, label)): (usize, (usize, usize, usize))| {
                let turned = layer(from) > layer(to) && n % 8 > 0;
                if turned {
                    (to, from, label)
                } else {
                    (from, to, label)
                }
            };
            let links = links.into_iter().enumerate().map(forward).collect();
            FrontedSketch { boxes, links }
        })
    })
}

impl FrontedSketch {
    fn design(&self) -> Design {
        let mut text = String::from("traffic 100\n");
        for region in 0..4 {
            let named = ["east", "west"].get(region);
            if let Some(name) = named {
                _ = writeln!(text, "zone {name}: region {{");
            }
            for (index, (layer, kind, place)) in self.boxes.iter().enumerate() {
                if *place == region {
                    let kinds: [&[&str]; 4] = [&USERS, &FRONTS, &SERVICES, &STORES];
                    let kind = kinds[*layer][*kind];
                    let count = 1 + (index + kind.len()) % 2;
                    _ = writeln!(text, "n{index}: {kind} x{count} \"Zorb {index}\"");
                }
            }
            if named.is_some() {
                text.push_str("}\n");
            }
        }
        for (from, to, label) in &self.links {
            _ = writeln!(text, "n{from} -> n{to}{}", LABELS[*label]);
        }
        parse_notation(&text).unwrap().design
    }
}

/// A prompt with flows of one and of two end points, which start with users or devices.
fn prompt() -> Scenario {
    let mut scenario = example_prompt().clone();
    for flow in &mut scenario.flows {
        flow.from = vec![Role::Client, Role::Device];
    }
    let end = |name: &str, roles: Vec<Role>| EndPoint {
        name: name.to_owned(),
        roles,
        kept_gb: 0.0,
    };
    let upload = scenario.flows.iter_mut().find(|flow| flow.id == "upload");
    let ends = &mut upload.unwrap().to;
    ends.push(end("the albums", vec![Role::Store]));
    scenario
}

fn numbers(design: &Design, scenario: Option<&Scenario>, failed: &[Id]) -> Estimate {
    let what_if = WhatIf {
        failed: failed.iter().copied().collect(),
        ..WhatIf::default()
    };
    estimate(design, scenario, &what_if)
}

#[test]
fn what_two_users_do_half_each_nobody_does() {
    let text = "
phones: client \"Phones\"
browsers: client \"Browsers\"
one: service x2
two: service x2
albums: sql x2
photos: object_storage
phones -> one -> albums
phones -> photos
browsers -> two -> albums
browsers -> photos
";
    let parsed = parse_notation(text).unwrap();
    let (design, scenario) = (parsed.design, prompt());
    let link = |from: &str, to: &str| {
        let (from, to) = (parsed.keys[from], parsed.keys[to]);
        let mut all = design.connections();
        all.find(|(_, c)| c.from == from && c.to == to).unwrap().0
    };
    let state = |failed: &[Id]| {
        let found = numbers(&design, Some(&scenario), failed);
        let upload = found.flows.into_iter().find(|flow| flow.id == "upload");
        upload.unwrap().state
    };
    let (photos, albums) = (link("phones", "photos"), link("two", "albums"));
    assert_eq!(state(&[photos]), FlowState::Degraded);
    assert_eq!(state(&[albums]), FlowState::Degraded);
    assert_eq!(state(&[photos, albums]), FlowState::Down);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn table_and_what_if_agree_with_trying_every_way(sketch in fronted()) {
        let (design, scenario) = (sketch.design(), prompt());
        for scenario in [None, Some(&scenario)] {
            let traced = TracedFlows::new(&design, scenario);
            let (none, uncut) = (BTreeSet::new(), BTreeSet::new());
            let table = failure_modes(&traced);
            for effect in &table.effects {
                let (items, down) = match effect.failure {
                    Failure::Component(id) => (vec![id], traced.index_of(id).into_iter().collect()),
                    Failure::Zone(id) => (vec![id], inside(&traced, id)),
                    Failure::Pair(a, b) => (
                        vec![a, b],
                        [a, b].iter().filter_map(|&id| traced.index_of(id)).collect(),
                    ),
                };
                let broken = numbers(&design, scenario, &items);
                for (index, flow) in traced.flows.iter().enumerate() {
                    let state = effect.flows[index];
                    prop_assert_eq!(state, broken.flows[index].state, "{} with {:?}", &flow.name, effect.failure);
                    if flow.works() && state != FlowState::Ok {
                        let arrives = arrives(&traced, flow, &down, &uncut);
                        prop_assert_eq!(state != FlowState::Down, arrives, "{} with {:?}", &flow.name, effect.failure);
                    }
                }
            }
            for flow in traced.flows.iter().filter(|flow| flow.works()) {
                prop_assert!(arrives(&traced, flow, &none, &uncut), "{}", &flow.name);
                // What is in no line of the table stops nothing.
                for node in traced.node_indices().filter(|&node| traced.role(node) != Role::Client) {
                    let stops = !arrives(&traced, flow, &[node].into(), &uncut);
                    let id = traced.id(node);
                    let told = table.effects.iter().find(|e| e.failure == Failure::Component(id));
                    let place = traced.flows.iter().position(|other| other.id == flow.id).unwrap();
                    let told = told.is_some_and(|effect| effect.flows[place] == FlowState::Down);
                    prop_assert_eq!(stops, told, "{} without {}", &flow.name, traced.name(node));
                }
            }
        }
    }

    #[test]
    fn cut_lines_stop_what_has_no_other_way(sketch in fronted()) {
        let (design, scenario) = (sketch.design(), prompt());
        for scenario in [None, Some(&scenario)] {
            let traced = TracedFlows::new(&design, scenario);
            for link in traced.links() {
                let broken = numbers(&design, scenario, &[link.id]);
                for (flow, found) in traced.flows.iter().zip(&broken.flows) {
                    let arrives = flow.works() && arrives(&traced, flow, &BTreeSet::new(), &[link.index].into());
                    prop_assert_eq!(found.state != FlowState::Down, arrives, "{} without {} -> {}", &flow.name, traced.name(link.from), traced.name(link.to));
                }
            }
        }
    }

    #[test]
    fn nobody_gets_more_of_a_flow_than_its_callers_send(sketch in fronted(), which in 0..40_usize) {
        let (design, scenario) = (sketch.design(), prompt());
        for scenario in [None, Some(&scenario)] {
            let traced = TracedFlows::new(&design, scenario);
            let node = traced.node_indices().nth(which);
            let failed = node.map_or_else(FaultSet::none, |node| FaultSet::from([node]));
            for flow in &traced.flows {
                let found = visit_ratios(&traced, flow, &failed);
                for link in traced.links() {
                    let sent = found.components[link.from] * link.connection.calls;
                    let got = found.links[link.index];
                    prop_assert!(got <= sent + 1e-9, "{}: {} gets {got} of {sent}", &flow.name, traced.name(link.to));
                }
                for node in traced.node_indices() {
                    // Whoever is asked about a request gets it beside the one it is sent to.
                    let out: f64 = (traced.outgoing(node))
                        .filter(|link| flow.components.contains(&link.to) && !traced.is_asked_on_the_way(link))
                        .map(|link| found.links[link.index] / link.connection.calls)
                        .sum();
                    let ways = found.components[node] * flow.ends.len() as f64;
                    let chooses = traced[node].chooses_one_target();
                    prop_assert!(!chooses || out <= ways + 1e-9, "{}: {} sends {out} of {ways}", &flow.name, traced.name(node));
                    let starts = flow.entries.contains(&node);
                    let arrived: f64 = traced.incoming(node).map(|link| found.links[link.index]).sum();
                    prop_assert!(starts || (found.components[node] - arrived).abs() < 1e-9);
                    prop_assert!(!failed.nodes.contains(&node) || arrived < 1e-9, "nobody calls what is down");
                }
            }
            let carried = traffic(&traced, &failed);
            for node in traced.node_indices().filter(|node| failed.nodes.contains(node)) {
                prop_assert!(carried.nodes[node] < 1e-9, "{} is down", traced.name(node));
            }
        }
    }
}
