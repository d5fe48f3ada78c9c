//! The drawing: how it is built, what it carries, what it survives.

use super::measure::{Evidence, Measures};
use super::twist_check::drawing_meets;
use crate::analysis::{Category, FlowState, Severity, rules};
use crate::model::format;
use crate::practice::drills::grade_flows;
use crate::practice::interview::{DrawingMode, likeness};
use crate::scenario::Flow;

/// An operation that is this much like a flow is for it.
const NAMES_IT: f64 = 0.3;

pub(super) fn high_level(measures: &Measures) -> Vec<Evidence> {
    let report = &measures.report;
    let alike = report.nearest().filter(|_| measures.carries_a_flow);
    let similarity = alike.map_or(0.0, |comparison| comparison.similarity);
    let flows = &report.flows;
    let reached = flows
        .iter()
        .filter(|flow| flow.unreached.is_empty() && measures.carries_a_flow)
        .count();
    let says = match alike {
        Some(comparison) => format!(
            "{} match with the accepted design “{}”",
            format::whole_percent(similarity),
            comparison.title
        ),
        None if measures.analysis.design().components().len() > 0 => {
            "None of the flows in the prompt reaches its destination".to_owned()
        }
        None => "Nothing is drawn".to_owned(),
    };
    let specs = measures
        .scenario
        .map_or(&[][..], |scenario| &scenario.flows);
    let operations = &measures.round.operations;
    let (named, unnamed): (Vec<&Flow>, Vec<&Flow>) = specs.iter().partition(|flow| {
        let words: Vec<&str> = flow.words.iter().map(String::as_str).collect();
        let mut lines = operations.iter();
        lines.any(|line| {
            likeness(&line.text, &flow.name) >= NAMES_IT
                || crate::model::text_match::mentions(&line.text, &words)
        })
    });
    let in_api = match unnamed.first().filter(|_| !named.is_empty()) {
        Some(flow) => format!(
            "flows have an operation in the API: none is for “{}”",
            flow.name
        ),
        None => "flows have an operation in the API".to_owned(),
    };
    let missing = flows.iter().find(|flow| !flow.unreached.is_empty());
    let stopped = missing.map(|flow| format!("“{}” does not reach its destination", flow.name));
    let arrives = Measures::share("flows reach their destinations", reached, flows.len(), 0.35);
    let arrives = Evidence {
        says: stopped.map_or(arrives.says.clone(), |stopped| {
            format!("{}: {stopped}", arrives.says)
        }),
        ..arrives
    };
    vec![
        Evidence::new(says, 0.4, similarity).at(measures.round.first_box),
        arrives,
        clean(
            measures,
            &[Category::Structure, Category::Match],
            "No critical or high structural finding",
            0.15,
        ),
        Measures::share(&in_api, named.len(), specs.len(), 0.1)
            .at(operations.last().map(|line| line.at)),
    ]
}

/// Full share without critical or high findings in these categories.
fn clean(measures: &Measures, categories: &[Category], good: &str, share: f64) -> Evidence {
    let grave = measures.report.open().find(|finding| {
        categories.contains(&finding.category) && finding.severity <= Severity::High
    });
    match grave {
        Some(finding) => Evidence::new(finding.title.clone(), share, 0.0)
            .about(finding.item())
            .rule(Some(finding.rule)),
        None => measures.free_of_faults(good, share),
    }
}

pub(super) fn performance(measures: &Measures) -> Vec<Evidence> {
    let mut all = vec![clean(
        measures,
        &[Category::Load],
        "Handles the peak load",
        0.3,
    )];
    all.push(measures.without(rules::CANNOT_GROW_RULES, "Scales by adding instances", 0.25));
    let with_target = || {
        measures
            .estimate
            .flows
            .iter()
            .filter(|flow| flow.latency_target.is_some())
    };
    let on_time = with_target()
        .filter(|flow| {
            let latency = flow.latency.as_ref();
            flow.latency_target
                .zip(latency)
                .is_some_and(|(target, latency)| latency.p99 <= target)
        })
        .count();
    if with_target().count() > 0 {
        all.push(Measures::share(
            "p99 targets met",
            on_time,
            with_target().count(),
            0.25,
        ));
    }
    if let Some(budget) = measures
        .scenario
        .and_then(|scenario| scenario.targets.monthly_budget)
    {
        let cost = measures.estimate.monthly_cost;
        let says = format!(
            "{} a month; the budget is {}",
            format::usd(cost),
            format::usd(budget)
        );
        // What is not drawn costs nothing: a part of the flows is a part of the answer.
        let part = if cost <= budget {
            measures.carried
        } else {
            0.0
        };
        all.push(Evidence::new(says, 0.2, part));
    }
    all.extend(twist_of_drawing(measures));
    all
}

