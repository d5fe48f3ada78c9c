//! Splits a panel into two halves, so that rules tuned on one can be tested on the other. The same seed gives the same
//! halves on every machine.

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
    let mut random = seed;
    let mut halves = vec![Half::First; items.len()];
    let mut turn = usize::from(next_random(&mut random).is_multiple_of(2));
    for group in groups.values_mut() {
        group.sort_by_key(|&index| items[index].sort_key());
        group.sort_by_cached_key(|_| next_random(&mut random));
        for (position, &index) in group.iter().enumerate() {
            if (position + turn) % 2 == 1 {
                halves[index] = Half::Second;
            }
        }
        turn += group.len() % 2;
    }
    halves
}

/// The next of a sequence of numbers that look random (`SplitMix64`; Steele, Lea and Flood, 2014).
fn next_random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
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
