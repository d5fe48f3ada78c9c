//! The cells of a draw.io page as they stand in the file, with the places that follow from the cells around them.

use std::collections::HashMap;

use roxmltree::Node;

use super::style::Style;
use crate::import::markup::{html_text, trim_lines};
use crate::model::{Point, Rect, Vector, pt, vector};

/// Where a cell lies, in the coordinates of the one around it.
#[derive(Default)]
pub(super) struct CellGeometry {
    /// Its corner; where it is relative, in parts of the size of the cell around it.
    pub(super) at: Vector,
    /// Its size.
    pub(super) size: Vector,
    /// Whether `at` is relative.
    pub(super) is_relative: bool,
    /// What is added to a relative place.
    pub(super) offset: Vector,
    /// Where an edge begins and ends without a cell there.
    pub(super) ends: [Option<Point>; 2],
    /// The points between the ends of an edge.
    pub(super) points: Vec<Point>,
}

/// A cell.
pub(super) struct DrawioCell<'a> {
    /// The index of the cell around it.
    pub(super) parent: Option<usize>,
    /// Its words.
    pub(super) text: String,
    /// Its style.
    pub(super) style: Style<'a>,
    /// Whether it is a shape.
    pub(super) is_vertex: bool,
    /// Whether it is a line.
    pub(super) is_edge: bool,
    /// The indices of the cells at the ends of a line.
    pub(super) ends: [Option<usize>; 2],
    /// Where it lies.
    pub(super) geometry: CellGeometry,
    /// Whether it and all around it are shown.
    pub(super) is_shown: bool,
    /// Where it lies on the page.
    pub(super) rect: Rect,
    /// What this program wrote about it.
    pub(super) written: Option<&'a str>,
}

/// The most bytes that values add to a label, so that one that names them again and again cannot grow without end.
const MOST_FILLED: usize = 4_000;
/// The attribute with what this program writes about a cell.
pub(super) const WRITTEN: &str = "boxdrill";

/// The cells of a page, at most so many.
pub(super) fn read_cells<'a>(
    root: Node<'a, '_>,
    most: usize,
) -> Result<Vec<DrawioCell<'a>>, String> {
    let nodes: Vec<Node<'a, '_>> = root
        .children()
        .filter(Node::is_element)
        .take(most + 1)
        .collect();
    if nodes.len() > most {
        return Err(format!("its page has more than {most} shapes and lines"));
    }
    let id_of = |node: &Node<'a, '_>| {
        let inner = || {
            node.children()
                .find(|node| node.has_tag_name("mxCell"))
                .and_then(|cell| cell.attribute("id"))
        };
        node.attribute("id").or_else(inner).unwrap_or_default()
    };
    let mut index_of: HashMap<&str, usize> = HashMap::new();
    for (index, node) in nodes.iter().enumerate() {
        index_of.entry(id_of(node)).or_insert(index);
    }
    let find = |id: Option<&str>| id.and_then(|id| index_of.get(id).copied());
    let mut cells: Vec<DrawioCell<'a>> = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let inner = node.children().find(|child| child.has_tag_name("mxCell"));
        let cell = inner.unwrap_or(*node);
        let style = Style(cell.attribute("style").unwrap_or_default());
        cells.push(DrawioCell {
            parent: find(cell.attribute("parent")).filter(|&parent| parent != index),
            text: text_of(*node, cell, style),
            style,
            is_vertex: cell.attribute("vertex") == Some("1"),
            is_edge: cell.attribute("edge") == Some("1"),
            ends: [
                find(cell.attribute("source")),
                find(cell.attribute("target")),
            ],
            geometry: read_geometry(cell),
            is_shown: cell.attribute("visible") != Some("0")
                && node.attribute("visible") != Some("0"),
            rect: Rect {
                min: pt(0.0, 0.0),
                max: pt(0.0, 0.0),
            },
            written: node.attribute(WRITTEN),
        });
    }
    place_cells(&mut cells);
    Ok(cells)
}

/// The words of a cell: HTML as its lines, with the values of the cell's data in the places kept for them.
fn text_of(node: Node<'_, '_>, cell: Node<'_, '_>, style: Style<'_>) -> String {
    let label = node
        .attribute("label")
        .or_else(|| cell.attribute("value"))
        .unwrap_or_default();
    let label = if node.attribute("placeholders") == Some("1") {
        fill_places(label, |name| node.attribute(name))
    } else {
        label.to_owned()
    };
    if style.is("html", "1") || label.contains("</") || label.contains("<br") {
        html_text(&label)
    } else {
        trim_lines(&label)
    }
}

