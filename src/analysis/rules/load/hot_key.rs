//! `hot-key`: one key with more load than the machine that holds it can serve.

use crate::analysis::drawing_text;
use crate::analysis::graph::Node;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::capacity::{is_split, rows_by_words};
use crate::analysis::rules::support::load_words;
use crate::model::{Flag, Role, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "hot-key",
    title: "Hot key",
    severity: Severity::High,
    category: Category::Load,
    why: "Data is distributed across machines by key, so all calls for one key go to one machine. A single popular link, celebrity, or product can overload that machine while the others are idle",
    for_stakeholders: "One very popular item can overload part of the system, no matter how many machines we buy",
    fix: "Cache the few hottest keys on every server or at the edge, shard a hot counter, or coalesce requests so that one fetch serves them all",
    exempt: "Drawings without load, and components without a share set for the hottest key, unless an arrow to a relational database says that each request increments a row",
    references: &[
        publications::DYNAMODB_KEYS
            .supports("One partition serves 3,000 reads or 1,000 writes a second"),
        publications::DATA_INTENSIVE_PARTITIONING
            .supports("One popular key creates a hot spot that more partitions cannot fix"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- cache: cache x2
+ cache: cache x3 hot_key=0.5 capacity=2400
",
    check,
    apply_fix: None,
};

/// What one partition takes where the provider spreads by itself: 3,000 reads a second (`DynamoDB` documentation, partition
/// limits, 2025; a third of that for writes).
const PARTITION_READS_RPS: f64 = 3_000.0;

/// From so many updates a second on one row holds up who updates it: each waits for the one before to be on disk.
const ROW_UPDATES_RPS: f64 = 500.0;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    ask_about_shared_objects(analysis, findings);
    for link in analysis.links() {
        let to = &analysis[link.to];
        let counts = text_match::mentions(&link.connection.label, load_words::ONE_ROW_FOR_ALL);
        let rows = rows_by_words(analysis, link);
        if to.role() != Role::Store
            || !to.has(Flag::SingleLeader)
            || !counts
            || is_split(analysis, link.to)
            || rows < ROW_UPDATES_RPS
        {
            continue;
        }
        let (from, name) = (analysis.name(link.from), to.name());
        let why = format!(
            "{from} sends {} to {name}, and all of them update the same row, so they wait for its lock",
            format::requests_a_second(rows)
        );
        let advice =
            format!("Append each event to a log, and write the totals to {name} periodically");
        let items = vec![to.id, analysis.id(link.from), link.id];
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
    for node in analysis.node_indices() {
        let this = &analysis[node];
        let is_keyed = matches!(
            this.role(),
            Role::Store | Role::Replica | Role::Cache | Role::Objects | Role::Log | Role::Search
        );
        let Some(share) = this.component.overrides.hot_key else {
            continue;
        };
        if !is_keyed {
            continue;
        }
        let one = this.capacity_of_one().unwrap_or(PARTITION_READS_RPS);
        let (hot, name) = (share * analysis.loads[node], analysis.name(node));
        if hot <= one {
            continue;
        }
        let (gets, takes) = (
            format::requests_a_second(hot),
            format::requests_a_second(one),
        );
        let why = format!(
            "{} of the calls to {name} go to one key: {gets}. The machine with that key handles {takes}",
            format::percent_of_time(share)
        );
        let advice = format!("Say where the hottest keys of {name} are cached");
        findings.push(RULE.finding(Severity::High, vec![this.id], why, advice));
    }
}

/// What lives in one object or one process for each account, room or document is as fast as that one, however many there
/// are.
fn ask_about_shared_objects(analysis: &Analysis, findings: &mut Vec<Finding>) {
    const ONE_FOR_EACH: &[&str] = &[
        "durable object",
        "object per",
        "object for each",
        "one object",
        "actor per",
        "actor for each",
        "virtual actor",
        "grain per",
        "process per",
        "process for each",
    ];
    const SPREAD: &[&str] = &["split", "shard", "hot ", "largest", "at most", "limit of"];
    let in_one = |node: &Node| drawing_text::component_says(node.component, ONE_FOR_EACH);
    let objects: Vec<&Node> = analysis.nodes().filter(|node| in_one(node)).collect();
    let (Some(first), false) = (
        objects.first(),
        drawing_text::in_any_text(analysis.design, SPREAD),
    ) else {
        return;
    };
    let why = format!(
        "In {}, all calls for one key go to a single instance. How much traffic does the busiest key get, and how much can one instance handle?",
        first.name()
    );
    let advice =
        "State how much traffic one instance can handle, and what happens to a key that gets more"
            .to_owned();
    let items = objects.iter().map(|node| node.id).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}
