//! Labels of DOT as plain text: escapes, records and HTML.

use std::rc::Rc;

use crate::import::markup::{html_text, trim_lines};
use crate::model::entities::{HTML_MARK, decode_entities};

/// A label as the file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// What is written.
    pub(super) text: Rc<str>,
    /// Whether it is HTML.
    pub(super) is_html: bool,
}

impl Label {
    /// The lines that it shows; `node` is what `\N` stands for and `graph` what `\G` does.
    pub(super) fn lines(&self, node: &str, graph: &str, is_record: bool) -> String {
        if self.is_html {
            return html_text(&self.text);
        }
        let text = if is_record {
            record_cells(&self.text)
        } else {
            self.text.to_string()
        };
        trim_lines(&decode_entities(&unescape(&text, node, graph), HTML_MARK))
    }
}

/// Escapes as what they stand for: `\n`, `\l` and `\r` end a line, any other sign is itself.
fn unescape(text: &str, node: &str, graph: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            plain.push(char);
            continue;
        }
        match chars.next() {
            Some('n' | 'l' | 'r') => plain.push('\n'),
            Some('N') => plain.push_str(node),
            Some('G') => plain.push_str(graph),
            // The names of an edge and its ends are seen at its ends.
            Some('E' | 'T' | 'H' | 'L') | None => {}
            Some(other) => plain.push(other),
        }
    }
    plain
}

/// The cells of a record, `{<port> a | b}`, one a line; escapes stay as they are but for those of its own signs.
fn record_cells(text: &str) -> String {
    let mut cells = String::with_capacity(text.len());
    let mut chars = text.chars();
    let mut in_port = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some(sign @ ('{' | '}' | '|' | '<' | '>' | ' ')) => cells.push(sign),
                Some(other) => cells.extend(['\\', other]),
                None => {}
            },
            '<' => in_port = true,
            '>' => in_port = false,
            _ if in_port => {}
            '{' | '}' | '|' => cells.push('\n'),
            _ => cells.push(char),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_it_shows() {
        for (text, is_html, is_record, expected) in [
            ("Order API\\nGo", false, false, "Order API\nGo"),
            ("left\\lright\\r", false, false, "left\nright"),
            ("\\N of \\G", false, false, "api of shop"),
            ("C:\\\\x \\&amp; y", false, false, "C:\\x & y"),
            (
                "{<f0> Order | \\{id\\} |<f1>total}",
                false,
                true,
                "Order\n{id}\ntotal",
            ),
            ("<b>Orders</b><br/>SQL", true, false, "Orders\nSQL"),
            ("", false, false, ""),
        ] {
            let label = Label {
                text: text.into(),
                is_html,
            };
            assert_eq!(label.lines("api", "shop", is_record), expected, "{text}");
        }
    }
}
