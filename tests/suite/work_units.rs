//! Work that people count in something else than calls: minutes of film, tokens, bytes that are kept and written; and
//! prices that depend on what a box is.

use boxdrill::analysis::{ComponentEstimate, Estimate, Report, WhatIf, analyze, estimate};
use boxdrill::model::parse_notation;
use boxdrill::scenario::{Scenario, builtin};

fn prompt(id: &str) -> &'static Scenario {
    let mut all = builtin().iter();
    all.find(|prompt| prompt.id == id).expect("a prompt")
}

/// What is said of a drawing, and its numbers.
fn told(
    text: &str,
    prompt: Option<&Scenario>,
) -> (Report, Estimate, impl Fn(&str) -> ComponentEstimate + use<>) {
    let parsed = parse_notation(text).expect("a drawing");
    let found = estimate(&parsed.design, prompt, &WhatIf::default());
    let components = found.components.clone();
    let of = move |key: &str| {
        let id = parsed.keys[key];
        let mut all = components.iter();
        all.find(|part| part.id == id).expect("it is drawn").clone()
    };
    (analyze(&parsed.design, prompt), found, of)
}

fn near(found: f64, expected: f64) {
    let off = (found - expected).abs();
    assert!(off <= 0.01 * expected.abs(), "{found}, not {expected}");
}

/// The months of a drawing without a prompt: the mean is 0.4 of the peak.
const MONTH: f64 = 2_629_800.0 / 2.5;

const FILMS: &str = "
viewer: client \"Viewers\"
o: object_storage \"Originals\"
q: queue \"Jobs\"
enc: ENCODERS
p: object_storage \"Pieces\"
viewer -> o: write \"send the file\"
o -> q: async
q -> enc
enc -> p: write
";

