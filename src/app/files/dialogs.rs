//! Choosing files: the system's dialog where there is one, else a field for the path in the window.
//!
//! A system dialog runs on a thread of its own, so that the window goes on; what was chosen comes back over a channel.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use crate::export::ExportFormat;
use crate::storage::{DRAWINGS, MAYBE_DRAWINGS, PAGES_AND_PICTURES};

/// A dialog that ends this soon was never shown: the user cannot have canceled it.
const TOO_SOON: Duration = Duration::from_millis(150);

/// As what a scorecard is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScorecardFormat {
    /// Plain text with marks.
    Markdown,
    /// A page for a browser.
    Html,
    /// Pages to print.
    Pdf,
}

impl ScorecardFormat {
    /// All of them with what the interface calls them.
    pub(crate) const ALL: [(Self, &'static str); 3] = [
        (Self::Html, "As HTML…"),
        (Self::Pdf, "As PDF…"),
        (Self::Markdown, "As Markdown…"),
    ];

    /// How the file's name ends.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }
}

/// What a path is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DialogPurpose {
    /// To open a drawing.
    Open,
    /// To save the drawing.
    Save,
    /// To write a picture, a report or a drawing for another program, by its ending.
    Export,
    /// To share the prompt with this id as a file.
    Share(String),
    /// To write the scorecard of a mock interview.
    Scorecard(ScorecardFormat),
    /// To use the prompts of a folder.
    Pack,
}

impl DialogPurpose {
    /// The heading of the dialog.
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::Open => "Open a drawing",
            Self::Save => "Save the drawing",
            Self::Export => "Export to a file",
            Self::Share(_) => "Share the prompt",
            Self::Scorecard(_) => "Export the scorecard",
            Self::Pack => "Load prompts from a folder",
        }
    }

    /// What the button says.
    pub(crate) fn button_label(&self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Save => "Save",
            Self::Export | Self::Scorecard(_) => "Export",
            Self::Share(_) => "Write",
            Self::Pack => "Load",
        }
    }
}

/// What a system dialog came to.
#[derive(Debug)]
pub(crate) enum DialogAnswer {
    /// This file.
    Path(PathBuf),
    /// None: the user changed their mind.
    Canceled,
    /// There is no system dialog here.
    Unavailable,
}

/// A system dialog on its thread.
#[derive(Debug)]
pub(crate) struct NativeDialog {
    /// What the path is wanted for.
    pub purpose: DialogPurpose,
    /// The name it offers.
    pub name: String,
    answer: Receiver<DialogAnswer>,
}

impl NativeDialog {
    /// Opens the system's dialog.
    pub(crate) fn open(ctx: &egui::Context, purpose: DialogPurpose, name: &str) -> Self {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(purpose.title());
        dialog = match &purpose {
            DialogPurpose::Export => {
                let format = ExportFormat::of_name(Path::new(name)).unwrap_or_default();
                dialog.add_filter(format.label(), &[format.extension()])
            }
            DialogPurpose::Open => {
                let drawings = [DRAWINGS, PAGES_AND_PICTURES, MAYBE_DRAWINGS].concat();
                let dialog = dialog.add_filter("Drawings", &drawings);
                dialog.add_filter("All files", &["*"])
            }
            DialogPurpose::Save => dialog.add_filter("boxdrill drawing", &["boxdrill"]),
            DialogPurpose::Share(_) => dialog.add_filter("boxdrill prompt", &["json"]),
            DialogPurpose::Scorecard(format) => {
                dialog.add_filter("Scorecard", &[format.extension()])
            }
            DialogPurpose::Pack => dialog,
        };
        let (send, answer) = channel();
        let ctx = ctx.clone();
        let opened = Instant::now();
        let wait = move |chosen: Option<rfd::FileHandle>| {
            let answer = match chosen {
                Some(file) => DialogAnswer::Path(file.path().to_owned()),
                None if opened.elapsed() < TOO_SOON => DialogAnswer::Unavailable,
                None => DialogAnswer::Canceled,
            };
            let _window_closed = send.send(answer);
            ctx.request_repaint();
        };
        // The dialog itself must be made on this thread on a Mac; only waiting for it moves away.
        match &purpose {
            DialogPurpose::Open => {
                let chosen = dialog.pick_file();
                std::thread::spawn(move || wait(pollster::block_on(chosen)));
            }
            DialogPurpose::Pack => {
                let chosen = dialog.pick_folder();
                std::thread::spawn(move || wait(pollster::block_on(chosen)));
            }
            DialogPurpose::Save
            | DialogPurpose::Export
            | DialogPurpose::Share(_)
            | DialogPurpose::Scorecard(_) => {
                let chosen = dialog.set_file_name(name).save_file();
                std::thread::spawn(move || wait(pollster::block_on(chosen)));
            }
        }
        Self {
            purpose,
            name: name.to_owned(),
            answer,
        }
    }

    /// The answer, once there is one.
    pub(crate) fn poll_answer(&self) -> Option<DialogAnswer> {
        match self.answer.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(DialogAnswer::Unavailable),
        }
    }
}
