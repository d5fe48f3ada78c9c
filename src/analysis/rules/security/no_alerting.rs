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
    title: "Monitored, but nobody is alerted",
    severity: Severity::Info,
    category: Category::Security,
    why: "Without alerts, you look at the dashboards only after customers call. An SLO for each critical flow, and an on-call engineer who is paged when it is at risk, keep outages short",
    for_stakeholders: "An outage at night lasts until morning",
    fix: "Say which team gets paged, and at what error rate or latency",
    exempt: "Drawings with neither rollout stages nor owners, because they do not assign responsibilities yet; drawings that mention alerts, on-call, or SLOs; and drawings that name an owner for a component on a critical flow",
    references: &[
        publications::SRE_SLO_ALERTS.supports("Page a person only when an SLO is at risk"),
        publications::SRE_ON_CALL.supports("Outages are shorter when an engineer is on call"),
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
    let why = format!(
        "{name} collects metrics, but who gets paged when “{flow}” fails, and by which alert?"
    );
    let advice = "Define an alert for each critical flow, and the team that responds".to_owned();
    findings.push(RULE.finding(Severity::Info, vec![analysis.id(watch)], why, advice));
}
