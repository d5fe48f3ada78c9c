//! The help that was taken with the prompt of a drawing, kept with it: what was given away stays so.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::limits::{MAX_HELPED_FINDINGS, MAX_QUESTIONS, MAX_TEXT};
use super::program::RiskSource;

/// What was asked about the prompt, and the help that was taken with it and with findings.
///
/// It is no part of what undo takes back: an answer that was heard is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakenHelp {
    /// Clarifying questions that were asked, in the words of the prompt.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub asked: BTreeSet<String>,
    /// How many of the prompt's hints were taken, from the first on.
    #[serde(skip_serializing_if = "is_zero")]
    pub hints: u32,
    /// Findings that help was taken with, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<HelpedFinding>,
    /// The score that the candidate had without help when an accepted design was first opened, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_before_answer: Option<u32>,
}

/// How far the answer to a finding was given away.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum HelpLevel {
    /// The problem alone.
    #[default]
    Problem,
    /// Where it is in the drawing.
    Hint,
    /// What to do about it.
    Fix,
}

/// A finding that help was taken with, and what the score needs to know of it once it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HelpedFinding {
    /// Which finding.
    pub finding: RiskSource,
    /// How far its answer was given away.
    pub level: HelpLevel,
    /// The points that the fix was said to bring, 0 to 100.
    #[serde(skip_serializing_if = "is_zero")]
    pub gain: u32,
    /// How bad it was, as the check writes it: `critical`.
    pub severity: String,
    /// The job of the prompt that nothing did, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// Whether the drawing missed a target of the prompt by it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub misses_target: bool,
}

impl TakenHelp {
    /// Whether no help was taken and nothing asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many times help was taken, with the prompt and with findings.
    #[must_use]
    pub fn count(&self) -> u32 {
        let answer = u32::from(self.score_before_answer.is_some());
        self.hints + self.findings.len() as u32 + answer
    }

    /// Adds help that was taken with a finding.
    pub fn take(&mut self, new: HelpedFinding) {
        let mut findings = self.findings.iter_mut();
        match findings.find(|helped| helped.finding == new.finding) {
            Some(helped) => {
                helped.level = helped.level.max(new.level);
                helped.gain = helped.gain.max(new.gain);
            }
            None => self.findings.push(new),
        }
    }

    /// Notes that an accepted design was opened, at this score without help; the first time counts.
    pub fn see_answer(&mut self, own_score: u32) {
        self.score_before_answer.get_or_insert(own_score);
    }

    /// Adds all that was taken in another state of the same drawing.
    pub(super) fn merge(&mut self, other: &Self) {
        self.asked.extend(other.asked.iter().cloned());
        self.hints = self.hints.max(other.hints);
        let seen = [self.score_before_answer, other.score_before_answer];
        self.score_before_answer = seen.into_iter().flatten().min();
        for finding in &other.findings {
            self.take(finding.clone());
        }
    }

    /// Cuts what no user ever takes, so that any file can be read; says whether there was any.
    pub(super) fn limit(&mut self) -> bool {
        let before = self.clone();
        let is_short = |text: &str| text.chars().nth(MAX_TEXT).is_none();
        self.asked.retain(|question| is_short(question));
        while self.asked.len() > MAX_QUESTIONS {
            self.asked.pop_last();
        }
        self.hints = self.hints.min(MAX_QUESTIONS as u32);
        self.findings.retain(|helped| {
            let part = helped.finding.part.iter();
            let mut texts = part.chain(&helped.job);
            let words = [&helped.finding.rule, &helped.severity];
            texts.all(|text| is_short(text)) && words.into_iter().all(|text| is_short(text))
        });
        self.findings.truncate(MAX_HELPED_FINDINGS);
        self.score_before_answer = self.score_before_answer.map(|score| score.min(100));
        for helped in &mut self.findings {
            helped.gain = helped.gain.min(100);
        }
        *self != before
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Component, Design, Document, Edit, Id, pt, read_design, write_design};

