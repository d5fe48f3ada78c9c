//! Shapes and lines as parts of a diagram, once it is known what they are.

use super::shapes::{SketchLine, SketchShape};
use crate::import::diagram::{ArrowEnd, ArrowHeads, Diagram, DiagramArrow, DiagramBox};
use crate::model::text_match::one_line;
use crate::model::{catalogue, fold_word, label_begin};

/// A shape as a box: with the name of the product that its picture shows where it has no words.
pub(super) fn box_of(shape: SketchShape, zone: Option<usize>) -> DiagramBox {
    let written = shape
        .written
        .filter(|written| written.is_still(&shape.text));
    let says_product = fold_word(&shape.text).contains(&fold_word(&shape.technology));
    let (text, technology) = if shape.text.is_empty() {
        (shape.technology, String::new())
    } else if says_product {
        (shape.text, String::new())
    } else {
        (shape.text, shape.technology)
    };
    let host_kind = shape
        .host_kind
        .filter(|_| catalogue().recognize(label_begin(&text)).is_none());
    DiagramBox {
        text,
        shape: shape.outline,
        kind: shape.kind.or(host_kind),
        technology,
        zone,
        rect: shape.rect,
        written,
        ..DiagramBox::default()
    }
}

/// The frame that a shape became, if it is one.
pub(super) fn zone_at(places: &[Option<ArrowEnd>], index: usize) -> Option<usize> {
    match places[index] {
        Some(ArrowEnd::Zone(zone)) => Some(zone),
        _ => None,
    }
}

/// Adds a line as an arrow, where both of its ends lead to something.
pub(super) fn add_arrow(diagram: &mut Diagram, line: SketchLine, ends: [Option<ArrowEnd>; 2]) {
    let [Some(first), Some(second)] = ends else {
        if !line.is_stroke || !line.label.is_empty() {
            diagram.losses.add("lines with unattached ends", line.label);
        }
        return;
    };
    if line.is_stroke && first == second {
        return;
    }
    let (from, to, heads) = match line.heads {
        [true, false] => (second, first, ArrowHeads::AtEnd),
        [false, true] => (first, second, ArrowHeads::AtEnd),
        [true, true] => (first, second, ArrowHeads::AtBoth),
        [false, false] => (first, second, ArrowHeads::Nowhere),
    };
    diagram.arrows.push(DiagramArrow {
        label: one_line(&line.label),
        is_dotted: line.is_dotted,
        heads,
        protocol: line.written.protocol,
        timing: line.written.timing,
        ..DiagramArrow::new(from, to)
    });
}
