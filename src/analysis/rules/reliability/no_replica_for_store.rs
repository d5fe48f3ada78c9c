//! `no-replica-for-store`: a database without a second copy.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::outage_impact::impact_of;
use crate::analysis::rules::support::replicas;
use crate::analysis::rules::support::replicas::is_single_store;
use crate::analysis::rules::support::single_machines::{self, OutageTolerance};
use crate::model::{Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-replica-for-store",
    title: "Data on one machine",
    severity: Severity::High,
    category: Category::Reliability,
    why: "If the only machine with the data fails, every request that needs the data fails until the machine is back, and writes since the last backup may be lost",
    for_stakeholders: "If one machine fails, the service stops and recent data may be lost",
    fix: "Add a standby, a replica, or a second instance",
    exempt: "Stores that the provider replicates, stores with a replica or an identical second box, event logs, which represent a cluster, and caches",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION
            .supports("Copies on several machines keep data available when one fails"),
        publications::POSTGRES_REPLICATION.supports("A standby takes over when the primary fails"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db -> read_replica
db: sql "Links DB"
"#,
    ),
    bad: "
- api -> db -> read_replica
+ api -> db
",
    check,
    apply_fix: Some(apply_fix),
};

fn has_copy(analysis: &Analysis, node: NodeIndex) -> bool {
    let copied = |other: NodeIndex| {
        let role = analysis.role(other);
        other != node && (role == Role::Replica || role == analysis.role(node))
    };
    analysis.outgoing(node).any(|link| copied(link.to))
        || analysis.incoming(node).any(|link| copied(link.from))
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let (needed, spare): (Vec<NodeIndex>, Vec<NodeIndex>) = analysis
        .node_indices()
        .filter(|&node| is_single_store(analysis, node) && !has_copy(analysis, node))
        .partition(|&node| impact_of(analysis, node).is_some());
    let claim = "keeps its data on one machine";
    for group in single_machines::group_by_weight(analysis, needed.into_iter(), claim) {
        findings.push(finding_for(
            analysis,
            group.severity,
            &group.nodes,
            group.why,
        ));
    }
    let reached: Vec<NodeIndex> = spare
        .into_iter()
        .filter(|&node| analysis.reached[node])
        .collect();
    if let Some(&first) = reached.first() {
        let names = format::join_names(reached.iter().map(|&node| analysis.name(node)));
        let keep = if reached.len() == 1 {
            "keeps its"
        } else {
            "keep their"
        };
        let why = format!("{names} {keep} data on one machine, without a second copy");
        let severity =
            OutageTolerance::new(analysis).fair_severity(analysis, first, Severity::Medium);
        findings.push(finding_for(analysis, severity, &reached, why));
    }
}

fn finding_for(
    analysis: &Analysis,
    severity: Severity,
    stores: &[NodeIndex],
    why: String,
) -> Finding {
    let names = format::join_names(stores.iter().map(|&node| analysis.name(node)));
    let advice = format!("Give {names} a standby that can take over");
    let items = stores.iter().map(|&node| analysis.id(node)).collect();
    RULE.finding(severity, items, why, advice)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    for &store in &finding.items {
        draft.at_least(store, 2)?;
    }
    if let [store] = finding.items[..] {
        return Some(replicas::advise_instances(2, analysis.find(store)?.name()));
    }
    Some(format!(
        "Run 2 instances of each of {} databases",
        finding.items.len()
    ))
}
