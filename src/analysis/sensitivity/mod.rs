//! How sure the numbers are: every input is a range, and this says which of them changes a verdict.
//!
//! Each input is tried at both ends of its range while the others stay (a tornado diagram; Howard, "Decision Analysis:
//! Practice and Promise", 1988), and then all of them are drawn at random together. One trial is one estimate, so a study
//! is done trial by trial: a window does a few between two frames.

mod input;

use serde::Serialize;

use crate::analysis::performance::estimate::{Estimate, estimate, estimate_traced};
use crate::analysis::performance::what_if::WhatIf;
use crate::analysis::report::FlowState;
use crate::analysis::revision::Analysis;
use crate::analysis::trials::most_estimates;
use crate::model::{Design, Id, SplitMix64, format};
use crate::scenario::Scenario;
pub use input::{Quantity, UncertainInput};

/// Random draws of all inputs together, and how many there are of any drawing, however large.
const DRAWS: usize = 64;
const LEAST_DRAWS: usize = 8;

/// What is judged against what the prompt asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictMeasure {
    /// Times the traffic at which the first component cannot keep up; at least 1.
    KeepsUp,
    /// The slowest of 99 of 100 answers of the flow with this id (ms).
    Latency(String),
    /// Part of the time in which the flow with this id works.
    Availability(String),
    /// USD a month.
    Cost,
}

impl VerdictMeasure {
    /// A value of it as text, with its unit; none is what grows without end.
    #[must_use]
    pub fn format(&self, value: Option<f64>) -> String {
        match (self, value) {
            (Self::KeepsUp, None) => "any traffic".to_owned(),
            (_, None) => "never finishes".to_owned(),
            (Self::KeepsUp, Some(times)) => format::factor(times),
            (Self::Latency(_), Some(ms)) => format::duration(ms),
            (Self::Availability(_), Some(share)) => format::percent_of_time(share),
            (Self::Cost, Some(usd)) => format::dollars(usd),
        }
    }
}

/// What one input does to a verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// Which.
    pub input: UncertainInput,
    /// The measure with the input at its low end; none where it grows without end.
    pub at_low: Option<f64>,
    /// The measure with the input at its high end; none where it grows without end.
    pub at_high: Option<f64>,
    /// The verdict is another one at one of the ends.
    pub flips: bool,
}

/// Whether one target is met, and how sure that is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerdictRange {
    /// What is judged.
    pub measure: VerdictMeasure,
    /// Of which flow, in words; empty where it is about the whole design.
    pub flow: String,
    /// The measure with all inputs as they are; none where it grows without end.
    pub value: Option<f64>,
    /// What the prompt asks for.
    pub target: f64,
    /// Whether it is met.
    pub holds: bool,
    /// In which part of the draws of all inputs together it is met, 0 to 1.
    pub confidence: f64,
    /// What lies between the tenth and the ninetieth hundredth of the draws; none where it grows without end.
    pub range: (Option<f64>, Option<f64>),
    /// What moves the measure, most first; what does not is left out.
    pub swings: Vec<Swing>,
}

/// A study under way.
#[derive(Debug, Clone)]
pub struct SensitivityStudy {
    design: Design,
    scenario: Option<Scenario>,
    what_if: WhatIf,
    inputs: Vec<UncertainInput>,
    /// How many of them are tried alone: those of the busiest parts, which come first.
    alone: usize,
    /// How many times all of them are drawn together.
    draws: usize,
    targets: Vec<(VerdictMeasure, String, f64)>,
    base: Vec<Option<f64>>,
    costs: Vec<(Id, f64)>,
    /// Measures of each trial that is done, in the order of the trials.
    done: Vec<Vec<Option<f64>>>,
}

