//! What a call along a connection means: what the user has said about it, and for the rest what the kinds at its ends suggest.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Flag, Group, Kind, Role, kind};
use super::connection::{Access, CallCondition, Connection, Timing};
use super::design::Design;
use super::id::Id;

/// What a connection means after inference, see [`Design::semantics`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Semantics {
    /// Whether the caller waits.
    pub timing: Timing,
    /// Read, write or both.
    pub access: Access,
    /// How often.
    pub when: CallCondition,
}

impl Design {
    /// What a connection means: what the user set, and for the rest what its ends suggest.
    ///
    /// Calls into queues, logs, topics, backups, replicas and monitoring, and messages handed out by a queue, are
    /// asynchronous. Calls into a replica, cache or search index, or out of a CDN, read; into a queue, log or backup they
    /// write. A call from a CDN onwards, and from a caller to a store beside a cache that the caller also asks, happens
    /// on a miss only when it reads.
    #[must_use]
    pub fn semantics(&self, connection: &Connection) -> Semantics {
        let kinds = (self.kind_of(connection.from), self.kind_of(connection.to));
        infer_semantics(connection, connection.access, kinds, || {
            self.connections().any(|(_, other)| {
                other.from == connection.from && self.kind_of(other.to).role == Role::Cache
            })
        })
    }

    /// What every connection means: [`Design::semantics`] of each, in one pass over the drawing.
    #[must_use]
    pub fn all_semantics(&self) -> BTreeMap<Id, Semantics> {
        self.all_semantics_reading(&BTreeSet::new())
    }

    /// The same where some connections are drawn in the direction of the data: what their end reads from their start.
    #[must_use]
    pub fn all_semantics_reading(&self, read_back: &BTreeSet<Id>) -> BTreeMap<Id, Semantics> {
        let kinds: BTreeMap<Id, &'static Kind> = self
            .components()
            .map(|(id, component)| (id, kind(&component.kind)))
            .collect();
        let ends = |id: Id, connection: &Connection| {
            let Connection { from, to, .. } = *connection;
            if read_back.contains(&id) {
                (to, from)
            } else {
                (from, to)
            }
        };
        let cached: BTreeSet<Id> = self
            .connections()
            .map(|(id, connection)| ends(id, connection))
            .filter(|(_, to)| kinds[to].role == Role::Cache)
            .map(|(from, _)| from)
            .collect();
        self.connections()
            .map(|(id, connection)| {
                let (from, to) = ends(id, connection);
                let asks_a_cache = || cached.contains(&from);
                let access = read_back.contains(&id).then_some(Access::Read);
                let access = connection.access.or(access);
                let kinds = (kinds[&from], kinds[&to]);
                (id, infer_semantics(connection, access, kinds, asks_a_cache))
            })
            .collect()
    }
}

fn infer_semantics(
    connection: &Connection,
    access: Option<Access>,
    (from, to): (&Kind, &Kind),
    asks_a_cache: impl FnOnce() -> bool,
) -> Semantics {
    let access = access.unwrap_or_else(|| infer_access(from, to));
    let timing = connection.timing.unwrap_or_else(|| infer_timing(from, to));
    let when = connection.when.unwrap_or_else(|| {
        let behind_cache =
            matches!(from.role, Role::Cdn | Role::Cache) && to.role != Role::Observability;
        let beside_cache = access == Access::Read
            && matches!(to.role, Role::Store | Role::Replica | Role::Objects)
            && asks_a_cache();
        if behind_cache || beside_cache {
            CallCondition::OnMiss
        } else {
            CallCondition::Always
        }
    });
    Semantics {
        timing,
        access,
        when,
    }
}

fn infer_timing(from: &Kind, to: &Kind) -> Timing {
    let into = matches!(
        to.role,
        Role::Queue
            | Role::Log
            | Role::Topic
            | Role::DeadLetter
            | Role::Backup
            | Role::Replica
            | Role::Relay
            | Role::Observability
    );
    let out_of = matches!(
        from.role,
        Role::Queue | Role::Log | Role::Topic | Role::DeadLetter | Role::Relay
    );
    // Object storage makes no calls: an arrow from it to code is an event.
    let event = from.role == Role::Objects && to.group == Group::Compute;
    let replication = from.has(Flag::Passive) && to.has(Flag::Passive);
    // Asking a replica is an ordinary read; only a store feeds it in the background.
    let reads_replica = to.role == Role::Replica && !from.has(Flag::Passive);
    if (into || out_of || event || replication) && !reads_replica {
        Timing::Async
    } else {
        Timing::Sync
    }
}

fn infer_access(from: &Kind, to: &Kind) -> Access {
    match to.role {
        Role::Queue
        | Role::Log
        | Role::Topic
        | Role::DeadLetter
        | Role::Backup
        | Role::Observability => Access::Write,
        Role::Replica if from.has(Flag::Passive) => Access::Write,
        Role::Replica | Role::Cache | Role::Search | Role::Cdn => Access::Read,
        _ if from.role == Role::Cdn => Access::Read,
        _ => Access::Both,
    }
}
