//! Statements that declare an element: `database "Orders" as db <<SQL>> #eee {`.

use crate::import::box_kind::BoxShape;

/// The words that an element begins with, and its shape.
pub(super) const ELEMENT_WORDS: [(&str, BoxShape); 34] = [
    ("component", BoxShape::Plain),
    ("node", BoxShape::Plain),
    ("cloud", BoxShape::Plain),
    ("rectangle", BoxShape::Plain),
    ("package", BoxShape::Plain),
    ("frame", BoxShape::Plain),
    ("folder", BoxShape::Plain),
    ("storage", BoxShape::Cylinder),
    ("artifact", BoxShape::Plain),
    ("agent", BoxShape::Plain),
    ("card", BoxShape::Plain),
    ("file", BoxShape::Plain),
    ("stack", BoxShape::Plain),
    ("hexagon", BoxShape::Plain),
    ("boundary", BoxShape::Plain),
    ("control", BoxShape::Plain),
    ("entity", BoxShape::Plain),
    ("collections", BoxShape::Plain),
    ("label", BoxShape::Plain),
    ("process", BoxShape::Plain),
    ("action", BoxShape::Plain),
    ("person", BoxShape::Person),
    ("port", BoxShape::Plain),
    ("portin", BoxShape::Plain),
    ("portout", BoxShape::Plain),
    ("circle", BoxShape::Plain),
    ("interface", BoxShape::Plain),
    ("usecase", BoxShape::Plain),
    ("actor", BoxShape::Person),
    ("database", BoxShape::Cylinder),
    ("queue", BoxShape::Queue),
    ("()", BoxShape::Plain),
    ("together", BoxShape::Plain),
    ("container", BoxShape::Plain),
];

/// An element as a statement declares it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Declaration<'a> {
    /// What it is referred to by.
    pub(super) name: &'a str,
    /// What is written on it.
    pub(super) label: &'a str,
    /// Its shape.
    pub(super) shape: BoxShape,
    /// What stands between `<<` and `>>`; may be empty.
    pub(super) stereotype: &'a str,
    /// Whether it opens a frame.
    pub(super) opens: bool,
}

/// A piece of text at the begin of another: `"Label"`, `[Label]`, `(Label)`, `:Label:` or a bare name.
pub(super) struct Name<'a> {
    /// What it says.
    pub(super) text: &'a str,
    /// The shape of its brackets.
    pub(super) shape: BoxShape,
    /// What comes after it.
    pub(super) rest: &'a str,
}

/// Takes a name from the begin of a text.
pub(super) fn take_name(text: &str) -> Option<Name<'_>> {
    let text = text.trim_start();
    let between = |close: char, shape| {
        let inside = &text[1..];
        let end = inside.find(close)?;
        Some(Name {
            text: &inside[..end],
            shape,
            rest: &inside[end + close.len_utf8()..],
        })
    };
    match text.chars().next()? {
        '"' => between('"', BoxShape::Plain),
        '[' => between(']', BoxShape::Plain),
        '(' if text.starts_with("()") => {
            let mut name = take_name(&text[2..])?;
            name.shape = BoxShape::Plain;
            Some(name)
        }
        '(' => between(')', BoxShape::Plain),
        ':' => between(':', BoxShape::Person),
        _ => {
            let mut end = 0;
            let mut chars = text.char_indices().peekable();
            while let Some((at, char)) = chars.next() {
                let next = chars.peek().map(|(_, next)| *next);
                let is_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                let after_colon = text[..at].ends_with(':');
                let is_inner = matches!(char, '.' | '/') && is_name(next)
                    || char == ':' && (next == Some(':') || after_colon && is_name(next));
                if !(char.is_alphanumeric() || matches!(char, '_' | '$' | '@') || is_inner) {
                    break;
                }
                end = at + char.len_utf8();
            }
            (end > 0).then(|| Name {
                text: &text[..end],
                shape: BoxShape::Plain,
                rest: &text[end..],
            })
        }
    }
}

