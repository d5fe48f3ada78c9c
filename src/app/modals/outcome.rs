//! What a modal leads to: where to go next, how to export, what to do about a conflict.

use std::path::PathBuf;

use crate::app::commands::Command;
use crate::app::files::dialogs::DialogPurpose;
use crate::app::interview::RoundSetup;
use crate::export::ExportFormat;
use crate::model::{Design, Prices};
use crate::practice::Preferences;
use crate::scene::Theme;

/// What the open drawing is left for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// A blank drawing, for the prompt with this id where there is one.
    Blank(Option<String>),
    /// A mock interview.
    Interview(RoundSetup),
    /// The scorecard of the finished round of this name.
    Scorecard(String),
    /// A blank drawing with a guide.
    Guided,
    /// A file yet to be chosen.
    Open,
    /// This file.
    OpenFile(PathBuf),
    /// What this file holds, as a drawing without a file.
    OpenCopy(PathBuf),
    /// A recovery copy, by its place.
    Recover(usize),
    /// Nothing: the window closes.
    Quit,
}

/// How a drawing is to be exported.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub(crate) struct ExportForm {
    /// As what.
    pub format: ExportFormat,
    /// Pixels for a world unit.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Without the surface.
    pub transparent: bool,
    /// What is selected alone.
    pub selection: bool,
    /// With the title above and a legend below.
    pub caption: bool,
    /// With words that can be selected, where the format has such.
    pub selectable: bool,
    /// With the drawing in the file.
    pub embed: bool,
}

impl ExportForm {
    /// The form as it opens: as the screen looks.
    pub(crate) fn new(theme: Option<Theme>) -> Self {
        Self {
            format: ExportFormat::default(),
            scale: 2.0,
            theme: theme.unwrap_or_default(),
            transparent: false,
            selection: false,
            caption: false,
            selectable: false,
            embed: true,
        }
    }
}

/// How to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConflictChoice {
    /// What the file holds goes into its history, the drawing takes its place.
    SaveOver(PathBuf),
    /// The drawing gets a file of its own.
    SaveCopy,
    /// The drawing goes into its history, what the file holds takes its place.
    Reload,
}

/// What to do with what is in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PromptFormAction {
    /// Keep it among the user's prompts.
    Save,
    /// Keep it and draw it from memory.
    Practice,
    /// Write it to a file to share.
    Share,
    /// Put it away from the user's prompts.
    Remove,
}

/// What came of a modal in this frame.
#[derive(Debug)]
pub(crate) enum ModalOutcome {
    Open,
    Closed,
    Give(Command),
    Go(NextStep),
    SaveFirst(NextStep),
    Overwrite(PathBuf),
    Typed(DialogPurpose, PathBuf, Option<ExportForm>),
    Choose(DialogPurpose),
    Prefer(Preferences),
    Prices(Prices),
    Resolve(ConflictChoice),
    Leave(NextStep),
    GoBack(Box<Design>, jiff::Timestamp),
    Prompt(PromptFormAction),
    /// The selection is deleted; what lies in its zones stays.
    KeepContents,
    /// The selection is deleted with what lies in its zones, by [`Command::Delete`] or [`Command::DeleteBridging`].
    DeleteContents(Command),
}
