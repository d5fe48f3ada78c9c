//! What a report says about a drawing, in the terms of the labels: which flaw, at which boxes, how severe.

use std::collections::BTreeSet;

use super::flaws::{Clarity, FlawTable, ReportedFlaw, missing_part_of};
use crate::analysis::{Finding, Report, Severity, rules};
use crate::model::text_match::one_line;
use crate::model::{Design, Id, Item};
use crate::scenario::Scenario;

/// The rule whose findings name an absent part of an accepted design.
const MISSING_PART_RULE: &str = "missing-part";

/// The rule whose findings name a mistake that the prompt knows.
const KNOWN_MISTAKE_RULE: &str = "known-mistake";

/// One finding in the terms of the labels.
#[derive(Debug)]
pub struct Statement {
    /// The rule it comes from.
    pub rule: &'static str,
    /// How bad it is said to be.
    pub severity: Severity,
    /// Its heading and its sentence.
    pub text: String,
    /// The names of the boxes and zones it is about; empty for the whole drawing.
    pub places: BTreeSet<String>,
    /// The flaws it reports.
    flaws: Vec<ReportedFlaw>,
}

impl Statement {
    /// What the findings of a report say.
    pub(super) fn list(
        design: &Design,
        report: &Report,
        table: &FlawTable,
        scenario: Option<&Scenario>,
    ) -> Vec<Self> {
        let findings = report.findings.iter();
        findings
            .map(|finding| Self::new(design, finding, table, scenario))
            .collect()
    }

    fn new(
        design: &Design,
        finding: &Finding,
        table: &FlawTable,
        scenario: Option<&Scenario>,
    ) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity,
            text: format!("{}: {}", finding.title, finding.why),
            places: place_names(design, &finding.items),
            flaws: reported_flaws(design, finding, table, scenario),
        }
    }

    /// Whether it reports this flaw, at least this clearly.
    pub(super) fn reports(&self, flaw: &str, least: Clarity) -> bool {
        self.flaws.iter().any(|reported| reported.is(flaw, least))
    }

    /// Whether it is about one of these boxes. What names no place is about the whole drawing; a missing part has none.
    pub(super) fn is_at(&self, flaw: &str, at: &[String]) -> bool {
        missing_part_of(flaw).is_some() || self.overlaps(at)
    }

    /// Whether the places overlap.
    pub(super) fn overlaps(&self, at: &[String]) -> bool {
        at.is_empty()
            || self.places.is_empty()
            || at.iter().any(|name| self.places.contains(&one_line(name)))
    }

    /// Whether it takes points: information does not.
    pub(super) fn is_above_info(&self) -> bool {
        self.severity != Severity::Info
    }

    /// Whether it is critical or high.
    pub(super) fn is_serious(&self) -> bool {
        self.severity <= Severity::High
    }

    /// One line for people.
    pub(super) fn summary(&self) -> String {
        let severity = self.severity.label().to_lowercase();
        format!("{severity} {}: {}", self.rule, self.text)
    }
}

fn reported_flaws(
    design: &Design,
    finding: &Finding,
    table: &FlawTable,
    scenario: Option<&Scenario>,
) -> Vec<ReportedFlaw> {
    let prompt = scenario.map(|scenario| scenario.id.as_str());
    let mut kinds: Vec<&str> = boxes(design, &finding.items)
        .into_iter()
        .filter_map(|id| design.component(id))
        .map(|component| component.kind.as_str())
        .collect();
    kinds.sort_unstable();
    let Finding {
        rule,
        title,
        why,
        advice,
        ..
    } = finding;
    let text = format!("{title} | {why} | {advice} | kinds {}", kinds.join(" ")).to_lowercase();
    let mut flaws: Vec<ReportedFlaw> = table.reported(rule, &text, prompt).collect();
    for part in missing_parts(finding, scenario) {
        flaws.push(ReportedFlaw::missing_part(&part.name, Clarity::Stated));
        let text = format!("{} is missing | {text} | kind “{}", part.name, part.kind);
        flaws.extend(table.reported(MISSING_PART_RULE, &text.to_lowercase(), prompt));
    }
    for title in &finding.stands_for {
        let text = format!("{} | ", title.to_lowercase());
        let covered = rule_titled(title, scenario).into_iter().flat_map(|rule| {
            let reported: Vec<_> = table.reported(rule, &text, prompt).collect();
            reported
        });
        flaws.extend(covered.map(|reported| ReportedFlaw {
            clarity: Clarity::Hinted,
            ..reported
        }));
    }
    flaws
}

/// A part of an accepted design that would do a job that nothing does.
struct AbsentPart {
    name: String,
    kind: String,
}

/// The parts that would do the job that a finding misses.
fn missing_parts(finding: &Finding, scenario: Option<&Scenario>) -> Vec<AbsentPart> {
    let (Some(scenario), Some(id)) = (scenario, &finding.responsibility) else {
        return Vec::new();
    };
    let mut jobs = scenario.responsibilities.iter();
    let Some(job) = jobs.find(|job| job.id == *id) else {
        return Vec::new();
    };
    let designs = scenario.designs.iter();
    designs
        .flat_map(|design| {
            let keys = job.parts.iter().filter_map(|key| design.keys.get(key));
            keys.filter_map(|&id| {
                Some(AbsentPart {
                    name: design.design.component(id)?.name.clone(),
                    kind: design.design.kind_of(id).label.clone(),
                })
            })
        })
        .collect()
}

/// The rule whose finding has this title: its own, or one that the prompt gives it.
fn rule_titled(title: &str, scenario: Option<&Scenario>) -> Option<&'static str> {
    let mut rules = rules::all().iter();
    let own = rules.find(|rule| rule.title == title).map(|rule| rule.id);
    own.or_else(|| {
        let scenario = scenario?;
        if scenario
            .mistakes
            .iter()
            .any(|mistake| mistake.title == title)
        {
            return Some(KNOWN_MISTAKE_RULE);
        }
        let mut jobs = scenario.responsibilities.iter();
        jobs.any(|job| job.missing == title)
            .then_some(MISSING_PART_RULE)
    })
}

/// The components and zones that items stand for: the ends of connections, the contents of zones.
fn boxes(design: &Design, items: &[Id]) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    for &id in items {
        match design.item(id) {
            Some(Item::Connection(connection)) => found.extend([connection.from, connection.to]),
            Some(Item::Zone(_)) => found.extend(design.with_contents(&BTreeSet::from([id]))),
            Some(Item::Component(_)) => _ = found.insert(id),
            Some(Item::Note(_)) | None => {}
        }
    }
    found
}

/// The names of the boxes that items stand for.
pub(super) fn place_names(design: &Design, items: &[Id]) -> BTreeSet<String> {
    let name = |id| match design.item(id)? {
        Item::Component(component) => Some(one_line(&component.name)),
        Item::Zone(zone) => Some(one_line(&zone.name)),
        Item::Connection(_) | Item::Note(_) => None,
    };
    let names = boxes(design, items).into_iter().filter_map(name);
    names.filter(|name| !name.is_empty()).collect()
}
