//! `boxdrill check`.

use super::{ROOT, matches_snapshot, refused, run, with_input};
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn a_report_as_text() {
    for name in ["weak", "good", "no_prompt"] {
        let (_, out, err) = run(&["check", &format!("{name}.txt")]);
        assert_eq!(err, "");
        assert!(!out.contains('\u{1b}'), "no color outside a terminal");
        assert!(
            out.lines().all(|line| line.trim_end() == line),
            "no blanks at the ends of lines"
        );
        matches_snapshot(&format!("check_{name}.txt"), &out);
    }
}

#[test]
fn a_report_as_json() {
    let (_, out, err) = run(&["check", "weak.txt", "--format", "json"]);
    assert_eq!(err, "");
    matches_snapshot("check_weak.json", &out);
    let entries: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(entries[0]["file"], "weak.txt");
    assert_eq!(entries[0]["report"]["scenario"], "guestbook");
    assert!(entries[0]["report"]["score"]["total"].is_u64());
}

#[test]
fn a_weak_drawing_fails_and_a_good_one_does_not() {
    assert_eq!(run(&["check", "weak.txt"]).0, 1);
    assert_eq!(run(&["check", "good.txt"]).0, 0);
    assert_eq!(run(&["check", "good.txt", "weak.txt"]).0, 1);
}

#[test]
fn the_exit_code_follows_fail_on() {
    let (_, out, _) = run(&["check", "weak.txt", "--format", "json"]);
    let entries: Value = serde_json::from_str(&out).expect("it is JSON");
    let levels = ["critical", "high", "medium", "info"];
    let findings = entries[0]["report"]["findings"].as_array().expect("a list");
    let worst = findings
        .iter()
        .filter_map(|finding| {
            levels
                .iter()
                .position(|level| finding["severity"] == *level)
        })
        .min();
    for (index, level) in levels.iter().enumerate() {
        let expected = i32::from(worst.is_some_and(|worst| worst <= index));
        assert_eq!(
            run(&["check", "weak.txt", "--fail-on", level]).0,
            expected,
            "{level}"
        );
    }
    assert_eq!(run(&["check", "weak.txt", "--fail-on", "never"]).0, 0);
}

#[test]
fn standard_input_is_a_file_called_dash() {
    let text = fs::read(Path::new(ROOT).join("tests/designs/good.txt")).expect("the design");
    let (code, out, err) = with_input(&["check", "-"], &text);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, run(&["check", "good.txt"]).1);
    let (code, out, err) = with_input(&["check", "-"], b"client -> \xff");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.ends_with("binary data (standard input)\n"), "{err}");
}

#[test]
fn one_broken_file_is_named_and_the_rest_is_checked() {
    let (code, out, err) = run(&["check", "typo.txt", "good.txt", "none.txt", "weak.txt"]);
    assert_eq!(code, 2);
    let errors: Vec<&str> = err.lines().collect();
    assert_eq!(
        errors,
        [
            "error: line 2: unknown component kind `kafak`: did you mean `Kafka`? (typo.txt)",
            "error: there is no such file: check the name (none.txt)",
        ]
    );
    let headings: Vec<&str> = out
        .lines()
        .filter(|line| line.split('.').next_back() == Some("txt"))
        .collect();
    assert_eq!(headings, ["good.txt", "weak.txt"]);
    let (code, out, _) = run(&["check", "typo.txt", "good.txt", "--format", "json"]);
    let entries: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(code, 2);
    assert!(entries[0]["error"].is_string() && entries[0]["report"].is_null());
    assert!(entries[1]["report"].is_object() && entries[1]["error"].is_null());
}

#[test]
fn what_was_mended_is_said() {
    let (_, out, _) = run(&["check", "mended.boxdrill"]);
    let mended = out.split("\n\n").next().expect("the first paragraph");
    matches_snapshot("mended.txt", &format!("{mended}\n"));
}

#[test]
fn the_prompt_is_the_drawings_own_or_the_one_asked_for() {
    let asked = run(&[
        "check",
        "no_prompt.txt",
        "--scenario",
        "guestbook",
        "--format",
        "json",
    ])
    .1;
    assert!(asked.contains("\"scenario\": \"guestbook\""));
    let none = run(&[
        "check",
        "good.txt",
        "--scenario",
        "none",
        "--format",
        "json",
    ])
    .1;
    assert!(none.contains("\"scenario\": null"));
    let near = "unknown prompt `guestbok`: did you mean `guestbook`?";
    assert_eq!(
        refused(&["check", "good.txt", "--scenario", "guestbok"]),
        near
    );
    assert_eq!(
        refused(&["check", "other_prompt.txt"]),
        format!("{near} (other_prompt.txt)")
    );
    assert_eq!(
        refused(&["check", "good.txt", "--scenario", "qqqqqqqqqq"]),
        "unknown prompt `qqqqqqqqqq`: `boxdrill scenarios` lists them"
    );
}

