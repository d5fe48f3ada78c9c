//! `external-call-unguarded`: a request that waits for an outside service with nothing to protect it.

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::failure_words;
use crate::analysis::rules::support::keywords;
use crate::model::{Group, Role, Safeguard};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "external-call-unguarded",
    title: "Unprotected call to a third party",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "You do not control when a third party is slow or down. Requests that wait for it pile up and take down the caller, and then everything in front of the caller",
    for_stakeholders: "When a partner has an outage, so do we",
    fix: "Set a timeout and a circuit breaker, or put a queue in between, and decide what users see in the meantime. A connection labeled “timeout”, “breaker”, “fallback”, or “retry” counts as protected",
    exempt: "Asynchronous calls, calls by workers behind a queue, and calls through a service mesh",
    references: &[
        publications::AZURE_CIRCUIT_BREAKER
            .supports("A circuit breaker stops calls that are likely to fail before they block the caller"),
        publications::RELEASE_IT.supports(
            "Calls to other systems are the leading cause of failures, so use timeouts and circuit breakers",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
api -> bank: sync "charge the card, with a timeout"
bank: third_party_api
"#,
    ),
    bad: r#"
- api -> bank: sync "charge the card, with a timeout"
+ api -> bank: sync "charge the card"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let caller = analysis.role(link.from);
        let ours = analysis[link.from].kind.group == Group::Compute
            && !matches!(
                caller,
                Role::Worker | Role::Notifier | Role::Processor | Role::Other
            );
        let outside = analysis.role(link.to) == Role::External;
        if !outside
            || !ours
            || !link.is_sync()
            || !analysis.waited_for[link.from]
            || is_guarded(analysis, link)
            || only_later(analysis, link)
            || drawing_text::connection_says(link.connection, failure_words::WATCHES_PEER)
            || pages_people(analysis, link)
            || pushes_news(analysis, link)
        {
            continue;
        }
        let critical = analysis
            .flows
            .iter()
            .any(|flow| flow.critical() && flow.passes(link.to));
        // Whoever tries again has given the first attempt up.
        let gives_up = link.connection.retries.is_some();
        let severity = if critical && !gives_up && speaks_of_protection(analysis) {
            Severity::High
        } else {
            Severity::Medium
        };
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let why =
            format!("{from} calls {to} while users wait, so if {to} is slow or down, so is {from}");
        let advice = format!(
            "Give the call to {to} a timeout and a circuit breaker, or put a queue in front of it"
        );
        findings.push(RULE.finding(severity, vec![link.id, analysis.id(link.to)], why, advice));
    }
}

/// Whether an alarm is handed to who calls people: those who silence alarms do not wait for that.
fn pages_people(analysis: &Analysis, link: &Link) -> bool {
    let ends = [link.from, link.to].map(|node| analysis[node].component);
    let [alarms, calls] = ends;
    drawing_text::component_says(alarms, failure_words::ALARMS)
        && drawing_text::component_says(calls, failure_words::RINGS)
}

/// Whether news is handed to who brings it to phones, over an arrow that does not say that anybody waits for it.
fn pushes_news(analysis: &Analysis, link: &Link) -> bool {
    const PUSHES: &[&str] = &[
        "apns",
        "fcm",
        "push",
        "firebase cloud messaging",
        "onesignal",
    ];
    let is_said = link.connection.timing.is_some();
    !is_said && drawing_text::component_says(analysis[link.to].component, PUSHES)
}

/// Whether the prompt has flows over a link, and nobody waits in any flow of it for who calls: people who wait for the caller
/// want something else of it.
fn only_later(analysis: &Analysis, link: &Link) -> bool {
    let prompted = || analysis.flows.iter().filter(|flow| flow.spec.is_some());
    let is_waited_for = |flow: &FlowTrace| {
        let waits = |link: &Link| link.is_sync() && flow.links.contains(&link.index);
        flow.components.contains(&link.from) && analysis.reach(&flow.entries, waits)[link.from]
    };
    prompted().any(|flow| flow.links.contains(&link.index)) && !prompted().any(is_waited_for)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let link = finding.item()?;
    draft.rewire(link, |connection| {
        connection
            .safeguards
            .extend([Safeguard::Timeout, Safeguard::Breaker]);
    })?;
    let to = analysis.find(*finding.items.get(1)?)?.name();
    Some(format!(
        "Give the call to {to} a timeout and a circuit breaker"
    ))
}

/// Whether the drawing says of some call how it is protected: only there a call without such words is known to have nothing.
fn speaks_of_protection(analysis: &Analysis) -> bool {
    analysis.links().any(says_protection)
}

/// Whether an arrow says what protects its call.
fn says_protection(link: &Link) -> bool {
    let mut safeguards = link.connection.safeguards.iter();
    safeguards.any(|one| matches!(one, Safeguard::Timeout | Safeguard::Breaker))
        || drawing_text::connection_says(link.connection, keywords::CALL_PROTECTION)
}

/// Whether the user has written down what protects the call: on the arrow, on either box, or in a note.
fn is_guarded(analysis: &Analysis, link: &Link) -> bool {
    let mut ends = [link.from, link.to]
        .map(|node| analysis[node].component)
        .into_iter();
    says_protection(link)
        || ends.any(|end| drawing_text::component_says(end, keywords::CALL_PROTECTION))
        || drawing_text::in_notes(analysis.design, keywords::CALL_PROTECTION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn news_for_phones_is_waited_for_only_where_the_arrow_says_so() {
        let text = |name: &str, call: &str| {
            format!(
                "client -> gate -> api -> db\ngate: api_gateway\napi: service x2\ndb: sql x2\napi -> other{call}\nother: third_party_api \"{name}\""
            )
        };
        let check = |name, call, expected: &[Severity]| {
            check_rule(&RULE, &text(name, call), expected);
        };
        check("Tax rates", "", &[Severity::Medium]);
        check("APNs / FCM", "", &[]);
        check("APNs / FCM", ": sync", &[Severity::Medium]);
    }
}
