//! Makes the graph of a drawing: which way the work goes over each arrow, and what is known of a component before anything
//! is searched.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};

use crate::analysis::graph::data_arrows::{ArrowGraph, WorkArrow, find_data_arrows};
use crate::analysis::graph::node::{Link, Node};
use crate::model::text_match;
use crate::model::{
    Access, CallSize, Component, Connection, Design, Flag, Id, Replicas, Role, Timing, ZoneKind,
    says_provider_run, says_several_run,
};

/// What is written at the arrow of a worker that takes its work from a table or a list.
const TAKING_WORDS: [&str; 10] = [
    "pull",
    "take job",
    "takes job",
    "take task",
    "takes task",
    "take work",
    "takes work",
    "skip locked",
    "next job",
    "dequeue",
];

/// Components and connections, the latter in the direction of the work.
pub(super) fn connect(design: &Design) -> DiGraph<Node<'_>, Link<'_>> {
    let states_counts = design.states_counts();
    let counts_models = design.components().any(|(id, component)| {
        let runs = matches!(
            design.kind_of(id).role,
            Role::Compute | Role::Worker | Role::Model
        );
        let by_provider = says_provider_run(&component.name, &component.technology)
            .unwrap_or_else(|| design.kind_of(id).has(Flag::Managed));
        runs && !by_provider && component.replicas.stated().is_some()
    });
    let mut drawn: ArrowGraph =
        DiGraph::with_capacity(design.components().len(), design.connections().len());
    let index: BTreeMap<Id, NodeIndex> = design
        .components()
        .map(|(id, component)| {
            // Where all else that runs is a provider's, so may be a model of which nobody says how many there are.
            let is_model = design.kind_of(id).role == Role::Model;
            let states_counts = states_counts && (counts_models || !is_model);
            let node = node(design, (id, component), states_counts);
            (id, drawn.add_node(node))
        })
        .collect();
    let filling = design.connections();
    let filling = filling.filter(|(_, c)| c.access != Some(Access::Read));
    let filled: BTreeSet<Id> = filling.map(|(_, c)| c.to).collect();
    for (_, connection) in design.connections() {
        let (mut from, mut to) = (index[&connection.from], index[&connection.to]);
        let is_taken = takes_work(connection, (&drawn[from], &drawn[to]), &filled);
        if is_taken {
            (from, to) = (to, from);
        }
        let arrow = WorkArrow {
            connection,
            is_taken,
        };
        drawn.add_edge(from, to, arrow);
    }
    let shows_data = find_data_arrows(&drawn);
    let read_back: BTreeSet<Id> = (design.connections().zip(shows_data.values()))
        .filter_map(|((id, _), &shows_data)| shows_data.then_some(id))
        .collect();
    let all_semantics = design.all_semantics_reading(&read_back);

    let (nodes, edges) = drawn.into_nodes_edges();
    let mut graph = DiGraph::with_capacity(nodes.len(), edges.len());
    for node in nodes {
        graph.add_node(node.weight);
    }
    for ((id, connection), edge) in design.connections().zip(edges) {
        let (mut from, mut to) = (edge.source(), edge.target());
        let (mut access, mut semantics) = (connection.access, all_semantics[&id]);
        if read_back.contains(&id) {
            (from, to) = (to, from);
            access = Some(Access::Read);
        }
        if edge.weight.is_taken {
            semantics.timing = Timing::Async;
        }
        let link = EdgeIndex::new(graph.edge_count());
        graph[from].out.push(link);
        graph[to].into.push(link);
        graph.add_edge(
            from,
            to,
            Link {
                index: link,
                id,
                from,
                to,
                semantics,
                access,
                connection,
            },
        );
    }
    for node in graph.node_indices() {
        let mut callees: Vec<NodeIndex> = graph.neighbors(node).collect();
        callees.sort_unstable();
        callees.dedup();
        graph[node].callees = callees;
    }
    graph
}

/// Whether the one at the start of an arrow takes its work from the one at its end, which so hands it out. `filled` is what
/// others than readers have arrows into.
fn takes_work(connection: &Connection, (from, to): (&Node, &Node), filled: &BTreeSet<Id>) -> bool {
    let is_consumer = matches!(
        from.role(),
        Role::Worker | Role::Processor | Role::Notifier | Role::Model
    );
    // What others only read from it does not make it work.
    let starts = is_consumer && !filled.contains(&connection.from);
    let pulls = match connection.access {
        // What nobody fills gives nothing out: it is asked, as for the place in a line.
        Some(access) => access == Access::Read && filled.contains(&connection.to),
        None => starts,
    };
    // Tables and lists serve as queues too, where the arrow says so.
    let takes_jobs = starts
        && matches!(to.role(), Role::Store | Role::Cache)
        && connection.access.is_none()
        && text_match::mentions(&connection.label, &TAKING_WORDS);
    (to.role().carries_messages() && pulls) || takes_jobs
}

fn node<'a>(
    design: &'a Design,
    (id, component): (Id, &'a Component),
    states_counts: bool,
) -> Node<'a> {
    let kind = design.kind_of(id);
    let is_site = |kind| matches!(kind, ZoneKind::Region | ZoneKind::AvailabilityZone);
    let mut zones = design.ancestors(id);
    let Component {
        name, technology, ..
    } = component;
    let effective_kind = component.resolve_kind();
    let usual = effective_kind.usual_size();
    Node {
        id,
        component,
        kind: kind.for_box(name, technology, component.replicas),
        effective_kind,
        call_size: CallSize {
            work: component.overrides.job_size.unwrap_or(usual.work),
            ..usual
        },
        says_provider_run: says_provider_run(name, technology),
        states_count: match component.replicas {
            Replicas::Exactly(_) => true,
            Replicas::Unknown => false,
            Replicas::Unsaid => {
                let mut labels = [name, technology].into_iter();
                states_counts && !labels.any(|label| says_several_run(label))
            }
        },
        out: Vec::new(),
        into: Vec::new(),
        callees: Vec::new(),
        site: zones.find(|(_, zone)| is_site(zone.kind)).map(|(id, _)| id),
    }
}
