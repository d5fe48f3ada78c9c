//! Small sentences about several things.

/// "a", "a and b", "a, b and c", "a, b and 4 more".
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names[..] {
        [] => String::new(),
        [one] => one.to_owned(),
        [ref first @ .., last] if names.len() <= 4 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..3].join(", "), names.len() - 3),
    }
}

/// The text with its first letter large, so that it can begin a sentence.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A part of one as people say it: "99.95 %", to two digits of what is missing.
#[must_use]
pub fn percent(part: f64) -> String {
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
    format!("{text}\u{a0}%")
}

/// What to do about too few: "Run two of Link API", "Run 6 of Link API".
pub(super) fn run(instances: u32, name: &str) -> String {
    match instances {
        2 => format!("Run two of {name}"),
        _ => format!("Run {instances} of {name}"),
    }
}

/// A load: "5,100 requests a second", "0.4 requests a second".
pub(super) fn rate(rps: f64) -> String {
    format!("{} requests a second", amount(rps))
}

/// An amount of money: "12,300 USD".
pub(super) fn money(usd: f64) -> String {
    format!("{} USD", amount(usd))
}

/// A number to three digits that count, thousands with commas.
#[must_use]
pub fn amount(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 99.5 || v == 0.0 => 0,
        v if v >= 9.95 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_short() {
        assert_eq!(amount(0.0), "0");
        assert_eq!(amount(0.256), "0.26");
        assert_eq!(amount(14.25), "14.2");
        assert_eq!(rate(3.0), "3 requests a second");
        assert_eq!(money(1_234_567.8), "1,234,568 USD");
    }

    #[test]
    fn percentages_keep_their_nines() {
        let say = |part| percent(part).replace('\u{a0}', " ");
        assert_eq!(say(0.5), "50 %");
        assert_eq!(say(0.9995), "99.95 %");
        assert_eq!(say(0.99), "99 %");
        assert_eq!(say(0.999_94), "99.994 %");
        assert_eq!(say(1.0), "100 %");
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list([]), "");
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
        assert_eq!(list(["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
