//! `synchronous-fan-out`: a service that waits for many others before it answers.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::{Link, LinkMap};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::paths::distinct_flows;
use crate::model::{CallCondition, Flag, Group, Role, Timing, format, text_match};

/// A service may wait for so many others.
const MAX_AWAITED_CALLS: usize = 3;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "synchronous-fan-out",
    title: "Synchronous fan-out",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "A service that needs a response from many others is down when any one of them is down, and it is as slow as the slowest of them",
    for_stakeholders: "A fault in any one of several components becomes a fault for the user",
    fix: "Publish work that can happen later to a topic or a queue, and give the other calls a timeout and a fallback",
    exempt: "Gateways and front-end services without their own data that route each request to one of many; databases, caches, and queues; calls that only some requests make; and services that make up to three calls. If the connections do not say that they are synchronous, the check only asks a question",
    references: &[
        publications::TAIL_AT_SCALE
            .supports("A request that waits for many calls is as slow as the slowest of them"),
        RuleReference::own_judgment("Flagged above 3 synchronous calls"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> orders
orders: service x2 "Order service"
orders -> db
db: sql x2 "Order DB"
orders -> stock: sync
orders -> prices: sync
orders -> placed
placed: pub_sub "Order placed"
placed -> points
placed -> invoices
points: microservice x2
invoices: microservice x2
stock: microservice x2
prices: microservice x2
"#,
    ),
    bad: r#"
- orders -> placed
- placed: pub_sub "Order placed"
- placed -> points
- placed -> invoices
+ orders -> points: sync
+ orders -> invoices: sync
+ stock: microservice x2
+ prices: microservice x2
- stock: microservice x2
- prices: microservice x2
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let asks = analysis.waited_for[node] && analysis[node].kind.group == Group::Compute;
        if !asks || routes_to_one(analysis, node) {
            continue;
        }
        let most = distinct_flows(analysis)
            .iter()
            .map(|flow| awaited_calls(analysis, node, &flow.allowed_links.needed))
            .max_by_key(Vec::len);
        let Some(links) = most.filter(|links| links.len() > MAX_AWAITED_CALLS) else {
            continue;
        };
        let is_certain = links.iter().filter(|link| is_stated(link)).count() > MAX_AWAITED_CALLS;
        findings.push(finding_for(analysis, node, &links, is_certain));
    }
}

fn finding_for(analysis: &Analysis, node: NodeIndex, links: &[&Link], is_certain: bool) -> Finding {
    let name = analysis.name(node);
    let callees = format::join_names(links.iter().map(|link| analysis.name(link.to)));
    let (severity, why) = if is_certain {
        (
            Severity::Medium,
            format!("{name} waits for {callees}, and each of them can stop it"),
        )
    } else {
        (
            Severity::Info,
            format!("{name} calls {callees}. Does every request wait for all of them?"),
        )
    };
    let advice = format!(
        "Have {name} wait only for the calls its response needs, and notify the other services through a topic or a queue"
    );
    let for_stakeholders = format!("If any one of {callees} fails, {name} fails for users as well");
    let mut items = vec![analysis.id(node)];
    items.extend(links.iter().map(|link| link.id));
    Finding {
        for_stakeholders,
        ..RULE.finding(severity, items, why, advice)
    }
}

/// The calls to other services that this one cannot answer without, one for each callee.
fn awaited_calls<'c, 'a>(
    analysis: &'c Analysis<'a>,
    node: NodeIndex,
    needed: &LinkMap<bool>,
) -> Vec<&'c Link<'a>> {
    let links = analysis[node].out.iter();
    let mut links: Vec<&Link> = links
        .filter(|&&link| needed[link])
        .map(|&link| &analysis[link])
        .filter(|link| {
            let group = analysis[link.to].kind.group;
            link.to != node && matches!(group, Group::Compute | Group::External)
        })
        .collect();
    links.sort_by_key(|link| link.to);
    links.dedup_by_key(|link| link.to);
    links
}

/// Whether the user has said that the call is waited for, or is made every time.
fn is_stated(link: &Link) -> bool {
    link.connection.timing == Some(Timing::Sync)
        || link.connection.when == Some(CallCondition::Always)
}

/// Whether the component routes each request to one of many, though it is drawn like a service.
fn routes_to_one(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let mut callers = analysis.incoming(node).map(|link| &analysis[link.from]);
    let first =
        callers.all(|caller| caller.kind.group == Group::Edge || caller.role() == Role::Client);
    let mut callees = analysis
        .outgoing(node)
        .map(|link| analysis[link.to].kind.group);
    let owns_data = callees.any(|group| matches!(group, Group::Storage | Group::Messaging));
    this.has(Flag::Public)
        || this.has(Flag::PassThrough)
        || (first && !owns_data)
        || text_match::mentions(&this.component.name, keywords::AGGREGATOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    const CALLEES: &str = "
a: microservice
b: microservice
c: microservice
d: microservice
client -> load_balancer -> api
a -> db
b -> db
";

    #[test]
    fn a_front_without_data_hands_requests_on() {
        let calls = "api -> a: sync\napi -> b: sync\napi -> c: sync\napi -> d: sync\n";
        let front = format!("{CALLEES}{calls}");
        check_rule(&RULE, &front, &[]);
        check_rule(&RULE, &format!("{front}api -> db"), &[Severity::Medium]);
        let named = format!("{front}api -> db\napi: service \"Order orchestrator\"");
        check_rule(&RULE, &named, &[]);
    }

    #[test]
    fn plain_arrows_are_asked_about_and_shares_are_left_out() {
        let plain = format!("{CALLEES}api -> db\napi -> a\napi -> b\napi -> c\napi -> d\n");
        check_rule(&RULE, &plain, &[Severity::Info]);
        let shares = plain.replace("api -> d\n", "api -> d: 20%\n");
        check_rule(&RULE, &shares, &[]);
    }
}
