//! Loads, latencies and costs of small drawings, worked out by hand.

use crate::analysis::testing::sketches;
use crate::analysis::{Estimate, WhatIf, analyze, estimate};
use crate::model::{Design, Edit, Id, parse_notation};
use crate::scenario::builtin;
use proptest::prelude::*;

#[test]
fn a_chain_of_constant_times_adds_up() {
    let text = "
client -> api -> db
api: service p50=10 p99=10
db: sql p50=5 p99=5
";
    let design = parse_notation(text).unwrap().design;
    let found = estimate(&design, None, &WhatIf::default());
    let latency = found.flows[0].latency.as_ref().unwrap();
    for percentile in [latency.p50, latency.p95, latency.p99] {
        assert!((percentile - 15.5).abs() < 1e-9, "{percentile}");
    }
    let shares: f64 = latency.shares.iter().map(|(_, ms)| ms).sum();
    assert!((shares - 15.0).abs() < 1e-9);
}

#[test]
fn services_asked_side_by_side_take_as_long_as_the_slowest() {
    let text = "
client -> front
front: service p50=1 p99=1
front -> a: sync
front -> b: sync
a: service p50=10 p99=10
b: service p50=30 p99=30
a -> db
b -> db
db: sql p50=5 p99=5
";
    let design = parse_notation(text).unwrap().design;
    let found = estimate(&design, None, &WhatIf::default());
    let latency = found.flows[0].latency.as_ref().unwrap();
    // 1 + round trip + 30 + round trip + 5
    assert!((latency.p50 - 37.0).abs() < 1e-9, "{}", latency.p50);
}

/// The loads of some components without a prompt (rps).
fn loads(text: &str, keys: &[&str]) -> Vec<f64> {
    let parsed = parse_notation(text).unwrap();
    let found = estimate(&parsed.design, None, &WhatIf::default());
    let of = |key: &&str| {
        let mut all = found.components.iter();
        all.find(|c| c.id == parsed.keys[*key]).unwrap().rps
    };
    keys.iter().map(of).collect()
}

fn close(found: &[f64], wanted: &[f64]) {
    let mut pairs = found.iter().zip(wanted);
    let near = pairs.all(|(a, b)| (a - b).abs() <= 1e-6 * b.abs());
    assert!(
        near && found.len() == wanted.len(),
        "{found:?}, not {wanted:?}"
    );
}

#[test]
fn words_of_each_request_cut_no_load_and_numbers_do() {
    let called = |label: &str| {
        let text = format!(
            "traffic 1000\nusers: client\napi: service x4\nperm: service x4\nusers -> api -> db\napi -> perm: sync \"{label}\""
        );
        loads(&text, &["perm"])
    };
    close(&called("check on every request"), &[1_000.0]);
    close(&called("write to the leader"), &[1_000.0]);
    close(&called("add one to the daily counter"), &[1_000.0]);
    close(&called("permissions, at start"), &[10.0]);
    // Four instances, each once a minute.
    close(
        &called("rules, kept and refreshed every minute"),
        &[4.0 / 60.0],
    );
    // Batches count at the end of a flow too, and what comes in batches already is not divided again.
    let text = "traffic 1000\nusers: client\nw: worker x2\nusers -> api -> q\nq: queue\nq -> w: \"in batches of 50\"\nw -> db: write \"in batches of 100\"";
    close(&loads(text, &["q", "w", "db"]), &[1_000.0, 20.0, 10.0]);
    let text = "traffic 600\nusers: client\nlog: event_log\nagg: stream_processor x2\nusers -> api\napi -> log: async\nlog -> agg\nagg -> db: write \"sums per minute\"";
    close(&loads(text, &["agg", "db"]), &[600.0, 2.0 / 60.0]);
}

#[test]
fn what_is_assumed_of_calls_is_said() {
    let text = "traffic 1000\nusers: client \"Users\"\napi: service \"Api\"\nconf: service \"Rules\"\nusers -> api -> db\napi -> conf: sync \"on change\"";
    let design = parse_notation(text).unwrap().design;
    let found = estimate(&design, None, &WhatIf::default());
    let said: Vec<String> = (found.assumed.iter())
        .map(|one| one.describe(&design))
        .collect();
    let wanted = "Api > Rules gets 1% of its caller's calls: \"on change\" does not say how often. Write your share on the connection, such as 5%.";
    assert_eq!(said, [wanted]);
    let told = text.replace("sync", "sync 3%");
    let told = parse_notation(&told).unwrap().design;
    assert!(estimate(&told, None, &WhatIf::default()).assumed.is_empty());
}

