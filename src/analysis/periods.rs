//! How often something happens, where words say so.

use crate::model::text_match::lower_words;
use crate::model::{format, text_match};

/// A minute (s).
pub(crate) const A_MINUTE_S: f64 = 60.0;
/// An hour (s).
pub(crate) const AN_HOUR_S: f64 = 3_600.0;
/// A day (s).
pub(crate) const A_DAY_S: f64 = 86_400.0;

/// Words for usual periods (s).
const USUAL: &[(&[&str], f64)] = &[
    (
        &[
            "hourly",
            "every hour",
            "each hour",
            "once an hour",
            "by the hour",
        ],
        3_600.0,
    ),
    (
        &[
            "nightly",
            "every night",
            "each night",
            "at night",
            "overnight",
            "daily",
            "every day",
            "each day",
            "once a day",
            "at midnight",
        ],
        A_DAY_S,
    ),
    (
        &[
            "weekly",
            "every week",
            "each week",
            "once a week",
            "every monday",
            "every tuesday",
            "every wednesday",
            "every thursday",
            "every friday",
            "every saturday",
            "every sunday",
        ],
        604_800.0,
    ),
];

/// What is counted by the period and does not happen in it: "daily quota", "hourly limit".
const COUNTED_BY_PERIOD: &[&str] = &[
    "active",
    "allowance",
    "average",
    "budget",
    "cap",
    "caps",
    "limit",
    "limits",
    "quota",
    "quotas",
];

/// A text without the words that say by which period something is counted.
fn without_counted(text: &str) -> String {
    let words: Vec<String> = lower_words(text).collect();
    let is_counted = |at: usize| {
        let next = words.get(at + 1);
        next.is_some_and(|next| COUNTED_BY_PERIOD.contains(&next.as_str()))
    };
    let kept = (0..words.len()).filter(|&at| !is_counted(at));
    let kept: Vec<&str> = kept.map(|at| words[at].as_str()).collect();
    kept.join(" ")
}

/// The period that a text names (s): "hourly", "every 15 min".
pub(crate) fn period_in(text: &str) -> Option<f64> {
    let mut usual = USUAL.iter();
    let kept = text_match::mentions(text, COUNTED_BY_PERIOD).then(|| without_counted(text));
    let text = kept.as_deref().unwrap_or(text);
    if let Some((_, seconds)) = usual.find(|(words, _)| text_match::mentions(text, words)) {
        return Some(*seconds);
    }
    let words: Vec<String> = lower_words(text).collect();
    words.windows(3).find_map(|three| {
        let [every, count, unit] = three else {
            return None;
        };
        let count: f64 = count.parse().ok()?;
        let unit = match unit.as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "h" | "hour" | "hours" => 3_600.0,
            "day" | "days" => 86_400.0,
            _ => return None,
        };
        matches!(every.as_str(), "every" | "each").then_some(count * unit)
    })
}

/// The longest time that a text names (s), as a period or as a span.
pub(crate) fn longest_time_in(text: &str) -> Option<f64> {
    let spans = spans_in(text).into_iter();
    spans.chain(period_in(text)).max_by(f64::total_cmp)
}

/// The shortest span of time that a text names (s): "TTL 24 h", "max-age one year", "1h".
pub(crate) fn shortest_span_in(text: &str) -> Option<f64> {
    spans_in(text).into_iter().min_by(f64::total_cmp)
}

/// The spans of time that a text names (s).
fn spans_in(text: &str) -> Vec<f64> {
    let words: Vec<String> = lower_words(text).collect();
    // "one file a day" is how often something comes and not how long it stays.
    let is_rate = |at: usize| {
        let counted = at.checked_sub(2).and_then(|before| words.get(before));
        matches!(words[at].as_str(), "a" | "an")
            && counted.and_then(|word| count_of(word)).is_some()
    };
    let pairs = words.iter().zip(words.iter().skip(1)).enumerate();
    let apart = pairs
        .filter(|&(at, _)| !is_rate(at))
        .filter_map(|(_, (count, unit))| Some(count_of(count)? * unit_of(unit)?));
    let joined = words.iter().filter_map(|word| joined_span(word));
    apart.chain(joined).collect()
}

/// A span of time in one word (s): "30s".
pub(crate) fn joined_span(word: &str) -> Option<f64> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (count, unit) = word.split_at(digits);
    Some(count.parse::<f64>().ok()? * unit_of(unit)?)
}

/// A number in digits, or a small one in words.
pub(crate) fn count_of(word: &str) -> Option<f64> {
    Some(match word {
        "a" | "an" | "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "ten" => 10.0,
        "twelve" => 12.0,
        "fifteen" => 15.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        _ => return word.parse().ok().filter(|count: &f64| count.is_finite()),
    })
}

/// A unit of time (s).
pub(crate) fn unit_of(word: &str) -> Option<f64> {
    Some(match word {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => A_DAY_S,
        "week" | "weeks" => 7.0 * A_DAY_S,
        "month" | "months" => 30.0 * A_DAY_S,
        "year" | "years" => 365.0 * A_DAY_S,
        _ => return None,
    })
}

/// Whether a text names a time of the day: "Cron 02:00".
pub(crate) fn names_time_of_day(text: &str) -> bool {
    let is_number = |part: &str, limit: u32| {
        part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number < limit)
    };
    let mut words = text.split(|c: char| !c.is_ascii_digit() && c != ':');
    words.any(|word| {
        word.split_once(':').is_some_and(|(hour, minute)| {
            (hour.len() == 1 || is_number(hour, 24)) && is_number(minute, 60)
        })
    })
}

/// "10 seconds", "15 minutes", "6 hours".
pub(crate) fn describe_seconds(seconds: f64) -> String {
    let (count, unit) = if seconds >= 2.0 * A_DAY_S {
        (seconds / A_DAY_S, "days")
    } else if seconds >= 7_200.0 {
        (seconds / 3_600.0, "hours")
    } else if seconds >= 120.0 {
        (seconds / 60.0, "minutes")
    } else {
        (seconds, "seconds")
    };
    format!("{} {unit}", format::amount(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_with_their_unit() {
        for (text, seconds) in [
            ("CloudFront, TTL 24 h", Some(86_400.0)),
            ("max-age one year", Some(31_536_000.0)),
            ("60s, stale for 2 days", Some(60.0)),
            ("Redis: codes, 1 h", Some(3_600.0)),
            ("99.9 % of 5 nodes", None),
            ("CloudFront (one file a day)", None),
            ("kept for a day", Some(86_400.0)),
        ] {
            assert_eq!(shortest_span_in(text), seconds, "{text}");
        }
    }

    #[test]
    fn periods_are_read_from_words() {
        for (text, seconds) in [
            ("Hourly check", Some(3_600.0)),
            ("API key, daily quota", None),
            ("runs every night at 2", Some(86_400.0)),
            ("pull, every 5 min", Some(300.0)),
            ("each 30 seconds", Some(30.0)),
            ("5 minutes of data", None),
            ("Rule service", None),
        ] {
            assert_eq!(period_in(text), seconds, "{text}");
        }
        for (text, expected) in [
            ("Cron 02:00", true),
            ("EventBridge, 2:30 every night", true),
            ("ratio 3:1", false),
            ("redis:7", false),
            ("25:00", false),
        ] {
            assert_eq!(names_time_of_day(text), expected, "{text}");
        }
        assert_eq!(describe_seconds(60.0), "60 seconds");
        assert_eq!(describe_seconds(900.0), "15 minutes");
    }
}
