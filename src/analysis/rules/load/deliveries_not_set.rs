//! `deliveries-not-set`: one request reaches many, and the drawing does not say how many.

use petgraph::graph::EdgeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::load_words;
use crate::model::{Access, Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "deliveries-not-set",
    title: "Fan-out not set (deliveries per message)",
    severity: Severity::Info,
    category: Category::Load,
    why: "One post to 200 followers is 200 writes. If the connection counts only one, the estimates of load, cost, and what breaks first are off by that factor",
    for_stakeholders: "We do not know how many people one message reaches, so we do not know the cost or the capacity we need",
    fix: "Set “Calls per incoming call” on the connection",
    exempt: "Connections whose calls are set, and deliveries that the prompt counts as separate requests",
    references: &[
        publications::TAIL_AT_SCALE.supports("One request may cause calls to many servers"),
        RuleReference::own_judgment("Asked once per drawing"),
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
- spreader -> lists: write x200 "for each follower"
+ spreader -> lists: write "for each follower"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let links = analysis.links().filter(|link| delivers(analysis, link));
    let open: Vec<&Link> = links
        .filter(|link| link.connection.is_one_call() && !is_counted_by_prompt(analysis, link.index))
        .collect();
    let Some(first) = open.first() else {
        return;
    };
    let (from, to) = (analysis.name(first.from), analysis.name(first.to));
    let why = format!(
        "How many deliveries does one request cause? {from} calls {to} for each recipient, but the connection counts only one call"
    );
    let advice = format!("Set “Calls per incoming call” on the connection from {from} to {to}");
    let items = open.iter().map(|link| link.id).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

/// Whether a link hands something over to each of many, as its own words say or those of who calls.
fn delivers(analysis: &Analysis, link: &Link) -> bool {
    let label = link.connection.label.as_str();
    let hands_over = matches!(
        analysis.role(link.to),
        Role::Store | Role::Cache | Role::Realtime | Role::Notifier
    );
    let reads = link.access == Some(Access::Read);
    // What each of many sends back comes one by one.
    let other = [load_words::GATHERED, load_words::SENT_BACK];
    if !hands_over || reads || other.iter().any(|words| text_match::mentions(label, words)) {
        return false;
    }
    let fans_out = |text: &str| text_match::mentions(text, load_words::FANS_OUT);
    text_match::mentions(label, load_words::FOR_EACH_RECIPIENT)
        || fans_out(label)
        || fans_out(analysis.name(link.from))
}

/// Whether a flow of the prompt that goes over a link is more frequent than the one that sets it off.
fn is_counted_by_prompt(analysis: &Analysis, link: EdgeIndex) -> bool {
    let rps_of = |id: &str| {
        analysis
            .flows
            .iter()
            .find(|flow| flow.id == id)
            .map(|flow| flow.rps)
    };
    let counts = |flow: &&FlowTrace| {
        let leader = flow.follows.as_deref().and_then(rps_of);
        leader.is_some_and(|rps| flow.rps > rps)
    };
    let mut flows = analysis.flows.iter().filter(counts);
    flows.any(|flow| flow.links.contains(&link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    const BASE: &str = "client -> lb -> api\nlb: load_balancer\napi: service x2\napi -> q: async\nq: queue\nq -> w\nlists: cache x3\n";

    #[test]
    fn what_reaches_many_is_asked_for_once() {
        for more in [
            "w: worker x2\nw -> lists: write \"every member\"",
            "w: worker x2 \"Fan-out worker\"\nw -> lists: write",
            "w: worker x2 \"Fanout service\"\nw -> lists\nw -> push\npush: notification_sender",
        ] {
            check_rule(&RULE, &format!("{BASE}{more}"), &[Severity::Info]);
        }
    }

    #[test]
    fn what_is_said_or_reaches_one_is_not_asked_for() {
        for more in [
            "w: worker x2 \"Fan-out worker\"\nw -> lists: write x40",
            "w: worker x2\nw -> lists: write",
            "w: worker x2 \"Fan-out worker\"\nw -> lists: read",
            "w: worker x2\nw -> lists: write \"result of each device\"",
            "w: worker x2\nw -> follows: \"get all followers\"\nfollows: service x2",
        ] {
            check_rule(&RULE, &format!("{BASE}{more}"), &[]);
        }
    }
}
