//! Whether a text is D2, which looks much like the notation of this program.

use super::board::is_keyword;
use super::parser::parse_d2;
use crate::import::elements::check_length;
use crate::import::other_diagrams::other_diagram;
use crate::import::structurizr::is_fragment;
use crate::model::{closest_word, parse_notation};

/// Words that the notation has after the colon of a connection: what is nearly one of them is a slip of the pen.
const CONNECTION_WORDS: [&str; 9] = [
    "async",
    "backoff",
    "breaker",
    "encrypted",
    "idempotent",
    "on-miss",
    "retries",
    "sync",
    "timeout",
];
/// A key of more words is a sentence.
const MOST_WORDS: usize = 6;

/// Whether a text has lines that only D2 has, or is plain D2, and is not in the notation.
pub(in crate::import) fn is_d2(text: &str) -> bool {
    // Looked at before the text is read several times to find out.
    if check_length(text).is_err() {
        return false;
    }
    let begin = text.trim_start();
    if begin.starts_with(['{', '[', '<', '@']) || begin.contains('\0') {
        return false;
    }
    let has_mark = text.lines().any(|line| is_marked(line.trim()));
    // Parts of other languages have such lines too: a class of Mermaid, or the looks of a Structurizr element.
    let is_other = || other_diagram(text).is_some() || is_fragment(text);
    (has_mark || is_plain(text)) && !is_other() && parse_notation(text).is_err()
}

/// Whether a text consists of nothing but connections with words, boxes and boxes in each other, so that each line could
/// stand in D2 and at least one could not stand in the notation.
fn is_plain(text: &str) -> bool {
    // What stands in braces on one line is read as if it stood on lines of its own.
    let text_in_lines = (text.replace('{', "{\n"))
        .replace('}', "\n}\n")
        .replace(';', "\n");
    let lines = text_in_lines.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut is_sure = false;
    let mut has_connection = false;
    for line in lines {
        let Some(said) = read_plain(line) else {
            return false;
        };
        has_connection |= said.is_connection;
        is_sure |= said.is_sure;
    }
    is_sure && has_connection && parse_d2(text).is_ok()
}

/// What a line says that could stand in D2.
struct PlainLine {
    is_connection: bool,
    /// Whether it could not stand in the notation.
    is_sure: bool,
}

/// Reads `a -> b: words`, `a`, `a: words`, `a {`, `a: {` and `}`; none where a line is something else.
fn read_plain(line: &str) -> Option<PlainLine> {
    let nothing = PlainLine {
        is_connection: false,
        is_sure: false,
    };
    if line == "}" {
        return Some(nothing);
    }
    let (line, opens) = match line.strip_suffix('{') {
        Some(head) => (head.trim_end().trim_end_matches(':').trim_end(), true),
        None => (line, false),
    };
    let (key, words) = match line.split_once(':') {
        Some((key, words)) => (key, Some(words.trim())),
        None => (line, None),
    };
    // Names in quotes and numbers with signs belong to the notation.
    let has_other_signs = |words: &str| words.contains(['"', '(', '=', '{', '}', '|']);
    if key.starts_with("zone ") || words.is_some_and(has_other_signs) {
        return None;
    }
    let ends: Vec<&str> = key
        .split("->")
        .flat_map(|part| part.split("--"))
        .map(|end| end.trim().trim_matches('-').trim_end_matches('<').trim())
        .collect();
    let is_end = |end: &&str| {
        let is_sign = |c: char| c.is_alphanumeric() || " _-'./&+".contains(c);
        let count = end.split_whitespace().count();
        (1..=MOST_WORDS).contains(&count)
            && end.chars().all(is_sign)
            && end.starts_with(char::is_alphanumeric)
            && !end.ends_with('.')
            && !end.contains(". ")
    };
    if !ends.iter().all(is_end) {
        return None;
    }
    let is_connection = ends.len() > 1;
    let has_long_key = ends.iter().any(|end| end.contains(char::is_whitespace));
    let first = words.and_then(|words| words.split_whitespace().next());
    let is_slip = first.is_some_and(|word| closest_word(word, CONNECTION_WORDS).is_some());
    Some(PlainLine {
        is_connection,
        is_sure: opens || (is_connection && (has_long_key || (first.is_some() && !is_slip))),
    })
}

/// Whether a line has a keyword as its key, a map after a colon, a block string, a key in a key as an end, or a connection
/// that the notation does not have.
fn is_marked(line: &str) -> bool {
    if line.starts_with('#') || line.starts_with("zone ") {
        return false;
    }
    let (key, value) = match line.split_once(':') {
        Some((key, value)) => (key.trim(), Some(value.trim())),
        None => (line, None),
    };
    let has_keyword = value.is_some() && key.split('.').any(|part| is_keyword(part.trim()));
    let opens_map = value.is_some_and(|value| value.ends_with('{'));
    let opens_block = value.is_some_and(|value| {
        let after = value.trim_start_matches('|');
        after.len() < value.len() && after.starts_with(|c: char| c.is_alphabetic() || c == '`')
    });
    let is_word = |c: char| c.is_alphanumeric() || "._- '\"".contains(c);
    let ends: Vec<&str> = key.split("->").collect();
    let is_in_key = |end: &&str| {
        let inner = end.trim().split_once('.');
        inner.is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()) && end.chars().all(is_word)
    };
    let has_inner_key = ends.len() > 1 && ends.iter().any(|end| is_in_key(&end.trim()));
    let has_other_arrow = [" <-> ", " -- ", " <- "]
        .iter()
        .any(|arrow| key.contains(arrow));
    has_keyword || opens_map || opens_block || has_inner_key || has_other_arrow
}
