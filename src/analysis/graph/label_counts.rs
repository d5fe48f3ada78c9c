//! How many things a label counts: "in batches of 100", "every 1,000 clicks".

use crate::analysis::periods::unit_of;
use crate::model::text_match::lower_words;

/// The words of a label in lower case; an empty one stands for whatever ends a clause.
pub(super) fn words_of(label: &str) -> Vec<String> {
    let mut plain = String::with_capacity(label.len());
    let mut before = ' ';
    let mut rest = label.chars().peekable();
    while let Some(c) = rest.next() {
        let is_thousands =
            c == ',' && before.is_ascii_digit() && rest.peek().is_some_and(char::is_ascii_digit);
        if !is_thousands {
            plain.push(c);
        }
        before = c;
    }
    let mut words = Vec::new();
    for clause in plain.split([',', ';', ':', '(', ')', '/', '\n']) {
        words.extend(lower_words(clause));
        words.push(String::new());
    }
    words
}

/// A number of things: "500", "10k". What has a unit of its own, such as "4mb", is none.
fn number_of(word: &str) -> Option<f64> {
    let thousands = word.strip_suffix('k').filter(|digits| !digits.is_empty());
    let number: f64 = thousands.unwrap_or(word).parse().ok()?;
    let factor = if thousands.is_some() { 1_000.0 } else { 1.0 };
    (number.is_finite() && number >= 1.0).then_some(number * factor)
}

/// Whether a word after a number makes it something else than a count of things: bytes or time.
fn is_measure(word: &str) -> bool {
    let size = [
        "b", "kb", "mb", "gb", "tb", "bytes", "kib", "mib", "gib", "ms", "times",
    ];
    size.contains(&word) || unit_of(word).is_some()
}

/// How many things go in one call: "in batches of 100", "500 rows per batch", "every 1,000 clicks".
pub(super) fn batch_in(words: &[String]) -> Option<f64> {
    let is_batch = |word: &str| {
        let stem = word.trim_end_matches("es").trim_end_matches('s');
        ["batch", "chunk", "block", "bulk", "rang", "loan"].contains(&stem)
            || ["range", "lease", "leases", "reserve", "reserves"].contains(&word)
    };
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    (0..words.len()).find_map(|at| {
        let (size, after) = number_at(words, at)?;
        if size < 2.0 || is_measure(word(after)) {
            return None;
        }
        let before = |back: usize| at.checked_sub(back).map_or("", &word);
        let skipped = |back: usize| match before(back) {
            "to" if before(back + 1) == "up" => back + 2,
            "about" | "size" => back + 1,
            _ => back,
        };
        let mut back = skipped(1);
        if before(back) == "of" {
            back = skipped(back + 1);
        }
        let in_batches = is_batch(before(back)) && !before(back).is_empty();
        // "50 at a time", "50 messages at a time".
        let at_a_time = (after..after + 2)
            .any(|at| [word(at), word(at + 1), word(at + 2)] == ["at", "a", "time"]);
        let each_of = (after..after + 2).any(|at| {
            matches!(word(at), "per" | "a" | "each" | "in") && {
                let next = word(at + 1);
                is_batch(next) || (matches!(next, "a" | "one" | "each") && is_batch(word(at + 2)))
            }
        });
        let every = matches!(before(1), "every" | "each") && !word(after).is_empty();
        (in_batches || at_a_time || each_of || every).then_some(size)
    })
}

/// The number that stands at a place, with the place after it.
fn number_at(words: &[String], at: usize) -> Option<(f64, usize)> {
    let count = number_of(words.get(at)?)?;
    let million = words.get(at + 1).is_some_and(|word| word == "million");
    Some(if million {
        (count * 1e6, at + 2)
    } else {
        (count, at + 1)
    })
}
