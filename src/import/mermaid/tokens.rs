//! The tokens of a flowchart, taken from the start of a text: identifiers, labels in brackets, arrows with their words.

use crate::import::box_kind::BoxShape;
use crate::import::diagram::ArrowHeads;

use super::label::plain_line;

/// The brackets around a label, the longer ones first, and the shape they draw.
const BRACKETS: &[(&str, &[&str], BoxShape)] = &[
    ("(((", &[")))"], BoxShape::Round),
    ("((", &["))"], BoxShape::Round),
    ("([", &["])"], BoxShape::Round),
    ("(-", &["-)"], BoxShape::Round),
    ("[[", &["]]"], BoxShape::Plain),
    ("[(", &[")]"], BoxShape::Cylinder),
    ("[/", &["/]", "\\]"], BoxShape::Plain),
    ("[\\", &["\\]", "/]"], BoxShape::Plain),
    ("{{", &["}}"], BoxShape::Plain),
    ("[", &["]"], BoxShape::Plain),
    ("(", &[")"], BoxShape::Plain),
    ("{", &["}"], BoxShape::Plain),
    (">", &["]"], BoxShape::Plain),
];

/// A label as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LabelToken<'a> {
    /// What stands between the brackets, or between the quotes there.
    pub(super) text: &'a str,
    /// Whether it is Markdown: in quotes and grave accents.
    pub(super) is_markdown: bool,
}

/// An arrow.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ArrowToken {
    /// The words on it; may be empty.
    pub(super) label: String,
    /// Whether its line is dotted.
    pub(super) is_dotted: bool,
    /// Whether it is not drawn at all: it only keeps boxes apart.
    pub(super) is_invisible: bool,
    /// Whether it points from the right box to the left one.
    pub(super) is_backwards: bool,
    /// Its heads, seen from where it begins.
    pub(super) heads: ArrowHeads,
}

/// Takes blanks and line breaks from the start.
pub(super) fn skip_space(rest: &mut &str) {
    *rest = rest.trim_start();
}

/// Takes blanks, and no line breaks, from the start.
pub(super) fn skip_blanks(rest: &mut &str) {
    *rest = rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
}

/// Takes the identifier of a box: letters and numbers of any script, and signs where they begin no arrow and no bracket.
pub(super) fn take_identifier<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = *rest;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let is_part = match c {
            '-' => !after.starts_with(['-', '.', '>']) && !after.is_empty(),
            '=' => !after.starts_with('='),
            '.' => !is_dotted_end(&text[at..]),
            ':' => !text[at..].starts_with(":::") && !after.starts_with(char::is_whitespace),
            '"' | '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '|' | ';' | '@' | '~' | '^' => {
                false
            }
            '&' => !after.starts_with(char::is_whitespace),
            _ => !c.is_whitespace(),
        };
        if !is_part {
            end = at;
            break;
        }
    }
    let (name, after) = text.split_at(end);
    *rest = after;
    (!name.is_empty()).then_some(name)
}

/// Whether dots go on as the end of a dotted arrow does: ".-".
fn is_dotted_end(text: &str) -> bool {
    text.trim_start_matches('.').starts_with('-')
}

/// Takes a label in brackets; none where no bracket stands there.
pub(super) fn take_bracketed<'a>(
    rest: &mut &'a str,
) -> Result<Option<(LabelToken<'a>, BoxShape)>, String> {
    let text = *rest;
    let Some((open, closes, shape)) = BRACKETS.iter().find(|(open, ..)| text.starts_with(open))
    else {
        return Ok(None);
    };
    let inside = &text[open.len()..];
    // "[|border:solid|Label]"
    let skipped = match inside.strip_prefix('|') {
        Some(properties) if *open == "[" => properties.find('|').map_or(0, |at| at + 2),
        _ => 0,
    };
    let inside = &inside[skipped..];
    let quoted = take_quoted(inside)?;
    let from = quoted.map_or(0, |(_, end)| end);
    let ends = closes
        .iter()
        .filter_map(|close| Some((inside[from..].find(close)? + from, close.len())));
    let found = ends.min().or_else(|| {
        // A path in plain brackets: "[/orders]", "[\\share]". A minus in round ones: "(-1)".
        let close = match *open {
            "[/" | "[\\" => ']',
            "(-" => ')',
            _ => return None,
        };
        Some((inside[from..].find(close)? + from, 1))
    });
    let Some((end, length)) = found else {
        return Err(format!("`{open}` is not closed: add `{}`", closes[0]));
    };
    let label = match quoted {
        Some((label, after)) if inside[after..end].trim().is_empty() => label,
        _ => LabelToken {
            text: &inside[..end],
            is_markdown: false,
        },
    };
    *rest = &inside[end + length..];
    Ok(Some((label, *shape)))
}

