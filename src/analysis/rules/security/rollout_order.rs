//! `rollout-order`: a part that goes live before the part that it waits for.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rollout::is_optional;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Flag, Id};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "rollout-order",
    title: "Rolled out before its dependency",
    severity: Severity::High,
    category: Category::Security,
    why: "If a new version calls a service that is not live yet, its first request fails, or your team writes the version twice: once for the old dependency and once for the new one",
    for_stakeholders: "The launch fails on day one because components go live in the wrong order",
    fix: "Roll out the dependency first, or both in one stage, or put the call behind a feature flag",
    exempt: "Components without a rollout stage, components in the same stage, asynchronous calls, and calls that mention a flag, a fallback, or a stub",
    references: &[
        publications::AWS_ROLLBACK.supports("Roll out readers of a new format before its writers")
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> stock -> db
shop: service x2 "Shop" step=2
stock: service x2 "Stock" step=1
db: sql x2 step=1
assume "Each step starts with 5 percent of users"
"#,
    ),
    bad: r#"
- shop: service x2 "Shop" step=2
- stock: service x2 "Stock" step=1
+ shop: service x2 "Shop" step=1
+ stock: service x2 "Stock" step=2
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for caller in analysis.node_indices() {
        let Some(step) = rollout_stage_of(analysis, caller) else {
            continue;
        };
        for (link, called) in awaited_components(analysis, caller) {
            let Some(later) =
                self::rollout_stage_of(analysis, called).filter(|&later| later > step)
            else {
                continue;
            };
            let (from, to) = (analysis.name(caller), analysis.name(called));
            let why = format!(
                "{from} goes live in stage {step} but needs {to}, which follows in stage {later}"
            );
            let advice = format!("Roll out {to} first, or both in one stage");
            let for_stakeholders = format!("{from} does not work until {to} is live");
            let items = vec![link.id, analysis.id(caller), analysis.id(called)];
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(Severity::High, items, why, advice)
            });
        }
    }
}

fn rollout_stage_of(analysis: &Analysis, node: NodeIndex) -> Option<u32> {
    analysis[node].component.rollout_stage
}

/// Whom a component waits for, each once with the link that leads there, seen through boxes that only pass on and have no
/// step of their own.
fn awaited_components<'c, 'a>(
    analysis: &'c Analysis<'a>,
    caller: NodeIndex,
) -> Vec<(&'c Link<'a>, NodeIndex)> {
    let mut found: Vec<(&Link, NodeIndex)> = Vec::new();
    let mut seen = BTreeSet::from([caller]);
    let mut open: Vec<(Option<&Link>, NodeIndex)> = vec![(None, caller)];
    while let Some((first, at)) = open.pop() {
        for link in analysis
            .outgoing(at)
            .filter(|link| link.is_sync() && !is_optional(link))
        {
            if !seen.insert(link.to) {
                continue;
            }
            let first = first.unwrap_or(link);
            let passes_on = analysis[link.to].has(Flag::PassThrough);
            if passes_on && rollout_stage_of(analysis, link.to).is_none() {
                open.push((Some(first), link.to));
            } else {
                found.push((first, link.to));
            }
        }
    }
    found.sort_by_key(|(link, called)| (link.id, *called));
    found
}

/// The caller, and whoever waits for it in turn, comes in the step of the one called.
fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [_, caller, called] = finding.items[..] else {
        return None;
    };
    let at = |id: Id| {
        analysis
            .node_indices()
            .find(|&node| analysis.id(node) == id)
    };
    let late = rollout_stage_of(analysis, at(called)?)?;
    let mut moved = BTreeSet::from([at(caller)?]);
    loop {
        let waiting = analysis.node_indices().find(|&node| {
            let early = rollout_stage_of(analysis, node).is_some_and(|step| step < late);
            let calls_moved = || {
                let mut called = awaited_components(analysis, node).into_iter();
                called.any(|(_, called)| moved.contains(&called))
            };
            early && !moved.contains(&node) && calls_moved()
        });
        match waiting {
            Some(node) => moved.insert(node),
            None => break,
        };
    }
    for &node in &moved {
        draft.change(analysis.id(node), |component| {
            component.rollout_stage = Some(late);
        })?;
    }
    let (caller, called) = (analysis.find(caller)?.name(), analysis.find(called)?.name());
    Some(match moved.len() {
        1 => format!("Roll out {caller} together with {called}, in stage {late}"),
        n => format!(
            "Roll out {caller} and {} more together with {called}, in stage {late}",
            n - 1
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_rule, design, findings_of, first_fix};

    #[test]
    fn one_finding_per_pair_also_past_a_balancer() {
        let text = "
client -> web
web: service x2 step=1
web -> lb: read
web -> lb
lb -> api
lb: load_balancer
api: service x2 step=3
";
        check_rule(&RULE, text, &[RULE.severity]);
        let text =
            "client -> web -> api: \"behind a flag\"\nweb: service step=1\napi: service step=2";
        check_rule(&RULE, text, &[]);
    }

    #[test]
    fn whoever_waits_for_the_late_one_moves_along() {
        let text = "
client -> load_balancer -> web -> shop -> stock -> db
web: service x2 step=1
shop: service x2 step=1
stock: service x2 step=2
db: sql x2
note \"Canary first\"
";
        let mut design = design(text);
        let fix = first_fix(&RULE, &design, None).unwrap();
        design.apply_all(fix.edits).unwrap();
        assert_eq!(findings_of(&RULE, &design, None), [], "{}", fix.label);
        let mut parts = design.components();
        assert!(parts.all(|(_, c)| c.rollout_stage.is_none_or(|step| step == 2)));
    }
}
