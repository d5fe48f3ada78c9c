//! `stale-read`: a request that must see the latest write, and reads a copy.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::{Link, Node};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::model::{Access, CallCondition, Connection, Id, Role, Timing, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "stale-read",
    title: "Reads what may be old",
    severity: Severity::High,
    category: Category::Structure,
    why: "A copy is behind its store by moments or by minutes. Whoever decides by a copy, over money, seats or rights, decides by what is no longer true. Data that a cache writes back later is lost with the cache",
    for_stakeholders: "Users see or act on numbers that are no longer true, and money can be spent twice",
    fix: "Read what must be the latest from the store itself, and write to the store before answering",
    exempt: "Drawings without a prompt, and flows for which the prompt does not ask for the latest data; copies that are drawn as kept in step: a synchronous copy, a cache that services write to, or a word that says so",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION
            .supports("A copy that is not written at once lags behind its leader"),
        publications::AWS_CACHING.supports("A cache answers with what was true when it was filled"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- users -> waf -> load_balancer -> api
+ scenario "example_album_latest"
+ users -> waf -> load_balancer -> api
- api -> albums
+ api -> copy: read
+ copy: read_replica x2 "Albums copy"
+ api -> albums: write
  albums: sql x2 "Albums DB"
+ albums -> copy
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// What a flow reads in place of the latest data.
struct StaleData {
    /// Who reads.
    reader: NodeIndex,
    /// The link that leads to the copy, or past it only on a miss.
    link: EdgeIndex,
    /// The copy.
    copy: NodeIndex,
    /// Where the latest data is.
    store: NodeIndex,
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for flow in &analysis.flows {
        let Some(spec) = flow.spec.filter(|spec| spec.consistent || spec.money) else {
            continue;
        };
        if spec.access != Access::Read
            && let Some(found) = written_behind(analysis, flow)
        {
            let (cache, store) = (analysis.name(found.reader), analysis.name(found.store));
            let why = format!(
                "“{}” is written to {cache}, which passes it on to {store} later: what is in between is lost when {cache} stops, and others do not see it",
                flow.name
            );
            let advice = format!("Write to {store} before the answer is given");
            push_finding(analysis, &found, flow, why, advice, findings);
        }
        if spec.access != Access::Write
            && let Some(found) = read_from_copy(analysis, flow)
        {
            let (reader, copy) = (analysis.name(found.reader), analysis.name(found.copy));
            let store = analysis.name(found.store);
            let why = format!(
                "“{}” needs the latest data, and {reader} gets it from {copy}, which may be behind {store}",
                flow.name
            );
            let advice = format!("Let {reader} read {store} itself for this");
            push_finding(analysis, &found, flow, why, advice, findings);
        }
    }
}

fn push_finding(
    analysis: &Analysis,
    found: &StaleData,
    flow: &FlowTrace,
    why: String,
    advice: String,
    findings: &mut Vec<Finding>,
) {
    let ends = [found.copy, found.reader, found.store].map(|node| analysis.id(node));
    let items = std::iter::once(analysis[found.link].id).chain(ends);
    findings.push(Finding {
        for_stakeholders: format!("“{}” can go wrong because of old data", flow.name),
        ..RULE.finding(Severity::High, items.collect(), why, advice)
    });
}

/// A cache on the flow that is said to write to its store later, where nothing else on the flow writes there.
fn written_behind(analysis: &Analysis, flow: &FlowTrace) -> Option<StaleData> {
    let later = |link: &&EdgeIndex| {
        let link = &analysis[**link];
        let ends = (analysis.role(link.from), analysis.role(link.to));
        let is_async_write = link.connection.timing == Some(Timing::Async)
            && matches!(link.access, Some(Access::Write | Access::Both));
        let texts = drawing_text::texts_of_connection(link.connection);
        let is_labeled = texts.iter().any(|text| {
            text_match::mentions(text, &["write behind", "write back", "written back"])
        });
        ends == (Role::Cache, Role::Store) && (is_async_write || is_labeled)
    };
    let &link = flow.links.iter().find(later)?;
    let (cache, store) = (analysis[link].from, analysis[link].to);
    let mut others = flow.links.iter().map(|&other| &analysis[other]);
    let direct = others.any(|other| other.to == store && analysis.role(other.from) != Role::Cache);
    if direct {
        return None;
    }
    Some(StaleData {
        reader: cache,
        link,
        copy: cache,
        store,
    })
}

/// A copy that the flow reads, where it cannot get to the store itself.
fn read_from_copy(analysis: &Analysis, flow: &FlowTrace) -> Option<StaleData> {
    let ends: Vec<NodeIndex> = flow
        .ends
        .iter()
        .flat_map(|end| end.candidates.iter().copied())
        .collect();
    let is_fresh = |link: &Link| {
        let reads = link.access != Some(Access::Write)
            && !matches!(link.semantics.when, CallCondition::OnMiss);
        reads && !matches!(analysis.role(link.to), Role::Replica | Role::Cdn)
    };
    let on_flow = |link: &Link| {
        let mut links = flow.links.iter();
        links.any(|&other| analysis[other].id == link.id)
    };
    let fresh = analysis.reach(&flow.entries, |link| on_flow(link) && is_fresh(link));
    // A flow that ends at nothing that keeps data reads nothing that could be stale.
    let is_store = |node: &NodeIndex| matches!(analysis.role(*node), Role::Store | Role::Objects);
    let keeps = |node: &NodeIndex| is_store(node) || analysis.role(*node) == Role::Replica;
    if !ends.iter().any(keeps) || ends.iter().any(|&node| fresh[node] && is_store(&node)) {
        return None;
    }
    analysis
        .link_indices()
        .find_map(|link| copy_read(analysis, flow, link))
}

/// What a link of the flow leads to, if that is a copy that may be behind.
fn copy_read(analysis: &Analysis, flow: &FlowTrace, index: EdgeIndex) -> Option<StaleData> {
    let link = &analysis[index];
    let (reader, to) = (link.from, link.to);
    let serves = flow.components.binary_search(&reader).is_ok() && flow.allowed_links.open[index];
    if !serves || !link.is_sync() || link.access == Some(Access::Write) {
        return None;
    }
    let feeds = |link: &&Link| analysis.role(link.from) == Role::Store;
    let (copy, store) = match (analysis.role(to), analysis.role(reader)) {
        (Role::Replica, _) => (to, analysis.incoming(to).find(feeds)?.from),
        (Role::Cache, _) => (to, store_behind(analysis, reader, to)?),
        _ => return None,
    };
    let texts = drawing_text::texts_of_component(analysis[copy].component);
    let is_current = texts
        .iter()
        .any(|text| text_match::mentions(text, keywords::ALWAYS_CURRENT))
        || drawing_text::in_notes(analysis.design, keywords::ALWAYS_CURRENT)
        || analysis.incoming(copy).any(|link| keeps_current(link));
    if is_current {
        return None;
    }
    Some(StaleData {
        reader,
        link: index,
        copy,
        store,
    })
}

/// The store that is asked on a miss, by the cache itself or by its reader.
fn store_behind(analysis: &Analysis, reader: NodeIndex, cache: NodeIndex) -> Option<NodeIndex> {
    let mut asked = analysis.outgoing(cache).chain(analysis.outgoing(reader));
    let store = asked.find(|link| {
        matches!(link.semantics.when, CallCondition::OnMiss)
            && analysis.role(link.to) == Role::Store
    });
    store.map(|link| link.to)
}

/// Whether the link keeps a copy current: copied synchronously, or written by services too.
fn keeps_current(link: &Link) -> bool {
    let together = link.connection.timing == Some(Timing::Sync);
    let written = matches!(link.access, Some(Access::Write | Access::Both));
    let mut texts = drawing_text::texts_of_connection(link.connection).into_iter();
    (together && written) || texts.any(|text| text_match::mentions(text, keywords::ALWAYS_CURRENT))
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [link, copy, reader, store] = finding.items[..] else {
        return None;
    };
    let name = |id: Id| analysis.find(id).map(Node::name);
    if copy == reader {
        draft.rewire(link, |connection| connection.timing = Some(Timing::Sync))?;
        return Some(format!(
            "Let {} write to {} at once",
            name(copy)?,
            name(store)?
        ));
    }
    let latest = analysis.flows.iter().filter(|flow| {
        let wanted = flow.spec.is_some_and(|spec| spec.consistent || spec.money);
        let place = analysis.index_of(reader);
        wanted && place.is_some_and(|node| flow.components.binary_search(&node).is_ok())
    });
    draft.put_connection(Connection {
        access: Some(Access::Read),
        when: Some(CallCondition::Always),
        label: "must be the latest".to_owned(),
        flows: Some(latest.map(|flow| flow.id.clone()).collect()),
        ..Connection::new(reader, store)
    })?;
    Some(format!(
        "Let {} read {} for this",
        name(reader)?,
        name(store)?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    const FRONT: &str =
        "users: client\nusers -> api\napi: service x2\ndb: sql x2\ncache: cache x2\n";

    #[test]
    fn caches_and_copies_are_behind_unless_they_are_kept_in_step() {
        let prompt = prompt_with_flows(|flow| flow.consistent = flow.id == "open_album");
        let check = |lines: &str, expected: &[Severity]| {
            check_answer(&RULE, &prompt, &format!("{FRONT}{lines}"), expected);
        };
        check("api -> cache -> db: sync", &[RULE.severity]);
        check(
            "api -> cache: read\napi -> db: read on-miss",
            &[RULE.severity],
        );
        check("api -> cache: read\napi -> db", &[]);
        check("api -> cache: sync both\napi -> db: read on-miss", &[]);
        check(
            "api -> cache: read\napi -> db: read on-miss\nnote \"Write-through\"",
            &[],
        );
        let copy = "copy: read_replica\napi -> copy\napi -> db: write\n";
        check(&format!("{copy}db -> copy"), &[RULE.severity]);
        check(&format!("{copy}db -> copy: sync write"), &[]);
        let unchanged = prompt_with_flows(|_| {});
        check_answer(&RULE, &unchanged, &format!("{FRONT}{copy}db -> copy"), &[]);
    }

    #[test]
    fn writing_back_later_is_said_and_not_guessed() {
        let prompt = prompt_with_flows(|flow| flow.money = flow.id == "edit");
        let check = |lines: &str, expected: &[Severity]| {
            check_answer(&RULE, &prompt, &format!("{FRONT}{lines}"), expected);
        };
        check(
            "api -> cache: both\ncache -> db: async write",
            &[RULE.severity],
        );
        check(
            "api -> cache: both\ncache -> db: \"write-behind\"",
            &[RULE.severity],
        );
        check("api -> cache: both\ncache -> db", &[]);
        check(
            "api -> cache: both\napi -> db\ncache -> db: async write",
            &[],
        );
    }
}
