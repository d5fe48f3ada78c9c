//! The vertical order within groups that lets few connections cross.
//!
//! The order is kept per group, not per column, so that a zone stays together and lies on the same side of its
//! neighbors in every column.

use super::layout_tree::{LayoutChild, LayoutTree};
use crate::model::SplitMix64;

/// Sweeps over the columns, left to right and back.
const SWEEPS: usize = 12;
/// Orders to begin with: the walk along the connections and shuffled ones, for drawings of up to [`SMALL`] leaves; fewer
/// for larger ones.
const STARTS: usize = 48;
const SMALL: usize = 80;
/// Comparisons spent at most on all orders that a drawing is begun with: columns that would need more keep the order that
/// sweeps gave them. A drawing of a hundred components stays far below.
pub(super) const STEPS: usize = 200_000_000;

/// The orders of the children of all groups in which the fewest links cross, at most `most`, the best first.
pub(super) fn find_best_orders(tree: &mut LayoutTree, most: usize) -> Vec<SiblingOrder> {
    sort_by_traversal(tree);
    let starts = (STARTS * SMALL / tree.leaves.len().max(1)).clamp(1, STARTS);
    let mut sorter = CrossingReducer::new(tree);
    let mut found: Vec<(usize, SiblingOrder)> = Vec::new();
    let mut random = SplitMix64::new(1);
    let mut steps = STEPS;
    for start in 0..starts {
        if start > 0 {
            sorter.shuffle(&mut random);
        }
        sorter.improve_order(&mut steps);
        let crossings = sorter.count_crossings();
        let place = found.partition_point(|(others, _)| *others <= crossings);
        if place < most && found.iter().all(|(_, slots)| *slots != sorter.slots) {
            found.insert(place, (crossings, sorter.slots.clone()));
            found.truncate(most);
        }
        if crossings == 0 && found.len() == most {
            break;
        }
    }
    found.into_iter().map(|(_, slots)| slots).collect()
}

/// Puts children in the order in which a walk along the connections meets them.
fn sort_by_traversal(tree: &mut LayoutTree) {
    const NEVER: usize = usize::MAX;
    let mut to = vec![Vec::new(); tree.leaves.len()];
    for &(a, b) in &tree.links {
        to[a].push(b);
    }
    let mut starts: Vec<usize> = (0..tree.leaves.len())
        .filter(|&leaf| !to[leaf].is_empty())
        .collect();
    starts.sort_by_key(|&leaf| tree.leaves[leaf].columns.0);
    let mut met = vec![NEVER; tree.leaves.len()];
    let mut count = 0;
    for start in starts {
        let mut stack = vec![start];
        while let Some(leaf) = stack.pop() {
            if met[leaf] == NEVER {
                met[leaf] = count;
                count += 1;
                stack.extend(to[leaf].iter().rev());
            }
        }
    }
    let mut group_met = vec![NEVER; tree.groups.len()];
    for (leaf, &when) in tree.leaves.iter().zip(&met) {
        group_met[leaf.group] = group_met[leaf.group].min(when);
    }
    for group in (1..tree.groups.len()).rev() {
        if let Some(parent) = tree.groups[group].parent {
            group_met[parent] = group_met[parent].min(group_met[group]);
        }
    }
    for group in &mut tree.groups {
        group.children.sort_by_key(|child| match *child {
            LayoutChild::Leaf(number) => met[number],
            LayoutChild::Group(number) => group_met[number],
        });
    }
}

/// The position of each leaf and each group among its siblings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SiblingOrder {
    leaf: Vec<usize>,
    group: Vec<usize>,
}

impl SiblingOrder {
    /// Puts the children of all groups in this order.
    pub(super) fn sort_children(&self, tree: &mut LayoutTree) {
        for group in &mut tree.groups {
            group.children.sort_by_key(|&child| self.position(child));
        }
    }

    fn position_mut(&mut self, child: LayoutChild) -> &mut usize {
        match child {
            LayoutChild::Leaf(leaf) => &mut self.leaf[leaf],
            LayoutChild::Group(group) => &mut self.group[group],
        }
    }

