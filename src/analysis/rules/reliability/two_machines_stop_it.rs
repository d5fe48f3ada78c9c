//! `two-machines-stop-it`: an availability target of four nines that two failures at once break.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::replicas;
use crate::analysis::rules::support::thresholds::FOUR_NINES;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "two-machines-stop-it",
    title: "One spare is not enough",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "With two instances, an update leaves one, and if that one fails, the service is down. A 99.99% target allows only 53 minutes of downtime a year, so you need a spare during maintenance too",
    for_stakeholders: "A failure during maintenance would stop the service, and we promise that this almost never happens",
    fix: "Run 3 instances in three zones, or take the component off the critical path",
    exempt: "Flows with a target below 99.99%, flows that are not critical, managed services, and single machines, which have their own rules",
    references: &[
        publications::SRE_BEST_PRACTICES.supports(
            "Capacity must survive a planned and an unplanned outage at the same time (N + 2)",
        ),
        RuleReference::own_judgment("One spare is not enough at targets of 99.99% or higher"),
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
        let known = |finding: &Finding| finding.items == set.components;
        if !flow.critical() || findings.iter().any(known) {
            continue;
        }
        let nodes = set.components.iter().filter_map(|&id| analysis.find(id));
        let names = format::join_names(nodes.map(crate::analysis::graph::Node::name));
        let name = &flow.name;
        let why = format!("“{name}” stops if both machines of {names} fail at once");
        let advice = format!("Run a third instance of {names}");
        let for_stakeholders =
            format!("While one instance of {names} is updated, one failure stops “{name}”");
        findings.push(Finding {
            for_stakeholders,
            ..RULE.finding(Severity::Medium, set.components.clone(), why, advice)
        });
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let id = finding.item()?;
    let node = analysis.find(id)?;
    let needed = node.component.replicas.count() + 1;
    draft.at_least(id, needed)?;
    Some(replicas::advise_instances(needed, node.name()))
}
