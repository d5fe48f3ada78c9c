//! What shapes and lines are, by where they lie.

mod words;

use std::collections::BTreeMap;

use super::geometry::{area, gap};
use super::nearby::PlaneIndex;
use super::parts::{add_arrow, box_of, zone_at};
use super::shapes::{PlaneSketch, ShapeRole};
use crate::import::box_kind::BoxShape;
use crate::import::diagram::{ArrowEnd, Diagram, DiagramNote, DiagramZone};
use crate::model::text_match::one_line;
use crate::model::{NoteStyle, Point, Rect, pt};

/// A line that ends at most this far from a shape leads to it.
const REACH: f64 = 40.0;
/// A frame is larger than what lies in it by this factor at least: two shapes of one size are a stack.
const LARGER: f64 = 1.2;
/// What lies no farther out of a frame than this still lies in it: two edges of one place are drawn by hand.
const TOUCHES: f64 = 1.0;
/// A larger outline is a frame even around a single picture: a quarter of a page of 800 × 600.
const LARGEST_BOX: f64 = 200.0 * 150.0;
/// Of more pairs of words and stretches of lines, or of ends of lines and shapes, nearness is not looked for.
const MOST_PAIRS: usize = 20_000_000;

/// What became of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stands for itself.
    Itself,
    /// It is a part of this other shape.
    PartOf(usize),
    /// It is the words of a line.
    OfLine,
    /// It is left out.
    Gone,
}

/// The shapes at the two ends of a line.
type LineEnds = [Option<usize>; 2];

/// Shapes and lines as boxes, frames and arrows.
pub(in crate::import) fn recognize_diagram(sketch: PlaneSketch) -> Diagram {
    let count = sketch.shapes.len();
    let mut reader = Understanding {
        rects: sketch
            .shapes
            .iter()
            .map(|shape| shape.rect.unwrap_or(NOWHERE))
            .collect(),
        fates: vec![Fate::Itself; count],
        around: vec![None; count],
        is_frame: vec![false; count],
        sketch,
    };
    reader.find_holders();
    reader.merge_pictures();
    reader.find_frames();
    let free_words = reader.assign_words();
    let ends = reader.find_ends();
    reader.label_lines(&free_words, &ends);
    reader.drop_nameless(&ends);
    reader.into_diagram(&ends)
}

/// Far from everything.
const NOWHERE: Rect = Rect {
    min: pt(-1e9, -1e9),
    max: pt(-1e9, -1e9),
};

struct Understanding {
    sketch: PlaneSketch,
    rects: Vec<Rect>,
    fates: Vec<Fate>,
    /// The innermost shape around each.
    around: Vec<Option<usize>>,
    is_frame: Vec<bool>,
}

impl Understanding {
    fn role(&self, index: usize) -> ShapeRole {
        self.sketch.shapes[index].role
    }

    fn is_nameless(&self, index: usize) -> bool {
        let can_have_words = matches!(self.role(index), ShapeRole::Outline | ShapeRole::Picture);
        can_have_words && self.sketch.shapes[index].text.is_empty()
    }

    /// The innermost shape around each: the frame that it was put into, else the smallest outline in which it lies.
    fn find_holders(&mut self) {
        let count = self.rects.len();
        let mut by_size: Vec<usize> = (0..count)
            .filter(|&index| match self.role(index) {
                ShapeRole::Frame => true,
                // A box of this program is one, whatever lies on it.
                ShapeRole::Outline => self.sketch.shapes[index].written.is_none(),
                _ => false,
            })
            .collect();
        by_size.sort_by(|&a, &b| {
            area(self.rects[a])
                .total_cmp(&area(self.rects[b]))
                .then(a.cmp(&b))
        });
        // By rank in size: so the first of a cell that will do is the smallest of the cell.
        let reached = by_size
            .iter()
            .map(|&holder| self.rects[holder].expanded(TOUCHES));
        let nearby = PlaneIndex::new(reached.enumerate());
        for index in 0..count {
            let rect = self.rects[index];
            let smallest_in = |ranks: &[usize]| {
                let larger =
                    ranks.partition_point(|&rank| area(self.rects[by_size[rank]]) <= area(rect));
                let mut ranks = ranks[larger..].iter().copied();
                ranks.find(|&rank| self.lies_in(index, by_size[rank]))
            };
            let by_place = || {
                let smallest = nearby.cells_at(rect.center()).filter_map(smallest_in).min();
                smallest.map(|rank| by_size[rank])
            };
            let by_file = self.sketch.shapes[index].parent;
            let holder = by_file
                .filter(|&parent| self.role(parent) == ShapeRole::Frame)
                .or_else(by_place);
            self.around[index] = holder.filter(|&holder| !self.is_inside(holder, index));
        }
    }

