//! Prices that a drawing sets for kinds, in place of the catalogue's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limits::MAX_PRICE;

/// Prices of the user's own for one kind, in place of the catalogue's; what is not set stays as the catalogue has it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceOverride {
    /// USD per instance and month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly: Option<f64>,
    /// USD per million calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_million: Option<f64>,
    /// USD per GB sent to users, the same for any amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_gb: Option<f64>,
}

impl PriceOverride {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether everything that is set is a price: 0 to [`MAX_PRICE`].
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let all = [self.monthly, self.per_million, self.per_gb];
        let is_price = |price: f64| (0.0..=MAX_PRICE).contains(&price);
        all.into_iter().flatten().all(is_price)
    }

    /// This price, and another where nothing is set.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            monthly: self.monthly.or(other.monthly),
            per_million: self.per_million.or(other.per_million),
            per_gb: self.per_gb.or(other.per_gb),
        }
    }
}

/// Prices of the user's own by the id of the kind.
pub type Prices = BTreeMap<String, PriceOverride>;
