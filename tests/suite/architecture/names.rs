//! The names in the code: a type is known by its name alone, wherever it is read.

use std::collections::BTreeMap;

use super::{Source, assert_none, is_name, name_at, sources};

/// Words before the name of a type.
const KEYWORDS: [&str; 5] = ["struct", "enum", "trait", "union", "type"];

/// The types that a file defines outside tests and functions, with where each starts. Associated types belong to their
/// trait and may be called what it calls them.
fn types(source: &Source) -> Vec<(usize, &str)> {
    let code = source.shipped();
    let mut found = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let indented = line.starts_with(' ');
        let mut at = start;
        let mut words = line.split_inclusive(' ').peekable();
        while let Some(word) = words.next() {
            at += word.len();
            let is_keyword = KEYWORDS.contains(&word.trim());
            let associated = indented && word.trim() == "type";
            if is_keyword && !associated && words.peek().is_some() {
                let name = name_at(&code[at..]);
                if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                    found.push((at, name));
                }
                break;
            }
            let is_visibility =
                word.starts_with("pub") || word.trim().is_empty() || word.contains(')');
            if !is_keyword && !is_visibility && word.chars().any(is_name) && !word.starts_with("in")
            {
                break;
            }
        }
        start += line.len();
    }
    found
}

#[test]
fn a_type_has_its_name_for_itself() {
    let sources = sources();
    let mut places = BTreeMap::<&str, Vec<String>>::new();
    for source in &sources {
        for (at, name) in types(source) {
            places.entry(name).or_default().push(source.at(at));
        }
    }
    assert!(places.len() > 300, "hardly any type was found");
    let twice = places.iter().filter(|(_, at)| at.len() > 1);
    let problems: Vec<String> = twice
        .map(|(name, at)| format!("`{name}` names several types: {}", at.join(", ")))
        .collect();
    assert_none(&problems);
}

#[test]
fn types_are_found_however_they_are_written() {
    let source = Source {
        path: "src/model/design.rs".to_owned(),
        text: String::new(),
        code: "pub struct A;\npub(in crate::app) enum B {}\n    type Output = f64;\nfn f() {\n    struct C;\n}\ntrait D {}\n"
            .to_owned(),
    };
    let names: Vec<&str> = types(&source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["A", "B", "C", "D"]);
}
