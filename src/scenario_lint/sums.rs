//! Does the arithmetic of a derivation come out? Products, quotients and sums as people write them: "1 million × 2 KB = 2 GB
//! a day, × 365 = 730 GB". Units of data keep their orders of magnitude: a result in GB that should be in MB is a slip. What
//! is not understood is not judged.

use super::quantities::{Interpretation, SumTerm, evaluate, parse_terms, space_percents};

/// How far a written result may be from the exact one: people round on the way.
const ROUNDED: f64 = 0.08;

/// A step of a derivation that does not come out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ArithmeticSlip {
    /// What is written.
    pub says: String,
    /// What it should say, in the base unit: bytes, USD, pieces.
    pub comes_to: f64,
}

/// The steps of a derivation that do not come out.
pub(super) fn find_slips(derivation: &str) -> Vec<ArithmeticSlip> {
    let sides: Vec<&str> = derivation.split('=').collect();
    let mut slips = Vec::new();
    for pair in sides.windows(2) {
        let left = last_expression(pair[0]);
        // Whatever follows a result belongs to the next step.
        let result = pair[1].split(", ").next().unwrap_or_default();
        slips.extend(slip_between(&left, result));
    }
    slips.extend(sums_of_results(&sides));
    slips.extend(periods(derivation));
    slips
}

/// Whether some quantity of a derivation is this one, with the order of magnitude that its unit says.
pub(super) fn comes_to(derivation: &str, value: f64, unit: &str) -> bool {
    let written = format!("{value} {unit}");
    let plain = Interpretation {
        data: true,
        time: false,
    };
    let Some(wanted) = quantities(&written).first().map(|term| term.value(plain)) else {
        return true;
    };
    let clauses = derivation.split(['=', ',', ';', '(', ')']);
    // Thousands are written with commas, so the whole text is looked at too.
    let mut all = clauses.chain(derivation.split('=')).flat_map(quantities);
    let has_data = quantities(&written)
        .first()
        .is_some_and(|term| term.data.is_some());
    all.any(|term| {
        let same_sort = term.data.is_some() == has_data || term.data.is_none();
        let found = if term.data.is_none() && has_data {
            // A result whose unit stands elsewhere: its figures have to be right.
            term.number * (wanted / value)
        } else {
            term.value(plain)
        };
        same_sort && (found - wanted).abs() <= 0.011 * wanted.abs().max(1e-9)
    })
}

