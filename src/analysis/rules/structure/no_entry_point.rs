//! `no-entry-point`: nothing shows who starts the requests.

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::graph::{Node, is_front};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::model::Role;
use crate::scenario::Flow;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-entry-point",
    title: "No client drawn",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "A flow starts with a caller. Without a client, a reader cannot trace a request through the drawing, and the check has to guess where requests enter",
    for_stakeholders: "The drawing does not show who uses the system",
    fix: "Draw a client, and connect it to the first component that users reach",
    exempt: "In drawings that start with a CDN, load balancer, gateway, web server, source, job, or stream, this is reported only as info. Many published diagrams leave the client out",
    references: &[publications::C4_MODEL.supports("A drawing shows who uses the system")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: "
- client -> load_balancer -> api
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let users = [Role::Client, Role::Device, Role::Scheduler, Role::Factory];
    if analysis.link_count() == 0 || analysis.with_role(&users).next().is_some() {
        return;
    }
    let first = analysis.entries.first().copied();
    let front = first.filter(|&node| is_front(&analysis[node]));
    let (severity, why) = match (front, first) {
        (Some(front), _) => (
            Severity::Info,
            format!(
                "No client is drawn, so the check assumes that users enter at {}",
                analysis.name(front)
            ),
        ),
        (None, Some(first)) if begins_by_itself(analysis) => (
            Severity::Info,
            format!(
                "No client is drawn, so the check assumes that work starts at {}",
                analysis.name(first)
            ),
        ),
        (None, Some(first)) => (
            Severity::Medium,
            format!(
                "No client is drawn, so the check guesses that requests start at {}",
                analysis.name(first)
            ),
        ),
        (None, None) => (
            Severity::Medium,
            "No client is drawn, and every component has a caller".to_owned(),
        ),
    };
    let items = first.map(|node| analysis.id(node)).into_iter().collect();
    let advice = "Draw a client and connect it to what users reach first".to_owned();
    findings.push(RULE.finding(severity, items, why, advice));
}

/// Whether the work may begin without anybody who asks: crawlers, collectors and pipelines have no users.
fn begins_by_itself(analysis: &Analysis) -> bool {
    let may_start = |flow: &Flow| flow.from.iter().any(|&role| role != Role::Client);
    if analysis
        .scenario
        .is_some_and(|scenario| !scenario.flows.iter().any(may_start))
    {
        return false;
    }
    let starts = |node: &Node| {
        node.into.is_empty()
            && !node.out.is_empty()
            && matches!(
                node.effective_kind.role,
                Role::External
                    | Role::Worker
                    | Role::Processor
                    | Role::Relay
                    | Role::Log
                    | Role::Store
                    | Role::Replica
            )
    };
    analysis.nodes().any(starts)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    if let Some(mut mapping) = ReferenceMapping::new(analysis)
        && let Some(part) = mapping.first_missing(&[Role::Client])
    {
        mapping.add_part(part, draft)?;
        return Some(format!("Add {}", mapping.name(part)));
    }
    let first = analysis.find(finding.item()?)?;
    let client = draft.add(kinds::CLIENT, first.id, PlacementSide::Before)?;
    let call = draft.connect(client, first.id)?;
    if first.component.replicas.count() > 1 && !first.is_run_by_provider() && !is_front(first) {
        draft.put_between(&[call], kinds::LOAD_BALANCER)?;
    }
    Some(format!("Add a client that calls {}", first.name()))
}
