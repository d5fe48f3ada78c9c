//! What is gathered of a board: its elements by their keys, and its arrows.

use std::collections::{BTreeMap, BTreeSet};

use super::scanner::{KeyArrow, KeyPart};
use crate::import::box_kind::BoxShape;
use crate::import::diagram::{ArrowHeads, Diagram};
use crate::import::elements::{Element, ElementArrow, Elements, MOST};
use crate::import::variables::fill_in;
use crate::layout::Direction;
use crate::model::text_match::one_line;

/// Keys that say something about what they stand in.
const KEYWORDS: [&str; 31] = [
    "class",
    "classes",
    "constraint",
    "direction",
    "font-size",
    "grid-columns",
    "grid-gap",
    "grid-rows",
    "height",
    "horizontal-gap",
    "icon",
    "label",
    "layers",
    "left",
    "link",
    "near",
    "scenarios",
    "shape",
    "source-arrowhead",
    "steps",
    "style",
    "suspend",
    "target-arrowhead",
    "theme-id",
    "tooltip",
    "top",
    "vars",
    "vertical-gap",
    "width",
    "d2-config",
    "layout-engine",
];

/// Whether an unquoted part of a key says something about what it stands in.
pub(super) fn is_keyword(part: &str) -> bool {
    KEYWORDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(part))
}

/// What a box of this shape is.
enum D2Shape {
    Box(BoxShape),
    /// A table or a class: what stands in it are its rows.
    Rows(BoxShape),
    /// Words without a box.
    Words,
}

fn shape_of_name(name: &str) -> D2Shape {
    match name.to_lowercase().as_str() {
        "cylinder" | "stored_data" => D2Shape::Box(BoxShape::Cylinder),
        "queue" => D2Shape::Box(BoxShape::Queue),
        "person" | "c4-person" => D2Shape::Box(BoxShape::Person),
        "oval" | "circle" => D2Shape::Box(BoxShape::Round),
        "sql_table" => D2Shape::Rows(BoxShape::Cylinder),
        "class" | "sequence_diagram" => D2Shape::Rows(BoxShape::Plain),
        "text" | "code" => D2Shape::Words,
        _ => D2Shape::Box(BoxShape::Plain),
    }
}

/// Where an arrow between two elements begins and ends.
fn ends_of(left: usize, right: usize, arrow: KeyArrow) -> (usize, usize) {
    if arrow.has_left && !arrow.has_right {
        (right, left)
    } else {
        (left, right)
    }
}

fn heads_of(arrow: KeyArrow) -> ArrowHeads {
    match (arrow.has_left, arrow.has_right) {
        (true, true) => ArrowHeads::AtBoth,
        (false, false) => ArrowHeads::Nowhere,
        _ => ArrowHeads::AtEnd,
    }
}

#[derive(Default)]
struct BoardElement {
    label: String,
    shape: Option<D2Shape>,
    /// The class that it is given.
    class: String,
    parent: Option<usize>,
    /// Whether it stands at an edge of the board, as a title does.
    is_at_edge: bool,
    is_removed: bool,
}

/// A board while it is read.
#[derive(Default)]
pub(super) struct D2Board {
    elements: Vec<BoardElement>,
    /// The index of an element by what it lies in and its key in lower case.
    known: BTreeMap<(Option<usize>, String), usize>,
    arrows: Vec<ElementArrow>,
    /// The arrows that were taken away, by their indices.
    removed: BTreeSet<usize>,
    /// The values of variables, by their names with those of all they lie in.
    variables: BTreeMap<String, String>,
    /// The shapes of classes.
    class_shapes: BTreeMap<String, String>,
    pub(super) gathered: Elements,
}

impl D2Board {
    /// The element of a key within another, made where it is new; none for the board itself.
    pub(super) fn element(
        &mut self,
        within: Option<usize>,
        key: &[KeyPart],
    ) -> Result<Option<usize>, String> {
        let mut at = within;
        for part in key {
            if part.text == "_" && !part.is_quoted {
                at = at.and_then(|index| self.elements[index].parent);
                continue;
            }
            let name = (at, part.text.to_lowercase());
            if let Some(&known) = self.known.get(&name) {
                at = Some(known);
                continue;
            }
            if self.elements.len() >= MOST {
                return Err(format!(
                    "a drawing can have at most {MOST} boxes and frames"
                ));
            }
            let index = self.elements.len();
            self.elements.push(BoardElement {
                label: part.text.clone(),
                parent: at,
                ..BoardElement::default()
            });
            self.known.insert(name, index);
            at = Some(index);
        }
        Ok(at)
    }

    /// The element of a key within another, where there is one already.
    pub(super) fn find(&self, within: Option<usize>, key: &[KeyPart]) -> Option<usize> {
        let mut at = within;
        for part in key {
            at = match part.text.as_str() {
                "_" if !part.is_quoted => self.elements[at?].parent,
                text => Some(*self.known.get(&(at, text.to_lowercase()))?),
            };
        }
        at
    }

    /// The index of an arrow between two elements: the first of those between them is number 0.
    pub(super) fn find_arrow(
        &self,
        left: usize,
        right: usize,
        arrow: KeyArrow,
        number: usize,
    ) -> Option<usize> {
        let wanted = ends_of(left, right, arrow);
        let heads = heads_of(arrow);
        let all = self.arrows.iter().enumerate();
        let mut same =
            all.filter(|(_, known)| (known.from, known.to) == wanted && known.heads == heads);
        same.nth(number).map(|(index, _)| index)
    }

    /// Takes an arrow away.
    pub(super) fn remove_arrow(&mut self, index: usize) {
        self.removed.insert(index);
    }

