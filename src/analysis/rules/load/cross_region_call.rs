//! `cross-region-call`: a request that waits for a call to another region.

use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeSet;

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::performance::latency::OTHER_REGION_MS;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::{Access, Group, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "cross-region-call",
    title: "Synchronous call to another region",
    severity: Severity::High,
    category: Category::Load,
    why: "Light in fiber travels 200 km in a millisecond, so a call to another region takes tens of milliseconds, even if both ends are fast. It also fails more often than a local call",
    for_stakeholders: "Every request waits for a call across the ocean, and no amount of money can speed it up",
    fix: "Keep a copy of the data in each region that reads it, send writes asynchronously, or move both ends of the call into one region",
    exempt: "Asynchronous calls, replication, flows without a latency target, and calls that take only a small part of the target",
    references: &[
        publications::LATENCY_PRIMER.supports("Light in fiber travels about 200,000 km per second"),
        RuleReference::own_judgment(
            "Flagged when a call takes more than 25% of the latency target; a page is assumed to query its database at least 3 times",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- users -> waf -> load_balancer -> api
+ scenario example_album_quick
+ users -> waf -> load_balancer -> api
- api: service x4 "Album API"
+ zone home: region "Home" {
+   load_balancer: load_balancer
+   api: service x4 "Album API"
+   cache: cache x2
+   jobs: queue "Shrink jobs"
+   shrinker: transcoder x3 "Shrinker" capacity=30
+   failed: dead_letter_queue
+ }
+ zone far: region "Far" {
+   albums: sql x2 "Albums DB"
+   backup: backup
+ }
- cache: cache x2
- albums: sql x2 "Albums DB"
- jobs: queue "Shrink jobs"
- shrinker: transcoder x3 "Shrinker" capacity=30
- failed: dead_letter_queue
"#,
    check,
    apply_fix: None,
};

/// Largest share of the latency target that a round trip to another region may take.
const MAX_SHARE_OF_TARGET: f64 = 0.25;

/// What a page asks its database at least: who it is, what may be seen, what is on it.
const QUERIES_OF_A_PAGE: f64 = 3.0;

/// Whether a service asks a database several times for one answer, and has nothing nearby that could answer, neither a copy
/// nor a store, while its twin beside the database has.
fn asks_again(analysis: &Analysis, flow: &FlowTrace, link: &Link) -> bool {
    let home = analysis.region_of(link.from);
    let is_near = |node: NodeIndex| {
        matches!(analysis.role(node), Role::Store | Role::Replica)
            && analysis.region_of(node) == home
    };
    flow.reads()
        && analysis[link.from].kind.group == Group::Compute
        && analysis.role(link.to) == Role::Store
        && link.access != Some(Access::Write)
        && !analysis
            .callees(link.from)
            .iter()
            .any(|&node| is_near(node))
        && analysis.incoming(link.to).any(|other| {
            let beside = analysis.region_of(other.from) == analysis.region_of(link.to);
            beside && analysis[other.from].kind.group == Group::Compute
        })
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut reported: BTreeSet<EdgeIndex> = BTreeSet::new();
    for flow in analysis.flows.iter().filter(|flow| flow.works()) {
        let Some(target) = flow.spec.and_then(|spec| spec.latency_p99_ms) else {
            continue;
        };
        let longest = MAX_SHARE_OF_TARGET * target;
        for &index in &flow.links {
            let link = &analysis[index];
            let calls = if asks_again(analysis, flow, link) {
                QUERIES_OF_A_PAGE
            } else {
                1.0
            };
            if OTHER_REGION_MS * calls <= longest {
                continue;
            }
            let copies =
                analysis.role(link.to) == Role::Replica && analysis.role(link.from) == Role::Store;
            let (Some(a), Some(b)) = (analysis.region_of(link.from), analysis.region_of(link.to))
            else {
                continue;
            };
            if a == b || !link.is_sync() || copies || !reported.insert(index) {
                continue;
            }
            let (from, to) = (analysis.name(link.from), analysis.name(link.to));
            let ms = format::milliseconds(OTHER_REGION_MS * calls);
            let times = if calls > 1.0 {
                format!(", about {} times per page", format::amount(calls))
            } else {
                String::new()
            };
            let why = format!(
                "{from} waits for {to} in another region{times}: about {ms} of the {} latency target of “{}”",
                format::milliseconds(target),
                flow.name
            );
            let advice = format!("Keep a copy of {to} near {from}, or make the call asynchronous");
            let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
            findings.push(RULE.finding(Severity::High, items, why, advice));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::ALBUM;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    #[test]
    fn a_page_asks_more_than_once() {
        let prompt = prompt_with_flows(|flow| flow.latency_p99_ms = Some(400.0));
        let text = |far: &str| {
            format!(
                "users: client\nusers -> near\nusers -> far\nusers -> cdn -> photos\nphotos: s3\ncdn: cdn\nzone a: region \"Oslo\" {{\nnear: service x2 \"Pages Oslo\"\ndb: sql x2 \"Albums\"\n}}\nzone b: region \"Lima\" {{\nfar: service x2 \"Pages Lima\"\n{far}\n}}\nnear -> db\nfar -> db\n"
            )
        };
        check_answer(&RULE, &prompt, &text(""), &[Severity::High]);
        let copy = format!(
            "{}db -> copy\nfar -> copy: read\n",
            text("copy: read_replica x2")
        );
        check_answer(&RULE, &prompt, &copy, &[]);
        check_answer(&RULE, &prompt, &ALBUM.text(), &[]);
    }
}
