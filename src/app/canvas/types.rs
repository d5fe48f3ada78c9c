//! The input and output of the canvas: tools, what a press may do, what to show beside the document.

use std::collections::{BTreeMap, BTreeSet};

use super::camera::Camera;
use super::packets::Pulse;
use super::preview::Preview;
use crate::analysis::Severity;
use crate::model::{CUSTOM, Id, Rect, Vector};
use crate::practice::Preferences;
use crate::practice::scorecard::CounterpartMark;
use crate::scene::{Health, Theme};

/// The farthest at which connect dots are offered.
pub(super) const DOTS_ZOOM: f64 = 0.4;

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

impl PaletteItem {
    /// A box of no kind: its name says what it is.
    #[must_use]
    pub fn plain_box(name: &str) -> Self {
        Self {
            kind: CUSTOM.to_owned(),
            name: name.to_owned(),
            technology: String::new(),
        }
    }
}

/// What a press on an item may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interaction {
    /// Change the drawing.
    #[default]
    Edit,
    /// Nothing (an accepted design on show).
    Look,
    /// Nothing (a presentation): what is highlighted is told of, and the rest fades.
    Present,
    /// Break and mend components, zones and connections, without a change to the drawing.
    Break,
}

impl Interaction {
    /// Whether the drawing can only be looked at.
    pub(super) fn is_passive(self) -> bool {
        matches!(self, Self::Look | Self::Present)
    }
}

/// What the canvas needs to know beside the document.
#[derive(Debug)]
pub struct CanvasContext<'a> {
    /// Light or dark.
    pub theme: Theme,
    /// Findings to mark: for each item the worst severity and their number.
    pub marks: &'a BTreeMap<Id, (Severity, usize)>,
    /// How busy and how well items are, where that is shown.
    pub health: &'a BTreeMap<Id, Health>,
    /// What stands under the names of components in place of their technology, where something is to.
    pub captions: &'a BTreeMap<Id, String>,
    /// Requests to move along the connections; none move where it is absent.
    pub pulses: Option<&'a BTreeMap<Id, Pulse>>,
    /// How components stand to those of another drawing, where the two are compared.
    pub counterparts: &'a BTreeMap<Id, CounterpartMark>,
    /// Items to ring, because a finding or a row under the pointer names them.
    pub highlighted: &'a BTreeSet<Id>,
    /// A change to show as if it were made.
    pub preview: Option<&'a Preview>,
    /// What a press on an item may do.
    pub interaction: Interaction,
    /// How the user wants the canvas to look and move.
    pub preferences: &'a Preferences,
}

/// What happened on the canvas in this frame that others should know.
#[derive(Debug, Default)]
pub struct CanvasOutput {
    /// A sentence for the user ("nothing to paste").
    pub notice: Option<String>,
    /// The item under the pointer.
    pub hovered: Option<Id>,
    /// The item to break or to mend.
    pub fault_target: Option<Id>,
    /// Where a menu is asked for.
    pub menu: Option<egui::Pos2>,
    /// The canvas itself: what takes the keyboard, and what a menu opens on.
    pub response: Option<egui::Response>,
}

/// A paste, as what the next of the same text goes by.
#[derive(Debug)]
pub(super) struct LastPaste {
    /// What was pasted.
    pub text: String,
    /// How far from its place in the text it went.
    pub by: Vector,
    /// Where the pointer was over the canvas.
    pub pointer: Option<egui::Pos2>,
}

/// What was last announced to a screen reader.
#[derive(Debug, Default)]
pub(super) struct Announcement {
    /// The revision of the drawing.
    pub revision: u64,
    /// What was selected.
    pub selection: BTreeSet<Id>,
    /// The words.
    pub words: String,
}

/// What a view is asked to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ViewTarget {
    All,
    /// Everything, or where that is too small to read, its beginning.
    Readable,
    Rect(Rect),
    /// In sight, from farther away where it is too large.
    Reveal(Rect),
    /// What is seen from there.
    View(Camera),
    /// In sight as far as it fits, as near as the view is.
    Pan(Rect),
}
