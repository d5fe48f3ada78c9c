//! `sums-only-kept`: an archive that is filled with sums, where nothing keeps what they were made of.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says, in_any_text};
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::{Link, NodeMap};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::load_words;
use crate::model::{Access, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "sums-only-kept",
    title: "Raw data not kept",
    severity: Severity::High,
    category: Category::Reliability,
    why: "You cannot break a total back down. After a counting bug or a disputed number, you need the raw events to recount, and a stream drops them after a few days",
    for_stakeholders: "We can never recount a wrong or disputed number",
    fix: "Archive the raw events as files before you count them, and recompute the totals from them when needed",
    exempt: "Drawings that store incoming events in files, a data lake, or a warehouse, or that mention raw data; prompts without a raw-data flow; and archives that are not labeled as totals",
    references: &[publications::DATA_INTENSIVE_STREAMS
        .supports("You can recompute derived data as long as you keep the raw events")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
meters: client
meters -> load_balancer -> intake -> readings
intake: service x2 "Intake"
readings: event_log x3 "Readings, 3 days"
readings -> adder -> totals
adder: stream_processor x2 "Adder"
totals: sql x2 "Totals of the day"
readings -> keeper
keeper: worker x2 "Keeper"
keeper -> archive: async "as they came"
archive: object_storage "Archive, 10 years"
"#,
    ),
    bad: r#"
- readings -> keeper
+ totals -> keeper
- keeper -> archive: async "as they came"
+ keeper -> archive: async "totals per day"
"#,
    check,
    apply_fix: None,
};

