//! The words from which rules about load conclude something, one list for each conclusion; see [`keywords`](super::keywords)
//! for how they are compared.

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
    "insert one",
    "insert a row",
    "insert row",
    "insert reading",
    "insert sample",
    "insert event",
    "insert click",
    "insert point",
    "insert measurement",
    "insert position",
    "insert metric",
    "insert message",
    "clicks 1",
    "count 1",
    "counter 1",
    "views 1",
    "hits 1",
    "n 1",
    "increment",
    "per position",
    "for each position",
    "each position",
    "every position",
    "per location",
    "for each location",
    "each location",
    "every location",
    "per ping",
    "for each ping",
    "each ping",
    "every ping",
    "per update",
    "for each update",
    "each update",
    "every update",
    "per heartbeat",
    "for each heartbeat",
    "each heartbeat",
    "every heartbeat",
    "per swipe",
    "for each swipe",
    "each swipe",
    "every swipe",
    "per scan",
    "for each scan",
    "each scan",
    "every scan",
    "per impression",
    "for each impression",
    "each impression",
    "every impression",
    "per measurement",
    "for each measurement",
    "each measurement",
    "every measurement",
];

/// Words for reading, in the languages of stores and of people.
pub(crate) const READS: &[&str] = &[
    "select", "look up", "looks up", "lookup", "read ", "reads ", "fetch", "get ", "load ",
    "query", "ask for",
];

/// How drawings say that what is read is kept for a while by the one who reads it.
pub(crate) const READ_SELDOM: &[&str] = &[
    "cache",
    "cached",
    "on a miss",
    "on miss",
    "in memory",
    "once a",
    "every minute",
    "kept for",
    "for a minute",
    "seconds old",
    "refresh",
];

/// How drawings call a place that is only there to restore data from.
pub(crate) const SAVED_COPIES: &[&str] = &["tape", "backup", "dump"];

/// How drawings speak of data as they came, before anything was counted.
pub(crate) const RAW_DATA: &[&str] = &[
    "raw ",
    "as they came",
    "as it came",
    "single event",
    "every event",
    "all events",
    "bronze",
    "event store",
    "tiered storage",
    "cold tier",
    "infinite retention",
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
    "private max age 0",
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

/// How boxes and arrows say that one thing goes to many.
pub(crate) const FANS_OUT: &[&str] = &["fan out", "fanout"];

/// What each of many sends back.
pub(crate) const SENT_BACK: &[&str] = &["result", "report", "reply", "status"];

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
