//! Shapes, words and lines as a file has them.

use crate::import::box_kind::BoxShape;
use crate::import::losses::Losses;
use crate::import::written::{WrittenArrow, WrittenBox};
use crate::model::{Point, Rect, ZoneKind};

/// The most shapes, and the most lines, of a drawing: as many as a text of ours has lines.
pub(in crate::import) const MOST: usize = 10_000;
/// What a shape is, as far as the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::import) enum ShapeRole {
    /// An outline: a box, or a frame where others lie in it.
    #[default]
    Outline,
    /// A frame, whatever lies in it.
    Frame,
    /// Words without an outline.
    Words,
    /// A sheet of paper.
    Sticky,
    /// A picture: of a box where it has a name, or beside the name of one.
    Picture,
}

/// A shape.
#[derive(Default)]
pub(in crate::import) struct SketchShape {
    /// Where it lies.
    pub(in crate::import) rect: Option<Rect>,
    /// Its words, with their line breaks.
    pub(in crate::import) text: String,
    /// What it is.
    pub(in crate::import) role: ShapeRole,
    /// Its outline.
    pub(in crate::import) outline: BoxShape,
    /// The kind that its picture stands for.
    pub(in crate::import) kind: Option<&'static str>,
    /// The kind that its picture stands for where its words say nothing: on what it runs.
    pub(in crate::import) host_kind: Option<&'static str>,
    /// The product that its picture stands for.
    pub(in crate::import) technology: String,
    /// The index of the frame that it was put into, where the file says so.
    pub(in crate::import) parent: Option<usize>,
    /// What groups it belongs to, the innermost first.
    pub(in crate::import) groups: Vec<String>,
    /// What a frame stands for.
    pub(in crate::import) zone_kind: Option<ZoneKind>,
    /// What this program wrote about it.
    pub(in crate::import) written: Option<WrittenBox>,
    /// Whether this program wrote that it is a note, and no words of anything else.
    pub(in crate::import) is_note: bool,
}

/// A line between shapes.
pub(in crate::import) struct SketchLine {
    /// The indices of the shapes at its ends, where the file says so.
    pub(in crate::import) ends: [Option<usize>; 2],
    /// Its points, from its first end to its second.
    pub(in crate::import) path: Vec<Point>,
    /// Its words.
    pub(in crate::import) label: String,
    /// Whether it is dotted or dashed.
    pub(in crate::import) is_dotted: bool,
    /// Which ends have a head.
    pub(in crate::import) heads: [bool; 2],
    /// What this program wrote about it.
    pub(in crate::import) written: WrittenArrow,
    /// Whether it may as well be a mere stroke: then it is left out without a word where it does not connect.
    pub(in crate::import) is_stroke: bool,
}

/// A drawing on a plane.
#[derive(Default)]
pub(in crate::import) struct PlaneSketch {
    /// What it is called.
    pub(in crate::import) title: String,
    /// Its shapes.
    pub(in crate::import) shapes: Vec<SketchShape>,
    /// Its lines.
    pub(in crate::import) lines: Vec<SketchLine>,
    /// What was left out while reading.
    pub(in crate::import) losses: Losses,
}