/// A text in quotes at the start of another, and where it ends; none where no quote stands there.
pub(super) fn take_quoted(text: &str) -> Result<Option<(LabelToken<'_>, usize)>, String> {
    let start = text.len() - text.trim_start().len();
    let Some(quoted) = text[start..].strip_prefix('"') else {
        return Ok(None);
    };
    let (close, is_markdown) = if quoted.starts_with('`') {
        ("`\"", true)
    } else {
        ("\"", false)
    };
    let opened = start + close.len();
    let Some(length) = text[opened..].find(close) else {
        return Err("a quoted string is not closed: add `\"`".to_owned());
    };
    let label = LabelToken {
        text: &text[opened..opened + length],
        is_markdown,
    };
    Ok(Some((label, opened + length + close.len())))
}

/// The line of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArrowLine {
    Plain,
    Thick,
    Dotted,
    Invisible,
}

/// The end of an arrow from where its words end, `-->`, or a whole arrow without words.
struct ArrowEndToken {
    line: ArrowLine,
    /// `>`, `x`, `o`, or nothing.
    head: Option<char>,
    length: usize,
}

/// `--`, `==` or `-.` with a head before it: where an arrow with words in it begins.
fn arrow_start(text: &str) -> Option<(Option<char>, ArrowLine, usize)> {
    let head = text.chars().next().filter(|c| ['<', 'x', 'o'].contains(c));
    let line = &text[head.map_or(0, char::len_utf8)..];
    let kinds = [
        ("--", ArrowLine::Plain),
        ("==", ArrowLine::Thick),
        ("-.", ArrowLine::Dotted),
    ];
    let (mark, kind) = kinds.iter().find(|(mark, _)| line.starts_with(mark))?;
    Some((head, *kind, text.len() - line.len() + mark.len()))
}

fn arrow_end(text: &str) -> Option<ArrowEndToken> {
    let count = |text: &str, c: char| text.len() - text.trim_start_matches(c).len();
    let head_of = |text: &str| text.chars().next().filter(|c| ['>', 'x', 'o'].contains(c));
    let end = |line: ArrowLine, length: usize, head: Option<char>| ArrowEndToken {
        line,
        head,
        length: length + head.map_or(0, char::len_utf8),
    };
    let waves = count(text, '~');
    if waves >= 3 {
        return Some(end(ArrowLine::Invisible, waves, None));
    }
    for (sign, line) in [('-', ArrowLine::Plain), ('=', ArrowLine::Thick)] {
        let length = count(text, sign);
        let head = head_of(&text[length..]);
        if length >= 3 || (length == 2 && head.is_some()) {
            return Some(end(line, length, head));
        }
    }
    let minus = usize::from(text.starts_with('-'));
    let dots = count(&text[minus..], '.');
    let after = &text[minus + dots..];
    (dots > 0 && after.starts_with('-'))
        .then(|| end(ArrowLine::Dotted, minus + dots + 1, head_of(&after[1..])))
}

/// Whether an arrow begins here; on a new line none begins with a letter.
pub(super) fn begins_arrow(text: &str, is_on_new_line: bool) -> bool {
    let begin = text.chars().next().unwrap_or_default();
    let may_begin = ['-', '=', '<', '.', '~'].contains(&begin)
        || (['x', 'o'].contains(&begin) && !is_on_new_line);
    let line = text.strip_prefix(['<', 'x', 'o']).unwrap_or(text);
    may_begin && (arrow_start(text).is_some() || arrow_end(line).is_some())
}

