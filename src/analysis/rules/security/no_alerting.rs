//! `no-alerting`: monitoring of critical flows without alerts.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::owners::owner_of;
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-alerting",
    title: "Watched, but who is called?",
    severity: Severity::Info,
    category: Category::Security,
    why: "Monitoring that calls nobody is read after the customers have called. A target for each critical flow and somebody who is called when it is missed make a fault short",
    for_stakeholders: "A fault at night lasts until the morning",
    fix: "Say which team is called, and at which error rate or delay",
    exempt: "Drawings without a rollout step and without owners, which do not yet plan who does what; drawings in which a part of a critical flow has an owner, or a word speaks of alerts, on-call or objectives",
    references: &[
        publications::SRE_SLO_ALERTS
            .supports("Somebody is called when a target is in danger, and only then"),
        publications::SRE_ON_CALL.supports("Faults are short where somebody is on call"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM,
        r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" step=1
  failed: dead_letter_queue
+ api -> watch
+ watch: observability "Metrics and alerts"
+ assume "The new album API takes 5 percent of visitors first"
"#,
    ),
    bad: r#"
- watch: observability "Metrics and alerts"
+ watch: observability "Metrics"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(watch) = analysis.with_role(&[Role::Observability]).next() else {
        return;
    };
    let planned = analysis.node_indices().any(|node| {
        analysis[node].component.rollout_stage.is_some() || owner_of(analysis, node).is_some()
    });
    let Some(flow) = analysis.flows.iter().find(|flow| flow.critical()) else {
        return;
    };
    let answers = |node: NodeIndex| owner_of(analysis, node).is_some();
    let critical = analysis.flows.iter().filter(|flow| flow.critical());
    let mut parts = critical.flat_map(|flow| flow.components.iter().copied());
    let answered = answers(watch) || parts.any(answers);
    if !planned || answered || drawing_text::in_any_text(analysis.design, keywords::ALERTING) {
        return;
    }
    let (name, flow) = (analysis.name(watch), &flow.name);
    let why = format!("{name} watches, but who is called when “{flow}” stops, and by what?");
    let advice =
        "Write down an alert for each critical flow, and the team that answers it".to_owned();
    findings.push(RULE.finding(Severity::Info, vec![analysis.id(watch)], why, advice));
}
