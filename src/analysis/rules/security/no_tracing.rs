//! `no-tracing`: requests through several monitored services without distributed tracing.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::paths::heaviest_path;
use crate::model::{Group, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-tracing",
    title: "No distributed tracing",
    severity: Severity::Info,
    category: Category::Security,
    why: "When a request through several services is slow, the metrics of each service may look normal. Only a trace shows where the time goes",
    for_stakeholders: "Finding the cause of a slow page takes hours instead of minutes",
    fix: "Give every request an ID that all services pass on and log, and collect traces",
    exempt: "Drawings without monitoring, which have their own rule; requests through fewer than three services; and monitoring that mentions traces or a tracing product",
    references: &[
        publications::DAPPER.supports("A trace shows which service took the time"),
        publications::TRACE_CONTEXT.supports("An ID travels with the request through all services"),
        RuleReference::own_judgment(
            "The check asks only about requests through 3 or more services",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> orders -> stock -> db
shop: service x2 "Shop"
orders: service x2 "Orders"
stock: service x2 "Stock"
db: sql x2
shop -> watch
watch: observability "Metrics and traces"
"#,
    ),
    bad: r#"
- watch: observability "Metrics and traces"
+ watch: observability "Metrics"
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// From this many services on, the metrics of each no longer say where the time went.
const MIN_SERVICES: u64 = 3;

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is not general enough over the lifetime of what a link borrows"
)]
fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(watch) = analysis.with_role(&[Role::Observability]).next() else {
        return;
    };
    let is_service = |node: NodeIndex| {
        analysis[node].kind.group == Group::Compute && analysis.role(node) != Role::Other
    };
    let path = heaviest_path(
        analysis,
        &analysis.entries,
        |link| link.is_sync(),
        0,
        |link, rest| rest + u64::from(is_service(link.to)),
    );
    if path.weight < MIN_SERVICES || drawing_text::in_any_text(analysis.design, keywords::TRACING) {
        return;
    }
    let called = path.links.iter().map(|&link| analysis[link].to);
    let services: Vec<NodeIndex> = called.filter(|&node| is_service(node)).collect();
    let names = format::join_names(services.iter().map(|&node| analysis.name(node)));
    let watch = analysis.name(watch);
    let why = format!(
        "A request passes through {names}, but {watch} does not mention traces. How would you see which of them is slow?"
    );
    let advice = "Pass on a request ID, and collect traces".to_owned();
    let items = services.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

fn apply_fix(analysis: &Analysis, _: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let watch = analysis.with_role(&[Role::Observability]).next()?;
    draft.change(analysis.id(watch), |component| {
        let more = if component.note.is_empty() { "" } else { "\n" };
        component.note = format!("{}{more}Traces of requests", component.note);
    })?;
    Some(format!("Have {} collect traces", analysis.name(watch)))
}
