//! How sure it is that a load is too much, how many instances it needs, and the advice and the fix that follow from it.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::texts_of_component;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::{CallFrequency, Link};
use crate::analysis::performance::cost::PLANNED;
use crate::analysis::performance::load;
use crate::analysis::periods::{names_time_of_day, period_in};
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::load_words;
use crate::analysis::rules::support::replicas::run_several;
use crate::model::{
    Access, CallCondition, Flag, Group, MAX_REPLICAS, Role, Workload, format, text_match,
};

/// Single-row writes a second that no primary of a relational database keeps up for long, whatever the machine: a good one
/// takes some ten thousand, each with its log on disk.
const MOST_SINGLE_WRITES: f64 = 20_000.0;

/// What is written more seldom than this by the clock is a job of ours and no report of everybody who is connected (s).
const LONGEST_REPORT_S: f64 = 60.0;

/// Whether the user has said what one instance takes.
pub(crate) fn is_capacity_stated(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis[node].component.overrides.capacity.is_some()
}

/// How bad too much load is: as said where the user stated the capacity, or where the load that cannot go another way is
/// above the best figure known for a store; at most medium where only a default speaks; info where the load itself
/// depends on how the drawing is read.
pub(crate) fn severity_of_overload(
    analysis: &Analysis,
    node: NodeIndex,
    load: f64,
    certain: Severity,
) -> Severity {
    if is_capacity_stated(analysis, node) {
        return certain;
    }
    let this = &analysis[node];
    let sure = load.min(sure_load(analysis, node, |_| true));
    let beyond_best = this.capacity_at_best().is_some_and(|best| sure > best);
    let too_much = this.capacity().is_some_and(|capacity| sure > capacity);
    // What one call costs a service, only its team knows; what a call costs a store is known better.
    let keeps = this.kind.group == Group::Storage;
    match (keeps, beyond_best, too_much) {
        // What a store that is split takes depends on how.
        _ if is_split(analysis, node) => Severity::Info,
        (true, true, _) => certain,
        (true, _, true) | (false, true, _) => certain.max(Severity::Medium),
        _ => Severity::Info,
    }
}

/// Ends the sentence of a finding that rests on a default: says the default, how it came about, and asks for the user's own
/// figure, or for what the component does where its kind has a list. Empty where the user stated the capacity.
pub(crate) fn ask_for_capacity(analysis: &Analysis, node: NodeIndex) -> String {
    let this = &analysis[node];
    let one = this
        .capacity_of_one()
        .filter(|_| !is_capacity_stated(analysis, node));
    let Some(one) = one else {
        return String::new();
    };
    let kind = this.effective_kind;
    let in_units = |rps: f64| kind.in_units(rps, None, this.call_size);
    let measured = kind.unit.as_ref().filter(|unit| unit.measure.is_some());
    let default = match measured
        .zip(in_units(one))
        .zip(in_units(analysis.loads[node]))
    {
        Some(((unit, takes), gets)) => format!(
            "{takes} per instance; each call is {} {}, which adds up to {gets}",
            format::amount(this.call_size.work),
            unit.noun
        ),
        None => format!("{} per instance", format::requests_a_second(one)),
    };
    let question = if kind.workloads.is_empty() {
        "What is yours?".to_owned()
    } else {
        let jobs: Vec<String> = kind.workloads.iter().map(Workload::describe).collect();
        format!("Which of these fits? {}", jobs.join("; "))
    };
    format!(", assuming our default of {default}. {question}")
}

/// Calls a second that surely come, however the drawing is read (rps): of flows that have no other place to arrive or, at
/// what keeps no data, no other way to go.
fn sure_load(analysis: &Analysis, node: NodeIndex, counts: impl Fn(&FlowTrace) -> bool) -> f64 {
    let keeps = analysis[node].kind.group == Group::Storage;
    let only_end = |flow: &FlowTrace| flow.ends.iter().any(|end| end.candidates == [node]);
    let surely = |(_, flow): &(usize, &FlowTrace)| {
        // What one flow sets off may be a small part of it: alarms among readings.
        let passes = !keeps && flow.follows.is_none() && needs(analysis, flow, node);
        flow.rps > 0.0 && (passes || keeps && only_end(flow)) && counts(flow)
    };
    let flows = analysis.flows.iter().enumerate();
    let mine: Vec<(usize, &FlowTrace)> = flows.filter(surely).collect();
    let brought = |flow: &FlowTrace| {
        let leads = |id: &str| mine.iter().any(|(_, leader)| leader.id == id);
        flow.follows.as_deref().is_some_and(leads)
    };
    let flows = mine.iter().filter(|(_, flow)| !brought(flow));
    let calls = flows.map(|&(number, flow)| match (flow.works(), flow.reads()) {
        (true, _) => flow.rps * analysis.usual_visits(number).components[node],
        // It arrives here, whatever else is missing.
        (false, false) => flow.rps,
        (false, true) => 0.0,
    });
    calls.sum()
}

/// Whether a flow arrives only through this component.
pub(crate) fn needs(analysis: &Analysis, flow: &FlowTrace, node: NodeIndex) -> bool {
    // Where no other way leads, the flow also fails with it; that is known already, and true of few.
    if !flow.needs(node) {
        return false;
    }
    let links = analysis.outgoing(node).chain(analysis.incoming(node));
    let without = links.map(|link| link.index).collect();
    !flow.restrict(analysis, &without).works()
}

