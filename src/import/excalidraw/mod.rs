//! Reads Excalidraw files: its elements as shapes and lines.

mod elements;
mod groups;

use std::collections::HashMap;

use elements::{CanvasElement, ExcalidrawFile};
use groups::{Member, find_symbols};
use serde::Deserialize;

use super::ImportError;
use super::box_kind::BoxShape;
use super::diagram::Diagram;
use super::sketch::{MOST, PlaneSketch, ShapeRole, SketchLine, SketchShape, recognize_diagram};
use super::written::{WRITTEN_NOTE, WRITTEN_TITLE, WrittenArrow, WrittenBox, WrittenZone};
use crate::model::text_match::one_line;
use crate::model::{Rect, catalogue, pt};

/// What an error calls such a file.
const FORMAT: &str = "Excalidraw drawing";
/// So much of a damaged file is looked at to know it.
const HEAD: usize = 400;

/// Whether a text is an Excalidraw file, or what Excalidraw puts on the clipboard.
pub(super) fn is_excalidraw(text: &str) -> bool {
    #[derive(Deserialize)]
    struct ExcalidrawHead {
        #[serde(rename = "type", default)]
        sort: Option<String>,
    }
    let text = text.trim_start();
    if !text.starts_with('{') || !text.contains("\"excalidraw") {
        return false;
    }
    let is_one = |sort: &str| matches!(sort, "excalidraw" | "excalidraw/clipboard");
    match serde_json::from_str::<ExcalidrawHead>(text) {
        Ok(head) => head.sort.as_deref().is_some_and(is_one),
        // A damaged one is to be called by its name.
        Err(_) => {
            let head: String = text
                .chars()
                .take(HEAD)
                .filter(|c| !c.is_whitespace())
                .collect();
            head.contains("\"type\":\"excalidraw")
        }
    }
}

/// Reads all that is not deleted.
pub(super) fn parse_excalidraw(text: &str) -> Result<Diagram, ImportError> {
    let file = |message| ImportError::File {
        format: FORMAT,
        message,
    };
    let read: ExcalidrawFile =
        serde_json::from_str(text.trim_start()).map_err(|error| file(format!("{error}")))?;
    let mut canvas = CanvasReader::new(read.elements);
    canvas.read_symbols();
    canvas.read_shapes();
    canvas.read_lines();
    if canvas.sketch.shapes.len() > MOST || canvas.sketch.lines.len() > MOST {
        return Err(file(format!("it has more than {MOST} shapes or lines")));
    }
    Ok(recognize_diagram(canvas.sketch))
}

/// Takes out the words that this program wrote as the title; empty where there are none.
fn take_title(elements: &mut Vec<CanvasElement>) -> String {
    let is_title = |element: &CanvasElement| {
        element.sort == "text" && element.custom_data.written.as_deref() == Some(WRITTEN_TITLE)
    };
    let place = elements.iter().position(is_title);
    place.map_or_else(String::new, |place| {
        one_line(elements.remove(place).words())
    })
}

struct CanvasReader {
    elements: Vec<CanvasElement>,
    index_of: HashMap<String, usize>,
    /// The words in each shape or on each line.
    words_of: Vec<Vec<usize>>,
    /// The shape that each element is, or is a part of.
    shape_of: Vec<Option<usize>>,
    sketch: PlaneSketch,
}

impl CanvasReader {
    fn new(mut elements: Vec<CanvasElement>) -> Self {
        elements.retain(|element| element.is_deleted != Some(true));
        let title = take_title(&mut elements);
        let ids = elements
            .iter()
            .enumerate()
            .map(|(index, element)| (element.id.clone(), index));
        let index_of: HashMap<String, usize> = ids.filter(|(id, _)| !id.is_empty()).collect();
        let mut words_of = vec![Vec::new(); elements.len()];
        for (index, element) in elements.iter().enumerate() {
            let container = element
                .container_id
                .as_ref()
                .and_then(|id| index_of.get(id));
            if let Some(&container) =
                container.filter(|&&container| container != index && element.sort == "text")
            {
                words_of[container].push(index);
            }
        }
        Self {
            shape_of: vec![None; elements.len()],
            sketch: PlaneSketch {
                title,
                ..PlaneSketch::default()
            },
            index_of,
            words_of,
            elements,
        }
    }

    fn find(&self, id: Option<&String>) -> Option<usize> {
        id.and_then(|id| self.index_of.get(id).copied())
    }

