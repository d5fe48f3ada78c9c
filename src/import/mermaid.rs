//! Flowcharts in Mermaid's text form, as people keep them in wikis and readmes, read as designs.
//!
//! Boxes, arrows with words, several on a line, and subgraphs are read; what only says how things look (styles, classes,
//! clicks) is passed over. What kind a box is follows from its name, else from its shape. Other sorts of diagrams are
//! refused.

use std::collections::BTreeMap;

use super::box_kind::{BoxShape, recognize_box_kind};
use crate::layout::{self, Direction};
use crate::model::{
    Component, Connection, Design, Edit, Id, Rect, Timing, Zone, ZoneKind, pt, stated_replicas,
};

/// Why a text is no flowchart that can be read, with the line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the Mermaid flowchart: {message}")]
pub struct MermaidError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

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

/// Whether a text begins as a Mermaid flowchart does.
#[must_use]
pub fn is_flowchart(text: &str) -> bool {
    lines(text).next().is_some_and(|(_, line)| {
        let word = line.split_whitespace().next().unwrap_or_default();
        matches!(word, "graph" | "flowchart" | "flowchart-elk")
    })
}

/// Reads a flowchart and lays it out.
///
/// # Errors
/// The first line that cannot be understood.
pub fn read(text: &str) -> Result<Design, MermaidError> {
    let mut reader = FlowchartParser {
        flow: flow(text),
        ..FlowchartParser::default()
    };
    for (index, (number, line)) in lines(text).enumerate() {
        // The head may be followed by more on its line.
        let statements = line.split(';').skip(usize::from(index == 0));
        for statement in statements.map(str::trim).filter(|s| !s.is_empty()) {
            let read = reader.statement(statement);
            read.map_err(|message| MermaidError {
                line: number,
                message,
            })?;
        }
    }
    Ok(reader.design())
}

/// Which way the flowchart runs: down where it does not say so, as Mermaid has it. Both ways back are read as the way there.
fn flow(text: &str) -> Direction {
    let head = lines(text).next().map_or("", |(_, line)| line);
    let head = head.split(';').next().unwrap_or_default();
    match head.split_whitespace().nth(1) {
        Some("LR" | "RL") => Direction::Right,
        _ => Direction::Down,
    }
}

/// Lines with their numbers, without comments, front matter and the fence that they stand in.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
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

#[derive(Default)]
struct FlowchartParser {
    flow: Direction,
    /// Boxes by their names in the text.
    boxes: BTreeMap<String, FlowchartBox>,
    order: Vec<String>,
    connections: Vec<FlowchartConnection>,
    /// Titles of the zones, and the zone around each.
    zones: Vec<(String, Option<usize>)>,
    open: Vec<usize>,
}

struct FlowchartBox {
    label: String,
    /// The label as written, with its lines.
    written: String,
    shape: BoxShape,
    zone: Option<usize>,
}

struct FlowchartConnection {
    from: String,
    to: String,
    label: String,
    dotted: bool,
}

/// How one arrow is drawn.
struct FlowchartArrow {
    label: String,
    dotted: bool,
    backwards: bool,
}

impl FlowchartParser {
    fn statement(&mut self, line: &str) -> Result<(), String> {
        let word = line.split_whitespace().next().unwrap_or_default();
        if word == "subgraph" {
            self.begin_zone(line["subgraph".len()..].trim());
            return Ok(());
        }
        if line == "end" {
            let closed = self.open.pop();
            return closed
                .map(drop)
                .ok_or_else(|| "`end` without a `subgraph`".to_owned());
        }
        if LOOKS.contains(&word.trim_end_matches(':')) {
            return Ok(());
        }
        self.chain(line)
    }

    fn begin_zone(&mut self, rest: &str) {
        let title = rest
            .split_once('[')
            .map_or(rest, |(_, title)| title.trim_end_matches(']'));
        self.zones
            .push((unquoted(title), self.open.last().copied()));
        self.open.push(self.zones.len() - 1);
    }

