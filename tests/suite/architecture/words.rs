//! What people read is American English in the terms of the trade: words that we have replaced do not come back. Every text in
//! the source that is a sentence is held against the list, and so are the handbook, its glossary and the kinds.

use std::fs;
use std::path::Path;

use super::{assert_none, root, sources};

/// Where lists of texts are phrases that drawings are searched for.
const PHRASES: [&str; 2] = ["src/analysis/rules/", "src/practice/follow_ups/"];

/// Words and phrases, in lower case, with what is written in their place.
const REPLACED: &[(&str, &str)] = &[
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mends", "fixes"),
    ("dear", "expensive"),
    ("dearer", "more expensive"),
    ("dearest", "most expensive"),
    ("seldom", "rarely"),
    ("gives in", "breaks"),
    ("gives way", "breaks"),
    ("whoever", "the role, or the caller"),
    ("somebody else", "the role, or another team"),
    ("hangs on", "depends on"),
    ("rests on", "depends on"),
    ("nine tenths", "90%"),
    ("one in a hundred", "1%, p99"),
    ("belong into", "belong in"),
    ("belongs into", "belongs in"),
    ("off the way", "off the critical path"),
    ("reckon", "compute"),
    ("reckoned", "computed"),
    ("watchman", "monitoring"),
    ("beside it", "next to it"),
    ("beside yours", "side by side"),
    ("alike", "match, similar"),
    ("without end", "forever, never finishes"),
    ("peak hour", "peak"),
    ("does no harm", "is safe"),
    ("goes on without", "continues without"),
    ("the other way round", "reversed"),
    ("overrun", "overloaded"),
    ("cannot keep up", "is overloaded"),
    ("worked off", "processed"),
    ("taken back", "rolled back, undone"),
    ("half-way", "halfway"),
    ("programme", "program"),
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("favourite", "favorite"),
    ("neighbour", "neighbor"),
    ("centre", "center"),
    ("artefact", "artifact"),
    ("organisation", "organization"),
    ("authorisation", "authorization"),
    ("catalogue", "catalog"),
    ("afterwards", "afterward"),
    ("towards", "toward"),
    ("burnt", "burned"),
    ("cancelled", "canceled"),
    ("labelled", "labeled"),
    ("acknowledgement", "acknowledgment"),
    ("practised", "practiced"),
    ("grey", "gray"),
    ("licence", "license"),
    ("analyse", "analyze"),
    ("fulfil", "fulfill"),
    ("whilst", "while"),
    ("learnt", "learned"),
];

/// The title of a source as its makers write it, and the id of a rule that files name.
const QUOTED: [&str; 2] = ["\"Component catalogue\"", "`no-authorisation`"];

/// Where drawings of others are searched for words, in whatever spelling they use, or drawings are made for measurements.
const SEARCHES: [&str; 2] = ["src/evaluation/", "src/model/catalogue/"];

/// The replaced words that a text has.
fn replaced_in(text: &str) -> Vec<&'static (&'static str, &'static str)> {
    let own = QUOTED
        .iter()
        .fold(text.to_owned(), |text, quoted| text.replace(quoted, ""));
    let lower = own.to_lowercase();
    let stands_alone = |word: &str| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !is_letter(before) && !is_letter(after)
        })
    };
    REPLACED
        .iter()
        .filter(|(word, _)| stands_alone(word))
        .collect()
}

/// The string literals in code without comments, each with where it starts. Raw strings hold drawings and are left out.
pub(super) fn literals(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = code[at..].find('"').map(|offset| at + offset) {
        if code[..open].ends_with("r#") {
            let end = code[open..].find("\"#").map_or(code.len(), |e| open + e);
            at = (end + 2).min(code.len());
            continue;
        }
        if code[..open].ends_with('\'') {
            at = open + 1;
            continue;
        }
        let mut text = String::new();
        let mut escaped = false;
        at = code.len();
        for (offset, c) in code[open + 1..].char_indices() {
            match c {
                '"' if !escaped => {
                    at = open + 1 + offset + 1;
                    break;
                }
                '\\' if !escaped => escaped = true,
                c => {
                    text.push(c);
                    escaped = false;
                }
            }
        }
        found.push((open, text));
    }
    found
}

