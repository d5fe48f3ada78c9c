//! What shapes and lines are, by where they lie.

use std::collections::BTreeMap;

use super::geometry::{area, distance_to_stretch, gap};
use super::parts::{add_arrow, box_of, zone_at};
use super::shapes::{PlaneSketch, ShapeRole};
use crate::import::box_kind::BoxShape;
use crate::import::diagram::{ArrowEnd, Diagram, DiagramNote, DiagramZone};
use crate::model::text_match::one_line;
use crate::model::{NoteStyle, Point, Rect, pt};

/// Words at most this far from a shape without words are its words (the file's units; both programs draw boxes about as
/// large as ours).
const BESIDE: f64 = 30.0;
/// A line that ends at most this far from a shape leads to it.
const REACH: f64 = 40.0;
/// Words whose middle lies at most this far from a line are the words of the line.
const ON_LINE: f64 = 24.0;
/// Words this far below the upper edge of a frame may be its title.
const TITLE_BAND: f64 = 60.0;
/// Longer words are no label of a line.
const LONGEST_LABEL: usize = 80;
/// A frame is larger than what lies in it by this factor at least: two shapes of one size are a stack.
const LARGER: f64 = 1.2;
/// A larger outline is a frame even around a single picture: a quarter of a page of 800 × 600.
const LARGEST_BOX: f64 = 200.0 * 150.0;
/// Of more pairs of words and stretches of lines, nearness is not looked for.
const MOST_PAIRS: usize = 20_000_000;
/// A smaller shape is a bullet or a dot and has no words beside it (the file's units; letters are about as high).
const SMALLEST_BOX: f64 = 16.0;

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
    reader.assign_words();
    reader.drop_nameless();
    reader.into_diagram()
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
        for index in 0..count {
            let rect = self.rects[index];
            let lies_in = |&&holder: &&usize| {
                let outer = self.rects[holder];
                // What is said to be a frame is no stack of sheets.
                let by = if self.role(holder) == ShapeRole::Frame {
                    1.0
                } else {
                    LARGER
                };
                let larger = area(outer) > area(rect) * by;
                let inside = if self.role(index) == ShapeRole::Words {
                    outer.contains(rect.center())
                } else {
                    outer.expanded(1.0).contains_rect(rect)
                };
                holder != index && larger && inside
            };
            let by_place = || by_size.iter().find(lies_in).copied();
            let by_file = self.sketch.shapes[index].parent;
            let holder = by_file
                .filter(|&parent| self.role(parent) == ShapeRole::Frame)
                .or_else(by_place);
            self.around[index] = holder.filter(|&holder| !self.is_inside(holder, index));
        }
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

    /// Gives words to the shapes and lines that they belong to.
    fn assign_words(&mut self) {
        let mut words: Vec<usize> = (0..self.rects.len())
            .filter(|&index| {
                self.role(index) == ShapeRole::Words && !self.sketch.shapes[index].is_note
            })
            .collect();
        let top = |index: usize| self.rects[index].min;
        words.sort_by(|&a, &b| {
            top(a)
                .y
                .total_cmp(&top(b).y)
                .then(top(a).x.total_cmp(&top(b).x))
        });
        let stretches: usize = self.sketch.lines.iter().map(|line| line.path.len()).sum();
        let looks_at_lines = stretches.saturating_mul(words.len()) < MOST_PAIRS;
        for index in words {
            let holder = self.around[index];
            let text = self.sketch.shapes[index].text.clone();
            if text.is_empty() {
                self.fates[index] = Fate::Gone;
            } else if let Some(holder) = holder.filter(|&holder| !self.is_frame[holder]) {
                self.give_words(holder, index, &text);
            } else if let Some(shape) = self.nameless_beside(index) {
                self.give_words(shape, index, &text);
            } else if let Some(frame) = holder.filter(|&frame| self.is_title_of(index, frame)) {
                self.give_words(frame, index, &text);
            } else if let Some(line) = self.line_under(index).filter(|_| looks_at_lines) {
                text.clone_into(&mut self.sketch.lines[line].label);
                self.fates[index] = Fate::OfLine;
            }
        }
    }

    fn give_words(&mut self, owner: usize, words: usize, text: &str) {
        let own = &mut self.sketch.shapes[owner].text;
        if !own.is_empty() {
            own.push('\n');
        }
        own.push_str(text);
        self.fates[words] = Fate::PartOf(owner);
    }

    /// The shape without words to which these belong: of the same group, else the nearest in the same frame.
    fn nameless_beside(&self, words: usize) -> Option<usize> {
        let rect = self.rects[words];
        let groups = &self.sketch.shapes[words].groups;
        let candidates = (0..self.rects.len()).filter(|&index| {
            let is_bullet =
                self.rects[index].width().max(self.rects[index].height()) < SMALLEST_BOX;
            self.fates[index] == Fate::Itself
                && !self.is_frame[index]
                && !is_bullet
                && self.is_nameless(index)
        });
        let near = candidates.filter_map(|index| {
            let other = &self.sketch.shapes[index].groups;
            let is_grouped = groups.iter().any(|group| other.contains(group));
            let distance = gap(rect, self.rects[index]);
            let is_near = distance <= BESIDE && self.around[index] == self.around[words] && {
                let (a, b) = (rect.expanded(BESIDE), self.rects[index].center());
                // Over, under or beside it, and not past its corner.
                (a.min.x <= b.x && b.x <= a.max.x) || (a.min.y <= b.y && b.y <= a.max.y)
            };
            (is_grouped || is_near).then_some((!is_grouped, distance, index))
        });
        near.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)))
            .map(|(_, _, index)| index)
    }

    fn is_title_of(&self, words: usize, frame: usize) -> bool {
        let shape = &self.sketch.shapes[frame];
        shape.text.is_empty() && self.rects[words].min.y - self.rects[frame].min.y <= TITLE_BAND
    }

    fn line_under(&self, words: usize) -> Option<usize> {
        let middle = self.rects[words].center();
        if self.sketch.shapes[words].text.chars().count() > LONGEST_LABEL {
            return None;
        }
        let lines = self.sketch.lines.iter().enumerate();
        let distances =
            lines
                .filter(|(_, line)| line.label.is_empty())
                .filter_map(|(index, line)| {
                    let stretches = line
                        .path
                        .windows(2)
                        .map(|ends| distance_to_stretch(middle, ends[0], ends[1]));
                    Some((stretches.reduce(f64::min)?, index))
                });
        let nearest = distances.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (nearest.0 <= ON_LINE).then_some(nearest.1)
    }

    /// Shapes that say nothing and that nothing leads to are ornaments.
    fn drop_nameless(&mut self) {
        let mut is_at_line = vec![false; self.rects.len()];
        for line in 0..self.sketch.lines.len() {
            for end in self.line_ends(line).into_iter().flatten() {
                is_at_line[end] = true;
            }
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

    /// The shapes at the ends of a line, where there are two.
    fn line_ends(&self, line: usize) -> [Option<usize>; 2] {
        let line = &self.sketch.lines[line];
        let points = [line.path.first(), line.path.last()];
        let end = |n: usize| {
            let named = line.ends[n].and_then(|index| self.owner_of(index));
            named.or_else(|| self.shape_near(*points[n]?))
        };
        [end(0), end(1)]
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

    /// The box at a point, else the nearest in reach, else the frame whose edge is there.
    fn shape_near(&self, point: Point) -> Option<usize> {
        let at = Rect {
            min: point,
            max: point,
        };
        let standing = (0..self.rects.len()).filter(|&index| {
            self.fates[index] == Fate::Itself
                && !matches!(self.role(index), ShapeRole::Words | ShapeRole::Sticky)
        });
        let distances = standing.filter_map(|index| {
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

    fn into_diagram(mut self) -> Diagram {
        let ends: Vec<_> = (0..self.sketch.lines.len())
            .map(|line| self.line_ends(line))
            .collect();
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
        let depth = |index: usize| {
            std::iter::successors(self.around[index], |&outer| self.around[outer]).count()
        };
        let frames = (0..self.rects.len())
            .filter(|&index| self.is_frame[index] && self.fates[index] == Fate::Itself);
        let mut frames: Vec<(usize, usize)> = frames.map(|index| (depth(index), index)).collect();
        frames.sort_unstable();
        frames.into_iter().map(|(_, index)| index).collect()
    }
}
