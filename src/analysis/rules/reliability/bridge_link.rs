//! `bridge-link`: a connection between two regions that a flow depends on.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::drawing_text;
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::state_words;
use crate::model::{Flag, Group, Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "bridge-link",
    title: "Depends on a single link",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "Networks between regions are slower and fail more often than networks inside a region. If a request must cross the link between two regions, losing the link stops the request although both regions work",
    for_stakeholders: "A network fault between two sites locks users out, although both sites work",
    fix: "Keep everything that a request needs in the region that serves it, including a copy of the data. Otherwise, say what users get while the link is down",
    exempt: "Asynchronous connections such as replication; the path from users and devices into a region; calls to third parties, which have their own rules; and flows that another region can serve. Without a prompt, the check only asks a question, which is not scored",
    references: &[publications::DATA_INTENSIVE_NETWORKS
        .supports("Networks lose and delay messages, especially between data centers")],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM,
        r#"
- api: service x4 "Album API"
+ zone near: region "Frankfurt" {
+   api: service x4 "Album API"
+   cache: cache x2
+   albums: sql x2 "Albums DB"
+ }
+ zone far: region "Virginia" {
+   backup
+ }
- cache: cache x2
- albums: sql x2 "Albums DB"
"#,
    ),
    bad: r#"
-   albums: sql x2 "Albums DB"
  zone far: region "Virginia" {
+   albums: sql x2 "Albums DB"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_devices(analysis, findings);
    if findings.is_empty() {
        check_cut_line(analysis, findings);
    }
    check_far_control(analysis, findings);
    for ((here, there), line) in calls_between_regions(analysis) {
        let mut stopping: Vec<EdgeIndex> = Vec::new();
        let mut flows: Vec<&str> = Vec::new();
        for flow in analysis.flows.iter().filter(|flow| is_critical(flow)) {
            let bridges = line
                .iter()
                .filter(|&&link| is_bridge(analysis, flow, &line, link));
            let before = stopping.len();
            stopping.extend(bridges);
            if stopping.len() > before {
                flows.push(&flow.name);
            }
        }
        stopping.sort_unstable();
        stopping.dedup();
        let is_said = stopping.iter().any(|&link| {
            let id = analysis[link].id;
            findings.iter().any(|finding| finding.items.contains(&id))
        });
        if !stopping.is_empty() && !is_said {
            findings.push(finding_for(analysis, [here, there], &stopping, &flows));
        }
    }
}

/// Two regions that both serve users, and a sign-in or the like that stands in one of them only: without a prompt the drawing
/// itself says that both should work.
fn check_far_control(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if analysis.scenario.is_some() {
        return;
    }
    let region = |node: NodeIndex| analysis.region_of(node);
    let asks_far = |link: &&Link| {
        let (here, there) = (region(link.from), region(link.to));
        let role = analysis.role(link.to);
        let is_control = matches!(role, Role::Auth | Role::Control | Role::Identifier);
        let has_own = analysis
            .node_indices()
            .any(|node| analysis.role(node) == role && region(node) == here);
        let both_serve = [here, there]
            .iter()
            .all(|place| place.is_some_and(|place| serves_users_itself(analysis, place)));
        is_control && link.is_sync() && here != there && both_serve && !has_own
    };
    for link in analysis.links().filter(asks_far) {
        let zones = [region(link.from), region(link.to)];
        let [here, there] = zones.map(|zone| {
            let zone = zone.and_then(|id| analysis.design.zone(id));
            zone.map_or("", |zone| zone.name.as_str())
        });
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let why = format!(
            "{from} in {here} calls {to} in {there} for each request, so if {there} fails, {here} fails too"
        );
        let advice =
            format!("Give {here} its own {to}, or signed tokens that {from} can check itself");
        let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
        findings.push(Finding {
            for_stakeholders: format!("If {there} fails, {here} fails too"),
            ..RULE.finding(Severity::High, items, why, advice)
        });
    }
}

