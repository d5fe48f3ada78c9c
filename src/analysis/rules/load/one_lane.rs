//! `one-lane`: urgent work and large lots wait in the same queue.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{in_any_text, texts_of_component, texts_of_connection};
use crate::analysis::flow::FlowTrace;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM_SHRUNK_FROM_STORE, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::load_words;
use crate::model::{Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "one-lane",
    title: "Urgent work waits behind bulk work",
    severity: Severity::Critical,
    category: Category::Load,
    why: "A queue is first in, first out. Behind a batch of a million messages, an urgent message waits for all of them, even if the consumers are fast",
    for_stakeholders: "Work that users are waiting for is stuck behind bulk work that can wait",
    fix: "Give urgent work its own queue and consumers, or a priority that the consumers respect",
    exempt: "Event logs, which each consumer reads at its own pace; queues that mention priorities, lanes, or fair sharing; and prompts without bulk work",
    references: &[
        publications::AZURE_PRIORITY_QUEUE.supports(
            "With separate queues or priorities, urgent messages do not wait behind bulk messages",
        ),
        RuleReference::own_judgment("Work counts as urgent if it must finish within 20 seconds"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM_SHRUNK_FROM_STORE,
        r#"
- shrinker: transcoder x3 "Shrinker" capacity=30
+ shrinker: transcoder x3 "Shrinker, uploads before imports (priority)" capacity=30
  failed: dead_letter_queue
+ scenario example_album_lots
"#,
    ),
    bad: r#"
- shrinker: transcoder x3 "Shrinker, uploads before imports (priority)" capacity=30
+ shrinker: transcoder x3 "Shrinker" capacity=30
"#,
    check,
    apply_fix: None,
};

/// The longest time for what is urgent (s).
const URGENT_S: f64 = 20.0;
/// The longest time for what work by the clock may not hold up (s).
const SOON_S: f64 = 120.0;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let is_bulk = |flow: &&FlowTrace| flow.spec.is_some_and(|spec| spec.bulk);
    let bulk: Vec<&FlowTrace> = analysis.flows.iter().filter(is_bulk).collect();
    let urgent: Vec<&FlowTrace> = analysis
        .flows
        .iter()
        .filter(|flow| is_urgent(flow))
        .collect();
    for queue in analysis.with_role(&[Role::Queue, Role::Topic]) {
        let through = |flow: &&&FlowTrace| has_to_pass(flow, queue);
        let (Some(bulk), Some(first)) = (bulk.iter().find(through), urgent.iter().find(through))
        else {
            continue;
        };
        if keeps_apart(analysis, queue) || has_urgent_queue(analysis, queue) {
            continue;
        }
        let name = analysis.name(queue);
        let why = format!(
            "“{}” and “{}” share the queue {name}, and consumers take messages in order of arrival",
            first.name, bulk.name
        );
        let advice = format!("Give “{}” its own queue and consumers", first.name);
        let critical = urgent
            .iter()
            .any(|flow| flow.critical() && has_to_pass(flow, queue));
        let severity = if critical {
            Severity::Critical
        } else {
            Severity::High
        };
        let mut items = vec![analysis.id(queue)];
        items.extend(
            analysis
                .callees(queue)
                .iter()
                .map(|&taker| analysis.id(taker)),
        );
        findings.push(RULE.finding(severity, items, why, advice));
    }
    let soon = |flow: &&FlowTrace| {
        let within = flow.spec.and_then(|spec| spec.within_s);
        within.is_some_and(|within| within <= SOON_S)
    };
    let soon: Vec<&FlowTrace> = analysis.flows.iter().filter(soon).collect();
    behind_scheduled_work(analysis, &soon, findings);
    for model in analysis.with_role(&[Role::Model]) {
        let shares = |flow: &&&FlowTrace| flow.passes(model);
        let (Some(bulk), Some(first)) = (bulk.iter().find(shares), urgent.iter().find(shares))
        else {
            continue;
        };
        if in_any_text(analysis.design, load_words::PRIORITY) || !findings.is_empty() {
            continue;
        }
        let name = analysis.name(model);
        let why = format!(
            "“{}” and “{}” share {name}. Which one has priority?",
            first.name, bulk.name
        );
        let advice = format!(
            "Say what limits “{}” while urgent work is waiting",
            bulk.name
        );
        let both = |node: &NodeIndex| bulk.passes(*node) && analysis[*node].is_ours();
        let shared = first.components.iter().filter(|node| both(node));
        let items = shared.map(|&node| analysis.id(node)).collect();
        findings.push(RULE.finding(Severity::Info, items, why, advice));
    }
}

