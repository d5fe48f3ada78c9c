//! The words on a drawing from which rules conclude something, one list for each conclusion.
//!
//! They stand together so that one sees at a glance what the check understands. `text_match` compares them: the beginning
//! of a word with `mentions`, whole words with `has_word`.

/// What people write where a call is protected.
pub(crate) const CALL_PROTECTION: &[&str] = &[
    "timeout", "timeouts", "breaker", "fallback", "retry", "retries", "deadline", "bulkhead",
    "hedged",
];

/// How drawings say where messages go that fail every time.
pub(crate) const DEAD_LETTERS: &[&str] = &[
    "dead letter",
    "dead letters",
    "deadletter",
    "dlq",
    "parked",
    "parking",
    "poison",
    "quarantine",
    "failed ",
    "rejects",
    "unparsable",
    "set aside",
    "put aside",
];

/// What people write where a copy is kept apart.
pub(crate) const BACKED_UP: &[&str] = &[
    "archive",
    "archived",
    "backed",
    "backup",
    "backups",
    "dump",
    "pitr",
    "restore",
    "snapshot",
    "snapshots",
    "versioned",
    "versioning",
];

/// What people call what is kept elsewhere too.
pub(crate) const COPIES: &[&str] = &[
    "cache", "cached", "copy", "copies", "replica", "snapshot", "replayed", "rebuilt",
];

/// What people call stores that may be lost or can be filled again.
pub(crate) const REBUILDABLE: &[&str] = &[
    "cache",
    "cached",
    "index",
    "metrics",
    "session",
    "sessions",
    "temp",
    "temporary",
];

/// How drawings say that a repeat does no harm.
pub(crate) const IDEMPOTENT: &[&str] = &[
    "idempot",
    "dedup",
    "duplicate",
    "exactly once",
    "only once",
    "at most once",
    "unique",
    "request id",
    "order id",
    "message id",
    "event id",
    "upsert",
    "repeat",
];

/// In the label of a connection a key is one that tells repeats; in a name it may be a key-value store.
pub(crate) const IDEMPOTENCY_KEY: &[&str] = &["key ", "keys "];

/// How drawings speak of moving money.
pub(crate) const MONEY: &[&str] = &[
    "pay ",
    "pays ",
    "paid ",
    "payment",
    "payout",
    "charge",
    "card",
    "bank",
    "refund",
    "transfer",
    "stripe",
    "adyen",
    "paypal",
    "braintree",
    "psp ",
    "acquir",
    "settle",
];

/// What people write where the wait between attempts grows.
pub(crate) const BACKOFF: &[&str] = &["backoff", "jitter", "exponential", "delay", "delayed"];

/// How drawings say in one word that there is more than one region.
pub(crate) const MULTI_REGION: &[&str] = &[
    "anycast ",
    "continents ",
    "cross region",
    "crossregion",
    "geo dns",
    "geodns",
    "global ",
    "globally ",
    "gslb ",
    "multi region",
    "multiregion",
    "regions ",
    "second region",
    "worldwide ",
];

/// What people call services whose job is to ask many others.
pub(crate) const AGGREGATOR: &[&str] = &[
    "aggregator",
    "bff",
    "composer",
    "dispatcher",
    "facade",
    "gateway",
    "graphql",
    "orchestrator",
    "proxy",
    "router",
];

/// How the name of a zone says that it stands for several.
pub(crate) const SEVERAL_ZONES: &[&str] = &["all", "and", "azs", "each", "every", "zones"];

/// Names of zones that the internet reaches.
pub(crate) const PUBLIC_ZONE: &[&str] = &[
    "dmz ",
    "perimeter",
    "untrusted",
    "public subnet",
    "public zone",
    "public network",
    "public tier",
    "public segment",
    "public area",
    "internet facing",
    "internet zone",
    "demilitarised",
    "demilitarized",
];

