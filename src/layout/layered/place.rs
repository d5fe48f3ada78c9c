//! Coordinates: rows that keep chains straight and put the rest at the mean of its neighbors, and columns with room
//! for the edges of zones.

use std::collections::BTreeMap;

use super::layout_tree::{LayoutChild, LayoutTree, LeafContent, ZonePadding};
use crate::layout::GRID;
use crate::layout::spacing::Spacing;

/// The least distance between two lanes, and between a lane and a zone (world units).
const LANE_GAP: f64 = 16.0;
/// The least distance between the edges of two zones side by side (world units).
const ZONE_GAP: f64 = 32.0;
/// How often rows are drawn toward the mean of their neighbors, for drawings of up to [`SMALL`] leaves; fewer for
/// larger ones.
const ROUNDS: usize = 80;
const SMALL: usize = 2_000;
/// Steps spent on finding out whether chains may be made straight; a drawing that needs more is too large to tell.
const STRAIGHTENING_STEPS: usize = 2_000_000;
/// A box moves at most this far to make a line straight (world units): less than from a pair's middle to one of them.
const NUDGE: f64 = 48.0;

/// The x of every column's center.
pub(super) fn place_columns(tree: &LayoutTree) -> Vec<f64> {
    let width = tree.groups[0].columns.1 + 1;
    let mut left = vec![0.0_f64; width];
    let mut right = vec![0.0_f64; width];
    for leaf in tree
        .leaves
        .iter()
        .filter(|leaf| leaf.content != LeafContent::Lane)
    {
        let (first, last) = leaf.columns;
        let around = |inside: &dyn Fn(usize) -> bool, pad: &dyn Fn(ZonePadding) -> f64| -> f64 {
            tree.enclosing_groups(leaf.group)
                .take_while(|&group| inside(group))
                .map(|group| pad(tree.groups[group].pad))
                .sum()
        };
        let begins = around(&|group| tree.groups[group].columns.0 == first, &|pad| {
            pad.before_first_column(tree.direction)
        });
        let ends = around(&|group| tree.groups[group].columns.1 == last, &|pad| {
            pad.side
        });
        let (before, after) = leaf.reach_aside(tree.direction);
        left[first] = left[first].max(begins + before);
        right[last] = right[last].max(ends + after);
    }
    let mut x = 0.0;
    (0..width)
        .map(|column| {
            if column > 0 {
                let labels = tree.label_room.get(column - 1).copied().unwrap_or_default();
                let least = right[column - 1] + left[column] + labels.max(ZONE_GAP);
                let pitch = tree.direction.column_pitch().max(least);
                x += (pitch / GRID).ceil() * GRID;
            }
            x
        })
        .collect()
}

/// The y of every leaf: the center line of a box, the top of a note.
pub(super) fn place_rows(tree: &LayoutTree) -> Vec<f64> {
    let gaps = row_gaps(tree);
    let names = straight_lines(tree, &gaps);
    let count = tree.leaves.len() + 2 * tree.groups.len();
    let gaps: Vec<_> = gaps
        .iter()
        .map(|&(a, b, gap)| (names[a], names[b], gap))
        .collect();
    let Some(spacing) = Spacing::new(count, &gaps) else {
        // Not reached: lines are only made straight where the gaps allow it.
        return vec![0.0; tree.leaves.len()];
    };
    let pull = Attraction::new(tree, names);
    let mut values = spacing.push_forwards(&vec![0.0; count]);
    let rounds = (ROUNDS * SMALL / count.max(1)).clamp(8, ROUNDS);
    for _ in 0..rounds {
        let wanted = pull.wanted_values(&values, &spacing);
        values = spacing.place_variables(&wanted);
    }
    // All gaps are multiples of the grid, so rounding keeps them.
    for value in &mut values {
        *value = (*value / GRID).round() * GRID;
    }
    pull.straighten(&mut values, &spacing);
    let values = pull.close_zones(&values, &spacing);
    (0..tree.leaves.len())
        .map(|leaf| values[pull.names[leaf]])
        .collect()
}

/// The variables of a group: its upper and its lower edge.
fn edge_variables(tree: &LayoutTree, group: usize) -> (usize, usize) {
    let first = tree.leaves.len() + 2 * group;
    (first, first + 1)
}

fn round_up_to_grid(length: f64) -> f64 {
    (length / GRID).ceil() * GRID
}

