//! `shared-control-element`: one machine beside the data path on which several flows hang.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Node;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::outage_impact::impact_of;
use crate::model::{Flag, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "shared-control-element",
    title: "Everything asks one machine",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Sign-in, configuration, locks and numbers look small beside the data, but every request asks them. One machine there stops flows that have nothing else in common",
    for_stakeholders: "One small machine in the background can stop several things users do at once",
    fix: "Run at least two instances, and three where they have to agree on an answer by majority",
    exempt: "Services of a provider, elements that only one flow needs, which are an ordinary single point of failure, and answers that are kept where they are used",
    references: &[
        publications::SRE_CRITICAL_STATE
            .supports("A majority that outlasts one failure needs 3 replicas"),
        publications::AWS_STATIC_STABILITY
            .supports("What serves requests should go on while what controls it is down"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> login: sync
login: auth x2 "Sign-in"
api -> db
db: sql x2
api -> files
files: object_storage "Files"
"#,
    ),
    bad: r#"
- login: auth x2 "Sign-in"
+ login: auth "Sign-in"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.with_role(&[Role::Auth, Role::Control, Role::Mesh, Role::Identifier]) {
        let needing = analysis
            .flows
            .iter()
            .filter(|flow| flow.single_points.binary_search(&node).is_ok());
        let flows: Vec<&str> = needing.map(|flow| flow.name.as_str()).collect();
        if flows.len() < 2 || !analysis[node].is_one_machine() {
            continue;
        }
        let Some((severity, impact)) = impact_of(analysis, node) else {
            continue;
        };
        let name = analysis.name(node);
        let needed = number_word(instances_needed(&analysis[node]));
        let why = format!("{name} is one machine that several flows ask: if it stops, {impact}");
        let advice = format!("Run at least {needed} of {name}");
        let for_stakeholders = if analysis.scenario.is_some() {
            let flows = format::join_names(flows);
            format!("If {name} stops, {flows} stop together")
        } else {
            RULE.for_stakeholders.to_owned()
        };
        findings.push(Finding {
            for_stakeholders,
            ..RULE.finding(
                severity.min(Severity::High),
                vec![analysis.id(node)],
                why,
                advice,
            )
        });
    }
}

/// Two, or three of those that keep state by majority.
fn instances_needed(node: &Node) -> u32 {
    if node.role() == Role::Control && node.has(Flag::Stateful) {
        3
    } else {
        2
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let node = analysis.find(finding.item()?)?;
    let needed = instances_needed(node);
    draft.at_least(node.id, needed)?;
    Some(format!("Run {} of {}", number_word(needed), node.name()))
}

fn number_word(instances: u32) -> &'static str {
    if instances == 3 { "three" } else { "two" }
}
