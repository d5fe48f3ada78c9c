//! What was tried and how it went: each pressed check, each finished round and each drill, with its score by rubric area.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::drills::DrillKind;
use super::interview::InterviewRound;
use super::scorecard::{Dimension, Scorecard};
use crate::analysis::{Category, Report};
use crate::model::TakenHelp;

/// How something was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptMode {
    /// A pressed check of free practice.
    Practice,
    /// A mock interview.
    Interview,
    /// A short drill.
    Drill(DrillKind),
}

impl AttemptMode {
    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Practice => "Free practice",
            Self::Interview => "Mock interview",
            Self::Drill(kind) => kind.label(),
        }
    }

    /// Whether it is a drill.
    #[must_use]
    pub fn is_drill(self) -> bool {
        matches!(self, Self::Drill(_))
    }
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it ended.
    pub at: Timestamp,
    /// The prompt's id; empty for the user's own system and for drills that go through all prompts.
    #[serde(default)]
    pub scenario: String,
    /// What it was about, for where the prompt is not there any more.
    #[serde(default)]
    pub title: String,
    /// How it was tried.
    pub mode: AttemptMode,
    /// How long it took (s).
    #[serde(default)]
    pub seconds: u32,
    /// The score without what was applied for the user, 0 to 100.
    pub score: u32,
    /// Points that shown or applied fixes gained; not in the score.
    #[serde(default)]
    pub assisted: u32,
    /// How often help was taken: hints, and fixes that were shown.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hints: u32,
    /// How many clarifying questions were asked.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub asked: u32,
    /// By rubric area the part of its points that was reached (%), where it was measured.
    #[serde(default)]
    pub areas: BTreeMap<Dimension, u8>,
    /// The name of the drawing that is kept of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<String>,
    /// The name of the round that is kept of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// A part as whole percent.
pub(super) fn percent(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 100.0).round() as u8
}

impl Attempt {
    /// A pressed check. The areas of a drawing that was helped along say nothing about the user, and are left out.
    #[must_use]
    pub fn of_check(
        report: &Report,
        (assisted, help): (u32, &TakenHelp),
        (at, seconds): (Timestamp, u32),
    ) -> Self {
        let areas = if assisted > 0 {
            BTreeMap::new()
        } else {
            areas_of_report(report)
        };
        Self {
            at,
            scenario: String::new(),
            title: String::new(),
            mode: AttemptMode::Practice,
            seconds,
            score: report.score.total.saturating_sub(assisted),
            assisted,
            hints: help.count(),
            asked: help.asked.len() as u32,
            areas,
            drawing: None,
            round: None,
        }
    }

    /// A finished round.
    #[must_use]
    pub fn of_round(round: &InterviewRound, card: &Scorecard, at: Timestamp) -> Self {
        let areas = card.dimensions.iter();
        Self {
            at,
            scenario: round.scenario.clone(),
            title: String::new(),
            mode: AttemptMode::Interview,
            seconds: round.now() as u32,
            score: card.total,
            assisted: 0,
            hints: round.hints.len() as u32,
            asked: round.asked.len() as u32,
            areas: areas
                .map(|one| (one.dimension, percent(one.part())))
                .collect(),
            drawing: None,
            round: None,
        }
    }

    /// About a prompt, or about a system of the user's own where the id is empty.
    #[must_use]
    pub fn about(self, scenario: &str, title: &str) -> Self {
        Self {
            scenario: scenario.to_owned(),
            title: title.to_owned(),
            ..self
        }
    }

    /// "3 questions asked, 1 hint taken"; none where neither was.
    #[must_use]
    pub fn describe_help(&self) -> Option<String> {
        let parts = [
            (self.asked, "question asked", "questions asked"),
            (self.hints, "hint taken", "hints taken"),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Whole minutes, to the nearest one; one at least.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        ((self.seconds + 30) / 60).max(1)
    }
}

/// The rubric area that a part of the check's score shows, and in which a rule of this category is known or not.
pub(super) fn area_of(category: Category) -> Dimension {
    match category {
        Category::Match | Category::Structure => Dimension::Design,
        Category::Load => Dimension::Performance,
        Category::Reliability | Category::Security => Dimension::Reliability,
    }
}

/// The part reached of each rubric area that a drawing shows (%).
#[must_use]
pub fn areas_of_report(report: &Report) -> BTreeMap<Dimension, u8> {
    let mut sums = BTreeMap::<Dimension, (u32, u32)>::new();
    for part in &report.score.parts {
        let sum = sums.entry(area_of(part.category)).or_default();
        sum.0 += part.points;
        sum.1 += part.of;
    }
    let part = |(points, of): (u32, u32)| percent(f64::from(points) / f64::from(of.max(1)));
    sums.into_iter()
        .map(|(area, sum)| (area, part(sum)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::scenario::builtin;

    fn check(assisted: u32) -> Attempt {
        let scenario = &builtin()[0];
        let report = analyze(&scenario.designs[0].design, Some(scenario));
        let help = TakenHelp {
            hints: 2,
            ..TakenHelp::default()
        };
        Attempt::of_check(&report, (assisted, &help), (Timestamp::UNIX_EPOCH, 61))
    }

    #[test]
    fn a_check_shows_three_areas_and_one_that_was_helped_none() {
        let own = check(0);
        assert_eq!(own.areas.len(), 3);
        assert!(own.areas[&Dimension::Design] > 90);
        assert_eq!((own.minutes(), own.hints), (1, 2));
        let long = Attempt {
            seconds: 90,
            ..own.clone()
        };
        assert_eq!(long.minutes(), 2);
        let helped = check(40);
        assert!(helped.areas.is_empty());
        assert_eq!(helped.score + 40, own.score);
    }

    #[test]
    fn an_attempt_comes_back_as_it_was_and_may_leave_out_what_it_has_not() {
        let own = check(0).about("url_shortener", "URL shortener");
        let text = serde_json::to_string(&own).unwrap();
        assert_eq!(serde_json::from_str::<Attempt>(&text).unwrap(), own);
        let short = r#"{"at":"2026-03-02T10:00:00Z","mode":{"drill":"numbers"},"score":50}"#;
        let short: Attempt = serde_json::from_str(short).unwrap();
        assert_eq!(short.mode, AttemptMode::Drill(DrillKind::Numbers));
        assert!(short.areas.is_empty() && short.round.is_none());
    }
}