    /// `A --> B & C -->|words| D`.
    fn chain(&mut self, line: &str) -> Result<(), String> {
        let mut rest = line;
        let mut from = self.group(&mut rest)?;
        while !rest.trim_start().is_empty() {
            let arrow = arrow(&mut rest)?;
            let to = self.group(&mut rest)?;
            for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
                let (from, to) = if arrow.backwards { (b, a) } else { (a, b) };
                self.connections.push(FlowchartConnection {
                    from: from.clone(),
                    to: to.clone(),
                    label: arrow.label.clone(),
                    dotted: arrow.dotted,
                });
            }
            from = to;
        }
        Ok(())
    }

    /// Boxes with `&` between them.
    fn group(&mut self, rest: &mut &str) -> Result<Vec<String>, String> {
        let mut names = vec![self.node(rest)?];
        while let Some(more) = rest.trim_start().strip_prefix('&') {
            *rest = more;
            names.push(self.node(rest)?);
        }
        Ok(names)
    }

    /// `name`, `name[Label]`, `name[(Label)]`, `name("Label"):::class`.
    fn node(&mut self, rest: &mut &str) -> Result<String, String> {
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
        let mut shape = BoxShape::Plain;
        for (open, close, drawn) in SHAPES {
            if let Some(inside) = after.strip_prefix(open) {
                let quoted = inside.trim_start().strip_prefix('"');
                let start = quoted.map_or(0, |quoted| {
                    let opened = inside.len() - quoted.len();
                    quoted.find('"').map_or(opened, |at| opened + at)
                });
                let closed = inside[start..].find(close);
                let at = start
                    + closed.ok_or_else(|| format!("`{open}` is not closed: add `{close}`"))?;
                (label, shape) = (Some(&inside[..at]), *drawn);
                after = &inside[at + close.len()..];
                break;
            }
        }
        if let Some(class) = after.strip_prefix(":::") {
            after = class.trim_start_matches(|c: char| c.is_alphanumeric() || "_-".contains(c));
        }
        *rest = after;
        let zone = self.open.last().copied();
        let known = self.boxes.entry(name.to_owned()).or_insert_with(|| {
            self.order.push(name.to_owned());
            FlowchartBox {
                label: name.to_owned(),
                written: name.to_owned(),
                shape: BoxShape::Plain,
                zone,
            }
        });
        if let Some(label) = label {
            (known.label, known.shape) = (unquoted(label), shape);
            label
                .trim()
                .trim_matches(['"', '`'])
                .clone_into(&mut known.written);
        }
        known.zone = known.zone.or(zone);
        Ok(name.to_owned())
    }

    fn design(self) -> Design {
        let mut design = Design::default();
        let mut ids = design.fresh_ids();
        let mut edits = Vec::new();
        let somewhere = Rect::from_min(pt(0.0, 0.0), 320.0, 240.0);
        let zones: Vec<Id> = self.zones.iter().filter_map(|_| ids.next()).collect();
        for (&id, (name, parent)) in zones.iter().zip(&self.zones) {
            let zone = Zone {
                kind: zone_kind(name),
                name: name.clone(),
                rect: somewhere,
                parent: parent.map(|index| zones[index]),
            };
            edits.push(Edit::PutZone(id, zone));
        }
        let mut known = BTreeMap::new();
        for (name, id) in self.order.iter().zip(&mut ids) {
            let drawn = &self.boxes[name];
            let starts = self.connections.iter().any(|wire| wire.from == *name)
                && !self.connections.iter().any(|wire| wire.to == *name);
            let component = Component {
                parent: drawn.zone.map(|index| zones[index]),
                replicas: stated_replicas(&drawn.written).unwrap_or(1),
                ..Component::new(
                    recognize_box_kind(&drawn.written, drawn.shape, starts),
                    &drawn.label,
                    pt(0.0, 0.0),
                )
            };
            edits.push(Edit::PutComponent(id, component));
            known.insert(name.clone(), id);
        }
        for (wire, id) in self.connections.iter().zip(&mut ids) {
            // An arrow from or to a subgraph has no box to end at.
            if let (Some(&from), Some(&to)) = (known.get(&wire.from), known.get(&wire.to)) {
                let connection = Connection {
                    label: wire.label.clone(),
                    timing: wire.dotted.then_some(Timing::Async),
                    ..Connection::new(from, to)
                };
                edits.push(Edit::PutConnection(id, connection));
            }
        }
        for edit in edits {
            // What a design cannot hold, an arrow from a box to itself among it, is left out.
            let _left_out = design.apply(edit);
        }
        let layout = layout::tidy_towards(&design, self.flow);
        let _as_it_lies = design.apply_all(layout);
        design
    }
}

/// What opens and closes a box, the longer ones first, and what the shape says.
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

/// `-->`, `---`, `-.->`, `==>`, `--o`, `<-->`, each with words as `|words|` or in its middle.
fn arrow(rest: &mut &str) -> Result<FlowchartArrow, String> {
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
        label = unquoted(&after[..at]);
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
        label = unquoted(&words[..at]);
        after = &words[at + 1..];
    }
    *rest = after;
    Ok(FlowchartArrow {
        label,
        dotted: line.contains('.'),
        backwards: line.starts_with('<') && !line.ends_with('>'),
    })
}

