//! Six figures of whole designs, worked out by hand in `tests/numbers/README.md`: the load of a part, how much of it is in
//! use, how long a request takes, how often it fails, what breaks first, and what it costs.

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
    /// What 99 of 100 requests stay below (ms).
    p99: f64,
    /// Minutes a year without the flow.
    downtime: f64,
    /// What cannot keep up first, and from how many times the traffic on.
    breaks: (&'static str, f64),
    /// USD a month.
    cost: f64,
}

const BY_HAND: &[HandWorked] = &[
    HandWorked {
        drawing: "several_entries",
        flow: None,
        failed: None,
        load: ("Page service", 450.0),
        used: ("Order service", 0.5),
        p99: 34.0,
        downtime: 526.0,
        breaks: ("Order service", 2.0),
        cost: 1_360.0,
    },
    HandWorked {
        drawing: "batch_consumers",
        flow: None,
        failed: None,
        load: ("Reports", 120.0),
        used: ("Loader", 0.6),
        p99: 16.5,
        downtime: 1_065.0,
        breaks: ("Loader", 1.667),
        cost: 1_270.0,
    },
    HandWorked {
        drawing: "open_connections",
        flow: Some("presence"),
        failed: None,
        load: ("Presence", 2_200.0),
        used: ("Socket gateways", 0.8),
        p99: 5.0,
        downtime: 578.6,
        breaks: ("Socket gateways", 1.25),
        cost: 5_220.0,
    },
    HandWorked {
        drawing: "cache_failure",
        flow: None,
        failed: Some("Hot items"),
        load: ("Items", 1_000.0),
        used: ("Items", 0.625),
        p99: 20.3,
        downtime: 526.0,
        breaks: ("Items", 1.6),
        cost: 780.0,
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
            ("p99", latency.p99, by_hand.p99),
            ("downtime", availability.minutes_a_year, by_hand.downtime),
            ("breaks at", times, by_hand.breaks.1),
            ("cost", found.monthly_cost, by_hand.cost),
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