#[test]
fn nothing_on_the_way_of_a_flow_is_copied_from_an_accepted_design() {
    let scenario = builtin().iter().find(|one| one.id == "fleet_telemetry");
    let text = "
t: device \"1 million trailers\"
lb: l4_load_balancer \"LB\"
ws: websocket_gateway x20 \"Gateways\"
log: event_log x6 \"Readings\"
w: stream_processor x4 \"Writer\"
st: cache x3 \"Latest state\"
lake: data_lake \"Raw readings\"
t -> lb -> ws -> log
log -> w
log -> lake
w -> st: write
";
    let parsed = parse_notation(text).unwrap();
    let found = estimate(&parsed.design, scenario, &WhatIf::default());
    for key in ["log", "w", "st"] {
        let mut all = found.components.iter();
        let load = all.find(|c| c.id == parsed.keys[key]).unwrap().rps;
        assert!(load >= 49_999.0, "{key} gets {load}");
    }
}

#[test]
fn work_that_ends_at_no_store_has_its_load() {
    let text = "
traffic 1000
users: client
api: service x4
dispatch: worker x1 capacity=10
sms: third_party_api
jobs: queue
users -> api -> db
api -> jobs: async 10%
jobs -> dispatch -> sms
";
    close(
        &loads(text, &["db", "jobs", "dispatch", "sms"]),
        &[1_000.0, 100.0, 100.0, 100.0],
    );
    for (kind, wanted) in [
        ("llm_service", 20.0),
        ("redis", 20.0),
        ("third_party_api", 20.0),
    ] {
        let text = format!("traffic 20\nusers: client\nend: {kind}\nusers -> api -> end");
        close(&loads(&text, &["api", "end"]), &[20.0, wanted]);
    }
    let text = "traffic 20\nusers: client\nws: websocket_gateway x2\nusers -> lb -> ws";
    close(&loads(text, &["ws"]), &[20.0]);
}

#[test]
fn the_bill_without_a_prompt_hangs_on_a_peak_that_can_be_said() {
    let cost = |peak: &str| {
        let text = format!(
            "traffic 1000\n{peak}\nusers: client\nusers -> api_gateway -> f\nf: serverless_function"
        );
        estimate(
            &parse_notation(&text).unwrap().design,
            None,
            &WhatIf::default(),
        )
    };
    let (silent, said) = (cost(""), cost("peak 5"));
    let of = |found: &Estimate| found.peak.unwrap();
    assert!(!of(&silent).own && of(&said).own);
    assert!((of(&silent).times - 2.5).abs() < 1e-9 && (of(&said).times - 5.0).abs() < 1e-9);
    assert!(silent.monthly_cost > 1.5 * said.monthly_cost);
    assert!(of(&said).cost_if_flat > said.monthly_cost);
    assert!(of(&said).cost_if_steep < said.monthly_cost);
    assert!((of(&said).cost_if_flat - of(&silent).cost_if_flat).abs() < 1e-6);
    assert!(
        of(&said)
            .describe()
            .contains("the peak is 5× the average (as the drawing says)")
    );
    let scenario = &builtin()[0];
    let found = estimate(
        &scenario.designs[0].design,
        Some(scenario),
        &WhatIf::default(),
    );
    assert_eq!(found.peak, None);
}

#[test]
fn requests_that_get_no_answer_do_not_count_as_quick_ones() {
    let text = "
web -> fa -> api -> db
tv -> fa
app -> gw -> api
web: client
tv: client
app: mobile_client
fa: service x2 p50=10 p99=10
gw: service x2 p50=20 p99=20
api: service x4 p50=30 p99=30
db: sql x2 p50=40 p99=40
";
    let parsed = parse_notation(text).unwrap();
    let what_if = WhatIf {
        failed: [parsed.keys["fa"]].into(),
        ..WhatIf::default()
    };
    let found = estimate(&parsed.design, None, &what_if);
    let latency = found.flows[0].latency.as_ref().unwrap();
    // 20, round trip, 30, round trip, 40: only those of the app are answered.
    for percentile in [latency.p50, latency.p99] {
        assert!((percentile - 91.0).abs() < 1e-9, "{latency:?}");
    }
    let shares: f64 = latency.shares.iter().map(|(_, ms)| ms).sum();
    assert!((shares - 90.0).abs() < 1e-9, "{latency:?}");
}

