//! An estimate held against the number that the facts lead to: within a factor of 2, of 5, or a slip of units.

use super::scratch_pad::{compute, multiple, named_size, names_multiple};
use crate::model::format;
use crate::scenario::EstimateTask;

/// Within this factor an estimate is the number itself, rounded another way.
const EXACT: f64 = 1.01;
/// Within this factor an estimate is right.
const RIGHT: f64 = 2.0;
/// Within this factor it is half right.
const HALF: f64 = 5.0;
/// How far from an exact factor a slip may be: less than half of the way, on the scale of ratios, between its neighbors 8
/// and 10.
const SLIP: f64 = 1.1;
/// By which factor one is off after which slip; the nearest one is named.
const SLIPS: [(f64, &str); 8] = [
    (8.0, "bits and bytes were mixed up"),
    (10.0, "a zero was dropped or added"),
    (100.0, "two zeros were dropped or added"),
    (1e3, "you were off by a factor of a thousand"),
    (1e6, "you were off by a factor of a million"),
    (60.0, "minutes and seconds were mixed up"),
    (3_600.0, "hours and seconds were mixed up"),
    (86_400.0, "days and seconds were mixed up"),
];

/// What an estimate is worth, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimateGrade {
    /// 0 to 1.
    pub credit: f64,
    /// One sentence.
    pub says: String,
}

/// A number of bytes, bits, requests or anything else, in the base of its unit.
#[derive(Debug, Clone, PartialEq)]
struct Measured {
    value: f64,
    /// What it counts, without multiples and time: "byte", "bit", "requests".
    what: String,
    /// Seconds of "per …", where there is one.
    per: Option<f64>,
}

/// Seconds of a span of time; none for another word.
fn seconds_of(span: &str) -> Option<f64> {
    Some(match span {
        "ms" | "millisecond" | "milliseconds" => 0.001,
        "s" | "sec" | "second" | "seconds" => 1.0,
        "min" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        "week" | "weeks" => 604_800.0,
        "mo" | "month" | "months" => 2_592_000.0,
        "y" | "yr" | "year" | "years" => 31_557_600.0,
        _ => return None,
    })
}

/// A unit as a factor on its base, the base, and seconds of "per …".
fn read_unit(unit: &str) -> (f64, String, Option<f64>) {
    let unit = unit.trim();
    let unit = match unit.to_lowercase().as_str() {
        "rps" | "qps" | "tps" | "iops" => "requests/s".to_owned(),
        _ => unit.replace(" per ", "/").replace(" a ", "/"),
    };
    let (what, per) = match unit.split_once('/') {
        Some((what, per)) => (what.trim(), Some(per.trim())),
        None => (unit.as_str(), None),
    };
    let seconds = per.map(|per| seconds_of(&per.to_lowercase()).unwrap_or(1.0));
    for (suffix, base) in [
        ("bytes", "byte"),
        ("byte", "byte"),
        ("bits", "bit"),
        ("bit", "bit"),
        ("bps", "bit"),
        ("B", "byte"),
    ] {
        let Some(prefix) = what.strip_suffix(suffix) else {
            continue;
        };
        let times = match prefix.trim() {
            "" => 1.0,
            "k" | "K" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "T" => 1e12,
            "P" => 1e15,
            _ => continue,
        };
        let seconds = if suffix == "bps" { Some(1.0) } else { seconds };
        return (times, base.to_owned(), seconds);
    }
    if let Some(span) = seconds_of(what) {
        return (span, "second".to_owned(), seconds);
    }
    // "million USD", "k$": a multiple before what is counted.
    let (first, rest) = what.split_once(' ').unwrap_or((what, ""));
    if multiple(first) > 1.0 {
        return (multiple(first), rest.trim().to_lowercase(), seconds);
    }
    (1.0, what.to_lowercase(), seconds)
}

fn measure(value: f64, unit: &str) -> Measured {
    let (times, what, per) = read_unit(unit);
    let value = value * times / per.unwrap_or(1.0);
    Measured { value, what, per }
}

