//! A drawing as a graph in DOT, the language of Graphviz: zones as clusters, dashed lines for calls that nobody waits for.

use std::fmt::Write as _;

use super::nesting::{Nested, nested_items, zone_title};
use crate::import::{WrittenArrow, WrittenBox};
use crate::model::{Design, Group, Timing, kind};

/// The drawing as the text of a graph in DOT.
#[must_use]
pub fn to_dot(design: &Design) -> String {
    let mut text = String::from("digraph {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    if !design.title().trim().is_empty() {
        _ = writeln!(text, "  label={};", quoted(design.title()));
    }
    for (depth, item) in nested_items(design) {
        text.push_str(&"  ".repeat(depth + 1));
        match item {
            Nested::Open(id) => {
                let name = quoted(&zone_title(design, id));
                _ = writeln!(text, "subgraph cluster_{} {{ label={name};", id.0);
            }
            Nested::Close => text.push_str("}\n"),
            Nested::Box(id) => {
                let Some(component) = design.component(id) else {
                    continue;
                };
                let words = quoted(&WrittenBox::full_text(component));
                let shape = match kind(&component.kind).group {
                    Group::Storage => ", shape=cylinder, style=\"\"",
                    _ => "",
                };
                let class = quoted(&component.kind);
                _ = writeln!(text, "c{} [label={words}, class={class}{shape}];", id.0);
            }
        }
    }
    let semantics = design.all_semantics();
    for (id, connection) in design.connections() {
        let is_async = semantics
            .get(&id)
            .is_some_and(|call| call.timing == Timing::Async);
        let mut attributes = Vec::new();
        let words = WrittenArrow::full_text(connection);
        if !words.is_empty() {
            attributes.push(format!("label={}", quoted(&words)));
        }
        if is_async {
            attributes.push("style=dashed".to_owned());
        }
        let attributes = if attributes.is_empty() {
            String::new()
        } else {
            format!(" [{}]", attributes.join(", "))
        };
        let (from, to) = (connection.from.0, connection.to.0);
        _ = writeln!(text, "  c{from} -> c{to}{attributes};");
    }
    text.push_str("}\n");
    text
}

/// Words in quotes.
fn quoted(words: &str) -> String {
    let mut text = String::from("\"");
    if words == " " {
        return "\" \"".to_owned();
    }
    for sign in words.trim().chars() {
        match sign {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '&' => text.push_str("&amp;"),
            '\n' => text.push_str("\\n"),
            sign if sign.is_control() => text.push(' '),
            sign => text.push(sign),
        }
    }
    text.push('"');
    text
}
