//! Numbers and lists of names as text, in as few characters as they can be read in.
//!
//! Two functions for one quantity differ on purpose: sentences of findings spell units out ("12,300 USD", "40 requests a
//! second"), tables and charts write signs ("$12,300", "40/s").

/// A number to three digits that count, thousands with commas.
#[must_use]
pub fn amount(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 99.5 || v == 0.0 => 0,
        v if v >= 9.95 => 1,
        _ => 2,
    };
    group_thousands(&format!("{value:.digits$}"))
}

/// The digits of a number with commas between the thousands and without zeros at the end of its fraction.
fn group_thousands(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction.trim_end_matches('0') {
        "" => grouped,
        fraction => format!("{grouped}.{fraction}"),
    }
}

/// Three digits and a letter for thousands, millions and billions.
#[must_use]
pub fn short_amount(value: f64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e9, "G"), (1e6, "M"), (1e3, "k")];
    let unit = UNITS.iter().find(|(unit, _)| value >= unit * 0.9995);
    let (scaled, letter) = unit.map_or((value, ""), |(unit, letter)| (value / unit, *letter));
    let digits = match scaled {
        v if v >= 99.5 || v == 0.0 => 0,
        v if v >= 9.95 => 1,
        _ => 2,
    };
    let text = format!("{scaled:.digits$}");
    let text = if digits > 0 {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    format!("{text}{letter}")
}

/// A number with all the digits that it was given with, thousands with commas: what a catalog or a source states is not
/// rounded. Only the tail that binary fractions leave is cut (99.99 and not 99.99000000000001).
#[must_use]
pub fn exact(value: f64) -> String {
    group_thousands(&format!("{value:.6}"))
}

/// A number with at most one decimal, and none where it is 0.
#[must_use]
pub fn one_decimal(value: f64) -> String {
    group_thousands(&format!("{value:.1}"))
}

/// "3×", "1.5×": so many times something that is named after it.
#[must_use]
pub fn times(factor: f64) -> String {
    format!("{}×", amount(factor))
}

/// "×1.5", "×12".
#[must_use]
pub fn factor(factor: f64) -> String {
    format!("×{}", amount(factor))
}

/// A load in a sentence: "5,100 requests a second", "0.4 requests a second".
#[must_use]
pub fn requests_a_second(rps: f64) -> String {
    format!("{} requests a second", amount(rps))
}

/// "84/s", "10.6k/s", "1.2M/s".
#[must_use]
pub fn short_rate(rps: f64) -> String {
    format!("{}/s", short_amount(rps))
}

/// Availability, 0 to 1: "99.95%", to two digits of what is missing to all of the time.
#[must_use]
pub fn percent_of_time(part: f64) -> String {
    let missing = (1.0 - part).max(0.0);
    let digits = if missing > 0.0 && missing < 0.1 {
        (-(missing.log10()).floor() as usize)
            .saturating_sub(1)
            .clamp(1, 6)
    } else {
        0
    };
    let text = format!("{:.digits$}", part * 100.0);
    let text = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => &text,
    };
    format!("{text}%")
}

/// A share or a utilization in whole per cent: "84%", "< 1%", and "×12" far above one.
#[must_use]
pub fn whole_percent(part: f64) -> String {
    match part * 100.0 {
        percent if percent > 0.0 && percent < 1.0 => "<\u{a0}1%".to_owned(),
        percent if percent >= 999.5 => factor(part),
        percent => format!("{percent:.0}%"),
    }
}

/// A share to at most one decimal: "84%", "12.5%".
#[must_use]
pub fn percent(part: f64) -> String {
    format!("{}%", one_decimal(part * 100.0))
}

/// A time in a sentence that compares times: "4,200 ms".
#[must_use]
pub fn milliseconds(ms: f64) -> String {
    format!("{} ms", amount(ms))
}

/// Money in a sentence: "12,300 USD".
#[must_use]
pub fn usd(usd: f64) -> String {
    format!("{} USD", amount(usd))
}

