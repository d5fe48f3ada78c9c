//! Components that run once, and how to run several of them.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::connection_says;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::state_words;
use crate::model::{Flag, Group, Id, Role};

/// Whether the component is one machine that runs code.
pub(crate) fn is_single_server(analysis: &Analysis, node: NodeIndex) -> bool {
    let node = &analysis[node];
    node.is_one_machine() && node.kind.group == Group::Compute
}

/// Whether the component is the one server behind a balancer, which `balancer-without-choice` reports.
pub(crate) fn is_only_choice_of_balancer(analysis: &Analysis, node: NodeIndex) -> bool {
    is_single_server(analysis, node)
        && analysis.incoming(node).any(|link| {
            analysis.role(link.from) == Role::Balancer && analysis.callees(link.from).len() == 1
        })
}

/// Whether the component keeps data where data belongs, on one machine, which `no-replica-for-store` reports.
pub(crate) fn is_single_store(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    this.is_one_machine() && this.has(Flag::Stateful) && this.has(Flag::Writable)
}

/// Whether the component is one machine that several flows ask, which `shared-control-element` reports.
pub(crate) fn is_shared_control(analysis: &Analysis, node: NodeIndex) -> bool {
    let needing = analysis.flows.iter().filter(|flow| flow.needs(node));
    let is_control = matches!(
        analysis.role(node),
        Role::Auth | Role::Control | Role::Mesh | Role::Identifier
    );
    // Who keeps what it read last goes on without it.
    let mut readers = analysis
        .incoming(node)
        .filter(|link| analysis.role(link.from) != Role::Client)
        .peekable();
    let is_kept = readers.peek().is_some()
        && readers.all(|link| connection_says(link.connection, state_words::WORKS_ALONE));
    is_control && !is_kept && analysis[node].is_one_machine() && needing.count() >= 2
}

/// Whether something at the edge, a balancer or a gateway for one, calls the component.
pub(crate) fn is_behind_front(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis.incoming(node).any(|link| {
        analysis[link.from].kind.group == Group::Edge && analysis.role(link.from) != Role::Client
    })
}

/// Runs at least so many instances of a component, with a balancer in front where clients call it directly.
pub(crate) fn run_several(
    analysis: &Analysis,
    id: Id,
    instances: u32,
    draft: &mut PatchBuilder,
) -> Option<String> {
    let server = analysis.index_of(id)?;
    draft.at_least(id, instances)?;
    let node = &analysis[server];
    let from_clients: Vec<Id> = analysis
        .incoming(server)
        .filter(|link| analysis.role(link.from) == Role::Client)
        .map(|link| link.id)
        .collect();
    let run = advise_instances(instances, node.name());
    let is_server = node.kind.group == Group::Compute && !node.is_run_by_provider();
    if !is_server || from_clients.is_empty() || is_behind_front(analysis, server) {
        return Some(run);
    }
    draft.put_between(&from_clients, kinds::LOAD_BALANCER)?;
    Some(format!("{run} behind a load balancer"))
}

/// What to do about too few: "Run 2 instances of Link API".
pub(crate) fn advise_instances(instances: u32, name: &str) -> String {
    format!("Run {instances} instances of {name}")
}
