//! What a reading costs: one number for each part and each connection, the same for every way of searching.
//!
//! A reading is judged by one number: first what changes and what speaks for it, then how much it matters, last how little
//! the names have in common.

use crate::analysis::reference::cost::{KindFits, ReferenceDesign};
use crate::analysis::reference::weights::{EXTRA, UNPLAYED};
use crate::analysis::reference::wiring::{DrawnPaths, MISSING};

/// A thousandth of a missing part, so much that any difference in the drawing outweighs every difference in weight.
const CHANGE: i64 = 100_000;
/// The same for what it weighs, so much that any difference in weight outweighs every difference in names.
const WEIGHTED: i64 = 30_000;

/// An accepted design and a drawing, ready to be held against each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MatchProblem<'a> {
    pub(crate) reference: &'a ReferenceDesign<'a>,
    pub(crate) fits: &'a KindFits,
    pub(crate) wires: &'a DrawnPaths,
}

/// A cost in thousandths with its weighted share.
pub(crate) fn units(cost: i64, weight: i64) -> i64 {
    cost * CHANGE + cost * weight * WEIGHTED / 1_000_000
}

impl MatchProblem<'_> {
    pub(crate) fn parts(&self) -> usize {
        self.reference.parts.len()
    }

    pub(crate) fn boxes(&self) -> usize {
        self.wires.len()
    }

    /// What a part costs that this box or nobody plays. Whoever plays a part is no extra box.
    pub(crate) fn part_cost(&self, part: usize, player: Option<usize>) -> i64 {
        let weight = self.reference.parts[part].weight;
        let Some(node) = player else {
            return units(UNPLAYED, weight);
        };
        let gap = i64::from(self.fits.name_gap(part, node));
        let evidence = self.fits.evidence(part, node);
        units(self.fits.cost(part, node), weight) + gap - units(EXTRA + evidence, 0)
    }

    /// What a connection costs between these two.
    pub(crate) fn link_cost(&self, link: usize, from: Option<usize>, to: Option<usize>) -> i64 {
        let link = &self.reference.links[link];
        let cost = match (from, to) {
            (Some(from), Some(to)) => link.cost_between(self.wires, from, to),
            _ => MISSING,
        };
        units(cost, self.reference.weight_of(link))
    }

    /// What it costs that each part is played by one box at most.
    pub(crate) fn total(&self, players: &[Option<usize>]) -> i64 {
        let parts = players.iter().enumerate();
        let parts: i64 = parts.map(|(part, &node)| self.part_cost(part, node)).sum();
        let links = self.reference.links.iter().enumerate();
        let links: i64 = links
            .map(|(index, link)| self.link_cost(index, players[link.from], players[link.to]))
            .sum();
        parts + links
    }
}
