//! `retry-without-backoff`: calls that are tried again at once.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::model::{Group, Id, Safeguard, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "retry-without-backoff",
    title: "Retries without backoff",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "If all callers retry immediately, a component that fails under load gets twice the load at the same moment. Longer and randomized waits (exponential backoff with jitter) let it recover",
    for_stakeholders: "After a brief failure, all callers retry at the same moment, and the service fails again",
    fix: "Use exponential backoff with jitter: wait longer before each attempt, plus a random delay",
    exempt: "Connections that do not mention retries, labels that mention backoff, jitter, or a delay, and messages that a queue redelivers after a delay",
    references: &[publications::AWS_RETRIES
        .supports("Exponential backoff with jitter spreads out the attempts")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> stock: retries=2 backoff
stock: microservice x2
stock -> db
db: sql x2 "Stock DB"
"#,
    ),
    bad: "
- api -> stock: retries=2 backoff
+ api -> stock: retries=2
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let links = analysis.links();
    let hasty: Vec<&Link> = links
        .filter(|link| retries_at_once(analysis, link))
        .collect();
    let Some(first) = hasty.first() else {
        return;
    };
    let calls: Vec<String> = hasty
        .iter()
        .map(|link| format!("{} to {}", analysis.name(link.from), analysis.name(link.to)))
        .collect();
    let calls = format::join_names(calls.iter().map(String::as_str));
    let (noun, verb) = if hasty.len() == 1 {
        ("The call from", "is")
    } else {
        ("The calls from", "are")
    };
    let why = format!(
        "{noun} {calls} {verb} retried, but the drawing does not mention a wait between attempts"
    );
    let advice =
        "Wait longer before each attempt, plus a random delay (exponential backoff with jitter)"
            .to_owned();
    let to = analysis.name(first.to);
    let for_stakeholders =
        format!("When {to} recovers from a fault, all callers retry at once, and {to} fails again");
    let items: Vec<Id> = hasty.iter().map(|link| link.id).collect();
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(Severity::Medium, items, why, advice)
    });
}

fn retries_at_once(analysis: &Analysis, link: &Link) -> bool {
    let tries_again = link.connection.retries.is_some_and(|retries| retries > 0);
    let handed_out = analysis[link.from].kind.group == Group::Messaging;
    let waits = link.connection.safeguards.contains(&Safeguard::Backoff)
        || text_match::mentions(&link.connection.label, keywords::BACKOFF);
    tries_again && !handed_out && !waits
}

fn apply_fix(_: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    for &link in &finding.items {
        draft.rewire(link, |connection| {
            connection.safeguards.insert(Safeguard::Backoff);
        })?;
    }
    Some("Add exponential backoff".to_owned())
}
