//! What the measures look at, and what each of them gives.

use super::points::points_text;
use crate::analysis::{Analysis, Estimate, Report, WhatIf};
use crate::model::Id;
use crate::practice::interview::InterviewRound;
use crate::scenario::Scenario;

/// Points with the reason for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// One sentence.
    pub says: String,
    /// Points reached; below 0 where something is taken away.
    pub points: f64,
    /// Points there were to reach.
    pub of: f64,
    /// The component that shows it.
    pub item: Option<Id>,
    /// The rule that shows it.
    pub rule: Option<&'static str>,
    /// The minute of the round that shows it, from 1.
    pub minute: Option<u32>,
}

impl Evidence {
    /// "3.5 of 4.0", as it is shown everywhere; "not scored" where there was nothing to earn.
    #[must_use]
    pub fn points_of(&self) -> String {
        if self.of == 0.0 {
            return "not scored".to_owned();
        }
        format!("{} of {}", points_text(self.points), points_text(self.of))
    }

    /// A part of a share, 0 to 1.
    pub(super) fn new(says: impl Into<String>, of: f64, part: f64) -> Self {
        Self {
            says: says.into(),
            points: of * part.clamp(0.0, 1.0),
            of,
            item: None,
            rule: None,
            minute: None,
        }
    }

    pub(super) fn at(mut self, seconds: Option<f64>) -> Self {
        self.minute = seconds.map(minute_of);
        self
    }

    pub(super) fn about(mut self, item: Option<Id>) -> Self {
        self.item = item;
        self
    }

    pub(super) fn rule(mut self, rule: Option<&'static str>) -> Self {
        self.rule = rule;
        self
    }
}

/// The minute of a second, from 1.
pub(super) fn minute_of(seconds: f64) -> u32 {
    (seconds / 60.0).floor() as u32 + 1
}

/// The round with all that is known of its drawing.
pub(super) struct Measures<'a> {
    pub(super) round: &'a InterviewRound,
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) scenario: Option<&'a Scenario>,
    pub(super) report: Report,
    pub(super) estimate: Estimate,
    /// Whether any flow of the prompt arrives: what carries nothing earns nothing for being free of faults.
    pub(super) carries_a_flow: bool,
    /// The part of the flows of the prompt that arrive, 0 to 1: what is not drawn has no faults, and proves nothing.
    pub(super) carried: f64,
}

impl<'a> Measures<'a> {
    pub(super) fn new(round: &'a InterviewRound, analysis: &'a Analysis<'a>) -> Self {
        let report = analysis.report();
        let arriving = report.flows.iter().filter(|flow| flow.unreached.is_empty());
        let arriving = arriving.count();
        Self {
            round,
            analysis,
            scenario: analysis.scenario(),
            carries_a_flow: arriving > 0,
            carried: arriving as f64 / report.flows.len().max(1) as f64,
            report,
            estimate: analysis.estimate(&WhatIf::default()),
        }
    }

    /// "3 of 5 …" as evidence.
    pub(super) fn share(what: &str, reached: usize, of: usize, share: f64) -> Evidence {
        let part = if of == 0 {
            0.0
        } else {
            reached as f64 / of as f64
        };
        Evidence::new(format!("{} of {of} {what}", reached.min(of)), share, part)
    }

    /// What speaks for a drawing without faults: as much of the share as there are flows drawn that could have them.
    pub(super) fn free_of_faults(&self, good: &str, share: f64) -> Evidence {
        let (arriving, of) = (
            self.report
                .flows
                .iter()
                .filter(|flow| flow.unreached.is_empty())
                .count(),
            self.report.flows.len(),
        );
        match arriving {
            0 => Evidence::new(
                "None of the flows in the prompt reaches its destination",
                share,
                0.0,
            ),
            all if all == of => Evidence::new(good, share, 1.0),
            some => Evidence::new(
                format!("{good}, judged by the {some} of {of} flows that are drawn"),
                share,
                self.carried,
            ),
        }
    }

    /// Full share while none of these rules has an open finding above info.
    pub(super) fn without(&self, rules: &[&str], good: &str, share: f64) -> Evidence {
        let found = self.report.open().find(|finding| {
            rules.contains(&finding.rule) && finding.severity < crate::analysis::Severity::Info
        });
        match found {
            Some(finding) => Evidence::new(finding.title.clone(), share, 0.0)
                .about(finding.item())
                .rule(Some(finding.rule)),
            None => self.free_of_faults(good, share),
        }
    }
}
