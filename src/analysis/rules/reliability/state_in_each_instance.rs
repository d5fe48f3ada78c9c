//! `state-in-each-instance`: what all instances have to agree on is kept by each for itself.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{
    component_says, in_any_text, sentences, sets_aside, texts_of_component,
};
use crate::analysis::graph::NodeMap;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::state_words::{
    ALWAYS_SAME_PLACE, KEPT_BY_EACH, SHARED_STATE, STATE_IS_SHARED,
};
use crate::model::{Group, Id, Role, format, text_match};

/// How drawings speak of limits.
const LIMITS: &[&str] = &["limit", "rate ", "bucket", "quota"];

/// Names of stores that count what callers use.
const COUNTS: &[&str] = &[
    "count", "limit", "bucket", "quota", "token", "usage", "window",
];

/// How drawings speak of what sends all requests of one caller to the same place.
const CHOOSES_BY_KEY: &[&str] = &[
    "router",
    "cell",
    "shard",
    "by key",
    "by customer",
    "by tenant",
    "home",
];

/// How drawings say that sites agree on a count, or that each has a part of the limit.
const COUNTED_TOGETHER: &[&str] = &[
    "share of",
    "shares of",
    "a third of",
    "half of the limit",
    "divided",
    "split",
    "lend",
    "lent ",
    "borrow",
    "lease",
    "allot",
    "allocat",
    "own budget",
    "own part",
    "its part",
    "per region limit",
    "per site limit",
    "synced",
    "synchroni",
    "sync ",
    "gossip",
    "merge",
    "replicat",
    "summed",
    "sum of",
    "add up",
    "adds up",
    "home region",
    "home site",
    "sticky",
];

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "state-in-each-instance",
    title: "State kept in each instance",
    severity: Severity::High,
    category: Category::Reliability,
    why: "A user's requests can go to any instance. Per-instance limits let through several times the intended number of requests, per-instance queues lose ordering, and a session held in one instance ends when that instance restarts",
    for_stakeholders: "Users are signed out or treated differently from one request to the next, and limits do not hold",
    fix: "Keep the state in a store that all instances share, or in a signed token that the caller sends",
    exempt: "Single instances, caches of data that is stored elsewhere, and state that is replicated or shared",
    references: &[
        publications::SRE_CRITICAL_STATE.supports(
            "If several processes must agree on a state, they cannot each keep their own copy",
        ),
        publications::AWS_RELIABILITY.supports("Stateless servers can be replaced at any time"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x4 "Shop API"
api -> sessions: both
sessions: key_value_store "Sessions"
api -> db
db: sql x2
"#,
    ),
    bad: r#"
- api: service x4 "Shop API"
- api -> sessions: both
- sessions: key_value_store "Sessions"
+ api: service x4 "Shop API (sessions in memory)"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_words(analysis, findings);
    check_sites(analysis, findings);
}

/// Limits that each of several sites counts for itself, although a request may come to any of them.
fn check_sites(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let design = analysis.design;
    if has_one_owner(analysis) || in_any_text(design, COUNTED_TOGETHER) {
        return;
    }
    let own_counts = own_counts(analysis);
    for front in analysis.node_indices() {
        let by_key = component_says(analysis[front].component, CHOOSES_BY_KEY);
        if by_key || !analysis[front].chooses_one_target() {
            continue;
        }
        let servers = analysis[front].callees.iter();
        let counted = servers.filter_map(|&server| Some((server, own_counts[server]?)));
        let counted: Vec<(NodeIndex, NodeIndex)> = counted.collect();
        let Some(&(first, first_count)) = counted.first() else {
            continue;
        };
        let zone = |node: NodeIndex| analysis[node].component.parent;
        let apart = counted.iter().filter(|&&(server, count)| {
            zone(server) != zone(first) && are_unconnected(analysis, first_count, count)
        });
        let mut all = vec![(first, first_count)];
        all.extend(apart);
        if all.len() < 2 {
            continue;
        }
        let names = format::join_names(all.iter().map(|&(_, count)| analysis.name(count)));
        let why = format!(
            "{names} each count on their own, but {} can send the requests of one caller to any of them",
            analysis.name(front)
        );
        let times = all.len();
        let advice = format!(
            "Count in one store that all sites share, or give each site a share of the limit; otherwise a caller gets up to {times} times the limit"
        );
        let items = all.iter().flat_map(|&(server, count)| [count, server]);
        let items: Vec<Id> = items.map(|node| analysis.id(node)).collect();
        let severity = if limits_callers(analysis) {
            Severity::Critical
        } else {
            Severity::High
        };
        findings.push(RULE.finding(severity, items, why, advice));
        return;
    }
}

