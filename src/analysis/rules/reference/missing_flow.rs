//! `missing-flow`: a flow of the prompt that does not reach its end, or a connection of the nearest accepted design that is not drawn.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::Node;
use crate::analysis::report::{
    Category, Comparison, ConnectionMatch, ConnectionMatchKind, Finding, Severity,
};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::co_requirements::draw_missing_part;
use crate::analysis::rules::support::reference_mapping::{ReferenceMapping, nearest_design};
use crate::analysis::rules::support::storage::users_reach_no_storage;
use crate::model::{Access, CUSTOM, Flag, Group, Id, Role, format};
use crate::scenario::{AcceptedDesign, Need};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "missing-flow",
    title: "A required path is missing",
    severity: Severity::High,
    category: Category::Match,
    why: "A box without connections does no work. Every flow in the prompt should lead, arrow by arrow, to the components that it reads or writes",
    for_stakeholders: "A feature that users need is only half designed",
    fix: "Trace the request from the client, and add the missing arrow",
    exempt: "Paths through load balancers, gateways, and boxes that are not in the accepted design count as connected; connections between optional parts are reported only as info",
    references: &[RuleReference::own_judgment(
        "The author of the prompt defines the flows",
    )],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- users -> photos: write
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if analysis.link_count() == 0 {
        return;
    }
    findings.extend(stopped_flows(analysis).map(|flow| finding_for(analysis, flow)));
    if let Some((nearest, accepted)) = nearest_design(analysis) {
        connections_not_drawn(analysis, nearest, accepted, findings);
    }
}

/// The flows that do not arrive and that nothing else is said of.
fn stopped_flows<'c, 'a>(analysis: &'c Analysis<'a>) -> impl Iterator<Item = &'c FlowTrace<'a>> {
    // `missing-part` reports jobs that nothing does, `no-path-to-storage` drawings without a path to storage.
    let no_storage = users_reach_no_storage(analysis);
    let flows = analysis.flows.iter().filter(|flow| flow.spec.is_some());
    let is_told = |flow: &FlowTrace| !is_drawn(analysis, flow) && is_job_undone(analysis, flow);
    flows.filter(move |flow| !no_storage && !flow.works() && !is_told(flow))
}

fn finding_for(analysis: &Analysis, flow: &FlowTrace) -> Finding {
    // Where nothing is drawn that could be the end, another box may serve that the prompt has not thought of; where nobody is
    // known to start it, a box of the user's own may be meant.
    let may_start =
        |this: &Node| this.kind.id == CUSTOM && this.into.is_empty() && !this.out.is_empty();
    let has_start = !flow.entries.is_empty() || !analysis.nodes().any(may_start);
    let is_sure = is_drawn(analysis, flow) && has_start;
    let severity = match (is_sure, flow.critical()) {
        (false, _) => Severity::Info,
        (true, true) => Severity::High,
        (true, false) => Severity::Medium,
    };
    let unreached = flow.unreached();
    let ends = format::join_names(unreached.iter().map(String::as_str));
    let why = format!("“{}” does not reach {ends}", flow.name);
    let advice = format!(
        "Trace “{}” from its start, and add the missing arrow",
        flow.name
    );
    RULE.finding(severity, items_of(analysis, flow), why, advice)
}

/// The items of a finding: how far the flow gets, or where it starts.
fn items_of(analysis: &Analysis, flow: &FlowTrace) -> Vec<Id> {
    let touched = if flow.components.is_empty() {
        &flow.entries
    } else {
        &flow.components
    };
    touched.iter().map(|&node| analysis.id(node)).collect()
}

/// Whether a candidate for each unreached endpoint is drawn.
fn is_drawn(analysis: &Analysis, flow: &FlowTrace) -> bool {
    let Some(spec) = flow.spec else { return false };
    spec.to.iter().zip(&flow.ends).any(|(end, used)| {
        let mut drawn = analysis.nodes().map(|node| node.effective_kind.role);
        used.candidates.is_empty() && drawn.any(|role| end.roles.contains(&role))
    })
}

