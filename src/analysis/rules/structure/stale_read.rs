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
use crate::analysis::rules::support::{keywords, state_words};
use crate::model::{Access, CallCondition, Connection, Group, Id, Role, Timing, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "stale-read",
    title: "May read stale data",
    severity: Severity::High,
    category: Category::Structure,
    why: "A copy is seconds or minutes behind the original, so a decision about money, seats, or permissions may be based on old data. Data that a cache writes back later (write-behind) is lost if the cache fails",
    for_stakeholders: "Users see or act on numbers that are no longer correct, and money can be spent twice",
    fix: "Read from the original if the latest value matters, and write to the database before you respond",
    exempt: "Flows for which the prompt does not require the latest data, unless words such as “still free?” show that the decision uses a copy; conditional writes; and copies that are always up to date, such as a synchronous replica or a write-through cache",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION
            .supports("An asynchronous replica lags behind its leader"),
        publications::AWS_CACHING
            .supports("A cache returns the value that was current when its entry was stored"),
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
    check_decisions(analysis, findings);
    if !findings.is_empty() {
        return;
    }
    for flow in &analysis.flows {
        let Some(spec) = flow.spec.filter(|spec| spec.consistent || spec.money) else {
            continue;
        };
        if spec.access != Access::Read
            && let Some(found) = written_behind(analysis, flow)
        {
            let (cache, store) = (analysis.name(found.reader), analysis.name(found.store));
            let why = format!(
                "“{}” writes to {cache}, which writes to {store} later. If {cache} fails, recent writes are lost, and other readers do not see them",
                flow.name
            );
            let advice = format!("Write to {store} before you respond");
            push_finding(analysis, &found, flow, why, advice, findings);
        }
        if spec.access != Access::Write
            && let Some(found) = read_from_copy(analysis, flow)
        {
            let (reader, copy) = (analysis.name(found.reader), analysis.name(found.copy));
            let store = analysis.name(found.store);
            let why = format!(
                "“{}” needs the latest data, but {reader} reads it from {copy}, which may be behind {store}",
                flow.name
            );
            let advice = format!("Have {reader} read directly from {store} for this flow");
            push_finding(analysis, &found, flow, why, advice, findings);
        }
    }
    if findings.is_empty() {
        ask_what_decides(analysis, findings);
    }
}

/// Services that decide by a copy, as the words on their arrow say, and then write without looking again.
fn check_decisions(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let copy = analysis[link.to].component;
        let in_label = drawing_text::connection_says(link.connection, state_words::DECIDES);
        let is_copy = match analysis.role(link.to) {
            Role::Replica => true,
            Role::Cache => {
                drawing_text::component_says(copy, &["copy", "copies"])
                    || checks_and_sets(link)
                    // What is counted there is no copy of anything.
                    || (in_label
                        && link.connection.label.contains('?')
                        && !matches!(link.access, Some(Access::Write | Access::Both)))
            }
            _ => false,
        };
        let asks = in_label
            || (is_copy && drawing_text::component_says(copy, state_words::DECIDES_BY_NAME));
        let serves = analysis[link.from].kind.group == Group::Compute;
        if !asks || !is_copy || !serves || only_tells(link) {
            continue;
        }
        let acts = analysis.outgoing(link.from).filter(|act| {
            let kept = analysis.role(act.to) == Role::Store || analysis.carries_messages(act.to);
            kept && act.to != link.to && act.access != Some(Access::Read)
        });
        let acts: Vec<&Link> = acts.collect();
        let in_text =
            |act: &&Link| drawing_text::connection_says(act.connection, state_words::CHECKED_AGAIN);
        let is_checked = in_text(&link)
            || acts.iter().any(in_text)
            || drawing_text::component_says(copy, keywords::ALWAYS_CURRENT)
            || drawing_text::in_notes(analysis.design, state_words::CHECKED_AGAIN);
        let Some(act) = acts.first().filter(|_| !is_checked) else {
            continue;
        };
        let [reader, copy, store] = [link.from, link.to, act.to].map(|node| analysis.name(node));
        let why = format!(
            "{reader} decides based on {copy}, which may be stale, and then writes to {store} without another check, so two users can get the same item"
        );
        let advice = format!(
            "Use a conditional write: change the record only if it has not changed since {reader} read it"
        );
        let ends = [link.to, link.from, act.to].map(|node| analysis.id(node));
        let items = std::iter::once(link.id).chain(ends).collect();
        // A cache may be asked only for what is shown.
        let severity = if analysis.role(link.to) == Role::Replica || checks_and_sets(link) {
            Severity::Critical
        } else if drawing_text::component_says(analysis[link.to].component, &["copy", "copies"]) {
            Severity::High
        } else {
            Severity::Medium
        };
        findings.push(RULE.finding(severity, items, why, advice));
        return;
    }
}