/// Names of zones that it does not reach.
pub(crate) const PRIVATE_ZONE: &[&str] =
    &["private", "internal", "trusted", "restricted", "protected"];

/// How drawings speak of being called and of what for.
pub(crate) const ALERTING: &[&str] = &[
    "alert",
    "alarm",
    "on call",
    "oncall",
    "slo ",
    "slos ",
    "sli ",
    "slis ",
    "pager",
    "opsgenie",
    "error budget",
    "incident",
    "runbook",
    "service level",
    "notify the team",
];

/// Words by which a drawing shows that somebody has thought of who calls, or has decided that all may.
pub(crate) const AUTHENTICATION: &[&str] = &[
    "auth",
    "oauth",
    "oidc",
    "openid",
    "saml",
    "ldap",
    "login",
    "log in",
    "logon",
    "logged in",
    "sign in",
    "signin",
    "sign on",
    "signed",
    "sso ",
    "identit",
    "iam ",
    "token",
    "jwt",
    "session",
    "credential",
    "password",
    "permission",
    "access control",
    "acl",
    "api key",
    "mtls",
    "mutual tls",
    "client cert",
    "certificate per",
    "device cert",
    "key per",
    "hmac",
    "okta",
    "keycloak",
    "cognito",
    "entra",
    "active directory",
    "kerberos",
    "may ",
    "anonym",
];

/// How drawings speak of changes that can be tried on a few and taken back.
pub(crate) const ROLLOUT_CONTROL: &[&str] = &[
    "canary",
    "canaries",
    "blue green",
    "bluegreen",
    "flag",
    "toggle",
    "ramp",
    "percent",
    "rollback",
    "roll back",
    "rolled back",
    "staged",
    "stages",
    "gradual",
    "phased",
    "shadow",
    "dark launch",
    "dark traffic",
    "cohort",
    "pilot",
    "beta ",
    "early adopter",
    "strangler",
    "a b test",
    "weighted",
    "taken back",
];

/// How drawings speak of following a request, products among them.
pub(crate) const TRACING: &[&str] = &[
    "trace",
    "tracing",
    "jaeger",
    "opentelemetry",
    "open telemetry",
    "otel",
    "zipkin",
    "x ray",
    "xray",
    "datadog",
    "apm ",
    "new relic",
    "newrelic",
    "dynatrace",
    "honeycomb",
    "tempo ",
    "correlation id",
    "request id",
];

/// How drawings say that the caller can do without for a while.
pub(crate) const TEMPORARILY_OPTIONAL: &[&str] = &[
    "flag",
    "toggle",
    "fallback",
    "fall back",
    "stub",
    "optional",
    "if there",
    "later",
    "disabled",
];

/// Protocols that are readable unless something is added to them.
pub(crate) const PLAINTEXT_PROTOCOL: &[&str] = &[
    "http ",
    "ftp ",
    "ws ",
    "redis ",
    "mqtt ",
    "telnet ",
    "tftp ",
    "plaintext ",
    "plain text ",
    "cleartext ",
    "unencrypted ",
];

/// Words for what nobody on the way can read; HTTP/2 and later are encrypted wherever they are used between parties.
pub(crate) const ENCRYPTED: &[&str] = &[
    "https",
    "tls",
    "mtls",
    "ssl",
    "wss",
    "ssh",
    "sftp",
    "ftps",
    "mqtts",
    "rediss",
    "amqps",
    "ldaps",
    "vpn",
    "ipsec",
    "wireguard",
    "quic",
    "http 2",
    "http 3",
    "encrypt",
    "private link",
];

/// How drawings say that a copy is never behind.
pub(crate) const ALWAYS_CURRENT: &[&str] = &[
    "write through",
    "write thru",
    "read your",
    "synchronous",
    "sync copy",
    "quorum",
    "consisten",
    "strong",
    "invalidat",
    "latest",
    "bypass",
    "linearizab",
    "majority",
    "no cache",
];