/// The gaps between siblings in the same column, and between groups and what they hold.
fn row_gaps(tree: &LayoutTree) -> Vec<(usize, usize, f64)> {
    // The variable, how far it reaches up (or down), and half the air it wants.
    let upper = |child: LayoutChild| match child {
        LayoutChild::Leaf(leaf) => (
            leaf,
            round_up_to_grid(tree.leaves[leaf].reach_above()),
            tree.leaves[leaf].half_margin(),
        ),
        LayoutChild::Group(group) => (edge_variables(tree, group).0, 0.0, ZONE_GAP / 2.0),
    };
    let lower = |child: LayoutChild| match child {
        LayoutChild::Leaf(leaf) => (
            leaf,
            round_up_to_grid(tree.leaves[leaf].reach_below()),
            tree.leaves[leaf].half_margin(),
        ),
        LayoutChild::Group(group) => (edge_variables(tree, group).1, 0.0, ZONE_GAP / 2.0),
    };
    let mut gaps = Vec::new();
    for (number, group) in tree.groups.iter().enumerate() {
        let (top, bottom) = edge_variables(tree, number);
        let mut last: BTreeMap<usize, LayoutChild> = BTreeMap::new();
        gaps.push((top, bottom, 0.0));
        for &child in &group.children {
            let (below, reach, air) = upper(child);
            gaps.push((
                top,
                below,
                round_up_to_grid(group.pad.above_first_row(tree.direction)) + reach,
            ));
            let (first_column, last_column) = tree.columns(child);
            let mut above = None;
            for column in first_column..=last_column {
                let before = last.insert(column, child);
                if let Some(before) = before.filter(|_| before != above) {
                    let (above, other_reach, other_air) = lower(before);
                    let air = (air + other_air).max(LANE_GAP);
                    gaps.push((above, below, other_reach + air + reach));
                }
                above = before;
            }
            let (above, reach, _) = lower(child);
            gaps.push((above, bottom, reach + round_up_to_grid(group.pad.side)));
        }
    }
    gaps
}

/// Names for all variables such that leaves in one straight line share a name.
///
/// A line is made straight where it is the only one, or the middle one of an odd number, between its caller and those
/// with no other caller, or the same with caller and callee exchanged; a pair keeps its partner in the middle.
fn straight_lines(tree: &LayoutTree, gaps: &[(usize, usize, f64)]) -> Vec<usize> {
    let count = tree.leaves.len() + 2 * tree.groups.len();
    let mut lines = StraightLines::new(count, gaps);
    let mut beside = vec![[Vec::new(), Vec::new()]; tree.leaves.len()];
    for &(a, b) in &tree.links {
        beside[a][1].push(b);
        beside[b][0].push(a);
    }
    let mut height = vec![0; tree.leaves.len()];
    for (place, leaf) in in_order(tree).into_iter().enumerate() {
        height[leaf] = place;
    }
    // Lines between two boxes first: a passing line yields to them.
    for boxes in [2, 1, 0] {
        for leaf in 0..tree.leaves.len() {
            for side in [1, 0] {
                let mut own: Vec<usize> = beside[leaf][side]
                    .iter()
                    .copied()
                    .filter(|&other| beside[other][1 - side].len() == 1)
                    .collect();
                if own.iter().any(|&other| tree.leaves[other].is_box()) {
                    own.retain(|&other| tree.leaves[other].is_box());
                }
                own.sort_by_key(|&other| height[other]);
                if own.len() % 2 == 1 {
                    let middle = own[own.len() / 2];
                    let real = |leaf: usize| usize::from(tree.leaves[leaf].is_box());
                    if real(leaf) + real(middle) == boxes {
                        lines.join_lines(leaf, middle);
                    }
                }
            }
        }
    }
    lines.names
}

/// All leaves from top to bottom, as far as the order of the groups tells.
fn in_order(tree: &LayoutTree) -> Vec<usize> {
    let mut leaves = Vec::with_capacity(tree.leaves.len());
    let mut stack = vec![LayoutChild::Group(0)];
    while let Some(child) = stack.pop() {
        match child {
            LayoutChild::Leaf(leaf) => leaves.push(leaf),
            LayoutChild::Group(group) => stack.extend(tree.groups[group].children.iter().rev()),
        }
    }
    leaves
}

/// Variables that are being made one, as long as no gap forbids it.
struct StraightLines {
    /// The name of each variable: the first member of its line.
    names: Vec<usize>,
    members: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    /// When a line was last reached by a search.
    reached: Vec<usize>,
    searches: usize,
    steps: usize,
}

impl StraightLines {
    fn new(count: usize, gaps: &[(usize, usize, f64)]) -> Self {
        let mut after = vec![Vec::new(); count];
        for &(a, b, _) in gaps {
            after[a].push(b);
        }
        Self {
            names: (0..count).collect(),
            members: (0..count).map(|variable| vec![variable]).collect(),
            after,
            reached: vec![0; count],
            searches: 0,
            steps: 0,
        }
    }

