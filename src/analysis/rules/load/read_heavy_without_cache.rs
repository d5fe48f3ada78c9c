//! `read-heavy-without-cache`: a read-heavy flow without a cache in front of its store.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::flow::FlowTrace;
use crate::analysis::performance::cost::PLANNED;
use crate::analysis::periods::{period_in, shortest_span_in};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity::{is_split, reads_by_words};
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::thresholds::CACHED_READS_RPS;
use crate::model::{Access, Flag, Id, Role, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "read-heavy-without-cache",
    title: "Read-heavy without a cache",
    severity: Severity::High,
    category: Category::Load,
    why: "Most reads ask for the same few items. A store that computes every result from scratch needs many more machines, and it breaks first when traffic grows",
    for_stakeholders: "Pages get slow when many users visit at once",
    fix: "Put a cache in front of the store, or a CDN in front of public content",
    exempt: "Stores with fewer than 1,000 reads a second or less than 70% reads, and drawings without a prompt, which have no load. If the store shards automatically or one machine can handle the reads, a missing cache is reported only as info",
    references: &[
        publications::AZURE_NO_CACHING
            .supports("Fetching the same data again and again overloads the store"),
        RuleReference::own_judgment(
            "A cache is expected at 1,000 or more reads a second with at least 70% reads",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api -> cache: read
- cache: cache x2
- albums: sql x2 "Albums DB"
+ albums: sql x3 "Albums DB" capacity=5000
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// Share of reads among all requests from which a cache is expected.
const READ_SHARE: f64 = 0.7;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_words(analysis, findings);
    let reads = |flow: &&FlowTrace| flow.spec.is_some_and(|spec| spec.access == Access::Read);
    // A deferred write that follows each read says nothing against a cache for the reads.
    let leads = |flow: &&FlowTrace| flow.follows.is_none();
    let all: f64 = analysis
        .flows
        .iter()
        .filter(leads)
        .map(|flow| flow.rps)
        .sum();
    let read = analysis.flows.iter().filter(leads).filter(reads);
    let read: f64 = read.map(|flow| flow.rps).sum();
    if read < READ_SHARE * all {
        return;
    }
    for flow in analysis.flows.iter().filter(reads) {
        let store = flow
            .ends
            .iter()
            .flat_map(|end| &end.candidates)
            .find(|&&node| matches!(analysis.role(node), Role::Store | Role::Replica));
        if let Some(&store) = store
            && flow.rps >= CACHED_READS_RPS
            && !is_cached(analysis, flow)
            && !is_copied_by_clock(analysis, flow, store)
        {
            let name = analysis.name(store);
            let why = format!(
                "{}: {name} serves {} reads a second without a cache in front of it",
                flow.name,
                format::amount(flow.rps)
            );
            let advice = format!("Put a cache in front of {name}, or use a CDN");
            let severity = severity(analysis, store, flow.rps);
            findings.push(RULE.finding(severity, vec![analysis.id(store)], why, advice));
        }
    }
}

/// An arrow that says itself that each request asks a relational database.
fn check_words(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let to = &analysis[link.to];
        let reads = reads_by_words(analysis, link);
        let all_machines = to.capacity().unwrap_or(f64::INFINITY);
        if to.role() != Role::Store || !to.has(Flag::SingleLeader) || reads <= all_machines {
            continue;
        }
        let (from, name) = (analysis.name(link.from), to.name());
        let why = format!(
            "{from} sends {} to {name}, although the response rarely changes from one request to the next",
            format::requests_a_second(reads)
        );
        let advice = format!(
            "Cache the responses of {name} in {from}'s memory or in a shared cache for a few seconds"
        );
        let items = vec![to.id, analysis.id(link.from), link.id];
        findings.push(RULE.finding(Severity::Medium, items, why, advice));
    }
}

/// A store that spreads over machines answers many reads, and so does one machine up to what it is planned for; copies of it
/// answer each read from scratch too.
fn severity(analysis: &Analysis, store: NodeIndex, rps: f64) -> Severity {
    let this = &analysis[store];
    let one_leader = this.has(Flag::SingleLeader) || this.role() == Role::Replica;
    let one = this.capacity_of_one().unwrap_or(f64::INFINITY);
    if one_leader && !is_split(analysis, store) && rps > PLANNED * one {
        Severity::High
    } else {
        Severity::Info
    }
}

/// Whether a cache or CDN is on the path of the flow, or is called by a component on it.
fn is_cached(analysis: &Analysis, flow: &FlowTrace) -> bool {
    let caches = |role| matches!(role, Role::Cache | Role::Cdn);
    let plays = |node: NodeIndex| analysis[node].effective_kind.role;
    flow.components.iter().any(|&node| {
        caches(plays(node))
            || analysis.outgoing(node).any(|link| caches(plays(link.to)))
                && analysis.role(node) != Role::Client
    })
}

/// Whether every arrow between the way of the flow and the store says that it is asked by the clock: who keeps a copy answers
/// without it. Where only a client asks the store, no server is there that could keep one.
fn is_copied_by_clock(analysis: &Analysis, flow: &FlowTrace, store: NodeIndex) -> bool {
    let on_way =
        |node: NodeIndex| flow.components.contains(&node) && analysis.role(node) != Role::Client;
    let mut asking = analysis.links().filter(|link| {
        (link.to == store && on_way(link.from)) || (link.from == store && on_way(link.to))
    });
    asking.all(|link| {
        let label = link.connection.label.as_str();
        let by_clock = text_match::mentions(label, &["poll", "snapshot", "reload", "refresh"]);
        period_in(label).is_some() || (by_clock && shortest_span_in(label).is_some())
    })
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let store = analysis.index_of(finding.item()?)?;
    let reads = |flow: &&FlowTrace| {
        flow.ends.iter().any(|end| end.candidates.contains(&store))
            && flow.spec.is_some_and(|spec| spec.access == Access::Read)
    };
    let mut callers: Vec<Id> = analysis
        .flows
        .iter()
        .filter(reads)
        .flat_map(|flow| &flow.links)
        .map(|&link| &analysis[link])
        .filter(|link| link.to == store && analysis.role(link.from) != Role::Client)
        .map(|link| analysis.id(link.from))
        .collect();
    callers.sort_unstable();
    callers.dedup();
    let first = *callers.first()?;
    let cache = draft.add(kinds::CACHE, analysis.id(store), PlacementSide::Below)?;
    draft.at_least(cache, 2)?;
    for &caller in &callers {
        draft.read(caller, cache);
    }
    Some(format!("Give {} a cache", analysis.find(first)?.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    #[test]
    fn an_arrow_that_says_so_reads_for_each_request() {
        let many = prompt_with_flows(|flow| {
            flow.access = Access::Write;
            flow.rps = 60_000.0;
        });
        let check = |label: &str, expected: &[Severity]| {
            let text = format!(
                "users: client\nusers -> api\napi: service x90\nrights: sql x2 \"Rights\"\napi -> rights: read \"{label}\"\napi -> albums\nalbums: dynamodb\nusers -> photos\nphotos: s3"
            );
            check_answer(&RULE, &many, &text, expected);
        };
        check("select the role on each call", &[Severity::Medium]);
        check("select the role, kept for a minute", &[]);
        check("the role", &[]);
    }
}