/// What an answer says. A sum that names its own size or multiple has that in its result already, and the unit beside it does
/// not count twice: "60 * 5 MB" in "MB/s" is 300 MB/s, and "1.6M" in the unit of the prompt, "million USD", is 1.6 million.
fn measure_answer(task: &EstimateTask, number: f64, value: &str, unit: &str) -> Measured {
    let is_given = !unit.trim().is_empty();
    let unit = if is_given { unit } else { &task.unit };
    let (times, what, per) = read_unit(unit);
    let is_size = ["byte", "bit"].contains(&what.as_str());
    match named_size(value).filter(|_| is_size) {
        Some(size) => Measured {
            value: number / per.unwrap_or(1.0),
            what: size.to_owned(),
            per,
        },
        None if times > 1.0 && !is_size && !is_given && names_multiple(value) => Measured {
            value: number / per.unwrap_or(1.0),
            what,
            per,
        },
        None => measure(number, unit),
    }
}

/// What an answer is worth; `value` is a number or a sum, `unit` as the user wrote it.
#[must_use]
pub fn grade_estimate(task: &EstimateTask, value: &str, unit: &str) -> EstimateGrade {
    let says_nothing = |says: &str| EstimateGrade {
        credit: 0.0,
        says: says.to_owned(),
    };
    if value.trim().is_empty() {
        return says_nothing("No estimate");
    }
    let number = match compute(value) {
        Ok(number) => number,
        Err(error) => return says_nothing(&error.describe()),
    };
    let given = measure_answer(task, number, value, unit);
    let wanted = measure(task.value, &task.unit);
    if given.value <= 0.0 || wanted.value <= 0.0 {
        let credit = f64::from((given.value - wanted.value).abs() < f64::EPSILON);
        return EstimateGrade {
            credit,
            says: "An estimate must be above 0".to_owned(),
        };
    }
    let ratio = given.value / wanted.value;
    let off = ratio.max(1.0 / ratio);
    let expected = format!("{} {}", format::amount(task.value), task.unit);
    let is_rate_missing = given.per.is_some() != wanted.per.is_some();
    let is_other_base = given.what != wanted.what
        && [&given.what, &wanted.what]
            .iter()
            .all(|what| ["byte", "bit"].contains(&what.as_str()));
    if is_other_base {
        let as_bits = if given.what == "byte" {
            ratio * 8.0
        } else {
            ratio / 8.0
        };
        if as_bits.max(1.0 / as_bits) <= RIGHT {
            return EstimateGrade {
                credit: 1.0,
                says: format!("Correct, but in another unit: {expected}"),
            };
        }
    }
    if is_rate_missing && off <= RIGHT {
        return EstimateGrade {
            credit: 0.5,
            says: format!("Correct number, wrong unit: {expected}"),
        };
    }
    let slip = SLIPS
        .iter()
        .map(|(factor, what)| ((off / factor).max(factor / off), what))
        .filter(|(apart, _)| *apart <= SLIP && off > HALF)
        .min_by(|one, other| one.0.total_cmp(&other.0));
    let (credit, says) = match off {
        off if off <= EXACT => (1.0, format!("Correct: {expected}")),
        off if off <= RIGHT => (1.0, format!("Within {}: {expected}", format::factor(off))),
        off if off <= HALF => (0.5, format!("Within {}: {expected}", format::factor(off))),
        off => {
            let slip =
                slip.map_or_else(String::new, |(_, what)| format!("; it looks as if {what}"));
            (
                0.0,
                format!("Off by {}: {expected}{slip}", format::factor(off)),
            )
        }
    };
    EstimateGrade { credit, says }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    fn task(value: f64, unit: &str) -> EstimateTask {
        EstimateTask {
            label: "Peak reads".to_owned(),
            value,
            unit: unit.to_owned(),
            derivation: String::new(),
        }
    }

    #[test]
    fn factors_of_two_and_five_decide() {
        let credit =
            |value: &str| grade_estimate(&task(8_000.0, "requests/s"), value, "requests/s").credit;
        for (value, wanted) in [
            ("8000", 1.0),
            ("16k", 1.0),
            ("4000", 1.0),
            ("17k", 0.5),
            ("1700", 0.5),
            ("50k", 0.0),
            ("", 0.0),
            ("x", 0.0),
        ] {
            assert!((credit(value) - wanted).abs() < 1e-9, "{value}");
        }
        assert!((credit("100M * 100 / 2.6M * 2") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn units_are_converted_and_slips_named() {
        let storage = task(6.0, "TB");
        assert!((grade_estimate(&storage, "6000", "GB").credit - 1.0).abs() < 1e-9);
        let slip = grade_estimate(&storage, "6000", "TB");
        assert!(
            slip.credit.abs() < 1e-9 && slip.says.contains("thousand"),
            "{}",
            slip.says
        );
        let line = task(32.0, "Mbit/s");
        assert!((grade_estimate(&line, "4", "MB/s").credit - 1.0).abs() < 1e-9);
        let slip = grade_estimate(&line, "4", "Mbit/s");
        assert!(slip.says.contains("bits and bytes"), "{}", slip.says);
        let rate = task(8_000.0, "requests/s");
        assert!((grade_estimate(&rate, "691M", "requests/day").credit - 1.0).abs() < 1e-9);
        assert!(
            grade_estimate(&rate, "691M", "requests/s")
                .says
                .contains("days and seconds")
        );
    }

    #[test]
    fn a_unit_is_not_counted_twice_nor_held_against_its_spelling() {
        for (wanted, unit, value, written) in [
            // The sum names its size already.
            (2.4, "Gbit/s", "60 * 5 MB", "MB/s"),
            (2.4, "Gbit/s", "60 * 5 MB", ""),
            (100.0, "TB", "20M * 5 MB", "MB"),
            (100.0, "TB", "20M * 5 MB", ""),
            // Money and counts with a multiple.
            (1.6, "million USD", "20000 * 80", "USD"),
            (1.6, "million USD", "1.6M", ""),
            (1.6, "million USD", "1.6", ""),
            (1.6, "million USD", "1600", "k USD"),
            (200.0, "million", "200M", "users"),
            // Abbreviations and spans of time.
            (8_300.0, "requests/s", "8300", "rps"),
            (8_300.0, "requests/s", "8300", "QPS"),
            (16.0, "days", "2.3", "weeks"),
            (3.0, "minutes", "180", "s"),
            // A comma before decimals.
            (260.0, "instances", "200 * 1,3", ""),
            (8_300.0, "requests/s", "8,300", ""),
        ] {
            let grade = grade_estimate(&task(wanted, unit), value, written);
            assert!(
                (grade.credit - 1.0).abs() < 1e-9,
                "{value} {written} for {wanted} {unit}: {}",
                grade.says
            );
        }
        // What stands in the unit of the prompt without a multiple of its own is still a slip.
        let slip = grade_estimate(&task(1.6, "million USD"), "1600000", "");
        assert!(slip.says.contains("million"), "{}", slip.says);
        assert!(slip.credit.abs() < 1e-9);
    }

    #[test]
    fn the_nearest_slip_is_named() {
        let task = task(8_000.0, "requests/s");
        let says = |value: &str| grade_estimate(&task, value, "requests/s").says;
        for (value, slip) in [
            ("64000", "bits and bytes"),
            ("1000", "bits and bytes"),
            ("80000", "a zero"),
            ("800", "a zero"),
            ("800000", "two zeros"),
            ("8M", "thousand"),
            ("8000M", "million"),
            ("480000", "minutes and seconds"),
        ] {
            assert!(says(value).contains(slip), "{value}: {}", says(value));
        }
        assert!(
            !says("120000").contains("looks as if"),
            "{}",
            says("120000")
        );
    }

    #[test]
    fn the_numbers_of_every_prompt_are_right() {
        for task in builtin().iter().flat_map(|scenario| &scenario.estimates) {
            let grade = grade_estimate(task, &task.value.to_string(), &task.unit);
            assert!(
                (grade.credit - 1.0).abs() < 1e-9,
                "{} {}",
                task.label,
                grade.says
            );
            assert!((grade_estimate(task, &task.value.to_string(), "").credit - 1.0).abs() < 1e-9);
        }
    }
}