/// A flow in which two may want the same, on a drawing that does not say what lets only one have it.
fn ask_what_decides(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let says = |words| drawing_text::in_any_text(analysis.design, words);
    if says(state_words::CHECKED_AGAIN) || says(keywords::ALWAYS_CURRENT) {
        return;
    }
    let contended = analysis.flows.iter().find_map(|flow| {
        let spec = flow
            .spec
            .filter(|spec| spec.consistent && spec.access != Access::Read)?;
        let mut links = flow.links.iter().map(|&link| &analysis[link]);
        let into_store = links.find(|link| analysis.role(link.to) == Role::Store)?;
        Some((spec, into_store))
    });
    let Some((flow, link)) = contended else {
        return;
    };
    let why = format!(
        "“{}”: if two users request it at the same moment, what makes sure that only one gets it?",
        flow.name
    );
    let advice = format!(
        "Say what makes the second write to {} fail",
        analysis.name(link.to)
    );
    let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

/// Whether an arrow only keeps a copy up to date, by the verb that its label begins with: "mark free".
fn only_tells(link: &Link) -> bool {
    const VERBS: &[&str] = &[
        "mark",
        "set",
        "update",
        "refresh",
        "invalidate",
        "delete",
        "remove",
        "fill",
        "warm",
        "push",
    ];
    let label = &link.connection.label;
    let first = text_match::lower_words(label).next();
    let is_question = label.contains('?') || text_match::mentions(label, &["check", "read", "if "]);
    !is_question && first.is_some_and(|word| VERBS.contains(&word.as_str()))
}

/// Whether an arrow into a cache first asks and then marks, in two steps.
fn checks_and_sets(link: &Link) -> bool {
    let marks = ["mark ", "set ", "take ", "then write", "2 "];
    drawing_text::connection_says(link.connection, &marks)
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
        for_stakeholders: format!("“{}” can go wrong because of stale data", flow.name),
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
    let serves = flow.passes(reader) && flow.allowed_links.open[index];
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
            "Have {} write directly to {}",
            name(copy)?,
            name(store)?
        ));
    }
    let latest = analysis.flows.iter().filter(|flow| {
        let wanted = flow.spec.is_some_and(|spec| spec.consistent || spec.money);
        let place = analysis.index_of(reader);
        wanted && place.is_some_and(|node| flow.passes(node))
    });
    draft.put_connection(Connection {
        access: Some(Access::Read),
        when: Some(CallCondition::Always),
        label: "must be the latest".to_owned(),
        flows: Some(latest.map(|flow| flow.id.clone()).collect()),
        ..Connection::new(reader, store)
    })?;
    Some(format!(
        "Have {} read directly from {} for this flow",
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
    #[test]
    fn who_decides_by_a_copy_looks_again_when_writing() {
        let check = |lines: &str, expected: &[Severity]| {
            crate::analysis::rules::testing::check_rule(
                &RULE,
                &format!("{FRONT}{lines}"),
                expected,
            );
        };
        let copy = "copy: read_replica x2\ndb -> copy\n";
        let asks = format!("{copy}api -> copy: read \"room still free?\"\n");
        check(&format!("{asks}api -> db: write"), &[Severity::Critical]);
        check(
            "api -> cache: \"1. free? 2. mark as taken\"\napi -> db: write",
            &[Severity::Critical],
        );
        check(
            &format!("{asks}api -> db: write \"insert, only if still free\""),
            &[],
        );
        check(
            &format!("{copy}api -> copy: read \"list of rooms\"\napi -> db: write"),
            &[],
        );
        check(&asks, &[]);
    }
}
