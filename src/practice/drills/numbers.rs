//! Numbers: what follows from the facts of a prompt and from the numbers that the analysis finds in an accepted design.

use super::chance::pick;
use super::what_breaks::DrillGrade;
use crate::analysis::graph::Node;
use crate::analysis::{Analysis, Estimate, PLANNED, WhatIf};
use crate::model::{Id, first_random, format};
use crate::practice::interview::{EstimateGrade, grade_estimate};
use crate::practice::scorecard::Dimension;
use crate::scenario::{EstimateTask, Flow, Scenario};

/// Times the traffic that tasks ask about.
const TIMES: [f64; 10] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0];
/// A month of 30 days (s), as one reckons with on paper.
const MONTH: f64 = 30.0 * 86_400.0;
/// Fewer requests a second are shown as none.
const LEAST_SHOWN: f64 = 0.01;
/// Points for an answer within a factor of two; within a factor of five it is worth half (the rubric's second dimension).
const RIGHT: u32 = 2;

/// A number to estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberQuestion {
    /// What is known, a line each.
    pub given: Vec<String>,
    /// What is asked, with the answer and how it follows.
    pub task: EstimateTask,
    /// The rubric area that it belongs to.
    pub area: Dimension,
}

impl NumberQuestion {
    /// A question about an accepted design or its prompt; none where chance asks for a number that it does not have.
    pub(super) fn new(analysis: &Analysis, scenario: &Scenario, chance: u64) -> Option<Self> {
        let times = *pick(&TIMES, first_random(chance))?;
        let luck = first_random(chance.wrapping_add(2));
        match chance % 6 {
            0 => of_prompt(scenario, luck),
            1 => requests_a_month(scenario, times, luck),
            2 => bandwidth(scenario, times, luck),
            kind => {
                let found = analysis.estimate(&WhatIf::default());
                match kind {
                    3 => instances(analysis, &found, times, luck),
                    4 => headroom(analysis, &found, luck),
                    _ => downtime(&found, luck),
                }
            }
        }
    }

    /// What an answer is worth, and what is said about it.
    #[must_use]
    pub fn grade_number(&self, value: &str, unit: &str) -> (DrillGrade, EstimateGrade) {
        let grade = grade_estimate(&self.task, value, unit);
        let points = (f64::from(RIGHT) * grade.credit).round() as u32;
        (DrillGrade { points, of: RIGHT }, grade)
    }
}

fn question(
    area: Dimension,
    given: Vec<String>,
    (label, value, unit): (String, f64, &str),
    derivation: String,
) -> Option<NumberQuestion> {
    (value.is_finite() && value > 0.0).then(|| NumberQuestion {
        given,
        task: EstimateTask {
            label,
            value,
            unit: unit.to_owned(),
            derivation,
        },
        area,
    })
}

/// An estimate of the prompt, from its facts.
fn of_prompt(scenario: &Scenario, luck: u64) -> Option<NumberQuestion> {
    let task = pick(&scenario.estimates, luck)?;
    let fact = |fact: &crate::scenario::Fact| format!("{}: {}", fact.label, fact.value);
    Some(NumberQuestion {
        given: scenario.facts.iter().map(fact).collect(),
        task: task.clone(),
        area: Dimension::Estimates,
    })
}

/// ", with 3× today's traffic"; nothing at the traffic of today.
fn at_times(times: f64) -> String {
    if times > 1.0 {
        format!(", with {} today's traffic", format::times(times))
    } else {
        String::new()
    }
}

/// "Open a short link: 8,000 requests a second at peak".
fn at_the_peak(flow: &Flow, rps: f64) -> String {
    let rate = format::requests_a_second(rps);
    format!("{}: {rate} at peak", flow.name)
}

fn requests_a_month(scenario: &Scenario, times: f64, luck: u64) -> Option<NumberQuestion> {
    let flows = scenario.flows.iter();
    let flows: Vec<&Flow> = flows.filter(|flow| flow.rps >= LEAST_SHOWN).collect();
    let flow = pick(&flows, luck)?;
    let peak = flow
        .peak_over_mean
        .unwrap_or(scenario.targets.peak_over_mean);
    let rps = flow.rps * times;
    let value = rps / peak * MONTH / 1e6;
    question(
        Dimension::Estimates,
        vec![
            at_the_peak(flow, rps),
            format!(
                "Peak traffic is {} the monthly average",
                format::times(peak)
            ),
        ],
        (
            format!("{}: requests a month", flow.name),
            value,
            "million requests",
        ),
        format!(
            "{} / {} × 86,400 × 30 = {} million",
            format::amount(rps),
            format::amount(peak),
            format::amount(value)
        ),
    )
}

