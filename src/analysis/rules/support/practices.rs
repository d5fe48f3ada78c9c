//! What people write on arrows, boxes and notes that goes wrong sooner or later: one row for each practice that the field
//! knows, with the words by which drawings speak of it, what silences it, what is wrong, and what to do.

use crate::analysis::report::Severity;
use crate::analysis::rules::support::failure_words::LAST_WINS;
use crate::model::text_match;

/// One practice.
pub(crate) struct Practice {
    /// A few words for a heading.
    pub(crate) title: &'static str,
    /// A text speaks of it if it has words of each of these lists.
    pub(crate) says: &'static [&'static [&'static str]],
    /// Words that silence it, in the same text or in a note.
    pub(crate) unless: &'static [&'static str],
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What is wrong, as the end of a sentence.
    pub(crate) wrong: &'static str,
    /// What to do.
    pub(crate) advice: &'static str,
}

impl Practice {
    /// Whether a text speaks of it and of no remedy.
    pub(crate) fn is_spoken_of_in(&self, text: &str) -> bool {
        // What stands in two sentences of a long note need not belong together.
        let mut parts = text.split(". ");
        let says = parts.any(|part| {
            let mut lists = self.says.iter();
            lists.all(|words| text_match::mentions(part, words))
        });
        says && !text_match::mentions(text, self.unless)
    }
}

/// The practices that are known. Words that may be harmless elsewhere come with the word that makes them a fault.
pub(crate) static PRACTICES: &[Practice] = &[
    Practice {
        title: "Last write wins",
        says: &[LAST_WINS],
        unless: &[
            "version",
            "both are kept",
            "keep both",
            "conflict copy",
            "vector",
            "crdt",
            "event time",
            "sequence",
            "monotonic",
            "presence",
            "cursor",
            "position",
        ],
        severity: Severity::High,
        wrong: "the other change is lost although it was confirmed, and the write that arrives last is not always the latest",
        advice: "Compare versions and keep both if they conflict, or order by event time",
    },
    Practice {
        title: "History is overwritten",
        says: &[
            &[
                "upsert",
                "replace",
                "overwrit",
                "update in place",
                "updates in place",
                "only the latest",
                "keeps only the last",
            ],
            &[
                "result",
                "measurement",
                "posting",
                "ledger",
                "audit",
                "history",
                "log entr",
                "payment",
                "transaction",
                "certificate",
                "consent",
            ],
        ],
        unless: &[
            "append",
            "versioned",
            "history table",
            "audit table",
            "never",
            "keeps all",
            "atomic",
            "dedup",
            "same id",
        ],
        severity: Severity::High,
        wrong: "the original record is gone, and cannot be shown or recounted",
        advice: "Append each record under its own ID, and derive the latest state from them",
    },
    Practice {
        title: "Processing time instead of event time",
        says: &[&[
            "arrival time",
            "time of arrival",
            "processing time",
            "ingest time",
            "ingestion time",
            "receive time",
            "time received",
            "time of receipt",
            "received at",
            "insert time",
            "ingest timestamp",
            "ingestion timestamp",
            "stamped on arrival",
            "when it arrived",
            "by server time",
            "server clock",
        ]],
        unless: &[
            "event time",
            "late ",
            "watermark",
            "both times",
            "device time",
            "latency",
            "measure",
        ],
        severity: Severity::High,
        wrong: "late events count for the wrong period, raise false alarms and overwrite newer values",
        advice: "Use event time, and say how long to wait for late data",
    },
    Practice {
        title: "Transaction open during an external call",
        says: &[
            &[
                "for update",
                "begin ",
                "transaction",
                "row lock",
                "lock row",
                "db lock",
                "database lock",
                "holds the lock",
                "hold the lock",
                "locks the",
            ],
            &[
                "once paid",
                "until paid",
                "while paying",
                "while the",
                "until the",
                "wait for",
                "waits for",
                "commit once",
                "commit when",
                "user confirms",
                "during the call",
            ],
        ],
        unless: &[
            "short",
            "released before",
            "expires",
            "ttl",
            "timeout",
            "optimistic",
        ],
        severity: Severity::High,
        wrong: "locks and connections are held as long as the external system takes, and the hold ends with a connection instead of at a set time",
        advice: "Write a hold that expires, commit, then call the external system, then confirm or let it expire",
    },
    Practice {
        title: "Rejects all callers if the counter fails (fail closed)",
        says: &[
            &[
                "on error answer 503",
                "on error 503",
                "on error deny",
                "on error reject",
                "on error refuse",
                "on error block",
                "on error 429",
                "on error answer 429",
                "on failure reject",
                "on failure deny",
                "fail closed",
                "fails closed",
                "if redis is down reject",
                "down means reject",
            ],
            &[
                "incr", "limit", "rate ", "quota", "bucket", "count", "expire", "token",
            ],
        ],
        unless: &["fail open", "fails open"],
        severity: Severity::High,
        wrong: "a rate limiter that cannot count turns a small outage into one for all callers",
        advice: "Allow calls under the last known limits if the counter fails (fail open), and raise an alarm",
    },
    Practice {
        title: "Hold without an expiry",
        says: &[
            &["hold", "held", "reserve", "lock"],
            &[
                "until released",
                "until cancelled",
                "until canceled",
                "until they pay",
                "until paid",
                "forever",
                "no expiry",
                "no ttl",
                "without end",
                "no timeout",
            ],
        ],
        unless: &["expires", "minutes", "ttl "],
        severity: Severity::High,
        wrong: "what an abandoned request holds is never released",
        advice: "Let each hold expire after some minutes, and check that at every use",
    },
    Practice {
        title: "Sent without waiting for replication",
        says: &[&[
            "acks 0",
            "acks none",
            "fire and forget into",
            "w 0 ",
            "unsafe no sync",
            "fsync off",
            "fsync no",
        ]],
        unless: &["metrics", "logs", "may be lost", "presence"],
        severity: Severity::Medium,
        wrong: "it is unknown whether it arrived, and a restart loses it",
        advice: "Wait until the log has replicated it to a second machine",
    },
    Practice {
        title: "All at once",
        says: &[
            &[
                "all devices",
                "every device",
                "all clients",
                "all phones",
                "all locks",
                "all meters",
                "all cars",
                "all apps",
                "all users",
                "all of them",
                "all boxes",
                "all agents",
                "everybody",
                "the whole fleet",
                "all shops",
                "all stations",
            ],
            &[
                "at 0",
                "at 1",
                "at 2",
                "at midnight",
                "at noon",
                "at two",
                "on the hour",
                "on the minute",
                "same minute",
                "same second",
                "same moment",
                "same time",
                "at once",
                "together",
            ],
        ],
        unless: &[
            "jitter",
            "spread",
            "random",
            "stagger",
            "backoff",
            "waves",
            "staged",
            "one by one",
            "hashed",
        ],
        severity: Severity::High,
        wrong: "load that is easy to handle over an hour arrives within a minute, and all rejected callers retry together",
        advice: "Spread the callers over the available time with jitter, and let them wait longer after a rejection",
    },
    Practice {
        title: "A permanent redirect cannot be undone",
        says: &[
            &["301"],
            &[
                "cache ",
                "cached",
                "day",
                "days",
                "hour",
                "hours",
                "year",
                "browser",
                "max age",
                "permanent",
            ],
        ],
        unless: &["302", "307", "purge", "invalidat"],
        severity: Severity::Medium,
        wrong: "browsers and caches keep it, so a target that was changed or switched off stays reachable",
        advice: "Use a redirect that is cached for at most a minute",
    },
];
