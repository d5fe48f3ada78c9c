//! The order of the findings: by severity, then by what matters for this prompt.

use std::collections::BTreeSet;

use super::context::Context;
use super::report::Finding;
use super::rules;
use crate::model::Id;

/// Brings findings into the order in which they should be read, and drops those said twice.
pub(crate) fn sort(context: &Context, findings: &mut Vec<Finding>) {
    let critical: BTreeSet<Id> = context
        .flows
        .iter()
        .filter(|flow| flow.critical())
        .flat_map(|flow| &flow.components)
        .map(|&node| context.id(node))
        .collect();
    let traps = context
        .scenario
        .map_or(&[][..], |scenario| scenario.traps.as_slice());
    findings.sort_by_cached_key(|finding| {
        let trap = traps.iter().position(|trap| trap.rule == finding.rule);
        let on_critical_flow = finding.items.iter().any(|id| critical.contains(id));
        let rule = rules::all().iter().position(|rule| rule.id == finding.rule);
        (
            finding.severity,
            trap.unwrap_or(usize::MAX),
            !on_critical_flow,
            rule,
            finding.items.clone(),
            finding.part.clone(),
        )
    });
    findings.dedup_by(|a, b| a.rule == b.rule && a.items == b.items && a.part == b.part);
}