    fn position(&self, child: LayoutChild) -> usize {
        match child {
            LayoutChild::Leaf(leaf) => self.leaf[leaf],
            LayoutChild::Group(group) => self.group[group],
        }
    }
}

/// The tree with an order that is being improved.
pub(super) struct CrossingReducer<'a> {
    pub(super) tree: &'a LayoutTree,
    slots: SiblingOrder,
    /// Per column, the groups present, inner ones first, each with its children present.
    pub(super) present: Vec<Vec<(usize, Vec<LayoutChild>)>>,
    /// Per leaf, its neighbors in the column to the left and to the right.
    pub(super) beside: Vec<[Vec<usize>; 2]>,
    /// Per column, the links that lead to the next one.
    links: Vec<Vec<(usize, usize)>>,
    /// Per leaf, how many leaves of its column lie above it.
    pub(super) place: Vec<usize>,
}

impl<'a> CrossingReducer<'a> {
    pub(super) fn new(tree: &'a LayoutTree) -> Self {
        let width = tree.groups[0].columns.1 + 1;
        let mut slots = SiblingOrder {
            leaf: vec![0; tree.leaves.len()],
            group: vec![0; tree.groups.len()],
        };
        let mut present = vec![Vec::new(); width];
        for (number, group) in tree.groups.iter().enumerate().rev() {
            let (left, right) = group.columns;
            let mut columns: Vec<Vec<LayoutChild>> = vec![Vec::new(); right + 1 - left];
            for (slot, &child) in group.children.iter().enumerate() {
                *slots.position_mut(child) = slot;
                let (first, last) = tree.columns(child);
                for column in &mut columns[first - left..=last - left] {
                    column.push(child);
                }
            }
            for (column, children) in columns.into_iter().enumerate() {
                if !children.is_empty() {
                    present[left + column].push((number, children));
                }
            }
        }
        let mut beside = vec![[Vec::new(), Vec::new()]; tree.leaves.len()];
        let mut links = vec![Vec::new(); width];
        for &(a, b) in &tree.links {
            beside[a][1].push(b);
            beside[b][0].push(a);
            links[tree.leaves[a].columns.0].push((a, b));
        }
        let mut sorter = Self {
            tree,
            slots,
            present,
            beside,
            links,
            place: vec![0; tree.leaves.len()],
        };
        sorter.place_all();
        sorter
    }

    pub(super) fn place_all(&mut self) {
        for column in 0..self.present.len() {
            self.place_column(column);
        }
    }

    /// Counts through one column from top to bottom.
    pub(super) fn place_column(&mut self, column: usize) {
        let mut inside: Vec<(usize, Vec<LayoutChild>)> = self.present[column].clone();
        for (_, children) in &mut inside {
            children.sort_by_key(|&child| std::cmp::Reverse(self.slots.position(child)));
        }
        // Groups stand in falling order of their numbers.
        let find = |group: usize| {
            inside
                .binary_search_by_key(&std::cmp::Reverse(group), |&(number, _)| {
                    std::cmp::Reverse(number)
                })
                .ok()
        };
        let mut stack = vec![LayoutChild::Group(0)];
        let mut count = 0;
        while let Some(child) = stack.pop() {
            match child {
                LayoutChild::Leaf(leaf) => {
                    self.place[leaf] = count;
                    count += 1;
                }
                LayoutChild::Group(group) => {
                    if let Some(index) = find(group) {
                        stack.extend(&inside[index].1);
                    }
                }
            }
        }
    }

    /// Sorts each column by the mean place of the neighbors in the column before it.
    fn sort_by_neighbors(&mut self, to_the_right: bool) {
        let width = self.present.len();
        for step in 1..width {
            let (column, side) = if to_the_right {
                (step, 0)
            } else {
                (width - 1 - step, 1)
            };
            self.sort_column(column, side);
            self.place_column(column);
        }
    }

