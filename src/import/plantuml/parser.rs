//! The statements of a diagram: which elements and arrows it has.

use std::collections::{BTreeMap, BTreeSet};

use super::arrow::{Arrow, read_arrow};
use super::block::{PlantumlStatement, Statements, blocks, is_broken_call, statements};
use super::creole::plain_label;
use super::element::{Declaration, Name, read_declaration};
use super::sort::{WITHOUT_BOXES, unreadable_sort};
use crate::import::ImportError;
use crate::import::box_kind::BoxShape;
use crate::import::c4::{MacroCall, MacroMeaning};
use crate::import::diagram::{ArrowHeads, Diagram};
use crate::import::elements::{Element, ElementArrow, Elements, check_length};
use crate::import::other_files::{is_plantuml_library, plantuml_library};
use crate::layout::Direction;

/// Statements about looks and the layout, by the words they begin with.
const LOOKS: [&str; 23] = [
    "hide",
    "show",
    "remove",
    "restore",
    "scale",
    "left to right direction",
    "top to bottom direction",
    "allow_mixing",
    "allowmixing",
    "mainframe",
    "caption",
    "newpage",
    "page",
    "skin",
    "url",
    "rotate",
    "header",
    "footer",
    "order",
    "center",
    "left",
    "right",
    "mix_",
];

/// Reads the first diagram of a text that shows boxes and arrows.
pub(in crate::import) fn parse_plantuml(text: &str) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "PlantUML diagram",
        line,
        message,
    };
    check_length(text).map_err(|message| fail(1, message))?;
    let blocks = blocks(text);
    let others = blocks.len().saturating_sub(1);
    let mut refused = None;
    for block in &blocks {
        let found = block.sort.is_none().then(|| statements(block));
        let sort = match &found {
            Some(found) => unreadable_sort(found.all.iter().map(|line| line.text.as_str())),
            None => block.sort,
        };
        let found = match (sort, found) {
            (None, Some(found)) => found,
            (sort, _) => {
                refused = refused.or(sort);
                continue;
            }
        };
        let mut parser = DiagramParser::default();
        parser.elements.direction = Direction::Down;
        for statement in &found.all {
            parser
                .read_statement(statement)
                .map_err(|message| fail(statement.line, message))?;
        }
        return Ok(parser.into_diagram(found, others));
    }
    let sort = refused.unwrap_or(WITHOUT_BOXES);
    if sort == WITHOUT_BOXES && is_plantuml_library(text) {
        return Err(plantuml_library());
    }
    Err(ImportError::OtherPlantuml(sort))
}

/// What is read so far.
#[derive(Default)]
struct DiagramParser {
    elements: Elements,
    /// The index of an element by its alias, and by its label where that is free.
    known: BTreeMap<String, usize>,
    /// The frames that are open; none for `together`, which draws nothing.
    open: Vec<Option<usize>>,
    /// Tags of arrows that are dashed.
    dashed_tags: BTreeSet<String>,
    /// Statements that were not understood.
    not_read: Vec<String>,
}

impl DiagramParser {
    fn around(&self) -> Option<usize> {
        self.open.iter().rev().copied().find_map(|frame| frame)
    }

