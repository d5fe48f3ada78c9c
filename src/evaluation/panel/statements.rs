//! What a report says about a drawing, in the terms of the labels: which flaw, at which boxes, how severe.

use std::collections::BTreeSet;

use super::flaws::{Clarity, FlawTable, ReportedFlaw, missing_part_of};
use super::labels::on_one_line;
use crate::analysis::{Finding, Report, Severity, rules};
use crate::model::{Design, Id, Item};

/// The rule whose findings name an absent part of an accepted design.
const MISSING_PART_RULE: &str = "missing-part";

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
    pub(super) fn list(design: &Design, report: &Report, table: &FlawTable) -> Vec<Self> {
        let prompt = report.scenario.as_deref();
        let findings = report.findings.iter();
        findings
            .map(|finding| Self::new(design, finding, table, prompt))
            .collect()
    }

    fn new(design: &Design, finding: &Finding, table: &FlawTable, prompt: Option<&str>) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity,
            text: format!("{}: {}", finding.title, finding.why),
            places: place_names(design, &finding.items),
            flaws: reported_flaws(design, finding, table, prompt),
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
            || at
                .iter()
                .any(|name| self.places.contains(&on_one_line(name)))
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
    prompt: Option<&str>,
) -> Vec<ReportedFlaw> {
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
    if *rule == MISSING_PART_RULE {
        let part = title.strip_suffix(" is missing").unwrap_or(title);
        flaws.push(ReportedFlaw::missing_part(part, Clarity::Stated));
    }
    for title in &finding.stands_for {
        let part = title.strip_suffix(" is missing");
        if let Some(part) = part {
            flaws.push(ReportedFlaw::missing_part(part, Clarity::Hinted));
        }
        let rule = match part {
            Some(_) => Some(MISSING_PART_RULE),
            None => rule_titled(title),
        };
        let text = title.to_lowercase();
        let covered = rule.into_iter().flat_map(|rule| {
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

fn rule_titled(title: &str) -> Option<&'static str> {
    let mut rules = rules::all().iter();
    rules.find(|rule| rule.title == title).map(|rule| rule.id)
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
        Item::Component(component) => Some(on_one_line(&component.name)),
        Item::Zone(zone) => Some(on_one_line(&zone.name)),
        Item::Connection(_) | Item::Note(_) => None,
    };
    let names = boxes(design, items).into_iter().filter_map(name);
    names.filter(|name| !name.is_empty()).collect()
}
