//! `cache-as-only-store`: a cache that is the only place where data is kept.

use petgraph::graph::NodeIndex;

use std::collections::BTreeSet;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::periods::{A_MINUTE_S, period_in};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{failure_words, keywords, kinds, state_words};
use crate::model::{Access, Flag, Group, Id, Role, format, text_match};

/// How the label of an arrow tells that something is written or counted.
const WRITES: [&[&str]; 2] = [failure_words::RECORDS, state_words::ADDS_UP];

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "cache-as-only-store",
    title: "Data only in a cache",
    severity: Severity::Critical,
    category: Category::Reliability,
    why: "A cache can drop any entry at any time, for example when it is full or restarts. Data that exists nowhere else is then gone",
    for_stakeholders: "A restart of one machine can lose the data of all users",
    fix: "Keep the data in a database, and let the cache hold copies",
    exempt: "Rate-limit counters, copies of data, and data that is also in a database, a log, or an external service. If the drawing has a database elsewhere, only data that must not be lost is flagged",
    references: &[publications::AZURE_CACHE_ASIDE
        .supports("Cached data can be evicted, so it must also be in a database")],
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
    check_what_must_survive(analysis, &caches, findings);
    check_memory_of_servers(analysis, findings);
    if caches.is_empty() {
        return;
    }
    let names = format::join_names(caches.iter().map(|&cache| analysis.name(cache)));
    let why = if caches.len() == 1 {
        format!("{names} is a cache, and the data is stored nowhere else, so a restart loses it")
    } else {
        format!("{names} are caches, and the data is stored nowhere else, so a restart loses it")
    };
    let advice = format!("Add a database behind {names}");
    let items = caches.iter().map(|&cache| analysis.id(cache)).collect();
    findings.push(RULE.finding(Severity::Critical, items, why, advice));
}

/// Caches that by what is written on them keep what must not be lost, although those who write there keep it nowhere else.
fn check_what_must_survive(
    analysis: &Analysis,
    known: &BTreeSet<NodeIndex>,
    findings: &mut Vec<Finding>,
) {
    let mut waiting: Vec<NodeIndex> = Vec::new();
    for cache in analysis.with_role(&[Role::Cache]) {
        let writers: Vec<&Link> = analysis
            .incoming(cache)
            .filter(|link| link.says_write(&WRITES))
            .collect();
        if known.contains(&cache) || is_kept_elsewhere(analysis, cache) {
            continue;
        }
        let own = drawing_text::texts_of_component(analysis[cache].component);
        let labels = writers.iter().map(|link| link.connection.label.as_str());
        let texts: Vec<&str> = own.into_iter().chain(labels).collect();
        let says = |words: &[&str]| texts.iter().any(|text| text_match::mentions(text, words));
        let is_copy = says(keywords::COPIES);
        let is_durable = says(failure_words::OUTLIVES_MACHINE);
        if is_copy || is_durable {
            continue;
        }
        if !writers.is_empty() && says(state_words::MUST_SURVIVE) {
            let billed = says(&[
                "usage", "bill", "invoice", "balance", "credit", "ledger", "payment",
            ]);
            if !billed && says(state_words::WHO_IS_WHERE) {
                continue;
            }
            let severity = if billed {
                Severity::Critical
            } else {
                Severity::High
            };
            let name = analysis.name(cache);
            let why = format!(
                "The data in {name} must not be lost, but it is only in memory, so a restart loses it"
            );
            let advice = format!("Write to a database first, then to {name}");
            findings.push(RULE.finding(severity, vec![analysis.id(cache)], why, advice));
        } else if says(state_words::WAITS_IN_MEMORY) {
            waiting.push(cache);
        }
    }
    if let Some(&first) = waiting.first() {
        let name = analysis.name(first);
        let why = format!(
            "If {name} fails, the work waiting in it is lost. Can the senders send it again?"
        );
        let advice = format!("Say what happens to the work in {name} after a restart");
        let items = waiting.iter().map(|&cache| analysis.id(cache)).collect();
        findings.push(RULE.finding(Severity::Info, items, why, advice));
    }
}

/// Servers that by their name keep in their memory what must not be lost, and write it nowhere.
fn check_memory_of_servers(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let this = &analysis[node];
        let texts = drawing_text::texts_of_component(this.component);
        let says = |words: &[&str]| texts.iter().any(|text| text_match::mentions(text, words));
        let serves = this.effective_kind.group == Group::Compute;
        let keeps = says(state_words::IN_SERVER_MEMORY)
            && (says(state_words::MUST_SURVIVE) || says(state_words::WAITS_IN_MEMORY));
        let is_copy = says(keywords::COPIES) || says(failure_words::OUTLIVES_MACHINE);
        let writes = analysis.outgoing(node).any(|link| {
            let kind = analysis[link.to].effective_kind;
            kind.has(Flag::Writable) && link.access != Some(Access::Read)
        });
        let keeps =
            (keeps && !writes) || analysis.outgoing(node).any(|link| gathers(analysis, link));
        if !serves || !keeps || is_copy || !analysis.reached[node] {
            continue;
        }
        let name = analysis.name(node);
        let why = format!("{name} keeps this data only in memory, so a restart loses it");
        let advice =
            format!("Have {name} write to a database or a durable queue before it responds");
        findings.push(RULE.finding(Severity::High, vec![analysis.id(node)], why, advice));
    }
}