/// Whether the drawing meets the change of requirements, where that is about the drawing.
fn twist_of_drawing(measures: &Measures) -> Option<Evidence> {
    let told = measures.round.twist.as_ref()?;
    let twist = measures.scenario?.twists.get(told.twist)?;
    let change = twist.change.as_ref()?;
    let (met, says) = drawing_meets(measures, change);
    let grown = measures.analysis.design().components().len();
    let thrown = told.drawn.saturating_sub(grown);
    let says = match thrown {
        0 => says,
        _ => format!("{says}; {thrown} components were discarded"),
    };
    Some(Evidence::new(says, 0.2, f64::from(u8::from(met))).at(Some(told.at)))
}

pub(super) fn reliability(measures: &Measures) -> Vec<Evidence> {
    let report = &measures.report;
    let mut all = vec![clean(
        measures,
        &[Category::Reliability, Category::Security],
        "No critical or high reliability finding",
        0.35,
    )];
    let critical = || {
        report
            .flows
            .iter()
            .zip(&measures.estimate.flows)
            .filter(|(flow, _)| flow.critical)
    };
    if let Some(target) = measures
        .scenario
        .map(|scenario| scenario.targets.availability)
    {
        let met = critical()
            .filter(|(_, numbers)| {
                let availability = numbers.availability.as_ref();
                numbers.state != FlowState::Down
                    && availability.is_none_or(|one| one.value >= target)
            })
            .filter(|(flow, _)| flow.unreached.is_empty() && measures.carries_a_flow)
            .count();
        let what = format!(
            "critical flows meet {} availability",
            format::percent_of_time(target)
        );
        all.push(Measures::share(&what, met, critical().count(), 0.25));
    }
    all.extend(predicted(measures));
    all
}

/// What the predictions are worth beyond the guess that everything works, which is right in most flows.
fn predicted(measures: &Measures) -> Option<Evidence> {
    const SHARE: f64 = 0.4;
    let predictions = &measures.round.predictions;
    let (right, of) = measures.round.predicted_flows();
    if of == 0 {
        // A spoken round has no drawing whose failures could be predicted.
        let is_asked = measures.round.drawing != DrawingMode::Spoken;
        return is_asked.then(|| Evidence::new("No failures were predicted", SHARE, 0.0));
    }
    let flows = || predictions.iter().flat_map(|one| &one.flows);
    let grade = grade_flows(flows().map(|flow| (flow.truth, flow.said)));
    let (part, share) = match grade.of {
        // No failure that was asked about changes anything, so that no answer shows more than the guess.
        0 => (0.0, 0.0),
        of => (f64::from(grade.points) / f64::from(of), SHARE),
    };
    let mut says = format!("{right} of {of} failure predictions correct");
    let works = |said: Option<FlowState>| said == Some(FlowState::Ok);
    if share == 0.0 {
        says += "; none of the failures affects a flow, so they earn no points";
    } else if right > 0 && part == 0.0 {
        says += if flows().all(|flow| works(flow.said)) {
            "; answering “Works” everywhere earns no points"
        } else {
            "; no better than answering “Works” everywhere"
        };
    }
    let last = predictions
        .iter()
        .map(|one| one.at)
        .reduce(f64::max)
        .filter(|_| right > 0);
    let wrong = predictions
        .iter()
        .find(|one| !one.is_right())
        .map(|one| one.failed);
    Some(Evidence::new(says, share, part).at(last).about(wrong))
}
