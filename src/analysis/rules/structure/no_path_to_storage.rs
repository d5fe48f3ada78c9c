//! `no-path-to-storage`: no request arrives where data is kept.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::co_requirements::draw_missing_part;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::analysis::rules::support::storage::{STORAGE, users_reach_no_storage};
use crate::model::{Connection, Design};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-path-to-storage",
    title: "No path to storage",
    severity: Severity::Critical,
    category: Category::Structure,
    why: "The data that a request reads or writes is in a store. If no chain of calls leads to the store, no request can do its work",
    for_stakeholders: "The system cannot save user data or find it again",
    fix: "Connect the components in between, from the client to the store",
    exempt: "Drawings without storage and without a prompt, because some systems store nothing",
    references: &[RuleReference::own_judgment(
        "A request needs a path to its data",
    )],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: "
- api -> db
+ nightly: batch_job x2
+ nightly -> db
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if !users_reach_no_storage(analysis) {
        return;
    }
    let store = analysis.with_role(&STORAGE).next();
    let (why, advice) = match store {
        Some(store) => (
            format!(
                "No chain of calls leads from the users to {}",
                analysis.name(store)
            ),
            format!(
                "Connect {} to the component that needs its data",
                analysis.name(store)
            ),
        ),
        None => (
            "No chain of calls leads from the users to a data store".to_owned(),
            "Add the store that this prompt needs and connect it".to_owned(),
        ),
    };
    let first = store.or(analysis.entries.first().copied());
    let items = first.map(|node| analysis.id(node)).into_iter().collect();
    findings.push(RULE.finding(Severity::Critical, items, why, advice));
}

fn apply_fix(analysis: &Analysis, _: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let before = analysis.flows.iter().filter(|flow| flow.works()).count();
    let helps = |draft: &PatchBuilder| count_arriving(draft.design(), analysis) > before;
    let mut attempt = PatchBuilder::new(analysis.design);
    let is_enough = connect_store(analysis, &mut attempt).is_some() && helps(&attempt);
    if is_enough {
        return connect_store(analysis, draft);
    }
    draw_missing_part(analysis, helps, draft).or_else(|| connect_store(analysis, draft))
}

/// How many flows arrive in a drawing.
fn count_arriving(design: &Design, analysis: &Analysis) -> usize {
    let traced = TracedFlows::new(design, analysis.scenario);
    traced.flows.iter().filter(|flow| flow.works()).count()
}

fn connect_store(analysis: &Analysis, draft: &mut PatchBuilder) -> Option<String> {
    let mapping = ReferenceMapping::new(analysis);
    let Some(store) = analysis.with_role(&STORAGE).next() else {
        let mut mapping = mapping?;
        let part = mapping.first_missing(&STORAGE)?;
        mapping.add_part(part, draft)?;
        return Some(format!("Add {}", mapping.name(part)));
    };
    let store = analysis.id(store);
    let known = mapping.and_then(|mapping| mapping.proposed_caller(store));
    let (caller, model) = match known {
        Some(known) => known,
        None => (analysis.only_service()?, Connection::new(store, store)),
    };
    draft.connect_like(caller, store, &model);
    let (caller, store) = (analysis.find(caller)?.name(), analysis.find(store)?.name());
    Some(format!("Have {caller} call {store}"))
}
