//! `sockets-without-registry`: several WebSocket servers without a registry of connections or a channel between them.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Access, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "sockets-without-registry",
    title: "No connection registry",
    severity: Severity::Medium,
    category: Category::Load,
    why: "Two users who chat may be connected to different servers. Without a connection registry, or a channel that all servers subscribe to, a message never leaves the server that received it",
    for_stakeholders: "Users on different servers cannot reach each other",
    fix: "Keep a connection registry in a shared store, or have all servers subscribe to one channel (pub/sub)",
    exempt: "A single server, and servers with a cache, a queue, a log, a topic, or a registry next to them",
    references: &[
        publications::RFC_WEBSOCKET.supports("A connection stays on the server that accepted it"),
        publications::AZURE_PUBLISH
            .supports("With a channel, the sender does not need to know the receiving servers"),
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

/// How people name what records who is connected where.
const REGISTRY: &[&str] = &[
    "connect", "gateway", "line", "online", "presence", "regist", "route", "routing", "session",
    "socket", "where", "who is",
];

/// Whether the servers of open connections write to a store, named after connections, that somebody reads who sends to them:
/// that is the registry, whatever kind of store it is.
fn has_shared_store(analysis: &Analysis, sockets: NodeIndex) -> bool {
    analysis.outgoing(sockets).any(|write| {
        let is_named = component_says(analysis[write.to].component, REGISTRY)
            || connection_says(write.connection, REGISTRY);
        let says_write = write.access.is_none_or(|access| access != Access::Read);
        let keeps = analysis[write.to].effective_kind.role == Role::Store;
        let mut readers = analysis.incoming(write.to).map(|link| link.from);
        let is_shared = readers.any(|reader| {
            let mut sends = analysis.outgoing(reader);
            reader != sockets && sends.any(|link| link.to == sockets && analysis.is_push(link))
        });
        is_named && says_write && keeps && is_shared
    })
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let sockets: Vec<NodeIndex> = analysis
        .with_role(&[Role::Realtime])
        .filter(|&node| analysis[node].is_ours())
        .filter(|node| analysis.flows.iter().any(|flow| flow.passes(*node)))
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
    if roles.any(knows_connections) || sockets.iter().any(|&node| has_shared_store(analysis, node))
    {
        return;
    }
    let name = analysis.name(first);
    let why = format!(
        "{name} runs on {servers} servers, but nothing shows which server holds which connection"
    );
    let advice = format!(
        "Draw the registry that {name} queries, or the channel that all its servers subscribe to"
    );
    let items = sockets.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(Severity::Medium, items, why, advice));
}