    fn read_statement(&mut self, statement: &PlantumlStatement) -> Result<(), String> {
        let text = statement.text.trim();
        if text.starts_with('}') {
            self.open.pop();
            return Ok(());
        }
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("left to right direction") {
            self.elements.direction = Direction::Right;
        }
        let is_look = LOOKS.iter().any(|look| {
            let after = lower.strip_prefix(look);
            after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '_']))
        });
        if is_look && !lower.contains("->") {
            return Ok(());
        }
        if is_broken_call(text) {
            if text.ends_with('{') {
                self.open.push(None);
            }
            self.not_read.push(text.to_owned());
            return Ok(());
        }
        if let Some(call) = MacroCall::read(text) {
            return self.read_call(&call);
        }
        if let Some(arrow) = read_arrow(text) {
            return self.read_arrow(&arrow);
        }
        if let Some(declaration) = read_declaration(text) {
            return self.declare(&declaration);
        }
        if let Some(head) = text.strip_suffix('{') {
            // A frame of a sort that is not known: its contents are drawn.
            let name = head.trim().trim_matches('"');
            let frame = self.add(name, name, BoxShape::Plain, "", "")?;
            self.open.push(Some(frame));
            return Ok(());
        }
        if text.starts_with(['[', '(', '"']) && !text.contains([']', ')']) {
            let opened = &text[..1];
            return Err(format!("`{opened}` is not closed"));
        }
        self.not_read.push(text.to_owned());
        Ok(())
    }

    fn declare(&mut self, declaration: &Declaration<'_>) -> Result<(), String> {
        if declaration.opens && declaration.name.is_empty() {
            self.open.push(None);
            return Ok(());
        }
        if declaration.name.is_empty() {
            return Ok(());
        }
        let stereotype = declaration.stereotype.to_ascii_lowercase();
        let (shape, extra) = match (declaration.shape, stereotype.as_str()) {
            (BoxShape::Plain, "database" | "db") => (BoxShape::Cylinder, ""),
            (BoxShape::Plain, "queue") => (BoxShape::Queue, ""),
            (BoxShape::Plain, "person" | "actor") => (BoxShape::Person, ""),
            (BoxShape::Plain, "external") => (BoxShape::External, ""),
            (shape, _) => (shape, declaration.stereotype),
        };
        let label = plain_label(declaration.label);
        let index = self.add(declaration.name, &label, shape, "", "")?;
        self.add_line(index, extra);
        if declaration.opens {
            self.open.push(Some(index));
        }
        Ok(())
    }

    /// Adds an element with a label, or finds the one with this name.
    fn add(
        &mut self,
        name: &str,
        label: &str,
        shape: BoxShape,
        description: &str,
        technology: &str,
    ) -> Result<usize, String> {
        if let Some(&known) = self.known.get(name) {
            return Ok(known);
        }
        let text = if label.is_empty() { name } else { label }.to_owned();
        let index = self.elements.add(Element {
            text,
            description: description.to_owned(),
            shape,
            technology: technology.to_owned(),
            parent: self.around(),
            ..Element::default()
        })?;
        self.known.insert(name.to_owned(), index);
        self.known.entry(label.to_owned()).or_insert(index);
        Ok(index)
    }

    /// Adds what a box is said to be as a line of its own, as in a drawing by PlantUML: "«cache»".
    fn add_line(&mut self, index: usize, line: &str) {
        let text = &mut self.elements.element(index).text;
        if !line.is_empty() && !text.lines().any(|known| known == line) {
            text.push('\n');
            text.push_str(line);
        }
    }

    /// The element at an end of an arrow, which is made where nobody has declared it.
    fn end(&mut self, name: &Name<'_>) -> Result<usize, String> {
        let label = plain_label(name.text);
        if let Some(&known) = self.known.get(name.text).or_else(|| self.known.get(&label)) {
            return Ok(known);
        }
        self.add(name.text, &label, name.shape, "", "")
    }

    fn read_arrow(&mut self, arrow: &Arrow<'_>) -> Result<(), String> {
        let (left, right) = (self.end(&arrow.left)?, self.end(&arrow.right)?);
        if arrow.is_hidden {
            return Ok(());
        }
        let (from, to) = if arrow.is_backwards {
            (right, left)
        } else {
            (left, right)
        };
        // `a -> b : words >` says how to read the words.
        let label = arrow.label.trim_start_matches("< ").trim_end_matches(" >");
        self.elements.connect(ElementArrow {
            from,
            to,
            label: plain_label(label),
            is_dotted: arrow.is_dotted,
            heads: arrow.heads,
            ..ElementArrow::default()
        })
    }

    fn read_call(&mut self, call: &MacroCall<'_>) -> Result<(), String> {
        let name = call.argument(0, "alias");
        let label = plain_label(call.argument(1, "label"));
        match call.meaning_of_name() {
            MacroMeaning::Box(shape, has_technology) => {
                let technology = if has_technology {
                    call.argument(2, "techn")
                } else {
                    ""
                };
                let place = if has_technology { 3 } else { 2 };
                let description = plain_label(call.argument(place, "descr"));
                self.add(name, &label, shape, &description, &plain_label(technology))?;
            }
            MacroMeaning::Frame => {
                let technology = plain_label(call.argument(2, "type"));
                let frame = self.add(name, &label, BoxShape::Plain, "", &technology)?;
                if call.opens {
                    self.open.push(Some(frame));
                }
            }
            MacroMeaning::Icon => {
                let technology = plain_label(call.argument(2, "techn"));
                let index = self.add(name, &label, BoxShape::Plain, "", "")?;
                self.add_line(index, &technology);
                self.add_line(index, call.name);
            }
            MacroMeaning::Arrow {
                skip,
                is_backwards,
                is_both,
            } => self.read_relation(call, skip, is_backwards, is_both)?,
            MacroMeaning::ArrowTag => {
                let line = call.named.iter().find(|(name, _)| *name == "lineStyle");
                let line = line.map_or("", |(_, style)| style);
                if line.contains("Dashed") || line.contains("Dotted") {
                    self.dashed_tags.insert(name.to_owned());
                }
            }
            MacroMeaning::Nothing => {
                if matches!(call.name, "LAYOUT_LEFT_RIGHT" | "LAYOUT_LANDSCAPE") {
                    self.elements.direction = Direction::Right;
                }
            }
        }
        Ok(())
    }

    fn read_relation(
        &mut self,
        call: &MacroCall<'_>,
        skip: usize,
        is_backwards: bool,
        is_both: bool,
    ) -> Result<(), String> {
        let end = |text| Name {
            text,
            shape: BoxShape::Plain,
            rest: "",
        };
        let first = self.end(&end(call.argument(skip, "from")))?;
        let second = self.end(&end(call.argument(skip + 1, "to")))?;
        let (from, to) = if is_backwards {
            (second, first)
        } else {
            (first, second)
        };
        let tags = call.argument(usize::MAX, "tags");
        let is_dotted = tags.split('+').any(|tag| {
            self.dashed_tags.contains(tag) || tag.to_ascii_lowercase().contains("async")
        });
        self.elements.connect(ElementArrow {
            from,
            to,
            label: plain_label(call.argument(skip + 2, "label")),
            protocol: plain_label(call.argument(skip + 3, "techn")),
            is_dotted,
            heads: if is_both {
                ArrowHeads::AtBoth
            } else {
                ArrowHeads::AtEnd
            },
        })
    }

    fn into_diagram(mut self, found: Statements, others: usize) -> Diagram {
        self.elements.title = plain_label(&found.title);
        let losses = &mut self.elements.losses;
        for note in &found.notes {
            losses.add("notes", plain_label(note));
        }
        for file in found.includes {
            losses.add("included files", file);
        }
        for _ in 0..found.conditions {
            losses.add_changed("conditions and loops, with every branch drawn", "");
        }
        for line in self.not_read {
            losses.add("lines that were not understood", line);
        }
        for _ in 0..others {
            losses.add("other diagrams in the file", "");
        }
        self.elements.into_diagram()
    }
}