    fn is_bound_text(&self, index: usize) -> bool {
        let container = self.find(self.elements[index].container_id.as_ref());
        container.is_some_and(|container| self.words_of[container].contains(&index))
    }

    fn rect(&self, index: usize) -> Option<Rect> {
        let element = &self.elements[index];
        let (x, y) = (element.x.unwrap_or_default(), element.y.unwrap_or_default());
        let (wide, high) = (
            element.width.unwrap_or_default(),
            element.height.unwrap_or_default(),
        );
        if matches!(element.sort.as_str(), "line" | "arrow" | "freedraw") {
            let points = element.points.iter().map(|[px, py]| pt(x + px, y + py));
            let around = points
                .map(|point| Rect {
                    min: point,
                    max: point,
                })
                .reduce(Rect::union);
            return around.filter(|rect| rect.is_finite());
        }
        // A shape drawn from right to left has a negative size.
        let rect = Rect::from_corners(pt(x, y), pt(x + wide, y + high));
        rect.is_finite().then_some(rect)
    }

    /// The words in a shape, or on a line.
    fn text(&self, index: usize) -> String {
        let element = &self.elements[index];
        let short = element.label.as_ref().map(|label| label.text.as_str());
        let bound = self.words_of[index]
            .iter()
            .map(|&words| self.elements[words].words());
        let own = if element.sort == "text" {
            element.words()
        } else {
            element.name.as_deref().unwrap_or_default()
        };
        let all = std::iter::once(own).chain(short).chain(bound);
        let lines = all
            .flat_map(str::lines)
            .map(str::trim)
            .filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Reads groups of strokes as one shape each.
    fn read_symbols(&mut self) {
        let members: Vec<Member<'_>> = (0..self.elements.len())
            .filter_map(|index| {
                let element = &self.elements[index];
                let is_outline = matches!(
                    element.sort.as_str(),
                    "rectangle" | "ellipse" | "diamond" | "image"
                );
                let is_named = is_outline && !self.text(index).is_empty();
                let is_stroke = matches!(element.sort.as_str(), "line" | "freedraw");
                Some(Member {
                    index,
                    groups: element
                        .group_ids
                        .as_deref()
                        .filter(|groups| !groups.is_empty())?,
                    rect: self.rect(index)?,
                    is_part: (is_outline && !is_named) || is_stroke,
                    is_named,
                })
            })
            .filter(|member| {
                member.is_part || member.is_named || self.elements[member.index].sort == "text"
            })
            .collect();
        let symbols = find_symbols(&members);
        for symbol in symbols {
            let texts: Vec<String> = symbol
                .members
                .iter()
                .filter(|&&index| !self.is_bound_text(index))
                .map(|&index| self.text(index))
                .filter(|text| !text.is_empty())
                .collect();
            let outline = symbol
                .members
                .iter()
                .map(|&index| self.elements[index].sort.as_str());
            // An ellipse among lines is the top of a cylinder, or a head; it says nothing alone.
            let is_round = outline
                .clone()
                .all(|sort| matches!(sort, "ellipse" | "text"));
            let frame = symbol
                .members
                .iter()
                .find_map(|&index| self.frame_of(index));
            for &index in &symbol.members {
                self.shape_of[index] = Some(self.sketch.shapes.len());
            }
            self.sketch.shapes.push(SketchShape {
                rect: Some(symbol.rect),
                text: texts.join("\n"),
                role: ShapeRole::Picture,
                outline: if is_round {
                    BoxShape::Round
                } else {
                    BoxShape::Plain
                },
                parent: frame.and_then(|frame| self.shape_of[frame]),
                ..SketchShape::default()
            });
        }
    }

    fn frame_of(&self, index: usize) -> Option<usize> {
        self.find(self.elements[index].frame_id.as_ref())
            .filter(|&frame| frame != index)
    }

    fn read_shapes(&mut self) {
        // Frames first, so that what lies in them finds them.
        let is_frame =
            |element: &CanvasElement| matches!(element.sort.as_str(), "frame" | "magicframe");
        let (frames, others): (Vec<usize>, Vec<usize>) =
            (0..self.elements.len()).partition(|&index| is_frame(&self.elements[index]));
        for index in frames.into_iter().chain(others) {
            if self.shape_of[index].is_some() || self.is_bound_text(index) {
                continue;
            }
            let element = &self.elements[index];
            let (role, outline) = match element.sort.as_str() {
                "frame" | "magicframe" => (ShapeRole::Frame, BoxShape::Plain),
                "rectangle" | "diamond" | "embeddable" | "iframe" => {
                    (ShapeRole::Outline, BoxShape::Plain)
                }
                "ellipse" => (ShapeRole::Outline, BoxShape::Round),
                "image" => (ShapeRole::Picture, BoxShape::Plain),
                "text" => (ShapeRole::Words, BoxShape::Plain),
                "freedraw" => {
                    self.sketch.losses.add("freehand strokes", "");
                    continue;
                }
                _ => continue,
            };
            let Some(rect) = self.rect(index) else {
                continue;
            };
            let shape = self.shape(index, rect, role, outline);
            self.shape_of[index] = Some(self.sketch.shapes.len());
            self.sketch.shapes.push(shape);
        }
        // Symbols were read before the frames around them.
        for index in 0..self.elements.len() {
            let frame = self.frame_of(index).and_then(|frame| self.shape_of[frame]);
            if let (Some(shape), Some(frame)) = (self.shape_of[index], frame) {
                self.sketch.shapes[shape].parent.get_or_insert(frame);
            }
        }
    }

    fn shape(&self, index: usize, rect: Rect, role: ShapeRole, outline: BoxShape) -> SketchShape {
        let element = &self.elements[index];
        let data = element.custom_data.written.as_deref();
        let written: Option<WrittenBox> = data.and_then(|text| serde_json::from_str(text).ok());
        let zone: Option<WrittenZone> = data.and_then(|text| serde_json::from_str(text).ok());
        let written = written.filter(|written| !written.kind.is_empty());
        let said = written
            .as_ref()
            .and_then(|written| catalogue().get(&written.kind));
        SketchShape {
            rect: Some(rect),
            text: self.text(index),
            role: match (&zone, data) {
                (Some(_), _) => ShapeRole::Frame,
                (None, Some(WRITTEN_NOTE)) if role == ShapeRole::Outline => ShapeRole::Sticky,
                _ => role,
            },
            outline,
            kind: said.map(|kind| kind.id.as_str()),
            groups: element.group_ids.clone().unwrap_or_default(),
            zone_kind: zone.map(|zone| zone.zone),
            written,
            is_note: data == Some(WRITTEN_NOTE),
            ..SketchShape::default()
        }
    }

    fn read_lines(&mut self) {
        for index in 0..self.elements.len() {
            let element = &self.elements[index];
            let is_line = matches!(element.sort.as_str(), "arrow" | "line");
            if !is_line || self.shape_of[index].is_some() {
                continue;
            }
            let line = self.line(index);
            self.sketch.lines.push(line);
        }
    }

    fn line(&self, index: usize) -> SketchLine {
        let element = &self.elements[index];
        let is_arrow = element.sort == "arrow";
        let bound = |binding: &Option<elements::Binding>,
                     short: &Option<elements::ShortBinding>| {
            let id = binding
                .as_ref()
                .map(|to| &to.element_id)
                .or(short.as_ref().map(|to| &to.id));
            self.find(id).and_then(|index| self.shape_of[index])
        };
        let (x, y) = (element.x.unwrap_or_default(), element.y.unwrap_or_default());
        let corner = [element.width, element.height].map(Option::unwrap_or_default);
        let usual = [[0.0, 0.0], corner];
        let points: &[[f64; 2]] = if element.points.len() > 1 {
            &element.points
        } else {
            &usual
        };
        let data = element.custom_data.written.as_deref();
        let written: Option<WrittenArrow> = data.and_then(|text| serde_json::from_str(text).ok());
        SketchLine {
            ends: [
                bound(&element.start_binding, &element.start),
                bound(&element.end_binding, &element.end),
            ],
            path: points
                .iter()
                .map(|[px, py]| pt(x + px, y + py))
                .filter(|point| point.is_finite())
                .collect(),
            label: self.text(index),
            is_dotted: matches!(element.stroke_style.as_deref(), Some("dashed" | "dotted")),
            heads: [
                element.start_arrowhead.is_some(),
                is_arrow && element.end_arrowhead.is_some(),
            ],
            written: written.unwrap_or_default(),
            is_stroke: !is_arrow,
        }
    }
}

#[cfg(test)]
mod tests;
