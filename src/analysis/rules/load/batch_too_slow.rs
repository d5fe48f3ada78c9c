//! `batch-too-slow`: a job that runs by the hour or by night on the way of what has to happen within seconds.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, texts_of_component, texts_of_connection};
use crate::analysis::flow::FlowTrace;
use crate::analysis::periods::{A_DAY_S, describe_seconds, names_time_of_day, period_in};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM_SHRUNK_FROM_STORE, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity::needs;
use crate::analysis::rules::support::{load_words, state_words};
use crate::model::{Access, Flag, Group, Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "batch-too-slow",
    title: "Batch job runs too rarely",
    severity: Severity::Critical,
    category: Category::Load,
    why: "An hourly or nightly job is late by half its period on average, and by the whole period at worst, even if the job itself is fast",
    for_stakeholders: "An action that should happen within seconds waits for the next run of a job",
    fix: "Process each event as it arrives, with a service behind a queue or a stream, and use the job only for work that can wait",
    exempt: "Jobs that run next to a faster path; jobs that check, repair, or bill; and flows without a deadline",
    references: &[
        publications::DATA_INTENSIVE_STREAMS.supports(
            "A batch job processes events only when it runs; a stream processor handles them as they arrive",
        ),
        RuleReference::own_judgment(
            "A job is too slow if its period is at least 2 times the deadline. A blocklist is too slow if it is reloaded hourly or less often",
        ),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM_SHRUNK_FROM_STORE,
        "
+ scenario example_album_soon
",
    ),
    bad: r#"
- shrinker: transcoder x3 "Shrinker" capacity=30
+ shrinker: transcoder x3 "Nightly shrinker" capacity=30
"#,
    check,
    apply_fix: None,
};

/// A period is too long from so many times the time on that there is.
const TIMES_TOO_LONG: f64 = 2.0;

/// What has to stop at once, whatever the prompt: what is forbidden, stolen or called back.
const FORBIDDEN: &[&str] = &[
    "block list",
    "blocklist",
    "blocked",
    "deny list",
    "denylist",
    "blacklist",
    "banned",
    "revoked",
    "revocation",
    "recall",
    "hold list",
    "kill switch",
    "suppression",
    "stolen",
    "sanction",
];

/// Where nobody may change what is written, the right to do so is what was revoked: "update and delete revoked".
const ACCESS: &[&str] = &[
    "update and delete",
    "delete and update",
    "delete revoked",
    "append only",
    "insert only",
    "write once",
];

/// What is forbidden may not wait longer than this by own judgment (s).
const LONGEST_WAIT_S: f64 = 3_600.0;

/// A list of what is forbidden that is read by the clock.
fn check_forbidden(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let texts = texts_of_component(analysis[node].component);
        let arrows = analysis.outgoing(node);
        let arrows = arrows.flat_map(|link| texts_of_connection(link.connection));
        let texts: Vec<&str> = texts.into_iter().chain(arrows).collect();
        let forbids = texts.iter().any(|text| {
            text_match::mentions(text, FORBIDDEN) && !text_match::mentions(text, ACCESS)
        });
        // How often it is backed up says nothing of how old its readers' copies are.
        let clauses = texts.iter().flat_map(|text| text.split([',', ';']));
        let mut read = clauses.filter(|text| !text_match::mentions(text, load_words::SAVED_COPIES));
        let period = read.find_map(period_in);
        let Some(period) = period.filter(|&period| forbids && period >= LONGEST_WAIT_S) else {
            continue;
        };
        let name = analysis.name(node);
        let why = format!(
            "{name} is reloaded {}, so a new entry has no effect until the next reload",
            how_often(period)
        );
        let advice = format!(
            "Push each change in {name} to its readers immediately, and have them reload the full list nightly"
        );
        let mut items = vec![analysis.id(node)];
        items.extend(analysis.callees(node).iter().map(|&to| analysis.id(to)));
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
}

fn how_often(period: f64) -> String {
    match period {
        3_600.0 => "once an hour".to_owned(),
        86_400.0 => "once a day".to_owned(),
        604_800.0 => "once a week".to_owned(),
        _ => format!("every {}", describe_seconds(period)),
    }
}