#[test]
fn accepted_designs_keep_up_and_break_somewhere() {
    for scenario in builtin() {
        for accepted in &scenario.designs {
            let found = estimate(&accepted.design, Some(scenario), &WhatIf::default());
            assert!(
                found.flows.iter().all(|flow| flow.latency.is_some()),
                "{} {}",
                scenario.id,
                accepted.id
            );
            assert!(found.breaks[0].1 > 1.0 && found.monthly_cost > 0.0);
        }
    }
}

fn sane(found: &Estimate) -> Result<(), TestCaseError> {
    let good = |value: f64| value.is_finite() && value >= 0.0;
    for component in &found.components {
        prop_assert!(good(component.rps) && good(component.monthly_cost));
        prop_assert!(component.headroom.is_none_or(|headroom| headroom >= 0.0));
    }
    for flow in &found.flows {
        if let Some(latency) = &flow.latency {
            prop_assert!(
                good(latency.p50) && latency.p50 <= latency.p95 && latency.p95 <= latency.p99
            );
            prop_assert!(good(latency.p99));
        }
        prop_assert!(
            flow.availability
                .as_ref()
                .is_none_or(|a| (0.0..=1.0).contains(&a.value))
        );
    }
    Ok(())
}

/// Who plays each part of the nearest accepted design.
fn players(design: &Design) -> Vec<Vec<Id>> {
    let report = analyze(design, Some(&builtin()[0]));
    let parts = report
        .comparisons
        .into_iter()
        .next()
        .map(|nearest| nearest.parts);
    parts.into_iter().flatten().map(|part| part.by).collect()
}

proptest! {
    #[test]
    fn another_instance_never_slows_anything_down(sketch in sketches(10), which in 0..10_usize, traffic in 0.1..100.0_f64) {
        let design = sketch.design();
        let (id, component) = design.components().nth(which % design.components().len()).unwrap();
        let mut component = component.clone();
        // The first of it opens another way, which may be the slower one.
        prop_assume!(component.replicas.count() > 0);
        // What has no instance cannot keep up, and another reading of the drawing may lead to it.
        prop_assume!(design.components().all(|(_, part)| part.replicas.count() > 0));
        component.replicas = crate::model::Replicas::Exactly(component.replicas.count() + 1);
        let mut larger = design.clone();
        larger.apply(Edit::PutComponent(id, component)).unwrap();
        let what_if = WhatIf { traffic, ..WhatIf::default() };
        let [before, after] = [&design, &larger].map(|d| estimate(d, Some(&builtin()[0]), &what_if));
        // With another count the drawing may be matched in another way, and a flow that is read in another way brings its load to
        // other components.
        let [as_before, as_after] = [&design, &larger].map(players);
        prop_assume!(as_before == as_after);
        let mut flows = before.flows.iter().zip(&after.flows);
        prop_assume!(flows.all(|(before, after)| before.connections == after.connections));
        for (before, after) in before.flows.iter().zip(&after.flows) {
            if let Some(before) = &before.latency {
                let after = after.latency.as_ref();
                prop_assert!(after.is_some_and(|after| after.p50 <= before.p50 + 1e-6 && after.p99 <= before.p99 + 1e-6));
            }
        }
    }

    #[test]
    fn more_traffic_never_lowers_what_is_used(sketch in sketches(10), traffic in 0.1..100.0_f64) {
        let design = sketch.design();
        let at = |traffic| estimate(&design, Some(&builtin()[0]), &WhatIf { traffic, ..WhatIf::default() });
        let (less, more) = (at(traffic), at(traffic * 1.5));
        for (less, more) in less.components.iter().zip(&more.components) {
            prop_assert!(more.utilization >= less.utilization);
            prop_assert!(more.monthly_cost >= less.monthly_cost - 1e-9);
        }
    }

    #[test]
    fn every_drawing_has_defined_numbers(sketch in sketches(12), traffic in 0.0..1e9_f64) {
        let design = sketch.design();
        let scenario = &builtin()[0];
        let what_if = WhatIf { traffic, ..WhatIf::default() };
        sane(&estimate(&design, None, &what_if))?;
        let found = estimate(&design, Some(scenario), &what_if);
        sane(&found)?;
        prop_assert_eq!(&found, &estimate(&design, Some(scenario), &what_if));
    }
}
