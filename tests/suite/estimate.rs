//! `boxdrill estimate` run as a program: what it says, what it takes, what it refuses.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The program on the designs, without anything of the developer's around it.
fn estimate(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_boxdrill"))
        .arg("estimate")
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/designs"))
        .env("BOXDRILL_DATA_DIR", "data")
        .env("BOXDRILL_STATE_DIR", "state-that-is-not-there")
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the output is text");
    let code = output.status.code().expect("it is not killed");
    (code, text(output.stdout), text(output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, err) = estimate(&[arguments, &["--format", "json"]].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    serde_json::from_str(&out).expect("it is JSON")
}

#[test]
fn says_what_flows_loads_limits_and_costs_there_are() {
    let (code, out, err) = estimate(&["good.txt"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for heading in ["Flows", "Load", "What breaks first", "Cost"] {
        assert!(
            out.lines().any(|line| line == heading),
            "{heading} in {out}"
        );
    }
    assert!(out.contains(" a month") && out.contains("× this traffic"));
    assert!(out.contains(" a month at 10× this traffic, with the instances drawn"));
    assert!(out.contains(" a month with enough instances"));
}

#[test]
fn ten_times_the_traffic_is_ten_times_the_load() {
    let rps = |found: &Value| -> Vec<f64> {
        let components = found["components"].as_array().expect("a list");
        components
            .iter()
            .map(|c| c["rps"].as_f64().expect("a number"))
            .collect()
    };
    let (now, tenfold) = (json(&["good.txt"]), json(&["good.txt", "--traffic", "x10"]));
    for (now, tenfold) in rps(&now).iter().zip(rps(&tenfold)) {
        assert!((now * 10.0 - tenfold).abs() < 1e-6 * tenfold.max(1.0));
    }
    let headroom = |found: &Value| found["breaks"][0][1].as_f64().expect("a number");
    assert!((headroom(&now) / headroom(&tenfold) - 10.0).abs() < 1e-9);
}

#[test]
fn what_has_failed_is_named_by_name_or_number() {
    let down = |found: &Value| {
        let flows = found["flows"].as_array().expect("a list");
        flows.iter().filter(|flow| flow["state"] == "down").count()
    };
    assert_eq!(down(&json(&["good.txt"])), 0);
    let by_name = json(&["good.txt", "--fail", "front DOOR"]);
    assert!(down(&by_name) > 0);
    let (code, _, err) = estimate(&["good.txt", "--fail", "front dor"]);
    assert_eq!(code, 2);
    assert!(err.contains("did you mean"), "{err}");
}

#[test]
fn without_a_prompt_it_says_so() {
    let (code, out, _) = estimate(&["no_prompt.txt"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("No prompt and no traffic"), "{out}");
    let (code, _, err) = estimate(&["good.txt", "--traffic", "ten"]);
    assert_eq!(code, 2);
    assert!(err.contains("is not a number"), "{err}");
}

/// The slowest of 100 requests of the first flow, ms.
fn p99(found: &Value) -> f64 {
    found["flows"][0]["latency"]["p99"]
        .as_f64()
        .expect("a number")
}

#[test]
fn what_is_slow_makes_requests_slow() {
    let usual = p99(&json(&["good.txt"]));
    assert!(p99(&json(&["good.txt", "--slow", "Entries"])) > 2.0 * usual);
    // A connection takes 200 ms longer.
    let far = p99(&json(&["good.txt", "--slow", "Pages > Entries"]));
    assert!(far > usual + 150.0, "{far} against {usual}");
}

/// A drawing with a cache and traffic of its own.
const CACHED: &str = "traffic 500
client -> lb -> api
lb: load_balancer
api: service x3 \"API\"
api -> cache: read
cache: cache x2 \"Hot data\" hit=0.9
api -> data: read
data: sql x2 \"Data\"
";

#[test]
fn an_emptied_cache_leaves_its_load_to_the_store() {
    let file = tempfile::NamedTempFile::with_suffix(".txt").expect("a file");
    std::fs::write(file.path(), CACHED).expect("it can be written");
    let path = file.path().to_str().expect("a path");
    let data = |found: &Value| {
        let all = found["components"].as_array().expect("a list");
        let called = |c: &&Value| found["names"][c["id"].to_string()] == "Data";
        let data = all.iter().find(called).expect("the store");
        data["rps"].as_f64().expect("a number")
    };
    let (usual, emptied) = (json(&[path]), json(&[path, "--empty", "hot data"]));
    assert!(data(&emptied) > 5.0 * data(&usual), "{emptied}");
    let (code, _, err) = estimate(&[path, "--empty", "Data"]);
    assert!(code == 2 && err.contains("cache"), "{err}");
}

#[test]
fn it_says_which_assumption_changes_a_verdict() {
    let (code, out, _) = estimate(&["good.txt", "--ranges"]);
    assert!(code == 0 && out.contains("Confidence"), "{out}");
    let found = json(&["good.txt", "--ranges", "--scenario", "url_shortener"]);
    let verdicts = found["verdicts"].as_array().expect("a list");
    assert!(!verdicts.is_empty());
}

/// A file of prices in a folder of its own.
fn prices(json: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), json).expect("it can be written");
    file
}

#[test]
fn prices_of_a_company_take_the_place_of_the_others() {
    let with = |table: &str| {
        let file = prices(table);
        let path = file.path().to_str().expect("a path");
        json(&["no_prompt.txt", "--prices", path])
    };
    let whole = |found: &Value| found["monthly_cost"].as_f64().expect("a number");
    let usual = whole(&json(&["no_prompt.txt"]));
    assert!((whole(&with("{}")) - usual).abs() < 1e-9);
    // A word for a kind will do.
    let dear = whole(&with(r#"{"Postgres": {"monthly": 100000}}"#));
    assert!(dear >= 100_000.0, "{dear}");
    let by_id = whole(&with(
        r#"{"sql_database": {"monthly": 100000, "per_million": 2, "per_gb": 0.1}}"#,
    ));
    assert!((dear - by_id).abs() < 1e-9);
}

#[test]
fn prices_that_cannot_be_used_are_refused_in_a_sentence() {
    let refused = |json: &str| {
        let file = prices(json);
        let path = file.path().to_str().expect("a path");
        let (code, out, err) = estimate(&["good.txt", "--prices", path]);
        assert_eq!((code, out.as_str()), (2, ""));
        err
    };
    let unknown = refused(r#"{"kafak": {"monthly": 1}}"#);
    assert!(unknown.contains("did you mean `Kafka`"), "{unknown}");
    for (json, words) in [
        (r#"{"sql": {"monthly": -1}}"#, "below 0"),
        (
            r#"{"sql": {"monthly": 1}, "postgres": {"monthly": 2}}"#,
            "priced twice",
        ),
        (r#"{"sql": {"weekly": 1}}"#, "unknown field `weekly`"),
        ("month = 3", "expected value"),
    ] {
        let err = refused(json);
        assert!(err.contains(words) && err.contains("prices in "), "{err}");
    }
    let (code, _, err) = estimate(&["good.txt", "--prices", "nowhere.json"]);
    assert_eq!(code, 2);
    assert!(err.contains("nowhere.json"), "{err}");
}

#[test]
fn the_format_of_prices_is_in_the_help() {
    let (code, out, _) = estimate(&["--help"]);
    assert_eq!(code, 0);
    for word in ["--prices", "monthly", "per_million", "per_gb"] {
        assert!(out.contains(word), "{word} in {out}");
    }
}

/// A drawing in a file of its own.
fn drawing(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::with_suffix(".txt").expect("a file");
    std::fs::write(file.path(), text).expect("it can be written");
    file
}

#[test]
fn open_connections_are_a_limit_where_it_is_known_how_many_there_are() {
    let text = |count: u32, more: &str| {
        format!(
            "scenario chat_system\nclient -> lb -> gateway -> presence\nlb: load_balancer x2\ngateway: websocket_gateway x{count} \"Gateways\"{more}\npresence: cache x3"
        )
    };
    let gateways = |text: &str| {
        let file = drawing(text);
        let path = file.path().to_str().expect("a path");
        let found = json(&[path]);
        let all = found["components"].as_array().expect("a list");
        let called = |c: &&Value| found["names"][c["id"].to_string()] == "Gateways";
        let part = all.iter().find(called).expect("the gateways").clone();
        (part["utilization"].as_f64(), found["breaks"][0][1].as_f64())
    };
    // Two million members on gateways of 100,000 connections each; the calls are next to nothing.
    let (used, breaks) = gateways(&text(40, ""));
    assert!((used.expect("a limit") - 0.5).abs() < 1e-9);
    assert!((breaks.expect("a limit") - 2.0).abs() < 1e-9);
    let (used, _) = gateways(&text(40, " connections=400000"));
    assert!((used.expect("a limit") - 0.125).abs() < 1e-9);
    // Without a prompt nobody says how many are connected.
    let free = text(40, "").replace("scenario chat_system", "traffic 100");
    assert!(gateways(&free).0.expect("a limit") < 0.01);
    // Too many are a flow that does not keep up, in words and in the check.
    let file = drawing(&text(10, ""));
    let path = file.path().to_str().expect("a path");
    let (_, out, _) = estimate(&[path]);
    assert!(out.contains("200% of 1,000,000 connections"), "{out}");
    let line = out.lines().find(|line| line.contains("Come online"));
    assert!(line.expect("the flow").contains("overloaded"), "{out}");
}

#[test]
fn loads_are_also_told_in_what_people_count() {
    let file = drawing(
        "traffic 12\nclient -> api\napi -> model\napi -> db\napi: service x2\ndb: sql x2\nmodel: llm_service x1",
    );
    let (_, out, _) = estimate(&[file.path().to_str().expect("a path")]);
    assert!(out.contains("12/s (6k tokens/s)"), "{out}");
}

#[test]
fn a_call_for_every_ten_is_not_made_rarer_by_words() {
    let file = drawing(
        "traffic 600\nclient -> api\napi -> log: async\nlog: event_log x3\nlog -> w: x0.1 \"in batches of ten\"\nw: worker x2 \"Loader\"\nw -> db\ndb: sql x2\napi: service x2",
    );
    let (_, out, _) = estimate(&[file.path().to_str().expect("a path")]);
    let line = out.lines().find(|line| line.contains("Loader  "));
    assert!(line.expect("the worker").contains("60/s"), "{out}");
}
