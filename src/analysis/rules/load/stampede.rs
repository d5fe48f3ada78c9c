//! `stampede`: a store that is overloaded when its cache is cold.

use petgraph::graph::NodeIndex;

use std::collections::BTreeSet;

use crate::analysis::performance::load::loads;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity::{ask_for_capacity, is_capacity_stated};
use crate::analysis::trials::most_checks;
use crate::model::{Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "stampede",
    title: "Cold cache floods the database",
    severity: Severity::High,
    category: Category::Load,
    why: "If a cache restarts empty or fails, all reads go to the store behind it at once. A store sized only for cache misses goes down, and cannot recover while all clients keep retrying (cache stampede)",
    for_stakeholders: "If the cache fails for a moment, the database behind it goes down too",
    fix: "Coalesce requests for the same key (single flight), and serve stale entries while refreshing. Warm the cache before it takes traffic, or size the store for the full load",
    exempt: "Caches whose store can take the full load; CDNs, whose locations do not all lose their cached data at once; and drawings without load. If no capacity is set, the check only asks a question",
    references: &[
        publications::MEMCACHE
            .supports("Leases and spare caches protect the database from a flood of misses"),
        publications::AWS_CACHING
            .supports("A cold cache sends all traffic to the service behind it"),
        RuleReference::own_judgment(
            "Only the 12 busiest caches are checked, and fewer in very large drawings",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- albums: sql x2 "Albums DB"
+ albums: sql x2 "Albums DB" capacity=2000
"#,
    check,
    apply_fix: None,
};

/// At most so many caches are checked, the busiest first, because each needs the loads worked out again; in a large drawing
/// fewer.
const MAX_CACHES: usize = 12;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut named = BTreeSet::new();
    let mut caches: Vec<NodeIndex> = analysis
        .with_role(&[Role::Cache])
        .filter(|&cache| may_overrun(analysis, cache))
        .collect();
    caches.sort_by(|&a, &b| analysis.loads[b].total_cmp(&analysis.loads[a]));
    for cache in caches
        .into_iter()
        .take(MAX_CACHES.min(most_checks(analysis)))
    {
        let without = loads(analysis, &[cache].into());
        for (node, &load) in without.iter() {
            let Some(capacity) = capacity_of_store(analysis, node) else {
                continue;
            };
            let overrun = load > capacity && analysis.loads[node] <= capacity;
            if !overrun || !named.insert(node) {
                continue;
            }
            let (name, cache_name) = (analysis.name(node), analysis.name(cache));
            let (gets, takes) = (
                format::requests_a_second(load),
                format::requests_a_second(capacity),
            );
            // By a default it is a question, which every cache raises.
            let severity = if is_capacity_stated(analysis, node) {
                Severity::High
            } else {
                Severity::Info
            };
            let asks = ask_for_capacity(analysis, node);
            let why =
                format!("With {cache_name} empty, {name} gets {gets} but handles {takes}{asks}");
            let advice = format!(
                "Coalesce requests for the same key (single flight), and warm {cache_name} before it takes traffic"
            );
            let for_stakeholders =
                format!("If {cache_name} fails for a moment, {name} goes down too");
            let items = vec![analysis.id(node), analysis.id(cache)];
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(severity, items, why, advice)
            });
        }
    }
}

fn capacity_of_store(analysis: &Analysis, node: NodeIndex) -> Option<f64> {
    let role = analysis.role(node);
    if matches!(role, Role::Store | Role::Replica | Role::Search) {
        analysis.capacity_that_counts(node)
    } else {
        None
    }
}

/// Whether some store beside or behind the cache could be overloaded by all that the cache answers: a cheap test that
/// saves working out the loads without it.
fn may_overrun(analysis: &Analysis, cache: NodeIndex) -> bool {
    let answered = analysis.loads[cache];
    let callers = analysis.incoming(cache).map(|link| link.from);
    let askers = callers.chain([cache]);
    let mut stores = askers
        .flat_map(|node| analysis.outgoing(node))
        .filter_map(|link| {
            let more = answered * link.connection.calls;
            Some(analysis.loads[link.to] + more > capacity_of_store(analysis, link.to)?)
        });
    answered > 0.0 && stores.any(|overrun| overrun)
}