    fn sort_column(&mut self, column: usize, side: usize) {
        // The sum and the number of the places each group's contents are drawn to.
        let mut drawn = vec![(0, 0); self.tree.groups.len()];
        for (group, children) in &self.present[column] {
            let mut free = Vec::new();
            let mut movable = Vec::new();
            let mut total = (0, 0);
            for &child in children {
                let (sum, count) = match child {
                    LayoutChild::Group(inner) => drawn[inner],
                    LayoutChild::Leaf(leaf) => {
                        let beside = &self.beside[leaf][side];
                        let sum: usize = beside.iter().map(|&other| self.place[other]).sum();
                        (sum, beside.len())
                    }
                };
                if count > 0 {
                    let slot = self.slots.position(child);
                    free.push(slot);
                    movable.push((sum as f64 / count as f64, slot, child));
                    total = (total.0 + sum, total.1 + count);
                }
            }
            drawn[*group] = total;
            free.sort_unstable();
            movable.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            for (slot, (_, _, child)) in free.into_iter().zip(movable) {
                *self.slots.position_mut(child) = slot;
            }
        }
    }

    pub(super) fn count_crossings(&self) -> usize {
        (0..self.links.len())
            .map(|column| self.crossings_after(column))
            .sum()
    }

    /// How many links between this column and the next cross.
    fn crossings_after(&self, column: usize) -> usize {
        let mut ends: Vec<(usize, usize)> = self.links[column]
            .iter()
            .map(|&(a, b)| (self.place[a], self.place[b]))
            .collect();
        ends.sort_unstable();
        let size = ends.iter().map(|&(_, b)| b + 1).max().unwrap_or(0);
        // A Fenwick tree of the right-hand ends seen so far.
        let mut seen = vec![0; size + 1];
        let mut crossings = 0;
        for (before, &(_, b)) in ends.iter().enumerate() {
            let mut not_below = 0;
            let mut index = b + 1;
            while index > 0 {
                not_below += seen[index];
                index &= index - 1;
            }
            crossings += before - not_below;
            index = b + 1;
            while index <= size {
                seen[index] += 1;
                index += index & index.wrapping_neg();
            }
        }
        crossings
    }

    /// Forgets the order, but for what has no links: that stays at the bottom.
    fn shuffle(&mut self, random: &mut SplitMix64) {
        let mut linked = vec![false; self.tree.groups.len()];
        for (leaf, beside) in self.tree.leaves.iter().zip(&self.beside) {
            if beside.iter().any(|side| !side.is_empty()) {
                let around = self.tree.enclosing_groups(leaf.group);
                around.for_each(|group| linked[group] = true);
            }
        }
        for group in 0..self.tree.groups.len() {
            let mut children = self.in_order(group);
            let moves = children.partition_point(|&child| match child {
                LayoutChild::Leaf(leaf) => self.beside[leaf].iter().any(|side| !side.is_empty()),
                LayoutChild::Group(group) => linked[group],
            });
            random.shuffle(&mut children[..moves]);
            self.set_order(&children);
        }
        self.place_all();
    }

    /// Improves the order as far as small steps can, of which so many are left.
    fn improve_order(&mut self, steps: &mut usize) {
        let mut best = (self.count_crossings(), self.slots.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            self.sort_by_neighbors(sweep % 2 == 0);
            let crossings = self.count_crossings();
            if crossings < best.0 {
                best = (crossings, self.slots.clone());
            }
        }
        self.slots = best.1;
        self.place_all();
        self.sift(best.0, steps);
    }

    /// The children of a group from top to bottom.
    pub(super) fn in_order(&self, group: usize) -> Vec<LayoutChild> {
        self.sort_siblings(&self.tree.groups[group].children)
    }

    /// Siblings from top to bottom.
    pub(super) fn sort_siblings(&self, siblings: &[LayoutChild]) -> Vec<LayoutChild> {
        let mut siblings = siblings.to_vec();
        siblings.sort_by_key(|&child| self.slots.position(child));
        siblings
    }

    /// Puts the children of a group in this order.
    pub(super) fn set_order(&mut self, children: &[LayoutChild]) {
        for (slot, &child) in children.iter().enumerate() {
            *self.slots.position_mut(child) = slot;
        }
    }
}
