//! Mutations of connections: cut, turned round, made to wait or not to wait, led in a circle.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{AllowedRule, COPY_GONE, Mutation, also};
use super::selector::FaultSelector;
use super::subject::{MutationSubject, add_service, call};
use crate::analysis::graph::Link;
use crate::model::{CallCondition, Flag, Group, Id, Role, Timing};

const STOPS_SHORT: AllowedRule = also("missing-flow", "a flow used the connection as it was");

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "connection-cut",
        does: "Takes away the only connection that leads from one required part to another.",
        raises: "missing-flow",
        allows: &[
            COPY_GONE,
            also("no-path-to-storage", "it was the only way to the data"),
            also("queue-without-consumer", "it was how work left the queue"),
            also(
                "queue-without-producer",
                "it was how work came into the queue",
            ),
            also("orphan", "it was the only connection of one of its ends"),
            also(
                "unreachable-part",
                "nothing else called the part at its end",
            ),
            also("read-heavy-without-cache", "it led to the cache"),
            also("media-without-cdn", "it led to the content network"),
            also(
                "latency-target-missed",
                "it led to what answered in place of something slower",
            ),
        ],
        at: FaultSelector::Links(is_only_way),
        change: FaultChange::RemoveLink,
        what: "no connection from {0} to {1}",
    },
    Mutation {
        id: "connection-reversed",
        does: "Turns a connection between two required parts round.",
        raises: "wired-differently",
        allows: &[
            STOPS_SHORT,
            COPY_GONE,
            also("no-path-to-storage", "it was the only way to the data"),
            also("passive-initiator", "the arrow now leaves a store"),
            also(
                "queue-without-consumer",
                "the arrow now leads into the queue, as all others do",
            ),
            also(
                "queue-without-producer",
                "the arrow now leads out of the queue, as all others do",
            ),
            also(
                "unreachable-part",
                "nothing else called the part at its end",
            ),
            also(
                "media-without-cdn",
                "files are no longer fetched through the content network",
            ),
            also(
                "read-heavy-without-cache",
                "the cache is no longer asked before the store",
            ),
            also(
                "slow-work-inline",
                "what worked off a queue is now called and waited for",
            ),
            also("latency-target-missed", "the request goes another way"),
            also("saturated", "the request goes another way"),
            also("backlog-grows", "the arrow now brings work a second time"),
        ],
        at: FaultSelector::Links(is_only_way_not_pulled),
        change: FaultChange::Connection(|link| {
            std::mem::swap(&mut link.from, &mut link.to);
            link.access = None;
            // Unless it is said to be a call, an arrow out of a store shows what a call brings back.
            link.timing.get_or_insert(Timing::Sync);
        }),
        what: "the arrow from {0} to {1} is reversed",
    },
    Mutation {
        id: "connection-made-asynchronous",
        does: "Makes a call from one required service to another asynchronous where the accepted design waits.",
        raises: "wired-differently",
        allows: &[STOPS_SHORT],
        at: FaultSelector::Links(waits_between_services),
        change: FaultChange::Connection(|link| link.timing = Some(Timing::Async)),
        what: "the call from {0} to {1} is asynchronous",
    },
    Mutation {
        id: "store-calls-service",
        does: "Lets a store call a service and wait for it.",
        raises: "passive-initiator",
        allows: &[],
        at: FaultSelector::Reached(&[Role::Store, Role::Cache, Role::Search]),
        change: FaultChange::Code(store_calls_service),
        what: "{0} calls a service",
    },
    Mutation {
        id: "services-in-a-circle",
        does: "Lets three services wait for each other in a circle.",
        raises: "synchronous-cycle",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(services_in_a_circle),
        what: "{0} in a cycle of calls",
    },
    Mutation {
        id: "storage-cut-off",
        does: "Takes away every connection that leads from users or services to what keeps data.",
        raises: "no-path-to-storage",
        allows: &[
            STOPS_SHORT,
            also("orphan", "stores that were only called stand alone"),
            also(
                "queue-without-producer",
                "logs keep data too, and nothing leads to them",
            ),
            also(
                "unreachable-part",
                "what worked off the queues is not reached any more",
            ),
            also(
                "read-heavy-without-cache",
                "caches keep data too, and nothing leads to them",
            ),
            also("media-without-cdn", "files cannot be fetched at all"),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(storage_cut_off),
        what: "no path to data",
    },
];

/// Whether a link joins required parts, neither of which is a client.
fn is_between_required(subject: &MutationSubject, link: &Link) -> bool {
    let from_client = subject.analysis.role(link.from) == Role::Client;
    subject.is_required(link.from) && subject.is_required(link.to) && !from_client
}

/// Whether it is besides the only way from its start to its end.
fn is_only_way(subject: &MutationSubject, link: &Link) -> bool {
    let without = |other: &Link| other.id != link.id;
    is_between_required(subject, link) && !subject.analysis.reach(&[link.from], without)[link.to]
}

/// Besides, a consumer that is drawn with an arrow to its queue takes from it: to turn such an arrow round is no fault.
fn is_only_way_not_pulled(subject: &MutationSubject, link: &Link) -> bool {
    is_only_way(subject, link) && !subject.analysis.role(link.from).carries_messages()
}

fn waits_between_services(subject: &MutationSubject, link: &Link) -> bool {
    let passive = |node: NodeIndex| {
        let node = &subject.analysis[node];
        node.has(Flag::Passive) || node.has(Flag::PassThrough)
    };
    is_between_required(subject, link) && link.is_sync() && !passive(link.from) && !passive(link.to)
}

fn store_calls_service(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let store = draft.id()?;
    let service = add_service(&mut draft.patch, "Change listener", store)?;
    Some(vec![call(&mut draft.patch, store, service)?])
}

fn services_in_a_circle(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let app = draft.id()?;
    let patch = &mut draft.patch;
    let rights = add_service(patch, "Rights service", app)?;
    let names = add_service(patch, "Name service", app)?;
    for (from, to) in [(app, rights), (rights, names), (names, app)] {
        let link = call(patch, from, to)?;
        patch.rewire(link, |link| link.when = Some(CallCondition::Fraction(0.01)))?;
    }
    Some(vec![app])
}

fn storage_cut_off(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let analysis = &draft.subject.analysis;
    let keeps = |node: NodeIndex| {
        let kind = analysis[node].kind;
        kind.group == Group::Storage || kind.role == Role::Log
    };
    let links = analysis.links().filter(|link| keeps(link.to));
    draft.remove_all(&links.map(|link| link.id).collect::<Vec<_>>())?;
    Some(Vec::new())
}
