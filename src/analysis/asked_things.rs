//! What every design is asked for in an interview, whatever the prompt: who answers for it, what a part takes, what is
//! watched, what happens when a call fails. Each is told by a part, a setting or words anywhere on the drawing, so that
//! taking something away never tells more.

use crate::analysis::drawing_text::{in_any_text, texts_of_component, texts_of_connection};
use crate::analysis::graph::Node;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::keywords;
use crate::model::text_match::lower_words;
use crate::model::{Role, Safeguard, ZoneKind};

/// One thing that is asked of every design.
pub(crate) struct AskedThing {
    /// What it is, as an item of a list.
    pub(crate) name: &'static str,
    /// Whether it is asked of what only publishes files too.
    of_all: bool,
    /// Whether the drawing tells it.
    is_told: fn(&Analysis) -> bool,
}

/// What is asked, in the order in which an interviewer comes to it.
static ASKED: &[AskedThing] = &[
    AskedThing {
        name: "capacity or latency figures",
        of_all: true,
        is_told: tells_numbers,
    },
    AskedThing {
        name: "regions or zones",
        of_all: true,
        is_told: |analysis| {
            let mut zones = analysis.design.zones();
            zones
                .any(|(_, zone)| matches!(zone.kind, ZoneKind::Region | ZoneKind::AvailabilityZone))
                || in_any_text(analysis.design, keywords::FAILURE_DOMAINS)
        },
    },
    AskedThing {
        name: "authentication",
        of_all: false,
        is_told: |analysis| shows(analysis, &[Role::Auth], keywords::AUTHENTICATION),
    },
    AskedThing {
        name: "rate limits",
        of_all: false,
        is_told: |analysis| {
            let roles = [Role::Limiter, Role::Shield, Role::Gateway];
            shows(analysis, &roles, keywords::LIMITED)
        },
    },
    AskedThing {
        name: "timeouts or retries",
        of_all: false,
        is_told: |analysis| {
            let guards = [Safeguard::Timeout, Safeguard::Breaker, Safeguard::Backoff];
            let mut links = analysis.links().map(|link| link.connection);
            let is_guarded = links
                .any(|c| c.retries.is_some() || guards.iter().any(|g| c.safeguards.contains(g)));
            is_guarded || in_any_text(analysis.design, keywords::CALL_PROTECTION)
        },
    },
    AskedThing {
        name: "idempotency",
        of_all: false,
        is_told: |analysis| {
            let mut links = analysis.links().map(|link| &link.connection.safeguards);
            links.any(|guards| guards.contains(&Safeguard::Idempotent))
                || in_any_text(analysis.design, keywords::IDEMPOTENT)
        },
    },
    AskedThing {
        name: "dead-letter handling",
        of_all: false,
        is_told: |analysis| shows(analysis, &[Role::DeadLetter], keywords::DEAD_LETTERS),
    },
    AskedThing {
        name: "backups",
        of_all: false,
        is_told: |analysis| shows(analysis, &[Role::Backup], keywords::BACKED_UP),
    },
    AskedThing {
        name: "monitoring",
        of_all: true,
        is_told: |analysis| shows(analysis, &[Role::Observability], keywords::ALERTING),
    },
    AskedThing {
        name: "owners",
        of_all: true,
        is_told: |analysis| {
            let mut parts = analysis.nodes().map(|node| node.id);
            parts.any(|id| analysis.design.team_of(id).is_some())
                || in_any_text(analysis.design, keywords::ANSWERED_FOR)
        },
    },
];

/// What is asked of such a design and told nowhere on this one.
pub(crate) fn untold(analysis: &Analysis) -> impl Iterator<Item = &'static AskedThing> {
    let is_system = analysis.scenario.is_some() || runs_something(analysis);
    let asked = ASKED.iter().filter(move |thing| is_system || thing.of_all);
    asked.filter(|thing| !(thing.is_told)(analysis))
}