    /// Adds an arrow and answers its index.
    pub(super) fn connect(
        &mut self,
        left: usize,
        right: usize,
        arrow: KeyArrow,
    ) -> Result<usize, String> {
        if self.arrows.len() >= MOST {
            return Err(format!("a drawing can have at most {MOST} arrows"));
        }
        let (from, to) = ends_of(left, right, arrow);
        self.arrows.push(ElementArrow {
            from,
            to,
            heads: heads_of(arrow),
            ..ElementArrow::default()
        });
        Ok(self.arrows.len() - 1)
    }

    /// Sets what an element is called; `null` takes it away.
    pub(super) fn set_label(&mut self, element: usize, label: String) {
        let element = &mut self.elements[element];
        if label.eq_ignore_ascii_case("null") {
            element.is_removed = true;
        } else {
            element.label = label;
        }
    }

    /// Sets what a keyword says about an element, or about the board.
    pub(super) fn set_attribute(&mut self, element: Option<usize>, name: &str, value: &str) {
        let Some(element) = element else {
            if name == "direction" {
                self.gathered.direction = match value {
                    "left" | "right" => Direction::Right,
                    _ => Direction::Down,
                };
            }
            return;
        };
        let element = &mut self.elements[element];
        match name {
            "label" => value.clone_into(&mut element.label),
            "shape" => element.shape = Some(shape_of_name(value)),
            "class" => value.clone_into(&mut element.class),
            "near" => element.is_at_edge = value.contains('-'),
            _ => {}
        }
    }

    /// Sets what a keyword says about arrows: those from one index to before another.
    pub(super) fn set_arrow(&mut self, arrows: (usize, usize), name: &str, value: &str) {
        for arrow in &mut self.arrows[arrows.0..arrows.1] {
            match name {
                "label" => value.clone_into(&mut arrow.label),
                "stroke-dash" => arrow.is_dotted = value != "0",
                _ => {}
            }
        }
    }

    /// How many arrows there are.
    pub(super) fn arrow_count(&self) -> usize {
        self.arrows.len()
    }

    /// Keeps the value of a variable.
    pub(super) fn set_variable(&mut self, name: &str, value: String) {
        self.variables.insert(name.to_owned(), value);
    }

    /// Puts the values of variables in their places.
    fn fill_in_variables(&mut self) {
        let labels = self.elements.iter_mut().map(|element| &mut element.label);
        let words = self.arrows.iter_mut().map(|arrow| &mut arrow.label);
        for text in labels.chain(words).filter(|text| text.contains("${")) {
            *text = fill_in(text, |name| self.variables.get(name));
        }
    }

    /// Keeps the shape of a class.
    pub(super) fn set_class_shape(&mut self, class: &str, shape: &str) {
        self.class_shapes.insert(class.to_owned(), shape.to_owned());
    }

    /// The diagram of the board.
    pub(super) fn into_diagram(mut self) -> Result<Diagram, String> {
        self.fill_in_variables();
        for element in &mut self.elements {
            // Of several classes the last that has a shape says it: `[a; b]`.
            let classes = element.class.trim_matches(['[', ']']).split(';');
            let mut shapes = classes
                .rev()
                .map(|class| self.class_shapes.get(class.trim()));
            if element.shape.is_none()
                && let Some(shape) = shapes.find_map(|shape| shape)
            {
                element.shape = Some(shape_of_name(shape));
            }
        }
        // What stands in a table, however deep, is the table. What an element lies in comes before it.
        let mut owners: Vec<usize> = (0..self.elements.len()).collect();
        for index in 0..self.elements.len() {
            if let Some(parent) = self.elements[index].parent {
                let is_row = matches!(self.elements[parent].shape, Some(D2Shape::Rows(_)));
                if is_row || owners[parent] != parent {
                    owners[index] = owners[parent];
                }
                self.elements[index].is_removed |= self.elements[parent].is_removed;
            }
        }
        let removed = std::mem::take(&mut self.removed);
        let mut index = 0;
        self.arrows.retain(|_| {
            index += 1;
            !removed.contains(&(index - 1))
        });
        let mut is_at_arrow = vec![false; self.elements.len()];
        for arrow in &self.arrows {
            is_at_arrow[owners[arrow.from]] = true;
            is_at_arrow[owners[arrow.to]] = true;
        }
        let mut places: Vec<Option<usize>> = vec![None; self.elements.len()];
        for (index, element) in self.elements.into_iter().enumerate() {
            if owners[index] != index || element.is_removed {
                continue;
            }
            let is_words = matches!(element.shape, Some(D2Shape::Words)) || element.is_at_edge;
            if is_words && !is_at_arrow[index] {
                if element.is_at_edge && self.gathered.title.is_empty() {
                    self.gathered.title = one_line(&element.label);
                } else {
                    let losses = &mut self.gathered.losses;
                    losses.add("text outside the boxes", element.label);
                }
                continue;
            }
            places[index] = Some(self.gathered.add(Element {
                text: element.label,
                shape: match element.shape {
                    Some(D2Shape::Box(shape) | D2Shape::Rows(shape)) => shape,
                    Some(D2Shape::Words) | None => BoxShape::Plain,
                },
                parent: element.parent.and_then(|parent| places[parent]),
                ..Element::default()
            })?);
        }
        for arrow in self.arrows {
            if let (Some(from), Some(to)) = (places[owners[arrow.from]], places[owners[arrow.to]]) {
                self.gathered.connect(ElementArrow { from, to, ..arrow })?;
            }
        }
        Ok(self.gathered.into_diagram())
    }
}
