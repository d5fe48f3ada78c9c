//! What a component is paid for, and how much of a month at the peak a month is.

use crate::analysis::graph::Node;
use crate::model::{Design, Figure, Kind};

/// The average traffic of a month as a part of that at the peak hour: traffic that follows people's days peaks at two to
/// three times its mean; own judgement.
const MEAN_OF_PEAK: f64 = 0.4;
/// Seconds of a month of 30.44 days.
const SECONDS: f64 = 2_629_800.0;
/// What comes in a month for each that comes in a second of the peak hour.
pub(crate) const MONTH_OF_PEAK: f64 = MEAN_OF_PEAK * SECONDS;

/// What a component is paid for: by its own number, else by the drawing's price for its kind, else by the catalogue's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EffectivePrice {
    /// Each instance (USD a month).
    pub(crate) instance: f64,
    /// A million calls (USD), beside the instances.
    pub(crate) million_calls: f64,
    /// What it sends to users.
    gigabytes: TransferPrice,
}

/// How what is sent to users is paid.
#[derive(Debug, Clone, Copy)]
enum TransferPrice {
    /// With the instances.
    Held,
    /// The same for each GB (USD).
    Flat(f64),
    /// In the catalogue's tiers.
    Listed(&'static Kind),
    /// By somebody else.
    None,
}

impl EffectivePrice {
    pub(crate) fn of(design: &Design, node: &Node) -> Self {
        // Own figures per instance are taken to hold all.
        if let Some(all) = node.component.overrides.monthly_cost {
            return Self {
                instance: all,
                million_calls: 0.0,
                gigabytes: TransferPrice::Held,
            };
        }
        let kind = node.effective_kind;
        let own = design.prices().get(&kind.id).copied().unwrap_or_default();
        let listed = |figure: &Option<Figure>| figure.as_ref().map_or(0.0, |f| f.value);
        Self {
            instance: own.monthly.unwrap_or(kind.monthly_cost.value),
            million_calls: own
                .per_million
                .unwrap_or_else(|| listed(&kind.cost_per_million)),
            gigabytes: match own.per_gb {
                Some(price) => TransferPrice::Flat(price),
                None if kind.cost_per_gb.is_some() => TransferPrice::Listed(kind),
                None => TransferPrice::None,
            },
        }
    }

    /// Whether what the component sends to users is on its bill.
    pub(crate) fn holds_gigabytes(&self) -> bool {
        !matches!(self.gigabytes, TransferPrice::None)
    }

    /// What sending so much to users costs (USD).
    pub(crate) fn of_sent(&self, gigabytes: f64) -> f64 {
        match self.gigabytes {
            TransferPrice::Held | TransferPrice::None => 0.0,
            TransferPrice::Flat(price) => price * gigabytes,
            TransferPrice::Listed(kind) => kind.cost_of_gb(gigabytes),
        }
    }
}
