//! The cells of a page as shapes and lines.

use roxmltree::Node;

use super::cells::{DrawioCell, read_cells};
use super::stencil::{Stencil, frame_kind, is_picture, read_stencil};
use crate::import::sketch::{MOST, PlaneSketch, ShapeRole, SketchLine, SketchShape};
use crate::import::written::{WRITTEN_NOTE, WrittenArrow, WrittenBox, WrittenZone};
use crate::model::{Point, Rect, catalogue, vector};

/// Reads the drawing of a page.
pub(super) fn read_model(model: Node<'_, '_>) -> Result<PlaneSketch, String> {
    let root = model.children().find(|node| node.has_tag_name("root"));
    let root = root.ok_or("its page contains no drawing: save it again in draw.io")?;
    let cells = read_cells(root, 2 * MOST)?;
    if cells.iter().filter(|cell| cell.is_vertex).count() > MOST {
        return Err(format!("its page has more than {MOST} shapes"));
    }
    let mut page = PageReader::new(cells);
    page.read_hidden();
    page.read_shapes();
    page.read_lines();
    Ok(page.sketch)
}

struct PageReader<'a> {
    cells: Vec<DrawioCell<'a>>,
    children: Vec<Vec<usize>>,
    has_line: Vec<bool>,
    /// The table or list of which each cell is a row, or that it is.
    list_of: Vec<Option<usize>>,
    /// The shape that each cell is, or is a part of.
    shape_of: Vec<Option<usize>>,
    sketch: PlaneSketch,
}

impl<'a> PageReader<'a> {
    fn new(cells: Vec<DrawioCell<'a>>) -> Self {
        let mut children = vec![Vec::new(); cells.len()];
        let mut has_line = vec![false; cells.len()];
        for (index, cell) in cells.iter().enumerate() {
            if let Some(parent) = cell.parent {
                children[parent].push(index);
            }
            for end in cell.ends.into_iter().flatten().filter(|_| cell.is_edge) {
                has_line[end] = true;
            }
        }
        Self {
            children,
            has_line,
            list_of: vec![None; cells.len()],
            shape_of: vec![None; cells.len()],
            sketch: PlaneSketch::default(),
            cells,
        }
    }

    /// Tells of layers that are not shown.
    fn read_hidden(&mut self) {
        for index in 0..self.cells.len() {
            let cell = &self.cells[index];
            let is_layer = !cell.is_vertex
                && !cell.is_edge
                && cell
                    .parent
                    .is_some_and(|root| self.cells[root].parent.is_none());
            if is_layer && !cell.is_shown && !self.children[index].is_empty() {
                self.sketch.losses.add("hidden layers", cell.text.clone());
            }
        }
    }

    /// Outer cells first, so that what is a part of another finds it.
    fn read_shapes(&mut self) {
        let roots = (0..self.cells.len()).filter(|&index| self.cells[index].parent.is_none());
        let mut open: Vec<usize> = roots.collect();
        open.reverse();
        while let Some(index) = open.pop() {
            if self.cells[index].is_vertex && self.cells[index].is_shown {
                self.read_shape(index);
            }
            open.extend(self.children[index].iter().rev());
        }
    }

    fn read_shape(&mut self, index: usize) {
        let parent = self.cells[index].parent;
        if parent.is_some_and(|parent| self.cells[parent].is_edge) {
            // The words of a line; it takes them itself.
            return;
        }
        let around = parent.and_then(|parent| self.shape_of[parent]);
        let list = parent.and_then(|parent| self.list_of[parent]);
        self.list_of[index] = list.or_else(|| self.is_list(index).then_some(index));
        if let Some(list) = list {
            // A row of a table, a list or a class.
            let (list, text) = (self.shape_of[list], self.cells[index].text.clone());
            self.shape_of[index] = list;
            if let Some(list) = list.filter(|_| !text.is_empty()) {
                let all = &mut self.sketch.shapes[list].text;
                if !all.is_empty() {
                    all.push('\n');
                }
                all.push_str(&text);
            }
            return;
        }
        let cell = &self.cells[index];
        let is_group = cell.style.has("group") && cell.text.is_empty() && cell.written.is_none();
        if is_group
            && self.children[index]
                .iter()
                .any(|&child| self.cells[child].is_vertex)
        {
            self.shape_of[index] = around;
            return;
        }
        let shape = self.shape(index, around);
        self.shape_of[index] = Some(self.sketch.shapes.len());
        self.sketch.shapes.push(shape);
    }

