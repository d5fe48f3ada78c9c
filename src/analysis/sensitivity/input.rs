//! The inputs of an estimate and how far off each may be.

use serde::Serialize;

use crate::analysis::graph::{Graph, Node};
use crate::analysis::performance::estimate::Estimate;
use crate::analysis::performance::what_if::WhatIf;
use crate::model::{Design, Edit, Id, Role, format};

/// What an input measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Times the traffic of the prompt.
    Traffic,
    /// Calls a second that one instance takes (rps).
    Capacity,
    /// The median time of service (ms); the 99th percentile goes along.
    ServiceTime,
    /// The share of reads that a cache answers, 0 to 1.
    HitRatio,
    /// The part of the time in which one instance works, 0 to 1.
    Availability,
    /// USD a month.
    Cost,
}

impl Quantity {
    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Traffic => "traffic",
            Self::Capacity => "capacity of an instance",
            Self::ServiceTime => "service time",
            Self::HitRatio => "hit ratio",
            Self::Availability => "availability",
            Self::Cost => "price",
        }
    }

    /// A value of it as text, with its unit.
    #[must_use]
    pub fn format(self, value: f64) -> String {
        match self {
            Self::Traffic => format::factor(value),
            Self::Capacity => format::short_rate(value),
            Self::ServiceTime => format::duration(value),
            Self::HitRatio | Self::Availability => format::percent_of_time(value),
            Self::Cost => format::dollars(value),
        }
    }
}

/// One input with its range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UncertainInput {
    /// Of which component; none for the traffic.
    pub component: Option<Id>,
    /// What it measures.
    pub quantity: Quantity,
    /// As the estimate takes it.
    pub now: f64,
    /// The low end of its range.
    pub low: f64,
    /// The high end of its range.
    pub high: f64,
    /// The user has set it.
    pub own: bool,
    /// Times the median that the 99th percentile is; for service times only.
    #[serde(skip)]
    tail: f64,
}

/// How far traffic may be off either way: the peak of a day is two to three times its mean, and plans are seldom better.
const TRAFFIC: f64 = 2.0;
/// How far a number that the user has set may be off either way: about what load tests repeat within.
const OWN: f64 = 1.2;
/// How far a service time of the catalogue may be off either way: sources differ by about as much.
const SERVICE: f64 = 2.0;
/// Times the cautious default that a capacity may be where only one figure was found: sources differ five to ten times.
const CAPACITY: f64 = 5.0;
/// How far the time without a component may be off either way.
const DOWNTIME: f64 = 3.0;
/// Prices by region, contract and volume differ about so much, down and up.
const PRICE: (f64, f64) = (0.7, 1.5);
/// By how much the answers of a cache may differ from what was taken for granted, down and up; own judgment.
const HITS: (f64, f64) = (0.3, 0.15);

impl UncertainInput {
    /// The value at a place of the range, 0 at the low and 1 at the high end; evenly spread over its logarithm, since
    /// inputs are off by factors: of an availability it is the time without it.
    pub(super) fn at(&self, place: f64) -> f64 {
        let spread = self.high - self.low;
        match self.quantity {
            Quantity::Availability if self.high < 1.0 => {
                let (most, least) = (1.0 - self.low, 1.0 - self.high);
                1.0 - most * libm::pow(least / most, place)
            }
            Quantity::HitRatio | Quantity::Availability => self.low + spread * place,
            _ if self.low > 0.0 => self.low * libm::pow(self.high / self.low, place),
            _ => self.low + spread * place,
        }
    }

    /// Takes a value in place of the one now.
    pub(super) fn set(&self, value: f64, design: &mut Design, what_if: &mut WhatIf) {
        let Some((id, component)) = self
            .component
            .and_then(|id| Some((id, design.component(id)?)))
        else {
            what_if.traffic = value;
            return;
        };
        let mut component = component.clone();
        let numbers = &mut component.overrides;
        match self.quantity {
            Quantity::Capacity => numbers.capacity = Some(value),
            Quantity::ServiceTime => {
                numbers.latency_p50 = Some(value);
                numbers.latency_p99 = Some(value * self.tail);
            }
            Quantity::HitRatio => numbers.hit_ratio = Some(value),
            Quantity::Availability => numbers.availability = Some(value),
            Quantity::Traffic | Quantity::Cost => {}
        }
        let _never_refused = design.apply(Edit::PutComponent(id, component));
    }
}