/// How drawings call numbers that were made of many.
const SUMS: &[&str] = &[
    "sums",
    "totals",
    "aggregat",
    "rollup",
    "roll up",
    "counts per",
    "counts by",
    "averages",
    "minute values",
];
/// How drawings call what is kept to look back.
const LOOKS_BACK: &[&str] = &[
    "archive",
    "month",
    "year",
    "history",
    "cold",
    "long term",
    "retention",
    "replay",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let has_stream = analysis
        .node_indices()
        .any(|node| analysis.carries_messages(node));
    let raw_is_kept = in_any_text(analysis.design, load_words::RAW_DATA)
        || analysis
            .node_indices()
            .any(|node| keeps_events(analysis, node));
    let severity = match analysis.scenario {
        None => Severity::High,
        Some(_) => {
            // Nobody asks for more than sums.
            let Some(recount) = recounting_flow(analysis) else {
                return;
            };
            check_recount(analysis, recount, findings);
            Severity::Critical
        }
    };
    if !has_stream || raw_is_kept {
        return;
    }
    let archives = analysis.links().filter(|link| {
        let keeps = matches!(analysis.role(link.to), Role::Objects | Role::Analytics);
        let says = connection_says(link.connection, SUMS)
            || component_says(analysis[link.to].component, SUMS);
        keeps && says && component_says(analysis[link.to].component, LOOKS_BACK)
    });
    for link in archives {
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let why = format!(
            "{to} stores totals, but nothing keeps the raw events, so you cannot recount or explain a number"
        );
        let advice = format!("Archive the raw events as files before {from} counts them");
        let items = vec![analysis.id(link.to), link.id, analysis.id(link.from)];
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// A job that writes what the prompt wants counted again from raw data, and that only reads what the live counts are read from.
fn check_recount(analysis: &Analysis, recount: &FlowTrace, findings: &mut Vec<Finding>) {
    let reads = |node: NodeIndex| {
        let looked_up = analysis
            .outgoing(node)
            .filter(|link| link.access != Some(Access::Write));
        let looked_up = looked_up.map(|link| link.to);
        // A job that the clock starts is drawn behind what it reads.
        let handed = analysis.incoming(node).map(|link| link.from);
        let sources = looked_up.chain(handed);
        sources
            .filter(|&source| keeps_data(analysis, source))
            .collect::<Vec<_>>()
    };
    let is_raw = |node: NodeIndex| {
        analysis.carries_messages(node)
            || is_batch_source(analysis, node)
            || component_says(analysis[node].component, load_words::RAW_DATA)
    };
    // The live counts may be corrected by a job that reads the raw files.
    let is_counted_again = |counts: NodeIndex| {
        let mut fillers = analysis.incoming(counts).map(|link| link.from);
        fillers.any(|by| {
            let sources = reads(by);
            let mut sources = sources.iter().filter(|&&source| source != counts);
            sources.any(|&source| is_batch_source(analysis, source))
        })
    };
    let is_looked_at = read_by_flows(analysis);
    let records = recount.ends.iter().flat_map(|end| &end.candidates);
    for &record in records.filter(|&&node| keeps_data(analysis, node)) {
        let writers = analysis
            .incoming(record)
            .filter(|link| link.access == Some(Access::Write));
        for link in writers {
            let mut sources = reads(link.from);
            sources.retain(|&source| source != record);
            let is_live = |&&source: &&NodeIndex| is_looked_at[source] && !is_counted_again(source);
            let is_recounted = sources.iter().any(|&source| is_raw(source));
            let Some(&live) = sources.iter().find(is_live).filter(|_| !is_recounted) else {
                continue;
            };
            let [job, live_name, record_name] =
                [link.from, live, record].map(|node| analysis.name(node));
            let why = format!(
                "{job} fills {record_name} from {live_name}, which are the live counts: late, repeated, and disputed events are not counted again"
            );
            let advice = format!("Have {job} recount the raw events of the period");
            let items = [live, link.from, record].map(|node| analysis.id(node));
            findings.push(Finding {
                title: "Live counts used where a recount is asked for".to_owned(),
                ..RULE.finding(Severity::High, items.to_vec(), why, advice)
            });
            return;
        }
    }
}

fn keeps_data(analysis: &Analysis, node: NodeIndex) -> bool {
    matches!(
        analysis.role(node),
        Role::Store | Role::Replica | Role::Cache | Role::Objects | Role::Analytics
    )
}

/// Whether a place is files or a warehouse, from which only jobs read.
fn is_batch_source(analysis: &Analysis, node: NodeIndex) -> bool {
    matches!(analysis.role(node), Role::Objects | Role::Analytics)
}

/// For each component whether flows of the prompt that read arrive there.
fn read_by_flows(analysis: &Analysis) -> NodeMap<bool> {
    let flows = analysis.flows.iter();
    let reading = flows.filter(|flow| flow.spec.is_some_and(|spec| spec.access == Access::Read));
    let ends = reading.flat_map(|flow| &flow.ends);
    let ends: Vec<NodeIndex> = ends
        .flat_map(|end| end.candidates.iter().copied())
        .collect();
    analysis.marked(&ends)
}

/// The flow of the prompt that counts raw data again.
fn recounting_flow<'c, 'a>(analysis: &'c Analysis<'a>) -> Option<&'c FlowTrace<'a>> {
    let mut flows = analysis.flows.iter();
    flows.find(|flow| flow.spec.is_some_and(|spec| spec.recounts_raw))
}

/// Whether a place of files gets events from where they arrive: from the log itself, from who takes them in, or from a
/// worker that only stands between.
fn keeps_events(analysis: &Analysis, place: NodeIndex) -> bool {
    let files = matches!(analysis.role(place), Role::Objects | Role::Analytics);
    let says_sums = |link: &Link| {
        connection_says(link.connection, SUMS)
            || component_says(analysis[link.from].component, SUMS)
    };
    let arrives = |node: NodeIndex| {
        analysis.carries_messages(node)
            || analysis.incoming(node).any(|link| {
                matches!(analysis.role(link.from), Role::Client | Role::Device)
                    || analysis.carries_messages(link.from)
            })
    };
    files
        && !component_says(analysis[place].component, SUMS)
        && analysis.incoming(place).any(|link| {
            let writes = link.access != Some(Access::Read);
            writes && !says_sums(link) && arrives(link.from)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    const BASE: &str = "phones: client\nphones -> api -> plays\napi: service x2\nplays: kafka x3 \"plays, 2 days\"\nplays -> tally -> counts\ntally: flink x2\ncounts: cassandra x3\n";

    #[test]
    fn a_bill_is_counted_again_from_what_came_in() {
        use crate::analysis::rules::testing::check_answer;
        let prompt = crate::scenario::builtin()
            .iter()
            .find(|prompt| prompt.flows.iter().any(|flow| flow.recounts_raw));
        let clicks = |source: &str| {
            format!(
                "people: client\nadvertisers: client\npeople -> api -> log\napi: service x3\nlog: kafka x3\nlog -> sum -> counts\nsum: flink x3\ncounts: cassandra x3 \"Counts\"\nlog -> keep -> files\nkeep: worker x2\nfiles: s3 \"All clicks\"\nadvertisers -> pages -> counts\npages: service x2\n{source} -> bill: read\nbill: batch x2 \"Invoice job\"\nbill -> books: write\nbooks: sql x2 \"Invoices\""
            )
        };
        check_answer(&RULE, prompt.unwrap(), &clicks("counts"), &[Severity::High]);
        check_answer(&RULE, prompt.unwrap(), &clicks("files"), &[]);
    }

    #[test]
    fn sums_alone_do_not_tell_how_they_came_about() {
        let night =
            "night: batch x2\ncounts -> night -> store\nstore: s3 \"Royalty history, 7 years\"\n";
        check_rule(&RULE, &format!("{BASE}{night}"), &[]);
        let sums = night.replace(
            "-> store\n",
            "\nnight -> store: \"plays per day and song, sums\"\n",
        );
        check_rule(&RULE, &format!("{BASE}{sums}"), &[Severity::High]);
        let raw = "plays -> lake\nlake: s3 \"All plays\"";
        check_rule(&RULE, &format!("{BASE}{sums}{raw}"), &[]);
        let said = "note \"Kafka keeps raw plays in its cold tier\"";
        check_rule(&RULE, &format!("{BASE}{sums}{said}"), &[]);
    }
}
