//! What a rule is: its texts, its examples, and the two functions that find the problem and fix it.
//!
//! It stands apart from the table of all rules, so that each rule needs this file and nothing needs the table.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ExampleDrawing, apply_changes};
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::Id;

/// A risk rule: what it looks for, how it explains itself, and the examples that prove it.
#[derive(Debug)]
pub struct Rule {
    /// Names the problem: `single-point-of-failure`.
    pub id: &'static str,
    /// A few words for a heading.
    pub title: &'static str,
    /// How bad it usually is; a finding may be milder where the prompt says so.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// Why it matters, for engineers.
    pub why: &'static str,
    /// Why it matters, for people who do not run systems.
    pub for_stakeholders: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What it does not flag, and why.
    pub exempt: &'static str,
    /// Where its claims and thresholds come from.
    pub references: &'static [RuleReference],
    /// Whether the examples are answers to [`example_prompt`](crate::analysis::rules::example_prompt); otherwise they stand alone.
    pub answers_example_prompt: bool,
    /// A design that does not raise it.
    pub(crate) good: ExampleDrawing,
    /// What makes the good design raise exactly this rule above info, as changes; see [`apply_changes`].
    pub(crate) bad: &'static str,
    /// Looks for the problem, and adds a finding for each place where it is.
    pub(crate) check: fn(&Analysis, &mut Vec<Finding>),
    /// Fixes one finding in the draft, where that can be done by drawing.
    pub(crate) apply_fix: Option<FixFn>,
}

/// Draws what fixes a finding, and says in a few words what that is; none where no single drawing is surely right.
pub(crate) type FixFn = fn(&Analysis, &Finding, &mut PatchBuilder) -> Option<String>;

impl Rule {
    /// A design in the text notation that does not raise the rule.
    #[must_use]
    pub fn good_text(&self) -> String {
        self.good.text()
    }

    /// A design in the text notation that raises exactly this rule above info.
    #[must_use]
    pub fn bad_text(&self) -> String {
        apply_changes(&self.good.text(), self.bad)
    }

    /// A finding of this rule; it takes no points yet.
    pub(crate) fn finding(
        &self,
        severity: Severity,
        items: Vec<Id>,
        why: String,
        advice: String,
    ) -> Finding {
        Finding {
            rule: self.id,
            variant: None,
            severity,
            category: self.category,
            title: self.title.to_owned(),
            why,
            for_stakeholders: self.for_stakeholders.to_owned(),
            advice,
            items,
            part: None,
            responsibility: None,
            misses_target: false,
            points: 0,
            stands_for: Vec::new(),
            accepted: None,
        }
    }
}
