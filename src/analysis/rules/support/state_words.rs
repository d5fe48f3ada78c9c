//! The words from which rules conclude where state is kept, who watches and switches, and what decides. They are compared as
//! those of [`keywords`](super::keywords).

/// How drawings speak of what decides about the place of work and turns it elsewhere.
pub(crate) const SWITCHES: &[&str] = &[
    "failover",
    "fail over",
    "switch",
    "promote",
    "promotion",
    "orchestrator",
    "repoint",
    "flip",
    "turn over",
    "drain",
    "change record",
    "changes record",
    "update record",
    "updates record",
    "updates dns",
    "changes dns",
    "cut over",
    "cutover",
];

/// How watchers of watchers are called.
pub(crate) const WATCHES_WATCHER: &[&str] = &[
    "meta monitor",
    "meta monitoring",
    "monitor of the monitor",
    "monitors the monitor",
    "watchdog",
    "watches the monitor",
    "who watches",
    "dead man",
    "self monitor",
    "self check",
];

/// How drawings say that somebody notices if nothing comes any more.
pub(crate) const MISSED_WHEN_SILENT: &[&str] = &[
    "heartbeat",
    "heart beat",
    "dead man",
    "deadman",
    "snitch",
    "healthchecks",
    "sign of life",
    "silence",
    "alive",
    "check in",
    "each minute",
    "every minute",
    "each 30",
    "every 30",
];

/// How drawings say that a spare has to be started when it is needed.
pub(crate) const STARTED_LATER: &[&str] = &[
    "on the day",
    "launch",
    "from image",
    "cold standby",
    "cold spare",
    "scale from zero",
    "scale up from 0",
    "scaled to zero",
    "scaled to 0",
    "started by hand",
    "start on failover",
    "started on failover",
    "start when",
    "switched off",
    "stopped until",
    "spin up",
    "terraform apply",
    "restore there",
    "provision on",
    "pilot light",
    "desired 0",
    "desired count 0",
    "min 0",
    "from zero",
    "turned on when",
    "turned off until",
    "boot on",
];

/// How names say that a database only follows another.
pub(crate) const FOLLOWS: &[&str] = &[
    "secondary",
    "standby",
    "follower",
    "slave",
    "replica",
    "read copy",
    "reporting copy",
    "mirror",
];

/// How drawings say that something is kept by each instance for itself.
pub(crate) const KEPT_BY_EACH: &[&str] = &[
    "in process",
    "in memory",
    "in its memory",
    "in the memory",
    "in ram",
    "in its ram",
    "local ",
    "locally",
    "per instance",
    "per node",
    "per server",
    "per gateway",
    "per pod",
    "per process",
    "each instance",
    "each node",
    "each pod",
    "each server keeps",
    "own list",
    "own counter",
    "own counts",
    "own memory",
    "keeps its own",
    "keep their own",
    "counts for itself",
    "sticky",
    "affinity",
    "in heap",
    "in proc ",
    "on the app server",
    "on the web server",
    "own process",
    "in every",
    "counts alone",
    "separately",
    "independently",
    "kept apart",
];

/// What all instances have to agree on.
pub(crate) const SHARED_STATE: &[&str] = &[
    "session",
    "login state",
    "logged in",
    "sign in state",
    "limit",
    "rate ",
    "bucket",
    "counter",
    "quota",
    "cart",
    "basket",
    "who came",
    "in line",
    "list of who",
    "token bucket",
    "bloom",
    "seen ",
    "visited",
    "attempts",
    "free ",
    "available ",
    "stock ",
    "seats",
    "locks",
    "reserv",
];

/// How drawings say that they do agree.
pub(crate) const STATE_IS_SHARED: &[&str] = &[
    "cache ",
    "cached",
    "caches ",
    "shared",
    "synced",
    "synchroni",
    "sync ",
    "signed token",
    "signed cookie",
    "jwt",
    "copied",
    "replicated",
    "redis",
    "external",
    "stateless",
    "gossip",
    "global counter",
    "owns ",
    "owned by",
    "owner",
    "partitioned",
    "sharded",
];

/// How a question says that its answer decides.
pub(crate) const DECIDES: &[&str] = &[
    "free ",
    "available",
    "is it paid",
    "already paid",
    "paid ",
    "taken ",
    "still there",
    "in stock",
    "enough balance",
    "balance ",
    "sold out",
    "allowed to buy",
    "may i",
    "left ",
];

/// How the name of a copy says that what it holds decides.
pub(crate) const DECIDES_BY_NAME: &[&str] = &[
    "free slots",
    "free seats",
    "free rooms",
    "availability",
    "stock ",
];

/// How drawings say that a write checks again what was read before.
pub(crate) const CHECKED_AGAIN: &[&str] = &[
    "if free",
    "if still",
    "only if",
    "where status",
    "where free",
    "where available",
    "where state",
    "where not ",
    "where driver is null",
    "is null",
    "conditional",
    "condition",
    "unique",
    "compare",
    "cas ",
    "optimistic",
    "version",
    "for update",
    "constraint",
    "setnx",
    "nx ",
    "lua",
    "atomic",
    "lock",
    "checked again",
    "checks again",
    "check again",
    "serializable",
    "single writer",
    "one writer",
];

