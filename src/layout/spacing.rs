//! Keeps things apart along one axis: numbers that must not come closer to each other than given gaps.
//!
//! Both the rows of a layout and the parallel stretches of routes come down to this: everything has a place where it
//! would like to be, an order, and a gap to what comes before. Pushing all conflicts to one side and then all of them to the
//! other way gives two answers that keep the gaps; so does their mean, and it favors neither end.

/// Gaps between numbered variables; the gaps form no circle.
#[derive(Debug)]
pub(super) struct Spacing {
    /// Every variable after those it must stay behind.
    order: Vec<usize>,
    before: Vec<Vec<(usize, f64)>>,
    after: Vec<Vec<(usize, f64)>>,
}

impl Spacing {
    /// Gaps `(a, b, gap)`, each saying that `b` lies at least `gap` beyond `a`; none if they contradict each other.
    pub(super) fn new(count: usize, gaps: &[(usize, usize, f64)]) -> Option<Self> {
        let mut before = vec![Vec::new(); count];
        let mut after = vec![Vec::new(); count];
        for &(a, b, gap) in gaps {
            after[a].push((b, gap));
            before[b].push((a, gap));
        }
        let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = (0..count).filter(|&v| waiting[v] == 0).collect();
        let mut next = 0;
        while next < order.len() {
            for &(b, _) in &after[order[next]] {
                waiting[b] -= 1;
                if waiting[b] == 0 {
                    order.push(b);
                }
            }
            next += 1;
        }
        (order.len() == count).then_some(Self {
            order,
            before,
            after,
        })
    }

    /// Every variable after those it must stay behind.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The least value `v` may have, given the others.
    pub(super) fn lower_bound(&self, v: usize, values: &[f64]) -> f64 {
        self.before[v]
            .iter()
            .map(|&(a, gap)| values[a] + gap)
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// The greatest value `v` may have, given those of the others that count.
    pub(super) fn upper_bound(
        &self,
        v: usize,
        values: &[f64],
        counts: impl Fn(usize) -> bool,
    ) -> f64 {
        self.after[v]
            .iter()
            .filter(|&&(b, _)| counts(b))
            .map(|&(b, gap)| values[b] - gap)
            .fold(f64::INFINITY, f64::min)
    }

    /// The values pushed forwards only, as far as the gaps ask.
    pub(super) fn push_forwards(&self, wanted: &[f64]) -> Vec<f64> {
        let mut values = wanted.to_vec();
        for &v in &self.order {
            values[v] = wanted[v].max(self.lower_bound(v, &values));
        }
        values
    }

    /// Values near the wanted ones that keep all gaps.
    pub(super) fn place_variables(&self, wanted: &[f64]) -> Vec<f64> {
        self.settle_within(wanted, |_| (f64::NEG_INFINITY, f64::INFINITY))
    }

    /// Values near the wanted ones that keep all bounds and, as far as the bounds leave room, all gaps.
    pub(super) fn settle_within(
        &self,
        wanted: &[f64],
        bounds: impl Fn(usize) -> (f64, f64),
    ) -> Vec<f64> {
        let within = |v: usize, value: f64| {
            let (low, high) = bounds(v);
            value.min(high).max(low)
        };
        let mut forwards = wanted.to_vec();
        for &v in &self.order {
            forwards[v] = within(v, wanted[v].max(self.lower_bound(v, &forwards)));
        }
        let mut values = wanted.to_vec();
        for &v in self.order.iter().rev() {
            let greatest = self.upper_bound(v, &values, |_| true);
            values[v] = within(v, wanted[v].min(greatest));
        }
        for (value, forward) in values.iter_mut().zip(forwards) {
            *value = f64::midpoint(*value, forward);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_spreads_evenly_about_the_place_it_wants() {
        let spacing = Spacing::new(3, &[(0, 1, 10.0), (1, 2, 10.0)]).unwrap();
        assert_eq!(spacing.place_variables(&[5.0, 5.0, 5.0]), [-5.0, 5.0, 15.0]);
    }

    #[test]
    fn gaps_in_a_circle_are_refused() {
        assert!(Spacing::new(2, &[(0, 1, 1.0), (1, 0, 1.0)]).is_none());
    }
}
