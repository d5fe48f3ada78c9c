//! The words from which rules conclude what is lost, done twice or decided wrongly when something fails: data kept in memory,
//! copies, steps out of order. They are compared as those of [`keywords`](super::keywords).

/// How drawings accept that everything stands still for a while.
pub(crate) const OUTAGE_ACCEPTED: &[&str] = &[
    "one machine is enough",
    "one server is enough",
    "a single server is enough",
    "single machine is fine",
    "one instance is enough",
    "outage is accept",
    "outage is ok",
    "outage is fine",
    "outage acceptable",
    "downtime is accept",
    "downtime is fine",
    "downtime acceptable",
    "downtime is ok",
    "may be down",
    "can be down",
    "may stand still",
    "may fail for",
    "hours of outage",
    "day of outage",
    "outage of a day",
    "outage of an hour",
    "hours of downtime",
    "office hours only",
    "nobody minds",
    "best effort",
];

/// How people are counted.
pub(crate) const PEOPLE: &[&str] = &[
    "colleagues",
    "coworkers",
    "employees",
    "engineers",
    "members",
    "people",
    "person",
    "staff",
    "users",
    "volunteers",
    "teachers",
    "pupils",
    "students",
    "developers",
    "operators",
];

/// What people call a part that only a few requests try out, or that stands by for another one.
pub(crate) const ON_TRIAL: &[&str] = &[
    "canary",
    "trial",
    "shadow",
    "pilot",
    "staging",
    "candidate",
    "next version",
    "new version",
    "standby",
    "spare",
    "fallback",
];

/// What people call work that runs now and then and may run later.
pub(crate) const RUNS_AT_TIMES: &[&str] = &[
    "batch",
    "cron",
    "nightly",
    "hourly",
    "daily",
    "weekly",
    "monthly",
    "every night",
    "each night",
    "at night",
    "at midnight",
    "offline",
    "dbt ",
    "backfill",
    "end of month",
    "month end",
    "once a day",
    "every day",
    "every hour",
    "compactor",
    "downsampl",
];

/// How arrows say that the one who calls only looks whether the other lives, or agrees with its peers.
pub(crate) const WATCHES_PEER: &[&str] = &[
    "alive",
    "heartbeat",
    "heart beat",
    "health",
    "ping ",
    "probe",
    "gossip",
    "liveness",
    "up ",
    "raft",
    "paxos",
    "quorum",
    "election",
    "vote",
    "peer",
    "replicat",
    "watchdog",
    "are you there",
];

/// How labels say that the sender is told that all is well.
pub(crate) const ACKNOWLEDGES: &[&str] = &[
    "ack ",
    "acks ",
    "acked",
    "acknowledg",
    "puback",
    "confirm",
    "tick ",
    "synced",
    "then answer",
    "then 302",
    "answer ok",
    "then reply",
    "reply ok",
    "then ok",
    "ok to the",
    "202 ",
    "200 ",
    "say ok",
    "saved to the user",
    "tell the sender",
    "return success",
    "right away",
    "respond at once",
    "responds at once",
    "answers at once",
    "204 ",
    "done to the user",
    "201 ",
    "tells the creator",
    "told it is done",
];

/// How labels say that this is done only when the data is safe.
pub(crate) const ACKNOWLEDGED_LATER: &[&str] = &[
    "ack after",
    "acks all",
    "after commit",
    "after the commit",
    "after the write",
    "after write",
    "after it is",
    "after all",
    "once stored",
    "once written",
    "when stored",
    "when written",
    "when safe",
    "fsync",
    "quorum",
    "until confirmed",
];

/// How labels say outright that the answer comes first.
pub(crate) const ANSWERED_FIRST: &[&str] = &[
    "ack first",
    "ack before",
    "acks before",
    "confirm before",
    "confirmed before",
    "answer before",
    "before it is stored",
    "before it is saved",
    "before it is written",
    "before it is durable",
    "before the write",
    "before the commit",
    "before commit",
    "before saving",
    "before storing",
    "before persist",
    "responds before",
    "respond before",
    "reply before",
    "replies before",
    "then saves later",
    "saved later",
    "written later",
];

/// How drawings say that what is kept here goes with one machine.
pub(crate) const KEPT_IN_MEMORY: &[&str] = &[
    "in memory",
    "in its memory",
    "in ram",
    "memory only",
    "local disk",
    "local nvme",
    "local ssd",
    "instance store",
    "ephemeral",
    "tmpfs",
];

/// How drawings say that what is kept in memory outlives the machine.
pub(crate) const OUTLIVES_MACHINE: &[&str] = &[
    "aof",
    "appendonly",
    "append only file",
    "persist",
    "durable",
    "replicat",
    "mirror",
    "raid",
    "two copies",
    "2 copies",
    "three copies",
    "both disks",
    "fsync",
];

/// How drawings speak of keeping something for somebody.
pub(crate) const RESERVES: &[&str] = &[
    "reserv",
    "allocat",
    "hold ",
    "holds ",
    "book goods",
    "book stock",
    "take stock",
    "assign",
    "block seat",
    "seat ",
    "seats ",
];

/// How arrows say that something goes to one buyer and to no other.
pub(crate) const TAKES_GOODS: &[&str] = &["sold", "reserv", "seat", "hold", "allocat", "stock"];

/// How messages say that the money is taken.
pub(crate) const PAID: &[&str] = &[
    "paid",
    "charged",
    "payment done",
    "payment succeeded",
    "payment ok",
    "payment received",
];

