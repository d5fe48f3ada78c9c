//! `cannot-grow`: a single-leader database that the planned growth exceeds.

use crate::analysis::performance::cost::PLANNED;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity::{ask_for_capacity, is_capacity_stated};
use crate::model::{Flag, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "cannot-grow",
    title: "Cannot scale with the traffic",
    severity: Severity::Medium,
    category: Category::Load,
    why: "When traffic grows, you can simply add stateless servers. A database that takes writes must be sharded, which takes months and affects every query",
    for_stakeholders: "To grow as planned, we must first rebuild this database, which is a separate project",
    fix: "Plan ahead: shard by a key, use a store that shards automatically, or move reads to replicas and caches",
    exempt: "Stores that shard automatically, read replicas, drawings without load, and growth that the prompt does not ask for. If no capacity is set, the check only asks a question",
    references: &[
        publications::DATA_INTENSIVE_PARTITIONING
            .supports("Data must be sharded when one machine can no longer handle the writes"),
        RuleReference::own_judgment("Plan to use at most 70% of capacity"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api -> albums
- albums: sql x2 "Albums DB"
+ api -> albums: write
+ albums: sql x2 "Albums DB" capacity=150
+ albums -> copies
+ api -> copies: read
+ copies: read_replica x2 "Copies"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(scenario) = analysis.scenario else {
        return;
    };
    let growth = scenario.targets.growth;
    for node in analysis.node_indices() {
        let this = &analysis[node];
        if this.has(Flag::Scalable) || !this.has(Flag::Writable) {
            continue;
        }
        let Some(capacity) = analysis.capacity_that_counts(node) else {
            continue;
        };
        let (load, name) = (analysis.loads[node], analysis.name(node));
        let used = load / capacity.max(f64::MIN_POSITIVE);
        if load <= 0.0 || used >= PLANNED || used * growth < 1.0 {
            continue;
        }
        let times = 1.0 / used;
        let asks = ask_for_capacity(analysis, node);
        let why = format!(
            "{name} reaches its limit at {} today's traffic, but growth to {} is planned{asks}",
            format::times(times),
            format::times(growth)
        );
        let advice = format!("Say how you would shard {name}, or how you would move reads off it");
        let severity = if is_capacity_stated(analysis, node) {
            Severity::Medium
        } else {
            Severity::Info
        };
        findings.push(RULE.finding(severity, vec![analysis.id(node)], why, advice));
    }
}