/// A folder with drawings in it, one of them broken, one in a folder of its own.
fn folder_of_drawings() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let weak = fs::read_to_string(Path::new(ROOT).join("tests/designs/weak.txt"));
    let design = boxdrill::model::parse_notation(&weak.expect("the design")).expect("is sound");
    put("b.boxdrill", &boxdrill::model::write_design(&design.design));
    put("a.boxdrill", "{\"version\": 1, broken");
    put(
        "deep/c.boxdrill",
        &boxdrill::model::write_design(&design.design),
    );
    put("notes.txt", "client -> api");
    folder
}

#[test]
fn a_folder_is_checked_with_its_broken_file_named() {
    let folder = folder_of_drawings();
    let path = folder.path().to_str().expect("plain");
    let (code, out, err) = run(&["check", path]);
    assert_eq!(code, 2, "{err}");
    assert_eq!(err.lines().count(), 1);
    assert!(
        err.contains("a.boxdrill") && err.contains("damaged"),
        "{err}"
    );
    let place = |name: &str| out.find(name).unwrap_or_else(|| panic!("{name} in {out}"));
    assert!(place("b.boxdrill") < place("c.boxdrill"), "in order");
    assert!(!out.contains("notes.txt"));
    let last = out.lines().last().expect("a summary");
    assert!(
        last.starts_with("3 files: 4 critical") && last.ends_with("1 could not be checked"),
        "{last}"
    );
}

#[test]
fn an_empty_folder_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let sentence = refused(&["check", folder.path().to_str().expect("plain")]);
    assert!(sentence.contains("no .boxdrill file"), "{sentence}");
}

#[test]
fn findings_as_values_with_commas() {
    let (code, out, err) = run(&["check", "weak.txt", "no_prompt.txt", "--format", "csv"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let mut lines = out.split("\r\n");
    let head = lines.next().expect("a first line");
    assert!(head.starts_with("file,scenario,score,rule,severity"));
    let first = lines.next().expect("a finding");
    assert!(
        first.starts_with("weak.txt,guestbook,") && first.contains(",critical,"),
        "{first}"
    );
    assert!(out.ends_with("\r\n"));
}

#[test]
fn findings_for_code_hosts() {
    let folder = folder_of_drawings();
    let file = folder.path().join("b.boxdrill");
    let mut design = disk_design(&file);
    let report = boxdrill::analysis::analyze(&design, None);
    let accepted = report.findings[0].acceptance("One office only".to_owned(), false);
    let edit = boxdrill::model::Edit::SetAcceptances(vec![accepted]);
    design.apply(edit).expect("it is accepted");
    fs::write(&file, boxdrill::model::write_design(&design)).expect("a file");
    let path = file.to_str().expect("plain");
    let (_, out, _) = run(&["check", path, "--scenario", "none", "--format", "sarif"]);
    let document: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(document["version"], "2.1.0");
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), report.findings.len());
    let text = fs::read_to_string(&file).expect("the file");
    for (result, finding) in results.iter().zip(&report.findings) {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], finding.rule);
        let line = &result["locations"][0]["physicalLocation"]["region"]["startLine"];
        if let Some(item) = finding.items.first() {
            let line = text
                .lines()
                .nth(line.as_u64().expect("a number") as usize - 1);
            assert!(line.is_some_and(|line| line.contains(&format!("\"id\": {}", item.0))));
        }
    }
    let reasons: Vec<&Value> = results
        .iter()
        .filter_map(|r| r.get("suppressions"))
        .collect();
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0][0]["justification"], "One office only");
}

fn disk_design(file: &Path) -> boxdrill::model::Design {
    boxdrill::storage::disk::open(file)
        .expect("a drawing")
        .loaded
        .design
}

#[test]
fn fixes_failures_and_words_for_stakeholders() {
    let (_, plain, _) = run(&["check", "weak.txt"]);
    assert!(!plain.contains("fix: ") && !plain.contains("What happens when a component fails"));
    let (_, out, _) = run(&[
        "check",
        "weak.txt",
        "--fixes",
        "--failures",
        "--for",
        "stakeholders",
    ]);
    assert!(
        out.contains("fix: Run 2 instances of Guestbook API"),
        "{out}"
    );
    assert!(out.contains("Best next step: "), "{out}");
    assert!(
        out.contains("What happens when a component fails") && out.contains("Fewest machines"),
        "{out}"
    );
    assert!(out.contains("stop until it is replaced"), "{out}");
}

#[test]
fn fixes_tell_what_they_do_to_the_numbers_and_are_ranked_by_it() {
    let (_, out, _) = run(&["check", "weak.txt", "--fixes", "--rank", "availability"]);
    assert!(out.contains("less downtime a year"), "{out}");
    let (_, out, _) = run(&[
        "check", "weak.txt", "--fixes", "--rank", "cost", "--format", "json",
    ]);
    let entries: Value = serde_json::from_str(&out).expect("it is JSON");
    let fixes = entries[0]["fixes"].as_array().expect("fixes");
    let costs: Vec<f64> = fixes
        .iter()
        .map(|fix| fix["effect"]["monthly_cost"].as_f64().expect("a number"))
        .collect();
    assert!(costs.len() > 1 && costs.is_sorted(), "{costs:?}");
    let findings = &entries[0]["report"]["findings"];
    for fix in fixes {
        let finding = fix["finding"].as_u64().expect("a place") as usize;
        assert_eq!(findings[finding]["rule"], fix["rule"]);
        assert!(fix["label"].is_string() && fix["score"].is_u64());
    }
    let refused = run(&["check", "weak.txt", "--rank", "cost"]);
    assert_eq!(refused.0, 2, "it asks for --fixes");
}