    fn finding(rule: &str, level: HelpLevel, gain: u32) -> HelpedFinding {
        HelpedFinding {
            finding: RiskSource {
                rule: rule.to_owned(),
                item: Some(Id(3)),
                ..RiskSource::default()
            },
            level,
            gain,
            severity: "high".to_owned(),
            ..HelpedFinding::default()
        }
    }

    fn help() -> impl Strategy<Value = TakenHelp> {
        let levels = proptest::sample::select(vec![HelpLevel::Hint, HelpLevel::Fix]);
        let findings = proptest::collection::btree_map("[a-z-]{1,9}", (levels, 0..=100_u32), 0..5);
        let asked = proptest::collection::btree_set("\\PC{0,20}", 0..5);
        let seen = proptest::option::of(0..=100_u32);
        let all = (asked, 0..9_u32, findings, seen);
        all.prop_map(|(asked, hints, findings, score_before_answer)| TakenHelp {
            score_before_answer,
            asked,
            hints,
            findings: findings
                .into_iter()
                .map(|(rule, (level, gain))| finding(&rule, level, gain))
                .collect(),
        })
    }

    proptest! {
        #[test]
        fn help_comes_back_from_the_file(help in help()) {
            let mut design = Design::new();
            design.apply(Edit::SetHelp(Box::new(help.clone()))).unwrap();
            let text = write_design(&design);
            let loaded = read_design(text.as_bytes()).unwrap();
            prop_assert_eq!(loaded.design.help(), &help);
            prop_assert_eq!(write_design(&loaded.design), text);
            prop_assert_eq!(loaded.repairs, Vec::<String>::new());
        }
    }

    #[test]
    fn damaged_help_costs_nothing_else_and_an_old_file_has_none() {
        let old = r#"{"version":1,"components":[{"id":1,"kind":"cache","at":[0,0]}]}"#;
        let loaded = read_design(old.as_bytes()).unwrap();
        assert!(loaded.design.help().is_empty() && loaded.repairs.is_empty());
        let damaged = old.replace(
            "\"components\"",
            "\"help\":{\"hints\":\"many\"},\"components\"",
        );
        let loaded = read_design(damaged.as_bytes()).unwrap();
        assert!(loaded.design.help().is_empty());
        assert_eq!((loaded.design.len(), loaded.repairs.len()), (1, 1));
        let most = old.replace(
            "\"components\"",
            "\"help\":{\"hints\":4000000000},\"components\"",
        );
        let loaded = read_design(most.as_bytes()).unwrap();
        assert_eq!(loaded.design.help().hints as usize, MAX_QUESTIONS);
        assert_eq!(loaded.repairs.len(), 1);
    }

    #[test]
    fn help_is_no_step_and_stays_taken() {
        let mut document = Document::default();
        let add = |id| Edit::PutComponent(Id(id), Component::new("cache", "A", pt(0.0, 0.0)));
        document.apply("Add", add(1)).unwrap();
        document.begin("Move");
        let (revision, change) = (document.revision(), document.change());
        let taken = TakenHelp {
            hints: 1,
            findings: vec![finding("a", HelpLevel::Fix, 7)],
            ..TakenHelp::default()
        };
        document.take_help(taken.clone());
        document.commit();
        assert_eq!(
            (document.revision(), document.undo_label()),
            (revision, Some("Add"))
        );
        assert!(document.change() > change);
        assert!(document.undo());
        assert_eq!(document.design().help(), &taken);
        assert!(document.redo());
        let mut more = taken.clone();
        more.take(finding("a", HelpLevel::Hint, 9));
        assert_eq!(more.findings, [finding("a", HelpLevel::Fix, 9)]);
        document.take_help(more.clone());
        document.replace("Restore a version", Design::new());
        assert_eq!(document.design().help(), &more);
        // Another prompt is another exercise.
        let other = Edit::SetScenario(Some("chat".to_owned()));
        document.apply("Change prompt", other).unwrap();
        assert!(document.design().help().is_empty());
    }
}
