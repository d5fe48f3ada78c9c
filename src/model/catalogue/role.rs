//! The closed vocabulary of kinds: what a component does, its group, and the facts that rules ask for.
//!
//! Kinds are open (data), roles are closed (code): rules look at a kind's [`Role`] and [`Flag`]s and never at a literal id, so a
//! kind added to the catalogue works with every rule at once.

use serde::de::IntoDeserializer as _;
use serde::de::value::{self, StrDeserializer};
use serde::{Deserialize, Serialize};

/// What a component does in a system, as far as rules and matching care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Starts requests: a browser, a mobile app, another system's caller.
    Client,
    /// Turns names into addresses, and may choose a region.
    Dns,
    /// Caches and serves content near the user.
    Cdn,
    /// Filters hostile traffic (WAF, DDoS shield).
    Shield,
    /// Limits how often a caller may call.
    Limiter,
    /// Spreads requests over equals.
    Balancer,
    /// The front door of services: routing, TLS, authentication, quotas.
    Gateway,
    /// Knows who a caller is.
    Auth,
    /// Request-serving code.
    Compute,
    /// Holds open connections to clients.
    Realtime,
    /// Code that works off the request path.
    Worker,
    /// Starts work at set times.
    Scheduler,
    /// Transforms a stream of events continuously.
    Processor,
    /// Runs a trained model.
    Model,
    /// Hands messages to people's devices or mailboxes.
    Notifier,
    /// Somebody else's service.
    External,
    /// A database that is written to.
    Store,
    /// A copy of a database that is only read.
    Replica,
    /// Keeps copies in memory; may lose them.
    Cache,
    /// Finds documents by content (full text, vectors).
    Search,
    /// Stores files and large objects.
    Objects,
    /// Answers analytical questions over much data.
    Analytics,
    /// Holds tasks until one consumer has done each.
    Queue,
    /// Keeps an ordered, replayable record of events.
    Log,
    /// Copies each message to every subscriber.
    Topic,
    /// Collects messages that could not be processed.
    DeadLetter,
    /// Carries a store's changes elsewhere (CDC, outbox relay).
    Relay,
    /// Tells others what to do: configuration, registry, locks, flags, secrets.
    Control,
    /// Hands out identifiers or counts.
    Identifier,
    /// Carries calls between services (mesh, breaker).
    Mesh,
    /// Watches the rest: metrics, logs, traces.
    Observability,
    /// A copy kept for recovery.
    Backup,
    /// A physical device in the field.
    Device,
    /// Collects a site's devices and talks for them.
    DeviceGateway,
    /// Updates, builds or tests devices.
    Factory,
    /// Delivers parts.
    Supplier,
    /// Delivers power.
    Power,
    /// A box of the user's own; rules say nothing about what it does.
    Other,
}

impl Role {
    /// Whether it carries messages from those who put them in to those who take them out later.
    #[must_use]
    pub fn carries_messages(self) -> bool {
        matches!(self, Self::Queue | Self::Log | Self::Topic)
    }

    /// The role with this name in prompts and kinds: `device_gateway`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name: StrDeserializer<value::Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }
}

/// The palette's groups, also the color families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Client to gateway.
    Edge,
    /// Code that runs.
    Compute,
    /// Keeps state.
    Storage,
    /// Queues, logs, events.
    Messaging,
    /// Runs the system.
    Operations,
    /// Not ours.
    External,
    /// Physical.
    Hardware,
}

impl Group {
    /// All groups in palette order.
    pub const ALL: [Self; 7] = [
        Self::Edge,
        Self::Compute,
        Self::Storage,
        Self::Messaging,
        Self::Operations,
        Self::External,
        Self::Hardware,
    ];

    /// The group's heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Edge => "Edge",
            Self::Compute => "Compute",
            Self::Storage => "Storage",
            Self::Messaging => "Messaging",
            Self::Operations => "Operations",
            Self::External => "External",
            Self::Hardware => "Hardware",
        }
    }
}

/// Facts about a kind that rules ask for beside its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Keeps data between requests.
    Stateful,
    /// Accepts writes as the place where the data belongs (a system of record).
    Writable,
    /// Adding instances adds capacity without redesign.
    Scalable,
    /// The provider already runs it on several machines and zones: one box is not one machine.
    Managed,
    /// Its work may be done after the user has had the answer.
    Deferrable,
    /// Meant to be reached from the internet.
    Public,
    /// Forwards requests without owning data or logic; may be skipped when comparing connections.
    PassThrough,
    /// Sends each request to one of its callees, not to all of them.
    Chooser,
    /// Answers but does not call anybody (databases, caches, queues).
    Passive,
    /// Every write goes through one of its instances, and the others are copies of it.
    SingleLeader,
}
