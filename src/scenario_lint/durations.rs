//! Lengths of time as people write them: "200 ms", "half a second", "two minutes", "within an hour".

use super::quantities::parse_terms;
use crate::model::text_match::lower_words;

/// Numbers in words; "an" and "a" stand for one.
const NUMBERS: [(&str, f64); 16] = [
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
];
/// Parts of "a second".
const PARTS: [(&str, f64); 4] = [
    ("half", 0.5),
    ("third", 1.0 / 3.0),
    ("quarter", 0.25),
    ("tenth", 0.1),
];

/// All lengths of time in a text (s).
pub(super) fn durations(text: &str) -> Vec<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(unit) = unit(word) else { continue };
        let before = |back: usize| at.checked_sub(back).map_or("", |n| words[n]);
        let Some(mut count) = number(before(1)) else {
            continue;
        };
        let part = if before(2) == "of" {
            before(3)
        } else {
            before(2)
        };
        let is_one = matches!(before(1), "a" | "an");
        if let Some((_, share)) = PARTS.iter().find(|(name, _)| is_one && *name == part) {
            count = *share;
        }
        found.push(count * unit);
    }
    found
}

/// The seconds of a unit of time; none for other words and for rates.
fn unit(word: &str) -> Option<f64> {
    let mut words = lower_words(word);
    let (unit, rest) = (words.next()?, words.next());
    if rest.is_some() && !word.contains('-') {
        return None;
    }
    Some(match unit.as_str() {
        "ms" | "millisecond" | "milliseconds" => 1e-3,
        "s" | "second" | "seconds" => 1.0,
        "minute" | "minutes" | "min" => 60.0,
        "hour" | "hours" => 3_600.0,
        "day" | "days" => 86_400.0,
        _ => return None,
    })
}

fn number(word: &str) -> Option<f64> {
    let plain = word.to_lowercase();
    let named = NUMBERS.iter().find(|(name, _)| *name == plain);
    let read = || Some(parse_terms(word)?.first()?.number);
    named.map(|(_, number)| *number).or_else(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("99% of redirects within a tenth of a second", vec![0.1]),
            ("half a second", vec![0.5]),
            ("Thirty minutes is fine", vec![1_800.0]),
            (
                "a search within 1.5 seconds, and 500 ms for the rest.",
                vec![1.5, 0.5],
            ),
            ("within an hour", vec![3_600.0]),
            ("a service level", vec![]),
            ("100 tokens/s", vec![]),
        ] {
            assert_eq!(durations(text), seconds, "{text}");
        }
    }
}