/// Machines of a plant or in the field whose prompt asks them to work while the line is cut, and whose requests end only where
/// the line leads.
fn check_cut_line(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let prompt = analysis.scenario;
    let is_asked = prompt.is_some_and(|prompt| prompt.targets.works_without_link);
    if !is_asked || drawing_text::in_any_text(analysis.design, state_words::WORKS_ALONE) {
        return;
    }
    let site = |node: NodeIndex| outermost_zone(analysis, node);
    let mut deciders: BTreeMap<Option<Id>, usize> = BTreeMap::new();
    for node in analysis
        .node_indices()
        .filter(|&node| may_decide(analysis, node))
    {
        *deciders.entry(site(node)).or_default() += 1;
    }
    // Nothing at its site could decide or keep anything: there are only machines and what passes their requests on.
    let is_alone = |machine: NodeIndex| {
        let itself = usize::from(may_decide(analysis, machine));
        deciders
            .get(&site(machine))
            .is_none_or(|&count| count <= itself)
    };
    let is_machine =
        |node: &NodeIndex| analysis[*node].kind.group == Group::Hardware && is_alone(*node);
    let mut ends: Vec<NodeIndex> = Vec::new();
    let mut stopped: Vec<&str> = Vec::new();
    for flow in analysis.flows.iter().filter(|flow| is_critical(flow)) {
        let machines = flow.entries.iter().copied().filter(is_machine);
        let machines: Vec<NodeIndex> = machines.collect();
        let sites: BTreeSet<Option<Id>> = machines.iter().map(|&node| site(node)).collect();
        let is_far = |&end: &NodeIndex| is_in_cloud(analysis, end) && !sites.contains(&site(end));
        let mut wanted = flow.ends.iter();
        let far = wanted.find(|end| end.candidates.iter().all(is_far));
        if let Some(far) = far.filter(|_| !machines.is_empty() && !sites.contains(&None)) {
            ends.extend(machines);
            ends.extend(&far.candidates);
            stopped.push(&flow.name);
        }
    }
    let (Some(&from), Some(&to)) = (ends.first(), ends.last()) else {
        return;
    };
    ends.sort_unstable();
    ends.dedup();
    let (from, to) = (analysis.name(from), analysis.name(to));
    let flows = format::join_quoted(stopped.iter().copied());
    let stop = if stopped.len() == 1 { "stops" } else { "stop" };
    let why = format!(
        "{from} can do nothing without {to}, which is at the other end of the link: while the link is down, {flows} {stop}"
    );
    let advice = format!(
        "Keep what {from} needs at its own site, in a store on two machines, and send it on when the link is back"
    );
    let items = ends.iter().map(|&node| analysis.id(node)).collect();
    findings.push(Finding {
        for_stakeholders: format!("While the link is down, {flows} {stop}"),
        ..RULE.finding(Severity::Critical, items, why, advice)
    });
}

/// Whether a component could answer the machines of its site: code, a store, a box of the user's own, or a machine that others
/// call.
fn may_decide(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    match this.kind.group {
        Group::Compute | Group::Storage => true,
        Group::Hardware => this.role() == Role::Device && !this.into.is_empty(),
        _ => this.role() == Role::Other,
    }
}

/// The zone in which a component stands, whatever its kind: a plant or the cloud.
fn outermost_zone(analysis: &Analysis, node: NodeIndex) -> Option<Id> {
    let zones = analysis.design.ancestors(analysis.id(node));
    zones.last().map(|(id, _)| id)
}

/// Whether a component stands in a region or is run by a provider: in no case where the machines of a plant stand.
fn is_in_cloud(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis.region_of(node).is_some() || analysis[node].is_run_by_provider()
}

