//! What the panels of the program look at, and what they want.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{Design, Edit, Id, Program};
use crate::program::ProgramReport;
use crate::scene::Palette;

/// What a panel looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProgramScene<'a> {
    /// The colors.
    pub p: &'a Palette,
    /// The drawing.
    pub design: &'a Design,
    /// What is said of its program.
    pub program: &'a ProgramReport,
    /// The day on which it is looked at.
    pub today: Date,
}

/// What a panel wants.
#[derive(Debug)]
pub(super) enum ProgramAction {
    /// Changes as one step of undo, with what it is called.
    Edit(&'static str, Vec<Edit>),
    /// Changes that belong to the drag in progress.
    Drag(&'static str, Vec<Edit>),
    /// Items to look at in the drawing.
    Show(BTreeSet<Id>),
    /// The place of a dependency to open.
    OpenDependency(usize),
    /// A text for the clipboard, and what to say then.
    Copy(String, &'static str),
}

impl ProgramAction {
    /// A change of the plan.
    pub(super) fn plan(
        label: &'static str,
        design: &Design,
        change: impl FnOnce(&mut Program),
    ) -> Self {
        Self::Edit(label, vec![design.edit_program(change)])
    }
}