/// The label with `%name%` as the value of this name; unknown names stay, and so do those whose values would make it much
/// longer.
fn fill_places<'a>(label: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut pieces = label.split('%');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    let mut is_open = true;
    let mut left = MOST_FILLED;
    for piece in pieces {
        let known = if is_open && !piece.is_empty() && left > 0 {
            value(piece)
        } else {
            None
        };
        match known.filter(|value| value.len() <= left) {
            Some(value) => {
                filled.push_str(value);
                // An empty value counts, too, so that looking for names comes to an end.
                left -= value.len().max(1);
                // What follows is no name, but the text behind it.
                is_open = false;
            }
            None => {
                if is_open {
                    filled.push('%');
                }
                filled.push_str(piece);
                is_open = true;
            }
        }
    }
    filled
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    let value = node
        .attribute(name)
        .and_then(|value| value.trim().parse::<f64>().ok());
    value.filter(|value| value.is_finite()).unwrap_or_default()
}

fn point(node: Node<'_, '_>) -> Point {
    pt(number(node, "x"), number(node, "y"))
}

fn read_geometry(cell: Node<'_, '_>) -> CellGeometry {
    let Some(node) = cell.children().find(|node| node.has_tag_name("mxGeometry")) else {
        return CellGeometry::default();
    };
    let named = |name: &str| {
        let mut points = node
            .children()
            .filter(|child| child.has_tag_name("mxPoint"));
        points
            .find(|child| child.attribute("as") == Some(name))
            .map(point)
    };
    let offset = named("offset").unwrap_or_default();
    let points = node
        .children()
        .filter(|child| child.has_tag_name("Array"))
        .flat_map(|array| array.children());
    CellGeometry {
        at: vector(number(node, "x"), number(node, "y")),
        size: vector(
            number(node, "width").max(0.0),
            number(node, "height").max(0.0),
        ),
        is_relative: node.attribute("relative") == Some("1"),
        offset: vector(offset.x, offset.y),
        ends: [named("sourcePoint"), named("targetPoint")],
        points: points
            .filter(|child| child.has_tag_name("mxPoint"))
            .map(point)
            .collect(),
    }
}

/// Gives each cell its place on the page, after the one around it. Cells that lie in each other in a circle lie on the page.
fn place_cells(cells: &mut [DrawioCell<'_>]) {
    #[derive(Clone, Copy, PartialEq)]
    enum PlaceVisit {
        Not,
        Open,
        Done,
    }
    let mut visits = vec![PlaceVisit::Not; cells.len()];
    for start in 0..cells.len() {
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(index) = next {
            match visits[index] {
                PlaceVisit::Done => break,
                PlaceVisit::Open => {
                    if let Some(&last) = chain.last() {
                        let last: &mut DrawioCell<'_> = &mut cells[last];
                        last.parent = None;
                    }
                    break;
                }
                PlaceVisit::Not => {
                    visits[index] = PlaceVisit::Open;
                    chain.push(index);
                    next = cells[index].parent;
                }
            }
        }
        while let Some(index) = chain.pop() {
            visits[index] = PlaceVisit::Done;
            let around = cells[index].parent.map(|parent| &cells[parent]);
            let (outer, is_shown) =
                around.map_or((None, true), |cell| (Some(cell.rect), cell.is_shown));
            let cell = &mut cells[index];
            cell.is_shown &= is_shown;
            cell.rect = place(&cell.geometry, outer, cell.is_vertex);
        }
    }
}

fn place(geometry: &CellGeometry, outer: Option<Rect>, is_vertex: bool) -> Rect {
    let origin = outer.map_or(pt(0.0, 0.0), |outer| outer.min);
    if !is_vertex {
        return Rect {
            min: origin,
            max: origin,
        };
    }
    let by = match outer.filter(|_| geometry.is_relative) {
        Some(outer) => {
            vector(
                geometry.at.x * outer.width(),
                geometry.at.y * outer.height(),
            ) + geometry.offset
        }
        None => geometry.at,
    };
    Rect::from_min(origin + by, geometry.size.x, geometry.size.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_kept_for_data_are_filled() {
        let value = |name: &str| match name {
            "a" => Some("Api"),
            "b" => Some("Go"),
            _ => None,
        };
        for (label, expected) in [
            ("%a%", "Api"),
            ("<b>%a%</b> [%b%] 100%", "<b>Api</b> [Go] 100%"),
            ("50% of %a%", "50% of Api"),
            ("%c% %%", "%c% %%"),
        ] {
            assert_eq!(fill_places(label, value), expected, "{label}");
        }
    }

    #[test]
    fn a_label_cannot_grow_without_end() {
        let long = "x".repeat(1_000);
        let label = "%a%".repeat(10_000);
        let filled = fill_places(&label, |_| Some(&long));
        assert!(filled.starts_with(&long.repeat(4)));
        assert!(filled.len() <= label.len() + MOST_FILLED);
        assert!(filled.ends_with("%a%"));
        assert_eq!(fill_places("%a% %a%", |_| Some("")), " ");
    }
}
