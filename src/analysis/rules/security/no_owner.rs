//! `no-owner`: parts for which no team answers, in a drawing that says who answers for the others.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::{Link, Node};
use std::collections::BTreeSet;

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::owners::owner_of;
use crate::model::{Access, Flag, Group, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-owner",
    title: "No owner",
    severity: Severity::Medium,
    category: Category::Security,
    why: "A component without an owner is built last, never patched, and fixed by the engineer who happens to be awake. No team plans for it",
    for_stakeholders: "Work without an owner does not get done and becomes a late surprise",
    fix: "Name the team that builds and operates each component, or draw it inside the team's zone",
    exempt: "Drawings without any owners; clients, external systems, the network edge, and operations tools; and stores, caches, and queues that only one team's components use, since that team owns them",
    references: &[publications::AWS_OPERATIONS.supports("Every resource has an owner")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> orders -> db
shop: service x2 "Shop" owner="Web team"
orders: service x2 "Orders" owner="Order team"
db: sql x2 "Orders DB"
"#,
    ),
    bad: r#"
- orders: service x2 "Orders" owner="Order team"
+ orders: service x2 "Orders"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let all = analysis.node_indices();
    let owned = |node: NodeIndex| owner_of(analysis, node).is_some();
    if !all.clone().any(owned) {
        return;
    }
    let orphaned: Vec<NodeIndex> = all
        .filter(|&node| needs_owner(&analysis[node]) && analysis.reached[node])
        .filter(|&node| !owned(node) && !belongs_to_its_users(analysis, node))
        .collect();
    if orphaned.is_empty() {
        return;
    }
    let names = format::join_names(orphaned.iter().map(|&node| analysis.name(node)));
    let has = if orphaned.len() == 1 { "has" } else { "have" };
    let why = format!("{names} {has} no owner, although other components have one");
    let advice = format!("Name the team that owns {names}");
    let for_stakeholders = format!("No team has committed to build and operate {names}");
    let items = orphaned.iter().map(|&node| analysis.id(node)).collect();
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(Severity::Medium, items, why, advice)
    });
}

/// What is built or filled with data, and not just switched on.
fn needs_owner(node: &Node) -> bool {
    let group = matches!(
        node.kind.group,
        Group::Compute | Group::Storage | Group::Messaging
    );
    let group = group || node.effective_kind.role == Role::Factory;
    group && node.is_run_by_us() && !matches!(node.role(), Role::DeadLetter | Role::Backup)
}

/// Whether it only answers, and no two teams use it: it then goes with the parts that do. A store that two teams write to
/// has a rule of its own.
fn belongs_to_its_users(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let teams = |counts: &dyn Fn(&Link) -> bool| {
        let links = analysis.incoming(node).filter(|link| counts(link));
        let teams = links.filter_map(|link| owner_of(analysis, link.from));
        teams.map(str::to_lowercase).collect::<BTreeSet<_>>().len()
    };
    let shared = this.role() == Role::Store && teams(&|l| l.semantics.access != Access::Read) > 1;
    this.has(Flag::Passive) && (shared || teams(&|_| true) <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_rule, design, findings_of};

    #[test]
    fn a_team_zone_owns_and_what_two_teams_use_needs_a_name() {
        let text = "
client -> lb -> shop -> db
lb -> stock
stock -> db: read
lb: load_balancer
zone web: team \"Web\" {
  shop: service x2
}
stock: service x2 owner=\"Stock\"
db: sql x2 \"Shared\"
";
        let design = design(text);
        let [finding] = findings_of(&RULE, &design, None).try_into().unwrap();
        let names = finding
            .items
            .iter()
            .map(|&id| &*design.component(id).unwrap().name);
        assert_eq!(names.collect::<Vec<_>>(), ["Shared"]);
        check_rule(&RULE, "client -> api -> db", &[]);
    }
}