/// For each server of ours the only store or cache of counts that it asks.
fn own_counts(analysis: &Analysis) -> NodeMap<Option<NodeIndex>> {
    let nodes = analysis.nodes();
    let counts: NodeMap<bool> = nodes
        .map(|node| {
            let keeps = matches!(node.effective_kind.role, Role::Cache | Role::Store);
            keeps
                && texts_of_component(node.component)
                    .iter()
                    .any(|text| text_match::mentions(text, COUNTS))
        })
        .collect();
    let own = analysis.nodes().map(|server| {
        let mut all = server.callees.iter().copied().filter(|&to| counts[to]);
        let only = all.next();
        only.filter(|_| server.is_ours() && all.next().is_none())
    });
    own.collect()
}

/// Whether two stores neither fill each other nor one that both fill.
fn are_unconnected(analysis: &Analysis, one: NodeIndex, other: NodeIndex) -> bool {
    let fills = |node: NodeIndex| {
        let fills = analysis[node].callees.iter().copied();
        fills.filter(|&to| analysis[to].effective_kind.role != Role::Observability)
    };
    let filled: Vec<NodeIndex> = fills(one).collect();
    one != other
        && !filled.contains(&other)
        && fills(other).all(|to| to != one && !filled.contains(&to))
}

fn check_words(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut nodes: Vec<NodeIndex> = Vec::new();
    let mut said: Option<&str> = None;
    for node in analysis
        .node_indices()
        .filter(|&node| may_be_several(analysis, node))
    {
        let own = texts_of_component(analysis[node].component);
        if let Some(text) = own.into_iter().find(|text| keeps_apart(text)) {
            nodes.push(node);
            said.get_or_insert(text);
        }
    }
    let notes = analysis.design.notes().map(|(_, note)| note.text.as_str());
    let assumptions = analysis.design.assumptions().iter().map(String::as_str);
    let sentences = notes.chain(assumptions).flat_map(sentences);
    for text in sentences.filter(|text| is_claim_of_servers(text) && keeps_apart(text)) {
        nodes.extend(meant_by(analysis, text));
        said.get_or_insert(text);
    }
    let Some(said) = said else {
        return;
    };
    if has_one_owner(analysis) {
        return;
    }
    nodes.sort_unstable();
    nodes.dedup();
    let severity = if is_asked_for(analysis, said) {
        Severity::Critical
    } else {
        Severity::High
    };
    let why = format!(
        "“{said}”: each instance keeps its own state, but a request can go to any instance"
    );
    let advice =
        "Keep the state in a shared store, or in a signed token that the caller sends".to_owned();
    let items: Vec<Id> = nodes.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(severity, items, why, advice));
}

/// Whether a sentence of a note tells what servers do as a rule: not what they fall back to, what devices do, or what was decided
/// against.
fn is_claim_of_servers(sentence: &str) -> bool {
    const ELSEWHERE: &[&str] = &[
        "if ",
        "when the",
        "falls back",
        "fallback",
        "link cut",
        "offline",
        "down ",
        "away ",
        "outage",
        "unavailable",
        "unreachable",
        "no answer",
        "without answer",
        "fails",
        "phone",
        "devic",
        "browser",
        "station",
        "plant",
        "vehicle",
    ];
    !sets_aside(sentence) && !text_match::mentions(sentence, ELSEWHERE)
}

/// Whether several of it run, as far as is known.
fn may_be_several(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let serves = matches!(this.kind.group, Group::Compute | Group::Edge)
        && !matches!(
            this.effective_kind.role,
            Role::Client | Role::Cdn | Role::Dns | Role::Scheduler
        );
    serves && this.machines() != Some(1)
}

