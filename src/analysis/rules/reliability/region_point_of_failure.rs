//! `region-point-of-failure`: a region whose loss stops a flow that has to survive it.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::NodeMap;
use crate::analysis::reliability::failure_modes::inside;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Id, Role, ZoneKind, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "region-point-of-failure",
    title: "Region is a single point of failure",
    severity: Severity::Critical,
    category: Category::Reliability,
    why: "A region can fail as a whole, including everything the provider runs in it. If components or data exist only there, all sites that need them stop, no matter how many servers run elsewhere",
    for_stakeholders: "If we lose one site, users have no service although we pay for a second site",
    fix: "Keep everything that the request needs in the second region, including servers, data, sign-in, and keys, and say which database takes over as the leader",
    exempt: "Prompts that do not require surviving the loss of a region; drawings with one region, which another rule covers; and data with a copy in another region",
    references: &[
        publications::AWS_RECOVERY.supports(
            "To survive the loss of a region, data and servers must exist in another one",
        ),
        publications::AWS_STATIC_STABILITY
            .supports("The remaining region must work without the lost one"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Full(
        r#"
scenario "example_album_region_loss"
users -> waf -> front
users: client "Visitors"
front: global_load_balancer
front -> api
front -> far_api
zone home: region "Frankfurt" {
  api: service x4 "Album API"
  albums: sql x2 "Albums DB"
  cache: cache x2 "Album cache"
}
zone far: region "Virginia" {
  far_api: service x4 "Album API, Virginia"
  far_albums: sql x2 "Albums DB, Virginia"
  far_cache: cache x2 "Album cache, Virginia"
}
api -> cache: read
api -> albums
far_api -> far_cache: read
far_api -> far_albums
albums -> far_albums
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api -> jobs
far_api -> jobs
jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
    ),
    bad: r#"
-   far_albums: sql x2 "Albums DB, Virginia"
- far_api -> far_albums
- albums -> far_albums
+ far_api -> albums: write
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let must_survive = analysis.must_survive_region_loss();
    let regions: Vec<(Id, &str)> = analysis
        .design
        .zones()
        .filter(|(id, zone)| zone.kind == ZoneKind::Region && !inside(analysis, *id).is_empty())
        .map(|(id, zone)| (id, zone.name.as_str()))
        .collect();
    if !must_survive || regions.len() < 2 {
        return;
    }
    for (id, region) in regions {
        let lost = inside(analysis, id);
        let left = analysis.reach(&analysis.entries, |link| {
            !lost.contains(&link.from) && !lost.contains(&link.to)
        });
        let mut to_blame: BTreeSet<NodeIndex> = BTreeSet::new();
        let mut flows: Vec<&str> = Vec::new();
        for flow in analysis
            .flows
            .iter()
            .filter(|flow| flow.critical() && flow.works())
        {
            let stopping = not_elsewhere(analysis, flow, &lost, &left);
            if !stopping.is_empty() {
                to_blame.extend(stopping);
                flows.push(&flow.name);
            }
        }
        if flows.is_empty() {
            continue;
        }
        let boxes = format::join_names(to_blame.iter().map(|&node| analysis.name(node)));
        let stop = if flows.len() == 1 { "stops" } else { "stop" };
        let flows = format::join_quoted(flows.iter().copied());
        let why = format!(
            "{region} has the only instances of {boxes}. If the region fails, {flows} {stop}"
        );
        let advice = format!(
            "Keep a copy of {boxes} in another region, with everything needed to run there"
        );
        let callers = to_blame
            .iter()
            .flat_map(|&node| analysis.incoming(node))
            .map(|link| link.from);
        let away: BTreeSet<NodeIndex> = callers.filter(|node| !lost.contains(node)).collect();
        let items =
            std::iter::once(id).chain(to_blame.iter().chain(&away).map(|&node| analysis.id(node)));
        findings.push(Finding {
            for_stakeholders: format!("If {region} fails, {flows} {stop} in the other region too"),
            ..RULE.finding(Severity::Critical, items.collect(), why, advice)
        });
    }
}

/// What a flow needs of a lost region: end points and sign-ins of which users reach no equal elsewhere. A copy of the data
/// counts, since it takes over.
fn not_elsewhere(
    analysis: &Analysis,
    flow: &FlowTrace,
    lost: &BTreeSet<NodeIndex>,
    left: &NodeMap<bool>,
) -> BTreeSet<NodeIndex> {
    let is_left = |roles: &[Role]| {
        analysis
            .node_indices()
            .any(|node| left[node] && roles.contains(&analysis[node].effective_kind.role))
    };
    let mut needed = BTreeSet::new();
    for (end, spec) in flow
        .ends
        .iter()
        .zip(flow.spec.iter().flat_map(|spec| &spec.to))
    {
        let mut roles = spec.roles.clone();
        if roles.contains(&Role::Store) {
            roles.push(Role::Replica);
        }
        let gone = end.candidates.iter().filter(|node| lost.contains(node));
        if !is_left(&roles) {
            needed.extend(gone);
        }
    }
    for link in analysis.links() {
        let role = analysis.role(link.to);
        let is_control = matches!(role, Role::Auth | Role::Control);
        let on_flow = flow.passes(link.from);
        let asks = on_flow && left[link.from] && link.is_sync() && lost.contains(&link.to);
        if is_control && asks && !is_left(&[role]) {
            needed.insert(link.to);
        }
    }
    needed
}
