//! How many of a box run, where its label says so: "(3 replicas)", "x12", "20 pods", "5-node cluster".

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label_text::label_lines;
use crate::model::text_match::mentions;

/// What is counted when the number of copies is meant. Partitions, threads and shards are parts of one copy.
const COPIES: &str = "replicas?|instances?|copies|pods?|nodes?|servers?|machines?|hosts?|vms?|brokers?|workers?|consumers?|processes|containers?|tasks?|boxes|units?|members?|gateways?|azs?|(?:availability )?zones?";

/// Ways to say how many in lower case, the plainest first; the group `n` is the number. Only ASCII classes: the program
/// carries no tables of other scripts for these.
static WAYS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let number = r"(?P<n>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}|two|three|four|five|six|seven|eight|nine|ten|twelve)";
    // "3..50", "4-20": the first of a range is what always runs.
    let range = r" ?(?:(?:\.\.+|…|-|–|to) ?[0-9]+)?";
    let ways = [
        // "primary + 2 replicas" is three.
        r"\b(?:primary|leader|master|writer) ?(?:\+|and|&) ?(?P<more>[0-9]{1,3}) (?:read )?(?:replicas?|standbys?|followers?|secondar(?:y|ies)|slaves?)\b".to_owned(),
        // "replicas: 3", "minReplicas = 2", "replicas 3..50".
        format!(r"\b(?:min|desired)?[ _-]?(?:replicas|replica count|instances|instance count|desired count) ?[:=]? ?{number}(?:$|[^a-z0-9_%])"),
        // "(3 replicas)", "200 A100 pods", "3-node cluster", "4-20 instances".
        format!(r"(?:^|[^a-z0-9_.:#/$-]){number}{range}\+?[ -]?(?:[a-z][a-z0-9]*[ -])?(?:{COPIES})\b"),
        // "cluster of 5", "a fleet of 20".
        format!(r"\b(?:cluster|fleet|pool|group|set|farm|quorum) of {number}\b"),
        // "autoscaled 4-20", "scales 2..10".
        format!(r"\b(?:auto-?scal[a-z]+|scales?|min) ?:? ?{number}\b"),
        // "×12", "x 3" at the end of a line or in brackets.
        format!(r"(?:^|[ (\[])(?:x|×) ?{number}(?:$|[ )\],:;])"),
        // "12×" alone in a line, in brackets or between commas, or before a name.
        format!(r"(?:^|[(\[·,] ?){number} ?(?:x|×)(?:$|[)\],])"),
        // "Node 1 … Node 200", "app-1 … app-12".
        r"\b[a-z]+[ -]?1 ?(?:…|\.\.\.?|–|to) ?[a-z]+[ -]?(?P<n>[0-9]{1,5})\b".to_owned(),
    ];
    let compiled = ways
        .iter()
        .map(|way| Regex::new(&way.replace(r"\b", r"(?-u:\b)")));
    compiled
        .collect::<Result<_, _>>()
        .expect("the patterns are constants and checked by the tests below")
});
/// Ways to say in lower case that a second one takes over, without a number: "primary + standby", "Postgres with a hot
/// standby", "multi-AZ", "HA pair". What stands by cold does not run.
static PAIRS: LazyLock<Regex> = LazyLock::new(|| {
    let follower = r"(?:(?:sync(?:hronous)?|async(?:hronous)?|hot|warm|read)[ -])?(?:standby|replica|secondary|follower|slave|failover)";
    let leader = r"(?:primary|leader|master|writer|active)";
    let pair = format!(
        r"\b{leader}(?: (?:db|node|instance|server))? ?(?:\+|/|-|&|,|and|with) ?(?:an? |one )?(?:{follower}|passive|active)\b|(?:\+|\bwith) ?(?:an? |one )?(?:(?:sync(?:hronous)?|hot|warm)[ -])?standby\b|\bmulti[ -]?az\b|\bha(?: pair| mode| setup)?\b|\b(?:sentinel|patroni|quorum|raft|(?:hot|warm|plus|and|with)(?: an?| one)? spare)\b|\bhighly available\b|\b(?:in |as |an? )?pair(?:$| *[),;])"
    );
    Regex::new(&pair.replace(r"\b", r"(?-u:\b)"))
        .expect("the pattern is a constant and checked by the tests below")
});
/// Words before such a way that deny it.
const DENIED: [&str; 9] = [
    "no", "not", "non", "without", "yet", "key", "value", "currency", "language",
];

/// Where a line in lower case says that a second one takes over.
fn pair_in(line: &str) -> Option<Range<usize>> {
    let found = PAIRS.find(line)?;
    let before = line[..found.start()].trim_end_matches([' ', '-']);
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    (!last.is_some_and(|word| DENIED.contains(&word))).then(|| found.range())
}

