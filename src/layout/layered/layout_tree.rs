//! What is to be laid out, as a tree: groups (zones, and shelves of unconnected items) that hold leaves (boxes, notes,
//! lanes kept free for long connections), every leaf with the columns it takes.

use std::collections::BTreeMap;

use crate::model::{Id, Point, Rect, pt};

/// The height of a box (world units).
const BOX_HEIGHT: f64 = 64.0;
/// Half the width of the widest box (world units).
const HALF_WIDTH: f64 = 112.0;

/// The direction from callers to what they call. Layouts are worked out as if that were to the right, in columns, and turned
/// over for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From left to right.
    #[default]
    Right,
    /// From top to bottom.
    Down,
}

impl Direction {
    /// From column to column where no zone ends between them (world units): the longest box in that direction and a label.
    pub(super) fn column_pitch(self) -> f64 {
        match self {
            Self::Right => 288.0,
            Self::Down => 160.0,
        }
    }

    /// How far a box may reach from the center of its column (world units).
    pub(super) fn half_column(self) -> f64 {
        match self {
            Self::Right => HALF_WIDTH,
            Self::Down => BOX_HEIGHT / 2.0,
        }
    }

    /// A width and a height, as they are while the layout is worked out.
    fn to_layout_size(self, (wide, high): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Right => (wide, high),
            Self::Down => (high, wide),
        }
    }

    /// Where a rectangle of the layout lies in the drawing.
    fn to_drawing_rect(self, rect: Rect) -> Rect {
        match self {
            Self::Right => rect,
            Self::Down => Rect {
                min: pt(rect.min.y, rect.min.x),
                max: pt(rect.max.y, rect.max.x),
            },
        }
    }
}

/// The width of a box with a short name (world units): notes start under its left edge.
const USUAL_WIDTH: f64 = 160.0;
/// The smallest width and height of a zone (world units).
const EMPTY_ZONE: (f64, f64) = (224.0, 128.0);

/// What a leaf is a place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafContent {
    /// A component.
    Box(Id),
    /// A note in a zone.
    Note(Id),
    /// The inside of a zone without contents.
    Blank,
    /// Room for a connection that passes by.
    Lane,
}

/// Something with a place of its own.
#[derive(Debug, Clone)]
pub(super) struct LayoutLeaf {
    pub(super) content: LeafContent,
    /// The group it lies in.
    pub(super) group: usize,
    /// The columns it takes, both included.
    pub(super) columns: (usize, usize),
    /// Its top left corner, seen from its column's center and its row.
    corner: Point,
    /// Its width and height.
    size: (f64, f64),
}

impl LayoutLeaf {
    /// A component's box of the given size.
    pub(super) fn component(
        id: Id,
        size: (f64, f64),
        group: usize,
        column: usize,
        direction: Direction,
    ) -> Self {
        let size = direction.to_layout_size(size);
        Self {
            content: LeafContent::Box(id),
            group,
            columns: (column, column),
            corner: pt(-size.0 / 2.0, -size.1 / 2.0),
            size,
        }
    }

    /// A note of the given size; long ones take several columns.
    pub(super) fn note(
        id: Id,
        size: (f64, f64),
        group: usize,
        column: usize,
        direction: Direction,
    ) -> Self {
        let size = direction.to_layout_size(size);
        let start = direction.to_layout_size((USUAL_WIDTH, BOX_HEIGHT)).0 / 2.0;
        let beyond = (size.0 - start - direction.half_column()).max(0.0);
        Self {
            content: LeafContent::Note(id),
            group,
            columns: (
                column,
                column + (beyond / direction.column_pitch()).ceil() as usize,
            ),
            corner: pt(-start, 0.0),
            size,
        }
    }

    /// What keeps a zone without contents open.
    pub(super) fn blank(
        pad: ZonePadding,
        group: usize,
        column: usize,
        direction: Direction,
    ) -> Self {
        let size = direction.to_layout_size((
            EMPTY_ZONE.0 - 2.0 * pad.side,
            EMPTY_ZONE.1 - pad.top - pad.side,
        ));
        Self {
            content: LeafContent::Blank,
            group,
            columns: (column, column),
            corner: pt(-size.0 / 2.0, 0.0),
            size,
        }
    }

    /// Room for a connection.
    pub(super) fn lane(group: usize, column: usize) -> Self {
        Self {
            content: LeafContent::Lane,
            group,
            columns: (column, column),
            corner: pt(0.0, 0.0),
            size: (0.0, 0.0),
        }
    }

    /// Whether it is a component.
    pub(super) fn is_box(&self) -> bool {
        matches!(self.content, LeafContent::Box(_))
    }

    /// How far it reaches above its row.
    pub(super) fn reach_above(&self) -> f64 {
        -self.corner.y
    }

    /// How far it reaches below its row.
    pub(super) fn reach_below(&self) -> f64 {
        self.size.1 + self.corner.y
    }

    /// Where it lies when its first column's center and its row are at `at`.
    pub(super) fn rect(&self, at: Point) -> Rect {
        let min = pt(at.x + self.corner.x, at.y + self.corner.y);
        Rect::from_min(min, self.size.0, self.size.1)
    }

    /// How far it reaches to the left of the center of its first column and to the right of that of its last one.
    pub(super) fn reach_aside(&self, direction: Direction) -> (f64, f64) {
        match self.content {
            LeafContent::Lane => (0.0, 0.0),
            LeafContent::Box(_) => (-self.corner.x, self.size.0 + self.corner.x),
            LeafContent::Note(_) | LeafContent::Blank => {
                let half = direction.half_column();
                (half, half)
            }
        }
    }