/// A job of the prompt that has to be done soon, and that only what runs by the clock does.
fn check_jobs(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let all = analysis
        .scenario
        .map_or(&[][..], |prompt| prompt.responsibilities.as_slice());
    for job in all {
        let mut matches = analysis.responsibilities.iter();
        let matched = matches.find(|matched| matched.id == job.id);
        let evidence = matched.and_then(|matched| matched.evidence.as_ref());
        let (Some(within), Some(evidence)) = (job.within_s, evidence) else {
            continue;
        };
        let doers = evidence.by.iter().filter_map(|&id| analysis.index_of(id));
        let periods: Vec<Option<(NodeIndex, f64)>> =
            doers.map(|doer| started_by_clock(analysis, doer)).collect();
        let slowest = periods.iter().copied().collect::<Option<Vec<_>>>();
        let Some(&(node, period)) = slowest.as_ref().and_then(|all| all.first()) else {
            continue;
        };
        if period < TIMES_TOO_LONG * within {
            continue;
        }
        let name = analysis.name(node);
        let why = format!(
            "{name} runs {}, but this must finish within {}: {}",
            how_often(period),
            describe_seconds(within),
            job.title
        );
        let advice =
            format!("Replace {name} with a service that processes each event as it arrives");
        let mut items = vec![analysis.id(node)];
        items.extend(&evidence.by);
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
}

/// What starts a job by the clock, itself or the clock that calls it, and how often (s).
fn started_by_clock(analysis: &Analysis, node: NodeIndex) -> Option<(NodeIndex, f64)> {
    let mut callers = analysis.incoming(node).map(|link| link.from);
    let clock = callers.find(|&caller| analysis.role(caller) == Role::Scheduler);
    let mut either = [Some(node), clock].into_iter().flatten();
    either.find_map(|node| Some((node, period_of(analysis, node)?)))
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_forbidden(analysis, findings);
    check_jobs(analysis, findings);
    for node in analysis.node_indices() {
        let Some(period) = period_of(analysis, node) else {
            continue;
        };
        let late = |flow: &&FlowTrace| {
            let within = flow.spec.and_then(|spec| spec.within_s);
            within.is_some_and(|within| period >= TIMES_TOO_LONG * within)
                && depends_on(analysis, flow, node)
        };
        let Some(flow) = analysis.flows.iter().find(late) else {
            continue;
        };
        let within = flow.spec.and_then(|spec| spec.within_s).unwrap_or_default();
        let name = analysis.name(node);
        let why = format!(
            "{name} runs {}, but “{}” must finish within {}",
            how_often(period),
            flow.name,
            describe_seconds(within)
        );
        let advice =
            format!("Replace {name} with a service that processes each event as it arrives");
        let severity = if flow.critical() {
            Severity::Critical
        } else {
            Severity::High
        };
        findings.push(RULE.finding(severity, vec![analysis.id(node)], why, advice));
    }
}

/// How often a job runs (s), by its name, its notes or the arrows from it; none for what keeps data, and for jobs that check
/// or clean up.
fn period_of(analysis: &Analysis, node: NodeIndex) -> Option<f64> {
    let this = &analysis[node];
    let runs = this.kind.group == Group::Compute
        || matches!(this.role(), Role::Scheduler | Role::Factory | Role::Other);
    let own = texts_of_component(this.component);
    // Where it is saved to says how often that is done, and nothing about the work.
    let arrows = analysis.outgoing(node).filter(|link| {
        let saved = component_says(analysis[link.to].component, load_words::SAVED_COPIES);
        analysis.role(link.to) != Role::Backup && !saved
    });
    let arrows = arrows.flat_map(|link| texts_of_connection(link.connection));
    let texts: Vec<&str> = own.into_iter().chain(arrows).collect();
    let beside = |text: &&str| text_match::mentions(text, load_words::SIDE_JOB);
    if !runs || texts.iter().any(beside) {
        return None;
    }
    let is_started = match this.role() {
        Role::Scheduler => texts.iter().any(|text| names_time_of_day(text)),
        // What its arrows say may be about what it reads: "closed at 18:00".
        Role::Worker => own.iter().any(|text| names_time_of_day(text)),
        _ => false,
    };
    let daily = is_started.then_some(A_DAY_S);
    texts.into_iter().find_map(period_in).or(daily)
}

/// Whether a flow cannot do without the job, or the job speaks of a flow that arrives in no other way.
fn depends_on(analysis: &Analysis, flow: &FlowTrace, node: NodeIndex) -> bool {
    let Some(spec) = flow.spec else { return false };
    let words: Vec<&str> = spec.words.iter().map(String::as_str).collect();
    if is_read_at_start(analysis, flow, node) {
        return true;
    }
    let mut started = started_only_by(analysis, node);
    if flow.works() && started.any(|job| needs(analysis, flow, job)) {
        return true;
    }
    if flow.works() {
        if needs(analysis, flow, node) {
            return !has_quick_sibling(analysis, node);
        }
        // It may arrive by its roles alone, over boxes that are there for something else.
        let mut way = flow.components.iter();
        let is_said = way.any(|&on_way| {
            let arrows = analysis.incoming(on_way);
            let arrows = arrows.flat_map(|link| texts_of_connection(link.connection));
            let own = texts_of_component(analysis[on_way].component).into_iter();
            let mut texts = own.chain(arrows);
            texts.any(|text| text_match::mentions(text, &words))
        });
        if is_said {
            return false;
        }
    }
    // What it is for may stand on what it works on, or on the job that a clock starts.
    let sources = analysis.incoming(node).map(|link| link.from);
    let starts = match analysis.role(node) {
        Role::Scheduler => analysis.callees(node),
        _ => &[],
    };
    let boxes = [node]
        .into_iter()
        .chain(sources)
        .chain(starts.iter().copied());
    let mut texts = boxes.flat_map(|about| texts_of_component(analysis[about].component));
    let jobs = [node].into_iter().chain(starts.iter().copied());
    let arrows = jobs.flat_map(|job| analysis.outgoing(job));
    let mut arrows = arrows.flat_map(|link| texts_of_connection(link.connection));
    let is_about = |text: &str| text_match::mentions(text, &words);
    // Nobody else tells people or the world outside.
    let tells = |node: NodeIndex| {
        let role = analysis.role(node);
        let mut ends = spec.to.iter();
        matches!(role, Role::Notifier | Role::External) && ends.any(|end| end.roles.contains(&role))
    };
    let reached = analysis.reach(&[node], |link| link.access != Some(Access::Read));
    let mut called = analysis.node_indices().filter(|&other| reached[other]);
    texts.any(is_about) || arrows.any(is_about) || called.any(tells)
}

/// The jobs that run only when this clock says so: nothing else calls them or brings them messages.
fn started_only_by(analysis: &Analysis, clock: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    let starts: &[NodeIndex] = match analysis.role(clock) {
        Role::Scheduler => analysis.callees(clock),
        _ => &[],
    };
    let is_source = move |node: NodeIndex| {
        node == clock || (analysis[node].has(Flag::Passive) && !analysis.carries_messages(node))
    };
    let jobs = starts.iter().copied();
    jobs.filter(move |&job| analysis.incoming(job).all(|link| is_source(link.from)))
}

/// Whether a slow job fills what a flow starts from: a rule that reads the means of five minutes cannot speak sooner.
fn is_read_at_start(analysis: &Analysis, flow: &FlowTrace, node: NodeIndex) -> bool {
    let fills = analysis
        .outgoing(node)
        .filter(|link| analysis[link.to].has(Flag::Passive) && link.access != Some(Access::Read));
    let filled: Vec<NodeIndex> = fills.map(|link| link.to).collect();
    let watches =
        |entry: NodeIndex| component_says(analysis[entry].component, state_words::WATCHES_WATCHER);
    let starts =
        |entry: &&NodeIndex| analysis[**entry].kind.group == Group::Compute && !watches(**entry);
    let reads = |entry: NodeIndex| -> Vec<NodeIndex> {
        let reads = analysis.outgoing(entry).filter(|link| {
            let data = matches!(
                analysis.role(link.to),
                Role::Store | Role::Cache | Role::Analytics | Role::Objects
            );
            data && link.access == Some(Access::Read)
                && texts_of_component(analysis[link.to].component)
                    .iter()
                    .all(|text| !text_match::mentions(text, SETTINGS))
        });
        reads.map(|link| link.to).collect()
    };
    // Who finds out may hand on to who tells.
    let tellers = flow
        .entries
        .iter()
        .flat_map(|&entry| analysis.incoming(entry));
    let finders: BTreeSet<NodeIndex> = tellers
        .map(|link| link.from)
        .chain(flow.entries.iter().copied())
        .collect();
    let entries: Vec<Vec<NodeIndex>> = finders
        .iter()
        .filter(starts)
        .map(|&entry| reads(entry))
        .filter(|read| !read.is_empty())
        .collect();
    // Whoever reads something else as well may speak by that.
    !entries.is_empty()
        && entries
            .iter()
            .all(|read| read.iter().all(|store| filled.contains(store)))
}

/// What is read to know what to look for, and not what is looked at.
const SETTINGS: &[&str] = &[
    "rule",
    "config",
    "setting",
    "dashboard",
    "silence",
    "definition",
    "schedule",
];

/// Whether something without a clock takes the same messages.
fn has_quick_sibling(analysis: &Analysis, node: NodeIndex) -> bool {
    let from = analysis.incoming(node).map(|link| link.from);
    let mut takers = from
        .filter(|&queue| analysis.carries_messages(queue))
        .flat_map(|queue| analysis.callees(queue));
    takers.any(|&taker| {
        let runs = analysis[taker].kind.group == Group::Compute;
        taker != node && runs && period_of(analysis, taker).is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    fn raises(shrinker: &str, within_s: f64, expected: &[Severity]) {
        let prompt = prompt_with_flows(|flow| {
            if flow.id == "shrink" {
                flow.within_s = Some(within_s);
            }
        });
        let text = format!(
            "users: client\nusers -> photos: write\nphotos: object_storage\nphotos -> jobs: async\njobs: queue\njobs -> shrinker -> photos\n{shrinker}"
        );
        check_answer(&RULE, &prompt, &text, expected);
    }

    #[test]
    fn a_job_by_the_clock_is_late_for_what_is_due_in_seconds() {
        raises(
            "shrinker: worker x2 \"Hourly resize\"",
            60.0,
            &[Severity::High],
        );
        raises(
            "shrinker: worker x2 \"Resizer, every 15 min\"",
            60.0,
            &[Severity::High],
        );
        raises("shrinker: worker x2 \"Resizer\"", 60.0, &[]);
        raises(
            "shrinker: worker x2 \"Resizer, every 15 min\"",
            3_600.0,
            &[],
        );
        raises("shrinker: worker x2 \"Nightly repair of sizes\"", 60.0, &[]);
    }

    #[test]
    fn what_is_forbidden_does_not_wait_for_the_night() {
        let text = |list: &str| {
            format!(
                "users: client\nusers -> gate\ngate: service x2\ncards: custom \"{list}\"\ncards -> gate"
            )
        };
        let check = |list: &str, expected: &[Severity]| {
            crate::analysis::rules::testing::check_rule(&RULE, &text(list), expected);
        };
        check("Stolen badges, copied every night", &[Severity::High]);
        check("Stolen badges, pushed at once", &[]);
        check("Stolen badges, copied every 5 min", &[]);
        check("Opening hours, copied every night", &[]);
        // Here the right to change rows was revoked.
        check(
            "Ledger, append only, update revoked, copied every night",
            &[],
        );
    }

    #[test]
    fn a_job_beside_a_quick_way_is_fine() {
        let more = "shrinker: worker x2 \"Resizer\"\njobs -> night -> photos\nnight: worker \"Nightly resize of the rest\"";
        raises(more, 60.0, &[]);
    }
}