impl SensitivityStudy {
    /// Begins a study of a design; with no prompt there is no target, so nothing to judge.
    pub(crate) fn new(analysis: &Analysis, what_if: &WhatIf) -> Self {
        let found = estimate_traced(analysis, what_if);
        let targets = targets(analysis.scenario, &found);
        let costs: Vec<(Id, f64)> = (found.components.iter())
            .map(|component| (component.id, component.monthly_cost))
            .collect();
        let mut inputs = if targets.is_empty() {
            Vec::new()
        } else {
            input::inputs(analysis, &found)
        };
        let base = measures(&targets, &found, found.monthly_cost);
        let most = most_estimates(analysis);
        let draws = DRAWS.min((most / 2).max(LEAST_DRAWS));
        let alone = inputs.len().min(most.saturating_sub(draws).max(2) / 2);
        if alone < inputs.len() {
            let load = |input: &UncertainInput| {
                let of = found.components.iter();
                let own = of.clone().find(|own| Some(own.id) == input.component);
                // What is of no component is the traffic.
                own.map_or(f64::INFINITY, |own| own.utilization.unwrap_or(0.0))
            };
            inputs.sort_by(|a, b| load(b).total_cmp(&load(a)));
        }
        Self {
            design: analysis.design.clone(),
            scenario: analysis.scenario.cloned(),
            what_if: what_if.clone(),
            inputs,
            alone,
            draws,
            targets,
            base,
            costs,
            done: Vec::new(),
        }
    }

    /// How many trials there are in all.
    #[must_use]
    pub fn trials(&self) -> usize {
        if self.inputs.is_empty() {
            0
        } else {
            2 * self.alone + self.draws
        }
    }

    /// How many inputs are not tried alone because the drawing is large; they are drawn with the others.
    #[must_use]
    pub fn untried(&self) -> usize {
        self.inputs.len() - self.alone
    }

    /// How many times all inputs are drawn together: fewer in a large drawing.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// Does the next trial; says whether more are left.
    pub fn step(&mut self) -> bool {
        let number = self.done.len();
        if number >= self.trials() {
            return false;
        }
        let ends = 2 * self.alone;
        let at = |index: usize| -> f64 {
            if number < ends {
                match (index == number / 2, number % 2) {
                    (true, 0) => 0.0,
                    (true, _) => 1.0,
                    _ => f64::NAN,
                }
            } else {
                let seed = ((number - ends) * self.inputs.len() + index) as u64;
                SplitMix64::new(seed).unit()
            }
        };
        let places: Vec<Option<f64>> = (0..self.inputs.len())
            .map(|index| Some(at(index)).filter(|place| place.is_finite()))
            .collect();
        self.done.push(self.trial(&places));
        self.done.len() < self.trials()
    }

    /// The measures with inputs at places of their ranges, 0 at the low and 1 at the high end; none is as it is.
    fn trial(&self, places: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut design = self.design.clone();
        let mut what_if = self.what_if.clone();
        let mut cost: f64 = self.costs.iter().map(|(_, cost)| cost).sum();
        let mut only_cost = true;
        for (input, place) in self.inputs.iter().zip(places) {
            let Some(place) = *place else { continue };
            let value = input.at(place);
            if let (Quantity::Cost, Some(id)) = (input.quantity, input.component) {
                let own = self.costs.iter().find(|(known, _)| *known == id);
                let own = own.map_or(0.0, |(_, cost)| *cost);
                cost += own * (value / input.now - 1.0);
            } else {
                only_cost = false;
                input.set(value, &mut design, &mut what_if);
            }
        }
        if only_cost {
            return (self.targets.iter().zip(&self.base))
                .map(|((measure, ..), &base)| match measure {
                    VerdictMeasure::Cost => Some(cost),
                    _ => base,
                })
                .collect();
        }
        let found = estimate(&design, self.scenario.as_ref(), &what_if);
        let of_use: f64 = self.costs.iter().map(|(_, cost)| cost).sum();
        // What depends on traffic changes with it; what a part costs for itself was drawn above.
        measures(&self.targets, &found, found.monthly_cost + cost - of_use)
    }

