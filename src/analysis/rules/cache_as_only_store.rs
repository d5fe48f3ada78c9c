//! `cache-as-only-store`: a cache that is the only place where data is kept.

use super::super::context::Context;
use super::super::draft::{Draft, Side};
use super::super::report::{Category, Finding, Severity};
use super::Rule;
use crate::model::{Flag, Group, Id, Role};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "cache-as-only-store",
    title: "Data only in a cache",
    severity: Severity::Critical,
    category: Category::Reliability,
    why: "A cache may forget anything at any time: when it is full, restarted or moved. Data that lies nowhere else is then gone",
    for_stakeholders: "A restart of one machine can lose the data of all users",
    fix: "Keep the data in a store, and let the cache hold copies",
    exempt: "Counters of rate limiters, and drawings in which data is also kept in a store, a log or an outside service",
    answers_example_prompt: false,
    bad: "
client -> load_balancer -> api
api: service x2
api -> sessions: both
sessions: cache x2
",
    good: "
client -> load_balancer -> api
api: service x2
api -> sessions: both
api -> db
sessions: cache x2
db: sql x2
",
    covers: &[],
    check,
    mend: Some(mend),
};

fn check(context: &Context, findings: &mut Vec<Finding>) {
    let durable = (0..context.nodes.len()).any(|node| {
        let this = &context.nodes[node];
        this.plays.has(Flag::Writable)
            || matches!(
                this.plays.role,
                Role::Replica | Role::Search | Role::External | Role::Limiter | Role::Other
            )
    });
    if durable {
        return;
    }
    for cache in context.with_role(&[Role::Cache]) {
        if context.reached[cache] {
            let name = context.name(cache);
            let why =
                format!("{name} is a cache and the only place that keeps data: a restart loses it");
            let advice = format!("Add a store behind {name}");
            findings.push(RULE.finding(Severity::Critical, vec![context.id(cache)], why, advice));
        }
    }
}

fn mend(context: &Context, finding: &Finding, draft: &mut Draft) -> Option<String> {
    let cache = context
        .nodes
        .iter()
        .position(|node| Some(node.id) == finding.item())?;
    let callers: Vec<Id> = context
        .into(cache)
        .filter(|link| context.nodes[link.from].kind.group == Group::Compute)
        .map(|link| context.id(link.from))
        .collect();
    if callers.is_empty() {
        return None;
    }
    let store = draft.add("key_value_store", context.id(cache), Side::Below)?;
    for caller in callers {
        draft.connect(caller, store)?;
    }
    Some(format!("Add a store behind {}", context.name(cache)))
}
