//! The README keeps its word: the rules and prompts it lists are the ones there are, and its commands exist.

use std::fmt::Write as _;

use boxdrill::analysis::rules;
use boxdrill::scenario::builtin;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn readme() -> String {
    std::fs::read_to_string(README).expect("the README is there")
}

/// The lines between `<!-- name -->` and `<!-- /name -->`.
fn section(text: &str, name: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).expect("the section opens") + open.len();
    let end = text[start..].find(&close).expect("the section closes") + start;
    text[start..end].to_owned()
}

fn rules_table() -> String {
    let mut table = String::from("\n| rule | what it says | usually |\n| --- | --- | --- |\n");
    for rule in rules::all() {
        let severity = rule.severity.label().to_lowercase();
        _ = writeln!(table, "| `{}` | {} | {severity} |", rule.id, rule.title);
    }
    table.push('\n');
    table
}

fn prompts_table() -> String {
    let mut table = String::from("\n| prompt | family | what it trains |\n| --- | --- | --- |\n");
    for prompt in builtin() {
        let skills = prompt.skills.join(", ").to_lowercase();
        let (title, family) = (&prompt.title, prompt.family.label());
        _ = writeln!(table, "| {title} | {family} | {skills} |");
    }
    table.push('\n');
    table
}

#[test]
fn the_rules_and_prompts_listed_are_the_ones_there_are() {
    let mut text = readme();
    for (name, wanted) in [("prompts", prompts_table()), ("rules", rules_table())] {
        let listed = section(&text, name);
        if std::env::var_os("BLESS").is_some() {
            let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
            let old = format!("{open}{listed}{close}");
            text = text.replace(&old, &format!("{open}{wanted}{close}"));
            std::fs::write(README, &text).expect("the README can be written");
            continue;
        }
        assert_eq!(
            listed, wanted,
            "run `BLESS=1 cargo test` to bring the README in step"
        );
    }
}

#[test]
fn everything_it_points_at_is_there() {
    let text = readme();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in text.split("](").skip(1) {
        let target = part.split(')').next().unwrap_or_default();
        assert!(
            target.starts_with("http") || root.join(target).exists(),
            "the README points at {target}"
        );
    }
}

#[test]
fn its_example_on_standard_input_works() {
    use std::process::{Command, Stdio};
    let text = readme();
    let line = text
        .lines()
        .find(|line| line.starts_with("printf '"))
        .expect("the example");
    let notation = line
        .split('\'')
        .nth(1)
        .expect("quoted")
        .replace("\\n", "\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_boxdrill"))
        .args(["check", "-", "--fail-on", "never"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::io::Write::write_all(
        &mut child.stdin.take().expect("a pipe"),
        notation.as_bytes(),
    )
    .expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Link API"));
}
