//! `shared-control-element`: one machine beside the data path on which several flows hang.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Node;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{replicas, single_machines};
use crate::model::{Access, Flag, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "shared-control-element",
    title: "Shared dependency on one machine",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Sign-in, configuration, locks, and ID generation look minor, but every request needs them. If one of them runs on one machine, that machine can stop flows that have nothing else in common",
    for_stakeholders: "One small machine in the background can take down several features at once",
    fix: "Run at least 2 instances, or 3 if they must agree by majority",
    exempt: "Services that the provider runs; components that only one flow needs, which are an ordinary single point of failure; and responses that the caller caches",
    references: &[
        publications::SRE_CRITICAL_STATE
            .supports("A quorum that survives one failure needs 3 replicas"),
        publications::AWS_STATIC_STABILITY
            .supports("The data plane should work while the control plane is down"),
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
+ login: auth x1 "Sign-in"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let shared = analysis
        .node_indices()
        .filter(|&node| replicas::is_shared_control(analysis, node));
    let claim = "is one machine that several flows depend on";
    for group in single_machines::group_by_weight(analysis, shared, claim) {
        let first = group.nodes[0];
        let name = analysis.name(first);
        let needed = number_word(instances_needed(&analysis[first]));
        let names = format::join_names(group.nodes.iter().map(|&node| analysis.name(node)));
        let advice = format!("Run at least {needed} instances of {names}");
        let for_stakeholders = if analysis.scenario.is_some() {
            let stopped = analysis.flows.iter().filter(|flow| flow.needs(first));
            let flows = format::join_quoted(stopped.map(|flow| flow.name.as_str()));
            format!("If {name} fails, {flows} fail together")
        } else {
            RULE.for_stakeholders.to_owned()
        };
        let may_be_several = group
            .nodes
            .iter()
            .all(|&node| is_only_looked_up(analysis, node));
        let severity = if may_be_several {
            group.severity.max(Severity::Medium)
        } else {
            group.severity
        };
        let items = group.nodes.iter().map(|&node| analysis.id(node)).collect();
        findings.push(Finding {
            for_stakeholders,
            stands_for: vec![single_machines::SINGLE_POINT.to_owned()],
            ..RULE.finding(severity, items, group.why, advice)
        });
    }
}

/// Whether nothing is written about how many of it run, and requests only look things up there, which their services remember:
/// the versions of prompts and models.
fn is_only_looked_up(analysis: &Analysis, node: NodeIndex) -> bool {
    let is_counted = analysis[node].component.replicas.stated().is_some();
    !is_counted && analysis.is_only_used_to(Access::Read, node)
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
    for &id in &finding.items {
        draft.at_least(id, instances_needed(analysis.find(id)?))?;
    }
    let node = analysis.find(finding.item()?)?;
    let needed = number_word(instances_needed(node));
    if let [_] = finding.items[..] {
        return Some(format!("Run {needed} instances of {}", node.name()));
    }
    Some(format!(
        "Run {needed} instances of each of {} components",
        finding.items.len()
    ))
}

fn number_word(instances: u32) -> &'static str {
    if instances == 3 { "three" } else { "two" }
}
