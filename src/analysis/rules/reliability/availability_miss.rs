//! `availability-miss`: a flow below its availability target although no single component stops it.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::reliability::availability::{FlowAvailability, availability};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::replicas;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "availability-miss",
    title: "Availability target missed",
    severity: Severity::High,
    category: Category::Reliability,
    why: "A flow works only while all its components work, so their downtimes add up. Even two instances of a weak component in a chain can be too few for a 99.9% target",
    for_stakeholders: "We promise more availability than these machines can deliver",
    fix: "Add an instance of the component that causes the most downtime, or take that component off the critical path",
    exempt: "Flows with a single point of failure, which has its own rule, and drawings without a prompt. If the target is missed only because of provider SLAs, this is reported only as info, because services usually exceed their SLAs",
    references: &[
        publications::AWS_AVAILABILITY.supports(
            "Availabilities in a chain multiply, and redundant instances raise a component's availability",
        ),
        RuleReference::own_judgment("A fix adds at most 4 instances"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- albums: sql x2 "Albums DB"
+ albums: sql x2 "Albums DB" availability=0.96
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// A flow that works more seldom than it should, though no single machine stops it.
struct AvailabilityMiss<'c> {
    flow: &'c FlowTrace<'c>,
    /// The same number that the estimate shows, with the components that decide it.
    found: FlowAvailability,
    /// Whether our own machines alone miss the target, whatever providers promise.
    is_ours: bool,
}

/// The flows that miss the target.
fn flows_below_target<'c>(
    analysis: &'c TracedFlows,
    target: f64,
) -> impl Iterator<Item = AvailabilityMiss<'c>> {
    let critical = analysis.flows.iter().filter(|flow| flow.critical());
    let backed_up = critical.filter(|flow| {
        let mut need = flow.single_points.iter();
        !need.any(|&node| analysis[node].is_one_machine())
    });
    backed_up.filter_map(move |flow| {
        let all = availability(flow, |node| analysis[node].availability())?;
        let own = availability(flow, |node| analysis[node].own_availability())?;
        let is_ours = own.value < target && !own.gains.is_empty();
        let missed = all.value < target && !all.gains.is_empty();
        missed.then_some(AvailabilityMiss {
            flow,
            found: if is_ours { own } else { all },
            is_ours,
        })
    })
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(scenario) = analysis.scenario else {
        return;
    };
    let target = scenario.targets.availability;
    for miss in flows_below_target(analysis, target) {
        let AvailabilityMiss {
            flow,
            found,
            is_ours,
        } = miss;
        let weakest: Vec<NodeIndex> = found.gains.iter().take(3).map(|(node, _)| *node).collect();
        let is_open = |node: &NodeIndex| analysis[*node].machines().is_none();
        let counts_are_open = is_ours && weakest.iter().any(is_open);
        let is_stated =
            |node: &NodeIndex| analysis[*node].component.overrides.availability.is_some();
        let severity = match weakest.iter().any(is_stated) {
            _ if counts_are_open || !is_ours => Severity::Info,
            true => Severity::High,
            false => Severity::Medium,
        };
        let names = format::join_names(weakest.iter().map(|&node| analysis.name(node)));
        let (reached, wanted) = (
            format::percent_of_time(found.value),
            format::percent_of_time(target),
        );
        let flow_name = &flow.name;
        let as_far_as = match (is_ours, counts_are_open) {
            (false, _) => " according to provider SLAs",
            (true, true) => ", assuming 2 instances of each component without a count",
            (true, false) => ", counting only your own machines",
        };
        let why = format!(
            "“{flow_name}” reaches {reached} availability{as_far_as}; the target is {wanted}. Most of the downtime comes from {names}"
        );
        let weakest_name = analysis.name(weakest[0]);
        let advice = match (is_ours, counts_are_open) {
            (false, _) => {
                format!("Say which SLA {weakest_name} offers, or how you continue without it")
            }
            (true, true) => format!("Say how many instances of {weakest_name} run"),
            (true, false) => format!("Add an instance of {weakest_name}"),
        };
        let items = weakest.iter().map(|&node| analysis.id(node)).collect();
        let minutes = (1.0 - found.value) * 365.25 * 24.0 * 60.0;
        let for_stakeholders = format!(
            "“{flow_name}” would be down for about {} a year, which is more than we promise",
            format::minutes(minutes)
        );
        let finding = Finding {
            for_stakeholders,
            ..RULE.finding(severity, items, why, advice)
        };
        findings.push(if is_ours {
            finding.of_missed_target()
        } else {
            finding
        });
    }
}

/// Adds instances of the weakest part until the target is met; after four more something else has to change.
fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    const MAX_ADDED_INSTANCES: u32 = 4;
    let (scenario, id) = (analysis.scenario?, finding.item()?);
    let weakest = analysis.find(id)?;
    let now = weakest.machines_with_spare();
    for instances in now + 1..=now + MAX_ADDED_INSTANCES {
        draft.at_least(id, instances)?;
        let after = TracedFlows::new(draft.design(), analysis.scenario);
        let mut missed = flows_below_target(&after, scenario.targets.availability);
        let is_still_missed =
            missed.any(|miss| miss.is_ours && after.id(miss.found.gains[0].0) == id);
        if !is_still_missed {
            return Some(replicas::advise_instances(instances, weakest.name()));
        }
    }
    None
}