    /// The verdicts, once all trials are done; none before.
    #[must_use]
    pub fn verdicts(&self) -> Option<Vec<VerdictRange>> {
        (self.done.len() >= self.trials()).then(|| {
            let all = 0..self.targets.len();
            all.map(|index| self.verdict(index)).collect()
        })
    }

    /// Does all trials that are left, and gives the verdicts.
    #[must_use]
    pub fn finish(mut self) -> Vec<VerdictRange> {
        while self.step() {}
        self.verdicts().unwrap_or_default()
    }

    fn verdict(&self, index: usize) -> VerdictRange {
        let (measure, flow, target) = &self.targets[index];
        let value = self.base[index];
        let holds = |value: Option<f64>| meets(measure, value, *target);
        let mut swings: Vec<(f64, Swing)> = Vec::new();
        for (number, input) in self.inputs[..self.alone].iter().enumerate() {
            let [at_low, at_high] = [0, 1].map(|end| self.done[2 * number + end][index]);
            let flips = [at_low, at_high]
                .iter()
                .any(|&end| holds(end) != holds(value));
            let size = match (at_low, at_high) {
                (Some(low), Some(high)) => (high - low).abs(),
                (None, None) => 0.0,
                _ => f64::INFINITY,
            };
            if size > 1e-9 * value.unwrap_or(1.0).abs() {
                let input = input.clone();
                let swing = Swing {
                    input,
                    at_low,
                    at_high,
                    flips,
                };
                swings.push((size, swing));
            }
        }
        swings.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut drawn: Vec<Option<f64>> = self.done[2 * self.alone..]
            .iter()
            .map(|trial| trial[index])
            .collect();
        let met = drawn.iter().filter(|&&value| holds(value)).count();
        drawn.sort_by(|a, b| {
            let key = |value: &Option<f64>| value.unwrap_or(f64::INFINITY);
            key(a).total_cmp(&key(b))
        });
        let nth = |share: f64| {
            let at = (drawn.len() as f64 * share) as usize;
            drawn.get(at).copied().unwrap_or(value)
        };
        VerdictRange {
            measure: measure.clone(),
            flow: flow.clone(),
            value,
            target: *target,
            holds: holds(value),
            confidence: if drawn.is_empty() {
                f64::from(u8::from(holds(value)))
            } else {
                met as f64 / drawn.len() as f64
            },
            range: (nth(0.1), nth(0.9)),
            swings: swings.into_iter().map(|(_, swing)| swing).collect(),
        }
    }
}

/// Whether a measure is as good as asked for.
fn meets(measure: &VerdictMeasure, value: Option<f64>, target: f64) -> bool {
    match measure {
        VerdictMeasure::KeepsUp | VerdictMeasure::Availability(_) => {
            value.is_none_or(|value| value >= target)
        }
        VerdictMeasure::Latency(_) | VerdictMeasure::Cost => {
            value.is_some_and(|value| value <= target)
        }
    }
}

/// What the prompt asks for and the estimate can tell.
fn targets(scenario: Option<&Scenario>, found: &Estimate) -> Vec<(VerdictMeasure, String, f64)> {
    let Some(scenario) = scenario else {
        return Vec::new();
    };
    let mut targets = Vec::new();
    if !found.breaks.is_empty() {
        targets.push((VerdictMeasure::KeepsUp, String::new(), 1.0));
    }
    for flow in found.flows.iter().filter(|f| f.state != FlowState::Down) {
        if let Some(target) = flow.latency_target {
            targets.push((
                VerdictMeasure::Latency(flow.id.clone()),
                flow.name.clone(),
                target,
            ));
        }
        let critical = scenario.flows.iter().any(|f| f.id == flow.id && f.critical);
        if critical && flow.availability.is_some() {
            let target = scenario.targets.availability;
            let measure = VerdictMeasure::Availability(flow.id.clone());
            targets.push((measure, flow.name.clone(), target));
        }
    }
    if let Some(budget) = scenario.targets.monthly_budget {
        targets.push((VerdictMeasure::Cost, String::new(), budget));
    }
    targets
}

