//! Boolean functions as reduced ordered binary decision diagrams (Bryant, IEEE Transactions on Computers, 1986).
//!
//! A flow's success function is built once as such a diagram; whether it holds under any set of failures is then one walk,
//! and the fewest machines that stop it one pass over the branches.

use std::collections::BTreeMap;

/// Names a function in its [`Bdd`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BddRef(u32);

impl BddRef {
    pub(crate) const NEVER: Self = Self(0);
    pub(crate) const ALWAYS: Self = Self(1);
}

/// Decides on one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct BddNode {
    variable: u32,
    /// What is left where the variable is false.
    low: BddRef,
    /// What is left where it is true.
    high: BddRef,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum BddOperator {
    And,
    Or,
}

/// Functions of the same variables, sharing what they have in common.
#[derive(Debug)]
pub(crate) struct Bdd {
    /// The two constants stand first; what a branch leads to always stands before it.
    branches: Vec<BddNode>,
    unique: BTreeMap<BddNode, BddRef>,
    joined: BTreeMap<(BddOperator, BddRef, BddRef), BddRef>,
    most: usize,
    full: bool,
}

impl Bdd {
    /// Room for so many branches; a drawing that needs more is given up, see [`Bdd::is_full`].
    pub(crate) fn new(most: usize) -> Self {
        let constant = BddNode {
            variable: u32::MAX,
            low: BddRef::NEVER,
            high: BddRef::NEVER,
        };
        Self {
            branches: vec![constant; 2],
            unique: BTreeMap::new(),
            joined: BTreeMap::new(),
            most,
            full: false,
        }
    }

    /// Whether room ran out; functions made since then are wrong.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// The function that is true where this variable is.
    pub(crate) fn variable(&mut self, variable: usize) -> BddRef {
        self.branch(BddNode {
            variable: variable as u32,
            low: BddRef::NEVER,
            high: BddRef::ALWAYS,
        })
    }

    pub(crate) fn and(&mut self, a: BddRef, b: BddRef) -> BddRef {
        match (a, b) {
            (BddRef::NEVER, _) | (_, BddRef::NEVER) => BddRef::NEVER,
            (BddRef::ALWAYS, other) | (other, BddRef::ALWAYS) => other,
            _ => self.join(BddOperator::And, a, b),
        }
    }

    pub(crate) fn or(&mut self, a: BddRef, b: BddRef) -> BddRef {
        match (a, b) {
            (BddRef::ALWAYS, _) | (_, BddRef::ALWAYS) => BddRef::ALWAYS,
            (BddRef::NEVER, other) | (other, BddRef::NEVER) => other,
            _ => self.join(BddOperator::Or, a, b),
        }
    }

    /// As deep as there are variables; callers have few.
    fn join(&mut self, join: BddOperator, a: BddRef, b: BddRef) -> BddRef {
        if a == b || self.full {
            return a;
        }
        let key = (join, a.min(b), a.max(b));
        if let Some(&known) = self.joined.get(&key) {
            return known;
        }
        let (left, right) = (self.branches[a.0 as usize], self.branches[b.0 as usize]);
        let variable = left.variable.min(right.variable);
        let halves = |function: BddRef, branch: BddNode| {
            if branch.variable == variable {
                (branch.low, branch.high)
            } else {
                (function, function)
            }
        };
        let ((a_low, a_high), (b_low, b_high)) = (halves(a, left), halves(b, right));
        let of = |this: &mut Self, a, b| match join {
            BddOperator::And => this.and(a, b),
            BddOperator::Or => this.or(a, b),
        };
        let low = of(self, a_low, b_low);
        let high = of(self, a_high, b_high);
        let joined = self.branch(BddNode {
            variable,
            low,
            high,
        });
        self.joined.insert(key, joined);
        joined
    }

    fn branch(&mut self, branch: BddNode) -> BddRef {
        if branch.low == branch.high {
            return branch.low;
        }
        if let Some(&known) = self.unique.get(&branch) {
            return known;
        }
        if self.branches.len() >= self.most {
            self.full = true;
            return BddRef::NEVER;
        }
        let function = BddRef(self.branches.len() as u32);
        self.branches.push(branch);
        self.unique.insert(branch, function);
        function
    }

    /// Whether the function is true where exactly these variables are false.
    pub(crate) fn holds(&self, function: BddRef, is_false: impl Fn(usize) -> bool) -> bool {
        let mut at = function;
        while at > BddRef::ALWAYS {
            let branch = self.branches[at.0 as usize];
            at = if is_false(branch.variable as usize) {
                branch.low
            } else {
                branch.high
            };
        }
        at == BddRef::ALWAYS
    }

