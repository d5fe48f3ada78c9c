//! `saturated`: more load than the capacity of all instances.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::performance::cost::PLANNED;
use crate::analysis::performance::load;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity::{
    advise_capacity, ask_for_capacity, needs, run_needed_instances, severity_of_overload,
    writes_beyond_one_leader,
};
use crate::model::{Access, Flag, Group, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "saturated",
    title: "Overloaded at peak",
    severity: Severity::Critical,
    category: Category::Load,
    why: "More requests arrive than all instances together can handle. The queue grows, callers time out and retry, and that makes the overload worse",
    for_stakeholders: "At peak, this component cannot handle all requests",
    fix: "Add instances, or reduce the load: put a cache in front, queue work that can wait, or make fewer calls per request",
    exempt: "Services that the provider scales; clients; queue consumers, which have their own rule; and drawings whose load is not set by a prompt. If no capacity is set, the finding is a question, rated medium at most. A load above the best published figure for this kind of store is still flagged",
    references: &[
        publications::QUEUEING.supports("If load exceeds capacity, a queue grows without limit"),
        publications::SRE_CASCADING
            .supports("Overloaded servers fail and shift their load to the others"),
        RuleReference::own_judgment("A server sends at most 100 Gbit/s"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" capacity=1000
"#,
    check,
    apply_fix: Some(run_needed_instances),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_connections(analysis, findings);
    check_network(analysis, findings);
    ask_for_counts(analysis, findings);
    for node in analysis.node_indices() {
        let Some(capacity) = capacity_of(analysis, node) else {
            continue;
        };
        let (load, name) = (analysis.loads[node], analysis.name(node));
        // More writes than one leader takes have a rule of their own.
        if load < capacity || load <= 0.0 || writes_beyond_one_leader(analysis, node).is_some() {
            continue;
        }
        let severity = severity_of_overload(analysis, node, load, Severity::Critical);
        let (gets, takes) = (
            format::requests_a_second(load),
            format::requests_a_second(capacity),
        );
        let asks = ask_for_capacity(analysis, node);
        let why = format!("At peak, {name} gets {gets} but handles {takes}{asks}");
        let advice = advise_capacity(analysis, node);
        let for_stakeholders = format!("At peak, {name} cannot handle all requests");
        findings.push(Finding {
            for_stakeholders,
            ..RULE
                .finding(severity, vec![analysis.id(node)], why, advice)
                .of_missed_target()
        });
    }
}

/// What a component takes (rps), where it is ours or a service outside with a limit; what works off a queue has a rule of
/// its own.
fn capacity_of(analysis: &Analysis, node: NodeIndex) -> Option<f64> {
    if analysis.role(node) != Role::External {
        return analysis.capacity_that_counts(node);
    }
    let mut callers = analysis.incoming(node).map(|link| link.from);
    let works_off = callers.any(|from| analysis.carries_messages(from));
    analysis[node].capacity().filter(|_| !works_off)
}

/// Asks how many of it run where nobody says so and the load does not fit on one by the figure of its kind.
fn ask_for_counts(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.with_role(&[Role::Store, Role::Model]) {
        let this = &analysis[node];
        let (None, Some(one)) = (this.machines(), this.capacity_of_one()) else {
            continue;
        };
        // One request may carry many single things, which a store takes in one by one.
        let flows = analysis.flows.iter().filter(|flow| flow.passes(node));
        let items = flows
            .filter_map(|flow| Some(flow.spec?.items))
            .fold(1.0, f64::max);
        let load = analysis.loads[node] * items;
        if load <= one || this.is_run_by_provider() {
            continue;
        }
        let (name, needed) = (this.name(), (load / (one * PLANNED)).ceil());
        let gets = format::amount(load);
        let takes = format::amount(one);
        let why = format!(
            "About {gets} operations a second reach {name}, and our default capacity is {takes} a second per instance. How many instances run?"
        );
        let advice = format!(
            "Write how many instances of {name} run; with our default capacity, about {} are needed",
            format::amount(needed)
        );
        findings.push(RULE.finding(Severity::Info, vec![this.id], why, advice));
    }
}

/// Servers of open connections are sized by those, however few messages come.
fn check_connections(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let open = load::open_connections(analysis, &FaultSet::none());
    let servers = open.nodes_where(|&connections| connections > 0.0);
    let mut counts = servers.iter().map(|&node| analysis[node].machines());
    let machines = counts.try_fold(0, |sum, count| Some(u32::saturating_add(sum, count?)));
    let used = |&node: &NodeIndex| {
        let this = &analysis[node];
        Some((node, open[node] / this.connection_limit()?))
    };
    let fullest = servers.iter().filter_map(used);
    let fullest = fullest.max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some(machines), Some((node, used))) = (machines, fullest) else {
        return;
    };
    if used < 1.0 {
        return;
    }
    let this = &analysis[node];
    let one = this.connections_of_one().unwrap_or_default();
    let figure = this.effective_kind.connections.as_ref();
    let best = figure.and_then(|figure| figure.high).unwrap_or(one);
    let stated = this.component.overrides.connections.is_some();
    // A server that is made for it may hold more than usual.
    let severity = if stated || used * one > best {
        Severity::High
    } else {
        Severity::Medium
    };
    let (name, holds) = (this.name(), format::amount(one));
    let all: f64 = open.values().sum();
    let (connected, each) = (format::amount(all), format::amount(used * one));
    let holds = if stated {
        format!("one instance holds {holds}")
    } else {
        format!("one instance usually holds about {holds}")
    };
    let why = format!(
        "{connected} clients are connected at the same time, {each} per instance with {machines} of {name} running; {holds}"
    );
    let needed = format::amount((all / one).ceil());
    let advice =
        format!("Run {needed} instances of {name}, plus enough to survive the loss of one zone");
    let items = servers.iter().map(|&node| analysis.id(node)).collect();
    let finding = RULE.finding(severity, items, why, advice);
    findings.push(finding.of_missed_target());
}

/// What one server of a provider sends at best (megabytes a second): 100 Gbit/s.
const MOST_SENT_MB: f64 = 12_500.0;

/// Servers that send large files are sized by their network, however few calls come.
fn check_network(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let sends = |node: &NodeIndex| {
        let this = &analysis[*node];
        matches!(this.kind.group, Group::Compute | Group::Edge)
            && this.is_ours()
            && !this.is_redundant_by_kind()
    };
    for node in analysis.node_indices().filter(sends) {
        let Some(machines) = analysis[node].machines().filter(|&count| count > 0) else {
            continue;
        };
        let flows = analysis.flows.iter().enumerate();
        let through = flows.filter(|(_, flow)| {
            let reads = flow.spec.is_some_and(|spec| spec.access == Access::Read);
            reads && needs(analysis, flow, node) && hands_on_bodies(analysis, flow, node)
        });
        // What a content network answers itself never gets here.
        let sent = through.map(|(number, flow)| {
            let visits = analysis.usual_visits(number).components[node];
            flow.rps * visits.min(1.0) * flow.spec.map_or(0.0, |spec| spec.megabytes)
        });
        let sent: f64 = sent.sum();
        if sent <= f64::from(machines) * MOST_SENT_MB {
            continue;
        }
        let name = analysis.name(node);
        let gigabits = |megabytes: f64| format::amount(megabytes * 8.0 / 1_000.0);
        let why = format!(
            "{name} sends {} Gbit/s at peak, {} Gbit/s per machine with {machines} running; one machine can send at most {} Gbit/s",
            gigabits(sent),
            gigabits(sent / f64::from(machines)),
            gigabits(MOST_SENT_MB)
        );
        let advice = format!(
            "Serve the traffic of {name} from a CDN, or run enough machines in several locations"
        );
        findings.push(RULE.finding(Severity::High, vec![analysis.id(node)], why, advice));
    }
}

/// Whether the files of a flow pass through a component: what stands before it only hands the connection on where it chooses.
fn hands_on_bodies(analysis: &Analysis, flow: &FlowTrace, node: NodeIndex) -> bool {
    let mut links = flow.links.iter().map(|&link| &analysis[link]);
    let keeps = |to: NodeIndex| matches!(analysis.role(to), Role::Objects | Role::Cache);
    !analysis[node].has(Flag::Chooser) && links.any(|link| link.from == node && keeps(link.to))
}
