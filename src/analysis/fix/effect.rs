//! What a change does to the numbers: the score, the money, how long requests take, how long they fail. Apart from fixes,
//! since a plan of several has an effect too.

use std::cmp::Ordering;

use serde::Serialize;

use crate::analysis::performance::estimate::{Estimate, FlowEstimate};
use crate::analysis::report::{FlowReport, FlowState, Report};
use crate::model::format;

/// What a change does to the numbers of a drawing, at the traffic of the prompt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Points of the score that it brings.
    pub score: i32,
    /// What it adds to the bill (USD a month); negative where it saves.
    pub monthly_cost: f64,
    /// How long the flow takes that it changes most; none where it changes none.
    pub latency: Option<LatencyChange>,
    /// What it adds to the time in which the critical flow that is down longest does not work (minutes a year); none
    /// where no critical flow has a figure before and after.
    pub downtime: Option<f64>,
}

/// How long one flow takes before and after a change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LatencyChange {
    /// The flow's name.
    pub flow: String,
    /// 99 of 100 requests stayed below (ms); none where something could not keep up.
    pub before: Option<f64>,
    /// 99 of 100 requests stay below (ms); none where something cannot keep up.
    pub after: Option<f64>,
}

impl LatencyChange {
    /// What it adds (ms); infinite where the flow begins to wait without end, or ends to.
    fn added(&self) -> f64 {
        let [before, after] = [self.before, self.after].map(|ms| ms.unwrap_or(f64::INFINITY));
        if before.total_cmp(&after).is_eq() {
            0.0
        } else {
            after - before
        }
    }
}

/// What the best fix is the best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FixOrder {
    /// It brings the most points.
    #[default]
    Score,
    /// It costs least, or saves most.
    Cost,
    /// It makes a flow quicker by most.
    Latency,
    /// It makes the weakest critical flow fail less by most.
    Availability,
}

impl FixOrder {
    /// All of them with what the interface calls them.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Score, "Score"),
        (Self::Cost, "Cost"),
        (Self::Latency, "Latency"),
        (Self::Availability, "Availability"),
    ];
}

impl Effect {
    /// The way from one report with its numbers to another.
    pub(crate) fn between(before: (&Report, &Estimate), after: (&Report, &Estimate)) -> Self {
        let (flows, [then, now]) = (&before.0.flows, [before.1, after.1]);
        Self {
            score: after.0.score.total as i32 - before.0.score.total as i32,
            monthly_cost: rounded(now.monthly_cost - then.monthly_cost),
            latency: latency(flows, then, now),
            downtime: downtime(flows, then, now),
        }
    }

    /// How good it is in one respect; the more the better, nothing changed is 0.
    #[must_use]
    pub fn gain(&self, order: FixOrder) -> f64 {
        // Adding 0 turns -0 into 0, so that nothing and nothing are equal in a total order.
        0.0 + match order {
            FixOrder::Score => f64::from(self.score),
            FixOrder::Cost => -self.monthly_cost,
            FixOrder::Latency => -self.latency.as_ref().map_or(0.0, LatencyChange::added),
            FixOrder::Availability => -self.downtime.unwrap_or(0.0),
        }
    }

    /// Better first.
    pub(crate) fn compare(&self, other: &Self, order: FixOrder) -> Ordering {
        other.gain(order).total_cmp(&self.gain(order))
    }

    /// "Score 62 → 71", "+$70 a month", "p99 −40 ms", "3.5 h less downtime a year": the way to this score, and what else
    /// changes enough to be worth a word.
    pub(crate) fn describe(&self, score: u32) -> Vec<String> {
        let before = i64::from(score) - i64::from(self.score);
        let score = if self.score == 0 {
            format!("Score stays {before}")
        } else {
            format!("Score {before} → {score}")
        };
        let cost = self.monthly_cost;
        let cost = (cost.abs() >= 0.5).then(|| format!("{} a month", format::signed_dollars(cost)));
        let latency = self.latency.as_ref().and_then(describe_latency);
        let downtime = self.downtime.filter(|minutes| minutes.abs() >= 1.0);
        let downtime = downtime.map(|minutes| {
            let than = if minutes < 0.0 { "less" } else { "more" };
            format!("{} {than} downtime a year", format::minutes(minutes.abs()))
        });
        [Some(score), cost, latency, downtime]
            .into_iter()
            .flatten()
            .collect()
    }
}

fn describe_latency(change: &LatencyChange) -> Option<String> {
    match (change.before, change.after) {
        (None, None) => None,
        (None, Some(after)) => Some(format!(
            "p99 {} instead of never finishing",
            format::duration_in_whole_ms(after)
        )),
        (Some(_), None) => Some("requests never finish".to_owned()),
        (Some(_), Some(_)) => {
            let added = change.added();
            let sign = if added < 0.0 { "−" } else { "+" };
            (added.abs() >= 0.5)
                .then(|| format!("p99 {sign}{}", format::duration_in_whole_ms(added.abs())))
        }
    }
}

/// To a thousandth, so that what sums leave over in the last digits is no change; never -0.
fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3 + 0.0
}

