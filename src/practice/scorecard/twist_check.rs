//! Whether a drawing meets a change of requirements.

use super::measure::Measures;
use crate::analysis::graph::Node;
use crate::analysis::{Analysis, Severity, WhatIf, rules};
use crate::model::format;
use crate::scenario::TargetChange;

/// Whether the drawing meets it, and how that shows.
pub(super) fn drawing_meets(measures: &Measures, change: &TargetChange) -> (bool, String) {
    let Some(scenario) = measures.scenario.filter(|_| measures.carries_a_flow) else {
        return (
            false,
            "No flow reaches its destination, so the requirement change is not met".to_owned(),
        );
    };
    let design = measures.analysis.design();
    let changed = change.apply(scenario);
    let after = Analysis::new(design, Some(&changed));
    let numbers = after.estimate(&WhatIf::default());
    match change {
        TargetChange::Latency { flow, p99_ms } => {
            let found = numbers.flows.iter().find(|one| one.id == *flow);
            let name = found.map_or(flow.as_str(), |one| &one.name);
            match found.and_then(|one| one.latency.as_ref()) {
                Some(latency) => (
                    latency.p99 <= *p99_ms,
                    format!(
                        "New target {}: the p99 of “{name}” is {}",
                        format::duration(*p99_ms),
                        format::duration(latency.p99)
                    ),
                ),
                None => (
                    false,
                    format!(
                        "New target {}: “{name}” does not reach its destination",
                        format::duration(*p99_ms)
                    ),
                ),
            }
        }
        TargetChange::Traffic(times) => {
            let full = numbers.breaks.iter().find(|(id, at)| {
                *at < 1.0 && measures.analysis.find(*id).is_some_and(Node::is_ours)
            });
            let arrives = measures
                .report
                .flows
                .iter()
                .all(|flow| flow.unreached.is_empty());
            let times = format::factor(*times);
            match full {
                Some((id, _)) => (
                    false,
                    format!(
                        "At {times} today's traffic, {} is overloaded",
                        design.name_of(*id)
                    ),
                ),
                None if arrives => (true, format!("Handles {times} today's traffic")),
                None => (
                    false,
                    format!(
                        "Some flows do not reach their destination, now or at {times} today's traffic"
                    ),
                ),
            }
        }
        TargetChange::Availability(part) => {
            let critical = measures
                .report
                .flows
                .iter()
                .filter(|flow| flow.critical)
                .map(|flow| flow.id.as_str());
            let critical: Vec<&str> = critical.collect();
            let short = numbers.flows.iter().find(|flow| {
                critical.contains(&flow.id.as_str())
                    && flow
                        .availability
                        .as_ref()
                        .is_none_or(|one| one.value < *part)
            });
            let part = format::percent_of_time(*part);
            match short {
                Some(flow) => (
                    false,
                    format!("“{}” does not reach {part} availability", flow.name),
                ),
                None => (true, format!("Critical flows have {part} availability")),
            }
        }
        TargetChange::Budget(monthly) => (
            numbers.monthly_cost <= *monthly,
            format!(
                "{} a month; the new budget is {}",
                format::usd(numbers.monthly_cost),
                format::usd(*monthly)
            ),
        ),
        TargetChange::RegionLoss => survives_region_loss(&after),
    }
}

fn survives_region_loss(after: &Analysis) -> (bool, String) {
    let report = after.report();
    let open = report.open().find(|finding| {
        rules::REGION_RULES.contains(&finding.rule) && finding.severity <= Severity::High
    });
    match open {
        Some(finding) => (false, finding.why.clone()),
        None => (true, "Survives the loss of a region".to_owned()),
    }
}
