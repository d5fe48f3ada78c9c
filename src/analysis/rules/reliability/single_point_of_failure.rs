//! `single-point-of-failure`: one machine that a flow cannot do without.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::outage_impact::impact_of;
use crate::analysis::rules::support::replicas;
use crate::analysis::rules::support::single_machines::{self, OutageTolerance};
use crate::model::{Group, Replicas, format};

/// Where so many others run several times, one that runs once is the odd one out.
const OTHERS: usize = 4;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "single-point-of-failure",
    title: single_machines::SINGLE_POINT,
    severity: Severity::High,
    category: Category::Reliability,
    why: "Machines fail and restart for updates. If a flow depends on one machine, each failure and each restart is an outage for all its users",
    for_stakeholders: "If this one machine fails, the service is down",
    fix: "Run at least 2 instances in different zones, with a load balancer or failover in front",
    exempt: "Services that the provider runs on several machines (CDN, DNS, managed load balancers, queues, and object storage); external systems; caches with a store behind them; and jobs that can run later. Databases have their own rule. If a note accepts an outage, or only a few people use the system, the check only asks a question",
    references: &[
        publications::AWS_RELIABILITY
            .supports("A workload runs on several instances so that one can fail"),
        publications::SRE_BEST_PRACTICES.supports(
            "Capacity must survive a planned and an unplanned outage at the same time (N + 2)",
        ),
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
    check_odd_one_out(analysis, findings);
    let machines = analysis.node_indices().filter(|&node| {
        analysis[node].is_one_machine()
            && !replicas::is_single_store(analysis, node)
            && !replicas::is_only_choice_of_balancer(analysis, node)
            && !replicas::is_shared_control(analysis, node)
    });
    for group in single_machines::group_by_weight(analysis, machines, "is one machine") {
        let names = format::join_names(group.nodes.iter().map(|&node| analysis.name(node)));
        let advice = format!("Run at least 2 instances of {names} behind a load balancer");
        let first = analysis.name(group.nodes[0]);
        let for_stakeholders = format!("If {first} fails, {} until it is replaced", group.impact);
        let items = group.nodes.iter().map(|&node| analysis.id(node)).collect();
        findings.push(Finding {
            for_stakeholders,
            ..RULE.finding(group.severity, items, group.why, advice)
        });
    }
}

/// A server that is said to run once where all around it run several times, though no flow of the prompt is known to need it.
fn check_odd_one_out(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let states = |node: NodeIndex, test: &dyn Fn(u32) -> bool| matches!(analysis[node].component.replicas, Replicas::Exactly(count) if test(count));
    let all = analysis.node_indices();
    let several = all.filter(|&node| analysis[node].is_ours() && states(node, &|count| count > 1));
    if several.count() < OTHERS {
        return;
    }
    let alone = analysis.node_indices().filter(|&node| {
        let serves = analysis[node].kind.group == Group::Compute;
        let is_one = analysis[node].is_one_machine() && states(node, &|count| count == 1);
        serves
            && is_one
            && analysis.reached[node]
            && !replicas::is_only_choice_of_balancer(analysis, node)
            && impact_of(analysis, node).is_none()
    });
    for node in alone {
        let severity =
            OutageTolerance::new(analysis).fair_severity(analysis, node, Severity::Medium);
        let name = analysis.name(node);
        let why = format!(
            "{name} is a single instance while everything around it is redundant. If {name} fails, its function stops"
        );
        let advice = format!("Run a second {name} that can take over");
        findings.push(RULE.finding(severity, vec![analysis.id(node)], why, advice));
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let (&first, others) = finding.items.split_first()?;
    let label = replicas::run_several(analysis, first, 2, draft)?;
    for &id in others {
        replicas::run_several(analysis, id, 2, draft)?;
    }
    if others.is_empty() {
        return Some(label);
    }
    Some(format!(
        "Run 2 instances of each of {} components",
        finding.items.len()
    ))
}
