//! A figure of the check that must not become worse.

use super::proportion::Proportion;

/// A figure that must not become worse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeptFigure {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// Whether more is better.
    pub higher_is_better: bool,
}

impl KeptFigure {
    /// A share of which more is better; the whole where there is nothing to share.
    #[must_use]
    pub fn higher(name: &'static str, proportion: Proportion) -> Self {
        Self {
            name,
            value: proportion.share().unwrap_or(1.0),
            higher_is_better: true,
        }
    }

    /// A figure of which less is better.
    #[must_use]
    pub fn lower(name: &'static str, value: f64) -> Self {
        Self {
            name,
            value,
            higher_is_better: false,
        }
    }

    /// Whether it is worse than a value that was kept with four digits.
    #[must_use]
    pub fn is_worse_than(&self, kept: f64) -> bool {
        let gain = if self.higher_is_better {
            self.rounded() - kept
        } else {
            kept - self.rounded()
        };
        gain < -1e-9
    }

    /// Its value with four digits, which tells apart counts of some thousands.
    #[must_use]
    pub fn rounded(&self) -> f64 {
        (self.value * 1e4).round() / 1e4
    }
}
