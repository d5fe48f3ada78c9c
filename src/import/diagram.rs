//! A diagram as a file of another program says it, before its boxes have kinds and places: what every reader makes.

use super::box_kind::BoxShape;
use super::losses::Losses;
use super::written::WrittenBox;
use crate::layout::Direction;
use crate::model::{NoteStyle, Rect, Timing, ZoneKind};

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
    /// Words beside the boxes.
    pub(super) notes: Vec<DiagramNote>,
    /// What was left out while reading.
    pub(super) losses: Losses,
}

/// A box.
#[derive(Default)]
pub(super) struct DiagramBox {
    /// Its text in plain letters, with its line breaks; what it is called is the first line.
    pub(super) text: String,
    /// What it does, where the format keeps that apart from the text: no part of its name, and no sign of its kind.
    pub(super) description: String,
    /// Its outline.
    pub(super) shape: BoxShape,
    /// The id of the kind that its picture stands for, as in the shape library of a cloud provider; without one the text
    /// decides.
    pub(super) kind: Option<&'static str>,
    /// Its technology, where the format keeps it apart from the text; else it is looked for in the text.
    pub(super) technology: String,
    /// Whether the first line of its text is its whole name; else a name may go on in the second.
    pub(super) has_whole_name: bool,
    /// The index of the innermost frame around it.
    pub(super) zone: Option<usize>,
    /// Where it lies in the file's own units, where the format has places.
    pub(super) rect: Option<Rect>,
    /// What this program wrote into the file about it, where its text is still the same.
    pub(super) written: Option<WrittenBox>,
}

/// Words beside the boxes.
pub(super) struct DiagramNote {
    /// What they say.
    pub(super) text: String,
    /// How they look.
    pub(super) style: NoteStyle,
    /// Where they lie in the file's own units.
    pub(super) rect: Rect,
    /// The index of the innermost frame around them.
    pub(super) zone: Option<usize>,
}

/// A frame around boxes.
#[derive(Default)]
pub(super) struct DiagramZone {
    /// Its title.
    pub(super) name: String,
    /// The index of the frame around it.
    pub(super) parent: Option<usize>,
    /// What it stands for, where its picture or this program said so; else its title decides.
    pub(super) kind: Option<ZoneKind>,
    /// Where it lies in the file's own units, where the format has places.
    pub(super) rect: Option<Rect>,
}

/// What an arrow begins or ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ArrowEnd {
    /// The box of this index.
    Box(usize),
    /// The frame of this index.
    Zone(usize),
}

/// Which ends of an arrow have a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ArrowHeads {
    /// The one that it leads to.
    #[default]
    AtEnd,
    /// Both: it is one call, from where it begins.
    AtBoth,
    /// None: a mere line is a call from where it begins, as it is written or drawn.
    Nowhere,
}

/// An arrow.
pub(super) struct DiagramArrow {
    /// What it leaves.
    pub(super) from: ArrowEnd,
    /// What it points to.
    pub(super) to: ArrowEnd,
    /// The words on it; may be empty.
    pub(super) label: String,
    /// By what it calls, "gRPC", where the format keeps it apart from the words; may be empty.
    pub(super) protocol: String,
    /// Whether its line is dotted or dashed: by custom what nobody waits for.
    pub(super) is_dotted: bool,
    /// Its heads.
    pub(super) heads: ArrowHeads,
    /// Whether the caller waits, where this program wrote so into the file; else the line decides.
    pub(super) timing: Option<Timing>,
}

impl DiagramArrow {
    /// An arrow with a head at its end, no words and a plain line.
    pub(super) fn new(from: ArrowEnd, to: ArrowEnd) -> Self {
        Self {
            from,
            to,
            label: String::new(),
            protocol: String::new(),
            is_dotted: false,
            heads: ArrowHeads::AtEnd,
            timing: None,
        }
    }
}

impl Diagram {
    /// What an end of an arrow is called: the first line of a box, the title of a frame.
    pub(super) fn end_name(&self, end: ArrowEnd) -> &str {
        let name = match end {
            ArrowEnd::Box(index) => &self.boxes[index].text,
            ArrowEnd::Zone(index) => &self.zones[index].name,
        };
        name.lines().next().unwrap_or_default()
    }
}