fn measures(
    targets: &[(VerdictMeasure, String, f64)],
    found: &Estimate,
    monthly_cost: f64,
) -> Vec<Option<f64>> {
    let flow = |id: &String| found.flows.iter().find(|flow| flow.id == *id);
    targets
        .iter()
        .map(|(measure, ..)| match measure {
            VerdictMeasure::KeepsUp => found.breaks.first().map(|(_, times)| *times),
            VerdictMeasure::Latency(id) => flow(id)?.latency.as_ref().map(|latency| latency.p99),
            VerdictMeasure::Availability(id) => flow(id)?.availability.as_ref().map(|a| a.value),
            VerdictMeasure::Cost => Some(monthly_cost),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::testing::sketches;
    use crate::scenario::builtin;
    use proptest::prelude::*;

    #[test]
    fn the_verdict_hangs_on_what_is_near_its_limit() {
        let scenario = &builtin()[0];
        let design = &scenario.designs[0].design;
        let verdicts =
            SensitivityStudy::new(&Analysis::new(design, Some(scenario)), &WhatIf::default())
                .finish();
        let keeps_up = &verdicts[0];
        assert_eq!(keeps_up.measure, VerdictMeasure::KeepsUp);
        assert!(keeps_up.holds && keeps_up.confidence > 0.5);
        let most = &keeps_up.swings[0].input;
        assert!(
            matches!(most.quantity, Quantity::Traffic | Quantity::Capacity),
            "{most:?}"
        );
        let traffic = |s: &&Swing| s.input.quantity == Quantity::Traffic;
        let traffic = keeps_up.swings.iter().find(traffic).unwrap();
        let (low, high) = (traffic.at_low.unwrap(), traffic.at_high.unwrap());
        assert!(
            (low / high - 4.0).abs() < 1e-6,
            "half and twice the traffic"
        );
        let cost = verdicts.last().unwrap();
        assert_eq!(cost.measure, VerdictMeasure::Cost);
        let (from, to) = (cost.range.0.unwrap(), cost.range.1.unwrap());
        assert!(from < cost.value.unwrap() * 1.3 && to > from);
    }

    #[test]
    fn twice_the_traffic_that_a_design_just_takes_flips_the_verdict() {
        let scenario = &builtin()[0];
        let design = &scenario.designs[0].design;
        let found = estimate(design, Some(scenario), &WhatIf::default());
        let what_if = WhatIf {
            traffic: found.breaks[0].1 * 0.9,
            ..WhatIf::default()
        };
        let verdicts =
            SensitivityStudy::new(&Analysis::new(design, Some(scenario)), &what_if).finish();
        let keeps_up = &verdicts[0];
        assert!(keeps_up.holds && keeps_up.swings.iter().any(|s| s.flips));
        assert!(keeps_up.confidence < 0.95, "{}", keeps_up.confidence);
    }

    #[test]
    fn without_a_prompt_there_is_nothing_to_judge() {
        let design = &builtin()[0].designs[0].design;
        let study = SensitivityStudy::new(&Analysis::new(design, None), &WhatIf::default());
        assert_eq!(study.trials(), 0);
        assert!(study.finish().is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn every_drawing_gets_defined_verdicts(sketch in sketches(6)) {
            let scenario = &builtin()[0];
            let design = sketch.design();
            let study = SensitivityStudy::new(&Analysis::new(&design, Some(scenario)), &WhatIf::default());
            let again = study.clone().finish();
            for verdict in &again {
                prop_assert!((0.0..=1.0).contains(&verdict.confidence));
                let values = verdict.swings.iter().flat_map(|s| [s.at_low, s.at_high]);
                for value in values.chain([verdict.value, verdict.range.0, verdict.range.1]) {
                    prop_assert!(value.is_none_or(f64::is_finite));
                }
            }
            prop_assert_eq!(again, study.finish());
        }
    }
}
