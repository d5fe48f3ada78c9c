//! What the program knows: prompts, kinds, rules.

use super::{ROOT, boxdrill, ended, matches_snapshot, refused, run};
use std::fs;
use std::path::Path;

#[test]
fn prompts_are_listed_and_shown_without_their_hints() {
    let (code, out, _) = run(&["scenarios"]);
    assert_eq!(code, 0);
    assert!(out.lines().any(|line| line.starts_with("guestbook  ")));
    assert!(out.ends_with(&format!(
        "Save your own prompts in {}\n",
        Path::new("data").join("scenarios").display()
    )));
    matches_snapshot("scenario.txt", &run(&["scenarios", "guestbook"]).1);
    let hint = "when the mail provider is slow";
    assert!(!run(&["scenarios", "guestbook"]).1.contains(hint));
    assert!(run(&["scenarios", "guestbook", "--hints"]).1.contains(hint));
    assert!(refused(&["scenarios", "guestbok"]).contains("did you mean `guestbook`?"));
}

#[test]
fn a_broken_prompt_of_the_users_is_named_and_stops_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    fs::create_dir(data.path().join("scenarios")).expect("a folder");
    fs::write(data.path().join("scenarios/broken.json"), "{\n\"id\": 3}").expect("a file");
    let output = boxdrill(&["check", "no_prompt.txt", "--fail-on", "never"])
        .env("BOXDRILL_DATA_DIR", data.path())
        .output();
    let (code, _, err) = ended(output.expect("the program starts"));
    assert_eq!(code, 0);
    assert!(
        err.starts_with("warning: ") && err.contains("line 2") && err.contains("broken.json"),
        "{err}"
    );
}

#[test]
fn kinds_are_found_by_any_word() {
    let (code, out, _) = run(&["kinds"]);
    assert_eq!(code, 0);
    assert!(out.contains("load_balancer") && out.contains("Storage"));
    assert!(run(&["kinds", "postgres"]).1.contains("sql_database"));
    let (_, cdn, _) = run(&["kinds", "cdn"]);
    for price in [
        "Price per month",
        "Price per GB sent to users",
        "$0.085",
        "from 10 TB a month",
    ] {
        assert!(cdn.contains(price), "{price} in {cdn}");
    }
    assert!(
        run(&["kinds", "Load Balancer"])
            .1
            .starts_with("Load balancer (load_balancer)")
    );
    assert_eq!(
        refused(&["kinds", "kafak"]),
        "unknown kind `kafak`: did you mean `Kafka`?"
    );
}

#[test]
fn every_rule_is_listed_and_explained() {
    let (code, out, _) = run(&["rules"]);
    assert_eq!(code, 0);
    for rule in boxdrill::analysis::rules::all() {
        assert!(out.contains(rule.id), "{}", rule.id);
        let (code, page, _) = run(&["rules", rule.id]);
        assert_eq!(code, 0);
        assert!(page.starts_with(rule.title) && page.contains("For stakeholders"));
    }
    assert!(refused(&["rules", "qqqqqqqqqq"]).ends_with("`boxdrill rules` lists them"));
}

#[test]
fn prompts_are_checked_with_line_and_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.json");
    let sound = fs::read_to_string(Path::new(ROOT).join("scenarios/url_shortener.json"));
    let sound = sound.expect("a built-in prompt");
    fs::write(&file, &sound).expect("it can be written");
    let name = file.display().to_string();
    let (code, out, _) = run(&["scenarios", "check", &name]);
    assert!(code == 0 && out.contains("fair and complete"), "{out}");
    fs::write(&file, sound.replacen("\"minutes\"", "\"minuets\"", 1)).expect("it can be written");
    let (code, out, err) = run(&["scenarios", "check", &name]);
    let said = format!("{out}{err}");
    assert!(
        code != 0 && said.contains("minuets") && said.contains("line "),
        "{said}"
    );
}

#[test]
fn the_schema_of_prompts_is_the_one_in_the_assets() {
    let (code, out, _) = run(&["scenarios", "schema"]);
    let kept = fs::read_to_string(Path::new(ROOT).join("assets/prompt.schema.json"));
    assert_eq!((code, out.trim()), (0, kept.expect("a schema").trim()));
}
