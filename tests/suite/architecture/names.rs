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

/// Names that had another meaning in this crate than anywhere else, each with the term of the trade that stands in its place.
const REPLACED: &[(&str, &str)] = &[
    ("aimed", "resolve_endpoints"),
    ("befall", "applies_to"),
    ("carry_out", "execute, apply"),
    ("company", "co_requirements"),
    ("Course", "LineStyle"),
    ("Depth", "ZOrder"),
    ("Drafted", "CandidateFix"),
    ("drawn", "draw, or what it gives"),
    ("Drawn", "MiniDiagram, or what is drawn"),
    ("dress", "apply_theme"),
    ("EndUse", "ResolvedEndpoint"),
    ("FlowUse", "FlowTrace"),
    ("Gravity", "Severity"),
    ("Handling", "Interaction"),
    ("has_news", "has_changed"),
    ("Held", "ModifierKeys, LevelCap"),
    ("Hold", "LockState"),
    ("Journey", "CallTree"),
    ("journey", "call_tree"),
    ("judge", "select, classify"),
    ("Landmark", "FocusPanel"),
    ("meant", "disambiguate"),
    ("Meaning", "Semantics"),
    ("meaning", "semantics"),
    ("mend", "fix, repair"),
    ("Mend", "FixFn"),
    ("Outage", "FailureSet"),
    ("Outlook", "FlowFailureModel"),
    ("OwnPrice", "PriceOverride"),
    ("Passage", "LinkFilter, LocatedText"),
    ("Played", "PartMatchKind"),
    ("reading", "Assignment, or what is read"),
    ("Roads", "AllowedLinks"),
    ("rung", "highlighted"),
    ("said", "text_match, or what it finds"),
    ("Said", "what is stated"),
    ("say", "format, or what it writes"),
    ("settle_in", "acquire_history"),
    ("Showcase", "ReferenceView"),
    ("strike", "inject_fault"),
    ("Strain", "PinConflict"),
    ("Surroundings", "Environment, or what lies around"),
    ("Survey", "SinglePoints"),
    ("taken_for", "resolve_kind"),
    ("told", "revealed, or what it gives"),
    ("tiny_load", "load_threshold"),
    ("too_early", "premature_scaling"),
    ("Trouble", "Fault"),
    ("understand", "recognize"),
    ("waits", "is_sync, is_awaited"),
    ("Way", "RouteCandidate"),
    ("way", "path, route"),
    ("ways", "paths, routes"),
    ("Wired", "ConnectionMatchKind"),
    ("Wishes", "RoutingConstraints"),
];

/// The functions, modules and types that code defines, with where each name starts.
fn definitions(code: &str) -> Vec<(usize, &str)> {
    let keywords = ["fn ", "mod ", "struct ", "enum ", "trait ", "type "];
    let mut found = Vec::new();
    for keyword in keywords {
        for (at, _) in code.match_indices(keyword) {
            let starts = !code[..at].ends_with(is_name);
            let name = name_at(&code[at + keyword.len()..]);
            if starts && !name.is_empty() {
                found.push((at + keyword.len(), name));
            }
        }
    }
    found
}

#[test]
fn replaced_names_do_not_come_back() {
    let sources = sources();
    let mut problems = Vec::new();
    for source in &sources {
        for (at, name) in definitions(source.shipped()) {
            if let Some((_, term)) = REPLACED.iter().find(|(replaced, _)| *replaced == name) {
                problems.push(format!("{}: `{name}`: {term}", source.at(at)));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn definitions_are_found_however_they_are_written() {
    let code = "pub(crate) async fn run() {}\nmod told;\n    pub const fn waits(&self) {}\nlet f: fn(A);\ntrait D {}\n";
    let mut names: Vec<&str> = definitions(code).into_iter().map(|(_, n)| n).collect();
    names.sort_unstable();
    assert_eq!(names, ["D", "run", "told", "waits"]);
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