/// The writes a second that surely come to a single leader (rps), where no machine of its kind takes so many.
pub(crate) fn writes_beyond_one_leader(analysis: &Analysis, node: NodeIndex) -> Option<f64> {
    let this = &analysis[node];
    let one_leader = this.role() == Role::Store && this.has(Flag::SingleLeader);
    if !one_leader || is_capacity_stated(analysis, node) || is_split(analysis, node) {
        return None;
    }
    let by_flows = sure_load(analysis, node, |flow| {
        flow.spec.is_some_and(|spec| spec.access == Access::Write)
    });
    let by_words = analysis
        .incoming(node)
        .map(|link| rows_by_words(analysis, link));
    let writes = by_words.fold(by_flows, f64::max);
    (writes > MOST_SINGLE_WRITES).then_some(writes)
}

/// The reads that an arrow makes a second where its words say that there is one for each request (rps): as many as the
/// largest flow brings to who reads. None where the words say that what is read is kept for a while.
pub(crate) fn reads_by_words(analysis: &Analysis, link: &Link) -> f64 {
    let label = link.connection.label.as_str();
    let reads = link.access == Some(Access::Read) || text_match::mentions(label, load_words::READS);
    let each = text_match::mentions(label, load_words::ROW_PER_REQUEST)
        && !text_match::mentions(label, load_words::READ_SELDOM);
    let misses_only = link.connection.when == Some(CallCondition::OnMiss);
    if !reads || !each || misses_only {
        return 0.0;
    }
    let flows = analysis.flows.iter();
    let brought = flows.filter(|flow| flow.allowed_links.reached[link.from]);
    brought.map(|flow| flow.rps).fold(0.0, f64::max)
}

/// The rows that an arrow writes a second where its words say that there is one for each request (rps): as many as the
/// largest flow brings to who writes them.
pub(crate) fn rows_by_words(analysis: &Analysis, link: &Link) -> f64 {
    let label = link.connection.label.as_str();
    // Everybody who is connected reports by the clock: "UPDATE last_seen, every 30 s".
    let lines = load::clients_connected(analysis);
    let writes =
        link.access == Some(Access::Write) || text_match::mentions(label, load_words::WRITES);
    let reports = writes && text_match::mentions(label, load_words::SIGN_OF_LIFE);
    let period = period_in(label).filter(|&seconds| reports && seconds <= LONGEST_REPORT_S);
    // Where only "every heartbeat" is said, the slowest one that is usual.
    let each_sign = reports
        && text_match::mentions(
            label,
            &[
                "every heartbeat",
                "each heartbeat",
                "per heartbeat",
                "every ping",
                "each ping",
            ],
        );
    let period = period.or(each_sign.then_some(LONGEST_REPORT_S));
    if let Some((lines, seconds)) = lines.zip(period) {
        return lines / seconds;
    }
    let each = text_match::mentions(label, load_words::ROW_PER_REQUEST)
        && !text_match::mentions(label, load_words::GATHERED);
    let is_rarer = analysis.frequency(link) != CallFrequency::Each;
    let only_reads = link.access == Some(Access::Read);
    if !each || is_rarer || only_reads || runs_by_the_clock(analysis, link.from) {
        return 0.0;
    }
    let flows = analysis.flows.iter().filter(|flow| {
        let starts = flow.spec.is_some_and(|spec| spec.access != Access::Read);
        let led = analysis
            .flows
            .iter()
            .any(|f| f.follows.as_ref() == Some(&flow.id));
        flow.allowed_links.reached[link.from] && (starts || led)
    });
    let rows = flows.map(|flow| flow.rps * flow.spec.map_or(1.0, |spec| spec.items));
    rows.fold(0.0, f64::max)
}

/// Whether the name of a component says that it runs at its own times: what it writes does not come at the peak of the requests.
fn runs_by_the_clock(analysis: &Analysis, node: NodeIndex) -> bool {
    let mut texts = texts_of_component(analysis[node].component).into_iter();
    texts.any(|text| {
        names_time_of_day(text)
            || period_in(text).is_some_and(|seconds| seconds > LONGEST_REPORT_S)
            || text_match::mentions(text, &["batch"])
    })
}

/// Whether words say that the data is split over several leaders.
pub(crate) fn is_split(analysis: &Analysis, node: NodeIndex) -> bool {
    let texts = texts_of_component(analysis[node].component);
    texts
        .iter()
        .any(|text| text_match::mentions(text, load_words::SPLIT_DATA))
}

/// How many instances carry the load, and hold the open connections, at planned utilization.
pub(crate) fn instances_needed(analysis: &Analysis, node: NodeIndex) -> u32 {
    let this = &analysis[node];
    let calls = this.capacity_of_one().map(|one| analysis.loads[node] / one);
    let held = this.connections_of_one().map(|one| {
        let open = load::open_connections(analysis, &FaultSet::none());
        open[node] / one
    });
    let most = calls.into_iter().chain(held).fold(0.0, f64::max);
    let needed = (most / PLANNED).ceil();
    needed.clamp(1.0, f64::from(MAX_REPLICAS)) as u32
}

/// Advice on how to give a component more capacity.
pub(crate) fn advise_capacity(analysis: &Analysis, node: NodeIndex) -> String {
    let name = analysis.name(node);
    if analysis[node].has(Flag::Writable) && !analysis[node].has(Flag::Scalable) {
        format!("Take load off {name} with a cache or read replicas, or shard its data")
    } else {
        let instances = instances_needed(analysis, node);
        format!("Run {instances} instances of {name}, or take load off {name}")
    }
}

/// Runs as many instances as the load needs, where more of them help.
pub(crate) fn run_needed_instances(
    analysis: &Analysis,
    finding: &Finding,
    draft: &mut PatchBuilder,
) -> Option<String> {
    let id = finding.item()?;
    let node = analysis.index_of(id)?;
    let scales = analysis[node].has(Flag::Scalable);
    let instances = instances_needed(analysis, node);
    if !scales {
        return None;
    }
    run_several(analysis, id, instances, draft)
}
