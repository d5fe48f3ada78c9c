//! `two-machines-stop-it`: an availability target of four nines that two failures at once break.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::format;

/// From this target on one spare machine is not enough: with 99.5 % each, two of two are down together 13 minutes a year,
/// and an update takes one of them away on purpose.
const FOUR_NINES: f64 = 0.9999;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "two-machines-stop-it",
    title: "One spare is not enough",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "With two of each, one being updated leaves one, and if that fails users stop. A promise of four nines allows 53 minutes a year for everything, so there has to be a spare during maintenance too",
    for_stakeholders: "Two failures at the same time, one of them planned, are enough to stop users, and we promise that this hardly ever happens",
    fix: "Run three of it in three zones, or take it off the way of critical requests",
    exempt: "Targets below 99.99 %, flows that are not critical, what providers run, and single machines, which have rules of their own",
    references: &[
        publications::SRE_BEST_PRACTICES.supports(
            "Capacity has to last through a planned and an unplanned outage at once (N + 2)",
        ),
        RuleReference::own_judgment("A spare is not enough from a target of 99.99 % on"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM,
        r#"
- users -> waf -> load_balancer -> api
+ scenario example_album_four_nines
+ users -> waf -> load_balancer -> api
- albums: sql x2 "Albums DB"
+ albums: sql x3 "Albums DB"
"#,
    ),
    bad: r#"
- albums: sql x3 "Albums DB"
+ albums: sql x2 "Albums DB"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let strict = |target: f64| target >= FOUR_NINES;
    if !analysis
        .scenario
        .is_some_and(|scenario| strict(scenario.targets.availability))
    {
        return;
    }
    for (flow, smallest) in analysis
        .flows
        .iter()
        .zip(&analysis.failures.minimal_cut_sets)
    {
        let Some(set) = smallest.as_ref().filter(|set| set.instances == 2) else {
            continue;
        };
        let known = |finding: &Finding| finding.rule == RULE.id && finding.items == set.components;
        if !flow.critical() || findings.iter().any(known) {
            continue;
        }
        let nodes = set.components.iter().filter_map(|&id| analysis.find(id));
        let names = format::join_names(nodes.map(crate::analysis::graph::Node::name));
        let name = &flow.name;
        let why = format!("{name} stops when two machines fail at once: both of {names}");
        let advice = format!("Run a third of {names}");
        let for_stakeholders =
            format!("While one machine of {names} is being updated, one failure stops {name}");
        findings.push(Finding {
            for_stakeholders,
            ..RULE.finding(Severity::Medium, set.components.clone(), why, advice)
        });
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let id = finding.item()?;
    let node = analysis.find(id)?;
    draft.at_least(id, node.component.replicas.count() + 1)?;
    Some(format!(
        "Run {} of {}",
        node.component.replicas.count() + 1,
        node.name()
    ))
}
