//! Figures that people read are written by `model::format` alone, and numbers that look random come from `model::rng` alone:
//! two places would say one figure in two ways, or draw one sequence twice.

use super::words::literals;
use super::{assert_none, sources};

/// Where figures are no text for people: the format module itself, files in a format of their own (the notation, SVG, Mermaid
/// and other diagrams), and drawings made for measurements.
const NOT_FOR_PEOPLE: [&str; 6] = [
    "src/model/format.rs",
    "src/model/notation/",
    "src/model/replicas.rs",
    "src/export/drawio.rs",
    "src/export/svg.rs",
    "src/import/",
];

/// Units that `model::format` writes behind a number. A letter that goes on is another word ("{name} sends").
const UNITS: [&str; 11] = [
    "%", "USD", "ms", "s", "/s", "min", "h", "MB", "GB", "TB", "PB",
];

/// Numbers with a unit that a format string writes by itself: `{x:.1}%`, `{} USD`, `${price}`, `×{times}`.
fn own_figures(text: &str) -> Vec<String> {
    // A hard space, as the reader of literals leaves it.
    let text = text.replace("u{a0}", " ");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        if text[open + 1..].starts_with('{') {
            from = open + 2;
            continue;
        }
        let Some(close) = text[open..].find('}').map(|at| open + at + 1) else {
            break;
        };
        from = close;
        let before = text[..open].chars().next_back();
        // A sign of multiplication with a space before it belongs to a formula.
        let after = &text[close..];
        let is_times = after.starts_with('×');
        let after = after.strip_prefix(' ').unwrap_or(after);
        let has_unit = UNITS.iter().any(|unit| {
            after
                .strip_prefix(unit)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        if has_unit || is_times || matches!(before, Some('$' | '×')) {
            found.push(text[open..close].to_owned());
        }
    }
    found
}

#[test]
fn figures_are_written_by_the_format_module() {
    let sources = sources();
    let mut problems = Vec::new();
    for source in &sources {
        let is_free = NOT_FOR_PEOPLE
            .iter()
            .any(|path| source.path.starts_with(path));
        if is_free || !source.path.starts_with("src/") || source.is_test(&sources) {
            continue;
        }
        for (at, text) in literals(source.shipped()) {
            for figure in own_figures(&text) {
                problems.push(format!(
                    "{}: {figure} in {text:?} writes a unit by itself: use `model::format`",
                    source.at(at)
                ));
            }
        }
    }
    assert_none(&problems);
}

/// The reader above would prove nothing if it overlooked some.
#[test]
fn figures_with_a_unit_are_found() {
    for text in [
        "{:.0}% used",
        "{part}u{a0}%",
        "{} USD a month",
        "p50 {half} ms",
        "× ${each:.3} per GB",
        "×{}",
        "at {}× peak",
        "{}/s in",
        "{seconds} s",
    ] {
        assert_eq!(own_figures(text).len(), 1, "{text}");
    }
    for text in [
        "{} × {} = {}",
        "{name} sends",
        "{} MBit",
        "{{}}%",
        "{} hours",
        "100%",
        "{a} {b}",
    ] {
        assert_eq!(own_figures(text), Vec::<String>::new(), "{text}");
    }
}

/// What generators of random-looking numbers multiply and add: Knuth's MMIX and other linear ones, `SplitMix64`, PCG, xorshift.
const CONSTANTS: [&str; 9] = [
    "6364136223846793005",
    "1442695040888963407",
    "1103515245",
    "1664525",
    "bf58476d1ce4e5b9",
    "94d049bb133111eb",
    "2685821657736338717",
    "2545f4914f6cdd1d",
    "9e3779b97f4a7c15",
];

/// The generator itself, and the hash that spreads its bits with the same constant.
const GENERATORS: [&str; 2] = ["src/model/rng.rs", "src/model/hash.rs"];

#[test]
fn there_is_one_generator_of_random_numbers() {
    let mut problems = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for source in super::sources_in(folder) {
            let is_own = source.path == "tests/suite/architecture/figures.rs";
            if is_own || GENERATORS.contains(&source.path.as_str()) {
                continue;
            }
            let plain = source.code.replace('_', "").to_lowercase();
            for constant in CONSTANTS {
                if plain.contains(constant) {
                    problems.push(format!(
                        "{}: a second generator ({constant}): use `SplitMix64`",
                        source.path
                    ));
                }
            }
        }
    }
    assert_none(&problems);
}
