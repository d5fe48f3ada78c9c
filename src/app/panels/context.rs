//! What a panel looks at, and what it asks of the window around it.

use std::collections::BTreeSet;

use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::model::Id;
use crate::practice::{DrillGrade, Preferences};

/// What a panel looks at; what it wants is applied once all panels are shown.
#[derive(Debug)]
pub(crate) struct PanelContext<'a> {
    /// The open drawing.
    pub session: &'a mut Session,
    /// How the user likes the program.
    pub preferences: &'a Preferences,
    /// The accepted design on show, by its place in the prompt.
    pub reference: Option<usize>,
    /// Where the pointer is and what has the keyboard.
    pub hand: Hand,
    /// Predictions revealed so far for this prompt.
    pub drill_rounds: usize,
    /// What the panels want.
    pub actions: Vec<PanelAction>,
}

/// Where the pointer is and what has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hand {
    pointer: Option<egui::Pos2>,
    focus: Option<egui::Id>,
}

impl Hand {
    /// Where they are now.
    pub(crate) fn now(ctx: &egui::Context) -> Self {
        Self {
            pointer: ctx.pointer_latest_pos(),
            focus: ctx.memory(egui::Memory::focused),
        }
    }
}

/// What a panel wants of the window.
#[derive(Debug)]
pub(crate) enum PanelAction {
    /// A command, executed at the end of the frame.
    Run(Command),
    /// A sentence for the user.
    Say(String),
    /// A text for the clipboard, and what to say once it is there.
    Copy(String, &'static str),
    /// What was done to the drawing, at which revision; it can be undone from there.
    SayStep(String, u64),
    /// The user likes the program otherwise.
    SetPreferences(Box<Preferences>),
    /// A prediction was revealed.
    RecordDrill(DrillGrade),
    /// What is selected in the drawing, in place of the program.
    ShowDrawing,
    /// Items of the drawing to ring.
    Highlight(BTreeSet<Id>),
    /// Items of the accepted design on show to ring.
    HighlightReference(BTreeSet<Id>),
    /// An accepted design to show beside the drawing, or none.
    ShowReference(Option<usize>),
}

impl PanelContext<'_> {
    /// Asks for something.
    pub(crate) fn push(&mut self, action: PanelAction) {
        self.actions.push(action);
    }
}
