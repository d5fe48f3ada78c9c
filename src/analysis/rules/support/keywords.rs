//! The words on a drawing from which rules conclude something, one list for each conclusion.
//!
//! They stand together so that one sees at a glance what the check understands. `text_match::mentions` compares them: as
//! beginnings of words or, with a space at the end, as whole words.

/// What people write where a call is protected.
pub(crate) const CALL_PROTECTION: &[&str] = &[
    "timeout",
    "breaker",
    "fallback",
    "retry",
    "retrie",
    "deadline",
    "bulkhead",
    "hedged",
    "time limit",
    "s limit",
    "sec limit",
    "second limit",
    "seconds limit",
    "ms limit",
    "gives up after",
    "give up after",
    "no answer",
    "no reply",
    "no response",
    "does not answer",
    "unanswered",
    "silent",
    "unclear",
];

/// How drawings say where messages go that fail every time.
pub(crate) const DEAD_LETTERS: &[&str] = &[
    "dead ",
    "deadletter",
    "dlq",
    "parked",
    "parking",
    "poison",
    "quarantine",
    "failed ",
    "rejects",
    "unparsab",
    "unreadable",
    "undeliver",
    "given up",
    "gave up",
    "set aside",
    "put aside",
];

/// What people write where a copy is kept apart.
pub(crate) const BACKED_UP: &[&str] = &[
    "archiv",
    "back up",
    "backed",
    "backup",
    "dump",
    "pitr",
    "point in time",
    "restor",
    "snapshot",
    "versioned",
    "versioning",
];

/// What people call what is kept elsewhere too.
pub(crate) const COPIES: &[&str] = &[
    "cache", "cached", "copy", "copies", "replica", "snapshot", "replayed", "rebuilt",
];

/// What people call stores that may be lost or can be filled again.
pub(crate) const REBUILDABLE: &[&str] =
    &["cache", "index", "metrics", "session", "temp ", "temporar"];

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
    "on conflict",
    "put if",
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
pub(crate) const BACKOFF: &[&str] = &["backoff", "back off", "jitter", "exponential", "delay"];

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

/// How drawings say in words where a system runs.
pub(crate) const FAILURE_DOMAINS: &[&str] = &[
    "availability zone",
    "az ",
    "azs ",
    "data center",
    "data centre",
    "on premise",
    "regional",
    "three zones",
    "two zones",
    "3 zones",
    "2 zones",
    "3 azs",
];

/// How drawings say in words who answers for a system.
pub(crate) const ANSWERED_FOR: &[&str] = &[
    "answers for",
    "answer for",
    "owned by",
    "owner",
    "team owns",
    "looks after",
    "look after",
    "run by",
];

/// How drawings say that callers are held to a limit.
pub(crate) const LIMITED: &[&str] = &[
    "limit",
    "quota",
    "throttl",
    "waf ",
    "captcha",
    "ddos",
    "token bucket",
    "429 ",
    "shed",
    "waiting room",
    "admission control",
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
pub(crate) const SEVERAL_ZONES: &[&str] = &["all ", "and ", "azs ", "each ", "every ", "zones "];

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
    // A "page" alone may be one of a book or of a site.
    "page on",
    "page who",
    "pages on",
    "pages who",
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
    "rolls back",
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
