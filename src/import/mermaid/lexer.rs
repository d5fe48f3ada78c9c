//! The tokens of a flowchart: its lines, boxes with their shapes, arrows with their labels.

use crate::import::box_kind::BoxShape;
use crate::model::text_match::one_line;

/// Lines with their numbers, without comments, front matter and the fence of a Markdown block.
pub(in crate::import) fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut front = false;
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(move |(number, line)| {
            if *line == "---" && (front || *number == 1) {
                front = !front;
                return false;
            }
            !front && !line.is_empty() && !line.starts_with("%%") && !line.starts_with("```")
        })
}

/// The brackets around a label, the longer ones first, and the shape they draw.
const SHAPES: &[(&str, &str, BoxShape)] = &[
    ("[(", ")]", BoxShape::Cylinder),
    ("([", "])", BoxShape::Round),
    ("[[", "]]", BoxShape::Plain),
    ("(((", ")))", BoxShape::Round),
    ("((", "))", BoxShape::Round),
    ("{{", "}}", BoxShape::Plain),
    ("[/", "]", BoxShape::Plain),
    ("[\\", "]", BoxShape::Plain),
    ("[", "]", BoxShape::Plain),
    ("(", ")", BoxShape::Plain),
    ("{", "}", BoxShape::Plain),
    (">", "]", BoxShape::Plain),
];

/// A box as a statement mentions it.
pub(super) struct BoxToken<'a> {
    /// Its identifier in the text.
    pub(super) name: &'a str,
    /// Its label as written and its shape, where this mention has brackets.
    pub(super) label: Option<(&'a str, BoxShape)>,
}

/// An arrow as a statement draws it.
pub(super) struct ArrowToken {
    /// The words on it; may be empty.
    pub(super) label: String,
    /// Whether its line is dotted.
    pub(super) is_dotted: bool,
    /// Whether it points from the right box to the left one.
    pub(super) is_backwards: bool,
}

/// Takes a box from the start of `rest`: `name`, `name[Label]`, `name[(Label)]`, `name("Label"):::class`.
pub(super) fn take_box<'a>(rest: &mut &'a str) -> Result<BoxToken<'a>, String> {
    let text = rest.trim_start();
    let ends = |(at, c): (usize, char)| {
        // A hyphen may stand inside a name, but not begin an arrow.
        let hyphen = c == '-' && !text[at..].starts_with("--") && !text[at..].starts_with("-.");
        !(c.is_alphanumeric() || c == '_' || c == '.' || hyphen)
    };
    let end = text.char_indices().find(|&found| ends(found));
    let (name, mut after) = text.split_at(end.map_or(text.len(), |(at, _)| at));
    if name.is_empty() {
        let found: String = text.chars().take(12).collect();
        return Err(format!("a box is expected where `{found}` stands"));
    }
    let mut label = None;
    for (open, close, shape) in SHAPES {
        if let Some(inside) = after.strip_prefix(open) {
            let quoted = inside.trim_start().strip_prefix('"');
            let start = quoted.map_or(0, |quoted| {
                let opened = inside.len() - quoted.len();
                quoted.find('"').map_or(opened, |at| opened + at)
            });
            let closed = inside[start..].find(close);
            let at =
                start + closed.ok_or_else(|| format!("`{open}` is not closed: add `{close}`"))?;
            label = Some((&inside[..at], *shape));
            after = &inside[at + close.len()..];
            break;
        }
    }
    if let Some(class) = after.strip_prefix(":::") {
        after = class.trim_start_matches(|c: char| c.is_alphanumeric() || "_-".contains(c));
    }
    *rest = after;
    Ok(BoxToken { name, label })
}

/// Takes an arrow from the start of `rest`: `-->`, `---`, `-.->`, `==>`, `--o`, `<-->`, each with words as `|words|` or in
/// its middle.
pub(super) fn take_arrow(rest: &mut &str) -> Result<ArrowToken, String> {
    let text = rest.trim_start();
    let is_line = |c: char| "-=.<>~".contains(c);
    let end = text.find(|c| !is_line(c)).unwrap_or(text.len());
    let (mut line, mut after) = text.split_at(end);
    if !line.contains(['-', '=', '~']) {
        let found: String = text.chars().take(12).collect();
        return Err(format!(
            "an arrow such as `-->` is expected where `{found}` stands"
        ));
    }
    // A head in the shape of a circle or a cross.
    if let Some(next) = after
        .strip_prefix(['o', 'x'])
        .filter(|next| next.starts_with(' '))
    {
        after = next;
    }
    let mut label = String::new();
    let begins_words = matches!(line, "--" | "==" | "-." | "<--" | "<==");
    if begins_words {
        let close = ["-->", "---", "==>", "===", ".->", "-.-"];
        let found = close
            .iter()
            .filter_map(|close| Some((after.find(close)?, *close)));
        let (at, close) = found.min().ok_or("the words on an arrow end with `-->`")?;
        label = plain_text(&after[..at]);
        let dotted = close == ".->" || line == "-.";
        line = match (dotted, line.starts_with('<')) {
            (true, _) => "-.->",
            (false, true) => "<-->",
            _ => "-->",
        };
        after = &after[at + close.len()..];
    } else if let Some(words) = after.trim_start().strip_prefix('|') {
        let at = words
            .find('|')
            .ok_or("the words on an arrow end with `|`")?;
        label = plain_text(&words[..at]);
        after = &words[at + 1..];
    }
    *rest = after;
    Ok(ArrowToken {
        label,
        is_dotted: line.contains('.'),
        is_backwards: line.starts_with('<') && !line.ends_with('>'),
    })
}

/// Text on one line, without quotes and the marks of rich text.
pub(super) fn plain_text(text: &str) -> String {
    one_line(&plain_lines(text))
}

/// Text with its line breaks, without quotes and the marks of rich text.
pub(super) fn plain_lines(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '`', '/', '\\']);
    let lines = ["<br/>", "<br>", "<br />", "\\n"]
        .iter()
        .fold(text.to_owned(), |text, mark| text.replace(mark, "\n"));
    lines.replace(['*', '#'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_to_its_own_bracket_and_without_marks() {
        let mut rest = " A(\"Link API (v2)<br/>**new**\"):::hot --> B";
        let token = take_box(&mut rest).unwrap();
        assert_eq!(token.name, "A");
        let (label, shape) = token.label.unwrap();
        assert_eq!(
            (plain_text(label), shape),
            ("Link API (v2) new".to_owned(), BoxShape::Plain)
        );
        assert_eq!(rest, " --> B");
    }

    #[test]
    fn an_arrow_says_its_direction_line_and_label() {
        for (text, label, is_dotted, is_backwards) in [
            ("--> B", "", false, false),
            ("<--- B", "", false, true),
            ("-. later .-> B", "later", true, false),
            ("==>|\"saves\"| B", "saves", false, false),
            ("<--> B", "", false, false),
        ] {
            let mut rest = text;
            let arrow = take_arrow(&mut rest).unwrap();
            assert_eq!(arrow.label, label, "{text}");
            assert_eq!(
                (arrow.is_dotted, arrow.is_backwards),
                (is_dotted, is_backwards),
                "{text}"
            );
            assert_eq!(rest, " B", "{text}");
        }
    }
}
