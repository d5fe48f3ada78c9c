//! `long-synchronous-chain`: a request that waits for many calls one after another.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::paths::{CallPath, distinct_flows, heaviest_path};
use crate::model::{Flag, Role, format};

/// More synchronous calls in a row than this are reported where the prompt sets no limit: each adds its tail latency, and
/// published designs seldom have more than five.
const MAX_CALLS: usize = 6;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "long-synchronous-chain",
    title: "Long synchronous chain",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "Latencies add up along a chain of calls, and so do failures: seven services with 99.9% availability each reach 99.3% together. Users notice the slowest service",
    for_stakeholders: "One click waits for many components in a row, and each of them can delay or stop it",
    fix: "Merge services that always call each other, and keep a copy of the data where you need it. If users do not need to wait for some of the work, make it asynchronous",
    exempt: "Load balancers, gateways, CDNs, DNS, WAFs, rate limiters, and meshes, which add little latency; asynchronous calls; and calls in a cycle, which have their own rule. The prompt sets the limit; without one, the limit is six calls in a row",
    references: &[
        publications::AZURE_INTERSERVICE
            .supports("Latencies and failures add up along a chain of calls"),
        RuleReference::own_judgment("Flagged above 6 calls in a row if the prompt sets no limit"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> orders -> stock -> db
shop: service x2
orders: microservice x2
orders -> prices -> offers
prices: microservice x2
offers: microservice x2
stock: microservice x2
db: sql x2 "Depot DB"
"#,
    ),
    bad: "
- client -> load_balancer -> shop -> orders -> stock -> db
+ client -> load_balancer -> shop -> orders -> prices -> offers -> stock -> depots -> db
- orders -> prices -> offers
  stock: microservice x2
+ depots: microservice x2
",
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let limit = analysis
        .scenario
        .and_then(|scenario| scenario.targets.longest_chain)
        .unwrap_or(MAX_CALLS);
    let mut longest: Option<(&FlowTrace, CallPath)> = None;
    for flow in distinct_flows(analysis) {
        let path = longest_chain(analysis, flow);
        if longest
            .as_ref()
            .is_none_or(|(_, known)| path.weight > known.weight)
        {
            longest = Some((flow, path));
        }
    }
    let Some((flow, path)) = longest.filter(|(_, path)| path.weight > limit as u64) else {
        return;
    };
    let called: Vec<NodeIndex> = path
        .links
        .iter()
        .map(|&link| analysis[link].to)
        .filter(|&node| is_counted(analysis, node))
        .collect();
    let names = format::join_names(called.iter().map(|&node| analysis.name(node)));
    let count = called.len();
    let who = match flow.spec {
        Some(spec) => format!("“{}”", spec.name),
        None => "A request".to_owned(),
    };
    let why = format!("{who} waits for {count} calls one after another: {names}");
    let last = called.last().map_or("", |&node| analysis.name(node));
    let advice = format!(
        "Shorten the path to {last} to {limit} calls: merge services that always call each other, or make some of the work asynchronous"
    );
    let for_stakeholders = format!(
        "{who} needs {count} components to respond one after another, so it is as slow as all of them together"
    );
    let items = called.iter().map(|&node| analysis.id(node)).collect();
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(Severity::Medium, items, why, advice)
    });
}

/// The longest chain of calls that a flow waits for.
fn longest_chain(analysis: &Analysis, flow: &FlowTrace) -> CallPath {
    let waits = |link: &Link| {
        let to_user = analysis.role(link.to) == Role::Client;
        flow.allowed_links.open[link.index] && link.is_sync() && !to_user
    };
    heaviest_path(analysis, &flow.entries, waits, 0, |link, rest| {
        rest + u64::from(is_counted(analysis, link.to))
    })
}

/// Whether a call to this component is one more in the chain.
fn is_counted(analysis: &Analysis, node: NodeIndex) -> bool {
    let node = &analysis[node];
    let at_the_edge = matches!(
        node.role(),
        Role::Cdn | Role::Dns | Role::Shield | Role::Balancer | Role::Gateway | Role::Mesh
    );
    !at_the_edge && !node.has(Flag::PassThrough)
}
