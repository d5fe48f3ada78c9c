//! The real program on the designs in `tests/designs`: what it prints, what it writes, how it ends.
//!
//! Expected output lies in `tests/snapshots`; `BLESS=1 cargo test` rewrites it, and the diff is then read by a person.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The program in the folder of the designs, with nothing of the developer's own around it.
fn boxdrill(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boxdrill"));
    command
        .args(arguments)
        .current_dir(Path::new(ROOT).join("tests/designs"))
        .env("BOXDRILL_DATA_DIR", "data")
        .env("BOXDRILL_STATE_DIR", "state-that-is-not-there")
        .stdin(Stdio::null());
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    ended(boxdrill(arguments).output().expect("the program starts"))
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("the output is text");
    let code = output.status.code().expect("it is not killed");
    (code, text(output.stdout), text(output.stderr))
}

fn with_input(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child: Child = boxdrill(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input)
        .expect("it reads");
    ended(child.wait_with_output().expect("it ends"))
}

/// Fails with exit code 2, one line on standard error and nothing on standard output; gives the sentence.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    let sentence = err.strip_prefix("error: ").expect("it is an error");
    sentence.trim_end().to_owned()
}

#[track_caller]
fn matches_snapshot(name: &str, actual: &str) {
    let path: PathBuf = [ROOT, "tests/snapshots", name].iter().collect();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, actual).expect("the snapshot can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        actual, expected,
        "tests/snapshots/{name} differs; BLESS=1 cargo test rewrites it"
    );
}

