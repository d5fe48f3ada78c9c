//! Which things belong together, when all that is known is pairs.

/// For each of `count` things, the first of those it is tied to, directly or not.
pub(super) fn firsts(count: usize, ties: impl IntoIterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut parents: Vec<usize> = (0..count).collect();
    for (a, b) in ties {
        let (a, b) = (first(&mut parents, a), first(&mut parents, b));
        parents[a.max(b)] = a.min(b);
    }
    (0..count).map(|n| first(&mut parents, n)).collect()
}

fn first(parents: &mut [usize], mut n: usize) -> usize {
    while parents[n] != n {
        parents[n] = parents[parents[n]];
        n = parents[n];
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_carry_over() {
        assert_eq!(firsts(5, [(3, 4), (1, 3)]), [0, 1, 2, 1, 1]);
    }
}
