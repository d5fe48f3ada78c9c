//! `failover-overload`: the remaining zones cannot take the load when one zone fails.

use petgraph::graph::NodeIndex;

use std::collections::BTreeSet;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::performance::load::loads;
use crate::analysis::reliability::failure_modes::inside;
use crate::analysis::report::{Category, Failure, Finding, FlowState, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::replicas;
use crate::analysis::trials::most_checks;
use crate::model::{Id, ZoneKind, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "failover-overload",
    title: "Too little capacity after a failover",
    severity: Severity::High,
    category: Category::Reliability,
    why: "When a zone fails, the instances in the other zones get its requests at once. If they are sized only for their own share, they fail next, and the second zone was a waste of money. Size for N−1",
    for_stakeholders: "We pay for a second site, but it cannot carry the load if the first one fails",
    fix: "Size the zones so that if any one of them fails, the others can carry the peak load",
    exempt: "Drawings with fewer than two availability zones or without load; services that the provider scales; and zones that are a single point of failure anyway, which has its own rule",
    references: &[
        publications::AWS_STATIC_STABILITY
            .supports("Size zones so that the remaining zones can carry the load when one fails"),
        publications::SRE_CASCADING
            .supports("Load that shifts from failed servers takes down the next servers"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Full(
        r#"
users -> waf -> load_balancer
load_balancer -> api_a
load_balancer -> api_b
users: client "Visitors"
zone a: az "Zone A" {
  api_a: service x4 "Album API, zone A"
}
zone b: az "Zone B" {
  api_b: service x4 "Album API, zone B"
}
api_a -> cache: read
api_b -> cache: read
cache: cache x2
api_a -> albums
api_b -> albums
albums: sql x2 "Albums DB"
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api_a -> jobs
api_b -> jobs
jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
    ),
    bad: r#"
-   api_a: service x4 "Album API, zone A"
+   api_a: service x2 "Album API, zone A"
-   api_b: service x4 "Album API, zone B"
+   api_b: service x2 "Album API, zone B"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let zones: Vec<(Id, &str)> = analysis
        .design
        .zones()
        .filter(|(_, zone)| zone.kind == ZoneKind::AvailabilityZone)
        .map(|(id, zone)| (id, zone.name.as_str()))
        .collect();
    if zones.len() < 2 || analysis.scenario.is_none() {
        return;
    }
    let mut named = BTreeSet::new();
    // Each needs the loads worked out again.
    for &(zone, zone_name) in zones.iter().take(most_checks(analysis)) {
        let failed = inside(analysis, zone);
        if failed.is_empty() || stops_a_flow(analysis, zone) {
            continue;
        }
        let after = loads(analysis, &failed.clone().into());
        for node in analysis
            .node_indices()
            .filter(|node| !failed.contains(node))
        {
            let this = &analysis[node];
            let Some(capacity) = this.capacity().filter(|_| this.is_ours()) else {
                continue;
            };
            let was_fine = analysis.loads[node] <= capacity && capacity > 0.0;
            if was_fine && after[node] > capacity && named.insert(node) {
                findings.push(finding_for(
                    analysis,
                    node,
                    zone_name,
                    after[node],
                    capacity,
                ));
            }
        }
    }
}

fn stops_a_flow(analysis: &Analysis, zone: Id) -> bool {
    let effects = &analysis.failures.effects;
    let effect = effects.iter().find(|e| e.failure == Failure::Zone(zone));
    let stops = |(flow, state): (&FlowTrace, &FlowState)| flow.works() && *state == FlowState::Down;
    effect.is_some_and(|effect| analysis.flows.iter().zip(&effect.flows).any(stops))
}

fn finding_for(
    analysis: &Analysis,
    node: NodeIndex,
    zone: &str,
    load: f64,
    capacity: f64,
) -> Finding {
    let name = analysis.name(node);
    let one = capacity / f64::from(analysis[node].component.replicas.count().max(1));
    let needed = instances_for(load, one);
    let why = format!(
        "If {zone} fails, {name} gets {} but handles {}",
        format::requests_a_second(load),
        format::amount(capacity)
    );
    let advice = format!(
        "Run {needed} instances of {name}, so that it can carry the peak load without {zone}"
    );
    // A default of ours is no reason for an alarm.
    let severity = if analysis[node].component.overrides.capacity.is_some() {
        Severity::High
    } else {
        Severity::Medium
    };
    let for_stakeholders = format!("If {zone} fails, its users overload {name} as well");
    Finding {
        for_stakeholders,
        ..RULE.finding(severity, vec![analysis.id(node)], why, advice)
    }
}

/// How many instances carry a load (rps) that each carries a part of.
fn instances_for(load: f64, one: f64) -> u32 {
    (load / one)
        .ceil()
        .clamp(1.0, f64::from(crate::model::MAX_REPLICAS)) as u32
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let id = finding.item()?;
    let node = analysis.index_of(id)?;
    let zones = analysis.design.zones();
    let most = zones
        .filter(|(_, zone)| zone.kind == ZoneKind::AvailabilityZone)
        .map(|(zone, _)| inside(analysis, zone))
        .filter(|failed| !failed.contains(&node))
        .map(|failed| loads(analysis, &failed.into())[node])
        .fold(0.0, f64::max);
    let instances = instances_for(most, analysis[node].capacity_of_one()?);
    draft.at_least(id, instances)?;
    Some(replicas::advise_instances(instances, analysis.name(node)))
}
