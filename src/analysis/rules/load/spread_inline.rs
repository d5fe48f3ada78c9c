//! `spread-inline`: somebody waits while one request writes once for each of many recipients.

use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::load_words;
use crate::model::{Access, Group, Role, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "spread-inline",
    title: "Synchronous fan-out on write",
    severity: Severity::Critical,
    category: Category::Load,
    why: "One write per recipient is fast for ten recipients and takes minutes for a million. If the author waits for all of them, one failed write fails the whole request, and a retry repeats all writes",
    for_stakeholders: "The more followers users have, the longer they wait",
    fix: "Save one record, respond, and have workers behind a queue write to each recipient",
    exempt: "Writes behind a queue or a log, bulk reads, and up to 20 writes per request",
    references: &[
        publications::AZURE_ASYNC_REPLY
            .supports("Slow work is accepted immediately and done after the response"),
        RuleReference::own_judgment("Flagged above 20 writes per request"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> posts
posts: key_value_store
api -> news: async
news: queue
news -> spreader
spreader: worker x3
spreader -> lists: write x200 "for each follower"
lists: cache x3
"#,
    ),
    bad: r#"
- api -> news: async
- news: queue
- news -> spreader
- spreader: worker x3
- spreader -> lists: write x200 "for each follower"
+ api -> lists: write x200 "for each follower"
"#,
    check,
    apply_fix: None,
};

/// From so many writes for one request on they are many.
const MANY_WRITES: f64 = 20.0;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links().filter(|link| is_spread(analysis, link)) {
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        let calls = link.connection.calls;
        let why = if calls > MANY_WRITES {
            format!(
                "{from} calls {to} {} times per request, and the caller waits for all of them",
                format::amount(calls)
            )
        } else {
            format!("{from} calls {to} once per recipient, and the caller waits for all of them")
        };
        let advice = format!("Respond first, and have workers behind a queue call {to}");
        let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
        findings.push(RULE.finding(Severity::Critical, items, why, advice));
    }
}

/// Whether somebody waits while the link is used once for each recipient.
fn is_spread(analysis: &Analysis, link: &Link) -> bool {
    let label = link.connection.label.as_str();
    let from_service = analysis[link.from].kind.group == Group::Compute
        && !matches!(
            analysis.role(link.from),
            Role::Worker | Role::Processor | Role::Scheduler
        );
    let waits = link.is_sync() && analysis.waited_for[link.from] && from_service;
    let writes = matches!(link.access, Some(Access::Write | Access::Both))
        || text_match::mentions(label, load_words::WRITES);
    let for_each = text_match::mentions(label, load_words::FOR_EACH_RECIPIENT);
    let reads = link.access == Some(Access::Read);
    let gathers = text_match::mentions(label, load_words::GATHERED);
    let many = link.connection.calls > MANY_WRITES || for_each;
    waits && writes && many && !reads && !gathers && !analysis.is_push(link)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    const BASE: &str = "client -> lb -> api\nlb: load_balancer\napi: service x2\nlists: cache x3\ninbox: key_value_store\n";

    #[test]
    fn a_write_for_each_recipient_is_waited_for() {
        for more in [
            "api -> inbox: sync x50 \"insert\"",
            "api -> lists: \"push to every follower\"",
            "api -> inbox: write \"a row for each member\"",
        ] {
            check_rule(&RULE, &format!("{BASE}{more}"), &[Severity::Critical]);
        }
    }

    #[test]
    fn reads_few_writes_and_workers_are_fine() {
        for more in [
            "api -> inbox: read x50",
            "api -> inbox: write x3",
            "api -> q: async\nq: queue\nq -> w\nw: worker x2\nw -> lists: write x200 \"push to every follower\"",
            "api -> inbox: \"posts of all followed people\"",
        ] {
            check_rule(&RULE, &format!("{BASE}{more}"), &[]);
        }
    }
}
