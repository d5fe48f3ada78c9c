//! Whether a text is D2, which looks much like the notation of this program.

use super::board::is_keyword;
use crate::model::parse_notation;

/// Whether a text has lines that only D2 has, and is not in the notation.
pub(in crate::import) fn is_d2(text: &str) -> bool {
    let begin = text.trim_start();
    if begin.starts_with(['{', '[', '<', '@']) || begin.contains('\0') {
        return false;
    }
    let has_mark = text.lines().any(|line| is_marked(line.trim()));
    has_mark && parse_notation(text).is_err()
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