/// What must not be lost although it is small and changes often.
pub(crate) const MUST_SURVIVE: &[&str] = &[
    "usage",
    "billing",
    "billable",
    "invoice",
    "balance",
    "credit",
    "ledger",
    "payment",
    "order",
    "booking",
    "reserv",
    "hold",
    "mark taken",
    "taken for",
    "seat status",
];

/// What people write on a list of who is connected where, or of who stands where in a line: it fills itself again as soon as
/// everybody comes back.
pub(crate) const WHO_IS_WHERE: &[&str] = &[
    "who ",
    "whose ",
    "holder",
    "presence",
    "online",
    "heartbeat",
    "refreshed",
    "connected",
    "connection",
    "device to",
    "user to",
    "gateway",
    "socket",
    "in order",
    "by arrival",
    "place in",
    "position",
];

/// What waits in memory and may be sent again.
pub(crate) const WAITS_IN_MEMORY: &[&str] = &[
    "queue ",
    "queued",
    "queues ",
    "lane",
    "waiting",
    "inbox",
    "pending",
    "backlog",
    "in flight",
    "jobs",
];

/// How labels say that a number is added to what is there.
pub(crate) const ADDS_UP: &[&str] = &[
    "add ",
    "adds ",
    "incr",
    "increment",
    "count 1",
    "n 1",
    "sum ",
    "plus ",
    "accumulat",
];

/// How drawings say that a message may come again.
pub(crate) const COMES_AGAIN: &[&str] = &[
    "at least once",
    "redeliver",
    "delivered again",
    "may come twice",
    "come twice",
    "comes again",
    "hands out twice",
    "replay",
];

/// How labels say that a new key is made for each attempt.
pub(crate) const NEW_KEY_EACH_TIME: &[&str] = &[
    "new key",
    "fresh key",
    "new idempotency key",
    "fresh idempotency key",
    "random key",
    "new uuid",
    "fresh uuid",
    "key for each attempt",
    "key per attempt",
    "key each attempt",
    "key for every attempt",
    "key per try",
    "key for each try",
    "key per retry",
    "key for each retry",
];

/// How labels speak of another key, in this order.
pub(crate) const ANOTHER_KEY: &[&[&str]] = &[
    &["new ", "fresh ", "another ", "different ", "random "],
    &[
        "key ",
        "guid ",
        "uuid ",
        "id ",
        "token ",
        "nonce ",
        "reference ",
        "number ",
    ],
];

/// How labels say that no key goes along, in this order.
pub(crate) const NO_KEY: &[&[&str]] = &[
    &["no ", "without ", "missing ", "lacks "],
    &["key ", "keys ", "guid ", "uuid ", "reference "],
];

/// How labels say that something is tried more than once.
pub(crate) const TRIES_AGAIN: &[&str] = &[
    "again",
    "retry",
    "retries",
    "retried",
    "tries ",
    "try ",
    "attempt",
    "twice",
    "repeat",
    "resend",
    "resent",
    "once more",
    "one more",
    "second time",
    "anew",
];

/// How devices say that they ask for leave.
pub(crate) const ASKS_FOR_LEAVE: &[&str] = &[
    "may i",
    "may guest",
    "may it",
    "allowed",
    "asked for each",
    "asks for each",
    "asked each time",
    "asks each time",
    "before each",
    "every opening",
    "for permission",
    "no answer",
    "waits for the answer",
    "waits for answer",
    "ask the cloud",
    "asks the cloud",
    "may ",
    "asks whether",
    "asks if",
    "open or not",
    "permitted",
];

/// How drawings say that a device goes on without an answer.
pub(crate) const WORKS_ALONE: &[&str] = &[
    "offline",
    "cached on the device",
    "local list",
    "own list",
    "stored on the device",
    "opens anyway",
    "goes on",
    "works without",
    "fallback",
    "falls back",
    "without a link",
    "keep the last",
    "keeps the last",
    "last known",
    "last one kept",
    "last ones kept",
    "last copy",
];

/// How drawings say that all requests of one caller go to the same instance.
pub(crate) const ALWAYS_SAME_PLACE: &[&str] = &[
    "consistent hash",
    "hashed",
    "rendezvous hash",
    "hash ring",
    "hash of",
    "by hash",
    "belongs to one",
    "belong to one",
    "lives on one",
    "live on one",
    "hash by",
    "always reaches",
    "always lands",
    "always goes",
    "same gate",
    "same node",
    "one owner",
    "single owner",
    "own the key",
    "owns the key",
    "owner per",
];

/// How names say that something is kept in the memory of a server.
pub(crate) const IN_SERVER_MEMORY: &[&str] = &[
    "in memory",
    "in its memory",
    "in ram",
    "in process",
    "in a map",
    "in a hash map",
    "in a dict",
    "in a go channel",
    "in heap",
];

/// How the name of a group says that what is in it stops together.
pub(crate) const INSTALLATION: &[&str] = &[
    "cluster",
    "data center",
    "data centre",
    "datacenter",
    "eks ",
    "gke ",
    "aks ",
    "k8s",
    "kubernetes",
    "rack ",
    "vpc",
];
