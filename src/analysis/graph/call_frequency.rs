//! How often an arrow is used compared with its caller, by the words of its label: once for a hundred messages, once a
//! minute, seldom.
//!
//! A number decides wherever one is written. What is said of each request ("checked on every call"), of what is kept ("the
//! daily counter", "100 requests per minute"), or of the clients ("a position every 4 s", which their traffic counts
//! already) makes no call rarer.

use crate::analysis::graph::label_counts::{batch_in, words_of};
use crate::analysis::graph::{Graph, Link};
use crate::analysis::periods::{A_DAY_S, A_MINUTE_S, AN_HOUR_S, count_of, joined_span, unit_of};
use crate::model::text_match::mentions;
use crate::model::{Access, Flag, Role};

/// How often a call is made over an arrow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CallFrequency {
    /// Each time that the caller is called, as far as the words say.
    Each,
    /// Once for so many things that the caller gets.
    Batch(f64),
    /// Once in so many seconds (s) by each instance of the caller, however much the caller gets.
    Period(f64),
    /// Seldom; nobody says how seldom.
    Seldom,
}

/// What happens on some occasion, of which nobody knows how often it comes.
const OCCASIONS: &[&str] = &[
    "at connect",
    "on connect",
    "at sign in",
    "on change",
    "at start",
    "on start",
    "at boot",
    "on deploy",
    "on failure",
    "if it fails",
    "periodic",
    "health check",
    "leader election",
    "elects ",
    "renew lease",
    "renews lease",
    "renews its lease",
    "lease renewal",
    "once a session",
    "once per session",
    "once a connection",
    "once per connection",
];
/// What is gathered, where nobody says how much of it.
const GATHERED: &[&str] = &["in batches", "batched", "in bulk"];
/// Signs of life, which are seldom beside other calls, unless clients send them.
const SIGNS_OF_LIFE: &[&str] = &["heartbeat"];
/// What is passed on of all that comes in only where something is out of order.
const SELECTED: &[&str] = &[
    "above the limit",
    "over the limit",
    "above limit",
    "over limit",
    "out of range",
    "out of bounds",
    "exceeds",
    "breach",
    "violation",
    "anomal",
    "suspicious",
    "too warm",
    "too hot",
    "too slow",
    "too high",
    "too low",
    "too many",
];
/// Names of what gets only that.
const ALARMS: &[&str] = &[
    "alarm",
    "alert",
    "incident",
    "anomal",
    "violation",
    "on call",
];
/// Words of a caller that holds something back until its time comes.
const HELD: &[&str] = &[
    "memory",
    "buffer",
    "flush",
    "kept ",
    "cached",
    "sum ",
    "sums ",
    "summed",
    "total",
    "aggregat",
    "roll up",
    "rollup",
    "average",
    "batch",
    "refresh",
    "poll",
    "checkpoint",
    "snapshot",
    "sync ",
    "one file",
    "one row",
];
/// What is done by the clock, after the word for its period: "nightly copy". Of anything else, the word says what it is
/// about: "daily counter".
const JOBS: &[&str] = &[
    "back", "batch", "build", "check", "cleanup", "clean", "copy", "copies", "dump", "export",
    "flush", "full", "import", "job", "load", "poll", "pull", "push", "rebuild", "refresh", "run",
    "snapshot", "sweep", "sync", "task", "update", "upload",
];
/// What may follow the word for a period that stands at the end of what it belongs to.
const GOES_ON: &[&str] = &[
    "after", "and", "at", "before", "by", "for", "from", "in", "into", "of", "on", "or", "then",
    "to", "when", "with",
];

impl Graph<'_> {
    /// Whether a gateway asks over this link about a request that it sends elsewhere: who is asked answers such questions, or the
    /// arrow is one ("allow?").
    pub(crate) fn is_asked_on_the_way(&self, link: &Link) -> bool {
        let role = self[link.to].effective_kind.role;
        let answers = matches!(
            role,
            Role::Auth | Role::Limiter | Role::Cache | Role::Control | Role::Identifier
        );
        answers || link.connection.label.trim_end().ends_with('?')
    }

    /// Whether what looks at all that comes in passes on over this link only what is out of order.
    fn selects(&self, link: &Link) -> bool {
        let (from, to) = (&self[link.from], &self[link.to]);
        let looks = matches!(from.effective_kind.role, Role::Processor | Role::Worker);
        looks
            && link.access != Some(Access::Read)
            && (mentions(&link.connection.label, SELECTED)
                || (self.carries_messages(link.to) && mentions(to.name(), ALARMS)))
    }

    /// How often a link is used compared with its caller, by the words of its label.
    pub(crate) fn frequency(&self, link: &Link) -> CallFrequency {
        let label = link.connection.label.as_str();
        if self.selects(link) {
            return CallFrequency::Seldom;
        }
        if label.is_empty() {
            return CallFrequency::Each;
        }
        // Whoever starts requests sends as many as the traffic says.
        let starts = matches!(self.role(link.from), Role::Client | Role::Device)
            || self[link.from].into.is_empty();
        if starts {
            return seldom_if(mentions(label, OCCASIONS));
        }
        let words = words_of(label);
        if let Some(size) = batch_in(&words) {
            return CallFrequency::Batch(size);
        }
        if let Some(period) = Period::find(label, &words) {
            let keyed = names_key(&words);
            return match period.belongs_to(self, link, keyed) {
                false => CallFrequency::Each,
                // So many a period as there are keys, which nobody says.
                true if keyed => CallFrequency::Seldom,
                true => CallFrequency::Period(period.seconds),
            };
        }
        let lists = [OCCASIONS, GATHERED, SIGNS_OF_LIFE];
        seldom_if(lists.iter().any(|words| mentions(label, words)))
    }
}

