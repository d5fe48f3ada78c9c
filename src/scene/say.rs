//! Numbers in as few letters as they can be read in: on the canvas, in panels, charts and reports.

use super::health::LoadLevel;
use crate::analysis::rules::amount;

/// "×1.5", "×12".
pub fn times(factor: f64) -> String {
    format!("×{}", amount(factor))
}

/// "84/s", "10.6k/s", "1.2M/s".
pub fn rate(rps: f64) -> String {
    format!("{}/s", short(rps))
}

/// "84 %"; small parts of one per cent are "< 1 %".
pub fn percent(part: f64) -> String {
    match part * 100.0 {
        percent if percent > 0.0 && percent < 1.0 => "<\u{a0}1\u{a0}%".to_owned(),
        percent if percent >= 999.5 => times(part),
        percent => format!("{percent:.0}\u{a0}%"),
    }
}

/// "10.6k/s · 62 %"; the part alone where it is too high, since a mark stands before it.
pub fn load(rps: f64, utilisation: Option<f64>) -> String {
    let Some(used) = utilisation.filter(|_| rps > 0.0) else {
        return if rps > 0.0 {
            rate(rps)
        } else {
            "No load".to_owned()
        };
    };
    let part = percent(used);
    match LoadLevel::from_utilisation(used) {
        LoadLevel::Fine => format!("{} · {part}", rate(rps)),
        LoadLevel::Hot | LoadLevel::Over => part,
    }
}

/// "84 %, hot".
pub fn used(utilisation: f64) -> String {
    let part = percent(utilisation);
    match LoadLevel::from_utilisation(utilisation).label() {
        "" => part,
        word => format!("{part}, {word}"),
    }
}

/// "$1,840".
pub fn dollars(usd: f64) -> String {
    if usd < 1_000_000.0 {
        format!("${}", amount(if usd >= 10.0 { usd.round() } else { usd }))
    } else {
        format!("${}", short(usd))
    }
}

/// "84 GB", "1.2 TB", "368 PB".
pub fn gigabytes(gigabytes: f64) -> String {
    match gigabytes {
        gb if gb >= 999_500.0 => format!("{}\u{a0}PB", amount(gb / 1e6)),
        gb if gb >= 999.5 => format!("{}\u{a0}TB", amount(gb / 1e3)),
        gb => format!("{}\u{a0}GB", amount(gb)),
    }
}

/// "3 ms", "1.2 s".
pub fn duration(ms: f64) -> String {
    if ms < 1_000.0 {
        format!("{}\u{a0}ms", amount(ms))
    } else {
        format!("{}\u{a0}s", amount(ms / 1_000.0))
    }
}

/// "26 min", "4.4 hours", "3.2 days": a time in the unit that keeps it short.
pub fn minutes(minutes: f64) -> String {
    const HOUR: f64 = 60.0;
    const DAY: f64 = 24.0 * HOUR;
    match minutes {
        m if m < 0.95 => "< 1\u{a0}min".to_owned(),
        m if m < 10.0 * HOUR => format!("{}\u{a0}min", amount(m.round())),
        m if m < 3.0 * DAY => format!("{}\u{a0}hours", amount((m / HOUR).round())),
        m => format!("{}\u{a0}days", amount((m / DAY).round())),
    }
}

/// Three digits and a letter for thousands, millions and billions.
fn short(value: f64) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn rates_and_money_stay_short() {
        assert_eq!(rate(84.2), "84.2/s");
        assert_eq!(rate(10_612.0), "10.6k/s");
        assert_eq!(rate(999_900.0), "1M/s");
        assert_eq!(rate(4_040.0), "4.04k/s");
        assert_eq!(rate(800.0), "800/s");
        assert_eq!(rate(0.0), "0/s");
        assert_eq!(dollars(1_840.4), "$1,840");
        assert_eq!(dollars(12_300_000.0), "$12.3M");
        assert_eq!(plain(&gigabytes(732_136.0)), "732 TB");
        assert_eq!(plain(&gigabytes(368_172_000.0)), "368 PB");
    }

    #[test]
    fn parts_and_times_are_said_as_people_say_them() {
        assert_eq!(plain(&percent(0.004)), "< 1 %");
        assert_eq!(plain(&percent(1.333)), "133 %");
        assert_eq!(percent(25.0), "×25");
        assert_eq!(times(1.5), "×1.5");
        assert_eq!(plain(&load(10_600.0, Some(0.62))), "10.6k/s · 62 %");
        assert_eq!(plain(&load(8_400.0, Some(0.84))), "84 %");
        assert_eq!(load(0.0, Some(0.0)), "No load");
        assert_eq!(plain(&used(1.01)), "101 %, too much");
        assert_eq!(plain(&minutes(263.0)), "263 min");
        assert_eq!(plain(&minutes(5_260.0)), "4 days");
        assert_eq!(plain(&duration(1_234.0)), "1.23 s");
    }
}
