//! What a design costs a month: so much for each instance, so much for what passes through it, and so much for what it
//! sends.
//!
//! Data kept is not counted, since no prompt says how much each store keeps; a store's price holds its usual disks.

use serde::Serialize;

use super::super::context::{Context, Node};
use super::transfer::{Amounts, Sent};

/// The average traffic of a month as a part of that at the peak hour: traffic that follows people's days peaks at two to
/// three times its mean; own judgement.
const MEAN_OF_PEAK: f64 = 0.4;
/// Seconds of a month of 30.44 days.
const SECONDS: f64 = 2_629_800.0;
/// What comes in a month for each that comes in a second of the peak hour.
pub(super) const MONTH_OF_PEAK: f64 = MEAN_OF_PEAK * SECONDS;

/// USD per GB from one region to another: Amazon EC2 price page, us-east-1, 2026-06; to far regions up to 0.08.
const BETWEEN_REGIONS: f64 = 0.02;
/// USD per GB between zones of a region: 0.01 for whoever sends and 0.01 for whoever gets it, Amazon EC2 price page,
/// 2026-06.
const BETWEEN_ZONES: f64 = 0.02;

/// What one component costs a month, by what it is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Cost {
    /// Its instances (USD).
    pub instances: f64,
    /// The calls that it gets (USD).
    pub calls: f64,
    /// What it sends to users (USD).
    pub sent: f64,
    /// How much that is (GB).
    pub gigabytes: f64,
    /// What it sends to other regions and zones (USD).
    pub crossing: f64,
}

impl Cost {
    /// All of it (USD a month).
    #[must_use]
    pub fn whole(&self) -> f64 {
        self.instances + self.calls + self.sent + self.crossing
    }
}

/// What each instance costs a month (USD).
pub(super) fn cost_of_one(node: &Node) -> f64 {
    let own = node.component.numbers.monthly_cost;
    own.unwrap_or(node.plays.monthly_cost.value)
}

/// What a million calls cost beside the instances (USD).
pub(super) fn by_use_of(node: &Node) -> f64 {
    // Own figures per instance are taken to hold all.
    match node.component.numbers.monthly_cost {
        Some(_) => 0.0,
        None => node
            .plays
            .cost_per_million
            .as_ref()
            .map_or(0.0, |figure| figure.value),
    }
}

/// What sending so much to users costs beside the instances (USD a month).
fn by_gigabytes_of(node: &Node, gigabytes: f64) -> f64 {
    match node.component.numbers.monthly_cost {
        Some(_) => 0.0,
        None => node.plays.cost_of_gb(gigabytes),
    }
}

/// Whether what a component sends to users is on its bill.
pub(super) fn pays_by_gigabyte(context: &Context, node: usize) -> bool {
    let node = &context.nodes[node];
    node.component.numbers.monthly_cost.is_some() || node.plays.cost_per_gb.is_some()
}

/// What one component costs with so many instances, for a load at the peak hour (rps) and what it sends.
fn cost(node: &Node, instances: f64, peak_rps: f64, sent: &Amounts) -> Cost {
    Cost {
        instances: cost_of_one(node) * instances,
        calls: by_use_of(node) * peak_rps * MONTH_OF_PEAK / 1e6,
        sent: by_gigabytes_of(node, sent.users),
        gigabytes: sent.users,
        crossing: sent.regions * BETWEEN_REGIONS + sent.zones * BETWEEN_ZONES,
    }
}

/// What all components cost a month, by component.
pub(in crate::analysis) fn costs(context: &Context, loads: &[f64], sent: &Sent) -> Vec<Cost> {
    let nodes = context.nodes.iter().zip(loads).zip(&sent.0);
    nodes
        .map(|((node, &load), sent)| cost(node, f64::from(node.component.replicas), load, sent))
        .collect()
}

/// What all of it costs (USD a month).
pub(in crate::analysis) fn sum(costs: &[Cost]) -> f64 {
    costs.iter().map(Cost::whole).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{WhatIf, estimate};
    use crate::scenario::builtin;

    #[test]
    fn budgets_leave_room_but_not_much() {
        for prompt in builtin() {
            let Some(budget) = prompt.targets.monthly_budget else {
                continue;
            };
            let cost = |accepted: &crate::scenario::AcceptedDesign| {
                estimate(&accepted.design, Some(prompt), &WhatIf::default()).monthly_cost
            };
            let dearest = prompt.designs.iter().map(cost).fold(0.0, f64::max);
            assert!(dearest <= budget, "{}: {dearest} of {budget}", prompt.id);
            assert!(
                dearest >= 0.6 * budget,
                "{}: {dearest} of {budget}",
                prompt.id
            );
        }
    }
}
