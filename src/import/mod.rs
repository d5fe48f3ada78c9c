//! Drawings that other programs made, read as designs.
//!
//! Every format is one row of `READERS`: it knows its files by their content and makes a `Diagram` of them;
//! `build` then gives its boxes kinds, sizes and places. What a design has no place for is counted in
//! `Losses` and told to the user.

mod box_kind;
mod build;
mod carrier;
mod diagram;
mod dot;
mod drawio;
mod elements;
mod error;
mod excalidraw;
mod frame_arrows;
mod frames;
mod losses;
mod markup;
pub mod mermaid;
mod other_diagrams;
mod place;
mod plantuml;
mod sketch;
#[cfg(test)]
mod testing;
mod written;
mod xml;
mod zone_name;

pub use build::ImportedDesign;
pub use carrier::embedded_diagram;
pub use error::ImportError;
pub use written::{WRITTEN_NOTE, WrittenArrow, WrittenBox, WrittenZone};
pub(crate) use xml::parse_xml;

use diagram::Diagram;

/// How files of one format are known and read.
struct Reader {
    /// Whether a text is of this format, told by its content.
    recognizes: fn(&str) -> bool,
    /// Reads what is of this format.
    read: fn(&str) -> Result<Diagram, ImportError>,
}

/// Every format that can be read. The first that recognizes a text reads it.
const READERS: [Reader; 5] = [
    Reader {
        recognizes: drawio::is_drawio,
        read: drawio::parse_drawio,
    },
    Reader {
        recognizes: excalidraw::is_excalidraw,
        read: excalidraw::parse_excalidraw,
    },
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
