//! What a candidate takes along from a checked drawing: what was good about it, and the area to practice next.

use super::attempts::areas_of_report;
use super::drills::DrillKind;
use super::scorecard::Dimension;
use crate::analysis::{Category, FlowVerdict, Report, Severity};
use crate::model::{HelpLevel, TakenHelp};
use crate::scenario::{Need, Scenario};

/// The most that is praised: what comes after three is not remembered. Own judgment.
const MOST_STRENGTHS: usize = 3;

/// What was good about a checked drawing, and what to practice next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debrief {
    /// At most three sentences, the most telling first; empty where nothing holds yet.
    pub strengths: Vec<String>,
    /// What was asked about the prompt and which help was taken, a sentence each; empty without a prompt.
    pub help: Vec<String>,
    /// The area with the smallest part of its points, and that part (%).
    pub weakest: Option<(Dimension, u8)>,
}

impl Debrief {
    /// What a report says, and the help that was taken with the prompt.
    #[must_use]
    pub fn new(report: &Report, scenario: Option<&Scenario>, help: &TakenHelp) -> Self {
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
            help: scenario.map_or_else(Vec::new, |scenario| describe_help(scenario, help)),
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

/// "3 of 8 clarifying questions asked, 2 facts still hidden" and "2 hints taken, 1 fix shown".
fn describe_help(scenario: &Scenario, help: &TakenHelp) -> Vec<String> {
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        more => format!("{more} {many}"),
    };
    let questions = scenario.questions.len();
    let asked = scenario.questions.iter();
    let asked = asked.filter(|one| help.asked.contains(&one.ask)).count();
    let (_, hidden) = scenario.known_requirements(&help.asked);
    let left = match hidden {
        0 => String::new(),
        more => format!(", {} still hidden", counted(more, "fact", "facts")),
    };
    let line = format!("{asked} of {questions} clarifying questions asked{left}");
    let asking = (questions > 0).then_some(line);
    let of_level = |level: HelpLevel| {
        let findings = help.findings.iter();
        findings.filter(|helped| helped.level == level).count()
    };
    let hints = help.hints as usize + of_level(HelpLevel::Hint);
    let fixes = of_level(HelpLevel::Fix);
    let seen = usize::from(help.score_before_answer.is_some());
    let taken = [
        (hints, counted(hints, "hint", "hints")),
        (fixes, counted(fixes, "fix shown", "fixes shown")),
        (seen, "an accepted design opened".to_owned()),
    ];
    let taken = taken
        .into_iter()
        .filter_map(|(count, says)| (count > 0).then_some(says));
    let taken: Vec<String> = taken.collect();
    let helping = match taken.as_slice() {
        [] => "No help used".to_owned(),
        taken => format!("Help used: {}", taken.join(", ")),
    };
    asking.into_iter().chain([helping]).collect()
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
    (missing == 0).then(|| format!("All {} required jobs are covered", required.count()))
}

/// That no single component stops a flow, where all flows are drawn: what is not there cannot fail.
fn single_points(report: &Report) -> Option<String> {
    let (working, of) = report.working_flows();
    let found = report.open().any(|finding| {
        finding.category == Category::Reliability && finding.severity <= Severity::High
    });
    (of > 0 && working == of && !found).then(|| "No serious reliability risk was found".to_owned())
}

/// Other categories that lost nothing, where all flows are drawn.
fn whole_categories(report: &Report) -> impl Iterator<Item = String> {
    let (working, of) = report.working_flows();
    let told = [Category::Match, Category::Reliability];
    let parts = report.score.judged_parts().iter();
    parts
        .filter(move |part| {
            working == of && part.points == part.of && !told.contains(&part.category)
        })
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
    use crate::practice::helped;
    use crate::scenario::builtin;

    #[test]
    fn an_accepted_design_is_praised_for_what_it_does() {
        for scenario in builtin() {
            let report = analyze(&scenario.designs[0].design, Some(scenario));
            let debrief = Debrief::new(&report, Some(scenario), &TakenHelp::default());
            assert_eq!(debrief.strengths.len(), MOST_STRENGTHS, "{}", scenario.id);
        }
    }

    #[test]
    fn a_sketch_is_praised_for_nothing_that_it_lacks() {
        let shortener = builtin().iter().find(|one| one.id == "url_shortener");
        let design = parse_notation("client -> api -> db\napi: service x1\ndb: sql x1").unwrap();
        let report = analyze(&design.design, shortener);
        let debrief = Debrief::new(&report, shortener, &TakenHelp::default());
        let praise = debrief.strengths.join("; ");
        assert!(
            !praise.contains("required jobs") && !praise.contains("reliability"),
            "{praise}"
        );
        assert!(debrief.weakest.is_some_and(|(_, part)| part < 70));
    }

    #[test]
    fn the_debrief_says_what_was_asked_and_which_help_was_taken() {
        let shortener = builtin().iter().find(|one| one.id == "url_shortener");
        let questions = &shortener.unwrap().questions;
        let design = parse_notation("client -> api -> db\napi: service x1\ndb: sql x1").unwrap();
        let report = analyze(&design.design, shortener);
        let none = Debrief::new(&report, shortener, &TakenHelp::default()).help;
        assert!(none[0].starts_with(&format!("0 of {} ", questions.len())));
        assert_eq!(none[1], "No help used");
        let mut help = TakenHelp::default();
        help.asked
            .extend(questions.iter().map(|one| one.ask.clone()));
        help.hints = 1;
        help.take(helped(&report.findings[0], HelpLevel::Hint, 0));
        help.take(helped(&report.findings[1], HelpLevel::Fix, 3));
        let all = Debrief::new(&report, shortener, &help).help;
        let asked = questions.len();
        assert_eq!(
            all[0],
            format!("{asked} of {asked} clarifying questions asked")
        );
        assert_eq!(all[1], "Help used: 2 hints, 1 fix shown");
        help.see_answer(30);
        let seen = Debrief::new(&report, shortener, &help).help;
        assert!(seen[1].ends_with(", an accepted design opened"));
        let analysis = crate::analysis::Analysis::new(&design.design, shortener);
        let only_seen = TakenHelp {
            score_before_answer: Some(2),
            ..TakenHelp::default()
        };
        let assisted = crate::practice::assisted_points(&only_seen, &analysis, &report);
        assert_eq!(assisted, report.score.total - 2);
        assert!(Debrief::new(&report, None, &help).help.is_empty());
    }
}
