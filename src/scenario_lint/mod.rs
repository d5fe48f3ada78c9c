//! Whether a prompt is fair and complete: what its author has to mend before anybody practices with it.
//!
//! A prompt judges drawings, so it is judged first: its accepted designs must pass their own check, a missing part must be
//! named as that part, hints must lead somewhere, and it must be possible to get there from an empty canvas.

mod designs;
mod jobs;
mod prompt_lint;
mod sums;
mod writing;

use prompt_lint::PromptLint;
pub use prompt_lint::{LintLevel, PromptProblem};

use crate::analysis::rules;
use crate::model::format;
use crate::scenario::{QuestionValue, Scenario};

/// All problems of a prompt, the grave ones first; it takes some seconds for large designs, since every promise is tried.
#[must_use]
pub fn lint_prompt(scenario: &Scenario) -> Vec<PromptProblem> {
    let mut audit = PromptLint {
        scenario,
        problems: Vec::new(),
    };
    audit.check_references();
    audit.check_designs();
    audit.check_completeness();
    audit.check_jobs();
    audit.check_estimates();
    audit.check_writing();
    audit.problems.sort_by_key(|problem| problem.level);
    audit.problems
}

impl PromptLint<'_> {
    /// Rules that hints and traps name.
    fn check_references(&mut self) {
        let scenario = self.scenario;
        let fix = "take one from `boxdrill rules`";
        for (n, hint) in scenario.hints.iter().enumerate() {
            match &hint.rule {
                Some(rule) if rules::get(rule).is_none() => {
                    let says = format!("the hint names the unknown rule `{rule}`");
                    self.unfair(format!("/hints/{n}/rule"), says, fix);
                }
                None if hint.part.is_none() => {
                    let says = "the hint leads to no part and no rule";
                    let fix = "add `part` or `rule`, so that following it raises the score";
                    self.unfair(format!("/hints/{n}"), says, fix);
                }
                _ => {}
            }
        }
        for (n, trap) in scenario.traps.iter().enumerate() {
            if rules::get(&trap.rule).is_none() {
                let says = format!("the trap names the unknown rule `{}`", trap.rule);
                self.unfair(format!("/traps/{n}/rule"), says, fix);
            }
        }
    }

    /// Whether there is enough to practice with.
    fn check_completeness(&mut self) {
        let s = self.scenario;
        let revealed = s.requirements.iter().filter(|r| r.revealed).count();
        let good = s
            .questions
            .iter()
            .filter(|q| q.value == QuestionValue::Good);
        let program_twists = s.twists.iter().filter(|twist| twist.change.is_none());
        let counts = [
            ("/designs", "accepted designs", s.designs.len(), 2),
            ("/requirements", "requirements that are told", revealed, 3),
            (
                "/requirements",
                "requirements to be asked for",
                s.requirements.len() - revealed,
                2,
            ),
            ("/questions", "good clarifying questions", good.count(), 4),
            ("/questions", "clarifying questions", s.questions.len(), 8),
            ("/facts", "facts", s.facts.len(), 3),
            ("/estimates", "estimates", s.estimates.len(), 3),
            ("/traps", "traps", s.traps.len(), 2),
            ("/hints", "hints", s.hints.len(), 5),
            ("/follow_ups", "follow-up questions", s.follow_ups.len(), 8),
            ("/trade_offs", "trade-off cards", s.trade_offs.len(), 2),
            ("/twists", "twists", s.twists.len(), 4),
            (
                "/twists",
                "twists of the program",
                program_twists.count(),
                2,
            ),
            (
                "/program/success",
                "measures of success",
                s.program.success.len(),
                2,
            ),
            ("/program/owners", "owners", s.program.owners.len(), 2),
            (
                "/program/dependencies",
                "outside dependencies",
                s.program.dependencies.len(),
                1,
            ),
            (
                "/program/milestones",
                "milestones",
                s.program.milestones.len(),
                3,
            ),
            (
                "/program/risks",
                "program risks",
                s.program.risks.len(),
                3,
            ),
            (
                "/program/rollout",
                "rollout steps",
                s.program.rollout.len(),
                2,
            ),
            ("/sources", "sources", s.sources.len(), 1),
        ];
        for (at, what, count, wanted) in counts {
            if count < wanted {
                let says =
                    format!("there are {count} {what}, and a full prompt has {wanted} at least");
                self.thin(at, says, format!("add {}", wanted - count));
            }
        }
        if !s.flows.iter().any(|flow| flow.critical) {
            let fix = "set `critical` on the flow without which users stop";
            self.unfair("/flows", "no flow is critical", fix);
        }
        for (n, card) in s.trade_offs.iter().enumerate() {
            if card.options.len() < 2 {
                let at = format!("/trade_offs/{n}/options");
                self.thin(
                    at,
                    "a decision has two options at least",
                    "add another option",
                );
            }
        }
        for (n, twist) in s.twists.iter().enumerate() {
            if twist.covers.len() < 2 || twist.words.is_empty() {
                let says = "the twist says too little about a good answer";
                let fix = "give two points at least in `covers`, and `words` by which a plan speaks of it";
                self.thin(format!("/twists/{n}"), says, fix);
            }
        }
        for (n, question) in s.follow_ups.iter().enumerate() {
            if question.covers.len() < 2 || question.deeper.trim().is_empty() {
                let says = "the follow-up says too little about a good answer";
                let fix = "give two points at least in `covers`, and a deeper question";
                self.thin(format!("/follow_ups/{n}"), says, fix);
            }
        }
    }

    /// Whether the derivation of each estimate comes out, and ends with its value.
    fn check_estimates(&mut self) {
        for (n, estimate) in self.scenario.estimates.iter().enumerate() {
            let value = estimate.value;
            let close = |found: f64| (found - value).abs() <= 0.011 * value.abs().max(1e-9);
            if !writing::numbers(&estimate.derivation).any(close) {
                let says = format!(
                    "the derivation of \"{}\" does not come to {value}",
                    estimate.label
                );
                let fix = "write the arithmetic so that the value appears in it";
                self.unfair(format!("/estimates/{n}/derivation"), says, fix);
            }
            for slip in sums::find_slips(&estimate.derivation) {
                let says = format!(
                    "\"{}\" comes to {}",
                    slip.says,
                    format::amount(slip.comes_to)
                );
                let fix = "work it out again, and what follows from it";
                self.unfair(format!("/estimates/{n}/derivation"), says, fix);
            }
        }
    }
}
