//! What the program says of several hundred drawings, kept as JSON: reports, estimates, offered fixes and plans. A change
//! of the code that is not meant to change an answer changes no byte of it; one that is shows here what it changes.
//!
//! `BLESS=1 cargo test --test suite golden` writes the answers as they are now. Plans take long, so that they are compared
//! only when asked for: `cargo test --release --test suite golden -- --include-ignored`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use boxdrill::analysis::{Analysis, Fix, FixOrder, Plan, WhatIf, rules};
use boxdrill::model::{Design, Edit, parse_notation, read_design, write_design};
use boxdrill::scenario::{Library, Scenario, builtin};
use serde_json::{Value, json};

/// A drawing with what it answers.
struct Subject {
    /// Names it among its group, and its file.
    name: String,
    design: Design,
    scenario: Option<Scenario>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let below = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    paths.into_iter().flat_map(below).collect()
}

/// The drawings of a folder of this repository; files that hold none are left out.
fn drawn_in(folder: &str) -> Vec<Subject> {
    let folder = root().join(folder);
    let library = Library::default();
    let mut found = Vec::new();
    for path in files_below(&folder) {
        let bytes = fs::read(&path).expect("a file");
        let design = match path.extension().and_then(|extension| extension.to_str()) {
            Some("txt") => {
                let text = String::from_utf8(bytes).expect("text");
                parse_notation(&text).map(|parsed| parsed.design).ok()
            }
            Some("boxdrill") => read_design(&bytes).map(|loaded| loaded.design).ok(),
            _ => None,
        };
        let Some(design) = design else { continue };
        let name = path
            .strip_prefix(&folder)
            .expect("below the folder")
            .with_extension("");
        found.push(Subject {
            name: name.to_string_lossy().replace(['/', '\\'], "__"),
            scenario: design.scenario().and_then(|id| library.get(id)).cloned(),
            design,
        });
    }
    assert!(!found.is_empty(), "no drawing below {}", folder.display());
    found
}

fn rule_examples() -> Vec<Subject> {
    let prompt = rules::example_prompt();
    let example = |rule: &rules::Rule, which: &str, text: &str| Subject {
        name: format!("{}.{which}", rule.id),
        design: parse_notation(text).expect("an example of a rule").design,
        scenario: rule.answers_example_prompt.then(|| prompt.clone()),
    };
    let all = rules::all().iter();
    all.flat_map(|rule| {
        [
            example(rule, "bad", &rule.bad_text()),
            example(rule, "good", &rule.good_text()),
        ]
    })
    .collect()
}

fn accepted_designs() -> Vec<Subject> {
    let designs = builtin().iter().flat_map(|scenario| {
        let of = |accepted: &boxdrill::scenario::AcceptedDesign| Subject {
            name: format!("{}.{}", scenario.id, accepted.id),
            design: accepted.design.clone(),
            scenario: Some(scenario.clone()),
        };
        scenario.designs.iter().map(of).collect::<Vec<_>>()
    });
    designs.collect()
}

/// The drawing that a change leads to, as a number: the file it would be saved as.
fn outcome(design: &Design, edits: Vec<Edit>) -> String {
    let mut changed = design.clone();
    changed.apply_all(edits).expect("an offered change fits");
    format!("{:08x}", crc32fast::hash(write_design(&changed).as_bytes()))
}

fn fix_value(design: &Design, fix: &Fix) -> Value {
    json!({
        "label": fix.label,
        "score": fix.score,
        "clears": fix.clears,
        "effect": fix.effect,
        "drawing": outcome(design, fix.edits.clone()),
    })
}

fn answers(subject: &Subject) -> Value {
    let design = &subject.design;
    let analysis = Analysis::new(design, subject.scenario.as_ref());
    let report = analysis.report();
    let now = analysis.estimate(&WhatIf::default());
    let offered: Vec<Value> = (analysis.fixer(&report, &now).fixes(FixOrder::Score))
        .iter()
        .map(|(finding, fix)| json!([finding, fix_value(design, fix)]))
        .collect();
    let ten = analysis.estimate(&WhatIf {
        traffic: 10.0,
        ..WhatIf::default()
    });
    json!({ "report": report, "fixes": offered, "estimate": now, "at_ten_times": ten })
}

fn planned(subject: &Subject) -> Value {
    let Plan {
        steps,
        effect,
        score,
        left,
        searched_all,
    } = Analysis::new(&subject.design, subject.scenario.as_ref()).plan();
    let labels: Vec<&str> = steps.iter().map(|step| &*step.label).collect();
    let left: Vec<&str> = left.iter().map(|finding| &*finding.why).collect();
    let edits = steps.iter().flat_map(|step| step.edits.clone()).collect();
    json!({
        "steps": labels,
        "effect": effect,
        "score": score,
        "left": left,
        "searched_all": searched_all,
        "drawing": outcome(&subject.design, edits),
    })
}

/// Compares the answers about a group of drawings with those that are kept: one file, one line for each drawing.
fn compare(group: &str, subjects: &[Subject], answer: impl Fn(&Subject) -> Value) {
    let mut text = String::from("{\n");
    for (index, subject) in subjects.iter().enumerate() {
        let comma = if index + 1 < subjects.len() { "," } else { "" };
        let name = Value::from(subject.name.as_str());
        writeln!(text, "{name}: {}{comma}", answer(subject)).expect("a string grows");
    }
    text.push_str("}\n");
    let path = root().join(format!("tests/golden/{group}.json"));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).expect("the answers can be kept");
        return;
    }
    let kept = fs::read_to_string(&path).expect("answers are kept: BLESS=1 writes them");
    let different: Vec<&str> = kept
        .lines()
        .zip(text.lines())
        .filter(|(then, now)| then != now)
        .map(|(then, _)| then.split(": ").next().unwrap_or_default())
        .collect();
    let at = root().join(format!("target/tmp/golden_{group}.json"));
    if kept != text {
        _ = fs::create_dir_all(root().join("target/tmp"));
        _ = fs::write(&at, &text);
    }
    assert!(
        kept == text,
        "{} answers differ from {}; those of now are in {}. The first: {:?}",
        different.len(),
        path.display(),
        at.display(),
        &different[..different.len().min(5)],
    );
}

#[test]
fn golden_rule_examples() {
    compare("rule_examples", &rule_examples(), answers);
}

#[test]
fn golden_accepted_designs() {
    compare("accepted_designs", &accepted_designs(), answers);
}

#[test]
fn golden_test_designs() {
    compare("test_designs", &drawn_in("tests/designs"), answers);
}

#[test]
fn golden_panel() {
    compare("panel", &drawn_in("tests/panel"), answers);
}

#[test]
#[ignore = "takes minutes without optimization"]
fn golden_plans() {
    compare("plans_of_test_designs", &drawn_in("tests/designs"), planned);
    compare("plans_of_panel", &drawn_in("tests/panel"), planned);
    compare("plans_of_rule_examples", &rule_examples(), planned);
}
