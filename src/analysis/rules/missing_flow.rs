//! `missing-flow`: a flow of the prompt that does not reach its end, or a connection of the nearest accepted design that is not drawn.

use super::super::context::Context;
use super::super::flow::FlowUse;
use super::super::report::{Category, Comparison, Finding, Severity, Wired};
use super::{ALBUM, Rule, nearest, no_path_to_storage, words};
use crate::model::Id;
use crate::scenario::{AcceptedDesign, Need};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-flow",
    title: "A request does not arrive",
    severity: Severity::High,
    category: Category::Match,
    why: "A box that is drawn but not connected does no work. Every flow of the prompt should lead, arrow by arrow, to where it reads or writes",
    for_stakeholders: "One of the things users need is drawn only half",
    fix: "Follow the request from the client, and draw the arrow where it stops",
    exempt: "Ways through balancers, gateways and boxes that are not in the accepted design count as connected; connections between optional parts are only mentioned",
    answers_example_prompt: true,
    bad: r#"
users -> waf -> load_balancer -> api
users: client "Visitors"
api: service x4 "Album API"
api -> cache: read
cache: cache x2
api -> albums
albums: sql x2 "Albums DB"
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
api -> jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
    good: ALBUM,
    covers: &[],
    check,
    mend: None,
};

fn check(context: &Context, findings: &mut Vec<Finding>) {
    if context.links.is_empty() {
        return;
    }
    flows_that_stop_short(context, findings);
    if let Some((nearest, accepted)) = nearest(context) {
        connections_not_drawn(context, nearest, accepted, findings);
    }
}

fn flows_that_stop_short(context: &Context, findings: &mut Vec<Finding>) {
    let no_storage = no_path_to_storage::holds(context);
    for flow in context.flows.iter().filter(|flow| flow.spec.is_some()) {
        let unreached = flow.unreached();
        // A part that is nowhere drawn is reported as missing, and a drawing without any way to storage as that.
        if unreached.is_empty() || no_storage || !is_drawn(context, flow) {
            continue;
        }
        let severity = if flow.critical() {
            Severity::High
        } else {
            Severity::Medium
        };
        let ends = words::list(unreached.iter().map(String::as_str));
        let why = format!("{} does not reach {ends}", flow.name);
        let advice = format!(
            "Follow “{}” from where it starts, and draw the arrow where it stops",
            flow.name
        );
        let mut items: Vec<Id> = flow
            .components
            .iter()
            .map(|&node| context.id(node))
            .collect();
        if items.is_empty() {
            items.extend(flow.entries.iter().map(|&node| context.id(node)));
        }
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// Whether something that could play each unreached end point is drawn at all.
fn is_drawn(context: &Context, flow: &FlowUse) -> bool {
    let Some(spec) = flow.spec else { return false };
    spec.to.iter().zip(&flow.ends).any(|(end, used)| {
        let mut drawn = context.nodes.iter().map(|node| node.plays.role);
        used.players.is_empty() && drawn.any(|role| end.roles.contains(&role))
    })
}

fn connections_not_drawn(
    context: &Context,
    nearest: &Comparison,
    accepted: &AcceptedDesign,
    findings: &mut Vec<Finding>,
) {
    let player = |reference: Id| {
        let part = nearest
            .parts
            .iter()
            .find(|part| part.reference == reference)?;
        Some((part, context.find(*part.by.first()?)?))
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
        .filter(|c| c.wired == Wired::Missing)
    {
        let Some(connection) = accepted.design.connection(missing.reference) else {
            continue;
        };
        let (Some((a, from)), Some((b, to))) = (player(connection.from), player(connection.to))
        else {
            continue;
        };
        let by_other_ways = context.leads(from.id, to.id);
        let both_required = need(&a.part) == Need::Required && need(&b.part) == Need::Required;
        let severity = if both_required && !by_other_ways {
            Severity::Medium
        } else {
            Severity::Info
        };
        let (from, to, items) = (from.name(), to.name(), vec![from.id, to.id]);
        let nothing = if by_other_ways {
            "Nothing leads straight"
        } else {
            "Nothing leads"
        };
        let why = match connection.label.trim() {
            "" => format!("{nothing} from {from} to {to}"),
            label => format!("{nothing} from {from} to {to} ({label})"),
        };
        let advice = format!("Connect {from} to {to}, or explain how your design does without");
        findings.push(RULE.finding(severity, items, why, advice));
    }
}