#[test]
fn help_and_version() {
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, 0);
    matches_snapshot("help.txt", &out);
    let (code, out, _) = run(&["--version"]);
    assert_eq!(
        (code, out),
        (0, format!("boxdrill {}\n", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn a_report_as_text() {
    for name in ["weak", "good", "no_prompt"] {
        let (_, out, err) = run(&["check", &format!("{name}.txt")]);
        assert_eq!(err, "");
        assert!(!out.contains('\u{1b}'), "no colour outside a terminal");
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

#[test]
fn prompts_are_listed_and_shown_without_their_hints() {
    let (code, out, _) = run(&["scenarios"]);
    assert_eq!(code, 0);
    assert!(out.lines().any(|line| line.starts_with("guestbook  ")));
    assert!(out.ends_with(&format!(
        "Your own prompts go into {}\n",
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
        "0.085 USD",
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
fn pictures_are_written_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (png, svg) = (path("a.png"), path("a.SVG"));
    assert_eq!(
        run(&["export", "good.txt", "-o", &png, "--scale", "1"]).0,
        0
    );
    assert_eq!(
        run(&[
            "export",
            "good.txt",
            "-o",
            &svg,
            "--theme",
            "dark",
            "--transparent"
        ])
        .0,
        0
    );
    assert!(
        fs::read(&png)
            .expect("a picture")
            .starts_with(b"\x89PNG\r\n")
    );
    assert!(
        fs::read_to_string(&svg)
            .expect("a picture")
            .starts_with("<svg")
    );
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[test]
fn a_picture_is_read_as_the_drawing_it_shows_unless_that_was_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let score = |file: &str| run(&["check", file, "--fail-on", "never"]).1;
    let (whole, flat) = (path("whole.png"), path("flat.png"));
    assert_eq!(run(&["export", "weak.txt", "-o", &whole]).0, 0);
    let found = |text: String| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(found(score(&whole)), found(score("weak.txt")));
    assert_eq!(run(&["export", "weak.txt", "-o", &flat, "--flat"]).0, 0);
    assert!(refused(&["check", &flat]).starts_with("this picture holds no drawing"));
}

#[test]
fn a_report_is_one_page_with_the_picture_and_the_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.html");
    let path = file.display().to_string();
    let (code, _, err) = run(&["export", "weak.txt", "-o", &path]);
    assert_eq!((code, err.as_str()), (0, ""));
    let text = fs::read_to_string(&file).expect("a report");
    assert!(text.starts_with("<!doctype html>") && text.contains("<svg"));
    assert!(text.contains("What the check says") && text.contains("a month"));
    let (code, _, _) = run(&["export", "weak.txt", "-o", &path, "--for", "stakeholders"]);
    let plain = fs::read_to_string(&file).expect("a report");
    assert!(code == 0 && plain != text, "other words for other readers");
}

#[test]
fn numbers_are_drawn_as_charts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pictures = Vec::new();
    for chart in ["growth", "load", "cost"] {
        let path = folder.path().join(format!("{chart}.svg"));
        let name = path.display().to_string();
        let (code, _, err) = run(&[
            "export",
            "good.txt",
            "--chart",
            chart,
            "--scenario",
            "url_shortener",
            "-o",
            &name,
        ]);
        assert_eq!((code, err.as_str()), (0, ""));
        let picture = fs::read_to_string(&path).expect("a picture");
        assert!(picture.starts_with("<svg"));
        pictures.push(picture);
    }
    pictures.dedup();
    assert_eq!(pictures.len(), 3, "each chart is another");
    let path = folder.path().join("none.svg").display().to_string();
    let sentence = refused(&["export", "no_prompt.txt", "--chart", "load", "-o", &path]);
    assert!(sentence.contains("name a prompt"), "{sentence}");
}

#[test]
fn prompts_are_checked_with_line_and_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.json");
    let sound = fs::read_to_string(Path::new(ROOT).join("scenarios/messenger.json"));
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

#[test]
fn pictures_that_cannot_be_made_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("none/a.png").display().to_string();
    let pdf = "the name ends in .png or .svg for a picture, in .html for a report (a.pdf)";
    assert_eq!(refused(&["export", "good.txt", "-o", "a.pdf"]), pdf);
    assert!(
        refused(&["export", "good.txt", "-o", &missing]).starts_with("the folder does not exist")
    );
    let (code, _, err) = run(&["export", "good.txt", "-o", &missing, "--scale", "9"]);
    assert!(
        code == 2 && err.contains("the scale is a number from 1 to 4"),
        "{err}"
    );
    let (code, _, err) = with_input(&["export", "-", "-o", &missing], b"title \"Nothing\"\n");
    assert!(code == 2 && err.contains("nothing is drawn"), "{err}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = folder.path().join("full.png");
    std::os::unix::fs::symlink("/dev/full", &full).expect("a link");
    let sentence = refused(&["export", "good.txt", "-o", &full.display().to_string()]);
    assert!(sentence.starts_with("the disk is full"), "{sentence}");
    let output = boxdrill(&["kinds"])
        .stdout(File::create("/dev/full").expect("the device"))
        .output();
    let (code, _, err) = ended(output.expect("the program starts"));
    assert_eq!(code, 2);
    assert!(
        err.starts_with("error: the output could not be written: "),
        "{err}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut arguments = vec!["check"];
    arguments.extend(std::iter::repeat_n("weak.txt", 300));
    let mut child = boxdrill(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    // More is written than a pipe holds, so the program is still writing when its reader goes.
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    let (code, _, err) = ended(child.wait_with_output().expect("it ends"));
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(line, "weak.txt\n");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_so() {
    let sentence = "there is no display to open a window on: set DISPLAY or WAYLAND_DISPLAY, or use the command line, \
                    see boxdrill --help";
    assert_eq!(refused(&[]), sentence);
    assert_eq!(refused(&["good.txt"]), sentence);
}

#[cfg(target_os = "linux")]
#[test]
fn a_display_that_cannot_be_reached_is_an_error_and_no_panic() {
    let mut command = boxdrill(&[]);
    let output = command.env("DISPLAY", ":64242").output();
    let (code, out, err) = ended(output.expect("the program starts"));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: the window could not be opened: "),
        "{err}"
    );
    assert_eq!(err.lines().count(), 1, "{err}");
}

#[test]
fn a_mistyped_command_is_not_taken_for_a_file() {
    assert_eq!(
        refused(&["chekc"]),
        "there is no file and no command `chekc`: did you mean `boxdrill check`?"
    );
    assert_eq!(
        refused(&["no/such/file"]),
        "there is no such file: check the name (no/such/file)"
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
    assert!(!plain.contains("fix: ") && !plain.contains("What if it fails"));
    let (_, out, _) = run(&[
        "check",
        "weak.txt",
        "--fixes",
        "--failures",
        "--for",
        "stakeholders",
    ]);
    assert!(out.contains("fix: Run two of Guestbook API"), "{out}");
    assert!(out.contains("Best next step: "), "{out}");
    assert!(
        out.contains("What if it fails") && out.contains("Fewest machines"),
        "{out}"
    );
    assert!(out.contains("stop until it is replaced"), "{out}");
}

#[test]
fn fixes_tell_what_they_do_to_the_numbers_and_are_ranked_by_it() {
    let (_, out, _) = run(&["check", "weak.txt", "--fixes", "--rank", "availability"]);
    assert!(out.contains("a year less down"), "{out}");
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
    assert!(out.contains("Cheapest way to the targets: "), "{out}");
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
    assert!(good.contains("The targets are met"), "{good}");
}
