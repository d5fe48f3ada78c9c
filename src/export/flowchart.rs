//! A drawing as a Mermaid flowchart, to paste into pages that draw those: names, technologies, counts, notes of boxes, zones,
//! words on lines, and dotted lines for calls that nobody waits for. The class of each box is its kind, by which it comes back as what it was. Places are not
//! kept: Mermaid lays a flowchart out itself.

use std::fmt::Write as _;

use super::nesting::{Nested, nested_items, zone_title};
use crate::import::{WrittenArrow, WrittenBox};
use crate::model::text_match::one_line;
use crate::model::{Design, Group, Id, Timing, kind};

/// The drawing as the text of a Mermaid flowchart.
#[must_use]
pub fn to_mermaid(design: &Design) -> String {
    let mut text = String::new();
    let title = design.title().trim();
    if !title.is_empty() {
        let title = one_line(title).replace('\\', r"\\").replace('"', r#"\""#);
        _ = writeln!(text, "---\ntitle: \"{title}\"\n---");
    }
    text.push_str("flowchart LR\n");
    for (depth, item) in nested_items(design) {
        text.push_str(&"  ".repeat(depth + 1));
        match item {
            Nested::Open(id) => {
                _ = writeln!(
                    text,
                    "subgraph z{}[\"{}\"]",
                    id.0,
                    escape(&zone_title(design, id))
                );
            }
            Nested::Close => text.push_str("end\n"),
            Nested::Box(id) => text.push_str(&box_line(design, id)),
        }
    }
    let semantics = design.all_semantics();
    for (id, connection) in design.connections() {
        let is_async = semantics
            .get(&id)
            .is_some_and(|call| call.timing == Timing::Async);
        let arrow = if is_async { "-.->" } else { "-->" };
        let words = match WrittenArrow::full_text(connection).as_str() {
            "" => String::new(),
            words => format!("|\"{}\"|", escape(words)),
        };
        let (from, to) = (connection.from.0, connection.to.0);
        _ = writeln!(text, "  c{from} {arrow}{words} c{to}");
    }
    text
}

fn box_line(design: &Design, id: Id) -> String {
    let Some(component) = design.component(id) else {
        return String::new();
    };
    let words = escape(&WrittenBox::full_text(component));
    let (open, close) = match kind(&component.kind).group {
        Group::Storage => ("[(\"", "\")]"),
        _ => ("[\"", "\"]"),
    };
    format!("c{}{open}{words}{close}:::{}\n", id.0, component.kind)
}

/// Words between quotes: what means something there is written as what it is called.
fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    if words == " " {
        return words.to_owned();
    }
    for sign in words.trim().chars() {
        match sign {
            '\n' => escaped.push_str("<br/>"),
            '"' | '#' | '&' | '<' | '>' | '*' | '_' | '`' | '\\' | ';' => {
                _ = write!(escaped, "#{};", u32::from(sign));
            }
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}