/// Money in a table or a chart: "$1,840", "$12.3M".
#[must_use]
pub fn dollars(usd: f64) -> String {
    if usd < 1_000_000.0 {
        format!("${}", amount(if usd >= 10.0 { usd.round() } else { usd }))
    } else {
        format!("${}", short_amount(usd))
    }
}

/// What one unit costs, as its source states it: "$0.085", "$12,300".
#[must_use]
pub fn unit_price(usd: f64) -> String {
    format!("${}", exact(usd))
}

/// What one unit costs on average over tiers, to a tenth of a cent: "$0.074".
#[must_use]
pub fn average_price(usd: f64) -> String {
    unit_price((usd * 1_000.0).round() / 1_000.0)
}

/// "+$310", "−$40".
#[must_use]
pub fn signed_dollars(usd: f64) -> String {
    let sign = if usd < 0.0 { "−" } else { "+" };
    format!("{sign}${}", amount(usd.abs().round()))
}

/// "84 GB", "1.2 TB", "368 PB".
#[must_use]
pub fn gigabytes(gigabytes: f64) -> String {
    match gigabytes {
        gb if gb >= 999_500.0 => format!("{}\u{a0}PB", amount(gb / 1e6)),
        gb if gb >= 999.5 => format!("{}\u{a0}TB", amount(gb / 1e3)),
        gb => format!("{}\u{a0}GB", amount(gb)),
    }
}

/// The size of a file or a request: "12.4 MB"; "4 KB" where next to nothing of a megabyte would be shown.
#[must_use]
pub fn megabytes(megabytes: f64) -> String {
    if megabytes >= 0.1 || megabytes <= 0.0 {
        format!("{} MB", amount(megabytes))
    } else {
        format!("{} KB", amount(megabytes * 1e3))
    }
}

/// The length of a round or a part of it, which is planned in minutes: "45 min".
#[must_use]
pub fn whole_minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

/// "3 ms", "1.2 s".
#[must_use]
pub fn duration(ms: f64) -> String {
    if ms < 1_000.0 {
        format!("{}\u{a0}ms", amount(ms))
    } else {
        format!("{}\u{a0}s", amount(ms / 1_000.0))
    }
}

/// "3 ms", "1.2 s": as [`duration`], without fractions of a millisecond.
#[must_use]
pub fn duration_in_whole_ms(ms: f64) -> String {
    if ms < 1_000.0 {
        format!("{}\u{a0}ms", amount(ms.round()))
    } else {
        format!("{}\u{a0}s", amount(ms / 1_000.0))
    }
}

/// "26 min", "8.8 h", "18 h", "7.3 days": a time in the unit that people say it in.
#[must_use]
pub fn minutes(minutes: f64) -> String {
    const HOUR: f64 = 60.0;
    const DAY: f64 = 24.0 * HOUR;
    match minutes {
        m if m < 0.95 => "< 1\u{a0}min".to_owned(),
        m if m < HOUR - 0.5 => format!("{}\u{a0}min", amount(m.round())),
        m if m < 100.0 * HOUR => format!("{}\u{a0}h", amount(to_tenths(m / HOUR))),
        m => format!("{}\u{a0}days", amount(to_tenths(m / DAY))),
    }
}

/// To one decimal below ten, else whole.
fn to_tenths(value: f64) -> f64 {
    if value < 9.95 {
        (value * 10.0).round() / 10.0
    } else {
        value.round()
    }
}

/// So many of something: "1 team", "3 teams", "2 dependencies".
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => format!("1 {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// Words of the user on one line that Markdown does not take for its own.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !all.is_empty() {
            all.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\' | '#') {
                all.push('\\');
            }
            all.push(c);
        }
    }
    all
}

/// "a", "a and b", "a, b, and c", "a, b, c, and 4 more".
#[must_use]
pub fn join_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names[..] {
        [] => String::new(),
        [one] => one.to_owned(),
        [one, other] => format!("{one} and {other}"),
        [ref first @ .., last] if names.len() <= 4 => format!("{}, and {last}", first.join(", ")),
        _ => format!("{}, and {} more", names[..3].join(", "), names.len() - 3),
    }
}

