//! `events-behind-cache`: what has to see every request stands behind a content network that answers most of them.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, in_any_text, texts_of_component};
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM_SHRUNK_FROM_STORE, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::load_words;
use crate::model::{Access, Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "events-behind-cache",
    title: "Cached requests are not counted",
    severity: Severity::High,
    category: Category::Load,
    why: "A request that the CDN serves from its cache never reaches the service behind it. If that service counts requests, bills for them, or trains a model on them, it sees only the cache misses, a few percent of all requests",
    for_stakeholders: "Our reports show only a small part of what users do",
    fix: "Count requests at the edge: use the CDN's logs, or report from an edge function or the client. Otherwise, do not cache what must be counted",
    exempt: "CDNs that only forward requests, and drawings that mention edge logs or client reports. If the drawing does not say that the CDN caches, the check only asks a question",
    references: &[
        publications::AZURE_STATIC_CONTENT
            .supports("Requests that a CDN serves from its cache do not reach the origin"),
        RuleReference::own_judgment("A CDN is assumed to cache responses of about 1 MB or more"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM_SHRUNK_FROM_STORE,
        r#"
  failed: dead_letter_queue
+ api -> visits: async "one visit"
+ visits: event_log x3 "Visits"
+ visits -> tally -> albums
+ tally: stream_processor x2 "Tally"
+ scenario example_album_counted
"#,
    ),
    bad: r#"
- users -> waf -> load_balancer -> api
+ users -> cdn
+ cdn -> waf -> load_balancer -> api
+ note "albums: hit rate 90 %"
"#,
    check,
    apply_fix: None,
};

/// From so many megabytes for each request on, a content network is there to keep what it has sent.
const MEDIA_MB: f64 = 1.0;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(network) = analysis.with_role(&[Role::Cdn]).next() else {
        return;
    };
    if in_any_text(analysis.design, load_words::COUNTED_AT_EDGE) || has_log_of_edge(analysis) {
        return;
    }
    for flow in analysis
        .flows
        .iter()
        .filter(|flow| must_see_all(analysis, flow))
    {
        // Only who makes the requests that are counted matters, not who uses the same servers for something else.
        let leader = flow.follows.as_ref();
        let leader = analysis
            .flows
            .iter()
            .find(|other| Some(&other.id) == leader);
        let entries = leader.map_or(&analysis.entries, |leader| &leader.entries);
        let around = analysis.reach(entries, |link| analysis.role(link.to) != Role::Cdn);
        let words: Vec<&str> = flow.spec.map_or(Vec::new(), |spec| {
            spec.words.iter().map(String::as_str).collect()
        });
        let told_by_client = analysis.links().any(|link| {
            analysis.entries.contains(&link.from)
                && text_match::mentions(&link.connection.label, &words)
        });
        let behind = |link: &&Link| {
            !around[link.from]
                && analysis.reached[link.from]
                && matches!(analysis.role(link.from), Role::Compute | Role::Realtime)
                && (tells_of(analysis, link, &words) || brings(analysis, flow, link))
        };
        let Some(link) = analysis.links().find(behind).filter(|_| !told_by_client) else {
            continue;
        };
        let (from, to, edge) = (
            analysis.name(link.from),
            analysis.name(link.to),
            analysis.name(network),
        );
        let why = format!(
            "“{}” starts at {from}, which never sees the requests that {edge} serves from its cache",
            flow.name
        );
        let advice = format!("Feed {to} from the logs of {edge}, or have the clients report to it");
        let items = vec![
            analysis.id(network),
            analysis.id(link.from),
            analysis.id(link.to),
        ];
        let is_media = leader
            .and_then(|leader| leader.spec)
            .is_some_and(|spec| spec.megabytes >= MEDIA_MB);
        let severity = if is_media || keeps_answers(analysis, network) {
            Severity::High
        } else {
            Severity::Info
        };
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// Whether a flow notes each request of another one that a copy could answer.
fn must_see_all(analysis: &Analysis, flow: &FlowTrace) -> bool {
    let leader = flow.follows.as_deref();
    let mut others = analysis.flows.iter();
    let writes = flow.spec.is_some_and(|spec| spec.access == Access::Write);
    writes
        && others.any(|other| {
            leader == Some(other.id.as_str())
                && other.spec.is_some_and(|spec| spec.access == Access::Read)
        })
}

/// Whether an arrow is on the way of the flow into what carries messages.
fn brings(analysis: &Analysis, flow: &FlowTrace, link: &Link) -> bool {
    analysis.carries_messages(link.to) && flow.works() && flow.links.contains(&link.index)
}

/// Whether an arrow hands on the news of a request, by its words or those of what takes it.
fn tells_of(analysis: &Analysis, link: &Link, words: &[&str]) -> bool {
    let keeps = analysis.carries_messages(link.to) || analysis.role(link.to) == Role::Analytics;
    let takers = analysis.callees(link.to).iter().chain([&link.to]);
    let mut names = takers.flat_map(|&node| texts_of_component(analysis[node].component));
    keeps
        && (text_match::mentions(&link.connection.label, words)
            || names.any(|name| text_match::mentions(name, words)))
}

/// How arrows and names say that a network keeps what it has sent.
const KEEPS: &[&str] = &["keep", "kept "];

/// Whether the drawing says that the network keeps answers: a hit ratio or a lifetime.
fn keeps_answers(analysis: &Analysis, network: NodeIndex) -> bool {
    let mut arrows = analysis.incoming(network).chain(analysis.outgoing(network));
    arrows.any(|link| text_match::mentions(&link.connection.label, KEEPS))
        || component_says(analysis[network].component, KEEPS)
        || analysis[network].component.overrides.hit_ratio.is_some()
        || in_any_text(analysis.design, load_words::KEPT_AT_EDGE)
}

/// Whether something takes the logs of a content network.
fn has_log_of_edge(analysis: &Analysis) -> bool {
    analysis.links().any(|link| {
        analysis.role(link.from) == Role::Cdn
            && (analysis.carries_messages(link.to)
                || matches!(analysis.role(link.to), Role::Analytics | Role::Worker)
                || text_match::mentions(&link.connection.label, &["log"]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    fn raises(more: &str, expected: &[Severity]) {
        let prompt = prompt_with_flows(|flow| {
            if flow.id == "shrink" {
                flow.follows = Some("open_album".to_owned());
                flow.words = vec!["visit".to_owned()];
            }
        });
        let text = format!(
            "users: client\nedge: cdn\nedge -> api\napi: service x2\napi -> visits: async \"a visit\"\nvisits: event_log\nvisits -> count\ncount: worker x2\n{more}"
        );
        check_answer(&RULE, &prompt, &text, expected);
    }

    #[test]
    fn a_network_that_keeps_answers_hides_them() {
        raises("users -> edge: \"max-age 600\"", &[Severity::High]);
        raises(
            "users -> edge\nnote \"the edge answers, hit ratio 80 %\"",
            &[Severity::High],
        );
        raises("users -> edge", &[Severity::Info]);
        raises(
            "users -> edge: \"keeps each answer for a day\"",
            &[Severity::High],
        );
    }

    #[test]
    fn logs_reports_and_ways_around_count_all() {
        raises(
            "users -> edge: \"max-age 600\"\nedge -> visits: \"access log\"",
            &[],
        );
        raises(
            "users -> edge: \"max-age 600\"\nusers -> api: \"visit\"",
            &[],
        );
        raises(
            "users -> edge: \"max-age 600\"\nnote \"players send beacons\"",
            &[],
        );
    }
}