/// What goes to many at once and can wait.
const BULK: &[&str] = &[
    "report",
    "newsletter",
    "digest",
    "campaign",
    "marketing",
    "survey",
    "summary",
    "statement",
    "invoice",
    "import",
    "export",
    "backfill",
    "bulk",
    "weekly",
    "monthly",
    "reminder",
    "promotion",
];

/// A queue of urgent work into which a clock pours work as well: reports, newsletters, imports.
fn behind_scheduled_work(analysis: &Analysis, urgent: &[&FlowTrace], findings: &mut Vec<Finding>) {
    if !findings.is_empty() {
        return;
    }
    for queue in analysis.with_role(&[Role::Queue]) {
        let mut feeds = analysis.incoming(queue);
        let by_clock = feeds.find(|link| analysis.role(link.from) == Role::Scheduler);
        // Those who take from the queue may count as where the urgent work begins.
        let takers = analysis.callees(queue);
        let is_behind = |flow: &FlowTrace| takers.iter().any(|&taker| flow.passes(taker));
        let mut passing = urgent
            .iter()
            .filter(|flow| has_to_pass(flow, queue) || is_behind(flow));
        let (Some(bulk), Some(first)) = (by_clock, passing.next()) else {
            continue;
        };
        // A timer of the urgent work itself is no other work.
        let says_bulk = [bulk.from, queue].iter().any(|&node| {
            let texts = texts_of_component(analysis[node].component);
            texts
                .into_iter()
                .any(|text| text_match::mentions(text, BULK))
        });
        let is_its_timer = first.passes(bulk.from) && !says_bulk;
        if is_its_timer || keeps_apart(analysis, queue) || has_urgent_queue(analysis, queue) {
            continue;
        }
        let (name, clock) = (analysis.name(queue), analysis.name(bulk.from));
        let why = format!(
            "“{}” waits in {name} behind everything that {clock} enqueues at once, because consumers take messages in order of arrival",
            first.name
        );
        let advice = format!("Give “{}” its own queue and consumers", first.name);
        let items = [queue, bulk.from].into_iter().chain(takers.iter().copied());
        let items = items.map(|node| analysis.id(node)).collect();
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
}

/// Whether somebody waits for it.
fn is_urgent(flow: &FlowTrace) -> bool {
    flow.spec.is_some_and(|spec| {
        let soon = spec.within_s.is_some_and(|within| within <= URGENT_S);
        // Of what may be done after the answer the time is that of the answer.
        let waits = !spec.deferrable;
        let quick = spec
            .latency_p99_ms
            .is_some_and(|ms| ms <= 1_000.0 * URGENT_S);
        !spec.bulk && (soon || waits && quick)
    })
}

/// Whether a flow has no other way than through this queue.
fn has_to_pass(flow: &FlowTrace, queue: NodeIndex) -> bool {
    let only_end = |candidates: &[NodeIndex]| candidates == [queue];
    flow.needs(queue) || flow.ends.iter().any(|end| only_end(&end.candidates))
}

/// Whether another queue is drawn for what is urgent: the flow was only not led through it.
fn has_urgent_queue(analysis: &Analysis, queue: NodeIndex) -> bool {
    const URGENT: &[&str] = &[
        "urgent",
        "priorit",
        "p0",
        "express",
        "high prio",
        "fast lane",
    ];
    let mut others = analysis.with_role(&[Role::Queue, Role::Topic]);
    others.any(|other| {
        other != queue
            && texts_of_component(analysis[other].component)
                .into_iter()
                .any(|text| text_match::mentions(text, URGENT))
    })
}

/// What comes first here is no message.
const WRITTEN_FIRST: &[&str] = &[
    "first in",
    "first out",
    "outbox",
    "table first",
    "row first",
    "record first",
    "log first",
    "store first",
    "stored first",
    "saved first",
    "written first",
    "database first",
    "db first",
];

/// Whether words at the queue, at those around it or in the notes say how urgent work gets ahead.
fn keeps_apart(analysis: &Analysis, queue: NodeIndex) -> bool {
    let takers = analysis.outgoing(queue);
    let links = takers.chain(analysis.incoming(queue));
    let around = links.flat_map(|link| {
        let other = if link.from == queue {
            link.to
        } else {
            link.from
        };
        let [label, protocol] = texts_of_connection(link.connection);
        let [name, technology, note] = texts_of_component(analysis[other].component);
        [label, protocol, name, technology, note]
    });
    let own = texts_of_component(analysis[queue].component);
    // One box for all queues: "Five queues: codes, push, email".
    if own
        .iter()
        .any(|text| text_match::mentions(text, &["queues", "topics", "streams per"]))
    {
        return true;
    }
    let mut texts = own.into_iter().chain(around);
    texts.any(|text| {
        text_match::mentions(text, load_words::PRIORITY)
            || text_match::mentions(text, &["first "]) && !text_match::mentions(text, WRITTEN_FIRST)
    }) || crate::analysis::drawing_text::in_notes(analysis.design, load_words::PRIORITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    fn raises(more: &str, expected: &[Severity]) {
        let prompt = prompt_with_flows(|flow| match flow.id.as_str() {
            "shrink" => flow.bulk = true,
            "upload" => {
                flow.follows = None;
                flow.deferrable = true;
                flow.within_s = Some(5.0);
            }
            _ => {}
        });
        let text = format!("users: client\nphotos: object_storage\n{more}");
        check_answer(&RULE, &prompt, &text, expected);
    }

    const ONE: &str =
        "users -> api\napi: service x2\napi -> jobs: async\njobs: queue\njobs -> shrinker\n";

    #[test]
    fn one_queue_for_both_holds_up_the_urgent() {
        raises(
            &format!("{ONE}shrinker: worker x2\nshrinker -> photos"),
            &[Severity::Critical],
        );
        raises(
            &format!("{ONE}shrinker: worker x2 \"FIFO taker\"\nshrinker -> photos"),
            &[Severity::Critical],
        );
    }

    #[test]
    fn one_box_for_several_queues_keeps_them_apart() {
        let taker = "shrinker: worker x2\nshrinker -> photos";
        let several = ONE.replace("jobs: queue", "jobs: queue \"Two queues: quick, slow\"");
        raises(&format!("{several}{taker}"), &[]);
        // Which row is written first says nothing of the order in which messages are taken.
        let outbox = ONE.replace(
            "api -> jobs: async",
            "api -> jobs: async \"outbox table first\"",
        );
        raises(&format!("{outbox}{taker}"), &[Severity::Critical]);
    }

    #[test]
    fn what_a_clock_pours_in_holds_up_the_urgent() {
        let clock = "clock: scheduler \"Sunday digest\"\nclock -> jobs";
        let text = format!("{ONE}{clock}\nshrinker: worker x2\nshrinker -> photos");
        let prompt = prompt_with_flows(|flow| {
            if flow.id == "shrink" {
                flow.within_s = Some(60.0);
            }
        });
        let text = format!("users: client\nphotos: object_storage\n{text}");
        check_answer(&RULE, &prompt, &text, &[Severity::High]);
        let apart = text.replace(
            "clock -> jobs",
            "slow: queue\nclock -> slow -> mailer\nmailer: worker",
        );
        check_answer(&RULE, &prompt, &apart, &[]);
    }

    #[test]
    fn lanes_and_priorities_keep_them_apart() {
        raises(
            &format!("{ONE}shrinker: worker x2 \"takes uploads first\"\nshrinker -> photos"),
            &[],
        );
        raises(
            &format!(
                "{ONE}shrinker: worker x2\nshrinker -> photos\nnote \"two lanes: quick and slow\""
            ),
            &[],
        );
        let two = format!("{ONE}shrinker: worker x2\nusers -> up -> photos\nup: service x2");
        raises(&two, &[]);
    }
}