/// Whether a part runs code of our own, on whatever machine, or keeps records.
pub(crate) fn runs_something(analysis: &Analysis) -> bool {
    let mut nodes = analysis.nodes();
    nodes.any(|node| match node.effective_kind.role {
        Role::Compute | Role::Worker | Role::Processor | Role::Realtime | Role::Model => {
            node.is_ours()
        }
        role => role == Role::Store,
    })
}

/// Whether the drawing leaves open how many of its parts run.
pub(crate) fn leaves_counts_open(analysis: &Analysis) -> bool {
    let mut nodes = analysis.nodes();
    nodes.any(|node| node.is_ours() && node.machines().is_none() && !node.is_redundant_by_kind())
}

/// Whether something with one of these roles is drawn, or the words stand anywhere.
fn shows(analysis: &Analysis, roles: &[Role], words: &[&str]) -> bool {
    let mut nodes = analysis.nodes();
    nodes.any(|node| roles.contains(&node.effective_kind.role))
        || in_any_text(analysis.design, words)
}

/// Whether some part or call has a number of its own: what it takes, how fast it answers, how often it works or hits.
fn tells_numbers(analysis: &Analysis) -> bool {
    let is_set = |node: &Node| {
        let set = &node.component.overrides;
        [
            set.capacity,
            set.latency_p50,
            set.latency_p99,
            set.availability,
            set.hit_ratio,
        ]
        .iter()
        .any(Option::is_some)
    };
    let boxes = analysis.nodes().map(|node| node.component);
    let links = analysis.links().map(|link| link.connection);
    let mut texts = (boxes.flat_map(texts_of_component)).chain(links.flat_map(texts_of_connection));
    analysis.nodes().any(|node| node.is_ours() && is_set(node)) || texts.any(states_rate)
}

/// Whether a text has a rate, a time to answer or a share: "2,000/s", "40 ms", "90%".
fn states_rate(text: &str) -> bool {
    const UNITS: [&str; 8] = ["ms", "s", "sec", "second", "rps", "qps", "tps", "percent"];
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let ends_as_rate = |word: &String| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.len() < word.len() && (unit == "ms" || unit == "rps" || unit == "qps")
    };
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let shares = text.match_indices('%').any(|(at, _)| {
        let before = text[..at].trim_end();
        before.ends_with(|c: char| c.is_ascii_digit())
    });
    let words: Vec<String> = lower_words(text).collect();
    let mut pairs = words.windows(2);
    let mut threes = words.windows(3);
    shares
        || words.iter().any(ends_as_rate)
        || pairs.any(|two| is_number(&two[0]) && UNITS.contains(&two[1].as_str()))
        || threes.any(|three| {
            is_number(&three[0])
                && matches!(three[1].as_str(), "a" | "per" | "each")
                && UNITS.contains(&three[2].as_str())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    fn names(text: &str) -> Vec<&'static str> {
        let design = parse_notation(text).unwrap().design;
        let analysis = Analysis::new(&design, None);
        untold(&analysis).map(|thing| thing.name).collect()
    }

    #[test]
    fn a_bare_sketch_tells_nothing_and_words_are_enough() {
        let sketch = "client -> api -> db";
        assert_eq!(names(sketch).len(), ASKED.len());
        let told = "client -> api: \"signed in, 40 ms, 10 calls a minute at most: quota\"
api -> db: timeout idempotent
zone home: region \"Home\" {
api: service x2 owner=\"Web team\"
db: sql x2
}
note \"Alarms call the web team. Snapshots every night. What fails goes to a dead letter queue\"";
        assert_eq!(names(told), [""; 0]);
    }

    #[test]
    fn rates_are_told_apart_from_sizes_and_ages() {
        for text in [
            "2,000/s",
            "40 ms",
            "p99 40ms",
            "hits 90 %",
            "300 a second",
            "5 per second",
        ] {
            assert!(states_rate(text), "{text}");
        }
        for text in [
            "two days",
            "kept 13 months",
            "3 zones",
            "S3",
            "x2",
            "last 100 entries",
        ] {
            assert!(!states_rate(text), "{text}");
        }
    }
}