#[test]
fn films_are_encoded_by_the_minute_and_version() {
    let films = |encoders: &str| {
        let text = FILMS.replace("ENCODERS", encoders);
        told(&text, Some(prompt("video_streaming")))
    };
    // 7 films a second of 5 minutes in 5 versions are 10,500 machine-minutes a minute.
    let (report, found, of) = films("transcoder x8 \"FFmpeg servers\"");
    let encoders = of("enc");
    assert_eq!(
        encoders.in_units.as_deref(),
        Some("10.5k machine-minutes a minute")
    );
    near(encoders.utilization.expect("a limit"), 10_500.0 / 8.0);
    let flow = found.flows.iter().find(|flow| flow.id == "prepare");
    assert!(flow.is_some_and(|flow| !flow.overloaded.is_empty()));
    let said = report
        .findings
        .iter()
        .find(|one| one.rule == "backlog-grows");
    let said = &said.expect("the encoders do not keep up").why;
    for part in [
        "1 machine-minutes a minute per instance",
        "each call is 25 machine-minutes",
        "10.5k machine-minutes a minute",
        "in one quality",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    // A bought service is paid by the minute: 7 ÷ 3 films a second, 25 minutes of output at a cent each.
    let (_, _, of) = films("transcoder \"Encoding\" (MediaConvert)");
    assert!(of("enc").utilization.is_none());
    near(of("enc").monthly_cost, 7.0 / 3.0 * 2_629_800.0 * 0.25);
    // The drawing may say how large a job is, and pictures are no films.
    let (_, _, of) = films("transcoder x8 \"Encoders\" job=5");
    near(of("enc").utilization.expect("a limit"), 2_100.0 / 8.0);
    let (_, _, of) = films("transcoder x8 \"Thumbnailer\"");
    assert!(of("enc").utilization.expect("a limit") < 0.1);
}

#[test]
fn hosted_models_are_paid_by_the_token_and_own_ones_by_the_machine() {
    let chat = |model: &str| {
        let text = format!(
            "traffic 50\nusers: client\napi: service x2 \"API\"\nm: llm_service {model}\ndb: sql x2\nusers -> api -> m: sync\napi -> db"
        );
        told(&text, None)
    };
    // 1,000 tokens in at 0.40 and 500 out at 1.60 USD a million.
    let (report, found, of) = chat("\"Model\" (OpenAI)");
    near(of("m").monthly_cost, 50.0 * MONTH * 0.0012);
    assert!(of("m").utilization.is_none() && of("m").instances_needed.is_none());
    let asked = report
        .findings
        .iter()
        .any(|one| one.advice.contains("instances of Model"));
    assert!(!asked, "{:#?}", report.findings);
    // The first word comes soon; 500 tokens take 8 s more.
    near(found.flows[0].rest_of_answer.expect("an answer"), 8_350.0);
    let (_, _, of) = chat("\"GPT-4o\"");
    near(of("m").monthly_cost, 50.0 * MONTH * 0.0075);
    let (_, _, of) = chat("x12 \"Our vLLM\"");
    near(of("m").monthly_cost, 12.0 * 1_825.0);
    near(of("m").utilization.expect("a limit"), 50.0 / 60.0);
    // A prompt says how many tokens a call has.
    let text = "people: client \"People\"\nchat: app_service x3 \"Chat service\"\nm: llm_service \"Hosted model\"\nidx: vector_index x2 \"Index\"\npeople -> chat\nchat -> idx: read\nchat -> m";
    let (_, _, of) = told(text, Some(prompt("rag_chatbot")));
    near(of("m").monthly_cost, 14.0 / 3.0 * 2_629_800.0 * 0.00168);
}

#[test]
fn stored_bytes_and_written_ones_are_paid_for() {
    let text = |access: &str| {
        format!(
            "traffic 1000\nusers: client\napi: service x4\ns3: object_storage \"Files\"\nusers -> api\napi -> s3: {access}"
        )
    };
    let cost = |access: &str| told(&text(access), None).2("s3").cost.calls;
    near(cost("read"), 1_000.0 * MONTH / 1e6 * 0.4);
    near(cost("write"), 1_000.0 * MONTH / 1e6 * 5.0);
    // 35 PB in files, a fifth of it warm where the drawing speaks of a cold tier.
    let files = |name: &str| {
        let text = format!(
            "apps: client\nfiles: object_storage \"{name}\"\napps -> files: write \"upload\""
        );
        told(&text, Some(prompt("file_storage"))).2("files")
            .cost
            .kept
    };
    near(files("Chunks"), 805_000.0);
    near(files("Chunks with a cold tier"), 273_000.0);
    let text = "people: client\ns3: object_storage \"Photo store\"\npeople -> s3: write \"upload a photo\"";
    let (_, _, of) = told(text, Some(prompt("news_feed")));
    near(of("s3").cost.kept, 41_975.0);
}

#[test]
fn what_is_only_watched_is_paid_for_by_samples() {
    let watched = |monitor: &str, arrow: &str| {
        let text = format!(
            "traffic 10000\nusers: client\napi: service x10\ndb: key_value_store\nmon: observability {monitor}\nusers -> api -> db\napi -> mon: async{arrow}"
        );
        told(&text, None).2("mon").cost.calls
    };
    let whole = 10_000.0 * MONTH / 1e6 * 0.5;
    near(watched("\"Metrics\"", ""), whole / 100.0);
    near(watched("\"Metrics\"", " 10%"), whole / 10.0);
    near(1.0 + watched("\"Metrics\" (Prometheus)", ""), 1.0);
}

#[test]
fn a_budget_that_is_not_kept_names_its_largest_default() {
    let text = "people: client\nfiles: object_storage \"Chunks\"\npeople -> files: both";
    let (report, ..) = told(text, Some(prompt("file_storage")));
    let said = report.findings.iter().find(|one| one.rule == "over-budget");
    let said = &said.expect("it costs more than the budget").why;
    assert!(
        said.contains("depends on our default for Chunks, $0.023 per GB stored per month"),
        "{said}"
    );
}
