//! Drawings that other programs made, read as designs.
//!
//! Every format is one row of [`READERS`]: it knows its files by their content and makes a [`Diagram`] of them;
//! `build` then gives its boxes kinds, sizes and places. What a design has no place for is counted in
//! [`Losses`](losses::Losses) and told to the user.

mod box_kind;
mod build;
mod diagram;
mod dot;
mod elements;
mod error;
mod frame_arrows;
mod frames;
mod losses;
mod markup;
pub mod mermaid;
mod other_diagrams;
mod plantuml;
#[cfg(test)]
mod testing;
mod zone_name;

pub use error::ImportError;

use diagram::Diagram;

use crate::model::Design;

/// A drawing of another program as a design.
#[derive(Debug)]
pub struct ImportedDesign {
    /// The design.
    pub design: Design,
    /// One sentence for each sort of thing that was not carried over; empty where nothing is lost.
    pub losses: Vec<String>,
}

/// How files of one format are known and read.
struct Reader {
    /// Whether a text is of this format, told by its content.
    recognizes: fn(&str) -> bool,
    /// Reads what is of this format.
    read: fn(&str) -> Result<Diagram, ImportError>,
}

/// Every format that can be read. The first that recognizes a text reads it.
const READERS: [Reader; 3] = [
    // Before flowcharts, which may begin with `graph` too.
    Reader {
        recognizes: dot::is_graph,
        read: dot::parse_graph,
    },
    Reader {
        recognizes: mermaid::is_flowchart,
        read: mermaid::parse_flowchart,
    },
    Reader {
        recognizes: plantuml::is_plantuml,
        read: plantuml::parse_plantuml,
    },
];

/// Reads a text that another program wrote; none where it is of no format that is known.
///
/// # Errors
/// Where the format is known and the text cannot be read: where in it, and what to do.
#[must_use]
pub fn read_diagram(text: &str) -> Option<Result<ImportedDesign, ImportError>> {
    if let Some(reader) = READERS.iter().find(|reader| (reader.recognizes)(text)) {
        return Some((reader.read)(text).map(build::build_design));
    }
    other_diagrams::other_diagram(text).map(|name| Err(ImportError::OtherDiagram(name)))
}
