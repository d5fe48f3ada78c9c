//! `no-path-to-storage`: no request arrives where data is kept.

use crate::analysis::context::Context;
use crate::analysis::draft::Draft;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::reference_mapping::Pattern;
use crate::model::{Connection, Flag, Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-path-to-storage",
    title: "No request reaches storage",
    severity: Severity::Critical,
    category: Category::Structure,
    why: "What a request wants to read or keep lies in a store. If no chain of calls leads there, no request can do its work",
    for_stakeholders: "Nothing that users do can be kept or found again",
    fix: "Connect the components in between, from the client to the store",
    exempt: "Without a prompt, a drawing with no storage in it: some systems keep nothing",
    answers_example_prompt: false,
    bad: "
client -> load_balancer -> api
api: service x2
nightly: batch_job x2
nightly -> db
db: sql x2
",
    good: "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    check,
    apply_fix: Some(apply_fix),
};

const STORAGE: [Role; 5] = [
    Role::Store,
    Role::Replica,
    Role::Objects,
    Role::Search,
    Role::Analytics,
];

/// Whether the drawing has connections and users, but they lead to no place that keeps data although one is wanted.
pub(crate) fn holds(context: &Context) -> bool {
    let keeps = |role: Role| STORAGE.contains(&role);
    let wanted = match context.scenario {
        Some(scenario) => scenario
            .flows
            .iter()
            .flat_map(|flow| &flow.to)
            .any(|end| end.roles.iter().all(|&role| keeps(role))),
        None => context.with_role(&STORAGE).next().is_some(),
    };
    // What only carries messages, tells others where things are or counts keeps data, but not that of the users.
    let keeps_for_users = |node: usize| {
        let plays = context.nodes[node].plays;
        plays.has(Flag::Stateful) && (plays.group == Group::Storage || plays.role == Role::Log)
    };
    let arrives =
        (0..context.nodes.len()).any(|node| context.reached[node] && keeps_for_users(node));
    wanted && !arrives && !context.links.is_empty() && !context.entries.is_empty()
}

fn check(context: &Context, findings: &mut Vec<Finding>) {
    if !holds(context) {
        return;
    }
    let store = context.with_role(&STORAGE).next();
    let (why, advice) = match store {
        Some(store) => (
            format!(
                "No chain of calls leads from the users to {}",
                context.name(store)
            ),
            format!(
                "Connect the component that needs its data to {}",
                context.name(store)
            ),
        ),
        None => (
            "No chain of calls leads from the users to anything that keeps data".to_owned(),
            "Add the store that this prompt needs and connect it".to_owned(),
        ),
    };
    let first = store.or(context.entries.first().copied());
    let items = first.map(|node| context.id(node)).into_iter().collect();
    findings.push(RULE.finding(Severity::Critical, items, why, advice));
}

fn apply_fix(context: &Context, _: &Finding, draft: &mut Draft) -> Option<String> {
    let pattern = Pattern::new(context);
    let Some(store) = context.with_role(&STORAGE).next() else {
        let mut pattern = pattern?;
        let part = pattern.missing(&STORAGE)?;
        pattern.add(part, draft)?;
        return Some(format!("Add {}", pattern.name(part)));
    };
    let store = context.id(store);
    let known = pattern.and_then(|pattern| pattern.caller_of(store));
    let (caller, model) = match known {
        Some(known) => known,
        None => (context.only_service()?, Connection::new(store, store)),
    };
    draft.connect_like(caller, store, &model);
    let (caller, store) = (context.find(caller)?.name(), context.find(store)?.name());
    Some(format!("Let {caller} call {store}"))
}
