//! The order of the findings: by severity, missed targets first, then by points, then by what matters for this prompt.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::report::{Accepted, Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules;
use crate::model::Id;

/// Drops what a more specific finding about the same says as well; that one then names what it stands for.
pub(crate) fn merge_covered(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut about: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for (place, finding) in findings.iter().enumerate() {
        for &item in &finding.items {
            about.entry(item).or_default().push(place);
        }
    }
    let covered: Vec<Option<usize>> = findings
        .iter()
        .map(|finding| {
            let same_item = finding.item().and_then(|item| about.get(&item));
            let mut same_item = same_item.into_iter().flatten().copied();
            let more_specific = same_item.find(|&other| covers(&findings[other], finding));
            let speaking = || {
                let mut all = findings.iter();
                all.position(|other| speaks_for(analysis, other, finding))
            };
            let by_words = || {
                let mut all = findings.iter();
                all.position(|other| says_known_mistake(other, finding))
            };
            let by_part = finding.part.as_ref().and_then(|_| speaking());
            more_specific
                .into_iter()
                .chain(by_part)
                .chain(by_words())
                .min()
        })
        .collect();
    for (index, by) in covered.iter().enumerate() {
        if let Some(by) = *by {
            let general = &findings[index];
            let (title, part) = (general.title.clone(), general.part.clone());
            let responsibility = general.responsibility.clone();
            findings[by].severity = findings[by].severity.min(findings[index].severity);
            findings[by].misses_target |= findings[index].misses_target;
            findings[by].stands_for.push(title);
            if findings[by].part.is_none() {
                findings[by].part = part;
            }
            if findings[by].responsibility.is_none() {
                findings[by].responsibility = responsibility;
            }
        }
    }
    let mut covered = covered.into_iter();
    findings.retain(|_| covered.next().flatten().is_none());
    soften_repeated_mistakes(findings);
}

/// What the prompt knows for a mistake weighs at most as an improvement where a rule of its own says something serious of the same
/// place: it is mostly the same fault, seen from another side.
fn soften_repeated_mistakes(findings: &mut [Finding]) {
    let is_known = |finding: &Finding| finding.rule == rules::QUOTES_KNOWN_MISTAKE;
    let serious = findings
        .iter()
        .filter(|finding| !is_known(finding) && finding.severity <= Severity::High);
    let places: BTreeSet<Id> = serious.flat_map(|finding| finding.items.clone()).collect();
    for finding in findings.iter_mut().filter(|finding| is_known(finding)) {
        if finding.items.iter().any(|item| places.contains(item)) {
            finding.severity = finding.severity.max(Severity::Medium);
        }
    }
}

/// Whether one finding is the more specific of two, where it names the item that the other blames most.
fn covers(specific: &Finding, general: &Finding) -> bool {
    let is_reported = specific.category == Category::Reliability
        && specific.severity != Severity::Info
        && specific.item() == general.item()
        && rules::COVERED_BY_RELIABILITY.contains(&general.rule);
    is_reported || rules::covered_by(specific.rule).any(|id| id == general.rule)
}

/// Whether another rule says what is wrong with the very words that the prompt knows for a mistake.
fn says_known_mistake(specific: &Finding, known: &Finding) -> bool {
    known.rule == rules::QUOTES_KNOWN_MISTAKE
        && specific.rule != known.rule
        && specific.severity != Severity::Info
        && quotation(known).is_some_and(|said| quotation(specific) == Some(said))
}

/// The words of the drawing with which the sentence of a finding begins.
fn quotation(finding: &Finding) -> Option<&str> {
    let said = finding.why.strip_prefix('“')?;
    said.split_once('”').map(|(said, _)| said)
}

/// Whether a finding says what is wrong because a part is missing that another finding only misses.
fn speaks_for(analysis: &Analysis, specific: &Finding, missing: &Finding) -> bool {
    let Some(part) = &missing.part else {
        return false;
    };
    let nearest = analysis.comparisons.first();
    let parts = nearest.and_then(|nearest| nearest.parts.iter().find(|p| p.part == *part));
    let role = parts
        .zip(rules::support::reference_mapping::nearest_design(analysis))
        .map(|(part, (_, accepted))| accepted.design.kind_of(part.reference).role);
    // A job may be named after a part that only another accepted design has.
    let of_any = || {
        let mut designs = analysis.scenario?.designs.iter();
        designs.find_map(|design| Some(design.design.kind_of(*design.keys.get(part)?).role))
    };
    let role = role.or_else(of_any);
    role.is_some_and(|role| rules::MISSING_ROLE_RULES.contains(&(role, specific.rule)))
}

/// Writes into each finding whether the user lives with it.
pub(crate) fn mark_accepted(analysis: &Analysis, findings: &mut [Finding]) {
    for finding in findings {
        let acceptances = analysis.design.acceptances();
        let meant = acceptances.iter().find(|a| finding.is_meant_by(a));
        finding.accepted = meant.map(|acceptance| Accepted {
            reason: acceptance.reason.clone(),
            unscored: acceptance.unscored,
        });
    }
}

/// Within a severity, puts what takes more points before what takes fewer: a job that nothing does before a mere question.
/// Missed targets stay first.
pub(crate) fn put_costliest_first(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| {
        let Finding {
            severity,
            misses_target,
            points,
            ..
        } = finding;
        (*severity, !misses_target, Reverse(*points))
    });
}

/// Brings findings into the order in which they should be read, and drops those said twice.
pub(crate) fn sort_by_weight(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let critical: BTreeSet<Id> = analysis
        .flows
        .iter()
        .filter(|flow| flow.critical())
        .flat_map(|flow| &flow.components)
        .map(|&node| analysis.id(node))
        .collect();
    let traps = analysis
        .scenario
        .map_or(&[][..], |scenario| scenario.traps.as_slice());
    findings.sort_by_cached_key(|finding| {
        let trap = traps.iter().position(|trap| trap.rule == finding.rule);
        let on_critical_flow = finding.items.iter().any(|id| critical.contains(id));
        let rule = rules::all().iter().position(|rule| rule.id == finding.rule);
        (
            finding.severity,
            !finding.misses_target,
            trap.unwrap_or(usize::MAX),
            !on_critical_flow,
            rule,
            finding.items.clone(),
            finding.part.clone(),
            finding.variant.clone(),
        )
    });
    findings.dedup_by(|a, b| a.key() == b.key() && a.items == b.items && a.part == b.part);
}