/// Reads a declaration; none where a statement is something else.
pub(super) fn read_declaration(text: &str) -> Option<Declaration<'_>> {
    let (shape, after) = take_keyword(text)?;
    let (rest, opens) = match after.trim_end().strip_suffix('{') {
        Some(rest) => (rest.trim_end(), true),
        None => (after.trim_end(), false),
    };
    let mut declaration = Declaration {
        name: "",
        label: "",
        shape,
        stereotype: "",
        opens,
    };
    let mut rest = rest;
    let mut names: Vec<&str> = Vec::new();
    let mut alias = None;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        if let Some(inside) = rest.strip_prefix("<<") {
            let end = inside.find(">>")?;
            if declaration.stereotype.is_empty() && !inside.starts_with('$') {
                declaration.stereotype = inside[..end].trim();
            }
            rest = &inside[end + 2..];
        } else if rest.starts_with(['#', '$']) {
            // A color or a tag.
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest = &rest[end..];
        } else if let Some(inside) = rest.strip_prefix("[[") {
            // A link.
            rest = &inside[inside.find("]]")? + 2..];
        } else if let Some(after) = rest.strip_prefix("as ").filter(|_| !names.is_empty()) {
            let name = take_name(after)?;
            alias = Some(name.text);
            rest = name.rest;
        } else if rest.starts_with('[') && !names.is_empty() {
            // A description in several lines, which is what is shown.
            let end = rest.rfind(']')?;
            declaration.label = &rest[1..end];
            rest = &rest[end + 1..];
        } else {
            let name = take_name(rest).filter(|_| names.is_empty() && alias.is_none())?;
            if name.shape != BoxShape::Plain {
                declaration.shape = name.shape;
            }
            names.push(name.text);
            rest = name.rest;
        }
    }
    let first = names.first().copied().unwrap_or_default();
    let is_quoted = |name: &str| text.contains(&format!("\"{name}\""));
    declaration.name = alias.unwrap_or(first);
    // `rectangle x as "Shown"` has them the other way round.
    if let Some(alias) = alias.filter(|alias| is_quoted(alias) && !is_quoted(first)) {
        declaration.name = first;
        if declaration.label.is_empty() {
            declaration.label = alias;
        }
    }
    if declaration.label.is_empty() {
        declaration.label = first;
    }
    Some(declaration)
}

/// The shape of the keyword at the begin of a text, and what comes after it. `[Name]`, `(Name)` and `:Name:` need none.
fn take_keyword(text: &str) -> Option<(BoxShape, &str)> {
    if let Some(after) = text.strip_prefix("()") {
        return Some((BoxShape::Plain, after));
    }
    if text.starts_with(['[', '(']) {
        return Some((BoxShape::Plain, text));
    }
    if text.starts_with(':') {
        return Some((BoxShape::Person, text));
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    let (word, after) = text.split_at(end.unwrap_or(text.len()));
    let after = after.strip_prefix('/').unwrap_or(after);
    let lower = word.to_ascii_lowercase();
    let (_, shape) = ELEMENT_WORDS.iter().find(|(known, _)| *known == lower)?;
    let begins_name = after.is_empty() || after.starts_with([' ', '\t', '"', '[', '(', ':', '{']);
    begins_name.then_some((*shape, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read_in_all_their_forms() {
        for (text, name, label, shape, stereotype, opens) in [
            (
                "component \"Order API\" as api",
                "api",
                "Order API",
                BoxShape::Plain,
                "",
                false,
            ),
            (
                "[Order API] as api #red",
                "api",
                "Order API",
                BoxShape::Plain,
                "",
                false,
            ),
            (
                "component api as \"Order API\"",
                "api",
                "Order API",
                BoxShape::Plain,
                "",
                false,
            ),
            (
                "node Server <<Linux>> {",
                "Server",
                "Server",
                BoxShape::Plain,
                "Linux",
                true,
            ),
            (
                ":Shopper: as s",
                "s",
                "Shopper",
                BoxShape::Person,
                "",
                false,
            ),
            (
                "actor/ Clerk",
                "Clerk",
                "Clerk",
                BoxShape::Person,
                "",
                false,
            ),
            ("() \"HTTP\" as h", "h", "HTTP", BoxShape::Plain, "", false),
            (
                "rectangle r [\nOne\ntwo\n]",
                "r",
                "\nOne\ntwo\n",
                BoxShape::Plain,
                "",
                false,
            ),
            ("together {", "", "", BoxShape::Plain, "", true),
            ("(Buy) as (b)", "b", "Buy", BoxShape::Plain, "", false),
            (
                "database db [[http://x y]] $tag",
                "db",
                "db",
                BoxShape::Cylinder,
                "",
                false,
            ),
        ] {
            let expected = Declaration {
                name,
                label,
                shape,
                stereotype,
                opens,
            };
            assert_eq!(read_declaration(text), Some(expected), "{text}");
        }
        for text in [
            "a --> b",
            "[a] --> b",
            "nodes x",
            "hide stereotype",
            "node -> x",
        ] {
            assert_eq!(read_declaration(text), None, "{text}");
        }
    }
}