    /// Whether a shape lies in a larger one.
    fn lies_in(&self, index: usize, holder: usize) -> bool {
        let (rect, outer) = (self.rects[index], self.rects[holder]);
        // What is said to be a frame is no stack of sheets.
        let by = if self.role(holder) == ShapeRole::Frame {
            1.0
        } else {
            LARGER
        };
        let is_inside = || {
            if self.role(index) == ShapeRole::Words {
                outer.contains(rect.center())
            } else {
                outer.expanded(TOUCHES).contains_rect(rect)
            }
        };
        holder != index && area(outer) > area(rect) * by && is_inside()
    }

    /// Whether a shape lies in another, however deep.
    fn is_inside(&self, index: usize, outer: usize) -> bool {
        std::iter::successors(Some(index), |&inner| self.around[inner]).any(|inner| inner == outer)
    }

    /// A picture without words in a box with words shows what the box is.
    fn merge_pictures(&mut self) {
        let mut inside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..self.rects.len() {
            if let Some(holder) =
                self.around[index].filter(|_| self.role(index) != ShapeRole::Words)
            {
                inside.entry(holder).or_default().push(index);
            }
        }
        let mut is_at_line = vec![false; self.rects.len()];
        for end in self
            .sketch
            .lines
            .iter()
            .flat_map(|line| line.ends)
            .flatten()
        {
            is_at_line[end] = true;
        }
        let mut has_words = vec![false; self.rects.len()];
        for index in 0..self.rects.len() {
            if let Some(holder) =
                self.around[index].filter(|_| self.role(index) == ShapeRole::Words)
            {
                has_words[holder] = true;
            }
        }
        for (holder, parts) in inside {
            let is_decoration = |&part: &usize| {
                self.is_nameless(part)
                    && !is_at_line[part]
                    && area(self.rects[part]) * 2.0 < area(self.rects[holder])
            };
            let outline =
                self.role(holder) == ShapeRole::Outline && area(self.rects[holder]) <= LARGEST_BOX;
            let is_named = !self.sketch.shapes[holder].text.is_empty()
                || (parts.len() == 1 && has_words[holder]);
            if !outline || parts.len() > 2 || !is_named || !parts.iter().all(is_decoration) {
                continue;
            }
            for part in parts {
                self.fates[part] = Fate::PartOf(holder);
                let (kind, host, outline) = (
                    self.sketch.shapes[part].kind,
                    self.sketch.shapes[part].host_kind,
                    self.sketch.shapes[part].outline,
                );
                let technology = std::mem::take(&mut self.sketch.shapes[part].technology);
                let shape = &mut self.sketch.shapes[holder];
                shape.kind = shape.kind.or(kind);
                shape.host_kind = shape.host_kind.or(host);
                if shape.outline == BoxShape::Plain {
                    shape.outline = outline;
                }
                if shape.technology.is_empty() {
                    shape.technology = technology;
                }
            }
        }
    }

    /// An outline with other shapes in it is a frame.
    fn find_frames(&mut self) {
        for index in 0..self.rects.len() {
            self.is_frame[index] |= self.role(index) == ShapeRole::Frame;
            let stands = self.fates[index] == Fate::Itself && self.role(index) != ShapeRole::Words;
            if let Some(holder) = self.around[index].filter(|_| stands) {
                self.is_frame[holder] = true;
            }
        }
    }

    /// Shapes that say nothing and that nothing leads to are ornaments.
    fn drop_nameless(&mut self, ends: &[LineEnds]) {
        let mut is_at_line = vec![false; self.rects.len()];
        for &end in ends.iter().flatten().flatten() {
            is_at_line[end] = true;
        }
        let mut ornaments = 0;
        for (index, at_line) in is_at_line.into_iter().enumerate() {
            let shape = &self.sketch.shapes[index];
            let says_nothing = self.is_nameless(index)
                && shape.kind.is_none()
                && shape.host_kind.is_none()
                && shape.written.is_none();
            if self.fates[index] == Fate::Itself
                && !self.is_frame[index]
                && says_nothing
                && !at_line
            {
                self.fates[index] = Fate::Gone;
                ornaments += 1;
            }
        }
        for _ in 0..ornaments {
            self.sketch.losses.add("shapes without text or arrows", "");
        }
    }

    /// The shapes at the ends of all lines.
    fn find_ends(&self) -> Vec<LineEnds> {
        let standing = (0..self.rects.len()).filter(|&index| {
            self.fates[index] == Fate::Itself
                && !matches!(self.role(index), ShapeRole::Words | ShapeRole::Sticky)
        });
        let reached = standing.map(|index| (index, self.rects[index].expanded(REACH)));
        let nearby = PlaneIndex::new(reached);
        let mut left = MOST_PAIRS;
        let mut end = |named: Option<usize>, point: Option<&Point>| {
            let named = named.and_then(|index| self.owner_of(index));
            named.or_else(|| self.shape_near(*point?, &nearby, &mut left))
        };
        let lines = self.sketch.lines.iter();
        lines
            .map(|line| {
                [
                    end(line.ends[0], line.path.first()),
                    end(line.ends[1], line.path.last()),
                ]
            })
            .collect()
    }

