//! What tests of rules need: a drawing in the text notation, the findings of one rule in it, and its fix.

use crate::analysis::rules::examples::example_prompt;
use crate::analysis::rules::rule::Rule;
use crate::analysis::{Analysis, Finding, Fix, Severity, WhatIf, analyze};
use crate::model::{Design, parse_notation};
use crate::scenario::{Flow, Scenario};

/// Asserts how severe the findings of a rule are in a drawing that answers no prompt, in the order of the report.
#[track_caller]
pub(crate) fn check_rule(rule: &Rule, drawing: &str, expected: &[Severity]) {
    check(rule, drawing, None, expected);
}

/// The same for a drawing that answers a prompt.
#[track_caller]
pub(crate) fn check_answer(rule: &Rule, prompt: &Scenario, drawing: &str, expected: &[Severity]) {
    check(rule, drawing, Some(prompt), expected);
}

#[track_caller]
fn check(rule: &Rule, drawing: &str, prompt: Option<&Scenario>, expected: &[Severity]) {
    let findings = findings_of(rule, &design(drawing), prompt);
    let severities: Vec<Severity> = findings.iter().map(|f| f.severity).collect();
    assert_eq!(
        severities, expected,
        "{} in:\n{drawing}\n{findings:#?}",
        rule.id
    );
}

/// What a rule finds in a design.
pub(crate) fn findings_of(rule: &Rule, design: &Design, prompt: Option<&Scenario>) -> Vec<Finding> {
    let findings = analyze(design, prompt).findings;
    findings.into_iter().filter(|f| f.rule == rule.id).collect()
}

/// The fix of the first finding of a rule, if it offers one.
pub(crate) fn first_fix(rule: &Rule, design: &Design, prompt: Option<&Scenario>) -> Option<Fix> {
    let analysis = Analysis::new(design, prompt);
    let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
    let finding = report.findings.iter().find(|f| f.rule == rule.id)?;
    analysis.fixer(&report, &numbers).fix(finding)
}

/// A drawing in the text notation.
#[track_caller]
pub(crate) fn design(drawing: &str) -> Design {
    parse_notation(drawing).unwrap().design
}

/// The example prompt with each of its flows changed.
pub(crate) fn prompt_with_flows(change: impl Fn(&mut Flow)) -> Scenario {
    let mut prompt = example_prompt().clone();
    prompt.flows.iter_mut().for_each(change);
    prompt
}
