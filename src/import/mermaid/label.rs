//! The text of a label in plain letters: without tags, entities, icons and the marks of Markdown, with its line breaks.

use crate::import::markup::trim_lines;
use crate::model::entities::{MERMAID_MARKS, decode_entities};
use crate::model::text_match::one_line;

/// The tags that Mermaid's labels use; other words in angle brackets, as in `List<String>`, are text.
const TAGS: [&str; 45] = [
    "a",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Tags that begin a line of their own.
const BREAKS: [&str; 14] = [
    "blockquote",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "p",
    "small",
    "tr",
];
/// What stands before the name of an icon.
const ICON_SETS: [&str; 9] = [
    "fa:", "fab:", "fas:", "far:", "fal:", "fad:", "fak:", "fass:", "mdi:",
];

/// A label in plain letters. `is_markdown` says that single stars and underscores are marks, too.
pub(super) fn plain_label(text: &str, is_markdown: bool) -> String {
    let text = strip_tags(text);
    let text = strip_marks(&text, is_markdown);
    let text = strip_icons(&decode_entities(&text, MERMAID_MARKS));
    let lines = text.split('\n').map(one_line);
    trim_lines(&lines.collect::<Vec<_>>().join("\n"))
}

/// A label on one line.
pub(super) fn plain_line(text: &str, is_markdown: bool) -> String {
    one_line(&plain_label(text, is_markdown))
}

/// The words in the name of an icon: "fa:fa-cloud-bolt" is a cloud bolt, "logos:aws-lambda" AWS Lambda.
pub(super) fn icon_words(icon: &str) -> String {
    let name = icon.rsplit(':').next().unwrap_or(icon);
    let words = name.split(['-', '_']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words
        .filter(|word| !["fa", "mdi", "icon"].contains(word))
        .collect();
    words.join(" ")
}

fn strip_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '\\']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("\\n") {
            plain.push('\n');
            rest = after;
            continue;
        }
        let inside = rest[1..].trim_start_matches('/');
        let name_end = inside
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        let name = inside[..name_end].to_ascii_lowercase();
        let end = if rest.starts_with('<') && TAGS.contains(&name.as_str()) {
            let end = rest[1..].find(['<', '>']).map(|at| at + 1);
            end.filter(|&end| rest[end..].starts_with('>'))
        } else {
            None
        };
        match end {
            Some(end) => {
                if BREAKS.contains(&name.as_str()) {
                    plain.push('\n');
                }
                rest = &rest[end + 1..];
            }
            None => {
                plain.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Takes out pairs of `**` and, in Markdown, of `__`, `*`, `_` and backticks around words.
fn strip_marks(text: &str, is_markdown: bool) -> String {
    let mut plain = strip_pairs(text, "**");
    if is_markdown {
        for mark in ["__", "*", "_", "`"] {
            plain = strip_pairs(&plain, mark);
        }
    }
    plain
}

/// Takes out a mark before a word together with its next one after a word.
fn strip_pairs(text: &str, mark: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        let begins = !after.starts_with(|c: char| c.is_whitespace())
            && !before.ends_with(|c: char| c.is_alphanumeric());
        let closed = after
            .split_once(mark)
            .filter(|(inside, _)| begins && !inside.is_empty() && !inside.ends_with(' '));
        plain.push_str(before);
        if let Some((inside, behind)) = closed {
            plain.push_str(inside);
            rest = behind;
        } else {
            plain.push_str(mark);
            rest = after;
            if !rest.contains(mark) {
                break;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Takes out the names of icons; where there is nothing else, they are the label.
fn strip_icons(text: &str) -> String {
    if !ICON_SETS.iter().any(|set| text.contains(set)) {
        return text.to_owned();
    }
    let is_icon = |word: &&str| {
        let set = ICON_SETS.iter().find(|set| word.starts_with(**set));
        set.is_some_and(|set| word.len() > set.len())
    };
    let lines = text.split('\n').map(|line| {
        let words = line.split_whitespace().filter(|word| !is_icon(word));
        words.collect::<Vec<_>>().join(" ")
    });
    let plain: String = lines.collect::<Vec<_>>().join("\n");
    if plain.trim().is_empty() {
        let icons = text.split_whitespace().map(icon_words);
        return icons.collect::<Vec<_>>().join(" ");
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_plain_letters_with_their_line_breaks() {
        for (label, plain) in [
            ("C# Order API", "C# Order API"),
            ("/orders/*", "/orders/*"),
            ("Landing page #1", "Landing page #1"),
            (
                "The #quot;fast#quot; lane &amp; #35;1",
                "The \"fast\" lane & #1",
            ),
            ("I #9829; it &#x2764;", "I ♥ it ❤"),
            (
                "<b>API gateway</b><br/><small>Kong</small>",
                "API gateway\nKong",
            ),
            ("Order API <i>Go</i>", "Order API Go"),
            ("List<String> < 3", "List<String> < 3"),
            ("Cart \\n 3 pods", "Cart\n3 pods"),
            ("fa:fa-user Shopper", "Shopper"),
            ("fab:fa-github", "github"),
            ("a **bold** name", "a bold name"),
            ("2 ** 3 ** 4", "2 ** 3 ** 4"),
            ("snake_case_name", "snake_case_name"),
            ("  two\n   lines ", "two\nlines"),
            ("&unknown; & more;", "&unknown; & more;"),
            ("a <b", "a <b"),
        ] {
            assert_eq!(plain_label(label, false), plain, "{label}");
        }
        assert_eq!(
            plain_label("*The* `API` _of_ my_shop\n2 * 3", true),
            "The API of my_shop\n2 * 3"
        );
        assert_eq!(icon_words("logos:aws-lambda"), "aws lambda");
    }
}