/// Whether a text is a sentence or a label, and neither a list of words to search for nor a drawing.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ';
    words >= 3 && !text.contains("->") && !(words < 6 && text.chars().all(plain))
}

#[test]
fn replaced_words_do_not_come_back_on_screen() {
    let sources = sources();
    let mut problems = Vec::new();
    for source in &sources {
        let searches = SEARCHES.iter().any(|path| source.path.starts_with(path));
        if searches || source.is_test(&sources) {
            continue;
        }
        for (at, text) in literals(source.shipped()) {
            if !is_prose(&text) {
                continue;
            }
            for (word, better) in replaced_in(&text) {
                problems.push(format!("{}: `{word}`: {better} ({text})", source.at(at)));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn replaced_words_do_not_come_back_in_the_handbook() {
    let mut problems = Vec::new();
    let mut check = |path: &Path| {
        let text = fs::read_to_string(path).expect("an asset is text");
        for (number, line) in text.lines().enumerate() {
            for (word, better) in replaced_in(line) {
                let place = format!("{}:{}", path.display(), number + 1);
                problems.push(format!("{place}: `{word}`: {better}"));
            }
        }
    };
    for folder in ["concepts", "kinds"] {
        let folder = root().join("assets/handbook").join(folder);
        let entries = fs::read_dir(folder).expect("a folder of the handbook");
        for entry in entries {
            check(&entry.expect("a page").path());
        }
    }
    check(&root().join("assets/handbook/glossary.json"));
    check(&root().join("README.md"));
    assert_none(&problems);
}

#[test]
fn words_are_found_whole_and_in_any_case() {
    let found = |text: &str| -> Vec<&str> { replaced_in(text).iter().map(|(w, _)| *w).collect() };
    assert_eq!(found("Mend it, whoever you are"), ["mend", "whoever"]);
    assert_eq!(
        found("We recommend \"Component catalogue\""),
        Vec::<&str>::new()
    );
    assert!(!is_prose("grey box"), "a list of words to search for");
    assert_eq!(
        literals(r##"say("a \"b\""); r#"x "y" -> z"#; 'c'; more("d e f")"##)
            .into_iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>(),
        ["a \"b\"", "d e f"]
    );
}

/// The texts of a list that is nothing but texts.
fn listed(list: &str) -> Option<Vec<&str>> {
    let (list, _) = list.split_once(']')?;
    let pieces: Vec<&str> = list.split('"').collect();
    let is_between = |piece: &&str| piece.trim().trim_matches(',').trim().is_empty();
    let between = pieces.iter().step_by(2).all(is_between);
    between.then(|| pieces.into_iter().skip(1).step_by(2).collect())
}

#[test]
fn every_phrase_can_match_and_stands_once_in_its_list() {
    let mut wrong = Vec::new();
    for source in sources() {
        if !PHRASES.iter().any(|folder| source.path.starts_with(folder)) {
            continue;
        }
        for (at, _) in source.shipped().match_indices('[') {
            let phrases = listed(&source.shipped()[at + 1..]).unwrap_or_default();
            for (place, phrase) in phrases.iter().enumerate() {
                let words = phrase.strip_suffix(' ').unwrap_or(phrase).split(' ');
                let is_word = |word: &str| {
                    let mut letters = word.chars();
                    !word.is_empty()
                        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                };
                if !words.into_iter().all(is_word) || phrases[..place].contains(phrase) {
                    wrong.push(format!("{}: \u{201c}{phrase}\u{201d} is found in no text, or stands twice in its list", source.at(at)));
                }
            }
        }
    }
    assert_none(&wrong);
}