/// Devices that by their arrow ask somebody far away for leave, and can do nothing while the line is cut.
fn check_devices(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let site = |node: NodeIndex| outermost_zone(analysis, node);
    let asking = analysis.links().find(|link| {
        let is_device = |node: NodeIndex| analysis[node].kind.group == Group::Hardware;
        let mut callers = analysis.incoming(link.from);
        let from_device = is_device(link.from) || callers.any(|call| is_device(call.from));
        let asks = drawing_text::connection_says(link.connection, state_words::ASKS_FOR_LEAVE);
        let answers_alone =
            drawing_text::component_says(analysis[link.from].component, state_words::WORKS_ALONE)
                || drawing_text::connection_says(link.connection, state_words::WORKS_ALONE);
        let is_far = is_in_cloud(analysis, link.to)
            && (site(link.from) != site(link.to) || site(link.to).is_none());
        from_device && asks && is_far && !answers_alone
    });
    let Some(link) =
        asking.filter(|_| !drawing_text::in_notes(analysis.design, state_words::WORKS_ALONE))
    else {
        return;
    };
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let why = format!(
        "{from} asks {to} for permission and does nothing without a response, so users wait while the link is down"
    );
    let advice = format!(
        "Give {from} signed rules so that it can decide on its own for a few days, and have it report later"
    );
    let served = analysis
        .callees(link.to)
        .iter()
        .map(|&node| analysis.id(node));
    let items = [link.id, analysis.id(link.from), analysis.id(link.to)]
        .into_iter()
        .chain(served)
        .collect();
    findings.push(RULE.finding(Severity::High, items, why, advice));
}

fn finding_for(
    analysis: &Analysis,
    ends: [Id; 2],
    stopping: &[EdgeIndex],
    flows: &[&str],
) -> Finding {
    let [here, there] = ends.map(|id| {
        analysis
            .design
            .zone(id)
            .map_or("", |zone| zone.name.as_str())
    });
    let link = &analysis[stopping[0]];
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let crossing = format!("{from} in {here} waits for {to} in {there}");
    let (severity, why, for_stakeholders) = if analysis.scenario.is_some() {
        let flows_named = format::join_quoted(flows.iter().copied());
        let stop = if flows.len() == 1 { "stops" } else { "stop" };
        let why = format!("{crossing}: without the link between them, {flows_named} {stop}");
        let lost =
            format!("If the link between {here} and {there} goes down, {flows_named} {stop}");
        (Severity::Medium, why, lost)
    } else {
        let why = format!("{crossing}. What do users get while the link between them is down?");
        (Severity::Info, why, RULE.for_stakeholders.to_owned())
    };
    let advice =
        format!("Keep what {from} needs from {to} in {here}, or have {from} respond without {to}");
    let items = stopping.iter().map(|&link| analysis[link].id).collect();
    Finding {
        for_stakeholders,
        ..RULE.finding(severity, items, why, advice)
    }
}

/// Whether users come into a region directly, so that it is meant to work by itself.
fn serves_users_itself(analysis: &Analysis, region: Id) -> bool {
    let is_inside = |node: NodeIndex| analysis.region_of(node) == Some(region);
    analysis.links().any(|link| {
        let from_outside = matches!(
            analysis.role(link.from),
            Role::Client | Role::Dns | Role::Balancer
        ) && analysis.region_of(link.from).is_none();
        from_outside && is_inside(link.to)
    })
}

/// Synchronous calls from one region to another, by pair of regions: one network failure stops all of a pair.
fn calls_between_regions(analysis: &Analysis) -> BTreeMap<(Id, Id), Vec<EdgeIndex>> {
    let mut lines: BTreeMap<(Id, Id), Vec<EdgeIndex>> = BTreeMap::new();
    for link in analysis.links() {
        let from = &analysis[link.from];
        let outside = from.role() == Role::Client
            || from.kind.group == Group::Hardware
            || analysis.role(link.to) == Role::External
            || (analysis.role(link.from) == Role::Store && analysis.role(link.to) == Role::Store);
        let regions = (analysis.region_of(link.from), analysis.region_of(link.to));
        if let (Some(here), Some(there), false) = (regions.0, regions.1, outside)
            && here != there
            && link.is_sync()
        {
            lines.entry((here, there)).or_default().push(link.index);
        }
    }
    lines
}