/// Takes the name of an arrow that stands before it: `e1@-->`.
pub(super) fn take_arrow_name<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let end = rest.find(|c: char| c == '@' || c == '"' || c.is_whitespace())?;
    let (name, after) = rest.split_at(end);
    let after = after.strip_prefix('@')?;
    if name.is_empty() || !begins_arrow(after, false) {
        return None;
    }
    *rest = after;
    Some(name)
}

/// Takes an arrow from the start: `-->`, `---`, `-.->`, `==>`, `--o`, `<-->`, `~~~`, each of any length, with words as `|words|`
/// or in its middle.
pub(super) fn take_arrow(rest: &mut &str) -> Result<ArrowToken, String> {
    let text = *rest;
    let head = text.chars().next().filter(|c| ['<', 'x', 'o'].contains(c));
    let line = &text[head.map_or(0, char::len_utf8)..];
    if let Some(end) = arrow_end(line) {
        *rest = &line[end.length..];
        let label = take_words_in_bars(rest)?;
        return Ok(arrow(head, &end, label));
    }
    let Some((head, line, start)) = arrow_start(text) else {
        let found: String = text.chars().take(12).take_while(|&c| c != '\n').collect();
        return Err(format!("expected an arrow such as `-->`, found `{found}`"));
    };
    let inside = &text[start..];
    let quoted = take_quoted(inside)?;
    let from = quoted.map_or(0, |(_, end)| end);
    let found = inside[from..].char_indices().find_map(|(at, _)| {
        let end = arrow_end(&inside[from + at..]).filter(|end| end.line == line)?;
        Some((from + at, end))
    });
    let Some((at, end)) = found else {
        return Err("the label of an arrow must end with `-->`".to_owned());
    };
    let label = match quoted {
        Some((label, _)) => plain_line(label.text, label.is_markdown),
        None => plain_line(&inside[..at], false),
    };
    *rest = &inside[at + end.length..];
    Ok(arrow(head, &end, label))
}

/// Takes `|words|` from the start; empty where no bar stands there.
fn take_words_in_bars(rest: &mut &str) -> Result<String, String> {
    let Some(words) = rest.trim_start().strip_prefix('|') else {
        return Ok(String::new());
    };
    let quoted = take_quoted(words)?;
    let from = quoted.map_or(0, |(_, end)| end);
    let length = words[from..]
        .find('|')
        .ok_or("the label of an arrow must end with `|`")?;
    *rest = &words[from + length + 1..];
    Ok(match quoted {
        Some((label, end)) if words[end..from + length].trim().is_empty() => {
            plain_line(label.text, label.is_markdown)
        }
        _ => plain_line(&words[..from + length], false),
    })
}

