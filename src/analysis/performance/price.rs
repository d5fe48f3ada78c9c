//! What a component is paid for, and how much a month is of a month at the peak.

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::Node;
use crate::model::{Design, Figure, Kind};
use crate::scenario::{Flow, USUAL_PEAK};

/// Seconds of a month of 30.44 days.
const SECONDS: f64 = 2_629_800.0;

/// What comes in a month for each that comes in a second of the peak hour: by the flow's own peak, else by the prompt's or,
/// without a prompt, the drawing's.
pub(crate) fn month_of_peak(traced: &TracedFlows, flow: Option<&Flow>) -> f64 {
    let of_flow = flow.and_then(|flow| flow.peak_over_mean);
    let of_prompt = traced.scenario.map(|prompt| prompt.targets.peak_over_mean);
    let peak = of_flow.or(of_prompt).or(traced.design.peak());
    SECONDS / peak.unwrap_or(USUAL_PEAK).max(1.0)
}

/// What a component is paid for: by its own number, else by the drawing's price for its kind, else by the catalogue's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EffectivePrice {
    /// Each instance (USD a month).
    pub(crate) instance: f64,
    /// Calls, beside the instances.
    calls: CallPrice,
    /// Each million calls that write, where they have a price of their own; 0 where not (USD).
    million_writes: f64,
    /// Each GB that is kept for a month (USD).
    kept_gigabyte: f64,
    /// What it sends to users.
    gigabytes: TransferPrice,
}

/// How calls are paid.
#[derive(Debug, Clone, Copy)]
enum CallPrice {
    /// The same for each million (USD).
    Flat(f64),
    /// In the catalogue's tiers.
    Listed(&'static Kind),
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
                calls: CallPrice::Flat(0.0),
                million_writes: 0.0,
                kept_gigabyte: 0.0,
                gigabytes: TransferPrice::Held,
            };
        }
        let kind = node.effective_kind;
        let own = design.prices().get(&kind.id).copied().unwrap_or_default();
        let listed = |figure: &Option<Figure>| figure.as_ref().map_or(0.0, |f| f.value);
        let unit = kind.unit.as_ref();
        let by_work = unit.and_then(|unit| unit.cost_of_million_calls(node.call_size));
        Self {
            instance: own.monthly.unwrap_or(kind.monthly_cost.value),
            calls: match own.per_million.or(by_work) {
                Some(price) => CallPrice::Flat(price),
                None => CallPrice::Listed(kind),
            },
            million_writes: match own.per_million {
                Some(_) => 0.0,
                None => listed(&kind.cost_per_million_writes),
            },
            kept_gigabyte: listed(&kind.cost_per_gb_kept),
            gigabytes: match own.per_gb {
                Some(price) => TransferPrice::Flat(price),
                None if kind.cost_per_gb.is_some() => TransferPrice::Listed(kind),
                None => TransferPrice::None,
            },
        }
    }

    /// What so many million calls a month cost, of which so many write (USD).
    pub(crate) fn of_calls(&self, millions: f64, writes: f64) -> f64 {
        let has_own = self.million_writes > 0.0;
        let (others, writes) = if has_own {
            (millions - writes, writes)
        } else {
            (millions, 0.0)
        };
        let others = match self.calls {
            CallPrice::Flat(price) => price * others,
            CallPrice::Listed(kind) => kind.cost_of_millions(others),
        };
        others + self.million_writes * writes
    }

    /// What the first million calls of a month cost (USD).
    pub(crate) fn million_calls(&self) -> f64 {
        self.of_calls(1.0, 0.0)
    }

    /// What keeping so much for a month costs (USD).
    pub(crate) fn of_kept(&self, gigabytes: f64) -> f64 {
        self.kept_gigabyte * gigabytes
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