/// The inputs that a result may hang on: those of every component that some flow uses.
pub(super) fn inputs(analysis: &Graph, found: &Estimate) -> Vec<UncertainInput> {
    let mut inputs = vec![UncertainInput {
        component: None,
        quantity: Quantity::Traffic,
        now: found.traffic,
        low: found.traffic / TRAFFIC,
        high: found.traffic * TRAFFIC,
        own: false,
        tail: 1.0,
    }];
    for (node, numbers) in analysis.nodes().zip(&found.components) {
        if node.role() == Role::Client {
            continue;
        }
        let gains = |id: Id| {
            let mut all = found.flows.iter().filter_map(|f| f.availability.as_ref());
            all.any(|a| a.gains.iter().any(|(known, _)| *known == id))
        };
        if numbers.rps > 0.0 {
            inputs.extend(capacity(node));
            inputs.extend(service_time(node));
            inputs.extend(hit_ratio(node));
        }
        if gains(node.id) {
            inputs.extend(availability(node));
        }
        inputs.extend(cost(node, numbers.monthly_cost));
    }
    inputs
}

fn input(
    node: &Node,
    quantity: Quantity,
    own: bool,
    range: (f64, f64, f64),
) -> Option<UncertainInput> {
    let (low, now, high) = range;
    (high > low).then_some(UncertainInput {
        component: Some(node.id),
        quantity,
        now,
        low,
        high,
        own,
        tail: 1.0,
    })
}

fn capacity(node: &Node) -> Option<UncertainInput> {
    let now = node.capacity_of_one()?;
    let own = node.component.overrides.capacity.is_some();
    let (low, high) = if own {
        (now / OWN, now * OWN)
    } else {
        let figure = node.effective_kind.capacity.as_ref()?;
        let low = figure.low.unwrap_or(figure.value / OWN);
        let high = figure.high.unwrap_or(figure.value * CAPACITY);
        let size = node.size_of_usual();
        (low / size, high / size)
    };
    input(node, Quantity::Capacity, own, (low, now, high))
}

fn service_time(node: &Node) -> Option<UncertainInput> {
    let (p50, p99) = node.latency();
    let own = node.component.overrides.latency_p50.is_some();
    let factor = if own { OWN } else { SERVICE };
    let range = (p50 / factor, p50, p50 * factor);
    let found = input(node, Quantity::ServiceTime, own, range)?;
    Some(UncertainInput {
        tail: p99 / p50,
        ..found
    })
}

fn hit_ratio(node: &Node) -> Option<UncertainInput> {
    let now = node.hit_ratio()?;
    let own = node.component.overrides.hit_ratio.is_some();
    let (down, up) = if own { (0.1, 0.05) } else { HITS };
    let range = ((now - down).max(0.0), now, (now + up).min(0.99).max(now));
    input(node, Quantity::HitRatio, own, range)
}

fn availability(node: &Node) -> Option<UncertainInput> {
    let own = node.component.overrides.availability.is_some();
    let now =
        (node.component.overrides.availability).unwrap_or(node.effective_kind.availability.value);
    let off = |factor: f64| (1.0 - (1.0 - now) * factor).clamp(0.0, 1.0);
    let factor = if own { OWN } else { DOWNTIME };
    let range = (off(factor), now, off(1.0 / factor));
    input(node, Quantity::Availability, own, range)
}

fn cost(node: &Node, now: f64) -> Option<UncertainInput> {
    let own = node.component.overrides.monthly_cost.is_some();
    let (down, up) = if own { (1.0 / OWN, OWN) } else { PRICE };
    input(node, Quantity::Cost, own, (now * down, now, now * up))
}
