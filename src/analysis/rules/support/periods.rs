//! How often something happens, where words say so.

use crate::model::text_match::lower_words;
use crate::model::{format, text_match};

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

/// The period that a text names (s): "hourly", "every 15 min".
pub(crate) fn period_in(text: &str) -> Option<f64> {
    let mut usual = USUAL.iter();
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
    let (count, unit) = if seconds >= 7_200.0 {
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
    fn periods_are_read_from_words() {
        for (text, seconds) in [
            ("Hourly check", Some(3_600.0)),
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