    /// How likely the function is to be true where each variable is true with its own chance, independently of all others.
    pub(crate) fn probability(&self, function: BddRef, chance: &[f64]) -> f64 {
        let mut chances = vec![0.0, 1.0];
        for branch in &self.branches[2..=function.0.max(1) as usize] {
            let here = chance[branch.variable as usize];
            let [low, high] = [branch.low, branch.high].map(|f| chances[f.0 as usize]);
            chances.push(here * high + (1.0 - here) * low);
        }
        chances[function.0 as usize]
    }

    /// The cheapest variables to make false so that a function that only falls is false, with what they cost together;
    /// `None` as a price means that a variable cannot be made false. Of equally dear sets one with the fewest variables.
    pub(crate) fn minimal_cut_set(
        &self,
        function: BddRef,
        price: impl Fn(usize) -> Option<u32>,
    ) -> Option<(u32, Vec<usize>)> {
        // For each function the price and number of variables, and whether its own is among them.
        let mut least: Vec<Option<(u32, u32)>> = vec![Some((0, 0)), None];
        let falls = |least: &[Option<(u32, u32)>], branch: BddNode| {
            let (dear, many) = least[branch.low.0 as usize]?;
            Some((
                dear.saturating_add(price(branch.variable as usize)?),
                many + 1,
            ))
        };
        let end = function.0.max(1) as usize;
        for branch in &self.branches[2..=end.max(1)] {
            let keeps = least[branch.high.0 as usize];
            let found = [falls(&least, *branch), keeps];
            least.push(found.into_iter().flatten().min());
        }
        let (sum, _) = least[function.0 as usize]?;
        let (mut at, mut set) = (function, Vec::new());
        while at > BddRef::ALWAYS {
            let branch = self.branches[at.0 as usize];
            if least[branch.high.0 as usize] == least[at.0 as usize] {
                at = branch.high;
            } else {
                set.push(branch.variable as usize);
                at = branch.low;
            }
        }
        Some((sum, set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (a and b) or c
    fn example(diagrams: &mut Bdd) -> BddRef {
        let [a, b, c] = [0, 1, 2].map(|n| diagrams.variable(n));
        let both = diagrams.and(a, b);
        diagrams.or(both, c)
    }

    #[test]
    fn agrees_with_the_truth_table() {
        let mut diagrams = Bdd::new(100);
        let function = example(&mut diagrams);
        for world in 0..8_u32 {
            let is_false = |n: usize| world >> n & 1 == 0;
            let expected = (!is_false(0) && !is_false(1)) || !is_false(2);
            assert_eq!(diagrams.holds(function, is_false), expected, "{world:03b}");
        }
    }

    #[test]
    fn equal_functions_are_one() {
        let mut diagrams = Bdd::new(100);
        let function = example(&mut diagrams);
        let [a, b, c] = [0, 1, 2].map(|n| diagrams.variable(n));
        let (with_a, with_b) = (diagrams.or(a, c), diagrams.or(b, c));
        assert_eq!(diagrams.and(with_a, with_b), function);
    }

    #[test]
    fn the_cheapest_fall_respects_prices() {
        let mut diagrams = Bdd::new(100);
        let function = example(&mut diagrams);
        let fall = |prices: [Option<u32>; 3]| diagrams.minimal_cut_set(function, |n| prices[n]);
        assert_eq!(fall([Some(3), Some(2), Some(1)]), Some((3, vec![1, 2])));
        assert_eq!(fall([Some(1), Some(2), Some(5)]), Some((6, vec![0, 2])));
        assert_eq!(fall([Some(1), Some(1), None]), None);
        let never = diagrams.minimal_cut_set(BddRef::NEVER, |_| Some(1));
        assert_eq!(never, Some((0, Vec::new())));
        assert_eq!(diagrams.minimal_cut_set(BddRef::ALWAYS, |_| Some(1)), None);
    }

    #[test]
    fn chances_multiply_and_add_up() {
        let mut diagrams = Bdd::new(100);
        let function = example(&mut diagrams);
        let chance = diagrams.probability(function, &[0.9, 0.8, 0.5]);
        assert!((chance - (1.0 - (1.0 - 0.72) * 0.5)).abs() < 1e-12);
        for constant in [BddRef::NEVER, BddRef::ALWAYS] {
            let chance = diagrams.probability(constant, &[0.9, 0.8, 0.5]);
            assert_eq!(chance > 0.5, constant == BddRef::ALWAYS);
        }
    }

    #[test]
    fn too_large_is_said() {
        let mut diagrams = Bdd::new(3);
        example(&mut diagrams);
        assert!(diagrams.is_full());
    }
}