/// What is kept in memory for its own sake.
pub(crate) const STATE_IN_MEMORY: &[&str] = &[
    "session", "presence", "online", "lock", "counter", "rate", "limit", "cart", "basket", "token",
    "hold", "seat", "leader", "score",
];

/// How a promise of durability asks for a copy at another place.
pub(crate) const OTHER_SITE: &[&str] = &[
    "region",
    "site",
    "disaster",
    "data centre",
    "data center",
    "zone",
    "continent",
];

/// Products that answer with a language model.
pub(crate) const LANGUAGE_MODEL: &[&str] = &[
    "openai",
    "chatgpt",
    "gpt ",
    "anthropic",
    "claude",
    "gemini api",
    "mistral",
    "bedrock",
    "vertex ai",
    "cohere",
    "llm ",
    "language model",
];

/// What tells of people who work on the system and not with it.
pub(crate) const STAFF: &[&str] = &[
    "accounting",
    "admin",
    "analyst",
    "back office",
    "bi ",
    "control room",
    "data scien",
    "dba ",
    "dbas ",
    "desk",
    "developer",
    "devs ",
    "editors",
    "engineer",
    "finance",
    "internal",
    "marketing",
    "moderator",
    "operator",
    "ops ",
    "product manager",
    "quant",
    "researcher",
    "sre ",
    "sres ",
    "staff",
    "support",
    "team",
];

/// How drawings say that machines get a release in steps.
pub(crate) const ROLLOUT_STEPS: &[&str] = &[
    "canary",
    "canaries",
    "wave",
    "ring ",
    "rings ",
    "one site",
    "first site",
    "one cell",
    "cell by cell",
    "one by one",
    "one after",
    "group by group",
    "groups of",
    "small group",
    "first group",
    "test group",
    "batches of",
    "tenth",
];

/// How drawings say that a relational database has several leaders.
pub(crate) const SPLIT_DATA: &[&str] = &[
    "shard",
    "partition",
    "split",
    "cockroach",
    "spanner",
    "yugabyte",
    "tidb",
    "vitess",
    "planetscale",
    "citus",
    "dsql",
    "limitless",
    "hash",
    "per tenant",
    "per city",
    "per region",
    "per customer",
    "cell",
    "consensus",
    "distributed sql",
    "alloydb",
    "cells",
];

/// How arrows say that each request writes a row of its own.
pub(crate) const ROW_PER_REQUEST: &[&str] = &[
    "per call",
    "per request",
    "per click",
    "per sample",
    "per event",
    "per reading",
    "per view",
    "per hit",
    "per message",
    "per line",
    "for each call",
    "for each request",
    "for each click",
    "for each sample",
    "for each event",
    "for each reading",
    "for each view",
    "each call",
    "each request",
    "each click",
    "each sample",
    "each event",
    "each reading",
    "each view",
    "every call",
    "every request",
    "every click",
    "every sample",
    "every event",
    "every reading",
    "every view",
    "clicks 1",
    "count 1",
    "counter 1",
    "views 1",
    "hits 1",
    "n 1",
    "increment",
];

/// How drawings say that writes are gathered before they are made.
pub(crate) const GATHERED: &[&str] = &[
    "batch",
    "bulk",
    "buffer",
    "in memory",
    "aggregat",
    "each minute",
    "every minute",
    "per minute",
    "a minute",
    "once a",
    "every 10",
    "copy ",
    "grouped",
    "sums",
    "summed",
    "micro",
];

/// Jobs by the clock that stand beside the quick way: they check, repair or settle what others did.
pub(crate) const SIDE_JOB: &[&str] = &[
    "reconcil",
    "recount",
    "compar",
    "backfill",
    "repair",
    "compact",
    "cleanup",
    "clean up",
    "retention",
    "backup",
    "snapshot",
    "train",
    "billing",
    "invoice",
    "settle",
    "archiv",
    "expire",
    "rebuild",
];