fn arrow(start: Option<char>, end: &ArrowEndToken, label: String) -> ArrowToken {
    let has_start = match (start, end.head) {
        (Some('<'), Some('>')) => true,
        (Some(start), Some(end)) => start == end,
        (Some(start), None) => start == '<',
        (None, _) => false,
    };
    ArrowToken {
        label,
        is_dotted: end.line == ArrowLine::Dotted,
        is_invisible: end.line == ArrowLine::Invisible,
        is_backwards: has_start && end.head.is_none(),
        heads: match (has_start, end.head) {
            (true, Some(_)) => ArrowHeads::AtBoth,
            (false, None) => ArrowHeads::Nowhere,
            _ => ArrowHeads::AtEnd,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_end_where_an_arrow_or_a_bracket_begins() {
        for (text, name, after) in [
            ("api-->b", "api", "-->b"),
            ("api-v2 --> b", "api-v2", " --> b"),
            ("a.b.c-.->d", "a.b.c", "-.->d"),
            ("a=b==>c", "a=b", "==>c"),
            ("A&B & C", "A&B", " & C"),
            ("サービス[x]", "サービス", "[x]"),
            ("a:::hot", "a", ":::hot"),
            ("a@{ shape: x }", "a", "@{ shape: x }"),
            ("v --> b", "v", " --> b"),
        ] {
            let mut rest = text;
            assert_eq!(take_identifier(&mut rest), Some(name), "{text}");
            assert_eq!(rest, after, "{text}");
        }
        assert_eq!(take_identifier(&mut "[x]"), None);
    }

    #[test]
    fn labels_are_read_to_their_own_bracket() {
        for (text, label, shape, is_markdown) in [
            ("[Order API]", "Order API", BoxShape::Plain, false),
            ("[\"a ] b; c\"]", "a ] b; c", BoxShape::Plain, false),
            ("[\"`**a** ] b`\"]", "**a** ] b", BoxShape::Plain, true),
            ("[(Orders)]", "Orders", BoxShape::Cylinder, false),
            ("([Shopper])", "Shopper", BoxShape::Round, false),
            ("(((Stop)))", "Stop", BoxShape::Round, false),
            ("(-Ellipse-)", "Ellipse", BoxShape::Round, false),
            ("(-1)", "1", BoxShape::Round, false),
            ("[/In/]", "In", BoxShape::Plain, false),
            ("[/Wide\\]", "Wide", BoxShape::Plain, false),
            ("[/orders/*]", "orders/*", BoxShape::Plain, false),
            ("[|border:solid|Card]", "Card", BoxShape::Plain, false),
            (">Flag]", "Flag", BoxShape::Plain, false),
            ("{{Six}}", "Six", BoxShape::Plain, false),
            ("{Is it?}", "Is it?", BoxShape::Plain, false),
            ("[two\nlines]", "two\nlines", BoxShape::Plain, false),
        ] {
            let mut rest = text;
            let (token, found) = take_bracketed(&mut rest).unwrap().unwrap();
            assert_eq!(
                (token.text, token.is_markdown),
                (label, is_markdown),
                "{text}"
            );
            assert_eq!((found, rest), (shape, ""), "{text}");
        }
        assert!(
            take_bracketed(&mut "[open")
                .unwrap_err()
                .contains("add `]`")
        );
        assert_eq!(take_bracketed(&mut " -->"), Ok(None));
    }

    #[test]
    fn an_arrow_says_its_direction_line_and_label() {
        use ArrowHeads::{AtBoth, AtEnd, Nowhere};
        for (text, label, is_dotted, is_backwards, heads) in [
            ("--> B", "", false, false, AtEnd),
            ("-----> B", "", false, false, AtEnd),
            ("<--- B", "", false, true, AtEnd),
            ("--- B", "", false, false, Nowhere),
            ("-. later .-> B", "later", true, false, AtEnd),
            ("-.- B", "", true, false, Nowhere),
            ("-..-> B", "", true, false, AtEnd),
            (
                "==>|\"saves | twice\"| B",
                "saves | twice",
                false,
                false,
                AtEnd,
            ),
            ("== v1.0 ==> B", "v1.0", false, false, AtEnd),
            ("-- \"a --> b\" --> B", "a --> b", false, false, AtEnd),
            ("-- two\nlines --> B", "two lines", false, false, AtEnd),
            ("--o B", "", false, false, AtEnd),
            ("--x B", "", false, false, AtEnd),
            ("o--o B", "", false, false, AtBoth),
            ("x-- text --x B", "text", false, false, AtBoth),
            ("<--> B", "", false, false, AtBoth),
            ("<-.-> B", "", true, false, AtBoth),
            ("<.-> B", "", true, false, AtBoth),
            (".-> B", "", true, false, AtEnd),
            ("<==> B", "", false, false, AtBoth),
            ("-->|/| B", "/", false, false, AtEnd),
            ("-- tax --> B", "tax", false, false, AtEnd),
        ] {
            let mut rest = text;
            let arrow = take_arrow(&mut rest).unwrap();
            assert_eq!(arrow.label, label, "{text}");
            assert_eq!(
                (arrow.is_dotted, arrow.is_backwards, arrow.heads),
                (is_dotted, is_backwards, heads),
                "{text}"
            );
            assert_eq!(rest, " B", "{text}");
        }
        assert!(take_arrow(&mut "~~~ B").unwrap().is_invisible);
        assert!(take_arrow(&mut "B").is_err());
        let mut named = "e1@--> B";
        assert_eq!(take_arrow_name(&mut named), Some("e1"));
        assert_eq!(named, "--> B");
        assert_eq!(take_arrow_name(&mut "B@{ x }"), None);
    }
}