    fn shape(&self, index: usize, around: Option<usize>) -> SketchShape {
        let cell = &self.cells[index];
        let stencil = read_stencil(cell.style);
        let role = self.role(index, &stencil);
        let written: Option<WrittenBox> = cell
            .written
            .and_then(|text| serde_json::from_str(text).ok());
        let zone: Option<WrittenZone> = cell
            .written
            .and_then(|text| serde_json::from_str(text).ok());
        let written = written.filter(|written| !written.kind.is_empty());
        let said = written
            .as_ref()
            .and_then(|written| catalogue().get(&written.kind))
            .map(|kind| kind.id.as_str());
        let role = match (&zone, &written) {
            (Some(_), _) => ShapeRole::Frame,
            (None, Some(_)) if role == ShapeRole::Frame => ShapeRole::Outline,
            (None, _) => role,
        };
        let from_frame = || {
            (role == ShapeRole::Frame)
                .then(|| frame_kind(cell.style))
                .flatten()
        };
        let is_frame = role == ShapeRole::Frame;
        SketchShape {
            rect: Some(cell.rect),
            text: cell.text.clone(),
            role,
            outline: stencil.outline,
            kind: said.or(stencil.kind.filter(|_| !stencil.is_host && !is_frame)),
            host_kind: stencil.kind.filter(|_| stencil.is_host),
            technology: stencil.technology,
            parent: around,
            groups: Vec::new(),
            zone_kind: zone.map(|zone| zone.zone).or_else(from_frame),
            written,
            is_note: cell.written == Some(WRITTEN_NOTE),
        }
    }

    fn role(&self, index: usize, stencil: &Stencil) -> ShapeRole {
        let cell = &self.cells[index];
        let shape = cell.style.shape().to_lowercase();
        let is_container = cell.style.is("container", "1")
            || cell.style.has("swimlane")
            || shape.contains("swimlane")
            || shape.contains("group")
            || shape == "umlframe"
            || cell.style.value("grIcon").is_some();
        let holds = |&&child: &&usize| {
            let inner = &self.cells[child];
            let is_part = inner.is_vertex && !inner.geometry.is_relative && !inner.style.is_bare();
            is_part
                && (!inner.text.is_empty()
                    || self.has_line[child]
                    || !self.children[child].is_empty())
        };
        if self.is_list(index) {
            ShapeRole::Outline
        } else if self.children[index].iter().any(|child| holds(&child)) || is_container {
            ShapeRole::Frame
        } else if shape.starts_with("note") || shape.rsplit('.').next() == Some("note") {
            ShapeRole::Sticky
        } else if cell.style.is_bare() && stencil.kind.is_none() {
            ShapeRole::Words
        } else if cell.style.value("image").is_some() || is_picture(cell.style.shape()) {
            ShapeRole::Picture
        } else {
            ShapeRole::Outline
        }
    }

    /// Whether the cells in this one are rows of its text: a table, or a list of words.
    fn is_list(&self, index: usize) -> bool {
        let style = self.cells[index].style;
        let shape = style.shape();
        if shape == "table" || shape == "tableRow" || style.is("childLayout", "tableLayout") {
            return true;
        }
        let is_row = |&child: &usize| {
            let style = self.cells[child].style;
            style.is_bare()
                || style.shape() == "line"
                || style.has("line")
                || style.shape() == "partialRectangle"
        };
        let rows = &self.children[index];
        style.is("childLayout", "stackLayout") && !rows.is_empty() && rows.iter().all(is_row)
    }

    fn read_lines(&mut self) {
        for index in 0..self.cells.len() {
            if self.cells[index].is_edge && self.cells[index].is_shown {
                let line = self.line(index);
                self.sketch.lines.push(line);
            }
        }
    }

    fn line(&self, index: usize) -> SketchLine {
        let cell = &self.cells[index];
        let origin = cell.rect.min;
        let on_page = |point: Point| point + vector(origin.x, origin.y);
        let ends = cell.ends.map(|end| end.and_then(|end| self.shape_at(end)));
        let point = |n: usize| {
            let shape = ends[n].and_then(|shape| self.sketch.shapes[shape].rect);
            shape
                .map(Rect::center)
                .or(cell.geometry.ends[n].map(on_page))
        };
        let between = cell.geometry.points.iter().copied().map(on_page);
        let path = point(0)
            .into_iter()
            .chain(between)
            .chain(point(1))
            .collect();
        let words = self.children[index]
            .iter()
            .map(|&child| self.cells[child].text.as_str());
        let label: Vec<&str> = std::iter::once(cell.text.as_str())
            .chain(words)
            .filter(|text| !text.is_empty())
            .collect();
        let has_head = |name, usual| cell.style.value(name).unwrap_or(usual) != "none";
        let written: Option<WrittenArrow> = cell
            .written
            .and_then(|text| serde_json::from_str(text).ok());
        SketchLine {
            ends,
            path,
            label: label.join(" "),
            is_dotted: cell.style.is("dashed", "1"),
            heads: [
                has_head("startArrow", "none"),
                has_head("endArrow", "classic"),
            ],
            written: written.unwrap_or_default(),
            is_stroke: false,
        }
    }

    /// The shape that a cell is, or the one around it.
    fn shape_at(&self, cell: usize) -> Option<usize> {
        std::iter::successors(Some(cell), |&cell| self.cells[cell].parent)
            .find_map(|cell| self.shape_of[cell])
    }
}
