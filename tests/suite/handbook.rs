//! The handbook's files in `assets/` against its pages: a file that no page was made of would be read by nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use boxdrill::analysis::{analyze, rules};
use boxdrill::handbook::{Chapter, pages};
use boxdrill::model::{Item, Role, parse_notation};

#[test]
fn every_file_is_a_page() {
    for (folder, chapter) in [("kinds", Chapter::Kinds), ("concepts", Chapter::Concepts)] {
        let folder = format!("{}/assets/handbook/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("text");
            let heading = text.lines().next().unwrap_or_default();
            let title = heading.trim_start_matches("# ");
            let mut chapter_pages = pages().iter().filter(|page| page.link.chapter() == chapter);
            let found = chapter_pages.any(|page| {
                page.link.to_string().ends_with(&format!(":{name}")) && page.title == title
            });
            assert!(found, "{name} is not listed, or its title is another");
        }
    }
}

/// The roles of what the findings of a rule point at in its own bad example.
fn roles_pointed_at(rule: &rules::Rule) -> BTreeSet<Role> {
    let design = parse_notation(&rule.bad_text())
        .expect("an example is a drawing")
        .design;
    let prompt = rule.answers_example_prompt.then(rules::example_prompt);
    let report = analyze(&design, prompt);
    let found = report.findings.iter().filter(|found| found.rule == rule.id);
    let items = found.flat_map(|found| &found.items);
    items
        .flat_map(|&id| match design.item(id) {
            Some(Item::Component(_)) => vec![id],
            Some(Item::Connection(connection)) => vec![connection.from, connection.to],
            _ => Vec::new(),
        })
        .map(|id| design.kind_of(id).role)
        .collect()
}

#[test]
fn the_rules_of_a_role_are_those_whose_bad_example_points_at_it() {
    let mut found: BTreeMap<Role, Vec<&str>> = BTreeMap::new();
    for rule in rules::all() {
        for role in roles_pointed_at(rule) {
            found.entry(role).or_default().push(rule.id);
        }
    }
    let text = serde_json::to_string_pretty(&found).expect("plain data") + "\n";
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/handbook/rules_by_role.json"
    );
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &text).expect("a file that can be written");
    }
    let kept = fs::read_to_string(path).expect("a text file");
    assert_eq!(
        kept, text,
        "the rules have changed: run BLESS=1 cargo test --test suite handbook"
    );
}