/// A label without the words that say that a second one takes over: they are no part of what it is.
pub(super) fn without_pair(label: &str) -> Cow<'_, str> {
    let lower = label.to_ascii_lowercase();
    match pair_in(&lower) {
        Some(pair) if pair.start > 0 => {
            Cow::Owned(format!("{}{}", &label[..pair.start], &label[pair.end..]))
        }
        _ => Cow::Borrowed(label),
    }
}

/// Words after a number of copies that make it a share of something else: "1 consumer per partition".
const PER: [&str; 4] = [" per ", " each ", " every ", "/"];

/// Words in a label that tell of several machines without their number.
const SEVERAL_RUN: &[&str] = &[
    "many ",
    "several ",
    "fleet",
    "farm ",
    "pool of",
    "pods",
    "instances",
    "nodes",
    "machines",
    "replicated",
    "autoscal",
    "auto scal",
    "hpa ",
    "asg ",
];

/// Whether a label says that several of it run, without saying how many.
#[must_use]
pub fn says_several_run(label: &str) -> bool {
    mentions(label, SEVERAL_RUN)
}

/// How many of a box run, where its label says so; versions, ports, ranges of time and indexes are no counts.
#[must_use]
pub fn stated_replicas(label: &str) -> Option<u32> {
    let lines: Vec<String> = label_lines(label)
        .iter()
        .map(|line| line.to_lowercase())
        .collect();
    let mut found = WAYS
        .iter()
        .flat_map(|way| lines.iter().map(move |line| (way, line)));
    let number = found.find_map(|(way, line)| {
        let found = way.captures(line)?;
        let after = &line[found.get(0)?.end()..];
        if PER.iter().any(|per| after.starts_with(per)) {
            return None;
        }
        let count = match (found.name("more"), found.name("n")) {
            (Some(more), _) => number(more.as_str())? + 1,
            (None, Some(n)) => number(n.as_str())?,
            (None, None) => return None,
        };
        (count > 0).then_some(count)
    });
    number.or_else(|| {
        lines
            .iter()
            .any(|line| pair_in(line).is_some())
            .then_some(PAIR)
    })
}

/// One that works and one that takes over.
const PAIR: u32 = 2;

fn number(text: &str) -> Option<u32> {
    let words = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    if text == "twelve" {
        return Some(12);
    }
    match words.iter().zip(2..).find(|(word, _)| **word == text) {
        Some((_, number)) => Some(number),
        None => text.replace(',', "").parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{says_several_run, stated_replicas};

    #[test]
    fn counts_are_read_in_the_ways_that_people_write_them() {
        for (label, count) in [
            ("Orders DB (3 replicas)", 3),
            ("API x12", 12),
            ("API pods ×4", 4),
            ("12x", 12),
            ("Checkout\n20 pods", 20),
            ("Kafka<br/>3 brokers, RF=2", 3),
            ("etcd, cluster of 5", 5),
            ("5-node Cassandra cluster", 5),
            ("API, autoscaled 4-20", 4),
            ("API (4-20 instances)", 4),
            ("Orders DB, 2 AZ", 2),
            ("Orders DB\nprimary + 2 replicas", 3),
            ("three replicas", 3),
            ("replicas: 3", 3),
            ("GPU pool, 1,600 nodes", 1600),
            ("app-1 … app-12", 12),
            ("Store (x3)", 3),
            ("Call service x3: escalates", 3),
            ("Postgres primary + sync standby", 2),
            ("MySQL primary + replica", 2),
            ("Orders DB, leader/follower", 2),
            ("RDS Multi-AZ", 2),
            ("Postgres HA", 2),
            ("HAProxy pair", 2),
            ("Rides DB (Postgres, a pair)", 2),
            ("Redis with a hot standby", 2),
            ("Gateway, active-passive", 2),
            ("Payments DB primary + standby x4", 4),
        ] {
            assert_eq!(stated_replicas(label), Some(count), "{label}");
        }
    }

    #[test]
    fn other_numbers_are_no_counts() {
        for label in [
            "API v3",
            "Key pair",
            "HTTP/2 gateway",
            "S3",
            "EC2",
            "Route 53",
            "L7 load balancer",
            "7 days",
            "10k rps",
            "UTF-8",
            "Cache, 5 min TTL",
            "N instances",
            "Worker 2",
            "Node 1",
            "128 partitions",
            "16-thread pool",
            "Consumer group, 1 consumer per partition",
            "5 Mail-processing workers",
            "64 cores · 512GB RAM",
            "20+ engineers",
            "Order Service :8082",
            "Postgres, no HA",
            "RDS, not multi-AZ",
            "HAProxy",
            "DB with a cold standby",
            "Standby",
            "Read replica",
            "",
        ] {
            assert_eq!(stated_replicas(label), None, "{label}");
        }
    }

    #[test]
    fn several_are_told_without_their_number() {
        for label in [
            "Services on Kubernetes, many pods",
            "API fleet",
            "autoscaled workers",
        ] {
            assert!(says_several_run(label), "{label}");
        }
        for label in ["API", "Kafka", "Germany"] {
            assert!(!says_several_run(label), "{label}");
        }
    }
}
