//! C4 diagrams in Mermaid: `C4Context`, `C4Container`, `C4Component`, `C4Dynamic` and `C4Deployment`.

use std::collections::BTreeMap;

use super::label::{plain_label, plain_line};
use super::source::{MermaidSource, line_at};
use crate::import::ImportError;
use crate::import::box_kind::BoxShape;
use crate::import::c4::{MacroCall, MacroMeaning, is_closed};
use crate::import::diagram::{ArrowHeads, Diagram};
use crate::import::elements::{Element, ElementArrow, Elements};
use crate::layout::Direction;

/// The words that begin such a diagram.
const BEGINS: [&str; 5] = [
    "C4Context",
    "C4Container",
    "C4Component",
    "C4Dynamic",
    "C4Deployment",
];

/// Whether a text begins as a C4 diagram does.
pub(in crate::import) fn is_c4(text: &str) -> bool {
    BEGINS.contains(&MermaidSource::head(text).first_word())
}

/// Reads a C4 diagram.
pub(in crate::import) fn parse_c4(text: &str) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "Mermaid C4 diagram",
        line,
        message,
    };
    let source = MermaidSource::new(text).map_err(|message| fail(1, message))?;
    let mut parser = C4Parser::default();
    parser.elements.direction = Direction::Down;
    parser.elements.title.clone_from(&source.title);
    let mut rest = &source.text[source.after_first_word()..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        if rest.is_empty() {
            break;
        }
        let line = || line_at(&source.text, source.text.len() - rest.len());
        let (statement, after) = take_statement(rest).map_err(|message| fail(line(), message))?;
        parser
            .read_statement(statement)
            .map_err(|message| fail(line(), message))?;
        rest = after;
    }
    parser
        .connect()
        .map_err(|message| fail(line_at(&source.text, source.text.len()), message))?;
    Ok(parser.elements.into_diagram())
}

/// A line, or several where brackets are open at its end; the `{` of a frame belongs to it where it stands on the next line.
fn take_statement(text: &str) -> Result<(&str, &str), String> {
    if let Some(block) = text.strip_prefix("accDescr")
        && let Some((_, after)) = block
            .trim_start()
            .strip_prefix('{')
            .and_then(|block| block.split_once('}'))
    {
        return Ok(("accDescr", after));
    }
    if text.starts_with('}') {
        return Ok(text.split_at(1));
    }
    let is_call = text
        .split_once('(')
        .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    if !is_call {
        return Ok(text.split_at(text.find('\n').unwrap_or(text.len())));
    }
    let mut is_quoted = false;
    let mut depth = 0_usize;
    let end = text.find(|c: char| {
        is_quoted ^= c == '"';
        match c {
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ')' && !is_quoted && depth == 0
    });
    let end = end.ok_or("a bracket is not closed: add `)`")? + 1;
    let after = text[end..].trim_start();
    if after.starts_with('{') {
        let end = text.len() - after.len() + 1;
        return Ok(text.split_at(end));
    }
    Ok(text.split_at(end))
}

/// What is read so far.
#[derive(Default)]
struct C4Parser {
    elements: Elements,
    /// The index of an element by its alias.
    known: BTreeMap<String, usize>,
    open: Vec<usize>,
    /// The arrows with the aliases of their ends, which may be defined later.
    arrows: Vec<(String, String, ElementArrow)>,
}

impl C4Parser {
    fn read_statement(&mut self, statement: &str) -> Result<(), String> {
        if statement == "}" {
            let closed = self.open.pop();
            return closed
                .map(drop)
                .ok_or_else(|| "`}` without a `{`".to_owned());
        }
        if let Some(title) = statement
            .strip_prefix("title")
            .filter(|title| title.starts_with(char::is_whitespace))
        {
            self.elements.title = plain_line(title, false);
            return Ok(());
        }
        let looks = ["acc", "direction", "Update"];
        if looks.iter().any(|begin| statement.starts_with(begin)) {
            return Ok(());
        }
        let joined = statement.replace('\n', " ");
        let call = MacroCall::read(&joined).filter(|_| is_closed(&joined));
        let call = call.ok_or_else(|| {
            let begin: String = statement.chars().take(20).collect();
            format!("expected an element such as `Container(id, \"Name\")`, found `{begin}`")
        })?;
        let text_of = |place, name| plain_label(call.argument(place, name), false);
        match call.meaning_of_name() {
            MacroMeaning::Box(shape, has_technology) => {
                let technology = if has_technology {
                    text_of(2, "techn")
                } else {
                    String::new()
                };
                let place = if has_technology { 3 } else { 2 };
                let description = text_of(place, "descr");
                self.add(&call, shape, &description, technology)?;
            }
            MacroMeaning::Frame => {
                let technology = text_of(2, "type");
                let frame = self.add(&call, BoxShape::Plain, "", technology)?;
                if call.opens {
                    self.open.push(frame);
                }
            }
            MacroMeaning::Arrow {
                skip,
                is_backwards,
                is_both,
            } => {
                let end = |place: usize, name| call.argument(skip + place, name).trim().to_owned();
                let (from, to) = (end(0, "from"), end(1, "to"));
                let (from, to) = if is_backwards { (to, from) } else { (from, to) };
                let heads = if is_both {
                    ArrowHeads::AtBoth
                } else {
                    ArrowHeads::AtEnd
                };
                let arrow = ElementArrow {
                    label: text_of(skip + 2, "label"),
                    protocol: text_of(skip + 3, "techn"),
                    heads,
                    ..ElementArrow::default()
                };
                self.arrows.push((from, to, arrow));
            }
            MacroMeaning::ArrowTag | MacroMeaning::Nothing | MacroMeaning::Icon => {
                let name = call.name.to_owned();
                self.elements.losses.add("unknown macros", name);
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        call: &MacroCall<'_>,
        shape: BoxShape,
        description: &str,
        technology: String,
    ) -> Result<usize, String> {
        let alias = call.argument(0, "alias").trim();
        let label = plain_label(call.argument(1, "label"), false);
        let name = if label.is_empty() { alias } else { &label };
        let index = self.elements.add(Element {
            text: name.to_owned(),
            description: description.to_owned(),
            shape,
            technology,
            parent: self.open.last().copied(),
            ..Element::default()
        })?;
        self.known.insert(alias.to_owned(), index);
        Ok(index)
    }

    /// Adds the arrows, now that all elements are known.
    fn connect(&mut self) -> Result<(), String> {
        for (from, to, arrow) in std::mem::take(&mut self.arrows) {
            if let (Some(&from), Some(&to)) = (self.known.get(&from), self.known.get(&to)) {
                self.elements.connect(ElementArrow { from, to, ..arrow })?;
            } else {
                let name = format!("{from} → {to}");
                self.elements
                    .losses
                    .add("arrows to or from missing elements", name);
            }
        }
        Ok(())
    }
}