/// The same in quotes, for names that are themselves phrases: "“Open an album” and “Share an album”".
#[must_use]
pub fn join_quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = (names.into_iter())
        .map(|name| format!("“{name}”"))
        .collect();
    join_names(quoted.iter().map(String::as_str))
}

/// The first words of a text, for a sentence about it.
#[must_use]
pub fn shorten_text(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// The text with its first letter large, so that it can begin a sentence.
#[must_use]
pub fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The text with its first letter small, so that it can stand inside a sentence: "Pay an order" becomes "pay an order".
#[must_use]
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_short() {
        assert_eq!(amount(0.0), "0");
        assert_eq!(amount(0.256), "0.26");
        assert_eq!(amount(14.25), "14.2");
        assert_eq!(requests_a_second(3.0), "3 requests a second");
        assert_eq!(usd(1_234_567.8), "1,234,568 USD");
    }

    #[test]
    fn percentages_keep_their_nines() {
        let say = |part| percent_of_time(part).replace('\u{a0}', " ");
        assert_eq!(say(0.5), "50%");
        assert_eq!(say(0.9995), "99.95%");
        assert_eq!(say(0.99), "99%");
        assert_eq!(say(0.999_94), "99.994%");
        assert_eq!(say(1.0), "100%");
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(join_names([]), "");
        assert_eq!(join_names(["a"]), "a");
        assert_eq!(join_names(["a", "b", "c"]), "a, b, and c");
        assert_eq!(join_names(["a", "b", "c", "d", "e"]), "a, b, c, and 2 more");
    }

    #[test]
    fn what_a_source_states_keeps_its_digits() {
        assert_eq!(exact(99.99), "99.99");
        assert_eq!(exact(0.1 + 0.2), "0.3");
        assert_eq!(exact(12_300.0), "12,300");
        assert_eq!(unit_price(0.0125), "$0.0125");
        assert_eq!(average_price(0.074_321), "$0.074");
        assert_eq!(percent(0.125), "12.5%");
        assert_eq!(percent(0.9), "90%");
        assert_eq!(times(1.5), "1.5×");
        assert_eq!(milliseconds(4_200.0), "4,200 ms");
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn rates_and_money_stay_short() {
        assert_eq!(short_rate(84.2), "84.2/s");
        assert_eq!(short_rate(10_612.0), "10.6k/s");
        assert_eq!(short_rate(999_900.0), "1M/s");
        assert_eq!(short_rate(4_040.0), "4.04k/s");
        assert_eq!(short_rate(800.0), "800/s");
        assert_eq!(short_rate(0.0), "0/s");
        assert_eq!(dollars(1_840.4), "$1,840");
        assert_eq!(dollars(12_300_000.0), "$12.3M");
        assert_eq!(signed_dollars(-1_234.0), "−$1,234");
        assert_eq!(plain(&gigabytes(732_136.0)), "732 TB");
        assert_eq!(plain(&gigabytes(368_172_000.0)), "368 PB");
    }

    #[test]
    fn parts_and_times_are_said_as_people_say_them() {
        assert_eq!(plain(&whole_percent(0.004)), "< 1%");
        assert_eq!(plain(&whole_percent(1.333)), "133%");
        assert_eq!(whole_percent(25.0), "×25");
        assert_eq!(factor(1.5), "×1.5");
        assert_eq!(plain(&minutes(263.0)), "4.4 h");
        assert_eq!(plain(&minutes(59.4)), "59 min");
        assert_eq!(plain(&minutes(59.6)), "1 h");
        assert_eq!(plain(&minutes(5_260.0)), "88 h");
        assert_eq!(plain(&minutes(10_519.0)), "7.3 days");
        assert_eq!(plain(&duration(1_234.0)), "1.23 s");
    }
}
