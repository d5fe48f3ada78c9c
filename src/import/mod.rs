//! Drawings that other programs made, read as designs.
//!
//! Every format is one row of `READERS`: it knows its files by their content and makes a `Diagram` of them;
//! `build` then gives its boxes kinds, and places where somebody asks for them. What a design has no place for is counted in
//! `Losses` and told to the user.

mod box_kind;
mod build;
mod c4;
mod carrier;
mod d2;
mod diagram;
mod dot;
mod drawio;
mod elements;
mod error;
mod excalidraw;
mod frame_arrows;
mod frames;
mod losses;
mod markdown;
mod markup;
pub mod mermaid;
mod other_diagrams;
mod other_files;
mod place;
mod plantuml;
mod sketch;
mod structurizr;
#[cfg(test)]
mod testing;
mod variables;
mod written;
mod xml;
mod zone_name;

pub use build::{ImportedDesign, ImportedPlaces};
pub use carrier::embedded_diagram;
pub use error::{ImportError, check_only};
pub use markdown::is_page;
pub use other_files::prose;
pub use written::{WRITTEN_NOTE, WRITTEN_TITLE, WrittenArrow, WrittenBox, WrittenZone};
pub(crate) use xml::parse_xml;

use diagram::Diagram;

/// How files of one format are known and read.
struct Reader {
    /// Whether a text is of this format, told by its content.
    recognizes: fn(&str) -> bool,
    /// Reads what is of this format.
    read: DiagramReader,
}

/// How a format is read.
enum DiagramReader {
    /// A file is one diagram.
    Whole(fn(&str) -> Result<Diagram, ImportError>),
    /// A file has pages, of which the one with this number or name is read, and the first without either.
    Pages(fn(&str, Option<&str>) -> Result<Diagram, ImportError>),
}

impl DiagramReader {
    fn diagram(&self, text: &str, choice: Option<&str>) -> Result<Diagram, ImportError> {
        match self {
            Self::Whole(read) => check_only(choice).and_then(|()| read(text)),
            Self::Pages(read) => read(text, choice),
        }
    }
}

/// Every format that can be read. The first that recognizes a text reads it.
const READERS: [Reader; 9] = [
    Reader {
        recognizes: drawio::is_drawio,
        read: DiagramReader::Pages(drawio::parse_drawio),
    },
    Reader {
        recognizes: excalidraw::is_excalidraw,
        read: DiagramReader::Whole(excalidraw::parse_excalidraw),
    },
    // Before flowcharts, which may begin with `graph` too.
    Reader {
        recognizes: dot::is_graph,
        read: DiagramReader::Whole(dot::parse_graph),
    },
    Reader {
        recognizes: mermaid::is_flowchart,
        read: DiagramReader::Whole(mermaid::parse_flowchart),
    },
    Reader {
        recognizes: mermaid::is_c4,
        read: DiagramReader::Whole(mermaid::parse_c4),
    },
    Reader {
        recognizes: mermaid::is_architecture,
        read: DiagramReader::Whole(mermaid::parse_architecture),
    },
    // Before PlantUML, whose diagrams may be views of a workspace.
    Reader {
        recognizes: structurizr::is_structurizr,
        read: DiagramReader::Whole(structurizr::parse_structurizr),
    },
    Reader {
        recognizes: plantuml::is_plantuml,
        read: DiagramReader::Whole(plantuml::parse_plantuml),
    },
    // Last: what is in the notation of this program is none.
    Reader {
        recognizes: d2::is_d2,
        read: DiagramReader::Whole(d2::parse_d2),
    },
];

/// Reads a text that another program wrote; none where it is of no format that is known. Of a page with several diagrams
/// between fences, as Markdown has them, or a file with several pages, as draw.io has them, the one that is chosen is read, by
/// its number from 1 or by its name, and the first without a choice.
///
/// # Errors
/// Where the format is known and the text cannot be read: where in it, and what to do.
#[must_use]
pub fn read_diagram(
    text: &str,
    choice: Option<&str>,
) -> Option<Result<ImportedDesign, ImportError>> {
    if markdown::is_page(text) {
        read_page(text, choice)
    } else {
        read_one(text, choice)
    }
}

fn read_one(text: &str, choice: Option<&str>) -> Option<Result<ImportedDesign, ImportError>> {
    if let Some(reader) = READERS.iter().find(|reader| (reader.recognizes)(text)) {
        return Some(reader.read.diagram(text, choice).map(build::build_design));
    }
    other_diagrams::other_diagram(text)
        .map(ImportError::OtherDiagram)
        .or_else(|| other_files::other_file(text))
        .map(Err)
}

/// Reads a text as D2: its common part looks like the notation of this program, so that the name of a file has to say it.
///
/// # Errors
/// The first line that cannot be understood.
pub fn read_d2(text: &str, choice: Option<&str>) -> Result<ImportedDesign, ImportError> {
    check_only(choice)?;
    d2::parse_d2(text).map(build::build_design)
}

/// Reads one of the diagrams of a page; where none of them can be read, the first that is of a known sort says why.
fn read_page(page: &str, choice: Option<&str>) -> Option<Result<ImportedDesign, ImportError>> {
    let all = markdown::fenced_diagrams(page);
    let is_read = |diagram: &&markdown::FencedDiagram| {
        let mut readers = READERS.iter();
        readers.any(|reader| (reader.recognizes)(&diagram.text))
    };
    let readable: Vec<_> = all.iter().filter(is_read).collect();
    let count = readable.len();
    if count == 0 {
        return all
            .iter()
            .find_map(|diagram| read_one(&diagram.text, None))
            .or_else(|| read_one(page, choice));
    }
    let number = choice.map_or(Ok(1), str::parse);
    let index = number.ok().and_then(|number: usize| number.checked_sub(1));
    let Some(diagram) = index.and_then(|index| readable.get(index)) else {
        return Some(Err(ImportError::NoSuchDiagram {
            choice: choice.unwrap_or_default().to_owned(),
            holds: count.to_string(),
        }));
    };
    let read = read_one(&diagram.text, None)?;
    Some(match read {
        Ok(mut imported) => {
            if count > 1 && choice.is_none() {
                let first = format!(
                    "Opened: the first of {count} diagrams; add `#2` to the file name to open the second"
                );
                imported.losses.insert(0, first);
            }
            Ok(imported)
        }
        Err(error) => Err(error.below(diagram.line - 1)),
    })
}
