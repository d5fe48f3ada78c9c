//! Diagrams as lines, for the tests of readers.

use super::box_kind::BoxShape;
use super::build::{ImportedDesign, build_design};
use super::diagram::{ArrowEnd, ArrowHeads, Diagram};
use super::{ImportError, READERS};
use crate::layout::Direction;
use crate::model::Design;

/// Reads a text with the reader that recognizes it.
fn read(text: &str) -> Result<Diagram, ImportError> {
    let reader = READERS.iter().find(|reader| (reader.recognizes)(text));
    let reader = reader.expect("some reader recognizes the text");
    reader.read.diagram(text, None)
}

/// The design of a diagram, with everything in its place, and what was lost.
pub(super) fn placed(diagram: Diagram) -> (Design, Vec<String>) {
    let ImportedDesign {
        mut design,
        losses,
        places,
    } = build_design(diagram);
    design.apply_all(places.edits(&design)).unwrap();
    (design, losses)
}

/// Why a text cannot be read.
pub(super) fn refusal(text: &str) -> String {
    read(text).err().expect("it is refused").to_string()
}

/// A diagram as lines: "title T, right" (left out where there is none and it leads down), "box A / Go (Cylinder) in F",
/// "frame F in G", "A ..> B: words [protocol]", "lost: …".
pub(super) fn outline(text: &str) -> Vec<String> {
    let diagram = read(text).unwrap_or_else(|error| panic!("{error}"));
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    let within = |zone: Option<usize>| {
        zone.map_or_else(String::new, |zone| {
            format!(" in {}", diagram.zones[zone].name)
        })
    };
    let way = match diagram.direction {
        Direction::Right => "right",
        Direction::Down => "down",
    };
    let mut lines = vec![format!("title {}, {way}", diagram.title)];
    for item in &diagram.boxes {
        let shape = match item.shape {
            BoxShape::Plain => String::new(),
            shape => format!(" ({shape:?})"),
        };
        let technology = match item.technology.as_str() {
            "" => String::new(),
            technology => format!(" [{technology}]"),
        };
        let mut text = item.text.replace('\n', " / ");
        if !item.description.is_empty() {
            text = format!("{text} / {}", item.description);
        }
        lines.push(format!(
            "box {text}{technology}{shape}{}",
            within(item.zone)
        ));
    }
    for zone in &diagram.zones {
        lines.push(format!("frame {}{}", zone.name, within(zone.parent)));
    }
    for arrow in &diagram.arrows {
        let name = |end| match end {
            ArrowEnd::Box(index) => first(&diagram.boxes[index].text),
            ArrowEnd::Zone(index) => format!("[{}]", diagram.zones[index].name),
        };
        let line = match (arrow.heads, arrow.is_dotted) {
            (ArrowHeads::AtEnd, false) => "->",
            (ArrowHeads::AtEnd, true) => "..>",
            (ArrowHeads::AtBoth, _) => "<->",
            (ArrowHeads::Nowhere, _) => "--",
        };
        let label = match arrow.label.as_str() {
            "" => String::new(),
            label => format!(": {label}"),
        };
        let protocol = match arrow.protocol.as_str() {
            "" => String::new(),
            protocol => format!(" [{protocol}]"),
        };
        let (from, to) = (name(arrow.from), name(arrow.to));
        lines.push(format!("{from} {line} {to}{label}{protocol}"));
    }
    let losses = diagram.losses.sentences();
    lines.extend(losses.into_iter().map(|loss| format!("lost: {loss}")));
    lines
}

/// As many texts as `count`, one after the other.
pub(super) fn repeat(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect::<Vec<_>>().concat()
}
