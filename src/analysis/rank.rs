//! The order of the findings: by severity, then by what matters for this prompt.

use std::collections::BTreeSet;

use super::context::Context;
use super::report::{Accepted, Finding};
use super::rules;
use crate::model::Id;

/// Drops what a more specific finding about the same item says as well; that one then names what it stands for.
pub(crate) fn fold(findings: &mut Vec<Finding>) {
    let mut covered: Vec<Option<usize>> = vec![None; findings.len()];
    for (index, finding) in findings.iter().enumerate() {
        covered[index] = findings.iter().position(|other| {
            let covers = rules::get(other.rule).map_or(&[][..], |rule| rule.covers);
            finding.item().is_some()
                && other.item() == finding.item()
                && covers.contains(&finding.rule)
        });
    }
    for (index, &by) in covered.iter().enumerate() {
        let title = rules::get(findings[index].rule).map(|rule| rule.title);
        if let (Some(by), Some(title)) = (by, title) {
            findings[by].stands_for.push(title);
        }
    }
    let mut covered = covered.into_iter();
    findings.retain(|_| covered.next().flatten().is_none());
}

/// Writes into each finding whether the user lives with it.
pub(crate) fn accept(context: &Context, findings: &mut [Finding]) {
    for finding in findings {
        let acceptances = context.design.acceptances();
        let meant = acceptances.iter().find(|a| finding.is_meant_by(a));
        finding.accepted = meant.map(|acceptance| Accepted {
            reason: acceptance.reason.clone(),
            unscored: acceptance.unscored,
        });
    }
}

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