    /// Half the air it wants above and below (world units).
    pub(super) fn half_margin(&self) -> f64 {
        match self.content {
            LeafContent::Box(_) => 32.0,
            LeafContent::Note(_) | LeafContent::Blank => 16.0,
            LeafContent::Lane => 0.0,
        }
    }
}

/// The distance from a zone's edges to its contents (world units).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct ZonePadding {
    /// Above, with the title.
    pub(super) top: f64,
    /// On the other three sides.
    pub(super) side: f64,
}

impl ZonePadding {
    /// Before its first column.
    pub(super) fn before_first_column(self, direction: Direction) -> f64 {
        match direction {
            Direction::Right => self.side,
            Direction::Down => self.top,
        }
    }

    /// Above its first row.
    pub(super) fn above_first_row(self, direction: Direction) -> f64 {
        match direction {
            Direction::Right => self.top,
            Direction::Down => self.side,
        }
    }
}

/// Something that holds leaves and other groups.
#[derive(Debug, Clone)]
pub(super) struct LayoutGroup {
    /// The group around it; only the first group has none. Always of a smaller number.
    pub(super) parent: Option<usize>,
    /// The zone around its children; none for the whole drawing and for a shelf.
    pub(super) zone: Option<Id>,
    pub(super) pad: ZonePadding,
    /// From top to bottom.
    pub(super) children: Vec<LayoutChild>,
    /// The columns it takes, both included.
    pub(super) columns: (usize, usize),
}

/// A member of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LayoutChild {
    /// By its number among the leaves.
    Leaf(usize),
    /// By its number among the groups.
    Group(usize),
}

/// One piece of a drawing.
#[derive(Debug, Clone, Default)]
pub(super) struct LayoutTree {
    pub(super) direction: Direction,
    pub(super) leaves: Vec<LayoutLeaf>,
    /// The whole comes first; outer ones before inner ones.
    pub(super) groups: Vec<LayoutGroup>,
    /// Stretches of connections between leaves of neighboring columns, from left to right.
    pub(super) links: Vec<(usize, usize)>,
    /// How wide the gap after each column must be for the labels of its connections; 0 where there are none, or left out.
    pub(super) label_room: Vec<f64>,
}

impl LayoutTree {
    /// The columns a child takes, both included.
    pub(super) fn columns(&self, child: LayoutChild) -> (usize, usize) {
        match child {
            LayoutChild::Leaf(leaf) => self.leaves[leaf].columns,
            LayoutChild::Group(group) => self.groups[group].columns,
        }
    }

    /// Adds a leaf to its group.
    pub(super) fn add(&mut self, leaf: LayoutLeaf) -> usize {
        let number = self.leaves.len();
        self.groups[leaf.group]
            .children
            .push(LayoutChild::Leaf(number));
        self.leaves.push(leaf);
        number
    }

    /// Widens every group to the columns of its contents.
    pub(super) fn fit_columns(&mut self) {
        let mut spans: Vec<Option<(usize, usize)>> = vec![None; self.groups.len()];
        let widen = |span: &mut Option<(usize, usize)>, (first, last): (usize, usize)| {
            let (a, b) = span.unwrap_or((first, last));
            *span = Some((a.min(first), b.max(last)));
        };
        for leaf in &self.leaves {
            widen(&mut spans[leaf.group], leaf.columns);
        }
        for group in (0..self.groups.len()).rev() {
            if let (Some(span), Some(parent)) = (spans[group], self.groups[group].parent) {
                widen(&mut spans[parent], span);
            }
        }
        for (group, span) in self.groups.iter_mut().zip(spans) {
            group.columns = span.unwrap_or_default();
        }
    }

    /// The groups around a group, itself first.
    pub(super) fn enclosing_groups(&self, group: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(group), |&g| self.groups[g].parent)
    }

    /// The rectangles of all leaves but lanes, and of all zones around their contents.
    pub(super) fn rects(&self, columns: &[f64], rows: &[f64]) -> BTreeMap<Id, Rect> {
        let mut rects = BTreeMap::new();
        let mut bounds: Vec<Option<Rect>> = vec![None; self.groups.len()];
        let widen = |bound: &mut Option<Rect>, rect: Rect| {
            *bound = Some(bound.map_or(rect, |old| old.union(rect)));
        };
        for (leaf, &row) in self.leaves.iter().zip(rows) {
            let rect = leaf.rect(pt(columns[leaf.columns.0], row));
            match leaf.content {
                LeafContent::Lane => continue,
                LeafContent::Blank => {}
                LeafContent::Box(id) | LeafContent::Note(id) => {
                    rects.insert(id, self.direction.to_drawing_rect(rect));
                }
            }
            widen(&mut bounds[leaf.group], rect);
        }
        for (number, group) in self.groups.iter().enumerate().rev() {
            let Some(inside) = bounds[number] else {
                continue;
            };
            let pad = group.pad;
            let mut rect = inside.expanded(pad.side);
            rect.min.x = inside.min.x - pad.before_first_column(self.direction);
            rect.min.y = inside.min.y - pad.above_first_row(self.direction);
            if let Some(id) = group.zone {
                rects.insert(id, self.direction.to_drawing_rect(rect));
            }
            if let Some(parent) = group.parent {
                widen(&mut bounds[parent], rect);
            }
        }
        rects
    }
}
