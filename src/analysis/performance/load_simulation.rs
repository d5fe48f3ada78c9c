//! A simulation of what arrives where, against which the analytic loads are held: requests arrive at random and walk over the
//! drawing itself, one call after another. It shares nothing with the formulas but the drawing: neither flows, nor paths, nor
//! shares. Only for tests.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Estimate, WhatIf, estimate};
use crate::model::{
    Access, CallCondition, Connection, Design, Id, Role, SplitMix64, parse_notation,
};

/// Seconds that are simulated.
const SECONDS: f64 = 2_000.0;

struct World<'d> {
    design: &'d Design,
    failed: &'d BTreeSet<Id>,
    random: SplitMix64,
    /// Calls that have arrived at each component.
    calls: BTreeMap<Id, u64>,
    /// How many things each connection has gathered since its last call.
    gathered: BTreeMap<Id, u32>,
    /// In which period each instance has last called over a connection.
    ticks: BTreeMap<(Id, u32), u64>,
}

/// The number after some words of a label.
fn number_after(label: &str, words: &str) -> Option<f64> {
    let (_, rest) = label.split_once(words)?;
    rest.split_whitespace().next()?.parse().ok()
}

impl<'d> World<'d> {
    fn chance(&mut self) -> f64 {
        (self.random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn role(&self, node: Id) -> Role {
        self.design.kind_of(node).role
    }

    fn leaving(&self, node: Id) -> Vec<(Id, &'d Connection)> {
        let all = self.design.connections();
        all.filter(|(_, one)| one.from == node).collect()
    }

    /// One call arrives, and all that it sets off.
    fn call(&mut self, first: Id, now: f64) {
        let mut open = vec![(first, 1)];
        while let Some((node, things)) = open.pop() {
            if self.failed.contains(&node) {
                continue;
            }
            *self.calls.entry(node).or_default() += 1;
            let leaving = self.leaving(node);
            if matches!(
                self.role(node),
                Role::Client | Role::Balancer | Role::Gateway
            ) {
                let alive: Vec<Id> = (leaving.iter())
                    .map(|(_, one)| one.to)
                    .filter(|to| self.role(node) == Role::Client || !self.failed.contains(to))
                    .collect();
                if !alive.is_empty() {
                    let chosen = self.random.next_u64() as usize % alive.len();
                    open.push((alive[chosen], things));
                }
                continue;
            }
            let cache = (leaving.iter().map(|(_, one)| one.to))
                .find(|&to| self.role(to) == Role::Cache && !self.failed.contains(&to));
            let hit = cache.map(|cache| self.design.component(cache).unwrap());
            let hit = hit
                .and_then(|cache| cache.overrides.hit_ratio)
                .unwrap_or(0.0);
            let is_answered = self.chance() < hit;
            for (id, one) in leaving {
                let asks_store =
                    self.role(one.to) == Role::Store && one.access == Some(Access::Read);
                let share = match one.when {
                    Some(CallCondition::Fraction(share)) => share,
                    _ => 1.0,
                };
                if (asks_store && is_answered) || self.chance() >= share {
                    continue;
                }
                for _ in 0..one.calls as u32 {
                    if let Some(together) = self.goes_now(id, one, things, now) {
                        open.push((one.to, together));
                    }
                }
            }
        }
    }

    /// How many things go out in one call, where one goes out now: something may be gathered until enough is there or until
    /// its time comes.
    fn goes_now(&mut self, id: Id, one: &Connection, things: u32, now: f64) -> Option<u32> {
        if let Some(size) = number_after(&one.label, "batches of ") {
            let size = (size as u32).max(things);
            let gathered = self.gathered.entry(id).or_default();
            *gathered += things;
            let is_full = *gathered >= size;
            if is_full {
                *gathered -= size;
            }
            return is_full.then_some(size);
        }
        if let Some(seconds) = number_after(&one.label, "flush every ") {
            let machines = self.design.component(one.from).unwrap().replicas.count();
            let instance = (self.random.next_u64() % u64::from(machines)) as u32;
            let tick = (now / seconds) as u64;
            let is_first = self.ticks.insert((id, instance), tick) != Some(tick);
            return is_first.then_some(things);
        }
        Some(things)
    }
}

/// Holds the load of each component against the simulation.
fn compare(text: &str, failed: &[&str]) {
    let parsed = parse_notation(text).unwrap();
    let failed: BTreeSet<Id> = failed.iter().map(|key| parsed.keys[*key]).collect();
    let what_if = WhatIf {
        failed: failed.clone(),
        ..WhatIf::default()
    };
    let found: Estimate = estimate(&parsed.design, None, &what_if);
    let mut world = World {
        design: &parsed.design,
        failed: &failed,
        random: SplitMix64::new(11),
        calls: BTreeMap::new(),
        gathered: BTreeMap::new(),
        ticks: BTreeMap::new(),
    };
    let clients: Vec<Id> = (parsed.design.components().map(|(id, _)| id))
        .filter(|&id| world.role(id) == Role::Client)
        .collect();
    let mut now = 0.0;
    while now < SECONDS {
        now -= libm::log(1.0 - world.chance()) / parsed.design.traffic().unwrap();
        let entry = clients[world.random.next_u64() as usize % clients.len()];
        world.call(entry, now);
    }
    for component in &found.components {
        let calls = world.calls.get(&component.id).copied().unwrap_or(0) as f64;
        let simulated = calls / SECONDS;
        // Four standard errors of a count, widened for calls that come in bundles.
        let error = 4.0 * (libm::sqrt(calls.max(1.0)) * 4.0).max(4.0) / SECONDS;
        assert!(
            (simulated - component.rps).abs() <= error + 0.005 * simulated,
            "{}: {} by the formulas, {simulated} ± {error} simulated",
            parsed.design.item_name(component.id),
            component.rps
        );
    }
}

#[test]
fn several_entries_share_the_traffic_and_a_dead_front_loses_its_own() {
    let text = "
traffic 100
web: client
tv: client
app: mobile_client
web -> fa -> api -> db
tv -> fa
app -> gw -> api
fa: service x2
gw: service x2
api: service x4
db: sql x2
";
    compare(text, &[]);
    compare(text, &["fa"]);
}

#[test]
fn queues_with_batches_and_clocks_hand_on_what_they_gather() {
    let text = "
traffic 200
users: client
users -> api -> log
api: service x2
log: event_log x3
log -> w: \"in batches of 20\"
w: worker x2
w -> db: write \"in batches of 100\"
db: sql
log -> sums
sums: stream_processor x3
sums -> totals: write \"flush every 5 s\"
totals: sql
";
    compare(text, &[]);
}

#[test]
fn fan_out_multiplies_and_shares_divide() {
    let text = "
traffic 50
users: client
users -> lb
lb: load_balancer
lb -> a
lb -> b
a: service x2 \"Posts\"
b: service x2 \"Profiles\"
a -> q: async 30%
q: queue
q -> w
w: worker x20
w -> lists: write x40
lists: sql
b -> lists: write
";
    compare(text, &[]);
    compare(text, &["b"]);
}

#[test]
fn a_cache_keeps_reads_back_until_it_fails() {
    let text = "
traffic 300
users: client
users -> api
api: service x2
api -> cache: read
cache: redis x2 hit=0.9
api -> db: read
db: sql
";
    compare(text, &[]);
    compare(text, &["cache"]);
}

#[test]
fn work_behind_a_queue_that_ends_outside_is_counted() {
    let text = "
traffic 100
users: client
users -> api -> db
api: service x4
db: sql
api -> jobs: async 10%
jobs: queue
jobs -> dispatch
dispatch: worker
dispatch -> sms: sync
sms: third_party_api \"SMS provider\"
";
    compare(text, &[]);
}

/// Connections come at random, stay for a while, and go to the gateway that holds the fewest; in thousands.
#[test]
fn open_connections_fill_gateways_as_far_as_they_are_said_to() {
    let text = "
traffic 1000
connections 240000
users: client
users -> lb -> a
lb: l4_load_balancer
lb -> b
a: websocket_gateway x2 \"Old gateways\"
b: websocket_gateway x1 \"New gateways\"
a -> registry
b -> registry
registry: cache x2
";
    let parsed = parse_notation(text).unwrap();
    for failed in [None, Some("b")] {
        let failed: BTreeSet<Id> = failed.map(|key| parsed.keys[key]).into_iter().collect();
        let what_if = WhatIf {
            failed: failed.clone(),
            ..WhatIf::default()
        };
        let found = estimate(&parsed.design, None, &what_if);
        let mut random = SplitMix64::new(5);
        let mut chance = || ((random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        // One gateway instance each, with its number of open connections.
        let mut open: Vec<(Id, u32)> = Vec::new();
        for (key, machines) in [("a", 2), ("b", 1)] {
            let id = parsed.keys[key];
            open.extend((0..if failed.contains(&id) { 0 } else { machines }).map(|_| (id, 0)));
        }
        // As many stay on average as come in the time for which each stays.
        let (stays, comes_each) = (600.0, 600.0 / 240.0);
        let mut leaves: Vec<(f64, usize)> = Vec::new();
        let (mut now, mut held, mut watched) = (0.0, vec![0.0; open.len()], 0.0);
        while now < 60_000.0 {
            let step = -libm::log(chance()) * comes_each;
            now += step;
            if now > 6_000.0 {
                watched += step;
                let all = held.iter_mut().zip(&open);
                all.for_each(|(sum, (_, count))| *sum += step * f64::from(*count));
            }
            leaves.retain(|&(when, at)| {
                let stays = when > now;
                open[at].1 -= u32::from(!stays);
                stays
            });
            let emptiest = (0..open.len()).min_by_key(|&at| open[at].1).unwrap();
            open[emptiest].1 += 1;
            leaves.push((now - libm::log(chance()) * stays, emptiest));
        }
        for component in &found.components {
            let Some(limit) = component.connection_limit else {
                continue;
            };
            let of_it = open.iter().zip(&held);
            let of_it = of_it.filter(|((id, _), _)| *id == component.id);
            let simulated: f64 = of_it.map(|(_, sum)| sum / watched * 1_000.0).sum();
            let analytic = component.connections.unwrap_or(0.0);
            assert!(
                (simulated - analytic).abs() <= 0.05 * simulated + 1.0,
                "{analytic} connections by the formulas, {simulated} simulated"
            );
            let used = component.utilization.unwrap();
            assert!((used - simulated / limit).abs() < 0.05 * used, "{used}");
            // With one of three gone, the others are full.
            assert_eq!(used >= 1.0, !failed.is_empty(), "{used}");
        }
    }
}

/// A worker takes one message after another; what it does not get to waits.
#[test]
fn a_backlog_grows_by_what_arrives_beyond_what_is_taken() {
    let text = "
traffic 100
users: client
users -> api -> jobs
api: service x4
jobs: queue
jobs -> w
w: worker x2 capacity=40
w -> db: write
db: sql
";
    let parsed = parse_notation(text).unwrap();
    let found = estimate(&parsed.design, None, &WhatIf::default());
    let queue = &found.queues[0];
    let mut random = SplitMix64::new(3);
    let mut chance = || ((random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (mut now, mut waiting, mut taken_until) = (0.0, 0_u64, [0.0_f64; 2]);
    while now < SECONDS {
        now -= libm::log(chance()) / 100.0;
        for until in &mut taken_until {
            while waiting > 0 && *until <= now {
                waiting -= 1;
                *until += 1.0 / 40.0;
            }
            // Who has nothing to do saves no time up.
            *until = until.max(if waiting == 0 { now } else { 0.0 });
        }
        waiting += 1;
    }
    let grows = waiting as f64 / SECONDS;
    assert!(
        (grows - queue.grows()).abs() < 0.05 * grows,
        "{grows}, not {}",
        queue.grows()
    );
}
