//! Eight figures of whole designs, worked out by hand in `tests/numbers/README.md`: the load of a part, how much of it is
//! in use, how long half and 99 of 100 requests take, how often it fails, what breaks first, what it costs, and what it
//! costs at ten times the traffic.

use boxdrill::analysis::{WhatIf, estimate};
use boxdrill::model::parse_notation;
use boxdrill::scenario::{Scenario, builtin};
use std::collections::BTreeSet;
use std::path::Path;

/// By how much the estimate may differ.
const NEAR: f64 = 0.05;

/// A drawing in `tests/numbers` and what follows from it by hand.
struct HandWorked {
    drawing: &'static str,
    /// The only flow of its prompt that counts; none where the drawing says its traffic itself.
    flow: Option<&'static str>,
    /// What has failed.
    failed: Option<&'static str>,
    /// A part with its load (rps).
    load: (&'static str, f64),
    /// A part with how much of it is in use, 0 to 1.
    used: (&'static str, f64),
    /// What half of the requests stay below (ms); none where half take one time and half another.
    p50: Option<f64>,
    /// What 99 of 100 requests stay below (ms).
    p99: f64,
    /// Minutes a year without the flow.
    downtime: f64,
    /// What cannot keep up first, and from how many times the traffic on.
    breaks: (&'static str, f64),
    /// USD a month.
    cost: f64,
    /// USD a month at ten times the traffic, with as many instances as that needs.
    tenfold: f64,
}

const BY_HAND: &[HandWorked] = &[
    HandWorked {
        drawing: "several_entries",
        flow: None,
        failed: None,
        load: ("Page service", 450.0),
        used: ("Order service", 0.5),
        p50: None,
        p99: 34.0,
        downtime: 526.0,
        breaks: ("Order service", 2.0),
        cost: 1_360.0,
        tenfold: 7_140.0,
    },
    HandWorked {
        drawing: "batch_consumers",
        flow: None,
        failed: None,
        load: ("Reports", 120.0),
        used: ("Loader", 0.6),
        p50: Some(16.5),
        p99: 16.5,
        downtime: 1_065.0,
        breaks: ("Loader", 1.667),
        cost: 1_270.0,
        tenfold: 4_510.0,
    },
    HandWorked {
        drawing: "open_connections",
        flow: Some("presence"),
        failed: None,
        load: ("Presence", 2_200.0),
        used: ("Socket gateways", 0.8),
        p50: Some(5.0),
        p99: 5.0,
        downtime: 578.6,
        breaks: ("Socket gateways", 1.25),
        cost: 5_220.0,
        tenfold: 57_780.0,
    },
    HandWorked {
        drawing: "cache_failure",
        flow: None,
        failed: Some("Hot items"),
        load: ("Items", 1_000.0),
        used: ("Items", 0.625),
        p50: Some(18.5),
        p99: 20.3,
        downtime: 526.0,
        breaks: ("Items", 1.6),
        cost: 780.0,
        tenfold: 5_680.0,
    },
    HandWorked {
        drawing: "photo_and_video",
        flow: Some("open_media"),
        failed: None,
        load: ("Media servers", 105.0),
        used: ("Media servers", 0.328),
        p50: Some(15.0),
        p99: 116.0,
        downtime: 263.0,
        breaks: ("Media servers", 3.05),
        cost: 49_870.0,
        tenfold: 288_200.0,
    },
    HandWorked {
        drawing: "two_networks",
        flow: Some("view_photo"),
        failed: None,
        load: ("Photo store", 1_400.0),
        used: ("Photo store", 0.583),
        p50: Some(13.5),
        p99: 92.0,
        downtime: 53.1,
        breaks: ("Photo store", 1.714),
        cost: 124_370.0,
        tenfold: 871_200.0,
    },
    HandWorked {
        drawing: "two_zones",
        flow: Some("open_file"),
        failed: None,
        load: ("Decryption", 348.0),
        used: ("File service", 0.464),
        p50: Some(93.5),
        p99: 105.9,
        downtime: 683.7,
        breaks: ("Decryption", 1.379),
        cost: 30_340.0,
        tenfold: 268_100.0,
    },
    HandWorked {
        drawing: "side_by_side",
        flow: Some("allowed"),
        failed: None,
        load: ("Items", 33_250.0),
        used: ("Prices", 0.693),
        p50: Some(35.0),
        p99: 60.0,
        downtime: 328.7,
        breaks: ("Prices", 1.444),
        cost: 14_370.0,
        tenfold: 107_400.0,
    },
    HandWorked {
        drawing: "two_regions",
        flow: Some("watch"),
        failed: None,
        load: ("Pieces", 3_500.0),
        used: ("Origin", 0.53),
        p50: Some(15.2),
        p99: 145.5,
        downtime: 368.2,
        breaks: ("Origin", 1.886),
        cost: 3_486_000.0,
        tenfold: 33_600_000.0,
    },
    HandWorked {
        drawing: "kept_pages",
        flow: Some("fetch"),
        failed: None,
        load: ("Page archive", 1_600.0),
        used: ("Fetchers", 0.667),
        p50: Some(7.5),
        p99: 27.5,
        downtime: 578.6,
        breaks: ("Fetchers", 1.5),
        cost: 32_260.0,
        tenfold: 316_400.0,
    },
];

#[test]
fn whole_designs_agree_with_those_worked_out_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numbers");
    for by_hand in BY_HAND {
        let path = folder.join(format!("{}.txt", by_hand.drawing));
        let text = std::fs::read_to_string(path).expect("the drawing");
        let design = parse_notation(&text).expect("sound notation").design;
        let prompt = by_hand.flow.map(|id| prompt_of_flow(design.scenario(), id));
        let named = |name: &str| {
            let mut parts = design.components();
            parts.find(|(_, part)| part.name == name).expect("a part").0
        };
        let what_if = WhatIf {
            failed: by_hand
                .failed
                .into_iter()
                .map(named)
                .collect::<BTreeSet<_>>(),
            ..WhatIf::default()
        };
        let found = estimate(&design, prompt.as_ref(), &what_if);
        let part = |name: &str| {
            let mut parts = found.components.iter();
            parts.find(|part| part.id == named(name)).expect("a part")
        };
        let flow = &found.flows[0];
        let latency = flow.latency.as_ref().expect("it keeps up");
        let availability = flow.availability.as_ref().expect("it arrives");
        let used = part(by_hand.used.0).utilization.expect("it has a limit");
        let tenfold = found.monthly_cost_to_carry_tenfold.expect("few enough");
        let (first, times) = found.breaks[0];
        assert_eq!(
            design.item_name(first),
            by_hand.breaks.0,
            "{}",
            by_hand.drawing
        );
        for (what, found, wanted) in [
            ("load", part(by_hand.load.0).rps, by_hand.load.1),
            ("used", used, by_hand.used.1),
            ("p50", latency.p50, by_hand.p50.unwrap_or(latency.p50)),
            ("p99", latency.p99, by_hand.p99),
            ("downtime", availability.minutes_a_year, by_hand.downtime),
            ("breaks at", times, by_hand.breaks.1),
            ("cost", found.monthly_cost, by_hand.cost),
            ("cost at tenfold", tenfold, by_hand.tenfold),
        ] {
            assert!(
                (found / wanted - 1.0).abs() <= NEAR,
                "{}, {what}: {found}, by hand {wanted}",
                by_hand.drawing
            );
        }
    }
}

/// The built-in prompt with this id, with one of its flows only.
fn prompt_of_flow(id: Option<&str>, flow: &str) -> Scenario {
    let mut all = builtin().iter();
    let prompt = all.find(|prompt| Some(prompt.id.as_str()) == id);
    let mut prompt = prompt.expect("a built-in prompt").clone();
    prompt.flows.retain(|one| one.id == flow);
    prompt
}
