//! Why a drawing of another program could not be read.

/// Why a drawing of another program could not be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// One line of a text cannot be understood.
    #[error("line {line} of the {format}: {message}")]
    Line {
        /// What the text is: "Mermaid flowchart".
        format: &'static str,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there and what to do.
        message: String,
    },
    /// A Mermaid diagram of a sort that shows no boxes and calls.
    #[error(
        "this is a Mermaid {0}: only flowcharts, C4 diagrams, and architecture diagrams can be opened"
    )]
    OtherDiagram(&'static str),
    /// A PlantUML diagram of a sort that shows no boxes and calls.
    #[error(
        "this is a PlantUML {0}: only component, deployment, use case, and C4 diagrams can be opened"
    )]
    OtherPlantuml(&'static str),
    /// A file holds no drawing, but it is known what it holds.
    #[error("this is {what}: {instead}")]
    OtherFile {
        /// What it is: "a draw.io shape library".
        what: &'static str,
        /// What to do.
        instead: &'static str,
    },
    /// A file as a whole cannot be understood.
    #[error("this {format} cannot be read: {message}")]
    File {
        /// What it is: "draw.io file".
        format: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// A file does not have the diagram or page that was asked for.
    #[error("there is no diagram {choice}: the file contains {holds}")]
    NoSuchDiagram {
        /// The number or the name that was asked for.
        choice: String,
        /// How many there are, and what they are called where they have names.
        holds: String,
    },
}

impl ImportError {
    /// The same of a text that has so many lines before it.
    pub(super) fn below(self, lines: usize) -> Self {
        match self {
            Self::Line {
                format,
                line,
                message,
            } => Self::Line {
                format,
                line: line + lines,
                message,
            },
            other => other,
        }
    }
}

/// Refuses the choice of another diagram than the first where there is only one.
///
/// # Errors
/// When another is chosen.
pub fn check_only(choice: Option<&str>) -> Result<(), ImportError> {
    match choice {
        None | Some("1") => Ok(()),
        Some(choice) => Err(ImportError::NoSuchDiagram {
            choice: choice.to_owned(),
            holds: "1".to_owned(),
        }),
    }
}
