//! To which shapes and lines free words belong.

use std::collections::HashMap;

use super::{Fate, LineEnds, MOST_PAIRS, Understanding};
use crate::import::sketch::geometry::{distance_to_stretch, gap};
use crate::import::sketch::nearby::PlaneIndex;
use crate::import::sketch::shapes::ShapeRole;
use crate::model::Rect;

/// Words at most this far from a shape without words are its words (the file's units; both programs draw boxes about as
/// large as ours).
const BESIDE: f64 = 30.0;
/// Words whose middle lies at most this far from a line are the words of the line.
const ON_LINE: f64 = 24.0;
/// Words this far below the upper edge of a frame may be its title.
const TITLE_BAND: f64 = 60.0;
/// Longer words are no label of a line.
const LONGEST_LABEL: usize = 80;
/// A smaller shape is a bullet or a dot and has no words beside it (the file's units; letters are about as high).
const SMALLEST_BOX: f64 = 16.0;

/// Shapes without words, by their groups and by where they lie.
struct NamelessShapes {
    by_group: HashMap<String, Vec<usize>>,
    nearby: PlaneIndex,
}

impl Understanding {
    /// Gives words to the shapes that they belong to, and answers those that are left, from top to bottom.
    pub(super) fn assign_words(&mut self) -> Vec<usize> {
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
        let nameless = self.find_nameless();
        words.retain(|&index| {
            let holder = self.around[index];
            let text = self.sketch.shapes[index].text.clone();
            if text.is_empty() {
                self.fates[index] = Fate::Gone;
            } else if let Some(holder) = holder.filter(|&holder| !self.is_frame[holder]) {
                self.give_words(holder, index, &text);
            } else if let Some(shape) = self.nameless_beside(index, &nameless) {
                self.give_words(shape, index, &text);
            } else if let Some(frame) = holder.filter(|&frame| self.is_title_of(index, frame)) {
                self.give_words(frame, index, &text);
            }
            self.fates[index] == Fate::Itself
        });
        words
    }

    /// Gives words to the lines that they stand at. A line that leads nowhere is not shown, and neither would its words be:
    /// those beside it stay what they are.
    pub(super) fn label_lines(&mut self, words: &[usize], ends: &[LineEnds]) {
        let stretches: usize = self.sketch.lines.iter().map(|line| line.path.len()).sum();
        if stretches.saturating_mul(words.len()) >= MOST_PAIRS {
            return;
        }
        let is_shown = |end: usize| !matches!(self.role(end), ShapeRole::Words | ShapeRole::Sticky);
        let connects: Vec<bool> = (self.sketch.lines.iter().zip(ends))
            .map(|(line, ends)| match *ends {
                [Some(first), Some(second)] => {
                    is_shown(first) && is_shown(second) && !(line.is_stroke && first == second)
                }
                _ => false,
            })
            .collect();
        for &index in words {
            if let Some(line) = self.line_under(index, &connects) {
                let text = self.sketch.shapes[index].text.clone();
                self.sketch.lines[line].label = text;
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

    /// The shapes that words beside them can name. A bullet is none.
    fn find_nameless(&self) -> NamelessShapes {
        let large = |rect: Rect| rect.width().max(rect.height()) >= SMALLEST_BOX;
        let all = (0..self.rects.len()).filter(|&index| {
            !self.is_frame[index] && large(self.rects[index]) && self.is_nameless(index)
        });
        let mut by_group: HashMap<String, Vec<usize>> = HashMap::new();
        for index in all.clone() {
            for group in &self.sketch.shapes[index].groups {
                by_group.entry(group.clone()).or_default().push(index);
            }
        }
        let nearby = PlaneIndex::new(all.map(|index| (index, self.rects[index].expanded(BESIDE))));
        NamelessShapes { by_group, nearby }
    }

    /// The shape without words to which these belong: of the same group, else the nearest in the same frame.
    fn nameless_beside(&self, words: usize, nameless: &NamelessShapes) -> Option<usize> {
        let rect = self.rects[words];
        let groups = self.sketch.shapes[words].groups.iter();
        let grouped = groups.filter_map(|group| nameless.by_group.get(group));
        let grouped = grouped.flatten().map(|&index| (false, index));
        let near = nameless.nearby.around(rect).filter(|&index| {
            let (a, b) = (rect.expanded(BESIDE), self.rects[index].center());
            // Over, under or beside it, and not past its corner.
            let is_beside =
                (a.min.x <= b.x && b.x <= a.max.x) || (a.min.y <= b.y && b.y <= a.max.y);
            is_beside
                && gap(rect, self.rects[index]) <= BESIDE
                && self.around[index] == self.around[words]
        });
        // Some have been given words since they were looked for.
        let free = grouped
            .chain(near.map(|index| (true, index)))
            .filter(|&(_, index)| self.fates[index] == Fate::Itself && self.is_nameless(index));
        let distance = |index: usize| gap(rect, self.rects[index]);
        free.min_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| distance(a.1).total_cmp(&distance(b.1)))
                .then(a.1.cmp(&b.1))
        })
        .map(|(_, index)| index)
    }

    fn is_title_of(&self, words: usize, frame: usize) -> bool {
        let shape = &self.sketch.shapes[frame];
        shape.text.is_empty() && self.rects[words].min.y - self.rects[frame].min.y <= TITLE_BAND
    }

    /// The nearest line without words, of those that connect something.
    fn line_under(&self, words: usize, connects: &[bool]) -> Option<usize> {
        let middle = self.rects[words].center();
        if self.sketch.shapes[words].text.chars().count() > LONGEST_LABEL {
            return None;
        }
        let lines = self.sketch.lines.iter().enumerate();
        let distances = lines
            .filter(|&(index, line)| connects[index] && line.label.is_empty())
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
}
