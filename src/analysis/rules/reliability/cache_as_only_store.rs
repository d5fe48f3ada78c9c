//! `cache-as-only-store`: a cache that is the only place where data is kept.

use petgraph::graph::NodeIndex;

use std::collections::BTreeSet;

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::flow::FlowTrace;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::kinds;
use crate::model::{Access, Flag, Group, Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "cache-as-only-store",
    title: "Data only in a cache",
    severity: Severity::Critical,
    category: Category::Reliability,
    why: "A cache may forget anything at any time: when it is full, restarted or moved. Data that lies nowhere else is then gone",
    for_stakeholders: "A restart of one machine can lose the data of all users",
    fix: "Keep the data in a store, and let the cache hold copies",
    exempt: "Counters of rate limiters, and drawings in which data is also kept in a store, a log or an outside service",
    references: &[publications::AZURE_CACHE_ASIDE
        .supports("What a cache holds can be evicted, so the data has to be in a store")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> sessions: both
api -> db
sessions: cache x2
db: sql x2
",
    ),
    bad: "
- api -> db
- db: sql x2
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut caches = BTreeSet::new();
    if !has_durable_store(analysis) {
        let reached = analysis.with_role(&[Role::Cache]);
        caches.extend(reached.filter(|&cache| analysis.reached[cache]));
    }
    for flow in &analysis.flows {
        caches.extend(caches_written_as_store(analysis, flow));
    }
    if caches.is_empty() {
        return;
    }
    let names = format::join_names(caches.iter().map(|&cache| analysis.name(cache)));
    let why = if caches.len() == 1 {
        format!("{names} is a cache and the only place that keeps data: a restart loses it")
    } else {
        format!("{names} are caches, and nothing else keeps the data: a restart loses it")
    };
    let advice = format!("Add a store behind {names}");
    let items = caches.iter().map(|&cache| analysis.id(cache)).collect();
    findings.push(RULE.finding(Severity::Critical, items, why, advice));
}

/// Whether the drawing has any durable store.
fn has_durable_store(analysis: &Analysis) -> bool {
    analysis.nodes().any(|this| {
        this.effective_kind.has(Flag::Writable)
            || matches!(
                this.effective_kind.role,
                Role::Replica | Role::Search | Role::External | Role::Limiter | Role::Other
            )
    })
}

/// The caches that a flow of the prompt writes to although it should arrive at a store, and none is drawn that could be it.
fn caches_written_as_store<'c>(
    analysis: &'c Analysis,
    flow: &'c FlowTrace,
) -> impl Iterator<Item = NodeIndex> + 'c {
    let is_drawn = |roles: &[Role]| {
        let mut drawn = analysis.nodes().map(|node| node.effective_kind.role);
        drawn.any(|role| roles.contains(&role) || role == Role::Other)
    };
    let wants_a_store = flow.spec.is_some_and(|spec| {
        let mut ends = spec.to.iter();
        ends.any(|end| end.roles.contains(&Role::Store) && !is_drawn(&end.roles))
    });
    let links = analysis.link_indices().filter(move |&link| {
        let this = &analysis[link];
        let writes = this.semantics.access != Access::Read && analysis.role(this.to) == Role::Cache;
        wants_a_store && writes && flow.allowed_links.open[link]
    });
    links.map(|link| analysis[link].to)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let cache = analysis.index_of(finding.item()?)?;
    let callers: Vec<Id> = analysis
        .incoming(cache)
        .filter(|link| analysis[link.from].kind.group == Group::Compute)
        .map(|link| analysis.id(link.from))
        .collect();
    if callers.is_empty() {
        return None;
    }
    let store = draft.add(
        kinds::KEY_VALUE_STORE,
        analysis.id(cache),
        PlacementSide::Below,
    )?;
    for caller in callers {
        draft.connect(caller, store)?;
    }
    Some(format!("Add a store behind {}", analysis.name(cache)))
}
