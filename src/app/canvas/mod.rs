//! The canvas: shows a document and turns mouse, keys and touch into edits.
//!
//! It owns what belongs to looking and handling (camera, tool, gesture under way, routes), never the drawing itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Severity;
use crate::model::{Design, Document, Id};
use crate::scene::Theme;

pub mod ops;

/// What a press on the canvas does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    /// Select, move, resize; connect from the dots.
    #[default]
    Select,
    /// Move the view.
    Hand,
    /// Connect two components.
    Connect,
    /// Draw a zone.
    Zone,
    /// Place a sticky note.
    Note,
    /// Place words.
    Text,
}

/// What the palette hands to the canvas when a row is dragged onto it (through [`egui::DragAndDrop`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteItem {
    /// The kind's id.
    pub kind: String,
    /// The new component's name.
    pub name: String,
    /// Its technology; may be empty.
    pub technology: String,
}

/// What the canvas needs to know beside the document.
#[derive(Debug)]
pub struct CanvasContext<'a> {
    /// Light or dark.
    pub theme: Theme,
    /// Findings to mark: for each item the worst severity and their number.
    pub marks: &'a BTreeMap<Id, (Severity, usize)>,
    /// Items to ring, because a finding or a row under the pointer names them.
    pub highlighted: &'a BTreeSet<Id>,
    /// Nothing can be changed (an accepted design on show).
    pub read_only: bool,
    /// Whether the grid is shown.
    pub grid: bool,
    /// Whether moves snap to grid and neighbours.
    pub snap: bool,
    /// No camera animation.
    pub reduce_motion: bool,
}

/// What happened on the canvas in this frame that others should know.
#[derive(Debug, Default)]
pub struct CanvasOutput {
    /// A sentence for the user ("nothing to paste").
    pub notice: Option<String>,
    /// The item under the pointer.
    pub hovered: Option<Id>,
    /// The canvas wants the component search at the pointer; the palette's search takes it.
    pub open_search: bool,
}

/// The view of one document. Its methods are what menus and keys call.
#[derive(Debug, Default)]
pub struct Canvas {
    /// What a press does.
    pub tool: Tool,
}

impl Canvas {
    /// Shows the document in all the room there is, and handles it.
    pub fn ui(
        &mut self,
        _ui: &mut egui::Ui,
        _document: &mut Document,
        _context: &CanvasContext<'_>,
    ) -> CanvasOutput {
        CanvasOutput::default()
    }

    /// The zoom, 1 at 100 %.
    pub fn zoom(&self) -> f64 {
        1.0
    }

    /// Zooms about the middle of the view, `factor` times closer.
    pub fn zoom_by(&mut self, _factor: f64) {}

    /// Back to 100 %.
    pub fn zoom_reset(&mut self) {}

    /// Shows everything.
    pub fn fit(&mut self, _design: &Design) {}

    /// Shows these items, and leaves the view alone where they are in sight already.
    pub fn reveal(&mut self, _design: &Design, _items: &BTreeSet<Id>) {}

    /// Shows the selection as large as fits.
    pub fn fit_selection(&mut self, _document: &Document) {}

    /// Adds a component where there is room near the middle of the view, selects it and gives its id.
    pub fn insert(&mut self, _document: &mut Document, _item: &PaletteItem) -> Option<Id> {
        None
    }

    /// Opens the editor of the selected item's name in place.
    pub fn rename(&mut self, _document: &mut Document) {}

    /// Gives up the gesture under way, or else clears the selection.
    pub fn escape(&mut self, _document: &mut Document) {}

    /// Whether a text is being edited in place (single-letter keys are text then).
    pub fn is_editing(&self) -> bool {
        false
    }

    /// Pastes what was copied: near the pointer, or next to the original.
    ///
    /// # Errors
    /// One sentence when the text holds no drawing.
    pub fn paste(&mut self, _document: &mut Document, _text: &str) -> Result<(), String> {
        Err("there is nothing to paste".to_owned())
    }
}
