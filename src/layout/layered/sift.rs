//! Moves leaves and groups one at a time to the best place among their siblings: what sweeps over whole columns leave
//! crossed.

use super::layout_tree::LayoutChild;
use super::order::CrossingReducer;

/// How often all leaves are moved; each round ends early where nothing is saved.
const ROUNDS: usize = 8;
/// Up to this many leaves, groups are moved too: each try counts the crossings of the whole drawing.
const GROUPS_LIMIT: usize = 400;

/// Comparisons it takes to sort siblings, for each of them: the binary logarithm of as many as there may be.
const SORTING: usize = 16;

impl CrossingReducer<'_> {
    /// Moves leaves and groups as long as that saves crossings, of which there are so many now, and takes no more than the
    /// steps that are left.
    pub(super) fn sift(&mut self, mut crossings: usize, steps: &mut usize) {
        for _ in 0..ROUNDS {
            if crossings == 0 {
                return;
            }
            for column in 0..self.present.len() {
                if let Some(left) = steps.checked_sub(self.sifting_cost(column)) {
                    *steps = left;
                    self.sift_column(column);
                }
            }
            if self.tree.leaves.len() <= GROUPS_LIMIT {
                self.sift_groups();
            }
            let now = self.count_crossings();
            if now == crossings {
                return;
            }
            crossings = now;
        }
    }

    /// How many comparisons it takes to move each leaf of a column once: every end of its links with every other end, and
    /// the siblings of each leaf sorted, those of this column and, where it moves, all of them.
    fn sifting_cost(&self, column: usize) -> usize {
        let leaves = self.present[column].iter().flat_map(|(group, children)| {
            let siblings = self.tree.groups[*group].children.len() + children.len();
            let leaves = children.iter().filter_map(|child| match *child {
                LayoutChild::Leaf(leaf) => Some(leaf),
                LayoutChild::Group(_) => None,
            });
            leaves.map(move |leaf| (leaf, siblings))
        });
        let (ends, siblings) = leaves.fold((0, 0), |(ends, sum), (leaf, siblings)| {
            let own: usize = self.beside[leaf].iter().map(Vec::len).sum();
            (ends + own, sum + siblings)
        });
        ends * ends + siblings * SORTING
    }

    fn sift_column(&mut self, column: usize) {
        for index in 0..self.present[column].len() {
            let (group, children) = &self.present[column][index];
            let (group, children) = (*group, children.clone());
            if children.len() < 2 {
                continue;
            }
            for &child in &children {
                if let LayoutChild::Leaf(leaf) = child
                    && self.beside[leaf].iter().any(|side| !side.is_empty())
                {
                    self.sift_leaf(leaf, column, group, &children);
                }
            }
        }
    }

    /// Moves a leaf to where it crosses least among its siblings of this column.
    fn sift_leaf(&mut self, leaf: usize, column: usize, group: usize, siblings: &[LayoutChild]) {
        let row = self.sort_siblings(siblings);
        let own = LayoutChild::Leaf(leaf);
        let Some(at) = row.iter().position(|&child| child == own) else {
            return;
        };
        let mut best = (0, at);
        let mut saved = 0;
        for (index, &other) in row[..at].iter().enumerate().rev() {
            saved += self.saved_above(leaf, other, column);
            if saved > best.0 {
                best = (saved, index);
            }
        }
        saved = 0;
        for (index, &other) in row.iter().enumerate().skip(at + 1) {
            saved -= self.saved_above(leaf, other, column);
            if saved > best.0 {
                best = (saved, index);
            }
        }
        if best.1 != at {
            self.move_beside(group, own, row[best.1], best.1 < at);
            self.place_column(column);
        }
    }

    /// How many crossings fewer there are if the leaf lies above its sibling than below it.
    fn saved_above(&self, leaf: usize, sibling: LayoutChild, column: usize) -> i64 {
        let others = self.leaves_in(sibling, column);
        let mut saved = 0;
        for other in others {
            for side in [0, 1] {
                for &own_end in &self.beside[leaf][side] {
                    for &end in &self.beside[other][side] {
                        saved += match self.place[own_end].cmp(&self.place[end]) {
                            std::cmp::Ordering::Less => 1,
                            std::cmp::Ordering::Equal => 0,
                            std::cmp::Ordering::Greater => -1,
                        };
                    }
                }
            }
        }
        saved
    }

    /// The leaves of a child that stand in this column.
    fn leaves_in(&self, child: LayoutChild, column: usize) -> Vec<usize> {
        let mut leaves = Vec::new();
        let mut stack = vec![child];
        while let Some(child) = stack.pop() {
            match child {
                LayoutChild::Leaf(leaf) => leaves.push(leaf),
                LayoutChild::Group(group) => {
                    let inside = self.present[column].iter().find(|(g, _)| *g == group);
                    stack.extend(inside.into_iter().flat_map(|(_, children)| children));
                }
            }
        }
        leaves
    }

    /// Puts a child right before (or else after) one of its siblings.
    fn move_beside(
        &mut self,
        group: usize,
        child: LayoutChild,
        sibling: LayoutChild,
        before: bool,
    ) {
        let mut children = self.in_order(group);
        children.retain(|&other| other != child);
        if let Some(at) = children.iter().position(|&other| other == sibling) {
            children.insert(if before { at } else { at + 1 }, child);
            self.set_order(&children);
        }
    }

    /// Moves each group to where fewest links cross.
    fn sift_groups(&mut self) {
        let mut least = self.count_crossings();
        for group in 1..self.tree.groups.len() {
            let Some(parent) = self.tree.groups[group].parent else {
                continue;
            };
            let own = LayoutChild::Group(group);
            let before = self.in_order(parent);
            let mut rest = before.clone();
            rest.retain(|&child| child != own);
            let mut best = before;
            for at in 0..=rest.len() {
                let mut children = rest.clone();
                children.insert(at, own);
                self.set_order(&children);
                self.place_all();
                let crossings = self.count_crossings();
                if crossings < least {
                    least = crossings;
                    best = children;
                }
            }
            self.set_order(&best);
            self.place_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout_tree::{Direction, LayoutGroup, LayoutLeaf, LayoutTree, ZonePadding};
    use super::super::order::{STEPS, find_best_orders};
    use super::*;

    /// Two columns of so many leaves, each of the one linked with each of the other.
    fn dense(size: usize) -> LayoutTree {
        let mut tree = LayoutTree {
            direction: Direction::Right,
            ..LayoutTree::default()
        };
        tree.groups.push(LayoutGroup {
            parent: None,
            zone: None,
            pad: ZonePadding::default(),
            children: Vec::new(),
            columns: (0, 1),
        });
        for column in [0, 1] {
            for _ in 0..size {
                tree.add(LayoutLeaf::lane(0, column));
            }
        }
        let pairs = (0..size).flat_map(|a| (0..size).map(move |b| (a, size + b)));
        tree.links.extend(pairs);
        tree
    }

    #[test]
    fn the_steps_are_counted_for_the_whole_drawing() {
        let tree = dense(12);
        let mut reducer = CrossingReducer::new(&tree);
        let before = reducer.count_crossings();
        let cost: usize = (0..2).map(|column| reducer.sifting_cost(column)).sum();
        let mut steps = cost;
        reducer.sift(before, &mut steps);
        assert_eq!(steps, 0, "one round, and no second one");
        let mut none = cost / 4;
        reducer.sift(before, &mut none);
        assert_eq!(none, cost / 4, "what is too dear is left as it is");
        assert!(
            reducer.sifting_cost(0) >= 144 * 144 + 12 * 12 * SORTING,
            "every end with every other, and the siblings sorted"
        );
    }

    #[test]
    fn what_is_too_dense_to_sift_has_an_order_all_the_same() {
        let mut tree = dense(130);
        assert!(CrossingReducer::new(&tree).sifting_cost(0) > STEPS);
        assert_eq!(find_best_orders(&mut tree, 1).len(), 1);
    }
}