/// Whether a text says that something shared is kept by each instance for itself.
fn keeps_apart(text: &str) -> bool {
    // What stands in two sentences need not belong together.
    let mut sentences = text.split(['.', ';', '\n']);
    let says = sentences.any(|sentence| {
        let is_apart = text_match::mentions(sentence, KEPT_BY_EACH)
            || text_match::mentions(sentence, &["not shared"]);
        is_apart && text_match::mentions(sentence, SHARED_STATE)
    });
    // "Not shared" is no sharing.
    let said = text.to_lowercase().replace("not shared", "kept apart");
    says && !text_match::mentions(&said, STATE_IS_SHARED)
}

/// Whether all requests for one thing go to the same instance, which keeps the only state of it. "Sticky" alone is no such rule: it
/// holds until the instance is gone.
fn has_one_owner(analysis: &Analysis) -> bool {
    in_any_text(analysis.design, ALWAYS_SAME_PLACE)
}

/// The servers that a note speaks of: those with a word of their name in it.
fn meant_by(analysis: &Analysis, text: &str) -> Vec<NodeIndex> {
    let words: Vec<String> = text_match::lower_words(text).collect();
    let named = |&node: &NodeIndex| {
        let mut name = text_match::lower_words(analysis.name(node));
        name.any(|word| word.len() > 2 && words.contains(&word))
    };
    let servers = analysis
        .node_indices()
        .filter(|&node| may_be_several(analysis, node));
    servers.filter(named).collect()
}

/// Whether the prompt is about just this: a limiter that does not limit.
fn is_asked_for(analysis: &Analysis, text: &str) -> bool {
    text_match::mentions(text, LIMITS) && limits_callers(analysis)
}

/// Whether the prompt asks for limits on callers.
fn limits_callers(analysis: &Analysis) -> bool {
    let mut flows = analysis.flows.iter();
    flows.any(|flow| flow.spec.is_some_and(|spec| spec.limits_callers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn sites_that_count_apart_let_too_much_through() {
        let text = |more: &str| {
            format!(
                "users: client\nusers -> lb\nlb: load_balancer\nzone a: az \"A\" {{\n  ga: api_gateway_self_run x2 \"Gate A\"\n  ca: redis x2 \"Counters A\"\n}}\nzone b: az \"B\" {{\n  gb: api_gateway_self_run x2 \"Gate B\"\n  cb: redis x2 \"Counters B\"\n}}\nlb -> ga -> ca\nlb -> gb -> cb\n{more}"
            )
        };
        check_rule(&RULE, &text(""), &[Severity::High]);
        check_rule(&RULE, &text("ca -> cb: async"), &[]);
        check_rule(
            &RULE,
            &text("note \"Each site gets half of the limit\""),
            &[],
        );
        check_rule(&RULE, &text("note \"The balancer is sticky by key\""), &[]);
    }

    #[test]
    fn words_say_where_shared_state_is_kept() {
        let text = |name: &str, more: &str| {
            format!("users: client\nusers -> api\napi: {name}\ndb: sql x2\napi -> db\n{more}")
        };
        check_rule(
            &RULE,
            &text("service x3 \"API (rate limit per node)\"", ""),
            &[Severity::High],
        );
        check_rule(
            &RULE,
            &text(
                "service x3 \"Shop\"",
                "note \"Sticky sessions on the shop\"",
            ),
            &[Severity::High],
        );
        check_rule(
            &RULE,
            &text("service x3 \"Shop\"", "assume \"Carts live in memory\""),
            &[Severity::High],
        );
        check_rule(
            &RULE,
            &text("service x1 \"API (sessions in memory)\"", ""),
            &[],
        );
        check_rule(
            &RULE,
            &text(
                "service x3 \"API (limits, local copy of the shared counter)\"",
                "",
            ),
            &[],
        );
        check_rule(
            &RULE,
            &text("service x3 \"API (templates in memory)\"", ""),
            &[],
        );
    }
}
