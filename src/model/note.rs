//! Notes: text on the drawing.

use serde::{Deserialize, Serialize};

use super::geometry::Rect;
use super::id::Id;

/// Words on the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// How it looks.
    pub style: NoteStyle,
    /// What it says; lines are broken at its width.
    pub text: String,
    /// Where it lies (world units).
    pub rect: Rect,
    /// The zone it belongs to.
    pub parent: Option<Id>,
}

/// How a [`Note`] looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteStyle {
    /// A yellow sticky note.
    Sticky,
    /// Plain words on the drawing.
    Text,
}
