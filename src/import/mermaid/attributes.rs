//! The attributes of a box or an arrow, `@{ shape: cyl, label: "Invoices" }`: a small part of YAML, as much as Mermaid reads
//! there.

use super::source::unquoted;
use crate::import::box_kind::BoxShape;

/// The shapes of Mermaid 11 that keep data, by all of their names.
const CYLINDERS: [&str; 17] = [
    "bow-rect",
    "bow-tie-rectangle",
    "cyl",
    "cylinder",
    "das",
    "data-store",
    "database",
    "datastore",
    "db",
    "disk",
    "h-cyl",
    "horizontal-cylinder",
    "internal-storage",
    "lin-cyl",
    "lined-cylinder",
    "stored-data",
    "win-pane",
];
/// The shapes that begin or end something, by all of their names.
const ROUND: [&str; 18] = [
    "circ",
    "circle",
    "cloud",
    "dbl-circ",
    "double-circle",
    "ellipse",
    "f-circ",
    "filled-circle",
    "fr-circ",
    "framed-circle",
    "junction",
    "pill",
    "sm-circ",
    "small-circle",
    "stadium",
    "start",
    "stop",
    "terminal",
];

/// What the attributes of a box say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BoxAttributes {
    /// Its text as written, where they say it.
    pub(super) label: Option<String>,
    /// Its shape, where they say it.
    pub(super) shape: Option<BoxShape>,
    /// The name of its icon, where it has one.
    pub(super) icon: Option<String>,
    /// Whether something is said that only an arrow has.
    pub(super) is_of_arrow: bool,
}

/// What a shape of this name says.
pub(super) fn shape_of_name(name: &str) -> BoxShape {
    if CYLINDERS.contains(&name) {
        BoxShape::Cylinder
    } else if ROUND.contains(&name) {
        BoxShape::Round
    } else {
        BoxShape::Plain
    }
}

/// Reads what stands between `@{` and `}`.
pub(super) fn read_attributes(text: &str) -> BoxAttributes {
    let mut attributes = BoxAttributes::default();
    let mut rest = text;
    while let Some((key, after)) = rest.split_once(':') {
        let key = key.trim_matches(|c: char| c.is_whitespace() || c == ',');
        let key = unquoted(key.rsplit([',', '\n']).next().unwrap_or(key));
        let (value, after) = take_value(after);
        match key {
            "label" => attributes.label = Some(value),
            "shape" => attributes.shape = Some(shape_of_name(value.trim())),
            "icon" => attributes.icon = Some(value),
            "animate" | "animation" | "curve" => attributes.is_of_arrow = true,
            _ => {}
        }
        rest = after;
    }
    attributes
}

/// Takes a value from the start of a text: in quotes, as a block below `|`, or to the next comma or line.
fn take_value(text: &str) -> (String, &str) {
    let text = text.trim_start_matches([' ', '\t']);
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return (value.to_owned(), after);
        }
    }
    if text.starts_with(['|', '>'])
        && let Some((_, block)) = text.split_once('\n')
    {
        let indent = block.len() - block.trim_start_matches([' ', '\t']).len();
        let is_outside = |line: &&str| {
            let own = line.len() - line.trim_start_matches([' ', '\t']).len();
            !line.trim().is_empty() && own < indent
        };
        let lines = block.split_inclusive('\n');
        let length: usize = lines
            .take_while(|line| !is_outside(line))
            .map(str::len)
            .sum();
        let (value, after) = block.split_at(length);
        return (value.to_owned(), after);
    }
    let end = text.find([',', '\n']).unwrap_or(text.len());
    (text[..end].trim().to_owned(), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_on_one_line_and_on_several() {
        let read = |text: &str| {
            let read = read_attributes(text);
            (read.label.unwrap_or_default(), read.shape)
        };
        assert_eq!(
            read(" shape: cyl, label: \"Invoices: 2, new\" "),
            ("Invoices: 2, new".to_owned(), Some(BoxShape::Cylinder))
        );
        assert_eq!(
            read("\n  shape: stadium\n  label: 'The shop'\n"),
            ("The shop".to_owned(), Some(BoxShape::Round))
        );
        assert_eq!(
            read("\n  label: |\n    Two\n    lines\n  shape: rect\n").1,
            Some(BoxShape::Plain)
        );
        assert_eq!(read("label: Plain words").0, "Plain words");
        assert!(read_attributes("animate: true").is_of_arrow);
        assert_eq!(
            read_attributes("icon: \"fa:user\"").icon.as_deref(),
            Some("fa:user")
        );
        assert_eq!(read_attributes(""), BoxAttributes::default());
    }
}
