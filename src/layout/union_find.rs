//! Connected sets of numbered things, when all that is known is pairs.

use petgraph::unionfind::UnionFind;

/// For each of `count` things, the smallest number in its connected set.
pub(super) fn smallest_members(
    count: usize,
    pairs: impl IntoIterator<Item = (usize, usize)>,
) -> Vec<usize> {
    let mut sets = UnionFind::new(count);
    for (a, b) in pairs {
        sets.union(a, b);
    }
    let mut smallest: Vec<Option<usize>> = vec![None; count];
    let labels: Vec<usize> = sets.into_labeling();
    let labels = labels.into_iter().enumerate();
    labels
        .map(|(n, label)| *smallest[label].get_or_insert(n))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_transitive() {
        assert_eq!(smallest_members(5, [(3, 4), (1, 3)]), [0, 1, 2, 1, 1]);
    }
}
