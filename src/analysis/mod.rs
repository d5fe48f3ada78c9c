//! The check: a design and a prompt in, a [`Report`] out. Total and deterministic: any drawing, however broken, gives a
//! report, and the same drawing gives the same report everywhere.

mod context;
mod flow;
mod matching;
mod rank;
mod report;
pub mod rules;
mod score;
mod survival;

pub use report::{
    Category, CategoryScore, Comparison, Finding, FlowMatch, FlowReport, PartMatch, Played, Report,
    Score, ScoreLine, Severity, Wired,
};

use crate::model::Design;
use crate::scenario::Scenario;
use context::Context;

/// Checks a drawing, against a prompt where it answers one.
#[must_use]
pub fn analyze(design: &Design, scenario: Option<&Scenario>) -> Report {
    let context = Context::new(design, scenario);
    let mut findings = Vec::new();
    for rule in rules::all() {
        (rule.check)(&context, &mut findings);
    }
    rank::sort(&context, &mut findings);
    let score = score::score(&context, &mut findings);
    Report {
        scenario: scenario.map(|scenario| scenario.id.clone()),
        score,
        findings,
        flows: context
            .flows
            .iter()
            .map(|flow| flow.report(&context))
            .collect(),
        comparisons: context.comparisons,
    }
}
