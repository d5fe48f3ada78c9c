//! Reads draw.io files: the drawing of the first page, its cells as shapes and lines.

mod cells;
mod page;
mod shapes;
mod stencil;
mod style;

pub(super) use page::decode_percent;

use roxmltree::{Document, Node};

use super::ImportError;
use super::diagram::Diagram;
use super::sketch::{PlaneSketch, understand};
use super::xml::{parse_xml, root_name};

/// What an error calls such a file.
const FORMAT: &str = "draw.io file";

/// Whether a text is a draw.io file, or the drawing of one page.
pub(super) fn is_drawio(text: &str) -> bool {
    matches!(root_name(text), Some("mxfile" | "mxGraphModel"))
}

/// Reads the first page with something on it.
pub(super) fn parse_drawio(text: &str) -> Result<Diagram, ImportError> {
    let file = |message| ImportError::File {
        format: FORMAT,
        message,
    };
    let document = parse_xml(text.trim_start_matches('\u{feff}').trim_start()).map_err(file)?;
    let root = document.root_element();
    if root.has_tag_name("mxGraphModel") {
        return Ok(understand(shapes::read_model(root).map_err(file)?));
    }
    let pages: Vec<Node<'_, '_>> = root
        .children()
        .filter(|node| node.has_tag_name("diagram"))
        .collect();
    let mut chosen = None;
    for (index, page) in pages.iter().enumerate() {
        let sketch = read_page(*page).map_err(file)?;
        let is_empty = sketch.shapes.is_empty();
        if chosen.is_none() || !is_empty {
            chosen = Some((index, sketch));
        }
        if !is_empty {
            break;
        }
    }
    let Some((read, mut sketch)) = chosen else {
        return Err(file("it has no pages: save it again in draw.io".to_owned()));
    };
    let name = |page: &Node<'_, '_>| page.attribute("name").unwrap_or_default().trim().to_owned();
    for (index, page) in pages.iter().enumerate() {
        if index != read {
            sketch.losses.add("other pages than the first", name(page));
        }
    }
    let title = name(&pages[read]);
    if !is_unnamed(&title) {
        sketch.title = title;
    }
    Ok(understand(sketch))
}

/// Whether a page has the name that every page has at first: "PageReader-1", in any language.
fn is_unnamed(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    name.is_empty() || (word.ends_with('-') && word.len() < name.len() && !word.contains(' '))
}

fn read_page(page: Node<'_, '_>) -> Result<PlaneSketch, String> {
    if let Some(model) = page
        .children()
        .find(|node| node.has_tag_name("mxGraphModel"))
    {
        return shapes::read_model(model);
    }
    let packed = page.text().unwrap_or_default().trim();
    if packed.is_empty() {
        return Ok(PlaneSketch::default());
    }
    let text = page::decompress_page(packed)?;
    let document: Document<'_> = parse_xml(text.trim())?;
    shapes::read_model(document.root_element())
}

#[cfg(test)]
mod tests;
