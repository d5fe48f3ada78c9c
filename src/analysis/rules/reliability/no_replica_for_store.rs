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
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-replica-for-store",
    title: "Data on one machine",
    severity: Severity::High,
    category: Category::Reliability,
    why: "When the only machine with the data fails, everything that needs the data stops until it is back, and what was written since the last backup may be gone",
    for_stakeholders: "If one machine breaks, the service stops and recent data may be lost",
    fix: "Add a standby or replicas, or a second instance",
    exempt: "Stores that the provider keeps in several copies, stores with a replica or with a twin they copy to, event logs, of which one box is a cluster, and caches",
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
    for node in analysis.node_indices() {
        if !is_single_store(analysis, node) || has_copy(analysis, node) {
            continue;
        }
        let name = analysis.name(node);
        let (severity, why) = match impact_of(analysis, node) {
            Some((severity, impact)) => (
                severity,
                format!("{name} keeps its data on one machine: if it stops, {impact}"),
            ),
            None if analysis.reached[node] => (
                Severity::Medium,
                format!("{name} keeps its data on one machine, and there is no second copy"),
            ),
            None => continue,
        };
        let advice = format!("Give {name} a replica that can take over");
        findings.push(RULE.finding(severity, vec![analysis.id(node)], why, advice));
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let store = finding.item()?;
    draft.at_least(store, 2)?;
    Some(replicas::advise_instances(2, analysis.find(store)?.name()))
}