/// Without a prompt nobody says which flows are critical.
fn is_critical(flow: &FlowTrace) -> bool {
    flow.works() && (flow.critical() || flow.spec.is_none())
}

/// Whether the flow stops at this link when the whole line is lost: because the caller cannot answer without the call, or
/// because nothing else leads to what it calls.
fn is_bridge(analysis: &Analysis, flow: &FlowTrace, line: &[EdgeIndex], index: EdgeIndex) -> bool {
    let link: &Link = &analysis[index];
    let needs = |node: NodeIndex| flow.needs(node);
    if !flow.allowed_links.open[index] || !needs(link.to) {
        return false;
    }
    let from = &analysis[link.from];
    let routes = from.has(Flag::Chooser) || from.has(Flag::PassThrough);
    let caller_stops = !routes && needs(link.from) && flow.allowed_links.needed[index];
    let mut incoming = analysis[link.to].into.iter();
    caller_stops || incoming.all(|link| !flow.allowed_links.open[*link] || line.contains(link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn machines_of_a_site_need_something_there_that_answers_them() {
        use crate::analysis::rules::testing::check_answer;
        let prompt = crate::scenario::builtin()
            .iter()
            .find(|prompt| prompt.targets.works_without_link);
        let site = |more: &str| {
            format!(
                "zone plant: group \"Plant\" {{\nst: factory_station x9\nvpn: edge_gateway x2\n{more}\n}}\nzone cloud: region \"Cloud\" {{\napi: service x2\ndb: sql x2\n}}\nst -> vpn -> api -> db"
            )
        };
        check_answer(&RULE, prompt.unwrap(), &site(""), &[Severity::Critical]);
        check_answer(
            &RULE,
            prompt.unwrap(),
            &site("local: sql x2\nst -> local"),
            &[],
        );
    }

    #[test]
    fn a_second_region_or_a_local_copy_is_enough() {
        let text = "
client -> east_gate: read
client -> west_gate: read
zone east: region {
  east_gate: api_gateway
  east_api: service
  db: sql
}
zone west: region {
  west_gate: api_gateway
  west_api: service
}
east_gate -> east_api -> db
west_gate -> west_api -> db
";
        check_rule(&RULE, text, &[]);
        let one_way = text.replace("client -> east_gate: read\n", "");
        check_rule(&RULE, &one_way, &[Severity::Info]);
        let sign_in = text
            .replace("  db: sql\n", "  db: sql\n  keys: auth\n")
            .replace(
                "  west_api: service\n",
                "  west_api: service\n  west_db: sql\n",
            )
            .replace("west_api -> db", "west_api -> west_db");
        let sign_in = format!("{sign_in}west_api -> keys: sync\neast_api -> keys: sync");
        check_rule(&RULE, &sign_in, &[Severity::High]);
        check_rule(
            &RULE,
            &one_way.replace("west_api -> db", "west_api -> db: async"),
            &[],
        );
    }
    #[test]
    fn devices_that_ask_for_leave_stop_with_the_line() {
        let text = |label: &str| {
            format!(
                "zone hut: trust {{\ngate: device x9 \"Barriers\"\n}}\nzone cloud: region {{\nhub: service x2\ndb: sql x2\n}}\ngate -> hub: sync \"{label}\"\nhub -> db"
            )
        };
        check_rule(&RULE, &text("asks for each car"), &[Severity::High]);
        check_rule(&RULE, &text("counts of the day"), &[]);
        check_rule(
            &RULE,
            &text("asks for each car, opens by its own list when offline"),
            &[],
        );
    }
}
