//! `risky-practice`: what people write on arrows, boxes and notes that goes wrong sooner or later.
//!
//! Each row of the table is one practice that the field knows: the words by which drawings speak of it, what silences it,
//! what is wrong, and what to do.

use crate::analysis::drawing_text::{self, texts_of_component, texts_of_connection};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::failure_words::LAST_WINS;
use crate::model::{Access, Id, Role, text_match};

/// One practice.
struct Practice {
    /// A few words for a heading.
    title: &'static str,
    /// A text speaks of it if it has words of each of these lists.
    says: &'static [&'static [&'static str]],
    /// Words that silence it, in the same text or in a note.
    unless: &'static [&'static str],
    /// How bad it is.
    severity: Severity,
    /// What is wrong, as the end of a sentence.
    wrong: &'static str,
    /// What to do.
    advice: &'static str,
}

/// How flows are called that keep something for somebody for a while.
const HOLDS: &[&str] = &["hold ", "holds ", "held ", "reserv"];
/// How drawings say that a hold ends.
const ENDS_HOLD: &[&str] = &[
    "expire",
    "expiry",
    "ttl ",
    "minute",
    "10 min",
    "min ",
    "release",
    "time out",
    "timed out",
    "held until",
    "sweep",
    "lapse",
    "clean up",
    "cleanup",
];
/// How drawings say where sessions are.
const SESSIONS: &[&str] = &[
    "session",
    "token",
    "jwt",
    "signed cookie",
    "stateless",
    "login state",
];

