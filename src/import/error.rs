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
    #[error("this is a Mermaid {0}: only flowcharts can be opened")]
    OtherDiagram(&'static str),
    /// A PlantUML diagram of a sort that shows no boxes and calls.
    #[error(
        "this is a PlantUML {0}: only component, deployment, use case and C4 diagrams can be opened"
    )]
    OtherPlantuml(&'static str),
}