/// The flow whose slow requests change most; of equals a critical one, and then the one that is worst against its target.
fn latency(flows: &[FlowReport], before: &Estimate, after: &Estimate) -> Option<LatencyChange> {
    let arrives = |flow: &FlowEstimate| flow.state != FlowState::Down;
    let p99 = |flow: &FlowEstimate| Some(rounded(flow.latency.as_ref()?.p99));
    let both = before.flows.iter().zip(&after.flows);
    let both = both.filter(|(then, now)| arrives(then) && arrives(now));
    let changes = both.map(|(then, now)| {
        let critical = flows.iter().any(|flow| flow.id == then.id && flow.critical);
        let over = p99(then).zip(then.latency_target);
        let over = over.map_or(0.0, |(p99, target)| p99 / target.max(f64::MIN_POSITIVE));
        let change = LatencyChange {
            flow: then.name.clone(),
            before: p99(then),
            after: p99(now),
        };
        (change.added(), critical, over, change)
    });
    let changed = changes.filter(|(added, ..)| added.abs() > 0.0);
    // The first of equals: `max_by` alone would give the last.
    let most = changed.reduce(|best, next| {
        let more = next.0.abs().total_cmp(&best.0.abs());
        let more = more.then(next.1.cmp(&best.1));
        let more = more.then(next.2.total_cmp(&best.2));
        if more.is_gt() { next } else { best }
    });
    most.map(|(.., change)| change)
}

/// How much longer the critical flow is down that is down longest, among those with a figure before and after.
fn downtime(flows: &[FlowReport], before: &Estimate, after: &Estimate) -> Option<f64> {
    let minutes = |flow: &FlowEstimate| Some(flow.availability.as_ref()?.minutes_a_year);
    let both = before.flows.iter().zip(&after.flows);
    let critical =
        both.filter(|(then, _)| flows.iter().any(|flow| flow.id == then.id && flow.critical));
    let known = critical.filter_map(|(then, now)| Some((minutes(then)?, minutes(now)?)));
    let longest = known.reduce(|most, next| (most.0.max(next.0), most.1.max(next.1)));
    longest.map(|(then, now)| rounded(now - then))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::example_prompt;
    use crate::analysis::{WhatIf, analyze, estimate};
    use crate::model::parse_notation;

    fn effect(before: &str, after: &str) -> Effect {
        let prompt = Some(example_prompt());
        let [before, after] = [before, after].map(|text| {
            let design = parse_notation(text).unwrap().design;
            let found = estimate(&design, prompt, &WhatIf::default());
            (analyze(&design, prompt), found)
        });
        Effect::between((&before.0, &before.1), (&after.0, &after.1))
    }

    fn album(api: &str) -> String {
        format!(
            "users -> load_balancer -> api\nusers: client\napi: service {api}\napi -> albums\nalbums: sql x2"
        )
    }

    #[test]
    fn nothing_changed_is_nothing() {
        let same = effect(&album("x4"), &album("x4"));
        assert_eq!((same.score, same.latency.clone()), (0, None));
        assert_eq!(same.describe(40), ["Score stays 40"]);
        for (order, _) in FixOrder::ALL {
            assert!(same.gain(order).total_cmp(&0.0).is_eq(), "{order:?}");
        }
    }

    #[test]
    fn another_instance_costs_money_and_gains_time() {
        let more = effect(&album("x1"), &album("x2"));
        assert!(more.monthly_cost > 0.0 && more.gain(FixOrder::Cost) < 0.0);
        assert!(more.downtime.is_some_and(|minutes| minutes < 0.0));
        assert!(more.gain(FixOrder::Availability) > 0.0);
        let back = effect(&album("x2"), &album("x1"));
        assert!((more.monthly_cost + back.monthly_cost).abs() < 1e-9);
        assert!(more.compare(&back, FixOrder::Availability).is_lt());
        assert!(more.compare(&back, FixOrder::Cost).is_gt());
    }

    #[test]
    fn answers_that_come_again_gain_more_than_any_time() {
        let again = effect(&album("x4 capacity=1"), &album("x4"));
        assert_eq!(again.latency.as_ref().unwrap().before, None);
        assert!(again.gain(FixOrder::Latency).is_infinite());
        assert!(
            again
                .describe(40)
                .iter()
                .any(|said| said.starts_with("p99 "))
        );
        let quicker = effect(&album("x4 p50=50 p99=90"), &album("x4 p50=5 p99=9"));
        assert!(quicker.gain(FixOrder::Latency) > 0.0);
        assert!(again.compare(&quicker, FixOrder::Latency).is_lt());
    }

    #[test]
    fn is_said_in_words() {
        let effect = Effect {
            score: 9,
            monthly_cost: 70.2,
            latency: Some(LatencyChange {
                flow: "Read".to_owned(),
                before: Some(120.0),
                after: Some(80.0),
            }),
            downtime: Some(-210.4),
        };
        let said = effect.describe(71).join(" · ").replace('\u{a0}', " ");
        assert_eq!(
            said,
            "Score 62 → 71 · +$70 a month · p99 −40 ms · 3.5 h less downtime a year"
        );
    }
}
