//! Splits a panel into two halves, so that rules tuned on one can be tested on the other. The same seed gives the same
//! halves on every machine.

use crate::model::SplitMix64;
use std::collections::BTreeMap;

/// Something to be split: as evenly as can be within each stratum.
pub(super) trait Stratified {
    /// The group that is to be split evenly.
    fn stratum(&self) -> String;
    /// What the order within the group goes by, before it is shuffled.
    fn sort_key(&self) -> &str;
}

/// One of two halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    First,
    Second,
}

impl Half {
    /// The items of this half.
    pub(super) fn select<T: Copy>(self, items: &[T], halves: &[Self]) -> Vec<T> {
        let pairs = items.iter().zip(halves);
        pairs
            .filter(|(_, half)| **half == self)
            .map(|(item, _)| *item)
            .collect()
    }
}

/// The half of each item. Each group is shuffled and dealt to both halves in turn; groups of odd size give their extra
/// item to the halves in turn.
pub(super) fn split<T: Stratified>(items: &[T], seed: u64) -> Vec<Half> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        groups.entry(item.stratum()).or_default().push(index);
    }
    let mut random = SplitMix64::from_state(seed);
    let mut halves = vec![Half::First; items.len()];
    let mut turn = usize::from(random.next_u64().is_multiple_of(2));
    for group in groups.values_mut() {
        group.sort_by_key(|&index| items[index].sort_key());
        group.sort_by_cached_key(|_| random.next_u64());
        for (position, &index) in group.iter().enumerate() {
            if (position + turn) % 2 == 1 {
                halves[index] = Half::Second;
            }
        }
        turn += group.len() % 2;
    }
    halves
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Numbered(String);

    impl Stratified for Numbered {
        fn stratum(&self) -> String {
            self.0.chars().take(1).collect()
        }

        fn sort_key(&self) -> &str {
            &self.0
        }
    }

    #[test]
    fn halves_are_even_within_each_group_and_depend_on_the_seed_alone() {
        let items: Vec<Numbered> = ["a", "b", "c"]
            .iter()
            .flat_map(|group| (0..7).map(move |n| Numbered(format!("{group}{n}"))))
            .collect();
        let halves = split(&items, 1);
        assert_eq!(halves, split(&items, 1));
        assert_ne!(halves, split(&items, 2));
        let count = |halves: &[Half]| halves.iter().filter(|half| **half == Half::First).count();
        for group in halves.chunks(7) {
            assert!((3..=4).contains(&count(group)));
        }
        assert!((10..=11).contains(&count(&halves)));
    }
}