    /// Makes two lines one if neither must lie below the other.
    fn join_lines(&mut self, a: usize, b: usize) {
        let (a, b) = (self.names[a], self.names[b]);
        if a == b || self.must_lie_below(a, b) || self.must_lie_below(b, a) {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        let joined = std::mem::take(&mut self.members[second]);
        for &member in &joined {
            self.names[member] = first;
        }
        self.members[first].extend(joined);
    }

    /// Whether `to` must lie below `from`; also when that would take too long to find out.
    fn must_lie_below(&mut self, from: usize, to: usize) -> bool {
        self.searches += 1;
        let mut stack = vec![from];
        while let Some(line) = stack.pop() {
            for &member in &self.members[line] {
                for &next in &self.after[member] {
                    self.steps += 1;
                    let next = self.names[next];
                    if next == to || self.steps > STRAIGHTENING_STEPS {
                        return true;
                    }
                    if self.reached[next] != self.searches {
                        self.reached[next] = self.searches;
                        stack.push(next);
                    }
                }
            }
        }
        false
    }
}

/// What draws each row somewhere.
struct Attraction<'a> {
    tree: &'a LayoutTree,
    names: Vec<usize>,
    /// Per variable, the variables it is linked to and how strongly.
    links: Vec<Vec<(usize, f64)>>,
    /// Per variable, the boxes at the far ends of its links between boxes.
    boxes: Vec<Vec<usize>>,
    /// Which variables have a place of their own: leaves with links, and upper edges of zones that hold such.
    anchored: Vec<bool>,
}

impl<'a> Attraction<'a> {
    fn new(tree: &'a LayoutTree, names: Vec<usize>) -> Self {
        let mut links = vec![Vec::new(); names.len()];
        let mut boxes = vec![Vec::new(); names.len()];
        let mut anchored = vec![false; names.len()];
        for &(a, b) in &tree.links {
            for leaf in [a, b] {
                anchored[names[leaf]] = true;
                for group in tree.enclosing_groups(tree.leaves[leaf].group) {
                    anchored[edge_variables(tree, group).0] = true;
                }
            }
            let both = [a, b].map(|leaf| tree.leaves[leaf].is_box());
            let strength = match both {
                [true, true] => 4.0,
                [false, false] => 0.5,
                _ => 1.0,
            };
            let (a, b) = (names[a], names[b]);
            if a != b {
                links[a].push((b, strength));
                links[b].push((a, strength));
                if both == [true, true] {
                    boxes[a].push(b);
                    boxes[b].push(a);
                }
            }
        }
        Self {
            tree,
            names,
            links,
            boxes,
            anchored,
        }
    }

    /// Where every variable would like to be: linked ones half-way to the mean of their neighbors, edges of zones at
    /// their contents, and what has no links as high as it can.
    fn wanted_values(&self, values: &[f64], spacing: &Spacing) -> Vec<f64> {
        let mut wanted: Vec<f64> = values
            .iter()
            .zip(&self.links)
            .map(|(&own, links)| {
                let weight: f64 = links.iter().map(|link| link.1).sum();
                let sum: f64 = links.iter().map(|&(other, by)| values[other] * by).sum();
                if weight > 0.0 {
                    f64::midpoint(own, sum / weight)
                } else {
                    own
                }
            })
            .collect();
        self.close_zones_in_place(&mut wanted, spacing);
        wanted
    }

    /// The same rows, with zones closed around their contents and what has no links moved up.
    fn close_zones(&self, values: &[f64], spacing: &Spacing) -> Vec<f64> {
        let mut values = values.to_vec();
        self.close_zones_in_place(&mut values, spacing);
        values
    }

    fn close_zones_in_place(&self, values: &mut [f64], spacing: &Spacing) {
        let first_edge = self.tree.leaves.len();
        for &variable in spacing.order().iter().rev() {
            if variable >= first_edge && self.anchored[variable] {
                values[variable] =
                    spacing.upper_bound(variable, values, |other| self.anchored[other]);
            }
        }
        for &variable in spacing.order() {
            if !self.anchored[variable] {
                let least = spacing.lower_bound(variable, values);
                if least.is_finite() {
                    values[variable] = least;
                }
            }
        }
    }

    /// Moves boxes a little where that makes more of their lines straight.
    fn straighten(&self, values: &mut [f64], spacing: &Spacing) {
        for _ in 0..2 {
            for variable in 0..values.len() {
                let straight = |at: f64, values: &[f64]| {
                    let level = |&&other: &&usize| (values[other] - at).abs() < 0.5;
                    self.boxes[variable].iter().filter(level).count()
                };
                let own = values[variable];
                let (least, greatest) = (
                    spacing.lower_bound(variable, values),
                    spacing.upper_bound(variable, values, |_| true),
                );
                let best = self.boxes[variable]
                    .iter()
                    .map(|&other| values[other])
                    .filter(|at| (at - own).abs() <= NUDGE && (least..=greatest).contains(at))
                    .max_by(|a, b| {
                        let gain = straight(*a, values).cmp(&straight(*b, values));
                        gain.then((b - own).abs().total_cmp(&(a - own).abs()))
                            .then(b.total_cmp(a))
                    });
                if let Some(at) = best.filter(|&at| straight(at, values) > straight(own, values)) {
                    values[variable] = at;
                }
            }
        }
    }
}