/// How labels say that something is recorded.
pub(crate) const RECORDS: &[&str] = &[
    "add ", "append", "create", "insert", "mark ", "persist", "put ", "record", "save", "set ",
    "store ", "update", "upsert", "write",
];

/// How drawings say that a later fault in a row of steps is put right.
pub(crate) const KEPT_IN_STEP: &[&str] = &[
    "outbox",
    "cdc ",
    "change feed",
    "change data",
    "saga",
    "compensat",
    "one transaction",
    "same transaction",
    "two phase",
    "2pc",
    "xa ",
    "reconcil",
    "event sourc",
    "transactional",
];

/// How drawings say that what is about to be done is written down first, for whoever finishes it after a crash.
pub(crate) const WRITTEN_AHEAD: &[&str] = &["pending", "intent"];

/// How copies say that two databases both take changes.
pub(crate) const TWO_LEADERS: &[&str] = &[
    "multi leader",
    "multi master",
    "multi primary",
    "multimaster",
    "master master",
    "active active",
    "bidirectional",
    "bi directional",
    "both ways",
    "both write",
    "two way",
    "write anywhere",
    "writes in both",
    "both accept writes",
    "any region may write",
    "multi region writes",
    "galera",
    "bdr ",
];

/// How drawings say that the later of two changes wins.
pub(crate) const LAST_WINS: &[&str] = &[
    "last write wins",
    "last writer wins",
    "last update wins",
    "last one wins",
    "last message wins",
    "last change wins",
    "latest write wins",
    "latest update wins",
    "latest wins",
    "latest timestamp",
    "newest wins",
    "newest timestamp",
    "newest change wins",
    "newer timestamp wins",
    "later clock",
    "later timestamp wins",
    "lww ",
    "most recent wins",
    "highest timestamp wins",
];

/// How drawings say which of two databases may change a row.
pub(crate) const ONE_WRITER: &[&str] = &[
    "home ",
    "homed",
    "lease",
    "leader per",
    "leader for",
    "one leader",
    "shard",
    "partition",
    "pinned",
    "consensus",
    "raft",
    "paxos",
    "quorum",
    "spanner",
    "cockroach",
    "yugabyte",
    "etcd",
    "crdt",
    "conflict free",
    "vector clock",
    "by company",
    "by tenant",
    "by customer",
    "by user",
    "by region",
    "per region",
    "per customer",
    "per tenant",
    "own rows",
    "own users",
    "own customers",
    "single writer",
    "one writer",
    "one region writes",
    "lives in one",
    "belongs to one",
    "belongs to a region",
    "assigned to one",
    "assigned to a region",
    "stays in its region",
    "stay in their region",
    "moved as a whole",
    "routed to its region",
    "routed by",
];

/// How drawings say that something is kept for a customer before the payment.
pub(crate) const RESERVES_FIRST: &[&str] =
    &["hold ", "holds ", "held ", "reserv", "block ", "lock "];

/// How drawings say that a charge that was left half-way is found and put right.
pub(crate) const SETTLED_LATER: &[&str] = &[
    "outbox",
    "saga",
    "compensat",
    "pending",
    "intent",
    "pre auth",
    "capture later",
];

/// How drawings say that payments go out as a file or a list.
pub(crate) const SENT_AS_FILE: &[&str] = &[
    "file",
    "batch of",
    "list of transfers",
    "transfers",
    "sepa",
    "ach ",
    "wire",
    "pay run",
];

/// How drawings say that somebody reads what a bank or a partner answers.
pub(crate) const REFUSALS_READ: &[&str] = &[
    "answer file",
    "return file",
    "response file",
    "bank statement",
    "statement of",
    "reconcil",
    "settlement",
    "refused",
    "rejected transfer",
    "returns",
    "compares with the bank",
];

/// How drawings say that nobody waits for what becomes of something.
pub(crate) const SENT_AND_FORGOTTEN: &[&str] = &[
    "fire and forget",
    "fire n forget",
    "send and forget",
    "sent and forgotten",
    "no confirmation",
    "without confirmation",
    "no receipt",
    "no answer expected",
];

/// What people call orders to something far away.
pub(crate) const COMMANDS: &[&str] = &[
    "command",
    "order to",
    "orders to",
    "instruct",
    "setpoint",
    "set temperature",
    "set the",
    "open the",
    "close the",
    "unlock",
    "lock the",
    "switch on",
    "switch off",
    "turn on",
    "turn off",
    "start the",
    "stop the",
    "actuat",
    "downlink",
];

/// How drawings say that an order is known to be carried out.
pub(crate) const RECEIPTS: &[&str] = &[
    "receipt",
    "confirm",
    "acknowledg",
    "ack ",
    "acks ",
    "desired",
    "reported state",
    "shadow",
    "twin",
    "status back",
    "reports back",
    "report back",
    "result of the",
];

/// What people call mail as a way to tell somebody.
pub(crate) const MAIL: &[&str] = &[
    "mail", "e mail", "email", "sendgrid", "ses ", "smtp", "mailgun", "postmark", "inbox",
];

/// What people call what has to reach somebody now.
pub(crate) const ALARMS: &[&str] = &["alarm", "alert", "warning", "page the", "emergency"];

/// How drawings say that somebody is rung up.
pub(crate) const RINGS: &[&str] = &[
    "phone",
    "telephone",
    "call the",
    "calls the",
    "voice",
    "sms",
    "text message",
    "pager",
    "pagerduty",
    "opsgenie",
    "on call",
    "escalat",
    "twilio",
    "rings",
    "siren",
    "push to",
];