fn seldom_if(is_seldom: bool) -> CallFrequency {
    if is_seldom {
        CallFrequency::Seldom
    } else {
        CallFrequency::Each
    }
}

/// Whether words name what something is counted by: "per film", "for each tenant".
fn names_key(words: &[String]) -> bool {
    words.windows(2).any(|pair| {
        let each = matches!(pair[0].as_str(), "per" | "each" | "every");
        let counted = pair[1].as_str();
        let is_time = unit_of(counted).is_some() || count_of(counted).is_some();
        each && !counted.is_empty() && !is_time && !matches!(counted, "night" | "morning")
    })
}

/// A period that words name.
struct Period {
    seconds: f64,
    /// Whether the words say nothing else.
    is_alone: bool,
    /// Whether they say that something is held back until then, or done by the clock.
    is_held: bool,
    /// Whether it may just as well be the unit of a rate: "per minute".
    may_be_rate: bool,
}

impl Period {
    fn find(label: &str, words: &[String]) -> Option<Self> {
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let mut found = None;
        for at in 0..words.len() {
            let (seconds, may_be_rate, length) = match word(at) {
                "hourly" => (AN_HOUR_S, false, 1),
                "daily" | "nightly" | "overnight" => (A_DAY_S, false, 1),
                "weekly" => (7.0 * A_DAY_S, false, 1),
                "at" if matches!(word(at + 1), "night" | "midnight") => (A_DAY_S, false, 2),
                "every" | "each" | "once" | "per" => match Self::after(words, at) {
                    Some((seconds, length)) => (seconds, word(at) == "per", length),
                    None => continue,
                },
                // "Per campaign and day": one row for each of them.
                "and"
                    if at
                        .checked_sub(2)
                        .is_some_and(|key| matches!(word(key), "per" | "each" | "by" | "for")) =>
                {
                    match unit_of(word(at + 1)) {
                        Some(seconds) if seconds >= A_MINUTE_S => (seconds, false, 2),
                        _ => continue,
                    }
                }
                _ => continue,
            };
            let is_adjective = length == 1 && !GOES_ON.contains(&word(at + 1));
            let of_job = JOBS.iter().any(|job| word(at + 1).starts_with(job));
            if is_adjective && !word(at + 1).is_empty() && !of_job {
                continue;
            }
            let said = words.iter().filter(|word| !word.is_empty()).count();
            let is_held = (length == 1 && of_job) || mentions(label, HELD);
            found = Some(Self {
                seconds,
                is_alone: said <= length,
                is_held,
                may_be_rate,
            });
            break;
        }
        found
    }

    /// The period after "every", "each", "once" or "per" at a place, with how many words it takes.
    fn after(words: &[String], at: usize) -> Option<(f64, usize)> {
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let mut next = at + 1;
        if word(at) == "once" {
            if !matches!(word(next), "a" | "an" | "per" | "every" | "each") {
                return None;
            }
            next += 1;
        }
        let number = count_of(word(next)).filter(|_| !matches!(word(next), "a" | "an"));
        let count = number.unwrap_or(1.0);
        next += usize::from(number.is_some());
        let seconds = match word(next) {
            "night" => Some(A_DAY_S),
            unit => unit_of(unit).or_else(|| joined_span(unit)),
        }?;
        // Once a second says how fast something is and not how seldom.
        (count * seconds > 1.0).then_some((count * seconds, next + 1 - at))
    }

