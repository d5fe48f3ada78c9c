//! `write-ceiling`: more writes than a single leader can take.

use petgraph::graph::NodeIndex;

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::capacity::writes_beyond_one_leader;
use crate::model::{Access, Flag, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "write-ceiling",
    title: "Writes exceed one primary",
    severity: Severity::High,
    category: Category::Load,
    why: "Replicas share a database's reads, but each one applies every write. So write throughput is limited to what one machine can do, no matter how many replicas there are (about 10,000 writes a second for a PostgreSQL primary)",
    for_stakeholders: "The database cannot take more writes than one machine can handle, no matter how many replicas we buy",
    fix: "Shard the data by a key over several primaries, use a store that shards automatically, or collect writes in a log and apply them in batches",
    exempt: "Stores that take writes on several machines, by design or because a label mentions shards or cells; and drawings without load. If no capacity is set, up to 20,000 writes a second are not flagged",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION
            .supports("With one leader, every write goes through it"),
        publications::DATA_INTENSIVE_PARTITIONING
            .supports("Write throughput grows only by sharding"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api -> albums
- albums: sql x2 "Albums DB"
+ api -> albums: write
+ albums: sql x2 "Albums DB" capacity=90
+ albums -> copies
+ api -> copies: read
+ copies: read_replica x2 "Copies"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.with_role(&[Role::Store]) {
        if let Some(writes) = writes_beyond_one_leader(analysis, node) {
            let (name, gets) = (analysis.name(node), format::requests_a_second(writes));
            let why = format!(
                "{name} gets {gets}, all of them writes, and every replica must apply all of them; the limit is about 10,000 writes a second"
            );
            let advice = format!(
                "Shard {name} by a key, or collect writes in a log and apply them in batches"
            );
            let id = analysis.id(node);
            let finding = RULE.finding(Severity::Critical, vec![id], why, advice);
            findings.push(finding.of_missed_target());
        }
    }
    let primaries: Vec<(NodeIndex, f64)> = analysis
        .with_role(&[Role::Store])
        .filter(|&node| {
            let this = &analysis[node];
            let stated = this.component.overrides.capacity.is_some();
            this.has(Flag::SingleLeader) && stated && analysis.loads[node] > 0.0
        })
        .filter_map(|node| Some((node, analysis[node].capacity_of_one()?)))
        // If one machine can take the whole load, it can take the writes; if all instances cannot, `saturated` reports it.
        .filter(|&(node, one)| {
            let this = &analysis[node];
            let all = one * f64::from(this.component.replicas.count());
            (one..=all).contains(&analysis.loads[node])
        })
        .collect();
    if primaries.is_empty() {
        return;
    }
    let mut writes = analysis.node_map(0.0);
    let flows = analysis.flows.iter().enumerate();
    let writing = flows.filter(|(_, flow)| {
        let writes = flow.spec.is_some_and(|spec| spec.access != Access::Read);
        writes && flow.works()
    });
    for (number, flow) in writing {
        let found = analysis.usual_visits(number);
        for (sum, visits) in writes.values_mut().zip(found.components.values()) {
            *sum += flow.rps * visits;
        }
    }
    for (node, one) in primaries {
        let this = &analysis[node];
        if writes[node] <= one || this.component.replicas.count() < 2 {
            continue;
        }
        let name = analysis.name(node);
        let (gets, takes) = (
            format::requests_a_second(writes[node]),
            format::requests_a_second(one),
        );
        let why = format!(
            "{name} gets {gets}, all of them writes, and every replica must apply all of them; the limit is {takes}"
        );
        let advice = format!("Shard {name} by a key, or say how you reduce its writes");
        let finding = RULE.finding(Severity::High, vec![this.id], why, advice);
        findings.push(finding.of_missed_target());
    }
}
