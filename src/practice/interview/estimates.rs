//! An estimate held against the number that the facts lead to: within a factor of 2, of 5, or a slip of units.

use super::scratch_pad::compute;
use crate::model::format;
use crate::scenario::EstimateTask;

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

/// A unit as a factor on its base, the base, and seconds of "per …".
fn read_unit(unit: &str) -> (f64, String, Option<f64>) {
    let unit = unit.replace(" per ", "/").replace(" a ", "/");
    let (what, per) = match unit.split_once('/') {
        Some((what, per)) => (what.trim().to_owned(), Some(per.trim().to_owned())),
        None => (unit.trim().to_owned(), None),
    };
    let seconds = per.as_deref().map(|per| match per {
        per if per.starts_with("min") => 60.0,
        per if per.starts_with('h') => 3_600.0,
        per if per.starts_with('d') => 86_400.0,
        per if per.starts_with("mo") => 2_592_000.0,
        per if per.starts_with('y') => 31_557_600.0,
        _ => 1.0,
    });
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
    (1.0, what.to_lowercase(), seconds)
}

fn measure(value: f64, unit: &str) -> Measured {
    let (times, what, per) = read_unit(unit);
    let value = value * times / per.unwrap_or(1.0);
    Measured { value, what, per }
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
    let ours = if unit.trim().is_empty() {
        &task.unit
    } else {
        unit
    };
    let (given, wanted) = (measure(number, ours), measure(task.value, &task.unit));
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
