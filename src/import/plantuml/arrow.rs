//! Arrows between elements: `a -[#red,dashed]-> b : words`, in all directions and with all heads.

use super::element::{Name, take_name};
use crate::import::diagram::ArrowHeads;

/// An arrow as a statement draws it.
pub(super) struct Arrow<'a> {
    /// What stands at its left.
    pub(super) left: Name<'a>,
    /// What stands at its right.
    pub(super) right: Name<'a>,
    /// Its words.
    pub(super) label: &'a str,
    /// Whether it leads from right to left.
    pub(super) is_backwards: bool,
    /// Its heads.
    pub(super) heads: ArrowHeads,
    /// Whether its line is dotted or dashed.
    pub(super) is_dotted: bool,
    /// Whether it is not drawn.
    pub(super) is_hidden: bool,
}

/// The signs that a line is drawn with.
const LINE: [char; 4] = ['-', '.', '=', '~'];
/// The signs of heads at the left end.
const LEFT_HEADS: [char; 15] = [
    '<', '|', '*', 'o', 'x', '^', '#', '+', '}', ')', '(', '0', '@', '/', '\\',
];
/// The signs of heads at the right end.
const RIGHT_HEADS: [char; 15] = [
    '>', '|', '*', 'o', 'x', '^', '#', '+', '{', ')', '(', '0', '@', '/', '\\',
];
/// Directions that stand within the line.
const WAYS: [&str; 12] = [
    "left", "right", "up", "down", "le", "ri", "do", "l", "r", "u", "d", "norank",
];

/// Reads an arrow; none where a statement is something else.
pub(super) fn read_arrow(text: &str) -> Option<Arrow<'_>> {
    let left = take_name(text)?;
    let rest = skip_quoted(left.rest.trim_start());
    let begin = rest;
    let line_begin = rest.find(LINE)?;
    let left_heads = &rest[..line_begin];
    if !left_heads.chars().all(|c| LEFT_HEADS.contains(&c)) {
        return None;
    }
    let mut rest = &rest[line_begin..];
    let mut style = "";
    let mut line_signs = 0;
    loop {
        let after = rest.trim_start_matches(LINE);
        line_signs += rest.len() - after.len();
        rest = after;
        if let Some((inside, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            let goes_on = after.starts_with(LINE) || after.starts_with('>');
            if goes_on {
                (style, rest) = (inside, after);
                continue;
            }
        }
        let way = WAYS.iter().find_map(|way| {
            let after = rest.strip_prefix(way)?;
            (after.starts_with(LINE) || after.starts_with('[')).then_some(after)
        });
        // A ball and a socket in the middle: `-(0-`.
        let symbol = || {
            let after = rest.trim_start_matches(['(', ')', '0']);
            (after.len() < rest.len() && after.starts_with(LINE)).then_some(after)
        };
        match way.or_else(symbol) {
            Some(after) => rest = after,
            None => break,
        }
    }
    let signs = rest.trim_start_matches(RIGHT_HEADS);
    let mut right_heads = &rest[..rest.len() - signs.len()];
    // Letters and brackets are heads only where a space follows; else they begin what stands there.
    if !signs.starts_with(char::is_whitespace) && !signs.is_empty() {
        let end = right_heads.find(['o', 'x', '(', '0', ')', '@', '#', '/', '\\', '+', '*']);
        right_heads = &right_heads[..end.unwrap_or(right_heads.len())];
    }
    rest = rest[right_heads.len()..].trim_start();
    let right = take_name(skip_quoted(rest)).or_else(|| take_name(rest))?;
    let after = right.rest.trim_start();
    // Looks may stand between the end and the words: `a --> b #red;line.dashed : words`.
    let (look, label) = match after.strip_prefix(':') {
        Some(label) => ("", label),
        None => after.split_once(" : ").unwrap_or((after, "")),
    };
    let is_look = look.is_empty() || look.starts_with(['#', '<', '$', '[']);
    if line_signs == 0 || !is_look {
        return None;
    }
    let drawn = &begin[..begin.len() - rest.len()];
    let points_left = left_heads.contains('<') && !left_heads.contains('|');
    let points_right = right_heads.contains(['>', '(']);
    let heads = match (points_left, points_right) {
        (true, true) => ArrowHeads::AtBoth,
        (false, false) if !left_heads.contains('<') => ArrowHeads::Nowhere,
        _ => ArrowHeads::AtEnd,
    };
    let has = |word: &str| style.contains(word) || look.contains(word);
    Some(Arrow {
        left,
        label: label.trim(),
        is_backwards: left_heads.contains('<') && !points_right,
        heads,
        is_dotted: drawn.contains("..")
            || drawn.contains('~')
            || drawn.contains(".>")
            || drawn.contains("<.")
            || has("dashed")
            || has("dotted"),
        is_hidden: has("hidden"),
        right,
    })
}

/// Text after a multiplicity: `"1..*"`.
fn skip_quoted(text: &str) -> &str {
    let Some((_, after)) = text.strip_prefix('"').and_then(|t| t.split_once('"')) else {
        return text;
    };
    // A quoted name stands alone.
    let after = after.trim_start();
    let is_name = after.is_empty() || after.starts_with([':', '#']);
    if is_name { text } else { after }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_are_read_in_all_their_forms() {
        let (end, both, nowhere) = (ArrowHeads::AtEnd, ArrowHeads::AtBoth, ArrowHeads::Nowhere);
        for (text, left, right, label, is_backwards, heads, is_dotted) in [
            ("a --> b", "a", "b", "", false, end, false),
            ("a->b:c d", "a", "b", "c d", false, end, false),
            ("[A b]..>(C d) : e", "A b", "C d", "e", false, end, true),
            ("a <-- b", "a", "b", "", true, end, false),
            ("a <--> b", "a", "b", "", false, both, false),
            ("a -[#red,dashed]-> b", "a", "b", "", false, end, true),
            ("a -left-> b", "a", "b", "", false, end, false),
            ("a -l[#red]-> b", "a", "b", "", false, end, false),
            ("a --( b", "a", "b", "", false, end, false),
            ("a -(0- b", "a", "b", "", false, nowhere, false),
            ("a --* b", "a", "b", "", false, nowhere, false),
            ("a o-- b", "a", "b", "", false, nowhere, false),
            ("a \"1\" --> \"n\" b : x", "a", "b", "x", false, end, false),
            ("a -- other", "a", "other", "", false, nowhere, false),
            (
                "a.b ..> c::d #red;line.dashed : x",
                "a.b",
                "c::d",
                "x",
                false,
                end,
                true,
            ),
            (":A: -> \"B c\"", "A", "B c", "", false, end, false),
            ("a -->> b", "a", "b", "", false, end, false),
            ("A --|> b", "A", "b", "", false, end, false),
        ] {
            let arrow = read_arrow(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((arrow.left.text, arrow.right.text), (left, right), "{text}");
            assert_eq!(arrow.label, label, "{text}");
            assert_eq!(
                (arrow.is_backwards, arrow.heads, arrow.is_dotted),
                (is_backwards, heads, is_dotted),
                "{text}"
            );
        }
        assert!(read_arrow("a -[hidden]-> b").is_some_and(|arrow| arrow.is_hidden));
        for text in ["a", "component a-b", "a b", "skin rose", "-->"] {
            assert!(read_arrow(text).is_none(), "{text}");
        }
    }
}