/// How drawings say that urgent work gets ahead of the rest.
pub(crate) const PRIORITY: &[&str] = &[
    "priorit",
    "lane",
    "fair",
    "weighted",
    "round robin",
    "urgent",
    "express",
    "class",
    "reserved",
    "deficit",
    "preempt",
    "separate",
    "quota",
    "lowest",
    "highest",
];

/// How drawings say that what the edge answers is counted all the same.
pub(crate) const COUNTED_AT_EDGE: &[&str] = &[
    "edge log",
    "access log",
    "cdn log",
    "log delivery",
    "real time log",
    "realtime log",
    "log push",
    "logpush",
    "beacon",
    "pixel",
    "no store",
    "not cached",
    "uncached",
    "no cache",
    "edge function",
    "cache off",
    "private, max age 0",
];

/// How drawings say that a content network keeps answers.
pub(crate) const KEPT_AT_EDGE: &[&str] = &[
    "hit rate",
    "hit ratio",
    "max age",
    "maxage",
    "cached",
    "caches",
    "ttl",
    "hits ",
    "s maxage",
];

/// How drawings say that many act at one moment of the clock.
pub(crate) const SAME_MOMENT: &[&str] = &[
    "on the hour",
    "on the quarter",
    "on the minute",
    "on the half hour",
    "same minute",
    "same second",
    "same moment",
    "same time",
    "at midnight",
    "all at once",
    "full hour",
];

/// How drawings say that such moments are spread.
pub(crate) const SPREAD_IN_TIME: &[&str] = &[
    "jitter",
    "random",
    "spread",
    "stagger",
    "smear",
    "splay",
    "waves",
    "wave ",
    "time slot",
];

/// Words for writing, in the languages of stores and of people.
pub(crate) const WRITES: &[&str] = &[
    "insert", "push", "lpush", "rpush", "zadd", "write", "deliver", "append", "update", "put ",
    "send", "store", "row ", "fan out", "fanout", "notify", "copy to",
];

/// How arrows say that there is a call for each of those who get something.
pub(crate) const FOR_EACH_RECIPIENT: &[&str] = &[
    "each follower",
    "every follower",
    "all followers",
    "per follower",
    "each member",
    "every member",
    "all members",
    "per member",
    "each recipient",
    "every recipient",
    "all recipients",
    "per recipient",
    "each subscriber",
    "every subscriber",
    "all subscribers",
    "per subscriber",
    "each friend",
    "every friend",
    "all friends",
    "each user",
    "every user",
    "to all users",
    "each participant",
    "all participants",
    "each device",
    "all devices",
];

/// The bytes of files.
pub(crate) const FILE_BYTES: &[&str] = &[
    "blob",
    "longblob",
    "bytea",
    "file bytes",
    "photo bytes",
    "image bytes",
    "video bytes",
    "file content",
    "files as rows",
    "page bodies",
    "page body",
    "base64",
    "binary",
    "raw log",
    "mb log",
];

/// What stands in a row for a file that is kept elsewhere.
pub(crate) const FILE_ADDRESS: &[&str] = &[
    "address",
    "url",
    "path",
    "pointer",
    "reference",
    "ref ",
    "key ",
    "metadata of",
    "meta data",
    "s3",
];

/// How arrows say that each request changes a row that others change too; "n = n + 1" is read as "n n 1".
pub(crate) const ONE_ROW_FOR_ALL: &[&str] = &[
    "clicks 1",
    "count 1",
    "counter 1",
    "views 1",
    "hits 1",
    "n 1",
    "total 1",
    "increment",
    "counter row",
    "same row",
    "one row for all",
    "single row",
];

/// What everybody who is connected reports again and again.
pub(crate) const SIGN_OF_LIFE: &[&str] = &[
    "last seen",
    "heartbeat",
    "presence",
    "online",
    "position",
    "location",
    "lat ",
    "gps",
    "ping ",
    "alive",
];
