//! What a candidate takes along from a checked drawing: what was good about it, and the area to practice next.

use super::attempts::areas_of_report;
use super::drills::DrillKind;
use super::scorecard::Dimension;
use crate::analysis::{Category, FlowVerdict, Report, Severity};
use crate::scenario::Need;

/// The most that is praised: what comes after three is not remembered. Own judgment.
const MOST_STRENGTHS: usize = 3;

/// What was good about a checked drawing, and what to practice next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debrief {
    /// At most three sentences, the most telling first; empty where nothing holds yet.
    pub strengths: Vec<String>,
    /// The area with the smallest part of its points, and that part (%).
    pub weakest: Option<(Dimension, u8)>,
}

impl Debrief {
    /// What a report says.
    #[must_use]
    pub fn new(report: &Report) -> Self {
        let mut strengths: Vec<String> = [flows(report), required(report), single_points(report)]
            .into_iter()
            .flatten()
            .collect();
        strengths.extend(whole_categories(report));
        strengths.truncate(MOST_STRENGTHS);
        let areas = areas_of_report(report).into_iter();
        let weakest = areas.min_by_key(|(_, part)| *part);
        Self {
            strengths,
            weakest: weakest.filter(|(_, part)| *part < 100),
        }
    }

    /// The drill that trains the weakest area, where there is one.
    #[must_use]
    pub fn drill(&self) -> Option<DrillKind> {
        let (weakest, _) = self.weakest?;
        DrillKind::ALL
            .into_iter()
            .find(|drill| drill.trains() == weakest)
    }
}

/// The flows that work at the peak.
fn flows(report: &Report) -> Option<String> {
    let (working, of) = report.working_flows();
    if working == of {
        return (of > 1).then(|| format!("All {of} flows work at peak load"));
    }
    let works = |flow: &&crate::analysis::FlowReport| flow.verdict() == FlowVerdict::Works;
    let first = report.flows.iter().find(works)?;
    Some(format!("“{}” works at peak load", first.name))
}

/// Required items that the drawing covers, where it covers all of them.
fn required(report: &Report) -> Option<String> {
    let jobs = report.responsibilities.iter();
    let mut required = jobs.filter(|job| job.need == Need::Required).peekable();
    required.peek()?;
    let missing = required
        .clone()
        .filter(|job| job.evidence.is_none())
        .count();
    (missing == 0).then(|| format!("All {} required items are covered", required.count()))
}

/// That no single component stops a flow.
fn single_points(report: &Report) -> Option<String> {
    let (working, _) = report.working_flows();
    let found = report.open().any(|finding| {
        finding.category == Category::Reliability && finding.severity <= Severity::High
    });
    (working > 0 && !found).then(|| "No serious reliability risk was found".to_owned())
}

/// Other categories that lost nothing.
fn whole_categories(report: &Report) -> impl Iterator<Item = String> {
    let told = [Category::Match, Category::Reliability];
    let parts = report.score.parts.iter();
    parts
        .filter(move |part| part.points == part.of && !told.contains(&part.category))
        .map(|part| {
            format!(
                "{}: full points ({} of {})",
                part.category.label(),
                part.points,
                part.of
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::model::parse_notation;
    use crate::scenario::builtin;

    #[test]
    fn an_accepted_design_is_praised_for_what_it_does() {
        for scenario in builtin() {
            let report = analyze(&scenario.designs[0].design, Some(scenario));
            let debrief = Debrief::new(&report);
            assert_eq!(debrief.strengths.len(), MOST_STRENGTHS, "{}", scenario.id);
        }
    }

    #[test]
    fn a_sketch_is_praised_for_nothing_that_it_lacks() {
        let shortener = builtin().iter().find(|one| one.id == "url_shortener");
        let design = parse_notation("client -> api -> db\napi: service x1\ndb: sql x1").unwrap();
        let report = analyze(&design.design, shortener);
        let debrief = Debrief::new(&report);
        let praise = debrief.strengths.join("; ");
        assert!(
            !praise.contains("required items") && !praise.contains("reliability"),
            "{praise}"
        );
        assert!(debrief.weakest.is_some_and(|(_, part)| part < 70));
    }
}
