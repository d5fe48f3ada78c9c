//! The statements of a flowchart: which boxes, arrows and subgraphs it has.

use std::collections::BTreeMap;

use super::lexer::{numbered_lines, plain_lines, plain_text, take_arrow, take_box};
use crate::import::ImportError;

use crate::import::diagram::{ArrowEnd, Diagram, DiagramArrow, DiagramBox, DiagramZone};
use crate::layout::Direction;

/// A flowchart with more boxes, arrows or subgraphs is no drawing: as many as a text of ours has lines.
const MOST: usize = 10_000;

/// Words that begin a line about looks.
const LOOKS: [&str; 8] = [
    "style",
    "class",
    "classDef",
    "linkStyle",
    "click",
    "direction",
    "accTitle",
    "accDescr",
];

/// The boxes known so far and the subgraphs not yet closed.
#[derive(Default)]
struct FlowchartParser {
    flowchart: Diagram,
    /// The index of a box by its name in the text.
    known: BTreeMap<String, usize>,
    open_zones: Vec<usize>,
}

/// Reads the statements of a flowchart.
pub(in crate::import) fn parse_flowchart(text: &str) -> Result<Diagram, ImportError> {
    let mut parser = FlowchartParser::default();
    parser.flowchart.direction = read_direction(text);
    for (index, (number, line)) in numbered_lines(text).enumerate() {
        // The head may be followed by more on its line.
        let statements = line.split(';').skip(usize::from(index == 0));
        for statement in statements.map(str::trim).filter(|s| !s.is_empty()) {
            parser
                .read_statement(statement)
                .map_err(|message| ImportError::Line {
                    format: "Mermaid flowchart",
                    line: number,
                    message,
                })?;
        }
    }
    Ok(parser.flowchart)
}

/// The direction of a flowchart: down where it does not say so, as Mermaid has it. Right to left is read as left to right,
/// and bottom to top as top to bottom.
fn read_direction(text: &str) -> Direction {
    let head = numbered_lines(text).next().map_or("", |(_, line)| line);
    let head = head.split(';').next().unwrap_or_default();
    match head.split_whitespace().nth(1) {
        Some("LR" | "RL") => Direction::Right,
        _ => Direction::Down,
    }
}

impl FlowchartParser {
    fn read_statement(&mut self, line: &str) -> Result<(), String> {
        let word = line.split_whitespace().next().unwrap_or_default();
        if word == "subgraph" {
            return self.begin_zone(line["subgraph".len()..].trim());
        }
        if line == "end" {
            let closed = self.open_zones.pop();
            return closed
                .map(drop)
                .ok_or_else(|| "`end` without a `subgraph`".to_owned());
        }
        if LOOKS.contains(&word.trim_end_matches(':')) {
            return Ok(());
        }
        self.read_chain(line)
    }

    fn begin_zone(&mut self, rest: &str) -> Result<(), String> {
        let title = rest
            .split_once('[')
            .map_or(rest, |(_, title)| title.trim_end_matches(']'));
        let zones = &mut self.flowchart.zones;
        if zones.len() >= MOST {
            return Err(format!("a flowchart has at most {MOST} subgraphs"));
        }
        zones.push(DiagramZone {
            name: plain_text(title),
            parent: self.open_zones.last().copied(),
        });
        self.open_zones.push(zones.len() - 1);
        Ok(())
    }

    /// Reads `A --> B & C -->|words| D`.
    fn read_chain(&mut self, line: &str) -> Result<(), String> {
        let mut rest = line;
        let mut from = self.read_group(&mut rest)?;
        while !rest.trim_start().is_empty() {
            let arrow = take_arrow(&mut rest)?;
            let to = self.read_group(&mut rest)?;
            // Counted before they are made: two lists in one line stand for all pairs of them.
            let arrows = self.flowchart.arrows.len() + from.len() * to.len();
            if arrows > MOST {
                return Err(format!(
                    "a flowchart has at most {MOST} arrows, and with this line it would have {arrows}"
                ));
            }
            for (&a, &b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
                let (from, to) = if arrow.is_backwards { (b, a) } else { (a, b) };
                self.flowchart.arrows.push(DiagramArrow {
                    label: arrow.label.clone(),
                    is_dotted: arrow.is_dotted,
                    ..DiagramArrow::new(ArrowEnd::Box(from), ArrowEnd::Box(to))
                });
            }
            from = to;
        }
        Ok(())
    }

    /// Reads boxes with `&` between them and answers their indices.
    fn read_group(&mut self, rest: &mut &str) -> Result<Vec<usize>, String> {
        let mut group = vec![self.read_box(rest)?];
        while let Some(more) = rest.trim_start().strip_prefix('&') {
            *rest = more;
            group.push(self.read_box(rest)?);
        }
        Ok(group)
    }

    /// Reads one mention of a box and answers its index.
    fn read_box(&mut self, rest: &mut &str) -> Result<usize, String> {
        let token = take_box(rest)?;
        let zone = self.open_zones.last().copied();
        let boxes = &mut self.flowchart.boxes;
        if boxes.len() >= MOST && !self.known.contains_key(token.name) {
            return Err(format!("a flowchart has at most {MOST} boxes"));
        }
        let index = *self.known.entry(token.name.to_owned()).or_insert_with(|| {
            boxes.push(DiagramBox {
                text: token.name.to_owned(),
                zone,
                ..DiagramBox::default()
            });
            boxes.len() - 1
        });
        let known = &mut boxes[index];
        if let Some((label, shape)) = token.label {
            (known.text, known.shape) = (plain_lines(label), shape);
        }
        known.zone = known.zone.or(zone);
        Ok(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::box_kind::BoxShape;

    #[test]
    fn what_is_too_much_is_counted_before_it_is_made() {
        let list = |name: &str, count: usize| {
            let names: Vec<String> = (0..count).map(|n| format!("{name}{n}")).collect();
            names.join(" & ")
        };
        let product = |count| format!("graph LR\n{} --> {}", list("a", count), list("b", count));
        assert_eq!(parse_flowchart(&product(100)).unwrap().arrows.len(), MOST);
        for text in [
            product(9_000),
            format!("graph LR\n{}", list("a", MOST + 1)),
            "graph LR\n".to_owned() + &"subgraph x\n".repeat(MOST + 1),
            "graph LR\n".to_owned() + &"a --> b\n".repeat(MOST + 1),
        ] {
            let message = parse_flowchart(&text).err().unwrap().to_string();
            assert!(message.contains("at most 10000"), "{message}");
        }
    }

    #[test]
    fn a_box_keeps_the_label_of_any_mention_and_the_first_subgraph() {
        let text = "graph LR\nA --> B\nsubgraph one\nB[(Store)]\nsubgraph two\nC --> B\nend\nend";
        let chart = parse_flowchart(text).unwrap();
        let zones = chart.zones.iter().map(|z| (z.name.as_str(), z.parent));
        assert!(zones.eq([("one", None), ("two", Some(0))]));
        let boxes: Vec<_> = (chart.boxes.iter())
            .map(|b| (b.text.as_str(), b.shape, b.zone))
            .collect();
        let expected = [
            ("A", BoxShape::Plain, None),
            ("Store", BoxShape::Cylinder, Some(0)),
            ("C", BoxShape::Plain, Some(1)),
        ];
        assert_eq!(boxes, expected);
        let ends = chart.arrows.iter().map(|c| (c.from, c.to));
        let end = ArrowEnd::Box;
        assert!(ends.eq([(end(0), end(1)), (end(2), end(1))]));
    }
}
