//! Chance that a number decides: the same everywhere.

use crate::model::first_random;

/// One of several, by chance.
pub(super) fn pick<T>(all: &[T], chance: u64) -> Option<&T> {
    let count = u64::try_from(all.len()).ok().filter(|count| *count > 0)?;
    all.get((chance % count) as usize)
}

/// The same in an order that chance decides.
pub(super) fn shuffled<T>(all: Vec<T>, chance: u64) -> Vec<T> {
    let mut keyed: Vec<(u64, T)> = all
        .into_iter()
        .enumerate()
        .map(|(n, one)| (first_random(chance.wrapping_add(n as u64)), one))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, one)| one).collect()
}
