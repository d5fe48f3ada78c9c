//! Reads draw.io files: the drawing of one page, its cells as shapes and lines.

mod cells;
mod page;
mod shapes;
mod stencil;
mod style;

pub(super) use page::decode_percent;

use roxmltree::{Document, Node};

use super::diagram::Diagram;
use super::error::{ImportError, check_only};
use super::sketch::{PlaneSketch, recognize_diagram};
use super::xml::{parse_xml, root_name};
use crate::model::format;

/// What an error calls such a file.
const FORMAT: &str = "draw.io file";

/// Whether a text is a draw.io file, or the drawing of one page.
pub(super) fn is_drawio(text: &str) -> bool {
    matches!(root_name(text), Some("mxfile" | "mxGraphModel"))
}

/// Reads the page with this number or name, or the first with something on it.
pub(super) fn parse_drawio(text: &str, choice: Option<&str>) -> Result<Diagram, ImportError> {
    let file = |message| ImportError::File {
        format: FORMAT,
        message,
    };
    let document = parse_xml(text.trim_start_matches('\u{feff}').trim_start()).map_err(file)?;
    let root = document.root_element();
    if root.has_tag_name("mxGraphModel") {
        check_only(choice)?;
        return Ok(recognize_diagram(shapes::read_model(root).map_err(file)?));
    }
    let pages: Vec<Node<'_, '_>> = root
        .children()
        .filter(|node| node.has_tag_name("diagram"))
        .collect();
    let names: Vec<&str> = (pages.iter())
        .map(|page| page.attribute("name").unwrap_or_default().trim())
        .collect();
    let (read, mut sketch) = match choice {
        Some(choice) => {
            let chosen = find_page(&names, choice).ok_or_else(|| ImportError::NoSuchDiagram {
                choice: choice.to_owned(),
                holds: format!("{} ({})", names.len(), names.join(", ")),
            })?;
            (chosen, read_page(pages[chosen]).map_err(file)?)
        }
        None => first_page(&pages).map_err(file)?,
    };
    if pages.len() > 1 && choice.is_none() {
        let others = names.iter().enumerate().filter(|(index, _)| *index != read);
        let others: Vec<String> = others
            .map(|(index, name)| format!("`#{}` {name}", index + 1))
            .collect();
        sketch.losses.set_opened(format!(
            "Opened page {} of {}. To open another page, add its number or name to the file name: {}",
            read + 1,
            pages.len(),
            format::join_names(others.iter().map(|other| other.trim_end()))
        ));
    }
    if !is_unnamed(names[read]) {
        names[read].clone_into(&mut sketch.title);
    }
    Ok(recognize_diagram(sketch))
}

/// The page with this number, from 1, else the first with this name.
fn find_page(names: &[&str], choice: &str) -> Option<usize> {
    let number = choice
        .parse()
        .ok()
        .and_then(|number: usize| number.checked_sub(1));
    let choice = choice.trim().to_lowercase();
    number
        .filter(|index| *index < names.len())
        .or_else(|| names.iter().position(|name| name.to_lowercase() == choice))
}

/// The first page with something on it, else the first.
fn first_page(pages: &[Node<'_, '_>]) -> Result<(usize, PlaneSketch), String> {
    let mut first = None;
    for (index, page) in pages.iter().enumerate() {
        let sketch = read_page(*page)?;
        if !sketch.shapes.is_empty() {
            return Ok((index, sketch));
        }
        first.get_or_insert((index, sketch));
    }
    first.ok_or_else(|| "it has no pages: save it again in draw.io".to_owned())
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
