//! What a twist makes of a prompt.

use super::twist::TargetChange;
use super::types::Scenario;

impl TargetChange {
    /// The prompt with the change.
    #[must_use]
    pub fn apply(&self, scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        match self {
            Self::Latency { flow, p99_ms } => {
                for one in changed.flows.iter_mut().filter(|one| one.id == *flow) {
                    one.latency_p99_ms = Some(*p99_ms);
                }
            }
            Self::Traffic(times) => {
                for flow in &mut changed.flows {
                    flow.rps *= times;
                }
            }
            Self::Availability(part) => changed.targets.availability = *part,
            Self::Budget(monthly) => changed.targets.monthly_budget = Some(*monthly),
            Self::RegionLoss => changed.targets.survives_region_loss = true,
        }
        changed
    }

    /// Why a prompt cannot have it: a flow that it does not have, or a number that makes no sense.
    pub(super) fn find_problem(&self, scenario: &Scenario) -> Option<String> {
        let known = |flow: &str| scenario.flows.iter().any(|one| one.id == flow);
        let sound = |value: f64| value.is_finite() && value > 0.0;
        match self {
            Self::Latency { flow, .. } if !known(flow) => Some(format!(
                "`{flow}` is not a flow: name a flow of this prompt"
            )),
            Self::Latency { p99_ms: value, .. } | Self::Traffic(value) | Self::Budget(value)
                if !sound(*value) =>
            {
                Some("the number must be finite and above 0".to_owned())
            }
            Self::Availability(part) if !(0.0..1.0).contains(part) => {
                Some("availability must be 0 or more and below 1: 0.999 for 99.9%".to_owned())
            }
            _ => None,
        }
    }
}
