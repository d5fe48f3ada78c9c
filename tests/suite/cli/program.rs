//! `boxdrill program`.

use super::{matches_snapshot, refused, run, with_input};

const LINKS: &str = "../programs/links.boxdrill";

#[test]
fn a_plan_is_told_as_text_as_json_and_as_pages() {
    let (code, out, err) = run(&["program", LINKS, "--late", "data platform=3"]);
    assert_eq!((code, err.as_str()), (0, ""));
    matches_snapshot("program.txt", &out);
    let (code, out, _) = run(&[
        "program",
        LINKS,
        "--format",
        "json",
        "--late",
        "Registrar=2",
    ]);
    assert_eq!(code, 0);
    matches_snapshot("program.json", &out);
    let both = run(&["program", LINKS, "--format", "md"]).1;
    matches_snapshot("program.md", &both);
    for reader in ["stakeholders", "engineers"] {
        let (code, page, _) = run(&["program", LINKS, "--format", "md", "--for", reader]);
        assert!(code == 0 && both.contains(&page), "{reader}");
    }
}

#[test]
fn a_drawing_without_a_plan_says_what_to_do() {
    let (code, out, _) = with_input(&["program", "-"], b"client -> api -> db");
    assert_eq!(code, 0);
    assert!(
        out.contains("No component has an owner yet. Give each one an owner"),
        "{out}"
    );
    assert!(out.contains("Rollout order by dependencies"), "{out}");
    let (code, out, _) = with_input(&["program", "-"], b"");
    assert!(
        code != 0 || out.contains("Nothing to roll out is drawn yet."),
        "{out}"
    );
}

#[test]
fn who_cannot_be_late_is_named() {
    let sentence = refused(&["program", LINKS, "--late", "Data platfrom=3"]);
    assert!(
        sentence.contains("did you mean `Data platform`?"),
        "{sentence}"
    );
    let sentence = refused(&["program", "weak.txt", "--late", "Data=3"]);
    assert!(sentence.contains("give components an owner"), "{sentence}");
    assert!(refused(&["program", "no-such-file"]).starts_with("there is no such file"));
}

#[test]
fn damage_in_a_plan_is_told_and_the_rest_is_shown() {
    let text = std::fs::read_to_string(format!("{}/tests/programs/links.boxdrill", super::ROOT))
        .expect("the plan");
    let damaged = text.replace("\"2026-03-02\"", "\"some day\"");
    let (code, out, err) = with_input(&["program", "-"], damaged.as_bytes());
    assert_eq!(code, 0);
    assert!(err.starts_with("warning: `start` of the plan: "), "{err}");
    assert!(out.contains("week 0") && !out.contains("Mar 2"), "{out}");
}

#[test]
fn the_report_has_the_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.html");
    let path = file.display().to_string();
    assert_eq!(run(&["export", LINKS, "-o", &path]).0, 0);
    let text = std::fs::read_to_string(&file).expect("a report");
    for part in [
        "<h2>Program</h2>",
        "Core links needs Data platform",
        "A restore takes under 30 min",
        "Launch readiness",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(run(&["export", "weak.txt", "-o", &path]).0, 0);
    let text = std::fs::read_to_string(&file).expect("a report");
    assert!(!text.contains("<h2>Program</h2>"), "nothing is planned");
}