fn bandwidth(scenario: &Scenario, times: f64, luck: u64) -> Option<NumberQuestion> {
    let carrying: Vec<_> = scenario
        .flows
        .iter()
        .filter(|flow| flow.megabytes > 0.0 && flow.rps >= LEAST_SHOWN)
        .collect();
    let flow = pick(&carrying, luck)?;
    let rps = flow.rps * times;
    let value = rps * flow.megabytes * 8.0 / 1e3;
    question(
        Dimension::Estimates,
        vec![
            at_the_peak(flow, rps),
            format!("Each request carries {}", format::megabytes(flow.megabytes)),
        ],
        (format!("{}: bandwidth at peak", flow.name), value, "Gbit/s"),
        format!(
            "{} × {} = {} a second, × 8 bits = {} Gbit/s",
            format::amount(rps),
            format::megabytes(flow.megabytes),
            format::megabytes(rps * flow.megabytes),
            format::amount(value)
        ),
    )
}

fn instances(
    analysis: &Analysis,
    found: &Estimate,
    times: f64,
    luck: u64,
) -> Option<NumberQuestion> {
    let limited: Vec<_> = found
        .components
        .iter()
        .filter_map(|one| {
            let component = analysis.design().component(one.id)?;
            let count = f64::from(component.replicas.count().max(1));
            let each = one.capacity? / count;
            let rps = one.rps * times;
            let needed = (rps / (each * PLANNED) - 1e-9).ceil();
            // What one instance can do, and what others run, is no question.
            let asks = is_run_by_us(analysis, one.id) && needed > 1.0 && needed.is_finite();
            asks.then_some((component, each, rps, needed))
        })
        .collect();
    let &(component, each, rps, value) = pick(&limited, luck)?;
    let name = component.display_name();
    question(
        Dimension::Performance,
        vec![
            format!(
                "{name} receives {} at peak{}",
                format::requests_a_second(rps),
                at_times(times)
            ),
            format!("One instance handles {}", format::requests_a_second(each)),
            format!(
                "Each instance may run at up to {} of its capacity",
                format::whole_percent(PLANNED)
            ),
        ],
        (format!("{name}: instances needed"), value, "instances"),
        format!(
            "{} / ({} × {}) = {}",
            format::amount(rps),
            format::amount(each),
            format::amount(PLANNED),
            format::amount(value)
        ),
    )
}

fn is_run_by_us(analysis: &Analysis, id: Id) -> bool {
    analysis.find(id).is_some_and(Node::is_run_by_us)
}

fn headroom(analysis: &Analysis, found: &Estimate, luck: u64) -> Option<NumberQuestion> {
    let growing: Vec<_> = found
        .components
        .iter()
        .filter_map(|one| Some((one, one.headroom?, one.capacity?)))
        .filter(|(one, headroom, _)| {
            let is_ours = is_run_by_us(analysis, one.id);
            is_ours && *headroom > 1.0 && one.rps >= LEAST_SHOWN
        })
        .collect();
    let (one, headroom, capacity) = pick(&growing, luck)?;
    let name = analysis.design().component(one.id)?.display_name();
    question(
        Dimension::Performance,
        vec![
            format!(
                "{name} receives {} at peak",
                format::requests_a_second(one.rps)
            ),
            format!(
                "All instances together handle {}",
                format::requests_a_second(*capacity)
            ),
        ],
        (
            format!("{name}: multiple of today's traffic at which {name} saturates"),
            *headroom,
            "times",
        ),
        format!(
            "{} / {} = {}",
            format::amount(*capacity),
            format::amount(one.rps),
            format::amount(*headroom)
        ),
    )
}

fn downtime(found: &Estimate, luck: u64) -> Option<NumberQuestion> {
    /// Minutes in a month of 30 days.
    const MINUTES: f64 = MONTH / 60.0;
    let known: Vec<_> = found
        .flows
        .iter()
        .filter_map(|flow| Some((flow, flow.availability.as_ref()?.value)))
        .filter(|(_, value)| *value < 1.0)
        .collect();
    let (flow, part) = pick(&known, luck)?;
    let value = (1.0 - part) * MINUTES;
    question(
        Dimension::Reliability,
        vec![format!(
            "{}: available {} of the time in this drawing",
            flow.name,
            format::percent_of_time(*part)
        )],
        (
            format!("{}: minutes of downtime a month", flow.name),
            value,
            "minutes",
        ),
        format!(
            "(1 − {}) × 30 × 24 × 60 = {} minutes",
            format::percent_of_time(*part),
            format::amount(value)
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn the_answer_gets_all_points_and_one_far_off_none() {
        let mut areas = std::collections::BTreeSet::new();
        let mut asked = 0;
        for (n, scenario) in builtin().iter().enumerate() {
            let design = &scenario.designs[n % scenario.designs.len()].design;
            let analysis = Analysis::new(design, Some(scenario));
            for chance in 0..12 {
                let question = NumberQuestion::new(&analysis, scenario, chance);
                let Some(question) = question else { continue };
                asked += 1;
                areas.insert(question.area);
                let value = question.task.value.to_string();
                let (right, _) = question.grade_number(&value, "");
                assert_eq!(right.points, RIGHT, "{question:?}");
                let wrong = (question.task.value * 20.0).to_string();
                let (wrong, _) = question.grade_number(&wrong, "");
                assert_eq!(wrong.points, 0, "{question:?}");
                assert!(!question.given.is_empty() && !question.task.derivation.is_empty());
            }
        }
        assert!(asked > 100 && areas.len() == 3, "{asked} {areas:?}");
    }
}
