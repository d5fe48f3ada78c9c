//! `sockets-without-registry`: several WebSocket servers without a registry of connections or a channel between them.

use petgraph::graph::NodeIndex;

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "sockets-without-registry",
    title: "Nobody knows who is connected where",
    severity: Severity::Medium,
    category: Category::Load,
    why: "Two people who talk to each other hang on two different servers. Without a place that says who is connected where, or a channel that all servers listen to, a message gets no farther than the server it came to",
    for_stakeholders: "People on different servers do not reach each other",
    fix: "Keep who is connected where in a store that all servers share, or let all of them listen to one channel (publish and subscribe)",
    exempt: "A single server, and servers beside which a cache, a queue, a log, a topic or a registry is drawn",
    references: &[
        publications::RFC_WEBSOCKET
            .supports("A connection lasts and ends at the one server that accepted it"),
        publications::AZURE_PUBLISH
            .supports("A channel brings messages to servers that the sender need not know"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> balancer -> sockets -> chat -> db
balancer: load_balancer
sockets: websocket_gateway x3 "Sockets"
sockets -> sessions
sessions: cache x2 "Sessions"
chat: service x3 "Chat service"
db: sql x2 "Messages"
db -> backup
"#,
    ),
    bad: r#"
- sockets -> sessions
- sessions: cache x2 "Sessions"
"#,
    check,
    apply_fix: None,
};

/// Whether a component with this role can hold the registry of connections, or reaches all servers.
fn knows_connections(role: Role) -> bool {
    role.carries_messages() || matches!(role, Role::Cache | Role::Control | Role::Notifier)
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let sockets: Vec<NodeIndex> = analysis
        .with_role(&[Role::Realtime])
        .filter(|&node| analysis[node].is_ours())
        .filter(|node| {
            analysis
                .flows
                .iter()
                .any(|flow| flow.components.binary_search(node).is_ok())
        })
        .collect();
    let servers: u32 = sockets
        .iter()
        .map(|&n| analysis[n].component.replicas.count())
        .sum();
    let Some(&first) = sockets.first() else {
        return;
    };
    if servers < 2 {
        return;
    }
    let beside = |node: NodeIndex| {
        let out = analysis.outgoing(node).map(|link| link.to);
        out.chain(analysis.incoming(node).map(|link| link.from))
    };
    let near = sockets.iter().flat_map(|&node| beside(node));
    let near = near.flat_map(|node| beside(node).chain([node]));
    let mut roles = near.map(|node| analysis.role(node));
    if roles.any(knows_connections) {
        return;
    }
    let name = analysis.name(first);
    let why = format!(
        "{name} runs on {servers} servers, and nothing says which of them holds whose connection"
    );
    let advice = format!(
        "Draw what {name} asks who is connected where, or the channel that all of them listen to"
    );
    let items = sockets.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(Severity::Medium, items, why, advice));
}
