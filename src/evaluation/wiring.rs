//! Mutations of connections: cut, turned round, made to wait or not to wait, led in a circle.

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::mutation::{AllowedRule, Mutation, also};
use super::subject::{Mutant, MutationSubject, add_service, call};
use crate::model::{CallCondition, Flag, Group, Id, Role, Timing};

const STOPS_SHORT: AllowedRule = also("missing-flow", "a flow used the connection as it was");

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "connection-cut",
        does: "Takes away the only connection that leads from one required part to another.",
        raises: "missing-flow",
        allows: &[
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
        make: connection_cut,
    },
    Mutation {
        id: "connection-reversed",
        does: "Turns a connection between two required parts round.",
        raises: "wired-differently",
        allows: &[
            STOPS_SHORT,
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
        make: connection_reversed,
    },
    Mutation {
        id: "connection-made-asynchronous",
        does: "Makes a call from one required service to another asynchronous where the accepted design waits.",
        raises: "wired-differently",
        allows: &[STOPS_SHORT],
        make: connection_made_asynchronous,
    },
    Mutation {
        id: "store-calls-service",
        does: "Lets a store call a service and wait for it.",
        raises: "passive-initiator",
        allows: &[],
        make: store_calls_service,
    },
    Mutation {
        id: "services-in-a-circle",
        does: "Lets three services wait for each other in a circle.",
        raises: "synchronous-cycle",
        allows: &[],
        make: services_in_a_circle,
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
        make: storage_cut_off,
    },
];

/// Links between required parts, neither of which is a client.
fn between_required(subject: &MutationSubject) -> Vec<EdgeIndex> {
    subject
        .analysis
        .link_indices()
        .filter(|&link| {
            let link = &subject.analysis[link];
            let client = |node| subject.analysis.role(node) == Role::Client;
            subject.is_required(link.from) && subject.is_required(link.to) && !client(link.from)
        })
        .collect()
}

/// Whether work gets from the start of a link to its end without it.
fn has_other_way(subject: &MutationSubject, link: EdgeIndex) -> bool {
    let this = &subject.analysis[link];
    let without = |other: &crate::analysis::graph::Link| other.id != this.id;
    subject.analysis.reach(&[this.from], without)[this.to]
}

fn said(subject: &MutationSubject, link: EdgeIndex) -> String {
    let link = &subject.analysis[link];
    format!("{} to {}", subject.name(link.from), subject.name(link.to))
}

fn connection_cut(subject: &MutationSubject) -> Vec<Mutant> {
    let links = between_required(subject).into_iter();
    links
        .filter(|&link| !has_other_way(subject, link))
        .filter_map(|link| {
            let mut draft = subject.draft();
            draft.remove(subject.analysis[link].id)?;
            let what = format!("nothing from {}", said(subject, link));
            Some(Mutant::new(&draft, what, Vec::new()))
        })
        .collect()
}

/// A consumer that is drawn with an arrow to its queue takes from it; that is no fault.
fn may_be_pulled(subject: &MutationSubject, link: EdgeIndex) -> bool {
    let link = &subject.analysis[link];
    subject.analysis.role(link.from).carries_messages()
}

fn connection_reversed(subject: &MutationSubject) -> Vec<Mutant> {
    let links = between_required(subject).into_iter();
    links
        .filter(|&link| !has_other_way(subject, link) && !may_be_pulled(subject, link))
        .filter_map(|link| {
            let this = &subject.analysis[link];
            let (from, to) = (subject.id(this.from), subject.id(this.to));
            let mut draft = subject.draft();
            draft.rewire(this.id, |connection| {
                (connection.from, connection.to) = (to, from);
                connection.access = None;
            })?;
            let what = format!("{} the other way round", said(subject, link));
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn connection_made_asynchronous(subject: &MutationSubject) -> Vec<Mutant> {
    let links = between_required(subject).into_iter();
    let passive = |node: NodeIndex| {
        let node = &subject.analysis[node];
        node.has(Flag::Passive) || node.has(Flag::PassThrough)
    };
    links
        .filter(|&link| {
            let this = &subject.analysis[link];
            this.is_sync() && !passive(this.from) && !passive(this.to)
        })
        .filter_map(|link| {
            let this = &subject.analysis[link];
            let mut draft = subject.draft();
            draft.rewire(this.id, |connection| {
                connection.timing = Some(Timing::Async);
            })?;
            let what = format!("{} without waiting", said(subject, link));
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn store_calls_service(subject: &MutationSubject) -> Vec<Mutant> {
    let stores = subject.reached(&[Role::Store, Role::Cache, Role::Search]);
    stores
        .into_iter()
        .filter_map(|store| {
            let mut draft = subject.draft();
            let id = subject.id(store);
            let service = add_service(&mut draft, "Change listener", id)?;
            let link = call(&mut draft, id, service)?;
            let what = format!("{} calls a service", subject.name(store));
            Some(Mutant::new(&draft, what, vec![link]))
        })
        .collect()
}

fn services_in_a_circle(subject: &MutationSubject) -> Vec<Mutant> {
    let circle = subject.app().and_then(|app| {
        let mut draft = subject.draft();
        let app_id = subject.id(app);
        let rights = add_service(&mut draft, "Rights service", app_id)?;
        let names = add_service(&mut draft, "Name service", app_id)?;
        for (from, to) in [(app_id, rights), (rights, names), (names, app_id)] {
            let link = call(&mut draft, from, to)?;
            draft.rewire(link, |link| link.when = Some(CallCondition::Fraction(0.01)))?;
        }
        let what = format!("{} in a circle of calls", subject.name(app));
        Some(Mutant::new(&draft, what, vec![app_id]))
    });
    circle.into_iter().collect()
}

fn storage_cut_off(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let keeps = |node: NodeIndex| {
        let kind = subject.analysis[node].kind;
        kind.group == Group::Storage || kind.role == Role::Log
    };
    let links: BTreeSet<Id> = subject
        .analysis
        .links()
        .filter(|link| keeps(link.to))
        .map(|link| link.id)
        .collect();
    let cut = links.iter().all(|&link| draft.remove(link).is_some());
    let mutant = || Mutant::new(&draft, "no way to data".to_owned(), Vec::new());
    (cut && !links.is_empty())
        .then(mutant)
        .into_iter()
        .collect()
}
