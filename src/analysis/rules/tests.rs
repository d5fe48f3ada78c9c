//! Every rule held to its texts and its two examples.

use crate::analysis::rules::all;
use crate::analysis::rules::examples::prompt_named_by;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::testing::first_fix;
use crate::analysis::{Finding, Report, Severity, analyze};
use crate::model::{Design, parse_notation};
use crate::scenario::Scenario;

fn prompt_of(rule: &Rule, example: &Design) -> Option<&'static Scenario> {
    if rule.answers_example_prompt {
        Some(prompt_named_by(example))
    } else {
        None
    }
}

fn report(rule: &Rule, text: &str) -> Report {
    let design = parse_notation(text)
        .unwrap_or_else(|error| panic!("{}: {error}", rule.id))
        .design;
    analyze(&design, prompt_of(rule, &design))
}

fn above_info(report: &Report) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings.filter(|f| f.severity < Severity::Info).collect()
}

#[test]
fn bad_examples_raise_their_rule_and_no_other() {
    for rule in all() {
        let report = report(rule, &rule.bad_text());
        let raised = report.findings.iter().any(|f| f.rule == rule.id);
        assert!(raised, "{} is not raised: {:#?}", rule.id, report.findings);
        let strong = above_info(&report);
        let only = strong.iter().all(|f| f.rule == rule.id);
        assert!(only, "{} is not alone: {strong:#?}", rule.id);
        let as_stated = rule.severity == Severity::Info || !strong.is_empty();
        assert!(as_stated, "{} is milder than stated", rule.id);
    }
}

#[test]
fn good_examples_raise_nothing() {
    for rule in all() {
        let report = report(rule, &rule.good_text());
        let strong = above_info(&report);
        assert!(strong.is_empty(), "{}: {strong:#?}", rule.id);
        let raised = report.findings.iter().any(|f| f.rule == rule.id);
        assert!(!raised, "{}: {:#?}", rule.id, report.findings);
    }
}

#[test]
fn offered_fixes_work_on_the_bad_examples() {
    let mut failures = Vec::new();
    for rule in all().iter().filter(|rule| rule.apply_fix.is_some()) {
        let design = parse_notation(&rule.bad_text()).unwrap().design;
        let scenario = prompt_of(rule, &design);
        let Some(fix) = first_fix(rule, &design, scenario) else {
            failures.push(format!("{} has no fix that works", rule.id));
            continue;
        };
        let mut fixed = design.clone();
        fixed.apply_all(fix.edits).unwrap();
        if fix.label.is_empty() || fix.effect.score < 0 {
            failures.push(format!("{}: {} scores {}", rule.id, fix.label, fix.score));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn ids_are_unique_and_every_text_is_there() {
    for (index, rule) in all().iter().enumerate() {
        assert_eq!(all().iter().position(|r| r.id == rule.id), Some(index));
        let texts = [
            rule.title,
            rule.why,
            rule.for_stakeholders,
            rule.fix,
            rule.exempt,
        ];
        assert!(
            texts
                .iter()
                .all(|text| !text.is_empty() && !text.ends_with('.'))
        );
        assert!(!rule.references.is_empty(), "{} has no source", rule.id);
        for reference in rule.references {
            let supports = reference.supports;
            assert!(
                !supports.is_empty() && !supports.ends_with('.'),
                "{supports}"
            );
            let is_secure = |url: &str| url.starts_with("https://");
            assert!(reference.url().is_none_or(is_secure), "{supports}");
        }
    }
}

#[test]
fn bad_examples_change_lines_that_are_there() {
    for rule in all() {
        let good = rule.good_text();
        for change in rule.bad.trim_matches('\n').lines() {
            let known = match change.split_at(2) {
                ("+ ", _) => true,
                ("- " | "  ", line) => good.lines().any(|l| l == line),
                _ => false,
            };
            assert!(known, "{}: {change}", rule.id);
        }
    }
}
