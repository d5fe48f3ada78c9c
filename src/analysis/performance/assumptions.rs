//! What numbers rest on although the drawing does not say it, so that whoever shows a number can say so.

use serde::Serialize;

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{CallFrequency, LinkMap};
use crate::analysis::performance::call_resolver::RARELY;
use crate::model::{Design, Id, format};
use crate::scenario::USUAL_PEAK;

/// A share of its caller's calls that a connection is taken to get although nobody has written one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CallAssumption {
    /// Which connection.
    pub connection: Id,
    /// The share, 0 to 1.
    pub share: f64,
    /// Whether its label says that it is seldom; otherwise the nearest accepted design has the share.
    pub by_label: bool,
}

impl CallAssumption {
    /// What is assumed, why, and how to say better.
    #[must_use]
    pub fn describe(&self, design: &Design) -> String {
        let connection = design.connection(self.connection);
        let name = connection.map_or_else(String::new, |one| design.connection_name(one, " > "));
        let label = connection.map_or("", |one| one.label.as_str());
        let why = if self.by_label {
            format!("\"{label}\" does not say how often")
        } else {
            "the nearest accepted design has that share".to_owned()
        };
        let percent = format::percent(self.share);
        format!(
            "{name} gets {percent} of its caller's calls: {why}. Write your share on the connection, such as 5%."
        )
    }
}

/// How the bill of a drawing without a prompt hangs on the peak: what is paid by use is paid for the mean of a month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PeakAssumption {
    /// Times the mean that the peak hour is taken to be.
    pub times: f64,
    /// Whether the drawing says so; otherwise it is our default.
    pub own: bool,
    /// USD a month if the peak were [`LOWEST_PEAK`] times the mean.
    pub cost_if_flat: f64,
    /// USD a month if it were [`HIGHEST_PEAK`] times.
    pub cost_if_steep: f64,
}

impl PeakAssumption {
    /// What is assumed, what it changes, and how to say better.
    #[must_use]
    pub fn describe(&self) -> String {
        let whose = if self.own {
            "as the drawing says"
        } else {
            "our default; add a line such as `peak 4` for your figure"
        };
        format!(
            "Usage is billed for the monthly average, and the peak is {} the average ({whose}). If the peak were {} the average, a month would cost {}; at {}, {}.",
            format::times(self.times),
            format::times(LOWEST_PEAK),
            format::usd(self.cost_if_flat),
            format::times(HIGHEST_PEAK),
            format::usd(self.cost_if_steep),
        )
    }
}

/// Traffic that hardly follows people's days: machines that report around the clock; own judgment.
pub const LOWEST_PEAK: f64 = 1.5;
/// Traffic that comes all at once, as for a shop of one country that sells in the evening; own judgment.
pub const HIGHEST_PEAK: f64 = 10.0;

/// The links that carry something by a share that is assumed.
pub(super) fn assumed_calls(traced: &TracedFlows, carried: &LinkMap<f64>) -> Vec<CallAssumption> {
    let links = traced.links().filter(|link| carried[link.index] > 0.0);
    let assumed = links.filter_map(|link| {
        let is_passed_by = |flow: &FlowTrace| {
            let mut ends = flow.ends.iter();
            flow.rps > 0.0 && !ends.any(|end| end.candidates.contains(&link.to))
        };
        let is_seldom = traced.frequency(link) == CallFrequency::Seldom;
        let by_label =
            is_seldom && !link.says_how_seldom() && traced.flows.iter().any(is_passed_by);
        let copied = traced.assumed_share[link.index];
        let share = copied.or(by_label.then_some(RARELY))?;
        Some(CallAssumption {
            connection: link.id,
            share,
            by_label: copied.is_none(),
        })
    });
    assumed.collect()
}

/// What the bill hangs on where no prompt says how high the peak is: `cost_of` says what so many times the usage costs.
pub(super) fn peak_assumption(
    traced: &TracedFlows,
    cost_of: impl Fn(f64) -> f64,
) -> Option<PeakAssumption> {
    let brings = traced.flows.iter().any(|flow| flow.rps > 0.0);
    let own = traced.design.peak();
    let times = own.unwrap_or(USUAL_PEAK);
    (traced.scenario.is_none() && brings).then(|| PeakAssumption {
        times,
        own: own.is_some(),
        cost_if_flat: cost_of(times / LOWEST_PEAK),
        cost_if_steep: cost_of(times / HIGHEST_PEAK),
    })
}