/// Whether a job that nothing does needs what the flow should reach.
fn is_job_undone(analysis: &Analysis, flow: &FlowTrace) -> bool {
    let (Some(spec), Some(scenario)) = (flow.spec, analysis.scenario) else {
        return false;
    };
    let is_end = |key: &String| {
        scenario.designs.iter().any(|design| {
            let role = design
                .keys
                .get(key)
                .map(|&id| design.design.kind_of(id).role);
            role.is_some_and(|role| spec.to.iter().any(|end| end.roles.contains(&role)))
        })
    };
    let jobs = analysis.responsibilities.iter();
    let mut undone = jobs.filter(|job| job.need == Need::Required && job.evidence.is_none());
    undone.any(|job| job.parts.iter().any(is_end))
}

fn connections_not_drawn(
    analysis: &Analysis,
    nearest: &Comparison,
    accepted: &AcceptedDesign,
    findings: &mut Vec<Finding>,
) {
    let player = |reference: Id| {
        let part = nearest
            .parts
            .iter()
            .find(|part| part.reference == reference)?;
        Some((part, analysis.find(*part.by.first()?)?))
    };
    let need = |key: &str| {
        accepted
            .parts
            .get(key)
            .map_or(Need::Optional, |part| part.need)
    };
    for missing in nearest
        .connections
        .iter()
        .filter(|c| c.wired == ConnectionMatchKind::Missing)
    {
        let Some(connection) = accepted.design.connection(missing.reference) else {
            continue;
        };
        let (Some((a, from)), Some((b, to))) = (player(connection.from), player(connection.to))
        else {
            continue;
        };
        let by_other_ways = is_reached_at_some_site(analysis, from, to)
            || gets_it_from_source(analysis, from.id, to.id)
            || is_handed_over(analysis, from.id, to.id)
            || is_fed_by_extra(analysis, nearest, to.id);
        let both_required = need(&a.part) == Need::Required && need(&b.part) == Need::Required;
        let severity = if both_required && !by_other_ways {
            Severity::Medium
        } else {
            Severity::Info
        };
        let (from, to, items) = (from.name(), to.name(), vec![from.id, to.id]);
        let nothing = if by_other_ways {
            "No direct connection"
        } else {
            "No connection"
        };
        let why = match connection.label.trim() {
            "" => format!("{nothing} from {from} to {to}"),
            label => format!("{nothing} from {from} to {to} ({label})"),
        };
        let advice = format!("Connect {from} to {to}, or explain how your design works without it");
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// Whether work gets from one to the other or, where each site has its own, does so at some site.
fn is_reached_at_some_site(analysis: &Analysis, from: &Node, to: &Node) -> bool {
    let alike = |this: &Node| -> Vec<NodeIndex> {
        let is_alike =
            |&node: &NodeIndex| analysis[node].id == this.id || this.is_twin_of(&analysis[node]);
        analysis.node_indices().filter(is_alike).collect()
    };
    let reached = analysis.reach(&alike(from), |_| true);
    alike(to).into_iter().any(|end| reached[end])
}

/// Whether what one would ask another for comes to it straight from where the other has it: a rule that the store itself
/// evaluates asks no query service.
fn gets_it_from_source(analysis: &Analysis, from: Id, to: Id) -> bool {
    let (Some(from), Some(to)) = (analysis.index_of(from), analysis.index_of(to)) else {
        return false;
    };
    let sources = analysis.callees(to).iter();
    sources
        .copied()
        .any(|source| analysis.callees(source).contains(&from))
}

/// Whether code beside the accepted design brings it: where one service is drawn as two, the other one may be meant.
fn is_fed_by_extra(analysis: &Analysis, nearest: &Comparison, to: Id) -> bool {
    let Some(to) = analysis.index_of(to) else {
        return false;
    };
    let mut feeders = analysis.incoming(to).map(|link| link.from);
    feeders.any(|feeder| {
        let runs_code = analysis[feeder].effective_kind.group == Group::Compute;
        runs_code && nearest.extra.contains(&analysis.id(feeder))
    })
}

/// Whether one leaves for another what the other looks up, in a store or a queue between them, or is told by somebody who
/// asks the other.
fn is_handed_over(analysis: &Analysis, from: Id, to: Id) -> bool {
    let (Some(from), Some(to)) = (analysis.index_of(from), analysis.index_of(to)) else {
        return false;
    };
    let mut left = analysis
        .outgoing(from)
        .filter(|link| analysis[link.to].has(Flag::Passive) && link.access != Some(Access::Read));
    let mut tells = analysis.incoming(from).map(|link| link.from);
    let asks = |node: NodeIndex| {
        let role = analysis[node].effective_kind.role;
        role != Role::Client && analysis.callees(node).contains(&to)
    };
    left.any(|link| analysis.callees(to).contains(&link.to)) || tells.any(asks)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let mapping = ReferenceMapping::new(analysis)?;
    let (nearest, _) = nearest_design(analysis)?;
    let those = |wanted: &dyn Fn(&ConnectionMatch) -> bool| -> Vec<Id> {
        let all = nearest.connections.iter().filter(|c| wanted(c));
        all.map(|connection| connection.reference).collect()
    };
    let missing = those(&|c| c.wired == ConnectionMatchKind::Missing);
    let about = |flow: &&FlowTrace| {
        let found = finding_for(analysis, flow);
        found.items == finding.items && found.why == finding.why
    };
    if let Some(flow) = stopped_flows(analysis).find(about) {
        // One that is drawn may be too narrow: it only reads, or serves another flow.
        let drawn = those(&|c| c.by.len() == 1);
        return draw_missing_connections(analysis, flow, &mapping, [missing, drawn], draft)
            .or_else(|| {
                draw_missing_part(analysis, |attempt| arrives(analysis, flow, attempt), draft)
            });
    }
    let [from, to] = finding.items[..] else {
        return None;
    };
    let connection = missing.into_iter().find(|&connection| {
        let ends = mapping.assigned_ends(connection);
        ends == Some((from, to))
    })?;
    mapping.draw_connection(connection, draft)?;
    describe_connection(analysis, from, to)
}

/// Draws the connection of the accepted design that lets the flow arrive, or else all that are missing and that it uses.
fn draw_missing_connections(
    analysis: &Analysis,
    flow: &FlowTrace,
    mapping: &ReferenceMapping,
    [missing, drawn]: [Vec<Id>; 2],
    draft: &mut PatchBuilder,
) -> Option<String> {
    for &connection in missing.iter().chain(&drawn) {
        let mut attempt = PatchBuilder::new(analysis.design);
        let (from, to) = mapping.draw_connection(connection, &mut attempt)?;
        if arrives(analysis, flow, &attempt) {
            mapping.draw_connection(connection, draft)?;
            return describe_connection(analysis, from, to);
        }
    }
    let draw_all = |draft: &mut PatchBuilder| {
        let mut drawn = missing.iter().map(|&c| mapping.draw_connection(c, draft));
        drawn.all(|ends| ends.is_some())
    };
    let mut attempt = PatchBuilder::new(analysis.design);
    if !draw_all(&mut attempt) || !arrives(analysis, flow, &attempt) {
        return None;
    }
    draw_all(draft).then(|| format!("Connect everything that “{}” needs", flow.name))
}

/// Whether the flow arrives in what a fix would draw.
fn arrives(analysis: &Analysis, flow: &FlowTrace, draft: &PatchBuilder) -> bool {
    let after = TracedFlows::new(draft.design(), analysis.scenario);
    let mut flows = after.flows.iter();
    flows.any(|other| other.id == flow.id && other.works())
}

fn describe_connection(analysis: &Analysis, from: Id, to: Id) -> Option<String> {
    Some(format!(
        "Connect {} to {}",
        analysis.find(from)?.name(),
        analysis.find(to)?.name()
    ))
}
