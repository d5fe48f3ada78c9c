//! `orphan`: components without any connection.

use super::super::context::Context;
use super::super::report::{Category, Finding, Severity};
use super::{Rule, words};
use crate::model::{Group, Role};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "orphan",
    title: "Not connected",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "A component that nothing calls and that calls nothing takes no part in any request. Either a connection is missing or the component is",
    for_stakeholders: "The picture shows parts whose purpose it does not say",
    fix: "Connect it, or delete it",
    exempt: "Monitoring, configuration and boxes of your own, which are often drawn beside the rest",
    answers_example_prompt: false,
    bad: "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
search_index
",
    good: "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    covers: &[],
    check,
    mend: None,
};

fn check(context: &Context, findings: &mut Vec<Finding>) {
    let alone = |&node: &usize| {
        let this = &context.nodes[node];
        let beside = this.kind.group == Group::Operations
            || matches!(this.role(), Role::Other | Role::Supplier | Role::Power);
        this.out.is_empty() && this.into.is_empty() && !beside
    };
    let orphans: Vec<usize> = (0..context.nodes.len()).filter(alone).collect();
    if orphans.is_empty() {
        return;
    }
    let names = words::list(orphans.iter().map(|&node| context.name(node)));
    let (is, it) = if orphans.len() == 1 {
        ("is", "it")
    } else {
        ("are", "each of them")
    };
    let why = format!("{names} {is} connected to nothing");
    let advice = format!("Connect {it} to what uses it, or delete what is not needed");
    let items = orphans.iter().map(|&node| context.id(node)).collect();
    findings.push(RULE.finding(Severity::Medium, items, why, advice));
}