    /// Whether it is the caller's own, and not that of the clients, whose requests pass, or the unit of a rate.
    fn belongs_to(&self, graph: &Graph, link: &Link, keyed: bool) -> bool {
        let caller = &graph[link.from];
        let gathers = matches!(
            caller.role(),
            Role::Worker | Role::Processor | Role::Scheduler | Role::Relay | Role::Control
        );
        if self.may_be_rate && !gathers && !self.is_held {
            return false;
        }
        let role = caller.role();
        let keeps = caller.has(Flag::Passive) || role.carries_messages();
        let looks = link.access == Some(Access::Read);
        if self.is_held || keeps || looks {
            return true;
        }
        // What a service passes on every few minutes may be what its callers send as often.
        let is_own = role == Role::Compute && !keyed && self.seconds >= AN_HOUR_S;
        is_own || (gathers && (self.is_alone || self.seconds >= A_MINUTE_S))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    /// How often a caller of this kind calls over an arrow with this label.
    fn of(caller: &str, label: &str, access: &str) -> CallFrequency {
        let text =
            format!("users -> x\nx -> y: {access} \"{label}\"\nusers: client\nx: {caller}\ny: sql");
        let design = parse_notation(&text).unwrap().design;
        let graph = Graph::new(&design);
        let link = graph.links().find(|link| !link.connection.label.is_empty());
        graph.frequency(link.unwrap())
    }

    #[test]
    fn what_is_said_of_requests_leaders_and_counters_makes_nothing_rarer() {
        for label in [
            "check on every request",
            "write to the leader",
            "add one to the daily counter",
            "the daily limit of the user",
            "on every change of a row",
            "tokens per minute",
            "up to 100 requests per minute",
            "position every 4 s",
            "UPDATE last_seen, every app every 30 s",
            "reading of every meter, every 15 min",
            "lease of the room",
            "charge once per order",
            "one page a second for each site",
            "hourly sign of life",
        ] {
            assert_eq!(
                of("service", label, "write"),
                CallFrequency::Each,
                "{label}"
            );
        }
        let passed_on = of("websocket_gateway", "every 15 min, on the quarter", "write");
        assert_eq!(passed_on, CallFrequency::Each);
        let followed = of("stream_processor", "position every 4 s", "write");
        assert_eq!(followed, CallFrequency::Each);
    }

    #[test]
    fn a_number_decides() {
        for (label, size) in [
            ("in batches of 100", 100.0),
            ("a batch of up to 1,000 rows", 1_000.0),
            ("batch size 500", 500.0),
            ("10k rows per batch", 10_000.0),
            ("50 messages at a time", 50.0),
            ("every 1,000 clicks", 1_000.0),
            ("lease 10,000 numbers", 10_000.0),
        ] {
            assert_eq!(
                of("worker", label, "write"),
                CallFrequency::Batch(size),
                "{label}"
            );
        }
        for label in [
            "chunks of 4 MB",
            "14 clicks for each sum",
            "batches set aside",
        ] {
            assert_eq!(of("worker", label, "write"), CallFrequency::Each, "{label}");
        }
    }

    #[test]
    fn periods_are_those_of_who_gathers_or_looks() {
        for (caller, label, access, seconds) in [
            ("stream_processor", "sums per minute", "write", 60.0),
            ("worker", "one row per minute", "write", 60.0),
            ("worker", "flush every 5 s", "write", 5.0),
            (
                "worker",
                "add up in memory, write every ten seconds",
                "write",
                10.0,
            ),
            ("worker", "every 5 minutes", "write", 300.0),
            (
                "service",
                "views + 1, once a minute from memory",
                "write",
                60.0,
            ),
            ("service", "every 30 s, kept locally", "read", 30.0),
            ("service", "polled every 30 s", "read", 30.0),
            ("service", "hourly", "write", 3_600.0),
            ("sql", "nightly copy", "write", 86_400.0),
            ("sql", "every night", "write", 86_400.0),
        ] {
            assert_eq!(
                of(caller, label, access),
                CallFrequency::Period(seconds),
                "{label}"
            );
        }
    }

    #[test]
    fn only_what_is_out_of_order_is_passed_on() {
        let above = "five minutes above the limit";
        assert_eq!(
            of("stream_processor", above, "write"),
            CallFrequency::Seldom
        );
        assert_eq!(of("service", above, "write"), CallFrequency::Each);
        let text = "a -> b -> c\na: device\nb: stream_processor\nc: queue \"Alarms\"";
        let design = parse_notation(text).unwrap().design;
        let graph = Graph::new(&design);
        let last = graph.links().last().unwrap();
        assert_eq!(graph.frequency(last), CallFrequency::Seldom);
    }

    #[test]
    fn what_nobody_counts_is_seldom() {
        for label in [
            "token at connect",
            "in batches",
            "each number once, per campaign and day",
            "views per film, each minute",
        ] {
            assert_eq!(
                of("worker", label, "write"),
                CallFrequency::Seldom,
                "{label}"
            );
        }
    }
}