/// The first quantities of a text, as far as it is arithmetic at all.
fn quantities(text: &str) -> Vec<SumTerm> {
    let spaced = space_percents(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let starts = 0..words.len();
    let found = starts.filter_map(|start| {
        let terms = parse_terms(&words[start..].join(" "))?;
        terms
            .into_iter()
            .next()
            .filter(|term| term.number.is_finite())
    });
    found.collect()
}

/// What a step says wrongly, if anything: no way of reading its units makes both sides equal.
fn slip_between(left: &str, result: &str) -> Option<ArithmeticSlip> {
    let terms = parse_terms(left)?;
    let result = *parse_terms(result)?.first()?;
    // One quantity alone is no step, unless it is put into another unit of time.
    let converts = terms.len() == 1 && terms[0].time.is_some() && result.time.is_some();
    if terms.len() < 2 && !converts {
        return None;
    }
    let has_money = terms.iter().chain([&result]).any(|term| term.money);
    let has_data = terms.iter().any(|term| term.data.is_some());
    let mut first = None;
    for time in [converts, !converts] {
        let side = |data| Interpretation { data, time };
        // A price for each GB is multiplied with GB, not with bytes.
        let value = evaluate(&terms, side(!has_money))?;
        first.get_or_insert(value);
        let target = result.value(side(!has_money));
        let plain = result.value(side(false));
        let unit_elsewhere =
            result.data.is_none() && has_data && is_close_up_to_thousands(value, plain);
        let unit_left_out = result.data.is_some() && !has_data && is_close(value, plain);
        let seconds = result.value(Interpretation {
            data: !has_money,
            time: !time,
        });
        if is_close(value, target) || is_close(value, seconds) || unit_elsewhere || unit_left_out {
            return None;
        }
    }
    Some(ArithmeticSlip {
        says: left.trim().to_owned(),
        comes_to: first?,
    })
}

/// "together 273,000 USD" has to be the sum of the results before it.
fn sums_of_results(sides: &[&str]) -> Option<ArithmeticSlip> {
    let plain = Interpretation {
        data: true,
        time: false,
    };
    let (_, total) = sides.last()?.split_once("together ")?;
    let total = *parse_terms(total)?.first()?;
    let first = |side: &&str| parse_terms(side.split(", ").next()?)?.first().copied();
    // Where the total is money, bytes and pieces on the way to it are not added.
    let results: Vec<SumTerm> = sides[1..].iter().filter_map(first).collect();
    let alike = results.iter().filter(|term| term.money == total.money);
    let sum: f64 = alike.map(|term| term.value(plain)).sum();
    let total = total.value(plain);
    (!is_close(sum, total)).then(|| ArithmeticSlip {
        says: format!("together {total}"),
        comes_to: sum,
    })
}

/// Seconds of an hour, a day, a week, a month or a year that are nearly but not quite right: "84,600 s".
fn periods(derivation: &str) -> Vec<ArithmeticSlip> {
    /// Seconds; a month has 28 to 31 days.
    const PERIODS: [(f64, f64); 5] = [
        (3_600.0, 3_600.0),
        (86_400.0, 86_400.0),
        (604_800.0, 604_800.0),
        (2_419_200.0, 2_678_400.0),
        (31_500_000.0, 31_622_400.0),
    ];
    const NEAR: f64 = 0.06;
    const ROUND: f64 = 0.015;
    let spaced = space_percents(derivation);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut slips = Vec::new();
    for start in 0..words.len() {
        let term = parse_terms(&words[start..words.len().min(start + 3)].join(" "));
        let Some(term) = term.and_then(|terms| terms.first().copied()) else {
            continue;
        };
        if term.time != Some(1.0) {
            continue;
        }
        let seconds = term.number;
        for (least, most) in PERIODS {
            let within =
                |slack: f64| (least * (1.0 - slack)..=most * (1.0 + slack)).contains(&seconds);
            if within(NEAR) && !within(ROUND) {
                slips.push(ArithmeticSlip {
                    says: words[start..words.len().min(start + 3)].join(" "),
                    comes_to: least,
                });
            }
        }
    }
    slips
}

fn is_close(value: f64, result: f64) -> bool {
    (value - result).abs() <= ROUNDED * value.abs().max(1e-12)
}

fn is_close_up_to_thousands(value: f64, result: f64) -> bool {
    if value <= 0.0 || result <= 0.0 {
        return is_close(value, result);
    }
    let mut ratio = value / result;
    let half = 1000.0_f64.sqrt();
    while ratio > half {
        ratio /= 1000.0;
    }
    while ratio < 1.0 / half {
        ratio *= 1000.0;
    }
    (ratio - 1.0).abs() <= ROUNDED
}

/// What stands directly before an equals sign: clauses that begin with an operator go on with the one before.
fn last_expression(side: &str) -> String {
    const GO_ON: [&str; 6] = ["×", "÷", "+", "−", "plus ", "less "];
    let side = side.rsplit(';').next().unwrap_or(side);
    let mut expression = String::new();
    for clause in side.split(", ") {
        let clause = clause.trim_start();
        if !GO_ON.iter().any(|operator| clause.starts_with(operator)) {
            expression.clear();
        }
        expression.push(' ');
        expression.push_str(clause);
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_arithmetic_passes() {
        for sound in [
            "1 million × 2 KB = 2 GB a day, × 3,650 days = 7.3 TB",
            "1 billion ÷ 86,400 s = 11,574/s, × 4 = 46,296, about 46,000",
            "46,000/s × 200 bytes = 9.2 MB/s, × 8 bits = 74 Mbit/s",
            "2 million × 10% = 200,000 a minute, ÷ 60 s = 3,333/s",
            "300 ÷ 50 = 6 s, + 0.5 s of reading; 100/s × 6.5 s = 650",
            "as the interviewer says",
            "5,000 s = 83 minutes",
            "3 × 10 s + 5 min + 2 min + 1 min = 8.5 minutes, of 15",
            "80 − 16 = 64 GB, ÷ 0.17 GB = 376, so speed and not memory is the limit",
            "840 TB × 23 USD = 19,320, about 19,300 USD",
            "2 million ÷ 100,000 = 20, plus half to spare = 30",
            "50 million × 1 GB = 50 PB, less 30% = 35 PB before the provider's own copies",
            "7 million GB × 0.023 USD = 161,000 USD, 28 million GB × 0.004 USD = 112,000 USD, together 273,000 USD",
            "3,500/s × (5 KB + 45 KB) = 175 MB/s, × 8 bits = 1.4 Gbit/s",
            "100 million ÷ 2.6 million s in a month = 38/s",
            "60,000 million requests × 1 USD per million = 60,000 USD",
            "0.1% of 20 million = 20,000 dead devices, × $80 = $1.6 million",
            "30,000 + 6/s × 300 = 31,800 tokens/s",
        ] {
            assert_eq!(find_slips(sound), [], "{sound}");
        }
    }

    #[test]
    fn slips_are_found_with_what_comes_out() {
        let found = find_slips("10 million × 40 = 400 million, ÷ 86,400 s = 9,260/s");
        assert_eq!(found.len(), 1);
        assert!((found[0].comes_to - 4_629.6).abs() < 0.1);
        assert_eq!(found[0].says, "400 million ÷ 86,400 s");
    }

    #[test]
    fn orders_of_magnitude_sums_rates_and_months_are_worked_out_again() {
        for wrong in [
            // A thousand times too much, which used to pass.
            "1 million × 2 KB = 2 TB a day",
            "46,000/s × 200 bytes = 9.2 GB/s",
            "10 million × 40 = 400 thousand",
            // Bits taken for bytes.
            "46,000/s × 200 bytes = 9.2 MB/s, × 8 bits = 9.2 Mbit/s",
            // Sums.
            "5,600 + 280 = 6,880/s",
            "2 million ÷ 100,000 = 20, plus half to spare = 40",
            "7 million GB × 0.023 USD = 161,000 USD, 28 million GB × 0.004 USD = 112,000 USD, together 373,000 USD",
            // A day has other seconds, and a month other days.
            "1 billion ÷ 84,600 s = 11,820/s",
            "100 million ÷ 2.3 million s in a month = 43/s",
            // Time.
            "5,000 s = 50 minutes",
            "1.4 MB/s × 31.5 million s = 60 TB",
            "1 billion × 10% = 1 million",
        ] {
            assert!(!find_slips(wrong).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn the_last_line_has_the_unit_of_the_value() {
        let derivation = "46,000/s × 200 bytes = 9.2 MB/s, × 8 bits = 74 Mbit/s";
        assert!(comes_to(derivation, 74.0, "Mbit/s"));
        assert!(!comes_to(derivation, 74.0, "Gbit/s"));
        assert!(!comes_to(derivation, 75.0, "Mbit/s"));
        assert!(comes_to("20,000 × 500 = 10 million", 10.0, "million"));
        assert!(comes_to(
            "1 billion ÷ 86,400 s = 11,574, about 46,000",
            46_000.0,
            "clicks/s"
        ));
        assert!(comes_to(
            "336,000 × 1.02 MB = 68.5, about 69 GB",
            69.0,
            "GB"
        ));
    }
}
