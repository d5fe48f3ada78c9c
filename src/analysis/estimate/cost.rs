//! What a design costs a month: so much for each instance, and so much for what passes through it.

use super::super::context::Context;
use super::super::context::Node;

/// The average traffic of a month as a part of that at the peak hour: traffic that follows people's days peaks at two to
/// three times its mean; own judgement.
const MEAN_OF_PEAK: f64 = 0.4;
/// Seconds of a month of 30.44 days.
const SECONDS: f64 = 2_629_800.0;

/// What one component costs a month (USD), for a load at the peak hour (rps).
pub(super) fn monthly(node: &Node, peak_rps: f64) -> f64 {
    let fixed = cost_of_one(node) * f64::from(node.component.replicas);
    fixed + by_use_of(node) * peak_rps * MEAN_OF_PEAK * SECONDS / 1e6
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

/// What all components cost a month (USD), by component.
pub(in crate::analysis) fn costs(context: &Context, loads: &[f64]) -> Vec<f64> {
    let nodes = context.nodes.iter().zip(loads);
    nodes.map(|(node, &load)| monthly(node, load)).collect()
}