#[test]
fn a_plan_meets_the_targets_and_adds_up() {
    let (_, out, _) = run(&["check", "weak.txt", "--plan"]);
    assert!(out.contains("Cheapest way to meet the targets: "), "{out}");
    let (_, out, _) = run(&["check", "weak.txt", "--plan", "--format", "json"]);
    let entries: Value = serde_json::from_str(&out).expect("it is JSON");
    let plan = &entries[0]["plan"];
    assert_eq!(plan["enough"], true);
    assert_eq!(plan["left"].as_array().map(Vec::len), Some(0));
    let cost = |of: &Value| of["effect"]["monthly_cost"].as_f64().expect("a number");
    let steps = plan["steps"].as_array().expect("steps");
    let sum: f64 = steps.iter().map(cost).sum();
    assert!(!steps.is_empty() && (sum - cost(plan)).abs() < 0.02);
    let (_, good, _) = run(&["check", "good.txt", "--plan"]);
    assert!(good.contains("All targets are met"), "{good}");
}

#[test]
fn errors_are_json_where_json_was_asked_for() {
    let unknown = ["check", "good.txt", "--scenario", "guestbok", "--format"];
    let (code, out, err) = run(&[&unknown[..], &["json"]].concat());
    let entries: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!((code, entries.as_array().map(Vec::len)), (2, Some(1)));
    assert!(
        entries[0]["error"]
            .as_str()
            .is_some_and(|error| error.contains("did you mean"))
    );
    assert!(err.contains("did you mean"));
    let (code, out, _) = run(&[&unknown[..], &["sarif"]].concat());
    let document: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(
        (code, &document["runs"][0]["results"]),
        (2, &serde_json::json!([]))
    );
    let (code, out, err) = run(&["estimate", "typo.txt", "--format", "json"]);
    let reason: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(code, 2);
    assert!(err.contains(reason["error"].as_str().expect("a sentence")));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("it starts").success());
    for format in ["text", "json", "csv", "sarif"] {
        let writer = pipe.clone();
        let writer = std::thread::spawn(move || fs::write(writer, "client -> api -> db"));
        let (code, out, err) = run(&["check", &pipe.display().to_string(), "--format", format]);
        writer.join().expect("it ends").expect("it is written");
        assert!(code < 2 && !out.is_empty(), "{err}");
    }
}

#[test]
fn names_do_not_steer_the_terminal() {
    let mut design = boxdrill::model::parse_notation("client -> api")
        .expect("is sound")
        .design;
    let title = boxdrill::model::Edit::SetTitle("\u{1b}]0;owned\u{7}\u{1b}[31m red".to_owned());
    design.apply(title).expect("it can be called so");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("\u{1b}[2J.boxdrill");
    fs::write(&path, boxdrill::model::write_design(&design)).expect("a file");
    let missing = folder.path().join("\u{1b}[2Jmissing");
    let names = [path.display().to_string(), missing.display().to_string()];
    let (_, out, err) = run(&["check", &names[0], &names[1]]);
    let mut texts = vec![out, err];
    for format in ["markdown", "html", "mermaid", "dot"] {
        let (code, out, _) = run(&["export", &names[0], "-o", "-", "--format", format]);
        assert_eq!(code, 0, "{format}");
        texts.push(out);
    }
    for text in texts {
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text}");
    }
    let (_, out, err) = run(&["check", &names[0], &names[1]]);
    let report = ["export", &names[0], "-o", "-", "--format", "markdown"];
    for text in [out, err, run(&report).1] {
        assert!(text.contains('␛'), "{text}");
    }
}

#[test]
fn one_result_has_one_exit_code_whoever_reads_how_much() {
    for format in ["text", "json", "csv", "sarif"] {
        let arguments = ["check", "weak.txt", "--fail-on", "info", "--format", format];
        let whole = run(&arguments).0;
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let status = super::boxdrill(&arguments).stdout(writer).status();
        assert_eq!(status.expect("it ends").code(), Some(whole), "{format}");
        assert_eq!(whole, 1);
    }
}

/// Texts that stand for more than they say are refused in a sentence, before it is made.
#[test]
fn a_product_of_lists_is_refused_before_it_is_made() {
    let list = |name: &str| {
        (0..9_000)
            .map(|n| format!("{name}{n}"))
            .collect::<Vec<_>>()
            .join(" & ")
    };
    let text = format!("graph LR\n{} --> {}", list("a"), list("b"));
    let (code, out, err) = super::with_input(&["check", "-"], text.as_bytes());
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: line 2 of the Mermaid flowchart: a flowchart can have at most")
    );
}
