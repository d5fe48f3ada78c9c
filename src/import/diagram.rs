//! A diagram as a file of another program says it, before its boxes have kinds and places: what every reader makes.

use super::box_kind::BoxShape;
use super::losses::Losses;
use crate::layout::Direction;

/// A diagram as a file says it.
#[derive(Default)]
pub(super) struct Diagram {
    /// What it is called; may be empty.
    pub(super) title: String,
    /// Where its arrows lead, for the layout of a diagram without places.
    pub(super) direction: Direction,
    /// Its boxes, in the order of their first mention.
    pub(super) boxes: Vec<DiagramBox>,
    /// Its arrows.
    pub(super) arrows: Vec<DiagramArrow>,
    /// Its frames; one that lies in another comes after it.
    pub(super) zones: Vec<DiagramZone>,
    /// What was left out while reading.
    pub(super) losses: Losses,
}

/// A box.
pub(super) struct DiagramBox {
    /// Its text in plain letters, with its line breaks; what it is called is the first line.
    pub(super) text: String,
    /// Its outline.
    pub(super) shape: BoxShape,
    /// The id of the kind that its picture stands for, as in the shape library of a cloud provider; without one the text
    /// decides.
    pub(super) kind: Option<&'static str>,
    /// The index of the innermost frame around it.
    pub(super) zone: Option<usize>,
}

/// A frame around boxes.
pub(super) struct DiagramZone {
    /// Its title.
    pub(super) name: String,
    /// The index of the frame around it.
    pub(super) parent: Option<usize>,
}

/// What an arrow begins or ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ArrowEnd {
    /// The box of this index.
    Box(usize),
    /// The frame of this index.
    Zone(usize),
}

/// An arrow.
pub(super) struct DiagramArrow {
    /// What it leaves.
    pub(super) from: ArrowEnd,
    /// What it points to.
    pub(super) to: ArrowEnd,
    /// The words on it; may be empty.
    pub(super) label: String,
    /// Whether its line is dotted or dashed: by custom what nobody waits for.
    pub(super) is_dotted: bool,
}