/// The practices that are known. Words that may be harmless elsewhere come with the word that makes them a fault.
static PRACTICES: &[Practice] = &[
    Practice {
        title: "The later change wins",
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
        wrong: "the other change is thrown away although it was confirmed, and what arrives last need not be what happened last",
        advice: "Compare versions and keep both where they conflict, or order by the time of the event",
    },
    Practice {
        title: "History is overwritten",
        says: &[
            &["upsert", "replace", "overwrit"],
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
        wrong: "what was recorded first is gone, and nobody can show it or count again",
        advice: "Append each record under its own number, and derive the latest from them",
    },
    Practice {
        title: "Time of arrival instead of time of the event",
        says: &[&[
            "arrival time",
            "time of arrival",
            "processing time",
            "ingest time",
            "ingestion time",
            "receive time",
            "time received",
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
        wrong: "what arrives late counts for the wrong time, raises false alarms and overwrites what is newer",
        advice: "Use the time at which it happened, and say how long to wait for what is late",
    },
    Practice {
        title: "A transaction stays open while others are asked",
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
        wrong: "locks and connections are held as long as somebody outside takes, and the hold ends with a connection instead of at a set time",
        advice: "Write a hold with an end, commit, then ask outside, then confirm or let it run out",
    },
    Practice {
        title: "Refuses everybody when counting fails",
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
        wrong: "a limiter that cannot count turns a small outage into one for all callers",
        advice: "Let calls through on the last known limits when counting fails, and raise an alarm",
    },
    Practice {
        title: "Held without an end",
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
        wrong: "what an abandoned request holds is never free again",
        advice: "Give each hold an end after some minutes that is checked with every use",
    },
    Practice {
        title: "Everybody at once",
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
        wrong: "what is easy to serve over an hour arrives within a minute, and whoever is refused tries again together",
        advice: "Spread the callers over the time that there is, each at a moment of its own, and let them wait longer after a refusal",
    },
    Practice {
        title: "A permanent redirect cannot be taken back",
        says: &[
            &["301"],
            &[
                "cache",
                "day",
                "days",
                "hour",
                "hours",
                "year",
                "browser",
                "permanent",
            ],
        ],
        unless: &["302", "307", "purge", "invalidat"],
        severity: Severity::Medium,
        wrong: "browsers and caches keep it, so that a target that was changed or switched off lives on",
        advice: "Answer with a redirect that is kept for a minute at most",
    },
];

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "risky-practice",
    title: "A risky practice",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Some practices work in every test and fail in the one case that matters: two changes at once, a late message, a first result that is replaced, a lock that waits for somebody outside",
    for_stakeholders: "What works in every test goes wrong on the day that counts",
    fix: "Change the practice, or write beside it why it does no harm here",
    exempt: "Practices beside which the drawing names the remedy, such as versions, the time of the event or an end of the hold",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION
            .supports("Last write wins loses writes that were confirmed"),
        publications::DATA_INTENSIVE_STREAMS
            .supports("The time of processing says nothing of when an event happened"),
        publications::RELEASE_IT.supports(
            "Resources that are held during a call outside run out when that call is slow",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db: "save if the version is still the same"
db: sql x2 "Documents"
"#,
    ),
    bad: r#"
- api -> db: "save if the version is still the same"
+ api -> db: "save, last write wins"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    ask_how_holds_end(analysis, findings);
    ask_about_sessions(analysis, findings);
    for practice in PRACTICES {
        let mut items: Vec<Id> = Vec::new();
        let mut said: Option<&str> = None;
        for (text, places) in sayings(analysis) {
            if speaks_of(practice, text) {
                items.extend(places);
                said.get_or_insert(text);
            }
        }
        let Some(said) = said else {
            continue;
        };
        if drawing_text::in_notes(analysis.design, practice.unless) {
            continue;
        }
        items.extend(behind(analysis, &items));
        let mut seen = std::collections::BTreeSet::new();
        items.retain(|&id| seen.insert(id));
        let why = format!("“{said}”: {}", practice.wrong);
        findings.push(Finding {
            title: practice.title.to_owned(),
            ..RULE.finding(practice.severity, items, why, practice.advice.to_owned())
        });
    }
}

/// A flow of the prompt that holds something for somebody, on a drawing that does not say when the hold ends.
fn ask_how_holds_end(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let holds = analysis
        .flows
        .iter()
        .find(|flow| flow.spec.is_some() && text_match::mentions(&flow.name, HOLDS));
    let Some(flow) = holds.filter(|_| !drawing_text::in_any_text(analysis.design, ENDS_HOLD))
    else {
        return;
    };
    let writers = flow.links.iter().map(|&link| &analysis[link]);
    let writers = writers.filter(|link| analysis.role(link.to) == Role::Store);
    let mut items: Vec<Id> = writers.map(|link| analysis.id(link.from)).collect();
    items.sort_unstable();
    items.dedup();
    let why = format!(
        "“{}”: how does a hold end when nobody comes back?",
        flow.name
    );
    let advice = "Write beside it when a hold ends, and what checks that".to_owned();
    findings.push(Finding {
        title: "How does a hold end?".to_owned(),
        ..RULE.finding(Severity::Info, items, why, advice)
    });
}

/// Users who move from one region to another, on a drawing that does not say where their sessions are.
fn ask_about_sessions(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let moves = analysis
        .scenario
        .is_some_and(|prompt| prompt.targets.survives_region_loss);
    if !moves || drawing_text::in_any_text(analysis.design, SESSIONS) {
        return;
    }
    let servers = analysis
        .node_indices()
        .filter(|&node| analysis.role(node) == Role::Compute && analysis.reached[node]);
    let items = servers.map(|node| analysis.id(node)).collect();
    let why = "Where are the sessions when users move to the other region?".to_owned();
    let advice = "Use signed tokens that both regions can check, or a session store that is copied"
        .to_owned();
    findings.push(Finding {
        title: "Where are the sessions?".to_owned(),
        ..RULE.finding(Severity::Info, items, why, advice)
    });
}

/// What is written on arrows, boxes and notes, and where. What two databases copy to each other has a rule of its own, and
/// caches may forget.
fn sayings<'c>(analysis: &'c Analysis) -> impl Iterator<Item = (&'c str, Vec<Id>)> {
    let on_links = analysis
        .links()
        .filter(|link| {
            let copies =
                analysis.role(link.from) == Role::Store && analysis.role(link.to) == Role::Store;
            !copies && link.access != Some(Access::Read)
        })
        .flat_map(|link| {
            let places = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
            texts_of_connection(link.connection).map(|text| (text, places.clone()))
        });
    let on_boxes = analysis
        .nodes()
        .flat_map(|node| texts_of_component(node.component).map(|text| (text, vec![node.id])));
    let notes = analysis
        .design
        .notes()
        .map(|(_, note)| (note.text.as_str(), Vec::new()));
    on_links.chain(on_boxes).chain(notes)
}

fn speaks_of(practice: &Practice, text: &str) -> bool {
    let mut all = practice.says.iter();
    all.all(|words| text_match::mentions(text, words))
        && !text_match::mentions(text, practice.unless)
}

/// The stores that those who are said to do it write to.
fn behind(analysis: &Analysis, items: &[Id]) -> Vec<Id> {
    let services = items.iter().filter_map(|&id| analysis.index_of(id));
    let stores = services
        .flat_map(|node| analysis.outgoing(node))
        .filter(|link| analysis.role(link.to) == Role::Store);
    stores.map(|link| analysis.id(link.to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn words_tell_and_remedies_silence() {
        let text = |label: &str, more: &str| {
            format!(
                "users: client\nusers -> api\napi: service x2\ndb: sql x2\napi -> db: \"{label}\"\n{more}"
            )
        };
        for label in [
            "newest timestamp wins",
            "upsert the measurement of the station",
            "window by time of arrival",
            "SELECT FOR UPDATE, commit when the bank answers",
            "INCR; on error answer 503",
            "reserve the room, no expiry",
        ] {
            check_rule(&RULE, &text(label, ""), &[Severity::High]);
        }
        for label in [
            "newest version wins",
            "upsert the profile",
            "window by event time",
            "SELECT FOR UPDATE, commit",
            "INCR; on error let through",
            "reserve the room for 10 minutes",
        ] {
            check_rule(&RULE, &text(label, ""), &[]);
        }
        check_rule(
            &RULE,
            &text(
                "newest timestamp wins",
                "note \"The app shows both and keeps a conflict copy\"",
            ),
            &[],
        );
    }
}