    /// The shape that a shape is a part of, itself included; none where it is left out.
    fn owner_of(&self, index: usize) -> Option<usize> {
        let mut index = index;
        for _ in 0..self.fates.len() {
            match self.fates[index] {
                Fate::Itself => return Some(index),
                Fate::PartOf(owner) => index = owner,
                Fate::OfLine | Fate::Gone => return None,
            }
        }
        None
    }

    /// The box at a point, else the nearest in reach, else the frame whose edge is there. `left` says how many shapes may
    /// still be looked at.
    fn shape_near(&self, point: Point, nearby: &PlaneIndex, left: &mut usize) -> Option<usize> {
        let at = Rect {
            min: point,
            max: point,
        };
        let candidates = nearby.at(point).take_while(|_| {
            *left = left.saturating_sub(1);
            *left > 0
        });
        let distances = candidates.filter_map(|index| {
            let rect = self.rects[index];
            let distance = if self.is_frame[index] && rect.contains(point) {
                let inner = [
                    point.x - rect.min.x,
                    rect.max.x - point.x,
                    point.y - rect.min.y,
                    rect.max.y - point.y,
                ];
                inner.into_iter().fold(f64::INFINITY, f64::min)
            } else {
                gap(at, rect)
            };
            (distance <= REACH).then_some((self.is_frame[index], distance, area(rect), index))
        });
        let nearest = distances.min_by(|a, b| {
            a.0.cmp(&b.0)
                .then(a.1.total_cmp(&b.1))
                .then(a.2.total_cmp(&b.2))
                .then(a.3.cmp(&b.3))
        });
        nearest.map(|(_, _, _, index)| index)
    }

    fn into_diagram(mut self, ends: &[LineEnds]) -> Diagram {
        let mut diagram = Diagram {
            title: std::mem::take(&mut self.sketch.title),
            losses: std::mem::take(&mut self.sketch.losses),
            ..Diagram::default()
        };
        let mut places: Vec<Option<ArrowEnd>> = vec![None; self.rects.len()];
        for index in self.frames_outermost_first() {
            let shape = &mut self.sketch.shapes[index];
            let text = std::mem::take(&mut shape.text);
            diagram.zones.push(DiagramZone {
                name: one_line(&text),
                parent: self.around[index].and_then(|outer| zone_at(&places, outer)),
                kind: shape.zone_kind,
                rect: shape.rect,
            });
            places[index] = Some(ArrowEnd::Zone(diagram.zones.len() - 1));
        }
        for index in 0..self.rects.len() {
            if self.fates[index] != Fate::Itself || self.is_frame[index] {
                continue;
            }
            let zone = self.around[index].and_then(|outer| zone_at(&places, outer));
            let role = self.role(index);
            let shape = std::mem::take(&mut self.sketch.shapes[index]);
            let style = match role {
                ShapeRole::Words => Some(NoteStyle::Text),
                ShapeRole::Sticky => Some(NoteStyle::Sticky),
                _ => None,
            };
            if let Some(style) = style {
                let rect = self.rects[index];
                diagram.notes.push(DiagramNote {
                    text: shape.text,
                    style,
                    rect,
                    zone,
                });
                continue;
            }
            diagram.boxes.push(box_of(shape, zone));
            places[index] = Some(ArrowEnd::Box(diagram.boxes.len() - 1));
        }
        for (line, ends) in self.sketch.lines.into_iter().zip(ends) {
            add_arrow(
                &mut diagram,
                line,
                ends.map(|end| end.and_then(|end| places[end])),
            );
        }
        diagram
    }

    fn frames_outermost_first(&self) -> Vec<usize> {
        let depths = self.depths();
        let frames = (0..self.rects.len())
            .filter(|&index| self.is_frame[index] && self.fates[index] == Fate::Itself);
        let mut frames: Vec<(usize, usize)> = frames.map(|index| (depths[index], index)).collect();
        frames.sort_unstable();
        frames.into_iter().map(|(_, index)| index).collect()
    }

    /// In how many others each shape lies.
    fn depths(&self) -> Vec<usize> {
        let mut depths: Vec<Option<usize>> = vec![None; self.rects.len()];
        for index in 0..depths.len() {
            let (mut inner, mut at) = (Vec::new(), Some(index));
            while let Some(next) = at.filter(|&next| depths[next].is_none()) {
                inner.push(next);
                at = self.around[next];
            }
            let outermost = at
                .and_then(|outer| depths[outer])
                .map_or(0, |depth| depth + 1);
            for (more, &next) in inner.iter().rev().enumerate() {
                depths[next] = Some(outermost + more);
            }
        }
        depths.into_iter().flatten().collect()
    }
}