/// Whether an arrow says that what must survive is gathered in the memory of its sender for minutes before it is written.
fn gathers(analysis: &Analysis, link: &Link) -> bool {
    let label = link.connection.label.as_str();
    let to = drawing_text::texts_of_component(analysis[link.to].component).into_iter();
    let mut what = to.chain([label]);
    text_match::mentions(label, &["in memory", "in ram"])
        && period_in(label).is_some_and(|seconds| seconds >= A_MINUTE_S)
        && what.any(|text| text_match::mentions(text, state_words::MUST_SURVIVE))
}

/// Whether the data has another place: behind the cache, or in a store or a log that one of its writers writes to as well.
fn is_kept_elsewhere(analysis: &Analysis, cache: NodeIndex) -> bool {
    let keeps = |node: NodeIndex| {
        let kind = analysis[node].effective_kind;
        kind.has(Flag::Writable) || matches!(kind.role, Role::Replica | Role::Relay)
    };
    let beside = analysis.incoming(cache).any(|link| {
        let mut others = analysis.outgoing(link.from);
        // Files beside are seldom the same data, unless an arrow says that it is written.
        others.any(|other| {
            let may_write = match analysis.role(other.to) {
                Role::Objects => other.says_write(&WRITES),
                _ => other.access != Some(Access::Read),
            };
            keeps(other.to) && may_write
        })
    });
    let behind = analysis.outgoing(cache).any(|link| keeps(link.to));
    let filled = analysis.incoming(cache).any(|link| keeps(link.from));
    beside || behind || filled
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
    // Accounts are kept apart from what the flow brings, and what a box of the user's own keeps, nobody knows.
    let is_of_accounts = |node: NodeIndex| {
        let mut callers = analysis.incoming(node).peekable();
        callers.peek().is_some() && callers.all(|link| analysis.role(link.from) == Role::Auth)
    };
    let is_drawn = |roles: &[Role]| {
        let mut drawn = analysis
            .node_indices()
            .filter(|&node| !is_of_accounts(node));
        drawn.any(|node| {
            let role = analysis[node].effective_kind.role;
            roles.contains(&role) || role == Role::Other
        })
    };
    let wants_a_store = flow.spec.is_some_and(|spec| {
        let mut ends = spec.to.iter();
        ends.any(|end| end.roles.contains(&Role::Store) && !is_drawn(&end.roles))
    });
    let links = analysis.link_indices().filter(move |&link| {
        let this = &analysis[link];
        let writes = this.semantics.access != Access::Read && is_forgetful(analysis, this.to);
        wants_a_store && writes && flow.allowed_links.open[link]
    });
    links.map(|link| analysis[link].to)
}

/// Whether it is a cache of which nothing says that its data outlives the machine.
fn is_forgetful(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis.role(node) == Role::Cache
        && !drawing_text::component_says(
            analysis[node].component,
            failure_words::OUTLIVES_MACHINE,
        )
        // Who is connected where comes back by itself.
        && !drawing_text::component_says(analysis[node].component, state_words::WHO_IS_WHERE)
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
    Some(format!("Add a database behind {}", analysis.name(cache)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn what_must_survive_needs_a_store_of_its_own() {
        let text = |lines: &str| {
            format!(
                "client -> load_balancer -> api\napi: service x2\nweb: service x2\nload_balancer -> web\nweb -> db\ndb: sql x2\n{lines}"
            )
        };
        let check = |lines: &str, expected: &[Severity]| check_rule(&RULE, &text(lines), expected);
        check(
            "api -> mem: \"INCR tokens\"\nmem: redis x2 \"Billable tokens\"",
            &[Severity::Critical],
        );
        check(
            "api -> mem: write\nmem: redis x2 \"Holds\"",
            &[Severity::High],
        );
        check(
            "api -> mem: write\nmem: redis x2 \"Waiting jobs\"",
            &[Severity::Info],
        );
        check("api -> mem: write\nmem: redis x2 \"Holds\"\napi -> db", &[]);
        check("api -> mem: write\nmem: redis x2 \"Invoice cache\"", &[]);
        check("api -> mem: write\nmem: redis x2 \"Online people\"", &[]);
        check(
            "api -> hub\nhub: service x2 \"Dispatcher (open orders in RAM)\"",
            &[Severity::High],
        );
        check(
            "api -> hub\nhub: service x2 \"Dispatcher (open orders in RAM)\"\nhub -> db",
            &[],
        );
    }
}