/// Words without quotes, line breaks and the marks of rich text.
fn unquoted(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '`', '/', '\\']);
    let text = ["<br/>", "<br>", "<br />", "\\n"]
        .iter()
        .fold(text.to_owned(), |text, mark| text.replace(mark, " "));
    let plain = text.replace(['*', '#'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn zone_kind(name: &str) -> ZoneKind {
    let name = name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&["availability zone", "zone ", "az-"]) {
        ZoneKind::AvailabilityZone
    } else if says(&["region", "us-", "eu-", "ap-"]) {
        ZoneKind::Region
    } else if says(&["team"]) {
        ZoneKind::Team
    } else {
        ZoneKind::Generic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Components as "name: kind", connections as "a > b: words".
    fn told(text: &str) -> (Vec<String>, Vec<String>) {
        let design = read(text).unwrap();
        let name = |id: Id| design.component(id).unwrap().name.clone();
        let boxes = design
            .components()
            .map(|(_, c)| format!("{}: {}", c.name, c.kind));
        let connections = design.connections().map(|(_, c)| {
            let dotted = if c.timing.is_some() { " later" } else { "" };
            format!("{} > {}: {}{dotted}", name(c.from), name(c.to), c.label)
        });
        (boxes.collect(), connections.collect())
    }

    #[test]
    fn boxes_arrows_and_words_are_read() {
        let (boxes, connections) = told(
            "```mermaid\nflowchart LR\n  %% a comment\n  U([Visitors]) -->|opens| LB[Load balancer]\n  LB --> A[\"Link API (v2)\"]:::big & B[Other]\n  A -- saves --> DB[(Links)]\n  A -. \"clicks\" .-> K[Kafka]; style A fill:#fff\n```",
        );
        assert_eq!(
            boxes,
            [
                "Visitors: client",
                "Load balancer: load_balancer",
                "Link API (v2): app_service",
                "Other: custom",
                "Links: sql_database",
                "Kafka: event_log",
            ]
        );
        assert_eq!(
            connections,
            [
                "Visitors > Load balancer: opens",
                "Load balancer > Link API (v2): ",
                "Load balancer > Other: ",
                "Link API (v2) > Links: saves",
                "Link API (v2) > Kafka: clicks later",
            ]
        );
    }

    #[test]
    fn subgraphs_are_zones_around_their_boxes() {
        let text = "graph TD\nsubgraph eu [EU region]\n subgraph one[Team Links]\n  api --> db\n end\nend\nclient --> api";
        let design = read(text).unwrap();
        let zones: Vec<_> = design
            .zones()
            .map(|(_, z)| (z.name.as_str(), z.kind))
            .collect();
        assert_eq!(
            zones,
            [
                ("EU region", ZoneKind::Region),
                ("Team Links", ZoneKind::Team)
            ]
        );
        for (id, component) in design.components() {
            let depth = design.ancestors(id).count();
            assert_eq!(depth, if component.name == "client" { 0 } else { 2 });
            if let Some((_, zone)) = design.ancestors(id).next() {
                assert!(zone.rect.contains(component.at));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let error = read("graph LR\nA --> B\nA[one --> C").unwrap_err();
        assert_eq!(error.line, 3);
        assert!(error.message.contains("not closed"), "{error}");
        let error = read("graph LR\nA B").unwrap_err();
        assert!(error.message.contains("an arrow"), "{error}");
        assert!(read("graph LR\nend").is_err());
        assert!(!is_flowchart("sequenceDiagram\nA->>B: hi") && !is_flowchart("client -> api"));
        assert!(is_flowchart("---\ntitle: x\n---\n%% c\ngraph TB"));
    }

    #[test]
    fn it_is_laid_out_the_way_it_runs() {
        let span = |head: &str| {
            let design = read(&format!("{head}\nA --> B --> C")).unwrap();
            let places: Vec<_> = design.components().map(|(_, item)| item.at).collect();
            (places[2].x - places[0].x, places[2].y - places[0].y)
        };
        let one_line = read("graph LR; A --> B").unwrap();
        assert_eq!(one_line.connections().len(), 1);
        for head in ["graph LR", "flowchart RL;"] {
            assert!(span(head).0 > 300.0 && span(head).1.abs() < 1.0, "{head}");
        }
        for head in ["graph TD", "flowchart", "flowchart TB"] {
            assert!(span(head).1 > 300.0 && span(head).0.abs() < 1.0, "{head}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"(graph LR\n)?([A-C\[\](){}<>|&"=.~:; a-z-]{0,12}\n){0,6}"#) {
            if let Ok(design) = read(&text) {
                proptest::prop_assert!(design.components().count() <= text.len());
            }
        }
    }
}
