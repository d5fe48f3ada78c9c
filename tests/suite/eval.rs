//! The check, measured: faults put into accepted designs are found and nothing else is said, and drawings by strangers,
//! in `tests/designs/strangers/`, are not cried over.
//!
//! A stranger's drawing says in its first lines what is expected of it: `# raises <rule>`, or nothing where it is fine.

use std::fs;
use std::path::PathBuf;

use boxdrill::analysis::{Report, Severity, analyze, rules};
use boxdrill::evaluation::evaluate;
use boxdrill::model::parse_notation;
use boxdrill::scenario::{Library, builtin};

/// Of the faults put into accepted designs, at least so many are found, and so much of what is said is right. Rules that read
/// words and kinds of traffic also speak of faults that the self-test does not know yet.
const RECALL: f64 = 0.998;
const PRECISION: f64 = 0.994;

#[test]
fn faults_are_found_and_little_else_is_said() {
    let evaluation = evaluate(builtin().iter().chain([rules::example_prompt()]));
    let total = evaluation.total();
    let misses: Vec<_> = evaluation.misses().collect();
    assert!(total.recall() >= RECALL, "not found: {misses:#?}");
    let unexpected = &evaluation.unexpected;
    assert!(
        total.precision() >= PRECISION,
        "not explained: {unexpected:#?}"
    );
}

/// A drawing that somebody else could have made.
struct Stranger {
    file: String,
    raises: Vec<String>,
    report: Report,
}

fn strangers() -> Vec<Stranger> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/designs/strangers");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let library = Library::default();
    let read = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default();
        let file = file.to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a text file");
        let design = parse_notation(&text)
            .unwrap_or_else(|error| panic!("{file}: {error}"))
            .design;
        let prompt = design.scenario().and_then(|id| library.get(id));
        assert!(prompt.is_some(), "{file} names no built-in prompt");
        let expected = text
            .lines()
            .filter_map(|line| line.strip_prefix("# raises "));
        Stranger {
            raises: expected.map(str::to_owned).collect(),
            report: analyze(&design, prompt),
            file,
        }
    };
    files.iter().map(read).collect()
}

fn lines(report: &Report, least: Severity) -> Vec<String> {
    let findings = report.findings.iter().filter(|f| f.severity <= least);
    findings
        .map(|f| format!("{:?} {}: {}", f.severity, f.rule, f.why))
        .collect()
}

#[test]
fn good_answers_by_strangers_raise_nothing_serious() {
    let strangers = strangers();
    let fine: Vec<&Stranger> = strangers.iter().filter(|s| s.raises.is_empty()).collect();
    assert!(fine.len() >= 12, "only {} are fine", fine.len());
    let mut cried_over = Vec::new();
    for Stranger { file, report, .. } in fine {
        if report.worst().is_some_and(|worst| worst <= Severity::High) {
            cried_over.push((file, lines(report, Severity::High)));
        }
    }
    assert!(cried_over.is_empty(), "{cried_over:#?}");
}

#[test]
fn plainly_bad_answers_by_strangers_are_told_why() {
    let strangers = strangers();
    let bad: Vec<&Stranger> = strangers.iter().filter(|s| !s.raises.is_empty()).collect();
    assert!(bad.len() >= 4, "only {} are bad", bad.len());
    for stranger in bad {
        for rule in &stranger.raises {
            assert!(rules::get(rule).is_some(), "{rule} is no rule");
            let said = stranger
                .report
                .findings
                .iter()
                .any(|finding| finding.rule == rule && finding.severity <= Severity::High);
            assert!(
                said,
                "{} does not raise {rule}: {:#?}",
                stranger.file,
                lines(&stranger.report, Severity::Info)
            );
        }
    }
}
