//! Diagrams in Mermaid's text form, as people keep them in wikis and readmes: flowcharts as Mermaid 11 accepts them, C4 diagrams
//! and architecture diagrams. Other sorts are refused by their name.
//!
//! What is about looks is passed over: styles, classes, clicks, directives, icons beside words. Right to left and bottom to top
//! are read as left to right and top to bottom, subgraphs have the direction of the whole. Where Mermaid is strict about
//! spaces and its own words, this reader is not. It has no recursion, and each statement is read once.

mod architecture;
mod attributes;
mod c4;
mod flowchart;
mod label;
mod source;
mod tokens;

pub(super) use architecture::{is_architecture, parse_architecture};
pub(super) use c4::{is_c4, parse_c4};
pub(super) use flowchart::parse_flowchart;
pub(super) use source::MermaidSource;

use crate::import::ImportError;
use crate::import::build::build_design;
use crate::model::Design;

/// Whether a text begins as a Mermaid flowchart does.
#[must_use]
pub fn is_flowchart(text: &str) -> bool {
    matches!(
        MermaidSource::head(text).first_word(),
        "graph" | "flowchart" | "flowchart-elk"
    )
}

/// Reads a flowchart as a design with everything at one place.
///
/// # Errors
/// The first line that cannot be understood.
pub fn read_flowchart(text: &str) -> Result<Design, ImportError> {
    Ok(build_design(parse_flowchart(text)?).design)
}

#[cfg(test)]
mod tests;
